//! One step from a thing to another, with the facts that join them.

use serde::Serialize;

use crate::facts::StatementId;
use crate::service::entity::Property;
use crate::service::thing::Thing;
use crate::service::why::{Reason, Teller};
use crate::snapshot::Snapshot;

/// A step from one thing to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hop {
    /// Where it begins.
    pub from: Thing,
    /// Where it ends.
    pub to: Thing,
    /// What joins the two, as it reads from the first.
    pub facts: Vec<HopFact>,
}

/// A fact that joins two things.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HopFact {
    /// What it says; backwards where the second thing is its subject.
    pub property: Property,
    /// Who says so, in the order of the book.
    pub sources: Vec<Reason>,
}

/// A statement that joins two things, seen from one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::service) struct Joint {
    /// The statement.
    pub(in crate::service) statement: StatementId,
    /// Whether it is read from its value.
    pub(in crate::service) backwards: bool,
}

impl Hop {
    /// The step from one thing to another along these statements.
    #[must_use]
    pub(in crate::service) fn of(
        snapshot: &Snapshot,
        from: &str,
        to: &str,
        joints: &[Joint],
    ) -> Self {
        let teller = Teller { snapshot };
        let mut facts: Vec<HopFact> = Vec::new();
        for joint in joints {
            let Some(statement) = snapshot.facts.statement(joint.statement) else { continue };
            let property = Property::of(snapshot, &statement.fact.predicate, joint.backwards);
            let reason = teller.reason(joint.statement);
            match facts.iter_mut().find(|fact| fact.property == property) {
                Some(known) => known.sources.extend(reason),
                None => facts.push(HopFact { property, sources: reason.into_iter().collect() }),
            }
        }
        Self { from: Thing::of(snapshot, from), to: Thing::of(snapshot, to), facts }
    }
}
