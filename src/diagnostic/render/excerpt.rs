//! The few lines of a text that a diagnostic shows, cut so that no line is of an absurd length.

use std::ops::Range;

use crate::text::{SourceText, Span};

/// A span over more lines than this is shown by its first line.
const MOST_LINES: usize = 16;
/// How many bytes of a line are kept before and behind what is underlined. It is far more than a
/// screen is wide: the renderer fits a line to the screen, but not one of megabytes.
const CONTEXT: usize = 2000;
/// How many bytes of a line are underlined at most.
const LONGEST_UNDERLINE: usize = 2000;
const CUT: &str = "…";

/// Lines of a text with the place of a span in them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// The lines, each behind the other with a `\n` between.
    pub(super) text: String,
    /// The 1-based number of the first line.
    pub(super) first_line: usize,
    /// The span, in bytes of `text` and at the borders of its characters.
    pub(super) span: Range<usize>,
}

impl Excerpt {
    /// The lines of `source` that `span` touches.
    pub(super) fn of(source: &SourceText, span: Span) -> Self {
        let text: &str = source.text();
        let start = boundary(text, span.start);
        // Empty at the end of a line break stays empty; else the break itself is not underlined.
        let end = boundary(text, span.end).max(start);
        let first = source.lines().line(start);
        let last = source.lines().line(end.saturating_sub(1).max(start));
        let mut excerpt = Self { text: String::new(), first_line: first, span: 0..0 };
        let last = if last - first < MOST_LINES { last } else { first };
        for number in first..=last {
            let line = line_range(source, number);
            // Where the underline starts and ends in this line.
            let from = start.clamp(line.start, line.end);
            let to = end.clamp(from, line.end);
            excerpt.push(text, &line, from..to, number == first);
        }
        excerpt
    }

    /// The 1-based column at which the span starts in what is left of its line.
    pub(super) fn column(&self) -> usize {
        let before = self.text.get(..self.span.start).unwrap_or_default();
        before.chars().count() + 1
    }

    /// Appends `line` of `text`, cut to a window around the part that is underlined.
    fn push(&mut self, text: &str, line: &Range<usize>, part: Range<usize>, is_first: bool) {
        let from = if part.start - line.start > CONTEXT {
            boundary(text, part.start - CONTEXT)
        } else {
            line.start
        };
        let part_end = boundary(text, part.end.min(part.start + LONGEST_UNDERLINE));
        let to = boundary(text, line.end.min(part_end + CONTEXT));
        if !is_first {
            self.text.push('\n');
        }
        if from > line.start {
            self.text.push_str(CUT);
        }
        let shift = self.text.len();
        self.text.push_str(text.get(from..to).unwrap_or_default());
        if to < line.end {
            self.text.push_str(CUT);
        }
        let at = |offset: usize| shift + (offset - from);
        if is_first {
            self.span.start = at(part.start);
        }
        self.span.end = at(part_end);
    }
}

/// The bytes of a line without its line break.
fn line_range(source: &SourceText, number: usize) -> Range<usize> {
    let text: &str = source.text();
    let lines = source.lines();
    let start = lines.line_start(number).unwrap_or(text.len());
    let next = lines.line_start(number + 1).unwrap_or(text.len());
    let line = text.get(start..next).unwrap_or_default();
    let bare = line.trim_end_matches(['\r', '\n']);
    start..start + bare.len()
}

/// The border of a character at or before `offset`.
fn boundary(text: &str, offset: usize) -> usize {
    let offset = offset.min(text.len());
    (0..=offset).rev().find(|offset| text.is_char_boundary(*offset)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::FilePath;
    use proptest::prelude::*;

    fn excerpt(text: &str, start: usize, end: usize) -> Excerpt {
        let source = SourceText::new(FilePath::new("a.md").unwrap(), text);
        Excerpt::of(&source, Span::new(start, end))
    }

    fn underlined(text: &str, start: usize, end: usize) -> String {
        let excerpt = excerpt(text, start, end);
        excerpt.text[excerpt.span].to_owned()
    }

    #[test]
    fn line_breaks_of_all_kinds_are_left_out() {
        for text in ["one\r\ntwo\r\nthree", "one\rtwo\rthree", "one\ntwo\nthree"] {
            let start = text.find("two").unwrap();
            let shown = excerpt(text, start, start + 3);
            assert_eq!((shown.text.as_str(), shown.first_line), ("two", 2));
            assert_eq!(shown.span, 0..3);
        }
        assert_eq!(excerpt("one\r\ntwo", 1, 7).text, "one\ntwo");
        assert_eq!(underlined("one\r\ntwo", 1, 7), "ne\ntw");
        assert_eq!(underlined("one\ntwo", 0, 4), "one");
    }

    #[test]
    fn a_long_line_is_cut_around_the_span() {
        let text = format!("{}wrong{}", "ä".repeat(5_000_000), "ö".repeat(5_000_000));
        let start = text.find("wrong").unwrap();
        let shown = excerpt(&text, start, start + 5);
        assert_eq!(&shown.text[shown.span], "wrong");
        assert!(shown.text.starts_with("…ä") && shown.text.ends_with("ö…"));
        assert!(shown.text.len() < 5000);
    }

    #[test]
    fn a_long_span_is_shown_by_its_first_line() {
        let text = "line\n".repeat(1000);
        let shown = excerpt(&text, 5, text.len());
        assert_eq!((shown.text.as_str(), shown.first_line), ("line", 2));
        assert_eq!(excerpt(&text, 5, 5 + 5 * MOST_LINES).text.lines().count(), MOST_LINES);
    }

    proptest! {
        #[test]
        fn every_span_of_every_text_is_shown_whole_characters_only(
            text in "[a-c ä語😀\u{feff}\t\r\n]{0,80}",
            start in 0..120_usize,
            length in 0..120_usize,
        ) {
            let shown = excerpt(&text, start, start + length);
            prop_assert!(shown.text.get(shown.span).is_some());
        }
    }
}
