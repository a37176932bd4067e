//! What the graph says of one thing, as figures need it.

use std::collections::{BTreeMap, BTreeSet};

use crate::figure::scene::Named;
use crate::graph::GraphView;
use crate::rdf::Value;
use crate::vocabulary::{arch, loggia, rdf, rdfs, skos};

/// What is said of one element.
pub(in crate::figure) struct Part {
    pub(in crate::figure) named: Named,
    /// The line it is declared in.
    pub(in crate::figure) line: usize,
    pub(in crate::figure) classes: BTreeSet<String>,
    /// Objects by predicate; both in the order of the graph.
    pub(in crate::figure) said: BTreeMap<String, Vec<Value>>,
}

impl Part {
    pub(in crate::figure) fn is_a(&self, class: &str) -> bool {
        self.classes.contains(class)
    }

    pub(in crate::figure) fn values(&self, predicate: &str) -> impl Iterator<Item = &str> {
        self.said.get(predicate).into_iter().flatten().map(Value::text)
    }
}

/// The graph, as figures ask it.
#[derive(Clone, Copy)]
pub(in crate::figure) struct Graph<'a> {
    /// The graph itself.
    pub(in crate::figure) view: &'a dyn GraphView,
}

impl Graph<'_> {
    pub(in crate::figure) fn subjects(&self, predicate: &str, object: &str) -> Vec<String> {
        let facts = self.view.matching(None, Some(predicate), Some(&Value::iri(object)));
        facts.iter().filter_map(|fact| fact.subject.as_iri().map(str::to_owned)).collect()
    }

    pub(in crate::figure) fn objects(&self, subject: &str, predicate: &str) -> Vec<Value> {
        let facts = self.view.matching(Some(&Value::iri(subject)), Some(predicate), None);
        facts.into_iter().map(|fact| fact.object).collect()
    }

    pub(in crate::figure) fn named(&self, iri: &str) -> Named {
        Named { iri: iri.to_owned(), label: self.label(iri) }
    }

    /// The first label, else the preferred one, else the end of the IRI.
    pub(in crate::figure) fn label(&self, iri: &str) -> String {
        let labels = [rdfs::LABEL, skos::PREF_LABEL];
        let label = labels.iter().find_map(|label| self.objects(iri, label).into_iter().next());
        label.map_or_else(
            || iri.rsplit(['#', '/']).next().unwrap_or_default().to_owned(),
            |label| label.text().to_owned(),
        )
    }

    pub(in crate::figure) fn part(&self, iri: &str) -> Part {
        let mut part = Part {
            named: self.named(iri),
            line: usize::MAX,
            classes: BTreeSet::new(),
            said: BTreeMap::new(),
        };
        for fact in self.view.matching(Some(&Value::iri(iri)), None, None) {
            match fact.predicate.as_str() {
                rdf::TYPE => drop(part.classes.insert(fact.object.text().to_owned())),
                loggia::LINE => part.line = fact.object.text().parse().unwrap_or(usize::MAX),
                _ => part.said.entry(fact.predicate).or_default().push(fact.object),
            }
        }
        part
    }

    /// The contradictions that concern a thing, and its statements that others contradict.
    pub(in crate::figure) fn doubts(&self, iri: &str) -> Vec<Named> {
        let mut doubts = Vec::new();
        for contradiction in self.subjects(arch::CONCERNS, iri) {
            doubts.push(self.named(&contradiction));
        }
        for statement in self.subjects(rdf::SUBJECT, iri) {
            if !self.objects(&statement, arch::CONFLICTS_WITH).is_empty() {
                let label = "sources contradict each other".to_owned();
                doubts.push(Named { iri: statement, label });
            }
        }
        doubts
    }
}
