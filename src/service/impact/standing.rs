//! What keeps running when a thing goes, because another member of its group stands in for it.
//!
//! A group stands in where it is asserted to have a kind of redundancy that takes over by itself,
//! and only with members that are asserted too: what a document recommends is not there yet.

use std::collections::{BTreeMap, BTreeSet};

use crate::ontology::Ontology;
use crate::rdf::Value;
use crate::service::impact::{Direction, neighbours};
use crate::snapshot::Snapshot;
use crate::vocabulary::arch;

/// What becomes of the things that depend on one, directly or not.
pub(in crate::service::impact) struct Outcome<'a> {
    /// What breaks.
    pub(in crate::service::impact) broken: BTreeSet<&'a str>,
    /// What keeps running although something that it needs breaks, each with what stands in for
    /// that. Things that need only these are in neither.
    pub(in crate::service::impact) standing: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

/// What becomes of `reached`, all that depends on `gone`.
pub(in crate::service::impact) fn outcome<'a>(
    snapshot: &'a Snapshot,
    gone: &'a str,
    reached: &[&'a str],
) -> Outcome<'a> {
    let members: BTreeMap<&str, BTreeSet<&str>> = std::iter::once(&gone)
        .chain(reached)
        .map(|iri| (*iri, stand_ins(snapshot, iri)))
        .filter(|(_, others)| !others.is_empty())
        .collect();
    let mut broken: BTreeSet<&str> = BTreeSet::from([gone]);
    if members.is_empty() {
        broken.extend(reached);
        return Outcome { broken, standing: BTreeMap::new() };
    }
    let needs: Vec<(&str, Vec<&str>)> =
        reached.iter().map(|iri| (*iri, needs(snapshot, iri))).collect();
    // The more is broken, the fewer can stand in: what is found broken stays so.
    loop {
        let is_lost = |needed: &str| {
            broken.contains(needed) && healthy(&members, needed, &broken).next().is_none()
        };
        let more: Vec<&str> = needs
            .iter()
            .filter(|(iri, needed)| !broken.contains(iri) && needed.iter().any(|it| is_lost(it)))
            .map(|(iri, _)| *iri)
            .collect();
        if more.is_empty() {
            break;
        }
        broken.extend(more);
    }
    let mut standing: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (iri, needed) in needs.iter().filter(|(iri, _)| !broken.contains(iri)) {
        let lost = needed.iter().filter(|it| broken.contains(**it));
        let others: BTreeSet<&str> = lost.flat_map(|it| healthy(&members, it, &broken)).collect();
        if !others.is_empty() {
            standing.insert(iri, others);
        }
    }
    Outcome { broken, standing }
}

/// The members of a thing's groups that are not broken themselves.
fn healthy<'a, 'm>(
    members: &'m BTreeMap<&'a str, BTreeSet<&'a str>>,
    iri: &str,
    broken: &'m BTreeSet<&'a str>,
) -> impl Iterator<Item = &'a str> + use<'a, 'm> {
    let others = members.get(iri).into_iter().flatten();
    others.copied().filter(|other| !broken.contains(other))
}

fn needs<'a>(snapshot: &'a Snapshot, iri: &str) -> Vec<&'a str> {
    neighbours(snapshot, iri, Direction::Needs).into_iter().map(|(needed, _)| needed).collect()
}

/// What takes over when a thing goes: the other members of its redundancy groups.
fn stand_ins<'a>(snapshot: &'a Snapshot, iri: &str) -> BTreeSet<&'a str> {
    let groups = joined(snapshot, iri, arch::MEMBER_OF_GROUP, arch::HAS_MEMBER);
    let groups = groups.into_iter().filter(|group| takes_over(snapshot, group));
    let members =
        groups.flat_map(|group| joined(snapshot, group, arch::HAS_MEMBER, arch::MEMBER_OF_GROUP));
    members.filter(|member| *member != iri).collect()
}

fn takes_over(snapshot: &Snapshot, group: &str) -> bool {
    values(snapshot, group, arch::REDUNDANCY_KIND)
        .any(|kind| is_automatic(&snapshot.ontology, kind))
}

fn is_automatic(ontology: &Ontology, kind: &str) -> bool {
    let classes = ontology.term(kind).map(|term| term.classes.iter());
    classes.into_iter().flatten().any(|class| ontology.is_within(class, arch::TAKEOVER))
}

/// What a thing is asserted to be joined with by a property, or by its inverse from the other end.
fn joined<'a>(snapshot: &'a Snapshot, iri: &str, there: &str, back: &str) -> Vec<&'a str> {
    let facts = &snapshot.facts;
    let own = Value::iri(iri);
    let subjects = facts.index.with_value(iri).iter().filter_map(|id| {
        let statement = facts.statement(*id).filter(|statement| statement.is_asserted())?;
        let fits = statement.fact.predicate == back && statement.fact.object == own;
        fits.then(|| statement.fact.subject.as_iri()).flatten()
    });
    let subjects: Vec<&str> = subjects.collect();
    values(snapshot, iri, there).chain(subjects).collect()
}

/// The things that a property of a thing is asserted to have as values.
fn values<'a>(
    snapshot: &'a Snapshot,
    iri: &str,
    property: &str,
) -> impl Iterator<Item = &'a str> + use<'a> {
    let facts = &snapshot.facts;
    let property = property.to_owned();
    facts.index.about(iri).iter().filter_map(move |id| {
        let statement = facts.statement(*id).filter(|statement| statement.is_asserted())?;
        (statement.fact.predicate == property).then(|| statement.fact.object.as_iri()).flatten()
    })
}
