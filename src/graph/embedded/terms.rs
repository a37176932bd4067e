//! A table of distinct terms: each has a number, and numbers go on from those of the table below.

use std::borrow::Cow;
use std::hash::BuildHasher;

use foldhash::quality::RandomState;
use oxigraph::model::Term;

/// A slot that is free.
const EMPTY: Slot = Slot { mark: 0, index: u32::MAX };

/// Terms by number and numbers by term. An open-addressing table of numbers beside the terms: a
/// hash map would hold every term a second time.
#[derive(Debug)]
pub(super) struct TermTable {
    /// The number of the first term.
    first: u32,
    terms: Vec<Term>,
    /// A power of two of them, at most half of them taken.
    slots: Vec<Slot>,
    /// Seeded at random: texts are written by others.
    hasher: RandomState,
}

/// The place of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Slot {
    /// Bits of the term's hash, which tell nearly all others from it without a look at them. Where
    /// the term stands in a table of any size is told by them too.
    mark: u32,
    /// Index into the terms.
    index: u32,
}

impl TermTable {
    /// An empty table whose first term will have the number `first`.
    pub(super) fn new(first: u32) -> Self {
        Self::with_capacity(first, 0)
    }

    /// The same, with room for so many terms.
    pub(super) fn with_capacity(first: u32, terms: usize) -> Self {
        let slots = vec![EMPTY; (terms * 2 + 1).next_power_of_two().max(64)];
        Self { first, terms: Vec::with_capacity(terms), slots, hasher: RandomState::default() }
    }

    /// The number behind the last one.
    pub(super) fn end(&self) -> u32 {
        self.first + u32::try_from(self.terms.len()).unwrap_or(u32::MAX)
    }

    /// The term of a number.
    pub(super) fn get(&self, number: u32) -> Option<&Term> {
        self.terms.get(number.checked_sub(self.first)? as usize)
    }

    /// The number of a term.
    pub(super) fn find(&self, term: &Term) -> Option<u32> {
        let slot = self.slots.get(self.place_of(term, self.mark_of(term))).copied()?;
        (slot != EMPTY).then(|| self.first + slot.index)
    }

    /// A table of these terms, which are distinct.
    pub(super) fn of(first: u32, terms: Vec<Term>) -> Self {
        let mut table = Self::with_capacity(first, terms.len());
        for (index, term) in (0..).zip(&terms) {
            table.place(Slot { mark: table.mark_of(term), index });
        }
        table.terms = terms;
        table
    }

    /// All terms in order of their numbers.
    pub(super) fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// The number of a term, a new one where it has none.
    pub(super) fn intern(&mut self, term: Cow<'_, Term>) -> u32 {
        let mark = self.mark_of(&term);
        let place = self.place_of(&term, mark);
        let known = self.slots.get(place).copied().unwrap_or(EMPTY);
        if known != EMPTY {
            return self.first + known.index;
        }
        let index = u32::try_from(self.terms.len()).unwrap_or(u32::MAX);
        if let Some(slot) = self.slots.get_mut(place) {
            *slot = Slot { mark, index };
        }
        self.terms.push(term.into_owned());
        if self.terms.len() * 2 > self.slots.len() {
            self.grow();
        }
        self.first + index
    }

    /// Where `term` stands, or the free place it would take.
    fn place_of(&self, term: &Term, mark: u32) -> usize {
        let is_other = |slot: &Slot| {
            *slot != EMPTY
                && (slot.mark != mark || self.terms.get(slot.index as usize) != Some(term))
        };
        self.first_place(mark, is_other)
    }

    /// The first place from that of a mark on that is not to be passed over.
    fn first_place(&self, mark: u32, pass: impl Fn(&Slot) -> bool) -> usize {
        let mask = self.slots.len() - 1;
        let mut place = mark as usize & mask;
        while self.slots.get(place).is_some_and(&pass) {
            place = (place + 1) & mask;
        }
        place
    }

    #[expect(clippy::cast_possible_truncation, reason = "any bits of the hash will do")]
    fn mark_of(&self, term: &Term) -> u32 {
        self.hasher.hash_one(term) as u32
    }

    fn grow(&mut self) {
        let larger = vec![EMPTY; self.slots.len() * 2];
        for slot in std::mem::replace(&mut self.slots, larger) {
            if slot != EMPTY {
                self.place(slot);
            }
        }
    }

    /// Puts a term where it belongs, which no slot holds yet.
    fn place(&mut self, slot: Slot) {
        let place = self.first_place(slot.mark, |taken| *taken != EMPTY);
        if let Some(free) = self.slots.get_mut(place) {
            *free = slot;
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
