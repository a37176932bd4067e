//! The statements of a book by what they speak of, so that nobody has to go through all of them.

use std::collections::HashMap;

use crate::facts::{Conflict, PageFacts, StatementId};

/// Statements by their parts, each list in the order of the book.
#[derive(Debug, Clone, Default)]
pub struct FactIndex {
    by_subject: HashMap<String, Vec<StatementId>>,
    by_predicate: HashMap<String, Vec<StatementId>>,
    /// By the text of the object: an IRI, or the words of a literal.
    by_object: HashMap<String, Vec<StatementId>>,
    conflicts: HashMap<StatementId, Vec<StatementId>>,
}

impl FactIndex {
    /// Indexes what all pages state.
    pub(in crate::facts) fn new(pages: &[PageFacts], conflicts: &[Conflict]) -> Self {
        let mut index = Self::default();
        for (page, facts) in pages.iter().enumerate() {
            for (number, statement) in facts.statements.iter().enumerate() {
                let id = StatementId { page, index: number };
                let fact = &statement.fact;
                for (key, map) in [
                    (fact.subject.text(), &mut index.by_subject),
                    (fact.predicate.as_str(), &mut index.by_predicate),
                    (fact.object.text(), &mut index.by_object),
                ] {
                    match map.get_mut(key) {
                        Some(known) => known.push(id),
                        None => {
                            map.insert(key.to_owned(), vec![id]);
                        }
                    }
                }
            }
        }
        for Conflict { first, second } in conflicts {
            index.conflicts.entry(*first).or_default().push(*second);
            index.conflicts.entry(*second).or_default().push(*first);
        }
        index
    }

    /// Statements about a thing.
    #[must_use]
    pub fn about(&self, subject: &str) -> &[StatementId] {
        self.by_subject.get(subject).map_or(&[], Vec::as_slice)
    }

    /// Statements of a property.
    #[must_use]
    pub fn of_property(&self, predicate: &str) -> &[StatementId] {
        self.by_predicate.get(predicate).map_or(&[], Vec::as_slice)
    }

    /// Statements whose value is this: an IRI, or the words of a literal.
    #[must_use]
    pub fn with_value(&self, object: &str) -> &[StatementId] {
        self.by_object.get(object).map_or(&[], Vec::as_slice)
    }

    /// Statements that cannot hold together with this one.
    #[must_use]
    pub fn conflicts(&self, id: StatementId) -> &[StatementId] {
        self.conflicts.get(&id).map_or(&[], Vec::as_slice)
    }
}
