//! The query behind a table of facts, so that a reader can go on from it.
//!
//! It is found by what the facts have in common, and offered only where that is true of no other
//! statement of the book.

use std::collections::BTreeSet;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::rdf::Value;
use crate::service::answer::Link;
use crate::service::answer::edges::{Edge, Knowledge};
use crate::service::thing::{architecture_of, classes};
use crate::snapshot::Snapshot;
use crate::vocabulary::{arch, rdf, shorten};

/// A query names no more things or properties one by one.
const MOST_NAMED: usize = 8;

/// A fact: who, what, whom.
type Triple<'a> = (&'a Value, &'a str, &'a Value);

/// One end of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Subject,
    Value,
}

impl End {
    fn of<'a>(self, (subject, _, object): &Triple<'a>) -> &'a Value {
        match self {
            Self::Subject => subject,
            Self::Value => object,
        }
    }

    fn variable(self) -> &'static str {
        match self {
            Self::Subject => "?subject",
            Self::Value => "?value",
        }
    }
}

/// Something that facts have in common.
#[derive(Debug, Clone)]
enum Trait<'a> {
    /// An end is one of these.
    Named(End, BTreeSet<&'a Value>),
    /// The triple with this property and this value holds of an end.
    Has(End, &'static str, String),
}

impl Trait<'_> {
    /// How much it takes to say: a few things that a question names say most, but a class says more
    /// than the names of all its members.
    fn weight(&self) -> usize {
        const FEW: usize = 3;
        match self {
            Self::Named(_, values) if values.len() <= FEW => 1,
            Self::Named(_, values) => values.len(),
            Self::Has(..) => 2,
        }
    }
}

/// The link to the query that gives just these facts; `None` where there is no short one.
#[must_use]
pub(in crate::service::answer) fn link(snapshot: &Snapshot, edges: &[Edge]) -> Option<Link> {
    let query = query(snapshot, edges)?;
    let encoded = utf8_percent_encode(&query, NON_ALPHANUMERIC);
    Some(Link { text: "The query".to_owned(), address: format!("sparql?query={encoded}") })
}

fn query(snapshot: &Snapshot, edges: &[Edge]) -> Option<String> {
    // What follows from other facts is stated by none with these ends.
    if edges.is_empty() || edges.iter().any(|edge| edge.follows.is_some()) {
        return None;
    }
    let wanted: BTreeSet<Triple<'_>> =
        edges.iter().map(|edge| (&edge.subject, edge.predicate.as_str(), &edge.object)).collect();
    let properties: BTreeSet<&str> = wanted.iter().map(|(_, property, _)| *property).collect();
    if properties.len() > MOST_NAMED {
        return None;
    }
    let knowledge = Knowledge { snapshot };
    let all: BTreeSet<Triple<'_>> = properties
        .iter()
        .flat_map(|property| knowledge.of_property(property))
        .map(|(_, it)| (&it.fact.subject, it.fact.predicate.as_str(), &it.fact.object))
        .collect();
    let traits = traits(snapshot, &wanted, &all)?;
    let conditions: Vec<String> = traits.iter().map(|it| condition(snapshot, it)).collect();
    let properties: Vec<String> = properties.iter().map(|it| term(snapshot, it)).collect();
    Some(format!(
        "SELECT ?subject ?property ?value\n       (GROUP_CONCAT(DISTINCT STRAFTER(STR(?how), \"#\"); SEPARATOR=\", \") AS ?modality)\n       (GROUP_CONCAT(DISTINCT CONCAT(?file, \":\", STR(?line)); SEPARATOR=\", \") AS ?stated)\n{{\n  ?statement rdf:subject ?subject ; rdf:predicate ?property ; rdf:object ?value ;\n    arch:modality ?how ; loggia:line ?line ; loggia:inDocument/loggia:sourcePath ?file .\n  VALUES ?property {{ {} }}\n{}}}\nGROUP BY ?subject ?property ?value\nORDER BY ?subject ?value",
        properties.join(" "),
        conditions.concat(),
    ))
}

