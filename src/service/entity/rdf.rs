//! What is known of a thing as RDF: the triples about it, those with it as a value, and the
//! statements that say so.

use std::collections::BTreeSet;
use std::io;

use crate::graph::emit::statement_iri;
use crate::graph::query::GraphFormat;
use crate::graph::{EmbeddedEngine, GraphEngine, NamedGraph};
use crate::rdf::{Fact, Value};
use crate::snapshot::Snapshot;

/// So many statements are told of one thing.
const MOST_STATEMENTS: usize = 2_000;

/// Everything about a thing in one document.
///
/// # Errors
/// Where it cannot be written.
pub fn dump(snapshot: &Snapshot, iri: &str, format: GraphFormat) -> io::Result<Vec<u8>> {
    let (facts, graph) = (&snapshot.facts, snapshot.graph.as_ref());
    let own = Value::iri(iri);
    let mut known: BTreeSet<Fact> = graph.matching(Some(&own), None, None).into_iter().collect();
    let with =
        facts.index.with_value(iri).iter().filter(|id| {
            facts.statement(**id).is_some_and(|statement| statement.fact.object == own)
        });
    for id in facts.index.about(iri).iter().chain(with).take(MOST_STATEMENTS) {
        let Some(statement) = facts.statement(*id) else { continue };
        if statement.is_asserted() {
            known.insert(statement.fact.clone());
        }
        let statement = Value::Iri(statement_iri(&snapshot.catalog, *id));
        known.extend(graph.matching(Some(&statement), None, None));
    }
    let known: Vec<Fact> = known.into_iter().collect();
    let base = &snapshot.catalog.config.base;
    let view = EmbeddedEngine::new(base).build(vec![NamedGraph::of_facts(iri, &known)]);
    let mut bytes = Vec::new();
    view.dump(None, format, &mut bytes)?;
    Ok(bytes)
}
