//! A text put together from pieces of files, which still knows where each byte came from.

use serde::{Deserialize, Serialize};

use crate::text::{FilePath, Place, Span};

/// A text made of pieces of one or more files: what is parsed after includes were inserted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssembledText {
    text: String,
    pieces: Vec<Piece>,
}

/// A run of bytes copied from a file, or inserted in place of `origin`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Piece {
    /// Where the run starts in the assembled text.
    start: usize,
    file: FilePath,
    origin: Span,
    /// Whether byte n of the run is byte n of `origin`; else the whole run stands for `origin`.
    copied: bool,
}

impl AssembledText {
    /// An empty text.
    #[must_use]
    pub fn new() -> Self {
        Self { text: String::new(), pieces: Vec::new() }
    }

    /// The whole of one file's text from `start` on.
    #[must_use]
    pub fn whole(file: &FilePath, text: &str, start: usize) -> Self {
        let mut assembled = Self::new();
        assembled.copy(file, text, Span::new(start, text.len()));
        assembled
    }

    /// Appends the bytes of `span` of `file`, whose whole text is `text`.
    pub fn copy(&mut self, file: &FilePath, text: &str, span: Span) {
        if let Some(bytes) = text.get(span.range()).filter(|bytes| !bytes.is_empty()) {
            self.push(bytes, file, span, true);
        }
    }

    /// Appends `text` that stands in no file, in place of `span` of `file`.
    pub fn insert(&mut self, text: &str, file: &FilePath, span: Span) {
        if !text.is_empty() {
            self.push(text, file, span, false);
        }
    }

    /// Appends the bytes of `span` of another assembled text; each byte keeps its origin.
    pub fn append(&mut self, other: &Self, span: Span) {
        let first = other.pieces.partition_point(|piece| piece.start <= span.start);
        let mut index = first.saturating_sub(1);
        while let Some(piece) = other.pieces.get(index).filter(|piece| piece.start < span.end) {
            index += 1;
            let end = other.pieces.get(index).map_or(other.text.len(), |next| next.start);
            let own = Span::new(piece.start.max(span.start), end.min(span.end));
            let Some(bytes) = other.text.get(own.range()).filter(|bytes| !bytes.is_empty()) else {
                continue;
            };
            let origin = if piece.copied {
                let from = piece.origin.start + own.start - piece.start;
                Span::new(from, from + own.end - own.start)
            } else {
                piece.origin
            };
            self.push(bytes, &piece.file, origin, piece.copied);
        }
    }

    /// Appends `text` that stands in no file, in place of `span` of another assembled text.
    pub fn insert_for(&mut self, text: &str, other: &Self, span: Span) {
        if let Some(place) = other.place(span) {
            self.insert(text, &place.file, place.span);
        }
    }

    /// The assembled text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where `span` of the assembled text came from. A span over several files is cut to the
    /// piece it starts in.
    #[must_use]
    pub fn place(&self, span: Span) -> Option<Place> {
        let index =
            self.pieces.partition_point(|piece| piece.start <= span.start).checked_sub(1)?;
        let piece = self.pieces.get(index)?;
        if !piece.copied {
            return Some(Place::new(piece.file.clone(), piece.origin));
        }
        let at = |offset: usize| (piece.origin.start + offset - piece.start).min(piece.origin.end);
        let own = Span::new(at(span.start), at(span.end.max(span.start)));
        Some(Place::new(piece.file.clone(), own))
    }

    /// The parts of `span` by the files they came from, in order.
    pub fn origins(&self, span: Span) -> impl Iterator<Item = (Span, &FilePath)> {
        let first = self.pieces.partition_point(|piece| piece.start <= span.start);
        let first = first.saturating_sub(1);
        let ends = self.pieces.iter().skip(first + 1).map(|next| next.start);
        let pieces = self.pieces.iter().skip(first).zip(ends.chain([self.text.len()]));
        let pieces = pieces.take_while(move |(piece, _)| piece.start < span.end);
        pieces.map(move |(piece, end)| {
            (Span::new(piece.start.max(span.start), end.min(span.end)), &piece.file)
        })
    }

    /// The files that pieces were copied from, in order, with repetitions.
    pub fn files(&self) -> impl Iterator<Item = &FilePath> {
        self.pieces.iter().map(|piece| &piece.file)
    }

    fn push(&mut self, bytes: &str, file: &FilePath, origin: Span, copied: bool) {
        self.pieces.push(Piece { start: self.text.len(), file: file.clone(), origin, copied });
        self.text.push_str(bytes);
    }
}

impl Default for AssembledText {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_knows_its_file() {
        let (outer, inner) =
            (FilePath::new("outer.md").unwrap(), FilePath::new("inner.md").unwrap());
        let mut text = AssembledText::new();
        text.copy(&outer, "one {{x}} two", Span::new(0, 4));
        text.copy(&inner, "(inner)", Span::new(1, 6));
        text.insert("!", &outer, Span::new(4, 9));
        text.copy(&outer, "one {{x}} two", Span::new(9, 13));
        assert_eq!(text.text(), "one inner! two");
        let place = |start, end| {
            let place = text.place(Span::new(start, end)).unwrap();
            (place.file.to_string(), place.span.start, place.span.end)
        };
        assert_eq!(place(0, 3), ("outer.md".into(), 0, 3));
        assert_eq!(place(4, 9), ("inner.md".into(), 1, 6));
        assert_eq!(place(9, 10), ("outer.md".into(), 4, 9));
        assert_eq!(place(11, 14), ("outer.md".into(), 10, 13));
        assert_eq!(place(2, 8), ("outer.md".into(), 2, 4));
        assert_eq!(AssembledText::new().place(Span::default()), None);
    }

    #[test]
    fn bytes_keep_their_origin_from_text_to_text() {
        let (outer, inner) =
            (FilePath::new("outer.md").unwrap(), FilePath::new("inner.md").unwrap());
        let mut first = AssembledText::new();
        first.copy(&outer, "one two", Span::new(0, 4));
        first.insert("!!", &outer, Span::new(4, 5));
        first.copy(&inner, "three", Span::new(0, 5));
        let mut second = AssembledText::new();
        second.insert_for("> ", &first, Span::new(6, 7));
        second.append(&first, Span::new(2, 9));
        assert_eq!(second.text(), "> e !!thr");
        let place = |start, end| {
            let place = second.place(Span::new(start, end)).unwrap();
            (place.file.to_string(), place.span.start, place.span.end)
        };
        assert_eq!(place(0, 2), ("inner.md".into(), 0, 1));
        assert_eq!(place(2, 4), ("outer.md".into(), 2, 4));
        assert_eq!(place(4, 5), ("outer.md".into(), 4, 5));
        assert_eq!(place(7, 9), ("inner.md".into(), 1, 3));
    }
}
