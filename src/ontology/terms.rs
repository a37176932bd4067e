//! Triples of vocabularies to terms: classes, properties and individuals with what is said of them.

use std::collections::BTreeMap;

use crate::rdf::{Fact, Value};
use crate::vocabulary::{loggia, owl, rdf, rdfs, skos, xsd};

/// What a term is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TermKind {
    /// A class of things.
    Class,
    /// A property whose values are things.
    ObjectProperty,
    /// A property whose values are literals.
    DatatypeProperty,
    /// A concept or any other thing that a vocabulary names.
    Individual,
    /// The vocabulary itself.
    Vocabulary,
}

/// A term of a vocabulary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Its IRI.
    pub iri: String,
    /// What it is.
    pub kind: TermKind,
    /// Its name: the English label where there is one, else the first, else the local name.
    pub label: String,
    /// Other names, in every language.
    pub alternatives: Vec<String>,
    /// Names that are understood and never shown.
    pub hidden: Vec<String>,
    /// What it means.
    pub comment: String,
    /// The classes or properties directly above it, or wider concepts.
    pub parents: Vec<String>,
    /// Its classes, where it is an individual.
    pub classes: Vec<String>,
    /// The classes of which whatever the property is stated of has one; empty for anything.
    pub domain: Vec<String>,
    /// The classes of which a value has one, or the datatype; empty for anything.
    pub range: Vec<String>,
    /// The property that says the same the other way round.
    pub inverse: Option<String>,
    /// Whether the property reads the same both ways.
    pub symmetric: bool,
    /// Whether the property holds over any number of steps.
    pub transitive: bool,
    /// The property that states the end of a range, where a value of this one begins it.
    pub range_end: Option<String>,
    /// Whether its names are too common to be found in running text.
    pub ambiguous: bool,
}

impl Term {
    /// Whether it belongs to the vocabulary of documents, which the program states itself.
    #[must_use]
    pub fn is_structural(&self) -> bool {
        self.iri.starts_with(loggia::NAMESPACE)
    }

    /// Every name it goes by, the label first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let others = self.alternatives.iter().chain(&self.hidden);
        std::iter::once(&self.label).chain(others).map(String::as_str)
    }
}

/// All terms that `facts` declare.
pub(in crate::ontology) fn read(facts: &[Fact]) -> BTreeMap<String, Term> {
    let mut by_subject: BTreeMap<&Value, Vec<&Fact>> = BTreeMap::new();
    for fact in facts {
        by_subject.entry(&fact.subject).or_default().push(fact);
    }
    let lists = Lists { by_subject: &by_subject };
    let terms = by_subject.iter().filter_map(|(subject, facts)| {
        let iri = subject.as_iri()?;
        let kind = kind(facts)?;
        Some((iri.to_owned(), term(iri, kind, facts, &lists)))
    });
    terms.collect()
}

fn kind(facts: &[&Fact]) -> Option<TermKind> {
    let mut kinds = facts.iter().filter(|fact| fact.predicate == rdf::TYPE).map(|fact| match fact
        .object
        .text()
    {
        owl::CLASS | rdfs::CLASS => TermKind::Class,
        owl::OBJECT_PROPERTY | owl::SYMMETRIC_PROPERTY | owl::TRANSITIVE_PROPERTY => {
            TermKind::ObjectProperty
        }
        owl::DATATYPE_PROPERTY | owl::ANNOTATION_PROPERTY => TermKind::DatatypeProperty,
        rdf::PROPERTY => property_kind(facts),
        owl::ONTOLOGY => TermKind::Vocabulary,
        _ => TermKind::Individual,
    });
    let first = kinds.next()?;
    // `a owl:TransitiveProperty, owl:ObjectProperty` in any order: the most exact wins.
    Some(kinds.fold(first, Ord::min))
}

/// Of a plain `rdf:Property`, the range tells what its values are.
fn property_kind(facts: &[&Fact]) -> TermKind {
    let is_literal = |fact: &&&Fact| {
        fact.predicate == rdfs::RANGE
            && (fact.object.text().starts_with(xsd::NAMESPACE)
                || fact.object.text() == rdfs::LITERAL)
    };
    if facts.iter().any(|fact| is_literal(&fact)) {
        TermKind::DatatypeProperty
    } else {
        TermKind::ObjectProperty
    }
}

