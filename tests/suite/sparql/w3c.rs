//! The W3C's own tests of the SPARQL 1.1 Protocol, as far as they are about queries.

use std::collections::BTreeMap;
use std::fs;

use loggia::graph::{EmbeddedEngine, GraphBuilder, GraphEngine, NamedGraph};
use loggia::snapshot::Snapshot;
use loggia::source::MemoryFiles;
use oxigraph::io::RdfFormat;
use oxigraph::model::Term;
use oxigraph::sparql::{QueryResults, QuerySolution, SparqlEvaluator};
use oxigraph::store::Store;

use crate::corpora::unpacked;
use crate::harness::{Answer, Server};

/// Tests that do not apply, because they expect an update to be carried out. There are no updates
/// here: the graph is made from the documents.
const UPDATES: &[&str] = &[
    "update_base_uri",
    "update_dataset_default_graph",
    "update_dataset_default_graphs",
    "update_dataset_full",
    "update_dataset_named_graphs",
    "update_post_direct",
    "update_post_form",
];

/// Every request of every test, in the manifest's own terms.
const REQUESTS: &str = "
PREFIX mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#>
PREFIX ht: <http://www.w3.org/2011/http#>
PREFIX cnt: <http://www.w3.org/2011/content#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?test ?target ?method ?chars ?encoding ?type ?boolean ?format (GROUP_CONCAT(STR(?one)) AS ?status) {
  ?test a mf:ProtocolTest ; mf:action/ht:requests/rdf:rest*/rdf:first ?request .
  ?request ht:absolutePath ?target ; ht:methodName ?method ; ht:resp ?response .
  ?response mf:expectedStatus ?one .
  OPTIONAL { ?response mf:expectedBoolean ?boolean }
  OPTIONAL { ?response mf:expectedFormat ?format }
  OPTIONAL { ?request ht:body ?body . ?body cnt:chars ?chars ; cnt:characterEncoding ?encoding }
  OPTIONAL { ?request ht:headers/rdf:rest*/rdf:first ?header .
             ?header ht:fieldName 'content-type' ; ht:fieldValue ?type }
} GROUP BY ?test ?request ?target ?method ?chars ?encoding ?type ?boolean ?format";

#[test]
fn the_w3c_protocol_tests_of_queries_pass() {
    let Some(folder) = unpacked("corpora/w3c-sparql-tests") else {
        return;
    };
    let folder = folder.with_file_name("sparql").join("sparql11/protocol");
    let store = Store::new().unwrap();
    let manifest = fs::read(folder.join("manifest.ttl")).unwrap();
    let base = "https://example.org/manifest.ttl";
    let parser = oxigraph::io::RdfParser::from_format(RdfFormat::Turtle);
    store.load_from_reader(parser.with_base_iri(base).unwrap(), &manifest[..]).unwrap();
    let query = SparqlEvaluator::new().parse_query(REQUESTS).unwrap();
    let Ok(QueryResults::Solutions(requests)) = query.on_store(&store).execute() else {
        panic!("the manifest cannot be asked");
    };
    let server = Server::new(MemoryFiles::new(), &[], false, with_test_data);
    let mut outcomes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for request in requests {
        let request = request.unwrap();
        let test = text(&request, "test").rsplit('#').next().unwrap().to_owned();
        if !UPDATES.contains(&test.as_str()) {
            let problems = problems(&request, &send(&server, &request));
            outcomes.entry(test).or_default().extend(problems);
        }
    }
    let failed: Vec<_> = outcomes.iter().filter(|(_, problems)| !problems.is_empty()).collect();
    assert!(failed.is_empty(), "{failed:#?}");
    assert_eq!(outcomes.len(), 34 - UPDATES.len());
}

fn text(request: &QuerySolution, name: &str) -> String {
    match request.get(name) {
        Some(Term::Literal(literal)) => literal.value().to_owned(),
        Some(Term::NamedNode(node)) => node.as_str().to_owned(),
        _ => String::new(),
    }
}

fn send(server: &Server, request: &QuerySolution) -> Answer {
    let target = text(request, "target").replacen("/sparql/", "/sparql", 1);
    let chars = text(request, "chars");
    let body = match text(request, "encoding").as_str() {
        "UTF-16" => chars.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        _ => chars.into_bytes(),
    };
    let content_type = text(request, "type");
    let headers = [("content-type", content_type.as_str())];
    let headers = if content_type.is_empty() { &[] } else { &headers[..] };
    server.send(&text(request, "method"), &target, headers, body)
}

/// What an answer does not have that was expected.
fn problems(request: &QuerySolution, answer: &Answer) -> Vec<String> {
    let mut problems = Vec::new();
    let family = format!("StatusCode{}xx", answer.status / 100);
    if !text(request, "status").contains(&family) {
        problems.push(format!("status {}: {}", answer.status, answer.text()));
    }
    let expected: &[&str] = match text(request, "format").as_str() {
        "boolean" => &["application/sparql-results+json", "application/sparql-results+xml"],
        "tabular" => &[
            "application/sparql-results+json",
            "application/sparql-results+xml",
            "text/csv",
            "text/tab-separated-values",
        ],
        "RDF" => &["text/turtle", "application/rdf+xml", "application/n-triples"],
        _ => return problems,
    };
    if !expected.contains(&answer.media_type()) {
        problems.push(format!("type {}", answer.media_type()));
    }
    let boolean = text(request, "boolean");
    if !boolean.is_empty() && answer.json()["boolean"].to_string() != boolean {
        problems.push(format!("answer {}", answer.text()));
    }
    problems
}

/// The tests' three graphs, which each hold one triple about their own name, and no others.
fn with_test_data(snapshot: Snapshot) -> Snapshot {
    let graph = |number: u8| -> NamedGraph {
        let name = format!("http://kasei.us/2009/09/sparql/data/data{number}.rdf");
        let mut graph = GraphBuilder::new(&name);
        let subject = graph.iri(&name);
        let document = graph.iri("http://xmlns.com/foaf/0.1/Document");
        graph.add(subject, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", document);
        graph.finish()
    };
    let engine = EmbeddedEngine::new(&snapshot.catalog.config.base);
    Snapshot { graph: engine.build((1..=3).map(graph).collect()), ..snapshot }
}
