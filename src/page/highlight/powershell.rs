//! PowerShell.

use crate::page::highlight::scanner::Scanner;
use crate::page::highlight::token::{Token, TokenKind};

const KEYWORDS: &[&str] = &[
    "begin",
    "break",
    "catch",
    "class",
    "continue",
    "data",
    "do",
    "dynamicparam",
    "else",
    "elseif",
    "end",
    "enum",
    "exit",
    "filter",
    "finally",
    "for",
    "foreach",
    "function",
    "hidden",
    "if",
    "in",
    "param",
    "process",
    "return",
    "static",
    "switch",
    "throw",
    "trap",
    "try",
    "until",
    "using",
    "while",
];

/// Words behind a dash that are operators, their forms with `c` and `i` in front left out.
const OPERATORS: &[&str] = &[
    "and",
    "as",
    "band",
    "bnot",
    "bor",
    "bxor",
    "contains",
    "eq",
    "f",
    "ge",
    "gt",
    "in",
    "is",
    "isnot",
    "join",
    "le",
    "like",
    "lt",
    "match",
    "ne",
    "not",
    "notcontains",
    "notin",
    "notlike",
    "notmatch",
    "or",
    "replace",
    "shl",
    "shr",
    "split",
    "xor",
];

/// The tokens of PowerShell.
pub(super) fn tokens(code: &str) -> Vec<Token> {
    let mut scanner = Scanner::new(code);
    while let Some(next) = scanner.peek() {
        let start = scanner.at();
        match next {
            '#' if !scanner.previous().is_some_and(is_word) => {
                scanner.take(TokenKind::Comment, Scanner::eat_line);
            }
            '<' if scanner.eat("<#") => {
                scanner.eat_through("#>");
                scanner.token(start, TokenKind::Comment);
            }
            '@' if scanner.eat("@\"") => {
                scanner.eat_through("\n\"@");
                scanner.token(start, TokenKind::String);
            }
            '@' if scanner.eat("@'") => {
                scanner.eat_through("\n'@");
                scanner.token(start, TokenKind::String);
            }
            '"' => scanner.take_string('"', '`', variable),
            '\'' => {
                scanner.skip();
                scanner.eat_string('\'', None, true);
                scanner.token(start, TokenKind::String);
            }
            '`' => {
                scanner.skip();
                scanner.skip();
            }
            '$' => {
                if !variable(&mut scanner) {
                    scanner.take(TokenKind::Operator, Scanner::skip);
                }
            }
            '0'..='9' => scanner.take(TokenKind::Number, Scanner::eat_number),
            '[' if scanner.rest().strip_prefix('[').is_some_and(starts_with_letter) => {
                scanner.take(TokenKind::Punctuation, Scanner::skip);
                type_name(&mut scanner);
            }
            '-' if scanner.rest().strip_prefix('-').is_some_and(starts_with_letter) => {
                dashed(&mut scanner);
            }
            c if is_word(c) => word(&mut scanner),
            _ => {
                const PUNCTUATION: [char; 9] = ['(', ')', '{', '}', '[', ']', ',', ';', '.'];
                const SIGNS: [char; 12] =
                    ['=', '+', '-', '*', '/', '%', '|', '&', '<', '>', '!', ':'];
                if !scanner.take_one(TokenKind::Punctuation, &PUNCTUATION)
                    && !scanner.take_one(TokenKind::Operator, &SIGNS)
                {
                    scanner.skip();
                }
            }
        }
    }
    scanner.into_tokens()
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn starts_with_letter(text: &str) -> bool {
    text.starts_with(char::is_alphabetic)
}

/// `[type]` behind its bracket. An index is not told from a type: it has no letters, mostly.
fn type_name(scanner: &mut Scanner) {
    let start = scanner.at();
    scanner.eat_while(|c| is_word(c) || c == '.');
    if scanner.is_at(&[']', '(', '[']) {
        scanner.token(start, TokenKind::Type);
    }
}

/// `-eq`, or the name of a parameter.
fn dashed(scanner: &mut Scanner) {
    let start = scanner.at();
    scanner.skip();
    let name = scanner.eat_while(is_word).to_lowercase();
    let bare = name.strip_prefix(['c', 'i']).unwrap_or(&name);
    let is_operator = OPERATORS.contains(&name.as_str()) || OPERATORS.contains(&bare);
    let kind = if is_operator { TokenKind::Operator } else { TokenKind::Attribute };
    scanner.token(start, kind);
}

/// A keyword, a member, or a command: `Verb-Noun`, or anything in front of a parenthesis.
fn word(scanner: &mut Scanner) {
    let start = scanner.at();
    let is_member = matches!(scanner.previous(), Some('.' | ':'));
    let first = scanner.eat_while(is_word);
    let has_noun = scanner.rest().strip_prefix('-').is_some_and(starts_with_letter);
    if has_noun && !is_member {
        scanner.eat_while(|c| is_word(c) || c == '-');
        scanner.token(start, TokenKind::Function);
    } else if scanner.is_at(&['(']) && !KEYWORDS.contains(&first.to_lowercase().as_str()) {
        scanner.token(start, TokenKind::Function);
    } else if is_member {
        scanner.token(start, TokenKind::Property);
    } else if KEYWORDS.contains(&first.to_lowercase().as_str()) {
        scanner.token(start, TokenKind::Keyword);
    }
}

/// Reads `$name`, `$scope:name` or `${…}`, and tells whether there was one.
fn variable(scanner: &mut Scanner) -> bool {
    let start = scanner.at();
    if scanner.eat("${") {
        scanner.eat_while(|c| c != '}' && c != '\n');
        scanner.eat("}");
    } else {
        let name = scanner.rest().strip_prefix('$').unwrap_or_default();
        if !name.starts_with(|c: char| is_word(c) || c == '?') {
            return false;
        }
        scanner.skip();
        scanner.skip();
        scanner.eat_while(is_word);
        if scanner.rest().strip_prefix(':').is_some_and(starts_with_letter) {
            scanner.skip();
            scanner.eat_while(is_word);
        }
    }
    let is_constant = ["$true", "$false", "$null"]
        .iter()
        .any(|constant| scanner.since(start).eq_ignore_ascii_case(constant));
    let kind = if is_constant { TokenKind::Constant } else { TokenKind::Variable };
    scanner.token(start, kind);
    true
}

#[cfg(test)]
mod tests {
    use crate::page::highlight::markup::marked;

    #[test]
    fn commands_parameters_and_variables() {
        let code = r#"
<# all #>
$server = Get-Server -Name 'BTS''01' # one
if ($server.Port -ceq 1801 -and $true) {
    Write-Host "On $server`", $($env:TEMP)" | Out-Null
}
[System.IO.File]::Exists($list[0])
@"
text
"@"#;
        insta::assert_snapshot!(marked("ps1", code), @r#"
        ‹comment <# all #>›
        ‹variable $server› = ‹function Get-Server› ‹attribute -Name› ‹string 'BTS''01'› ‹comment # one›
        ‹keyword if› (‹variable $server›.‹property Port› -ceq ‹number 1801› -and ‹constant $true›) {
            ‹function Write-Host› ‹string "On› ‹variable $server›‹string `", $(›‹variable $env:TEMP›‹string )"› | ‹function Out-Null›
        }
        [‹type System.IO.File›]::‹function Exists›(‹variable $list›[‹number 0›])
        ‹string @"
        text
        "@›
        "#);
    }
}
