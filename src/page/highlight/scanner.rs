//! A place in code that moves on, and the tokens it has left behind.

use crate::page::highlight::token::{Token, TokenKind};
use crate::text::Span;

/// Reads code from its first character to its last.
///
/// It only ever moves forward, and every method looks no further than it moves but for one
/// character: a lexer made of them takes time in proportion to the code, whatever the code is.
pub(super) struct Scanner<'a> {
    code: &'a str,
    at: usize,
    tokens: Vec<Token>,
}

impl<'a> Scanner<'a> {
    /// At the start of `code`.
    pub(super) fn new(code: &'a str) -> Self {
        Self { code, at: 0, tokens: Vec::new() }
    }

    /// What was found.
    pub(super) fn into_tokens(self) -> Vec<Token> {
        self.tokens
    }

    /// The byte where it stands.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// The code that lies ahead.
    pub(super) fn rest(&self) -> &'a str {
        self.code.get(self.at..).unwrap_or_default()
    }

    /// The code from `start` to where it stands.
    pub(super) fn since(&self, start: usize) -> &'a str {
        self.code.get(start..self.at).unwrap_or_default()
    }

    /// The next character.
    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The code that lies behind.
    pub(super) fn before(&self) -> &'a str {
        self.code.get(..self.at).unwrap_or_default()
    }

    /// The character before.
    pub(super) fn previous(&self) -> Option<char> {
        self.before().chars().next_back()
    }

    /// Whether nothing but blanks stands before it in its line.
    pub(super) fn is_first_in_line(&self) -> bool {
        let before = self.before().trim_end_matches([' ', '\t']);
        before.is_empty() || before.ends_with(['\n', '\r'])
    }

    /// Whether the next character is one of `characters`.
    pub(super) fn is_at(&self, characters: &[char]) -> bool {
        self.peek().is_some_and(|next| characters.contains(&next))
    }

    /// Passes the next character.
    pub(super) fn skip(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    /// Passes `text` if it comes next.
    pub(super) fn eat(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        if found {
            self.at += text.len();
        }
        found
    }

    /// Passes characters as long as they are `wanted`.
    pub(super) fn eat_while(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let length = rest.find(|c| !wanted(c)).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    /// Passes spaces and tabs.
    pub(super) fn eat_blanks(&mut self) {
        self.eat_while(|c| c == ' ' || c == '\t');
    }

    /// Passes a number: letters are part of it, as in `0x1F`, `1e5`, `10GB` or `1.5f`.
    pub(super) fn eat_number(&mut self) {
        let is_digit = |c: char| c.is_ascii_alphanumeric() || c == '_';
        self.eat_while(is_digit);
        let fraction = self.rest().strip_prefix('.');
        if fraction.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
            self.skip();
            self.eat_while(is_digit);
        }
    }

    /// Passes the rest of the line, the line break not included.
    pub(super) fn eat_line(&mut self) {
        self.eat_while(|c| c != '\n' && c != '\r');
    }

    /// Passes everything up to and with `end`, or all there is.
    pub(super) fn eat_through(&mut self, end: &str) {
        let rest = self.rest();
        self.at += rest.find(end).map_or(rest.len(), |start| start + end.len());
    }

    /// Passes a string whose opening quote has been passed, with its closing `quote`. Behind an
    /// `escape` any character is part of the string. Without a closing quote it ends with the
    /// line, or with the code where it may have `many_lines`.
    pub(super) fn eat_string(&mut self, quote: char, escape: Option<char>, many_lines: bool) {
        while let Some(next) = self.peek() {
            if !many_lines && (next == '\n' || next == '\r') {
                break;
            }
            self.skip();
            if Some(next) == escape {
                self.skip();
            } else if next == quote {
                break;
            }
        }
    }

    /// Tokens of a string whose opening quote comes next, in which `variable` may read what starts
    /// with a dollar sign as something else.
    pub(super) fn take_string(
        &mut self,
        quote: char,
        escape: char,
        variable: impl Fn(&mut Self) -> bool,
    ) {
        let mut start = self.at;
        self.skip();
        while let Some(next) = self.peek() {
            if next == '$' {
                self.token(start, TokenKind::String);
                start = self.at;
                if variable(self) {
                    start = self.at;
                    continue;
                }
            }
            self.skip();
            if next == escape {
                self.skip();
            } else if next == quote {
                break;
            }
        }
        self.token(start, TokenKind::String);
    }

    /// A token from `start` to where it stands.
    pub(super) fn token(&mut self, start: usize, kind: TokenKind) {
        if start < self.at {
            let span = Span::new(start, self.at);
            self.tokens.push(Token { span, kind });
        }
    }

    /// A token of what `read` passes.
    pub(super) fn take<T>(&mut self, kind: TokenKind, read: impl FnOnce(&mut Self) -> T) -> T {
        let start = self.at;
        let result = read(self);
        self.token(start, kind);
        result
    }

    /// A token of `text`, if that comes next.
    pub(super) fn take_text(&mut self, kind: TokenKind, text: &str) -> bool {
        self.take(kind, |scanner| scanner.eat(text))
    }

    /// A token of the next character, if it is one of `characters`.
    pub(super) fn take_one(&mut self, kind: TokenKind, characters: &[char]) -> bool {
        let found = self.is_at(characters);
        if found {
            self.take(kind, Self::skip);
        }
        found
    }
}
