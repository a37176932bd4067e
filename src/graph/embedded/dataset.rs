//! What the query evaluator reads: the two layers of a view as one set of quads.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use oxigraph::model::Term;
use spareval::{ExpressionTerm, InternalQuad, QueryableDataset};

use crate::graph::embedded::EmbeddedView;
use crate::graph::embedded::layer::{Layer, Order, Pattern, Quad, fits};
use crate::graph::embedded::prebinding;
use crate::graph::embedded::terms::TermTable;
use crate::graph::query::{QueryError, Watch};

/// What the default graph of a query is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum DefaultGraph {
    /// All graphs together, each triple once.
    Union,
    /// All graphs but this one together, each triple once.
    AllBut(u32),
    /// These graphs together, each triple once.
    Graphs(Rc<BTreeSet<u32>>),
}

/// A view for the time of one query. Terms the query makes itself are numbered behind the view's.
pub(super) struct Dataset<'a> {
    view: &'a EmbeddedView,
    default_graph: DefaultGraph,
    made: RefCell<TermTable>,
    watch: &'a Watch<'a>,
}

impl<'a> Dataset<'a> {
    pub(super) fn new(
        view: &'a EmbeddedView,
        default_graph: DefaultGraph,
        watch: &'a Watch<'a>,
    ) -> Self {
        Self {
            made: RefCell::new(TermTable::new(view.recent.terms.end())),
            view,
            default_graph,
            watch,
        }
    }

    /// All triples of all graphs, each once.
    pub(super) fn union(&self) -> impl Iterator<Item = [u32; 3]> + use<'a> {
        let quads = self.of_all([None; 4], true, &Asked::All);
        quads.map(|[subject, predicate, object, _]| [subject, predicate, object])
    }

    fn nothing(&self) -> Quads<'a> {
        let (older, newer) = (Run::default(), Run::default());
        Quads { older, newer, last: None, each_once: false, watch: self.watch }
    }

    fn of_graph(&self, pattern: Pattern, graph: u32) -> Quads<'a> {
        let layer = self.view.layer_of_graph(graph);
        let (order, rows) =
            layer.map_or((Order::Graph, &[][..]), |layer| layer.rows_of_graph(pattern));
        let run = Run { rows, order, pattern, hidden: None, asked: Asked::All };
        Quads { older: run, newer: Run::default(), last: None, each_once: false, watch: self.watch }
    }

    fn of_all(&self, pattern: Pattern, each_once: bool, asked: &Asked) -> Quads<'a> {
        let order = Order::best(pattern);
        let run = |layer: &'a Layer, hidden| Run {
            rows: layer.rows(order, pattern),
            order,
            pattern,
            hidden,
            asked: asked.clone(),
        };
        let hidden = (!self.view.hidden.is_empty()).then_some(&self.view.hidden);
        Quads {
            older: run(&self.view.base.quads, hidden),
            newer: run(&self.view.recent.quads, None),
            last: None,
            each_once,
            watch: self.watch,
        }
    }
}

impl<'a> QueryableDataset<'a> for Dataset<'a> {
    type InternalTerm = u32;
    type Error = QueryError;

    fn internal_quads_for_pattern(
        &self,
        subject: Option<&u32>,
        predicate: Option<&u32>,
        object: Option<&u32>,
        graph_name: Option<Option<&u32>>,
    ) -> impl Iterator<Item = Result<InternalQuad<u32>, QueryError>> + use<'a> {
        let known = |graph| [subject.copied(), predicate.copied(), object.copied(), graph];
        let is_default = graph_name == Some(None);
        let quads = match graph_name {
            Some(Some(graph)) => self.of_graph(known(Some(*graph)), *graph),
            Some(None) => match &self.default_graph {
                DefaultGraph::Union => self.of_all(known(None), true, &Asked::All),
                DefaultGraph::AllBut(graph) => {
                    self.of_all(known(None), true, &Asked::AllBut(*graph))
                }
                DefaultGraph::Graphs(graphs) => match (graphs.len(), graphs.first()) {
                    (1, Some(graph)) => self.of_graph(known(Some(*graph)), *graph),
                    (_, Some(_)) => {
                        self.of_all(known(None), true, &Asked::Among(Rc::clone(graphs)))
                    }
                    (_, None) => self.nothing(),
                },
            },
            None => self.of_all(known(None), false, &Asked::All),
        };
        quads.map(move |[subject, predicate, object, graph]| {
            let graph_name = (!is_default).then_some(graph);
            Ok(InternalQuad { subject, predicate, object, graph_name })
        })
    }

    fn internal_named_graphs(&self) -> impl Iterator<Item = Result<u32, QueryError>> + use<'a> {
        self.view.graphs().map(Ok)
    }

    fn contains_internal_graph_name(&self, graph_name: &u32) -> Result<bool, QueryError> {
        Ok(self.view.layer_of_graph(*graph_name).is_some())
    }

    fn internalize_term(&self, term: Term) -> Result<u32, QueryError> {
        let term = prebinding::revealed(term);
        if let Some(number) = self.view.number_of(&term) {
            return Ok(number);
        }
        let mut made = self.made.borrow_mut();
        if let Some(number) = made.find(&term) {
            return Ok(number);
        }
        self.watch.make(size_of::<Term>() + length_of(&term))?;
        Ok(made.intern(Cow::Owned(term)))
    }

    fn externalize_term(&self, term: u32) -> Result<Term, QueryError> {
        let made = self.made.borrow();
        let found = self.view.term_of(term).or_else(|| made.get(term));
        found.cloned().ok_or_else(|| QueryError::Internal(format!("no term has the number {term}")))
    }

    fn externalize_expression_term(&self, term: u32) -> Result<ExpressionTerm, QueryError> {
        self.watch.check()?;
        Ok(self.externalize_term(term)?.into())
    }
}

