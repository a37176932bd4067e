//! Pages of the book, their twins, and the files they show.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH, LOCATION,
    VARY,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use percent_encoding::percent_decode_str;

use crate::catalog::{PageIndex, Route};
use crate::graph::query::GraphFormat;
use crate::page::address::Site;
use crate::page::markdown::tokens;
use crate::page::shell::Book;
use crate::page::view::{ErrorPage, Link};
use crate::service::agents::markdown;
use crate::service::figures::picture;
use crate::service::pages::{Found, Picture, Twin, find, find_at};
use crate::snapshot::Snapshot;
use crate::source::Asset;
use crate::text::FilePath;
use crate::web::agents;
use crate::web::negotiate::best;
use crate::web::problem::Fault;
use crate::web::ready::{Content, Ready};
use crate::web::{AppState, figures, problem};

const HTML: &str = "text/html; charset=utf-8";

/// Files of the book run nothing, whatever they hold; an SVG may style itself.
pub(in crate::web) const FILE_POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/// Whatever no other address answers: a page, a twin, a file, or nothing.
pub(in crate::web) async fn answer(State(app): State<AppState>, request: Request) -> Response {
    let snapshot = app.snapshots.current();
    let path = below_root(request.uri().path()).to_owned();
    let headers = request.headers().clone();
    if agents::is_one(&snapshot, &path) {
        return agents::answer(State(app), &path, headers).await;
    }
    // Rendering a page and reading a file take a moment that belongs on a blocking thread.
    let query = request.uri().query().map(str::to_owned);
    let answer = tokio::task::spawn_blocking(move || {
        respond(&app, &snapshot, &path, query.as_deref(), &headers)
    });
    answer.await.unwrap_or_else(|_| problem::internal())
}

/// The answer where it is ready: most are, and then nobody has to change threads.
pub(in crate::web) fn at_hand(app: &AppState, path: &str, headers: &HeaderMap) -> Option<Response> {
    let snapshot = app.snapshots.current();
    let decoded = percent_decode_str(below_root(path)).decode_utf8().ok()?;
    let (content, negotiated) = match find_at(&snapshot.catalog, &decoded)? {
        Found::Page(page) => (of_form(page, preferred_form(headers)), true),
        Found::Twin(page, twin) => (Content::Twin(page, twin), false),
        _ => return None,
    };
    let ready = app.ready().get(snapshot.revision, content)?;
    Some(answered(&ready, headers, negotiated))
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
    let bare = decoded.trim_start_matches('/');
    let found = match find(&snapshot.catalog, bare) {
        // Below a folder without a name, a page would look for its style sheet in vain.
        Found::Page(page) if bare.len() < decoded.len() => snapshot
            .catalog
            .pages
            .get(page)
            .map_or(Found::Nothing(Vec::new()), |page| Found::Moved(page.route.encoded())),
        found => found,
    };
    match found {
        Found::Page(page) => {
            made(app, snapshot, of_form(page, preferred_form(headers)), headers, true)
        }
        Found::Twin(page, twin) => made(app, snapshot, Content::Twin(page, twin), headers, false),
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
        Found::Moved(address) => redirect(&from_root(path, &address)),
        Found::MovedAway(url) => redirect(&url),
        Found::Nothing(similar) => missing(app, snapshot, &decoded, &similar),
    }
}

/// An answer of the book's own, made where it is not ready.
fn made(
    app: &AppState,
    snapshot: &Snapshot,
    content: Content,
    headers: &HeaderMap,
    negotiated: bool,
) -> Response {
    let make = || match content {
        Content::Page(page) => html(app, snapshot, page),
        Content::Twin(page, twin) => of_twin(snapshot, page, twin),
        Content::Contents => contents(app, snapshot),
    };
    match app.ready().get_or_make(snapshot.revision, content, make) {
        Ok(ready) => answered(&ready, headers, negotiated),
        Err(fault) => fault.into_response(),
    }
}

