//! Whatever an answer holds, it stays within the limits of each platform and calls nobody; whatever
//! a request holds, reading it ends well.

use loggia::chat::access::Secret;
use loggia::chat::discord::PublicKey;
use loggia::chat::mattermost::Way;
use loggia::chat::message::Message;
use loggia::chat::question::Question;
use loggia::chat::teams::Key;
use loggia::chat::{discord, mattermost, slack, teams};
use loggia::search::Segment;
use loggia::service::answer::{
    Answer, Card, Cell, Choice, Choices, Link, Outcome, Part, Passage, Picture, Row, Source, Table,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use serde_json::Value;

use crate::chat::formats::site;

/// Ordinary words, words of any length, and what fools parsers.
fn text() -> BoxedStrategy<String> {
    let pieces = prop_oneof![
        Just("@everyone ".to_owned()),
        Just("<!channel> <@U1>".to_owned()),
        Just("| *a* _b_ `c` [d](e)".to_owned()),
        Just("\n\n# - 1. > \u{202e}\u{0}".to_owned()),
        Just("𝔘𝔫𝔦 ".to_owned()),
        "[a-z @<>&*_`|]{0,40}",
        "\\PC{0,20}",
    ];
    let long = Just("long words that go on ".repeat(400));
    let some = vec(pieces, 0..4).prop_map(|pieces| pieces.concat());
    prop_oneof![8 => some, 1 => long].boxed()
}

fn link() -> impl Strategy<Value = Link> {
    (text(), text()).prop_map(|(text, address)| Link { text, address })
}

fn source() -> impl Strategy<Value = Source> {
    (text(), any::<usize>(), text()).prop_map(|(file, line, address)| Source {
        file,
        line,
        address,
    })
}

fn passage() -> impl Strategy<Value = Passage> {
    let segment =
        (text(), any::<bool>()).prop_map(|(text, highlighted)| Segment { text, highlighted });
    (link(), vec(text(), 0..3), vec(segment, 0..6), source())
        .prop_map(|(link, trail, text, source)| Passage { link, trail, text, source })
}

fn row() -> impl Strategy<Value = Row> {
    let cell = (text(), option::of(text())).prop_map(|(text, address)| Cell { text, address });
    (vec(cell, 0..5), option::of(text()), vec(source(), 0..5))
        .prop_map(|(cells, note, sources)| Row { cells, note, sources })
}

fn picture() -> impl Strategy<Value = Picture> {
    (link(), text(), text(), option::of(Just("a.png".to_owned())))
        .prop_map(|(link, alternative, image, png)| Picture { link, alternative, image, png })
}

fn part() -> impl Strategy<Value = Part> {
    let card = (link(), vec(text(), 0..3), option::of(link()), option::of(passage()));
    let card = (card, vec(row(), 0..12), 0..9_usize, option::of(picture())).prop_map(
        |((link, kinds, architecture, description), facts, hidden, figure)| {
            Part::Card(Card { link, kinds, architecture, description, facts, hidden, figure })
        },
    );
    let table = (text(), vec(text(), 0..8), vec(row(), 0..40), 0..9_usize).prop_map(
        |(caption, columns, rows, hidden)| Part::Table(Table { caption, columns, rows, hidden }),
    );
    let choice = (option::of(text()), text(), option::of(text()))
        .prop_map(|(ask, text, address)| Choice { ask, text, address });
    let choices = (text(), vec(choice, 0..40))
        .prop_map(|(caption, entries)| Part::Choices(Choices { caption, entries }));
    prop_oneof![
        passage().prop_map(Part::Passage),
        card,
        table,
        picture().prop_map(Part::Picture),
        choices
    ]
}

fn answer() -> impl Strategy<Value = Answer> {
    (text(), text(), vec(part(), 0..12), vec(link(), 0..8)).prop_map(
        |(heading, summary, parts, further)| Answer {
            outcome: Outcome::Facts,
            heading,
            summary,
            parts,
            further,
        },
    )
}

/// All strings below a value, each with the name it stands under.
fn strings<'a>(value: &'a Value, name: &'a str, found: &mut Vec<(&'a str, &'a str)>) {
    match value {
        Value::String(text) => found.push((name, text)),
        Value::Array(items) => items.iter().for_each(|item| strings(item, name, found)),
        Value::Object(fields) => {
            for (name, field) in fields {
                strings(field, name, found);
            }
        }
        _ => {}
    }
}

fn of(value: &Value) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    strings(value, "", &mut found);
    found
}

/// One picture at most, that calls nobody and leads to the book.
fn pictured(attachments: &Value) -> Result<(), TestCaseError> {
    prop_assert!(attachments.as_array().unwrap().len() <= 1);
    for (name, text) in of(attachments) {
        match name {
            "title_link" | "image_url" => prop_assert!(text.starts_with("https://kb.example.org/")),
            "title" => prop_assert!(!text.is_empty() && units(text) <= 1_000, "{text}"),
            _ => prop_assert!(!text.is_empty() && units(text) <= 4_000, "{name}: {text}"),
        }
    }
    Ok(())
}

fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn slack_stays_within_its_limits(answer in answer()) {
        let told = slack::blocks::reply(&Message::of(&answer, &site()));
        prop_assert!(told["blocks"].to_string().len() < 12_000);
        prop_assert!(told["blocks"].as_array().unwrap().len() <= 50);
        let fallback = told["text"].as_str().unwrap();
        prop_assert!(fallback.len() < 8_000 && !fallback.contains(['<', '>']), "{fallback}");
        for (name, text) in of(&told["blocks"]) {
            match name {
                "type" => prop_assert!(
                    ["header", "plain_text", "rich_text", "rich_text_section", "rich_text_quote",
                     "rich_text_list", "text", "link"].contains(&text), "{text}"),
                "style" => prop_assert_eq!(text, "bullet"),
                "url" => prop_assert!(text.starts_with("https://kb.example.org/")),
                _ => prop_assert!(!text.is_empty() && units(text) <= 2_000, "{name}: {text}"),
            }
        }
        pictured(&told["attachments"])?;
    }

    #[test]
    fn discord_stays_within_its_limits(answer in answer()) {
        let told = discord::reply(&Message::of(&answer, &site()));
        let data = &told["data"];
        prop_assert_eq!(&data["allowed_mentions"]["parse"], &serde_json::json!([]));
        let embed = &data["embeds"][0];
        let title = embed["title"].as_str().unwrap_or_default();
        let description = embed["description"].as_str().unwrap();
        prop_assert!(units(title) <= 256 && units(description) <= 4_096);
        for text in [title, description] {
            prop_assert!(!text.contains("@everyone") && !text.contains("@here"), "{text}");
            prop_assert!(text.replace("\\<", "").find('<').is_none(), "{text}");
        }
    }

    #[test]
    fn mattermost_stays_within_its_limits(answer in answer()) {
        let told = mattermost::reply(&Message::of(&answer, &site()), Way::Command);
        let text = told["text"].as_str().unwrap();
        prop_assert!(text.chars().count() <= 16_383);
        prop_assert_eq!(&told["skip_slack_parsing"], true);
        pictured(&told["attachments"])?;
        for (name, text) in of(&told) {
            let is_address = ["title_link", "image_url"].contains(&name);
            for (at, _) in text.match_indices('@').filter(|_| !is_address) {
                prop_assert!(text[at + 1..].starts_with('\u{200b}'), "{text}");
            }
        }
        let mut width = None;
        for line in text.lines() {
            let is_row = line.starts_with("| ");
            let bars = line.replace("\\|", "").matches('|').count();
            prop_assert!(!is_row || width.is_none_or(|width| width == bars), "{line}");
            width = is_row.then_some(bars);
        }
    }

    #[test]
    fn teams_stays_within_its_limits(answer in answer()) {
        let told = teams::reply(&Message::of(&answer, &site()));
        prop_assert!(told.to_string().len() < 28_000);
        let card = &told["attachments"][0]["content"];
        prop_assert!(card["actions"].as_array().unwrap().len() <= 6);
        for (name, text) in of(card) {
            match name {
                "type" => prop_assert!(
                    ["AdaptiveCard", "RichTextBlock", "TextRun", "Container", "Image",
                     "Action.OpenUrl"].contains(&text), "{text}"),
                "url" => prop_assert!(text.starts_with("https://kb.example.org/")),
                "fallbackText" => {}
                _ => prop_assert!(!text.is_empty(), "{name}"),
            }
        }
    }

    #[test]
    fn completions_stay_within_their_limits(entries in vec((option::of(text()), text()), 0..60)) {
        let choices: Vec<Choice> = entries.into_iter()
            .map(|(ask, text)| Choice { ask, text, address: None }).collect();
        let told = discord::completions(&choices);
        let told = told["data"]["choices"].as_array().unwrap();
        prop_assert!(told.len() <= 25);
        for choice in told {
            for name in ["name", "value"] {
                let length = units(choice[name].as_str().unwrap());
                prop_assert!((1..=100).contains(&length));
            }
        }
    }

    #[test]
    fn reading_what_anybody_sends_ends_well(
        body in vec(any::<u8>(), 0..300),
        words in "\\PC{0,60}",
        first in option::of("[ -~]{0,80}"),
        second in option::of("[0-9a-f]{0,130}"),
        json in "\\{(\"(type|id|event|text|data|token|timestamp)\":(1|2|4|\"[a-z_]{0,9}\"|\\[\\]|\\{\\}),?){0,4}\\}",
    ) {
        let secret = Secret::new("secret").unwrap();
        let (first, second) = (first.as_deref(), second.as_deref());
        prop_assert!(slack::request::prove(&secret, first, second, &body, 0).is_err());
        prop_assert!(mattermost::read(&[], first, &body, false).is_err());
        prop_assert!(mattermost::read(std::slice::from_ref(&secret), first, &body, true).is_err());
        let key = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
        prop_assert!(PublicKey::new(key).unwrap().prove(first, second, &body, 0).is_err());
        let key = Secret::new("c2VjcmV0c2VjcmV0c2VjcmV0").unwrap();
        prop_assert!(Key::new(&key).unwrap().prove(first, &body).is_err());
        for body in [body.as_slice(), json.as_bytes()] {
            let _nothing = slack::request::command(body);
            let _nothing = slack::request::event(body);
            let _nothing = slack::request::is_certificate_check(body);
            let _nothing = discord::read(body);
            let _nothing = teams::read(body, 0);
        }
        for question in [Question::of_slack(&words), Question::of_teams(&words), Question::new(&words)] {
            prop_assert!(question.text.chars().count() <= 1_000);
        }
    }
}