fn length_of(term: &Term) -> usize {
    match term {
        Term::NamedNode(node) => node.as_str().len(),
        Term::BlankNode(node) => node.as_str().len(),
        Term::Literal(literal) => literal.value().len(),
    }
}

/// Neighbouring rows of one layer, of which those that do not fit are passed over.
struct Run<'a> {
    rows: &'a [[u32; 4]],
    order: Order,
    pattern: Pattern,
    /// Graphs whose rows here are out of date.
    hidden: Option<&'a BTreeSet<u32>>,
    /// The graphs that are asked for.
    asked: Asked,
}

/// Which graphs rows may come from.
#[derive(Clone)]
enum Asked {
    All,
    AllBut(u32),
    Among(Rc<BTreeSet<u32>>),
}

impl Asked {
    fn contains(&self, graph: u32) -> bool {
        match self {
            Self::All => true,
            Self::AllBut(other) => graph != *other,
            Self::Among(graphs) => graphs.contains(&graph),
        }
    }
}

impl Default for Run<'_> {
    fn default() -> Self {
        let (order, pattern) = (Order::Graph, [None; 4]);
        Self { rows: &[], order, pattern, hidden: None, asked: Asked::All }
    }
}

impl Run<'_> {
    /// Drops rows that do not fit from the front and gives the first that does.
    fn first(&mut self, watch: &Watch<'_>) -> Option<[u32; 4]> {
        while let Some((row, rest)) = self.rows.split_first() {
            if watch.step() {
                return None;
            }
            let quad = self.order.quad_of(*row);
            let asked = self.asked.contains(quad[3]);
            let current = self.hidden.is_none_or(|hidden| !hidden.contains(&quad[3]));
            if asked && current && fits(quad, self.pattern) {
                return Some(*row);
            }
            self.rows = rest;
        }
        None
    }

    fn advance(&mut self) {
        self.rows = self.rows.split_first().map_or(&[], |(_, rest)| rest);
    }
}

/// The rows of both layers in their order.
///
/// Ends early once the query has to stop: the evaluator collects whole inputs for sorting and
/// grouping before it looks at errors, so an error alone would not stop it.
struct Quads<'a> {
    older: Run<'a>,
    newer: Run<'a>,
    /// The triple given last, where each is to be given once.
    last: Option<[u32; 3]>,
    each_once: bool,
    watch: &'a Watch<'a>,
}

impl Iterator for Quads<'_> {
    type Item = Quad;

    fn next(&mut self) -> Option<Quad> {
        loop {
            let order = self.older.order;
            let heads = (self.older.first(self.watch), self.newer.first(self.watch));
            let from_newer = match heads {
                (Some(older_row), Some(newer_row)) => newer_row < older_row,
                (older_row, _) => older_row.is_none(),
            };
            let (run, row) =
                if from_newer { (&mut self.newer, heads.1?) } else { (&mut self.older, heads.0?) };
            run.advance();
            let quad = order.quad_of(row);
            if self.each_once {
                // Graphs come last in the orders used here, so equal triples are neighbours.
                let [subject, predicate, object, _] = quad;
                let triple = [subject, predicate, object];
                if self.last.replace(triple) == Some(triple) {
                    continue;
                }
            }
            return Some(quad);
        }
    }
}
