//! Rules about the graph: SHACL shapes, checked over one revision.
//!
//! [`Shapes::read`] makes shapes of a shapes graph once; [`validate`] checks them. Paths and
//! constraints walk the view itself, which gives every violation its focus, value and property to be
//! traced to a place in the text. Rules that are queries (`sh:sparql`) go through the view's
//! evaluator, one query for many focus nodes, under the limits of all queries. MINUS is allowed in
//! them, which the Recommendation does not want; VALUES is refused, as it says.

/// The IRI of a term of SHACL.
macro_rules! sh {
    ($name:literal) => {
        concat!("http://www.w3.org/ns/shacl#", $name)
    };
}

mod evaluate;
mod index;
mod literal;
mod message;
mod path;
mod read;
mod report;
mod shape;

use std::sync::Arc;

pub use path::Path;
pub use report::report_graph_name;
pub use shape::{Severity, ShapeProblem, Shapes};

use crate::graph::GraphView;
use crate::graph::query::{QueryError, QueryLimits, Stop};
use crate::graph::rules::evaluate::Run;
use crate::rdf::Value;

/// What checking may cost. Time is the business of [`Stop`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleLimits {
    /// How many violations there may be.
    pub violations: usize,
    /// What each query of a rule may cost.
    pub query: QueryLimits,
}

/// One thing that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    /// The shape that was asked to hold: the rule people know by its name.
    pub root_shape: Value,
    /// The node that breaks it.
    pub focus: Value,
    /// What leads from the node to the value, where the rule is about that.
    pub path: Option<Arc<Path>>,
    /// The IRI of the constraint component.
    pub component: &'static str,
    /// The value that is wrong, where there is one.
    pub value: Option<Value>,
    /// The shape that holds the constraint: the root shape or a part of it.
    pub source_shape: Value,
    /// The node of the query, where the rule is one.
    pub source_constraint: Option<Value>,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, for people: the rule's own words where it has some.
    pub message: String,
    /// The language of the message, where the rule says so.
    pub language: Option<String>,
    /// What else the rule's query found, by the names of its columns.
    pub bindings: Vec<(String, Value)>,
}

/// The outcome of checking all shapes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// All violations, sorted.
    pub violations: Vec<Violation>,
    /// Rules that could not be checked, because their query is wrong or refused.
    pub problems: Vec<ShapeProblem>,
}

impl Report {
    /// Whether every rule was checked and none is broken, not even one that only warns.
    #[must_use]
    pub fn conforms(&self) -> bool {
        self.violations.is_empty() && self.problems.is_empty()
    }
}

/// Why there is no report. A part of one is never given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ValidationError {
    /// There are more violations than may be told.
    #[error("the rules are broken at more than {limit} places")]
    TooMany {
        /// The most that are told.
        limit: usize,
    },
    /// It had to stop.
    #[error("the rules could not be checked: {0}")]
    Stopped(#[from] QueryError),
}

/// Checks all shapes that have targets over all graphs of a view together.
///
/// Queries of rules are parsed and planned on the caller's stack: call it where queries run.
///
/// # Errors
/// Where it has to stop, or there is more to tell than may be.
pub fn validate(
    view: &dyn GraphView,
    shapes: &Shapes,
    limits: &RuleLimits,
    stop: &Stop,
) -> Result<Report, ValidationError> {
    Run::new(view, shapes, limits, stop).all()
}

#[cfg(test)]
mod tests;
