//! Vocabularies and rules as graphs of their own.

use crate::graph::{GraphBuilder, NamedGraph};
use crate::ontology::Ontology;
use crate::rdf::Fact;

/// The graph `{base}graph/ontology`: every vocabulary, the bundled ones and the book's own.
#[must_use]
pub fn ontology_graph(base: &str, ontology: &Ontology) -> NamedGraph {
    graph(format!("{base}graph/ontology"), &ontology.facts)
}

/// The graph `{base}graph/shapes`: every rule.
#[must_use]
pub fn shapes_graph(base: &str, ontology: &Ontology) -> NamedGraph {
    graph(format!("{base}graph/shapes"), &ontology.shapes)
}

fn graph(name: String, facts: &[Fact]) -> NamedGraph {
    let mut graph = GraphBuilder::new(name);
    for fact in facts {
        let subject = graph.value(&fact.subject);
        let object = graph.value(&fact.object);
        graph.add(subject, &fact.predicate, object);
    }
    graph.finish()
}
