//! The commands: what is known of a thing, who says so, ways, impact, comparisons, rules, figures.

use crate::catalog::encode_path;
use crate::facts::StatementId;
use crate::figure::words::description;
use crate::nomenclature::Role;
use crate::page::drawing::picture_path;
use crate::rdf::Value;
use crate::search::Segment;
use crate::service::answer::edges::Knowledge;
use crate::service::answer::grammar::COMMANDS;
use crate::service::answer::respond::{choice, counted, near};
use crate::service::answer::{
    Answer, AnswerLimits, Card, Cell, Choice, Choices, Link, Outcome, Part, Passage, Picture, Row,
    Source, Table,
};
use crate::service::compare::compare as compared;
use crate::service::entity::{Entity, FactGroup, Found, Origin, entity, find};
use crate::service::hop::Hop;
use crate::service::impact::{ImpactOptions, Reach, impact as reached};
use crate::service::path::{PathOptions, path as way};
use crate::service::rules::{RuleFilter, rules as ruled};
use crate::service::thing::{Thing, is_a};
use crate::service::why::{Question, Reason, why as told};
use crate::snapshot::Snapshot;
use crate::vocabulary::{arch, rdf};

/// The things that a name means, the likeliest first.
fn named(snapshot: &Snapshot, name: &str) -> Vec<String> {
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

fn unknown(snapshot: &Snapshot, heading: String, names: &[&str], limits: &AnswerLimits) -> Answer {
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

/// How to ask.
#[must_use]
pub(in crate::service::answer) fn help(snapshot: &Snapshot, limits: &AnswerLimits) -> Answer {
    let mut entries: Vec<Choice> = COMMANDS
        .iter()
        .map(|(_, text)| Choice { ask: None, text: (*text).to_owned(), address: None })
        .collect();
    let classes = [arch::ARCHITECTURE, arch::FIREWALL];
    let instances = classes.iter().filter_map(|class| {
        let first = snapshot.nomenclature().instances(class).first()?;
        Some(choice(snapshot, &snapshot.known().name(first), first))
    });
    entries.extend(instances);
    entries.truncate(limits.choices.max(COMMANDS.len()));
    Answer {
        outcome: Outcome::Help,
        heading: "How to ask".to_owned(),
        summary: "Ask in plain words, or begin with one of these.".to_owned(),
        parts: vec![Part::Choices(Choices { caption: "You can ask".to_owned(), entries })],
        further: Vec::new(),
    }
}

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
    let facts: Vec<Row> = groups.iter().flat_map(|group| rows(knowledge, group)).collect();
    let total: usize = groups.iter().map(|group| group.total).sum();
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
        hidden: total.saturating_sub(facts.len()),
        facts,
        figure: entity.figures.first().and_then(|figure| picture(snapshot, &figure.iri)),
    })
}

fn link(thing: &Thing) -> Link {
    Link { text: thing.name.clone(), address: thing.address.clone() }
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

fn names(pairs: &[(String, String)]) -> Vec<&str> {
    pairs.first().map(|(first, second)| vec![first.as_str(), second.as_str()]).unwrap_or_default()
}

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
    let ways =
        if tables.len() == 1 { "1 way".to_owned() } else { format!("{} ways", tables.len()) };
    let count = first.rows.len();
    let length = if count == 1 { "1 step".to_owned() } else { format!("{count} steps") };
    Answer {
        outcome: Outcome::Facts,
        summary: format!("{ways} of {length} over stated facts."),
        further: vec![link(&found.from), link(&found.to)],
        parts: tables.into_iter().map(Part::Table).collect(),
        heading,
    }
}

fn cell(thing: &Thing) -> Cell {
    Cell {
        text: thing.name.clone(),
        address: (!thing.address.is_empty()).then(|| thing.address.clone()),
    }
}

