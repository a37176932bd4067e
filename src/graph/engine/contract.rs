//! What every engine has to do, whichever it is; Oxigraph's own store is the oracle for answers.

use std::sync::Arc;
use std::time::Duration;

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::Term;
use oxigraph::sparql::results::{
    QueryResultsFormat, QueryResultsParser, SliceQueryResultsParserOutput,
};

use crate::graph::query::{
    GraphFormat, QueryError, QueryLimits, QueryRequest, QueryResult, Stop, TableFormat,
};
use crate::graph::{Counts, EmbeddedEngine, GraphBuilder, GraphEngine, GraphView, NamedGraph};
use crate::rdf::Value;

mod oracle;

const BASE: &str = "https://example.org/";
const LIMITS: QueryLimits = QueryLimits { query_bytes: 65536, rows: 10_000, answer_bytes: 1 << 20 };

fn engines() -> Vec<Box<dyn GraphEngine>> {
    vec![Box::new(EmbeddedEngine::new(BASE))]
}

fn iri(name: &str) -> String {
    format!("{BASE}{name}")
}

/// A graph of triples written as three names each; an object of digits is a number.
fn graph(name: &str, triples: &[[&str; 3]]) -> NamedGraph {
    let mut graph = GraphBuilder::new(iri(name));
    for [subject, predicate, object] in triples {
        let subject = graph.iri(&iri(subject));
        let object = match object.parse() {
            Ok(number) => graph.number(number),
            Err(_) => graph.iri(&iri(object)),
        };
        graph.add(subject, &iri(predicate), object);
    }
    graph.finish()
}

fn two_graphs(engine: &dyn GraphEngine) -> Arc<dyn GraphView> {
    let first = graph("g1", &[["a", "p", "b"], ["a", "q", "1"]]);
    let second = graph("g2", &[["a", "p", "b"], ["b", "p", "c"]]);
    engine.build(vec![first, second])
}

fn evaluate(view: &dyn GraphView, request: &QueryRequest) -> Result<QueryResult, QueryError> {
    view.evaluate(request, &LIMITS, &Stop::after(Duration::from_secs(20)))
}

/// The rows of a SELECT, sorted, IRIs without the base.
fn rows(view: &dyn GraphView, request: &QueryRequest) -> Vec<String> {
    let QueryResult::Table { rows, .. } = evaluate(view, request).unwrap() else {
        panic!("no table");
    };
    let cell = |cell: &Option<Value>| {
        let text = cell.as_ref().map_or("-", Value::text);
        text.strip_prefix(BASE).unwrap_or(text).to_owned()
    };
    let line = |row: &Vec<Option<Value>>| row.iter().map(cell).collect::<Vec<_>>().join(" ");
    let mut lines: Vec<String> = rows.iter().map(line).collect();
    lines.sort();
    lines
}

fn select(view: &dyn GraphView, text: &str) -> Vec<String> {
    rows(view, &QueryRequest::new(text))
}

#[test]
fn the_default_graph_is_the_union_and_has_each_triple_once() {
    for engine in engines() {
        let view = two_graphs(engine.as_ref());
        let everything = ["a p b", "a q 1", "b p c"];
        assert_eq!(select(view.as_ref(), "SELECT * { ?s ?p ?o }"), everything);
        assert_eq!(select(view.as_ref(), "SELECT (COUNT(*) AS ?n) { ?s :p ?o }"), ["2"]);
        let named = select(view.as_ref(), "SELECT ?g ?o { GRAPH ?g { :a :p ?o } }");
        assert_eq!(named, ["g1 b", "g2 b"]);
        let across = select(view.as_ref(), "SELECT ?x { :a :p+ ?x }");
        assert_eq!(across, ["b", "c"]);
        let within = select(view.as_ref(), "SELECT ?x { GRAPH :g1 { :a :p+ ?x } }");
        assert_eq!(within, ["b"]);
    }
}

