//! Quads in four sorted orders: what every lookup is a run of neighbours in.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rayon::slice::ParallelSliceMut;

/// A quad as numbers: subject, predicate, object, graph.
pub(super) type Quad = [u32; 4];

/// A quad of which some places are known.
pub(super) type Pattern = [Option<u32>; 4];

/// How the rows of an index are ordered: which place of a quad comes first. Of the others, those of
/// the triple come in turn and the graph last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Subject,
    Predicate,
    Object,
    Graph,
}

/// All orders, as [`Layer::of_rows`] wants them.
pub(super) const ORDERS: [Order; 4] =
    [Order::Subject, Order::Predicate, Order::Object, Order::Graph];

impl Order {
    fn places(self) -> [usize; 4] {
        match self {
            Self::Subject => [0, 1, 2, 3],
            Self::Predicate => [1, 2, 0, 3],
            Self::Object => [2, 0, 1, 3],
            Self::Graph => [3, 0, 1, 2],
        }
    }

    fn row_of(self, quad: Quad) -> [u32; 4] {
        self.places().map(|place| quad.get(place).copied().unwrap_or_default())
    }

    /// The quad of a row.
    pub(super) fn quad_of(self, row: [u32; 4]) -> Quad {
        let [a, b, c, d] = row;
        match self {
            Self::Subject => [a, b, c, d],
            Self::Predicate => [c, a, b, d],
            Self::Object => [b, c, a, d],
            Self::Graph => [b, c, d, a],
        }
    }

    /// The order in which all quads of a pattern are neighbours, without looking at the graph.
    pub(super) fn best(pattern: Pattern) -> Self {
        match pattern {
            [_, None, Some(_), _] => Self::Object,
            [None, Some(_), _, _] => Self::Predicate,
            _ => Self::Subject,
        }
    }
}

/// A set of quads.
#[derive(Debug, Default)]
pub(super) struct Layer {
    by_subject: Vec<[u32; 4]>,
    by_predicate: Vec<[u32; 4]>,
    by_object: Vec<[u32; 4]>,
    by_graph: Vec<[u32; 4]>,
    /// Where each graph's rows stand in `by_graph`.
    graphs: BTreeMap<u32, Range<usize>>,
}

impl Layer {
    /// The set of these quads; repetitions count once.
    pub(super) fn new(mut quads: Vec<Quad>) -> Self {
        quads.par_sort_unstable();
        quads.dedup();
        let index = |order: Order| {
            let mut rows: Vec<[u32; 4]> = quads.iter().map(|quad| order.row_of(*quad)).collect();
            rows.par_sort_unstable();
            rows
        };
        let (by_predicate, (by_object, by_graph)) = rayon::join(
            || index(Order::Predicate),
            || rayon::join(|| index(Order::Object), || index(Order::Graph)),
        );
        Self { graphs: runs_of(&by_graph), by_subject: quads, by_predicate, by_object, by_graph }
    }

    /// The quads of `older` whose graphs are not `hidden` with those of `newer`, their terms
    /// numbered anew. The new numbers must stand in the order of the old ones, so that nothing has
    /// to be sorted: the work is in proportion to the number of quads.
    pub(super) fn folded(
        older: &Self,
        hidden: &BTreeSet<u32>,
        newer: &Self,
        number: impl Fn(u32) -> u32,
    ) -> Self {
        let fold = |order: Order| {
            let older = older.all(order).iter().filter(|row| {
                let [.., graph] = order.quad_of(**row);
                !hidden.contains(&graph)
            });
            merged(older, newer.all(order)).map(|row| row.map(&number)).collect::<Vec<_>>()
        };
        let by_graph = fold(Order::Graph);
        Self {
            by_subject: fold(Order::Subject),
            by_predicate: fold(Order::Predicate),
            by_object: fold(Order::Object),
            graphs: runs_of(&by_graph),
            by_graph,
        }
    }

    /// The set whose rows these are, in each of [`ORDERS`]; `None` where they are not sorted or differ
    /// in number.
    pub(super) fn of_rows(rows: [Vec<[u32; 4]>; 4]) -> Option<Self> {
        let count = rows.first().map_or(0, Vec::len);
        let is_order =
            |rows: &Vec<[u32; 4]>| rows.len() == count && rows.is_sorted_by(|a, b| a < b);
        if !rows.iter().all(is_order) {
            return None;
        }
        let [by_subject, by_predicate, by_object, by_graph] = rows;
        Some(Self { graphs: runs_of(&by_graph), by_subject, by_predicate, by_object, by_graph })
    }

    /// Whether every row, in whatever order, names only terms in this range.
    pub(super) fn names_only(&self, terms: &Range<u32>) -> bool {
        let is_known =
            |rows: &Vec<[u32; 4]>| rows.as_flattened().iter().all(|number| terms.contains(number));
        [&self.by_subject, &self.by_predicate, &self.by_object, &self.by_graph]
            .into_iter()
            .all(is_known)
    }

    /// All rows in one order.
    pub(super) fn all(&self, order: Order) -> &[[u32; 4]] {
        match order {
            Order::Subject => &self.by_subject,
            Order::Predicate => &self.by_predicate,
            Order::Object => &self.by_object,
            Order::Graph => &self.by_graph,
        }
    }

    /// All quads, sorted.
    pub(super) fn quads(&self) -> &[Quad] {
        &self.by_subject
    }

    /// How many quads there are.
    pub(super) fn len(&self) -> usize {
        self.by_subject.len()
    }

