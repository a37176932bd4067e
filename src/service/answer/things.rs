//! One thing: what is known of it, and who says so.

use crate::facts::StatementId;
use crate::search::Segment;
use crate::service::answer::edges::Knowledge;
use crate::service::answer::named::{link, named, unknown};
use crate::service::answer::pictures;
use crate::service::answer::respond::{choice, counted};
use crate::service::answer::{
    Answer, AnswerLimits, Card, Cell, Choice, Choices, Link, Outcome, Part, Passage, Row, Source,
    Table,
};
use crate::service::entity::{Entity, FactGroup, Origin, entity};
use crate::service::thing::Thing;
use crate::service::why::{Question, Reason, why as told};
use crate::snapshot::Snapshot;
use crate::vocabulary::{arch, rdf};

/// What is known of a thing; `None` where nothing has this name.
#[must_use]
pub(in crate::service::answer) fn show(
    snapshot: &Snapshot,
    name: &str,
    limits: &AnswerLimits,
) -> Option<Answer> {
    let found = named(snapshot, name);
    let Some((first, others)) = found.split_first() else {
        let is_question = name.split_whitespace().count() > 4;
        return (!is_question).then(|| unknown(snapshot, name.to_owned(), &[name], limits));
    };
    let card = card(snapshot, first)?;
    let thing = Thing::of(snapshot, first);
    let summary = counted(&card.facts, card.hidden);
    let further = vec![card.link.clone()];
    let mut parts = vec![Part::Card(card)];
    let entries: Vec<Choice> =
        others.iter().map(|iri| choice(snapshot, &snapshot.known().name(iri), iri)).collect();
    parts.push(Part::Choices(Choices { caption: "Also called so".to_owned(), entries }));
    let heading = thing.qualified();
    Some(Answer { outcome: Outcome::Facts, heading, summary, parts, further })
}

/// What is known of a thing, as a card.
#[must_use]
pub(in crate::service::answer) fn card(snapshot: &Snapshot, iri: &str) -> Option<Card> {
    let entity = entity(snapshot, iri)?;
    let knowledge = Knowledge { snapshot };
    let architecture = crate::service::thing::architecture_of(snapshot, iri).map(|iri| {
        let thing = Thing::of(snapshot, iri);
        Link { text: thing.name, address: thing.address }
    });
    let groups = entity.facts.iter().chain(&entity.incoming);
    let groups: Vec<&FactGroup> = groups
        .filter(|group| ![rdf::TYPE, arch::PART_OF_ARCHITECTURE].contains(&&*group.property.iri))
        .collect();
    let told = groups.iter().flat_map(|group| rows(knowledge, group));
    let told: Vec<Row> =
        told.filter(|row| row.cells.iter().all(|it| !it.text.is_empty())).collect();
    let beyond: usize =
        groups.iter().map(|group| group.total.saturating_sub(group.facts.len())).sum();
    let facts = merged(told);
    Some(Card {
        link: link(&entity.thing),
        kinds: entity
            .kinds
            .iter()
            .filter(|kind| kind.stated)
            .map(|kind| kind.class.name.clone())
            .collect(),
        architecture,
        description: description_of(snapshot, &entity),
        hidden: beyond,
        facts,
        figure: pictures::of_thing(snapshot, &entity),
    })
}

/// Rows that say the same as one, with the sources of all.
fn merged(rows: Vec<Row>) -> Vec<Row> {
    let mut merged: Vec<Row> = Vec::new();
    for row in rows {
        let same = |known: &&mut Row| (&known.cells, &known.note) == (&row.cells, &row.note);
        let Some(known) = merged.iter_mut().find(same) else {
            merged.push(row);
            continue;
        };
        for source in row.sources {
            if !known.sources.contains(&source) {
                known.sources.push(source);
            }
        }
    }
    merged
}

fn description_of(snapshot: &Snapshot, entity: &Entity) -> Option<Passage> {
    let text = if entity.definition.is_empty() {
        entity.concept.as_ref().map(|concept| concept.definition.clone())?
    } else {
        entity.definition.clone()
    };
    let place = entity.place.as_ref();
    Some(Passage {
        link: link(&entity.thing),
        trail: vec![entity.thing.name.clone()],
        text: vec![Segment { text, highlighted: false }],
        source: Source {
            file: place.map_or_else(|| vocabulary(snapshot, entity), |place| place.file.clone()),
            line: place.map_or(1, |place| place.line),
            address: entity.thing.address.clone(),
        },
    })
}

/// The vocabulary that defines a term, by its short name.
fn vocabulary(snapshot: &Snapshot, entity: &Entity) -> String {
    let known = snapshot.ontology.vocabulary_of(&entity.thing.iri);
    known.map(|vocabulary| format!("ontology/{}", vocabulary.name)).unwrap_or_default()
}

fn rows(knowledge: Knowledge<'_>, group: &FactGroup) -> Vec<Row> {
    let rows = group.facts.iter().map(|fact| {
        let ids: Vec<StatementId> = fact.sources.iter().map(|reason| reason.id).collect();
        let value = match &fact.value.thing {
            Some(thing) => Cell {
                text: thing.name.clone(),
                address: (!thing.address.is_empty()).then(|| thing.address.clone()),
            },
            None => Cell { text: fact.value.text.clone(), address: None },
        };
        let by_vocabulary = fact.origin == Origin::Vocabulary;
        let note = by_vocabulary.then(|| "by the vocabulary".to_owned());
        Row {
            cells: vec![Cell { text: group.property.name.clone(), address: None }, value],
            note: knowledge.note(&ids).or(note),
            sources: knowledge.sources(&ids),
        }
    });
    rows.collect()
}

/// Who states a fact, and what it follows from; `None` where the words are no fact.
#[must_use]
pub(in crate::service::answer) fn why(
    snapshot: &Snapshot,
    fact: &str,
    limits: &AnswerLimits,
) -> Option<Answer> {
    let question = Question::parse(snapshot, fact).ok()?;
    let why = told(snapshot, &question, limits.rows.max(1));
    let knowledge = Knowledge { snapshot };
    let mut rows: Vec<Row> = Vec::new();
    let row = |reason: &Reason, note: Option<String>| Row {
        cells: vec![
            Cell { text: reason.fact.text.clone(), address: None },
            Cell { text: format!("“{}”", reason.quote), address: None },
        ],
        note: note.or_else(|| knowledge.note(&[reason.id])),
        sources: knowledge.sources(&[reason.id]),
    };
    rows.extend(why.statements.iter().map(|reason| row(reason, None)));
    for derivation in &why.inferred {
        let note = format!("{} follows from this", derivation.fact.text);
        rows.extend(derivation.statements.iter().map(|it| row(it, Some(note.clone()))));
    }
    let heading = format!("Why: {fact}");
    if rows.is_empty() {
        return Some(Answer {
            outcome: Outcome::Unknown,
            heading,
            summary: "Nothing in this book says so.".to_owned(),
            parts: Vec::new(),
            further: Vec::new(),
        });
    }
    let hidden = why.total.saturating_sub(why.statements.len());
    let summary = counted(&rows, hidden);
    let columns = vec!["Fact".to_owned(), "Words".to_owned()];
    let table = Table { caption: "Who says so".to_owned(), columns, rows, hidden };
    let parts = vec![Part::Table(table)];
    Some(Answer { outcome: Outcome::Facts, heading, summary, parts, further: Vec::new() })
}
