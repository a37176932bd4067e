//! One named graph, encoded by itself: each term once, triples as numbers.
//!
//! Pages are encoded in parallel without touching anything shared; the engine then meets each
//! distinct term of a page once instead of once per triple.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use hashbrown::HashTable;
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
    /// The indices of all terms. They are looked up by what they say, so that no term is made only
    /// to be found known, and none is held twice.
    indices: HashTable<u32>,
    hasher: RandomState,
    triples: Vec<[u32; 3]>,
}

/// What makes a term the same as another.
#[derive(PartialEq, Eq, Hash)]
enum Key<'a> {
    Iri(&'a str),
    Text(&'a str),
    Typed(&'a str, &'a str),
    Other(&'a Term),
}

impl<'a> Key<'a> {
    fn of(term: &'a Term) -> Self {
        match term {
            Term::NamedNode(node) => Self::Iri(node.as_str()),
            Term::Literal(literal) if literal.language().is_none() => {
                match literal.datatype().as_str() {
                    xsd::STRING => Self::Text(literal.value()),
                    datatype => Self::Typed(literal.value(), datatype),
                }
            }
            other => Self::Other(other),
        }
    }
}

impl GraphBuilder {
    /// An empty graph of this name, which must be a valid absolute IRI.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            terms: Vec::new(),
            indices: HashTable::new(),
            hasher: RandomState::default(),
            triples: Vec::new(),
        }
    }

    /// The IRI of a vocabulary or made by the catalog: known to be valid.
    pub fn iri(&mut self, iri: &str) -> TermId {
        self.known(&Key::Iri(iri), || NamedNode::new_unchecked(iri).into())
    }

    /// An IRI an author wrote; `None` where it is none.
    pub fn checked_iri(&mut self, iri: &str) -> Option<TermId> {
        NamedNode::new(iri).is_ok().then(|| self.iri(iri))
    }

    /// Plain text.
    pub fn text(&mut self, text: &str) -> TermId {
        self.known(&Key::Text(text), || Literal::new_simple_literal(text).into())
    }

    /// A whole number.
    pub fn number(&mut self, number: usize) -> TermId {
        self.typed(&number.to_string(), xsd::INTEGER)
    }

    /// A literal of a datatype.
    pub fn typed(&mut self, text: &str, datatype: &str) -> TermId {
        self.known(&Key::Typed(text, datatype), || {
            Literal::new_typed_literal(text, NamedNode::new_unchecked(datatype)).into()
        })
    }

    /// A term as plain data. An IRI must be valid.
    pub fn value(&mut self, value: &Value) -> TermId {
        self.term(&Term::from(value))
    }

    /// Any term.
    pub(in crate::graph) fn term(&mut self, term: &Term) -> TermId {
        self.known(&Key::of(term), || term.clone())
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

    /// The number of a term, which is made where there is none yet.
    fn known(&mut self, key: &Key<'_>, make: impl FnOnce() -> Term) -> TermId {
        let Self { terms, indices, hasher, .. } = self;
        let term_of = |index: u32| terms.get(index as usize).map(Key::of);
        let hash = hasher.hash_one(key);
        if let Some(index) = indices.find(hash, |index| term_of(*index).as_ref() == Some(key)) {
            return TermId(*index);
        }
        // One document cannot hold 2^32 terms: its file is at most 64 MiB.
        let index = u32::try_from(terms.len()).unwrap_or(u32::MAX);
        indices.insert_unique(hash, index, |index| {
            term_of(*index).map_or(0, |key| hasher.hash_one(&key))
        });
        self.terms.push(make());
        TermId(index)
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
