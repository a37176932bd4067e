//! The seam to whatever holds the graph: engines build views, views answer.

use std::fmt::Debug;
use std::io::{self, Write};
use std::sync::Arc;

use crate::graph::NamedGraph;
use crate::graph::query::{GraphFormat, QueryAnswer, QueryError, QueryLimits, QueryRequest};
use crate::graph::query::{QueryResult, Stop};
use crate::rdf::{Fact, Value};

/// Makes views of named graphs.
pub trait GraphEngine: Debug + Send + Sync {
    /// A view of exactly these graphs. Graphs of one name are taken together.
    fn build(&self, graphs: Vec<NamedGraph>) -> Arc<dyn GraphView>;
}

/// How much a view holds. Known without counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Quads, all graphs together: a triple in two graphs counts twice.
    pub quads: usize,
    /// Graphs that say something.
    pub graphs: usize,
}

/// One revision of the graph. Immutable; a clone of the `Arc` is all a reader needs.
pub trait GraphView: Debug + Send + Sync {
    /// The next revision: `replaced` graphs stand in place of those of the same name, `removed`
    /// ones are gone. Costs in proportion to what changed since the last full build, not to the
    /// size of the graph.
    fn with_changes(&self, replaced: Vec<NamedGraph>, removed: &[String]) -> Arc<dyn GraphView>;

    /// How much there is.
    fn counts(&self) -> Counts;

    /// The names of all graphs, sorted.
    fn graph_names(&self) -> Vec<String>;

    /// All triples of one graph, sorted; none where there is no such graph.
    fn facts_of_graph(&self, graph: &str) -> Vec<Fact>;

    /// The triples of all graphs together that have these parts, each once and sorted; `None` stands
    /// for any.
    fn matching(
        &self,
        subject: Option<&Value>,
        predicate: Option<&str>,
        object: Option<&Value>,
    ) -> Vec<Fact>;

    /// Writes one graph, or all of them where `graph` is `None`. A format without graph names gets
    /// each triple once. `false` where there is no such graph; then nothing is written.
    ///
    /// # Errors
    /// Where writing fails.
    fn dump(
        &self,
        graph: Option<&str>,
        format: GraphFormat,
        out: &mut dyn Write,
    ) -> io::Result<bool>;

    /// Gives all of it as bytes, part by part, of which [`crate::graph::EmbeddedEngine::restore`]
    /// makes the same view again.
    ///
    /// # Errors
    /// Where `part` does not take one.
    fn keep(&self, part: &mut dyn FnMut(&[u8]) -> io::Result<()>) -> io::Result<()>;

    /// Answers a query as bytes of the format it asks for.
    ///
    /// # Errors
    /// Where the query is wrong or refused, or reaches a limit. A part of an answer is never given.
    fn answer(
        &self,
        request: &QueryRequest,
        limits: &QueryLimits,
        stop: &Stop,
    ) -> Result<QueryAnswer, QueryError>;

    /// Answers a query as plain data, for callers in the program.
    ///
    /// # Errors
    /// As [`GraphView::answer`].
    fn evaluate(
        &self,
        request: &QueryRequest,
        limits: &QueryLimits,
        stop: &Stop,
    ) -> Result<QueryResult, QueryError>;

    /// Answers a SELECT query once for each of `values`, all answers in one table. The variable has
    /// its value before anything of the query is looked at, in filters and subqueries too, and must
    /// be among those the query and its subqueries select.
    ///
    /// # Errors
    /// As [`GraphView::answer`], and where the query would set the variable itself.
    fn evaluate_each(
        &self,
        request: &QueryRequest,
        variable: &str,
        values: &[Value],
        limits: &QueryLimits,
        stop: &Stop,
    ) -> Result<QueryResult, QueryError>;
}

#[cfg(test)]
mod contract;
