//! The book, or a part of it, as one page for paper.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::catalog::Route;
use crate::page::print::{self, Selection};
use crate::snapshot::Snapshot;
use crate::web::pages::{book, missing, tagged};
use crate::web::{AppState, problem};

/// The whole book.
pub(in crate::web) async fn whole(State(app): State<AppState>, headers: HeaderMap) -> Response {
    answer(app, headers, "print".to_owned(), |snapshot| Some(print::whole(&snapshot.catalog))).await
}

/// A part of it.
pub(in crate::web) async fn part(
    State(app): State<AppState>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Response {
    let path = format!("print/{name}");
    answer(app, headers, path, move |snapshot| print::part(&snapshot.catalog, &name)).await
}

async fn answer(
    app: AppState,
    headers: HeaderMap,
    path: String,
    select: impl FnOnce(&Snapshot) -> Option<Selection> + Send + 'static,
) -> Response {
    // Putting hundreds of pages together takes seconds of a core: one request at a time may do so.
    let Ok(turn) = app.printing().try_acquire_owned() else {
        return (StatusCode::SERVICE_UNAVAILABLE, [("retry-after", "5")], "Another is printing.\n")
            .into_response();
    };
    let made = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        let snapshot = app.snapshots.current();
        let Some(selection) = select(&snapshot) else {
            return missing(&app, &snapshot, &path, &[]);
        };
        let route = Route::verbatim_request(&path);
        let view = book(&app, &snapshot).printed(&selection, &snapshot.answers, &route);
        match view.render() {
            Ok(html) => tagged(&headers, "text/html; charset=utf-8", html.into_bytes()),
            Err(_) => problem::internal(),
        }
    });
    made.await.unwrap_or_else(|_| problem::internal())
}
