//! A query through Oxigraph's parser and evaluator, row by row under the limits.

use std::io::{self, Write};
use std::rc::Rc;

use oxigraph::model::{GraphName, NamedNode};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use oxigraph::sparql::{
    PreparedSparqlQuery, QueryEvaluationError, QueryResults, QuerySolutionIter, QueryTripleIter,
    SparqlEvaluator,
};
use spargebra::algebra::GraphPattern;
use spargebra::{Query, SparqlParser};

use crate::graph::embedded::EmbeddedView;
use crate::graph::embedded::dataset::{Dataset, DefaultGraph};
use crate::graph::embedded::dump::serializer;
use crate::graph::embedded::prebinding::Bound;
use crate::graph::inference::{inferred_graph_name, stated_graph_name};
use crate::graph::query::{
    QueryAnswer, QueryError, QueryForm, QueryLimits, QueryRequest, QueryResult, Stop, TableFormat,
    Watch, gate, syntax, walk,
};
use crate::rdf::{Fact, Value};
use crate::vocabulary;

/// See [`crate::graph::GraphView::answer`].
pub(super) fn answer(
    view: &EmbeddedView,
    request: &QueryRequest,
    limits: &QueryLimits,
    stop: &Stop,
) -> Result<QueryAnswer, QueryError> {
    let watch = Watch::new(stop);
    let (form, results) = start(view, request, None, limits, &watch)?;
    let mut out = Capped { bytes: Vec::new(), limit: limits.answer_bytes, full: false };
    let mut rows = Rows { count: 0, limit: limits.rows, stop };
    let written = match results {
        QueryResults::Solutions(solutions) => {
            write_table(solutions, request.table_format, &mut out, &mut rows)
        }
        QueryResults::Boolean(value) => rows.next().and_then(|()| {
            let serializer = QueryResultsSerializer::from_format(results_format(request));
            serializer.serialize_boolean_to_writer(&mut out, value).map_err(internal)?;
            Ok(())
        }),
        QueryResults::Graph(triples) => {
            let serializer = serializer(request.graph_format, &view.base_iri);
            write_triples(triples, serializer, &mut out, &mut rows)
        }
    };
    if out.full {
        return Err(QueryError::ByteLimit { limit: out.limit });
    }
    written?;
    // A dataset that was told to stop only looks as if it had ended.
    stop.check()?;
    let media_type = if form.gives_triples() {
        request.graph_format.media_type()
    } else {
        request.table_format.media_type()
    };
    Ok(QueryAnswer { form, media_type, bytes: out.bytes, rows: rows.count })
}

/// See [`crate::graph::GraphView::evaluate`].
pub(super) fn evaluate(
    view: &EmbeddedView,
    request: &QueryRequest,
    limits: &QueryLimits,
    stop: &Stop,
) -> Result<QueryResult, QueryError> {
    let watch = Watch::new(stop);
    let (_, results) = start(view, request, None, limits, &watch)?;
    plain(results, limits, stop)
}

/// See [`crate::graph::GraphView::evaluate_each`].
pub(super) fn evaluate_bound(
    view: &EmbeddedView,
    request: &QueryRequest,
    bound: Bound<'_>,
    limits: &QueryLimits,
    stop: &Stop,
) -> Result<QueryResult, QueryError> {
    let watch = Watch::new(stop);
    let (_, results) = start(view, request, Some(bound), limits, &watch)?;
    plain(results, limits, stop)
}

/// All of an answer as plain data.
fn plain(
    results: QueryResults<'_>,
    limits: &QueryLimits,
    stop: &Stop,
) -> Result<QueryResult, QueryError> {
    let mut rows = Rows { count: 0, limit: limits.rows, stop };
    let mut bytes = Bytes { count: 0, limit: limits.answer_bytes };
    let result = match results {
        QueryResults::Solutions(solutions) => table(solutions, &mut rows, &mut bytes)?,
        QueryResults::Boolean(value) => QueryResult::Boolean(value),
        QueryResults::Graph(triples) => facts(triples, &mut rows, &mut bytes)?,
    };
    stop.check()?;
    Ok(result)
}

