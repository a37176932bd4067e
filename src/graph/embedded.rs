//! The graph in the program's own memory, queried by Oxigraph's evaluator.
//!
//! Oxigraph's store is made for writing in place: an edit leaves garbage behind for ever, readers
//! and writers share locks, and a triple of two graphs counts twice in their union. A revision of a
//! book never changes, so this keeps sorted arrays instead and gives Oxigraph's evaluator a dataset
//! to read. A view is two layers: `base`, made by a full build and shared by the revisions that
//! follow, and `recent`, the graphs that changed since, which is made anew for each revision and
//! stays small. Once it has grown, both become a new base.

mod dataset;
mod dump;
mod evaluate;
mod layer;
mod prebinding;
mod terms;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::sync::Arc;

use oxigraph::model::{NamedNode, Term};

use crate::graph::embedded::layer::{Layer, Order, Pattern, Quad, fits};
use crate::graph::embedded::terms::TermTable;
use crate::graph::query::{
    GraphFormat, QueryAnswer, QueryError, QueryLimits, QueryRequest, QueryResult, Stop,
};
use crate::graph::{Counts, GraphBuilder, GraphEngine, GraphView, NamedGraph};
use crate::rdf::{Fact, Value};

/// The share of the base that may have changed before a new base is made.
const LARGEST_RECENT_SHARE: usize = 16;

/// Fewer changed quads than this never make a new base.
const SMALLEST_NEW_BASE: usize = 8192;

/// Builds views that live in memory.
#[derive(Debug, Clone)]
pub struct EmbeddedEngine {
    base_iri: Arc<str>,
}

impl EmbeddedEngine {
    /// An engine for a book whose IRIs start with `base_iri`: relative IRIs of queries mean the
    /// book's own, and the empty prefix stands for it.
    #[must_use]
    pub fn new(base_iri: &str) -> Self {
        Self { base_iri: base_iri.into() }
    }
}

impl GraphEngine for EmbeddedEngine {
    fn build(&self, graphs: Vec<NamedGraph>) -> Arc<dyn GraphView> {
        let base = Arc::new(Table::new(0, graphs, |term| (term, None)));
        Arc::new(EmbeddedView {
            base_iri: Arc::clone(&self.base_iri),
            recent: Arc::new(Table::empty(base.terms.end())),
            changed: BTreeMap::new(),
            hidden: BTreeSet::new(),
            base,
        })
    }
}

/// Quads and the terms they number.
#[derive(Debug)]
struct Table {
    terms: TermTable,
    quads: Layer,
}

impl Table {
    fn empty(first: u32) -> Self {
        Self { terms: TermTable::new(first), quads: Layer::default() }
    }

    /// Numbers the terms of `graphs` from `first` on, except those that `known` has a number for.
    fn new(
        first: u32,
        graphs: Vec<NamedGraph>,
        known: impl Fn(Term) -> (Term, Option<u32>),
    ) -> Self {
        let mut terms = TermTable::new(first);
        let mut quads = Vec::with_capacity(graphs.iter().map(NamedGraph::len).sum());
        let mut number = |term: Term| match known(term) {
            (_, Some(number)) => number,
            (term, None) => terms.intern(term),
        };
        for graph in graphs {
            let (name, own_terms, triples) = graph.into_parts();
            if triples.is_empty() {
                continue;
            }
            let graph = number(NamedNode::new_unchecked(name).into());
            let numbers: Vec<u32> = own_terms.into_iter().map(&mut number).collect();
            let of = |index: u32| numbers.get(index as usize).copied().unwrap_or_default();
            quads.extend(triples.into_iter().map(|[s, p, o]| [of(s), of(p), of(o), graph]));
        }
        Self { terms, quads: Layer::new(quads) }
    }
}

/// One revision.
#[derive(Debug)]
struct EmbeddedView {
    base_iri: Arc<str>,
    base: Arc<Table>,
    recent: Arc<Table>,
    /// The graphs `recent` is made of, for making the next one.
    changed: BTreeMap<String, Arc<NamedGraph>>,
    /// Graphs whose quads in `base` are out of date.
    hidden: BTreeSet<u32>,
}

