//! A text as names are looked for in it: words and the marks between them.
//!
//! White space of any length and a hyphen inside a word are the same and leave nothing between two
//! words, so that `in-process host` is found where a line ends in it and where the hyphen is
//! missing. Everything else keeps words apart.

use std::ops::Range;

/// A word, or one character between words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Mark(char),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Token {
    start: usize,
    end: usize,
    kind: Kind,
}

/// What stands for a character that no name holds.
const NOTHING: char = '\u{fffc}';
/// Stands before each word in [`Tokens::haystack`].
const WORD_START: char = '\u{1}';
/// Stands behind each word in [`Tokens::haystack`].
const WORD_END: char = '\u{2}';

/// The words and marks of a text, in order.
#[derive(Debug, Clone)]
pub struct Tokens<'a> {
    text: &'a str,
    tokens: Vec<Token>,
}

impl<'a> Tokens<'a> {
    /// Takes a text apart.
    #[must_use]
    pub fn of(text: &'a str) -> Self {
        let mut tokens = Self { text, tokens: Vec::new() };
        let mut chunk_start = None;
        for (at, character) in text.char_indices() {
            if is_space(character) {
                tokens.chunk(chunk_start.take(), at);
            } else if chunk_start.is_none() {
                chunk_start = Some(at);
            }
        }
        tokens.chunk(chunk_start, text.len());
        tokens
    }

    /// How many words and marks there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The bytes of the text that the tokens from `first` to `last` are written in.
    #[must_use]
    pub fn range(&self, first: usize, last: usize) -> Range<usize> {
        let start = self.tokens.get(first).map_or(0, |token| token.start);
        let end = self.tokens.get(last).map_or(start, |token| token.end);
        start..end.max(start)
    }

    /// The tokens from `first` to `last` as they are spelt, what stands between them made one.
    pub(in crate::ontology) fn spelling(&self, first: usize, last: usize) -> String {
        let mut spelling = String::new();
        for token in self.tokens.get(first..=last).unwrap_or_default() {
            self.write(*token, &mut spelling, false);
        }
        spelling
    }

    /// The text as the automaton reads it, in lower case, with where each token ends in it.
    pub(in crate::ontology) fn haystack(&self) -> (String, Vec<usize>) {
        let mut haystack = String::with_capacity(self.text.len() * 3 / 2);
        let ends = self.tokens.iter().map(|token| {
            self.write(*token, &mut haystack, true);
            haystack.len()
        });
        let ends = ends.collect();
        (haystack, ends)
    }

    fn write(&self, token: Token, into: &mut String, lower: bool) {
        match token.kind {
            Kind::Mark(mark) => into.push(mark),
            Kind::Word => {
                let word = self.text.get(token.start..token.end).unwrap_or_default();
                into.push(WORD_START);
                let start = into.len();
                if !lower {
                    into.push_str(word);
                } else if word.is_ascii() {
                    into.push_str(word);
                    into.get_mut(start..).unwrap_or_default().make_ascii_lowercase();
                } else {
                    into.extend(word.chars().flat_map(char::to_lowercase));
                }
                into.push(WORD_END);
            }
        }
    }

    /// Takes apart what stands between white space. An address is not made of words.
    fn chunk(&mut self, start: Option<usize>, end: usize) {
        let Some(start) = start else {
            return;
        };
        let chunk = self.text.get(start..end).unwrap_or_default();
        let before = self.tokens.len();
        if chunk.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            // As most are: one word.
            self.word(Some(start), end, before);
        } else if chunk.contains("://") {
            self.tokens.push(Token { start, end, kind: Kind::Mark(NOTHING) });
        } else {
            let mut word_start = None;
            for (at, character) in chunk.char_indices() {
                let at = start + at;
                if is_word(character) {
                    word_start.get_or_insert(at);
                } else {
                    self.word(word_start.take(), at, before);
                    let kind = Kind::Mark(plain_mark(character));
                    self.tokens.push(Token { start: at, end: at + character.len_utf8(), kind });
                }
            }
            self.word(word_start, end, before);
        }
        // Between two words white space says nothing, beside a mark it tells `a/b` from `a / b`.
        let is_mark = |token: Option<&Token>| token.is_some_and(|token| token.kind != Kind::Word);
        let last = before.checked_sub(1).and_then(|last| self.tokens.get(last)).copied();
        if let Some(last) = last
            && (is_mark(Some(&last)) || is_mark(self.tokens.get(before)))
        {
            let space = Token { start: last.end, end: start, kind: Kind::Mark(' ') };
            self.tokens.insert(before, space);
        }
    }

    /// Adds a word. Between it and a word of the same chunk a hyphen says nothing.
    fn word(&mut self, start: Option<usize>, end: usize, chunk: usize) {
        let Some(start) = start else {
            return;
        };
        if let [.., word, hyphen] = self.tokens.get(chunk..).unwrap_or_default()
            && word.kind == Kind::Word
            && hyphen.kind == Kind::Mark('-')
        {
            self.tokens.pop();
        }
        self.tokens.push(Token { start, end, kind: Kind::Word });
    }
}

/// Letters, digits, the marks that combine with them, and what joins the parts of identifiers.
fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_' || ('\u{300}'..='\u{36f}').contains(&character)
}

/// White space, what is as wide as nothing, and the signs that lawyers put behind names.
fn is_space(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{200b}' | '\u{feff}' | '®' | '™')
}

/// The same mark for all its typographic variants, and nothing a [`Tokens::haystack`] needs itself.
fn plain_mark(character: char) -> char {
    match character {
        '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2013}' => '-',
        '\u{2018}' | '\u{2019}' => '\'',
        character if character.is_control() => NOTHING,
        character => character,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        let (haystack, ends) = Tokens::of(text).haystack();
        assert_eq!(ends.last().copied().unwrap_or_default(), haystack.len());
        haystack.replace(WORD_START, "<").replace(WORD_END, ">")
    }

    #[test]
    fn space_and_hyphens_between_words_say_nothing() {
        for text in [
            "in-process host",
            "In process\n  HOST",
            "in\u{2011}process\u{a0}host",
            "In Process® host™",
        ] {
            assert_eq!(told(text), "<in><process><host>", "{text:?}");
        }
        assert_eq!(told("a - b -c d- e--f"), "<a> - <b> -<c><d>- <e>--<f>");
    }

    #[test]
    fn marks_keep_words_apart() {
        assert_eq!(told("S/MIME, a / b."), "<s>/<mime>, <a> / <b>.");
        assert_eq!(told("host’s X.509 a_b e\u{301}"), "<host>'<s><x>.<509><a_b><e\u{301}>");
        assert_eq!(told("(a)\u{1}b"), "(<a>)\u{fffc}<b>");
    }

    #[test]
    fn an_address_holds_no_words() {
        assert_eq!(told("at https://host/a-b now"), "<at> \u{fffc} <now>");
    }

    #[test]
    fn tokens_know_their_bytes() {
        let text = "Ein-Ähm  Öl";
        let tokens = Tokens::of(text);
        assert_eq!(tokens.len(), 3);
        assert_eq!(text.get(tokens.range(1, 2)), Some("Ähm  Öl"));
        assert_eq!(tokens.range(7, 9), 0..0);
        assert_eq!(tokens.spelling(0, 1), Tokens::of("Ein Ähm").spelling(0, 1));
    }
}
