//! The tree of the book: made once per revision, sent a part at a time.
//!
//! A page shows what is `near` it, so that its size does not depend on the book's. Scripts fetch
//! the rest branch by branch as `data`, and without scripts the page of all `contents` has it.

mod contents;
mod data;
mod near;

use std::ops::Range;
use std::sync::OnceLock;

use crate::catalog::{Catalog, Navigation, NavigationEntry};
use crate::page::address::{Addresses, Site};

/// Deeper entries stand beside each other at this level. It bounds what walks the tree.
const DEEPEST: usize = 32;

/// An entry by its index, or `None` for the root above all entries.
type Branch = Option<usize>;

/// The navigation of one revision as a tree, with the files that scripts read.
#[derive(Debug)]
pub struct Outline {
    site: Site,
    /// Where the children of each branch lie in `children`; the root's come first.
    ranges: Vec<Range<usize>>,
    children: Vec<usize>,
    version: String,
    names: OnceLock<Vec<u8>>,
    contents: OnceLock<String>,
}

impl Outline {
    /// The tree of a book, for pages that are read from `site`.
    #[must_use]
    pub fn of(catalog: &Catalog, site: Site) -> Self {
        let parents = parents(&catalog.navigation);
        let mut counts = vec![0_usize; parents.len() + 1];
        let slot = |branch: Branch| branch.map_or(0, |entry| entry + 1);
        for parent in &parents {
            if let Some(count) = counts.get_mut(slot(*parent)) {
                *count += 1;
            }
        }
        let mut end = 0;
        let mut ranges: Vec<Range<usize>> = Vec::with_capacity(counts.len());
        for count in counts {
            // Each range grows to its size below.
            ranges.push(end..end);
            end += count;
        }
        let mut children = vec![0; parents.len()];
        for (entry, parent) in parents.iter().enumerate() {
            if let Some(range) = ranges.get_mut(slot(*parent))
                && let Some(child) = children.get_mut(range.end)
            {
                *child = entry;
                range.end += 1;
            }
        }
        let version = version(catalog);
        let (names, contents) = (OnceLock::new(), OnceLock::new());
        Self { site, ranges, children, version, names, contents }
    }

    /// The entries of a branch, in their order.
    fn children(&self, branch: Branch) -> &[usize] {
        let range = self.ranges.get(branch.map_or(0, |entry| entry + 1));
        range.and_then(|range| self.children.get(range.clone())).unwrap_or_default()
    }

    fn is_branch(&self, entry: usize) -> bool {
        !self.children(Some(entry)).is_empty()
    }

    /// Where scripts find the tree below the root of the book, ending in a slash. It changes when
    /// the tree does, so that what lies there may be kept for ever.
    #[must_use]
    pub fn address(&self) -> String {
        format!("_loggia/navigation/{}/", self.version)
    }

    /// Changes when anything that the tree shows does.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The page of all contents below the root of the book.
    #[must_use]
    pub fn contents_address(&self) -> &'static str {
        match self.site {
            Site::Served => "_loggia/contents",
            Site::Static => "_loggia/contents.html",
        }
    }
}

/// The entry each entry is shown below: its own parent, or an ancestor where it lies too deep.
fn parents(navigation: &Navigation) -> Vec<Branch> {
    let mut parents: Vec<Branch> = Vec::with_capacity(navigation.entries.len());
    let mut levels: Vec<usize> = Vec::with_capacity(navigation.entries.len());
    for entry in &navigation.entries {
        let level = |entry: usize| levels.get(entry).copied().unwrap_or_default();
        let parent = match entry.parent {
            Some(parent) if level(parent) + 1 >= DEEPEST => parents.get(parent).copied().flatten(),
            parent => parent,
        };
        levels.push(parent.map_or(0, |parent| level(parent) + 1));
        parents.push(parent);
    }
    parents
}

/// A hash of everything the tree shows, and of the program, which may come to write it otherwise.
fn version(catalog: &Catalog) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut add = |text: &str| {
        hasher.update(&text.len().to_le_bytes());
        hasher.update(text.as_bytes());
    };
    add(env!("CARGO_PKG_VERSION"));
    for entry in &catalog.navigation.entries {
        let page = entry.page.and_then(|page| catalog.pages.get(page));
        add(&entry.name);
        add(page.map_or("", |page| page.route.as_str()));
        add(entry.elsewhere.as_deref().unwrap_or_default());
        add(entry.number.as_deref().unwrap_or_default());
        add(entry.part.as_deref().unwrap_or_default());
        add(&entry.depth.to_string());
    }
    hasher.finalize().to_hex().get(..16).unwrap_or_default().to_owned()
}

/// Where an entry leads: its page, or an address elsewhere.
fn url_of(addresses: Addresses<'_>, entry: &NavigationEntry) -> Option<String> {
    let page = entry.page.map(|page| addresses.page(page, None));
    page.or_else(|| entry.elsewhere.clone())
}

/// The section number that a page shows beside a name; empty where it shows none.
fn number_of(catalog: &Catalog, entry: &NavigationEntry) -> String {
    let number = entry.number.as_ref().filter(|_| catalog.config.pages.section_numbers);
    number.cloned().unwrap_or_default()
}

/// The place of a branch on the page of all contents.
fn branch_id(entry: usize) -> String {
    format!("branch-{entry}")
}
