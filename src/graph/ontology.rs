//! Vocabularies and rules as graphs of their own.

use crate::graph::NamedGraph;
use crate::ontology::Ontology;

/// The graph `{base}graph/ontology`: every vocabulary, the bundled ones and the book's own.
#[must_use]
pub fn ontology_graph(base: &str, ontology: &Ontology) -> NamedGraph {
    NamedGraph::of_facts(format!("{base}graph/ontology"), &ontology.facts)
}

/// The graph `{base}graph/shapes`: every rule.
#[must_use]
pub fn shapes_graph(base: &str, ontology: &Ontology) -> NamedGraph {
    NamedGraph::of_facts(format!("{base}graph/shapes"), &ontology.shapes)
}
