//! What someone types into the search box, as words, phrases and exclusions.
//!
//! Reading never fails. `"quoted words"` must stand in a result just so, `-word` and `-"words"`
//! must not. The last word counts as perhaps unfinished unless a space or a quote ends it.

use crate::search::analysis;

/// How much of a query is read; the rest is passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuerySize {
    /// Characters.
    pub characters: usize,
    /// Words, those of phrases and exclusions included.
    pub words: usize,
}

impl Default for QuerySize {
    /// Enough for a pasted error message.
    fn default() -> Self {
        Self { characters: 1000, words: 32 }
    }
}

/// A query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// The words to find, in order, those of phrases included.
    pub words: Vec<QueryWord>,
    /// Phrases that a result must hold, as words in lower case.
    pub phrases: Vec<Vec<String>>,
    /// Phrases that a result must not hold; a single word is a phrase of one.
    pub excluded: Vec<Vec<String>>,
    /// The text as far as it was read.
    pub text: String,
    /// Whether the last of [`Query::words`] may be unfinished.
    pub open: bool,
    /// Whether the text was longer than is read.
    pub cut: bool,
}

/// A word to find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryWord {
    /// In lower case.
    pub text: String,
    /// Its parts in lower case where it was typed in camel case.
    pub parts: Vec<String>,
    /// The whole identifier it is the first word of (`a.b_c`), in lower case.
    pub identifier: Option<String>,
    /// Where it stands in the query as typed.
    pub start: usize,
    /// The byte behind it.
    pub end: usize,
}

impl Query {
    /// Reads a query.
    #[must_use]
    pub fn read(text: &str, size: QuerySize) -> Self {
        let cut_at = text.char_indices().nth(size.characters).map_or(text.len(), |(at, _)| at);
        let mut reader = Reader {
            text: text.get(..cut_at).unwrap_or_default(),
            left: size.words,
            query: Self { cut: cut_at < text.len(), ..Self::default() },
        };
        reader.read();
        let Reader { text: read, mut query, .. } = reader;
        read.clone_into(&mut query.text);
        // Someone who types only `-Path` looks for it: a query of exclusions alone finds nothing.
        if query.words.is_empty() && !query.excluded.is_empty() {
            let unsigned: String =
                text.char_indices()
                    .map(|(at, character)| {
                        if character == '-' && starts_exclusion(text, at) { ' ' } else { character }
                    })
                    .collect();
            query = Self::read(&unsigned, size);
        }
        query
    }

    /// Whether there is nothing to look for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }
}

struct Reader<'a> {
    text: &'a str,
    /// How many more words are read.
    left: usize,
    query: Query,
}

