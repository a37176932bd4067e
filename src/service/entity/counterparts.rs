//! What stands in the place of a thing in other architectures.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use crate::rdf::Value;
use crate::service::thing::{Thing, architecture_of, classes};
use crate::service::why::{Reason, Teller};
use crate::snapshot::Snapshot;
use crate::vocabulary::{arch, rdf};

/// A thing of another architecture that does the same work there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Counterpart {
    /// The thing.
    pub thing: Thing,
    /// Why it is taken for the counterpart.
    pub because: Because,
    /// The words that say so, where documents do.
    pub sources: Vec<Reason>,
}

/// Why two things are taken for counterparts, the strongest reason first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Because {
    /// A document says that one corresponds to the other.
    Stated,
    /// They have the same name and a class in common.
    SameName,
    /// Their addresses end alike, as `a#sso-db` and `b#sso-db` do, and they have a class in common.
    SameAddress,
    /// They are flows whose ends are counterparts. Only comparisons tell this.
    SameEnds,
}

/// More are not told.
const MOST: usize = 50;

/// The counterparts of a thing: of each other architecture those with the strongest reason, in the
/// order of architectures and names.
#[must_use]
pub fn counterparts(snapshot: &Snapshot, iri: &str) -> Vec<Counterpart> {
    CounterpartFinder::new(snapshot).of(iri)
}

/// Finds the counterparts of many things.
pub(in crate::service) struct CounterpartFinder<'a> {
    snapshot: &'a Snapshot,
    /// Things by the end of their address.
    by_place: HashMap<&'a str, Vec<&'a str>>,
}

impl<'a> CounterpartFinder<'a> {
    pub(in crate::service) fn new(snapshot: &'a Snapshot) -> Self {
        let mut by_place: HashMap<&str, Vec<&str>> = HashMap::new();
        for entity in snapshot.facts.pages.iter().flat_map(|page| &page.entities) {
            if let Some(place) = place_of(&entity.iri) {
                by_place.entry(place).or_default().push(&entity.iri);
            }
        }
        Self { snapshot, by_place }
    }

    /// As [`counterparts`].
    pub(in crate::service) fn of(&self, iri: &str) -> Vec<Counterpart> {
        let snapshot = self.snapshot;
        let Some(own) = architecture_of(snapshot, iri) else {
            return Vec::new();
        };
        let mut told: Vec<(&str, Counterpart)> = Vec::new();
        for (because, other, sources) in self.candidates(iri) {
            if let Some(architecture) = architecture_of(snapshot, &other).filter(|it| *it != own) {
                let thing = Thing::of(snapshot, &other);
                told.push((architecture, Counterpart { thing, because, sources }));
            }
        }
        let mut strongest: HashMap<&str, Because> = HashMap::new();
        for (architecture, counterpart) in &told {
            let best = strongest.entry(architecture).or_insert(counterpart.because);
            *best = counterpart.because.min(*best);
        }
        told.retain(|(architecture, it)| strongest.get(architecture) == Some(&it.because));
        told.sort_by(|a, b| (a.0, &a.1.thing).cmp(&(b.0, &b.1.thing)));
        told.truncate(MOST);
        told.into_iter().map(|(_, counterpart)| counterpart).collect()
    }

    /// Everything that may be a counterpart, with the strongest reason of each.
    fn candidates(&self, iri: &str) -> Vec<(Because, String, Vec<Reason>)> {
        let snapshot = self.snapshot;
        let mut found = stated(snapshot, iri);
        let mut seen: HashSet<String> = found.iter().map(|(_, known, _)| known.clone()).collect();
        let own_classes = classes(snapshot, iri);
        let ontology = &snapshot.ontology;
        let is_alike = |other: &str| {
            let others = classes(snapshot, other);
            own_classes.iter().any(|class| {
                let fits =
                    |it: &&str| ontology.is_within(it, class) || ontology.is_within(class, it);
                others.iter().any(fits)
            })
        };
        let things = &snapshot.facts.things;
        let same_name = things.label(iri).map_or(&[][..], |label| things.of_book(label));
        let same_name = same_name.iter().map(|it| (Because::SameName, it.as_str()));
        let same_place = place_of(iri).and_then(|place| self.by_place.get(place));
        let same_place = same_place.into_iter().flatten().map(|it| (Because::SameAddress, *it));
        for (because, other) in same_name.chain(same_place) {
            if other != iri && is_alike(other) && seen.insert(other.to_owned()) {
                found.push((because, other.to_owned(), Vec::new()));
            }
        }
        found
    }
}

/// What documents say corresponds to a thing, in either direction.
fn stated(snapshot: &Snapshot, iri: &str) -> Vec<(Because, String, Vec<Reason>)> {
    let facts = &snapshot.facts;
    let teller = Teller { snapshot };
    let mut found: Vec<(Because, String, Vec<Reason>)> = Vec::new();
    for id in facts.index.about(iri).iter().chain(facts.index.with_value(iri)) {
        let statement = facts.statement(*id).filter(|statement| statement.is_asserted());
        let Some(statement) = statement else { continue };
        if statement.fact.predicate != arch::CORRESPONDS_TO {
            continue;
        }
        let ends = [&statement.fact.subject, &statement.fact.object].map(Value::as_iri);
        let Some(other) = ends.into_iter().flatten().find(|end| *end != iri) else { continue };
        let reason = teller.reason(*id);
        match found.iter_mut().find(|(_, known, _)| known == other) {
            Some((_, _, sources)) => sources.extend(reason),
            None => found.push((Because::Stated, other.to_owned(), reason.into_iter().collect())),
        }
    }
    found
}

/// The end of a thing's address, where it says something: ids of rows only count them.
fn place_of(iri: &str) -> Option<&str> {
    let (_, place) = iri.split_once('#')?;
    let number = place.rsplit(['-', '_']).next().unwrap_or_default();
    let is_counted = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    (!is_counted).then_some(place)
}

/// The elements of an architecture, in the order of the book.
#[must_use]
pub(in crate::service) fn elements<'a>(snapshot: &'a Snapshot, architecture: &str) -> Vec<&'a str> {
    let facts = &snapshot.facts;
    let mut elements: Vec<&str> = Vec::new();
    let mut seen = HashSet::new();
    for id in facts.index.with_value(architecture) {
        let statement = facts.statement(*id).filter(|statement| statement.is_asserted());
        let Some(statement) = statement else { continue };
        if statement.fact.predicate == arch::PART_OF_ARCHITECTURE
            && let Some(iri) = statement.fact.subject.as_iri()
            && seen.insert(iri)
        {
            elements.push(iri);
        }
    }
    elements
}

/// Whether the book declares this as an architecture.
#[must_use]
pub(in crate::service) fn is_architecture(snapshot: &Snapshot, iri: &str) -> bool {
    let facts = &snapshot.facts;
    facts.index.about(iri).iter().filter_map(|id| facts.statement(*id)).any(|statement| {
        statement.fact.predicate == rdf::TYPE
            && statement.is_asserted()
            && statement
                .fact
                .object
                .as_iri()
                .is_some_and(|class| snapshot.ontology.is_within(class, arch::ARCHITECTURE))
    })
}
