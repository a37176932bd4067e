//! Code to HTML: escaped, and what the language's words are in spans for the style sheet to colour.
//!
//! A language's lexer turns code into tokens, and `markup` writes them around the code's own text.
//! A lexer can therefore colour wrongly, but it can neither lose nor change a character.

mod c_sharp;
mod diff;
mod ini;
mod json;
mod language;
mod markup;
mod powershell;
mod rdf;
mod rust;
mod scanner;
mod shell;
mod sql;
mod token;
mod toml;
mod visual_basic;
mod words;
mod xml;
mod yaml;

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::page::highlight::language::Language;
use crate::page::highlight::token::{Token, TokenKind};

/// Code of more bytes than this stays plain: nobody reads it for its colours.
const LONGEST_CODE: usize = 200_000;

/// The HTML of `code`: its text, escaped, with a `<span class="hl-…">` around what is worth a
/// colour. Code in a language that is not known is escaped only.
///
/// `language` is a name or file ending in any case, as authors write it behind the fence.
#[must_use]
pub fn highlight(language: &str, code: &str) -> String {
    let language = Language::named(language).filter(|_| code.len() <= LONGEST_CODE);
    let tokens = language.map(|language| caught(|| language.tokens(code)));
    markup::html(code, &tokens.unwrap_or_default())
}

/// What `read` gives; nothing if it panics, because a page is worth more than its colours. A lexer
/// shares nothing with anyone, so that nothing is left half done.
fn caught(read: impl FnOnce() -> Vec<Token>) -> Vec<Token> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_default()
}

/// What to call a language in front of readers (`C#`, `PowerShell`); `None` where it is not known.
#[must_use]
pub fn language_name(language: &str) -> Option<&'static str> {
    Language::named(language).map(|language| language.name)
}

/// Every class that a span can have, for a style sheet to be checked against.
pub fn classes() -> impl Iterator<Item = &'static str> {
    TokenKind::ALL.iter().map(|kind| kind.class())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::highlight::language::LANGUAGES;
    use crate::page::highlight::markup::text_of;
    use proptest::prelude::*;

    #[test]
    fn a_span_names_the_kind_of_its_text() {
        assert_eq!(
            highlight("rs", "a<1;"),
            "a<span class=\"hl-operator\">&lt;</span><span class=\"hl-number\">1</span>\
             <span class=\"hl-punctuation\">;</span>"
        );
    }

    #[test]
    fn unknown_languages_and_long_code_are_escaped_only() {
        assert_eq!(highlight("", "<a & b>"), "&lt;a &amp; b&gt;");
        assert_eq!(highlight("brainfuck", "+"), "+");
        let long = "{} ".repeat(LONGEST_CODE / 3 + 1);
        assert_eq!(highlight("json", &long), long);
    }

    #[test]
    fn a_lexer_that_panics_costs_the_colours_only() {
        assert_eq!(caught(|| panic!("on purpose")), []);
    }

    #[test]
    fn every_language_colours_something() {
        for language in LANGUAGES {
            let code = "[a]\n# x\n@@ -1 @@\n<a b=\"c\"/> SELECT 1 'x' \"y\" if return 12\n";
            assert!(highlight(language.aliases[0], code).contains("<span"), "{}", language.name);
        }
    }

    #[test]
    fn hostile_code_neither_hangs_nor_stops_the_program() {
        // Each of these keeps one grammar or another busy for minutes, or ends its process.
        for part in ["<!--", "- ", "<a ", "(", "[", "<<E\n", "((a)", "x:\n "] {
            let code = part.repeat(20_000 / part.len());
            for language in LANGUAGES {
                let html = highlight(language.aliases[0], &code);
                assert_eq!(text_of(&html), code, "{part} in {}", language.name);
            }
        }
    }

    proptest! {
        #[test]
        fn the_text_is_that_of_the_code(parts in prop::collection::vec(part(), 0..24)) {
            let code = parts.concat();
            for language in LANGUAGES {
                let html = highlight(language.aliases[0], &code);
                prop_assert_eq!(text_of(&html), code.as_str(), "{}", language.name);
            }
        }
    }

    /// A piece of code as any of the languages might have it, or of none.
    fn part() -> impl Strategy<Value = String> {
        prop_oneof![
            2 => "[a-zA-Z_]{1,6}",
            1 => "[0-9.eE+x-]{1,5}",
            2 => "[ \t\r\n]{1,3}",
            4 => "[-!\"#$%&'()*+,./:;<=>?@\\[\\]^_`{|}~\\\\]{1,3}",
            1 => "[äß語😀\u{feff}\u{0}\u{301}\u{a0}]",
            3 => prop::sample::select(vec![
                "/*", "*/", "//", "--", "<!--", "-->", "<![CDATA[", "]]>", "\"\"\"", "'''", "<<E\n",
                "@\"", "$\"", "r#\"", "<#", "#>", "@prefix ", "SELECT ", "fn ", "|\n  ", "- ", "?>",
                "key: ", "REM ", "#If ", "_:b", "^^", "true", "\n@@", "\n+", "&amp;",
            ]).prop_map(str::to_owned),
        ]
    }
}
