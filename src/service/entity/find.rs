//! Finding a thing by what people write: an IRI, an address, or a name that may say in which
//! architecture or zone.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::diagnostic::nearest;
use crate::ontology::Ontology;
use crate::rdf::is_iri;
use crate::service::thing::{Thing, architecture_of, iri_of_address, is_a, is_known};
use crate::snapshot::Snapshot;
use crate::vocabulary::{arch, prefixes_of_book, skos};

/// What a text can mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Found {
    /// One thing: its IRI.
    One(String),
    /// Several things, the most likely first.
    Several(Vec<Thing>),
    /// Nothing has this name; these have names like it.
    Nothing(Vec<String>),
}

/// A name that more things have is told with this many of them.
const MOST_CANDIDATES: usize = 30;
/// So many similar names are told.
const MOST_NEAREST: usize = 5;
/// A longer text is no name.
const LONGEST: usize = 300;

/// The property of names that programs use.
const TECHNICAL_NAME: &str = "https://w3id.org/loggia/arch#technicalName";

/// Whether the values of a property are names of its subject.
#[must_use]
pub(in crate::service) fn is_name(ontology: &Ontology, property: &str) -> bool {
    property == TECHNICAL_NAME || ontology.is_within(property, skos::ALT_LABEL)
}

/// Finds what is meant by an IRI (with or without angle brackets), a prefixed name, an address of
/// the book such as `folder/page#id`, or a name or synonym in any case. A name may say where:
/// "SSO database in scaled-down", "SQL (corporate domain)".
#[must_use]
pub fn find(snapshot: &Snapshot, text: &str) -> Found {
    let text = bare(text);
    if text.is_empty() || text.len() > LONGEST {
        return Found::Nothing(Vec::new());
    }
    if let Some(iri) = by_iri(snapshot, text) {
        return Found::One(iri);
    }
    let mut found = named(snapshot, text);
    if found.is_empty() {
        found = qualified(snapshot, text);
    }
    // One thing among elements is what people mean, though a word of the vocabulary is called so too.
    let rank = |iri: &str| match snapshot.facts.things.label(iri) {
        Some(_) if is_a(snapshot, iri, arch::ELEMENT_NAME) => 1,
        Some(_) => 0,
        None => 2,
    };
    found.sort_by_key(|iri| rank(iri));
    let best = found.first().map(|iri| rank(iri));
    let mut first = found.iter().filter(|iri| Some(rank(iri)) == best);
    match (first.next(), first.next()) {
        (Some(only), None) => Found::One(only.clone()),
        (Some(_), Some(_)) => {
            let things = found.iter().take(MOST_CANDIDATES).map(|iri| Thing::of(snapshot, iri));
            Found::Several(things.collect())
        }
        _ => Found::Nothing(similar(snapshot, text)),
    }
}

/// A text without what people put around names.
fn bare(text: &str) -> &str {
    let text = text.trim();
    let marks = [('"', '"'), ('“', '”'), ('\'', '\''), ('`', '`'), ('«', '»')];
    let inner = marks
        .iter()
        .find_map(|(open, close)| text.strip_prefix(*open).and_then(|it| it.strip_suffix(*close)));
    inner.unwrap_or(text).trim()
}

fn by_iri(snapshot: &Snapshot, text: &str) -> Option<String> {
    let base = &snapshot.catalog.config.base;
    let known = |iri: String| is_known(snapshot, &iri).then_some(iri);
    if let Some(inner) = text.strip_prefix('<').and_then(|text| text.strip_suffix('>')) {
        return known(inner.to_owned()).or_else(|| iri_of_address(snapshot, inner));
    }
    if is_iri(text)
        && let Some(iri) = known(text.to_owned())
    {
        return Some(iri);
    }
    if let Some((prefix, local)) = text.split_once(':') {
        let mut prefixes = prefixes_of_book(base);
        let prefixed = prefixes.find(|(name, _)| *name == prefix);
        let iri = prefixed.map(|(_, namespace)| format!("{namespace}{local}"));
        if let Some(iri) = iri.and_then(known) {
            return Some(iri);
        }
    }
    let is_address = !text.contains(' ') && (text.contains('#') || text.contains('/'));
    is_address.then(|| iri_of_address(snapshot, text)).flatten()
}

/// Everything that has this name, things of the book first.
fn named(snapshot: &Snapshot, name: &str) -> Vec<String> {
    let without_article = name.get(..4).filter(|it| it.eq_ignore_ascii_case("the "));
    let shorter = without_article.and_then(|_| name.get(4..));
    let names = std::iter::once(name).chain(shorter);
    names.map(|name| exactly(snapshot, name)).find(|found| !found.is_empty()).unwrap_or_default()
}

