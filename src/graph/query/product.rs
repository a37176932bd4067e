//! How many groups of patterns a query joins that have nothing in common.
//!
//! Each such group multiplies the rows of the others. The evaluator goes through a product of four
//! without reading the data once, so that nothing can stop it; hence the bound.

use std::collections::HashMap;

use spargebra::algebra::GraphPattern;
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

/// The number of groups of patterns in `pattern` and all it is joined with that share no variable,
/// directly or through others. Patterns without variables count for nothing, and so do parts with a
/// scope of their own.
pub(in crate::graph::query) fn unconnected_groups(pattern: &GraphPattern) -> usize {
    let mut groups = Groups::default();
    let mut todo = vec![pattern];
    while let Some(pattern) = todo.pop() {
        match pattern {
            GraphPattern::Join { left, right } => todo.extend([left.as_ref(), right.as_ref()]),
            GraphPattern::Bgp { patterns } => {
                for triple in patterns {
                    groups.add(&names_of(triple));
                }
            }
            GraphPattern::Path { subject, object, .. } => {
                let names = [name_of(subject), name_of(object)];
                groups.add(&names.into_iter().flatten().collect::<Vec<_>>());
            }
            _ => {}
        }
    }
    groups.count()
}

/// Names and which group each belongs to, as a forest: a name points at another of its group.
#[derive(Default)]
struct Groups {
    numbers: HashMap<String, usize>,
    above: Vec<usize>,
}

impl Groups {
    /// Puts names into one group, and with them the groups they belonged to.
    fn add(&mut self, names: &[String]) {
        let mut first = None;
        for name in names {
            let next = self.above.len();
            let number = *self.numbers.entry(name.clone()).or_insert(next);
            if number == next {
                self.above.push(next);
            }
            let root = self.root(number);
            let group = *first.get_or_insert(root);
            if let Some(above) = self.above.get_mut(root) {
                *above = group;
            }
        }
    }

    fn root(&self, mut number: usize) -> usize {
        while let Some(above) = self.above.get(number).copied().filter(|above| *above != number) {
            number = above;
        }
        number
    }

    fn count(&self) -> usize {
        self.above.iter().enumerate().filter(|(number, above)| number == *above).count()
    }
}

fn names_of(triple: &TriplePattern) -> Vec<String> {
    let predicate = match &triple.predicate {
        NamedNodePattern::Variable(variable) => Some(format!("?{}", variable.as_str())),
        NamedNodePattern::NamedNode(_) => None,
    };
    [name_of(&triple.subject), predicate, name_of(&triple.object)].into_iter().flatten().collect()
}

fn name_of(term: &TermPattern) -> Option<String> {
    match term {
        TermPattern::Variable(variable) => Some(format!("?{}", variable.as_str())),
        TermPattern::BlankNode(node) => Some(format!("_:{}", node.as_str())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use spargebra::{Query, SparqlParser};

    fn groups(patterns: &str) -> usize {
        let query = SparqlParser::new().parse_query(&format!("SELECT * {{ {patterns} }}")).unwrap();
        let Query::Select { pattern: GraphPattern::Project { inner, .. }, .. } = query else {
            panic!("not a plain SELECT");
        };
        unconnected_groups(&inner)
    }

    #[test]
    fn groups_that_share_a_variable_are_one() {
        assert_eq!(groups("?a ?b ?c . ?d ?e ?f . ?g ?h ?i"), 3);
        assert_eq!(groups("?a ?b ?c . ?d ?e ?f . ?c <x:p> ?d"), 1);
        assert_eq!(groups("{ ?a <x:p> ?b } { ?c <x:p>+ ?d } { ?e <x:p> [] }"), 3);
        assert_eq!(groups("?a <x:p> ?b . <x:s> <x:p> 1"), 1);
        assert_eq!(groups("<x:s> <x:p> 1"), 0);
    }
}
