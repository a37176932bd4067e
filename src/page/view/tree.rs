//! The navigation tree beside every page, and the page of all contents.

use askama::Template;

use crate::page::view::{Shell, Suggestions};

/// What a page shows of the book's tree.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    /// The top level by part.
    pub parts: Vec<NavPart>,
    /// Where scripts fetch the rest, ending in a slash: `top.json`, `names.json` and `12.json` for
    /// the branch 12, each a list of entries.
    pub data_url: String,
    /// The page of all contents, for readers without scripts.
    pub contents_url: String,
    /// Offer to filter the tree by name.
    pub filter: bool,
    /// How many entries the whole tree has, as "10,213"; empty where all are shown.
    pub size: String,
}

/// A named group of chapters in the navigation tree.
#[derive(Debug, Clone, Default)]
pub struct NavPart {
    /// Heading of the part; empty for the chapters before the first part.
    pub title: String,
    /// Its chapters.
    pub list: NavList,
}

/// Entries beside each other. It is a template of its own because it nests.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "nav-list.html", config = "src/page/askama.toml")]
pub struct NavList {
    /// Entries left out before those shown.
    pub before: Option<NavRest>,
    /// The entries.
    pub entries: Vec<NavEntry>,
    /// Entries left out behind those shown.
    pub after: Option<NavRest>,
}

/// A link in place of entries that were left out.
#[derive(Debug, Clone, Default)]
pub struct NavRest {
    /// How many: "3,768 more".
    pub label: String,
    /// Where all are shown.
    pub url: String,
    /// The branch they belong to, as scripts ask for it.
    pub branch: String,
}

/// A chapter in the navigation tree.
#[derive(Debug, Clone, Default)]
pub struct NavEntry {
    /// Title of the chapter.
    pub title: String,
    /// Section number such as `2.1`; empty for chapters without one.
    pub number: String,
    /// The page; empty for a draft chapter, which has none yet, and for a folder without a page.
    pub url: String,
    /// This is the page being shown.
    pub current: bool,
    /// Show the children unfolded; set on every ancestor of the current page.
    pub open: bool,
    /// Set where there are chapters below it.
    pub branch: Option<NavBranch>,
    /// Chapters below it; none where they were left out.
    pub children: NavList,
}

/// What is below a chapter.
#[derive(Debug, Clone, Default)]
pub struct NavBranch {
    /// As scripts ask for it.
    pub id: String,
    /// Its place on the page of all contents.
    pub url: String,
}

/// The page of all contents.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "all-contents.html", config = "src/page/askama.toml")]
pub struct AllContentsPage {
    /// The frame.
    pub shell: Shell,
    /// The parts, rendered.
    pub parts_html: String,
}

/// A part of the book with everything in it.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "all-part.html", config = "src/page/askama.toml")]
pub struct AllPart {
    /// Its title; empty for what stands before the first part.
    pub title: String,
    /// What is in it.
    pub entries: Vec<AllEntry>,
}

/// An entry of the page of all contents. It is a template of its own because it nests.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "all-entry.html", config = "src/page/askama.toml")]
pub struct AllEntry {
    /// Its place on the page; empty where nothing is below it.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its section number; empty where it has none.
    pub number: String,
    /// Its page; empty where it has none.
    pub url: String,
    /// What is below it.
    pub children: Vec<AllEntry>,
}
