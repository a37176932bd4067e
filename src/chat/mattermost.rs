//! Mattermost: slash commands and outgoing webhooks in, Markdown out.
//!
//! Mattermost signs nothing: a request is believed for the token in it, and can be no safer than
//! the connection it comes by.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::chat::access::{Refusal, Secret};
use crate::chat::markdown::{Dialect, calling_nobody};
use crate::chat::message::{Image, Message};
use crate::chat::question::Question;

/// Mattermost takes posts of 16,383 characters; nobody reads that many.
const UNITS: usize = 12_000;

/// The characters that Mattermost's parser takes a backslash before.
const MARKDOWN: Dialect = Dialect { escaped: "\\`*{}[]()#!_>~|", tables: true };

/// Which of the two ways a request came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// A slash command: whoever asked sees the answer.
    Command,
    /// An outgoing webhook: the answer is a comment below the message.
    Webhook,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// What is asked.
    pub question: Question,
    /// The team.
    pub team: String,
    /// Who asks.
    pub user: String,
    /// The message, which can come again when Mattermost had no answer.
    pub post: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Fields {
    token: String,
    team_id: String,
    user_id: String,
    text: String,
    trigger_word: String,
    post_id: Option<String>,
}

/// Proves that a request carries one of the tokens, in the header or the body, and reads it.
///
/// # Errors
/// Where it carries none of them, or makes no sense.
pub fn read(
    tokens: &[Secret],
    authorization: Option<&str>,
    body: &[u8],
    is_json: bool,
) -> Result<Asked, Refusal> {
    let fields = if is_json {
        serde_json::from_slice(body).map_err(|_| Refusal::Unproved)?
    } else {
        form(body)
    };
    let given = authorization.and_then(|header| header.strip_prefix("Token "));
    let given = given.unwrap_or(&fields.token);
    // All are compared, so that time does not tell which of them is near.
    if tokens.iter().filter(|token| token.is(given)).count() == 0 {
        return Err(if given.is_empty() { Refusal::Unproved } else { Refusal::Forged });
    }
    let words = fields.text.trim();
    let words = words.strip_prefix(fields.trigger_word.as_str()).unwrap_or(words);
    Ok(Asked {
        question: Question::new(words),
        team: fields.team_id,
        user: fields.user_id,
        post: fields.post_id,
    })
}

fn form(body: &[u8]) -> Fields {
    let mut fields = Fields::default();
    for (name, value) in form_urlencoded::parse(body) {
        let field = match name.as_ref() {
            "token" => &mut fields.token,
            "team_id" => &mut fields.team_id,
            "user_id" => &mut fields.user_id,
            "text" => &mut fields.text,
            "trigger_word" => &mut fields.trigger_word,
            "post_id" => fields.post_id.get_or_insert_default(),
            _ => continue,
        };
        *field = value.into_owned();
    }
    fields
}

/// The answer.
#[must_use]
pub fn reply(message: &Message, way: Way) -> Value {
    let kind = match way {
        Way::Webhook => "comment",
        Way::Command if message.shared => "in_channel",
        Way::Command => "ephemeral",
    };
    let mut text = format!("#### {}\n\n", MARKDOWN.escape(&message.heading));
    text += &MARKDOWN.text(message, UNITS.saturating_sub(text.len()));
    json!({
        "response_type": kind,
        "text": text,
        "attachments": message.image.iter().map(attachment).collect::<Vec<_>>(),
        "skip_slack_parsing": true,
    })
}

/// The picture, scaled to fit a conversation. Behind a link to its page its title is plain text.
fn attachment(image: &Image) -> Value {
    json!({
        "fallback": calling_nobody(&image.alternative),
        "title": calling_nobody(&image.title),
        "title_link": image.page,
        "image_url": image.url,
    })
}
