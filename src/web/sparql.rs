//! The SPARQL 1.1 Protocol as plain functions: requests to queries, `Accept` to formats, problems to
//! problem documents. Whoever owns a socket calls these.

use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use crate::graph::pool::PoolError;
use crate::graph::query::{GraphFormat, QueryError, QueryForm, QueryRequest, TableFormat, gate};
use crate::web::negotiate::best;

/// The media type of problem documents.
pub const PROBLEM_TYPE: &str = "application/problem+json";

/// After how many seconds a client that was turned away may come back.
pub const RETRY_AFTER: u32 = 2;

/// What a request asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProtocolRequest {
    /// No query: the description of the service is wanted.
    Description,
    /// A query.
    Query(ProtocolQuery),
}

/// A query as the protocol carries it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProtocolQuery {
    /// The SPARQL text.
    pub text: String,
    /// `default-graph-uri`.
    pub default_graphs: Vec<String>,
    /// `named-graph-uri`.
    pub named_graphs: Vec<String>,
    /// `union-default-graph`: whether the default graph is the union of all graphs where neither
    /// the request nor the query says otherwise.
    pub union_default_graph: Option<bool>,
    /// `format`: a format by name or media type, for clients that cannot set `Accept`.
    pub format: Option<String>,
}

/// A problem as RFC 9457 describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The HTTP status.
    pub status: u16,
    /// What kind of problem it is.
    pub title: &'static str,
    /// This very problem.
    pub detail: String,
    /// Where in the query, from 1.
    pub place: Option<(usize, usize)>,
    /// The methods that are allowed, where the one used is not.
    pub allow: Option<&'static str>,
    /// After how many seconds to try again, where that helps.
    pub retry_after: Option<u32>,
}

impl Problem {
    fn new(status: u16, title: &'static str, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        Self { status, title, detail, place: None, allow: None, retry_after: None }
    }

    /// The problem of a request whose body is longer than that of any query may be.
    #[must_use]
    pub fn body_too_long(limit: usize) -> Self {
        Self::new(413, "Query too long", format!("a query may have at most {limit} bytes"))
    }

    /// The body, of type [`PROBLEM_TYPE`].
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut body = json!({
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        });
        if let (Some((line, column)), Some(body)) = (self.place, body.as_object_mut()) {
            body.insert("line".to_owned(), line.into());
            body.insert("column".to_owned(), column.into());
        }
        body
    }
}

impl From<&QueryError> for Problem {
    fn from(error: &QueryError) -> Self {
        let (status, title, place) = match error {
            QueryError::Syntax { place, .. } => (400, "Not a SPARQL query", Some(*place)),
            QueryError::Refused { place, .. } => (400, "Query refused", *place),
            QueryError::TooLarge { .. } => (413, "Query too long", None),
            QueryError::RowLimit { .. } | QueryError::ByteLimit { .. } => {
                (422, "Answer too large", None)
            }
            QueryError::MemoryLimit { .. } => (422, "Query too costly", None),
            QueryError::Timeout { .. } => (503, "Query took too long", None),
            QueryError::Cancelled => (503, "Query cancelled", None),
            QueryError::Internal(_) => (500, "Query could not be answered", None),
        };
        // The place has members of its own; what went wrong inside is for the log alone.
        let detail = match error {
            QueryError::Syntax { message, .. } => message.clone(),
            QueryError::Internal(_) => "this is a fault of the server".to_owned(),
            other => other.to_string(),
        };
        let place = place.map(|place| (place.line, place.column));
        Self { place, ..Self::new(status, title, detail) }
    }
}

impl From<&PoolError> for Problem {
    fn from(error: &PoolError) -> Self {
        match error {
            PoolError::Query(error) => error.into(),
            PoolError::Busy => Self {
                retry_after: Some(RETRY_AFTER),
                ..Self::new(503, "Too many queries", error.to_string())
            },
        }
    }
}

