//! SPARQL over HTTP: the protocol, its formats, its limits, and what is refused.

mod limits;
mod w3c;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::sparql::results::{
    QueryResultsFormat, QueryResultsParser, SliceQueryResultsParserOutput,
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::harness::{Answer, Server};

const BOOK: &str = r#"//- book.toml
[book]
title = "Book"

[preprocessor.loggia]
base = "https://docs.example.org/"
//- src/SUMMARY.md
- [One](one.md)
- [Two](folder/two.md)
//- src/one.md
# One

To [two](folder/two.md), "quoted", & <em>so on</em>.
//- src/folder/two.md
# Two, ‘with’ a comma and 語

Text.
"#;

static SERVER: LazyLock<Server> = LazyLock::new(|| Server::fixture(BOOK));

const TITLES: &str = "SELECT ?page ?title { ?page a loggia:Document ; dcterms:title ?title }";
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const DIRECT: (&str, &str) = ("content-type", "application/sparql-query");

fn encode(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// The query in the address, with further parameters such as `&format=csv`.
fn ask(query: &str, more: &str) -> Answer {
    SERVER.get(&format!("/sparql?query={}{more}", encode(query)))
}

/// The values of all rows, whatever the format.
fn rows(answer: &Answer, format: QueryResultsFormat) -> BTreeSet<Vec<String>> {
    let parsed = QueryResultsParser::from_format(format).for_slice(&answer.body).unwrap();
    let SliceQueryResultsParserOutput::Solutions(solutions) = parsed else {
        panic!("{format:?} holds no rows");
    };
    let row = |row: oxigraph::sparql::QuerySolution| {
        row.iter().map(|(_, term)| term.to_string()).collect()
    };
    solutions.map(|solution| row(solution.unwrap())).collect()
}

/// The media type of a format, without parameters.
fn essence(format: QueryResultsFormat) -> &'static str {
    format.media_type().split(';').next().unwrap()
}

fn boolean(answer: &Answer) -> bool {
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["boolean"].as_bool().unwrap()
}

#[test]
fn a_query_can_be_sent_in_three_ways() {
    let encoded = encode(TITLES);
    let answers = [
        SERVER.get(&format!("/sparql?query={encoded}")),
        SERVER.send("POST", "/sparql", &[FORM], format!("query={}", encoded.replace("%20", "+"))),
        SERVER.send("POST", "/sparql", &[DIRECT], TITLES),
        SERVER.send(
            "POST",
            "/sparql",
            &[("content-type", "application/sparql-query; charset=UTF-8")],
            TITLES,
        ),
    ];
    for answer in &answers {
        assert_eq!((answer.status, answer.media_type()), (200, "application/sparql-results+json"));
        assert_eq!(answer.json()["results"]["bindings"].as_array().unwrap().len(), 2);
        assert_eq!(answer.body, answers[0].body);
    }
    let head = SERVER.send("HEAD", &format!("/sparql?query={encoded}"), &[], "");
    assert_eq!((head.status, head.body.len()), (200, 0));
}

#[test]
fn every_table_format_reads_back_as_the_same_rows() {
    let expected: BTreeSet<Vec<String>> = [
        ["<https://docs.example.org/one>", "\"One\""],
        ["<https://docs.example.org/folder/two>", "\"Two, ‘with’ a comma and 語\""],
    ]
    .into_iter()
    .map(|row| row.map(str::to_owned).to_vec())
    .collect();
    for (name, format) in [
        ("json", QueryResultsFormat::Json),
        ("xml", QueryResultsFormat::Xml),
        ("tsv", QueryResultsFormat::Tsv),
    ] {
        let answer = ask(TITLES, &format!("&format={name}"));
        assert_eq!(answer.media_type(), essence(format));
        assert_eq!(rows(&answer, format), expected, "{name}");
        let asked = SERVER.get_as(
            &format!("/sparql?query={}", encode(TITLES)),
            &format!("text/x-other, {};q=0.5", essence(format)),
        );
        assert_eq!(asked.body, answer.body, "{name} by Accept");
    }
    // CSV does not tell IRIs from text, and its lines end as RFC 4180 says.
    let csv = ask(&format!("{TITLES} ORDER BY ?title"), "&format=csv");
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(
        csv.text(),
        "page,title\r\nhttps://docs.example.org/one,One\r\n\
         https://docs.example.org/folder/two,\"Two, ‘with’ a comma and 語\"\r\n"
    );
}

#[test]
fn every_graph_format_reads_back_as_the_same_triples() {
    let construct = "CONSTRUCT { ?page dcterms:title ?title } WHERE { ?page a loggia:Document ; dcterms:title ?title }";
    let json_ld = RdfFormat::from_media_type("application/ld+json").unwrap();
    let triples = |answer: &Answer, format: RdfFormat| -> BTreeSet<String> {
        assert_eq!(answer.status, 200, "{}", answer.text());
        let quads = RdfParser::from_format(format).for_slice(&answer.body);
        quads.map(|quad| quad.unwrap().to_string()).collect()
    };
    let mut read = Vec::new();
    for (name, media_type, format) in [
        ("turtle", "text/turtle", RdfFormat::Turtle),
        ("ntriples", "application/n-triples", RdfFormat::NTriples),
        ("rdfxml", "application/rdf+xml", RdfFormat::RdfXml),
        ("jsonld", "application/ld+json", json_ld),
    ] {
        let answer = ask(construct, &format!("&format={name}"));
        assert_eq!(answer.media_type(), media_type);
        read.push(triples(&answer, format));
        let asked =
            SERVER.get_as(&format!("/sparql?query={}", encode(construct)), answer.media_type());
        assert_eq!(asked.body, answer.body, "{name} by Accept");
    }
    assert_eq!(read[0].len(), 2);
    assert!(read.iter().all(|triples| *triples == read[0]), "{read:#?}");
}

#[test]
fn ask_says_yes_or_no_in_every_format() {
    for (object, expected) in [("?title", true), ("1", false)] {
        let query = format!("ASK {{ ?page dcterms:title {object} }}");
        assert_eq!(boolean(&ask(&query, "")), expected);
        let xml = ask(&query, "&format=xml");
        let parsed = QueryResultsParser::from_format(QueryResultsFormat::Xml).for_slice(&xml.body);
        let Ok(SliceQueryResultsParserOutput::Boolean(read)) = parsed else {
            panic!("no yes or no in {}", xml.text());
        };
        assert_eq!(read, expected);
        for format in ["csv", "tsv"] {
            let answer = ask(&query, &format!("&format={format}"));
            assert_eq!(answer.text().trim(), expected.to_string(), "{format}");
        }
    }
}

#[test]
fn describe_tells_about_one_thing() {
    let answer = ask("DESCRIBE <https://docs.example.org/one>", "");
    assert_eq!(answer.header("content-type"), "text/turtle; charset=utf-8");
    let quads: Vec<_> = RdfParser::from_format(RdfFormat::Turtle)
        .for_slice(&answer.body)
        .map(Result::unwrap)
        .collect();
    let subject = "<https://docs.example.org/one>";
    assert!(quads.iter().any(|quad| quad.subject.to_string() == subject));
    assert!(!answer.text().contains("with’ a comma"), "nothing about the other page");
}

#[test]
fn the_default_graph_is_all_graphs_unless_someone_says_otherwise() {
    let both =
        "ASK { <https://docs.example.org/one> a ?a . <https://docs.example.org/folder/two> a ?b }";
    let one = "&default-graph-uri=https%3A%2F%2Fdocs.example.org%2Fone";
    let two = "&default-graph-uri=https%3A%2F%2Fdocs.example.org%2Ffolder%2Ftwo";
    assert!(boolean(&ask(both, "")), "the union");
    assert!(!boolean(&ask(both, "&union-default-graph=false")), "the empty default graph");
    assert!(!boolean(&ask(both, one)));
    assert!(boolean(&ask(both, &format!("{one}{two}"))), "two graphs taken together");
    let from_one = both.replace("ASK", "ASK FROM <https://docs.example.org/one>");
    assert!(!boolean(&ask(&from_one, "")));
    assert!(boolean(&ask(&from_one, &format!("{one}{two}"))), "the request wins over FROM");
    let posted = SERVER.send("POST", "/sparql", &[FORM], format!("query={}{}", encode(both), one));
    assert!(!boolean(&posted), "graphs in the form");
}

#[test]
fn named_graphs_are_those_of_the_pages_or_those_asked_for() {
    let graphs = |more: &str| -> BTreeSet<String> {
        let answer = ask("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", more);
        let json = answer.json();
        let rows = json["results"]["bindings"].as_array().unwrap();
        rows.iter().map(|row| row["g"]["value"].as_str().unwrap().to_owned()).collect()
    };
    let (one, two) = ("https://docs.example.org/one", "https://docs.example.org/folder/two");
    let all = graphs("");
    assert!(all.contains(one) && all.contains(two), "{all:?}");
    let asked = graphs(&format!("&named-graph-uri={}", encode(one)));
    assert_eq!(asked, BTreeSet::from([one.to_owned()]));
    let inside = format!("ASK {{ GRAPH <{one}> {{ <{two}> dcterms:title ?title }} }}");
    assert!(!boolean(&ask(&inside, "")), "a page's graph holds what that page says");
    assert!(graphs("&named-graph-uri=https%3A%2F%2Fdocs.example.org%2Fnowhere").is_empty());
}

#[test]
fn the_usual_prefixes_are_preset_and_can_be_declared_anew() {
    let preset =
        ask("SELECT * { VALUES (?a ?b ?c ?d) { (loggia:x rdfs:label dcterms:title :one) } }", "");
    let row = preset.json()["results"]["bindings"][0].clone();
    assert_eq!(row["b"]["value"], "http://www.w3.org/2000/01/rdf-schema#label");
    assert_eq!(row["c"]["value"], "http://purl.org/dc/terms/title");
    assert_eq!(row["d"]["value"], "https://docs.example.org/one");
    let anew = ask("PREFIX rdfs: <https://other/> SELECT * { VALUES ?a { rdfs:x } }", "");
    assert_eq!(anew.json()["results"]["bindings"][0]["a"]["value"], "https://other/x");
    assert_eq!(ask("SELECT * { ?s nowhere:x ?o }", "").status, 400);
}

#[test]
fn a_syntax_error_is_told_with_its_place() {
    for (query, line, column) in [
        ("SELECT * {\n  ?s ?p }", 2, None),
        ("SELECT * {\n  ?s ?p (1 }", 2, Some(12)),
        ("SHOW TABLES", 1, Some(1)),
        ("SELECT ?ä {\n\n ?ä a 'x }", 3, Some(7)),
    ] {
        let answer = ask(query, "");
        assert_eq!((answer.status, answer.media_type()), (400, "application/problem+json"));
        let problem = answer.json();
        assert_eq!(problem["status"], 400);
        assert_eq!(problem["line"], line, "{query}: {problem}");
        assert!(problem["column"].as_u64().unwrap() >= 1, "{query}: {problem}");
        assert!(column.is_none_or(|column| problem["column"] == column), "{query}: {problem}");
        assert!(!problem["detail"].as_str().unwrap().is_empty());
    }
}

#[test]
fn nothing_is_changed_fetched_or_passed_on() {
    for query in [
        "INSERT DATA { <a:b> <a:b> <a:b> }",
        "DELETE WHERE { ?s ?p ?o }",
        "LOAD <https://example.org/>",
        "CLEAR ALL",
        "SELECT * { SERVICE <https://example.org/> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <https://example.org/> { ?s ?p ?o } }",
        "ASK { FILTER EXISTS { SERVICE ?x { ?s ?p ?o } } }",
    ] {
        let answer = ask(query, "");
        assert!((400..500).contains(&answer.status), "{query}: {}", answer.status);
        assert_eq!(answer.media_type(), "application/problem+json", "{query}");
    }
    let update = ("content-type", "application/sparql-update");
    let insert = "INSERT DATA { <a:b> <a:b> <a:b> }";
    for (content_type, body) in
        [(update, insert.to_owned()), (FORM, format!("update={}", encode(insert)))]
    {
        let answer = SERVER.send("POST", "/sparql", &[content_type], body);
        assert_eq!(answer.status, 403, "{}", answer.text());
    }
    assert!(!boolean(&ask("ASK { <a:b> ?p ?o }", "")));
}

#[test]
fn what_the_protocol_does_not_allow_is_refused_with_its_status() {
    let send = |method: &str, content_type: &str, body: &str| {
        SERVER.send(method, "/sparql", &[("content-type", content_type)], body.to_owned())
    };
    assert_eq!(send("POST", "text/plain", "ASK {}").status, 415);
    assert_eq!(send("POST", "application/sparql-query; charset=UTF-16", "ASK {}").status, 415);
    assert_eq!(SERVER.send("POST", "/sparql", &[], "ASK {}").status, 415);
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS"] {
        let answer = send(method, "application/sparql-query", "ASK {}");
        assert_eq!(answer.status, 405, "{method}");
        assert!(answer.header("allow").contains("POST"), "{method}");
    }
    let query = format!("/sparql?query={}", encode(TITLES));
    for accept in ["image/png", "text/turtle", "text/html;q=0"] {
        let answer = SERVER.get_as(&query, accept);
        assert_eq!(
            (answer.status, answer.media_type()),
            (406, "application/problem+json"),
            "{accept}"
        );
    }
    assert_eq!(ask(TITLES, "&format=turtle").status, 406);
    assert_eq!(ask(TITLES, "&query=ASK%7B%7D").status, 400, "two queries");
    assert_eq!(send("POST", FORM.1, "").status, 400, "no query");
    assert_eq!(SERVER.get("/sparql?query=%ff").status, 400, "not UTF-8");
    let bytes = SERVER.send("POST", "/sparql", &[DIRECT], b"ASK {} #\xff".to_vec());
    assert_eq!(bytes.status, 400, "not UTF-8");
}

