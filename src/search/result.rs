//! What a search gives: plain data that names pages and sections by their place in the catalog.

use crate::catalog::PageIndex;

/// A run of text that is highlighted or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// The text.
    pub text: String,
    /// Whether it matches a word of the query.
    pub highlighted: bool,
}

/// One page of results.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    /// The pages, best first.
    pub pages: Vec<PageHit>,
    /// How many pages there are in all.
    pub total: usize,
    /// The query with misspelt words put right, where nothing was found and that would help.
    pub did_you_mean: Option<String>,
}

/// A page that answers the query.
#[derive(Debug, Clone, PartialEq)]
pub struct PageHit {
    /// The page.
    pub page: PageIndex,
    /// Its title.
    pub title: Vec<Segment>,
    /// The section that answers best.
    pub best: SectionHit,
    /// Up to three more of its sections, best first.
    pub further: Vec<SectionHit>,
}

/// A section that answers the query.
#[derive(Debug, Clone, PartialEq)]
pub struct SectionHit {
    /// Index of the section in its document.
    pub section: usize,
    /// The id by which links reach it; `None` where the page's top is meant.
    pub id: Option<String>,
    /// The headings that lead to it below the page's title, its own last. Empty at the page's top.
    pub headings: Vec<Vec<Segment>>,
    /// About 200 characters where the words stand closest together.
    pub snippet: Vec<Segment>,
    /// How well it answers: comparable within one revision and one query only.
    pub score: f32,
}

/// A title or heading that completes what is being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The page.
    pub page: PageIndex,
    /// The id of the section whose heading it is; `None` where it is the page's title.
    pub id: Option<String>,
    /// The title or heading.
    pub text: Vec<Segment>,
}
