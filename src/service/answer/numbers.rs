//! Numbers that a property has: who has this one, as in “which service listens on port 25”, and what
//! the vocabularies themselves give.

use std::collections::BTreeSet;

use crate::nomenclature::Role;
use crate::rdf::Fact;
use crate::service::answer::plan::{FactAnswer, Plan};
use crate::service::answer::understand::Item;
use crate::service::answer::{Cell, Row};
use crate::vocabulary::rdf;

/// What the vocabularies themselves say is told by no document.
const BY_VOCABULARY: &str = "by the vocabulary";

impl<'q> Plan<'_, 'q> {
    /// The number that the question names, with the property before it: “port 1801”.
    fn number(&self) -> Option<(&'q Item<'_>, &str)> {
        let topic = self.topics.iter().find(|topic| topic.number.is_some())?;
        let before = self.question.names().find(|item| item.last + 1 == topic.first)?;
        Some((before, topic.number.as_deref()?))
    }

    /// Whether a property with a number behind it is all that joins.
    pub(in crate::service::answer) fn is_about_a_number(&self) -> bool {
        self.number().is_some_and(|(before, _)| {
            before.is(Role::Property)
                && self
                    .verb
                    .is_none_or(|verb| verb.first == before.first || self.question.is_weak(verb))
        })
    }

    /// The records with the number, put together by what is asked for; by the number itself where
    /// nothing is.
    pub(in crate::service::answer) fn numbered(&self) -> Option<FactAnswer> {
        let (before, number) = self.number()?;
        let knowledge = self.knowledge;
        let property = before.best(Role::Property).first().map(|it| it.iri.to_string())?;
        if let Some(found) = self.by_vocabulary_with(&property, number) {
            return Some(found);
        }
        let family = knowledge.family(&property);
        let with = knowledge.with_value(number);
        let records = with.filter(|(_, it)| family.contains(it.fact.predicate.as_str()));
        let records: Vec<String> =
            records.map(|(_, it)| it.fact.subject.text().to_owned()).collect();
        let asked = self.focus.and_then(|focus| focus.best(Role::Property).first().copied());
        let asked = asked.map_or(property.as_str(), |asked| &*asked.iri);
        if records.is_empty() || (self.focus.is_some() && asked == property) {
            return None;
        }
        self.grouped(asked, records, &BTreeSet::new())
    }

    /// What of the class that is asked for has a number by the vocabularies themselves: the protocol
    /// whose default port it is.
    fn by_vocabulary_with(&self, property: &str, number: &str) -> Option<FactAnswer> {
        let ontology = &self.knowledge.snapshot.ontology;
        let classes = self.focus?.best(Role::Class);
        let is_asked = |fact: &&Fact| {
            let mut types = ontology
                .facts
                .iter()
                .filter(|it| it.subject == fact.subject && it.predicate == rdf::TYPE);
            types.any(|it| {
                classes.iter().any(|class| ontology.is_within(it.object.text(), &class.iri))
            })
        };
        let facts = ontology
            .facts
            .iter()
            .filter(|fact| fact.object.text() == number && self.is_of(property, &fact.predicate));
        self.told_by_vocabulary(property, facts.filter(is_asked))
    }

    /// The values that the vocabularies themselves give a concept, by this property or one that has
    /// its name in it: the default port of a protocol.
    pub(in crate::service::answer) fn of_vocabulary(
        &self,
        property: &str,
        topic: &Item<'_>,
    ) -> Option<FactAnswer> {
        let concepts: BTreeSet<&str> =
            topic.best(Role::Concept).iter().map(|it| &*it.iri).collect();
        let facts = self.knowledge.snapshot.ontology.facts.iter().filter(|fact| {
            concepts.contains(fact.subject.text()) && self.is_of(property, &fact.predicate)
        });
        self.told_by_vocabulary(property, facts)
    }

    /// Whether a property is another, or ends with its name.
    fn is_of(&self, property: &str, other: &str) -> bool {
        let name = self.knowledge.name(property);
        let label = self.knowledge.snapshot.ontology.label(other);
        other == property || label.ends_with(&format!(" {name}"))
    }

    fn told_by_vocabulary<'f>(
        &self,
        property: &str,
        facts: impl Iterator<Item = &'f Fact>,
    ) -> Option<FactAnswer> {
        let knowledge = self.knowledge;
        let rows: Vec<(Option<&str>, Row)> = facts
            .map(|fact| {
                let cells = vec![
                    knowledge.cell(&fact.subject),
                    Cell { text: knowledge.name(&fact.predicate), address: None },
                    knowledge.cell(&fact.object),
                ];
                (None, Row { cells, note: Some(BY_VOCABULARY.to_owned()), sources: Vec::new() })
            })
            .collect();
        if rows.is_empty() {
            return None;
        }
        let columns = ["Subject", "Property", "Value"].map(str::to_owned).to_vec();
        Some(self.finished(self.heading(&knowledge.name(property)), columns, rows))
    }
}
