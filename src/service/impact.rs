//! What breaks if a thing goes, and what the thing needs itself.
//!
//! Dependence is carried by `arch:dependsOn` and every property below it (`rdfs:subPropertyOf`), and
//! by properties whose inverse is one of these; so a book's own vocabulary says it too. Only asserted
//! statements count. The same is in the graph: `?x arch:dependsOn+ ?y`.
//!
//! What another member of a group stands in for does not break: `impact/standing.rs`.

mod standing;

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;

use crate::ontology::Ontology;
use crate::service::hop::{Hop, Joint};
use crate::service::impact::standing::outcome;
use crate::service::thing::Thing;
use crate::snapshot::Snapshot;
use crate::vocabulary::arch;

/// How far to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImpactOptions {
    /// No chain is longer; at most [`DEEPEST`].
    pub depth: usize,
    /// So many things are told in each direction; at most [`MOST_REACHED`].
    pub limit: usize,
}

/// No chain is followed further.
pub const DEEPEST: usize = 32;
/// No more things are told in one direction.
pub const MOST_REACHED: usize = 1_000;

impl Default for ImpactOptions {
    fn default() -> Self {
        Self { depth: DEEPEST, limit: 200 }
    }
}

/// What depends on a thing and on what it depends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Impact {
    /// The thing.
    pub thing: Thing,
    /// What breaks if it goes, the nearest first.
    pub dependants: Reach,
    /// What keeps running although it needs something that goes, because something else stands in.
    pub standing: Vec<Standing>,
    /// What it cannot work without, the nearest first.
    pub needs: Reach,
}

/// Something that keeps running.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// The thing, with a chain to it from what goes.
    #[serde(flatten)]
    pub reached: Reached,
    /// What it runs on then.
    pub on: Vec<Thing>,
}

/// What is reached in one direction.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Reach {
    /// How many things are reached within the depth.
    pub total: usize,
    /// The first of them, by depth; those of the same architecture come before others.
    pub reached: Vec<Reached>,
}

/// Something that is reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reached {
    /// The thing.
    pub thing: Thing,
    /// How many steps away.
    pub depth: usize,
    /// A shortest chain of facts from the thing that was asked about to this one.
    pub chain: Vec<Hop>,
}

/// Which way dependence runs along a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dependence {
    SubjectNeedsValue,
    ValueNeedsSubject,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    Dependants,
    Needs,
}

/// What breaks if a thing goes, and what it needs.
#[must_use]
pub fn impact(snapshot: &Snapshot, iri: &str, options: ImpactOptions) -> Impact {
    let (needs, dependants) = (
        steps(snapshot, iri, Direction::Needs, options.depth),
        steps(snapshot, iri, Direction::Dependants, options.depth),
    );
    let known: Vec<&str> = dependants.keys().copied().collect();
    let outcome = outcome(snapshot, iri, &known);
    let teller = Teller { snapshot, iri, options };
    let standing = teller.reach(&dependants, |iri| outcome.standing.contains_key(iri));
    let standing = standing.reached.into_iter().map(|reached| {
        let on = outcome.standing.get(reached.thing.iri.as_str()).into_iter().flatten();
        Standing { on: on.map(|iri| Thing::of(snapshot, iri)).collect(), reached }
    });
    Impact {
        thing: Thing::of(snapshot, iri),
        dependants: teller.reach(&dependants, |iri| outcome.broken.contains(iri)),
        standing: standing.collect(),
        needs: teller.reach(&needs, |_| true),
    }
}

/// The properties that carry dependence, each with whether its subject needs its value; otherwise the
/// value needs the subject. Sorted by IRI.
#[must_use]
pub fn carriers(ontology: &Ontology) -> Vec<(&str, bool)> {
    let carriers = ontology.terms().filter_map(|(iri, _)| {
        Some((iri, dependence(ontology, iri)? == Dependence::SubjectNeedsValue))
    });
    carriers.collect()
}

fn dependence(ontology: &Ontology, property: &str) -> Option<Dependence> {
    if ontology.is_within(property, arch::DEPENDS_ON) {
        return Some(Dependence::SubjectNeedsValue);
    }
    let inverse = ontology.inverse(property)?;
    ontology.is_within(inverse, arch::DEPENDS_ON).then_some(Dependence::ValueNeedsSubject)
}

/// From where and along what a thing is reached first.
struct Step<'a> {
    from: &'a str,
    joints: Vec<Joint>,
    depth: usize,
}

