//! Many pages as one, for paper.

use askama::Template;

use crate::page::view::{Link, Shell};

/// Many pages as one.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "print.html", config = "src/page/askama.toml")]
pub struct PrintPage {
    /// The frame, of which only the head is used.
    pub shell: Shell,
    /// What it is called.
    pub title: String,
    /// Whether it is the whole book.
    pub is_whole: bool,
    /// How many pages there are.
    pub count: usize,
    /// The pages; none where there are too many.
    pub pages: Vec<PrintedPage>,
    /// What can be printed instead where there are too many pages.
    pub parts: Vec<Link>,
}

/// One page among others.
#[derive(Debug, Clone, Default)]
pub struct PrintedPage {
    /// The place of the page.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// How deep it stands below the first, at most 6.
    pub depth: usize,
    /// Its body, every place of which has a name that no other has.
    pub body_html: String,
}
