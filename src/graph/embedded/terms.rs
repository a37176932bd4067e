//! A table of distinct terms: each has a number, and numbers go on from those of the table below.

use std::borrow::Cow;
use std::hash::{BuildHasher, RandomState};

use oxigraph::model::Term;

const EMPTY: u32 = u32::MAX;

/// Terms by number and numbers by term. An open-addressing table of numbers beside the terms: a
/// hash map would hold every term a second time.
#[derive(Debug)]
pub(super) struct TermTable {
    /// The number of the first term.
    first: u32,
    terms: Vec<Term>,
    /// Indices into `terms`; a power of two of them, at most half of them taken.
    slots: Vec<u32>,
    hasher: RandomState,
}

impl TermTable {
    /// An empty table whose first term will have the number `first`.
    pub(super) fn new(first: u32) -> Self {
        Self { first, terms: Vec::new(), slots: vec![EMPTY; 64], hasher: RandomState::new() }
    }

    /// The number behind the last one.
    pub(super) fn end(&self) -> u32 {
        self.first + u32::try_from(self.terms.len()).unwrap_or(EMPTY)
    }

    /// The term of a number.
    pub(super) fn get(&self, number: u32) -> Option<&Term> {
        self.terms.get(number.checked_sub(self.first)? as usize)
    }

    /// The number of a term.
    pub(super) fn find(&self, term: &Term) -> Option<u32> {
        let index = self.slots.get(self.slot_of(term)).copied()?;
        (index != EMPTY).then(|| self.first + index)
    }

    /// A table of these terms, which are distinct.
    pub(super) fn of(first: u32, terms: Vec<Term>) -> Self {
        let slots = vec![EMPTY; (terms.len() * 2 + 1).next_power_of_two().max(64)];
        let mut table = Self { first, terms, slots, hasher: RandomState::new() };
        table.place_all();
        table
    }

    /// All terms in order of their numbers.
    pub(super) fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// The number of a term, a new one where it has none.
    pub(super) fn intern(&mut self, term: Cow<'_, Term>) -> u32 {
        let slot = self.slot_of(&term);
        let index = self.slots.get(slot).copied().unwrap_or(EMPTY);
        if index != EMPTY {
            return self.first + index;
        }
        let index = u32::try_from(self.terms.len()).unwrap_or(EMPTY);
        if let Some(slot) = self.slots.get_mut(slot) {
            *slot = index;
        }
        self.terms.push(term.into_owned());
        if self.terms.len() * 2 > self.slots.len() {
            self.grow();
        }
        self.first + index
    }

    /// Where `term` stands, or the free place it would take.
    fn slot_of(&self, term: &Term) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = self.start_of(term);
        loop {
            match self.slots.get(slot) {
                Some(&index) if index != EMPTY && self.terms.get(index as usize) != Some(term) => {
                    slot = (slot + 1) & mask;
                }
                _ => return slot,
            }
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "any bits of the hash will do")]
    fn start_of(&self, term: &Term) -> usize {
        self.hasher.hash_one(term) as usize & (self.slots.len() - 1)
    }

    fn grow(&mut self) {
        self.slots = vec![EMPTY; self.slots.len() * 2];
        self.place_all();
    }

    /// Gives every term its slot; all slots must be free.
    fn place_all(&mut self) {
        let mask = self.slots.len() - 1;
        for (index, term) in self.terms.iter().enumerate() {
            let mut slot = self.start_of(term);
            while self.slots.get(slot).is_some_and(|index| *index != EMPTY) {
                slot = (slot + 1) & mask;
            }
            if let Some(slot) = self.slots.get_mut(slot) {
                *slot = u32::try_from(index).unwrap_or(EMPTY);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use oxigraph::model::Literal;

    use super::*;

    #[test]
    fn a_thousand_terms_keep_their_numbers() {
        let term = |number: u32| Term::from(Literal::from(number.to_string()));
        let mut table = TermTable::new(7);
        for round in 0..2 {
            for number in 0..1000 {
                assert_eq!(table.intern(Cow::Owned(term(number))), 7 + number, "round {round}");
            }
        }
        assert_eq!(table.end(), 1007);
        for number in 0..1000 {
            assert_eq!(table.find(&term(number)), Some(7 + number));
            assert_eq!(table.get(7 + number), Some(&term(number)));
        }
        assert_eq!((table.find(&term(1000)), table.get(1007), table.get(6)), (None, None, None));
        let same = TermTable::of(7, table.terms().to_vec());
        assert_eq!((same.end(), same.find(&term(999))), (1007, Some(1006)));
        assert_eq!(TermTable::of(0, Vec::new()).find(&term(0)), None);
    }
}
