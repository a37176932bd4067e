//! What machines read before they read pages, for requests.

use std::convert::Infallible;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HOST};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use futures_util::stream;

use crate::page::address::Site;
use crate::service::agents::{self, MOST_MAPPED};
use crate::snapshot::Snapshot;
use crate::web::{AppState, pages, problem};

const MARKDOWN: &str = "text/markdown; charset=utf-8";
const PLAIN: &str = "text/plain; charset=utf-8";

/// Whether something for machines is at `path`, unless the book has a file of its own there.
pub(in crate::web) fn is_one(snapshot: &Snapshot, path: &str) -> bool {
    let part = path.strip_prefix("sitemap-").and_then(|part| part.strip_suffix(".xml"));
    let named = [agents::INDEX, agents::FULL, agents::SITEMAP, agents::ROBOTS, agents::VOID];
    let known = named.contains(&path) || part.is_some();
    known && snapshot.catalog.asset_at(path).is_none()
}

/// What [`is_one`] says is there.
pub(in crate::web) async fn answer(
    State(app): State<AppState>,
    path: &str,
    headers: HeaderMap,
) -> Response {
    let snapshot = app.snapshots.current();
    if path == agents::FULL {
        let pages =
            stream::iter(agents::full_text(snapshot, Site::Served).map(Ok::<_, Infallible>));
        let headers = [(CONTENT_TYPE, MARKDOWN), (CACHE_CONTROL, "no-cache")];
        return (headers, Body::from_stream(pages)).into_response();
    }
    let path = path.to_owned();
    let made = tokio::task::spawn_blocking(move || {
        let base = base(&snapshot, &headers);
        let (media_type, text) = match path.as_str() {
            agents::INDEX => (MARKDOWN, agents::index(&snapshot, Site::Served, &base)),
            agents::ROBOTS => (PLAIN, agents::robots(&base)),
            agents::VOID => ("text/turtle", agents::void(&snapshot, &base)),
            _ => {
                let maps = agents::sitemaps(&snapshot, Site::Served, &base, MOST_MAPPED);
                let Some((_, map)) = maps.into_iter().find(|(name, _)| *name == path) else {
                    return pages::missing(&app, &snapshot, &path, &[]);
                };
                ("application/xml", map)
            }
        };
        pages::tagged(&headers, media_type, text.into_bytes())
    });
    made.await.unwrap_or_else(|_| problem::internal())
}

/// The absolute address of the root of the book: where it is published, else what the request calls
/// the server.
fn base(snapshot: &Snapshot, headers: &HeaderMap) -> String {
    let config = &snapshot.catalog.config;
    let is_host = |host: &&str| {
        !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || ".-:[]_".contains(c))
    };
    let host = headers.get(HOST).map(HeaderValue::to_str).and_then(Result::ok).filter(is_host);
    match host {
        Some(host) if !config.has_own_base() => format!("http://{host}/"),
        _ => config.base.clone(),
    }
}
