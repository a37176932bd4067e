//! The graph in the program's own memory, queried by Oxigraph's evaluator.
//!
//! Oxigraph's store is made for writing in place: an edit leaves garbage behind for ever, readers
//! and writers share locks, and a triple of two graphs counts twice in their union. A revision of a
//! book never changes, so this keeps sorted arrays instead and gives Oxigraph's evaluator a dataset
//! to read. A view is two layers: `base`, made by a full build and shared by the revisions that
//! follow, and `recent`, the graphs that changed since, which is made anew for each revision and
//! stays small. Once it has grown, both are folded into a new base beside the flow, which the next
//! revision after that takes up.

mod dataset;
mod dump;
mod evaluate;
mod kept;
mod layer;
mod prebinding;
mod table;
mod terms;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::sync::Arc;

use oxigraph::model::{NamedNode, Term};

use crate::background::{Background, Progress};
use crate::graph::embedded::layer::{Layer, Order, Pattern, Quad, fits};
use crate::graph::embedded::table::Table;
use crate::graph::query::{
    GraphFormat, QueryAnswer, QueryError, QueryLimits, QueryRequest, QueryResult, Stop,
};
use crate::graph::{Counts, GraphEngine, GraphView, NamedGraph};
use crate::rdf::{Fact, Value};

/// With more recent quads than this a new base is made: making them anew for each revision should
/// take a few milliseconds.
const MOST_RECENT: usize = 8192;

/// With a larger share of the base out of date a new base is made: queries pass over these quads.
const LARGEST_HIDDEN_SHARE: usize = 16;

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

    /// The view that [`GraphView::keep`] gave `count` parts of, each of which `part` gives by its
    /// number; `None` where it cannot have.
    #[must_use]
    pub fn restore(
        &self,
        count: usize,
        part: &(dyn Fn(usize) -> Option<Vec<u8>> + Sync),
    ) -> Option<Arc<dyn GraphView>> {
        let base = kept::read(count, part)?;
        Some(Arc::new(EmbeddedView::upon(&self.base_iri, base)))
    }
}

impl GraphEngine for EmbeddedEngine {
    fn build(&self, graphs: Vec<NamedGraph>) -> Arc<dyn GraphView> {
        Arc::new(EmbeddedView::of(&self.base_iri, graphs))
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
    folding: Option<Folding>,
}

/// A new base in the making.
#[derive(Debug, Clone)]
struct Folding {
    base: Arc<Background<Arc<Table>>>,
    /// The names of graphs that have changed since it was begun.
    since: BTreeSet<String>,
}

impl EmbeddedView {
    fn of(base_iri: &str, graphs: Vec<NamedGraph>) -> Self {
        Self::upon(base_iri, Table::of(graphs))
    }

    fn upon(base_iri: &str, base: Table) -> Self {
        let base = Arc::new(base);
        Self {
            base_iri: base_iri.into(),
            recent: Arc::new(Table::empty(base.terms.end())),
            changed: BTreeMap::new(),
            hidden: BTreeSet::new(),
            folding: None,
            base,
        }
    }

    /// The view of the next revision.
    fn next(&self, replaced: Vec<NamedGraph>, removed: &[String]) -> Self {
        let mut next = Self {
            base_iri: Arc::clone(&self.base_iri),
            base: Arc::clone(&self.base),
            recent: Arc::clone(&self.recent),
            changed: self.changed.clone(),
            hidden: self.hidden.clone(),
            folding: self.folding.clone(),
        };
        for name in replaced.iter().map(NamedGraph::name).chain(removed.iter().map(String::as_str))
        {
            next.changed.remove(name);
            next.hidden.extend(self.number_in_base(name));
            if let Some(folding) = &mut next.folding {
                folding.since.insert(name.to_owned());
            }
        }
        let replaced = replaced.into_iter();
        next.changed.extend(replaced.map(|graph| (graph.name().to_owned(), graph.into())));
        next.take_up_base();
        let changed = next.changed.values().map(AsRef::as_ref);
        next.recent = Arc::new(Table::upon(&next.base, changed));
        next.begin_base();
        next
    }

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

