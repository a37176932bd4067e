//! `/api/v1/why`: who says so, as JSON.

use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::service::why::{Question, WhyProblem, why};
use crate::web::{AppState, problem};

/// An answer tells of no more statements than this, and of so many where nothing is said.
const MOST: usize = 1_000;
const USUAL: usize = 100;

/// The three parts of a fact; one that is missing stands for anything.
#[derive(Debug, Deserialize)]
pub(in crate::web) struct Parameters {
    #[serde(default)]
    subject: String,
    #[serde(default)]
    predicate: String,
    #[serde(default)]
    object: String,
    limit: Option<usize>,
}

/// The statements that say so.
pub(in crate::web) async fn answer(
    State(app): State<AppState>,
    Query(asked): Query<Parameters>,
) -> Response {
    let snapshot = app.snapshots.current();
    let answer = tokio::task::spawn_blocking(move || {
        let Parameters { subject, predicate, object, limit } = asked;
        let question = Question::of_terms(&snapshot, &subject, &predicate, &object)?;
        Ok(why(&snapshot, &question, limit.unwrap_or(USUAL).min(MOST)))
    });
    match answer.await {
        Ok(Ok(answer)) => Json(answer).into_response(),
        Ok(Err(error)) => unclear(&error).into_response(),
        Err(_) => problem::internal(),
    }
}

fn unclear(error: &WhyProblem) -> problem::Problem {
    problem::Problem {
        status: StatusCode::BAD_REQUEST,
        title: "The question is unclear",
        detail: error.to_string(),
    }
}
