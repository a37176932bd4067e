//! Discord: interactions in, embeds out.
//!
//! <https://docs.discord.com/developers/interactions/receiving-and-responding>, limits of embeds
//! <https://docs.discord.com/developers/resources/message#embed-object-embed-limits>.

use ed25519_dalek::{Signature, VerifyingKey};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::chat::access::{Refusal, from_hex, in_window};
use crate::chat::markdown::{Dialect, start};
use crate::chat::message::Message;
use crate::chat::question::Question;
use crate::chat::slack::request::seconds;
use crate::service::answer::Choice;

/// An embed's description; 4096 are allowed, and 6000 in all texts of a message.
const DESCRIPTION: usize = 4_000;

const TITLE: usize = 256;

/// The colour of the bar beside an embed.
const COLOUR: u32 = 0x0024_456b;

/// Choices of an autocompletion, and the length of each name and value.
const CHOICES: usize = 25;
const CHOICE: usize = 100;

/// The flag of a message that only the one who asked sees.
const EPHEMERAL: u32 = 64;

/// The name of the command that is registered, and that of its one option.
pub const COMMAND: &str = "loggia";
/// The option that holds the question.
pub const OPTION: &str = "question";

const MARKDOWN: Dialect = Dialect { escaped: "\\`*{}[]()#!_<>~|:", tables: false };

/// The key that an application's requests are signed with.
#[derive(Debug, Clone)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// The key in hexadecimal digits, as the developer portal shows it; `None` where it is no key.
    #[must_use]
    pub fn new(digits: &str) -> Option<Self> {
        let bytes: [u8; 32] = from_hex(digits.trim())?;
        let key = VerifyingKey::from_bytes(&bytes).ok()?;
        (!key.is_weak()).then_some(Self(key))
    }

    /// Proves that Discord signed `body` within the window around `now`, in seconds since 1970.
    ///
    /// # Errors
    /// Where it did not.
    pub fn prove(
        &self,
        timestamp: Option<&str>,
        signature: Option<&str>,
        body: &[u8],
        now: u64,
    ) -> Result<(), Refusal> {
        let timestamp = timestamp.ok_or(Refusal::Unproved)?;
        let sent = seconds(timestamp).ok_or(Refusal::Unproved)?;
        let signature: [u8; 64] = signature.and_then(from_hex).ok_or(Refusal::Unproved)?;
        let signed = [timestamp.as_bytes(), body].concat();
        let signature = Signature::from_bytes(&signature);
        self.0.verify_strict(&signed, &signature).map_err(|_| Refusal::Forged)?;
        in_window(sent, now)
    }
}

/// What Discord asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Interaction {
    /// Whether somebody is there.
    Ping,
    /// The answer to a command.
    Command(Asked),
    /// What a question that is being typed could become.
    Completion(Asked),
    /// Something we never offered.
    Other,
}

/// A question, typed or being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The interaction, different for each.
    pub id: String,
    /// What is asked.
    pub question: Question,
    /// The server, or nothing in a direct message.
    pub guild: String,
    /// Who asks.
    pub user: String,
    /// The path at Discord's own host where the answer may be sent later.
    pub later: Option<String>,
}

#[derive(Deserialize)]
struct Body {
    r#type: u32,
    #[serde(default)]
    id: String,
    #[serde(default)]
    application_id: String,
    #[serde(default)]
    token: String,
    guild_id: Option<String>,
    member: Option<Member>,
    user: Option<User>,
    data: Option<Data>,
}

#[derive(Deserialize)]
struct Member {
    user: Option<User>,
}

#[derive(Deserialize)]
struct User {
    id: String,
}

#[derive(Deserialize)]
struct Data {
    #[serde(default)]
    options: Vec<Given>,
}

#[derive(Deserialize)]
struct Given {
    name: String,
    #[serde(default)]
    value: Value,
}

