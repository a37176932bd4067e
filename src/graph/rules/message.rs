//! What is said where a rule has no words of its own.

use std::collections::BTreeMap;

use crate::graph::rules::Path;
use crate::graph::rules::shape::{
    Constraint, Message, NodeKind, RangeKind, Shape, ShapeId, Shapes,
};
use crate::rdf::Value;
use crate::vocabulary::shorten;

/// How many characters of a literal are shown.
const LONGEST_LITERAL: usize = 80;

/// How many members of a list are shown.
const MOST_MEMBERS: usize = 8;

/// A value for people to read.
pub(in crate::graph) fn show(value: &Value) -> String {
    match value {
        Value::Iri(iri) => show_iri(iri),
        Value::Blank(_) => "a node without a name".to_owned(),
        Value::Literal { text, language, .. } => {
            let mut shown: String = text.chars().take(LONGEST_LITERAL).collect();
            if shown.len() < text.len() {
                shown.push('…');
            }
            let language = language.as_ref().map(|language| format!("@{language}"));
            format!("\"{shown}\"{}", language.unwrap_or_default())
        }
    }
}

/// An IRI for people to read.
pub(in crate::graph) fn show_iri(iri: &str) -> String {
    shorten(iri, "").unwrap_or_else(|| format!("<{iri}>"))
}

/// Some of many, and that there are more.
pub(in crate::graph) fn list(members: impl ExactSizeIterator<Item = String>) -> String {
    let more = members.len().saturating_sub(MOST_MEMBERS);
    let mut shown = members.take(MOST_MEMBERS).collect::<Vec<_>>().join(", ");
    if more > 0 {
        shown.push_str(&format!(" and {more} more"));
    }
    shown
}

/// `1 value`, `2 values`, with what they are values of.
pub(in crate::graph) fn values(count: usize, path: Option<&Path>) -> String {
    let plural = if count == 1 { "" } else { "s" };
    let path = path.map(|path| format!(" for {path}"));
    format!("{count} value{plural}{}", path.unwrap_or_default())
}

/// The value a sentence is about.
pub(in crate::graph) fn subject(value: &Value, path: Option<&Path>) -> String {
    match path {
        Some(path) => format!("the value {} of {path}", show(value)),
        None => show(value),
    }
}

/// What a constraint asks of each value, as the rest of a sentence.
pub(in crate::graph) fn requirement(constraint: &Constraint, shapes: &Shapes) -> String {
    let shape = |id: &ShapeId| shape_name(shapes.get(*id));
    let all = |ids: &[ShapeId]| list(ids.iter().map(shape));
    match constraint {
        Constraint::Class(class) => format!("must be an instance of {}", show_iri(class)),
        Constraint::Datatype(datatype) => {
            format!("must be a valid literal of {}", show_iri(datatype))
        }
        Constraint::NodeKind(kind) => format!("must be {}", node_kind(*kind)),
        Constraint::Range(range) => {
            let comparison = match range.kind {
                RangeKind::MinExclusive => "greater than",
                RangeKind::MinInclusive => "at least",
                RangeKind::MaxExclusive => "less than",
                RangeKind::MaxInclusive => "at most",
            };
            format!("must be {comparison} {}", show(&range.limit))
        }
        Constraint::MinLength(length) => format!("must have at least {length} characters"),
        Constraint::MaxLength(length) => format!("must have at most {length} characters"),
        Constraint::Pattern(regex) => format!("must match the pattern `{regex}`"),
        Constraint::LanguageIn(languages) => {
            format!("must be a text in one of these languages: {}", list(languages.iter().cloned()))
        }
        Constraint::Not(id) => format!("must not conform to {}", shape(id)),
        Constraint::Node(id) => format!("must conform to {}", shape(id)),
        Constraint::And(ids) => format!("must conform to all of these: {}", all(ids)),
        Constraint::Or(ids) => format!("must conform to one of these at least: {}", all(ids)),
        Constraint::Xone(ids) => format!("must conform to exactly one of these: {}", all(ids)),
        Constraint::In(members) => format!("must be one of {}", list(members.iter().map(show))),
        _ => "must be otherwise".to_owned(),
    }
}

/// What to call a shape.
pub(in crate::graph) fn shape_name(shape: Option<&Shape>) -> String {
    match shape.map(|shape| (&shape.node, shape.constraints.as_slice())) {
        Some((Value::Iri(iri), _)) => show_iri(iri),
        Some((_, [Constraint::Class(class)])) => {
            format!("being an instance of {}", show_iri(class))
        }
        Some((_, [Constraint::Datatype(datatype)])) => format!("being {}", show_iri(datatype)),
        _ => "a shape without a name".to_owned(),
    }
}

fn node_kind(kind: NodeKind) -> String {
    let kinds =
        [(kind.iri, "an IRI"), (kind.blank, "a node without a name"), (kind.literal, "a literal")];
    let kinds: Vec<&str> = kinds.iter().filter(|(is, _)| *is).map(|(_, name)| *name).collect();
    kinds.join(" or ")
}

/// A message with `{?name}` and `{$name}` replaced by what a query found.
pub(in crate::graph) fn filled(message: &Message, found: &BTreeMap<&str, &Value>) -> Message {
    let mut text = String::new();
    let mut rest = message.text.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let inside = after.split_once('}');
        let name = inside.and_then(|(name, _)| name.strip_prefix(['?', '$']));
        let value = name.and_then(|name| found.get(name));
        if let (Some(value), Some((_, behind))) = (value, inside) {
            text.push_str(&plain(value));
            rest = behind;
        } else {
            text.push('{');
            rest = after;
        }
    }
    text.push_str(rest);
    Message { text, language: message.language.clone() }
}

/// A value in the midst of a rule's own words: literals as they are.
fn plain(value: &Value) -> String {
    match value {
        Value::Literal { text, .. } => text.clone(),
        other => show(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_filled_with_what_was_found() {
        let zone = Value::Iri("https://w3id.org/loggia/arch#Zone".to_owned());
        let port = Value::Literal {
            text: "{$this}".to_owned(),
            datatype: crate::vocabulary::xsd::STRING.to_owned(),
            language: None,
        };
        let found = BTreeMap::from([("this", &zone), ("port", &port)]);
        let fill = |text: &str| {
            let message = Message { text: text.to_owned(), language: None };
            filled(&message, &found).text
        };
        assert_eq!(fill("{$this} has {?port}{?this}"), "arch:Zone has {$this}arch:Zone");
        assert_eq!(fill("{this} {?other} { {$this"), "{this} {?other} { {$this");
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        let text = "ä".repeat(100);
        let literal = Value::Literal { text, datatype: String::new(), language: None };
        assert_eq!(show(&literal), format!("\"{}…\"", "ä".repeat(80)));
        let many = (0..10).map(|n| n.to_string()).collect::<Vec<_>>();
        assert_eq!(list(many.into_iter()), "0, 1, 2, 3, 4, 5, 6, 7 and 2 more");
    }
}
