//! Facts as answers show them: who says so, how firmly, and by way of what.

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::{Modality, Statement, StatementId};
use crate::rdf::{Fact, Value};
use crate::service::answer::{Cell, Row, Source};
use crate::service::thing::Thing;
use crate::snapshot::Snapshot;
use crate::vocabulary::loggia;

/// A row tells no more sources.
const MOST_SOURCES: usize = 10;
/// A chain of a property such as “sub zone of” is followed no further.
const DEEPEST: usize = 8;
/// So many things are looked at behind one name.
const MOST_THINGS: usize = 500;

/// One fact with the statements that carry it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::service::answer) struct Edge {
    pub(in crate::service::answer) subject: Value,
    pub(in crate::service::answer) predicate: String,
    pub(in crate::service::answer) object: Value,
    /// Who says so, in the order of the book.
    pub(in crate::service::answer) statements: Vec<StatementId>,
    /// What it follows from, where nobody states just this.
    pub(in crate::service::answer) follows: Option<String>,
}

/// Looks facts up in the indexes of a revision.
#[derive(Clone, Copy)]
pub(in crate::service::answer) struct Knowledge<'a> {
    pub(in crate::service::answer) snapshot: &'a Snapshot,
}

impl<'a> Knowledge<'a> {
    pub(in crate::service::answer) fn name(self, iri: &str) -> String {
        self.snapshot.known().name(iri)
    }

    fn statements(
        self,
        ids: &'a [StatementId],
    ) -> impl Iterator<Item = (StatementId, &'a Statement)> {
        let facts = &self.snapshot.facts;
        ids.iter().filter_map(|id| Some((*id, facts.statement(*id)?)))
    }

    /// What is stated of a thing.
    pub(in crate::service::answer) fn about(
        self,
        thing: &str,
    ) -> impl Iterator<Item = (StatementId, &'a Statement)> {
        self.statements(self.snapshot.facts.index.about(thing))
    }

    /// What is stated with this value.
    pub(in crate::service::answer) fn with_value(
        self,
        value: &str,
    ) -> impl Iterator<Item = (StatementId, &'a Statement)> {
        self.statements(self.snapshot.facts.index.with_value(value))
    }

    /// What is stated by this property.
    pub(in crate::service::answer) fn of_property(
        self,
        property: &str,
    ) -> impl Iterator<Item = (StatementId, &'a Statement)> {
        self.statements(self.snapshot.facts.index.of_property(property))
    }

