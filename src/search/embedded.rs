//! The index in memory: parts made by Tantivy, weighed by a ranking of our own.
//!
//! A view is a few immutable parts and the knowledge which of their entries still stand. A
//! change adds a small part and retires what it replaces; parts of one size are joined beside the
//! flow ([`joining`]), so that their number stays small however long the program runs. There is no
//! lock.

mod dictionary;
mod evidence;
#[cfg(test)]
pub(in crate::search) mod fixture;
mod hits;
mod joining;
mod kept;
mod part;
mod rank;
#[cfg(test)]
mod ranking_tests;
mod suggest;
mod tokens;
mod view;
#[cfg(test)]
mod view_tests;
mod weights;

use std::sync::Arc;

use crate::catalog::Catalog;
use crate::search::embedded::view::EmbeddedView;
use crate::search::{SearchEngine, SearchError, SearchView};

/// The engine that needs nothing but memory.
#[derive(Debug, Default, Clone, Copy)]
pub struct EmbeddedSearch;

impl EmbeddedSearch {
    /// The view of this very `catalog` that [`SearchView::keep`] gave `count` parts of, each of which
    /// `part` gives by its number.
    ///
    /// # Errors
    /// Where they are no such parts.
    pub fn restore(
        self,
        catalog: Arc<Catalog>,
        count: usize,
        part: &(dyn Fn(usize) -> Option<Vec<u8>> + Sync),
    ) -> Result<Arc<dyn SearchView>, SearchError> {
        let own = kept::read(&catalog, count, part)?;
        Ok(Arc::new(EmbeddedView::assemble(catalog, own, None)?))
    }
}

impl SearchEngine for EmbeddedSearch {
    fn build(&self, catalog: Arc<Catalog>) -> Result<Arc<dyn SearchView>, SearchError> {
        Ok(Arc::new(EmbeddedView::build(catalog)?))
    }
}

impl From<tantivy::TantivyError> for SearchError {
    fn from(error: tantivy::TantivyError) -> Self {
        Self(error.to_string())
    }
}

impl From<std::io::Error> for SearchError {
    fn from(error: std::io::Error) -> Self {
        Self(error.to_string())
    }
}
