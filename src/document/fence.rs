//! What stands behind the language of a fence: options as names with values, and their places.
//!
//! `sparql caption="Who trusts whom" show=list`: separated by spaces or commas. Whatever stands
//! there can be read; what an option means is the business of whoever asks for it.

use crate::diagnostic::nearest;
use crate::document::{CodeBlock, Document};
use crate::text::{Place, Span};

/// An option that cannot be meant so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionProblem {
    /// Where in the info string.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: String,
}

/// The language of a fence that is drawn.
pub const FIGURE: &str = "figure";

/// A name with its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item<'a> {
    /// What stands before the `=`.
    pub name: &'a str,
    /// What stands behind it.
    pub value: Value<'a>,
    /// Both, in the info string.
    pub span: Span,
}

/// The value of an option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'a> {
    /// There is none.
    None,
    /// This one.
    Is(&'a str),
    /// Its quotation mark is never closed.
    Open,
}

/// Whether a character stands between two options.
fn separates(c: char) -> bool {
    c.is_whitespace() || c == ','
}

/// The options behind the language.
#[must_use]
pub fn items(info: &str) -> Vec<Item<'_>> {
    let mut items = Vec::new();
    let is_end = |c: char| separates(c) || c == '{';
    let mut rest = info.get(info.find(is_end).unwrap_or(info.len())..).unwrap_or_default();
    loop {
        rest = rest.trim_start_matches(separates);
        if rest.is_empty() {
            return items;
        }
        let start = info.len() - rest.len();
        let (name, after) = cut(rest, |c| separates(c) || c == '=');
        let (value, after) = match after.strip_prefix('=') {
            None => (Value::None, after),
            Some(after) => value(after),
        };
        rest = after;
        items.push(Item { name, value, span: Span::new(start, info.len() - rest.len()) });
    }
}

fn value(text: &str) -> (Value<'_>, &str) {
    let mark = text.chars().next().filter(|mark| ['"', '\''].contains(mark));
    let Some(mark) = mark else {
        let (value, rest) = cut(text, separates);
        return (Value::Is(value), rest);
    };
    match text.strip_prefix(mark).and_then(|inside| inside.split_once(mark)) {
        Some((value, rest)) => (Value::Is(value), rest),
        None => (Value::Open, ""),
    }
}

fn cut(text: &str, ends: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(ends).unwrap_or(text.len()))
}

/// The known word that is meant, else all of them.
#[must_use]
pub fn suggestion<const N: usize>(wrong: &str, known: [&str; N]) -> String {
    nearest(wrong, known).map_or_else(
        || format!("write one of: {}", known.map(|name| format!("`{name}`")).join(", ")),
        |near| format!("did you mean `{near}`?"),
    )
}

/// A problem of an option.
#[must_use]
pub fn problem(span: Span, message: String, help: impl Into<String>) -> OptionProblem {
    OptionProblem { span, message, help: help.into() }
}

/// The line that opens the fence.
#[must_use]
pub fn of_fence(document: &Document, block: &CodeBlock) -> Place {
    document.place(opening(document, block))
}

/// A part of the info string; the whole line where escapes hide it.
#[must_use]
pub fn in_info(document: &Document, block: &CodeBlock, span: Span) -> Place {
    let line = opening(document, block);
    let text = document.text.text().get(line.range()).unwrap_or_default();
    let info = text.find(block.info.as_str()).filter(|_| !span.range().is_empty());
    document.place(info.map_or(line, |at| span.shifted(line.start + at)))
}

fn opening(document: &Document, block: &CodeBlock) -> Span {
    let source = document.text.text().get(block.span.range()).unwrap_or_default();
    let first = source.lines().next().unwrap_or_default();
    Span::new(block.span.start, block.span.start + first.len())
}
