//! How text becomes words, the same for indexing, for queries and for highlighting.
//!
//! A word is a run of letters and digits; a character of a script that writes without spaces is a
//! word of its own. Words are compared in lower case as they are (*exact*) and by their stem where
//! the language has a stemmer. Identifiers are found whole (`a.b_c`) and by their camel-case parts.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use tantivy::tokenizer::{Language, RawTokenizer, Stemmer, TextAnalyzer, TokenStream as _};

/// Longer words, in bytes, are neither indexed nor found: they are data, not language.
pub const LONGEST_WORD: usize = 100;

/// Where the words of a text stand, in order. Words longer than [`LONGEST_WORD`] are left out.
#[must_use]
pub fn words(text: &str) -> WordRanges<'_> {
    WordRanges { text, at: 0 }
}

/// The words of a text: what [`words`] gives.
#[derive(Debug, Clone)]
pub struct WordRanges<'a> {
    text: &'a str,
    at: usize,
}

impl Iterator for WordRanges<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        loop {
            let start = self.at;
            let (kind, length) = character_at(self.text, start)?;
            self.at += length;
            match kind {
                Character::Other => continue,
                Character::Word => {}
                Character::OfWord => {
                    while let Some((Character::OfWord, length)) = character_at(self.text, self.at) {
                        self.at += length;
                    }
                }
            }
            if self.at - start <= LONGEST_WORD {
                return Some(start..self.at);
            }
        }
    }
}

/// What a character is to words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Character {
    /// It is part of a word.
    OfWord,
    /// It is a word.
    Word,
    /// It stands between words.
    Other,
}

/// The character that starts at a byte, and its length. Most text is ASCII, so that comes first.
fn character_at(text: &str, at: usize) -> Option<(Character, usize)> {
    let byte = text.as_bytes().get(at)?;
    if byte.is_ascii() {
        let kind = if byte.is_ascii_alphanumeric() { Character::OfWord } else { Character::Other };
        return Some((kind, 1));
    }
    let character = text.get(at..)?.chars().next()?;
    let kind = if !character.is_alphanumeric() {
        Character::Other
    } else if stands_alone(character) {
        Character::Word
    } else {
        Character::OfWord
    };
    Some((kind, character.len_utf8()))
}

/// Whether a character is a word by itself: Chinese characters and Japanese kana.
fn stands_alone(character: char) -> bool {
    matches!(character,
        '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// Appends a word in lower case.
pub fn push_lower(word: &str, to: &mut String) {
    if word.is_ascii() {
        let start = to.len();
        to.push_str(word);
        if let Some(added) = to.get_mut(start..) {
            added.make_ascii_lowercase();
        }
    } else {
        to.extend(word.chars().flat_map(char::to_lowercase));
    }
}

/// A word in lower case.
#[must_use]
pub fn lower(word: &str) -> String {
    let mut lower = String::with_capacity(word.len());
    push_lower(word, &mut lower);
    lower
}

/// The identifiers of a text, in lower case: names joined by `.`, `_` or `:` as wholes, and the
/// parts of names in camel case.
pub fn identifiers(text: &str, mut found: impl FnMut(&str)) {
    let mut buffer = String::new();
    let mut give = |part: &str| {
        buffer.clear();
        push_lower(part, &mut buffer);
        found(&buffer);
    };
    let joins = |character: char| matches!(character, '.' | '_' | ':');
    for run in name_runs(text) {
        let whole = run.trim_matches(joins);
        if whole.is_empty() || whole.len() > LONGEST_WORD {
            continue;
        }
        if whole.contains(joins) {
            give(whole);
        }
        for name in whole.split(joins) {
            let parts = camel_parts(name);
            if parts.len() > 1 {
                parts.into_iter().filter(|part| part.len() > 1).for_each(&mut give);
            }
        }
    }
}

/// Runs of letters, digits and what joins names, but those that are nothing but a word, as nearly
/// all are: a look at their bytes tells that they hold no identifier.
fn name_runs(text: &str) -> impl Iterator<Item = &str> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at;
            let mut is_more = false;
            while let Some((kind, length)) = character_at(text, at) {
                let byte = text.as_bytes().get(at).copied().unwrap_or_default();
                let joins = matches!(byte, b'.' | b'_' | b':');
                if kind == Character::Other && !joins {
                    break;
                }
                is_more |= joins || (at > start && byte.is_ascii_uppercase());
                at += length;
            }
            if is_more {
                return text.get(start..at);
            }
            let (_, length) = character_at(text, at)?;
            at += length;
        }
    })
}

/// The parts of a name: `ReceiveLocation` is `Receive` and `Location`, `WCFPort` is `WCF` and
/// `Port`.
#[must_use]
pub fn camel_parts(name: &str) -> Vec<&str> {
    let bytes = name.as_bytes();
    let upper = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_uppercase);
    let lower = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_lowercase);
    let starts = |at: usize| upper(at) && (lower(at - 1) || (upper(at - 1) && lower(at + 1)));
    let mut parts = Vec::new();
    let mut start = 0;
    for at in 1..bytes.len() {
        if starts(at) {
            parts.extend(name.get(start..at));
            start = at;
        }
    }
    parts.extend(name.get(start..).filter(|rest| !rest.is_empty()));
    parts
}

/// Finds stems and remembers them: stemming a word costs many times what a look-up does.
#[derive(Clone)]
pub struct Stems {
    stemmer: Option<TextAnalyzer>,
    known: HashMap<Box<str>, Box<str>>,
}

