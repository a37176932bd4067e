//! What is stated of a thing and what follows, by property, each fact with its sources.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::facts::{Modality, StatementId};
use crate::graph::inference::Rule;
use crate::ontology::{Ontology, TermKind};
use crate::page::article::is_a;
use crate::rdf::{Fact, Value};
use crate::service::thing::{Thing, is_known};
use crate::service::why::{Derivation, Reason, Teller};
use crate::snapshot::Snapshot;
use crate::vocabulary::{arch, loggia, rdf, rdfs, skos, xsd};

/// Facts of one property are told up to this many.
const MOST_FACTS: usize = 100;
/// Statements of one fact are told up to this many.
const MOST_SOURCES: usize = 10;

/// Facts of one property.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FactGroup {
    /// The property.
    pub property: Property,
    /// How many facts there are.
    pub total: usize,
    /// The first of them, in the order of the book.
    pub facts: Vec<FactView>,
}

/// A property as it reads from where a thing stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Property {
    /// "uses database"; read backwards the name of the inverse, or “uses database” of.
    pub name: String,
    /// The IRI of the property that is stated.
    pub iri: String,
    /// Whether the thing is the value and not the subject of these facts.
    pub backwards: bool,
}

/// One fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FactView {
    /// The other end of it.
    pub value: Meaning,
    /// `asserted`, `recommended`, `optional` or `negated`. Only what is asserted is so.
    pub modality: &'static str,
    /// How it is known.
    pub origin: Origin,
    /// Who says so, in the order of the book; empty where nobody states it.
    pub sources: Vec<Reason>,
    /// What it follows from, where nobody states it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub derivation: Option<Derivation>,
}

/// How a fact is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// Documents state it.
    Stated,
    /// It follows.
    Inferred,
    /// A vocabulary says it.
    Vocabulary,
}

/// A thing or a literal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Meaning {
    /// The name of the thing, or the literal's text.
    pub text: String,
    /// The thing; none for a literal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thing: Option<Thing>,
    /// The datatype of a literal that is no plain text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub datatype: Option<String>,
    /// The language of a literal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

impl Meaning {
    /// What a value stands for.
    #[must_use]
    pub fn of(snapshot: &Snapshot, value: &Value) -> Self {
        let plain = |text: &str, thing| Self {
            text: text.to_owned(),
            thing,
            datatype: None,
            language: None,
        };
        match value {
            Value::Iri(iri) => {
                let thing = Thing::of(snapshot, iri);
                plain(&thing.name.clone(), Some(thing))
            }
            Value::Blank(_) => plain("something without a name", None),
            Value::Literal { text, datatype, language } => Self {
                datatype: (datatype != xsd::STRING && language.is_none()).then(|| datatype.clone()),
                language: language.clone(),
                ..plain(text, None)
            },
        }
    }
}

impl Property {
    /// A property read from its subject, or from its value.
    #[must_use]
    pub fn of(snapshot: &Snapshot, iri: &str, backwards: bool) -> Self {
        let ontology = &snapshot.ontology;
        let label = |iri: &str| match iri {
            rdf::TYPE => "is a".to_owned(),
            _ => snapshot.known().name(iri),
        };
        let symmetric = ontology.term(iri).is_some_and(|term| term.symmetric);
        let name = match ontology.inverse(iri) {
            _ if !backwards || symmetric => label(iri),
            Some(inverse) => label(inverse),
            None => format!("“{}” of", label(iri)),
        };
        Self { name, iri: iri.to_owned(), backwards }
    }

    /// The same with the article that the value behind it wants.
    fn before(mut self, first: Option<&FactView>) -> Self {
        if let Some(first) = first.filter(|_| self.iri == rdf::TYPE && !self.backwards) {
            self.name = is_a(&first.value.text).to_owned();
        }
        self
    }
}

/// All facts of a thing.
#[derive(Debug, Default)]
pub(in crate::service::entity) struct Gathered {
    pub(in crate::service::entity) facts: Vec<FactGroup>,
    pub(in crate::service::entity) incoming: Vec<FactGroup>,
    pub(in crate::service::entity) inferred: Vec<FactGroup>,
}

/// Gathers the facts of a thing.
#[must_use]
pub(in crate::service::entity) fn gather(snapshot: &Snapshot, iri: &str) -> Gathered {
    let gatherer = Gatherer { snapshot, teller: Teller { snapshot }, iri };
    let index = &snapshot.facts.index;
    let mut facts = gatherer.stated(index.about(iri), false);
    facts.extend(gatherer.of_vocabulary());
    Gathered {
        facts,
        incoming: gatherer.stated(index.with_value(iri), true),
        inferred: gatherer.inferred(),
    }
}

struct Gatherer<'a> {
    snapshot: &'a Snapshot,
    teller: Teller<'a>,
    iri: &'a str,
}

/// Facts of one property before they are put into words: the other end of each, how it is said,
/// and by which statements.
struct Group<'a> {
    property: &'a str,
    facts: Vec<(&'a Value, Modality, Vec<StatementId>)>,
}

