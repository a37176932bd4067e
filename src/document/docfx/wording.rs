//! Plain words written so that Markdown shows them as they are.

use crate::text::{AssembledText, Span};

/// Appends the words at `span` of `source` as Markdown that shows just these words on one line.
pub(in crate::document) fn append(output: &mut AssembledText, source: &AssembledText, span: Span) {
    let words = source.text().get(span.range()).unwrap_or_default();
    if words.chars().any(needs_escape) {
        output.insert_for(&escaped(words), source, span);
    } else {
        output.append(source, span);
    }
}

/// The words as Markdown that shows just these words on one line.
pub(in crate::document) fn escaped(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len() + 8);
    for character in words.chars() {
        match character {
            '\n' | '\r' => escaped.push(' '),
            // An entity, since this bracket may not stand in a target either.
            '<' => escaped.push_str("&lt;"),
            '&' | '.' | ',' | ' ' => escaped.push(character),
            _ => {
                if needs_escape(character) {
                    escaped.push('\\');
                }
                escaped.push(character);
            }
        }
    }
    escaped
}

/// Whether the character may mean something to Markdown within a line.
fn needs_escape(character: char) -> bool {
    matches!(
        character,
        '\\' | '`'
            | '*'
            | '_'
            | '['
            | ']'
            | '<'
            | '>'
            | '!'
            | '#'
            | '|'
            | '~'
            | '"'
            | '\n'
            | '\r'
            | ':'
            | '@'
            | '$'
            | '{'
            | '}'
    )
}
