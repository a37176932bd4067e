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
    // Topics with titles of their own stand beside each other.
    let items = node.items();
    let are_cards = items.len() > 1 && items.iter().all(is_card);
    for (index, item) in items.iter().enumerate() {
        if are_cards && index == 0 {
            writer.directive(":::row:::", item);
        }
        if are_cards {
            writer.directive(":::column:::", item);
        }
        topic(writer, item, level);
        if are_cards {
            writer.directive(":::column-end:::", item);
        }
    }
    if let Some(last) = items.last().filter(|_| are_cards) {
        writer.directive(":::row-end:::", last);
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
            writer.note(note);
        }
        (None, None) => writer.note(note),
    }
    let below = if title.is_some() && address.is_none() { level + 1 } else { level };
    for (_, value) in entries {
        topic(writer, value, below);
    }
    writer.note(node.get("footer"));
}

/// Whether a topic has a title and a list of links, and nothing further down.
fn is_card(node: &Node) -> bool {
    let is_link = |node: &Node| node.get("url").is_some();
    let links = ["links", "linkLists"].iter().find_map(|key| node.get(key));
    let has_links = links.is_some_and(|links| !links.items().is_empty());
    node.get("title").is_some() && !is_link(node) && has_links
}