impl<'a> Gatherer<'a> {
    /// What statements say, by property in the order in which they first occur.
    fn stated(&self, ids: &[StatementId], backwards: bool) -> Vec<FactGroup> {
        let mut groups: Vec<Group<'a>> = Vec::new();
        for id in ids {
            let Some(statement) = self.snapshot.facts.statement(*id) else { continue };
            let fact = &statement.fact;
            // What a literal of the same words says is no fact about the thing.
            if backwards && fact.object.as_iri() != Some(self.iri) {
                continue;
            }
            let other = if backwards { &fact.subject } else { &fact.object };
            let known = groups.iter().position(|group| group.property == fact.predicate);
            let at = known.unwrap_or_else(|| {
                groups.push(Group { property: &fact.predicate, facts: Vec::new() });
                groups.len() - 1
            });
            let Some(group) = groups.get_mut(at) else { continue };
            let modality = statement.modality;
            let mut facts = group.facts.iter_mut();
            match facts.find(|(value, how, _)| *value == other && *how == modality) {
                Some((_, _, sources)) => sources.push(*id),
                None => group.facts.push((other, modality, vec![*id])),
            }
        }
        groups.iter().map(|group| self.group(group, backwards)).collect()
    }

    fn group(&self, group: &Group<'_>, backwards: bool) -> FactGroup {
        let facts = group.facts.iter().take(MOST_FACTS).map(|(value, modality, sources)| {
            let sources = sources.iter().take(MOST_SOURCES);
            FactView {
                value: Meaning::of(self.snapshot, value),
                modality: modality.as_str(),
                origin: Origin::Stated,
                sources: sources.filter_map(|id| self.teller.reason(*id)).collect(),
                derivation: None,
            }
        });
        let facts: Vec<FactView> = facts.collect();
        let property = Property::of(self.snapshot, group.property, backwards);
        FactGroup { property: property.before(facts.first()), total: group.facts.len(), facts }
    }

    /// What a vocabulary says of its term, but for its names, which are told elsewhere.
    fn of_vocabulary(&self) -> Vec<FactGroup> {
        const NAMES: &[&str] = &[
            rdf::TYPE,
            rdfs::LABEL,
            rdfs::COMMENT,
            skos::PREF_LABEL,
            skos::ALT_LABEL,
            skos::HIDDEN_LABEL,
            skos::DEFINITION,
        ];
        if self.snapshot.ontology.term(self.iri).is_none() {
            return Vec::new();
        }
        let own = &self.snapshot.ontology.facts;
        let mut facts: Vec<&Fact> =
            own.iter().filter(|fact| fact.subject.as_iri() == Some(self.iri)).collect();
        facts.retain(|fact| {
            let is_named = !matches!(fact.object, Value::Blank(_));
            let is_structural = fact.predicate.starts_with(loggia::NAMESPACE);
            is_named && !is_structural && !NAMES.contains(&fact.predicate.as_str())
        });
        let known = facts.into_iter().map(|fact| (fact.clone(), Origin::Vocabulary, None));
        self.grouped(known.collect())
    }

    /// What follows about the thing in either direction. What only reads a stated fact the other way
    /// round is left out, as are classes and what depends on what.
    fn inferred(&self) -> Vec<FactGroup> {
        let snapshot = self.snapshot;
        if snapshot.inference.is_empty() || !is_known(snapshot, self.iri) {
            return Vec::new();
        }
        let graph = snapshot.graph.as_ref();
        let own = Value::iri(self.iri);
        let mut facts: BTreeSet<Fact> = BTreeSet::new();
        // By property, because a concept may be mentioned a hundred thousand times.
        for property in properties(&snapshot.ontology) {
            facts.extend(graph.matching(Some(&own), Some(property), None));
            facts.extend(graph.matching(None, Some(property), Some(&own)));
        }
        let found = facts.into_iter().filter_map(|fact| {
            let inferred = snapshot.inference.why(&fact)?;
            let is_other_way = matches!(inferred.rule, Rule::Inverse | Rule::Symmetric);
            let premise = inferred.premises.first().filter(|_| is_other_way);
            let is_repeated = premise.is_some_and(|it| snapshot.inference.why(it).is_none());
            // Dependence is told as a whole by the service's `impact`.
            let is_dependence = fact.predicate == arch::DEPENDS_ON;
            (!is_repeated && !is_dependence).then_some((fact, Origin::Inferred))
        });
        let why = |(fact, origin)| {
            let derivation = self.teller.why(&fact);
            (fact, origin, derivation)
        };
        self.grouped(found.map(why).collect())
    }

    fn grouped(&self, known: Vec<(Fact, Origin, Option<Derivation>)>) -> Vec<FactGroup> {
        let mut groups: Vec<FactGroup> = Vec::new();
        for (fact, origin, derivation) in known {
            let backwards = fact.subject.as_iri() != Some(self.iri);
            let other = if backwards { &fact.subject } else { &fact.object };
            let is_same = |group: &FactGroup| {
                (group.property.iri.as_str(), group.property.backwards)
                    == (fact.predicate.as_str(), backwards)
            };
            let at = groups.iter().position(is_same).unwrap_or_else(|| {
                let property = Property::of(self.snapshot, &fact.predicate, backwards);
                groups.push(FactGroup { property, total: 0, facts: Vec::new() });
                groups.len() - 1
            });
            let Some(group) = groups.get_mut(at) else { continue };
            group.total += 1;
            if group.facts.len() < MOST_FACTS {
                group.facts.push(FactView {
                    value: Meaning::of(self.snapshot, other),
                    modality: Modality::Asserted.as_str(),
                    origin,
                    sources: Vec::new(),
                    derivation,
                });
            }
        }
        groups
    }
}

/// The properties between things that the vocabularies define.
fn properties(ontology: &Ontology) -> impl Iterator<Item = &str> {
    let terms = ontology.terms().filter(|(_, term)| term.kind == TermKind::ObjectProperty);
    terms.filter(|(_, term)| !term.is_structural()).map(|(iri, _)| iri)
}
