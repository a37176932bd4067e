//! Searching: what was typed to what was found, within limits.

use crate::search::query::{Query, QuerySize};
use crate::search::{Found, SearchError, Suggestion};
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
    let query = Query::read(request.text, QuerySize::default());
    let limit = request.limit.min(snapshot.catalog.config.limits.search_results);
    snapshot.search.find(&query, request.offset.min(DEEPEST_RESULT), limit)
}

/// Titles and headings that complete what is being typed.
///
/// # Errors
/// Where the index cannot be read.
pub fn suggest(snapshot: &Snapshot, text: &str) -> Result<Vec<Suggestion>, SearchError> {
    let query = Query::read(text, QuerySize::default());
    snapshot.search.suggest(&query, SUGGESTIONS)
}
