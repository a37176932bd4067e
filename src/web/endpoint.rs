//! `/sparql`: the protocol for tools, the workbench for browsers, and dumps of the whole graph.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, ALLOW, CONTENT_TYPE, HeaderName, RETRY_AFTER, VARY};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::graph::query::GraphFormat;
use crate::snapshot::Snapshot;
use crate::web::negotiate::preferred;
use crate::web::sparql::{
    PROBLEM_TYPE, Problem, ProtocolQuery, ProtocolRequest, parse_request, to_request,
};
use crate::web::{AppState, problem, workbench};

/// How long a percent-encoded form may be for each byte of the query in it.
const FORM_BYTES_PER_BYTE: usize = 3;

/// Answers a query, or shows the workbench to a browser.
pub(in crate::web) async fn answer(State(app): State<AppState>, request: Request) -> Response {
    let snapshot = app.snapshots.current();
    let (parts, body) = request.into_parts();
    let header = |name: HeaderName| parts.headers.get(name).and_then(|value| value.to_str().ok());
    let accept = header(ACCEPT).map(str::to_owned);
    let limit = app.queries.limits().query_bytes.saturating_mul(FORM_BYTES_PER_BYTE) + 4096;
    let Ok(body) = to_bytes(body, limit).await else {
        return refused(&Problem::body_too_long(app.queries.limits().query_bytes));
    };
    let parsed =
        parse_request(parts.method.as_str(), parts.uri.query(), header(CONTENT_TYPE), &body);
    let mut response = match parsed {
        Err(problem) => refused(&problem),
        Ok(ProtocolRequest::Description) if wants_page(accept.as_deref(), None) => {
            workbench::page(&app, &snapshot, None).await
        }
        Ok(ProtocolRequest::Description) => description(&snapshot),
        Ok(ProtocolRequest::Query(query))
            if wants_page(accept.as_deref(), query.format.as_deref()) =>
        {
            workbench::page(&app, &snapshot, Some(query)).await
        }
        Ok(ProtocolRequest::Query(query)) => run(&app, &snapshot, query, accept.as_deref())
            .await
            .unwrap_or_else(|problem| refused(&problem)),
    };
    response.headers_mut().append(VARY, HeaderValue::from_static("accept"));
    response
}

/// Whether a browser asks: it prefers HTML to everything a query can be answered in.
fn wants_page(accept: Option<&str>, format: Option<&str>) -> bool {
    const OFFERED: &[&str] = &[
        "application/sparql-results+json",
        "text/turtle",
        "application/sparql-results+xml",
        "text/csv",
        "application/rdf+xml",
        "application/ld+json",
        "application/n-triples",
        "text/tab-separated-values",
        "text/html",
    ];
    match format {
        Some(format) => format.eq_ignore_ascii_case("html"),
        None => accept.and_then(|accept| preferred(accept, OFFERED)) == Some("text/html"),
    }
}

async fn run(
    app: &AppState,
    snapshot: &Snapshot,
    query: ProtocolQuery,
    accept: Option<&str>,
) -> Result<Response, Problem> {
    let request = to_request(query, accept)?;
    let answer = app.queries.answer(snapshot.graph.clone(), request).await;
    let answer = answer.map_err(|error| Problem::from(&error))?;
    let media_type = match answer.media_type {
        text @ ("text/csv" | "text/tab-separated-values" | "text/turtle") => {
            format!("{text}; charset=utf-8")
        }
        other => other.to_owned(),
    };
    Ok(([(CONTENT_TYPE, media_type)], answer.bytes).into_response())
}

/// A problem as an answer.
fn refused(problem: &Problem) -> Response {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response =
        (status, [(CONTENT_TYPE, PROBLEM_TYPE)], problem.to_json().to_string()).into_response();
    if let Some(allow) = problem.allow {
        response.headers_mut().insert(ALLOW, HeaderValue::from_static(allow));
    }
    if let Some(seconds) = problem.retry_after {
        response.headers_mut().insert(RETRY_AFTER, seconds.into());
    }
    response
}

/// What the service can do, in the vocabulary of SPARQL 1.1 Service Description.
fn description(snapshot: &Snapshot) -> Response {
    let base = &snapshot.catalog.config.base;
    let quads = snapshot.graph.counts().quads;
    let formats = [
        "SPARQL_Results_JSON",
        "SPARQL_Results_XML",
        "SPARQL_Results_CSV",
        "SPARQL_Results_TSV",
        "Turtle",
        "N-Triples",
        "RDF_XML",
        "JSON-LD",
    ];
    let formats: Vec<String> =
        formats.iter().map(|name| format!("<http://www.w3.org/ns/formats/{name}>")).collect();
    let turtle = format!(
        "@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .\n\
         @prefix void: <http://rdfs.org/ns/void#> .\n\n\
         <{base}sparql> a sd:Service ;\n    sd:endpoint <{base}sparql> ;\n\
         \x20   sd:supportedLanguage sd:SPARQL11Query ;\n\
         \x20   sd:feature sd:UnionDefaultGraph ;\n\
         \x20   sd:resultFormat {} ;\n\
         \x20   sd:defaultDataset [ a sd:Dataset ; sd:defaultGraph [ a sd:Graph ; void:triples {quads} ] ] .\n",
        formats.join(" , "),
    );
    ([(CONTENT_TYPE, "text/turtle; charset=utf-8")], turtle).into_response()
}

/// All quads.
pub(in crate::web) async fn dump_quads(State(app): State<AppState>) -> Response {
    dump(app.snapshots.current(), GraphFormat::NQuads).await
}

/// All triples, graphs taken together.
pub(in crate::web) async fn dump_turtle(State(app): State<AppState>) -> Response {
    dump(app.snapshots.current(), GraphFormat::Turtle).await
}

async fn dump(snapshot: Arc<Snapshot>, format: GraphFormat) -> Response {
    let write = move || {
        let mut bytes = Vec::new();
        snapshot.graph.dump(None, format, &mut bytes).map(|_| bytes)
    };
    match tokio::task::spawn_blocking(write).await {
        Ok(Ok(bytes)) => ([(CONTENT_TYPE, format.media_type())], Body::from(bytes)).into_response(),
        _ => problem::internal(),
    }
}