/// What a request to the endpoint asks for.
///
/// # Errors
/// Where the protocol does not allow the request.
pub fn parse_request(
    method: &str,
    query_string: Option<&str>,
    content_type: Option<&str>,
    body: &[u8],
) -> Result<ProtocolRequest, Problem> {
    let mut query = ProtocolQuery::default();
    let mut texts = Vec::new();
    let in_address = pairs(query_string.unwrap_or_default())?;
    match method {
        "GET" | "HEAD" => {
            read(in_address, &mut query, &mut texts)?;
            if texts.is_empty() {
                return Ok(ProtocolRequest::Description);
            }
        }
        "POST" => {
            let media_type = content_type.map(essence).unwrap_or_default();
            let body = std::str::from_utf8(body)
                .map_err(|_| bad_request("the body is not valid UTF-8"))?;
            match media_type.as_str() {
                "application/x-www-form-urlencoded" => {
                    if in_address.iter().any(|(name, _)| name == "query") {
                        return Err(bad_request("the query belongs in the body, not the address"));
                    }
                    read(in_address, &mut query, &mut texts)?;
                    read(pairs(body)?, &mut query, &mut texts)?;
                }
                "application/sparql-query" => {
                    if !is_utf8(content_type.unwrap_or_default()) {
                        return Err(unsupported("only UTF-8 is read"));
                    }
                    read(in_address, &mut query, &mut texts)?;
                    if !texts.is_empty() {
                        return Err(bad_request("the query is in the body and the address"));
                    }
                    texts.push(body.to_owned());
                }
                "application/sparql-update" => return Err(update_refused()),
                "" => return Err(unsupported("the body has no Content-Type")),
                other => return Err(unsupported(&format!("`{other}` is not read"))),
            }
        }
        other => {
            let detail = format!("{other} means nothing here");
            let allow = Some("GET, HEAD, POST");
            return Err(Problem { allow, ..Problem::new(405, "Method not allowed", detail) });
        }
    }
    let mut texts = texts.into_iter();
    match (texts.next(), texts.next()) {
        (Some(text), None) => {
            query.text = text;
            Ok(ProtocolRequest::Query(query))
        }
        (None, _) => Err(bad_request("there is no `query`")),
        (Some(_), Some(_)) => Err(bad_request("there is more than one `query`")),
    }
}

/// A query ready for a pool: its form is known and its format chosen before any work is done.
///
/// # Errors
/// Where the text is no query at all, or no format fits.
pub fn to_request(query: ProtocolQuery, accept: Option<&str>) -> Result<QueryRequest, Problem> {
    let form = gate::inspect(&query.text).map_err(|error| Problem::from(&error))?;
    let mut request = QueryRequest::new(query.text);
    match negotiate(accept, form, query.format.as_deref())? {
        Format::Table(format) => request.table_format = format,
        Format::Graph(format) => request.graph_format = format,
    }
    request.default_graphs = query.default_graphs;
    request.named_graphs = query.named_graphs;
    request.union_default_graph = query.union_default_graph.unwrap_or(true);
    Ok(request)
}

/// A format for an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For SELECT and ASK.
    Table(TableFormat),
    /// For CONSTRUCT and DESCRIBE.
    Graph(GraphFormat),
}

/// The format for an answer: what `format` names, else what `accept` likes best.
///
/// # Errors
/// 406 where no format fits both the form and the wish.
pub fn negotiate(
    accept: Option<&str>,
    form: QueryForm,
    format: Option<&str>,
) -> Result<Format, Problem> {
    let offers = if form.gives_triples() { GRAPH_FORMATS } else { TABLE_FORMATS };
    let fitting = match format {
        Some(wanted) => offers.iter().find(|offer| {
            wanted.eq_ignore_ascii_case(offer.name)
                || offer.media_types.contains(&essence(wanted).as_str())
        }),
        None => best(accept.unwrap_or("*/*"), offers, |offer| offer.media_types),
    };
    fitting.map(|offer| offer.format).ok_or_else(|| {
        let names: Vec<&str> =
            offers.iter().filter_map(|offer| offer.media_types.first()).copied().collect();
        let detail = format!("this query can be answered as {}", names.join(", "));
        Problem::new(406, "Not acceptable", detail)
    })
}

