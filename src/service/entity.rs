//! Everything that is known of a thing, each fact with the words that say so.

mod counterparts;
mod facts;
mod figures;
mod find;
mod mentions;
mod rdf;

pub use counterparts::{Because, Counterpart, counterparts};
pub(in crate::service) use counterparts::{CounterpartFinder, elements, is_architecture};
pub use facts::{FactGroup, FactView, Meaning, Origin, Property};
pub(in crate::service) use figures::region;
pub use figures::{FigureRef, RegionRef};
pub use find::{Found, find};
pub use mentions::{DocumentMentions, Mentions, SectionMentions};
pub use rdf::dump;

use std::collections::BTreeSet;

use serde::Serialize;

use crate::catalog::Page;
use crate::document::Document;
use crate::document::plain_text;
use crate::facts::{Entity as Declared, EntityOrigin};
use crate::service::rules::{RuleResult, results_of};
use crate::service::thing::{Thing, classes, is_known};
use crate::service::why::{Reason, Teller};
use crate::snapshot::Snapshot;
use crate::text::Span;
use crate::vocabulary::skos;

/// Everything that is known of one thing. Lists are in a fixed order and cut to limits; each tells
/// its true length.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entity {
    /// What it is.
    pub thing: Thing,
    /// Its classes: those that are stated, the most exact first, then those that follow.
    pub kinds: Vec<Kind>,
    /// Other names that the book or its vocabularies give it.
    pub synonyms: Vec<String>,
    /// What it is, in plain words: the definition of a term, else the first paragraph of the section
    /// that declares it. Empty where there are none.
    pub definition: String,
    /// The concept or the class of the same name, whose definition may help.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub concept: Option<Concept>,
    /// Where it is declared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<SourcePlace>,
    /// What is stated of it, by property.
    pub facts: Vec<FactGroup>,
    /// What is stated of other things with this one as a value, by property.
    pub incoming: Vec<FactGroup>,
    /// What nobody states but follows, about it and about others with it as a value.
    pub inferred: Vec<FactGroup>,
    /// Where texts name it.
    pub mentions: Mentions,
    /// What stands in its place in other architectures.
    pub counterparts: Vec<Counterpart>,
    /// The figures that show it.
    pub figures: Vec<FigureRef>,
    /// What the rules find wrong with it.
    pub rules: Vec<RuleResult>,
    /// Statements about it that cannot hold together.
    pub conflicts: Vec<ConflictView>,
}

/// A class that a thing belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Kind {
    /// The class.
    pub class: Thing,
    /// Whether it is stated; otherwise it follows.
    pub stated: bool,
}

/// A term of a vocabulary with what it means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Concept {
    /// The term.
    pub thing: Thing,
    /// What it means.
    pub definition: String,
}

/// A place in a file of the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourcePlace {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
}

/// Two statements that cannot hold together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConflictView {
    /// The one that speaks of the thing.
    pub statement: Reason,
    /// The other.
    pub against: Reason,
}

/// No more conflicts are told of one thing.
const MOST_CONFLICTS: usize = 50;

/// Everything that is known of a thing; `None` where nothing is.
#[must_use]
pub fn entity(snapshot: &Snapshot, iri: &str) -> Option<Entity> {
    if !is_known(snapshot, iri) {
        return None;
    }
    let gathered = facts::gather(snapshot, iri);
    let (definition, place) = definition(snapshot, iri);
    Some(Entity {
        thing: Thing::of(snapshot, iri),
        kinds: kinds(snapshot, iri),
        synonyms: synonyms(snapshot, iri),
        definition,
        concept: concept(snapshot, iri),
        place,
        facts: gathered.facts,
        incoming: gathered.incoming,
        inferred: gathered.inferred,
        mentions: mentions::of(snapshot, iri),
        counterparts: counterparts(snapshot, iri),
        figures: figures::showing(snapshot, iri),
        rules: results_of(snapshot, iri),
        conflicts: conflicts(snapshot, iri),
    })
}

fn kinds(snapshot: &Snapshot, iri: &str) -> Vec<Kind> {
    let stated = classes(snapshot, iri);
    let mut above: Vec<&str> = Vec::new();
    for (class, term) in snapshot.ontology.terms() {
        let follows = stated.iter().any(|own| snapshot.ontology.is_within(own, class));
        if follows && !stated.contains(&class) && !term.is_structural() {
            above.push(class);
        }
    }
    let ontology = &snapshot.ontology;
    let others = above.clone();
    // The nearest of the wider classes come first.
    above.sort_by_key(|class| others.iter().filter(|it| ontology.is_within(it, class)).count());
    let kind = |stated| move |class: &str| Kind { class: Thing::of(snapshot, class), stated };
    let own = stated.into_iter().filter(|class| *class != skos::CONCEPT).map(kind(true));
    own.chain(above.into_iter().map(kind(false))).collect()
}

