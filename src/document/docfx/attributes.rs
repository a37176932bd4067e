//! The attributes of a `:::` directive: `name="value"` in any order.

use std::ops::Range;

/// An attribute; ranges are bytes of the text that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::document) struct Attribute<'a> {
    /// Its name as written.
    pub(in crate::document) name: &'a str,
    /// The bytes of its value, without quotes.
    pub(in crate::document) value: Range<usize>,
}

/// The attributes of one directive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::document) struct Attributes<'a> {
    text: &'a str,
    list: Vec<Attribute<'a>>,
}

impl<'a> Attributes<'a> {
    /// The bytes of the value of `name`, in any case.
    pub(in crate::document) fn range(&self, name: &str) -> Option<Range<usize>> {
        let mut list = self.list.iter();
        let attribute = list.find(|attribute| attribute.name.eq_ignore_ascii_case(name))?;
        Some(attribute.value.clone())
    }

    /// The value of `name`.
    pub(in crate::document) fn value(&self, name: &str) -> Option<&'a str> {
        self.text.get(self.range(name)?)
    }
}

/// Reads attributes from `offset` of `text` on; gives where the first byte stands that belongs to
/// none.
pub(in crate::document) fn read(text: &str, offset: usize) -> (Attributes<'_>, usize) {
    let mut attributes = Attributes { text, list: Vec::new() };
    let mut offset = offset;
    while let Some((attribute, end)) = attribute(text, skip(text, offset, char::is_whitespace)) {
        attributes.list.push(attribute);
        offset = end;
    }
    (attributes, skip(text, offset, char::is_whitespace))
}

fn attribute(text: &str, start: usize) -> Option<(Attribute<'_>, usize)> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let name_end = skip(text, start, is_name);
    let name = text.get(start..name_end).filter(|name| !name.is_empty())?;
    let equals = skip(text, name_end, |c| c == ' ');
    if !text.get(equals..)?.starts_with('=') {
        return None;
    }
    let opening = skip(text, equals + 1, |c| c == ' ');
    let quote = text.get(opening..)?.chars().next().filter(|c| matches!(c, '"' | '\''));
    let Some(quote) = quote else {
        let end = skip(text, opening, |c| !c.is_whitespace() && c != ':');
        return Some((Attribute { name, value: opening..end }, end));
    };
    let start = opening + 1;
    let length = text.get(start..)?.find(quote)?;
    let value = start..start + length;
    // An empty line ends the paragraph, and with it whatever has begun in it.
    let is_whole = text.get(value.clone()).is_some_and(|value| !value.contains("\n\n"));
    is_whole.then(|| (Attribute { name, value }, start + length + 1))
}

fn skip(text: &str, offset: usize, skipped: impl Fn(char) -> bool) -> usize {
    let rest = text.get(offset..).unwrap_or_default();
    offset + rest.find(|c: char| !skipped(c)).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_come_in_any_order_and_end_where_another_thing_begins() {
        let text = "x a=\"1 'b'\" c-d='\"' e = \"\" span=2::: f=\"g";
        let (attributes, end) = read(text, 1);
        let told = ["A", "c-d", "e", "span", "f"].map(|name| attributes.value(name));
        assert_eq!(told, [Some("1 'b'"), Some("\""), Some(""), Some("2"), None]);
        assert_eq!(&text[end..], "::: f=\"g");
        assert_eq!(read("a=\"b\n\nc\"", 0).1, 0);
    }
}
