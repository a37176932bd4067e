//! What we infer is what an independent reasoner infers: owlrl, from the same facts.
//!
//! The other reasoner applies the rules of OWL 2 RL, but for those of equality. To be comparable,
//!
//! - it is given the facts, the axioms of the seven rules, and what else the ontology states in words
//!   of no ontology language. Axioms of other rules are left out, and so are those with an anonymous
//!   class, which have no effect here;
//! - of its conclusions, those count whose subject and object occur in what it was given, and are no
//!   literals; whose class, for `rdf:type`, is named by one of the axioms; and whose property
//!   otherwise belongs to no ontology language (`owl:sameAs`, `rdfs:subClassOf` and so on do).

use std::collections::BTreeSet;
use std::sync::Arc;

use loggia::compile::Compiler;
use loggia::graph::inference::infer;
use loggia::ontology::{Ontology, OntologyTexts};
use loggia::rdf::{Fact, Value};
use loggia::source::bundled_book;
use loggia::vocabulary::{owl, rdf, rdfs};
use serde_json::{Value as Json, json};

use crate::python::judged_by;

/// A vocabulary more, in which all rules meet each other, whatever the book happens to say: about
/// its own individuals, and about properties that the book uses.
const MEETING: &str = "
@prefix : <https://example.org/meeting#> .
:inside a owl:TransitiveProperty ; owl:inverseOf :holds ; rdfs:domain :Inner ; rdfs:range :Outer .
:holds rdfs:subPropertyOf :touches . :touches a owl:SymmetricProperty .
:Inner rdfs:subClassOf :Place . :Outer rdfs:subClassOf :Place .
arch:inZone rdfs:subPropertyOf :inside . arch:subZoneOf rdfs:subPropertyOf :inside .
arch:port rdfs:domain :Reached .
:one :inside :two . :three :holds :two . :three :inside :four .
";

/// The axioms of the seven rules, besides those that are said with `rdf:type`.
const RULES: &[&str] =
    &[rdfs::SUB_CLASS_OF, rdfs::SUB_PROPERTY_OF, rdfs::DOMAIN, rdfs::RANGE, owl::INVERSE_OF];

#[test]
fn an_independent_reasoner_infers_the_same_from_the_bundled_book() {
    let (facts, ontology) = facts_and_ontology();
    let given: Vec<Fact> = facts
        .iter()
        .cloned()
        .chain(ontology.iter().filter(|fact| is_comparable(fact)).cloned())
        .collect();
    let input = serde_json::to_vec(&given.iter().map(to_json).collect::<Vec<_>>()).unwrap();
    let Some(output) = judged_by("reasoner.py", "owlrl, rdflib", &input) else {
        return;
    };
    let theirs: Vec<[[String; 2]; 3]> = serde_json::from_str(&output).unwrap();
    let comparison = Comparison::of(&given, &ontology);
    let theirs: BTreeSet<Fact> =
        theirs.into_iter().map(from_json).filter(|fact| comparison.counts(fact)).collect();
    let inference = infer(&facts, &ontology, usize::MAX);
    let ours: BTreeSet<Fact> = inference
        .iter()
        .map(|inferred| inferred.fact)
        .filter(|fact| comparison.counts(fact))
        .collect();
    let (only_ours, only_theirs): (Vec<_>, Vec<_>) =
        (ours.difference(&theirs).collect(), theirs.difference(&ours).collect());
    assert!(only_ours.is_empty() && only_theirs.is_empty(), "{only_ours:#?} {only_theirs:#?}");
    assert!(ours.len() > inference.len() / 2, "most of it is compared");
    let rules: BTreeSet<&str> = inference.iter().map(|inferred| inferred.rule.name()).collect();
    assert_eq!(rules.len(), 7, "the comparison is about every rule: {rules:?}");
}

/// What documents state and what ontologies state, of the bundled book.
fn facts_and_ontology() -> (Vec<Fact>, Vec<Fact>) {
    let linked = Compiler::new(Arc::new(bundled_book())).link().unwrap();
    let texts = OntologyTexts { vocabularies: &[MEETING], shapes: &[] };
    let (ontology, problems) = Ontology::read(&linked.catalog.config.base, texts);
    assert_eq!(problems, []);
    (linked.facts.asserted(), ontology.facts)
}

/// Whether the other reasoner is given a statement of the ontology.
fn is_comparable(fact: &Fact) -> bool {
    let in_words_of_axioms =
        |iri: &str| iri.starts_with(owl::NAMESPACE) || iri.starts_with(rdfs::NAMESPACE);
    let named = |value: &Value| value.as_iri().is_some();
    match fact.predicate.as_str() {
        rdf::TYPE if in_words_of_axioms(fact.object.text()) => {
            [owl::SYMMETRIC_PROPERTY, owl::TRANSITIVE_PROPERTY].contains(&fact.object.text())
        }
        rdfs::LABEL | rdfs::COMMENT => true,
        predicate if in_words_of_axioms(predicate) => {
            RULES.contains(&predicate) && named(&fact.subject) && named(&fact.object)
        }
        _ => true,
    }
}

/// Which conclusions count.
struct Comparison {
    stated: BTreeSet<Fact>,
    things: BTreeSet<Value>,
    classes: BTreeSet<Value>,
}

impl Comparison {
    fn of(given: &[Fact], ontology: &[Fact]) -> Self {
        let things = given.iter().flat_map(|fact| [&fact.subject, &fact.object]);
        let things = things.filter(|value| !matches!(value, Value::Literal { .. }));
        let class_axioms = given.iter().filter(|fact| {
            [rdfs::SUB_CLASS_OF, rdfs::DOMAIN, rdfs::RANGE].contains(&fact.predicate.as_str())
        });
        Self {
            stated: given.iter().chain(ontology).cloned().collect(),
            things: things.cloned().collect(),
            classes: class_axioms.map(|fact| fact.object.clone()).collect(),
        }
    }

    fn counts(&self, fact: &Fact) -> bool {
        let of_an_ontology_language = [rdf::NAMESPACE, rdfs::NAMESPACE, owl::NAMESPACE]
            .iter()
            .any(|namespace| fact.predicate.starts_with(namespace));
        let counts = match fact.predicate.as_str() {
            rdf::TYPE => self.classes.contains(&fact.object),
            _ => !of_an_ontology_language,
        };
        counts
            && !self.stated.contains(fact)
            && self.things.contains(&fact.subject)
            && self.things.contains(&fact.object)
    }
}

fn to_json(fact: &Fact) -> Json {
    let term = |value: &Value| match value {
        Value::Iri(iri) => json!(["iri", iri]),
        Value::Blank(label) => json!(["blank", label]),
        Value::Literal { text, datatype, language } => json!(["literal", text, datatype, language]),
    };
    json!([term(&fact.subject), ["iri", fact.predicate], term(&fact.object)])
}

fn from_json([subject, [_, predicate], object]: [[String; 2]; 3]) -> Fact {
    let term = |[kind, text]: [String; 2]| match kind.as_str() {
        "iri" => Value::Iri(text),
        _ => Value::Blank(text),
    };
    Fact { subject: term(subject), predicate, object: term(object) }
}
