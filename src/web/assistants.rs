//! `/mcp`: the Model Context Protocol over HTTP, with who may ask and how often.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{HOST, ORIGIN, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};

use crate::mcp::{Assistants, http_service};
use crate::web::host::without_port;
use crate::web::problem::Problem;
use crate::web::rate::RateLimit;
use crate::web::{App, AppState};

/// Requests of one address in a second, for a long time.
const PER_SECOND: f64 = 30.0;
/// Requests of one address at once, after a rest.
const AT_ONCE: f64 = 300.0;

/// The one address of the protocol.
pub(in crate::web) fn routes(app: &AppState) -> Router<AppState> {
    let (queries, figures) = (Arc::clone(&app.queries), Arc::clone(&app.figures));
    let assistants = Assistants::new(app.snapshots.clone(), queries, figures);
    let limit = Arc::new(RateLimit::new(PER_SECOND, AT_ONCE));
    Router::new()
        .route_service("/mcp", http_service(assistants))
        .route_layer(from_fn_with_state(limit, check_rate))
        .route_layer(from_fn_with_state(app.clone(), check_origin))
}

/// Refuses browsers on pages of other sites. Programs send no `Origin`.
async fn check_origin(State(app): State<AppState>, request: Request, next: Next) -> Response {
    if request
        .headers()
        .get_all(ORIGIN)
        .iter()
        .all(|origin| is_known(&app, request.headers(), origin))
    {
        return next.run(request).await;
    }
    let problem = Problem {
        status: StatusCode::FORBIDDEN,
        title: "Foreign origin",
        detail: "Pages of other sites may not ask this server.".to_owned(),
    };
    problem.into_response()
}

/// Whether a page is one of ours: its host is a name the server goes by, or where it goes by any,
/// the one the request was sent to.
fn is_known(app: &App, headers: &HeaderMap, origin: &HeaderValue) -> bool {
    let origin = origin.to_str().ok().and_then(|origin| origin.split_once("://"));
    let Some(("http" | "https", authority)) = origin else {
        return false;
    };
    let name = without_port(authority);
    if app.hosts.is_empty() {
        let host = headers.get(HOST).and_then(|host| host.to_str().ok());
        return host.is_some_and(|host| without_port(host).eq_ignore_ascii_case(name));
    }
    app.hosts.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Refuses addresses that ask too often. Where there is no address there is no network.
async fn check_rate(State(limit): State<Arc<RateLimit>>, request: Request, next: Next) -> Response {
    let from = request.extensions().get::<ConnectInfo<SocketAddr>>();
    if from.is_none_or(|ConnectInfo(address)| limit.allows(address.ip())) {
        return next.run(request).await;
    }
    let problem = Problem {
        status: StatusCode::TOO_MANY_REQUESTS,
        title: "Too many requests",
        detail: "Requests come too fast from your address; wait a second.".to_owned(),
    };
    ([(RETRY_AFTER, HeaderValue::from_static("1"))], problem).into_response()
}
