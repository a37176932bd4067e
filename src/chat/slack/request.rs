//! What Slack sends: proved by its signature, then read.

use serde::Deserialize;

use crate::chat::access::{Refusal, Secret, from_hex, in_window, proved};
use crate::chat::question::Question;

/// The only host that a command's answer may be sent to later.
const RESPONSE_HOST: &str = "https://hooks.slack.com/";

/// Links of one message that are looked at.
const LINKS: usize = 5;

/// Proves that Slack signed `body` (scheme `v0`) within the window around `now`, in seconds since
/// 1970. The proof itself is given back: it is different for each request.
///
/// # Errors
/// Where it did not.
pub fn prove(
    secret: &Secret,
    timestamp: Option<&str>,
    signature: Option<&str>,
    body: &[u8],
    now: u64,
) -> Result<[u8; 32], Refusal> {
    let timestamp = timestamp.ok_or(Refusal::Unproved)?;
    let sent = seconds(timestamp).ok_or(Refusal::Unproved)?;
    let signature = signature.and_then(|signature| signature.strip_prefix("v0="));
    let signature: [u8; 32] = signature.and_then(from_hex).ok_or(Refusal::Unproved)?;
    let parts = [b"v0:", timestamp.as_bytes(), b":", body];
    proved(secret.expose().as_bytes(), &parts, &signature)?;
    in_window(sent, now)?;
    Ok(signature)
}

/// Seconds as digits and nothing else.
pub(in crate::chat) fn seconds(text: &str) -> Option<u64> {
    let is_number = text.len() <= 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok())?
}

/// A slash command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// What is asked.
    pub question: Question,
    /// The workspace.
    pub team: String,
    /// Who asks.
    pub user: String,
    /// The path at Slack's own host where the answer may be sent later.
    pub later: Option<String>,
}

/// Whether a body is the check of a certificate, which is not signed and asks for nothing.
#[must_use]
pub fn is_certificate_check(body: &[u8]) -> bool {
    form_urlencoded::parse(body).any(|(name, value)| name == "ssl_check" && value == "1")
}

/// Reads a slash command.
///
/// # Errors
/// Where it is none.
pub fn command(body: &[u8]) -> Result<Command, Refusal> {
    let field = |wanted: &str| {
        let mut fields = form_urlencoded::parse(body);
        fields.find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned())
    };
    field("command").ok_or(Refusal::Malformed)?;
    Ok(Command {
        question: Question::of_slack(&field("text").unwrap_or_default()),
        team: field("team_id").unwrap_or_default(),
        user: field("user_id").unwrap_or_default(),
        later: field("response_url").and_then(|url| response_path(&url)),
    })
}

/// The path below Slack's host for answers; `None` for any other host, port or trick.
fn response_path(url: &str) -> Option<String> {
    let path = url.strip_prefix(RESPONSE_HOST)?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/_-".contains(c);
    let fits = path.len() <= 300 && path.chars().all(is_plain);
    (fits && !path.contains("//")).then(|| path.to_owned())
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Slack asks whether this is the address for events.
    Challenge(String),
    /// Somebody mentioned the app.
    Mention(Mention),
    /// Somebody wrote links of the book's host.
    Links(Links),
    /// Nothing for us; what a bot wrote is too.
    Other,
}

/// A question in a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The event.
    pub id: String,
    /// The workspace.
    pub team: String,
    /// Who asks.
    pub user: String,
    /// The conversation.
    pub channel: String,
    /// The message that the answer belongs to.
    pub thread: String,
    /// What is asked.
    pub question: Question,
}

/// Links that Slack asks to be told about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Links {
    /// The event.
    pub id: String,
    /// The workspace.
    pub team: String,
    /// Which message they stand in, as `chat.unfurl` wants it: names and values.
    pub place: Vec<(&'static str, String)>,
    /// The links.
    pub urls: Vec<String>,
}

#[derive(Deserialize)]
struct Envelope {
    r#type: String,
    challenge: Option<String>,
    event_id: Option<String>,
    team_id: Option<String>,
    event: Option<Inner>,
}

#[derive(Deserialize)]
struct Inner {
    r#type: String,
    user: Option<String>,
    bot_id: Option<String>,
    text: Option<String>,
    ts: Option<String>,
    thread_ts: Option<String>,
    channel: Option<String>,
    message_ts: Option<String>,
    unfurl_id: Option<String>,
    source: Option<String>,
    #[serde(default)]
    links: Vec<SharedLink>,
}

#[derive(Deserialize)]
struct SharedLink {
    url: String,
}

/// Reads an event.
///
/// # Errors
/// Where it is none.
pub fn event(body: &[u8]) -> Result<Event, Refusal> {
    let envelope: Envelope = serde_json::from_slice(body).map_err(|_| Refusal::Malformed)?;
    match envelope.r#type.as_str() {
        "url_verification" => envelope.challenge.map(Event::Challenge).ok_or(Refusal::Malformed),
        "event_callback" => {
            let id = envelope.event_id.ok_or(Refusal::Malformed)?;
            let event = envelope.event.ok_or(Refusal::Malformed)?;
            let team = envelope.team_id.unwrap_or_default();
            Ok(happened(id, team, event).unwrap_or(Event::Other))
        }
        _ => Ok(Event::Other),
    }
}

fn happened(id: String, team: String, event: Inner) -> Option<Event> {
    match event.r#type.as_str() {
        "app_mention" if event.bot_id.is_none() => Some(Event::Mention(Mention {
            id,
            team,
            user: event.user.unwrap_or_default(),
            channel: event.channel?,
            thread: event.thread_ts.or(event.ts)?,
            question: Question::of_slack(&event.text.unwrap_or_default()),
        })),
        "link_shared" => {
            let composed = event.unfurl_id.zip(event.source);
            let place = match composed {
                Some((unfurl, source)) => vec![("unfurl_id", unfurl), ("source", source)],
                None => vec![("channel", event.channel?), ("ts", event.message_ts?)],
            };
            let urls = event.links.into_iter().map(|link| link.url).take(LINKS).collect();
            Some(Event::Links(Links { id, team, place, urls }))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_go_to_slack_alone() {
        let path = |url: &str| response_path(url);
        let own = "https://hooks.slack.com/commands/T1/39/96rGlfmibIGlgcZRskXaIFfN";
        assert_eq!(path(own).as_deref(), Some("commands/T1/39/96rGlfmibIGlgcZRskXaIFfN"));
        for foreign in [
            "https://hooks.slack.com.evil.example/commands/T1",
            "https://hooks.slack.com@evil.example/",
            "https://hooks.slack.com:444/commands",
            "http://hooks.slack.com/commands/T1",
            "https://hooks.slack.com/../x",
            "https://hooks.slack.com/a?b",
            "https://hooks.slack.com//evil.example/",
            "https://evil.example/https://hooks.slack.com/",
        ] {
            assert_eq!(path(foreign), None, "{foreign}");
        }
    }
}
