//! Where a place is, in the lines and columns that people and tools count from 1.

use crate::text::{LineColumn, Place, SourceText, Texts};

/// The lines and columns of a place in a text that is at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Location {
    /// Where it starts.
    pub(super) start: LineColumn,
    /// Where the text behind it starts.
    pub(super) end: LineColumn,
    /// The line of its last character: the line before `end` where it ends in a line break.
    pub(super) last_line: usize,
}

impl Location {
    /// The location of `place` with columns in Unicode scalar values, unless its text is not among
    /// `texts`.
    pub(super) fn find(place: &Place, texts: &Texts) -> Option<Self> {
        Self::count(place, texts, SourceText::line_column)
    }

    /// The same with columns in UTF-16 code units.
    pub(super) fn find_utf16(place: &Place, texts: &Texts) -> Option<Self> {
        Self::count(place, texts, utf16_line_column)
    }

    fn count(
        place: &Place,
        texts: &Texts,
        line_column: fn(&SourceText, usize) -> LineColumn,
    ) -> Option<Self> {
        let source = texts.get(&place.file)?;
        let last = place.span.end.saturating_sub(1).max(place.span.start);
        Some(Self {
            start: line_column(source, place.span.start),
            end: line_column(source, place.span.end),
            last_line: source.line_column(last).line,
        })
    }
}

fn utf16_line_column(source: &SourceText, offset: usize) -> LineColumn {
    let LineColumn { line, column } = source.line_column(offset);
    let start = source.lines().line_start(line).unwrap_or_default();
    let rest = source.text().get(start..).unwrap_or_default();
    let before = rest.chars().take(column - 1);
    LineColumn { line, column: before.map(char::len_utf16).sum::<usize>() + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{FilePath, Span};
    use std::sync::Arc;

    fn texts(text: &str) -> (FilePath, Texts) {
        let file = FilePath::new("a.md").unwrap();
        let source = Arc::new(SourceText::new(file.clone(), text));
        (file.clone(), Texts::from([(file, source)]))
    }

    #[test]
    fn columns_count_characters_or_code_units() {
        let (file, texts) = texts("ab\r\n😀é x");
        let place = Place::new(file, Span::new(4, "ab\r\n😀é x".len()));
        let characters = Location::find(&place, &texts).unwrap();
        assert_eq!((characters.end.line, characters.end.column), (2, 5));
        let units = Location::find_utf16(&place, &texts).unwrap();
        assert_eq!((units.start.line, units.start.column), (2, 1));
        assert_eq!((units.end.line, units.end.column), (2, 6));
    }

    #[test]
    fn a_place_that_ends_in_a_line_break_ends_on_that_line() {
        let (file, texts) = texts("one\ntwo\n");
        let location = Location::find(&Place::new(file, Span::new(0, 4)), &texts).unwrap();
        assert_eq!((location.end.line, location.end.column), (2, 1));
        assert_eq!(location.last_line, 1);
    }

    #[test]
    fn a_place_outside_the_text_is_at_its_end() {
        let (file, texts) = texts("ab");
        let far = Place::new(file, Span::new(usize::MAX, usize::MAX));
        let location = Location::find(&far, &texts).unwrap();
        assert_eq!((location.start.line, location.start.column), (1, 3));
    }

    #[test]
    fn a_file_without_text_has_no_lines() {
        let place = Place::start_of(FilePath::new("b.md").unwrap());
        assert_eq!(Location::find(&place, &Texts::new()), None);
    }
}
