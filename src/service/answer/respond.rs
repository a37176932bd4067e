//! From a question to its answer: by facts where the graph has them, else by passages, else by
//! saying that the book does not have it.

use std::collections::BTreeSet;

use crate::nomenclature::Role;
use crate::search::{Found, Segment};
use crate::service::answer::grammar::{COMMANDS, Intent, read};
use crate::service::answer::passages::{of_found, of_text, passages};
use crate::service::answer::plan::{FactAnswer, facts};
use crate::service::answer::understand::{Form, Understood};
use crate::service::answer::{
    Answer, AnswerLimits, Card, Choice, Choices, Link, Outcome, Part, Passage, Picture, Row, Source,
};
use crate::service::answer::{architectures, joints, pictures, query, things};
use crate::service::search::{SearchRequest, find};
use crate::service::thing::Thing;
use crate::snapshot::Snapshot;
use crate::vocabulary::arch;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// What the remark on a row holds where it is no plain fact.
const NOT_ASSERTED: &[&str] = &["recommended", "possible", "said not to be so"];
/// No more words are looked for one by one.
const MOST_LOOKED_FOR: usize = 8;

/// What a question is answered. Never fails: what is not understood is searched for, and what is
/// not found is told.
#[must_use]
pub fn answer(snapshot: &Snapshot, question: &str, limits: &AnswerLimits) -> Answer {
    let teller = Respondent { snapshot, limits };
    let mut answer =
        match read(question) {
            Intent::Help => help(snapshot, limits),
            Intent::Search(words) => teller.search(&words),
            Intent::Show(name) => things::show(snapshot, &name, limits)
                .unwrap_or_else(|| teller.question(&name, &name)),
            Intent::Why(fact, whole) => things::why(snapshot, &fact, limits)
                .unwrap_or_else(|| teller.question(&whole, &whole)),
            Intent::Path(pairs) => joints::path(snapshot, &pairs, limits),
            Intent::Impact(name) => joints::impact(snapshot, &name, limits),
            Intent::Compare(pairs) => architectures::compare(snapshot, &pairs, limits),
            Intent::Rules(about) => architectures::rules(snapshot, about.as_deref(), limits),
            Intent::Figure(name) => pictures::figure(snapshot, &name, limits),
            Intent::Question(text) => teller.question(&text, &text),
        };
    for part in &mut answer.parts {
        limit(part, limits);
    }
    answer.parts.retain(|part| match part {
        Part::Choices(choices) => !choices.entries.is_empty(),
        _ => true,
    });
    answer
}

/// Cuts a part to the limits.
fn limit(part: &mut Part, limits: &AnswerLimits) {
    match part {
        Part::Table(table) => {
            table.hidden += table.rows.len().saturating_sub(limits.rows);
            table.rows.truncate(limits.rows);
        }
        Part::Card(card) => {
            card.hidden += card.facts.len().saturating_sub(limits.rows);
            card.facts.truncate(limits.rows);
        }
        Part::Choices(choices) => choices.entries.truncate(limits.choices),
        Part::Passage(_) | Part::Picture(_) => {}
    }
}

/// So many things of a kind: `1 fact`, `2 facts`.
#[must_use]
pub(in crate::service::answer) fn number(count: usize, kind: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {kind}{plural}")
}

/// Facts in one plain sentence: how many, in how many documents, and what to be careful with.
#[must_use]
pub(in crate::service::answer) fn counted(rows: &[Row], hidden: usize) -> String {
    let files: BTreeSet<&str> =
        rows.iter().flat_map(|row| &row.sources).map(|source| source.file.as_str()).collect();
    let has = |row: &Row, words: &[&str]| {
        row.note.as_deref().is_some_and(|note| words.iter().any(|word| note.contains(word)))
    };
    let apart = rows.iter().filter(|row| has(row, NOT_ASSERTED)).count();
    let total = (rows.len() + hidden).saturating_sub(apart);
    let mut told = number(total, "fact");
    told.push_str(&match files.len() {
        0 => ".".to_owned(),
        count => format!(", stated in {}.", number(count, "document")),
    });
    match apart {
        0 => {}
        1 => told.push_str(" 1 more is recommended, possible or denied."),
        count => told.push_str(&format!(" {count} more are recommended, possible or denied.")),
    }
    if rows.iter().any(|row| has(row, &["sources disagree"])) {
        told.push_str(" Sources disagree on some.");
    }
    if rows.iter().any(|row| has(row, &["according to"])) {
        told.push_str(" Some are quoted from sources.");
    }
    told
}

/// The address of all results of a search.
#[must_use]
pub(in crate::service::answer) fn search_link(text: &str) -> Link {
    let query = utf8_percent_encode(text, NON_ALPHANUMERIC);
    Link { text: "All results".to_owned(), address: format!("search?q={query}") }
}

struct Respondent<'a> {
    snapshot: &'a Snapshot,
    limits: &'a AnswerLimits,
}

