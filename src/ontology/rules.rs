//! What the rules of a book say of themselves, for people. Checking them is another matter.

use std::collections::{BTreeMap, BTreeSet};

use crate::ontology::local_name;
use crate::rdf::{Fact, Value};
use crate::vocabulary::{rdf, rdfs, sh};

/// A rule as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleText {
    /// Its IRI.
    pub iri: String,
    /// What it demands, in one sentence; its local name where it does not say.
    pub name: String,
    /// Why.
    pub comment: String,
    /// `Violation`, `Warning` or `Info`.
    pub severity: String,
    /// What is said where it is broken.
    pub messages: Vec<String>,
    /// The IRIs of the classes and properties whose things it looks at.
    pub targets: Vec<String>,
}

/// Predicates that name what a rule looks at.
const TARGETS: &[&str] =
    &[sh::TARGET_CLASS, sh::TARGET_SUBJECTS_OF, sh::TARGET_OBJECTS_OF, sh::TARGET_NODE];

/// All rules with an IRI, sorted by it.
pub(in crate::ontology) fn read(shapes: &[Fact]) -> Vec<RuleText> {
    let mut by_subject: BTreeMap<&Value, Vec<&Fact>> = BTreeMap::new();
    for fact in shapes {
        by_subject.entry(&fact.subject).or_default().push(fact);
    }
    let rules = by_subject.iter().filter_map(|(subject, facts)| {
        let iri = subject.as_iri()?;
        let is_shape = |fact: &&&Fact| {
            fact.predicate == rdf::TYPE
                && [sh::NODE_SHAPE, sh::PROPERTY_SHAPE].contains(&fact.object.text())
        };
        facts.iter().find(is_shape)?;
        let text = |predicate: &str| {
            let own = facts.iter().find(|fact| fact.predicate == predicate);
            own.map(|fact| fact.object.text().to_owned())
        };
        let whole = whole(subject, &by_subject);
        let everywhere = |predicates: &[&str]| {
            let found = whole.iter().filter(|fact| predicates.contains(&fact.predicate.as_str()));
            let mut texts: Vec<String> = Vec::new();
            for fact in found {
                if !texts.iter().any(|known| known == fact.object.text()) {
                    texts.push(fact.object.text().to_owned());
                }
            }
            texts
        };
        let severity = everywhere(&[sh::SEVERITY]);
        Some(RuleText {
            iri: iri.to_owned(),
            name: text(sh::NAME).unwrap_or_else(|| local_name(iri).to_owned()),
            comment: text(rdfs::COMMENT).unwrap_or_default(),
            severity: severity
                .first()
                .map_or("Violation", |severity| local_name(severity))
                .to_owned(),
            messages: everywhere(&[sh::MESSAGE]),
            targets: everywhere(TARGETS),
        })
    });
    rules.collect()
}

/// Everything said of a shape and of the nameless parts it is made of.
fn whole<'a>(shape: &'a Value, by_subject: &BTreeMap<&'a Value, Vec<&'a Fact>>) -> Vec<&'a Fact> {
    let mut whole = Vec::new();
    let mut seen = BTreeSet::new();
    let mut open = vec![shape];
    while let Some(subject) = open.pop() {
        if !seen.insert(subject) {
            continue;
        }
        let facts = by_subject.get(subject).map_or(&[][..], Vec::as_slice);
        whole.extend(facts);
        // The last one pushed is looked at first, so that parts come in the order of the text.
        let parts = facts.iter().rev().map(|fact| &fact.object);
        open.extend(parts.filter(|object| matches!(object, Value::Blank(_))));
    }
    whole
}

#[cfg(test)]
mod tests {
    use crate::ontology::{Ontology, OntologyTexts};

    #[test]
    fn a_rule_tells_what_it_wants_and_of_what() {
        let shapes = r#"
            :b a sh:NodeShape ; sh:name "Grain is dry" ; rdfs:comment "Wet grain rots." ;
                sh:targetClass :Grain ;
                sh:property [ sh:path :state ; sh:hasValue "dry" ; sh:severity sh:Warning ;
                    sh:message "It is wet."@en ] ,
                    [ sh:path :bin ; sh:minCount 1 ; sh:message "It lies about."@en ] .
            :loop a sh:NodeShape ; sh:not _:x . _:x sh:not _:y . _:y sh:not _:x .
            [] a sh:NodeShape ; sh:name "Nobody can refer to it" ."#;
        let texts = OntologyTexts { vocabularies: &[], shapes: &[shapes] };
        let (ontology, problems) = Ontology::read("https://example.org/", texts);
        assert_eq!(problems, []);
        let own: Vec<_> =
            ontology.rules().into_iter().filter(|rule| rule.iri.contains("example.org")).collect();
        let [grain, circle] = own.as_slice() else { panic!("{own:#?}") };
        assert_eq!((grain.name.as_str(), grain.severity.as_str()), ("Grain is dry", "Warning"));
        assert_eq!(grain.comment, "Wet grain rots.");
        assert_eq!(grain.messages, ["It is wet.", "It lies about."]);
        assert_eq!(grain.targets, ["https://example.org/Grain"]);
        assert_eq!((circle.name.as_str(), circle.severity.as_str()), ("loop", "Violation"));
        assert!(ontology.rules().len() >= 13 + 2, "the bundled ones are there too");
    }
}
