//! `loggia show`, `impact`, `path` and `compare`: what is known of things.

use std::path::Path;

use serde::Serialize;

use crate::cli::arguments::{CompareCommand, ImpactCommand, KnownFormat, PathCommand, ShowCommand};
use crate::cli::{Failure, Outcome, open, terminal};
use crate::document::plain_text::plain_text;
use crate::service::compare::compare as side_by_side;
use crate::service::entity::{Found, entity, find};
use crate::service::impact::{ImpactOptions, impact as breaks};
use crate::service::path::{PathOptions, path as ways};
use crate::service::telling::{self, Style};
use crate::snapshot::Snapshot;

/// How wide lines are in a terminal.
const WIDTH: usize = 100;

/// Everything known of a thing.
pub(in crate::cli) fn show(command: &ShowCommand) -> Result<Outcome, Failure> {
    let snapshot = read(command.book.as_deref())?;
    let iri = meant(&snapshot, &command.thing.join(" "))?;
    let known = entity(&snapshot, &iri)
        .ok_or_else(|| Failure::told(format!("nothing is known of <{iri}>")))?;
    let text = || {
        let impact = breaks(&snapshot, &iri, ImpactOptions::default());
        telling::portrait(&known, &impact, Style::default())
    };
    tell(command.format, &known, text)
}

/// What breaks if a thing goes, and what it needs.
pub(in crate::cli) fn impact(command: &ImpactCommand) -> Result<Outcome, Failure> {
    let snapshot = read(command.book.as_deref())?;
    let iri = meant(&snapshot, &command.thing.join(" "))?;
    let usual = ImpactOptions::default();
    let options = ImpactOptions { depth: command.depth.unwrap_or(usual.depth), ..usual };
    let answer = breaks(&snapshot, &iri, options);
    tell(command.format, &answer, || telling::impact(&answer, Style::default()))
}

/// The shortest ways between two things.
pub(in crate::cli) fn path(command: &PathCommand) -> Result<Outcome, Failure> {
    let snapshot = read(command.book.as_deref())?;
    let (from, to) = (meant(&snapshot, &command.from)?, meant(&snapshot, &command.to)?);
    let options = PathOptions { hops: command.hops, ..PathOptions::default() };
    let answer = ways(&snapshot, &from, &to, &options);
    tell(command.format, &answer, || telling::path(&answer, Style::default()))?;
    Ok(if answer.length.is_some() { Outcome::Done } else { Outcome::Problems })
}

/// Two architectures side by side.
pub(in crate::cli) fn compare(command: &CompareCommand) -> Result<Outcome, Failure> {
    let snapshot = read(command.book.as_deref())?;
    let (a, b) = (meant(&snapshot, &command.a)?, meant(&snapshot, &command.b)?);
    let answer = side_by_side(&snapshot, &a, &b);
    tell(command.format, &answer, || telling::comparison(&answer, Style::default()))
}

fn read(book: Option<&Path>) -> Result<Snapshot, Failure> {
    open::compile(&open::find(book)?)
}

/// The thing that is meant; where it is not one, what can be meant.
fn meant(snapshot: &Snapshot, text: &str) -> Result<String, Failure> {
    match find(snapshot, text) {
        Found::One(iri) => Ok(iri),
        Found::Several(things) => {
            let mut words = format!("“{text}” can mean {} things; say which:", things.len());
            for thing in things {
                let place = if thing.address.is_empty() { &thing.iri } else { &thing.address };
                words.push_str(&format!("\n  {}, {}: {place}", thing.qualified(), thing.kind));
            }
            Err(Failure::told(words))
        }
        Found::Nothing(nearest) => {
            let hint = match nearest.as_slice() {
                [] => String::new(),
                names => format!("; did you mean “{}”?", names.join("”, “")),
            };
            Err(Failure::told(format!("nothing in this book is called “{text}”{hint}")))
        }
    }
}

fn tell(
    format: KnownFormat,
    answer: &impl Serialize,
    text: impl FnOnce() -> String,
) -> Result<Outcome, Failure> {
    terminal::output(&match format {
        KnownFormat::Human => plain_text(&text(), WIDTH).trim_end().to_owned() + "\n",
        KnownFormat::Markdown => text(),
        KnownFormat::Json => {
            let json = serde_json::to_string_pretty(answer);
            json.map_err(|error| Failure::told(error.to_string()))? + "\n"
        }
    })?;
    Ok(Outcome::Done)
}
