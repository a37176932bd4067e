//! What words of a question can mean: every name of things, terms and values, by its stems.
//!
//! Made once per revision, when the first question is asked. A question is then understood by a few
//! look-ups for each of its words, however many names there are.

mod definitions;
mod gather;

pub use definitions::Definition;

use std::collections::HashMap;
use std::sync::Arc;

use crate::catalog::Catalog;
use crate::facts::Facts;
use crate::ontology::Ontology;
use crate::search::analysis::{self, Stems};

/// The most words of a name that is looked for.
const MOST_WORDS: usize = 8;

/// What something that has a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// A thing that the book declares.
    Thing,
    /// A concept of a vocabulary.
    Concept,
    /// A class.
    Class,
    /// A property.
    Property,
    /// A property read from its value: `used by` of “uses”.
    Reversed,
    /// A text that is a value of some property.
    Literal,
}

/// Something that words can mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meaning {
    /// Its IRI; the text of a [`Role::Literal`].
    pub iri: Arc<str>,
    /// What it is.
    pub role: Role,
    /// How near the words are to its name: 0 for the name itself, 1 for another name, 2 for a name
    /// put together from a part of it and its kind, 3 for a part of it.
    pub rank: u8,
}

/// Every name and what it can mean.
#[derive(Debug)]
pub struct Nomenclature {
    meanings: HashMap<Box<str>, Vec<Meaning>>,
    definitions: HashMap<Box<str>, Vec<Arc<Definition>>>,
    /// Things by class, wider classes included, in the order of the book.
    instances: HashMap<Box<str>, Vec<Arc<str>>>,
    /// Names in lower case from the start of each of their words on, sorted.
    spellings: Vec<Spelling>,
    /// The properties that a word such as `where` asks for.
    asked_by: HashMap<Box<str>, Vec<Arc<str>>>,
    stems: Stems,
}

/// A name as people complete it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Spelling {
    /// In lower case, from the start of one of its words.
    tail: Box<str>,
    /// How many words stand before that.
    skipped: usize,
    name: Arc<str>,
    iri: Arc<str>,
}

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// In lower case.
    pub lower: String,
    /// What names are compared by.
    pub stem: String,
    /// Where it stands in the text.
    pub start: usize,
    /// The byte behind it.
    pub end: usize,
}

impl Nomenclature {
    /// Gathers the names of a book and of the vocabularies it speaks.
    #[must_use]
    pub fn new(catalog: &Catalog, ontology: &Ontology, facts: &Facts) -> Self {
        let mut gatherer = gather::Gatherer::new(ontology, facts, &catalog.config.language);
        gatherer.terms();
        gatherer.things();
        gatherer.literals();
        let mut made = gatherer.finish();
        if catalog.config.literate {
            made.definitions = definitions::read(catalog, ontology, &mut made.stems);
        }
        made
    }

    /// The words of a text.
    #[must_use]
    pub fn words(&self, text: &str) -> Vec<Word> {
        let mut stems = self.stems.clone();
        words(&mut stems, text)
    }

    /// What some words mean together; empty where they are no name.
    #[must_use]
    pub fn meanings(&self, words: &[Word]) -> &[Meaning] {
        if words.is_empty() || words.len() > MOST_WORDS {
            return &[];
        }
        self.meanings.get(key(words).as_str()).map_or(&[], Vec::as_slice)
    }

    /// How the book's own lists of terms define some words.
    #[must_use]
    pub fn definitions(&self, words: &[Word]) -> &[Arc<Definition>] {
        if words.is_empty() || words.len() > MOST_WORDS {
            return &[];
        }
        self.definitions.get(key(words).as_str()).map_or(&[], Vec::as_slice)
    }

    /// Everything that the book declares of a class or one below it, in the order of the book.
    #[must_use]
    pub fn instances(&self, class: &str) -> &[Arc<str>] {
        self.instances.get(class).map_or(&[], Vec::as_slice)
    }

    /// The properties that a question word asks for.
    #[must_use]
    pub fn asked_by(&self, word: &str) -> &[Arc<str>] {
        self.asked_by.get(word).map_or(&[], Vec::as_slice)
    }

    /// Names of things and terms in which a word begins as `typed` does, those that begin so
    /// themselves first: each with its IRI.
    #[must_use]
    pub fn completions(&self, typed: &str, limit: usize) -> Vec<(&str, &str)> {
        let typed = analysis::lower(typed.trim());
        let first = self.spellings.partition_point(|known| *known.tail < *typed);
        let fitting = self.spellings.iter().skip(first);
        // A single letter fits a large part of all names; nobody needs those behind the first.
        let fitting = fitting.take_while(|known| known.tail.starts_with(&typed));
        let mut fitting: Vec<&Spelling> = fitting.take(limit.saturating_mul(20)).collect();
        // Rows that are known by a number, such as those of a port list, come last.
        let is_numbered = |name: &str| {
            let last = name.rsplit_once(' ').map_or("", |(_, last)| last);
            !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit())
        };
        fitting.sort_by_key(|known| (known.skipped, is_numbered(&known.name), known.name.len()));
        let mut found: Vec<(&str, &str)> = Vec::new();
        for known in fitting {
            if found.len() < limit
                && !found.iter().any(|(name, _)| name.eq_ignore_ascii_case(&known.name))
            {
                found.push((&known.name, &known.iri));
            }
        }
        found
    }

    /// The names that are spelt most like some words, the nearest first.
    #[must_use]
    pub fn nearest(&self, text: &str, limit: usize) -> Vec<(&str, &str)> {
        const NEAR: f64 = 0.8;
        let text = analysis::lower(text.trim());
        let first = text.chars().next();
        let begin = text.get(..first.map_or(0, char::len_utf8)).unwrap_or_default();
        // Slips of the pen seldom change the first letter.
        let start = self.spellings.partition_point(|known| *known.tail < *begin);
        let near = self.spellings.iter().skip(start);
        let near = near.take_while(|known| known.tail.starts_with(begin));
        let mut near: Vec<(f64, &Spelling)> = near
            .filter(|known| known.tail.len().abs_diff(text.len()) <= text.len() / 2)
            .map(|known| (strsim::jaro_winkler(&known.tail, &text), known))
            .filter(|(likeness, _)| *likeness >= NEAR)
            .collect();
        near.sort_by(|(a, first), (b, second)| b.total_cmp(a).then_with(|| first.cmp(second)));
        let mut found: Vec<(&str, &str)> = Vec::new();
        for (_, known) in near {
            if found.len() < limit
                && !found.iter().any(|(name, _)| name.eq_ignore_ascii_case(&known.name))
            {
                found.push((&known.name, &known.iri));
            }
        }
        found
    }
}

/// The words of a text without articles.
fn words(stems: &mut Stems, text: &str) -> Vec<Word> {
    let mut found = Vec::new();
    for range in analysis::words(text) {
        let lower = analysis::lower(text.get(range.clone()).unwrap_or_default());
        if ["the", "a", "an"].contains(&lower.as_str()) {
            continue;
        }
        let stem = stems.stem(&lower).to_owned();
        found.push(Word { stem, lower, start: range.start, end: range.end });
    }
    found
}

fn key(words: &[Word]) -> String {
    words.iter().map(|word| word.stem.as_str()).collect::<Vec<_>>().join(" ")
}
