//! What is known of things as JSON: `/api/v1/entities`, `entity`, `path`, `impact`, `compare`,
//! `architectures` and `rules`.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

use crate::service::compare::compare as side_by_side;
use crate::service::entity::{Found, entity as known, find};
use crate::service::impact::{ImpactOptions, impact as breaks};
use crate::service::list::{ListFilter, MOST_LISTED, architectures as designs, class_named, list};
use crate::service::path::{PathOptions, path as ways};
use crate::service::rules::{RuleFilter, rules as judged};
use crate::service::thing::Thing;
use crate::snapshot::Snapshot;
use crate::web::{AppState, problem};

/// What an address can say. Things are named by IRI, address or name.
#[derive(Debug, Default, Deserialize)]
pub(in crate::web) struct Parameters {
    #[serde(default)]
    iri: String,
    #[serde(default)]
    q: String,
    #[serde(default)]
    class: String,
    #[serde(default)]
    architecture: String,
    #[serde(default)]
    rule: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    a: String,
    #[serde(default)]
    b: String,
    /// Properties by name, separated by commas.
    #[serde(default)]
    along: String,
    hops: Option<usize>,
    depth: Option<usize>,
    offset: Option<usize>,
    limit: Option<usize>,
}

/// Why a thing is not told.
#[derive(Debug)]
enum Unclear {
    /// The parameter names nothing.
    Unknown { parameter: &'static str, asked: String, nearest: Vec<String> },
    /// The parameter names several things.
    Ambiguous { parameter: &'static str, asked: String, candidates: Vec<Thing> },
}

impl IntoResponse for Unclear {
    fn into_response(self) -> Response {
        let (status, body) = match self {
            Self::Unknown { parameter, asked, nearest } => (
                StatusCode::NOT_FOUND,
                serde_json::json!({
                    "type": "about:blank", "status": 404, "title": "Nothing has this name",
                    "detail": format!("nothing in this book is called “{asked}”"),
                    "parameter": parameter, "nearest": nearest,
                }),
            ),
            Self::Ambiguous { parameter, asked, candidates } => (
                StatusCode::MULTIPLE_CHOICES,
                serde_json::json!({
                    "type": "about:blank", "status": 300, "title": "Several things have this name",
                    "detail": format!("“{asked}” can mean {} things", candidates.len()),
                    "parameter": parameter, "candidates": candidates,
                }),
            ),
        };
        (status, [(CONTENT_TYPE, "application/problem+json")], body.to_string()).into_response()
    }
}

/// The thing that a parameter means.
fn meant(snapshot: &Snapshot, parameter: &'static str, asked: &str) -> Result<String, Unclear> {
    let own = || asked.to_owned();
    match find(snapshot, asked) {
        Found::One(iri) => Ok(iri),
        Found::Several(candidates) => {
            Err(Unclear::Ambiguous { parameter, asked: own(), candidates })
        }
        Found::Nothing(nearest) => Err(Unclear::Unknown { parameter, asked: own(), nearest }),
    }
}

/// The thing that a parameter means, where it says anything.
fn perhaps(
    snapshot: &Snapshot,
    parameter: &'static str,
    asked: &str,
) -> Result<Option<String>, Unclear> {
    let is_asked = !asked.trim().is_empty();
    is_asked.then(|| meant(snapshot, parameter, asked)).transpose()
}

impl Parameters {
    /// The thing that is asked about.
    fn thing(&self, snapshot: &Snapshot) -> Result<String, Unclear> {
        if self.iri.is_empty() {
            meant(snapshot, "q", &self.q)
        } else {
            meant(snapshot, "iri", &self.iri)
        }
    }
}

/// Answers on a thread where nobody waits for the network.
async fn answer<T: Serialize + Send + 'static>(
    app: AppState,
    work: impl FnOnce(&Snapshot) -> Result<T, Unclear> + Send + 'static,
) -> Response {
    let snapshot: Arc<Snapshot> = app.snapshots.current();
    match tokio::task::spawn_blocking(move || work(&snapshot)).await {
        Ok(Ok(answer)) => Json(answer).into_response(),
        Ok(Err(unclear)) => unclear.into_response(),
        Err(_) => problem::internal(),
    }
}

/// The things of the book by class, architecture and a part of the name.
pub(in crate::web) async fn entities(
    State(app): State<AppState>,
    Query(asked): Query<Parameters>,
) -> Response {
    answer(app, move |snapshot| {
        let class = match asked.class.trim() {
            "" => None,
            name => match class_named(snapshot, name) {
                Some(iri) => Some(iri),
                None => Some(meant(snapshot, "class", name)?),
            },
        };
        let filter = ListFilter {
            class,
            architecture: perhaps(snapshot, "architecture", &asked.architecture)?,
            name: Some(asked.q.trim().to_owned()).filter(|name| !name.is_empty()),
            offset: asked.offset.unwrap_or(0),
            limit: asked.limit.unwrap_or(100).min(MOST_LISTED),
        };
        Ok(list(snapshot, &filter))
    })
    .await
}

/// Everything known of one thing.
pub(in crate::web) async fn entity(
    State(app): State<AppState>,
    Query(asked): Query<Parameters>,
) -> Response {
    answer(app, move |snapshot| {
        let iri = asked.thing(snapshot)?;
        known(snapshot, &iri).ok_or(Unclear::Unknown {
            parameter: "iri",
            asked: iri,
            nearest: Vec::new(),
        })
    })
    .await
}

/// The shortest ways between two things.
pub(in crate::web) async fn path(
    State(app): State<AppState>,
    Query(asked): Query<Parameters>,
) -> Response {
    answer(app, move |snapshot| {
        let (from, to) = (meant(snapshot, "from", &asked.from)?, meant(snapshot, "to", &asked.to)?);
        let names = asked.along.split(',').map(str::trim).filter(|name| !name.is_empty());
        let mut along = Vec::new();
        for name in names {
            match snapshot.ontology.properties_named(name) {
                [] => along.push(meant(snapshot, "along", name)?),
                found => along.extend(found.iter().cloned()),
            }
        }
        let usual = PathOptions::default();
        let options = PathOptions {
            hops: asked.hops.unwrap_or(usual.hops),
            ways: asked.limit.unwrap_or(usual.ways),
            along,
        };
        Ok(ways(snapshot, &from, &to, &options))
    })
    .await
}

/// What breaks if a thing goes, and what it needs.
pub(in crate::web) async fn impact(
    State(app): State<AppState>,
    Query(asked): Query<Parameters>,
) -> Response {
    answer(app, move |snapshot| {
        let iri = asked.thing(snapshot)?;
        let usual = ImpactOptions::default();
        let options = ImpactOptions {
            depth: asked.depth.unwrap_or(usual.depth),
            limit: asked.limit.unwrap_or(usual.limit),
        };
        Ok(breaks(snapshot, &iri, options))
    })
    .await
}

/// Two architectures side by side.
pub(in crate::web) async fn compare(
    State(app): State<AppState>,
    Query(asked): Query<Parameters>,
) -> Response {
    answer(app, move |snapshot| {
        let (a, b) = (meant(snapshot, "a", &asked.a)?, meant(snapshot, "b", &asked.b)?);
        Ok(side_by_side(snapshot, &a, &b))
    })
    .await
}

/// The architectures with what they are made of.
pub(in crate::web) async fn architectures(State(app): State<AppState>) -> Response {
    answer(app, |snapshot| Ok(designs(snapshot))).await
}

/// The rules with what breaks them.
pub(in crate::web) async fn rules(
    State(app): State<AppState>,
    Query(asked): Query<Parameters>,
) -> Response {
    answer(app, move |snapshot| {
        let rule = Some(asked.rule.trim().to_owned()).filter(|rule| !rule.is_empty());
        let architecture = perhaps(snapshot, "architecture", &asked.architecture)?;
        Ok(judged(snapshot, &RuleFilter { architecture, rule }))
    })
    .await
}
