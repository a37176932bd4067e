//! TOML.

use crate::page::highlight::scanner::Scanner;
use crate::page::highlight::token::{Token, TokenKind};

/// The tokens of TOML.
pub(super) fn tokens(code: &str) -> Vec<Token> {
    let mut scanner = Scanner::new(code);
    // How many brackets are open: a table's header is a bracket outside of any.
    let mut depth = 0_usize;
    let mut is_line_start = true;
    while let Some(next) = scanner.peek() {
        match next {
            '\n' | '\r' => scanner.skip(),
            ' ' | '\t' => scanner.eat_blanks(),
            '#' => scanner.take(TokenKind::Comment, Scanner::eat_line),
            '[' if is_line_start && depth == 0 => scanner.take(TokenKind::Type, |scanner| {
                scanner.eat_while(|c| !"]#\r\n".contains(c));
                scanner.eat_while(|c| c == ']');
            }),
            '[' | '{' => {
                depth += 1;
                scanner.take(TokenKind::Punctuation, Scanner::skip);
            }
            ']' | '}' => {
                depth = depth.saturating_sub(1);
                scanner.take(TokenKind::Punctuation, Scanner::skip);
            }
            ',' => scanner.take(TokenKind::Punctuation, Scanner::skip),
            '=' => scanner.take(TokenKind::Operator, Scanner::skip),
            '"' | '\'' => key_or_value(&mut scanner, |scanner| {
                string(scanner, next);
                Some(TokenKind::String)
            }),
            c if is_word(c) => {
                key_or_value(&mut scanner, |scanner| match scanner.eat_while(is_word) {
                    "true" | "false" | "inf" | "nan" => Some(TokenKind::Constant),
                    word => word
                        .starts_with(|c: char| "+-0123456789".contains(c))
                        .then_some(TokenKind::Number),
                });
            }
            _ => scanner.skip(),
        }
        is_line_start = match next {
            '\n' | '\r' => true,
            ' ' | '\t' => is_line_start,
            _ => false,
        };
    }
    scanner.into_tokens()
}

/// The characters of bare keys, with dots between them, and of numbers and dates.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || "_-+.:".contains(c)
}

/// A token of what `read` passes: a key, where `=` follows, else a value of the kind it tells.
fn key_or_value(scanner: &mut Scanner, read: impl FnOnce(&mut Scanner) -> Option<TokenKind>) {
    let start = scanner.at();
    let kind = read(scanner);
    let is_key = scanner.rest().trim_start_matches([' ', '\t']).starts_with('=');
    if let Some(kind) = Some(TokenKind::Property).filter(|_| is_key).or(kind) {
        scanner.token(start, kind);
    }
}

fn string(scanner: &mut Scanner, quote: char) {
    let long = if quote == '"' { "\"\"\"" } else { "'''" };
    let escape = Some('\\').filter(|_| quote == '"');
    if scanner.eat(long) {
        scanner.eat_through(long);
    } else {
        scanner.skip();
        scanner.eat_string(quote, escape, false);
    }
}

#[cfg(test)]
mod tests {
    use crate::page::highlight::markup::marked;

    #[test]
    fn tables_keys_and_values() {
        let code = r#"
# a
[[a."b c"]] # d
key."x" = "v\"" # e
"quoted" = { n = 1_000, b = true }
list = [
  [1, 'C:\'],
  2026-01-31T10:00:00Z,
]
text = """
[no]
""""#;
        insta::assert_snapshot!(marked("toml", code), @r#"
        ‹comment # a›
        ‹type [[a."b c"]]› ‹comment # d›
        key.‹property "x"› = ‹string "v\""› ‹comment # e›
        ‹property "quoted"› = { ‹property n› = ‹number 1_000›, ‹property b› = ‹constant true› }
        ‹property list› = [
          [‹number 1›, ‹string 'C:\'›],
          ‹number 2026-01-31T10:00:00Z›,
        ]
        ‹property text› = ‹string """
        [no]
        """›
        "#);
    }
}