impl EmbeddedView {
    fn number_of(&self, term: &Term) -> Option<u32> {
        self.base.terms.find(term).or_else(|| self.recent.terms.find(term))
    }

    fn term_of(&self, number: u32) -> Option<&Term> {
        self.base.terms.get(number).or_else(|| self.recent.terms.get(number))
    }

    fn number_of_iri(&self, iri: &str) -> Option<u32> {
        self.number_of(&NamedNode::new_unchecked(iri).into())
    }

    /// The layer that holds the current quads of a graph.
    fn layer_of_graph(&self, graph: u32) -> Option<&Layer> {
        if self.recent.quads.has_graph(graph) {
            return Some(&self.recent.quads);
        }
        let in_base = self.base.quads.has_graph(graph) && !self.hidden.contains(&graph);
        in_base.then_some(&self.base.quads)
    }

    /// The current graphs. A graph of `recent` that is in `base` too is hidden there.
    fn graphs(&self) -> impl Iterator<Item = u32> {
        let older = self.base.quads.graphs().filter(|graph| !self.hidden.contains(graph));
        older.chain(self.recent.quads.graphs())
    }

    fn name_of(&self, graph: u32) -> &str {
        match self.term_of(graph) {
            Some(Term::NamedNode(name)) => name.as_str(),
            _ => "",
        }
    }

    /// The current quads of a graph by its number, in order of their subjects.
    fn triples_of(&self, graph: u32) -> impl Iterator<Item = [u32; 3]> {
        let layer = self.layer_of_graph(graph);
        let pattern = [None, None, None, Some(graph)];
        let rows = layer.map_or(&[][..], |layer| layer.rows(Order::Graph, pattern));
        rows.iter().map(|[_, subject, predicate, object]| [*subject, *predicate, *object])
    }

    /// The current triples of all graphs that fit a pattern, each once.
    fn triples_matching(&self, pattern: Pattern) -> Vec<[u32; 3]> {
        let order = Order::best(pattern);
        let quads = |layer: &Layer| -> Vec<Quad> {
            layer.rows(order, pattern).iter().map(|row| order.quad_of(*row)).collect()
        };
        let mut found = quads(&self.base.quads);
        found.retain(|[.., graph]| !self.hidden.contains(graph));
        found.extend(quads(&self.recent.quads));
        found.retain(|quad| fits(*quad, pattern));
        let mut triples: Vec<[u32; 3]> = found.into_iter().map(|[s, p, o, _]| [s, p, o]).collect();
        triples.sort_unstable();
        triples.dedup();
        triples
    }

    fn fact(&self, triple: [u32; 3]) -> Option<Fact> {
        let [subject, predicate, object] = triple.map(|number| self.term_of(number));
        Some(Fact {
            subject: subject?.into(),
            predicate: Value::from(predicate?).text().to_owned(),
            object: object?.into(),
        })
    }

    /// The graph as it was before its terms got numbers.
    fn named_graph(&self, graph: u32) -> NamedGraph {
        let mut builder = GraphBuilder::new(self.name_of(graph));
        for [subject, predicate, object] in self.triples_of(graph) {
            let terms = (self.term_of(subject), self.term_of(predicate), self.term_of(object));
            if let (Some(subject), Some(Term::NamedNode(predicate)), Some(object)) = terms {
                let subject = builder.term(subject.clone());
                let object = builder.term(object.clone());
                builder.add(subject, predicate.as_str(), object);
            }
        }
        builder.finish()
    }
}

