//! Who says so: the statements behind a fact, and for what nobody states, what it follows from.

mod question;

pub use question::{Question, WhyProblem};

use std::collections::BTreeSet;

use serde::Serialize;

use crate::catalog::Catalog;
use crate::facts::{Facts, Modality, Statement, StatementId};
use crate::graph::emit::statement_iri;
use crate::graph::inference::Inferred;
use crate::page::article::is_a;
use crate::rdf::{Fact, Value};
use crate::service::why::question::Wanted;
use crate::snapshot::Snapshot;
use crate::vocabulary::rdf;

/// An answer explains no more inferred facts than this.
const MOST_DERIVATIONS: usize = 100;
/// A derivation is followed no deeper than this to what is stated.
const DEEPEST: usize = 32;

/// The answer to a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Why {
    /// How many statements say so.
    pub total: usize,
    /// The first of them, in the order of the book.
    pub statements: Vec<Reason>,
    /// Where nobody states it: what follows, each with its reason.
    pub inferred: Vec<Derivation>,
}

/// A statement that says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// The statement.
    #[serde(skip)]
    pub id: StatementId,
    /// Its IRI.
    pub iri: String,
    /// What it says.
    pub fact: Told,
    /// `asserted`, `recommended`, `optional` or `negated`.
    pub modality: &'static str,
    /// How it is written.
    pub written_as: &'static str,
    /// Whom the document quotes for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub according_to: Option<String>,
    /// The words that say so.
    pub quote: String,
    /// The file they stand in.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// IRIs of statements that cannot hold together with this one.
    pub conflicts_with: Vec<String>,
    /// These statements themselves.
    #[serde(skip)]
    pub conflicts: Vec<StatementId>,
}

/// A fact in the graph's words and in those of people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    /// As in N-Triples.
    pub subject: String,
    /// The property's IRI.
    pub predicate: String,
    /// As in N-Triples.
    pub object: String,
    /// "Services domain – trusts – Data domain".
    pub text: String,
}

/// Why something follows that nobody states.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Derivation {
    /// What follows.
    pub fact: Told,
    /// By which rule.
    pub rule: &'static str,
    /// What the vocabulary says that makes the rule apply.
    pub axiom: Told,
    /// What it follows from: facts that follow themselves, each with its reason.
    pub from: Vec<Derivation>,
    /// What it follows from and somebody states.
    pub statements: Vec<Reason>,
}

/// Finds who says so: at most `limit` statements.
#[must_use]
pub fn why(snapshot: &Snapshot, question: &Question, limit: usize) -> Why {
    let facts = &snapshot.facts;
    let found = matching(facts, question);
    let teller = Teller { snapshot };
    let statements = found.iter().take(limit).filter_map(|id| teller.reason(*id));
    Why {
        total: found.len(),
        statements: statements.collect(),
        inferred: if found.is_empty() { teller.derivations(question, limit) } else { Vec::new() },
    }
}

/// The statements that a question is about, in the order of the book.
fn matching(facts: &Facts, question: &Question) -> BTreeSet<StatementId> {
    let index = &facts.index;
    let union = |wanted: &Wanted, of: &dyn Fn(&str) -> Vec<StatementId>| -> Option<Vec<_>> {
        let texts = wanted.texts()?;
        Some(texts.flat_map(of).collect())
    };
    // The part that is likely to be rarest is looked up, the others are compared.
    let candidates = union(&question.subject, &|text| index.about(text).to_vec())
        .or_else(|| union(&question.object, &|text| index.with_value(text).to_vec()))
        .or_else(|| union(&question.predicate, &|text| index.of_property(text).to_vec()))
        .unwrap_or_else(|| facts.statements().map(|(id, _)| id).collect());
    let fits = |id: &StatementId| {
        facts.statement(*id).is_some_and(|statement| question.fits(&statement.fact))
    };
    candidates.into_iter().filter(fits).collect()
}