#[test]
fn datasets_narrow_what_is_seen() {
    for engine in engines() {
        let view = two_graphs(engine.as_ref());
        let count = |text: &str| select(view.as_ref(), text).len();
        assert_eq!(count("SELECT * FROM :g2 { ?s ?p ?o }"), 2);
        assert_eq!(count("SELECT * FROM :g1 FROM :g2 { ?s ?p ?o }"), 3);
        assert_eq!(count("SELECT * FROM :g1 FROM :nope { ?s ?p ?o }"), 2);
        assert_eq!(count("SELECT * FROM :nope { ?s ?p ?o }"), 0);
        assert_eq!(count("SELECT * FROM :g1 { GRAPH ?g { ?s ?p ?o } }"), 0);
        assert_eq!(count("SELECT * FROM NAMED :g1 { ?s ?p ?o }"), 0);
        assert_eq!(count("SELECT * FROM NAMED :g1 { GRAPH ?g { ?s ?p ?o } }"), 2);
        let mut request = QueryRequest::new("SELECT * FROM :g1 { ?s ?p ?o }");
        request.default_graphs = vec![iri("g2")];
        assert_eq!(rows(view.as_ref(), &request), ["a p b", "b p c"], "the protocol wins");
        request.default_graphs.clear();
        request.named_graphs = vec![iri("g2")];
        assert_eq!(rows(view.as_ref(), &request), [""; 0]);
        request.text = "SELECT ?s { GRAPH ?g { ?s ?p ?o } }".to_owned();
        assert_eq!(rows(view.as_ref(), &request), ["a", "b"]);
        request = QueryRequest::new("SELECT * { ?s ?p ?o }");
        request.union_default_graph = false;
        assert_eq!(rows(view.as_ref(), &request), [""; 0]);
    }
}

/// The rows of a query that is answered for each value of `?this`, or why there are none.
fn rows_of_each(view: &dyn GraphView, text: &str, values: &[Value]) -> Result<Vec<String>, String> {
    let stop = Stop::after(Duration::from_secs(20));
    match view.evaluate_each(&QueryRequest::new(text), "this", values, &LIMITS, &stop) {
        Ok(QueryResult::Table { rows, .. }) => {
            let cell = |cell: &Option<Value>| cell.as_ref().map_or("-".into(), Value::to_string);
            let line = |row: &Vec<Option<Value>>| row.iter().map(cell).collect::<Vec<_>>();
            let mut lines: Vec<String> = rows.iter().map(|row| line(row).join(" ")).collect();
            lines.sort();
            Ok(lines.iter().map(|line| line.replace(BASE, "")).collect())
        }
        Ok(other) => Err(format!("{other:?}")),
        Err(error) => Err(error.to_string()),
    }
}

