//! Who a request believes to talk to.
//!
//! A page on another site can make its own name mean 127.0.0.1 (DNS rebinding) and would then read
//! a server on this machine as if it were its own. The name it used is in the `Host` header.

use axum::extract::{Request, State};
use axum::http::header::HOST;
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::web::AppState;

/// Refuses requests to names the server does not go by.
pub(in crate::web) async fn check(
    State(app): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    if is_known(&app, request.headers()) {
        return next.run(request).await;
    }
    let words = "This server does not go by that name. Set `base` in book.toml to the address it is published at.\n";
    (StatusCode::MISDIRECTED_REQUEST, words).into_response()
}

/// Whether a request asks for a name the server goes by.
pub(in crate::web) fn is_known(app: &AppState, headers: &HeaderMap) -> bool {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    host.is_none_or(|host| {
        let name = without_port(host);
        app.hosts.is_empty() || app.hosts.iter().any(|known| known.eq_ignore_ascii_case(name))
    })
}

/// The name of an authority: `[::1]:3000` is `[::1]`.
pub(in crate::web) fn without_port(authority: &str) -> &str {
    match authority.rsplit_once(':') {
        Some((name, port)) if port.chars().all(|c| c.is_ascii_digit()) => name,
        _ => authority,
    }
}
