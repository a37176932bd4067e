//! YAML, read line by line.

use crate::page::highlight::scanner::Scanner;
use crate::page::highlight::token::{Token, TokenKind};

/// The tokens of YAML.
pub(super) fn tokens(code: &str) -> Vec<Token> {
    let mut reader = Reader { scanner: Scanner::new(code), brackets: 0, parent: 0 };
    while reader.scanner.peek().is_some() {
        reader.line();
    }
    reader.scanner.into_tokens()
}

struct Reader<'a> {
    scanner: Scanner<'a>,
    /// How many brackets are open.
    brackets: usize,
    /// The column of the last key or dash, from 0: the lines of a block of text are indented more.
    parent: usize,
}

impl Reader<'_> {
    /// Reads a line, and the block of text that it opens.
    fn line(&mut self) {
        let start = self.scanner.at();
        let rest = self.scanner.rest();
        let marker = ["---", "..."].into_iter().find(|marker| {
            let behind = rest.strip_prefix(marker);
            behind.is_some_and(starts_apart)
        });
        if let Some(marker) = marker {
            self.scanner.take_text(TokenKind::Punctuation, marker);
        } else if rest.starts_with('%') {
            self.scanner.take(TokenKind::Macro, Scanner::eat_line);
        }
        loop {
            self.scanner.eat_blanks();
            let column = self.scanner.at() - start;
            match self.scanner.peek() {
                Some('\n' | '\r') => {
                    self.scanner.skip();
                    break;
                }
                Some(next) => self.piece(next, column),
                None => break,
            }
        }
    }

    /// Reads what starts with `next`, which is neither blank nor the end of the line.
    fn piece(&mut self, next: char, column: usize) {
        let scanner = &mut self.scanner;
        let is_word = |c: char| !c.is_whitespace() && !",[]{}".contains(c);
        let is_mark = scanner.rest().strip_prefix(next).is_some_and(starts_apart);
        match next {
            '#' if scanner.previous().is_none_or(char::is_whitespace) => {
                scanner.take(TokenKind::Comment, Scanner::eat_line);
            }
            '|' | '>' if self.brackets == 0 => self.block(),
            '&' | '*' => {
                scanner.take(TokenKind::Label, |scanner| scanner.eat_while(is_word));
            }
            '!' => {
                scanner.take(TokenKind::Type, |scanner| scanner.eat_while(is_word));
            }
            '[' | '{' => {
                self.brackets += 1;
                scanner.take(TokenKind::Punctuation, Scanner::skip);
            }
            ']' | '}' => {
                self.brackets = self.brackets.saturating_sub(1);
                scanner.take(TokenKind::Punctuation, Scanner::skip);
            }
            ',' => scanner.take(TokenKind::Punctuation, Scanner::skip),
            ':' if is_mark => scanner.take(TokenKind::Punctuation, Scanner::skip),
            '-' | '?' if is_mark => {
                self.parent = column;
                scanner.take(TokenKind::Punctuation, Scanner::skip);
            }
            '"' | '\'' => {
                let start = scanner.at();
                scanner.skip();
                scanner.eat_string(next, Some('\\').filter(|_| next == '"'), true);
                self.key_or(start, column, Some(TokenKind::String));
            }
            _ => self.plain(column),
        }
    }

    /// A scalar without quotes: up to a colon, a comment or, between brackets, a comma.
    fn plain(&mut self, column: usize) {
        let start = self.scanner.at();
        self.scanner.skip();
        while let Some(next) = self.scanner.peek() {
            let is_end = match next {
                '\n' | '\r' => true,
                ':' => self.scanner.rest().strip_prefix(':').is_some_and(starts_apart),
                '#' => self.scanner.previous().is_some_and(char::is_whitespace),
                ',' | '[' | ']' | '{' | '}' => self.brackets > 0,
                _ => false,
            };
            if is_end {
                break;
            }
            self.scanner.skip();
        }
        let kind = match self.scanner.since(start).trim() {
            "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "~" => {
                Some(TokenKind::Constant)
            }
            text if text.parse::<f64>().is_ok() => Some(TokenKind::Number),
            _ => None,
        };
        self.key_or(start, column, kind);
    }

    /// A token from `start` on: a key where a colon follows, else of `kind`.
    fn key_or(&mut self, start: usize, column: usize, kind: Option<TokenKind>) {
        let rest = self.scanner.rest().trim_start_matches([' ', '\t']);
        if rest.strip_prefix(':').is_some_and(starts_apart) {
            self.parent = column;
            self.scanner.token(start, TokenKind::Property);
        } else if let Some(kind) = kind {
            self.scanner.token(start, kind);
        }
    }

    /// `|` or `>`, and the block of text below it, if there is one.
    fn block(&mut self) {
        self.scanner.take(TokenKind::Punctuation, |scanner| {
            scanner.skip();
            scanner.eat_while(|c| c.is_ascii_digit() || c == '+' || c == '-');
        });
        self.scanner.eat_blanks();
        if self.scanner.is_at(&['#']) {
            self.scanner.take(TokenKind::Comment, Scanner::eat_line);
        }
        let rest = self.scanner.rest();
        if !rest.starts_with(['\n', '\r']) {
            return;
        }
        // The first of these lines is what is left of the one that opened the block.
        let lines = rest.split_inclusive('\n').take_while(|line| {
            let indent = line.len() - line.trim_start_matches(' ').len();
            line.trim().is_empty() || indent > self.parent
        });
        let length = lines.map(str::len).sum();
        let block = rest.get(..length).unwrap_or_default();
        self.scanner.take_text(TokenKind::String, block);
    }
}

/// Whether `text` starts with white space, or is empty: then what stands before it is a mark, and
/// else a part of a word.
fn starts_apart(text: &str) -> bool {
    text.chars().next().is_none_or(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use crate::page::highlight::markup::marked;

    #[test]
    fn keys_scalars_and_collections() {
        let code = r#"
%YAML 1.2
---
# all
services: # here
  - name: &x Web one#1
    'port': 1.5e3
    on: [yes, "a: b", {k: v}]
    url: http://a:b/c#d
    type: !!str it's
    next: *x
..."#;
        insta::assert_snapshot!(marked("yaml", code), @r#"
        ‹macro %YAML 1.2›
        ---
        ‹comment # all›
        ‹property services›: ‹comment # here›
          - ‹property name›: ‹label &x› Web one#1
            ‹property 'port'›: ‹number 1.5e3›
            ‹property on›: [‹constant yes›, ‹string "a: b"›, {‹property k›: v}]
            ‹property url›: http://a:b/c#d
            ‹property type›: ‹type !!str› it's
            ‹property next›: ‹label *x›
        ...
        "#);
    }

    #[test]
    fn a_block_of_text_ends_where_the_indent_does() {
        let code = r"
steps:
- run: |-  # script
    echo a: b

    # no comment
  name: x
- >
  folded
end: | no block";
        insta::assert_snapshot!(marked("yaml", code), @"
        ‹property steps›:
        - ‹property run›: |-  ‹comment # script›
            ‹string echo a: b

            # no comment›
          ‹property name›: x
        - >
          ‹string folded›
        ‹property end›: | no block
        ");
    }
}
