//! Hubs, landing pages and whatever else lists topics: every mapping with a title is a section,
//! every one with an address a link.

use crate::document::yaml::Node;
use crate::document::yaml_page::markdown::Writer;

/// Writes what the page lists.
pub(in crate::document::yaml_page) fn write(writer: &mut Writer<'_>, root: &Node) {
    let Node::Mapping(entries, _) = root else { return };
    for (key, value) in entries {
        // What the page says of itself is no topic.
        if key.text() != Some("metadata") {
            topic(writer, value, 2);
        }
    }
}

/// Writes a mapping and what it holds, or each item of a list.
fn topic(writer: &mut Writer<'_>, node: &Node, level: usize) {
    for item in node.items() {
        topic(writer, item, level);
    }
    let Node::Mapping(entries, _) = node else { return };
    if node.get("questions").is_some() {
        return;
    }
    let first = |keys: &[&str]| {
        keys.iter().find_map(|key| node.get(key)).filter(|node| node.text().is_some())
    };
    let title = first(&["title", "text", "name", "linkListType"]);
    let note = first(&["summary", "description", "note"]);
    let address = first(&["url", "href", "uri"]);
    match (title, address) {
        (Some(title), Some(address)) => writer.link(title, address, note),
        (None, Some(address)) => writer.link(address, address, note),
        (Some(title), None) => {
            writer.heading(level, title, None);
            note.into_iter().for_each(|note| writer.paragraphs(note));
        }
        (None, None) => note.into_iter().for_each(|note| writer.paragraphs(note)),
    }
    let below = if title.is_some() && address.is_none() { level + 1 } else { level };
    for (_, value) in entries {
        topic(writer, value, below);
    }
}
