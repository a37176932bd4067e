//! Rules that are queries, asked for many nodes at once.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use crate::graph::query::{QueryRequest, QueryResult};
use crate::graph::rules::evaluate::{Found, Place, Run};
use crate::graph::rules::message::{filled, show};
use crate::graph::rules::shape::{Constraint, Message, QueryConstraint, Shape, ShapeId};
use crate::graph::rules::{Path, ShapeProblem, ValidationError, Violation};
use crate::rdf::Value;

/// For how many nodes a query is asked at once.
const NODES_AT_ONCE: usize = 1000;

/// A query by its shape and its place among the shape's constraints.
pub(in crate::graph) type QueryId = (ShapeId, usize);

/// What a row of a rule's query says beside the node: values by the names of their columns.
pub(in crate::graph) type Row = BTreeMap<String, Value>;

impl Run<'_> {
    /// Asks every query for no node at all, which tells whether it can be asked.
    pub(super) fn check_queries(&mut self) -> Result<(), ValidationError> {
        for (number, shape) in self.shapes.all.iter().enumerate() {
            for (index, query) in queries_of(shape) {
                self.ask((ShapeId(number), index), shape, query, &[])?;
            }
        }
        Ok(())
    }

    /// Asks the queries of a shape, and of those that are about the same nodes, for all of them.
    pub(super) fn ask_for_all(
        &mut self,
        root: ShapeId,
        nodes: &BTreeSet<Value>,
    ) -> Result<(), ValidationError> {
        let nodes: Vec<Value> = nodes.iter().cloned().collect();
        let mut todo = vec![root];
        let mut seen = BTreeSet::from([root]);
        while let Some(id) = todo.pop() {
            let Some(shape) = self.shapes.get(id).filter(|shape| !shape.deactivated) else {
                continue;
            };
            for (index, query) in queries_of(shape) {
                for some in nodes.chunks(NODES_AT_ONCE) {
                    self.ask((id, index), shape, query, some)?;
                }
            }
            // A path leads to other nodes; the shapes below are asked about those one by one.
            let inner = shape.constraints.iter().flat_map(|constraint| match constraint {
                Constraint::Property(id) | Constraint::Node(id) => std::slice::from_ref(id),
                Constraint::And(ids) => ids.as_slice(),
                _ => &[],
            });
            if shape.path.is_none() {
                todo.extend(inner.filter(|id| seen.insert(**id)));
            }
        }
        Ok(())
    }

    /// Asks a query for some nodes and keeps what it says about each.
    fn ask(
        &mut self,
        id: QueryId,
        shape: &Shape,
        query: &QueryConstraint,
        nodes: &[Value],
    ) -> Result<(), ValidationError> {
        if self.failed.contains(&id) {
            return Ok(());
        }
        let request = QueryRequest::new(query.text.as_str());
        let limits = &self.limits.query;
        let answer = self.view.evaluate_each(&request, "this", nodes, limits, self.stop);
        let message = match answer {
            Ok(QueryResult::Table { variables, rows }) => {
                let mut found: BTreeMap<Value, Vec<Row>> =
                    nodes.iter().map(|node| (node.clone(), Vec::new())).collect();
                for row in rows {
                    let names = variables.iter().cloned();
                    let cells = names.zip(row).filter_map(|(name, cell)| Some((name, cell?)));
                    let mut row: Row = cells.collect();
                    if let Some(rows) = row.remove("this").and_then(|node| found.get_mut(&node)) {
                        rows.push(row);
                    }
                }
                for (node, rows) in found {
                    self.rows.insert((id, node), Rc::new(rows));
                }
                return Ok(());
            }
            Ok(_) => "the query of the rule gives no rows".to_owned(),
            Err(error) if self.stop.is_stopped() => return Err(error.into()),
            Err(error) => format!("the query of the rule cannot be answered: {error}"),
        };
        self.failed.insert(id);
        self.problems.push(ShapeProblem { shape: shape.named.clone(), message });
        Ok(())
    }

    /// Tells of each row of a rule's query.
    pub(super) fn query(
        &mut self,
        place: &Place<'_>,
        index: usize,
        query: &Arc<QueryConstraint>,
        found: &mut Found<'_>,
    ) -> Result<(), ValidationError> {
        self.watch.check()?;
        let id = (place.id, index);
        let key = (id, place.focus.clone());
        if !self.rows.contains_key(&key) {
            self.ask(id, place.shape, query, std::slice::from_ref(place.focus))?;
        }
        let rows = self.rows.get(&key).map(Rc::clone).unwrap_or_default();
        for row in rows.iter() {
            found.add(|found| violation(place, query, row, found))?;
        }
        Ok(())
    }
}

/// The queries among the constraints of a shape.
fn queries_of(shape: &Shape) -> impl Iterator<Item = (usize, &QueryConstraint)> {
    shape.constraints.iter().enumerate().filter_map(|(index, constraint)| match constraint {
        Constraint::Query(query) => Some((index, query.as_ref())),
        _ => None,
    })
}

fn violation(
    place: &Place<'_>,
    query: &Arc<QueryConstraint>,
    row: &Row,
    found: &Found<'_>,
) -> Violation {
    // A rule about a node itself is about that node where its query names no value.
    let node = place.shape.path.is_none().then_some(place.focus);
    let value = row.get("value").or(node);
    let path = row.get("path").and_then(Value::as_iri);
    let path = path.map(|iri| Arc::new(Path::Predicate(iri.to_owned())));
    let message = message(place, query, row);
    let constraint = Constraint::Query(Arc::clone(query));
    let other =
        row.iter().filter(|(name, _)| !["value", "path", "message"].contains(&name.as_str()));
    let bindings = other.map(|(name, value)| (name.clone(), value.clone())).collect();
    Violation {
        path: path.or_else(|| place.shape.path.clone()),
        source_constraint: Some(query.node.clone()),
        message: message.text,
        language: message.language,
        bindings,
        ..place.violation(found, &constraint, value, String::new)
    }
}

/// What a row says, else the rule's words with the row's values, else a sentence of ours.
fn message(place: &Place<'_>, query: &QueryConstraint, row: &Row) -> Message {
    if let Some(Value::Literal { text, language, .. }) = row.get("message") {
        return Message { text: text.clone(), language: language.clone() };
    }
    let mut values: BTreeMap<&str, &Value> =
        row.iter().map(|(name, value)| (name.as_str(), value)).collect();
    values.insert("this", place.focus);
    if let Some(message) = query.message.as_ref().or(place.shape.message.as_ref()) {
        return filled(message, &values);
    }
    let value = row.get("value").map(|value| format!(" with {}", show(value)));
    let text = format!(
        "{}{} is what the query of {} looks for",
        show(place.focus),
        value.unwrap_or_default(),
        show(&place.shape.named)
    );
    Message { text, language: None }
}
