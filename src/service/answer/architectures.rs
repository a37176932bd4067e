//! Whole architectures: two side by side, and what the rules find in one.

use std::cmp::Reverse;

use crate::facts::StatementId;
use crate::rdf::Value;
use crate::service::answer::edges::Knowledge;
use crate::service::answer::joints::names;
use crate::service::answer::named::{cell, declared, link, named, unknown};
use crate::service::answer::respond::number;
use crate::service::answer::{Answer, AnswerLimits, Cell, Link, Outcome, Part, Row, Source, Table};
use crate::service::compare::compare as compared;
use crate::service::rules::{RuleFilter, rules as ruled};
use crate::service::thing::{Thing, is_a};
use crate::snapshot::Snapshot;
use crate::vocabulary::arch;

/// Two architectures side by side: the differences that the book tells itself first.
#[must_use]
pub(in crate::service::answer) fn compare(
    snapshot: &Snapshot,
    pairs: &[(String, String)],
    limits: &AnswerLimits,
) -> Answer {
    let architectures = |name: &str| -> Vec<String> {
        let mut found = named(snapshot, name);
        let bare = name.trim_start_matches("the ").trim_start_matches("The ");
        for own in [bare.to_owned(), format!("{bare} architecture")] {
            let names = snapshot.nomenclature();
            let words = names.words(&own);
            found.extend(names.meanings(&words).iter().map(|meaning| meaning.iri.to_string()));
        }
        found.retain(|iri| is_a(snapshot, iri, arch::ARCHITECTURE));
        // Of several the one with most elements is what people compare.
        found.sort_by_key(|iri| Reverse(snapshot.facts.index.with_value(iri).len()));
        found
    };
    let typed = names(pairs);
    let both = pairs.iter().find_map(|(first, second)| {
        Some((architectures(first).into_iter().next()?, architectures(second).into_iter().next()?))
    });
    let Some((first, second)) = both.filter(|(first, second)| first != second) else {
        let missing: Vec<&str> =
            typed.iter().filter(|name| architectures(name).is_empty()).copied().collect();
        return unknown(snapshot, format!("Compare: {}", typed.join(" and ")), &missing, limits);
    };
    let found = compared(snapshot, &first, &second);
    let heading = format!("{} and {}", found.a.name, found.b.name);
    let mut parts: Vec<Part> = Vec::new();
    parts.extend(differences(snapshot, &first, &second).map(Part::Table));
    let pairs = found.both.iter().map(|pair| Row {
        cells: vec![cell(&pair.a), cell(&pair.b)],
        note: None,
        sources: declared(snapshot, &[&pair.a.iri, &pair.b.iri]),
    });
    let columns = vec![found.a.name.clone(), found.b.name.clone()];
    let alone = |things: &[Thing], is_first: bool| -> Vec<Row> {
        let none = || Cell { text: "—".to_owned(), address: None };
        let rows = things.iter().map(|thing| Row {
            cells: if is_first { vec![cell(thing), none()] } else { vec![none(), cell(thing)] },
            note: None,
            sources: declared(snapshot, &[&thing.iri]),
        });
        rows.collect()
    };
    let mut rows = alone(&found.only_a, true);
    rows.extend(alone(&found.only_b, false));
    let table = |caption: &str, rows: Vec<Row>| {
        Part::Table(Table {
            caption: caption.to_owned(),
            columns: columns.clone(),
            rows,
            hidden: 0,
        })
    };
    if !rows.is_empty() {
        parts.push(table("Only in one", rows));
    }
    let pairs: Vec<Row> = pairs.collect();
    if !pairs.is_empty() {
        parts.push(table("In both", pairs));
    }
    Answer {
        outcome: Outcome::Facts,
        summary: format!(
            "{} in both, {} only in the first, {} only in the second.",
            number(found.both.len(), "element"),
            found.only_a.len(),
            found.only_b.len()
        ),
        further: vec![link(&found.a), link(&found.b)],
        heading,
        parts,
    }
}

