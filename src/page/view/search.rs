//! Results of a search.

use askama::Template;

use crate::page::view::{Link, Shell, Suggestions};

/// Results of a search, or the empty search page.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "search.html", config = "src/page/askama.toml")]
pub struct SearchPage {
    /// The frame; its search field should hold the query too.
    pub shell: Shell,
    /// Where the form goes.
    pub action: String,
    /// What was asked; empty for a fresh page.
    pub query: String,
    /// "23 results in 4 ms"; empty for a fresh page.
    pub summary: String,
    /// A better spelling, with the address that searches for it.
    pub did_you_mean: Option<Link>,
    /// What was found, grouped by document, best first.
    pub results: Vec<SearchResult>,
    /// The page of results before this one.
    pub previous_url: Option<String>,
    /// The page of results after this one.
    pub next_url: Option<String>,
    /// "Page 2 of 5"; empty when there is only one.
    pub position: String,
}

/// One document among the results.
#[derive(Debug, Clone, Default)]
pub struct SearchResult {
    /// Its title, with `<mark>` around what matched and everything else escaped.
    pub title_html: String,
    /// Its page.
    pub url: String,
    /// Titles of the parts and chapters above it.
    pub trail: Vec<String>,
    /// Text around the match, with `<mark>`; empty when only sections matched.
    pub snippet_html: String,
    /// The sections that matched, best first.
    pub sections: Vec<SearchSection>,
}

/// One section among the results of a document.
#[derive(Debug, Clone, Default)]
pub struct SearchSection {
    /// Its heading, with `<mark>`.
    pub title_html: String,
    /// Its place in the page.
    pub url: String,
    /// Text around the match, with `<mark>`.
    pub snippet_html: String,
}

/// Results page of a static book: `static-search.js` fills it from `?q=`.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "search-static.html", config = "src/page/askama.toml")]
pub struct StaticSearchPage {
    /// The frame; its search field names the index.
    pub shell: Shell,
    /// Where the form goes: this very page.
    pub action: String,
    /// The index file.
    pub index_url: String,
}
