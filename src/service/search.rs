//! Searching: what was typed to what was found, within limits.

mod filter;

pub use filter::{Filter, FilterProblem, Narrowing};

use crate::catalog::PageIndex;
use crate::search::query::{Query, QuerySize};
use crate::search::{Found, SearchError, Segment, Suggestion};
use crate::snapshot::Snapshot;

/// How many suggestions are made while someone types.
const SUGGESTIONS: usize = 8;

/// How deep into the results a reader can go.
const DEEPEST_RESULT: usize = 1_000;

/// A search as a door passes it on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SearchRequest<'a> {
    /// What was typed.
    pub text: &'a str,
    /// How many pages to pass over.
    pub offset: usize,
    /// How many pages to give; the book's limit holds where this is more.
    pub limit: usize,
}

/// The pages that answer a search, best first.
///
/// # Errors
/// Where the index cannot be read.
pub fn find(snapshot: &Snapshot, request: SearchRequest<'_>) -> Result<Found, SearchError> {
    find_among(snapshot, request, &Filter::default())
}

/// The pages that answer a search by sections that a filter allows, best first.
///
/// # Errors
/// Where the index cannot be read.
pub fn find_among(
    snapshot: &Snapshot,
    request: SearchRequest<'_>,
    filter: &Filter,
) -> Result<Found, SearchError> {
    let query = Query::read(request.text, QuerySize::default());
    let limit = request.limit.min(snapshot.catalog.config.limits.search_results);
    let allowed = |page, section| filter.allows(page, section);
    snapshot.search.find_among(&query, &allowed, request.offset.min(DEEPEST_RESULT), limit)
}

/// Titles and headings that complete what is being typed.
///
/// # Errors
/// Where the index cannot be read.
pub fn suggest(snapshot: &Snapshot, text: &str) -> Result<Vec<Suggestion>, SearchError> {
    let query = Query::read(text, QuerySize::default());
    snapshot.search.suggest(&query, SUGGESTIONS)
}

/// A place offered while someone types.
#[derive(Debug, Clone, PartialEq)]
pub struct Completion {
    /// The page.
    pub page: PageIndex,
    /// The id of the section; `None` where the page's top is meant.
    pub id: Option<String>,
    /// The section's heading; empty where the page's top is meant.
    pub heading: Vec<Segment>,
    /// A passage that holds the words; empty where the title or heading does.
    pub snippet: Vec<Segment>,
}

/// Titles and headings that complete what is being typed, then passages that hold it, each place
/// once.
///
/// # Errors
/// Where the index cannot be read.
pub fn complete(snapshot: &Snapshot, text: &str) -> Result<Vec<Completion>, SearchError> {
    let titles = suggest(snapshot, text)?.into_iter().map(|suggestion| Completion {
        page: suggestion.page,
        heading: if suggestion.id.is_some() { suggestion.text } else { Vec::new() },
        id: suggestion.id,
        snippet: Vec::new(),
    });
    let mut completions: Vec<Completion> = titles.collect();
    let found = find(snapshot, SearchRequest { text, offset: 0, limit: SUGGESTIONS })?;
    for hit in found.pages {
        let is_known = |known: &Completion| (known.page, &known.id) == (hit.page, &hit.best.id);
        if completions.len() < SUGGESTIONS && !completions.iter().any(is_known) {
            completions.push(Completion {
                page: hit.page,
                heading: hit.best.headings.last().cloned().unwrap_or_default(),
                id: hit.best.id,
                snippet: hit.best.snippet,
            });
        }
    }
    Ok(completions)
}
