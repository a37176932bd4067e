//! Values of a property: of a thing itself, or of the records that join things, such as the rows of
//! a port list. Records are put together by the value that is asked for.

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::{Modality, StatementId};
use crate::nomenclature::Role;
use crate::rdf::Value;
use crate::service::answer::edges::{Edge, SortedByBook};
use crate::service::answer::plan::{FactAnswer, Plan, capital};
use crate::service::answer::understand::Item;
use crate::service::answer::{Cell, Row};
use crate::service::thing::{architecture_of, is_a};
use crate::vocabulary::{arch, loggia, rdf, rdfs, skos};

/// So many columns are shown beside the value that is asked for.
const MOST_COLUMNS: usize = 3;
/// A cell that puts several values together shows so many.
const MOST_VALUES: usize = 4;
/// Longer texts are sentences and make no column.
const LONGEST: usize = 48;
/// So many records are put together.
const MOST_RECORDS: usize = 5_000;

/// What is stated of a record, by property.
type Stated = BTreeMap<String, Vec<(StatementId, Value)>>;

impl Plan<'_, '_> {
    /// The values that a property has of the topics themselves.
    pub(in crate::service::answer) fn values(&self, property: &str) -> Option<FactAnswer> {
        let knowledge = self.knowledge;
        let [topic] = self.topics.as_slice() else {
            return None;
        };
        let mut edges: Vec<Edge> = Vec::new();
        for target in self.targets(topic) {
            edges.extend(knowledge.edges(property, Some(&target), None));
        }
        if edges.is_empty() {
            return self.of_vocabulary(property, topic);
        }
        let edges = edges.sorted_by_book();
        let rows = edges.iter().map(|edge| {
            let cells = vec![
                knowledge.cell(&edge.subject),
                Cell { text: knowledge.name(&edge.predicate), address: None },
                knowledge.cell(&edge.object),
            ];
            let subject = edge.subject.as_iri();
            let architecture = subject.and_then(|iri| architecture_of(knowledge.snapshot, iri));
            (architecture, knowledge.row(cells, &[edge]))
        });
        let columns = ["Subject", "Property", "Value"].map(str::to_owned).to_vec();
        let heading = self.heading(&knowledge.name(property));
        let rows = rows.collect();
        Some(FactAnswer { edges: edges.clone(), ..self.finished(heading, columns, rows) })
    }

    /// The records that have a value of a property and are joined with all topics.
    pub(in crate::service::answer) fn records(&self, property: &str) -> Option<FactAnswer> {
        let (first, others) = self.topics.split_first()?;
        let mut found = self.joined_records(first, property);
        for topic in others {
            let own = self.joined_records(topic, property);
            found.retain(|record| own.contains(record));
        }
        if found.is_empty() {
            return None;
        }
        let targets: BTreeSet<String> =
            self.topics.iter().flat_map(|topic| self.targets(topic)).collect();
        self.grouped(property, found, &targets)
    }

    /// The records that have a value of a property and something to do with a topic; where a word
    /// before it says what, such as `to`, just that, if there is any.
    fn joined_records(&self, topic: &Item<'_>, property: &str) -> Vec<String> {
        let knowledge = self.knowledge;
        let hint = self.question.hint_before(topic);
        let wanted: Vec<&str> = hint
            .map(|hint| hint.best(Role::Property).iter().map(|it| &*it.iri).collect())
            .unwrap_or_default();
        let family = knowledge.family(property);
        let has_value = |record: &str| {
            knowledge.about(record).any(|(_, it)| family.contains(it.fact.predicate.as_str()))
        };
        let mut hinted = Vec::new();
        let mut all = Vec::new();
        for target in self.targets(topic) {
            for (_, statement) in knowledge.with_value(&target) {
                let record = statement.fact.subject.text();
                let is_told = statement.modality != Modality::Negated
                    && statement.fact.predicate != arch::PART_OF_ARCHITECTURE;
                if !is_told || all.len() >= MOST_RECORDS || !has_value(record) {
                    continue;
                }
                if wanted.contains(&statement.fact.predicate.as_str()) {
                    hinted.push(record.to_owned());
                }
                all.push(record.to_owned());
            }
        }
        if hinted.is_empty() { all } else { hinted }
    }

