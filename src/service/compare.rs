//! Two architectures side by side: what both have, what only one has, and what differs.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;

use crate::facts::{Modality, StatementId};
use crate::rdf::Value;
use crate::service::entity::{Because, Meaning, Property, counterparts, elements};
use crate::service::thing::{Thing, architecture_of};
use crate::service::why::{Reason, Teller};
use crate::snapshot::Snapshot;
use crate::vocabulary::arch;

/// Two architectures side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// The first architecture.
    pub a: Thing,
    /// The second.
    pub b: Thing,
    /// Elements of both that stand for each other, in the order of the first.
    pub both: Vec<Pair>,
    /// Elements without a counterpart in the second, in the order of the book.
    pub only_a: Vec<Thing>,
    /// Elements without a counterpart in the first, in the order of the book.
    pub only_b: Vec<Thing>,
}

/// Two elements that stand for each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pair {
    /// The element of the first architecture.
    pub a: Thing,
    /// The element of the second.
    pub b: Thing,
    /// Why they are taken for counterparts.
    pub because: Because,
    /// How many facts are the same of both.
    pub same: usize,
    /// What is stated of one and not of the other, by property.
    pub changes: Vec<Change>,
}

/// What one property says of two counterparts, where that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The property.
    pub property: Property,
    /// What is only said of the first.
    pub only_a: Vec<ComparedFact>,
    /// What is only said of the second.
    pub only_b: Vec<ComparedFact>,
}

/// A fact of one of two counterparts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ComparedFact {
    /// What is said.
    pub value: Meaning,
    /// `asserted`, `recommended`, `optional` or `negated`.
    pub modality: &'static str,
    /// Who says so.
    pub sources: Vec<Reason>,
}

/// Properties that differ between any two elements and say nothing by that.
const SILENT: &[&str] = &[arch::PART_OF_ARCHITECTURE, arch::CORRESPONDS_TO];

/// Sets two architectures side by side. Anything else has no elements and so nothing in common.
#[must_use]
pub fn compare(snapshot: &Snapshot, a: &str, b: &str) -> Comparison {
    let (of_a, of_b) = (elements(snapshot, a), elements(snapshot, b));
    let pairs = pairs(snapshot, &of_a, b);
    let mut partners: HashMap<&str, &str> = HashMap::from([(a, b)]);
    partners.extend(pairs.iter().map(|(one, other, _)| (*one, other.as_str())));
    let in_pairs: BTreeSet<&str> = pairs.iter().map(|(_, other, _)| other.as_str()).collect();
    let comparer = Comparer { snapshot, partners: &partners };
    let alone = |own: &[&str], is_paired: &dyn Fn(&str) -> bool| -> Vec<Thing> {
        let alone = own.iter().filter(|iri| !is_paired(iri));
        alone.map(|iri| Thing::of(snapshot, iri)).collect()
    };
    Comparison {
        only_a: alone(&of_a, &|iri| partners.contains_key(iri)),
        only_b: alone(&of_b, &|iri| in_pairs.contains(iri)),
        both: pairs.iter().map(|(a, b, because)| comparer.pair(a, b, *because)).collect(),
        a: Thing::of(snapshot, a),
        b: Thing::of(snapshot, b),
    }
}

/// The elements of one architecture with their counterparts in another. Where several elements have
/// the same counterpart, that is what merging is: each is paired with it.
fn pairs<'a>(snapshot: &Snapshot, of_a: &[&'a str], b: &str) -> Vec<(&'a str, String, Because)> {
    let mut pairs = Vec::new();
    for iri in of_a {
        for found in counterparts(snapshot, iri) {
            if architecture_of(snapshot, &found.thing.iri) == Some(b) {
                pairs.push((*iri, found.thing.iri, found.because));
            }
        }
    }
    pairs
}

/// What is said of an element, in a form in which that of two elements can be compared.
type Said<'a> = BTreeMap<(&'a str, Modality, Value), (&'a Value, Vec<StatementId>)>;

struct Comparer<'a> {
    snapshot: &'a Snapshot,
    /// The counterparts of the elements of the first architecture.
    partners: &'a HashMap<&'a str, &'a str>,
}

impl<'a> Comparer<'a> {
    fn pair(&self, a: &str, b: &str, because: Because) -> Pair {
        let of_a = self.said(a, |value| self.translated(value));
        let of_b = self.said(b, Value::clone);
        let same = of_a.keys().filter(|key| of_b.contains_key(*key)).count();
        let mut changes: BTreeMap<&str, Change> = BTreeMap::new();
        let sides = [(&of_a, &of_b, true), (&of_b, &of_a, false)];
        for (own, other, is_first) in sides {
            for (key, (value, sources)) in own.iter().filter(|(key, _)| !other.contains_key(*key)) {
                let (property, modality, _) = key;
                let change = changes.entry(property).or_insert_with(|| Change {
                    property: Property::of(self.snapshot, property, false),
                    only_a: Vec::new(),
                    only_b: Vec::new(),
                });
                let side = if is_first { &mut change.only_a } else { &mut change.only_b };
                side.push(self.fact(value, *modality, sources));
            }
        }
        Pair {
            a: Thing::of(self.snapshot, a),
            b: Thing::of(self.snapshot, b),
            because,
            same,
            changes: changes.into_values().collect(),
        }
    }

    fn fact(&self, value: &Value, modality: Modality, sources: &[StatementId]) -> ComparedFact {
        let teller = Teller { snapshot: self.snapshot };
        ComparedFact {
            value: Meaning::of(self.snapshot, value),
            modality: modality.as_str(),
            sources: sources.iter().filter_map(|id| teller.reason(*id)).collect(),
        }
    }

    fn said(&self, iri: &str, form: impl Fn(&Value) -> Value) -> Said<'a> {
        let facts = &self.snapshot.facts;
        let mut said: Said<'a> = BTreeMap::new();
        for id in facts.index.about(iri) {
            let Some(statement) = facts.statement(*id) else { continue };
            let fact = &statement.fact;
            if SILENT.contains(&fact.predicate.as_str()) {
                continue;
            }
            let key = (fact.predicate.as_str(), statement.modality, form(&fact.object));
            said.entry(key).or_insert_with(|| (&fact.object, Vec::new())).1.push(*id);
        }
        said
    }

    /// A value of the first architecture as it would stand in the second.
    fn translated(&self, value: &Value) -> Value {
        let partner = value.as_iri().and_then(|iri| self.partners.get(iri));
        partner.map_or_else(|| value.clone(), |partner| Value::iri(*partner))
    }
}