impl GraphView for EmbeddedView {
    fn with_changes(&self, replaced: Vec<NamedGraph>, removed: &[String]) -> Arc<dyn GraphView> {
        let mut changed = self.changed.clone();
        let mut hidden = self.hidden.clone();
        for name in replaced.iter().map(NamedGraph::name).chain(removed.iter().map(String::as_str))
        {
            changed.remove(name);
            let in_base = self.base.terms.find(&NamedNode::new_unchecked(name).into());
            hidden.extend(in_base.filter(|graph| self.base.quads.has_graph(*graph)));
        }
        changed.extend(replaced.into_iter().map(|graph| (graph.name().to_owned(), graph.into())));
        let size: usize = changed.values().map(|graph| graph.len()).sum();
        let out_of_date: usize = hidden.iter().map(|graph| self.base.quads.graph_len(*graph)).sum();
        let limit = (self.base.quads.len() / LARGEST_RECENT_SHARE).max(SMALLEST_NEW_BASE);
        if size.max(out_of_date) > limit {
            let current = self.base.quads.graphs().filter(|graph| !hidden.contains(graph));
            let mut graphs: Vec<NamedGraph> =
                current.map(|graph| self.named_graph(graph)).collect();
            graphs.extend(changed.values().map(|graph| NamedGraph::clone(graph)));
            return EmbeddedEngine { base_iri: Arc::clone(&self.base_iri) }.build(graphs);
        }
        let graphs = changed.values().map(|graph| NamedGraph::clone(graph)).collect();
        let known = |term: Term| {
            let number = self.base.terms.find(&term);
            (term, number)
        };
        Arc::new(Self {
            base_iri: Arc::clone(&self.base_iri),
            base: Arc::clone(&self.base),
            recent: Arc::new(Table::new(self.base.terms.end(), graphs, known)),
            changed,
            hidden,
        })
    }

    fn counts(&self) -> Counts {
        let hidden = self.hidden.iter().map(|graph| self.base.quads.graph_len(*graph));
        Counts {
            quads: self.base.quads.len() - hidden.sum::<usize>() + self.recent.quads.len(),
            graphs: self.graphs().count(),
        }
    }

    fn graph_names(&self) -> Vec<String> {
        let mut names: Vec<String> =
            self.graphs().map(|graph| self.name_of(graph).to_owned()).collect();
        names.sort_unstable();
        names
    }

    fn facts_of_graph(&self, graph: &str) -> Vec<Fact> {
        let Some(graph) = self.number_of_iri(graph) else {
            return Vec::new();
        };
        let mut facts: Vec<Fact> =
            self.triples_of(graph).filter_map(|triple| self.fact(triple)).collect();
        facts.sort_unstable();
        facts
    }

    fn matching(
        &self,
        subject: Option<&Value>,
        predicate: Option<&str>,
        object: Option<&Value>,
    ) -> Vec<Fact> {
        let known = [
            subject.map(|subject| self.number_of(&subject.into())),
            predicate.map(|predicate| self.number_of_iri(predicate)),
            object.map(|object| self.number_of(&object.into())),
        ];
        if known.contains(&Some(None)) {
            return Vec::new();
        }
        let [subject, predicate, object] = known.map(Option::flatten);
        let triples = self.triples_matching([subject, predicate, object, None]);
        let mut facts: Vec<Fact> =
            triples.into_iter().filter_map(|triple| self.fact(triple)).collect();
        facts.sort_unstable();
        facts
    }

    fn dump(
        &self,
        graph: Option<&str>,
        format: GraphFormat,
        out: &mut dyn Write,
    ) -> io::Result<bool> {
        dump::dump(self, graph, format, out)
    }

    fn answer(
        &self,
        request: &QueryRequest,
        limits: &QueryLimits,
        stop: &Stop,
    ) -> Result<QueryAnswer, QueryError> {
        evaluate::answer(self, request, limits, stop)
    }

    fn evaluate(
        &self,
        request: &QueryRequest,
        limits: &QueryLimits,
        stop: &Stop,
    ) -> Result<QueryResult, QueryError> {
        evaluate::evaluate(self, request, limits, stop)
    }

    fn evaluate_each(
        &self,
        request: &QueryRequest,
        variable: &str,
        values: &[Value],
        limits: &QueryLimits,
        stop: &Stop,
    ) -> Result<QueryResult, QueryError> {
        let bound = prebinding::Bound { variable, values };
        evaluate::evaluate_bound(self, request, bound, limits, stop)
    }
}
