//! What is known of things as Markdown: for twins of pages, terminals and whoever else reads text.
//!
//! Every fact is followed by the file and line that states it. Texts of the book are escaped, so that
//! none of them becomes markup.

mod comparison;
mod portrait;

pub use comparison::{comparison, rules};
pub use portrait::{impact, path, portrait};

use crate::page::thing::route;
use crate::service::entity::{Meaning, SourcePlace, entity};
use crate::service::hop::Hop;
use crate::service::impact::{ImpactOptions, impact as breaks};
use crate::service::thing::Thing;
use crate::service::why::Reason;
use crate::snapshot::Snapshot;

/// Sources of one fact are named up to this many.
const MOST_SOURCES: usize = 3;

/// Writes Markdown.
#[derive(Debug, Clone, Copy, Default)]
pub struct Style<'a> {
    /// What stands before addresses below the root of the book in links; without it names are not
    /// linked, as a terminal wants it.
    pub root: Option<&'a str>,
}

impl Style<'_> {
    /// The name of a thing, linked where links are wanted.
    fn thing(self, thing: &Thing) -> String {
        self.named(&thing.name, thing)
    }

    /// The same with the name of its architecture.
    fn qualified(self, thing: &Thing) -> String {
        self.named(&thing.qualified(), thing)
    }

    fn named(self, name: &str, thing: &Thing) -> String {
        match self.root.filter(|_| !thing.address.is_empty()) {
            Some(root) => format!("[{}](<{root}{}>)", escaped(name), thing.address),
            None => escaped(name),
        }
    }

    fn meaning(self, meaning: &Meaning) -> String {
        match &meaning.thing {
            Some(thing) => self.thing(thing),
            None => escaped(&meaning.text),
        }
    }

    /// "A – uses database → B (zones.md:12)".
    fn hop(self, hop: &Hop) -> String {
        let facts: Vec<String> = hop
            .facts
            .iter()
            .map(|fact| format!("{}{}", fact.property.name, sources(&fact.sources)))
            .collect();
        format!("– {} → {}", facts.join(", "), self.thing(&hop.to))
    }

    fn chain(self, chain: &[Hop]) -> String {
        let first = chain.first().map(|hop| self.thing(&hop.from)).unwrap_or_default();
        let hops = chain.iter().map(|hop| self.hop(hop));
        std::iter::once(first).chain(hops).collect::<Vec<_>>().join(" ")
    }
}

/// Everything that is known of a thing, with links as they lead from its page; `None` where nothing
/// is known.
#[must_use]
pub fn portrait_of(snapshot: &Snapshot, iri: &str) -> Option<String> {
    let entity = entity(snapshot, iri)?;
    let impact = breaks(snapshot, iri, ImpactOptions::default());
    let depth = route(&snapshot.catalog, iri).map_or(0, |route| route.depth());
    Some(portrait(&entity, &impact, Style { root: Some(&"../".repeat(depth)) }))
}

/// " (a.md:3; b.md:7; 2 more)"; empty where nobody says so.
fn sources(reasons: &[Reason]) -> String {
    let mut places: Vec<String> = Vec::new();
    for reason in reasons {
        let voice = reason.according_to.as_deref();
        let voice = voice.map(|voice| format!(" according to {}", escaped(voice)));
        let place = format!("{}:{}{}", reason.file, reason.line, voice.unwrap_or_default());
        if !places.contains(&place) {
            places.push(place);
        }
    }
    if places.is_empty() {
        return String::new();
    }
    let more = places.len().saturating_sub(MOST_SOURCES);
    places.truncate(MOST_SOURCES);
    if more > 0 {
        places.push(format!("{more} more"));
    }
    format!(" ({})", places.join("; "))
}

fn place(place: &SourcePlace) -> String {
    format!("{}:{}", place.file, place.line)
}

/// A text of the book without markup of its own, in one line.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '#' | '~' | '$' => {
                escaped.push('\\');
                escaped.push(character);
            }
            character if character.is_control() => escaped.push(' '),
            character => escaped.push(character),
        }
    }
    escaped
}

/// A number with its noun.
fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// How a statement departs from a plain assertion: " *(recommended)*".
fn modality(modality: &str) -> String {
    match modality {
        "asserted" => String::new(),
        "negated" => " *(stated not to be so)*".to_owned(),
        other => format!(" *({other})*"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_the_book_are_no_markup() {
        assert_eq!(escaped("a*b [c](d) `e`\n# f"), "a\\*b \\[c\\](d) \\`e\\` \\# f");
    }
}