#[test]
fn a_variable_can_have_a_value_before_the_query() {
    for engine in engines() {
        let mut with_blank = GraphBuilder::new(iri("g"));
        let blank = with_blank.term(&Term::from(&Value::Blank("n".to_owned())));
        let number = with_blank.number(7);
        with_blank.add(blank, &iri("q"), number);
        let view = two_graphs(engine.as_ref());
        let view = view.with_changes(vec![with_blank.finish()], &[]);
        let (a, b) = (Value::Iri(iri("a")), Value::Iri(iri("b")));
        let new = Value::Literal {
            text: "new".to_owned(),
            datatype: crate::vocabulary::xsd::STRING.to_owned(),
            language: None,
        };
        let values = [a, b, Value::Blank("n".to_owned()), new];
        let ask = |text: &str| rows_of_each(view.as_ref(), text, &values).unwrap();
        assert_eq!(ask("SELECT $this ?o { $this :p ?o }"), ["<a> <b>", "<b> <c>"]);
        assert_eq!(ask("SELECT $this ?o { $this :q ?o FILTER(?o > 1) }").len(), 1);
        // Where the query alone binds nothing.
        let in_filter = ["\"new\"", "<b>"];
        assert_eq!(ask("SELECT $this { FILTER($this IN (:b, 'new')) }"), in_filter);
        assert_eq!(ask("SELECT $this { { FILTER(bound($this)) } FILTER($this = :b) }"), ["<b>"]);
        assert_eq!(ask("SELECT $this { BIND($this AS ?x) FILTER(isBlank(?x)) }").len(), 1);
        assert_eq!(ask("SELECT $this { FILTER(isBlank($this)) }").len(), 1);
        let nested = "SELECT $this { { SELECT $this { FILTER($this = :a) } } }";
        assert_eq!(ask(nested), ["<a>"]);
        let no_way = "SELECT $this { FILTER NOT EXISTS { $this :p ?x . ?x :p ?y } }";
        assert_eq!(ask(no_way).len(), 3);
        let none = "SELECT $this { BIND(1 AS ?one) MINUS { $this ?p ?o . BIND(1 AS ?one) } }";
        assert_eq!(ask(none), ["\"new\""]);
        let counted = "SELECT $this (COUNT(?o) AS ?n) { $this ?p ?o } GROUP BY $this";
        assert_eq!(ask(counted).len(), 3);
        let each_once = "SELECT DISTINCT $this ?p { $this ?p ?o } ORDER BY ?p LIMIT 1";
        assert_eq!(ask(each_once).len(), 3, "one for each value");
        assert_eq!(rows_of_each(view.as_ref(), "SELECT $this { $this ?p ?o }", &[]), Ok(vec![]));
        for (text, problem) in [
            ("SELECT ?o { $this :p ?o }", "A SELECT without $this"),
            ("SELECT $this { { SELECT ?o { ?x :p ?o } } }", "A SELECT without $this"),
            ("SELECT $this { VALUES ?x { 1 } }", "VALUES"),
            ("SELECT $this { ?s ?p ?o FILTER EXISTS { VALUES ?x { 1 } } }", "VALUES"),
            ("SELECT $this { BIND(1 AS $this) }", "AS $this"),
            ("ASK { $this ?p ?o }", "This form of query"),
            ("SELECT $this { $this ?p }", "line 1, column 25"),
        ] {
            let found = rows_of_each(view.as_ref(), text, &values).unwrap_err();
            assert!(found.starts_with(problem), "{text}: {found}");
        }
    }
}

#[test]
fn what_is_stated_can_be_asked_apart_from_what_is_inferred() {
    for engine in engines() {
        let mut inferred = GraphBuilder::new(iri("graph/inferred"));
        let (a, b, c) = (inferred.iri(&iri("a")), inferred.iri(&iri("b")), inferred.iri(&iri("c")));
        inferred.add(a, &iri("p"), c);
        inferred.add(a, &iri("p"), b);
        let stated_only = two_graphs(engine.as_ref());
        let view = stated_only.with_changes(vec![inferred.finish()], &[]);
        let stated = "SELECT * FROM <graph/stated> { ?s ?p ?o }";
        let without = ["a p b", "a q 1", "b p c"];
        assert_eq!(select(view.as_ref(), stated), without, "what is both stays");
        assert_eq!(select(stated_only.as_ref(), stated), without, "nothing is inferred");
        let everything = ["a p b", "a p c", "a q 1", "b p c"];
        assert_eq!(select(view.as_ref(), "SELECT * { ?s ?p ?o }"), everything);
        let both = "SELECT * FROM <graph/stated> FROM <graph/inferred> { ?s ?p ?o }";
        assert_eq!(select(view.as_ref(), both), everything);
        let with_another = "SELECT * FROM <graph/stated> FROM :g1 { ?s ?p ?o }";
        assert_eq!(select(view.as_ref(), with_another), without);
        let path = "SELECT ?x FROM <graph/stated> { :a :p+ ?x }";
        assert_eq!(select(view.as_ref(), path), ["b", "c"]);
        let mut request = QueryRequest::new("SELECT * { ?s ?p ?o }");
        request.default_graphs = vec![iri("graph/stated")];
        assert_eq!(rows(view.as_ref(), &request), without, "by the protocol");
    }
}

