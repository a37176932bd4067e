//! What the rules of a book say of it: each rule with what breaks it.

use serde::Serialize;

use crate::audit::Finding;
use crate::graph::rules::Severity;
use crate::ontology::local_name;
use crate::service::entity::SourcePlace;
use crate::service::thing::{Thing, architecture_of};
use crate::snapshot::Snapshot;

/// Which rules to tell of. Whatever is empty asks for all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RuleFilter {
    /// The IRI of an architecture: only what concerns it or its elements.
    pub architecture: Option<String>,
    /// The IRI, the short name or a part of the name of a rule.
    pub rule: Option<String>,
}

/// A rule with what breaks it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleView {
    /// Its IRI.
    pub iri: String,
    /// The end of its IRI, by which people refer to it.
    pub id: String,
    /// What it demands.
    pub name: String,
    /// Why.
    pub comment: String,
    /// `Violation`, `Warning` or `Info`.
    pub severity: String,
    /// How often it is broken.
    pub total: usize,
    /// The first of what breaks it.
    pub results: Vec<RuleResult>,
}

/// Something that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleResult {
    /// The IRI of the rule; empty where it has none.
    pub rule: String,
    /// What the rule demands.
    pub rule_name: String,
    /// `violation`, `warning` or `note`.
    pub severity: &'static str,
    /// What breaks it, where that has a name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thing: Option<Thing>,
    /// What is wrong with it.
    pub message: String,
    /// Where the words stand that are to blame, the most telling first.
    pub places: Vec<SourcePlace>,
}

/// Of one rule results are told up to this many, and as many of one thing.
const MOST_RESULTS: usize = 100;

/// The rules that a filter leaves, in the order of their IRIs, those that hold included.
#[must_use]
pub fn rules(snapshot: &Snapshot, filter: &RuleFilter) -> Vec<RuleView> {
    let wanted = filter.rule.as_deref().map(str::to_lowercase);
    let mut rules = snapshot.ontology.rules();
    rules.retain(|rule| {
        wanted.as_ref().is_none_or(|wanted| {
            rule.iri.to_lowercase() == *wanted
                || local_name(&rule.iri).to_lowercase() == *wanted
                || rule.name.to_lowercase().contains(wanted)
        })
    });
    let concerns = |finding: &&Finding| match (&filter.architecture, finding.focus.as_iri()) {
        (None, _) => true,
        (Some(architecture), Some(focus)) => {
            focus == architecture || architecture_of(snapshot, focus) == Some(architecture)
        }
        (Some(_), None) => false,
    };
    let rules = rules.into_iter().map(|rule| {
        let broken = |finding: &&Finding| finding.rule.text() == rule.iri;
        let found: Vec<&Finding> =
            snapshot.audit.findings.iter().filter(broken).filter(concerns).collect();
        RuleView {
            id: local_name(&rule.iri).to_owned(),
            total: found.len(),
            results: found
                .into_iter()
                .take(MOST_RESULTS)
                .map(|finding| result(snapshot, finding, &rule.name))
                .collect(),
            iri: rule.iri,
            name: rule.name,
            comment: rule.comment,
            severity: rule.severity,
        }
    });
    rules.collect()
}

/// What the rules find wrong with one thing.
#[must_use]
pub(in crate::service) fn results_of(snapshot: &Snapshot, iri: &str) -> Vec<RuleResult> {
    let of_thing = |finding: &&Finding| finding.focus.as_iri() == Some(iri);
    let mut found = snapshot.audit.findings.iter().filter(of_thing).peekable();
    if found.peek().is_none() {
        return Vec::new();
    }
    let rules = snapshot.ontology.rules();
    let results = found.take(MOST_RESULTS).map(|finding| {
        let rule = rules.iter().find(|rule| rule.iri == finding.rule.text());
        result(snapshot, finding, rule.map_or("", |rule| rule.name.as_str()))
    });
    results.collect()
}

fn result(snapshot: &Snapshot, finding: &Finding, name: &str) -> RuleResult {
    let places = finding.places.iter().map(|place| {
        let text = snapshot.texts.get(&place.file);
        let line = text.map_or(1, |text| text.line_column(place.span.start).line);
        SourcePlace { file: place.file.as_str().to_owned(), line }
    });
    RuleResult {
        rule: finding.rule.as_iri().unwrap_or_default().to_owned(),
        rule_name: name.to_owned(),
        severity: match finding.severity {
            Severity::Warning => "warning",
            Severity::Info => "note",
            Severity::Violation | Severity::Other(_) => "violation",
        },
        thing: finding.focus.as_iri().map(|iri| Thing::of(snapshot, iri)),
        message: finding.message.clone(),
        places: places.collect(),
    }
}
