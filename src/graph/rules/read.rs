//! A shapes graph to shapes. What is ill-formed is told and left out; the rest holds.

mod constraints;
mod path;
mod query;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::graph::rules::index::Index;
use crate::graph::rules::shape::{Message, Shape, ShapeId, Target};
use crate::graph::rules::{Path, Severity, ShapeProblem, Shapes};
use crate::rdf::{Fact, Value};
use crate::vocabulary::{owl, rdfs, shorten, xsd};

/// How deep shapes may stand in each other: checking descends once per shape.
pub(in crate::graph) const DEEPEST_NESTING: usize = 32;

/// What a shape can say that is no constraint.
const OTHER_PROPERTIES: &[&str] = &[
    "path",
    "targetNode",
    "targetClass",
    "targetSubjectsOf",
    "targetObjectsOf",
    "deactivated",
    "severity",
    "message",
    "name",
    "description",
    "order",
    "group",
    "defaultValue",
    "declare",
    "prefixes",
    "select",
];

/// What says which nodes a shape is about.
const TARGETS: &[&str] =
    &[sh!("targetNode"), sh!("targetClass"), sh!("targetSubjectsOf"), sh!("targetObjectsOf")];

/// Extensions of SHACL that are no part of its Recommendation.
const EXTENSIONS: &[&str] =
    &["target", "rule", "js", "expression", "entailment", "shapesGraph", "values"];

impl Shapes {
    /// The shapes of a shapes graph, and what is wrong with it.
    #[must_use]
    pub fn read(facts: &[Fact]) -> (Self, Vec<ShapeProblem>) {
        let index = Index::new(facts);
        let mut reader = Reader {
            index: &index,
            known: BTreeMap::new(),
            open: Vec::new(),
            shapes: Vec::new(),
            problems: Vec::new(),
        };
        let mut read: Vec<ShapeId> = Vec::new();
        for (node, properties) in index.subjects() {
            let has_target = TARGETS.iter().any(|target| properties.contains_key(target));
            if has_target || is_shape(&index, node) {
                read.extend(reader.shape(node));
            }
            if index.is_instance(node, sh!("ConstraintComponent")) {
                reader.problem(node, "constraint components of one's own are not supported");
            }
        }
        let mut problems = reader.problems;
        problems.sort();
        problems.dedup();
        let mut shapes =
            Self { all: reader.shapes, roots: Vec::new(), classes_below: index.classes_below() };
        let has_targets = |shape: &Shape| !shape.targets.is_empty() && !shape.deactivated;
        shapes.roots = read;
        shapes.roots.retain(|id| shapes.all.get(id.0).is_some_and(has_targets));
        (shapes, problems)
    }
}

/// How far a shape has been read.
#[derive(Debug, Clone, Copy)]
enum Known {
    /// It is being read: whoever needs it now is part of it.
    Begun,
    /// It has been read; `None` where it is no shape.
    Done(Option<ShapeId>),
}

/// Reads shapes, each once, those that others refer to before them.
struct Reader<'a> {
    index: &'a Index<'a>,
    known: BTreeMap<&'a Value, Known>,
    /// The shapes that are being read, each part of the one before.
    open: Vec<&'a Value>,
    shapes: Vec<Shape>,
    problems: Vec<ShapeProblem>,
}

impl<'a> Reader<'a> {
    /// Tells of a problem, at the innermost shape around it that has a name.
    fn problem(&mut self, shape: &Value, message: impl Into<String>) {
        let shape = self.named(shape).clone();
        self.problems.push(ShapeProblem { shape, message: message.into() });
    }