#[test]
fn preset_prefixes_need_no_declaration_and_can_be_declared_anew() {
    for engine in engines() {
        let mut builder = GraphBuilder::new(iri("g"));
        let (own, class) =
            (builder.iri(&iri("page")), builder.iri(crate::vocabulary::loggia::DOCUMENT));
        builder.add(own, crate::vocabulary::rdf::TYPE, class);
        let view = engine.build(vec![builder.finish()]);
        assert_eq!(select(view.as_ref(), "SELECT ?s { ?s a loggia:Document }"), ["page"]);
        assert_eq!(select(view.as_ref(), "SELECT ?s { ?s rdf:type/rdf:type? ?x }"), ["page"]);
        assert_eq!(select(view.as_ref(), "SELECT ?c { <page> a ?c }").len(), 1);
        let own = "PREFIX loggia: <http://else/> SELECT ?s { ?s a loggia:Document }";
        assert_eq!(select(view.as_ref(), own), [""; 0]);
    }
}

#[test]
fn mistakes_are_told_where_they_stand() {
    for engine in engines() {
        let view = two_graphs(engine.as_ref());
        let place = |text: &str| match evaluate(view.as_ref(), &QueryRequest::new(text)) {
            Err(QueryError::Syntax { place, .. }) => (place.line, place.column),
            other => panic!("{text}: {other:?}"),
        };
        assert_eq!(place("SELECT ?s { ?s a nope:Document }"), (1, 18));
        assert_eq!(place("SELECT ?s {\n  ?s ö:p \"x\" .\n  ?s ?p\n}"), (2, 6));
        assert_eq!(place("SELECT ?s WHERE\n# comment\n  ( ?s a ?o )"), (3, 3));
        assert_eq!(place("ASK { ?s ?p 'x'^^ }"), (1, 19));
    }
}

#[test]
fn unknown_functions_and_services_are_refused() {
    for engine in engines() {
        let view = two_graphs(engine.as_ref());
        let problem = |text: &str| match evaluate(view.as_ref(), &QueryRequest::new(text)) {
            Err(QueryError::Refused { what, place, .. }) => (what, place.map(|place| place.column)),
            other => panic!("{text}: {other:?}"),
        };
        let service = "SELECT * { SERVICE SILENT <http://127.0.0.1/> { ?s ?p ?o } }";
        assert_eq!(problem(service), ("SERVICE SILENT <http://127.0.0.1/>".to_owned(), Some(12)));
        assert_eq!(problem("LOAD <http://127.0.0.1/>"), ("The update LOAD".to_owned(), Some(1)));
    }
}

#[test]
fn a_limit_is_an_error_and_never_a_shorter_answer() {
    for engine in engines() {
        let view = two_graphs(engine.as_ref());
        let ask = |text: &str, rows: usize, answer_bytes: usize, query_bytes: usize| {
            let limits = QueryLimits { query_bytes, rows, answer_bytes };
            let request = QueryRequest::new(text);
            let plain = view.evaluate(&request, &limits, &Stop::never()).map(|_| 0);
            (view.answer(&request, &limits, &Stop::never()).map(|answer| answer.rows), plain)
        };
        for all in ["SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"] {
            assert_eq!(ask(all, 3, 9999, 99).0, Ok(3));
            let row_limit = QueryError::RowLimit { limit: 2 };
            assert_eq!(ask(all, 2, 9999, 99), (Err(row_limit.clone()), Err(row_limit)));
            let byte_limit = QueryError::ByteLimit { limit: 100 };
            assert_eq!(ask(all, 9, 100, 99), (Err(byte_limit.clone()), Err(byte_limit)));
            let too_large = QueryError::TooLarge { bytes: all.len(), limit: 20 };
            assert_eq!(ask(all, 9, 100, 20), (Err(too_large.clone()), Err(too_large)));
        }
    }
}

