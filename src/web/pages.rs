//! Pages of the book, their twins, and the files they show.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH, LOCATION,
    VARY,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use percent_encoding::percent_decode_str;

use crate::catalog::{PageIndex, Route};
use crate::graph::query::GraphFormat;
use crate::page::address::Site;
use crate::page::shell::Book;
use crate::page::view::{ErrorPage, Link};
use crate::service::figures::picture;
use crate::service::pages::{Found, Picture, Twin, find};
use crate::snapshot::Snapshot;
use crate::source::Asset;
use crate::text::FilePath;
use crate::web::negotiate::preferred;
use crate::web::{AppState, figures, problem};

/// Files of the book run nothing, whatever they hold; an SVG may style itself.
pub(in crate::web) const FILE_POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/// Whatever no other address answers: a page, a twin, a file, or nothing.
pub(in crate::web) async fn answer(State(app): State<AppState>, request: Request) -> Response {
    let snapshot = app.snapshots.current();
    let headers = request.headers().clone();
    let path = request.uri().path().trim_start_matches('/').to_owned();
    // Rendering a page and reading a file take a moment that belongs on a blocking thread.
    let query = request.uri().query().map(str::to_owned);
    let answer = tokio::task::spawn_blocking(move || {
        respond(&app, &snapshot, &path, query.as_deref(), &headers)
    });
    answer.await.unwrap_or_else(|_| problem::internal())
}

fn respond(
    app: &AppState,
    snapshot: &Arc<Snapshot>,
    path: &str,
    query: Option<&str>,
    headers: &HeaderMap,
) -> Response {
    let Ok(decoded) = percent_decode_str(path).decode_utf8() else {
        return missing(app, snapshot, path, &[]);
    };
    match find(&snapshot.catalog, &decoded) {
        Found::Page(page) => negotiated(app, snapshot, page, headers),
        Found::Twin(page, twin) => of_twin(snapshot, page, twin),
        Found::Asset(file, asset) => of_file(snapshot, &file, asset, headers),
        Found::Drawing(page, block, Picture::Png) => {
            figures::of_book(app, snapshot, (page, block), query, headers)
        }
        Found::Drawing(page, block, Picture::Mermaid) => {
            match snapshot
                .answers
                .figures
                .of(page, block)
                .and_then(|live| live.drawing.as_ref().ok())
            {
                Some(drawing) => figures::mermaid(headers, &drawing.scene),
                None => missing(app, snapshot, &decoded, &[]),
            }
        }
        Found::Drawing(page, block, Picture::Svg) => {
            match picture(snapshot, page, block, Site::Served) {
                Some((_, svg)) => harmless(headers, "image/svg+xml", svg.into_bytes()),
                None => missing(app, snapshot, &decoded, &[]),
            }
        }
        // Relative references keep a book whole below any path.
        Found::Moved(address) => {
            let depth = path.matches('/').count();
            // `./` keeps a colon in the address from ending a scheme.
            let up = if depth == 0 { "./".to_owned() } else { "../".repeat(depth) };
            redirect(&(up + &address))
        }
        Found::MovedAway(url) => redirect(&url),
        Found::Nothing(similar) => missing(app, snapshot, &decoded, &similar),
    }
}

