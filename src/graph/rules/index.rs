//! The triples of a shapes graph by subject and property.

use std::collections::{BTreeMap, BTreeSet};

use crate::rdf::{Fact, Value};
use crate::vocabulary::{rdf, rdfs};

/// How many members a list may have.
const LONGEST_LIST: usize = 10_000;

/// A shapes graph to look things up in.
#[derive(Debug)]
pub(in crate::graph) struct Index<'a> {
    properties: BTreeMap<&'a Value, BTreeMap<&'a str, BTreeSet<&'a Value>>>,
    /// The classes right below each class.
    below: BTreeMap<&'a Value, BTreeSet<&'a Value>>,
}

impl<'a> Index<'a> {
    pub(in crate::graph) fn new(facts: &'a [Fact]) -> Self {
        let mut properties: BTreeMap<_, BTreeMap<_, BTreeSet<_>>> = BTreeMap::new();
        let mut below: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for fact in facts {
            let of_subject = properties.entry(&fact.subject).or_default();
            of_subject.entry(fact.predicate.as_str()).or_default().insert(&fact.object);
            if fact.predicate == rdfs::SUB_CLASS_OF {
                below.entry(&fact.object).or_default().insert(&fact.subject);
            }
        }
        Self { properties, below }
    }

    /// All subjects with the properties they have.
    pub(in crate::graph) fn subjects(
        &'a self,
    ) -> impl Iterator<Item = (&'a Value, &'a BTreeMap<&'a str, BTreeSet<&'a Value>>)> {
        self.properties.iter().map(|(subject, properties)| (*subject, properties))
    }

    /// The properties a subject has.
    pub(in crate::graph) fn predicates(
        &'a self,
        subject: &Value,
    ) -> impl Iterator<Item = &'a str> + use<'a> {
        self.properties.get(subject).into_iter().flat_map(|of_subject| of_subject.keys().copied())
    }

    /// The values of a property, sorted.
    pub(in crate::graph) fn objects(
        &'a self,
        subject: &Value,
        predicate: &str,
    ) -> impl Iterator<Item = &'a Value> + use<'a> {
        let found = self.properties.get(subject).and_then(|of_subject| of_subject.get(predicate));
        found.into_iter().flatten().copied()
    }

    /// The first value of a property.
    pub(in crate::graph) fn object(
        &'a self,
        subject: &Value,
        predicate: &str,
    ) -> Option<&'a Value> {
        self.objects(subject, predicate).next()
    }

    /// The classes right below each class, where all of them are IRIs.
    pub(in crate::graph) fn classes_below(&self) -> BTreeMap<String, BTreeSet<String>> {
        let iri = |value: &Value| value.as_iri().map(str::to_owned);
        let pairs = self.below.iter().filter_map(|(class, below)| {
            Some((iri(class)?, below.iter().filter_map(|class| iri(class)).collect()))
        });
        pairs.collect()
    }

    /// Whether `node` is an instance of `class` or of one below it.
    pub(in crate::graph) fn is_instance(&'a self, node: &Value, class: &str) -> bool {
        let mut classes: Vec<&Value> = self.objects(node, rdf::TYPE).collect();
        let mut seen: BTreeSet<&Value> = classes.iter().copied().collect();
        while let Some(one) = classes.pop() {
            if one.as_iri() == Some(class) {
                return true;
            }
            let above = self.objects(one, rdfs::SUB_CLASS_OF);
            classes.extend(above.filter(|above| seen.insert(above)));
        }
        false
    }

    /// The members of a list; `None` where it is no complete list, or too long a one.
    pub(in crate::graph) fn list(&'a self, start: &'a Value) -> Option<Vec<&'a Value>> {
        let mut members = Vec::new();
        let mut rest = start;
        while rest.as_iri() != Some(rdf::NIL) {
            let (mut first, mut next) =
                (self.objects(rest, rdf::FIRST), self.objects(rest, rdf::REST));
            members.push(first.next()?);
            rest = next.next()?;
            // A list that ends in itself is longer than any.
            if first.next().is_some() || next.next().is_some() || members.len() > LONGEST_LIST {
                return None;
            }
        }
        Some(members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iri(name: &str) -> Value {
        Value::Iri(name.to_owned())
    }

    fn facts(triples: &[[&str; 3]]) -> Vec<Fact> {
        let fact = |[subject, predicate, object]: &[&str; 3]| Fact {
            subject: iri(subject),
            predicate: (*predicate).to_owned(),
            object: iri(object),
        };
        triples.iter().map(fact).collect()
    }

    #[test]
    fn only_complete_lists_are_lists() {
        let facts = facts(&[
            ["a", rdf::FIRST, "one"],
            ["a", rdf::REST, "b"],
            ["b", rdf::FIRST, "two"],
            ["b", rdf::REST, rdf::NIL],
            ["round", rdf::FIRST, "one"],
            ["round", rdf::REST, "round"],
            ["forked", rdf::FIRST, "one"],
            ["forked", rdf::FIRST, "two"],
            ["forked", rdf::REST, rdf::NIL],
            ["open", rdf::FIRST, "one"],
        ]);
        let index = Index::new(&facts);
        assert_eq!(index.list(&iri("a")), Some(vec![&iri("one"), &iri("two")]));
        assert_eq!(index.list(&iri(rdf::NIL)), Some(vec![]));
        for broken in ["round", "forked", "open", "nothing"] {
            assert_eq!(index.list(&iri(broken)), None, "{broken}");
        }
    }

    #[test]
    fn classes_may_lie_above_each_other_in_a_circle() {
        let facts = facts(&[
            ["a", rdf::TYPE, "C"],
            ["C", rdfs::SUB_CLASS_OF, "B"],
            ["B", rdfs::SUB_CLASS_OF, "A"],
            ["A", rdfs::SUB_CLASS_OF, "C"],
        ]);
        let index = Index::new(&facts);
        assert!(index.is_instance(&iri("a"), "A"));
        assert!(!index.is_instance(&iri("a"), "D"));
    }
}
