//! Full text: [`entry`] cuts the catalog into one entry per section, an engine indexes them, a view
//! finds them again.
//!
//! A query is read by [`query`], weighed against the index by the engine, and its best entries are
//! looked at word by word for nearness and for the passage to show. Views never change:
//! [`SearchView::with_changes`] makes the next revision from the one before and indexes only what
//! differs, with the same results as a new build. No type of the index library is named outside
//! this module.

pub mod analysis;
mod embedded;
mod engine;
pub mod entry;
pub mod export;
mod passage;
pub mod query;
mod result;

pub use embedded::EmbeddedSearch;
pub use engine::{Allowed, SearchEngine, SearchError, SearchView};
pub use result::{Found, PageHit, SectionHit, Segment, Suggestion};
