//! A query that is answered once for each value of a variable.
//!
//! The values stand to the left of a lateral join and the query, as a subquery, to its right: the
//! evaluator then begins each round with the variable set, and the planner knows that it is. A
//! subquery sees the variable only where it selects it, so that every SELECT has to, and nothing of
//! the query may set it.

use oxigraph::model::{BlankNode, Literal, NamedNode, Term, Variable};
use spargebra::Query;
use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression};
use spargebra::term::GroundTerm;

use crate::graph::query::{QueryError, walk};
use crate::rdf::Value;

/// What a blank node is written as between planner and dataset, for constants of queries cannot be
/// blank. No IRI has a space, so nothing else reads like it.
const BLANK_PREFIX: &str = "blank node ";

/// A variable and the values it has in turn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bound<'a> {
    pub(super) variable: &'a str,
    pub(super) values: &'a [Value],
}

impl Bound<'_> {
    /// The query with the values before it.
    pub(super) fn put_before(self, query: Query) -> Result<Query, QueryError> {
        let Query::Select { dataset, pattern, base_iri } = query else {
            return Err(refuse("This form of query", "only a SELECT can be asked for each value"));
        };
        let variable = Variable::new(self.variable)
            .map_err(|error| QueryError::Internal(format!("{}: {error}", self.variable)))?;
        let variables = self.check(&pattern)?;
        let rows = self.values.iter().map(|value| vec![Some(constant(value))]);
        let values = GraphPattern::Values { variables: vec![variable], bindings: rows.collect() };
        let each = GraphPattern::Lateral { left: Box::new(values), right: Box::new(pattern) };
        let pattern = GraphPattern::Project { inner: Box::new(each), variables };
        Ok(Query::Select { dataset, pattern, base_iri })
    }

    /// The columns of a query that uses the variable as it may. A list instead of recursion: the
    /// tree may be too deep for that.
    fn check(self, pattern: &GraphPattern) -> Result<Vec<Variable>, QueryError> {
        let mut columns = None;
        let mut patterns = vec![pattern];
        let mut expressions: Vec<&Expression> = Vec::new();
        loop {
            if let Some(expression) = expressions.pop() {
                if let Expression::Exists(inner) = expression {
                    patterns.push(inner);
                }
                expressions.extend(walk::parts(expression));
                continue;
            }
            let Some(pattern) = patterns.pop() else {
                break;
            };
            if let GraphPattern::Project { variables, .. } = pattern {
                self.check_selected(variables)?;
                columns.get_or_insert_with(|| variables.clone());
            }
            self.check_set(pattern)?;
            let (inner, own) = below(pattern);
            patterns.extend(inner);
            expressions.extend(own);
        }
        columns.ok_or_else(|| QueryError::Internal("a SELECT without columns".to_owned()))
    }

    fn check_selected(self, variables: &[Variable]) -> Result<(), QueryError> {
        if variables.iter().any(|variable| variable.as_str() == self.variable) {
            return Ok(());
        }
        let what = format!("A SELECT without ${}", self.variable);
        Err(refuse(&what, "every SELECT of the query must select it, or it is unknown there"))
    }

    /// Whether a pattern gives the variable a value itself.
    fn check_set(self, pattern: &GraphPattern) -> Result<(), QueryError> {
        match pattern {
            GraphPattern::Values { .. } => {
                let why = format!(
                    "its rows would be multiplied by the values of ${}; use FILTER and IN",
                    self.variable
                );
                Err(refuse("VALUES", &why))
            }
            GraphPattern::Extend { variable, .. } if variable.as_str() == self.variable => {
                let what = format!("AS ${}", self.variable);
                Err(refuse(&what, "it has its value before the query begins"))
            }
            _ => Ok(()),
        }
    }
}

/// The patterns and expressions right below a pattern.
fn below(pattern: &GraphPattern) -> (Vec<&GraphPattern>, Vec<&Expression>) {
    match pattern {
        GraphPattern::Bgp { .. } | GraphPattern::Path { .. } | GraphPattern::Values { .. } => {
            (Vec::new(), Vec::new())
        }
        GraphPattern::Join { left, right }
        | GraphPattern::Lateral { left, right }
        | GraphPattern::Union { left, right }
        | GraphPattern::Minus { left, right } => (vec![left, right], Vec::new()),
        GraphPattern::LeftJoin { left, right, expression } => {
            (vec![left, right], expression.iter().collect())
        }
        GraphPattern::Filter { expr, inner } => (vec![inner], vec![expr]),
        GraphPattern::Extend { inner, expression, .. } => (vec![inner], vec![expression]),
        GraphPattern::OrderBy { inner, expression } => {
            let keys = expression.iter().map(|key| match key {
                OrderExpression::Asc(key) | OrderExpression::Desc(key) => key,
            });
            (vec![inner], keys.collect())
        }
        GraphPattern::Group { inner, aggregates, .. } => {
            let expressions = aggregates.iter().filter_map(|(_, aggregate)| match aggregate {
                AggregateExpression::FunctionCall { expr, .. } => Some(expr),
                AggregateExpression::CountSolutions { .. } => None,
            });
            (vec![inner], expressions.collect())
        }
        GraphPattern::Graph { inner, .. }
        | GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. }
        | GraphPattern::Service { inner, .. } => (vec![inner], Vec::new()),
    }
}

/// A term of a query that stands for a value.
fn constant(value: &Value) -> GroundTerm {
    match value {
        Value::Iri(iri) => NamedNode::new_unchecked(iri).into(),
        Value::Blank(label) => NamedNode::new_unchecked(format!("{BLANK_PREFIX}{label}")).into(),
        Value::Literal { .. } => match Term::from(value) {
            Term::Literal(literal) => literal.into(),
            Term::NamedNode(_) | Term::BlankNode(_) => Literal::from(value.text()).into(),
        },
    }
}

/// The term that a constant of a query stands for.
pub(super) fn revealed(term: Term) -> Term {
    match &term {
        Term::NamedNode(node) => match node.as_str().strip_prefix(BLANK_PREFIX) {
            Some(label) => BlankNode::new_unchecked(label).into(),
            None => term,
        },
        _ => term,
    }
}

fn refuse(what: &str, why: &str) -> QueryError {
    QueryError::Refused { what: what.to_owned(), why: why.to_owned(), place: None }
}