fn steps(snapshot: &Snapshot, hops: &[Hop]) -> Table {
    let rows = hops.iter().map(|hop| step(snapshot, hop)).collect();
    let columns = ["From", "Fact", "To"].map(str::to_owned).to_vec();
    Table { caption: "Step by step".to_owned(), columns, rows, hidden: 0 }
}

fn step(snapshot: &Snapshot, hop: &Hop) -> Row {
    let knowledge = Knowledge { snapshot };
    let names: Vec<&str> = hop.facts.iter().map(|fact| fact.property.name.as_str()).collect();
    let reasons = hop.facts.iter().flat_map(|fact| &fact.sources);
    let ids: Vec<StatementId> = reasons.map(|reason| reason.id).collect();
    Row {
        cells: vec![cell(&hop.from), Cell { text: names.join(", "), address: None }, cell(&hop.to)],
        note: knowledge.note(&ids),
        sources: knowledge.sources(&ids),
    }
}

/// Those of the names that nothing has.
fn missing<'a>(snapshot: &Snapshot, names: &[&'a str]) -> Vec<&'a str> {
    let missing = names.iter().filter(|name| named(snapshot, name).is_empty());
    missing.copied().collect()
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
    let mut parts: Vec<Part> = Vec::new();
    for (caption, reach) in
        [("What depends on it", &impact.dependants), ("What it needs", &impact.needs)]
    {
        if reach.total > 0 {
            parts.push(Part::Table(reach_table(snapshot, caption, reach)));
        }
    }
    let entries: Vec<Choice> =
        others.iter().map(|iri| choice(snapshot, &snapshot.known().name(iri), iri)).collect();
    parts.push(Part::Choices(Choices { caption: "Also called so".to_owned(), entries }));
    let count = |reach: &Reach| match reach.total {
        0 => "nothing".to_owned(),
        1 => "1 thing".to_owned(),
        total => format!("{total} things"),
    };
    Answer {
        outcome: Outcome::Facts,
        heading: format!("Impact: {}", impact.thing.qualified()),
        summary: format!(
            "By the facts of this book, {} depends on it, and it needs {}.",
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
        .map(|reached| {
            let ids = reached.chain.iter().flat_map(|hop| &hop.facts).flat_map(|it| &it.sources);
            let ids: Vec<StatementId> = ids.map(|reason| reason.id).collect();
            let last = reached.chain.last();
            let because = last.map(|hop| {
                let names: Vec<&str> =
                    hop.facts.iter().map(|fact| fact.property.name.as_str()).collect();
                format!("{} – {} – {}", hop.from.name, names.join(", "), hop.to.name)
            });
            Row {
                cells: vec![
                    cell(&reached.thing),
                    Cell { text: because.unwrap_or_default(), address: None },
                    Cell { text: reached.depth.to_string(), address: None },
                ],
                note: knowledge.note(&ids),
                sources: knowledge.sources(&ids),
            }
        })
        .collect();
    let columns = ["Thing", "Because", "Steps"].map(str::to_owned).to_vec();
    let hidden = reach.total.saturating_sub(rows.len());
    Table { caption: caption.to_owned(), columns, rows, hidden }
}

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
        // Those that have elements can be compared; a mere sample of a deployment has none.
        found.sort_by_key(|iri| snapshot.facts.index.with_value(iri).is_empty());
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
            "{} elements stand for each other, {} are only in the first, {} only in the second.",
            found.both.len(),
            found.only_a.len(),
            found.only_b.len()
        ),
        further: vec![link(&found.a), link(&found.b)],
        heading,
        parts,
    }
}

/// Where things are declared.
fn declared(snapshot: &Snapshot, things: &[&str]) -> Vec<Source> {
    let knowledge = Knowledge { snapshot };
    let types = things.iter().flat_map(|thing| knowledge.about(thing));
    let types = types.filter(|(_, statement)| statement.fact.predicate == rdf::TYPE);
    knowledge.sources(&types.map(|(id, _)| id).collect::<Vec<_>>())
}

