//! Violations to the words that caused them.

use std::collections::{BTreeMap, HashMap};

use crate::facts::{Entity, Facts, Modality, Statement};
use crate::graph::rules::{Path, Violation};
use crate::ontology::Ontology;
use crate::rdf::Value;
use crate::text::Place;
use crate::vocabulary::rdf;

/// How many places one violation shows.
const MOST_PLACES: usize = 4;

/// The statements of a book, by what they speak of.
pub(in crate::audit) struct Blame<'a> {
    ontology: &'a Ontology,
    by_pair: HashMap<(&'a Value, &'a Value), Vec<&'a Statement>>,
    by_subject: BTreeMap<&'a Value, Vec<&'a Statement>>,
    by_object: BTreeMap<&'a Value, Vec<&'a Statement>>,
    labels: HashMap<&'a str, &'a str>,
}

impl<'a> Blame<'a> {
    pub(in crate::audit) fn new(facts: &'a Facts, ontology: &'a Ontology) -> Self {
        let mut blame = Self {
            ontology,
            by_pair: HashMap::new(),
            by_subject: BTreeMap::new(),
            by_object: BTreeMap::new(),
            labels: HashMap::new(),
        };
        for (_, statement) in facts.statements() {
            // Nothing follows from what is only recommended or denied.
            if statement.modality != Modality::Asserted {
                continue;
            }
            let (subject, object) = (&statement.fact.subject, &statement.fact.object);
            blame.by_pair.entry((subject, object)).or_default().push(statement);
            blame.by_subject.entry(subject).or_default().push(statement);
            blame.by_object.entry(object).or_default().push(statement);
        }
        let entities = facts.pages.iter().flat_map(|page| &page.entities);
        for Entity { iri, label, .. } in entities {
            blame.labels.insert(iri, label);
        }
        blame
    }

    /// What people call a thing.
    pub(in crate::audit) fn label(&self, iri: &str) -> Option<&str> {
        let of_book = self.labels.get(iri).copied();
        of_book.or_else(|| self.ontology.term(iri).map(|term| term.label.as_str()))
    }

    /// Where the words stand that are to blame, the most telling first: those that join the node to
    /// the wrong value, else those that state the property, else the one that declares the node.
    pub(in crate::audit) fn places(&self, violation: &Violation) -> Vec<Place> {
        let focus = &violation.focus;
        let path = violation.path.as_deref();
        let mut found = violation.value.as_ref().map_or_else(Vec::new, |value| {
            let mut joined = self.between(focus, value);
            let steps = path.map(properties).unwrap_or_default();
            let of_path = |statement: &&Statement| self.is_step(&statement.fact.predicate, &steps);
            if joined.iter().any(|statement| of_path(&statement)) {
                joined.retain(|statement| of_path(&statement));
            }
            joined
        });
        if found.is_empty() {
            found = self.of_first_step(focus, path);
        }
        if found.is_empty() {
            found = self.declaring(focus);
        }
        let mut places: Vec<Place> = Vec::new();
        for statement in found {
            if !places.contains(&statement.place) && places.len() < MOST_PLACES {
                places.push(statement.place.clone());
            }
        }
        places
    }

    /// What is stated of one of two things about the other.
    fn between(&self, one: &Value, other: &Value) -> Vec<&'a Statement> {
        let there = self.by_pair.get(&(one, other)).into_iter().flatten();
        let back = self.by_pair.get(&(other, one)).into_iter().flatten();
        there.chain(back).copied().collect()
    }

    /// What is stated of a node with the property that a path starts with.
    fn of_first_step(&self, focus: &Value, path: Option<&Path>) -> Vec<&'a Statement> {
        let Some(first) = path.and_then(|path| properties(path).into_iter().next()) else {
            return Vec::new();
        };
        let is_first = |statement: &&&Statement| self.is_step(&statement.fact.predicate, &[first]);
        let stated = self.by_subject.get(focus).into_iter().flatten();
        let other_way = self.by_object.get(focus).into_iter().flatten();
        stated.chain(other_way).filter(is_first).copied().collect()
    }

    /// What declares a node, else the first that is stated of it.
    fn declaring(&self, focus: &Value) -> Vec<&'a Statement> {
        let own = self.by_subject.get(focus).map_or(&[][..], Vec::as_slice);
        let declares = |statement: &&&Statement| statement.fact.predicate == rdf::TYPE;
        own.iter().find(declares).or_else(|| own.first()).into_iter().copied().collect()
    }

    /// Whether a property is one of those, leads to one of those, or is its inverse.
    fn is_step(&self, property: &str, steps: &[&str]) -> bool {
        let term = self.ontology.term(property);
        steps.iter().any(|step| {
            property == *step
                || self.ontology.is_within(property, step)
                || term.is_some_and(|term| term.inverse.as_deref() == Some(step))
                || self
                    .ontology
                    .term(step)
                    .is_some_and(|term| term.inverse.as_deref() == Some(property))
        })
    }
}

/// The properties of a path in the order of its steps.
fn properties(path: &Path) -> Vec<&str> {
    match path {
        Path::Predicate(iri) => vec![iri],
        Path::Inverse(inner)
        | Path::ZeroOrMore(inner)
        | Path::OneOrMore(inner)
        | Path::ZeroOrOne(inner) => properties(inner),
        Path::Sequence(parts) | Path::Alternative(parts) => {
            parts.iter().flat_map(properties).collect()
        }
    }
}
