//! Which words of a part have the same stem.
//!
//! Stems are not indexed. An entry holds a stem as often as it holds the words that have it, so
//! that the postings of these words together are those of the stem, and indexing a text costs no
//! more for it: a stem is found once for each word of the dictionaries, not for each word of the
//! text.

use std::collections::HashMap;

use tantivy::index::InvertedIndexReader;

use crate::search::SearchError;
use crate::search::analysis::Stems;

/// Words by their stems.
#[derive(Debug, Default)]
pub(super) struct Inflections {
    words: HashMap<Box<str>, Vec<Box<str>>, foldhash::fast::RandomState>,
}

impl Inflections {
    /// Those of all words in some dictionaries; none where the language has no stemmer.
    pub(super) fn of<'a>(
        fields: impl Iterator<Item = &'a InvertedIndexReader>,
        language: &str,
    ) -> Result<Self, SearchError> {
        let mut inflections = Self::default();
        let mut stems = Stems::of_language(language);
        if !stems.exist() {
            return Ok(inflections);
        }
        for field in fields {
            let mut words = field.terms().stream()?;
            while words.advance() {
                if let Ok(word) = std::str::from_utf8(words.key()) {
                    let stem = stems.stem_once(word);
                    inflections.add(word, &stem);
                }
            }
        }
        Ok(inflections)
    }

    fn add(&mut self, word: &str, stem: &str) {
        match self.words.get_mut(stem) {
            Some(words) if words.iter().any(|known| **known == *word) => {}
            Some(words) => words.push(word.into()),
            None => {
                self.words.insert(stem.into(), vec![word.into()]);
            }
        }
    }

    /// The words that have a stem.
    pub(super) fn words(&self, stem: &str) -> &[Box<str>] {
        self.words.get(stem).map(Vec::as_slice).unwrap_or_default()
    }
}
