//! The seam to whatever holds the index: engines build views, views find.

use std::fmt::Debug;
use std::io;
use std::sync::Arc;

use crate::catalog::{Catalog, PageIndex};
use crate::search::query::Query;
use crate::search::{Found, Suggestion};

/// The index could not be written or read. Nothing the content or the query says leads here.
#[derive(Debug, thiserror::Error)]
#[error("the search index failed: {0}")]
pub struct SearchError(pub(in crate::search) String);

/// Tells of a page and the index of a section of it whether that section may answer.
pub type Allowed<'a> = dyn Fn(PageIndex, usize) -> bool + 'a;

/// Makes views of catalogs.
pub trait SearchEngine: Debug + Send + Sync {
    /// A view of the whole catalog.
    ///
    /// # Errors
    /// Where the index cannot be written.
    fn build(&self, catalog: Arc<Catalog>) -> Result<Arc<dyn SearchView>, SearchError>;
}

/// The index of one revision. Immutable; a clone of the `Arc` is all a reader needs.
pub trait SearchView: Debug + Send + Sync {
    /// The next revision: what `catalog` shares with this view's catalog is kept, the rest is
    /// indexed anew. Finds exactly what a new build of `catalog` finds.
    ///
    /// # Errors
    /// Where the index cannot be written.
    fn with_changes(&self, catalog: Arc<Catalog>) -> Result<Arc<dyn SearchView>, SearchError>;

    /// Gives all of it as bytes, part by part, of which [`crate::search::EmbeddedSearch::restore`]
    /// makes the same view again.
    ///
    /// # Errors
    /// Where `part` does not take one, or the index cannot be read.
    fn keep(&self, part: &mut dyn FnMut(&[u8]) -> io::Result<()>) -> io::Result<()>;

    /// How many entries had to be indexed for this revision.
    fn indexed(&self) -> usize;

    /// How many entries there are.
    fn entries(&self) -> usize;

    /// The pages that answer the query, best first: `limit` of them behind the first `offset`.
    ///
    /// # Errors
    /// Where the index cannot be read.
    fn find(&self, query: &Query, offset: usize, limit: usize) -> Result<Found, SearchError> {
        self.find_among(query, &|_, _| true, offset, limit)
    }

    /// The same where only some sections may answer.
    ///
    /// # Errors
    /// Where the index cannot be read.
    fn find_among(
        &self,
        query: &Query,
        allowed: &Allowed<'_>,
        offset: usize,
        limit: usize,
    ) -> Result<Found, SearchError>;

    /// Pages and sections whose titles hold all words of the query, the last one perhaps cut
    /// short: for completion while someone types.
    ///
    /// # Errors
    /// Where the index cannot be read.
    fn suggest(&self, query: &Query, limit: usize) -> Result<Vec<Suggestion>, SearchError>;
}