    /// A property and those below it.
    pub(in crate::service::answer) fn family(self, property: &str) -> BTreeSet<&'a str> {
        let ontology = &self.snapshot.ontology;
        let terms = ontology.terms().map(|(iri, _)| iri);
        terms.filter(|iri| *iri == property || ontology.is_within(iri, property)).collect()
    }

    /// The facts of a property whose subject or value is this, where one is given. What is stated
    /// by the inverse property, or by a symmetric one the other way round, counts.
    pub(in crate::service::answer) fn edges(
        self,
        property: &str,
        subject: Option<&str>,
        object: Option<&str>,
    ) -> Vec<Edge> {
        let ontology = &self.snapshot.ontology;
        let mut edges = Edges::default();
        for own in self.family(property) {
            self.collect(own, own, (subject, object), &mut edges);
        }
        let inverse = ontology.inverse(property);
        let symmetric = ontology.term(property).is_some_and(|term| term.symmetric);
        let turned = inverse.or_else(|| symmetric.then_some(property));
        for other in turned.into_iter().flat_map(|other| self.family(other)) {
            // Of a part of the inverse property only its own inverse is meant.
            let shown = ontology.inverse(other).unwrap_or(property);
            self.collect_turned(other, shown, (subject, object), &mut edges);
        }
        let edges = edges.0.into_iter().map(|((subject, predicate, object), known)| {
            let Said { statements, follows } = known;
            Edge { subject, predicate, object, statements, follows }
        });
        edges.collect::<Vec<_>>().sorted_by_book()
    }

    /// Facts as they are stated.
    fn collect(
        self,
        predicate: &str,
        shown: &str,
        (subject, object): (Option<&str>, Option<&str>),
        edges: &mut Edges,
    ) {
        for (id, fact) in self.stated(predicate, subject, object) {
            let key = (fact.subject.clone(), shown.to_owned(), fact.object.clone());
            let known = edges.0.entry(key).or_default();
            known.statements.push(id);
            // What is stated in these words needs no conclusion.
            known.follows = None;
        }
    }

    /// Facts that are stated the other way round.
    fn collect_turned(
        self,
        predicate: &str,
        shown: &str,
        (subject, object): (Option<&str>, Option<&str>),
        edges: &mut Edges,
    ) {
        for (id, fact) in self.stated(predicate, object, subject) {
            let key = (fact.object.clone(), shown.to_owned(), fact.subject.clone());
            let is_new = !edges.0.contains_key(&key);
            let known = edges.0.entry(key).or_default();
            known.statements.push(id);
            if is_new {
                let (subject, object) = (self.text(&fact.subject), self.text(&fact.object));
                let stated = format!("{subject} {} {object}", self.name(predicate));
                known.follows = Some(format!("follows from “{stated}”"));
            }
        }
    }

    /// The statements of a property with this subject or this value, where one is given.
    fn stated(
        self,
        predicate: &str,
        subject: Option<&str>,
        object: Option<&str>,
    ) -> impl Iterator<Item = (StatementId, &'a Fact)> {
        let index = &self.snapshot.facts.index;
        let ids = match (subject, object) {
            (Some(subject), _) => index.about(subject),
            (None, Some(object)) => index.with_value(object),
            (None, None) => index.of_property(predicate),
        };
        self.statements(ids).map(|(id, statement)| (id, &statement.fact)).filter(
            move |(_, fact)| {
                fact.predicate == predicate
                    && subject.is_none_or(|subject| fact.subject.text() == subject)
                    && object.is_none_or(|object| fact.object.text() == object)
            },
        )
    }

    pub(in crate::service::answer) fn text(self, value: &Value) -> String {
        match value {
            Value::Iri(iri) => self.name(iri),
            Value::Blank(_) => "something without a name".to_owned(),
            Value::Literal { text, .. } => text.clone(),
        }
    }

    /// A value as a cell.
    pub(in crate::service::answer) fn cell(self, value: &Value) -> Cell {
        match value.as_iri() {
            Some(iri) => self.cell_of(iri),
            None => Cell { text: self.text(value), address: None },
        }
    }

    /// A thing as a cell.
    pub(in crate::service::answer) fn cell_of(self, iri: &str) -> Cell {
        let thing = Thing::of(self.snapshot, iri);
        Cell { text: thing.name, address: (!thing.address.is_empty()).then_some(thing.address) }
    }

    /// What a reader must know of some statements that say the same: that they are no plain
    /// assertion, that sources disagree, whom they quote.
    pub(in crate::service::answer) fn note(self, ids: &[StatementId]) -> Option<String> {
        let facts = &self.snapshot.facts;
        let mut notes: Vec<String> = Vec::new();
        let stated: Vec<&Statement> = ids.iter().filter_map(|id| facts.statement(*id)).collect();
        let modalities: BTreeSet<Modality> = stated.iter().map(|it| it.modality).collect();
        let words = |modality: Modality| match modality {
            Modality::Asserted => "stated",
            Modality::Recommended => "recommended",
            Modality::Optional => "possible",
            Modality::Negated => "said not to be so",
        };
        if modalities.iter().any(|modality| *modality != Modality::Asserted) {
            notes.extend(modalities.into_iter().map(|modality| words(modality).to_owned()));
        }
        let quoted: BTreeSet<&str> =
            stated.iter().filter_map(|it| it.according_to.as_deref()).collect();
        if !quoted.is_empty() {
            notes.push(format!(
                "according to {}",
                quoted.into_iter().collect::<Vec<_>>().join(", ")
            ));
        }
        if ids.iter().any(|id| !facts.index.conflicts(*id).is_empty()) {
            notes.push("sources disagree".to_owned());
        }
        (!notes.is_empty()).then(|| notes.join("; "))
    }

    /// Where statements are written.
    pub(in crate::service::answer) fn sources(self, ids: &[StatementId]) -> Vec<Source> {
        let mut sources: Vec<Source> = Vec::new();
        for id in ids {
            let Some(statement) = self.snapshot.facts.statement(*id) else {
                continue;
            };
            let place = &statement.place;
            let text = self.snapshot.texts.get(&place.file);
            let line = text.map_or(1, |text| text.line_column(place.span.start).line);
            let file = place.file.as_str().to_owned();
            let address = self.address(id.page, statement.section);
            let source = Source { file, line, address };
            if sources.len() < MOST_SOURCES && !sources.contains(&source) {
                sources.push(source);
            }
        }
        sources
    }

    /// The address of a section of a page.
    pub(in crate::service::answer) fn address(self, page: usize, section: usize) -> String {
        let Some(page) = self.snapshot.catalog.pages.get(page) else {
            return String::new();
        };
        let heading = page.document.sections.get(section).and_then(|it| it.heading.as_ref());
        let id = heading.map(|heading| crate::catalog::encode_path(&heading.id));
        let fragment = id.map(|id| format!("#{id}")).unwrap_or_default();
        format!("{}{fragment}", page.route.encoded())
    }

    /// A row of these cells for facts that hold together.
    pub(in crate::service::answer) fn row(self, cells: Vec<Cell>, edges: &[&Edge]) -> Row {
        let ids: Vec<StatementId> =
            edges.iter().flat_map(|edge| edge.statements.iter().copied()).collect();
        let mut notes: Vec<String> =
            edges.iter().filter_map(|edge| self.note(&edge.statements)).collect();
        notes.extend(edges.iter().filter_map(|edge| edge.follows.clone()));
        notes.dedup();
        Row {
            cells,
            note: (!notes.is_empty()).then(|| notes.join("; ")),
            sources: self.sources(&ids),
        }
    }

    /// The things that stand below one by a transitive property, each with the facts that lead
    /// there: what is in a part of a zone is in the zone.
    pub(in crate::service::answer) fn below(self, thing: &str) -> Vec<(String, Vec<Edge>)> {
        let ontology = &self.snapshot.ontology;
        let transitive = ontology.terms().filter(|(_, term)| term.transitive);
        let mut found: BTreeMap<String, Vec<Edge>> = BTreeMap::new();
        for (property, _) in transitive.filter(|(_, term)| !term.iri.starts_with(loggia::NAMESPACE))
        {
            let mut level = vec![(thing.to_owned(), Vec::new())];
            for _ in 0..DEEPEST {
                let mut next = Vec::new();
                for (above, chain) in level {
                    for edge in self.edges(property, None, Some(&above)) {
                        let Some(iri) = edge.subject.as_iri().map(str::to_owned) else {
                            continue;
                        };
                        let is_new = iri != thing && !found.contains_key(&iri);
                        if is_new && self.is_plain(&edge) && found.len() < MOST_THINGS {
                            let mut chain: Vec<Edge> = chain.clone();
                            chain.push(edge);
                            found.insert(iri.clone(), chain.clone());
                            next.push((iri, chain));
                        }
                    }
                }
                level = next;
            }
        }
        found.into_iter().collect()
    }

    /// Whether somebody plainly asserts a fact and nobody contradicts it.
    pub(in crate::service::answer) fn is_plain(self, edge: &Edge) -> bool {
        self.note(&edge.statements).is_none()
    }
}

/// Facts by subject, property and value.
#[derive(Default)]
struct Edges(BTreeMap<(Value, String, Value), Said>);

/// Who says so, and what it follows from.
#[derive(Default)]
struct Said {
    statements: Vec<StatementId>,
    follows: Option<String>,
}

/// Puts facts into the order in which the book states them.
pub(in crate::service::answer) trait SortedByBook {
    /// The same in the order of the book.
    fn sorted_by_book(self) -> Self;
}

impl SortedByBook for Vec<Edge> {
    fn sorted_by_book(mut self) -> Self {
        for edge in &mut self {
            edge.statements.sort_unstable();
        }
        self.sort_by(|first, second| first.statements.cmp(&second.statements));
        self
    }
}
