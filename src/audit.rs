//! The rules over the facts: every violation as a diagnostic at the words that are to blame.
//!
//! [`crate::graph::rules`] says what is broken in the graph; here its nodes are traced back to the
//! statements of the documents. Rules run on a worker with a deep stack, as queries do, and within
//! the time that the book's live queries have.

mod blame;

use std::sync::Arc;

use crate::audit::blame::Blame;
use crate::catalog::Catalog;
use crate::config::Limits;
use crate::diagnostic::{Checked, Code, Diagnostic, codes};
use crate::facts::Facts;
use crate::graph::GraphView;
use crate::graph::pool::QueryPool;
use crate::graph::query::QueryLimits;
use crate::graph::rules::{
    Report, RuleLimits, Severity, ShapeProblem, Shapes, Violation, validate,
};
use crate::ontology::{Ontology, RulePlace, local_name};
use crate::rdf::Value;
use crate::text::{FilePath, Place, Span, Texts};

/// Violations are told up to this many.
const MOST_VIOLATIONS: usize = 10_000;

/// What the rules say of a book.
#[derive(Debug, Clone, Default)]
pub struct Audit {
    /// The outcome as a graph has it.
    pub report: Report,
    /// Each violation for people, in the order of [`Report::violations`].
    pub findings: Vec<Finding>,
}

/// A violation with the words that are to blame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: Value,
    /// What breaks it.
    pub focus: Value,
    /// What is wrong with it, names in place of IRIs, without the full stop.
    pub message: String,
    /// How bad that is.
    pub severity: Severity,
    /// Where the words stand, the most telling first.
    pub places: Vec<Place>,
}

/// Checks every rule over a book. There is no report where the book is not literate or where the
/// rules could not be checked.
#[must_use]
pub fn audit(
    catalog: &Catalog,
    ontology: &Ontology,
    facts: &Facts,
    view: &Arc<dyn GraphView>,
    texts: &Texts,
) -> Checked<Option<Audit>> {
    let mut checked = Checked::<Option<Audit>>::default();
    if !catalog.config.literate {
        return checked;
    }
    let (shapes, problems) = Shapes::read(&ontology.shapes);
    let told = Told { catalog, ontology, texts, blame: Blame::new(facts, ontology) };
    checked.diagnostics.extend(problems.iter().map(|problem| told.unreadable_rule(problem)));
    if shapes.is_empty() {
        checked.value = Some(Audit::default());
        return checked;
    }
    match report(shapes, view, &catalog.config.limits) {
        Ok(report) => {
            let findings: Vec<Finding> =
                report.violations.iter().map(|violation| told.finding(violation)).collect();
            checked.diagnostics.extend(findings.iter().map(|finding| told.problem(finding)));
            let broken = report.problems.iter().map(|problem| told.unreadable_rule(problem));
            checked.diagnostics.extend(broken);
            checked.value = Some(Audit { report, findings });
        }
        Err(message) => {
            let problem = Diagnostic::new(codes::RULES_NOT_CHECKED, told.nowhere(), message)
                .help("make the rules narrower, or allow more with `live-seconds`");
            checked.diagnostics.push(problem);
        }
    }
    checked
}

fn report(shapes: Shapes, view: &Arc<dyn GraphView>, limits: &Limits) -> Result<Report, String> {
    let own = Limits { query_workers: 1, query_time: limits.live_time, ..*limits };
    let pool = QueryPool::start(&own).map_err(|error| format!("no thread for rules: {error}"))?;
    let limits = RuleLimits { violations: MOST_VIOLATIONS, query: QueryLimits::from(limits) };
    let view = Arc::clone(view);
    let run = pool.run_blocking(move |stop| Ok(validate(view.as_ref(), &shapes, &limits, stop)));
    run.map_err(|error| error.to_string())?.map_err(|error| error.to_string())
}

/// What is known for telling of violations.
struct Told<'a> {
    catalog: &'a Catalog,
    ontology: &'a Ontology,
    texts: &'a Texts,
    blame: Blame<'a>,
}