/// Everything that is reached, each by a shortest way.
type Steps<'a> = BTreeMap<&'a str, Step<'a>>;

fn steps<'a>(
    snapshot: &'a Snapshot,
    iri: &'a str,
    direction: Direction,
    deepest: usize,
) -> Steps<'a> {
    let mut steps: Steps<'a> = BTreeMap::new();
    let mut seen: HashSet<&str> = HashSet::from([iri]);
    let mut level: Vec<&str> = vec![iri];
    for depth in 1..=deepest.min(DEEPEST) {
        let mut next: Steps<'a> = BTreeMap::new();
        for here in &level {
            for (there, joint) in neighbours(snapshot, here, direction) {
                if seen.contains(there) {
                    continue;
                }
                let step = next.entry(there);
                let step = step.or_insert_with(|| Step { from: here, joints: Vec::new(), depth });
                // Of several ways of the same length one is told.
                if step.from == *here {
                    step.joints.push(joint);
                }
            }
        }
        level = next.keys().copied().collect();
        seen.extend(&level);
        steps.extend(next);
        if level.is_empty() {
            break;
        }
    }
    steps
}

/// Puts what is reached from a thing into words.
#[derive(Clone, Copy)]
struct Teller<'a> {
    snapshot: &'a Snapshot,
    iri: &'a str,
    options: ImpactOptions,
}

impl Teller<'_> {
    /// What is wanted of all that is reached, nearest first.
    fn reach(self, steps: &Steps<'_>, wanted: impl Fn(&str) -> bool) -> Reach {
        let thing = |iri: &str| Thing::of(self.snapshot, iri);
        let steps_wanted = steps.iter().filter(|(iri, _)| wanted(iri));
        let mut order: Vec<(usize, Thing, &str)> =
            steps_wanted.map(|(iri, step)| (step.depth, thing(iri), *iri)).collect();
        let own = thing(self.iri).architecture;
        order.sort_by(|(a_depth, a, _), (b_depth, b, _)| {
            let nearness =
                |thing: &Thing| (thing.architecture != own, thing.architecture.is_none());
            let by_place = nearness(a).cmp(&nearness(b)).then(a.architecture.cmp(&b.architecture));
            a_depth.cmp(b_depth).then(by_place).then_with(|| a.cmp(b))
        });
        let total = order.len();
        order.truncate(self.options.limit.min(MOST_REACHED));
        let reached = order.into_iter().map(|(depth, thing, end)| {
            let chain = chain(self.snapshot, steps, end);
            Reached { thing, depth, chain }
        });
        Reach { total, reached: reached.collect() }
    }
}

/// The steps from the thing that was asked about to one that was reached.
fn chain(snapshot: &Snapshot, steps: &Steps<'_>, end: &str) -> Vec<Hop> {
    let mut chain = Vec::new();
    let mut here = end;
    while let Some(step) = steps.get(here) {
        chain.push(Hop::of(snapshot, step.from, here, &step.joints));
        here = step.from;
    }
    chain.reverse();
    chain
}

/// What needs a thing, or what it needs, with the statement that says so.
fn neighbours<'a>(
    snapshot: &'a Snapshot,
    iri: &str,
    direction: Direction,
) -> Vec<(&'a str, Joint)> {
    let (facts, ontology) = (&snapshot.facts, &snapshot.ontology);
    let there = facts.index.about(iri).iter().map(|id| (*id, false));
    let back = facts.index.with_value(iri).iter().map(|id| (*id, true));
    let found = there.chain(back).filter_map(|(id, backwards)| {
        let statement = facts.statement(id).filter(|statement| statement.is_asserted())?;
        let fact = &statement.fact;
        let wanted = match (direction, backwards) {
            (Direction::Needs, false) | (Direction::Dependants, true) => {
                Dependence::SubjectNeedsValue
            }
            (Direction::Needs, true) | (Direction::Dependants, false) => {
                Dependence::ValueNeedsSubject
            }
        };
        if dependence(ontology, &fact.predicate) != Some(wanted) {
            return None;
        }
        let ends = fact.subject.as_iri().zip(fact.object.as_iri());
        let (subject, object) = ends.filter(|(subject, object)| subject != object)?;
        let other = if backwards { subject } else { object };
        Some((other, Joint { statement: id, backwards }))
    });
    found.collect()
}
