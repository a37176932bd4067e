//! Live queries: `sparql` fences of the documents, asked of the graph of the same revision.
//!
//! [`ask`] finds them, runs them under limits and gives every answer in an order that does not
//! change from one revision to the next unless the answer does. How an answer looks is the
//! business of `page`; what a fence expects of its answer is checked here, so that a document can
//! state a test of the architecture that it describes.

mod expectation;
pub mod options;
mod place;
mod run;
mod table;

pub use table::{AnswerTable, Cell, Column};

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::catalog::{Catalog, PageIndex};
use crate::diagnostic::{Checked, Diagnostic, codes};
use crate::document::fence::{self, OptionProblem};
use crate::document::{CodeBlock, Document};
use crate::figure::Figures;
use crate::graph::GraphView;
use crate::graph::query::{QueryError, QueryResult, is_ordered};
use crate::question::options::{Options, Show};
use crate::text::{LineColumn, Span};

/// The language of a fence that holds a live query.
pub const LANGUAGE: &str = "sparql";

/// What the fences of a book get: the live queries with what came of them, and the figures.
#[derive(Debug, Clone, Default)]
pub struct Answers {
    /// What is drawn.
    pub figures: Figures,
    /// By page, and by index among the page's code blocks.
    live: BTreeMap<(PageIndex, usize), LiveQuery>,
    /// How many queries were run.
    pub asked: usize,
}

impl Answers {
    /// The live query in a code block; `None` where it is mere code.
    #[must_use]
    pub fn of(&self, page: PageIndex, code_block: usize) -> Option<&LiveQuery> {
        self.live.get(&(page, code_block))
    }

    /// The live queries of a page in order.
    pub fn of_page(&self, page: PageIndex) -> impl Iterator<Item = &LiveQuery> {
        self.live.range((page, 0)..=(page, usize::MAX)).map(|(_, live)| live)
    }
}

/// A fence that asks, and what came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct LiveQuery {
    /// The SPARQL text.
    pub query: String,
    /// What its fence says about it.
    pub options: Options,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of a live query.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// It is to be shown, not to be run.
    NotAsked,
    /// There is no answer.
    Failed {
        /// Why.
        message: String,
        /// Where in the query, as far as that is known.
        place: Option<LineColumn>,
    },
    /// There is one.
    Answered {
        /// The answer.
        answer: Answer,
        /// How it differs from what was expected.
        unmet: Option<String>,
    },
}

/// An answer, ready to be shown.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// Yes or no.
    Boolean(bool),
    /// Rows; triples are rows of three columns.
    Table(AnswerTable),
}

/// A fence that asks.
struct Question<'a> {
    document: &'a Document,
    block: &'a CodeBlock,
    key: (PageIndex, usize),
    options: Options,
}

impl Question<'_> {
    /// Whether the query has to be run at all.
    fn wants_answer(&self) -> bool {
        self.options.show != Show::Query || self.options.expect.is_some()
    }

    fn problem(&self, problem: &OptionProblem) -> Diagnostic {
        let place = fence::in_info(self.document, self.block, problem.span);
        Diagnostic::new(codes::QUERY_OPTION, place, &problem.message).help(&problem.help)
    }
}

/// Runs all live queries of a book; none where the book is no literate one.
#[must_use]
pub fn ask(catalog: &Catalog, view: &Arc<dyn GraphView>) -> Checked<Answers> {
    let mut checked = Checked::<Answers>::default();
    if !catalog.config.literate {
        return checked;
    }
    let mut questions = Vec::new();
    for (page, document) in catalog.pages.iter().map(|page| &page.document).enumerate() {
        let blocks = document.code_blocks.iter().enumerate();
        for (index, block) in blocks.filter(|(_, block)| block.language == LANGUAGE) {
            let (options, problems) = options::read(&block.info);
            let question = Question { document, block, key: (page, index), options };
            checked.diagnostics.extend(problems.iter().map(|problem| question.problem(problem)));
            questions.push(question);
        }
    }
    let asked: Vec<&str> = questions
        .iter()
        .filter(|question| question.wants_answer())
        // So that what ends too soon is said to end behind its last word.
        .map(|question| question.block.code.trim_end())
        .collect();
    checked.value.asked = asked.len();
    let mut results = run::all(&asked, view, &catalog.config.limits).into_iter();
    for question in questions {
        let result = if question.wants_answer() { results.next() } else { None };
        let outcome = match result {
            None => Outcome::NotAsked,
            Some(Err(error)) => failed(&question, &error, &mut checked.diagnostics),
            Some(Ok(result)) => {
                let answer = arranged(&question, result, catalog, view.as_ref());
                answered(&question, answer, &mut checked.diagnostics)
            }
        };
        let Question { block, key, options, .. } = question;
        let live = LiveQuery { query: block.code.clone(), options, outcome };
        checked.value.live.insert(key, live);
    }
    checked
}

