//! The web door: HTTP to service calls and back. The whole map of addresses is [`router`].

mod answer;
mod asset;
pub mod chat;
mod endpoint;
mod headers;
mod host;
mod live;
mod navigation;
mod negotiate;
mod ontology;
mod opensearch;
mod pages;
mod problem;
mod search;
mod server;
pub mod sparql;
mod state;
mod why;
mod workbench;

pub use server::serve;
pub use state::{App, AppState};

use axum::Router;
use axum::routing::{any, get};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

/// Everything the server answers.
pub fn router(state: AppState) -> Router {
    Router::new()
        .route("/_loggia/backlinks/{*page}", get(navigation::backlinks))
        .route("/_loggia/contents", get(navigation::contents))
        .route("/_loggia/navigation/{version}/{name}", get(navigation::data))
        .route("/_loggia/{name}", get(asset::get))
        .route("/api/v1/answer", get(answer::as_json))
        .route("/api/v1/complete", get(answer::completions))
        .route("/api/v1/search", get(search::results_as_json))
        .route("/api/v1/suggest", get(search::suggestions))
        .route("/api/v1/why", get(why::answer))
        .route("/graph.nq", get(endpoint::dump_quads))
        .route("/graph.ttl", get(endpoint::dump_turtle))
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/live", get(live::revisions))
        .route("/ontology", get(ontology::index))
        .route("/ontology.jsonld", get(ontology::json_ld))
        .route("/ontology.nt", get(ontology::n_triples))
        .route("/ontology.ttl", get(ontology::turtle))
        .route("/ontology/{vocabulary}", get(ontology::vocabulary))
        .route("/opensearch.xml", get(opensearch::description))
        .route("/readyz", get(live::ready))
        .route("/search", get(search::results_page))
        .route("/sparql", any(endpoint::answer))
        .merge(chat::routes(&state.chat))
        .fallback(get(pages::answer))
        .layer(axum::middleware::from_fn_with_state(state.clone(), host::check))
        .layer(CatchPanicLayer::custom(problem::panicked))
        .layer(axum::middleware::from_fn(headers::add))
        .layer(CompressionLayer::new())
        .with_state(state)
}
