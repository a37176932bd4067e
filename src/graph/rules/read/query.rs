//! Rules that are queries: `sh:sparql` with its prefixes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::graph::query::gate;
use crate::graph::rules::Path;
use crate::graph::rules::read::Reader;
use crate::graph::rules::shape::QueryConstraint;
use crate::rdf::Value;
use crate::vocabulary::owl;

/// Variables the Recommendation leaves to the program, and that have no value here.
const UNAVAILABLE: &[&str] = &["shapesGraph", "currentShape"];

impl<'a> Reader<'a> {
    /// The query of a constraint; `None` where it is switched off or ill-formed.
    pub(in crate::graph) fn query(
        &mut self,
        shape: &'a Value,
        node: &'a Value,
        path: Option<&Path>,
    ) -> Option<Arc<QueryConstraint>> {
        if node != shape && self.is_true(node, sh!("deactivated")) {
            return None;
        }
        let Some(Value::Literal { text, .. }) = self.single(node, sh!("select")) else {
            self.problem(shape, "a rule of sh:sparql needs the text of a query as its sh:select");
            return None;
        };
        for name in UNAVAILABLE {
            if !gate::variable_places(text, name).is_empty() {
                self.problem(shape, format!("${name} is not available in queries here"));
                return None;
            }
        }
        let mut select = text.clone();
        let places = gate::variable_places(text, "PATH");
        if !places.is_empty() {
            let Some(path) = path else {
                self.problem(shape, "$PATH stands for the path of a property shape; this has none");
                return None;
            };
            let path = format!("({})", path.sparql());
            for place in places.into_iter().rev() {
                select.replace_range(place, &path);
            }
        }
        let prefixes = self.prefixes(shape, node)?;
        let message = if node == shape { None } else { self.message(node) };
        let text = format!("{prefixes}{select}");
        Some(Arc::new(QueryConstraint { node: node.clone(), text, message }))
    }

    /// The declarations a query is to have, on one line; `None` where two of them disagree.
    fn prefixes(&mut self, shape: &'a Value, node: &'a Value) -> Option<String> {
        let mut sources: Vec<&Value> = self.index.objects(node, sh!("prefixes")).collect();
        let mut seen: BTreeSet<&Value> = sources.iter().copied().collect();
        let mut declared: BTreeMap<&str, &str> = BTreeMap::new();
        while let Some(source) = sources.pop() {
            for declaration in self.index.objects(source, sh!("declare")) {
                let prefix = self.single(declaration, sh!("prefix")).map(Value::text);
                let namespace = self.single(declaration, sh!("namespace")).map(Value::text);
                let (Some(prefix), Some(namespace)) = (prefix, namespace) else {
                    self.problem(shape, "sh:declare needs sh:prefix and sh:namespace");
                    continue;
                };
                if !is_prefix(prefix) || !is_namespace(namespace) {
                    let message = format!("`{prefix}: <{namespace}>` is no prefix of SPARQL");
                    self.problem(shape, message);
                } else if *declared.entry(prefix).or_insert(namespace) != namespace {
                    self.problem(shape, format!("the prefix {prefix} is declared twice"));
                    return None;
                }
            }
            let imported = self.index.objects(source, owl::IMPORTS);
            sources.extend(imported.filter(|imported| seen.insert(imported)));
        }
        let line = |(prefix, iri): (&str, &str)| format!("PREFIX {prefix}: <{iri}> ");
        Some(declared.into_iter().map(line).collect())
    }
}

fn is_prefix(prefix: &str) -> bool {
    let inside = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    let begins = prefix.chars().next().is_none_or(char::is_alphabetic);
    begins && prefix.chars().all(inside)
}

fn is_namespace(namespace: &str) -> bool {
    !namespace.contains(|c: char| c <= ' ' || "<>\"{}|^`\\".contains(c))
}
