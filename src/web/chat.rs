//! The doors of chat platforms: each proves a request, answers within the time of its platform, and
//! leaves a line in the audit log. A platform whose secret is not set has no door.

mod outbound;
mod reply;
mod slack;
mod state;
mod visit;

pub use outbound::{Hosts, Surroundings};
pub use state::Chat;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::post;

use crate::chat::access::Refusal;
use crate::chat::discord::{self, Interaction};
use crate::chat::mattermost::{self, Way};
use crate::chat::teams;
use crate::web::chat::outbound::Later;
use crate::web::chat::reply::{Given, answer};
use crate::web::chat::visit::{Platform, Visit, json};
use crate::web::{AppState, pages};

/// The addresses of the platforms. Those that may not ask find nothing there, as if there were no
/// such address; a book may have pages there.
pub(in crate::web) fn routes(chat: &Chat) -> Router<AppState> {
    let settings = &chat.settings;
    let has_slack = settings.slack.is_some();
    let has_mattermost = !settings.mattermost.is_empty();
    let doors = [
        ("/chat/slack/command", has_slack, post(slack::command)),
        ("/chat/slack/events", has_slack, post(slack::event)),
        ("/chat/mattermost/command", has_mattermost, post(mattermost_command)),
        ("/chat/mattermost/webhook", has_mattermost, post(mattermost_webhook)),
        ("/chat/discord", settings.discord.is_some(), post(discord_interaction)),
        ("/chat/teams", !settings.teams.is_empty(), post(teams_message)),
    ];
    doors.into_iter().fold(Router::new(), |router, (address, is_open, door)| {
        let closed = || async { StatusCode::NOT_FOUND };
        let door = if is_open { door } else { post(closed) };
        router.route(address, door.get(pages::answer))
    })
}

async fn mattermost_command(State(app): State<AppState>, request: Request) -> Response {
    of_mattermost(app, request, Way::Command).await
}

async fn mattermost_webhook(State(app): State<AppState>, request: Request) -> Response {
    of_mattermost(app, request, Way::Webhook).await
}

async fn of_mattermost(app: AppState, request: Request, way: Way) -> Response {
    let kind = if way == Way::Command { "command" } else { "webhook" };
    let (mut visit, headers, body) =
        match Visit::begin(&app, Platform::Mattermost, kind, request).await {
            Ok(begun) => begun,
            Err(refused) => return refused,
        };
    let media_type = header(&headers, CONTENT_TYPE.as_str()).unwrap_or_default();
    let is_json = media_type.trim().starts_with("application/json");
    let authorization = header(&headers, AUTHORIZATION.as_str());
    let tokens = &app.chat.settings.mattermost;
    let asked = mattermost::read(tokens, authorization, &body, is_json).and_then(|asked| {
        let is_first = |post: &String| app.chat.is_first("mattermost", post.as_bytes());
        if asked.post.as_ref().is_none_or(is_first) { Ok(asked) } else { Err(Refusal::Replayed) }
    });
    let asked = match asked {
        Ok(asked) => asked,
        Err(refusal) => return visit.refuse(refusal),
    };
    visit.asks(&asked.team, &asked.user, &asked.question);
    match answer(&app, &visit, &asked.question, app.chat.patience).await {
        Given::Message(message) => json(&mattermost::reply(&message, way)),
        Given::Late(late) => json(&mattermost::reply(&late.give_up(&visit), way)),
    }
}

async fn discord_interaction(State(app): State<AppState>, request: Request) -> Response {
    let begun = Visit::begin(&app, Platform::Discord, "interaction", request).await;
    let (mut visit, headers, body) = match begun {
        Ok(begun) => begun,
        Err(refused) => return refused,
    };
    let Some(key) = &app.chat.settings.discord else {
        return visit.refuse(Refusal::Unproved);
    };
    let timestamp = header(&headers, "x-signature-timestamp");
    let signature = header(&headers, "x-signature-ed25519");
    let read = key
        .prove(timestamp, signature, &body, app.chat.seconds())
        .and_then(|()| discord::read(&body));
    let interaction = match read {
        Ok(interaction) => interaction,
        Err(refusal) => return visit.refuse(refusal),
    };
    let (asked, is_typed) = match interaction {
        Interaction::Ping => {
            visit.end("ping");
            return json(&discord::pong());
        }
        Interaction::Other => return visit.refuse(Refusal::Malformed),
        Interaction::Command(asked) => (asked, true),
        Interaction::Completion(asked) => (asked, false),
    };
    if !app.chat.is_first("discord", asked.id.as_bytes()) {
        return visit.refuse(Refusal::Replayed);
    }
    visit.asks(&asked.guild, &asked.user, &asked.question);
    if !is_typed {
        let choices = reply::complete(&app, &visit, asked.question.text).await;
        return json(&discord::completions(&choices));
    }
    match answer(&app, &visit, &asked.question, app.chat.patience).await {
        Given::Message(message) => json(&discord::reply(&message)),
        Given::Late(late) => match asked.later {
            Some(path) => {
                late.send(app.clone(), visit, move |message| Later::Discord {
                    path,
                    body: discord::content(message),
                });
                json(&discord::later(asked.question.shared))
            }
            None => json(&discord::reply(&late.give_up(&visit))),
        },
    }
}

async fn teams_message(State(app): State<AppState>, request: Request) -> Response {
    let begun = Visit::begin(&app, Platform::Teams, "message", request).await;
    let (mut visit, headers, body) = match begun {
        Ok(begun) => begun,
        Err(refused) => return refused,
    };
    let authorization = header(&headers, AUTHORIZATION.as_str());
    // All keys are tried, so that time does not tell which of them fits.
    let proofs = app.chat.settings.teams.iter().map(|key| key.prove(authorization, &body));
    let proofs: Vec<Result<(), Refusal>> = proofs.collect();
    let best = proofs.iter().find(|proof| proof.is_ok()).or(proofs.first());
    let proof = best.copied().unwrap_or(Err(Refusal::Unproved));
    let asked = proof.and_then(|()| teams::read(&body, app.chat.seconds())).and_then(|asked| {
        let is_first = app.chat.is_first("teams", asked.id.as_bytes());
        if is_first { Ok(asked) } else { Err(Refusal::Replayed) }
    });
    let asked = match asked {
        Ok(asked) => asked,
        Err(refusal) => return visit.refuse(refusal),
    };
    visit.asks(&asked.team, &asked.user, &asked.question);
    // Teams waits five seconds where others wait three, and takes nothing later.
    match answer(&app, &visit, &asked.question, app.chat.patience * 7 / 4).await {
        Given::Message(message) => json(&teams::reply(&message)),
        Given::Late(late) => json(&teams::reply(&late.give_up(&visit))),
    }
}

/// A header that is text.
fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}
