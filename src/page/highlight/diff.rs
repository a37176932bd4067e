//! Differences between files, as `diff` and Git write them.

use crate::page::highlight::scanner::Scanner;
use crate::page::highlight::token::{Token, TokenKind};

/// What the lines start with and what they are; the first that fits is right.
const LINES: &[(&str, TokenKind)] = &[
    ("+++", TokenKind::Keyword),
    ("---", TokenKind::Keyword),
    ("diff ", TokenKind::Keyword),
    ("index ", TokenKind::Comment),
    ("new file", TokenKind::Comment),
    ("deleted file", TokenKind::Comment),
    ("rename ", TokenKind::Comment),
    ("similarity ", TokenKind::Comment),
    ("\\ ", TokenKind::Comment),
    ("@@", TokenKind::Label),
    ("+", TokenKind::Inserted),
    (">", TokenKind::Inserted),
    ("-", TokenKind::Deleted),
    ("<", TokenKind::Deleted),
];

/// The tokens of a difference.
pub(super) fn tokens(code: &str) -> Vec<Token> {
    let mut scanner = Scanner::new(code);
    while scanner.peek().is_some() {
        let start = scanner.at();
        let line = LINES.iter().find(|(prefix, _)| scanner.eat(prefix));
        scanner.eat_line();
        if let Some((_, kind)) = line {
            scanner.token(start, *kind);
        }
        scanner.eat_while(|c| c == '\n' || c == '\r');
    }
    scanner.into_tokens()
}

#[cfg(test)]
mod tests {
    use crate::page::highlight::markup::marked;

    #[test]
    fn lines_tell_what_they_are() {
        let code = r"
diff --git a b
index 1..2
--- a
+++ b
@@ -1,2 +1,2 @@ fn
 same
-old
+new

\ No newline";
        insta::assert_snapshot!(marked("patch", code), @r"
        ‹keyword diff --git a b›
        ‹comment index 1..2›
        ‹keyword --- a›
        ‹keyword +++ b›
        ‹label @@ -1,2 +1,2 @@ fn›
         same
        ‹deleted -old›
        ‹inserted +new›

        ‹comment \ No newline›
        ");
    }
}
