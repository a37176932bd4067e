//! `/ontology`: the vocabularies as pages for people and as RDF for tools.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::header::{ACCEPT, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::graph::query::GraphFormat;
use crate::page::ontology::OntologyWriter;
use crate::service::ontology::dump;
use crate::snapshot::Snapshot;
use crate::web::negotiate::preferred;
use crate::web::pages::{book, missing, tagged};
use crate::web::{AppState, problem};

/// What the address of the index says.
#[derive(Debug, Deserialize)]
pub(in crate::web) struct Filter {
    /// Part of a name or of a definition.
    #[serde(default)]
    q: String,
}

/// All vocabularies, or the terms that a filter finds.
pub(in crate::web) async fn index(
    State(app): State<AppState>,
    Query(filter): Query<Filter>,
    headers: HeaderMap,
) -> Response {
    answer(app, headers, move |app, snapshot| {
        let page = OntologyWriter::new(book(app, snapshot), snapshot.known()).index(&filter.q);
        Some(page.render())
    })
    .await
}

/// One vocabulary, or the rules.
pub(in crate::web) async fn vocabulary(
    State(app): State<AppState>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Response {
    let path = format!("ontology/{name}");
    let (known, of_missing) = (app.clone(), path.clone());
    let found = answer(app, headers, move |app, snapshot| {
        let writer = OntologyWriter::new(book(app, snapshot), snapshot.known());
        if name == "rules" {
            return Some(writer.rules().render());
        }
        writer.vocabulary(&name).map(|page| page.render())
    })
    .await;
    if found.status() == axum::http::StatusCode::NOT_FOUND {
        return missing(&known, &known.snapshots.current(), &of_missing, &[]);
    }
    found
}

/// The vocabularies as RDF, by the ending of the address.
pub(in crate::web) async fn turtle(State(app): State<AppState>) -> Response {
    rdf(app, GraphFormat::Turtle).await
}

/// As [`turtle`], in JSON-LD.
pub(in crate::web) async fn json_ld(State(app): State<AppState>) -> Response {
    rdf(app, GraphFormat::JsonLd).await
}

/// As [`turtle`], in N-Triples.
pub(in crate::web) async fn n_triples(State(app): State<AppState>) -> Response {
    rdf(app, GraphFormat::NTriples).await
}

/// A page that `write` writes, or the vocabularies as RDF where the client prefers that.
async fn answer(
    app: AppState,
    headers: HeaderMap,
    write: impl FnOnce(&AppState, &Snapshot) -> Option<askama::Result<String>> + Send + 'static,
) -> Response {
    const FORMS: &[(&str, Option<GraphFormat>)] = &[
        ("text/html", None),
        ("text/turtle", Some(GraphFormat::Turtle)),
        ("application/ld+json", Some(GraphFormat::JsonLd)),
        ("application/n-triples", Some(GraphFormat::NTriples)),
    ];
    let names: Vec<&str> = FORMS.iter().map(|(name, _)| *name).collect();
    let accept = headers.get(ACCEPT).and_then(|accept| accept.to_str().ok());
    let form = accept.and_then(|accept| preferred(accept, &names)).unwrap_or("text/html");
    let format = FORMS.iter().find(|(name, _)| *name == form).and_then(|(_, format)| *format);
    let mut response = if let Some(format) = format {
        rdf(app, format).await
    } else {
        let snapshot = app.snapshots.current();
        let page = tokio::task::spawn_blocking(move || match write(&app, &snapshot) {
            Some(Ok(html)) => tagged(&headers, "text/html; charset=utf-8", html.into_bytes()),
            Some(Err(_)) => problem::internal(),
            None => axum::http::StatusCode::NOT_FOUND.into_response(),
        });
        page.await.unwrap_or_else(|_| problem::internal())
    };
    response.headers_mut().append(VARY, HeaderValue::from_static("accept"));
    response
}

async fn rdf(app: AppState, format: GraphFormat) -> Response {
    let snapshot: Arc<Snapshot> = app.snapshots.current();
    let bytes = tokio::task::spawn_blocking(move || dump(&snapshot, format)).await;
    match bytes {
        Ok(Ok(bytes)) => ([(CONTENT_TYPE, format.media_type())], bytes).into_response(),
        _ => problem::internal(),
    }
}