impl Told<'_> {
    fn finding(&self, violation: &Violation) -> Finding {
        Finding {
            rule: violation.root_shape.clone(),
            focus: violation.focus.clone(),
            message: self.message(violation),
            severity: violation.severity.clone(),
            places: self.blame.places(violation),
        }
    }

    fn problem(&self, finding: &Finding) -> Diagnostic {
        let mut places = finding.places.iter().cloned();
        let place = places.next().unwrap_or_else(|| self.nowhere());
        let rule = finding.rule.text();
        let message = format!("{}: {}", self.name(&finding.focus), finding.message);
        let mut problem = Diagnostic::new(code_of(&finding.severity), place, message)
            .label(format!("breaks {}", local_name(rule)));
        for other in places {
            problem = problem.related(other, "and here");
        }
        if let Some(place) = self.place_of_rule(&finding.rule) {
            problem = problem.related(place, "the rule stands here");
        }
        match self.name_of_rule(rule) {
            Some(name) => problem.help(format!("the rule {}: {name}", local_name(rule))),
            None => problem.help(format!("the rule {}", local_name(rule))),
        }
    }

    /// The words of the rule, with names in place of IRIs, without the full stop.
    fn message(&self, violation: &Violation) -> String {
        let bound = violation.bindings.iter().map(|(_, value)| value);
        let terms = [Some(&violation.focus), violation.value.as_ref()].into_iter().flatten();
        let mut message = violation.message.clone();
        for term in terms.chain(bound) {
            if let Value::Iri(iri) = term {
                message = message.replace(&format!("<{iri}>"), &self.name(term));
            }
        }
        message.trim_end_matches('.').to_owned()
    }

    fn name(&self, value: &Value) -> String {
        let named = value.as_iri().and_then(|iri| self.blame.label(iri));
        named.map_or_else(|| value.text().to_owned(), str::to_owned)
    }

    fn name_of_rule(&self, rule: &str) -> Option<&str> {
        let of_rule = self.ontology.shapes.iter().filter(|fact| fact.subject.text() == rule);
        let mut names = of_rule.filter(|fact| fact.predicate == NAME);
        names.next().map(|fact| fact.object.text())
    }

    fn unreadable_rule(&self, problem: &ShapeProblem) -> Diagnostic {
        let rule = match &problem.shape {
            Value::Iri(iri) => local_name(iri).to_owned(),
            _ => "a rule without a name".to_owned(),
        };
        let message = format!("{rule} cannot be checked: {}", problem.message);
        let place = self.place_of_rule(&problem.shape).unwrap_or_else(|| self.nowhere());
        Diagnostic::new(codes::MALFORMED_RULE, place, message)
            .help("mend the rule in the files that `shapes` of `book.toml` names")
    }

    /// Where a rule of the book's own is written.
    fn place_of_rule(&self, rule: &Value) -> Option<Place> {
        let RulePlace { text, line } = self.ontology.place_of_rule(rule)?;
        let settings = self.catalog.config.shapes.iter();
        let source = settings.filter_map(|setting| self.texts.get(&setting.file)).nth(text)?;
        let start = source.lines().line_start(line)?;
        let written = source.text().get(start..)?.lines().next()?.trim_end();
        Some(Place::new(source.path().clone(), Span::new(start, start + written.len())))
    }

    /// Where problems stand that no words of a document are to blame for.
    fn nowhere(&self) -> Place {
        let setting = self.catalog.config.shapes.first().map(|setting| setting.place.clone());
        let first = self.catalog.pages.first();
        let page = || first.map(|page| Place::start_of(page.document.path.clone()));
        setting.or_else(page).unwrap_or_else(|| Place::start_of(FilePath::default()))
    }
}

/// The property by which a rule has a name.
const NAME: &str = "http://www.w3.org/ns/shacl#name";

fn code_of(severity: &Severity) -> &'static Code {
    match severity {
        Severity::Warning => codes::RULE_WARNING,
        Severity::Info => codes::RULE_NOTE,
        Severity::Violation | Severity::Other(_) => codes::RULE_VIOLATION,
    }
}

#[cfg(test)]
mod tests;