impl Respondent<'_> {
    /// Passages that hold words.
    fn search(&self, words: &str) -> Answer {
        let request = SearchRequest { text: words, offset: 0, limit: self.limits.passages.max(1) };
        let found = find(self.snapshot, request).unwrap_or_default();
        let heading = format!("Search: {words}");
        if found.pages.is_empty() {
            return self.unknown(words, heading, "Nothing in this book holds these words.");
        }
        let mut parts: Vec<Part> = Vec::new();
        let shown = of_found(self.snapshot, &found, words, self.limits.passages);
        parts.extend(shown.into_iter().map(Part::Passage));
        Answer {
            outcome: Outcome::Passages,
            heading,
            summary: format!("{} found.", number(found.total, "page")),
            parts,
            further: vec![search_link(words)],
        }
    }

    fn question(&self, text: &str, heading: &str) -> Answer {
        let understood = Understood::read(self.snapshot, text);
        let heading = heading.trim().to_owned();
        if let Some(found) = facts(self.snapshot, &understood) {
            return self.by_facts(text, &understood, found);
        }
        let missing = self.missing(&understood);
        let words: Vec<String> = missing.iter().map(|word| format!("“{word}”")).collect();
        let unsaid = format!("This book does not mention {}", words.join(" or "));
        if !understood.is_clear_without(missing.len()) && !missing.is_empty() {
            return self.unknown(text, heading, &format!("{unsaid}."));
        }
        let mut parts: Vec<Part> =
            self.definitions(&understood).into_iter().map(Part::Passage).collect();
        let is_defined = !parts.is_empty();
        let named = self.card(&understood);
        let summary = if let Some(card) = named.as_ref().filter(|card| !card.facts.is_empty()) {
            counted(&card.facts, card.hidden)
        } else if !missing.is_empty() {
            format!("{unsaid}; these passages come near.")
        } else if is_defined {
            "Defined in this book.".to_owned()
        } else if understood.form == Form::Whether {
            "Nothing in the facts of this book says so; these passages come near.".to_owned()
        } else {
            "These passages come nearest.".to_owned()
        };
        let outcome = if named.is_some() { Outcome::Facts } else { Outcome::Passages };
        parts.extend(named.map(Part::Card));
        let room = self.limits.passages.saturating_sub(parts.len()).max(1);
        parts.extend(passages(self.snapshot, text, room).into_iter().map(Part::Passage));
        if parts.is_empty() {
            return self.unknown(text, heading, "Nothing in this book answers this.");
        }
        Answer { outcome, heading, summary, parts, further: vec![search_link(text)] }
    }

    fn by_facts(&self, text: &str, question: &Understood<'_>, found: FactAnswer) -> Answer {
        let FactAnswer { heading, table, edges } = found;
        let summary = counted(&table.rows, table.hidden);
        let mut parts = vec![Part::Table(table)];
        let near = passages(self.snapshot, text, self.limits.passages.min(1));
        parts.extend(near.into_iter().map(Part::Passage));
        parts.extend(self.figure(question).map(Part::Picture));
        let further = query::link(self.snapshot, &edges).into_iter().chain([search_link(text)]);
        let further = further.collect();
        Answer { outcome: Outcome::Facts, heading, summary, parts, further }
    }

    /// The figure that shows everything that a question names.
    fn figure(&self, question: &Understood<'_>) -> Option<Picture> {
        let things = question.names().map(|name| {
            let things = name.best(Role::Thing);
            let rank = name.meanings.iter().map(|meaning| meaning.rank).min();
            let named = things.into_iter().filter(|thing| Some(thing.rank) == rank);
            named.map(|thing| &*thing.iri).collect()
        });
        let things: Vec<Vec<&str>> =
            things.filter(|things: &Vec<&str>| !things.is_empty()).collect();
        if things.is_empty() { None } else { pictures::showing(self.snapshot, &things) }
    }

    /// How the book defines what a question asks the meaning of, or is nothing but.
    fn definitions(&self, question: &Understood<'_>) -> Vec<Passage> {
        let names = self.snapshot.nomenclature();
        let mut words = question.words.get(question.start..).unwrap_or_default();
        let is_last = |words: &[crate::nomenclature::Word], endings: &[&str]| {
            words.last().is_some_and(|word| endings.contains(&word.lower.as_str()))
        };
        let first = words.first().map(|word| word.lower.as_str());
        if first.is_some_and(|first| ["does", "do", "of"].contains(&first)) {
            words = words.get(1..).unwrap_or_default();
        }
        if is_last(words, &["for", "about"]) {
            words = words.get(..words.len() - 1).unwrap_or_default();
        }
        if is_last(words, &["mean", "means", "stand", "stands"]) {
            words = words.get(..words.len() - 1).unwrap_or_default();
        }
        let found = names.definitions(words);
        // A definition that only leads on to another term is of use where there is no other.
        let is_told = found.iter().any(|definition| !definition.is_reference());
        let found = found.iter().filter(|definition| !is_told || !definition.is_reference());
        let passages = found.take(2).map(|definition| {
            let mut passage = of_text(
                self.snapshot,
                definition.page,
                definition.section,
                definition.place.span,
                &definition.text,
                words,
            );
            let term = Segment { text: format!("{}: ", definition.term), highlighted: true };
            passage.text.insert(0, term);
            passage.source = Source {
                line: self.line(&definition.place),
                file: definition.place.file.as_str().to_owned(),
                address: passage.source.address,
            };
            passage
        });
        passages.collect()
    }

    fn line(&self, place: &crate::text::Place) -> usize {
        let lines = self.snapshot.texts.get(&place.file);
        lines.map_or(1, |lines| lines.line_column(place.span.start).line)
    }

    /// What is known of the thing that a question names, where it is nothing but a name.
    fn card(&self, question: &Understood<'_>) -> Option<Card> {
        let mut names = question.names();
        let only = names.next()?;
        let is_all = only.first == question.start && only.last + 1 == question.words.len();
        if !is_all || names.next().is_some() || question.form != Form::Which {
            return None;
        }
        let terms = [Role::Thing, Role::Concept, Role::Class];
        let meaning = terms.iter().find_map(|role| only.best(*role).first().copied())?;
        things::card(self.snapshot, &meaning.iri)
    }

    /// Words that carry meaning and stand nowhere in the book.
    fn missing(&self, question: &Understood<'_>) -> Vec<String> {
        let looked_for = question.unknown.iter().take(MOST_LOOKED_FOR);
        let missing = looked_for.filter(|word| {
            let request = SearchRequest { text: &format!("{} ", word.lower), offset: 0, limit: 3 };
            // What is only spelt alike is found too, and is another word.
            find(self.snapshot, request).is_ok_and(|found| !self.holds(&found, &word.stem))
        });
        missing.map(|word| word.lower.clone()).collect()
    }

    /// Whether a word of this stem is among what was found.
    fn holds(&self, found: &Found, stem: &str) -> bool {
        let names = self.snapshot.nomenclature();
        let sections = found.pages.iter().flat_map(|page| {
            let hits = std::iter::once(&page.best).chain(&page.further);
            let texts = hits.flat_map(|hit| {
                hit.headings.iter().flatten().chain(&hit.snippet).collect::<Vec<_>>()
            });
            page.title.iter().chain(texts).collect::<Vec<_>>()
        });
        let mut marked = sections.filter(|segment| segment.highlighted);
        marked.any(|segment| names.words(&segment.text).iter().any(|word| word.stem == stem))
    }

    /// That the book has no answer, with what comes near.
    fn unknown(&self, text: &str, heading: String, summary: &str) -> Answer {
        let request = SearchRequest { text, offset: 0, limit: 1 };
        let better = find(self.snapshot, request).ok().and_then(|found| found.did_you_mean);
        let mut entries: Vec<Choice> = better
            .into_iter()
            .map(|better| Choice { ask: Some(better.clone()), text: better, address: None })
            .collect();
        entries.extend(near(self.snapshot, text, self.limits.choices));
        let choices = Choices { caption: "Did you mean".to_owned(), entries };
        let mut parts = vec![Part::Choices(choices)];
        if self.limits.passages > 0 {
            parts.extend(passages(self.snapshot, text, 1).into_iter().map(Part::Passage));
        }
        Answer {
            outcome: Outcome::Unknown,
            heading,
            summary: summary.to_owned(),
            parts,
            further: vec![search_link(text)],
        }
    }
}

