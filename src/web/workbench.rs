//! The query form: examples, prefixes, and for readers without JavaScript the answer itself.

use std::time::Instant;

use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::catalog::Route;
use crate::graph::query::{GraphFormat, QueryRequest, QueryResult, gate};
use crate::page::view::{Cell, ExampleQuery, Outcome, Prefix, QueryFormat, WorkbenchPage};
use crate::rdf::Value;
use crate::snapshot::Snapshot;
use crate::vocabulary::{prefixes_of_book, shorten, xsd};
use crate::web::sparql::{Problem, ProtocolQuery};
use crate::web::{AppState, pages, problem};

/// A page shows no more rows than this; the formats for tools give all.
const SHOWN_ROWS: usize = 1_000;

/// Questions to start from: title and query.
const EXAMPLES: &[(&str, &str)] = &[
    ("Which pages are there, in reading order?", include_str!("examples/pages.rq")),
    ("Which pages are linked to most?", include_str!("examples/most-linked.rq")),
    ("Which figures are there?", include_str!("examples/figures.rq")),
    ("Which sections make up a page?", include_str!("examples/sections.rq")),
    ("What leads out of the book?", include_str!("examples/external-links.rq")),
    ("What does one page state?", include_str!("examples/page.rq")),
    ("Which terms does the vocabulary have?", include_str!("examples/vocabulary.rq")),
];

/// Formats of the form: label, value, kind.
const FORMATS: &[(&str, &str, &str)] = &[
    ("a page", "html", "page"),
    ("JSON", "json", "table"),
    ("XML", "xml", "table"),
    ("CSV", "csv", "table"),
    ("TSV", "tsv", "table"),
    ("Turtle", "turtle", "graph"),
    ("N-Triples", "ntriples", "graph"),
    ("JSON-LD", "jsonld", "graph"),
    ("RDF/XML", "rdfxml", "graph"),
];

/// The workbench, with the answer where there is a query.
pub(in crate::web) async fn page(
    app: &AppState,
    snapshot: &Snapshot,
    query: Option<ProtocolQuery>,
) -> Response {
    let base = &snapshot.catalog.config.base;
    let first = EXAMPLES.first().map(|(_, query)| (*query).to_owned()).unwrap_or_default();
    let outcome = match &query {
        Some(query) => outcome(app, snapshot, query).await,
        None => Outcome::None,
    };
    let view = WorkbenchPage {
        shell: pages::book(app, snapshot).shell(
            &Route::of_request("sparql"),
            None,
            "Query".to_owned(),
        ),
        action: "sparql".to_owned(),
        query: query.map_or(first, |query| query.text),
        autorun: false,
        base_iri: base.clone(),
        entity_url: String::new(),
        examples: EXAMPLES.iter().map(|(title, query)| example(title, query)).collect(),
        prefixes: prefixes_of_book(base)
            .map(|(name, iri)| Prefix { name: name.to_owned(), iri: iri.to_owned() })
            .collect(),
        formats: FORMATS
            .iter()
            .map(|(label, value, kind)| QueryFormat {
                label: (*label).to_owned(),
                value: (*value).to_owned(),
                kind: (*kind).to_owned(),
            })
            .collect(),
        outcome,
    };
    view.render().map_or_else(|_| problem::internal(), |html| Html(html).into_response())
}

fn example(title: &str, query: &str) -> ExampleQuery {
    ExampleQuery {
        title: title.to_owned(),
        query: query.to_owned(),
        url: format!("sparql?query={}", utf8_percent_encode(query, NON_ALPHANUMERIC)),
    }
}

async fn outcome(app: &AppState, snapshot: &Snapshot, query: &ProtocolQuery) -> Outcome {
    let started = Instant::now();
    let mut request = QueryRequest::new(query.text.clone());
    request.default_graphs.clone_from(&query.default_graphs);
    request.named_graphs.clone_from(&query.named_graphs);
    request.union_default_graph = query.union_default_graph.unwrap_or(true);
    let form = gate::inspect(&query.text).map_err(|error| Problem::from(&error));
    let answered = match form {
        Ok(form) if form.gives_triples() => turtle(app, snapshot, request, started).await,
        Ok(_) => table(app, snapshot, request, started).await,
        Err(problem) => Err(problem),
    };
    answered.unwrap_or_else(|problem| Outcome::Failure {
        title: problem.title.to_owned(),
        detail: problem.detail,
        place: problem
            .place
            .map(|(line, column)| format!("line {line}, column {column}"))
            .unwrap_or_default(),
    })
}

async fn turtle(
    app: &AppState,
    snapshot: &Snapshot,
    mut request: QueryRequest,
    started: Instant,
) -> Result<Outcome, Problem> {
    request.graph_format = GraphFormat::Turtle;
    let answer = app
        .queries
        .answer(snapshot.graph.clone(), request)
        .await
        .map_err(|error| Problem::from(&error))?;
    Ok(Outcome::Graph {
        summary: format!("{} in {}", counted(answer.rows, "triple"), taken(started)),
        turtle: String::from_utf8(answer.bytes).unwrap_or_default(),
    })
}

async fn table(
    app: &AppState,
    snapshot: &Snapshot,
    request: QueryRequest,
    started: Instant,
) -> Result<Outcome, Problem> {
    let result = app
        .queries
        .evaluate(snapshot.graph.clone(), request)
        .await
        .map_err(|error| Problem::from(&error))?;
    let base = &snapshot.catalog.config.base;
    Ok(match result {
        QueryResult::Boolean(value) => {
            Outcome::Boolean { value, summary: format!("in {}", taken(started)) }
        }
        QueryResult::Facts(_) => Outcome::None,
        QueryResult::Table { variables, rows } => {
            let cut = if rows.len() > SHOWN_ROWS {
                format!(", the first {SHOWN_ROWS} shown")
            } else {
                String::new()
            };
            let shown = rows.iter().take(SHOWN_ROWS);
            let cells = |row: &Vec<Option<Value>>| {
                row.iter().map(|value| cell(value.as_ref(), base)).collect()
            };
            Outcome::Table {
                summary: format!("{} in {}{cut}", counted(rows.len(), "row"), taken(started)),
                columns: variables,
                rows: shown.map(cells).collect(),
            }
        }
    })
}

fn cell(value: Option<&Value>, base: &str) -> Cell {
    match value {
        None => Cell::default(),
        Some(Value::Iri(iri)) => Cell {
            text: shorten(iri, base)
                .or_else(|| iri.strip_prefix(base).map(|path| format!("/{path}")))
                .unwrap_or_else(|| iri.clone()),
            // Only what a browser can follow; everything else is a name.
            url: match iri.strip_prefix(base) {
                Some(path) => format!("./{path}"),
                None if iri.starts_with("https://") || iri.starts_with("http://") => iri.clone(),
                None => String::new(),
            },
            note: String::new(),
        },
        Some(Value::Blank(label)) => Cell { text: format!("_:{label}"), ..Cell::default() },
        Some(Value::Literal { text, datatype, language }) => Cell {
            text: text.clone(),
            url: String::new(),
            note: match language {
                Some(language) => format!("@{language}"),
                // Texts and whole numbers are told by their looks.
                None if [xsd::STRING, xsd::INTEGER].contains(&datatype.as_str()) => String::new(),
                None => shorten(datatype, base).unwrap_or_else(|| datatype.clone()),
            },
        },
    }
}

fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

fn taken(started: Instant) -> String {
    format!("{} ms", started.elapsed().as_millis())
}
