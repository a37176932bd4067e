//! Microsoft Teams: outgoing webhooks in, Adaptive Cards out.
//!
//! <https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-outgoing-webhook>.
//! Texts of documents stand in `TextRun`s, which know no markup.

use std::str::FromStr;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use oxsdatatypes::{DateTime, DayTimeDuration};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::chat::access::{Refusal, Secret, in_window, proved};
use crate::chat::message::{Block, Message, Run, Style};
use crate::chat::question::Question;
use crate::chat::words::cut;

/// How many bytes a card may have; Teams is said to refuse more than 28 KB.
const BYTES: usize = 20_000;

/// Teams shows six actions.
const ACTIONS: usize = 6;

/// The key of a webhook: the bytes that its security token stands for.
#[derive(Clone)]
pub struct Key(Vec<u8>);

impl Key {
    /// The key in a security token; `None` where it is not Base64.
    #[must_use]
    pub fn new(token: &Secret) -> Option<Self> {
        let bytes = BASE64_STANDARD.decode(token.expose()).ok()?;
        (bytes.len() >= 16).then_some(Self(bytes))
    }

    /// Proves that `body` was signed with this key.
    ///
    /// # Errors
    /// Where it was not.
    pub fn prove(&self, authorization: Option<&str>, body: &[u8]) -> Result<(), Refusal> {
        let proof = authorization.and_then(|header| header.strip_prefix("HMAC "));
        let proof = proof.and_then(|proof| BASE64_STANDARD.decode(proof.trim()).ok());
        proved(&self.0, &[body], &proof.ok_or(Refusal::Unproved)?)
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Key(…)")
    }
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The activity, different for each.
    pub id: String,
    /// What is asked.
    pub question: Question,
    /// The team, or the tenant where it has none.
    pub team: String,
    /// Who asks.
    pub user: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Activity {
    r#type: String,
    id: String,
    timestamp: String,
    #[serde(default)]
    text: String,
    from: Option<Named>,
    conversation: Option<Named>,
    channel_data: Option<ChannelData>,
}

#[derive(Deserialize)]
struct Named {
    #[serde(default)]
    id: String,
}

#[derive(Deserialize)]
struct ChannelData {
    team: Option<Named>,
    tenant: Option<Named>,
}

/// Reads an activity that was sent within the window around `now`, in seconds since 1970.
///
/// # Errors
/// Where it is none, or of another time.
pub fn read(body: &[u8], now: u64) -> Result<Asked, Refusal> {
    let activity: Activity = serde_json::from_slice(body).map_err(|_| Refusal::Malformed)?;
    if activity.r#type != "message" || activity.id.is_empty() {
        return Err(Refusal::Malformed);
    }
    in_window(seconds(&activity.timestamp).ok_or(Refusal::Malformed)?, now)?;
    let id = |named: Option<Named>| named.map(|named| named.id).filter(|id| !id.is_empty());
    let of_channel = activity.channel_data.and_then(|data| id(data.team).or(id(data.tenant)));
    Ok(Asked {
        id: activity.id,
        question: Question::of_teams(&activity.text),
        team: of_channel.or(id(activity.conversation)).unwrap_or_default(),
        user: id(activity.from).unwrap_or_default(),
    })
}

/// The seconds since 1970 of a time such as `2026-01-01T00:00:00.123Z`.
fn seconds(timestamp: &str) -> Option<u64> {
    if timestamp.len() > 40 {
        return None;
    }
    let time = DateTime::from_str(timestamp).ok()?;
    time.timezone_offset()?;
    let since: DayTimeDuration =
        time.checked_sub(DateTime::from_str("1970-01-01T00:00:00Z").ok()?)?;
    let seconds = since.as_seconds().to_string();
    seconds.split('.').next()?.parse().ok()
}

/// The answer.
#[must_use]
pub fn reply(message: &Message) -> Value {
    let card = json!({
        "contentType": "application/vnd.microsoft.card.adaptive",
        "content": card(message),
    });
    json!({ "type": "message", "attachments": [card] })
}

