//! Every kind of answer in the form of every platform, kept to be looked at.

use loggia::chat::mattermost::Way;
use loggia::chat::message::Message;
use loggia::chat::site::Site;
use loggia::chat::{discord, mattermost, slack, teams};
use serde_json::Value;

use crate::chat::samples::samples;

pub(crate) fn site() -> Site {
    Site::new(Some("https://kb.example.org/".to_owned()))
}

/// Every answer in every form: platform, kind, JSON.
pub(crate) fn all() -> Vec<(&'static str, &'static str, Value)> {
    let mut all = Vec::new();
    for (kind, answer) in samples() {
        let message = Message::of(&answer, &site());
        all.push(("slack", kind, slack::blocks::reply(&message)));
        all.push(("mattermost", kind, mattermost::reply(&message, Way::Command)));
        all.push(("discord", kind, discord::reply(&message)));
        all.push(("teams", kind, teams::reply(&message)));
    }
    all
}

#[test]
fn every_answer_is_written_as_it_was_looked_at() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("answers");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (platform, kind, json) in all() {
            insta::assert_snapshot!(format!("{platform}-{kind}"), format!("{json:#}"));
        }
    });
}

#[test]
fn without_a_published_address_an_answer_has_no_links() {
    for (_, answer) in samples().into_iter().filter(|(kind, _)| *kind != "hostile") {
        let message = Message::of(&answer, &Site::default());
        for told in [
            slack::blocks::reply(&message),
            mattermost::reply(&message, Way::Webhook),
            discord::reply(&message),
            teams::reply(&message),
        ] {
            let told = told.to_string();
            assert!(!told.contains("\"url\"") && !told.contains("](h"), "{told}");
        }
    }
}

#[test]
fn a_picture_is_shown_where_the_whole_world_can_fetch_it_and_told_in_words_anyway() {
    let (_, answer) = samples().into_iter().find(|(kind, _)| *kind == "figure").unwrap();
    let told = |base: Option<&str>| {
        let message = Message::of(&answer, &Site::new(base.map(str::to_owned)));
        [
            slack::blocks::reply(&message),
            mattermost::reply(&message, Way::Command),
            discord::reply(&message),
            teams::reply(&message),
        ]
    };
    for (base, is_shown) in [
        (Some("https://kb.example.org/"), true),
        (Some("https://kb.corp/"), false),
        (Some("http://kb.example.org/"), false),
        (None, false),
    ] {
        for told in told(base) {
            let told = told.to_string();
            assert_eq!(told.contains("figure-1.png"), is_shown, "{base:?}: {told}");
            assert!(told.contains("Six zones from the Internet"), "{base:?}: {told}");
            assert_eq!(told.contains("#figure-1"), base.is_some(), "{base:?}: {told}");
        }
    }
    // Slack refuses all of a message with a block whose picture it cannot fetch.
    let [slack, ..] = told(Some("https://kb.example.org/"));
    assert!(!slack["blocks"].to_string().contains("image"), "{slack}");
}

#[test]
fn a_shared_answer_is_seen_by_all() {
    let message = Message { shared: true, ..Message::plain("A", "B.") };
    assert_eq!(slack::blocks::reply(&message)["response_type"], "in_channel");
    assert_eq!(mattermost::reply(&message, Way::Command)["response_type"], "in_channel");
    assert_eq!(discord::reply(&message)["data"]["flags"], Value::Null);
    let message = Message::plain("A", "B.");
    assert_eq!(slack::blocks::reply(&message)["response_type"], "ephemeral");
    assert_eq!(mattermost::reply(&message, Way::Command)["response_type"], "ephemeral");
    assert_eq!(mattermost::reply(&message, Way::Webhook)["response_type"], "comment");
    assert_eq!(discord::reply(&message)["data"]["flags"], 64);
}
