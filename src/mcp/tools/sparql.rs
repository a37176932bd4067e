//! `sparql_query`: any question to the graph.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::graph::pool::PoolError;
use crate::graph::query::{GraphFormat, QueryError, QueryRequest, QueryResult, gate};
use crate::mcp::budget::{Portion, cut, usual_tokens};
use crate::mcp::server::Book;
use crate::mcp::tool::{Answered, Answers, Refusal};
use crate::rdf::Value;

/// Rows of an answer at most.
const MOST_ROWS: i64 = 500;

pub(in crate::mcp) struct SparqlQuery;

/// What is asked.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::mcp) struct Arguments {
    /// A SPARQL 1.1 query: SELECT, ASK, CONSTRUCT or DESCRIBE. Prefixes are preset. A thing of the
    /// book is written by its id in angle brackets: <guide/zones#dmz>.
    #[serde(alias = "sparql", alias = "q")]
    query: String,
    /// How many rows, 1 to 500.
    #[serde(default = "usual_rows", alias = "max_rows")]
    #[schemars(range(min = 1, max = 500))]
    limit: i64,
    /// How long the answer may be, 200 to 20000 tokens.
    #[serde(default = "usual_tokens", alias = "maxTokens")]
    #[schemars(range(min = 200, max = 20000))]
    max_tokens: i64,
    /// `next_cursor` of the answer before, for the rows behind it; the query must be the same and
    /// have ORDER BY.
    #[serde(default)]
    cursor: String,
}

fn usual_rows() -> i64 {
    100
}

/// An answer of the graph.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::mcp) struct Reply {
    /// SELECT: the variables.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    columns: Vec<String>,
    /// SELECT: a list of cells for each row, quoted: texts and numbers as they are, things of the
    /// book as `<id>`, terms as arch:Server, empty where there is no value.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rows: Vec<Vec<String>>,
    /// SELECT: how many rows there are in all.
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<usize>,
    /// ASK: the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    boolean: Option<bool>,
    /// CONSTRUCT and DESCRIBE: the triples, in Turtle.
    #[serde(skip_serializing_if = "Option::is_none")]
    turtle: Option<String>,
    /// Where to go on.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
    /// Whether something was cut.
    truncated: bool,
}

impl Answers for SparqlQuery {
    const NAME: &'static str = "sparql_query";
    const TITLE: &'static str = "Query the graph";
    const DESCRIPTION: &'static str = "Answers a SPARQL query from the knowledge graph: lists, \
        counts, joins, paths, everything the other tools do not answer directly. Call \
        `describe_schema` first; it has the classes, properties and worked queries. All usual \
        prefixes (arch:, akv:, loggia:, rdfs:, skos:, prov: …) are preset and the default graph is \
        everything, inferred facts included. Most things have an rdfs:label. To get file and line \
        of a fact, ask for its statement: ?s rdf:subject ?x ; rdf:predicate arch:inZone ; rdf:object \
        ?y ; loggia:line ?line ; loggia:quote ?quote ; loggia:inDocument/loggia:sourcePath ?file. \
        Read-only; updates and SERVICE are refused. Put ORDER BY where rows must not change places.";
    type Arguments = Arguments;
    type Reply = Reply;

    fn answer(book: &Book<'_>, arguments: Arguments) -> Result<Answered<Self>, Refusal> {
        let Arguments { query, limit, max_tokens, cursor } = arguments;
        let mut portion = Portion::read(max_tokens, &cursor)?;
        let form = gate::inspect(&query).map_err(|error| explain(&query, &error))?;
        let refused = |error: PoolError| match error {
            PoolError::Query(error) => explain(&query, &error),
            PoolError::Busy => Refusal::new(error.to_string()),
        };
        let mut request = QueryRequest::new(query.clone());
        let graph = book.snapshot.graph.clone();
        if form.gives_triples() {
            request.graph_format = GraphFormat::Turtle;
            let answer = book.queries.answer_blocking(graph, request).map_err(refused)?;
            let turtle = String::from_utf8_lossy(&answer.bytes);
            let shown = cut(&turtle, portion.budget().left());
            let truncated = shown.len() < turtle.len();
            let turtle = Some(shown.to_owned());
            return Ok(Answered::new(Reply { turtle, truncated, ..Reply::empty() }));
        }
        let result = book.queries.evaluate_blocking(graph, request).map_err(refused)?;
        Ok(Answered::new(match result {
            QueryResult::Boolean(answer) => Reply { boolean: Some(answer), ..Reply::empty() },
            QueryResult::Facts(_) => Reply::empty(),
            QueryResult::Table { variables, rows } => {
                let limit = usize::try_from(limit.clamp(1, MOST_ROWS)).unwrap_or(1);
                let total = rows.len();
                let shown = rows.iter().skip(portion.start()).take(limit);
                let rows = portion.rest(shown.map(|row| cells(book, row)));
                let next_cursor = portion.next_cursor_of(total);
                Reply {
                    columns: variables,
                    truncated: next_cursor.is_some(),
                    next_cursor,
                    total: Some(total),
                    rows,
                    ..Reply::empty()
                }
            }
        }))
    }
}

impl Reply {
    fn empty() -> Self {
        Self {
            columns: Vec::new(),
            rows: Vec::new(),
            total: None,
            boolean: None,
            turtle: None,
            next_cursor: None,
            truncated: false,
        }
    }
}

fn cells(book: &Book<'_>, row: &[Option<Value>]) -> Vec<String> {
    row.iter()
        .map(|value| value.as_ref().map(|value| book.term(value)).unwrap_or_default())
        .collect()
}

/// Why a query is not answered, with the place in it pointed at.
fn explain(query: &str, error: &QueryError) -> Refusal {
    let place = match error {
        QueryError::Syntax { place, .. } => Some(*place),
        QueryError::Refused { place, .. } => *place,
        QueryError::Internal(_) => return Refusal::fault(error),
        _ => None,
    };
    let line =
        place.and_then(|place| Some((place, query.lines().nth(place.line.checked_sub(1)?)?)));
    let near = line.map(|(place, line)| {
        let rest: String = line.chars().skip(place.column.saturating_sub(1)).take(80).collect();
        format!("\nIt begins: {rest}")
    });
    Refusal::new(format!("{error}{}", near.unwrap_or_default()))
}
