//! INI files and their many relatives, read line by line.

use crate::page::highlight::scanner::Scanner;
use crate::page::highlight::token::{Token, TokenKind};

/// The tokens of an INI file.
pub(super) fn tokens(code: &str) -> Vec<Token> {
    let mut scanner = Scanner::new(code);
    while scanner.peek().is_some() {
        scanner.eat_while(char::is_whitespace);
        if scanner.is_at(&['#', ';']) {
            scanner.take(TokenKind::Comment, Scanner::eat_line);
        } else if scanner.is_at(&['[']) {
            scanner.take(TokenKind::Type, Scanner::eat_line);
        } else {
            let start = scanner.at();
            scanner.eat_while(|c| !"=:\r\n".contains(c));
            if scanner.is_at(&['=', ':']) {
                scanner.token(start, TokenKind::Property);
                scanner.take(TokenKind::Operator, Scanner::skip);
                value(&mut scanner);
            }
        }
    }
    scanner.into_tokens()
}

/// The rest of the line: most values are words, and only the others have a colour.
fn value(scanner: &mut Scanner) {
    scanner.eat_blanks();
    let start = scanner.at();
    let is_quoted = scanner.is_at(&['"', '\'']);
    let text = scanner.eat_while(|c| c != '\n' && c != '\r').trim_end();
    let is_number = !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c == '.');
    let is_constant = ["true", "false", "yes", "no", "on", "off"]
        .iter()
        .any(|constant| text.eq_ignore_ascii_case(constant));
    if is_quoted {
        scanner.token(start, TokenKind::String);
    } else if is_number {
        scanner.token(start, TokenKind::Number);
    } else if is_constant {
        scanner.token(start, TokenKind::Constant);
    }
}

#[cfg(test)]
mod tests {
    use crate::page::highlight::markup::marked;

    #[test]
    fn sections_and_values() {
        insta::assert_snapshot!(marked("ini", "; c\n[Section A]\nhost name = bts01 ; part of it\nport: 1801\nname=\"x\"\r\nflag = Yes\n\nalone"), @r#"
        ‹comment ; c›
        ‹type [Section A]›
        ‹property host name› = bts01 ; part of it
        ‹property port›: ‹number 1801›
        ‹property name›=‹string "x"›
        ‹property flag› = ‹constant Yes›

        alone
        "#);
    }
}
