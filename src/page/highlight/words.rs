//! Languages whose words tell nearly everything: a lexer that is told the words.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::page::highlight::scanner::Scanner;
use crate::page::highlight::token::{Token, TokenKind};

/// What a language looks like.
pub(super) struct Rules {
    /// The words that mean something: in lower case, where case means nothing.
    pub(super) words: HashMap<&'static str, TokenKind>,
    /// Whether case means nothing.
    pub(super) ignores_case: bool,
    /// What starts a comment to the end of the line.
    pub(super) line_comment: &'static str,
    /// What opens and closes other comments.
    pub(super) block_comment: Option<(&'static str, &'static str)>,
    /// Texts between quotes.
    pub(super) quotes: &'static [Quote],
    /// What a name may start with, besides letters and `_`, and what it then is.
    pub(super) marks: &'static [(char, TokenKind)],
    /// Whether names that start with a capital are types, and all in capitals constants.
    pub(super) capitals_tell: bool,
    /// What a name with a capital is in front of a parenthesis.
    pub(super) capital_call: TokenKind,
    /// What follows the name of a macro.
    pub(super) macro_mark: Option<char>,
    /// Reads what only this language has, and tells whether it did.
    pub(super) special: fn(&mut Scanner) -> bool,
}

/// A text between quotes. A closing quote written twice needs no rule: it ends one text and starts
/// another of the same kind.
pub(super) struct Quote {
    pub(super) open: char,
    pub(super) close: char,
    pub(super) escape: Option<char>,
    pub(super) many_lines: bool,
    pub(super) kind: TokenKind,
}

impl Quote {
    /// A string within a line, escaped with a backslash.
    pub(super) const fn string(quote: char) -> Self {
        Self {
            open: quote,
            close: quote,
            escape: Some('\\'),
            many_lines: false,
            kind: TokenKind::String,
        }
    }

    /// A name within a line, not escaped.
    pub(super) const fn name(open: char, close: char) -> Self {
        Self { open, close, escape: None, many_lines: false, kind: TokenKind::Property }
    }
}

/// Lists of words, with white space between, as a table.
pub(super) fn table(lists: &[(TokenKind, &'static str)]) -> HashMap<&'static str, TokenKind> {
    let lists = lists.iter();
    let words = lists.flat_map(|(kind, list)| list.split_whitespace().map(|word| (word, *kind)));
    words.collect()
}

/// The tokens of `code`, which is as `rules` say.
pub(super) fn tokens(code: &str, rules: &Rules) -> Vec<Token> {
    let mut lexer = Lexer { scanner: Scanner::new(code), rules, last: Last::Other };
    while let Some(next) = lexer.scanner.peek() {
        lexer.piece(next);
    }
    lexer.scanner.into_tokens()
}

/// What stands before a name tells what the name is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Type,
    New,
    Other,
}

struct Lexer<'a> {
    scanner: Scanner<'a>,
    rules: &'a Rules,
    last: Last,
}

impl Lexer<'_> {
    fn piece(&mut self, next: char) {
        const PUNCTUATION: [char; 9] = [',', ';', '.', '(', ')', '{', '}', '[', ']'];
        const OPERATORS: [char; 15] =
            ['+', '-', '*', '/', '%', '=', '<', '>', '!', '&', '|', '^', '~', ':', '?'];
        if next.is_whitespace() {
            self.scanner.eat_while(char::is_whitespace);
            return;
        }
        let last = std::mem::replace(&mut self.last, Last::Other);
        let (scanner, rules) = (&mut self.scanner, self.rules);
        let start = scanner.at();
        if (rules.special)(scanner) {
        } else if scanner.eat(rules.line_comment) {
            scanner.eat_line();
            scanner.token(start, TokenKind::Comment);
        } else if let Some((_, end)) = rules.block_comment.filter(|(start, _)| scanner.eat(start)) {
            scanner.eat_through(end);
            scanner.token(start, TokenKind::Comment);
        } else if let Some(quote) = rules.quotes.iter().find(|quote| quote.open == next) {
            scanner.skip();
            scanner.eat_string(quote.close, quote.escape, quote.many_lines);
            scanner.token(start, quote.kind);
        } else if next.is_ascii_digit() {
            scanner.take(TokenKind::Number, Scanner::eat_number);
        } else if let Some((_, kind)) = rules.marks.iter().find(|(mark, _)| *mark == next) {
            scanner.eat_while(|c| c == next);
            scanner.eat_while(is_name);
            scanner.token(start, *kind);
        } else if is_name(next) {
            self.name(last);
        } else if !scanner.take_one(TokenKind::Punctuation, &PUNCTUATION)
            && !scanner.take_one(TokenKind::Operator, &OPERATORS)
        {
            scanner.skip();
        }
    }

    fn name(&mut self, last: Last) {
        // Two full stops make a range.
        let before = self.scanner.before();
        let is_member = before.ends_with('.') && !before.ends_with("..");
        let start = self.scanner.at();
        let name = self.scanner.eat_while(is_name);
        let folded = if self.rules.ignores_case {
            Cow::Owned(name.to_lowercase())
        } else {
            Cow::Borrowed(name)
        };
        if self.rules.macro_mark.is_some_and(|mark| self.is_macro(mark)) {
            self.scanner.skip();
            self.scanner.token(start, TokenKind::Macro);
            return;
        }
        let word = self.rules.words.get(&*folded).filter(|_| !is_member);
        if word == Some(&TokenKind::Comment) {
            self.scanner.eat_line();
        }
        let kind = word.copied().or_else(|| self.kind_by_look(name, last, is_member));
        if let Some(kind) = kind {
            self.scanner.token(start, kind);
        }
        self.last = match kind {
            Some(TokenKind::Type) => Last::Type,
            Some(TokenKind::Keyword) if name == "new" => Last::New,
            _ => Last::Other,
        };
    }

    fn is_macro(&self, mark: char) -> bool {
        let behind = self.scanner.rest().strip_prefix(mark);
        behind.is_some_and(|behind| !behind.starts_with('='))
    }

    /// What a name is that is no word of the language.
    fn kind_by_look(&self, name: &str, last: Last, is_member: bool) -> Option<TokenKind> {
        let has_capital = self.rules.capitals_tell && name.starts_with(char::is_uppercase);
        let is_call = self.scanner.is_at(&['(']);
        if has_capital && last == Last::New {
            Some(TokenKind::Type)
        } else if has_capital && is_call {
            Some(self.rules.capital_call)
        } else if is_call {
            Some(TokenKind::Function)
        } else if is_member || (has_capital && last == Last::Type) {
            // The name of a member follows a full stop, or, where it is declared, its type.
            Some(TokenKind::Property).filter(|_| self.rules.capitals_tell)
        } else if has_capital && name.len() > 1 && !name.contains(char::is_lowercase) {
            Some(TokenKind::Constant)
        } else {
            Some(TokenKind::Type).filter(|_| has_capital)
        }
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}