fn synonyms(snapshot: &Snapshot, iri: &str) -> Vec<String> {
    let mut synonyms: Vec<String> = Vec::new();
    if let Some(term) = snapshot.ontology.term(iri) {
        synonyms.extend(term.alternatives.iter().cloned());
    }
    let facts = &snapshot.facts;
    for statement in facts.index.about(iri).iter().filter_map(|id| facts.statement(*id)) {
        let is_name = find::is_name(&snapshot.ontology, &statement.fact.predicate);
        let name = statement.fact.object.text();
        if is_name && statement.is_asserted() && !synonyms.iter().any(|known| known == name) {
            synonyms.push(name.to_owned());
        }
    }
    let own = snapshot.known().name(iri);
    synonyms.retain(|name| *name != own);
    synonyms
}

fn concept(snapshot: &Snapshot, iri: &str) -> Option<Concept> {
    let ontology = &snapshot.ontology;
    if ontology.term(iri).is_some() {
        return None;
    }
    let name = snapshot.known().name(iri);
    let terms = ontology.individuals_named(&name).iter().chain(ontology.classes_named(&name));
    let term = terms.filter_map(|iri| ontology.term(iri)).find(|term| !term.comment.is_empty())?;
    let thing = Thing::of(snapshot, &term.iri);
    Some(Concept { thing, definition: term.comment.clone() })
}

/// What a thing is in plain words, and where it is declared.
fn definition(snapshot: &Snapshot, iri: &str) -> (String, Option<SourcePlace>) {
    if let Some(term) = snapshot.ontology.term(iri) {
        return (term.comment.clone(), None);
    }
    let Some((page, entity)) = declared(snapshot, iri) else {
        return (String::new(), None);
    };
    let document = &page.document;
    let span = match entity.origin {
        EntityOrigin::Document => document.sections.first().map(|section| section.span),
        EntityOrigin::Heading { section } => {
            document.sections.get(section).map(|section| section.span)
        }
        EntityOrigin::Row { table, row, .. } => {
            document.tables.get(table).map(|table| document.row_span(table, row))
        }
    };
    let text = match entity.origin {
        EntityOrigin::Document => document.front_matter.description.clone().unwrap_or_else(|| {
            let first = document.sections.iter().find(|section| !section.text.trim().is_empty());
            first.map(|section| first_paragraph(document, section.span)).unwrap_or_default()
        }),
        EntityOrigin::Heading { .. } => {
            span.map(|span| first_paragraph(document, span)).unwrap_or_default()
        }
        EntityOrigin::Row { .. } => String::new(),
    };
    let place = span.map(|span| document.place(span)).map(|place| {
        let text = snapshot.texts.get(&place.file);
        let line = text.map_or(1, |text| text.line_column(place.span.start).line);
        SourcePlace { file: place.file.as_str().to_owned(), line }
    });
    (text, place)
}

fn first_paragraph(document: &Document, span: Span) -> String {
    let text = document.text.text().get(span.range()).unwrap_or_default();
    plain_text::first_paragraph(text, document.syntax)
}

/// The page that declares a thing, and how.
fn declared<'a>(snapshot: &'a Snapshot, iri: &str) -> Option<(&'a Page, &'a Declared)> {
    let facts = &snapshot.facts;
    // Whoever declares a thing states its class.
    let ids = facts.index.about(iri).iter();
    let mut pages: Vec<usize> = ids.map(|id| id.page).collect();
    pages.dedup();
    pages.into_iter().find_map(|page| {
        let entity = facts.pages.get(page)?.entities.iter().find(|entity| entity.iri == iri)?;
        Some((&**snapshot.catalog.pages.get(page)?, entity))
    })
}

fn conflicts(snapshot: &Snapshot, iri: &str) -> Vec<ConflictView> {
    let teller = Teller { snapshot };
    let index = &snapshot.facts.index;
    let own = index.about(iri).iter().chain(index.with_value(iri));
    let mut told = BTreeSet::new();
    let mut conflicts = Vec::new();
    for id in own {
        for other in index.conflicts(*id) {
            let pair = (*id.min(other), *id.max(other));
            if conflicts.len() < MOST_CONFLICTS && told.insert(pair) {
                let both = teller.reason(*id).zip(teller.reason(*other));
                conflicts
                    .extend(both.map(|(statement, against)| ConflictView { statement, against }));
            }
        }
    }
    conflicts
}