/// Puts what is known into words.
#[derive(Clone, Copy)]
pub(in crate::service) struct Teller<'a> {
    pub(in crate::service) snapshot: &'a Snapshot,
}

impl<'a> Teller<'a> {
    fn catalog(self) -> &'a Catalog {
        &self.snapshot.catalog
    }

    pub(in crate::service) fn reason(self, id: StatementId) -> Option<Reason> {
        let facts = &self.snapshot.facts;
        let statement = facts.statement(id)?;
        let Statement { fact, place, .. } = statement;
        let text = self.snapshot.texts.get(&place.file);
        let start = text.map(|text| text.line_column(place.span.start));
        let conflicts = facts.index.conflicts(id).to_vec();
        Some(Reason {
            id,
            iri: statement_iri(self.catalog(), id),
            fact: self.told(fact),
            modality: statement.modality.as_str(),
            written_as: statement.form.as_str(),
            according_to: statement.according_to.clone(),
            quote: statement.quote.clone(),
            file: place.file.as_str().to_owned(),
            line: start.map_or(1, |start| start.line),
            column: start.map_or(1, |start| start.column),
            conflicts_with: conflicts.iter().map(|id| statement_iri(self.catalog(), *id)).collect(),
            conflicts,
        })
    }

    /// What follows without being stated. A question that leaves something open is answered from
    /// everything that follows; one that does not, from the one fact it is about.
    fn derivations(self, question: &Question, limit: usize) -> Vec<Derivation> {
        let limit = limit.min(MOST_DERIVATIONS);
        let inference = &self.snapshot.inference;
        let inferred: Vec<Inferred> = match question.facts() {
            Some(facts) => facts.filter_map(|fact| inference.why(&fact)).take(limit).collect(),
            None => {
                inference.iter().filter(|known| question.fits(&known.fact)).take(limit).collect()
            }
        };
        inferred.iter().map(|inferred| self.derivation(inferred, DEEPEST)).collect()
    }

    /// Why a fact follows that nobody states.
    pub(in crate::service) fn why(self, fact: &Fact) -> Option<Derivation> {
        let inferred = self.snapshot.inference.why(fact)?;
        Some(self.derivation(&inferred, DEEPEST))
    }

    /// What a conclusion is drawn from, down to what is stated.
    fn derivation(self, inferred: &Inferred, depth: usize) -> Derivation {
        let mut from = Vec::new();
        let mut statements = Vec::new();
        for premise in &inferred.premises {
            let question = Question::about(premise);
            let mut said = matching(&self.snapshot.facts, &question).into_iter();
            // Only what is asserted carries a conclusion.
            let reason = said.find_map(|id| {
                let statement = self.snapshot.facts.statement(id)?;
                (statement.modality == Modality::Asserted).then(|| self.reason(id))?
            });
            match reason {
                Some(reason) => statements.push(reason),
                None if depth > 0 => {
                    let deeper = self.snapshot.inference.why(premise);
                    from.extend(deeper.map(|inferred| self.derivation(&inferred, depth - 1)));
                }
                None => {}
            }
        }
        Derivation {
            fact: self.told(&inferred.fact),
            rule: inferred.rule.name(),
            axiom: self.told(&inferred.axiom),
            from,
            statements,
        }
    }

    fn told(self, fact: &Fact) -> Told {
        let object = self.name(&fact.object);
        let predicate = match fact.predicate.as_str() {
            rdf::TYPE => is_a(&object).to_owned(),
            other => self.name(&Value::iri(other)),
        };
        Told {
            subject: fact.subject.to_string(),
            predicate: fact.predicate.clone(),
            object: fact.object.to_string(),
            text: format!("{} – {predicate} – {object}", self.name(&fact.subject)),
        }
    }

    pub(in crate::service) fn name(self, value: &Value) -> String {
        match value.as_iri() {
            Some(iri) => self.snapshot.known().name(iri),
            None => value.text().to_owned(),
        }
    }
}
