//! `/mcp`: the Model Context Protocol over HTTP, with who may ask and how often.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{HOST, ORIGIN, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};

use crate::mcp::{Assistants, http_service};
use crate::web::host::without_port;
use crate::web::pace::Pace;
use crate::web::problem::Problem;
use crate::web::{App, AppState};

/// Requests of one address in a minute, for a long time.
const PER_MINUTE: u32 = 1_800;
/// Requests of one address at once, after a rest.
const AT_ONCE: u32 = 300;

/// How often each address may ask, and when that was first counted.
struct Limit {
    pace: Mutex<Pace>,
    since: Instant,
}

impl Limit {
    /// Whether an address may ask now; else after how many seconds.
    fn take(&self, address: IpAddr) -> Result<(), u64> {
        let now = u64::try_from(self.since.elapsed().as_millis()).unwrap_or(u64::MAX);
        let mut pace = self.pace.lock().unwrap_or_else(PoisonError::into_inner);
        pace.take(&address.to_string(), now)
    }
}

/// The one address of the protocol.
pub(in crate::web) fn routes(app: &AppState) -> Router<AppState> {
    let (queries, figures) = (Arc::clone(&app.queries), Arc::clone(&app.figures));
    let assistants = Assistants::new(app.snapshots.clone(), queries, figures);
    let pace = Mutex::new(Pace::new(AT_ONCE, PER_MINUTE));
    let limit = Arc::new(Limit { pace, since: Instant::now() });
    Router::new()
        .route_service("/mcp", http_service(assistants))
        .route_layer(from_fn_with_state((app.clone(), limit), check_rate))
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
async fn check_rate(
    State((app, limit)): State<(AppState, Arc<Limit>)>,
    request: Request,
    next: Next,
) -> Response {
    let taken = app.proxies.network_of(&request).map_or(Ok(()), |client| limit.take(client));
    let Err(seconds) = taken else {
        return next.run(request).await;
    };
    let problem = Problem {
        status: StatusCode::TOO_MANY_REQUESTS,
        title: "Too many requests",
        detail: format!("Requests come too fast from your address; wait {seconds} s."),
    };
    ([(RETRY_AFTER, seconds.to_string())], problem).into_response()
}