#[test]
fn what_takes_too_long_is_stopped() {
    for engine in engines() {
        let names: Vec<[String; 3]> =
            (0..300).map(|n| [format!("s{n}"), "p".to_owned(), format!("o{n}")]).collect();
        let names: Vec<[&str; 3]> =
            names.iter().map(|triple| triple.each_ref().map(String::as_str)).collect();
        let view = engine.build(vec![graph("g", &names)]);
        let doubling: String = (0..64)
            .map(|n| format!("BIND(CONCAT(?v{n}, ?v{n}) AS ?v{})", n + 1))
            .collect::<Vec<_>>()
            .concat();
        for text in [
            "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
            "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i",
            "SELECT DISTINCT ?n { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . BIND(1 AS ?n) }",
            "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STR(?c) = CONCAT(?f, ?i)) }",
            "ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c = ?p) }",
            "SELECT ?a (GROUP_CONCAT(?c) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } GROUP BY ?a",
            "CONSTRUCT { ?a ?b ?d } { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a = ?i) }",
            "SELECT * { ?a (:p|!:p)* ?b . ?c (:p|!:p)* ?d . ?e (:p|!:p)* ?f FILTER(?a = ?f) }",
        ] {
            let stop = Stop::after(Duration::from_millis(100));
            let limits = QueryLimits { rows: usize::MAX, answer_bytes: 1 << 30, ..LIMITS };
            let answer = view.answer(&QueryRequest::new(text), &limits, &stop);
            let limit = Duration::from_millis(100);
            assert_eq!(answer, Err(QueryError::Timeout { limit }), "{text}");
        }
        let text = format!("SELECT ?v64 {{ BIND(STR(:p) AS ?v0) {doubling} }}");
        let answer = evaluate(view.as_ref(), &QueryRequest::new(text));
        assert!(matches!(answer, Err(QueryError::MemoryLimit { .. })), "{answer:?}");
        let stop = Stop::never();
        stop.cancel();
        let answer = view.answer(&QueryRequest::new("ASK { ?s ?p ?o }"), &LIMITS, &stop);
        assert_eq!(answer, Err(QueryError::Cancelled));
    }
}

#[test]
fn every_format_can_be_read_again() {
    for engine in engines() {
        let view = two_graphs(engine.as_ref());
        for (format, other) in [
            (TableFormat::Json, QueryResultsFormat::Json),
            (TableFormat::Xml, QueryResultsFormat::Xml),
            (TableFormat::Tsv, QueryResultsFormat::Tsv),
        ] {
            let mut request = QueryRequest::new("SELECT * { ?s ?p ?o }");
            request.table_format = format;
            let answer = view.answer(&request, &LIMITS, &Stop::never()).unwrap();
            let parser = QueryResultsParser::from_format(other);
            let SliceQueryResultsParserOutput::Solutions(solutions) =
                parser.for_slice(&answer.bytes).unwrap()
            else {
                panic!("no rows");
            };
            assert_eq!(solutions.map(Result::unwrap).count(), 3);
            assert_eq!((answer.rows, answer.media_type), (3, format.media_type()));
            request.text = "ASK { :a :p :b }".to_owned();
            let answer = view.answer(&request, &LIMITS, &Stop::never()).unwrap();
            let parsed = QueryResultsParser::from_format(other).for_slice(&answer.bytes);
            let yes = matches!(parsed, Ok(SliceQueryResultsParserOutput::Boolean(true)));
            assert!(yes, "{format:?}");
        }
        let mut request = QueryRequest::new("SELECT ?s ?o { ?s :q ?o }");
        request.table_format = TableFormat::Csv;
        let answer = view.answer(&request, &LIMITS, &Stop::never()).unwrap();
        assert_eq!(answer.bytes, b"s,o\r\nhttps://example.org/a,1\r\n");
        for format in GraphFormat::ALL {
            let mut request = QueryRequest::new("DESCRIBE :a");
            request.graph_format = *format;
            let answer = view.answer(&request, &LIMITS, &Stop::never()).unwrap();
            let media_type = RdfFormat::from_media_type(answer.media_type).unwrap();
            let parsed = RdfParser::from_format(media_type).for_slice(&answer.bytes);
            assert_eq!(parsed.map(Result::unwrap).count(), 2, "{format:?}");
        }
    }
}

