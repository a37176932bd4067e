//! The numbers of the ranking, all in one place.
//!
//! They were chosen on one set of queries to a book of ten thousand pages and checked on another.

use crate::search::embedded::part::{FIELDS, Field, INFLECTED};

/// What an occurrence in a field counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct FieldWeight {
    pub(super) field: Field,
    pub(super) boost: f32,
    /// How much a field longer than usual lessens it, from 0 to 1.
    pub(super) length: f32,
}

/// The numbers of the ranking.
#[derive(Debug)]
pub(super) struct Weights {
    pub(super) fields: [FieldWeight; 6],
    /// Where a word counts as it is written.
    pub(super) exact: [Field; 6],
    /// Where it counts in another form too.
    pub(super) stemmed: [Field; 4],
    /// Where whole identifiers stand.
    pub(super) whole: [Field; 1],
    /// Weighed occurrences at which a word says half of what it can say.
    pub(super) dampening: f32,
    /// What it says that the word is there at all, beside how often.
    pub(super) presence: f32,
    /// The share of the exact word in what a word says; the rest is its stem's.
    pub(super) exactness: f32,
    /// How good it is to find a longer word instead, from 0 to 1.
    pub(super) longer_quality: f32,
    /// The same for a near spelling. Low enough that no number of them beats the word itself.
    pub(super) spelling_quality: f32,
    /// The same for the parts of a name in camel case.
    pub(super) parts_quality: f32,
    /// What a whole identifier adds.
    pub(super) identifier: f32,
    /// What a function word counts beside words that carry meaning.
    pub(super) function_word: f32,
    /// The power of the share of the query that an entry holds.
    pub(super) completeness: f32,
    /// What it adds that all words are there, in shares of the query's weight.
    pub(super) all_words: f32,
    /// From this share of the weight on none is missing; sums of fractions are never quite whole.
    pub(super) all_words_share: f32,
    /// What neighbours of the query add that stand together.
    pub(super) nearness: f32,
    /// What a title adds that says just what was asked.
    pub(super) title_match: f32,
    /// The same for a heading.
    pub(super) heading_match: f32,
    /// In so many entries or fewer, a word may be a slip.
    pub(super) rare: usize,
    /// So many times more entries must hold the word that was meant.
    pub(super) likelier: usize,
    /// How many near spellings are tried.
    pub(super) spellings: usize,
    /// How many longer words are tried.
    pub(super) longer_words: usize,
    /// Fewer letters begin too many words.
    pub(super) shortest_prefix: usize,
    /// How many entries are read.
    pub(super) read: usize,
    /// Entries with less than this share of what the best one has of the query are no answers.
    pub(super) least_share: f32,
}

pub(super) static WEIGHTS: Weights = Weights {
    fields: [
        weigh(Field::Title, 2.0, 0.5),
        weigh(Field::Heading, 2.0, 0.5),
        weigh(Field::Body, 1.0, 0.6),
        weigh(Field::Code, 0.5, 0.6),
        weigh(Field::Context, 0.3, 0.5),
        weigh(Field::Identifiers, 0.3, 0.6),
    ],
    exact: FIELDS,
    stemmed: INFLECTED,
    whole: [Field::Identifiers],
    dampening: 1.5,
    presence: 0.2,
    exactness: 0.65,
    longer_quality: 0.7,
    spelling_quality: 0.45,
    parts_quality: 0.6,
    identifier: 1.0,
    function_word: 0.2,
    completeness: 1.25,
    all_words: 0.5,
    all_words_share: 0.999,
    nearness: 0.75,
    title_match: 0.6,
    heading_match: 0.3,
    rare: 2,
    likelier: 10,
    spellings: 4,
    longer_words: 48,
    shortest_prefix: 2,
    read: 60,
    least_share: 0.4,
};

const fn weigh(field: Field, boost: f32, length: f32) -> FieldWeight {
    FieldWeight { field, boost, length }
}
