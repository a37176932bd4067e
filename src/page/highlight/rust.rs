//! Rust.

use std::sync::LazyLock;

use crate::page::highlight::scanner::Scanner;
use crate::page::highlight::token::{Token, TokenKind};
use crate::page::highlight::words::{self, Quote, Rules};

/// The tokens of Rust.
pub(super) fn tokens(code: &str) -> Vec<Token> {
    words::tokens(code, &RUST)
}

static RUST: LazyLock<Rules> = LazyLock::new(|| Rules {
    words: words::table(&[
        (TokenKind::Keyword, KEYWORDS),
        (TokenKind::Type, TYPES),
        (TokenKind::Constant, "false true"),
        (TokenKind::Variable, "self"),
    ]),
    ignores_case: false,
    line_comment: "//",
    block_comment: Some(("/*", "*/")),
    quotes: &QUOTES,
    marks: &[('$', TokenKind::Variable)],
    capitals_tell: true,
    capital_call: TokenKind::Constructor,
    macro_mark: Some('!'),
    special,
});

const QUOTES: [Quote; 1] = [Quote { many_lines: true, ..Quote::string('"') }];

const KEYWORDS: &str = "as async await break const continue crate dyn else enum extern fn for if \
    impl in let loop macro_rules match mod move mut pub ref return static struct super trait type \
    union unsafe use where while yield";

const TYPES: &str =
    "bool char f32 f64 i8 i16 i32 i64 i128 isize str u8 u16 u32 u64 u128 usize Self";

/// Attributes, lifetimes, characters and raw strings.
fn special(scanner: &mut Scanner) -> bool {
    let rest = scanner.rest();
    if rest.starts_with("#[") || rest.starts_with("#![") {
        scanner.take(TokenKind::Attribute, |scanner| scanner.eat_through("]"));
        return true;
    }
    if rest.starts_with('\'') {
        quote(scanner);
        return true;
    }
    if let Some(end) = raw_string_end(rest) {
        scanner.take(TokenKind::String, |scanner| {
            scanner.eat_while(|c| c != '"');
            scanner.skip();
            scanner.eat_through(&end);
        });
        return true;
    }
    false
}

/// A character between quotes, or a lifetime.
fn quote(scanner: &mut Scanner) {
    let start = scanner.at();
    scanner.skip();
    let mut ahead = scanner.rest().chars();
    let is_escape = ahead.next() == Some('\\');
    if is_escape || ahead.next() == Some('\'') {
        scanner.eat_string('\'', Some('\\'), false);
        scanner.token(start, TokenKind::String);
    } else {
        scanner.eat_while(|c| c.is_alphanumeric() || c == '_');
        scanner.token(start, TokenKind::Label);
    }
}

/// What closes the raw string that `code` starts with.
fn raw_string_end(code: &str) -> Option<String> {
    let code = code.strip_prefix(['b', 'c']).unwrap_or(code).strip_prefix('r')?;
    let behind = code.trim_start_matches('#');
    let hashes = code.len() - behind.len();
    behind.starts_with('"').then(|| format!("\"{}", "#".repeat(hashes)))
}

#[cfg(test)]
mod tests {
    use crate::page::highlight::markup::marked;

    #[test]
    fn items_and_expressions() {
        let code = r##"
/// One.
#[derive(Debug)]
pub struct A<'a>(&'a str);
fn main() -> Option<u8> {
    println!("{}\n", r#"""#);
    let x = self.list[0..MAX_LEN].map(|y| 'y' != '\'') /* b */;
    Some(1_000.5f32)
}"##;
        insta::assert_snapshot!(marked("rs", code), @r##"
        ‹comment /// One.›
        ‹attribute #[derive(Debug)]›
        ‹keyword pub› ‹keyword struct› ‹type A›<‹label 'a›>(&‹label 'a› ‹type str›);
        ‹keyword fn› ‹function main›() -> ‹type Option›<‹type u8›> {
            ‹macro println!›(‹string "{}\n"›, ‹string r#"""#›);
            ‹keyword let› x = ‹variable self›.‹property list›[‹number 0›..‹constant MAX_LEN›].‹function map›(|y| ‹string 'y'› != ‹string '\''›) ‹comment /* b */›;
            ‹constructor Some›(‹number 1_000.5f32›)
        }
        "##);
    }
}