#[test]
fn dumps_hold_everything_once() {
    for engine in engines() {
        let view = two_graphs(engine.as_ref());
        let dump = |graph: Option<&str>, format: GraphFormat| {
            let mut bytes = Vec::new();
            let found = view.dump(graph, format, &mut bytes).unwrap();
            found.then(|| String::from_utf8(bytes).unwrap())
        };
        let quads = |text: &str, format: RdfFormat| {
            RdfParser::from_format(format).for_slice(text).map(Result::unwrap).count()
        };
        let nquads = dump(None, GraphFormat::NQuads).unwrap();
        assert_eq!(quads(&nquads, RdfFormat::NQuads), 4);
        assert_eq!(quads(&dump(None, GraphFormat::TriG).unwrap(), RdfFormat::TriG), 4);
        assert_eq!(quads(&dump(None, GraphFormat::Turtle).unwrap(), RdfFormat::Turtle), 3);
        let one = dump(Some(&iri("g2")), GraphFormat::NTriples).unwrap();
        assert_eq!(quads(&one, RdfFormat::NTriples), 2);
        assert_eq!(dump(Some(&iri("nope")), GraphFormat::Turtle), None);
        let turtle = dump(Some(&iri("g1")), GraphFormat::Turtle).unwrap();
        assert!(turtle.contains(":p :b"), "prefixes shorten: {turtle}");
    }
}

#[test]
fn a_view_stays_as_it_was() {
    for engine in engines() {
        let before = two_graphs(engine.as_ref());
        let after = before.with_changes(vec![graph("g1", &[["x", "p", "y"]])], &[iri("g2")]);
        assert_eq!(select(before.as_ref(), "SELECT * { ?s ?p ?o }").len(), 3);
        assert_eq!(select(after.as_ref(), "SELECT * { ?s ?p ?o }"), ["x p y"]);
        assert_eq!(before.counts(), Counts { quads: 4, graphs: 2 });
        assert_eq!(after.counts(), Counts { quads: 1, graphs: 1 });
        assert_eq!(after.graph_names(), [iri("g1")]);
        assert_eq!(after.facts_of_graph(&iri("g2")), []);
        let emptied = after.with_changes(vec![graph("g1", &[])], &[]);
        assert_eq!(emptied.counts(), Counts { quads: 0, graphs: 0 });
    }
}

/// Changes enough to make a new base, small ones before and behind.
#[test]
fn many_changes_end_in_a_fresh_base() {
    let large = |name: &str, from: usize| {
        let names: Vec<String> = (from..from + 9000).map(|n| format!("x{n}")).collect();
        let triples: Vec<[&str; 3]> = names.iter().map(|name| [name.as_str(), "p", "o"]).collect();
        graph(name, &triples)
    };
    for engine in engines() {
        let view = two_graphs(engine.as_ref());
        let view = view.with_changes(vec![large("g3", 0)], &[]);
        let view = view.with_changes(vec![graph("g1", &[["a", "p", "new"]])], &[iri("g2")]);
        let view = view.with_changes(vec![large("g3", 5)], &[]);
        assert_eq!(view.counts(), Counts { quads: 9001, graphs: 2 });
        assert_eq!(select(view.as_ref(), "SELECT ?o { :a :p ?o }"), ["new"]);
        assert_eq!(select(view.as_ref(), "SELECT ?o { :x9004 :p ?o }"), ["o"]);
        assert_eq!(select(view.as_ref(), "SELECT ?o { :x4 :p ?o }"), [""; 0]);
    }
}