fn exactly(snapshot: &Snapshot, name: &str) -> Vec<String> {
    let mut found: Vec<String> = snapshot.facts.things.of_book(name).to_vec();
    let (ontology, facts) = (&snapshot.ontology, &snapshot.facts);
    let lower = name.to_lowercase();
    for property in name_properties(ontology) {
        for id in facts.index.of_property(property) {
            let statement = facts.statement(*id).filter(|statement| statement.is_asserted());
            let Some(statement) = statement else { continue };
            let fits = statement.fact.object.text().to_lowercase() == lower;
            let subject = statement.fact.subject.as_iri().filter(|_| fits);
            found.extend(subject.map(str::to_owned));
        }
    }
    let individuals = ontology.individuals_named(name);
    let terms = individuals.iter().chain(ontology.classes_named(name));
    found.extend(terms.chain(ontology.properties_named(name)).cloned());
    let mut seen = BTreeSet::new();
    found.retain(|iri| seen.insert(iri.clone()));
    found
}

fn name_properties(ontology: &Ontology) -> impl Iterator<Item = &str> {
    ontology.terms().map(|(iri, _)| iri).filter(|iri| is_name(ontology, iri))
}

/// What a name with a place can mean: every way to cut the text into the two is tried, the longest
/// name first.
fn qualified(snapshot: &Snapshot, text: &str) -> Vec<String> {
    for (name, place) in cuts(text) {
        let found = named(snapshot, name);
        let within: Vec<String> =
            found.into_iter().filter(|iri| is_within(snapshot, iri, place)).collect();
        if within.is_empty() {
            continue;
        }
        let exact = |iri: &&String| {
            let architecture = architecture_of(snapshot, iri);
            let name = architecture.map(|iri| snapshot.known().name(iri)).unwrap_or_default();
            words(&name) == words(place)
        };
        let exact: Vec<String> = within.iter().filter(exact).cloned().collect();
        return if exact.is_empty() { nearest_place(snapshot, within) } else { exact };
    }
    Vec::new()
}

/// Of things in several places that the words fit, those in the place of the shortest name.
fn nearest_place(snapshot: &Snapshot, found: Vec<String>) -> Vec<String> {
    let length = |iri: &String| {
        let architecture = architecture_of(snapshot, iri);
        architecture.map_or(0, |iri| words(&snapshot.known().name(iri)).len())
    };
    let least = found.iter().map(length).min();
    found.into_iter().filter(|iri| Some(length(iri)) == least).collect()
}

fn cuts(text: &str) -> Vec<(&str, &str)> {
    let inner = text.strip_suffix(')').and_then(|text| text.rsplit_once('('));
    let mut cuts: Vec<(&str, &str)> = inner.into_iter().collect();
    for separator in [" in ", " of ", " at ", ", ", " – ", " - ", ": "] {
        let places = text.match_indices(separator).map(|(at, _)| at);
        for at in places.collect::<Vec<_>>().into_iter().rev() {
            let behind = text.get(at + separator.len()..);
            cuts.extend(text.get(..at).zip(behind));
        }
    }
    cuts.into_iter().map(|(name, place)| (name.trim(), place.trim())).collect()
}

/// Whether a thing stands in a place that these words name: its architecture, its zone, or whatever
/// else it is said to be in or on.
fn is_within(snapshot: &Snapshot, iri: &str, place: &str) -> bool {
    let wanted = words(place);
    if wanted.is_empty() {
        return false;
    }
    let facts = &snapshot.facts;
    let statements = facts.index.about(iri).iter().filter_map(|id| facts.statement(*id));
    let mut others = statements.filter(|statement| statement.is_asserted()).filter_map(|it| {
        let other = it.fact.object.as_iri()?;
        facts.things.label(other)
    });
    others.any(|label| wanted.is_subset(&words(label)))
}

/// The telling words of the name of a place.
fn words(text: &str) -> BTreeSet<String> {
    const SILENT: &[&str] =
        &["the", "a", "architecture", "design", "with", "and", "of", "domain", "variant", "for"];
    let words = text.split(|character: char| !character.is_alphanumeric());
    let words = words.map(str::to_lowercase);
    words.filter(|word| !word.is_empty() && !SILENT.contains(&word.as_str())).collect()
}

/// Names like a text, the nearest first.
fn similar(snapshot: &Snapshot, text: &str) -> Vec<String> {
    let things = snapshot.facts.things.names();
    let mut names: Vec<&str> = things.chain(snapshot.ontology.value_names()).collect();
    let mut found = Vec::new();
    while found.len() < MOST_NEAREST {
        let Some(likely) = nearest(text, names.iter().copied()).map(str::to_owned) else {
            break;
        };
        names.retain(|name| *name != likely);
        // Names are kept in small letters; people know them as they are written.
        let iris = snapshot.facts.things.of_book(&likely).iter();
        let individuals = snapshot.ontology.individuals_named(&likely);
        let mut iris = iris.chain(individuals).chain(snapshot.ontology.classes_named(&likely));
        let written = iris.next().map(|iri| snapshot.known().name(iri));
        let written = written.filter(|name| name.to_lowercase() == likely);
        found.push(written.unwrap_or(likely));
    }
    found
}
