//! The book's tree beyond what a page shows of it: branches for scripts, all contents for readers.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::service::pages::twin_of;
use crate::web::pages::{book, missing, tagged};
use crate::web::{AppState, problem};

const HTML: &str = "text/html; charset=utf-8";

/// A file of the tree. Its address names the version of the tree, so that it never changes there;
/// a page of another version is told to be out of date.
pub(in crate::web) async fn data(
    State(app): State<AppState>,
    Path((version, name)): Path<(String, String)>,
) -> Response {
    let snapshot = app.snapshots.current();
    let is_current = version == snapshot.outline.version();
    match is_current.then(|| snapshot.outline.file(&snapshot.catalog, &name)).flatten() {
        Some(content) => (
            [
                (CONTENT_TYPE, "application/json"),
                (CACHE_CONTROL, "public, max-age=31536000, immutable"),
            ],
            content,
        )
            .into_response(),
        None => (StatusCode::NOT_FOUND, [(CACHE_CONTROL, "no-store")]).into_response(),
    }
}

/// All places that link to a page, where the page itself shows only the first.
pub(in crate::web) async fn backlinks(
    State(app): State<AppState>,
    Path(page): Path<String>,
    headers: HeaderMap,
) -> Response {
    let snapshot = app.snapshots.current();
    let index = twin_of(&snapshot.catalog, &page);
    let view = index.and_then(|index| book(&app, &snapshot).backlinks_page(index));
    match view.map(|view| view.render()) {
        Some(Ok(html)) => tagged(&headers, HTML, html.into_bytes()),
        Some(Err(_)) => problem::internal(),
        None => {
            let similar: Vec<_> = index.into_iter().collect();
            missing(&app, &snapshot, &format!("_loggia/backlinks/{page}"), &similar)
        }
    }
}
