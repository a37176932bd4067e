//! Names found in running text, in one pass however many names there are.
//!
//! The text and the names are brought to one form ([`Tokens`]) in which every word has a mark
//! before and behind it, so that what an Aho-Corasick automaton finds begins and ends where words
//! do. All names are found, also those inside longer ones; [`Longest`] keeps the longest that
//! begins first. No name has more than [`MOST_TOKENS`] tokens, so no token ends more names than
//! that, and the work is in proportion to the text.

mod longest;
mod tokens;

pub use longest::Longest;
pub use tokens::Tokens;

use std::collections::BTreeMap;
use std::sync::Arc;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

/// The most words and marks that a name may have; what has more is a sentence.
pub const MOST_TOKENS: usize = 16;

/// Up to so many names are found by a full table of transitions, which takes some megabytes then
/// and is read in half the time.
const MOST_IN_TABLE: usize = 4000;

/// The most letters of an abbreviation.
const LONGEST_ABBREVIATION: usize = 5;

/// Which spellings of a name count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// Any, except that abbreviations must stand in capitals: `IIS`, not `iis`.
    Any,
    /// Only the name's own.
    AsWritten,
}

/// Something a name can mean.
#[derive(Debug, Clone)]
struct Meaning {
    iri: Arc<str>,
    /// The name as [`Tokens::spelling`] gives it, of the plural where it is one.
    spelling: String,
    plural: bool,
    case: Case,
    /// Of several meanings those with the lowest rank count.
    rank: u8,
}

#[derive(Debug, Clone)]
struct Name {
    tokens: usize,
    meanings: Vec<Meaning>,
}

/// Names and what they mean.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    /// There is none where there are no names.
    automaton: Option<AhoCorasick>,
    /// What each pattern of the automaton stands for.
    names: Vec<Name>,
}

/// Collects the names of a [`Lexicon`].
#[derive(Debug, Default)]
pub struct LexiconBuilder {
    names: BTreeMap<String, Name>,
}

impl LexiconBuilder {
    /// Adds a name and its plural. Too short ones, too long ones and such without a letter are left
    /// out. Of several meanings of a name those with the lowest `rank` count.
    pub fn add(&mut self, name: &str, iri: &Arc<str>, case: Case, rank: u8) {
        let name = name.trim();
        if name.chars().count() < 2 || !name.contains(char::is_alphabetic) {
            return;
        }
        let case = if is_abbreviation(name) { Case::AsWritten } else { case };
        self.add_form(name, iri, case, rank, false);
        if let Some(plural) = plural(name) {
            self.add_form(&plural, iri, case, rank, true);
        }
    }

    fn add_form(&mut self, name: &str, iri: &Arc<str>, case: Case, rank: u8, plural: bool) {
        let tokens = Tokens::of(name);
        let count = tokens.len();
        if count == 0 || count > MOST_TOKENS {
            return;
        }
        let spelling = tokens.spelling(0, count - 1);
        let (pattern, _) = tokens.haystack();
        let name = self.names.entry(pattern);
        let name = name.or_insert_with(|| Name { tokens: count, meanings: Vec::new() });
        let is_known = |known: &Meaning| known.iri == *iri && known.spelling == spelling;
        if !name.meanings.iter().any(is_known) {
            let iri = Arc::clone(iri);
            name.meanings.push(Meaning { iri, spelling, plural, case, rank });
        }
    }

    /// The lexicon of all names that were added.
    #[must_use]
    pub fn finish(self) -> Lexicon {
        if self.names.is_empty() {
            return Lexicon::default();
        }
        // It cannot be built for more names than fit into memory, and then nothing is found.
        let kind = if self.names.len() <= MOST_IN_TABLE {
            AhoCorasickKind::DFA
        } else {
            AhoCorasickKind::ContiguousNFA
        };
        let mut builder = AhoCorasick::builder();
        let builder = builder.match_kind(MatchKind::Standard).kind(Some(kind));
        let automaton = builder.build(self.names.keys()).ok();
        Lexicon { automaton, names: self.names.into_values().collect() }
    }
}

/// A name in a text. It may stand inside a longer one.
#[derive(Debug)]
pub struct Candidate<'a> {
    /// Its first token.
    pub first: usize,
    /// Its last token.
    pub last: usize,
    /// What it can mean, and whether it is spelt as that name is.
    meanings: Vec<(&'a Meaning, bool)>,
}

impl<'a> Candidate<'a> {
    /// Everything it can mean.
    #[must_use]
    pub fn all(&self) -> Vec<&'a Arc<str>> {
        distinct(self.meanings.iter().map(|(meaning, _)| *meaning))
    }

    /// What it most likely means: a name goes before the plural of another, a name in this spelling
    /// before the same in other capitals, a lower rank before a higher one. What is left after that
    /// is meant together.
    #[must_use]
    pub fn nearest(&self) -> Vec<&'a Arc<str>> {
        let key = |(meaning, spelt): &(&Meaning, bool)| (meaning.plural, !spelt, meaning.rank);
        let Some(best) = self.meanings.iter().map(key).min() else {
            return Vec::new();
        };
        let nearest = self.meanings.iter().filter(|meaning| key(meaning) == best);
        distinct(nearest.map(|(meaning, _)| *meaning))
    }
}

fn distinct<'a>(meanings: impl Iterator<Item = &'a Meaning>) -> Vec<&'a Arc<str>> {
    let mut iris: Vec<&Arc<str>> = Vec::new();
    for meaning in meanings {
        if !iris.contains(&&meaning.iri) {
            iris.push(&meaning.iri);
        }
    }
    iris
}

impl Lexicon {
    /// Every name in a text, in the order in which they end.
    #[must_use]
    pub fn find<'a>(&'a self, tokens: &Tokens<'_>) -> Vec<Candidate<'a>> {
        let Some(automaton) = &self.automaton else {
            return Vec::new();
        };
        let (haystack, ends) = tokens.haystack();
        let mut last = 0;
        let mut candidates = Vec::new();
        for found in automaton.find_overlapping_iter(&haystack) {
            while ends.get(last).is_some_and(|end| *end < found.end()) {
                last += 1;
            }
            let Some(name) = self.names.get(found.pattern().as_usize()) else {
                continue;
            };
            let first = (last + 1).saturating_sub(name.tokens);
            let spelling = tokens.spelling(first, last);
            let meanings: Vec<_> = name
                .meanings
                .iter()
                .map(|meaning| (meaning, meaning.spelling == spelling))
                .filter(|(meaning, spelt)| *spelt || meaning.case == Case::Any)
                .collect();
            if !meanings.is_empty() {
                candidates.push(Candidate { first, last, meanings });
            }
        }
        candidates
    }
}

/// Whether a name is a short word in capitals, as `IIS` is and `ENTSSO` is not: in small letters it
/// is likely to be another word.
fn is_abbreviation(name: &str) -> bool {
    !name.contains(char::is_lowercase)
        && name.chars().filter(|character| character.is_alphabetic()).count()
            <= LONGEST_ABBREVIATION
}

/// The regular English plural of what a name ends in.
fn plural(name: &str) -> Option<String> {
    let last = name.chars().next_back().filter(|last| last.is_alphabetic())?;
    if !name.contains(char::is_lowercase) {
        return Some(format!("{name}s"));
    }
    let ends_in = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    if ends_in(&["s", "x", "z", "ch", "sh"]) {
        return Some(format!("{name}es"));
    }
    match name.strip_suffix('y') {
        Some(stem) if last == 'y' && !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => {
            Some(format!("{stem}ies"))
        }
        _ => Some(format!("{name}s")),
    }
}

#[cfg(test)]
mod tests;
