//! Shapes as they are checked: read once, plain data, without cycles.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use regex::Regex;

use crate::graph::rules::Path;
use crate::graph::rules::literal::Meaning;
use crate::rdf::Value;

/// The rules of one shapes graph.
#[derive(Debug, Clone, Default)]
pub struct Shapes {
    pub(in crate::graph) all: Vec<Shape>,
    /// Those with targets, in order of their names.
    pub(in crate::graph) roots: Vec<ShapeId>,
    /// The classes the shapes graph says are right below each class.
    pub(in crate::graph) classes_below: BTreeMap<String, BTreeSet<String>>,
}

impl Shapes {
    /// How many shapes have targets, so that they are checked by themselves.
    #[must_use]
    pub fn len(&self) -> usize {
        self.roots.len()
    }

    /// Whether there is nothing to check.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.roots.is_empty()
    }

    pub(in crate::graph) fn get(&self, id: ShapeId) -> Option<&Shape> {
        self.all.get(id.0)
    }
}

/// What is wrong with a shapes graph, or with the query of a rule. The rest of the rules hold.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ShapeProblem {
    /// The innermost shape around the problem that has a name.
    pub shape: Value,
    /// What is wrong, and what was done about it.
    pub message: String,
}

impl fmt::Display for ShapeProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.shape, self.message)
    }
}

/// How bad a violation is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Severity {
    /// `sh:Violation`.
    #[default]
    Violation,
    /// `sh:Warning`.
    Warning,
    /// `sh:Info`.
    Info,
    /// Another one, by its IRI.
    Other(String),
}

impl Severity {
    /// The IRI.
    #[must_use]
    pub fn iri(&self) -> &str {
        match self {
            Self::Violation => sh!("Violation"),
            Self::Warning => sh!("Warning"),
            Self::Info => sh!("Info"),
            Self::Other(iri) => iri,
        }
    }

    pub(in crate::graph) fn of(iri: &str) -> Self {
        let known = [Self::Violation, Self::Warning, Self::Info];
        let found = known.into_iter().find(|severity| severity.iri() == iri);
        found.unwrap_or_else(|| Self::Other(iri.to_owned()))
    }
}

/// The place of a shape among all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::graph) struct ShapeId(pub(in crate::graph) usize);

/// One shape. With a path it is about the values the path leads to, else about the node itself.
#[derive(Debug, Clone)]
pub(in crate::graph) struct Shape {
    pub(in crate::graph) node: Value,
    /// The shape itself, or the innermost around it that has a name.
    pub(in crate::graph) named: Value,
    pub(in crate::graph) path: Option<Arc<Path>>,
    pub(in crate::graph) severity: Severity,
    pub(in crate::graph) message: Option<Message>,
    pub(in crate::graph) deactivated: bool,
    pub(in crate::graph) targets: Vec<Target>,
    pub(in crate::graph) constraints: Vec<Constraint>,
    /// How many shapes stand in each other below this one, itself counted.
    pub(in crate::graph) height: usize,
}

/// What a rule says when it is broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::graph) struct Message {
    pub(in crate::graph) text: String,
    pub(in crate::graph) language: Option<String>,
}

/// Which nodes a shape is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::graph) enum Target {
    Node(Value),
    Class(String),
    SubjectsOf(String),
    ObjectsOf(String),
}

/// What has to hold.
#[derive(Debug, Clone)]
pub(in crate::graph) enum Constraint {
    Class(String),
    Datatype(String),
    NodeKind(NodeKind),
    MinCount(usize),
    MaxCount(usize),
    Range(Range),
    MinLength(usize),
    MaxLength(usize),
    Pattern(Regex),
    LanguageIn(Vec<String>),
    UniqueLanguage,
    Pair(Pair, String),
    Not(ShapeId),
    And(Vec<ShapeId>),
    Or(Vec<ShapeId>),
    Xone(Vec<ShapeId>),
    Node(ShapeId),
    Property(ShapeId),
    Qualified(Qualified),
    Closed(BTreeSet<String>),
    HasValue(Value),
    In(Vec<Value>),
    Query(Arc<QueryConstraint>),
}