/// The answer with labels, in a stable order.
fn arranged(
    question: &Question<'_>,
    result: QueryResult,
    catalog: &Catalog,
    view: &dyn GraphView,
) -> Answer {
    let ordered = is_ordered(&question.block.code);
    let table = match result {
        QueryResult::Boolean(answer) => return Answer::Boolean(answer),
        QueryResult::Table { variables, rows } => AnswerTable::of_rows(&variables, rows),
        QueryResult::Facts(facts) => AnswerTable::of_facts(facts),
    };
    let config = &catalog.config;
    Answer::Table(table.labelled(view, &config.base, &config.language).arranged(ordered))
}

fn answered(question: &Question<'_>, answer: Answer, diagnostics: &mut Vec<Diagnostic>) -> Outcome {
    let options = &question.options;
    let span = options.show_span;
    if let Some(problem) = options.show.misfit(&answer, span) {
        diagnostics.push(question.problem(&problem));
    }
    let mut unmet = None;
    if let Some((expect, span)) = &options.expect {
        let span = *span;
        match expectation::check(expect, &answer) {
            Ok(None) => {}
            Ok(Some(difference)) => {
                diagnostics.push(differs(question, span, &difference, &answer));
                unmet = Some(difference);
            }
            Err(message) => {
                let help = "`true` and `false` are for ASK; `empty`, `nonempty` and numbers for other queries";
                let problem =
                    OptionProblem { span, message: message.clone(), help: help.to_owned() };
                diagnostics.push(question.problem(&problem));
                unmet = Some(message);
            }
        }
    }
    Outcome::Answered { answer, unmet }
}

fn differs(question: &Question<'_>, span: Span, difference: &str, answer: &Answer) -> Diagnostic {
    let place = fence::in_info(question.document, question.block, span);
    let problem = Diagnostic::new(codes::QUERY_EXPECTATION, place, difference);
    let problem = problem.label("does not hold");
    let first = match answer {
        Answer::Table(table) if table.one_number().is_none() => table.beginning(),
        _ => None,
    };
    match first {
        Some(first) => problem.help(format!("the answer begins: {first}")),
        None => problem.help("mend what the documents say, or what is expected of them"),
    }
}

fn failed(
    question: &Question<'_>,
    error: &run::Failure,
    diagnostics: &mut Vec<Diagnostic>,
) -> Outcome {
    let (message, place, help) = match error {
        run::Failure::Query(QueryError::Syntax { message, place }) => {
            (message.clone(), Some(*place), "a query that is shown and not run has `show=query`")
        }
        run::Failure::Query(error @ QueryError::Refused { place, .. }) => {
            (error.to_string(), *place, "ask in a simpler way")
        }
        run::Failure::Query(QueryError::RowLimit { limit }) => {
            let message = format!("the answer has more than {limit} rows");
            (message, None, "add LIMIT, count the rows, or ask more narrowly")
        }
        run::Failure::Query(error) => (error.to_string(), None, "ask more narrowly"),
        run::Failure::NotRun(reason) => (reason.clone(), None, "ask fewer or simpler queries"),
    };
    let (document, block) = (question.document, question.block);
    let at = match place {
        Some(place) => place::in_code(document, block, place),
        None => fence::of_fence(document, block),
    };
    let headline = format!("this live query cannot be answered: {message}");
    diagnostics.push(Diagnostic::new(codes::QUERY_FAILED, at, headline).help(help));
    Outcome::Failed { message, place }
}

#[cfg(test)]
mod tests;
