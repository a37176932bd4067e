//! What stands before a directive on its line: quotes, list markers and indentation.

use crate::text::Span;

/// What leads to a directive is looked at up to this many bytes, however long the line is.
pub(in crate::document) const LONGEST_LEAD: usize = 1_000;

/// A line that holds nothing but a directive and what leads to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::document) struct OwnLine {
    /// The line without its line break.
    pub(in crate::document) span: Span,
    /// What must stand before further lines of the same block.
    pub(in crate::document) continuation: String,
    /// Whether a list item begins on this line.
    pub(in crate::document) begins_item: bool,
    /// Whether the line is quoted.
    pub(in crate::document) is_quoted: bool,
}

impl OwnLine {
    /// The line from `start` on that `span` of `text` has for itself, where it has.
    pub(in crate::document) fn of(text: &str, start: usize, span: Span) -> Option<Self> {
        let after = text.get(span.end..)?;
        let rest = after.trim_start_matches([' ', '\t', '\r']);
        let is_alone = rest.is_empty() || rest.starts_with('\n');
        let lead = text.get(start..span.start).filter(|lead| lead.len() <= LONGEST_LEAD)?;
        let (continuation, begins_item) = continuation(lead).filter(|_| is_alone)?;
        Some(Self {
            span: Span::new(start, text.len() - rest.len()),
            is_quoted: continuation.contains('>'),
            continuation,
            begins_item,
        })
    }

    /// What an empty line of the same block looks like.
    pub(in crate::document) fn empty(&self) -> &str {
        self.continuation.trim_end()
    }

    /// How far the directive is set in behind the last quote mark, in bytes.
    pub(in crate::document) fn indentation(&self) -> usize {
        let behind_quote = self.continuation.rfind('>').map_or(0, |at| at + 1);
        self.continuation.len() - behind_quote
    }

    /// Whether the line before holds nothing.
    pub(in crate::document) fn follows_empty(&self, text: &str) -> bool {
        let before = text.get(..self.span.start.saturating_sub(1)).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        self.span.start == 0 || is_empty(line)
    }

    /// The line behind, if there is one.
    pub(in crate::document) fn next<'a>(&self, text: &'a str) -> Option<&'a str> {
        text.get(self.span.end + 1..)?.split('\n').next()
    }
}

/// Whether a line holds nothing but quote marks and white space.
pub(in crate::document) fn is_empty(line: &str) -> bool {
    line.chars().all(|c| c.is_whitespace() || c == '>')
}

/// What continues a block whose first line starts with `lead`, and whether `lead` begins a list
/// item; `None` where `lead` holds anything but quote marks, list markers and white space.
fn continuation(lead: &str) -> Option<(String, bool)> {
    let mut continued = String::with_capacity(lead.len());
    let mut begins_item = false;
    let mut rest = lead;
    while let Some(first) = rest.chars().next() {
        let length = if first == '>' || first == ' ' || first == '\t' {
            continued.push(first);
            1
        } else {
            let length = list_marker(rest)?;
            begins_item = true;
            continued.push_str(&" ".repeat(length));
            length
        };
        rest = rest.get(length..)?;
    }
    Some((continued, begins_item))
}

/// The length of the list marker at the start of a line's text.
pub(in crate::document) fn list_marker(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let behind = text.get(digits..)?;
    let is_marker = match digits {
        0 => behind.starts_with(['-', '*', '+']),
        1..=9 => behind.starts_with(['.', ')']),
        _ => false,
    };
    let length = digits + 1;
    (is_marker && text.get(length..)?.starts_with([' ', '\t'])).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own_line(before: &str) -> Option<(String, bool)> {
        let text = format!("a\n{before}X  \nb");
        let start = 2 + before.len();
        let line = OwnLine::of(&text, 2, Span::new(start, start + 1))?;
        assert_eq!(&text[line.span.range()], format!("{before}X  "));
        assert_eq!(line.next(&text), Some("b"));
        Some((line.continuation, line.begins_item))
    }

    #[test]
    fn what_leads_to_a_line_is_known() {
        let told = |lead, begins| Some((String::from(lead), begins));
        assert_eq!(own_line(""), told("", false));
        assert_eq!(own_line("  > "), told("  > ", false));
        assert_eq!(own_line("12. > "), told("    > ", true));
        assert_eq!(own_line("-   - "), told("      ", true));
        assert_eq!(own_line("a "), None);
        assert_eq!(own_line("-"), None);
        assert_eq!(OwnLine::of("X b", 0, Span::new(0, 1)), None);
    }
}