fn answered(ready: &Ready, headers: &HeaderMap, negotiated: bool) -> Response {
    let mut response = ready.answer(headers);
    if negotiated {
        response.headers_mut().append(VARY, HeaderValue::from_static("accept"));
    }
    response
}

/// The path of a request without its first `/`.
fn below_root(path: &str) -> &str {
    path.strip_prefix('/').unwrap_or(path)
}

/// An address below the root, as the page at `path` refers to it. Relative references keep a book
/// whole below any path.
fn from_root(path: &str, address: &str) -> String {
    let depth = path.matches('/').count();
    // `./` keeps a colon in the address from ending a scheme.
    let up = if depth == 0 { "./".to_owned() } else { "../".repeat(depth) };
    up + address
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

fn of_form(page: PageIndex, form: Option<Twin>) -> Content {
    form.map_or(Content::Page(page), |twin| Content::Twin(page, twin))
}

/// The form in which the client wants a page; HTML, which is no twin, where it does not care.
fn preferred_form(headers: &HeaderMap) -> Option<Twin> {
    const FORMS: &[(&[&str], Option<Twin>)] = &[
        (&["text/html"], None),
        (&["text/turtle"], Some(Twin::Turtle)),
        (&["application/ld+json"], Some(Twin::JsonLd)),
        (&["application/n-triples"], Some(Twin::NTriples)),
        (&["text/markdown"], Some(Twin::Markdown)),
    ];
    let accept = headers.get(ACCEPT)?.to_str().ok()?;
    best(accept, FORMS, |(names, _)| *names)?.1
}

fn html(app: &AppState, snapshot: &Snapshot, page: PageIndex) -> Result<Ready, Fault> {
    let body = snapshot.bodies.get(page).map(ToString::to_string).unwrap_or_default();
    let view = book(app, snapshot).document(page, body).ok_or(Fault)?;
    Ok(Ready::new(HTML, view.render().map_err(|_| Fault)?.into_bytes()))
}

fn contents(app: &AppState, snapshot: &Snapshot) -> Result<Ready, Fault> {
    let view = book(app, snapshot).all_contents();
    Ok(Ready::new(HTML, view.render().map_err(|_| Fault)?.into_bytes()))
}

fn of_twin(snapshot: &Snapshot, page: PageIndex, twin: Twin) -> Result<Ready, Fault> {
    let format = match twin {
        Twin::Turtle => GraphFormat::Turtle,
        Twin::JsonLd => GraphFormat::JsonLd,
        Twin::NTriples => GraphFormat::NTriples,
        Twin::Markdown => {
            let text = markdown(snapshot, page, Site::Served);
            let count = HeaderValue::from(tokens(&text));
            let ready = Ready::new("text/markdown; charset=utf-8", text.into_bytes());
            return Ok(ready.with(HeaderName::from_static("x-markdown-tokens"), count));
        }
    };
    let mut bytes = Vec::new();
    let iri = snapshot.catalog.iri(page);
    snapshot.graph.dump(Some(&iri), format, &mut bytes).map_err(|_| Fault)?;
    Ok(Ready::new(format.media_type(), bytes))
}

/// The page of all contents.
pub(in crate::web) async fn all_contents(
    State(app): State<AppState>,
    headers: HeaderMap,
) -> Response {
    let snapshot = app.snapshots.current();
    let answer = tokio::task::spawn_blocking(move || {
        made(&app, &snapshot, Content::Contents, &headers, false)
    });
    answer.await.unwrap_or_else(|_| problem::internal())
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
pub(in crate::web) fn book<'a>(app: &'a AppState, snapshot: &'a Snapshot) -> Book<'a> {
    Book {
        catalog: &snapshot.catalog,
        outline: &snapshot.outline,
        texts: &snapshot.texts,
        known: snapshot.known(),
        figures: &snapshot.answers.figures,
        history: &snapshot.history,
        diagnostics: &snapshot.diagnostics,
        revision: snapshot.revision,
        site: Site::Served,
        public_url: app.chat.settings.published.as_deref(),
        live: app.live,
    }
}
