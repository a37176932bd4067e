//! The analysis as tokenizers for the index.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::search::analysis::{self, WordRanges};

/// Gives the words of a text in lower case, one by one.
#[derive(Debug, Clone, Default)]
pub(super) struct WordTokenizer {
    /// Kept from text to text for its buffer.
    token: Token,
}

/// The words of one text.
pub(super) struct Words<'a> {
    text: &'a str,
    ranges: WordRanges<'a>,
    next: usize,
    token: &'a mut Token,
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = Words<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Words<'a> {
        Words { text, ranges: analysis::words(text), next: 0, token: &mut self.token }
    }
}

impl TokenStream for Words<'_> {
    fn advance(&mut self) -> bool {
        let Some(range) = self.ranges.next() else {
            return false;
        };
        self.token.text.clear();
        analysis::push_lower(self.text.get(range).unwrap_or_default(), &mut self.token.text);
        self.token.position = self.next;
        self.next += 1;
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

/// Gives the identifiers of a text and their parts.
#[derive(Debug, Clone, Default)]
pub(super) struct IdentifierTokenizer {
    /// All names of a text, one behind the other.
    names: String,
    /// Where each ends.
    ends: Vec<usize>,
    token: Token,
}

/// The identifiers of one text, found at once: indexing reads them all anyway.
pub(super) struct Identifiers<'a> {
    names: &'a str,
    ends: &'a [usize],
    start: usize,
    next: usize,
    token: &'a mut Token,
}

impl Tokenizer for IdentifierTokenizer {
    type TokenStream<'a> = Identifiers<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Identifiers<'a> {
        let Self { names, ends, token } = self;
        names.clear();
        ends.clear();
        analysis::identifiers(text, |name| {
            names.push_str(name);
            ends.push(names.len());
        });
        Identifiers { names, ends, start: 0, next: 0, token }
    }
}

impl TokenStream for Identifiers<'_> {
    fn advance(&mut self) -> bool {
        let Some(end) = self.ends.get(self.next).copied() else {
            return false;
        };
        self.token.text.clear();
        self.token.text.push_str(self.names.get(self.start..end).unwrap_or_default());
        self.token.position = self.next;
        self.start = end;
        self.next += 1;
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
