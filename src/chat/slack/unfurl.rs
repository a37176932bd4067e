//! Pages as the cards that Slack shows below links to them.

use serde_json::{Map, Value, json};

use crate::chat::slack::blocks::escape;
use crate::chat::slack::request::Links;
use crate::chat::words::{cut, line};
use crate::service::card::PageCard;

/// The argument of `chat.unfurl` for links and what they lead to.
#[must_use]
pub fn unfurl(links: &Links, cards: &[(String, PageCard)]) -> Value {
    let unfurls: Map<String, Value> =
        cards.iter().map(|(url, card)| (url.clone(), attachment(url, card))).collect();
    let mut argument = Map::new();
    for (name, value) in &links.place {
        argument.insert((*name).to_owned(), json!(value));
    }
    argument.insert("unfurls".to_owned(), Value::Object(unfurls));
    Value::Object(argument)
}

fn attachment(url: &str, card: &PageCard) -> Value {
    // A `|` or `>` would end the address.
    let url = escape(&url.replace('|', "%7C").replace('>', "%3E").replace('<', "%3C"));
    let mut text = format!("*<{url}|{}>*", escape(&marked_off(&line(&card.title, 150))));
    if !card.description.is_empty() {
        text += &format!("\n{}", escape(&marked_off(&line(&card.description, 500))));
    }
    let mut blocks = vec![json!({ "type": "section", "text": { "type": "mrkdwn", "text": text } })];
    if !card.trail.is_empty() {
        let trail =
            cut(&card.trail.iter().map(|name| line(name, 80)).collect::<Vec<_>>().join(" › "), 300);
        let trail = json!({ "type": "plain_text", "text": trail, "emoji": false });
        blocks.push(json!({ "type": "context", "elements": [trail] }));
    }
    json!({ "blocks": blocks })
}

/// Text in which no character means a style: Slack knows no escape for them, but a mark that has
/// something invisible at both sides is none.
fn marked_off(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        if "*_~`".contains(character) {
            safe.extend(['\u{2060}', character, '\u{2060}']);
        } else {
            safe.push(character);
        }
    }
    safe
}
