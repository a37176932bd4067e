//! What joins things: the ways between two, and what depends on one.

use crate::facts::StatementId;
use crate::service::answer::edges::Knowledge;
use crate::service::answer::named::{cell, link, missing, named, unknown};
use crate::service::answer::respond::{choice, number};
use crate::service::answer::{
    Answer, AnswerLimits, Cell, Choice, Choices, Outcome, Part, Row, Table,
};
use crate::service::hop::Hop;
use crate::service::impact::{ImpactOptions, Reach, Reached, Standing, impact as reached};
use crate::service::path::{PathOptions, path as way};
use crate::service::thing::Thing;
use crate::snapshot::Snapshot;

/// The shortest ways between two things.
#[must_use]
pub(in crate::service::answer) fn path(
    snapshot: &Snapshot,
    pairs: &[(String, String)],
    limits: &AnswerLimits,
) -> Answer {
    let typed = names(pairs);
    let Some((from, to)) = pair(snapshot, pairs) else {
        return unknown(snapshot, typed.join(" → "), &missing(snapshot, &typed), limits);
    };
    let found = way(snapshot, &from, &to, &PathOptions::default());
    let heading = format!("{} → {}", found.from.qualified(), found.to.qualified());
    let tables: Vec<Table> = found.ways.iter().map(|hops| steps(snapshot, hops)).collect();
    let Some(first) = tables.first() else {
        return Answer {
            outcome: Outcome::Unknown,
            heading,
            summary: "Nothing in this book joins the two.".to_owned(),
            parts: Vec::new(),
            further: vec![link(&found.from), link(&found.to)],
        };
    };
    let (ways, length) = (number(tables.len(), "way"), number(first.rows.len(), "step"));
    Answer {
        outcome: Outcome::Facts,
        summary: format!("{ways} of {length} over stated facts."),
        further: vec![link(&found.from), link(&found.to)],
        parts: tables.into_iter().map(Part::Table).collect(),
        heading,
    }
}

/// Two things that were named together: of several meanings those of one architecture.
fn pair(snapshot: &Snapshot, pairs: &[(String, String)]) -> Option<(String, String)> {
    let both = pairs.iter().find_map(|(first, second)| {
        let (first, second) = (named(snapshot, first), named(snapshot, second));
        (!first.is_empty() && !second.is_empty()).then_some((first, second))
    });
    let (first, second) = both?;
    let of = |iri: &str| Thing::of(snapshot, iri).architecture;
    let together = first.iter().find_map(|one| {
        let own = of(one);
        let other = second.iter().find(|other| own.is_some() && of(other) == own)?;
        Some((one.clone(), other.clone()))
    });
    together.or_else(|| first.first().cloned().zip(second.first().cloned()))
}

pub(in crate::service::answer) fn names(pairs: &[(String, String)]) -> Vec<&str> {
    pairs.first().map(|(first, second)| vec![first.as_str(), second.as_str()]).unwrap_or_default()
}

fn steps(snapshot: &Snapshot, hops: &[Hop]) -> Table {
    let rows = hops.iter().map(|hop| step(snapshot, hop)).collect();
    let columns = ["From", "Fact", "To"].map(str::to_owned).to_vec();
    Table { caption: "Step by step".to_owned(), columns, rows, hidden: 0 }
}

fn step(snapshot: &Snapshot, hop: &Hop) -> Row {
    let knowledge = Knowledge { snapshot };
    let mut names: Vec<&str> = hop.facts.iter().map(|fact| fact.property.name.as_str()).collect();
    names.dedup();
    let reasons = hop.facts.iter().flat_map(|fact| &fact.sources);
    let ids: Vec<StatementId> = reasons.map(|reason| reason.id).collect();
    Row {
        cells: vec![cell(&hop.from), Cell { text: names.join(", "), address: None }, cell(&hop.to)],
        note: knowledge.note(&ids),
        sources: knowledge.sources(&ids),
    }
}

/// What breaks if a thing goes, and what it needs.
#[must_use]
pub(in crate::service::answer) fn impact(
    snapshot: &Snapshot,
    name: &str,
    limits: &AnswerLimits,
) -> Answer {
    let found = named(snapshot, name);
    let Some((first, others)) = found.split_first() else {
        return unknown(snapshot, format!("Impact: {name}"), &[name], limits);
    };
    let impact = reached(snapshot, first, ImpactOptions::default());
    let tables = [
        reach_table(snapshot, "What depends on it", &impact.dependants),
        standing_table(snapshot, &impact.standing),
        reach_table(snapshot, "What it needs", &impact.needs),
    ];
    let tables = tables.into_iter().filter(|table| !table.rows.is_empty());
    let mut parts: Vec<Part> = tables.map(Part::Table).collect();
    let entries: Vec<Choice> =
        others.iter().map(|iri| choice(snapshot, &snapshot.known().name(iri), iri)).collect();
    parts.push(Part::Choices(Choices { caption: "Also called so".to_owned(), entries }));
    let count = |reach: &Reach| match reach.total {
        0 => "nothing".to_owned(),
        total => number(total, "thing"),
    };
    let depends = if impact.dependants.total > 1 { "depend" } else { "depends" };
    Answer {
        outcome: Outcome::Facts,
        heading: format!("Impact: {}", impact.thing.qualified()),
        summary: format!(
            "By the facts of this book, {} {depends} on it, and it needs {}.",
            count(&impact.dependants),
            count(&impact.needs)
        ),
        parts,
        further: vec![link(&impact.thing)],
    }
}

fn reach_table(snapshot: &Snapshot, caption: &str, reach: &Reach) -> Table {
    let knowledge = Knowledge { snapshot };
    let rows: Vec<Row> = reach
        .reached
        .iter()
        .map(|reached| row(knowledge, reached, reached.depth.to_string()))
        .collect();
    let columns = ["Thing", "Because", "Steps"].map(str::to_owned).to_vec();
    let hidden = reach.total.saturating_sub(rows.len());
    Table { caption: caption.to_owned(), columns, rows, hidden }
}

/// What keeps running, and on what.
fn standing_table(snapshot: &Snapshot, standing: &[Standing]) -> Table {
    let rows = standing.iter().map(|Standing { reached, on }| {
        let on: Vec<&str> = on.iter().map(|thing| thing.name.as_str()).collect();
        row(Knowledge { snapshot }, reached, on.join(", "))
    });
    Table {
        caption: "What keeps running".to_owned(),
        columns: ["Thing", "Because", "Runs on"].map(str::to_owned).to_vec(),
        rows: rows.collect(),
        hidden: 0,
    }
}

/// Something that is reached by the last step to it, and one more word of it.
fn row(knowledge: Knowledge<'_>, reached: &Reached, last: String) -> Row {
    let ids = reached.chain.iter().flat_map(|hop| &hop.facts).flat_map(|it| &it.sources);
    let ids: Vec<StatementId> = ids.map(|reason| reason.id).collect();
    let because = reached.chain.last().map(|hop| {
        let mut names: Vec<&str> =
            hop.facts.iter().map(|fact| fact.property.name.as_str()).collect();
        names.dedup();
        format!("{} – {} – {}", hop.from.name, names.join(", "), hop.to.name)
    });
    let plain = |text| Cell { text, address: None };
    Row {
        cells: vec![cell(&reached.thing), plain(because.unwrap_or_default()), plain(last)],
        note: knowledge.note(&ids),
        sources: knowledge.sources(&ids),
    }
}