fn redirect(to: &str) -> Response {
    match HeaderValue::from_str(to) {
        Ok(to) => (
            StatusCode::PERMANENT_REDIRECT,
            [(LOCATION, to), (CACHE_CONTROL, HeaderValue::from_static("no-cache"))],
        )
            .into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

/// A page in the form the client prefers; HTML where it does not care.
fn negotiated(
    app: &AppState,
    snapshot: &Snapshot,
    page: PageIndex,
    headers: &HeaderMap,
) -> Response {
    const FORMS: &[(&str, Option<Twin>)] = &[
        ("text/html", None),
        ("text/turtle", Some(Twin::Turtle)),
        ("application/ld+json", Some(Twin::JsonLd)),
        ("application/n-triples", Some(Twin::NTriples)),
        ("text/markdown", Some(Twin::Markdown)),
    ];
    let accept = headers.get(ACCEPT).and_then(|accept| accept.to_str().ok());
    let names: Vec<&str> = FORMS.iter().map(|(name, _)| *name).collect();
    let form = accept.and_then(|accept| preferred(accept, &names)).unwrap_or("text/html");
    let twin = FORMS.iter().find(|(name, _)| *name == form).and_then(|(_, twin)| *twin);
    let mut response = match twin {
        Some(twin) => of_twin(snapshot, page, twin),
        None => html(app, snapshot, page, headers),
    };
    response.headers_mut().append(VARY, HeaderValue::from_static("accept"));
    response
}

fn html(app: &AppState, snapshot: &Snapshot, page: PageIndex, headers: &HeaderMap) -> Response {
    let body = snapshot.bodies.get(page).map(ToString::to_string).unwrap_or_default();
    let Some(view) = book(app, snapshot).document(page, body) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match view.render() {
        Ok(html) => tagged(headers, "text/html; charset=utf-8", html.into_bytes()),
        Err(_) => problem::internal(),
    }
}

fn of_twin(snapshot: &Snapshot, page: PageIndex, twin: Twin) -> Response {
    let format = match twin {
        Twin::Turtle => GraphFormat::Turtle,
        Twin::JsonLd => GraphFormat::JsonLd,
        Twin::NTriples => GraphFormat::NTriples,
        Twin::Markdown => {
            let text = snapshot
                .catalog
                .pages
                .get(page)
                .and_then(|page| snapshot.texts.get(&page.document.path));
            let text = text.map(|text| text.text().to_string()).unwrap_or_default();
            return ([(CONTENT_TYPE, "text/markdown; charset=utf-8")], text).into_response();
        }
    };
    let mut bytes = Vec::new();
    match snapshot.graph.dump(Some(&snapshot.catalog.iri(page)), format, &mut bytes) {
        Ok(_) => ([(CONTENT_TYPE, format.media_type())], bytes).into_response(),
        Err(_) => problem::internal(),
    }
}

fn of_file(snapshot: &Snapshot, file: &FilePath, asset: Asset, headers: &HeaderMap) -> Response {
    let Ok(bytes) = snapshot.files.read(file) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    harmless(headers, asset.media_type.as_str(), bytes)
}

/// A file that runs nothing.
fn harmless(headers: &HeaderMap, media_type: &'static str, bytes: Vec<u8>) -> Response {
    let mut response = tagged(headers, media_type, bytes);
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(FILE_POLICY));
    response
}

/// An answer that a browser asks again about, and gets only when it has changed.
pub(in crate::web) fn tagged(
    headers: &HeaderMap,
    media_type: &'static str,
    bytes: Vec<u8>,
) -> Response {
    let hash = blake3::hash(&bytes).to_hex();
    let tag = format!("W/\"{}\"", hash.get(..24).unwrap_or_default());
    let known = headers.get(IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
    let unchanged = known.is_some_and(|known| known.split(',').any(|known| known.trim() == tag));
    let shared = [(ETAG, tag), (CACHE_CONTROL, "no-cache".to_owned())];
    if unchanged {
        return (StatusCode::NOT_MODIFIED, shared).into_response();
    }
    (shared, [(CONTENT_TYPE, media_type)], bytes).into_response()
}

/// The page that says there is none.
pub(in crate::web) fn missing(
    app: &AppState,
    snapshot: &Snapshot,
    path: &str,
    similar: &[PageIndex],
) -> Response {
    let route = Route::verbatim_request(path);
    let book = book(app, snapshot);
    let addresses = book.addresses(&route);
    let suggestions = similar.iter().map(|page| Link {
        url: addresses.page(*page, None),
        title: snapshot.catalog.name_of(*page).to_owned(),
    });
    let title = "There is no such page".to_owned();
    let shell = book.shell(&route, None, title.clone());
    let words = path.split(['/', '-', '_', '.']).filter(|word| !["", "html", "md"].contains(word));
    let view = ErrorPage {
        status: 404,
        title,
        text: "The address may be misspelt, or the page may have moved.".to_owned(),
        suggestions: suggestions.collect(),
        search_url: shell.search.as_ref().map(|search| search.url.clone()),
        query: words.collect::<Vec<_>>().join(" "),
        shell,
    };
    match view.render() {
        Ok(html) => (StatusCode::NOT_FOUND, Html(html)).into_response(),
        Err(_) => problem::internal(),
    }
}

/// What all pages of the current revision share.
pub(in crate::web) fn book<'a>(app: &AppState, snapshot: &'a Snapshot) -> Book<'a> {
    Book {
        catalog: &snapshot.catalog,
        outline: &snapshot.outline,
        texts: &snapshot.texts,
        diagnostics: &snapshot.diagnostics,
        revision: snapshot.revision,
        site: Site::Served,
        live: app.live,
    }
}
