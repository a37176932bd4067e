//! Answers compared with those of Oxigraph's own store, over random graphs and random changes.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{GraphName, Literal, NamedNode, Quad, Term};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::Store;
use proptest::prelude::*;

use crate::graph::engine::contract::{BASE, engines, graph, iri, select};
use crate::graph::{GraphView, NamedGraph};
use crate::rdf::Value;
use crate::vocabulary::xsd;

/// Queries that reach every way a pattern can be looked up and the operators that join them.
const QUERIES: &[&str] = &[
    "SELECT * { ?s ?p ?o }",
    "SELECT * { GRAPH ?g { ?s ?p ?o } }",
    "SELECT * { :a ?p ?o }",
    "SELECT * { ?s :p ?o }",
    "SELECT * { ?s ?p :b }",
    "SELECT * { ?s :q 1 }",
    "SELECT * { :a ?p :b }",
    "SELECT * { ?x :p ?y . ?y :q ?z }",
    "SELECT * { GRAPH ?g { ?x :p ?y . ?y ?q ?z } }",
    "SELECT * { GRAPH :g1 { ?x ?p ?x } }",
    "SELECT * { ?x :p+ ?y }",
    "SELECT * { ?x (:p|^:q)* :c }",
    "SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o } GROUP BY ?s",
    "SELECT * { ?s :p ?o OPTIONAL { ?o :q ?v FILTER(?v > 0) } }",
    "SELECT * { ?s :p ?o MINUS { ?s :q ?v } }",
    "SELECT * { ?s :p ?o FILTER NOT EXISTS { GRAPH :g2 { ?s :p ?o } } }",
    "SELECT DISTINCT ?p { ?s ?p ?o } ORDER BY DESC(?p)",
    "SELECT * { { ?s :p ?o } UNION { ?o :q ?s } VALUES ?s { :a :b :nope 1 } }",
    "SELECT (SUM(?v + 1) AS ?n) { ?s :q ?v }",
    "SELECT ?t { ?s ?p ?o BIND(CONCAT(STR(?s), '-', STR(?o)) AS ?t) FILTER(STRLEN(?t) > 3) }",
    "SELECT * FROM :g1 { ?s ?p ?o }",
    "SELECT * FROM :g1 FROM NAMED :g2 { ?s ?p ?o GRAPH ?g { ?s ?q ?o } }",
];

/// Graphs by name, as plain sets: what an engine should hold.
type Model = BTreeMap<String, BTreeSet<[String; 3]>>;

fn graph_of(name: &str, triples: &BTreeSet<[String; 3]>) -> NamedGraph {
    let triples: Vec<[&str; 3]> =
        triples.iter().map(|triple| triple.each_ref().map(String::as_str)).collect();
    graph(name, &triples)
}

/// Oxigraph's own store with the same quads. Its union would count a triple of two graphs twice, so
/// all triples stand in its default graph too.
fn oracle(model: &Model) -> Store {
    let store = Store::new().unwrap();
    for (name, triples) in model {
        for [subject, predicate, object] in triples {
            let node = |name: &str| NamedNode::new_unchecked(iri(name));
            let object: Term = match object.parse::<i64>() {
                Ok(number) => Literal::from(number).into(),
                Err(_) => node(object).into(),
            };
            let quad = Quad::new(node(subject), node(predicate), object, node(name));
            store.insert(&quad).unwrap();
            let quad = Quad { graph_name: GraphName::DefaultGraph, ..quad };
            store.insert(&quad).unwrap();
        }
    }
    store
}

fn rows_of_oracle(store: &Store, text: &str) -> Vec<String> {
    let evaluator = SparqlEvaluator::new().with_prefix("", BASE).unwrap();
    let query = evaluator.parse_query(text).unwrap();
    let QueryResults::Solutions(solutions) = query.on_store(store).execute().unwrap() else {
        panic!("no rows");
    };
    let mut lines: Vec<String> = solutions
        .map(|solution| {
            let solution = solution.unwrap();
            let cells = solution.values().iter().map(|term| match term {
                Some(term) => {
                    let value = Value::from(term);
                    value.text().strip_prefix(BASE).unwrap_or(value.text()).to_owned()
                }
                None => "-".to_owned(),
            });
            cells.collect::<Vec<_>>().join(" ")
        })
        .collect();
    lines.sort();
    lines
}

