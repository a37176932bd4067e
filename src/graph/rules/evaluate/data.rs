//! What a check asks the graph: values, paths and classes.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::graph::rules::evaluate::Run;
use crate::graph::rules::{Path, ValidationError};
use crate::rdf::{Fact, Value};
use crate::vocabulary::{rdf, rdfs};

impl Run<'_> {
    /// The triples of a property.
    pub(in crate::graph) fn facts(&self, predicate: &str) -> Result<Vec<Fact>, ValidationError> {
        self.watch.check()?;
        Ok(self.view.matching(None, Some(predicate), None))
    }

    /// The triples of a node.
    pub(in crate::graph) fn facts_of(&self, subject: &Value) -> Result<Vec<Fact>, ValidationError> {
        self.watch.check()?;
        Ok(self.view.matching(Some(subject), None, None))
    }

    /// The values of a property of a node.
    pub(in crate::graph) fn objects(
        &self,
        subject: &Value,
        predicate: &str,
    ) -> Result<impl Iterator<Item = Value> + use<>, ValidationError> {
        self.watch.check()?;
        let facts = self.view.matching(Some(subject), Some(predicate), None);
        Ok(facts.into_iter().map(|fact| fact.object))
    }

    /// The nodes that have a value of a property.
    pub(in crate::graph) fn subjects(
        &self,
        predicate: &str,
        object: &Value,
    ) -> Result<impl Iterator<Item = Value> + use<>, ValidationError> {
        self.watch.check()?;
        let facts = self.view.matching(None, Some(predicate), Some(object));
        Ok(facts.into_iter().map(|fact| fact.subject))
    }

    /// Where a path leads from any of some nodes, or where it comes from. Sets at every step, so
    /// that many ways to the same node cost no more than one.
    pub(in crate::graph) fn follow(
        &self,
        path: &Path,
        from: &BTreeSet<Value>,
        backwards: bool,
    ) -> Result<BTreeSet<Value>, ValidationError> {
        match path {
            Path::Predicate(predicate) => {
                let mut reached = BTreeSet::new();
                for node in from {
                    if backwards {
                        reached.extend(self.subjects(predicate, node)?);
                    } else {
                        reached.extend(self.objects(node, predicate)?);
                    }
                }
                Ok(reached)
            }
            Path::Inverse(inner) => self.follow(inner, from, !backwards),
            Path::Sequence(parts) => {
                let mut reached = from.clone();
                let in_order: Box<dyn Iterator<Item = &Path>> =
                    if backwards { Box::new(parts.iter().rev()) } else { Box::new(parts.iter()) };
                for part in in_order {
                    reached = self.follow(part, &reached, backwards)?;
                }
                Ok(reached)
            }
            Path::Alternative(parts) => {
                let mut reached = BTreeSet::new();
                for part in parts {
                    reached.append(&mut self.follow(part, from, backwards)?);
                }
                Ok(reached)
            }
            Path::ZeroOrOne(inner) => {
                let mut reached = self.follow(inner, from, backwards)?;
                reached.extend(from.iter().cloned());
                Ok(reached)
            }
            Path::ZeroOrMore(inner) => self.repeat(inner, from.clone(), backwards),
            Path::OneOrMore(inner) => {
                let first = self.follow(inner, from, backwards)?;
                self.repeat(inner, first, backwards)
            }
        }
    }

    /// All that a path leads to when it is followed again and again.
    fn repeat(
        &self,
        path: &Path,
        from: BTreeSet<Value>,
        backwards: bool,
    ) -> Result<BTreeSet<Value>, ValidationError> {
        let mut reached = from.clone();
        let mut newest = from;
        while !newest.is_empty() {
            self.watch.check()?;
            newest = self.follow(path, &newest, backwards)?;
            newest.retain(|node| !reached.contains(node));
            reached.extend(newest.iter().cloned());
        }
        Ok(reached)
    }

    /// A class and all those below it, as the graph or the shapes graph says.
    pub(in crate::graph) fn classes(
        &mut self,
        class: &str,
    ) -> Result<Rc<BTreeSet<String>>, ValidationError> {
        if let Some(known) = self.classes.get(class) {
            return Ok(Rc::clone(known));
        }
        let mut all = BTreeSet::from([class.to_owned()]);
        let mut todo = vec![class.to_owned()];
        while let Some(class) = todo.pop() {
            let by_graph = self.subjects(rdfs::SUB_CLASS_OF, &Value::Iri(class.clone()))?;
            let by_graph = by_graph.filter_map(|class| class.as_iri().map(str::to_owned));
            let by_shapes = self.shapes.classes_below.get(&class).into_iter().flatten().cloned();
            let below: Vec<String> = by_graph.chain(by_shapes).collect();
            todo.extend(below.into_iter().filter(|class| all.insert(class.clone())));
        }
        let all = Rc::new(all);
        self.classes.insert(class.to_owned(), Rc::clone(&all));
        Ok(all)
    }

    /// Whether a node is an instance of a class or of one below it.
    pub(in crate::graph) fn is_instance(
        &mut self,
        node: &Value,
        class: &str,
    ) -> Result<bool, ValidationError> {
        let classes = self.classes(class)?;
        let mut types = self.objects(node, rdf::TYPE)?;
        Ok(types.any(|class| class.as_iri().is_some_and(|iri| classes.contains(iri))))
    }
}