/// The card itself, of version 1.4.
#[must_use]
pub fn card(message: &Message) -> Value {
    let mut body = Vec::new();
    if !message.heading.is_empty() {
        let mut heading = run(&plain(&message.heading, Style::Strong));
        if let Some(heading) = heading.as_object_mut() {
            heading.insert("size".to_owned(), json!("Large"));
        }
        body.push(json!({ "type": "RichTextBlock", "inlines": [heading] }));
    }
    if !message.summary.is_empty() {
        body.push(text(&[plain(&message.summary, Style::Plain)]));
    }
    let image = message.image.as_ref().map(|image| {
        json!({
            "type": "Image",
            "url": image.url,
            "altText": image.alternative,
            "size": "Stretch",
            "selectAction": { "type": "Action.OpenUrl", "url": image.page },
        })
    });
    let actions = message.links.iter().take(ACTIONS).map(
        |link| json!({ "type": "Action.OpenUrl", "title": cut(&link.text, 60), "url": link.url }),
    );
    let actions: Vec<Value> = actions.collect();
    let fixed = [json!(body), json!(image), json!(actions)];
    let mut left = BYTES.saturating_sub(fixed.iter().map(|value| value.to_string().len()).sum());
    let mut is_whole = true;
    for element in message.blocks.iter().cloned().flat_map(Block::lines).flat_map(|it| block(&it)) {
        let bytes = element.to_string().len();
        if bytes > left {
            is_whole = false;
            break;
        }
        left -= bytes;
        body.push(element);
    }
    if !is_whole {
        body.push(text(&[plain("There is more than fits here.", Style::Emphasis)]));
    }
    body.extend(image);
    json!({
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.4",
        "fallbackText": cut(&format!("{} {}", message.heading, message.summary), 400),
        "body": body,
        "actions": actions,
        "msteams": { "width": "Full" },
    })
}

fn block(block: &Block) -> Vec<Value> {
    match block {
        Block::Line(runs) => vec![text(runs)],
        Block::Quote(runs) => vec![json!({
            "type": "Container",
            "style": "emphasis",
            "items": [text(runs)],
        })],
        Block::Items(items) => items.iter().map(|item| bullet(item)).collect(),
        // Tables have become lines before.
        Block::Table { rows, .. } => rows.iter().map(|cells| bullet(&cells.concat())).collect(),
    }
}

fn bullet(runs: &[Run]) -> Value {
    let mut item = text(&[&[plain("• ", Style::Plain)], runs].concat());
    if let Some(item) = item.as_object_mut() {
        item.insert("spacing".to_owned(), json!("Small"));
    }
    item
}

fn text(runs: &[Run]) -> Value {
    json!({ "type": "RichTextBlock", "inlines": runs.iter().map(run).collect::<Vec<_>>() })
}

fn plain(text: &str, style: Style) -> Run {
    Run { text: text.to_owned(), style, link: None }
}

fn run(run: &Run) -> Value {
    let mut value = json!({ "type": "TextRun", "text": run.text });
    let Some(fields) = value.as_object_mut() else {
        return value;
    };
    match run.style {
        Style::Plain => {}
        Style::Strong => drop(fields.insert("weight".to_owned(), json!("Bolder"))),
        Style::Emphasis => drop(fields.insert("italic".to_owned(), json!(true))),
    }
    if let Some(url) = &run.link {
        fields.insert("color".to_owned(), json!("Accent"));
        let action = json!({ "type": "Action.OpenUrl", "url": url });
        fields.insert("selectAction".to_owned(), action);
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_activities_are_read() {
        for (text, expected) in [
            ("1970-01-01T00:00:00Z", Some(0)),
            ("2026-01-01T00:00:00.1234567Z", Some(1_767_225_600)),
            ("2026-01-01T02:00:00+02:00", Some(1_767_225_600)),
            ("2026-01-01T00:00:00", None),
            ("1969-12-31T23:59:59Z", None),
            ("now", None),
            ("", None),
        ] {
            assert_eq!(seconds(text), expected, "{text}");
        }
    }
}