impl Constraint {
    /// The IRI of the constraint component.
    pub(in crate::graph) fn component(&self) -> &'static str {
        match self {
            Self::Class(_) => sh!("ClassConstraintComponent"),
            Self::Datatype(_) => sh!("DatatypeConstraintComponent"),
            Self::NodeKind(_) => sh!("NodeKindConstraintComponent"),
            Self::MinCount(_) => sh!("MinCountConstraintComponent"),
            Self::MaxCount(_) => sh!("MaxCountConstraintComponent"),
            Self::Range(range) => match range.kind {
                RangeKind::MinExclusive => sh!("MinExclusiveConstraintComponent"),
                RangeKind::MinInclusive => sh!("MinInclusiveConstraintComponent"),
                RangeKind::MaxExclusive => sh!("MaxExclusiveConstraintComponent"),
                RangeKind::MaxInclusive => sh!("MaxInclusiveConstraintComponent"),
            },
            Self::MinLength(_) => sh!("MinLengthConstraintComponent"),
            Self::MaxLength(_) => sh!("MaxLengthConstraintComponent"),
            Self::Pattern(_) => sh!("PatternConstraintComponent"),
            Self::LanguageIn(_) => sh!("LanguageInConstraintComponent"),
            Self::UniqueLanguage => sh!("UniqueLangConstraintComponent"),
            Self::Pair(pair, _) => match pair {
                Pair::Equals => sh!("EqualsConstraintComponent"),
                Pair::Disjoint => sh!("DisjointConstraintComponent"),
                Pair::LessThan => sh!("LessThanConstraintComponent"),
                Pair::LessThanOrEquals => sh!("LessThanOrEqualsConstraintComponent"),
            },
            Self::Not(_) => sh!("NotConstraintComponent"),
            Self::And(_) => sh!("AndConstraintComponent"),
            Self::Or(_) => sh!("OrConstraintComponent"),
            Self::Xone(_) => sh!("XoneConstraintComponent"),
            Self::Node(_) => sh!("NodeConstraintComponent"),
            Self::Property(_) => sh!("PropertyConstraintComponent"),
            Self::Qualified(qualified) => match qualified.limit {
                Limit::AtLeast(_) => sh!("QualifiedMinCountConstraintComponent"),
                Limit::AtMost(_) => sh!("QualifiedMaxCountConstraintComponent"),
            },
            Self::Closed(_) => sh!("ClosedConstraintComponent"),
            Self::HasValue(_) => sh!("HasValueConstraintComponent"),
            Self::In(_) => sh!("InConstraintComponent"),
            Self::Query(_) => sh!("SPARQLConstraintComponent"),
        }
    }
}

/// Which kinds of term are right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::graph) struct NodeKind {
    pub(in crate::graph) iri: bool,
    pub(in crate::graph) blank: bool,
    pub(in crate::graph) literal: bool,
}

/// A bound of literals.
#[derive(Debug, Clone)]
pub(in crate::graph) struct Range {
    pub(in crate::graph) kind: RangeKind,
    pub(in crate::graph) limit: Value,
    pub(in crate::graph) meaning: Meaning,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::graph) enum RangeKind {
    MinExclusive,
    MinInclusive,
    MaxExclusive,
    MaxInclusive,
}

/// How values relate to those of another property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::graph) enum Pair {
    Equals,
    Disjoint,
    LessThan,
    LessThanOrEquals,
}

/// How many values have to be of a shape.
#[derive(Debug, Clone)]
pub(in crate::graph) struct Qualified {
    pub(in crate::graph) shape: ShapeId,
    /// Shapes whose values do not count.
    pub(in crate::graph) siblings: Vec<ShapeId>,
    pub(in crate::graph) limit: Limit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::graph) enum Limit {
    AtLeast(usize),
    AtMost(usize),
}

/// A rule as a query: each row is a violation.
#[derive(Debug, Clone)]
pub(in crate::graph) struct QueryConstraint {
    pub(in crate::graph) node: Value,
    /// The query with its prefixes, on one line before it.
    pub(in crate::graph) text: String,
    pub(in crate::graph) message: Option<Message>,
}
