//! What a query is asked with, may cost and answers: plain data around any engine.
//!
//! A query passes [`gate`] before it is parsed and `walk` before it is planned; both exist because
//! neither parser nor planner can be interrupted, and deep nesting overflows their stack, which
//! would end the whole program. Everything later is watched through [`Stop`].

pub mod gate;
mod lexer;
mod product;
mod stop;
pub(in crate::graph) mod syntax;
pub(in crate::graph) mod walk;

pub use gate::QueryForm;
pub use stop::Stop;
pub(in crate::graph) use stop::Watch;
pub use syntax::is_ordered;

use std::time::Duration;

use crate::config::Limits;
use crate::rdf::{Fact, Value};
use crate::text::LineColumn;

/// A query and how it wants its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryRequest {
    /// The SPARQL text. Preset prefixes need no declaration.
    pub text: String,
    /// Graphs that together make the default graph, in place of what the query says itself.
    pub default_graphs: Vec<String>,
    /// Graphs that `GRAPH` can reach, in place of what the query says itself.
    pub named_graphs: Vec<String>,
    /// Whether the default graph is all graphs together where nobody says otherwise; else it is
    /// empty.
    pub union_default_graph: bool,
    /// How results of SELECT and ASK are written.
    pub table_format: TableFormat,
    /// How results of CONSTRUCT and DESCRIBE are written.
    pub graph_format: GraphFormat,
}

impl QueryRequest {
    /// A query of the union of all graphs, answered in JSON or Turtle.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            default_graphs: Vec::new(),
            named_graphs: Vec::new(),
            union_default_graph: true,
            table_format: TableFormat::Json,
            graph_format: GraphFormat::Turtle,
        }
    }
}

/// What an answer may cost. Time is the business of [`Stop`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueryLimits {
    /// The longest query, in bytes.
    pub query_bytes: usize,
    /// The most rows or triples.
    pub rows: usize,
    /// The longest answer, in bytes.
    pub answer_bytes: usize,
}

impl From<&Limits> for QueryLimits {
    fn from(limits: &Limits) -> Self {
        Self {
            query_bytes: limits.query_bytes,
            rows: limits.query_rows,
            answer_bytes: limits.query_answer_bytes,
        }
    }
}

/// Formats for rows and for yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableFormat {
    /// SPARQL Query Results JSON Format.
    Json,
    /// SPARQL Query Results XML Format.
    Xml,
    /// Comma-separated values: simple, but IRIs and literals look alike.
    Csv,
    /// Tab-separated values.
    Tsv,
}

impl TableFormat {
    /// All of them, the preferred first.
    pub const ALL: &[Self] = &[Self::Json, Self::Xml, Self::Csv, Self::Tsv];

    /// The media type, without parameters.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/sparql-results+json",
            Self::Xml => "application/sparql-results+xml",
            Self::Csv => "text/csv",
            Self::Tsv => "text/tab-separated-values",
        }
    }
}

/// Formats for triples.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GraphFormat {
    /// Turtle, shortened by the preset prefixes.
    Turtle,
    /// One triple per line.
    NTriples,
    /// RDF/XML.
    RdfXml,
    /// JSON-LD.
    JsonLd,
    /// One triple per line, with its graph.
    NQuads,
    /// Turtle with graphs.
    TriG,
}

impl GraphFormat {
    /// All of them, the preferred first.
    pub const ALL: &[Self] =
        &[Self::Turtle, Self::NTriples, Self::JsonLd, Self::RdfXml, Self::NQuads, Self::TriG];

    /// The media type, without parameters.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Turtle => "text/turtle",
            Self::NTriples => "application/n-triples",
            Self::RdfXml => "application/rdf+xml",
            Self::JsonLd => "application/ld+json",
            Self::NQuads => "application/n-quads",
            Self::TriG => "application/trig",
        }
    }
}

/// A complete answer in the format that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryAnswer {
    /// What kind of query it was.
    pub form: QueryForm,
    /// The media type of the bytes, without parameters.
    pub media_type: &'static str,
    /// The answer.
    pub bytes: Vec<u8>,
    /// How many rows or triples it has; 1 for yes or no.
    pub rows: usize,
}

/// A complete answer as plain data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QueryResult {
    /// Of SELECT.
    Table {
        /// The names of the columns, without `?`.
        variables: Vec<String>,
        /// The rows; a cell without a value is `None`.
        rows: Vec<Vec<Option<Value>>>,
    },
    /// Of ASK.
    Boolean(bool),
    /// Of CONSTRUCT and DESCRIBE.
    Facts(Vec<Fact>),
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// It is no SPARQL query.
    #[error("line {}, column {}: {message}", place.line, place.column)]
    Syntax {
        /// What was expected.
        message: String,
        /// Where.
        place: LineColumn,
    },
    /// It is SPARQL that is not answered here.
    #[error("{what} is refused: {why}")]
    Refused {
        /// What is refused, as the start of a sentence.
        what: String,
        /// Why, and what to do instead.
        why: String,
        /// Where it stands, as far as that is known.
        place: Option<LineColumn>,
    },
    /// The text is too long.
    #[error("the query has {bytes} bytes; at most {limit} are read")]
    TooLarge {
        /// Its length.
        bytes: usize,
        /// The longest one that is read.
        limit: usize,
    },
    /// There are more rows or triples than may be given.
    #[error("the answer has more than {limit} rows; add LIMIT or ask more narrowly")]
    RowLimit {
        /// The most that are given.
        limit: usize,
    },
    /// The answer is longer than may be given.
    #[error("the answer has more than {limit} bytes; add LIMIT or ask for fewer columns")]
    ByteLimit {
        /// The longest that is given.
        limit: usize,
    },
    /// The query builds up more text than it may hold.
    #[error("the query makes more than {limit} bytes of text while it runs")]
    MemoryLimit {
        /// The most it may make.
        limit: usize,
    },
    /// It took too long.
    #[error("the query took longer than {} seconds", limit.as_secs_f64())]
    Timeout {
        /// The time it had.
        limit: Duration,
    },
    /// Whoever asked has gone.
    #[error("the query was cancelled")]
    Cancelled,
    /// A fault of ours.
    #[error("the query could not be answered: {0}")]
    Internal(String),
}
