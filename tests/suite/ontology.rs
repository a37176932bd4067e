//! The ontologies that books are written with: what an author writes means one thing.

use std::collections::{BTreeMap, BTreeSet};

use loggia::rdf::Fact;
use loggia::rdf::turtle::{self, TurtleContext};

const ARCHITECTURE: &str = include_str!("../../ontology/architecture.ttl");
const BIZTALK: &str = include_str!("../../ontology/biztalk.ttl");
const SHAPES: &str = include_str!("../../ontology/shapes.ttl");

const ARCH: &str = "https://w3id.org/loggia/arch#";
const LABEL: &str = "http://www.w3.org/2000/01/rdf-schema#label";
const COMMENT: &str = "http://www.w3.org/2000/01/rdf-schema#comment";
const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const OWL: &str = "http://www.w3.org/2002/07/owl#";
const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
const AMBIGUOUS: &str = "https://w3id.org/loggia/ns#ambiguous";

fn facts(texts: &[&str]) -> Vec<Fact> {
    let read = |(number, text): (usize, &&str)| {
        let scope = format!("o{number}x");
        let context =
            TurtleContext { base: "https://example.org/", prefixes: &[], blank_scope: &scope };
        let (facts, problem) = turtle::read(text, context);
        assert_eq!(problem, None);
        facts.into_iter().map(|stated| stated.fact).collect::<Vec<_>>()
    };
    texts.iter().enumerate().flat_map(read).collect()
}

/// The things that have one of `classes`.
fn members<'f>(facts: &'f [Fact], classes: &[String]) -> BTreeSet<&'f str> {
    let typed = facts.iter().filter(|fact| fact.predicate == TYPE);
    typed
        .filter(|fact| classes.iter().any(|class| fact.object.text() == class))
        .filter_map(|fact| fact.subject.as_iri())
        .collect()
}

fn values<'f>(facts: &'f [Fact], subject: &str, predicate: &str) -> Vec<&'f str> {
    let own = facts.iter().filter(|fact| fact.subject.as_iri() == Some(subject));
    own.filter(|fact| fact.predicate == predicate).map(|fact| fact.object.text()).collect()
}

/// Fails where two of `things` share a name under one of `predicates`.
fn assert_names_are_unique(facts: &[Fact], things: &BTreeSet<&str>, predicates: &[String]) {
    let mut owners: BTreeMap<String, &str> = BTreeMap::new();
    for &thing in things {
        for name in predicates.iter().flat_map(|predicate| values(facts, thing, predicate)) {
            let other = owners.insert(name.to_lowercase(), thing);
            assert!(other.is_none(), "{name} is a name of {thing} and of {other:?}");
        }
    }
}

#[test]
fn every_term_of_architectures_is_explained_once() {
    let facts = facts(&[ARCHITECTURE]);
    let kinds = ["Class", "ObjectProperty", "DatatypeProperty"].map(|kind| format!("{OWL}{kind}"));
    let terms = members(&facts, &kinds);
    let own: Vec<&&str> = terms.iter().filter(|term| term.starts_with(ARCH)).collect();
    assert!(own.len() > 100, "{}", own.len());
    for term in own {
        assert_eq!(values(&facts, term, LABEL).len(), 1, "{term}");
        assert_eq!(values(&facts, term, COMMENT).len(), 1, "{term}");
    }
}

#[test]
fn what_an_author_writes_names_one_property_or_one_class() {
    let facts = facts(&[ARCHITECTURE]);
    let names = [LABEL.to_owned(), format!("{SKOS}altLabel")];
    for kinds in [&["ObjectProperty", "DatatypeProperty"][..], &["Class"]] {
        let kinds: Vec<String> = kinds.iter().map(|kind| format!("{OWL}{kind}")).collect();
        let mut terms = members(&facts, &kinds);
        terms.retain(|term| term.starts_with(ARCH));
        assert_names_are_unique(&facts, &terms, &names);
    }
}

#[test]
fn a_name_in_running_text_means_one_concept() {
    let facts = facts(&[ARCHITECTURE, BIZTALK]);
    let mut concepts = members(&facts, &[format!("{SKOS}Concept")]);
    concepts.retain(|concept| values(&facts, concept, AMBIGUOUS).is_empty());
    assert!(concepts.len() > 130, "{}", concepts.len());
    let names = ["prefLabel", "altLabel", "hiddenLabel"].map(|name| format!("{SKOS}{name}"));
    assert_names_are_unique(&facts, &concepts, &names);
}

#[test]
fn concepts_are_named_defined_and_joined_to_concepts() {
    let facts = facts(&[ARCHITECTURE, BIZTALK]);
    let concepts = members(&facts, &[format!("{SKOS}Concept")]);
    for concept in &concepts {
        for predicate in ["prefLabel", "definition", "inScheme"] {
            let found = values(&facts, concept, &format!("{SKOS}{predicate}"));
            assert_eq!(found.len(), 1, "{predicate} of {concept}");
        }
        for predicate in ["broader", "related"] {
            for other in values(&facts, concept, &format!("{SKOS}{predicate}")) {
                assert!(concepts.contains(other), "{concept} {predicate} {other}");
            }
        }
    }
}

#[test]
fn rules_have_a_name_a_reason_and_terms_that_exist() {
    let facts = facts(&[ARCHITECTURE, SHAPES]);
    let shapes = members(&facts, &["http://www.w3.org/ns/shacl#NodeShape".to_owned()]);
    assert_eq!(shapes.len(), 15);
    for shape in shapes {
        assert_eq!(values(&facts, shape, "http://www.w3.org/ns/shacl#name").len(), 1, "{shape}");
        assert_eq!(values(&facts, shape, COMMENT).len(), 1, "{shape}");
    }
    let kinds = ["Class", "ObjectProperty", "DatatypeProperty"].map(|kind| format!("{OWL}{kind}"));
    let terms = members(&facts, &kinds);
    let word = |c: char| !c.is_alphanumeric() && c != ':';
    let names = SHAPES.split(word).filter_map(|name| name.strip_prefix("arch:"));
    for used in names.filter(|name| !name.is_empty()) {
        assert!(terms.contains(format!("{ARCH}{used}").as_str()), "arch:{used}");
    }
}