/// Rows without the order of their columns: the oracle sorts those of `*` by name.
fn cells_sorted(rows: &[String]) -> Vec<String> {
    let sorted = rows.iter().map(|row| {
        let mut cells: Vec<&str> = row.split(' ').collect();
        cells.sort_unstable();
        cells.join(" ")
    });
    let mut rows: Vec<String> = sorted.collect();
    rows.sort();
    rows
}

/// Every way to know or not to know the parts of a triple, with known and unknown terms.
fn patterns() -> Vec<[Option<&'static str>; 3]> {
    let subjects = [None, Some("a"), Some("nope")];
    let predicates = [None, Some("p"), Some("q")];
    let objects = [None, Some("b"), Some("1"), Some("3")];
    let pairs = subjects.into_iter().flat_map(|s| predicates.map(|p| (s, p)));
    pairs.flat_map(|(s, p)| objects.map(|o| [s, p, o])).collect()
}

/// What a view finds, each triple as three names.
fn matching(view: &dyn GraphView, pattern: &[Option<&str>; 3]) -> Vec<[String; 3]> {
    let node = |name: &str| match name.parse::<u8>() {
        Ok(_) => Value::Literal {
            text: name.to_owned(),
            datatype: xsd::INTEGER.to_owned(),
            language: None,
        },
        Err(_) => Value::Iri(iri(name)),
    };
    let [subject, predicate, object] = pattern;
    let predicate = predicate.map(iri);
    let found =
        view.matching(subject.map(node).as_ref(), predicate.as_deref(), object.map(node).as_ref());
    assert!(found.is_sorted(), "sorted");
    let name = |text: &str| text.strip_prefix(BASE).unwrap_or(text).to_owned();
    let names = found
        .iter()
        .map(|fact| [fact.subject.text(), fact.predicate.as_str(), fact.object.text()].map(name));
    let mut names: Vec<[String; 3]> = names.collect();
    names.sort();
    names
}

/// The triples of any graph of the model that fit a pattern, each once.
fn fitting(model: &Model, pattern: &[Option<&str>; 3]) -> Vec<[String; 3]> {
    let fits = |triple: &&[String; 3]| {
        triple.iter().zip(pattern).all(|(name, known)| known.is_none_or(|known| known == name))
    };
    let fitting: BTreeSet<[String; 3]> = model.values().flatten().filter(fits).cloned().collect();
    fitting.into_iter().collect()
}

fn triples() -> impl Strategy<Value = BTreeSet<[String; 3]>> {
    let name = |names: &'static [&'static str]| prop::sample::select(names).prop_map(str::to_owned);
    let triple = (name(&["a", "b", "c", "d"]), name(&["p", "q"]), name(&["a", "b", "c", "1", "2"]));
    prop::collection::btree_set(triple.prop_map(|(s, p, o)| [s, p, o]), 0..12)
}

fn changes() -> impl Strategy<Value = Vec<(&'static str, BTreeSet<[String; 3]>)>> {
    let name = prop::sample::select(&["g1", "g2", "g3"][..]);
    prop::collection::vec((name, triples()), 1..8)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn answers_are_those_of_the_oracle_after_any_changes(changes in changes(), first in 0usize..4) {
        for engine in engines() {
            let mut model = Model::new();
            let mut view = engine.build(Vec::new());
            for (index, (name, triples)) in changes.iter().enumerate() {
                model.insert((*name).to_owned(), triples.clone());
                if index == first {
                    let graphs = model.iter().map(|(name, triples)| graph_of(name, triples));
                    view = engine.build(graphs.collect());
                } else if triples.is_empty() {
                    view = view.with_changes(Vec::new(), &[iri(name)]);
                } else {
                    view = view.with_changes(vec![graph_of(name, triples)], &[]);
                }
            }
            let store = oracle(&model);
            let quads: usize = model.values().map(BTreeSet::len).sum();
            prop_assert_eq!(view.counts().quads, quads);
            for pattern in patterns() {
                prop_assert_eq!(matching(view.as_ref(), &pattern), fitting(&model, &pattern));
            }
            for text in QUERIES {
                let own = cells_sorted(&select(view.as_ref(), text));
                let expected = cells_sorted(&rows_of_oracle(&store, text));
                prop_assert_eq!(own, expected, "{}", text);
            }
        }
    }
}