    fn named<'b>(&self, shape: &'b Value) -> &'b Value
    where
        'a: 'b,
    {
        let around = self.open.iter().rev().copied();
        std::iter::once(shape).chain(around).find(|shape| shape.as_iri().is_some()).unwrap_or(shape)
    }

    /// The shape of a node; `None` where it can be none, which has been told then.
    fn shape(&mut self, node: &'a Value) -> Option<ShapeId> {
        match self.known.get(node) {
            Some(Known::Done(shape)) => return *shape,
            Some(Known::Begun) => {
                self.problem(
                    node,
                    "the shape is part of itself; it is left out where it comes again",
                );
                return None;
            }
            None => {}
        }
        if self.open.len() >= DEEPEST_NESTING {
            self.too_deep(node);
            return None;
        }
        self.known.insert(node, Known::Begun);
        self.open.push(node);
        let id = self.read(node).map(|shape| {
            self.shapes.push(shape);
            ShapeId(self.shapes.len() - 1)
        });
        self.open.pop();
        self.known.insert(node, Known::Done(id));
        id
    }

    fn too_deep(&mut self, node: &Value) {
        let message = format!("more than {DEEPEST_NESTING} shapes stand in each other here");
        self.problem(node, message);
    }

    fn read(&mut self, node: &'a Value) -> Option<Shape> {
        if let Value::Literal { .. } = node {
            self.problem(node, "a literal cannot be a shape");
            return None;
        }
        if self.index.predicates(node).next().is_none() {
            self.problem(node, "there is no such shape");
        }
        self.check_properties(node);
        let path = match self.single(node, sh!("path")) {
            Some(path) => Some(Arc::new(self.path_of(node, path)?)),
            None => None,
        };
        let severity = match self.single(node, sh!("severity")).map(|value| (value, value.as_iri()))
        {
            Some((_, Some(iri))) => Severity::of(iri),
            Some((value, None)) => {
                self.problem(node, format!("sh:severity cannot be {value}"));
                Severity::default()
            }
            None => Severity::default(),
        };
        let mut shape = Shape {
            node: node.clone(),
            named: self.named(node).clone(),
            path,
            severity,
            message: self.message(node),
            deactivated: self.is_true(node, sh!("deactivated")),
            targets: self.targets(node),
            constraints: Vec::new(),
            height: 1,
        };
        if !shape.deactivated {
            self.read_constraints(node, &mut shape);
        }
        Some(shape)
    }

    /// Tells of properties of the SHACL namespace that mean nothing here.
    fn check_properties(&mut self, node: &'a Value) {
        let names: Vec<&str> = self
            .index
            .predicates(node)
            .filter_map(|predicate| predicate.strip_prefix(sh!("")))
            .collect();
        for name in names {
            let known = constraints::PROPERTIES.iter().chain(OTHER_PROPERTIES);
            if known.clone().any(|known| *known == name) {
                continue;
            }
            let message = if EXTENSIONS.contains(&name) {
                format!("sh:{name} is an extension of SHACL that is not supported")
            } else {
                let near = known.map(|known| (strsim::jaro_winkler(known, name), *known));
                let near = near.max_by(|a, b| a.0.total_cmp(&b.0)).filter(|near| near.0 > 0.85);
                let meant = near.map(|(_, known)| format!("; did you mean sh:{known}?"));
                format!("SHACL has no property sh:{name}{}", meant.unwrap_or_default())
            };
            self.problem(node, message);
        }
    }

    fn targets(&mut self, node: &'a Value) -> Vec<Target> {
        let mut targets = Vec::new();
        for target in self.index.objects(node, sh!("targetNode")) {
            if let Value::Blank(_) = target {
                self.problem(node, "sh:targetNode cannot be a blank node");
            } else {
                targets.push(Target::Node(target.clone()));
            }
        }
        targets.extend(self.iris(node, sh!("targetClass")).map(Target::Class));
        targets.extend(self.iris(node, sh!("targetSubjectsOf")).map(Target::SubjectsOf));
        targets.extend(self.iris(node, sh!("targetObjectsOf")).map(Target::ObjectsOf));
        let is_class =
            self.index.is_instance(node, rdfs::CLASS) || self.index.is_instance(node, owl::CLASS);
        if let Value::Iri(iri) = node
            && is_class
            && is_shape(self.index, node)
        {
            targets.push(Target::Class(iri.clone()));
        }
        targets
    }

    /// The message people prefer: without a language or in English, else any.
    fn message(&mut self, node: &'a Value) -> Option<Message> {
        let mut messages = Vec::new();
        for message in self.index.objects(node, sh!("message")) {
            match message {
                Value::Literal { text, language, .. } => {
                    messages.push(Message { text: text.clone(), language: language.clone() });
                }
                other => self.problem(node, format!("sh:message is a text, not {other}")),
            }
        }
        let is_preferred = |message: &Message| {
            message.language.as_ref().is_none_or(|language| language.starts_with("en"))
        };
        let preferred = messages.iter().position(is_preferred).unwrap_or_default();
        (!messages.is_empty()).then(|| messages.swap_remove(preferred))
    }

    /// The only value of a property; more than one are told, and the first of them is taken.
    fn single(&mut self, node: &'a Value, predicate: &str) -> Option<&'a Value> {
        let mut values = self.index.objects(node, predicate);
        let first = values.next();
        if values.next().is_some() {
            self.problem(node, format!("{} can have one value only", name(predicate)));
        }
        first
    }

    /// The IRIs a property has; other values are told.
    fn iris(&mut self, node: &'a Value, predicate: &'a str) -> std::vec::IntoIter<String> {
        let mut iris = Vec::new();
        for value in self.index.objects(node, predicate) {
            match value.as_iri() {
                Some(iri) => iris.push(iri.to_owned()),
                None => {
                    self.problem(node, format!("{} is an IRI, not {value}", name(predicate)));
                }
            }
        }
        iris.into_iter()
    }

    /// The members of a list that a property leads to; `None` where it is none, which is told.
    fn list(
        &mut self,
        node: &'a Value,
        predicate: &str,
        list: &'a Value,
    ) -> Option<Vec<&'a Value>> {
        let members = self.index.list(list);
        if members.is_none() {
            self.problem(node, format!("{} needs a complete list", name(predicate)));
        }
        members
    }

    /// Whether a property says `true`, in this spelling, as the Recommendation has it.
    fn is_true(&mut self, node: &'a Value, predicate: &str) -> bool {
        match self.single(node, predicate) {
            Some(Value::Literal { text, datatype, .. }) if datatype == xsd::BOOLEAN => {
                text == "true"
            }
            Some(other) => {
                let message = format!("{} is true or false, not {other}", name(predicate));
                self.problem(node, message);
                false
            }
            None => false,
        }
    }

    /// A whole number that is not negative.
    fn count(&mut self, node: &'a Value, predicate: &str) -> Option<usize> {
        match self.single(node, predicate)? {
            Value::Literal { text, datatype, .. }
                if datatype == xsd::INTEGER && text.parse::<usize>().is_ok() =>
            {
                text.parse().ok()
            }
            other => {
                let message = format!("{} is a whole number, not {other}", name(predicate));
                self.problem(node, message);
                None
            }
        }
    }

    fn path_of(&mut self, node: &Value, path: &'a Value) -> Option<Path> {
        match path::read(self.index, path) {
            Ok(path) => Some(path),
            Err(message) => {
                self.problem(node, format!("{message}; the shape is left out"));
                None
            }
        }
    }
}

/// Whether a node is said to be a shape.
fn is_shape<'a>(index: &'a Index<'a>, node: &Value) -> bool {
    index.is_instance(node, sh!("NodeShape")) || index.is_instance(node, sh!("PropertyShape"))
}

/// A property as people write it.
fn name(predicate: &str) -> String {
    shorten(predicate, "").unwrap_or_else(|| format!("<{predicate}>"))
}

#[cfg(test)]
mod tests;
