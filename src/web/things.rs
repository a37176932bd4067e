//! `/things` and `/compare`: what is known of things as pages, each also as Markdown and RDF.
//!
//! A page of the book at one of these addresses goes before ours.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, Request, State};
use axum::http::header::{ACCEPT, CONTENT_TYPE, LOCATION, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use percent_encoding::percent_decode_str;
use serde::Deserialize;

use crate::catalog::{Catalog, Route};
use crate::graph::query::GraphFormat;
use crate::page::thing;
use crate::service::entity::{Found, dump, find};
use crate::service::showing::neighbours;
use crate::service::showing::{
    ComparisonRequest, IndexRequest, at_path, comparison_page, index_page, is_own, thing_page,
};
use crate::service::telling::portrait_of;
use crate::service::thing::Thing;
use crate::snapshot::Snapshot;
use crate::web::negotiate::preferred;
use crate::web::pages::{self, book, missing, tagged};
use crate::web::{AppState, problem};

/// What the address of the index says.
#[derive(Debug, Default, Deserialize)]
struct Filter {
    #[serde(default)]
    q: String,
    #[serde(default)]
    class: String,
    #[serde(default)]
    architecture: String,
}

/// What the address of a comparison says.
#[derive(Debug, Default, Deserialize)]
struct Sides {
    #[serde(default)]
    a: String,
    #[serde(default)]
    b: String,
}

/// What `/entity` is asked for.
#[derive(Debug, Default, Deserialize)]
struct Wanted {
    #[serde(default)]
    iri: String,
    #[serde(default)]
    q: String,
}

/// A form in which a thing is told.
#[derive(Debug, Clone, Copy)]
enum Form {
    Html,
    Markdown,
    Rdf(GraphFormat),
}

/// Endings of addresses and media types, with the form they ask for.
const FORMS: &[(&str, &str, Form)] = &[
    ("", "text/html", Form::Html),
    (".ttl", "text/turtle", Form::Rdf(GraphFormat::Turtle)),
    (".jsonld", "application/ld+json", Form::Rdf(GraphFormat::JsonLd)),
    (".nt", "application/n-triples", Form::Rdf(GraphFormat::NTriples)),
    (".md", "text/markdown", Form::Markdown),
];

/// All things, or those that a filter leaves.
pub(in crate::web) async fn index(State(app): State<AppState>, request: Request) -> Response {
    let Query(filter) = Query::<Filter>::try_from_uri(request.uri()).unwrap_or_default();
    page(app, request, move |app, snapshot| {
        let Filter { q: query, class, architecture } = filter;
        let asked = IndexRequest { query, class, architecture };
        index_page(&book(app, snapshot), snapshot, &asked).render()
    })
    .await
}

/// Two architectures side by side.
pub(in crate::web) async fn compare(State(app): State<AppState>, request: Request) -> Response {
    let Query(Sides { a, b }) = Query::<Sides>::try_from_uri(request.uri()).unwrap_or_default();
    page(app, request, move |app, snapshot| {
        comparison_page(&book(app, snapshot), snapshot, &ComparisonRequest { a, b }).render()
    })
    .await
}

async fn page(
    app: AppState,
    request: Request,
    write: impl FnOnce(&AppState, &Snapshot) -> askama::Result<String> + Send + 'static,
) -> Response {
    let snapshot = app.snapshots.current();
    if is_page(&snapshot.catalog, request.uri().path()) {
        return pages::answer(State(app), request).await;
    }
    let headers = request.headers().clone();
    let page = tokio::task::spawn_blocking(move || match write(&app, &snapshot) {
        Ok(html) => tagged(&headers, "text/html; charset=utf-8", html.into_bytes()),
        Err(_) => problem::internal(),
    });
    page.await.unwrap_or_else(|_| problem::internal())
}

/// Everything that is known of one thing.
pub(in crate::web) async fn show(State(app): State<AppState>, request: Request) -> Response {
    let snapshot = app.snapshots.current();
    if is_page(&snapshot.catalog, request.uri().path()) {
        return pages::answer(State(app), request).await;
    }
    let asked = request.uri().path().trim_start_matches('/').to_owned();
    let headers = request.headers().clone();
    let found = tokio::task::spawn_blocking({
        let app = app.clone();
        move || respond(&app, &snapshot, &asked, &headers)
    });
    match found.await {
        Ok(Some(response)) => response,
        // An asset of the book may lie there, and who finds nothing tells so.
        Ok(None) => pages::answer(State(app), request).await,
        Err(_) => problem::internal(),
    }
}

fn respond(
    app: &AppState,
    snapshot: &Arc<Snapshot>,
    asked: &str,
    headers: &HeaderMap,
) -> Option<Response> {
    let decoded = percent_decode_str(asked).decode_utf8().ok()?;
    let path = decoded.strip_prefix(thing::FOLDER)?.strip_prefix('/')?;
    if let Some(iri) = at_path(snapshot, path) {
        let accept = headers.get(ACCEPT).and_then(|accept| accept.to_str().ok());
        let names: Vec<&str> = FORMS.iter().map(|(_, name, _)| *name).collect();
        let form = accept.and_then(|accept| preferred(accept, &names)).unwrap_or("text/html");
        let form = FORMS.iter().find(|(_, name, _)| *name == form);
        let form = form.map_or(Form::Html, |(_, _, form)| *form);
        let mut response = tell(app, snapshot, &iri, form, headers);
        response.headers_mut().append(VARY, HeaderValue::from_static("accept"));
        return Some(response);
    }
    FORMS.iter().filter(|(ending, _, _)| !ending.is_empty()).find_map(|(ending, _, form)| {
        let iri = at_path(snapshot, path.strip_suffix(ending)?)?;
        Some(tell(app, snapshot, &iri, *form, headers))
    })
}

fn tell(
    app: &AppState,
    snapshot: &Snapshot,
    iri: &str,
    form: Form,
    headers: &HeaderMap,
) -> Response {
    match form {
        Form::Html => {
            let wanted = neighbours::wanted(snapshot, iri);
            // A page without its figure is better than none.
            let picture = wanted.and_then(|wanted| app.figures.drawing(snapshot, &wanted).ok());
            let view = thing_page(&book(app, snapshot), snapshot, iri, picture.as_ref());
            match view.map(|view| view.render()) {
                Some(Ok(html)) => tagged(headers, "text/html; charset=utf-8", html.into_bytes()),
                Some(Err(_)) => problem::internal(),
                None => missing(app, snapshot, iri, &[]),
            }
        }
        Form::Markdown => {
            let Some(text) = portrait_of(snapshot, iri) else {
                return StatusCode::NOT_FOUND.into_response();
            };
            ([(CONTENT_TYPE, "text/markdown; charset=utf-8")], text).into_response()
        }
        Form::Rdf(format) => match dump(snapshot, iri, format) {
            Ok(bytes) => ([(CONTENT_TYPE, format.media_type())], bytes).into_response(),
            Err(_) => problem::internal(),
        },
    }
}

/// Whether the book has a page at exactly this path.
fn is_page(catalog: &Catalog, path: &str) -> bool {
    let path = path.trim_start_matches('/');
    let decoded = percent_decode_str(path).decode_utf8_lossy();
    catalog.page_at(&Route::verbatim_request(&decoded)).is_some()
}

/// The page of whatever an IRI, an address or a name means, by a redirect.
pub(in crate::web) async fn lead(State(app): State<AppState>, request: Request) -> Response {
    let Query(Wanted { iri, q }) = Query::<Wanted>::try_from_uri(request.uri()).unwrap_or_default();
    let snapshot = app.snapshots.current();
    if is_page(&snapshot.catalog, request.uri().path()) {
        return pages::answer(State(app), request).await;
    }
    let asked = if iri.is_empty() { q } else { iri };
    let address = tokio::task::spawn_blocking({
        let snapshot = Arc::clone(&snapshot);
        move || match find(&snapshot, &asked) {
            Found::One(iri) if is_own(&snapshot, &iri) => {
                thing::route(&snapshot.catalog, &iri).map(|route| route.encoded())
            }
            Found::One(iri) => Some(Thing::of(&snapshot, &iri).address),
            Found::Several(_) => {
                let query = percent_encoding::utf8_percent_encode(
                    &asked,
                    percent_encoding::NON_ALPHANUMERIC,
                );
                Some(format!("{}?q={query}", thing::FOLDER))
            }
            Found::Nothing(_) => None,
        }
    });
    let address = address.await.ok().flatten().filter(|address| !address.is_empty());
    let to = address.and_then(|address| HeaderValue::from_str(&format!("./{address}")).ok());
    match to {
        Some(to) => (StatusCode::SEE_OTHER, [(LOCATION, to)]).into_response(),
        None => missing(&app, &snapshot, "entity", &[]),
    }
}
