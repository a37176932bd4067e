//! The analysis as tokenizers for the index.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::search::analysis::{self, Stems};

/// Which words of a text are indexed.
#[derive(Debug, Clone)]
pub(super) enum Words {
    /// Words in lower case.
    Exact,
    /// Their stems.
    Stemmed(Stems),
    /// Identifiers and their parts.
    Identifiers,
}

/// The tokens of one text, made at once: indexing reads them all anyway.
pub(super) struct Tokens<'a> {
    all: &'a [(String, usize)],
    next: usize,
    token: Token,
}

/// A tokenizer that keeps its buffers from text to text.
#[derive(Debug, Clone)]
pub(super) struct WordTokenizer {
    words: Words,
    lower: String,
    tokens: Vec<(String, usize)>,
    used: usize,
}

impl WordTokenizer {
    pub(super) fn new(words: Words) -> Self {
        Self { words, lower: String::new(), tokens: Vec::new(), used: 0 }
    }

    /// Sets the next token, in the buffer of a former one where there is one.
    fn push(tokens: &mut Vec<(String, usize)>, used: &mut usize, text: &str, position: usize) {
        if let Some(token) = tokens.get_mut(*used) {
            token.0.clear();
            token.0.push_str(text);
            token.1 = position;
        } else {
            tokens.push((text.to_owned(), position));
        }
        *used += 1;
    }
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = Tokens<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Tokens<'a> {
        let Self { words, lower, tokens, used } = self;
        *used = 0;
        if let Words::Identifiers = words {
            analysis::identifiers(text, |name| {
                let position = *used;
                Self::push(tokens, used, name, position);
            });
        } else {
            for (position, range) in analysis::words(text).enumerate() {
                lower.clear();
                analysis::push_lower(text.get(range).unwrap_or_default(), lower);
                let word = match words {
                    Words::Stemmed(stems) => stems.stem(lower),
                    _ => lower,
                };
                Self::push(tokens, used, word, position);
            }
        }
        let all = tokens.get(..*used).unwrap_or_default();
        Tokens { all, next: 0, token: Token::default() }
    }
}

impl TokenStream for Tokens<'_> {
    fn advance(&mut self) -> bool {
        let Some((text, position)) = self.all.get(self.next) else {
            return false;
        };
        self.next += 1;
        self.token.text.clear();
        self.token.text.push_str(text);
        self.token.position = *position;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
