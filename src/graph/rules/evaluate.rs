//! Checks shapes, node by node.

mod constraints;
mod data;
mod queries;

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use crate::graph::GraphView;
use crate::graph::query::{Stop, Watch};
use crate::graph::rules::message::{requirement, subject};
use crate::graph::rules::shape::{Constraint, Shape, ShapeId, Target};
use crate::graph::rules::{Report, RuleLimits, ShapeProblem, Shapes, ValidationError, Violation};
use crate::rdf::Value;
use crate::vocabulary::rdf;

/// One check of all shapes over one view.
pub(in crate::graph) struct Run<'a> {
    view: &'a dyn GraphView,
    shapes: &'a Shapes,
    limits: &'a RuleLimits,
    stop: &'a Stop,
    watch: Watch<'a>,
    /// What is known already of nodes and shapes. Shapes that share parts would cost the product
    /// of all ways through them otherwise.
    conforming: HashMap<(ShapeId, Value), bool>,
    /// Each class with all those below it.
    classes: HashMap<String, Rc<BTreeSet<String>>>,
    /// What the queries of rules found.
    rows: HashMap<(queries::QueryId, Value), Rc<Vec<queries::Row>>>,
    /// Queries that cannot be answered.
    failed: BTreeSet<queries::QueryId>,
    problems: Vec<ShapeProblem>,
}

/// Where a constraint is checked.
pub(in crate::graph) struct Place<'a> {
    id: ShapeId,
    shape: &'a Shape,
    focus: &'a Value,
    values: &'a BTreeSet<Value>,
}

impl Place<'_> {
    /// A violation here, said in the shape's own words where it has some.
    fn violation(
        &self,
        found: &Found<'_>,
        constraint: &Constraint,
        value: Option<&Value>,
        sentence: impl FnOnce() -> String,
    ) -> Violation {
        let own = self.shape.message.as_ref();
        Violation {
            root_shape: found.root.clone(),
            focus: self.focus.clone(),
            path: self.shape.path.clone(),
            component: constraint.component(),
            value: value.cloned(),
            source_shape: self.shape.node.clone(),
            source_constraint: None,
            severity: self.shape.severity.clone(),
            message: own.map_or_else(sentence, |own| own.text.clone()),
            language: own.and_then(|own| own.language.clone()),
            bindings: Vec::new(),
        }
    }
}

/// What was found below one root shape.
struct Found<'a> {
    root: &'a Value,
    violations: Vec<Violation>,
    limit: usize,
    /// Whether it only matters if there is any.
    only_whether: bool,
    any: bool,
}

impl<'a> Found<'a> {
    fn add(
        &mut self,
        violation: impl FnOnce(&Found<'a>) -> Violation,
    ) -> Result<(), ValidationError> {
        self.any = true;
        if self.only_whether {
            return Ok(());
        }
        if self.violations.len() >= self.limit {
            return Err(ValidationError::TooMany { limit: self.limit });
        }
        let violation = violation(self);
        self.violations.push(violation);
        Ok(())
    }

    /// Whether nothing more needs to be known.
    fn is_decided(&self) -> bool {
        self.only_whether && self.any
    }
}

impl<'a> Run<'a> {
    pub(in crate::graph) fn new(
        view: &'a dyn GraphView,
        shapes: &'a Shapes,
        limits: &'a RuleLimits,
        stop: &'a Stop,
    ) -> Self {
        Self {
            view,
            shapes,
            limits,
            stop,
            watch: Watch::new(stop),
            conforming: HashMap::new(),
            classes: HashMap::new(),
            rows: HashMap::new(),
            failed: BTreeSet::new(),
            problems: Vec::new(),
        }
    }

    /// Checks all shapes with targets.
    pub(in crate::graph) fn all(mut self) -> Result<Report, ValidationError> {
        self.stop.check()?;
        self.check_queries()?;
        let mut violations = Vec::new();
        for id in &self.shapes.roots {
            let Some(shape) = self.shapes.get(*id) else {
                continue;
            };
            let nodes = self.focus_nodes(&shape.targets)?;
            self.ask_for_all(*id, &nodes)?;
            let limit = self.limits.violations - violations.len();
            let mut found = Found {
                root: &shape.node,
                violations: Vec::new(),
                limit,
                only_whether: false,
                any: false,
            };
            for node in &nodes {
                self.shape(*id, node, &mut found)?;
            }
            violations.append(&mut found.violations);
        }
        violations.sort();
        self.problems.sort();
        self.problems.dedup();
        Ok(Report { violations, problems: self.problems })
    }

    /// The nodes that targets mean.
    fn focus_nodes(&mut self, targets: &[Target]) -> Result<BTreeSet<Value>, ValidationError> {
        let mut nodes = BTreeSet::new();
        for target in targets {
            match target {
                Target::Node(node) => {
                    nodes.insert(node.clone());
                }
                Target::Class(class) => {
                    for class in self.classes(class)?.iter() {
                        nodes.extend(self.subjects(rdf::TYPE, &Value::Iri(class.clone()))?);
                    }
                }
                Target::SubjectsOf(predicate) => {
                    nodes.extend(self.facts(predicate)?.into_iter().map(|fact| fact.subject));
                }
                Target::ObjectsOf(predicate) => {
                    nodes.extend(self.facts(predicate)?.into_iter().map(|fact| fact.object));
                }
            }
        }
        Ok(nodes)
    }

    /// Checks one shape at one node.
    fn shape(
        &mut self,
        id: ShapeId,
        focus: &Value,
        found: &mut Found<'_>,
    ) -> Result<(), ValidationError> {
        let Some(shape) = self.shapes.get(id).filter(|shape| !shape.deactivated) else {
            return Ok(());
        };
        let key = (id, focus.clone());
        match self.conforming.get(&key) {
            Some(true) => return Ok(()),
            Some(false) if found.only_whether => {
                found.any = true;
                return Ok(());
            }
            _ => {}
        }
        let before = found.violations.len();
        let values = match &shape.path {
            Some(path) => self.follow(path, &BTreeSet::from([focus.clone()]), false)?,
            None => BTreeSet::from([focus.clone()]),
        };
        let place = Place { id, shape, focus, values: &values };
        for (index, constraint) in shape.constraints.iter().enumerate() {
            self.constraint(&place, index, constraint, found)?;
            if found.is_decided() {
                break;
            }
        }
        let conforms =
            if found.only_whether { !found.any } else { found.violations.len() == before };
        self.conforming.insert(key, conforms);
        Ok(())
    }

    /// Whether a node is of a shape.
    fn conforms(&mut self, id: ShapeId, node: &Value) -> Result<bool, ValidationError> {
        let mut found =
            Found { root: node, violations: Vec::new(), limit: 0, only_whether: true, any: false };
        self.shape(id, node, &mut found)?;
        Ok(!found.any)
    }

    /// Tells of each value that a constraint does not hold for.
    fn each_value(
        &mut self,
        place: &Place<'_>,
        constraint: &Constraint,
        found: &mut Found<'_>,
    ) -> Result<(), ValidationError> {
        for value in place.values {
            self.watch.check()?;
            if !self.holds(constraint, value)? {
                let sentence = || {
                    let subject = subject(value, place.shape.path.as_deref());
                    format!("{subject} {}", requirement(constraint, self.shapes))
                };
                found.add(|found| place.violation(found, constraint, Some(value), sentence))?;
            }
            if found.is_decided() {
                break;
            }
        }
        Ok(())
    }
}