/// The points in which the book itself says that two architectures differ.
fn differences(snapshot: &Snapshot, first: &str, second: &str) -> Option<Table> {
    let knowledge = Knowledge { snapshot };
    let has = |point: &str, predicate: &str, value: &str| {
        knowledge.about(point).any(|(_, it)| {
            it.fact.predicate == predicate && it.fact.object.text() == value && it.is_asserted()
        })
    };
    let points = snapshot.nomenclature().instances(arch::DIFFERENCE);
    let mut rows: Vec<Row> = Vec::new();
    for point in points {
        let (is_second, is_first) = (
            has(point, arch::COMPARED_WITH, first) && has(point, arch::DIFFERENCE_OF, second),
            has(point, arch::COMPARED_WITH, second) && has(point, arch::DIFFERENCE_OF, first),
        );
        if !is_first && !is_second {
            continue;
        }
        let value = |predicate: &str| {
            let mut stated = knowledge.about(point);
            stated.find(|(_, it)| it.fact.predicate == predicate && it.is_asserted())
        };
        let (of_first, of_second) =
            if is_second { (arch::THERE, arch::HERE) } else { (arch::HERE, arch::THERE) };
        let (a, b) = (value(of_first), value(of_second));
        let text = |it: &Option<(StatementId, &crate::facts::Statement)>| match it {
            Some((_, statement)) => knowledge.cell(&statement.fact.object),
            None => Cell { text: "—".to_owned(), address: None },
        };
        let ids: Vec<StatementId> = a.iter().chain(&b).map(|(id, _)| *id).collect();
        rows.push(Row {
            cells: vec![knowledge.cell(&Value::iri(&**point)), text(&a), text(&b)],
            note: knowledge.note(&ids),
            sources: knowledge.sources(&ids),
        });
    }
    let name = |iri: &str| snapshot.known().name(iri);
    let columns = vec!["Point".to_owned(), name(first), name(second)];
    let caption = "Differences that the book tells".to_owned();
    (!rows.is_empty()).then_some(Table { caption, columns, rows, hidden: 0 })
}

/// What the rules find.
#[must_use]
pub(in crate::service::answer) fn rules(
    snapshot: &Snapshot,
    about: Option<&str>,
    limits: &AnswerLimits,
) -> Answer {
    let mut filter = RuleFilter::default();
    let mut heading = "Rules".to_owned();
    if let Some(name) = about {
        let found = named(snapshot, name);
        let mut found = found.into_iter().filter(|iri| is_a(snapshot, iri, arch::ARCHITECTURE));
        let Some(first) = found.next() else {
            return unknown(snapshot, format!("Rules: {name}"), &[name], limits);
        };
        heading = format!("Rules: {}", snapshot.known().name(&first));
        filter.architecture = Some(first);
    }
    let found = ruled(snapshot, &filter);
    let broken = found.iter().filter(|rule| rule.total > 0).count();
    let rows = found.iter().flat_map(|rule| rule.results.iter().map(move |result| (rule, result)));
    let rows: Vec<Row> = rows
        .map(|(rule, result)| {
            let thing = result.thing.as_ref();
            let sources = result.places.iter().map(|place| Source {
                file: place.file.clone(),
                line: place.line,
                address: thing.map(|thing| thing.address.clone()).unwrap_or_default(),
            });
            Row {
                cells: vec![
                    thing.map_or(Cell { text: "—".to_owned(), address: None }, cell),
                    Cell { text: result.message.clone(), address: None },
                    Cell { text: rule.name.clone(), address: None },
                ],
                note: Some(result.severity.to_owned()),
                sources: sources.collect(),
            }
        })
        .collect();
    let summary = match broken {
        0 => format!("{}, none of them broken.", number(found.len(), "rule")),
        _ => format!("{}, {broken} of them broken.", number(found.len(), "rule")),
    };
    let columns = ["Thing", "What is wrong", "Rule"].map(str::to_owned).to_vec();
    let table = Table { caption: "What breaks them".to_owned(), columns, rows, hidden: 0 };
    let parts = if table.rows.is_empty() { Vec::new() } else { vec![Part::Table(table)] };
    let further = vec![Link { text: "All rules".to_owned(), address: "ontology/rules".to_owned() }];
    Answer { outcome: Outcome::Facts, heading, summary, parts, further }
}
