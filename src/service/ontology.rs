//! The vocabularies of a book as RDF.

use std::io;

use crate::graph::query::GraphFormat;
use crate::snapshot::Snapshot;

/// All vocabularies, the bundled ones and the book's own, in one document.
///
/// # Errors
/// Where the graph cannot be written.
pub fn dump(snapshot: &Snapshot, format: GraphFormat) -> io::Result<Vec<u8>> {
    let name = format!("{}graph/ontology", snapshot.catalog.config.base);
    let mut bytes = Vec::new();
    snapshot.graph.dump(Some(&name), format, &mut bytes)?;
    Ok(bytes)
}
