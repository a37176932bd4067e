//! A DocFX table of contents: `TOC.md` or `toc.yml`, flat and in reading order.

use serde::{Deserialize, Serialize};

use crate::diagnostic::Checked;
use crate::document::{toc_markdown, toc_yaml};
use crate::text::{FilePath, Span};

/// Deeper levels than this are folded into it, so that a hostile file makes no tree that nobody
/// could walk.
pub(in crate::document) const DEEPEST_LEVEL: usize = 32;

/// What a table of contents says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Toc {
    /// Its entries; parents come before their children.
    pub entries: Vec<TocEntry>,
    /// Whether it makes the line of names above a page instead of the navigation.
    pub breadcrumbs: bool,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TocEntry {
    /// What it says; empty where it has only a target.
    pub name: String,
    /// Where it leads, as written.
    pub target: Option<TocTarget>,
    /// The table of contents that stands below it, where that is not what it leads to.
    pub nested: Option<TocTarget>,
    /// The `uid` of the page it leads to.
    pub uid: Option<String>,
    /// How deep it is nested, from 0.
    pub depth: usize,
    /// The entry's bytes: its line, or its name.
    pub span: Span,
}

/// A reference as written, with its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TocTarget {
    /// The reference.
    pub href: String,
    /// Where it stands.
    pub span: Span,
}

/// Reads a table of contents; what cannot be understood is reported and left out.
#[must_use]
pub fn read(file: &FilePath, text: &str) -> Checked<Toc> {
    if file.is_markdown() { toc_markdown::read(file, text) } else { toc_yaml::read(file, text) }
}
