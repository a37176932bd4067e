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
    /// The facts that answer what was asked, where facts do.
    pub answer: Option<AnswerBox>,
    /// What was found, grouped by document, best first.
    pub results: Vec<SearchResult>,
    /// The page of results before this one.
    pub previous_url: Option<String>,
    /// The page of results after this one.
    pub next_url: Option<String>,
    /// "Page 2 of 5"; empty when there is only one.
    pub position: String,
}

/// Facts that answer what was asked, above the results.
#[derive(Debug, Clone, Default)]
pub struct AnswerBox {
    /// What is answered, or the thing that was named.
    pub heading: String,
    /// The thing's page; empty where no single thing is meant.
    pub heading_url: String,
    /// What the thing is; empty where no single thing is meant.
    pub kind: String,
    /// The words that describe the thing, or nothing.
    pub description: String,
    /// "3 facts, stated in 2 documents."
    pub summary: String,
    /// The heads of the columns.
    pub columns: Vec<String>,
    /// The facts.
    pub rows: Vec<AnswerRow>,
    /// How many more there are.
    pub hidden: usize,
}

/// One fact.
#[derive(Debug, Clone, Default)]
pub struct AnswerRow {
    /// Its values, one for each column.
    pub cells: Vec<AnswerCell>,
    /// What a reader must know of it; empty where it is plainly asserted.
    pub note: String,
    /// The first of the places that say so.
    pub sources: Vec<Link>,
    /// How many more places there are.
    pub more: usize,
}

/// One value of a fact.
#[derive(Debug, Clone, Default)]
pub struct AnswerCell {
    /// The value.
    pub text: String,
    /// Its page; empty where it is no thing.
    pub url: String,
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
