//! The manifest from which Slack makes the app.

use serde_json::{Value, json};

/// The manifest of an app for the book at `base`, which ends in `/`: the command, mentions, and
/// cards below links.
#[must_use]
pub fn manifest(title: &str, base: &str, command: &str) -> Value {
    let host = base.split("://").nth(1).and_then(|rest| rest.split(['/', ':']).next());
    let name: String = title.chars().take(35).collect();
    json!({
        "display_information": {
            "name": name,
            "description": "Answers questions from the architecture book, with sources",
            "background_color": "#24456b",
        },
        "features": {
            "bot_user": { "display_name": name, "always_online": true },
            "slash_commands": [{
                "command": command,
                "url": format!("{base}chat/slack/command"),
                "description": "Ask the architecture book",
                "usage_hint": "show FW2 · path A -> B · which ports need to be open?",
                "should_escape": false,
            }],
            "unfurl_domains": [host.unwrap_or_default()],
        },
        "oauth_config": {
            "scopes": {
                "bot": ["app_mentions:read", "chat:write", "commands", "links:read", "links:write"],
            },
        },
        "settings": {
            "event_subscriptions": {
                "request_url": format!("{base}chat/slack/events"),
                "bot_events": ["app_mention", "link_shared"],
            },
            "org_deploy_enabled": false,
            "socket_mode_enabled": false,
            "token_rotation_enabled": false,
        },
    })
}