    /// Records in groups of the same value of a property, with what else is said of them.
    pub(in crate::service::answer) fn grouped(
        &self,
        property: &str,
        mut records: Vec<String>,
        targets: &BTreeSet<String>,
    ) -> Option<FactAnswer> {
        let knowledge = self.knowledge;
        records.retain(|record| self.is_in_scope(record));
        let mut seen = BTreeSet::new();
        records.retain(|record| seen.insert(record.clone()));
        let end = knowledge.snapshot.ontology.term(property).and_then(|it| it.range_end.clone());
        let mut groups: BTreeMap<(u64, String), Vec<Stated>> = BTreeMap::new();
        for record in &records {
            let mut stated = Stated::new();
            for (id, statement) in knowledge.about(record) {
                if statement.modality == Modality::Negated {
                    continue;
                }
                let fact = &statement.fact;
                let known = stated.entry(fact.predicate.clone()).or_default();
                known.push((id, fact.object.clone()));
            }
            let last = end.as_ref().and_then(|end| stated.get(end)).and_then(|it| it.first());
            let mut values = stated.get(property).cloned().unwrap_or_default();
            // What is asked about is no answer.
            values.retain(|(_, value)| !targets.contains(value.text()));
            for (_, value) in &values {
                let text = knowledge.text(value);
                let shown = match last {
                    Some((_, last)) => format!("{text}–{}", knowledge.text(last)),
                    None => text.clone(),
                };
                let order = text.parse().unwrap_or(u64::MAX);
                groups.entry((order, shown)).or_default().push(stated.clone());
            }
        }
        let skipped: Vec<&str> = std::iter::once(property).chain(end.as_deref()).collect();
        let columns = self.columns(&groups, &skipped, targets);
        let rows = groups.iter().map(|((_, shown), group)| {
            let mut cells = vec![Cell { text: shown.clone(), address: None }];
            cells.extend(columns.iter().map(|column| self.together(group, column)));
            let ids: Vec<StatementId> = group
                .iter()
                .filter_map(|stated| stated.get(property))
                .flat_map(|values| values.iter().map(|(id, _)| *id))
                .collect();
            let row = Row { cells, note: knowledge.note(&ids), sources: knowledge.sources(&ids) };
            (None, row)
        });
        let rows: Vec<(Option<&str>, Row)> = rows.collect();
        let name = knowledge.name(property);
        let mut heads = vec![capital(&name)];
        heads.extend(columns.iter().map(|column| capital(&knowledge.name(column))));
        (!rows.is_empty()).then(|| self.finished(self.heading(&name), heads, rows))
    }

    /// The properties that tell most of some records: stated of most of them, short, and not the
    /// same of all.
    fn columns(
        &self,
        groups: &BTreeMap<(u64, String), Vec<Stated>>,
        skipped: &[&str],
        targets: &BTreeSet<String>,
    ) -> Vec<String> {
        let ontology = &self.knowledge.snapshot.ontology;
        let total: usize = groups.values().map(Vec::len).sum();
        let mut counts: BTreeMap<&str, (usize, BTreeSet<&Value>)> = BTreeMap::new();
        for stated in groups.values().flatten() {
            for (predicate, values) in stated {
                let known = counts.entry(predicate).or_default();
                known.0 += 1;
                known.1.extend(values.iter().map(|(_, value)| value));
            }
        }
        counts.retain(|predicate, (count, values)| {
            let is_silent = skipped.contains(predicate)
                || [rdf::TYPE, rdfs::LABEL, arch::PART_OF_ARCHITECTURE].contains(predicate)
                || predicate.starts_with(loggia::NAMESPACE)
                || ontology.is_within(predicate, skos::NOTE)
                || ontology.is_within(predicate, skos::ALT_LABEL);
            let is_topic = values.iter().all(|value| targets.contains(value.text()));
            let is_long = values
                .iter()
                .any(|value| value.as_iri().is_none() && value.text().chars().count() > LONGEST);
            !is_silent && !is_topic && !is_long && *count * 2 >= total
        });
        let mut columns: Vec<(&str, usize)> =
            counts.iter().map(|(predicate, (_, values))| (*predicate, values.len())).collect();
        // What is the same in all rows tells nothing beside other columns, but much where there is one
        // row; what has few values tells much in a small cell.
        if columns.len() > MOST_COLUMNS {
            let is_one_row = groups.len() == 1;
            columns.sort_by_key(|(_, distinct)| (*distinct == 1 && !is_one_row, *distinct));
        }
        columns.truncate(MOST_COLUMNS);
        columns.into_iter().map(|(predicate, _)| predicate.to_owned()).collect()
    }

