//! Messages as Block Kit. Texts of documents stand in `rich_text`, where they are taken as they are:
//! no markup, no mention and no link can hide in them.

use serde_json::{Value, json};

use crate::chat::message::{Block, Image, Message, Run, Style};
use crate::chat::words::cut;

/// How many bytes of JSON the blocks may have. Slack refuses messages of more than about 13,000
/// characters without saying so beforehand.
const BYTES: usize = 11_000;

/// How many blocks there may be before the last two; Slack takes 50.
const BLOCKS: usize = 46;

/// The answer to a slash command.
#[must_use]
pub fn reply(message: &Message) -> Value {
    let seen_by = if message.shared { "in_channel" } else { "ephemeral" };
    json!({
        "response_type": seen_by,
        "text": fallback(message),
        "blocks": blocks(message),
        "attachments": attachments(message),
    })
}

/// The answer as an argument of `chat.postMessage`.
#[must_use]
pub fn post(message: &Message, channel: &str, thread: &str) -> Value {
    json!({
        "channel": channel,
        "thread_ts": thread,
        "text": fallback(message),
        "blocks": blocks(message),
        "attachments": attachments(message),
        "unfurl_links": false,
        "unfurl_media": false,
    })
}

/// What is shown where blocks are not, such as in a notification.
fn fallback(message: &Message) -> String {
    let words = format!("{}: {}", message.heading, message.summary);
    escape(&cut(words.trim_matches([':', ' ']), 500))
}

/// The three characters that have a meaning in Slack's texts, escaped.
pub(in crate::chat::slack) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn blocks(message: &Message) -> Vec<Value> {
    let mut blocks = Vec::new();
    if !message.heading.is_empty() {
        let text =
            json!({ "type": "plain_text", "text": cut(&message.heading, 150), "emoji": false });
        blocks.push(json!({ "type": "header", "text": text }));
    }
    if !message.summary.is_empty() {
        let summary = Run { text: message.summary.clone(), style: Style::Plain, link: None };
        blocks.push(rich(&section("rich_text_section", &[summary])));
    }
    let end = ending(message);
    let fixed = [&json!(blocks), &json!(end), &attachments(message)].map(size);
    let mut left = BYTES.saturating_sub(fixed.iter().sum());
    let mut is_whole = true;
    for block in message.blocks.iter().cloned().flat_map(Block::lines) {
        let value = rich(&element(&block));
        let bytes = size(&value);
        if bytes > left || blocks.len() >= BLOCKS {
            is_whole = false;
            break;
        }
        left -= bytes;
        blocks.push(value);
    }
    if !is_whole {
        let words = "There is more than fits here.".to_owned();
        let more = Run { text: words, style: Style::Emphasis, link: None };
        blocks.push(rich(&section("rich_text_section", &[more])));
    }
    blocks.extend(end);
    blocks
}

/// The links, which are kept whatever else has no place.
fn ending(message: &Message) -> Option<Value> {
    let mut links = Vec::new();
    for anchor in &message.links {
        if !links.is_empty() {
            links.push(Run { text: " · ".to_owned(), style: Style::Plain, link: None });
        }
        let (text, link) = (anchor.text.clone(), Some(anchor.url.clone()));
        links.push(Run { text, style: Style::Plain, link });
    }
    (!links.is_empty()).then(|| rich(&section("rich_text_section", &links)))
}

/// The picture. It is no block: for one that Slack cannot fetch, as from a server that only a company
/// reaches, it would refuse the whole message. What a picture shows is told in the blocks.
fn attachments(message: &Message) -> Value {
    let attachment = |image: &Image| {
        json!({
            "fallback": escape(&image.alternative),
            "title": escape(&image.title),
            "title_link": image.page,
            "image_url": image.url,
        })
    };
    message.image.iter().map(attachment).collect()
}

fn rich(element: &Value) -> Value {
    json!({ "type": "rich_text", "elements": [element] })
}

fn element(block: &Block) -> Value {
    match block {
        Block::Line(runs) => section("rich_text_section", runs),
        Block::Quote(runs) => section("rich_text_quote", runs),
        Block::Items(items) => list(items),
        // Tables have become lines before.
        Block::Table { rows, .. } => list(&rows.iter().map(|row| row.concat()).collect::<Vec<_>>()),
    }
}

fn list(items: &[Vec<Run>]) -> Value {
    let items: Vec<Value> = items.iter().map(|runs| section("rich_text_section", runs)).collect();
    json!({ "type": "rich_text_list", "style": "bullet", "elements": items })
}

fn section(kind: &str, runs: &[Run]) -> Value {
    json!({ "type": kind, "elements": runs.iter().map(run).collect::<Vec<_>>() })
}

fn run(run: &Run) -> Value {
    let mut value = match &run.link {
        Some(url) => json!({ "type": "link", "url": url, "text": run.text }),
        None => json!({ "type": "text", "text": run.text }),
    };
    let style = match run.style {
        Style::Plain => None,
        Style::Strong => Some(json!({ "bold": true })),
        Style::Emphasis => Some(json!({ "italic": true })),
    };
    if let (Some(style), Some(value)) = (style, value.as_object_mut()) {
        value.insert("style".to_owned(), style);
    }
    value
}

/// How many bytes a value has as JSON.
fn size(value: &Value) -> usize {
    value.to_string().len()
}