impl Stems {
    /// The stemmer of a language, given as a BCP 47 tag: English has one, others have none.
    #[must_use]
    pub fn of_language(language: &str) -> Self {
        let stemmer = is_english(language).then(|| {
            let raw = TextAnalyzer::builder(RawTokenizer::default());
            raw.filter(Stemmer::new(Language::English)).build()
        });
        Self { stemmer, known: HashMap::new() }
    }

    /// Whether there is a stemmer at all.
    #[must_use]
    pub fn exist(&self) -> bool {
        self.stemmer.is_some()
    }

    /// The stem of a word in lower case, not remembered.
    pub fn stem_once(&mut self, word: &str) -> String {
        let Some(stemmer) = &mut self.stemmer else {
            return word.to_owned();
        };
        let mut tokens = stemmer.token_stream(word);
        if tokens.advance() {
            std::mem::take(&mut tokens.token_mut().text)
        } else {
            word.to_owned()
        }
    }

    /// The stem of a word in lower case; the word itself where the language has no stemmer.
    pub fn stem<'a>(&'a mut self, word: &'a str) -> &'a str {
        let Some(stemmer) = &mut self.stemmer else {
            return word;
        };
        if !self.known.contains_key(word) {
            let mut tokens = stemmer.token_stream(word);
            let stem = if tokens.advance() { tokens.token().text.as_str() } else { word };
            self.known.insert(word.into(), stem.into());
        }
        self.known.get(word).map_or(word, AsRef::as_ref)
    }
}

impl std::fmt::Debug for Stems {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stems").field("exist", &self.exist()).finish_non_exhaustive()
    }
}

/// Whether a BCP 47 tag means English.
#[must_use]
pub fn is_english(language: &str) -> bool {
    let primary = language.split(['-', '_']).next().unwrap_or_default();
    primary.eq_ignore_ascii_case("en")
}

/// Words that carry grammar rather than meaning. They are never ignored; beside words that carry
/// meaning they weigh less.
const FUNCTION_WORDS: &[&str] = &[
    "a", "about", "after", "all", "already", "also", "am", "an", "and", "any", "are", "as", "at",
    "be", "because", "been", "before", "being", "but", "by", "can", "could", "d", "did", "do",
    "does", "doesn", "doing", "don", "each", "for", "from", "get", "gets", "had", "has", "have",
    "having", "he", "her", "here", "him", "his", "how", "i", "if", "in", "into", "is", "isn", "it",
    "its", "just", "ll", "m", "may", "me", "might", "more", "most", "my", "no", "nor", "not", "of",
    "off", "ok", "on", "only", "or", "other", "our", "out", "over", "own", "please", "re", "s",
    "shall", "she", "should", "shouldn", "so", "some", "still", "such", "t", "than", "that", "the",
    "their", "them", "then", "there", "these", "they", "this", "those", "to", "too", "under",
    "until", "up", "us", "ve", "very", "was", "we", "were", "what", "when", "where", "which",
    "while", "who", "whom", "why", "will", "with", "without", "won", "would", "you", "your",
];

/// Whether a word in lower case carries grammar rather than meaning in the language.
#[must_use]
pub fn is_function_word(language: &str, word: &str) -> bool {
    is_english(language) && FUNCTION_WORDS.binary_search(&word).is_ok()
}

/// The text with runs of white space made one space each; borrowed where there are none.
#[must_use]
pub fn single_spaced(text: &str) -> Cow<'_, str> {
    let mut before = ' ';
    let clean = text.chars().all(|character| {
        let fine = !character.is_whitespace() || (character == ' ' && before != ' ');
        before = character;
        fine
    });
    if clean && !text.ends_with(' ') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        words(text).map(|word| &text[word]).collect()
    }

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        assert_eq!(split("FW2: a.b_c, Größe–x!"), ["FW2", "a", "b", "c", "Größe", "x"]);
        assert_eq!(split("用SQL写"), ["用", "SQL", "写"]);
        assert_eq!(split(&format!("a {} b", "x".repeat(101))), ["a", "b"]);
        assert_eq!(split("…"), Vec::<&str>::new());
    }

    #[test]
    fn identifiers_come_whole_and_in_parts() {
        let mut all = Vec::new();
        identifiers(
            "See MSBTS_HostSetting.LoadFactor, std::vec. ReceiveLocation; end. x.",
            |name| all.push(name.to_owned()),
        );
        insta::assert_snapshot!(
            all.join(" "),
            @"msbts_hostsetting.loadfactor host setting load factor std::vec receive location"
        );
        assert_eq!(camel_parts("WCFPort"), ["WCF", "Port"]);
        assert_eq!(camel_parts("größeXy"), ["größe", "Xy"]);
        assert_eq!(camel_parts(""), Vec::<&str>::new());
    }

    #[test]
    fn only_english_is_stemmed() {
        assert_eq!(Stems::of_language("en-GB").stem("deployed"), "deploy");
        assert_eq!(Stems::of_language("de").stem("deployed"), "deployed");
    }

    #[test]
    fn the_list_of_function_words_is_sorted() {
        assert!(FUNCTION_WORDS.is_sorted());
        assert!(is_function_word("en", "which"));
        assert!(!is_function_word("de", "which"));
        assert!(!is_function_word("en", "server"));
    }

    #[test]
    fn white_space_is_made_single() {
        assert!(matches!(single_spaced("a b"), Cow::Borrowed("a b")));
        assert_eq!(single_spaced(" a\n\n b "), "a b");
    }
}
