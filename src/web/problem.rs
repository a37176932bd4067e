//! What goes wrong, told to clients: RFC 9457 problem details, never an internal message.

use std::any::Any;

use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// A problem as `application/problem+json`.
#[derive(Debug, Serialize)]
pub(in crate::web) struct Problem {
    #[serde(skip)]
    pub(in crate::web) status: StatusCode,
    /// What kind of problem it is.
    pub(in crate::web) title: &'static str,
    /// What happened here.
    pub(in crate::web) detail: String,
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = serde_json::json!({
            "type": "about:blank",
            "status": self.status.as_u16(),
            "title": self.title,
            "detail": self.detail,
        });
        let headers = [(CONTENT_TYPE, "application/problem+json")];
        (self.status, headers, body.to_string()).into_response()
    }
}

/// The answer to a request whose handler panicked: a fault of ours, whose words stay in the log.
pub(in crate::web) fn panicked(_cause: Box<dyn Any + Send + 'static>) -> Response {
    internal()
}

/// A fault of ours that keeps an answer from being made.
#[derive(Debug)]
pub(in crate::web) struct Fault;

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        internal()
    }
}

/// The answer to a request that met a fault of ours.
pub(in crate::web) fn internal() -> Response {
    Problem {
        status: StatusCode::INTERNAL_SERVER_ERROR,
        title: "Internal error",
        detail: "The request met a fault of the program.".to_owned(),
    }
    .into_response()
}
