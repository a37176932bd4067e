//! Shell scripts, and sessions at a terminal.

use crate::page::highlight::scanner::Scanner;
use crate::page::highlight::token::{Token, TokenKind};

const KEYWORDS: &[&str] = &[
    "case", "do", "done", "elif", "else", "esac", "export", "fi", "for", "function", "if", "in",
    "local", "readonly", "return", "select", "set", "source", "then", "unset", "until", "while",
];

/// Keywords behind which no command is meant.
const WITHOUT_COMMAND: &[&str] =
    &["case", "export", "for", "function", "in", "local", "readonly", "return", "select", "set"];

/// What a line of a session starts with, if it is not what a program has said.
const PROMPTS: &[&str] = &["$ ", "> ", "PS> ", "C:\\> "];

/// The tokens of a shell script.
pub(super) fn tokens(code: &str) -> Vec<Token> {
    let mut scanner = Scanner::new(code);
    while scanner.peek().is_some() {
        line(&mut scanner);
    }
    scanner.into_tokens()
}

/// The tokens of a session: of the lines behind a prompt, where there is any, else of all lines.
pub(super) fn session(code: &str) -> Vec<Token> {
    let mut lines = code.lines();
    if !lines.any(|line| PROMPTS.iter().any(|prompt| line.starts_with(prompt))) {
        return tokens(code);
    }
    let mut scanner = Scanner::new(code);
    while scanner.peek().is_some() {
        let mut prompts = PROMPTS.iter();
        if prompts.any(|prompt| scanner.take_text(TokenKind::Punctuation, prompt)) {
            line(&mut scanner);
        } else {
            scanner.eat_line();
            scanner.eat_while(|c| c == '\n' || c == '\r');
        }
    }
    scanner.into_tokens()
}

/// Reads a line; strings may take it further.
fn line(scanner: &mut Scanner) {
    // Whether the next word is the name of a program.
    let mut is_command = true;
    while let Some(next) = scanner.peek() {
        match next {
            '\n' | '\r' => {
                scanner.skip();
                break;
            }
            ' ' | '\t' => scanner.eat_blanks(),
            '#' if scanner.previous().is_none_or(char::is_whitespace) => {
                scanner.take(TokenKind::Comment, Scanner::eat_line);
            }
            '\\' => {
                scanner.skip();
                scanner.eat("\r");
                scanner.skip();
            }
            '"' => {
                scanner.take_string('"', '\\', variable);
                is_command = false;
            }
            '\'' => {
                scanner.take(TokenKind::String, |scanner| {
                    scanner.skip();
                    scanner.eat_string('\'', None, true);
                });
                is_command = false;
            }
            '$' => {
                if !variable(scanner) {
                    scanner.take(TokenKind::Operator, Scanner::skip);
                }
            }
            '&' if scanner.before().ends_with(['<', '>']) => {
                scanner.take(TokenKind::Operator, Scanner::skip);
            }
            '|' | '&' | ';' | '(' | '{' | '`' => {
                scanner.take(TokenKind::Operator, Scanner::skip);
                is_command = true;
            }
            '<' | '>' | ')' | '}' | '!' | '[' | ']' | '=' => {
                scanner.take(TokenKind::Operator, Scanner::skip);
            }
            _ => is_command = word(scanner, is_command),
        }
    }
}

/// Reads a word, and tells whether the name of a program may follow.
fn word(scanner: &mut Scanner, is_command: bool) -> bool {
    let start = scanner.at();
    let is_apart = scanner.previous().is_none_or(char::is_whitespace);
    let is_word = |c: char| !c.is_whitespace() && !"\"'$|&;(){}<>`=\\".contains(c);
    let word = scanner.eat_while(is_word);
    if is_command && scanner.is_at(&['=']) {
        scanner.token(start, TokenKind::Property);
        scanner.take(TokenKind::Operator, Scanner::skip);
        // The value is one word, unless it is a string or a variable.
        scanner.eat_while(is_word);
        return true;
    }
    if (is_command || word == "in" || word == "do") && KEYWORDS.contains(&word) {
        scanner.token(start, TokenKind::Keyword);
        return !WITHOUT_COMMAND.contains(&word);
    }
    if is_command && word.starts_with(|c: char| c.is_alphabetic() || "./_~".contains(c)) {
        scanner.token(start, TokenKind::Function);
    } else if is_apart && word.starts_with('-') {
        scanner.token(start, TokenKind::Attribute);
    } else if is_apart && !word.is_empty() && word.chars().all(|c| c.is_ascii_digit()) {
        scanner.token(start, TokenKind::Number);
    }
    // A word of no length would be met again and again.
    if word.is_empty() {
        scanner.skip();
    }
    false
}

/// Reads `$name`, `${…}` or `$1`, and tells whether there was one.
fn variable(scanner: &mut Scanner) -> bool {
    let start = scanner.at();
    if scanner.eat("${") {
        scanner.eat_while(|c| c != '}' && c != '\n');
        scanner.eat("}");
    } else {
        let name = scanner.rest().strip_prefix('$').unwrap_or_default();
        let is_special = name.starts_with(|c: char| "@*#?$!-0123456789".contains(c));
        let is_name = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
        if !is_special && !is_name {
            return false;
        }
        scanner.skip();
        scanner.skip();
        if is_name {
            scanner.eat_while(|c| c.is_alphanumeric() || c == '_');
        }
    }
    scanner.token(start, TokenKind::Variable);
    true
}

#[cfg(test)]
mod tests {
    use crate::page::highlight::markup::marked;

    #[test]
    fn a_script() {
        let code = r#"
#!/bin/sh
A=1 B=$(pwd) # set
for f in *.md; do
  echo "in $f, \$x ${A:-2}" 'it is' | wc -l > out 2>&1 && exit 1
done
if [ -z "$1" ]; then git commit --all -m x#y \
  --amend; fi"#;
        insta::assert_snapshot!(marked("sh", code), @r#"
        ‹comment #!/bin/sh›
        ‹property A›=1 ‹property B›=$(‹function pwd›) ‹comment # set›
        ‹keyword for› f ‹keyword in› *.md; ‹keyword do›
          ‹function echo› ‹string "in› ‹variable $f›‹string , \$x› ‹variable ${A:-2}›‹string "› ‹string 'it is'› | ‹function wc› ‹attribute -l› > out ‹number 2›>&1 && ‹function exit› ‹number 1›
        ‹keyword done›
        ‹keyword if› [ ‹attribute -z› ‹string "›‹variable $1›‹string "› ]; ‹keyword then› ‹function git› commit ‹attribute --all› ‹attribute -m› x#y \
          ‹attribute --amend›; ‹keyword fi›
        "#);
    }

    #[test]
    fn what_a_program_says_has_no_colours() {
        let code = r"
$ loggia check
error: it's for you
$ echo 'a'
a";
        insta::assert_snapshot!(marked("console", code), @"
        $ ‹function loggia› check
        error: it's for you
        $ ‹function echo› ‹string 'a'›
        a
        ");
        insta::assert_snapshot!(marked("console", "loggia serve ."), @"‹function loggia› serve .");
    }
}
