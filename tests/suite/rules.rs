//! SHACL: the W3C's own tests, the shared rules on good and broken data, and pySHACL's opinion.

mod shared;
mod w3c;

use std::time::Duration;

use loggia::graph::query::{QueryLimits, Stop};
use loggia::graph::rules::{Report, RuleLimits, ShapeProblem, Shapes, ValidationError, validate};
use loggia::graph::{EmbeddedEngine, GraphEngine, NamedGraph};
use loggia::rdf::{Fact, Value};
use oxigraph::io::{RdfFormat, RdfParser};

const LIMITS: RuleLimits = RuleLimits {
    violations: 10_000,
    query: QueryLimits { query_bytes: 1 << 16, rows: 10_000, answer_bytes: 1 << 24 },
};

/// The triples of a Turtle text whose relative IRIs begin with `base`.
fn read(text: &str, base: &str) -> Vec<Fact> {
    let parser = RdfParser::from_format(RdfFormat::Turtle).with_base_iri(base).unwrap();
    let fact = |quad: oxigraph::model::Quad| Fact {
        subject: Value::from(&quad.subject),
        predicate: quad.predicate.as_str().to_owned(),
        object: Value::from(&quad.object),
    };
    parser.for_slice(text).map(|quad| fact(quad.unwrap())).collect()
}

/// Checks data by shapes: what is wrong with the shapes, and the report.
fn check(data: &[Fact], shapes: &[Fact]) -> (Vec<ShapeProblem>, Result<Report, ValidationError>) {
    let (shapes, problems) = Shapes::read(shapes);
    let graph = NamedGraph::of_facts("https://example.org/graph/data", data);
    let view = EmbeddedEngine::new("https://example.org/").build(vec![graph]);
    let stop = Stop::after(Duration::from_mins(1));
    (problems, validate(view.as_ref(), &shapes, &LIMITS, &stop))
}
