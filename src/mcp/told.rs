//! Things and facts as answers tell them: short, each fact with who says so.

use schemars::JsonSchema;
use serde::Serialize;

use crate::mcp::address::shown;
use crate::mcp::server::Book;
use crate::mcp::tool::Refusal;
use crate::service::entity::{FactGroup, FactView, Found, SourcePlace, find};
use crate::service::hop::Hop;
use crate::service::thing::{Thing, is_known};
use crate::service::why::{Derivation, Reason};

/// Of one fact so many sources are told.
const MOST_SOURCES: usize = 2;
/// A quotation is cut behind so many characters.
const LONGEST_QUOTE: usize = 240;

/// A thing.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(in crate::mcp) struct Named {
    /// For every tool that takes an id.
    pub(in crate::mcp) id: String,
    /// What the documents call it.
    pub(in crate::mcp) label: String,
    /// What it is.
    pub(in crate::mcp) kind: String,
    /// The name of the architecture it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::mcp) architecture: Option<String>,
}

/// Who says so.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(in crate::mcp) struct Cited {
    /// The document, relative to the root of the book.
    file: String,
    /// The line, from 1.
    line: usize,
    /// The words that say so, quoted.
    quote: String,
}

/// A fact as it reads from the thing that was asked about.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(in crate::mcp) struct Told {
    /// What is said: "in zone", "protected by".
    property: String,
    /// The other end, quoted.
    value: String,
    /// The id of the other end, where that is a thing.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    /// `recommended`, `optional` or `negated`; left out where it is asserted.
    #[serde(skip_serializing_if = "Option::is_none")]
    modality: Option<&'static str>,
    /// Where nobody states it: the rule by which it follows from what the sources say.
    #[serde(skip_serializing_if = "Option::is_none")]
    inferred: Option<&'static str>,
    /// Who says so, the first two places.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sources: Vec<Cited>,
    /// Whether another source says what cannot be true together with this.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    conflicts: bool,
}

/// A step from one thing to another.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(in crate::mcp) struct Step {
    from: Named,
    /// What joins the two, as it reads from the first: "in zone".
    by: Vec<String>,
    to: Named,
    sources: Vec<Cited>,
}

impl Book<'_> {
    /// The IRI of the thing that a caller means: an id, an IRI or a name.
    pub(in crate::mcp) fn thing(&self, given: &str) -> Result<String, Refusal> {
        if given.trim().is_empty() {
            return Err(Refusal::new("the id is empty; `search` finds things by their words"));
        }
        let iri = self.iri_of_id(given);
        if is_known(self.snapshot, &iri) {
            return Ok(iri);
        }
        match find(self.snapshot, given) {
            Found::One(iri) => Ok(iri),
            Found::Several(things) => {
                const MOST: usize = 12;
                let told = things.iter().take(MOST).map(|thing| {
                    format!("`{}` ({}, {})", self.named(thing).id, thing.qualified(), thing.kind)
                });
                Err(Refusal::new(format!(
                    "`{}` can mean {} things; ask again with an id: {}",
                    shown(given),
                    things.len(),
                    told.collect::<Vec<_>>().join("; ")
                )))
            }
            Found::Nothing(near) => {
                let advice = if near.is_empty() {
                    "`search` finds things by their words".to_owned()
                } else {
                    format!("did you mean {}?", near.join(" or "))
                };
                Err(Refusal::new(format!(
                    "nothing in this book is called `{}`; {advice}",
                    shown(given)
                )))
            }
        }
    }

    /// A thing as answers tell it.
    pub(in crate::mcp) fn named(&self, thing: &Thing) -> Named {
        Named {
            id: self.id_of_iri(&thing.iri),
            label: thing.name.clone(),
            kind: thing.kind.clone(),
            architecture: thing.architecture.clone(),
        }
    }

    /// The facts of some properties.
    pub(in crate::mcp) fn facts<'a>(
        &'a self,
        groups: &'a [FactGroup],
    ) -> impl Iterator<Item = Told> + 'a {
        let of_group = |group: &'a FactGroup| {
            group.facts.iter().map(|fact| self.fact(&group.property.name, fact))
        };
        groups.iter().flat_map(of_group)
    }

    fn fact(&self, property: &str, fact: &FactView) -> Told {
        let sources = match &fact.derivation {
            Some(derivation) => premises(derivation),
            None => cited(&fact.sources),
        };
        Told {
            property: property.to_owned(),
            value: fact.value.text.clone(),
            id: fact.value.thing.as_ref().map(|thing| self.id_of_iri(&thing.iri)),
            modality: (fact.modality != "asserted").then_some(fact.modality),
            inferred: fact.derivation.as_ref().map(|derivation| derivation.rule),
            sources,
            conflicts: fact.sources.iter().any(|reason| !reason.conflicts.is_empty()),
        }
    }

    /// A step of a way.
    pub(in crate::mcp) fn step(&self, hop: &Hop) -> Step {
        let sources = hop.facts.iter().flat_map(|fact| fact.sources.iter().take(1));
        Step {
            from: self.named(&hop.from),
            by: hop.facts.iter().map(|fact| fact.property.name.clone()).collect(),
            to: self.named(&hop.to),
            sources: sources.take(MOST_SOURCES).map(Cited::of).collect(),
        }
    }
}

impl Cited {
    pub(in crate::mcp) fn of(reason: &Reason) -> Self {
        let mut quote: String = reason.quote.chars().take(LONGEST_QUOTE).collect();
        if quote.len() < reason.quote.len() {
            quote.push('…');
        }
        Self { file: reason.file.clone(), line: reason.line, quote }
    }
}

/// The first of those who say so.
pub(in crate::mcp) fn cited(reasons: &[Reason]) -> Vec<Cited> {
    reasons.iter().take(MOST_SOURCES).map(Cited::of).collect()
}

/// The first statements that a conclusion is drawn from.
fn premises(derivation: &Derivation) -> Vec<Cited> {
    let mut premises = cited(&derivation.statements);
    for deeper in &derivation.from {
        if premises.len() < MOST_SOURCES {
            premises.append(&mut self::premises(deeper));
        }
    }
    premises.truncate(MOST_SOURCES);
    premises
}

/// Where something stands, in the form `file:line`.
pub(in crate::mcp) fn place(place: &SourcePlace) -> String {
    format!("{}:{}", place.file, place.line)
}