/// Things and terms with names like those in a text.
#[must_use]
pub(in crate::service::answer) fn near(
    snapshot: &Snapshot,
    text: &str,
    limit: usize,
) -> Vec<Choice> {
    let names = snapshot.nomenclature();
    let words = names.words(text);
    let mut found: Vec<(&str, &str)> = names.nearest(text, limit);
    let question = Understood::read(snapshot, text);
    let unknown: Vec<&str> = question.unknown.iter().map(|word| word.lower.as_str()).collect();
    if words.len() > 1 {
        found.extend(unknown.iter().flat_map(|word| names.nearest(word, limit)));
    }
    let mut seen = BTreeSet::new();
    found.retain(|(_, iri)| seen.insert(*iri));
    let choices = found.into_iter().take(limit).map(|(name, iri)| choice(snapshot, name, iri));
    choices.collect()
}

/// A thing as something to ask for.
#[must_use]
pub(in crate::service::answer) fn choice(snapshot: &Snapshot, name: &str, iri: &str) -> Choice {
    let thing = Thing::of(snapshot, iri);
    let ask = match &thing.architecture {
        Some(architecture) => format!("show {name} in {architecture}"),
        None => format!("show {name}"),
    };
    let address = (!thing.address.is_empty()).then_some(thing.address);
    Choice { ask: Some(ask), text: thing.kind, address }
}

/// How to ask.
#[must_use]
fn help(snapshot: &Snapshot, limits: &AnswerLimits) -> Answer {
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
