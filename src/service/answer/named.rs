//! What names mean, and how things, their places and their declarations are shown.

use crate::nomenclature::Role;
use crate::service::answer::edges::Knowledge;
use crate::service::answer::respond::near;
use crate::service::answer::{
    Answer, AnswerLimits, Cell, Choice, Choices, Link, Outcome, Part, Source,
};
use crate::service::entity::{Found, find};
use crate::service::thing::Thing;
use crate::snapshot::Snapshot;
use crate::vocabulary::rdf;

/// The things that a name means, the likeliest first.
pub(in crate::service::answer) fn named(snapshot: &Snapshot, name: &str) -> Vec<String> {
    match find(snapshot, name) {
        Found::One(iri) => vec![iri],
        Found::Several(things) => things.into_iter().map(|thing| thing.iri).collect(),
        Found::Nothing(_) => {
            let names = snapshot.nomenclature();
            let meanings = names.meanings(&names.words(name)).to_vec();
            let things = meanings.iter().filter(|meaning| {
                matches!(meaning.role, Role::Thing | Role::Concept | Role::Class)
            });
            things.map(|meaning| meaning.iri.to_string()).collect()
        }
    }
}

pub(in crate::service::answer) fn unknown(
    snapshot: &Snapshot,
    heading: String,
    names: &[&str],
    limits: &AnswerLimits,
) -> Answer {
    let quoted: Vec<String> = names.iter().map(|name| format!("“{name}”")).collect();
    let entries: Vec<Choice> =
        names.iter().flat_map(|name| near(snapshot, name, limits.choices)).collect();
    Answer {
        outcome: Outcome::Unknown,
        heading,
        summary: format!("Nothing in this book is called {}.", quoted.join(" or ")),
        parts: vec![Part::Choices(Choices { caption: "Did you mean".to_owned(), entries })],
        further: Vec::new(),
    }
}

/// Those of the names that nothing has.
pub(in crate::service::answer) fn missing<'a>(
    snapshot: &Snapshot,
    names: &[&'a str],
) -> Vec<&'a str> {
    let missing = names.iter().filter(|name| named(snapshot, name).is_empty());
    missing.copied().collect()
}

pub(in crate::service::answer) fn link(thing: &Thing) -> Link {
    Link { text: thing.name.clone(), address: thing.address.clone() }
}

pub(in crate::service::answer) fn cell(thing: &Thing) -> Cell {
    Cell {
        text: thing.name.clone(),
        address: (!thing.address.is_empty()).then(|| thing.address.clone()),
    }
}

/// Where things are declared.
pub(in crate::service::answer) fn declared(snapshot: &Snapshot, things: &[&str]) -> Vec<Source> {
    let knowledge = Knowledge { snapshot };
    let types = things.iter().flat_map(|thing| knowledge.about(thing));
    let types = types.filter(|(_, statement)| statement.fact.predicate == rdf::TYPE);
    knowledge.sources(&types.map(|(id, _)| id).collect::<Vec<_>>())
}