#[test]
fn browsers_get_the_workbench_and_tools_the_description() {
    let browser = "text/html,application/xhtml+xml,*/*;q=0.8";
    let page = SERVER.get_as("/sparql", browser);
    assert_eq!(page.media_type(), "text/html");
    assert!(page.text().contains("data-workbench"));
    let run = SERVER.get_as(&format!("/sparql?query={}", encode(TITLES)), browser);
    assert!(run.text().contains("2 rows in"), "answers without JavaScript");
    let broken = SERVER.get_as("/sparql?query=SELECT%20*%20%7B%3Cscript%3E", browser);
    assert!(broken.text().contains("class=\"failure\""), "{}", broken.text());
    let description = SERVER.get("/sparql");
    assert_eq!(description.media_type(), "text/turtle");
    let quads = RdfParser::from_format(RdfFormat::Turtle).for_slice(&description.body);
    let quads: Vec<_> = quads.map(Result::unwrap).collect();
    assert!(quads.iter().any(|quad| {
        quad.predicate.as_str() == "http://www.w3.org/ns/sparql-service-description#endpoint"
            && quad.object.to_string() == "<https://docs.example.org/sparql>"
    }));
}

/// The workbench's examples are what a reader tries first: each must answer with something.
#[test]
fn every_example_of_the_workbench_answers() {
    let server = Server::of(loggia::source::bundled_book());
    let page = server.get_as("/sparql", "text/html");
    let elements = crate::harness::elements(page.text());
    let examples: Vec<&str> =
        elements.iter().filter_map(|element| element.attribute("data-query")).collect();
    assert!(examples.len() >= 5);
    for query in examples {
        let answer = server.get(&format!("/sparql?query={}", encode(query)));
        assert_eq!(answer.status, 200, "{query}: {}", answer.text());
        let empty = answer.media_type() == "application/sparql-results+json"
            && answer.json()["results"]["bindings"].as_array().is_some_and(Vec::is_empty);
        assert!(!empty, "{query}");
    }
}