/// The fewest traits that the wanted facts have and no other.
fn traits<'a>(
    snapshot: &'a Snapshot,
    wanted: &BTreeSet<Triple<'a>>,
    all: &BTreeSet<Triple<'a>>,
) -> Option<Vec<Trait<'a>>> {
    let known = [End::Value, End::Subject].map(|end| {
        let named = named(wanted, end).map(|values| Trait::Named(end, values));
        let has = shared(snapshot, wanted, end);
        named.into_iter().chain(has).collect::<Vec<Trait<'_>>>()
    });
    let known = known.concat();
    let mut chosen: Vec<Vec<&Trait<'_>>> = vec![Vec::new()];
    for (at, one) in known.iter().enumerate() {
        chosen.push(vec![one]);
        chosen.extend(known.iter().skip(at + 1).map(|other| vec![one, other]));
    }
    chosen.sort_by_key(|traits| traits.iter().map(|one| one.weight()).sum::<usize>());
    let fits = |traits: &Vec<&Trait<'_>>| {
        let fitting = all.iter().filter(|it| traits.iter().all(|one| has(snapshot, it, one)));
        fitting.count() == wanted.len()
    };
    Some(chosen.into_iter().find(fits)?.into_iter().cloned().collect())
}

/// The things at one end, where they are few and have names.
fn named<'a>(wanted: &BTreeSet<Triple<'a>>, end: End) -> Option<BTreeSet<&'a Value>> {
    let values: BTreeSet<&Value> = wanted.iter().map(|triple| end.of(triple)).collect();
    let is_named = values.iter().all(|value| value.as_iri().is_some());
    (is_named && values.len() <= MOST_NAMED).then_some(values)
}

/// The class and the architecture that everything at one end shares.
fn shared<'a>(snapshot: &Snapshot, wanted: &BTreeSet<Triple<'a>>, end: End) -> Vec<Trait<'a>> {
    let Some(first) = wanted.first().and_then(|triple| end.of(triple).as_iri()) else {
        return Vec::new();
    };
    let own = classes(snapshot, first);
    let ontology = &snapshot.ontology;
    let above = ontology.terms().map(|(iri, _)| iri);
    let above = above.filter(|class| own.iter().any(|own| ontology.is_within(own, class)));
    let mut classes: Vec<&str> = above.collect();
    // The most exact first: the one that lies within most of the others.
    let wider = |class: &&str| classes.iter().filter(|it| ontology.is_within(class, it)).count();
    let mut ranked: Vec<(usize, &str)> = classes.iter().map(|it| (wider(it), *it)).collect();
    ranked.sort_by(|a, b| b.cmp(a));
    classes = ranked.into_iter().map(|(_, class)| class).collect();
    let of_class = classes.into_iter().map(|class| Trait::Has(end, rdf::TYPE, class.to_owned()));
    let home = architecture_of(snapshot, first).map(str::to_owned);
    let home = home.map(|home| Trait::Has(end, arch::PART_OF_ARCHITECTURE, home));
    let all = home.into_iter().chain(of_class);
    all.filter(|one| wanted.iter().all(|triple| has(snapshot, triple, one))).collect()
}

/// Whether a fact has a trait, as the graph has it that queries read.
fn has(snapshot: &Snapshot, triple: &Triple<'_>, one: &Trait<'_>) -> bool {
    match one {
        Trait::Named(end, values) => values.contains(end.of(triple)),
        Trait::Has(end, property, value) => {
            let value = Value::iri(value.as_str());
            let known = snapshot.graph.matching(Some(end.of(triple)), Some(property), Some(&value));
            !known.is_empty()
        }
    }
}

fn condition(snapshot: &Snapshot, one: &Trait<'_>) -> String {
    match one {
        Trait::Named(end, values) => {
            let terms: Vec<String> = values.iter().map(|it| term(snapshot, it.text())).collect();
            format!("  VALUES {} {{ {} }}\n", end.variable(), terms.join(" "))
        }
        Trait::Has(end, property, value) => {
            let (property, value) = (term(snapshot, property), term(snapshot, value));
            format!("  {} {property} {value} .\n", end.variable())
        }
    }
}

/// A term as queries write it, with the prefixes that every query has.
fn term(snapshot: &Snapshot, iri: &str) -> String {
    let base = &snapshot.catalog.config.base;
    match iri.strip_prefix(base.as_str()) {
        Some(address) => format!("<{address}>"),
        None => shorten(iri, base).unwrap_or_else(|| format!("<{iri}>")),
    }
}