/// Parses, checks and starts a query.
fn start<'a>(
    view: &'a EmbeddedView,
    request: &QueryRequest,
    bound: Option<Bound<'_>>,
    limits: &QueryLimits,
    watch: &'a Watch<'a>,
) -> Result<(QueryForm, QueryResults<'a>), QueryError> {
    let text = request.text.as_str();
    if text.len() > limits.query_bytes {
        return Err(QueryError::TooLarge { bytes: text.len(), limit: limits.query_bytes });
    }
    let form = gate::inspect(text)?;
    let mut query = parse(text, &view.base_iri)?;
    walk::check(&query, text)?;
    if let Some(bound) = bound {
        query = bound.put_before(query)?;
    }
    let default_graph = default_graph(view, request, &query);
    let token = watch.stop().token().clone();
    let evaluator = SparqlEvaluator::new().with_cancellation_token(token);
    let mut prepared = evaluator.for_query(query);
    set_named_graphs(&mut prepared, request)?;
    // What the default graph is, the dataset knows: it gives each triple once, which a union made
    // by the evaluator would not.
    prepared.dataset_mut().set_default_graph(vec![GraphName::DefaultGraph]);
    let dataset = Dataset::new(view, default_graph, watch);
    let results = prepared.on_queryable_dataset(dataset).execute();
    Ok((form, results.map_err(|error| evaluation_error(error, watch.stop()))?))
}

fn parse(text: &str, base_iri: &str) -> Result<Query, QueryError> {
    let mut parser = SparqlParser::new();
    for (prefix, iri) in vocabulary::prefixes_of_book(base_iri) {
        parser = parser.with_prefix(prefix, iri).map_err(internal)?;
    }
    let parser = parser.with_base_iri(base_iri).map_err(internal)?;
    let complaint = |text: &str| {
        let result = parser.clone().parse_query(text);
        result.err().map(|error| error.to_string())
    };
    let mut query = parser
        .clone()
        .parse_query(text)
        .map_err(|error| syntax::explain(&error.to_string(), text, complaint))?;
    if let Query::Select { pattern, .. } = &mut query
        && let Some(columns) = syntax::columns_in_order(text)
    {
        order_columns(pattern, &columns);
    }
    Ok(query)
}

/// Puts the columns of the outermost SELECT in order; the parser sorts those of `*` by name.
fn order_columns(mut pattern: &mut GraphPattern, columns: &[&str]) {
    loop {
        match pattern {
            GraphPattern::Slice { inner, .. }
            | GraphPattern::Distinct { inner }
            | GraphPattern::Reduced { inner } => pattern = inner,
            GraphPattern::Project { variables, .. } => {
                let place = |name: &str| columns.iter().position(|column| *column == name);
                variables.sort_by_key(|variable| place(variable.as_str()).unwrap_or(usize::MAX));
                return;
            }
            _ => return,
        }
    }
}

fn default_graph(view: &EmbeddedView, request: &QueryRequest, query: &Query) -> DefaultGraph {
    if !request.default_graphs.is_empty() || !request.named_graphs.is_empty() {
        let names: Vec<&str> = request.default_graphs.iter().map(String::as_str).collect();
        return graphs_together(view, &names);
    }
    if let Some(dataset) = query.dataset() {
        let names: Vec<&str> = dataset.default.iter().map(NamedNode::as_str).collect();
        return graphs_together(view, &names);
    }
    if request.union_default_graph {
        DefaultGraph::Union
    } else {
        DefaultGraph::Graphs(Rc::default())
    }
}

/// The graphs of these names together. A graph that is not there adds nothing.
fn graphs_together(view: &EmbeddedView, names: &[&str]) -> DefaultGraph {
    if names.contains(&stated_graph_name(&view.base_iri).as_str()) {
        // What is stated is all but what is inferred, unless that is asked for as well.
        let inferred = inferred_graph_name(&view.base_iri);
        let left_out = Some(inferred.as_str()).filter(|inferred| !names.contains(inferred));
        let left_out = left_out.and_then(|inferred| view.number_of_iri(inferred));
        return left_out.map_or(DefaultGraph::Union, DefaultGraph::AllBut);
    }
    let numbers = names.iter().filter_map(|name| view.number_of_iri(name));
    DefaultGraph::Graphs(Rc::new(numbers.collect()))
}

fn set_named_graphs(
    prepared: &mut PreparedSparqlQuery,
    request: &QueryRequest,
) -> Result<(), QueryError> {
    if request.default_graphs.is_empty() && request.named_graphs.is_empty() {
        return Ok(());
    }
    let named = request.named_graphs.iter().map(|name| {
        let node = NamedNode::new(name).map_err(|error| QueryError::Refused {
            what: format!("The graph `{name}`"),
            why: error.to_string(),
            place: None,
        })?;
        Ok(node.into())
    });
    let named = named.collect::<Result<Vec<_>, QueryError>>()?;
    prepared.dataset_mut().set_available_named_graphs(named);
    Ok(())
}