struct Offer {
    format: Format,
    name: &'static str,
    /// Its media types, the true one first.
    media_types: &'static [&'static str],
}

/// Formats of SELECT and ASK, the preferred first. `application/json` and `text/xml` are what
/// simple clients ask for.
const TABLE_FORMATS: &[Offer] = &[
    Offer {
        format: Format::Table(TableFormat::Json),
        name: "json",
        media_types: &["application/sparql-results+json", "application/json"],
    },
    Offer {
        format: Format::Table(TableFormat::Xml),
        name: "xml",
        media_types: &["application/sparql-results+xml", "application/xml", "text/xml"],
    },
    Offer { format: Format::Table(TableFormat::Csv), name: "csv", media_types: &["text/csv"] },
    Offer {
        format: Format::Table(TableFormat::Tsv),
        name: "tsv",
        media_types: &["text/tab-separated-values"],
    },
];

/// Formats of CONSTRUCT and DESCRIBE, the preferred first.
const GRAPH_FORMATS: &[Offer] = &[
    Offer {
        format: Format::Graph(GraphFormat::Turtle),
        name: "turtle",
        media_types: &["text/turtle", "application/x-turtle"],
    },
    Offer {
        format: Format::Graph(GraphFormat::NTriples),
        name: "ntriples",
        media_types: &["application/n-triples", "text/plain"],
    },
    Offer {
        format: Format::Graph(GraphFormat::JsonLd),
        name: "jsonld",
        media_types: &["application/ld+json", "application/json"],
    },
    Offer {
        format: Format::Graph(GraphFormat::RdfXml),
        name: "rdfxml",
        media_types: &["application/rdf+xml", "application/xml", "text/xml"],
    },
];

/// The pairs of a query string or form.
fn pairs(text: &str) -> Result<Vec<(String, String)>, Problem> {
    let decode = |text: &str| {
        let spaced = text.replace('+', " ");
        let decoded = percent_decode_str(&spaced).decode_utf8().map(String::from);
        decoded.map_err(|_| bad_request("a parameter is not valid UTF-8"))
    };
    let fields = text.split('&').filter(|field| !field.is_empty());
    let pairs = fields.map(|field| {
        let (name, value) = field.split_once('=').unwrap_or((field, ""));
        Ok((decode(name)?, decode(value)?))
    });
    pairs.collect()
}

fn read(
    pairs: Vec<(String, String)>,
    query: &mut ProtocolQuery,
    texts: &mut Vec<String>,
) -> Result<(), Problem> {
    for (name, value) in pairs {
        match name.as_str() {
            "query" => texts.push(value),
            "update" | "using-graph-uri" | "using-named-graph-uri" => return Err(update_refused()),
            "default-graph-uri" => query.default_graphs.push(value),
            "named-graph-uri" => query.named_graphs.push(value),
            "union-default-graph" => {
                query.union_default_graph = Some(!matches!(value.as_str(), "false" | "0" | "no"));
            }
            "format" | "output" => query.format = Some(value),
            // Clients add parameters of their own; they mean nothing here.
            _ => {}
        }
    }
    Ok(())
}

/// A media type without its parameters, in lower case.
fn essence(content_type: &str) -> String {
    content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn is_utf8(content_type: &str) -> bool {
    let parameters = content_type.split(';').skip(1).filter_map(|part| part.split_once('='));
    let mut charsets = parameters.filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    charsets.all(|(_, value)| value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8"))
}

fn bad_request(detail: &str) -> Problem {
    Problem::new(400, "Bad request", detail)
}

fn unsupported(why: &str) -> Problem {
    let detail = format!(
        "{why}; send `application/sparql-query` or `application/x-www-form-urlencoded` in UTF-8"
    );
    Problem::new(415, "Unsupported media type", detail)
}

fn update_refused() -> Problem {
    let detail = "updates are refused: the graph is made from the documents; edit those instead";
    Problem::new(403, "Update refused", detail)
}

#[cfg(test)]
mod tests;
