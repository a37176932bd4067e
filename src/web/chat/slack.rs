//! Slack's two doors: the command, answered at once, and events, acknowledged at once and answered
//! through Slack's API.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::json as value;

use crate::chat::access::Refusal;
use crate::chat::site::Site;
use crate::chat::slack::request::{Event, Links, Mention};
use crate::chat::slack::{blocks, request as read, unfurl};
use crate::service::card::card;
use crate::web::AppState;
use crate::web::chat::header;
use crate::web::chat::outbound::Later;
use crate::web::chat::reply::{Given, answer};
use crate::web::chat::visit::{Platform, Visit, json};

/// How long the same event can come again, in seconds: Slack tries for an hour or so.
const RETRIES: u64 = 2 * 3600;

pub(in crate::web::chat) async fn command(
    State(app): State<AppState>,
    request: Request,
) -> Response {
    let begun = Visit::begin(&app, Platform::Slack, "command", request).await;
    let (mut visit, headers, body) = match begun {
        Ok(begun) => begun,
        Err(refused) => return refused,
    };
    if read::is_certificate_check(&body) {
        visit.end("certificate_check");
        return StatusCode::OK.into_response();
    }
    let asked = prove(&app, &headers, &body).and_then(|proof| {
        let is_first = app.chat.is_first("slack", &proof);
        if is_first { read::command(&body) } else { Err(Refusal::Replayed) }
    });
    let asked = match asked {
        Ok(asked) => asked,
        Err(refusal) => return visit.refuse(refusal),
    };
    visit.asks(&asked.team, &asked.user, &asked.question);
    match answer(&app, &visit, &asked.question, app.chat.patience).await {
        Given::Message(message) => json(&blocks::reply(&message)),
        Given::Late(late) => match asked.later {
            Some(path) => {
                late.send(app.clone(), visit, move |message| Later::SlackHook {
                    path,
                    body: blocks::reply(message),
                });
                json(&value!({ "response_type": "ephemeral", "text": "Looking it up…" }))
            }
            None => json(&blocks::reply(&late.give_up(&visit))),
        },
    }
}

pub(in crate::web::chat) async fn event(State(app): State<AppState>, request: Request) -> Response {
    let begun = Visit::begin(&app, Platform::Slack, "event", request).await;
    let (visit, headers, body) = match begun {
        Ok(begun) => begun,
        Err(refused) => return refused,
    };
    let event = prove(&app, &headers, &body).and_then(|_| read::event(&body));
    let event = match event {
        Ok(event) => event,
        Err(refusal) => return visit.refuse(refusal),
    };
    let id = match &event {
        Event::Challenge(challenge) => {
            visit.end("challenge");
            return json(&value!({ "challenge": challenge }));
        }
        Event::Mention(mention) => &mention.id,
        Event::Links(links) => &links.id,
        Event::Other => {
            visit.end("ignored");
            return StatusCode::OK.into_response();
        }
    };
    // What comes again is acknowledged again, and answered once.
    if !app.chat.is_first_for("slack event", id.as_bytes(), RETRIES) {
        visit.end("repeated");
        return StatusCode::OK.into_response();
    }
    match event {
        Event::Mention(mention) => {
            tokio::spawn(mentioned(app, visit, mention));
        }
        Event::Links(links) => {
            tokio::spawn(shared(app, visit, links));
        }
        Event::Challenge(_) | Event::Other => {}
    }
    StatusCode::OK.into_response()
}

fn prove(app: &AppState, headers: &HeaderMap, body: &[u8]) -> Result<[u8; 32], Refusal> {
    let slack = app.chat.settings.slack.as_ref().ok_or(Refusal::Unproved)?;
    let timestamp = header(headers, "x-slack-request-timestamp");
    let signature = header(headers, "x-slack-signature");
    read::prove(&slack.signing_secret, timestamp, signature, body, app.chat.seconds())
}

/// Answers a mention in its thread.
async fn mentioned(app: AppState, mut visit: Visit, mention: Mention) {
    if !app.chat.may_post() {
        return visit.end("no_bot_token");
    }
    visit.asks(&mention.team, &mention.user, &mention.question);
    let late = match answer(&app, &visit, &mention.question, app.chat.patience).await {
        Given::Message(message) => {
            let body = blocks::post(&message, &mention.channel, &mention.thread);
            return app.chat.send(Later::SlackMethod { method: "chat.postMessage", body }).await;
        }
        Given::Late(late) => late,
    };
    late.send(app, visit, move |message| Later::SlackMethod {
        method: "chat.postMessage",
        body: blocks::post(message, &mention.channel, &mention.thread),
    });
}

/// Shows cards below links to the book.
async fn shared(app: AppState, mut visit: Visit, links: Links) {
    if !app.chat.may_post() {
        return visit.end("no_bot_token");
    }
    visit.comes_from(&links.team, "");
    if app.chat.paces(&visit).is_err() {
        return visit.end("too_many");
    }
    let snapshot = app.snapshots.current();
    let site = Site::new(app.chat.settings.published.clone());
    let found = app.chat.work(move || {
        let cards = links.urls.iter().filter_map(|url| {
            let (path, fragment) = site.within(url)?;
            Some((url.clone(), card(&snapshot.catalog, path, fragment)?))
        });
        let cards: Vec<_> = cards.collect();
        (!cards.is_empty()).then(|| unfurl::unfurl(&links, &cards))
    });
    let found = match found {
        Some(found) => found.await.ok().flatten(),
        None => return visit.end("busy"),
    };
    match found {
        Some(body) => {
            visit.end("cards");
            app.chat.send(Later::SlackMethod { method: "chat.unfurl", body }).await;
        }
        None => visit.end("no_page"),
    }
}
