//! A page of the book.

use askama::Template;

use crate::page::view::{Crumb, Link, Shell, Suggestions};

/// A page of the book.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "document.html", config = "src/page/askama.toml")]
pub struct DocumentPage {
    /// The frame.
    pub shell: Shell,
    /// The first page of the book: larger title, no breadcrumbs needed.
    pub home: bool,
    /// Parts and chapters above this page, then the page itself with an empty `url`.
    pub breadcrumbs: Vec<Crumb>,
    /// What the compiler has to say about this page.
    pub problems: Option<Problems>,
    /// The rendered Markdown, with its `h1`.
    pub body_html: String,
    /// Whether the body holds tabs, zones or versions for the reader to choose from.
    pub has_choices: bool,
    /// Whether the body holds drawn figures.
    pub has_figures: bool,
    /// Headings of this page, two levels deep.
    pub contents: Vec<ContentsEntry>,
    /// The page before it in reading order.
    pub previous: Option<Link>,
    /// The page after it in reading order.
    pub next: Option<Link>,
    /// Places that link here; `None` where there are none.
    pub backlinks: Option<Backlinks>,
    /// Where the source can be edited.
    pub edit_url: Option<String>,
    /// When the source was last changed.
    pub updated: Option<Moment>,
    /// "4 min read".
    pub reading_time: String,
    /// What the page states, at a glance.
    pub stated: Option<StatedPanel>,
    /// Where the page's Markdown is, for copying.
    pub markdown_url: String,
    /// This page with those below it as one, for paper; `None` where there are none below it.
    pub print_url: Option<String>,
    /// The page as schema.org describes it: JSON-LD without any `<`.
    pub structured_html: String,
}

/// What a page states, at a glance.
#[derive(Debug, Clone, Default)]
pub struct StatedPanel {
    /// "12 facts on this page".
    pub summary: String,
    /// The first things it speaks of, with the first facts of each.
    pub things: Vec<StatedThing>,
    /// Where all facts are; `None` where all are shown.
    pub all: Option<Link>,
}

/// A thing in the panel.
#[derive(Debug, Clone, Default)]
pub struct StatedThing {
    /// What it is called.
    pub name: String,
    /// "external network"; empty where the page does not say what it is.
    pub kind: String,
    /// Where it is told of; empty where it has no place.
    pub url: String,
    /// "trusts Data domain", led to the words that say so.
    pub facts: Vec<Link>,
}

/// A heading in the contents of a page.
#[derive(Debug, Clone, Default)]
pub struct ContentsEntry {
    /// Text of the heading.
    pub title: String,
    /// Its fragment: `#flows`.
    pub url: String,
    /// Headings below it.
    pub children: Vec<ContentsEntry>,
}

/// Places that link to a page, or the first of very many.
#[derive(Debug, Clone, Default)]
pub struct Backlinks {
    /// Those shown.
    pub places: Vec<Backlink>,
    /// The page that shows all, as "All 2,134 places"; `None` where all are shown.
    pub all: Option<Link>,
}

/// A place that links to the page.
#[derive(Debug, Clone, Default)]
pub struct Backlink {
    /// Title of the document that links.
    pub title: String,
    /// Heading of the section the link stands in; empty at the top of a document.
    pub section: String,
    /// The place.
    pub url: String,
}

/// A moment, for machines and for people.
#[derive(Debug, Clone, Default)]
pub struct Moment {
    /// RFC 3339: `2026-11-22T16:26:00Z`.
    pub datetime: String,
    /// "22 November 2026".
    pub label: String,
}

/// The diagnostics of a page.
#[derive(Debug, Clone, Default)]
pub struct Problems {
    /// One line: "1 error and 2 warnings on this page".
    pub summary: String,
    /// The gravest severity among them; it colours the callout.
    pub severity: Severity,
    /// Unfold the list from the start.
    pub open: bool,
    /// The diagnostics, gravest first.
    pub items: Vec<Problem>,
}

/// One diagnostic.
#[derive(Debug, Clone, Default)]
pub struct Problem {
    /// How grave it is.
    pub severity: Severity,
    /// Its code, such as `unresolved-link`.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// Where: `content/dmz.md:42:7`.
    pub place: String,
    /// Where in the repository, when that is known; empty otherwise.
    pub url: String,
    /// How to mend it; empty when nobody knows.
    pub help: String,
}

/// How grave a diagnostic is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// For information.
    #[default]
    Note,
    /// Probably not what the author wants.
    Warning,
    /// Wrong.
    Error,
}

impl Severity {
    /// The word shown, also the suffix of the class: `problem-error`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}