impl Reader<'_> {
    fn read(&mut self) {
        let mut at = 0;
        while let Some(rest) = self.text.get(at..).filter(|rest| !rest.is_empty()) {
            let excluded = starts_exclusion(self.text, at);
            let start = at + usize::from(excluded);
            let quoted = self.text.get(start..).and_then(|rest| rest.strip_prefix('"'));
            let closed = quoted.and_then(|quoted| quoted.find('"'));
            if let Some(length) = closed {
                self.phrase(start + 1, start + 1 + length, excluded);
                at = start + length + 2;
            } else if excluded {
                at = self.chunk_end(start);
                self.phrase(start, at, true);
            } else if rest
                .starts_with(|character: char| character.is_whitespace() || character == '"')
            {
                at += rest.chars().next().map_or(1, char::len_utf8);
                self.query.open = false;
            } else {
                let end = self.chunk_end(at);
                self.chunk(at, end);
                at = end;
            }
        }
    }

    /// Where the run without spaces and quotes that starts at `start` ends; at least one
    /// character further.
    fn chunk_end(&self, start: usize) -> usize {
        let rest = self.text.get(start..).unwrap_or_default();
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let more = rest.get(first..).unwrap_or_default();
        let length = more.find(|character: char| character.is_whitespace() || character == '"');
        start + first + length.unwrap_or(more.len())
    }

    /// Reads what stands between spaces.
    fn chunk(&mut self, start: usize, end: usize) {
        let chunk = self.text.get(start..end).unwrap_or_default();
        let first = self.query.words.len();
        for word in analysis::words(chunk) {
            self.word(start + word.start, start + word.end);
        }
        let mut wholes = Vec::new();
        analysis::identifiers(chunk, |name| {
            if !name.chars().all(char::is_alphanumeric) {
                wholes.push(name.to_owned());
            }
        });
        if let Some(word) = self.query.words.get_mut(first) {
            word.identifier = wholes.into_iter().next();
        }
        self.query.open = self.query.words.last().is_some_and(|word| word.end == end);
    }

    fn phrase(&mut self, start: usize, end: usize, excluded: bool) {
        let text = self.text.get(start..end).unwrap_or_default();
        let first = self.query.words.len();
        for word in analysis::words(text) {
            self.word(start + word.start, start + word.end);
        }
        let words = self.query.words.iter().skip(first).map(|word| word.text.clone());
        let phrase: Vec<String> = words.collect();
        if excluded {
            self.query.words.truncate(first);
            self.query.excluded.extend(Some(phrase).filter(|phrase| !phrase.is_empty()));
        } else {
            self.query.phrases.extend(Some(phrase).filter(|phrase| !phrase.is_empty()));
        }
        self.query.open = false;
    }

    fn word(&mut self, start: usize, end: usize) {
        if self.left == 0 {
            self.query.cut = true;
            return;
        }
        self.left -= 1;
        let typed = self.text.get(start..end).unwrap_or_default();
        let parts = analysis::camel_parts(typed);
        let parts = if parts.len() > 1 { parts } else { Vec::new() };
        self.query.words.push(QueryWord {
            text: analysis::lower(typed),
            parts: parts.into_iter().map(analysis::lower).collect(),
            identifier: None,
            start,
            end,
        });
    }
}

/// Whether a `-` at `at` excludes what follows: it stands behind a space and before a word or a
/// quote, so `pre-built` and ` - ` are left alone.
fn starts_exclusion(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    let behind = text.get(at..).and_then(|rest| rest.strip_prefix('-'));
    before.is_none_or(char::is_whitespace)
        && behind.is_some_and(|behind| {
            behind.starts_with(|character: char| character.is_alphanumeric() || character == '"')
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> String {
        let query = Query::read(text, QuerySize { characters: 60, words: 6 });
        let phrases = query.phrases.iter().map(|phrase| format!("+{}", phrase.join("_")));
        let excluded = query.excluded.iter().map(|phrase| format!("-{}", phrase.join("_")));
        let words = query.words.iter().map(|word| {
            let parts = if word.parts.is_empty() {
                String::new()
            } else {
                format!("({})", word.parts.join(" "))
            };
            let whole =
                word.identifier.as_ref().map(|name| format!("[{name}]")).unwrap_or_default();
            format!("{}{parts}{whole}", word.text)
        });
        let mut all: Vec<String> = words.chain(phrases).chain(excluded).collect();
        all.extend(query.open.then(|| "…".to_owned()));
        all.extend(query.cut.then(|| "(cut)".to_owned()));
        all.join(" ")
    }

    #[test]
    fn reads_words_phrases_and_exclusions() {
        for (text, expected) in [
            ("From and Into", "from and into …"),
            ("host ", "host"),
            ("pre-built - x", "pre built x …"),
            ("a \"Send port\" -b -\"c d\"", "a send port +send_port -b -c_d"),
            ("\"send po", "send po …"),
            ("-Path", "path …"),
            ("-\"a b\"", "a b +a_b"),
            ("a-\"b\"", "a b +b"),
            ("ReceivePort", "receiveport(receive port) …"),
            ("a.b_c x", "a[a.b_c] b c x …"),
            ("C++", "c"),
            ("1 2 3 4 5 6 7", "1 2 3 4 5 6 (cut)"),
            ("\"\" -\"\" \"", ""),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_reader(text in r#"[ a-cA-Z"\-._é用\PC]{0,40}"#) {
            let size = QuerySize { characters: 30, words: 5 };
            let query = Query::read(&text, size);
            let excluded: usize = query.excluded.iter().map(Vec::len).sum();
            prop_assert!(query.words.len() + excluded <= size.words);
            for word in &query.words {
                prop_assert!(!word.text.is_empty());
            }
        }
    }
}