    /// The graphs in it.
    pub(super) fn graphs(&self) -> impl Iterator<Item = u32> {
        self.graphs.keys().copied()
    }

    /// Whether it holds a graph.
    pub(super) fn has_graph(&self, graph: u32) -> bool {
        self.graphs.contains_key(&graph)
    }

    /// How many quads a graph has here.
    pub(super) fn graph_len(&self, graph: u32) -> usize {
        self.graphs.get(&graph).map_or(0, Range::len)
    }

    /// The rows of `order` that start as `pattern` does; not all of them need to fit it.
    pub(super) fn rows(&self, order: Order, pattern: Pattern) -> &[[u32; 4]] {
        let mut rows = self.all(order);
        if let (Order::Graph, Some(graph)) = (order, pattern[3]) {
            let own = self.graphs.get(&graph).cloned().unwrap_or_default();
            rows = rows.get(own).unwrap_or_default();
        }
        let mut known = [0; 4];
        let mut length = 0;
        for (slot, place) in known.iter_mut().zip(order.places()) {
            let Some(value) = pattern.get(place).copied().flatten() else {
                break;
            };
            *slot = value;
            length += 1;
        }
        let prefix = known.get(..length).unwrap_or_default();
        let start_of = |row: &[u32; 4]| row.get(..length).unwrap_or_default().cmp(prefix);
        let start = rows.partition_point(|row| start_of(row).is_lt());
        let rest = rows.get(start..).unwrap_or_default();
        // A run is mostly short: doubling steps find its end sooner than halving the whole rest.
        let mut step = 1;
        while rest.get(step).is_some_and(|row| start_of(row).is_le()) {
            step *= 2;
        }
        let near = rest.get(..step.min(rest.len())).unwrap_or_default();
        let end = near.partition_point(|row| start_of(row).is_le());
        near.get(..end).unwrap_or_default()
    }

    /// The shortest run that holds all quads of a pattern whose graph is known.
    pub(super) fn rows_of_graph(&self, pattern: Pattern) -> (Order, &[[u32; 4]]) {
        let own = self.rows(Order::Graph, pattern);
        let order = Order::best(pattern);
        if own.len() > 32 && pattern.iter().take(3).any(Option::is_some) {
            let others = self.rows(order, pattern);
            if others.len() < own.len() {
                return (order, others);
            }
        }
        (Order::Graph, own)
    }
}

/// Where each graph's rows stand among rows that are sorted by graph.
fn runs_of(by_graph: &[[u32; 4]]) -> BTreeMap<u32, Range<usize>> {
    let mut graphs = BTreeMap::new();
    let mut start = 0;
    for run in by_graph.chunk_by(|a, b| a[0] == b[0]) {
        if let Some([graph, ..]) = run.first() {
            graphs.insert(*graph, start..start + run.len());
        }
        start += run.len();
    }
    graphs
}

/// The rows of two sorted runs that share none, in their order.
fn merged<'a>(
    older: impl Iterator<Item = &'a [u32; 4]>,
    newer: &'a [[u32; 4]],
) -> impl Iterator<Item = [u32; 4]> {
    let mut older = older.peekable();
    let mut newer = newer.iter().peekable();
    std::iter::from_fn(move || match (older.peek(), newer.peek()) {
        (Some(old), Some(new)) if new < old => newer.next().copied(),
        (Some(_), _) => older.next().copied(),
        (None, _) => newer.next().copied(),
    })
}

/// Whether a quad fits a pattern.
pub(super) fn fits(quad: Quad, pattern: Pattern) -> bool {
    quad.iter().zip(pattern).all(|(value, known)| known.is_none_or(|known| known == *value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_order_finds_what_a_scan_finds(
            quads in prop::collection::vec([0u32..4, 0u32..3, 0u32..4, 0u32..3], 0..60),
            pattern in [
                prop::option::of(0u32..4),
                prop::option::of(0u32..3),
                prop::option::of(0u32..4),
                prop::option::of(0u32..3),
            ],
        ) {
            let layer = Layer::new(quads.clone());
            let mut expected: Vec<Quad> =
                quads.into_iter().filter(|quad| fits(*quad, pattern)).collect();
            expected.sort_unstable();
            expected.dedup();
            let found = |order: Order, rows: &[[u32; 4]]| {
                let quads = rows.iter().map(|row| order.quad_of(*row));
                let mut quads: Vec<Quad> = quads.filter(|quad| fits(*quad, pattern)).collect();
                quads.sort_unstable();
                quads
            };
            for order in ORDERS {
                prop_assert_eq!(&found(order, layer.rows(order, pattern)), &expected);
            }
            if pattern[3].is_some() {
                let (order, rows) = layer.rows_of_graph(pattern);
                prop_assert_eq!(&found(order, rows), &expected);
            }
        }
    }

    #[test]
    fn the_best_order_has_no_row_too_many() {
        let quads = (0..1000).map(|n| [n % 10, n % 7, n, n % 3]).collect();
        let layer = Layer::new(quads);
        for bits in 0..8u32 {
            let known = |place: u32, value: u32| (bits & (1 << place) != 0).then_some(value);
            let pattern = [known(0, 3), known(1, 5), known(2, 33), None];
            let order = Order::best(pattern);
            let rows = layer.rows(order, pattern);
            assert!(rows.iter().all(|row| fits(order.quad_of(*row), pattern)), "{pattern:?}");
        }
    }
}
