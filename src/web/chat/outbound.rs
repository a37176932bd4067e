//! Answers that are sent by ourselves, to the platforms' own hosts and nowhere else: a request can
//! choose a path there, never a host.

use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;
use ureq::Agent;

use crate::chat::access::Secret;

/// How long sending one answer may take.
const PATIENCE: Duration = Duration::from_secs(8);

/// How much of what a platform says to an answer is read.
const REPLY_BYTES: u64 = 64 * 1024;

/// The world as the doors see it. Only a test has reason to choose another than
/// [`Surroundings::with_clock`].
#[derive(Debug, Clone)]
pub struct Surroundings {
    /// Tells milliseconds since 1970.
    pub clock: fn() -> u64,
    /// Where answers go that are not given at once.
    pub hosts: Hosts,
    /// How long an answer may take to be given at once; where it is zero, none is.
    pub patience: Duration,
}

impl Surroundings {
    /// The platforms where they are, two seconds of the three they wait, and a clock.
    #[must_use]
    pub fn with_clock(clock: fn() -> u64) -> Self {
        Self { clock, hosts: Hosts::default(), patience: Duration::from_secs(2) }
    }
}

/// Where the platforms are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hosts {
    /// Slack's Web API.
    pub slack: String,
    /// Where Slack takes the later answers of commands.
    pub slack_hooks: String,
    /// Discord.
    pub discord: String,
}

impl Default for Hosts {
    fn default() -> Self {
        Self {
            slack: "https://slack.com/".to_owned(),
            slack_hooks: "https://hooks.slack.com/".to_owned(),
            discord: "https://discord.com/".to_owned(),
        }
    }
}

/// An answer to be sent.
#[derive(Debug)]
pub(in crate::web::chat) enum Later {
    /// A call of Slack's Web API.
    SlackMethod { method: &'static str, body: Value },
    /// The later answer of a slash command: a path that `slack::request` has checked.
    SlackHook { path: String, body: Value },
    /// The later answer of an interaction: a path that `discord` has made.
    Discord { path: String, body: Value },
}

impl Later {
    /// What it is, without what it says.
    pub(in crate::web::chat) fn name(&self) -> &'static str {
        match self {
            Self::SlackMethod { method, .. } => method,
            Self::SlackHook { .. } => "slack response_url",
            Self::Discord { .. } => "discord webhook",
        }
    }
}

/// Sends answers.
pub(in crate::web::chat) struct Outbound {
    agent: Agent,
    hosts: Hosts,
    bot_token: Option<Secret>,
}

impl Outbound {
    pub(in crate::web::chat) fn new(hosts: Hosts, bot_token: Option<Secret>) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .max_redirects(0)
            .http_status_as_error(false)
            .user_agent(concat!("loggia/", env!("CARGO_PKG_VERSION")))
            .build();
        Self { agent: config.new_agent(), hosts, bot_token }
    }

    /// Sends an answer, and waits until it is taken.
    ///
    /// # Errors
    /// A word for the log; it never holds what was sent or by which token.
    pub(in crate::web::chat) fn send(&self, later: &Later) -> Result<(), &'static str> {
        let (request, body) = match later {
            Later::SlackMethod { method, body } => {
                let token = self.bot_token.as_ref().ok_or("no bot token")?.expose();
                let url = format!("{}api/{method}", self.hosts.slack);
                (self.agent.post(url).header("authorization", format!("Bearer {token}")), body)
            }
            Later::SlackHook { path, body } => {
                (self.agent.post(format!("{}{path}", self.hosts.slack_hooks)), body)
            }
            Later::Discord { path, body } => {
                (self.agent.patch(format!("{}{path}", self.hosts.discord)), body)
            }
        };
        let request = request.header("content-type", "application/json; charset=utf-8");
        let mut response = request.send(body.to_string()).map_err(|_| "not reached")?;
        match response.status().as_u16() {
            200..=299 => {}
            401 | 403 => return Err("not allowed"),
            429 => return Err("too many"),
            500.. => return Err("platform failed"),
            _ => return Err("refused"),
        }
        if matches!(later, Later::SlackMethod { .. }) {
            let reply = response.body_mut().with_config().limit(REPLY_BYTES).read_to_string();
            let reply = reply.map_err(|_| "no reply")?;
            let said: Said = serde_json::from_str(&reply).map_err(|_| "no reply")?;
            return taken(&said);
        }
        Ok(())
    }
}

/// What Slack's Web API says of a call.
#[derive(Deserialize)]
struct Said {
    ok: bool,
    #[serde(default)]
    error: String,
}

/// The reasons for which Slack does not take an answer that whoever runs the server can mend.
const REASONS: [&str; 8] = [
    "channel_not_found",
    "invalid_auth",
    "invalid_blocks",
    "missing_scope",
    "msg_blocks_too_long",
    "not_in_channel",
    "ratelimited",
    "token_revoked",
];

/// Whether Slack took an answer; where not, the reason by one of our own words.
fn taken(said: &Said) -> Result<(), &'static str> {
    if said.ok {
        return Ok(());
    }
    Err(REASONS.into_iter().find(|known| *known == said.error).unwrap_or("refused"))
}