/// Reads an interaction.
///
/// # Errors
/// Where it is none.
pub fn read(body: &[u8]) -> Result<Interaction, Refusal> {
    let body: Body = serde_json::from_slice(body).map_err(|_| Refusal::Malformed)?;
    let kind = body.r#type;
    if kind == 1 {
        return Ok(Interaction::Ping);
    }
    let options = body.data.map(|data| data.options).unwrap_or_default();
    let given = options.iter().find(|given| given.name == OPTION);
    let words = given.and_then(|given| given.value.as_str()).unwrap_or_default();
    let user = body.member.and_then(|member| member.user).or(body.user);
    let asked = Asked {
        question: Question::new(words),
        guild: body.guild_id.unwrap_or_default(),
        user: user.map(|user| user.id).unwrap_or_default(),
        later: path(&body.application_id, &body.token),
        id: body.id,
    };
    Ok(match kind {
        2 => Interaction::Command(asked),
        4 => Interaction::Completion(asked),
        _ => Interaction::Other,
    })
}

/// Where the first answer is replaced; `None` where the parts are not what Discord makes.
fn path(application: &str, token: &str) -> Option<String> {
    let is_number = (1..=20).contains(&application.len())
        && application.bytes().all(|byte| byte.is_ascii_digit());
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-.=".contains(c);
    let is_token = (16..=400).contains(&token.len()) && token.chars().all(is_plain);
    let path = format!("api/v10/webhooks/{application}/{token}/messages/@original");
    (is_number && is_token && !token.contains("..")).then_some(path)
}

/// The answer to a ping.
#[must_use]
pub fn pong() -> Value {
    json!({ "type": 1 })
}

/// The answer to a command.
#[must_use]
pub fn reply(message: &Message) -> Value {
    let mut data = content(message);
    if let (false, Some(data)) = (message.shared, data.as_object_mut()) {
        data.insert("flags".to_owned(), json!(EPHEMERAL));
    }
    json!({ "type": 4, "data": data })
}

/// That the answer comes later.
#[must_use]
pub fn later(shared: bool) -> Value {
    json!({ "type": 5, "data": { "flags": if shared { 0 } else { EPHEMERAL } } })
}

/// The message itself, as a later answer has it.
#[must_use]
pub fn content(message: &Message) -> Value {
    let mut embed = Map::new();
    if !message.heading.is_empty() {
        let title = start(&MARKDOWN.escape(&message.heading), TITLE);
        embed.insert("title".to_owned(), json!(title));
    }
    embed.insert("description".to_owned(), json!(MARKDOWN.text(message, DESCRIPTION)));
    embed.insert("color".to_owned(), json!(COLOUR));
    if let Some(image) = &message.image {
        embed.insert("image".to_owned(), json!({ "url": image.url }));
    }
    json!({ "embeds": [embed], "allowed_mentions": { "parse": [] } })
}

/// What a question that is being typed could become.
#[must_use]
pub fn completions(choices: &[Choice]) -> Value {
    let choices = choices.iter().filter_map(|choice| {
        let value = choice.ask.as_deref().unwrap_or(&choice.text).trim();
        // A value that is cut would ask for something else.
        let fits = !value.is_empty() && value.encode_utf16().count() <= CHOICE;
        let differs = choice.text != value && !choice.text.is_empty();
        let name = if differs { format!("{value} — {}", choice.text) } else { value.to_owned() };
        fits.then(|| json!({ "name": start(&name, CHOICE), "value": value }))
    });
    json!({ "type": 8, "data": { "choices": choices.take(CHOICES).collect::<Vec<_>>() } })
}

/// The command as Discord registers it.
#[must_use]
pub fn registration() -> Value {
    json!([{
        "name": COMMAND,
        "type": 1,
        "description": "Ask the architecture book",
        "options": [{
            "name": OPTION,
            "type": 3,
            "description": "A question, or: show FW2 · path A -> B · impact FW2 · help",
            "required": true,
            "autocomplete": true,
            "max_length": 500,
        }],
    }])
}