fn write_table(
    solutions: QuerySolutionIter<'_>,
    format: TableFormat,
    out: &mut Capped,
    rows: &mut Rows<'_>,
) -> Result<(), QueryError> {
    let serializer = QueryResultsSerializer::from_format(table_format(format));
    let variables = solutions.variables().to_vec();
    let mut writer = serializer.serialize_solutions_to_writer(out, variables).map_err(internal)?;
    for solution in solutions {
        let solution = solution.map_err(|error| evaluation_error(error, rows.stop))?;
        rows.next()?;
        writer.serialize(&solution).map_err(internal)?;
    }
    writer.finish().map_err(internal)?;
    Ok(())
}

fn write_triples(
    triples: QueryTripleIter<'_>,
    serializer: oxigraph::io::RdfSerializer,
    out: &mut Capped,
    rows: &mut Rows<'_>,
) -> Result<(), QueryError> {
    let mut writer = serializer.for_writer(out);
    for triple in triples {
        let triple = triple.map_err(|error| evaluation_error(error, rows.stop))?;
        rows.next()?;
        writer.serialize_triple(triple.as_ref()).map_err(internal)?;
    }
    writer.finish().map_err(internal)?;
    Ok(())
}

fn table(
    solutions: QuerySolutionIter<'_>,
    rows: &mut Rows<'_>,
    bytes: &mut Bytes,
) -> Result<QueryResult, QueryError> {
    let variables = solutions.variables().iter().map(|name| name.as_str().to_owned()).collect();
    let mut cells = Vec::new();
    for solution in solutions {
        let solution = solution.map_err(|error| evaluation_error(error, rows.stop))?;
        rows.next()?;
        let row: Vec<Option<Value>> =
            solution.values().iter().map(|term| term.as_ref().map(Value::from)).collect();
        for value in row.iter().flatten() {
            bytes.add(value)?;
        }
        cells.push(row);
    }
    Ok(QueryResult::Table { variables, rows: cells })
}

fn facts(
    triples: QueryTripleIter<'_>,
    rows: &mut Rows<'_>,
    bytes: &mut Bytes,
) -> Result<QueryResult, QueryError> {
    let mut facts = Vec::new();
    for triple in triples {
        let triple = triple.map_err(|error| evaluation_error(error, rows.stop))?;
        rows.next()?;
        let fact = Fact {
            subject: Value::from(&triple.subject),
            predicate: triple.predicate.into_string(),
            object: Value::from(&triple.object),
        };
        bytes.add(&fact.subject)?;
        bytes.add(&fact.object)?;
        facts.push(fact);
    }
    Ok(QueryResult::Facts(facts))
}

fn results_format(request: &QueryRequest) -> QueryResultsFormat {
    table_format(request.table_format)
}

fn table_format(format: TableFormat) -> QueryResultsFormat {
    match format {
        TableFormat::Json => QueryResultsFormat::Json,
        TableFormat::Xml => QueryResultsFormat::Xml,
        TableFormat::Csv => QueryResultsFormat::Csv,
        TableFormat::Tsv => QueryResultsFormat::Tsv,
    }
}

fn evaluation_error(error: QueryEvaluationError, stop: &Stop) -> QueryError {
    match error {
        QueryEvaluationError::Cancelled => stop.error(),
        QueryEvaluationError::Dataset(error) => match error.downcast::<QueryError>() {
            Ok(error) => *error,
            Err(error) => QueryError::Internal(error.to_string()),
        },
        QueryEvaluationError::UnsupportedCustomFunction(name) => QueryError::Refused {
            what: format!("The function {name}"),
            why: "there is no such function here".to_owned(),
            place: None,
        },
        other => QueryError::Internal(other.to_string()),
    }
}

fn internal(error: impl std::fmt::Display) -> QueryError {
    QueryError::Internal(error.to_string())
}

/// Counts rows against their limit and looks at the clock.
struct Rows<'a> {
    count: usize,
    limit: usize,
    stop: &'a Stop,
}

impl Rows<'_> {
    fn next(&mut self) -> Result<(), QueryError> {
        self.stop.check()?;
        self.count += 1;
        if self.count > self.limit {
            return Err(QueryError::RowLimit { limit: self.limit });
        }
        Ok(())
    }
}

/// Counts the text of plain data against its limit.
struct Bytes {
    count: usize,
    limit: usize,
}

impl Bytes {
    fn add(&mut self, value: &Value) -> Result<(), QueryError> {
        self.count = self.count.saturating_add(size_of::<Value>() + value.text().len());
        if self.count > self.limit {
            return Err(QueryError::ByteLimit { limit: self.limit });
        }
        Ok(())
    }
}

/// A buffer that takes no more than its limit.
struct Capped {
    bytes: Vec<u8>,
    limit: usize,
    full: bool,
}

impl Write for Capped {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > self.limit {
            self.full = true;
            return Err(io::Error::other("the answer is too long"));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
