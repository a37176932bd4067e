//! The shortest ways between two things over what joins the elements of an architecture.
//!
//! Which facts join is told by the vocabulary and not by a list: every asserted statement of a
//! property between things, neither symmetric nor structural, whose subject and value are both
//! elements (`arch:Element` or a class below it). So a way leads over zones, flows, trust, firewalls,
//! databases and accounts, and over the properties that a book defines between elements itself; it
//! does not lead over architectures, documents, names or counterparts, which join everything with
//! everything. What is only recommended or denied joins nothing. A way follows a fact in both
//! directions, and each step tells which.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;

use crate::ontology::TermKind;
use crate::service::hop::{Hop, Joint};
use crate::service::thing::{Thing, is_a};
use crate::snapshot::Snapshot;
use crate::vocabulary::arch;

/// How far and along what to look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathOptions {
    /// A way has no more steps than this; at most [`MOST_HOPS`].
    pub hops: usize,
    /// So many ways of the same length are told.
    pub ways: usize,
    /// The IRIs of the properties to go along, those below them included; empty for all that join.
    pub along: Vec<String>,
}

/// No way is longer.
pub const MOST_HOPS: usize = 16;
/// No more ways are told.
pub const MOST_WAYS: usize = 20;
/// A search looks at no more things than this.
const MOST_THINGS: usize = 20_000;

impl Default for PathOptions {
    fn default() -> Self {
        Self { hops: 8, ways: 3, along: Vec::new() }
    }
}

/// The shortest ways between two things.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PathAnswer {
    /// Where they begin.
    pub from: Thing,
    /// Where they end.
    pub to: Thing,
    /// How many steps each has; `None` where there is no way within the limit.
    pub length: Option<usize>,
    /// The ways, all of the same length, sorted by the IRIs they lead over.
    pub ways: Vec<Vec<Hop>>,
    /// Whether there are more ways of this length than are told.
    pub is_cut: bool,
}

/// The shortest ways from one thing to another.
#[must_use]
pub fn path(snapshot: &Snapshot, from: &str, to: &str, options: &PathOptions) -> PathAnswer {
    let mut search = Search { snapshot, options, elements: HashMap::new() };
    let parents = search.parents(from, to);
    let mut answer = PathAnswer {
        from: Thing::of(snapshot, from),
        to: Thing::of(snapshot, to),
        length: None,
        ways: Vec::new(),
        is_cut: false,
    };
    if from == to {
        answer.length = Some(0);
        return answer;
    }
    let Some(parents) = parents else {
        return answer;
    };
    let most = options.ways.clamp(1, MOST_WAYS);
    let mut routes = routes(&parents, from, to, most + 1);
    answer.is_cut = routes.len() > most;
    routes.truncate(most);
    answer.length = routes.first().map(|route| route.len().saturating_sub(1));
    for route in routes {
        let steps = route.iter().zip(route.iter().skip(1)).map(|(from, to)| {
            let joints = search.neighbours(from).remove(to).unwrap_or_default();
            Hop::of(snapshot, from, to, &joints)
        });
        answer.ways.push(steps.collect());
    }
    answer
}

struct Search<'a> {
    snapshot: &'a Snapshot,
    options: &'a PathOptions,
    /// Whether each thing that was met is an element.
    elements: HashMap<&'a str, bool>,
}

impl<'a> Search<'a> {
    /// From where each thing is reached by a shortest way, up to the one that is looked for; `None`
    /// where it is not reached.
    fn parents(&mut self, from: &'a str, to: &'a str) -> Option<Parents<'a>> {
        let mut parents: Parents<'a> = BTreeMap::from([(from, BTreeSet::new())]);
        let mut level: BTreeSet<&str> = BTreeSet::from([from]);
        for _ in 0..self.options.hops.min(MOST_HOPS) {
            let mut next: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
            for here in &level {
                for (there, _) in self.neighbours(here) {
                    if !parents.contains_key(there) {
                        next.entry(there).or_default().insert(here);
                    }
                }
            }
            level = next.keys().copied().collect();
            parents.extend(next);
            if parents.contains_key(to) {
                return Some(parents);
            }
            if level.is_empty() || parents.len() > MOST_THINGS {
                break;
            }
        }
        None
    }

    /// What a thing is joined with, and by which statements.
    fn neighbours(&mut self, iri: &str) -> BTreeMap<&'a str, Vec<Joint>> {
        let facts = &self.snapshot.facts;
        let there = facts.index.about(iri).iter().map(|id| (*id, false));
        let back = facts.index.with_value(iri).iter().map(|id| (*id, true));
        let mut neighbours: BTreeMap<&'a str, Vec<Joint>> = BTreeMap::new();
        for (id, backwards) in there.chain(back) {
            let statement = facts.statement(id).filter(|statement| statement.is_asserted());
            let Some(statement) = statement else { continue };
            let fact = &statement.fact;
            let (Some(subject), Some(object)) = (fact.subject.as_iri(), fact.object.as_iri())
            else {
                continue;
            };
            let other = if backwards { subject } else { object };
            if subject == object || !self.joins(&fact.predicate) {
                continue;
            }
            if self.is_element(subject) && self.is_element(object) {
                let joint = Joint { statement: id, backwards };
                neighbours.entry(other).or_default().push(joint);
            }
        }
        neighbours
    }

    fn joins(&self, property: &str) -> bool {
        let ontology = &self.snapshot.ontology;
        let along = &self.options.along;
        let is_joint = ontology.term(property).is_some_and(|term| {
            term.kind == TermKind::ObjectProperty && !term.symmetric && !term.is_structural()
        });
        is_joint && (along.is_empty() || along.iter().any(|it| ontology.is_within(property, it)))
    }

    fn is_element(&mut self, iri: &'a str) -> bool {
        let snapshot = self.snapshot;
        *self.elements.entry(iri).or_insert_with(|| is_a(snapshot, iri, arch::ELEMENT))
    }
}

type Parents<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

/// Up to `most` ways, in the order of the IRIs they lead over from their end.
fn routes<'a>(parents: &Parents<'a>, from: &'a str, to: &'a str, most: usize) -> Vec<Vec<&'a str>> {
    let mut routes = Vec::new();
    let mut open = vec![vec![to]];
    while let Some(route) = open.pop() {
        let Some(first) = route.last().copied() else { continue };
        if first == from {
            routes.push(route.into_iter().rev().collect());
            if routes.len() == most {
                break;
            }
            continue;
        }
        // The last one pushed is followed first.
        for parent in parents.get(first).into_iter().flatten().rev() {
            let mut longer = route.clone();
            longer.push(parent);
            open.push(longer);
        }
    }
    routes
}
