//! Terms as numbers in the order of the terms, so that sorted triples are sorted facts.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::rdf::{Fact, Value};
use crate::vocabulary::rdf;

/// The numbers of a subject, a predicate and an object.
pub(in crate::graph) type Triple = [u32; 3];

/// All terms, each once, sorted: IRIs before blank nodes before literals.
#[derive(Debug, Clone)]
pub(in crate::graph) struct Terms {
    sorted: Vec<Value>,
    first_literal: u32,
}

/// The way from terms to numbers, for the time in which facts are turned to numbers.
pub(in crate::graph) struct Numbers<'a> {
    of_values: HashMap<&'a Value, u32>,
    of_predicates: HashMap<&'a str, u32>,
}

impl Terms {
    /// The terms of these facts, and `rdf:type`, which conclusions need.
    pub(in crate::graph) fn of<'a>(facts: impl Iterator<Item = &'a Fact>) -> (Self, Numbers<'a>) {
        let mut values: HashSet<&Value> = HashSet::new();
        let mut predicates: BTreeSet<&str> = BTreeSet::new();
        for fact in facts {
            values.extend([&fact.subject, &fact.object]);
            predicates.insert(&fact.predicate);
        }
        let others = predicates.iter().copied().chain([rdf::TYPE]);
        let others = others.map(|iri| Value::Iri(iri.to_owned()));
        let mut sorted: Vec<Value> = values.iter().map(|value| (*value).clone()).collect();
        sorted.extend(others);
        sorted.sort_unstable();
        sorted.dedup();
        let first_literal = sorted.partition_point(|value| !matches!(value, Value::Literal { .. }));
        let terms = Self { sorted, first_literal: number(first_literal) };
        let numbers = Numbers {
            of_values: values.into_iter().filter_map(|v| Some((v, terms.find(v)?))).collect(),
            of_predicates: predicates
                .into_iter()
                .filter_map(|iri| Some((iri, terms.find_iri(iri)?)))
                .collect(),
        };
        (terms, numbers)
    }

    /// The number of a term that is there.
    fn find(&self, value: &Value) -> Option<u32> {
        self.sorted.binary_search(value).ok().map(number)
    }

    /// The number of an IRI that is there.
    pub(in crate::graph) fn find_iri(&self, iri: &str) -> Option<u32> {
        self.find(&Value::Iri(iri.to_owned()))
    }

    /// The term of a number.
    pub(in crate::graph) fn get(&self, term: u32) -> Option<&Value> {
        self.sorted.get(term as usize)
    }

    /// The IRI of a number, where it is one.
    pub(in crate::graph) fn iri(&self, term: u32) -> Option<&str> {
        self.get(term).and_then(Value::as_iri)
    }

    /// Whether a number stands for a literal, which nothing can be said of.
    pub(in crate::graph) fn is_literal(&self, term: u32) -> bool {
        term >= self.first_literal
    }

    /// A fact in numbers, where all its terms are there.
    pub(in crate::graph) fn triple(&self, fact: &Fact) -> Option<Triple> {
        Some([self.find(&fact.subject)?, self.find_iri(&fact.predicate)?, self.find(&fact.object)?])
    }

    /// A triple in terms.
    pub(in crate::graph) fn fact(&self, [subject, predicate, object]: Triple) -> Option<Fact> {
        Some(Fact {
            subject: self.get(subject)?.clone(),
            predicate: self.iri(predicate)?.to_owned(),
            object: self.get(object)?.clone(),
        })
    }
}

impl Numbers<'_> {
    /// One of the facts in numbers.
    pub(in crate::graph) fn triple(&self, fact: &Fact) -> Option<Triple> {
        Some([
            *self.of_values.get(&fact.subject)?,
            *self.of_predicates.get(fact.predicate.as_str())?,
            *self.of_values.get(&fact.object)?,
        ])
    }
}

fn number(index: usize) -> u32 {
    // A graph numbers its terms with 32 bits as well, so no more of them can reach this place.
    u32::try_from(index).unwrap_or(u32::MAX)
}