    /// Takes up the new base, if it is there: only what has changed since it was begun stays
    /// recent.
    fn take_up_base(&mut self) {
        let Some(folding) = self.folding.take() else {
            return;
        };
        match folding.base.progress() {
            Progress::Running => self.folding = Some(folding),
            Progress::Failed => {}
            Progress::Done(base) => {
                self.base = Arc::clone(base);
                self.changed.retain(|name, _| folding.since.contains(name));
                let since = folding.since.iter();
                self.hidden = since.filter_map(|name| self.number_in_base(name)).collect();
            }
        }
    }

    /// Begins a new base, if it is time.
    fn begin_base(&mut self) {
        let hidden = self.hidden.iter().map(|graph| self.base.quads.graph_len(*graph));
        let most_hidden = (self.base.quads.len() / LARGEST_HIDDEN_SHARE).max(MOST_RECENT);
        let is_time = self.recent.quads.len() > MOST_RECENT || hidden.sum::<usize>() > most_hidden;
        if self.folding.is_some() || !is_time {
            return;
        }
        let (base, recent) = (Arc::clone(&self.base), Arc::clone(&self.recent));
        let hidden = self.hidden.clone();
        let fold = move || Arc::new(Table::folded(&base, &hidden, &recent));
        let base = Arc::new(Background::start("fold the graph", fold));
        self.folding = Some(Folding { base, since: BTreeSet::new() });
    }

    /// The number of a graph that the base holds.
    fn number_in_base(&self, name: &str) -> Option<u32> {
        let number = self.base.terms.find(&NamedNode::new_unchecked(name).into());
        number.filter(|graph| self.base.quads.has_graph(*graph))
    }
}

impl GraphView for EmbeddedView {
    fn with_changes(&self, replaced: Vec<NamedGraph>, removed: &[String]) -> Arc<dyn GraphView> {
        Arc::new(self.next(replaced, removed))
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

    fn keep(&self, part: &mut dyn FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
        kept::write(self, part)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::GraphBuilder;

    fn graph(name: usize, text: &str, quads: usize) -> NamedGraph {
        let mut graph = GraphBuilder::new(format!("https://example.org/{name}"));
        for number in 0..quads {
            let subject = graph.iri(&format!("https://example.org/{name}#{number}"));
            graph.add_text(subject, "https://example.org/says", text);
        }
        graph.finish()
    }

    /// The view behind the next change, once what goes on beside it has ended.
    fn settled(view: &EmbeddedView) -> EmbeddedView {
        while let Some(folding) = &view.folding
            && matches!(folding.base.progress(), Progress::Running)
        {
            std::thread::yield_now();
        }
        view.next(Vec::new(), &[])
    }

    #[test]
    fn what_has_changed_becomes_a_part_of_the_base_beside_the_flow() {
        let graphs = (0..10).map(|name| graph(name, "first", 2000)).collect();
        let view = EmbeddedView::of("https://example.org/", graphs);
        let changed = (0..5).map(|name| graph(name, "second", 2000)).collect();
        let large = view.next(changed, &[]);
        assert!(large.folding.is_some(), "{} quads are recent", large.recent.quads.len());
        // More changes while the new base is made: one of a graph that is in it, one of another.
        let busy = large.next(vec![graph(0, "third", 3), graph(20, "third", 3)], &[]);
        let removed = busy.next(Vec::new(), &["https://example.org/9".to_owned()]);
        let counts = removed.counts();
        assert_eq!((counts.quads, counts.graphs), (8 * 2000 + 6, 10));
        let settled = settled(&removed);
        assert!(settled.folding.is_none());
        assert_eq!(settled.recent.quads.len(), 6, "only what changed meanwhile is recent");
        assert_eq!((settled.counts(), settled.graph_names()), (counts, removed.graph_names()));
        for name in removed.graph_names() {
            assert_eq!(settled.facts_of_graph(&name), removed.facts_of_graph(&name), "{name}");
        }
    }
}
