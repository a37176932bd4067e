//! The catalog as RDF: [`emit`] says what is stated, an engine holds it and answers SPARQL.
//!
//! One named graph per document, so that removing a document removes exactly its facts. What is
//! stated is made per page and in parallel; [`GraphEngine::build`] loads it once and
//! [`GraphView::with_changes`] makes the next revision from the one before. A view never changes, so
//! a query sees one revision however long it runs. No type of the RDF library is named outside this
//! module.

mod embedded;
pub mod emit;
mod engine;
pub mod inference;
mod named_graph;
mod navigation;
mod ontology;
pub mod pool;
pub mod query;
pub mod rules;

pub use embedded::EmbeddedEngine;
pub use engine::{Counts, GraphEngine, GraphView};
pub use named_graph::{GraphBuilder, NamedGraph, TermId};
pub use navigation::navigation_graph;
pub use ontology::{ontology_graph, shapes_graph};
