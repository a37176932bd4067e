//! The table of contents: parts, chapters and their order.

use crate::catalog::PageIndex;
use crate::text::Place;

/// The table of contents, flat and in reading order; parents come before their children.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Navigation {
    /// All entries.
    pub entries: Vec<NavigationEntry>,
}

/// One line of the table of contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavigationEntry {
    /// What the line says.
    pub name: String,
    /// Its page; `None` for a draft or a folder without a page.
    pub page: Option<PageIndex>,
    /// The entry it is nested in.
    pub parent: Option<usize>,
    /// How deep it is nested, from 0.
    pub depth: usize,
    /// Its section number (`1.2`), where it is numbered.
    pub number: Option<String>,
    /// The part it belongs to: the last part title before it.
    pub part: Option<String>,
    /// Whether a line separates it from the entry before.
    pub separated: bool,
    /// Where the line stands; `None` where the navigation was made of folders.
    pub place: Option<Place>,
}

impl Navigation {
    /// The names above an entry, outermost first: its part, then its ancestors.
    #[must_use]
    pub fn trail(&self, entry: usize) -> Vec<&str> {
        let mut names: Vec<&str> = self
            .ancestors(entry)
            .map(|ancestor| ancestor.name.as_str())
            .collect();
        let part = self.entries.get(entry).and_then(|entry| entry.part.as_deref());
        names.extend(part);
        names.reverse();
        names
    }

    /// The entries above an entry, innermost first.
    pub fn ancestors(&self, entry: usize) -> impl Iterator<Item = &NavigationEntry> {
        let parent_of = |entry: usize| self.entries.get(entry)?.parent;
        std::iter::successors(parent_of(entry), move |parent| parent_of(*parent))
            .filter_map(|ancestor| self.entries.get(ancestor))
    }

    /// The nearest entries before and behind an entry that have a page of their own.
    #[must_use]
    pub fn neighbours(&self, entry: usize) -> (Option<PageIndex>, Option<PageIndex>) {
        let own = self.entries.get(entry).and_then(|entry| entry.page);
        let other = |candidate: &NavigationEntry| candidate.page.filter(|page| Some(*page) != own);
        let before = self.entries.iter().take(entry).rev().find_map(other);
        let behind = self.entries.iter().skip(entry + 1).find_map(other);
        (before, behind)
    }
}
