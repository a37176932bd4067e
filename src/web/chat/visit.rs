//! One request of a platform from its coming to its line in the audit log.

use std::time::{Duration, Instant};

use axum::body::{Bytes, to_bytes};
use axum::extract::Request;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use crate::chat::access::Refusal;
use crate::chat::question::Question;
use crate::service::answer::COMMANDS;
use crate::web::AppState;

/// What a platform sends is much smaller.
const BODY_BYTES: usize = 64 * 1024;

/// How long a body may take to come.
const BODY_TIME: Duration = Duration::from_secs(3);

/// A platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web::chat) enum Platform {
    Slack,
    Mattermost,
    Discord,
    Teams,
}

impl Platform {
    fn name(self) -> &'static str {
        match self {
            Self::Slack => "slack",
            Self::Mattermost => "mattermost",
            Self::Discord => "discord",
            Self::Teams => "teams",
        }
    }
}

/// A request that is being answered.
pub(in crate::web::chat) struct Visit {
    platform: Platform,
    kind: &'static str,
    started: Instant,
    team: String,
    user: String,
    /// What kind of question it is.
    command: &'static str,
    /// The question, where the audit log holds it.
    question: Option<String>,
    keeps_questions: bool,
}

impl Visit {
    /// Takes a request: from an address that may ask, not larger and not slower than platforms are.
    pub(in crate::web::chat) async fn begin(
        app: &AppState,
        platform: Platform,
        kind: &'static str,
        request: Request,
    ) -> Result<(Self, HeaderMap, Bytes), Response> {
        let visit = Self {
            platform,
            kind,
            started: Instant::now(),
            team: String::new(),
            user: String::new(),
            command: "",
            question: None,
            keeps_questions: app.chat.settings.audit_questions,
        };
        let client = app.proxies.network_of(&request);
        let client = client.map_or_else(String::new, |network| network.to_string());
        if let Err(seconds) = app.chat.admits(&client) {
            visit.end("too_many");
            let headers = [(RETRY_AFTER, seconds.to_string())];
            return Err((StatusCode::TOO_MANY_REQUESTS, headers).into_response());
        }
        let (parts, body) = request.into_parts();
        let length = parts.headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok());
        let length = length.and_then(|length| length.parse::<usize>().ok()).unwrap_or(0);
        if length > BODY_BYTES {
            visit.end("too_large");
            return Err(StatusCode::PAYLOAD_TOO_LARGE.into_response());
        }
        match tokio::time::timeout(BODY_TIME, to_bytes(body, BODY_BYTES)).await {
            Ok(Ok(body)) => Ok((visit, parts.headers, body)),
            Ok(Err(_)) => {
                visit.end("too_large");
                Err(StatusCode::PAYLOAD_TOO_LARGE.into_response())
            }
            Err(_) => {
                visit.end("too_slow");
                Err(StatusCode::REQUEST_TIMEOUT.into_response())
            }
        }
    }

    /// Notes who asks what.
    pub(in crate::web::chat) fn asks(&mut self, team: &str, user: &str, question: &Question) {
        self.comes_from(team, user);
        let first = question.text.split(' ').next().unwrap_or_default();
        let kind = COMMANDS.iter().find(|(kind, _)| kind.eq_ignore_ascii_case(first));
        self.command = kind.map_or("question", |(kind, _)| kind);
        self.question = self.keeps_questions.then(|| question.text.chars().take(200).collect());
    }

    /// Notes who asks.
    pub(in crate::web::chat) fn comes_from(&mut self, team: &str, user: &str) {
        self.team = identifier(team);
        self.user = identifier(user);
    }

    /// Names the one who asks, for the pace.
    pub(in crate::web::chat) fn person(&self) -> String {
        format!("{} {} {}", self.platform.name(), self.team, self.user)
    }

    /// Names the team, for the pace.
    pub(in crate::web::chat) fn team(&self) -> String {
        format!("{} {}", self.platform.name(), self.team)
    }

    /// Turns a request away that is not believed. What is wrong with it, its sender is not told.
    pub(in crate::web::chat) fn refuse(&self, refusal: Refusal) -> Response {
        self.end(&refusal.to_string());
        let is_nonsense = refusal == Refusal::Malformed;
        let status = if is_nonsense { StatusCode::BAD_REQUEST } else { StatusCode::UNAUTHORIZED };
        status.into_response()
    }

    /// Writes the line of the audit log.
    pub(in crate::web::chat) fn end(&self, outcome: &str) {
        let ms = self.started.elapsed().as_millis();
        let (platform, kind, team) = (self.platform.name(), self.kind, self.team.as_str());
        let command = self.command;
        match &self.question {
            Some(question) => {
                tracing::info!(target: "loggia::audit", platform, kind, team, command, outcome, ms, ?question);
            }
            None => {
                tracing::info!(target: "loggia::audit", platform, kind, team, command, outcome, ms);
            }
        }
    }
}

/// An answer as JSON that nobody keeps.
pub(in crate::web::chat) fn json(value: &Value) -> Response {
    ([(CONTENT_TYPE, "application/json")], value.to_string()).into_response()
}

/// A platform's name for something, fit for a log.
fn identifier(name: &str) -> String {
    let is_plain = |c: &char| c.is_ascii_alphanumeric() || "-_.:@".contains(*c);
    name.chars().filter(is_plain).take(64).collect()
}
