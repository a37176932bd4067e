//! Property paths of a shapes graph.

use crate::graph::rules::Path;
use crate::graph::rules::index::Index;
use crate::rdf::Value;
use crate::vocabulary::rdf;

/// How deep a path may be nested.
const DEEPEST_NESTING: usize = 32;

/// How many steps a path may have, counted as often as they are used.
const MOST_STEPS: usize = 256;

type Wrap = fn(Box<Path>) -> Path;

/// What a blank node can say about the path inside it.
const WRAPPED: &[(&str, Wrap)] = &[
    (sh!("inversePath"), Path::Inverse),
    (sh!("zeroOrMorePath"), Path::ZeroOrMore),
    (sh!("oneOrMorePath"), Path::OneOrMore),
    (sh!("zeroOrOnePath"), Path::ZeroOrOne),
];

/// The path that `node` stands for, or why there is none.
pub(in crate::graph) fn read<'a>(index: &'a Index<'a>, node: &'a Value) -> Result<Path, String> {
    let mut steps = 0;
    inner(index, node, 0, &mut steps)
}

fn inner<'a>(
    index: &'a Index<'a>,
    node: &'a Value,
    depth: usize,
    steps: &mut usize,
) -> Result<Path, String> {
    *steps += 1;
    if *steps > MOST_STEPS {
        return Err(format!("the path has more than {MOST_STEPS} steps"));
    }
    if depth > DEEPEST_NESTING {
        return Err(format!("the path is nested more than {DEEPEST_NESTING} deep, or in itself"));
    }
    if let Value::Iri(iri) = node
        && iri != rdf::NIL
    {
        return Ok(Path::Predicate(iri.clone()));
    }
    let mut parts = |list: &'a Value| -> Result<Vec<Path>, String> {
        let members = index.list(list).ok_or("a path needs complete lists")?;
        if members.len() < 2 {
            return Err("a list in a path has at least two members".to_owned());
        }
        members.into_iter().map(|member| inner(index, member, depth + 1, steps)).collect()
    };
    // Where a node is a list and says more, the list counts.
    if index.object(node, rdf::FIRST).is_some() || node.as_iri() == Some(rdf::NIL) {
        return parts(node).map(Path::Sequence);
    }
    if let Some(list) = index.object(node, sh!("alternativePath")) {
        return parts(list).map(Path::Alternative);
    }
    for (predicate, wrap) in WRAPPED {
        if let Some(path) = index.object(node, predicate) {
            return Ok(wrap(Box::new(inner(index, path, depth + 1, steps)?)));
        }
    }
    Err(format!("{node} is no property path"))
}
