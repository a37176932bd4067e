//! Text and places in it: paths below a root, byte spans, lines and columns, assembled texts.
//!
//! Offsets are bytes and 0-based everywhere inside the program. Lines and columns are 1-based and
//! exist only where something is shown; a column counts Unicode scalar values.

mod assembled;
mod line_index;
mod path;

pub use assembled::AssembledText;
pub use line_index::{LineColumn, LineIndex};
pub use path::{FilePath, PathProblem};

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

/// A half-open range of bytes in one text.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// The byte behind the last one.
    pub end: usize,
}

impl Span {
    /// The span from `start` to `end`; an end before the start counts as empty.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end: end.max(start) }
    }

    /// The same span, `offset` bytes further on.
    #[must_use]
    pub fn shifted(self, offset: usize) -> Self {
        Self::new(self.start + offset, self.end + offset)
    }

    /// Whether `offset` lies in the span.
    #[must_use]
    pub fn contains(self, offset: usize) -> bool {
        self.start <= offset && offset < self.end
    }

    /// The span as a range, for slicing.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// A span in a file: what every diagnostic and every fact points at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The file.
    pub file: FilePath,
    /// The bytes of its text as it was read.
    pub span: Span,
}

impl Place {
    /// The place of `span` in `file`.
    #[must_use]
    pub fn new(file: FilePath, span: Span) -> Self {
        Self { file, span }
    }

    /// The very start of `file`, for what concerns the file as a whole.
    #[must_use]
    pub fn start_of(file: FilePath) -> Self {
        Self::new(file, Span::default())
    }
}

/// The text of one file, as it was read, with its lines.
#[derive(Debug)]
pub struct SourceText {
    path: FilePath,
    text: Arc<str>,
    lines: OnceLock<LineIndex>,
}

impl SourceText {
    /// The text of the file at `path`.
    #[must_use]
    pub fn new(path: FilePath, text: impl Into<Arc<str>>) -> Self {
        Self { path, text: text.into(), lines: OnceLock::new() }
    }

    /// Where the text was read.
    #[must_use]
    pub fn path(&self) -> &FilePath {
        &self.path
    }

    /// The text itself.
    #[must_use]
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// Its lines, counted at the first call.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// Line and column of a byte offset.
    pub fn line_column(&self, offset: usize) -> LineColumn {
        self.lines().line_column(&self.text, offset)
    }
}

/// All texts of one revision by path.
pub type Texts = BTreeMap<FilePath, Arc<SourceText>>;
