//! One named graph, encoded by itself: each term once, triples as numbers.
//!
//! Pages are encoded in parallel without touching anything shared; the engine then meets each
//! distinct term of a page once instead of once per triple.

use std::collections::HashMap;

use oxigraph::model::{Literal, NamedNode, Term};

use crate::rdf::{Fact, Value};
use crate::vocabulary::xsd;

/// A term of the graph under construction that made it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermId(pub(in crate::graph) u32);

/// A set of triples with a name. Immutable once built.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedGraph {
    name: String,
    terms: Vec<Term>,
    triples: Vec<[u32; 3]>,
}

impl NamedGraph {
    /// The graph's IRI.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many triples it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.triples.len()
    }

    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.triples.is_empty()
    }

    /// The graph of these triples. Their IRIs are taken to be valid.
    #[must_use]
    pub fn of_facts(name: impl Into<String>, facts: &[Fact]) -> Self {
        let mut graph = GraphBuilder::new(name);
        for fact in facts {
            let subject = graph.value(&fact.subject);
            let object = graph.value(&fact.object);
            graph.add(subject, &fact.predicate, object);
        }
        graph.finish()
    }

    /// Its terms, each once.
    pub(in crate::graph) fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// Its triples by the indices of their terms.
    pub(in crate::graph) fn triples(&self) -> &[[u32; 3]] {
        &self.triples
    }

    /// Its terms and triples, taken apart.
    pub(in crate::graph) fn into_parts(self) -> (String, Vec<Term>, Vec<[u32; 3]>) {
        (self.name, self.terms, self.triples)
    }
}

/// Collects the triples of one named graph.
#[derive(Debug)]
pub struct GraphBuilder {
    name: String,
    terms: Vec<Term>,
    iris: HashMap<String, u32>,
    others: HashMap<Term, u32>,
    triples: Vec<[u32; 3]>,
}

impl GraphBuilder {
    /// An empty graph of this name, which must be a valid absolute IRI.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            terms: Vec::new(),
            iris: HashMap::new(),
            others: HashMap::new(),
            triples: Vec::new(),
        }
    }

    /// The IRI of a vocabulary or made by the catalog: known to be valid.
    pub fn iri(&mut self, iri: &str) -> TermId {
        if let Some(id) = self.iris.get(iri) {
            return TermId(*id);
        }
        let id = self.push(NamedNode::new_unchecked(iri).into());
        self.iris.insert(iri.to_owned(), id);
        TermId(id)
    }

    /// An IRI an author wrote; `None` where it is none.
    pub fn checked_iri(&mut self, iri: &str) -> Option<TermId> {
        NamedNode::new(iri).is_ok().then(|| self.iri(iri))
    }

    /// Plain text.
    pub fn text(&mut self, text: &str) -> TermId {
        self.term(Literal::new_simple_literal(text).into())
    }

    /// A whole number.
    pub fn number(&mut self, number: usize) -> TermId {
        self.typed(&number.to_string(), xsd::INTEGER)
    }

    /// A literal of a datatype.
    pub fn typed(&mut self, text: &str, datatype: &str) -> TermId {
        let datatype = NamedNode::new_unchecked(datatype);
        self.term(Literal::new_typed_literal(text, datatype).into())
    }

    /// A term as plain data. An IRI must be valid.
    pub fn value(&mut self, value: &Value) -> TermId {
        self.term(Term::from(value))
    }

    /// Any term.
    pub(in crate::graph) fn term(&mut self, term: Term) -> TermId {
        if let Term::NamedNode(node) = &term {
            return self.iri(node.as_str());
        }
        if let Some(id) = self.others.get(&term) {
            return TermId(*id);
        }
        let id = self.push(term.clone());
        self.others.insert(term, id);
        TermId(id)
    }

    /// States a triple. The subject must not be a literal.
    pub fn add(&mut self, subject: TermId, predicate: &str, object: TermId) {
        let predicate = self.iri(predicate);
        self.triples.push([subject.0, predicate.0, object.0]);
    }

    /// States a triple of text, unless the text is empty.
    pub fn add_text(&mut self, subject: TermId, predicate: &str, text: &str) {
        if !text.is_empty() {
            let object = self.text(text);
            self.add(subject, predicate, object);
        }
    }

    /// The graph with each triple once.
    #[must_use]
    pub fn finish(mut self) -> NamedGraph {
        self.triples.sort_unstable();
        self.triples.dedup();
        NamedGraph { name: self.name, terms: self.terms, triples: self.triples }
    }

    fn push(&mut self, term: Term) -> u32 {
        // One document cannot hold 2^32 terms: its file is at most 64 MiB.
        let id = u32::try_from(self.terms.len()).unwrap_or(u32::MAX);
        self.terms.push(term);
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_and_triples_are_kept_once() {
        let mut graph = GraphBuilder::new("https://example.org/g");
        let subject = graph.iri("https://example.org/s");
        for _ in 0..2 {
            graph.add_text(subject, "https://example.org/p", "text");
            graph.add_text(subject, "https://example.org/p", "");
        }
        let same = graph.checked_iri("https://example.org/s");
        assert_eq!(same, Some(subject));
        assert_eq!(graph.checked_iri("not an iri"), None);
        let graph = graph.finish();
        assert_eq!((graph.len(), graph.terms.len()), (1, 3));
    }
}
