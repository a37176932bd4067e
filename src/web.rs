//! The web door: HTTP to service calls and back. The whole map of addresses is in [`router`].

mod agents;
mod answer;
mod asset;
mod assistants;
pub mod chat;
pub mod client;
mod endpoint;
mod figures;
mod front;
mod headers;
mod host;
mod know;
mod live;
mod navigation;
mod negotiate;
mod ontology;
mod opensearch;
mod pace;
mod pages;
mod print;
mod problem;
mod ready;
mod search;
mod server;
pub mod sparql;
mod state;
mod things;
mod why;
mod workbench;

pub use front::Front;
pub use server::serve;
pub use state::{App, AppState};

use axum::Router;
use axum::routing::{any, get};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

/// Everything the server answers.
pub fn router(state: AppState) -> Front {
    let router = Router::new()
        .route("/_loggia/backlinks/{*page}", get(navigation::backlinks))
        .route("/_loggia/contents", get(pages::all_contents))
        .route("/_loggia/navigation/{version}/{name}", get(navigation::data))
        .route("/_loggia/{name}", get(asset::get))
        .route("/api/v1/architectures", get(know::architectures))
        .route("/api/v1/compare", get(know::compare))
        .route("/api/v1/entities", get(know::entities))
        .route("/api/v1/entity", get(know::entity))
        .route("/api/v1/impact", get(know::impact))
        .route("/api/v1/path", get(know::path))
        .route("/api/v1/rules", get(know::rules))
        .route("/api/v1/answer", get(answer::as_json))
        .route("/api/v1/complete", get(answer::completions))
        .route("/api/v1/search", get(search::results_as_json))
        .route("/api/v1/suggest", get(search::suggestions))
        .route("/api/v1/why", get(why::answer))
        .route("/compare", get(things::compare))
        .route("/entity", get(things::lead))
        .route("/figures", get(figures::all))
        .route("/figures/new", get(figures::page))
        .route("/figures/new.mmd", get(figures::flowchart))
        .route("/figures/new.png", get(figures::png))
        .route("/figures/new.svg", get(figures::svg))
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
        .route("/print", get(print::whole))
        .route("/print/{*page}", get(print::part))
        .route("/readyz", get(live::ready))
        .route("/search", get(search::results_page))
        .route("/sparql", any(endpoint::answer))
        .route("/things", get(things::index))
        .route("/things/{*thing}", get(things::show))
        .merge(assistants::routes(&state))
        .merge(chat::routes(&state.chat))
        .fallback(get(pages::answer))
        .layer(axum::middleware::from_fn_with_state(state.clone(), host::check))
        .layer(CatchPanicLayer::custom(problem::panicked))
        .layer(axum::middleware::from_fn(headers::add))
        .layer(CompressionLayer::new())
        .with_state(state.clone());
    Front::new(state, router)
}