fn term(iri: &str, kind: TermKind, facts: &[&Fact], lists: &Lists<'_>) -> Term {
    let texts = |predicate: &str| -> Vec<&Value> {
        let own = facts.iter().filter(|fact| fact.predicate == predicate);
        own.map(|fact| &fact.object).collect()
    };
    let iris = |predicate: &str| -> Vec<String> {
        let values = texts(predicate);
        values.iter().flat_map(|value| lists.members(value)).collect()
    };
    let is_true = |predicate: &str| texts(predicate).iter().any(|value| value.text() == "true");
    let has_class = |class: &str| iris(rdf::TYPE).iter().any(|own| own == class);
    let mut labels = texts(skos::PREF_LABEL);
    labels.extend(texts(rdfs::LABEL));
    let english = labels.iter().position(|label| is_english(label)).unwrap_or(0);
    let label = labels.get(english).map_or(crate::ontology::local_name(iri), |label| label.text());
    let alternative_labels = texts(skos::ALT_LABEL);
    let others = labels.iter().chain(&alternative_labels).map(|name| name.text().to_owned());
    let mut alternatives: Vec<String> = Vec::new();
    for name in others.filter(|name| name != label) {
        if !alternatives.contains(&name) {
            alternatives.push(name);
        }
    }
    let comment = [rdfs::COMMENT, skos::DEFINITION].iter().find_map(|predicate| {
        let comments = texts(predicate);
        let english = comments.iter().find(|comment| is_english(comment));
        english.or(comments.first()).map(|comment| comment.text().to_owned())
    });
    let mut parents = iris(rdfs::SUB_CLASS_OF);
    parents.extend(iris(rdfs::SUB_PROPERTY_OF));
    parents.extend(iris(skos::BROADER));
    Term {
        iri: iri.to_owned(),
        kind,
        label: label.to_owned(),
        alternatives,
        hidden: texts(skos::HIDDEN_LABEL).iter().map(|name| name.text().to_owned()).collect(),
        comment: comment.unwrap_or_default(),
        parents,
        classes: if kind == TermKind::Individual { iris(rdf::TYPE) } else { Vec::new() },
        domain: iris(rdfs::DOMAIN),
        range: iris(rdfs::RANGE),
        inverse: iris(owl::INVERSE_OF).into_iter().next(),
        symmetric: has_class(owl::SYMMETRIC_PROPERTY),
        transitive: has_class(owl::TRANSITIVE_PROPERTY),
        range_end: iris(loggia::RANGE_END).into_iter().next(),
        ambiguous: is_true(loggia::AMBIGUOUS),
    }
}

fn is_english(value: &Value) -> bool {
    matches!(value, Value::Literal { language: Some(language), .. } if language.starts_with("en"))
}

/// The lists that the facts hold.
struct Lists<'a> {
    by_subject: &'a BTreeMap<&'a Value, Vec<&'a Fact>>,
}

impl Lists<'_> {
    /// The IRI itself, or the members of the union that a blank node stands for.
    fn members(&self, value: &Value) -> Vec<String> {
        if let Some(iri) = value.as_iri() {
            return vec![iri.to_owned()];
        }
        let mut members = Vec::new();
        let mut cell = self.object(value, owl::UNION_OF);
        // A list that leads back into itself ends after as many steps as there are subjects.
        for _ in 0..self.by_subject.len() {
            let Some(current) = cell.filter(|cell| cell.as_iri() != Some(rdf::NIL)) else {
                break;
            };
            let first = self.object(current, rdf::FIRST);
            members.extend(first.and_then(Value::as_iri).map(str::to_owned));
            cell = self.object(current, rdf::REST);
        }
        members
    }

    fn object(&self, subject: &Value, predicate: &str) -> Option<&Value> {
        let facts = self.by_subject.get(subject)?;
        facts.iter().find(|fact| fact.predicate == predicate).map(|fact| &fact.object)
    }
}
