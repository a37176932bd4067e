//! What stands in the place of a thing in other architectures.

use serde::Serialize;

use crate::ontology::local_name;
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
}

/// More are not told.
const MOST: usize = 50;

/// The counterparts of a thing: of each other architecture those with the strongest reason, in the
/// order of architectures and names. An architecture is a counterpart of all others.
#[must_use]
pub fn counterparts(snapshot: &Snapshot, iri: &str) -> Vec<Counterpart> {
    let Some(own) = architecture_of(snapshot, iri) else {
        return Vec::new();
    };
    let mut found: Vec<(Because, String, Vec<Reason>)> = stated(snapshot, iri);
    let own_classes = classes(snapshot, iri);
    let ontology = &snapshot.ontology;
    let is_alike = |other: &str| {
        let others = classes(snapshot, other);
        own_classes.iter().any(|class| {
            let fits = |it: &&str| ontology.is_within(it, class) || ontology.is_within(class, it);
            others.iter().any(fits)
        })
    };
    let mut offer = |because: Because, other: &str| {
        let is_known = found.iter().any(|(_, known, _)| known == other);
        if other != iri && !is_known && is_alike(other) {
            found.push((because, other.to_owned(), Vec::new()));
        }
    };
    let things = &snapshot.facts.things;
    if let Some(label) = things.label(iri) {
        things.of_book(label).iter().for_each(|other| offer(Because::SameName, other));
    }
    for other in places_called(snapshot, iri) {
        offer(Because::SameAddress, other);
    }
    let mut told: Vec<(String, Counterpart)> = found
        .into_iter()
        .filter_map(|(because, other, sources)| {
            let architecture = architecture_of(snapshot, &other).filter(|it| *it != own)?;
            let thing = Thing::of(snapshot, &other);
            Some((architecture.to_owned(), Counterpart { thing, because, sources }))
        })
        .collect();
    let strongest = |architecture: &str| {
        let same = told.iter().filter(|(it, _)| it == architecture);
        same.map(|(_, counterpart)| counterpart.because).min()
    };
    let best: Vec<bool> =
        told.iter().map(|(architecture, it)| strongest(architecture) == Some(it.because)).collect();
    let mut best = best.into_iter();
    told.retain(|_| best.next().unwrap_or_default());
    told.sort_by(|a, b| (&a.0, &a.1.thing).cmp(&(&b.0, &b.1.thing)));
    told.truncate(MOST);
    told.into_iter().map(|(_, counterpart)| counterpart).collect()
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

/// Things whose addresses end as that of this one does.
fn places_called<'a>(snapshot: &'a Snapshot, iri: &str) -> Vec<&'a str> {
    let Some((_, id)) = iri.split_once('#') else {
        return Vec::new();
    };
    // Ids of rows only count them.
    let is_row = |place: &str| {
        place
            .rsplit(['-', '_'])
            .next()
            .is_some_and(|end| !end.is_empty() && end.bytes().all(|byte| byte.is_ascii_digit()))
    };
    if is_row(id) || local_name(iri) != id {
        return Vec::new();
    }
    let entities = snapshot.facts.pages.iter().flat_map(|page| &page.entities);
    let iris = entities.map(|entity| entity.iri.as_str());
    iris.filter(|other| other.split_once('#').is_some_and(|(_, other)| other == id)).collect()
}

/// The elements of an architecture, in the order of the book.
#[must_use]
pub(in crate::service) fn elements<'a>(snapshot: &'a Snapshot, architecture: &str) -> Vec<&'a str> {
    let facts = &snapshot.facts;
    let mut elements: Vec<&str> = Vec::new();
    let mut seen = std::collections::HashSet::new();
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
