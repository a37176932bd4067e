//! `loggia chat`, and secrets that `loggia serve` is given.

use crate::commands::{loggia, nowhere};
use crate::harness::{Serving, program};

#[test]
fn slack_is_given_a_manifest() {
    let ran = loggia(&["chat", "manifest", "slack", "--url", "https://kb.example.org/a"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    insta::assert_snapshot!(ran.out, @r##"
    {
      "display_information": {
        "name": "Loggia",
        "description": "Answers questions from the architecture book, with sources",
        "background_color": "#24456b"
      },
      "features": {
        "bot_user": {
          "display_name": "Loggia",
          "always_online": true
        },
        "slash_commands": [
          {
            "command": "/loggia",
            "url": "https://kb.example.org/a/chat/slack/command",
            "description": "Ask the architecture book",
            "usage_hint": "show FW2 · path A -> B · which ports need to be open?",
            "should_escape": false
          }
        ],
        "unfurl_domains": [
          "kb.example.org"
        ]
      },
      "oauth_config": {
        "scopes": {
          "bot": [
            "app_mentions:read",
            "chat:write",
            "commands",
            "links:read",
            "links:write"
          ]
        }
      },
      "settings": {
        "event_subscriptions": {
          "request_url": "https://kb.example.org/a/chat/slack/events",
          "bot_events": [
            "app_mention",
            "link_shared"
          ]
        },
        "org_deploy_enabled": false,
        "socket_mode_enabled": false,
        "token_rotation_enabled": false
      }
    }
    "##);
    for wrong in ["http://kb.example.org/", "kb.example.org", ""] {
        let ran = loggia(&["chat", "manifest", "slack", "--url", wrong]);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains("--url https://"), "{}", ran.err);
    }
    let url = "https://kb.example.org/";
    let ran = loggia(&["chat", "manifest", "slack", "--url", url, "--command", "Ask me"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
}

#[test]
fn discord_is_told_of_the_command_without_the_token() {
    let ran = loggia(&["chat", "register", "discord", "--application", "42", "--guild", "7"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains("'https://discord.com/api/v10/applications/42/guilds/7/commands'"));
    assert!(ran.out.contains("Bot $DISCORD_BOT_TOKEN"));
    let body = ran.out.split("-d '").nth(1).unwrap().trim_end().trim_end_matches('\'');
    let body: serde_json::Value = serde_json::from_str(body).unwrap();
    assert_eq!(body[0]["options"][0]["autocomplete"], true);
    let ran = loggia(&["chat", "register", "discord", "--application", "42'; rm"]);
    assert_eq!(ran.code, 2);
}

#[test]
fn secrets_are_read_from_the_environment_or_files_and_never_told() {
    let folder = nowhere();
    let file = folder.path().join("token");
    std::fs::write(&file, "hunter2\n").unwrap();
    let serve = |variables: &[(&str, &str)]| {
        let mut program = program(folder.path());
        program.args(["serve", "--bind", "127.0.0.1:0"]).envs(variables.iter().copied());
        let output = program.output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        (output.status.code().unwrap(), told)
    };
    let path = file.to_str().unwrap();
    let both = [("LOGGIA_MATTERMOST_TOKEN", "hunter3"), ("LOGGIA_MATTERMOST_TOKEN_FILE", path)];
    for (variables, expected) in [
        (&both[..], "both LOGGIA_MATTERMOST_TOKEN and"),
        (&[("LOGGIA_DISCORD_PUBLIC_KEY", "hunter4")][..], "LOGGIA_DISCORD_PUBLIC_KEY is not"),
        (&[("LOGGIA_DISCORD_PUBLIC_KEY_FILE", path)][..], "LOGGIA_DISCORD_PUBLIC_KEY is not"),
        (&[("LOGGIA_TEAMS_SECRET_FILE", "/nowhere")][..], "cannot read the file"),
    ] {
        let (code, told) = serve(variables);
        assert_eq!(code, 2, "{told}");
        assert!(told.contains(expected) && !told.contains("hunter"), "{told}");
    }
    // A platform without a secret has no address; the book has no page there either.
    let serving = Serving::start(folder.path(), &["--public-url", "https://kb.example.org/"]);
    assert_eq!(serving.get("/chat/slack/command").status, 404);
}
