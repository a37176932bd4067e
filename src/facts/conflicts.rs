//! Statements that cannot hold together: what one asserts and another denies, and what a document
//! sets against each other by quoting it side by side.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, codes};
use crate::facts::{Modality, PageFacts, Statement, StatementId};
use crate::rdf::Fact;

/// Two statements that cannot both hold, the earlier first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Conflict {
    /// The one that comes first in the book.
    pub first: StatementId,
    /// The other.
    pub second: StatementId,
}

/// All conflicts of a book, sorted, and what an author should be told of them. `rivals` are the
/// statements that a document sets against each other.
pub(in crate::facts) fn find(
    pages: &[PageFacts],
    rivals: Vec<(StatementId, StatementId)>,
) -> (Vec<Conflict>, Vec<Diagnostic>) {
    let statement = |id: StatementId| pages.get(id.page)?.statements.get(id.index);
    let mut conflicts = BTreeSet::new();
    for (first, second) in rivals {
        // Sources that say the same agree, whatever the book makes of each.
        let said = statement(first).zip(statement(second));
        if said.is_some_and(|(first, second)| first.fact != second.fact) {
            conflicts.insert(Conflict { first, second });
        }
    }
    let mut diagnostics = Vec::new();
    for group in by_fact(pages).into_values() {
        for (first_id, first) in &group {
            for (second_id, second) in &group {
                let opposed =
                    first.modality == Modality::Asserted && second.modality == Modality::Negated;
                if !opposed {
                    continue;
                }
                let (low, high) = (*first_id.min(second_id), *first_id.max(second_id));
                conflicts.insert(Conflict { first: low, second: high });
                // A source that is quoted may be wrong; the book itself should not be.
                if first.according_to.is_none() && second.according_to.is_none() {
                    diagnostics.push(contradiction(first, second));
                }
            }
        }
    }
    (conflicts.into_iter().collect(), diagnostics)
}

fn by_fact(pages: &[PageFacts]) -> BTreeMap<&Fact, Vec<(StatementId, &Statement)>> {
    let mut groups: BTreeMap<&Fact, Vec<(StatementId, &Statement)>> = BTreeMap::new();
    for (page, facts) in pages.iter().enumerate() {
        for (index, statement) in facts.statements.iter().enumerate() {
            let id = StatementId { page, index };
            groups.entry(&statement.fact).or_default().push((id, statement));
        }
    }
    groups.retain(|_, group| group.len() > 1);
    groups
}

fn contradiction(asserted: &Statement, negated: &Statement) -> Diagnostic {
    let message = format!("“{}” denies what is stated elsewhere", negated.quote);
    Diagnostic::new(codes::CONTRADICTION, negated.place.clone(), message)
        .label("denied here")
        .related(asserted.place.clone(), "stated here")
        .help("mend one of the two, or quote the source that is wrong in a table with the columns Subject, Property, Value and According to")
}
