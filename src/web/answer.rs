//! `/api/v1/answer`: a question in plain words answered as JSON; and the same for the search page.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::page::view::{AnswerBox, AnswerCell, AnswerRow, Link};
use crate::service::answer::{
    Answer, AnswerLimits, Card, Choice, Outcome, Part, Row, Source, answer, complete,
};
use crate::snapshot::Snapshot;
use crate::web::{AppState, problem};

/// What an answer as JSON holds at most.
const LIMITS: AnswerLimits = AnswerLimits { passages: 5, rows: 100, choices: 20 };
/// What is shown above the results of a search at most.
const SHOWN: AnswerLimits = AnswerLimits { passages: 0, rows: 8, choices: 0 };
/// Of one fact so many sources are shown there.
const SOURCES: usize = 2;
/// So many completions are offered.
const COMPLETIONS: usize = 20;

/// What the address of a question says.
#[derive(Debug, Deserialize)]
pub(in crate::web) struct Parameters {
    #[serde(default)]
    q: String,
}

/// The answer to a question.
pub(in crate::web) async fn as_json(
    State(app): State<AppState>,
    Query(asked): Query<Parameters>,
) -> Response {
    let snapshot = app.snapshots.current();
    let answered = tokio::task::spawn_blocking(move || answer(&snapshot, &asked.q, &LIMITS));
    match answered.await {
        Ok(answer) => Json(answer).into_response(),
        Err(_) => problem::internal(),
    }
}

/// What completes a question while it is typed.
pub(in crate::web) async fn completions(
    State(app): State<AppState>,
    Query(asked): Query<Parameters>,
) -> Response {
    let snapshot = app.snapshots.current();
    let completed = tokio::task::spawn_blocking(move || complete(&snapshot, &asked.q, COMPLETIONS));
    match completed.await {
        Ok(choices) => Json::<Vec<Choice>>(choices).into_response(),
        Err(_) => problem::internal(),
    }
}

/// The facts that answer what was searched for; `None` where facts do not.
pub(in crate::web) async fn facts(snapshot: Arc<Snapshot>, text: String) -> Option<AnswerBox> {
    let answered = tokio::task::spawn_blocking(move || {
        let answer = answer(&snapshot, &text, &SHOWN);
        (answer.outcome == Outcome::Facts).then(|| shown(answer))
    });
    answered.await.ok().flatten()
}

fn shown(answer: Answer) -> AnswerBox {
    let mut shown =
        AnswerBox { heading: answer.heading, summary: answer.summary, ..AnswerBox::default() };
    match answer.parts.into_iter().next() {
        Some(Part::Table(table)) => {
            shown.columns = table.columns;
            shown.rows = table.rows.into_iter().map(row).collect();
            shown.hidden = table.hidden;
        }
        Some(Part::Card(card)) => of_card(card, &mut shown),
        _ => {}
    }
    shown
}

fn of_card(card: Card, shown: &mut AnswerBox) {
    shown.heading_url = card.link.address;
    shown.heading = card.link.text;
    shown.kind = card.kinds.join(", ");
    shown.description = card.description.map_or_else(String::new, |description| {
        description.text.into_iter().map(|segment| segment.text).collect()
    });
    shown.columns = vec!["Property".to_owned(), "Value".to_owned()];
    shown.rows = card.facts.into_iter().map(row).collect();
    shown.hidden = card.hidden;
}

fn row(row: Row) -> AnswerRow {
    let cells = row
        .cells
        .into_iter()
        .map(|cell| AnswerCell { text: cell.text, url: cell.address.unwrap_or_default() });
    let sources = row.sources.iter().take(SOURCES).map(|source| {
        let Source { file, line, address } = source;
        let name = file.rsplit('/').next().unwrap_or(file);
        Link { title: format!("{name}:{line}"), url: address.clone() }
    });
    AnswerRow {
        cells: cells.collect(),
        sources: sources.collect(),
        more: row.sources.len().saturating_sub(SOURCES),
        note: row.note.unwrap_or_default(),
    }
}
