//! Whether the server is ready, and news of new revisions for open pages.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{self, Stream};

use crate::web::AppState;

/// The number of the current revision at once and of each new one when it is published, as
/// server-sent events.
pub(in crate::web) async fn revisions(
    State(app): State<AppState>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, StatusCode> {
    if !app.live {
        return Err(StatusCode::NOT_FOUND);
    }
    let mut revisions = app.snapshots.revisions();
    revisions.mark_changed();
    let events = stream::unfold(revisions, |mut revisions| async move {
        revisions.changed().await.ok()?;
        let revision = *revisions.borrow_and_update();
        let event = Event::default().event("revision").data(revision.to_string());
        Some((Ok(event), revisions))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(20))))
}

/// Whether requests are answered in full.
pub(in crate::web) async fn ready(State(app): State<AppState>) -> (StatusCode, &'static str) {
    if app.queries.is_ready() {
        (StatusCode::OK, "ready\n")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "queries are stuck\n")
    }
}
