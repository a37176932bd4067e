//! Quads and the terms they number: what a view has one large and one small of.

use std::borrow::Cow;
use std::collections::BTreeSet;

use oxigraph::model::{NamedNode, Term};

use crate::graph::NamedGraph;
use crate::graph::embedded::layer::Layer;
use crate::graph::embedded::terms::TermTable;

/// Quads and the terms they number.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) terms: TermTable,
    pub(super) quads: Layer,
}

impl Table {
    /// A table of nothing whose first term will have the number `first`.
    pub(super) fn empty(first: u32) -> Self {
        Self { terms: TermTable::new(first), quads: Layer::default() }
    }

    /// The quads of these graphs, numbered from 0.
    pub(super) fn of(graphs: Vec<NamedGraph>) -> Self {
        let count = graphs.iter().map(NamedGraph::len).sum();
        // Of the terms of all graphs about so many are distinct.
        let mut terms = TermTable::with_capacity(0, count / 2);
        let mut quads = Vec::with_capacity(count);
        for graph in graphs {
            let (name, own_terms, triples) = graph.into_parts();
            if triples.is_empty() {
                continue;
            }
            let graph = terms.intern(Cow::Owned(NamedNode::new_unchecked(name).into()));
            let numbers: Vec<u32> =
                own_terms.into_iter().map(|term| terms.intern(Cow::Owned(term))).collect();
            quads.extend(numbered(&triples, &numbers, graph));
        }
        Self { terms, quads: Layer::new(&quads) }
    }

    /// The quads of these graphs; terms that `base` lacks are numbered behind its own.
    pub(super) fn upon<'a>(base: &Self, graphs: impl Iterator<Item = &'a NamedGraph>) -> Self {
        let mut terms = TermTable::new(base.terms.end());
        let mut quads = Vec::new();
        let mut number = |term: &Term| {
            base.terms.find(term).unwrap_or_else(|| terms.intern(Cow::Borrowed(term)))
        };
        for graph in graphs.filter(|graph| !graph.is_empty()) {
            let name = number(&NamedNode::new_unchecked(graph.name()).into());
            let numbers: Vec<u32> = graph.terms().iter().map(&mut number).collect();
            quads.extend(numbered(graph.triples(), &numbers, name));
        }
        Self { terms, quads: Layer::new(&quads) }
    }

    /// What `base` holds outside the `hidden` graphs and what `recent`, made upon it, holds: in one
    /// table, without the terms that nothing names any more.
    pub(super) fn folded(base: &Self, hidden: &BTreeSet<u32>, recent: &Self) -> Self {
        let mut used = vec![false; recent.terms.end() as usize];
        let kept = base.quads.quads().iter().filter(|[.., graph]| !hidden.contains(graph));
        for number in kept.chain(recent.quads.quads()).flatten() {
            if let Some(used) = used.get_mut(*number as usize) {
                *used = true;
            }
        }
        let mut next = 0;
        let numbers: Vec<u32> = used
            .iter()
            .map(|used| {
                let number = next;
                next += u32::from(*used);
                number
            })
            .collect();
        let all = base.terms.terms().iter().chain(recent.terms.terms());
        let terms = all.zip(&used).filter(|(_, used)| **used).map(|(term, _)| term.clone());
        let number = |old: u32| numbers.get(old as usize).copied().unwrap_or_default();
        Self {
            terms: TermTable::of(0, terms.collect()),
            quads: Layer::folded(&base.quads, hidden, &recent.quads, number),
        }
    }
}

/// The triples of a graph as quads: `numbers` says which number each of its terms has.
fn numbered<'a>(
    triples: &'a [[u32; 3]],
    numbers: &'a [u32],
    graph: u32,
) -> impl Iterator<Item = [u32; 4]> {
    let of = |index: u32| numbers.get(index as usize).copied().unwrap_or_default();
    triples.iter().map(move |[s, p, o]| [of(*s), of(*p), of(*o), graph])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::graph::GraphBuilder;

    fn graph(name: u8, triples: &[[u8; 3]]) -> NamedGraph {
        let mut graph = GraphBuilder::new(format!("https://example.org/g{name}"));
        for [subject, predicate, object] in triples {
            let subject = graph.iri(&format!("https://example.org/s{subject}"));
            let object = graph.text(&format!("{object}"));
            graph.add(subject, &format!("https://example.org/p{predicate}"), object);
        }
        graph.finish()
    }

    /// The quads of a table in every order, in words.
    fn told(table: &Table) -> Vec<Vec<String>> {
        use crate::graph::embedded::layer::Order;
        let orders = [Order::Subject, Order::Predicate, Order::Object, Order::Graph];
        let told = orders.map(|order| {
            let rows = table.quads.rows(order, [None; 4]);
            assert!(rows.is_sorted());
            let words = |row: &[u32; 4]| {
                order.quad_of(*row).map(|n| table.terms.get(n).unwrap().to_string()).join(" ")
            };
            let mut words: Vec<String> = rows.iter().map(words).collect();
            words.sort();
            words
        });
        told.to_vec()
    }

    proptest! {
        #[test]
        fn a_folded_table_is_one_that_was_made_at_once(
            before in prop::collection::vec(prop::collection::vec([0u8..5, 0u8..3, 0u8..5], 0..8), 5),
            after in prop::collection::vec(prop::option::of(prop::collection::vec([0u8..9, 0u8..4, 0u8..9], 0..8)), 7),
        ) {
            let named = |graphs: &[Vec<[u8; 3]>]| -> Vec<NamedGraph> {
                (0..).zip(graphs).map(|(name, triples)| graph(name, triples)).collect()
            };
            let base = Table::of(named(&before));
            let changed = (0..).zip(&after);
            let changed: Vec<NamedGraph> = changed
                .filter_map(|(name, triples)| Some(graph(name, triples.as_ref()?)))
                .collect();
            let recent = Table::upon(&base, changed.iter());
            let number = |graph: &NamedGraph| {
                base.terms.find(&NamedNode::new_unchecked(graph.name()).into())
            };
            let hidden: BTreeSet<u32> = changed.iter().filter_map(number).collect();
            let folded = Table::folded(&base, &hidden, &recent);
            let mut current = named(&before);
            current.retain(|old| changed.iter().all(|new| new.name() != old.name()));
            current.extend(changed);
            let whole = Table::of(current);
            prop_assert_eq!(told(&folded), told(&whole));
            prop_assert_eq!(folded.terms.end(), whole.terms.end(), "no term too many");
        }
    }
}