    /// The values of a property in a group of records as one cell.
    fn together(&self, group: &[Stated], property: &str) -> Cell {
        let values = group.iter().filter_map(|stated| stated.get(property)).flatten();
        let mut distinct: Vec<&Value> = Vec::new();
        for (_, value) in values {
            if !distinct.contains(&value) {
                distinct.push(value);
            }
        }
        if let [only] = distinct.as_slice() {
            return self.knowledge.cell(only);
        }
        let mut names: Vec<String> =
            distinct.iter().map(|value| self.knowledge.text(value)).collect();
        let mut seen = BTreeSet::new();
        names.retain(|name| seen.insert(name.clone()));
        let more = names.len().saturating_sub(MOST_VALUES);
        names.truncate(MOST_VALUES);
        let mut text = names.join(", ");
        if more > 0 {
            text.push_str(&format!(" and {more} more"));
        }
        Cell { text, address: None }
    }

    /// Where the topics are: what the vocabulary says that `where` asks for, and where that is.
    pub(in crate::service::answer) fn place(&self) -> Option<FactAnswer> {
        let knowledge = self.knowledge;
        let [topic] = self.topics.as_slice() else {
            return None;
        };
        if self.has_strong_verb() {
            return None;
        }
        let places = knowledge.snapshot.nomenclature().asked_by("where");
        let of = |thing: &str| -> Vec<Edge> {
            let edges = places.iter().flat_map(|place| knowledge.edges(place, Some(thing), None));
            edges.collect()
        };
        let mut rows: Vec<(Option<&str>, Row)> = Vec::new();
        let mut seen: Vec<Edge> = Vec::new();
        for target in self.targets(topic) {
            if is_a(knowledge.snapshot, &target, arch::ARCHITECTURE) {
                continue;
            }
            let mut open = of(&target);
            // A database is on a server, and the server in a zone.
            let next = open.iter().filter_map(|edge| edge.object.as_iri()).flat_map(of);
            open.extend(next.collect::<Vec<_>>());
            for edge in open {
                if seen.contains(&edge) {
                    continue;
                }
                let cells = vec![
                    knowledge.cell(&edge.subject),
                    Cell { text: knowledge.name(&edge.predicate), address: None },
                    knowledge.cell(&edge.object),
                ];
                let architecture =
                    edge.subject.as_iri().and_then(|iri| architecture_of(knowledge.snapshot, iri));
                rows.push((architecture, knowledge.row(cells, &[&edge])));
                seen.push(edge);
            }
        }
        if rows.is_empty() {
            return None;
        }
        let columns = ["Subject", "Property", "Value"].map(str::to_owned).to_vec();
        let heading = self.heading("where");
        Some(FactAnswer { edges: seen, ..self.finished(heading, columns, rows) })
    }

    /// Whether something is so: the facts that say so, that it should or that it must not.
    pub(in crate::service::answer) fn whether(&self) -> Option<FactAnswer> {
        let knowledge = self.knowledge;
        let verb = self.verb.filter(|_| self.has_strong_verb())?;
        let [first, second] = self.topics.as_slice() else {
            return None;
        };
        let (first, second) = (self.targets(first), self.targets(second));
        let mut edges: Vec<Edge> = Vec::new();
        let properties = verb.best(Role::Property).into_iter().map(|it| (it, false));
        let reversed = verb.best(Role::Reversed).into_iter().map(|it| (it, true));
        for (property, is_reversed) in properties.chain(reversed) {
            let (subjects, objects) =
                if is_reversed { (&second, &first) } else { (&first, &second) };
            for subject in subjects {
                for edge in knowledge.edges(&property.iri, Some(subject), None) {
                    if objects.iter().any(|object| object == edge.object.text()) {
                        edges.push(edge);
                    }
                }
            }
        }
        if edges.is_empty() {
            return None;
        }
        let rows = edges.iter().map(|edge| {
            let cells = vec![
                knowledge.cell(&edge.subject),
                Cell { text: knowledge.name(&edge.predicate), address: None },
                knowledge.cell(&edge.object),
            ];
            let subject = edge.subject.as_iri();
            let architecture = subject.and_then(|iri| architecture_of(knowledge.snapshot, iri));
            (architecture, knowledge.row(cells, &[edge]))
        });
        let columns = ["Subject", "Property", "Value"].map(str::to_owned).to_vec();
        let said = self.said(verb);
        let asked = self.topics.first().map(|topic| self.said(topic)).unwrap_or_default();
        let other = self.topics.get(1).map(|topic| self.said(topic)).unwrap_or_default();
        let heading = format!("{asked} · {said} · {other}");
        let rows = rows.collect();
        Some(FactAnswer { edges: edges.clone(), ..self.finished(heading, columns, rows) })
    }
}