/// The points in which the book itself says that two architectures differ.
fn differences(snapshot: &Snapshot, first: &str, second: &str) -> Option<Table> {
    const THERE: &str = "https://w3id.org/loggia/arch#there";
    const HERE: &str = "https://w3id.org/loggia/arch#here";
    const COMPARED_WITH: &str = "https://w3id.org/loggia/arch#comparedWith";
    const DIFFERENCE_OF: &str = "https://w3id.org/loggia/arch#differenceOf";
    let knowledge = Knowledge { snapshot };
    let has = |point: &str, predicate: &str, value: &str| {
        knowledge.about(point).any(|(_, it)| {
            it.fact.predicate == predicate && it.fact.object.text() == value && it.is_asserted()
        })
    };
    let points = snapshot.nomenclature().instances("https://w3id.org/loggia/arch#Difference");
    let mut rows: Vec<Row> = Vec::new();
    for point in points {
        let (is_second, is_first) = (
            has(point, COMPARED_WITH, first) && has(point, DIFFERENCE_OF, second),
            has(point, COMPARED_WITH, second) && has(point, DIFFERENCE_OF, first),
        );
        if !is_first && !is_second {
            continue;
        }
        let value = |predicate: &str| {
            let mut stated = knowledge.about(point);
            stated.find(|(_, it)| it.fact.predicate == predicate && it.is_asserted())
        };
        let (of_first, of_second) = if is_second { (THERE, HERE) } else { (HERE, THERE) };
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
        0 => format!("{} rules, none is broken.", found.len()),
        _ => format!("{} rules, {broken} of them broken.", found.len()),
    };
    let columns = ["Thing", "What is wrong", "Rule"].map(str::to_owned).to_vec();
    let table = Table { caption: "What breaks them".to_owned(), columns, rows, hidden: 0 };
    let parts = if table.rows.is_empty() { Vec::new() } else { vec![Part::Table(table)] };
    let further = vec![Link { text: "All rules".to_owned(), address: "ontology/rules".to_owned() }];
    Answer { outcome: Outcome::Facts, heading, summary, parts, further }
}

/// A figure by its IRI.
fn picture(snapshot: &Snapshot, iri: &str) -> Option<Picture> {
    let catalog = &snapshot.catalog;
    let own = |page: usize, id: &str| crate::catalog::place_iri(&catalog.iri(page), id);
    let mut all = snapshot.answers.figures.all();
    let (page, live) = all.find(|(page, live)| own(*page, &live.figure.id) == iri)?;
    let drawing = live.drawing.as_ref().ok()?;
    let route = catalog.pages.get(page)?.route.encoded();
    Some(Picture {
        link: Link {
            text: live.caption.clone(),
            address: format!("{route}#{}", encode_path(&live.figure.id)),
        },
        alternative: description(&drawing.scene),
        image: encode_path(&picture_path(catalog, page, live)?),
        png: None,
    })
}

/// The figures that show a thing.
#[must_use]
pub(in crate::service::answer) fn figure(
    snapshot: &Snapshot,
    name: &str,
    limits: &AnswerLimits,
) -> Answer {
    let found = named(snapshot, name);
    let heading = format!("Figure: {name}");
    let mut figures =
        found.iter().filter_map(|iri| entity(snapshot, iri)).flat_map(|it| it.figures);
    let first = figures.find_map(|figure| picture(snapshot, &figure.iri));
    match first {
        Some(picture) => Answer {
            outcome: Outcome::Facts,
            heading,
            summary: "A figure drawn from the facts of this book.".to_owned(),
            further: vec![picture.link.clone()],
            parts: vec![Part::Picture(picture)],
        },
        None if found.is_empty() => unknown(snapshot, heading, &[name], limits),
        None => Answer {
            outcome: Outcome::Unknown,
            heading,
            summary: "No figure of this book shows it.".to_owned(),
            parts: Vec::new(),
            further: Vec::new(),
        },
    }
}
