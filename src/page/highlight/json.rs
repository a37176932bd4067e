//! JSON, with comments where there are some.

use crate::page::highlight::scanner::Scanner;
use crate::page::highlight::token::{Token, TokenKind};

/// The tokens of JSON.
pub(super) fn tokens(code: &str) -> Vec<Token> {
    let mut scanner = Scanner::new(code);
    while let Some(next) = scanner.peek() {
        let start = scanner.at();
        if scanner.eat("//") {
            scanner.eat_line();
            scanner.token(start, TokenKind::Comment);
        } else if scanner.eat("/*") {
            scanner.eat_through("*/");
            scanner.token(start, TokenKind::Comment);
        } else if next == '"' {
            scanner.skip();
            scanner.eat_string('"', Some('\\'), false);
            let is_key = scanner.rest().trim_start().starts_with(':');
            let kind = if is_key { TokenKind::Property } else { TokenKind::String };
            scanner.token(start, kind);
        } else if next == '-' || next.is_ascii_digit() {
            scanner.take(TokenKind::Number, |scanner| {
                scanner.eat_while(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
            });
        } else if next.is_ascii_alphabetic() {
            let word = scanner.eat_while(|c| c.is_ascii_alphanumeric());
            if ["true", "false", "null"].contains(&word) {
                scanner.token(start, TokenKind::Constant);
            }
        } else if !scanner.take_one(TokenKind::Punctuation, &['{', '}', '[', ']', ',', ':']) {
            scanner.skip();
        }
    }
    scanner.into_tokens()
}

#[cfg(test)]
mod tests {
    use crate::page::highlight::markup::marked;

    #[test]
    fn keys_are_not_strings() {
        let code = r#"
{ "port" : -1.5e+3, /* all */
  "on": [true, "a\"", ...] } // end"#;
        insta::assert_snapshot!(marked("jsonc", code), @r#"
        { ‹property "port"› : ‹number -1.5e+3›, ‹comment /* all */›
          ‹property "on"›: [‹constant true›, ‹string "a\""›, ...] } ‹comment // end›
        "#);
    }
}
