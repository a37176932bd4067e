//! A report as RDF.

use crate::graph::NamedGraph;
use crate::graph::rules::{Path, Report, Violation};
use crate::rdf::{Fact, Value};
use crate::vocabulary::{rdf, xsd};

impl Report {
    /// The report as a `sh:ValidationReport` with a `sh:ValidationResult` per violation.
    #[must_use]
    pub fn facts(&self) -> Vec<Fact> {
        let mut writer = Writer { facts: Vec::new(), prefix: self.free_prefix(), nodes: 0 };
        let report = writer.node();
        let conforms = Value::Literal {
            text: self.conforms().to_string(),
            datatype: xsd::BOOLEAN.to_owned(),
            language: None,
        };
        writer.add(&report, rdf::TYPE, iri(sh!("ValidationReport")));
        writer.add(&report, sh!("conforms"), conforms);
        for violation in &self.violations {
            let result = writer.node();
            writer.add(&report, sh!("result"), result.clone());
            writer.result(&result, violation);
        }
        writer.facts
    }

    /// [`Report::facts`] as the graph `{base}graph/report`.
    #[must_use]
    pub fn graph(&self, base: &str) -> NamedGraph {
        NamedGraph::of_facts(report_graph_name(base), &self.facts())
    }

    /// What labels of new blank nodes begin with, so that none is that of a node it speaks of.
    fn free_prefix(&self) -> String {
        let mut prefix = "result".to_owned();
        let spoken_of = |violation: &Violation, prefix: &str| {
            let terms = [Some(&violation.focus), violation.value.as_ref()];
            let shapes = [Some(&violation.source_shape), violation.source_constraint.as_ref()];
            terms.into_iter().chain(shapes).flatten().any(|term| match term {
                Value::Blank(label) => label.starts_with(prefix),
                _ => false,
            })
        };
        while self.violations.iter().any(|violation| spoken_of(violation, &prefix)) {
            prefix.push('s');
        }
        prefix
    }
}

/// The name of the graph that holds the report of the book's rules.
#[must_use]
pub fn report_graph_name(base: &str) -> String {
    format!("{base}graph/report")
}

struct Writer {
    facts: Vec<Fact>,
    prefix: String,
    nodes: usize,
}

impl Writer {
    fn node(&mut self) -> Value {
        self.nodes += 1;
        Value::Blank(format!("{}{}", self.prefix, self.nodes))
    }

    fn add(&mut self, subject: &Value, predicate: &str, object: Value) {
        let (subject, predicate) = (subject.clone(), predicate.to_owned());
        self.facts.push(Fact { subject, predicate, object });
    }

    fn result(&mut self, result: &Value, violation: &Violation) {
        self.add(result, rdf::TYPE, iri(sh!("ValidationResult")));
        self.add(result, sh!("focusNode"), violation.focus.clone());
        if let Some(path) = &violation.path {
            let path = self.path(path);
            self.add(result, sh!("resultPath"), path);
        }
        if let Some(value) = &violation.value {
            self.add(result, sh!("value"), value.clone());
        }
        self.add(result, sh!("sourceConstraintComponent"), iri(violation.component));
        self.add(result, sh!("sourceShape"), violation.source_shape.clone());
        if let Some(constraint) = &violation.source_constraint {
            self.add(result, sh!("sourceConstraint"), constraint.clone());
        }
        self.add(result, sh!("resultSeverity"), iri(violation.severity.iri()));
        let datatype =
            violation.language.as_ref().map_or(xsd::STRING, |_| rdf::LANG_STRING).to_owned();
        let language = violation.language.clone();
        let message = Value::Literal { text: violation.message.clone(), datatype, language };
        self.add(result, sh!("resultMessage"), message);
    }

    /// A path as the node that stands for it.
    fn path(&mut self, path: &Path) -> Value {
        let (predicate, inner) = match path {
            Path::Predicate(predicate) => return iri(predicate),
            Path::Sequence(parts) => return self.list(parts),
            Path::Alternative(parts) => (sh!("alternativePath"), self.list(parts)),
            Path::Inverse(inner) => (sh!("inversePath"), self.path(inner)),
            Path::ZeroOrMore(inner) => (sh!("zeroOrMorePath"), self.path(inner)),
            Path::OneOrMore(inner) => (sh!("oneOrMorePath"), self.path(inner)),
            Path::ZeroOrOne(inner) => (sh!("zeroOrOnePath"), self.path(inner)),
        };
        let node = self.node();
        self.add(&node, predicate, inner);
        node
    }

    fn list(&mut self, parts: &[Path]) -> Value {
        let mut rest = iri(rdf::NIL);
        for part in parts.iter().rev() {
            let first = self.path(part);
            let node = self.node();
            self.add(&node, rdf::FIRST, first);
            self.add(&node, rdf::REST, rest);
            rest = node;
        }
        rest
    }
}

fn iri(iri: &str) -> Value {
    Value::Iri(iri.to_owned())
}
