//! Rules in Turtle, data in Turtle, and what is said of it.

use std::time::Duration;

use oxigraph::io::{RdfFormat, RdfParser};
use proptest::prelude::*;

use super::*;
use crate::graph::{EmbeddedEngine, GraphEngine, NamedGraph};
use crate::rdf::Fact;

const BASE: &str = "https://example.org/";
const LIMITS: RuleLimits = RuleLimits {
    violations: 1000,
    query: QueryLimits { query_bytes: 1 << 16, rows: 1000, answer_bytes: 1 << 20 },
};

/// The triples of Turtle in which the usual prefixes need no declaration.
pub(in crate::graph) fn facts(text: &str) -> Vec<Fact> {
    let prefixes = crate::vocabulary::prefixes_of_book(BASE);
    let head = prefixes.map(|(name, iri)| format!("@prefix {name}: <{iri}> ."));
    let text = format!("{}\n{text}", head.collect::<Vec<_>>().concat());
    let quads = RdfParser::from_format(RdfFormat::Turtle).for_slice(&text);
    let fact = |quad: oxigraph::model::Quad| Fact {
        subject: Value::from(&quad.subject),
        predicate: quad.predicate.as_str().to_owned(),
        object: Value::from(&quad.object),
    };
    quads.map(|quad| fact(quad.unwrap())).collect()
}

/// Some lines of Turtle, one for each number.
pub(in crate::graph) fn many(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect()
}

fn checked(
    shapes: &[Fact],
    data: &[Fact],
    stop: &Stop,
) -> (Vec<ShapeProblem>, Result<Report, ValidationError>) {
    let (shapes, problems) = Shapes::read(shapes);
    let graph = NamedGraph::of_facts(format!("{BASE}graph"), data);
    let view = EmbeddedEngine::new(BASE).build(vec![graph]);
    (problems, validate(view.as_ref(), &shapes, &LIMITS, stop))
}

fn report(shapes: &str, data: &str) -> Report {
    let stop = Stop::after(Duration::from_secs(20));
    let (problems, report) = checked(&facts(shapes), &facts(data), &stop);
    assert_eq!(problems, [], "{shapes}");
    report.unwrap()
}

/// What a report says, a line per violation, in the book's own names.
fn lines(report: &Report) -> Vec<String> {
    let of = |violation: &Violation| violation.message.replace(BASE, "");
    report.violations.iter().map(of).collect()
}

/// What is said of `:a` where it has to be as `rule` says.
fn said(rule: &str, data: &str) -> String {
    let report = report(&format!(":rule a sh:NodeShape ; sh:targetNode :a ; {rule} ."), data);
    lines(&report).join("\n")
}

/// A constraint, values of `arch:port` that break it, and what is said then.
const BROKEN: &[(&str, &str, &str)] = &[
    ("sh:minCount 1", "", "expected at least 1 value for arch:port, found 0"),
    ("sh:maxCount 1", "1, 2", "expected at most 1 value for arch:port, found 2"),
    ("sh:class :C", ":b", "the value <b> of arch:port must be an instance of <C>"),
    (
        "sh:datatype xsd:integer",
        "'x'",
        "the value \"x\" of arch:port must be a valid literal of xsd:integer",
    ),
    (
        "sh:nodeKind sh:BlankNodeOrIRI",
        "1",
        "the value \"1\" of arch:port must be an IRI or a node without a name",
    ),
    ("sh:minExclusive 1", "1.0", "the value \"1.0\" of arch:port must be greater than \"1\""),
    ("sh:minInclusive 2", "1", "the value \"1\" of arch:port must be at least \"2\""),
    ("sh:maxExclusive 1", "1e0", "the value \"1e0\" of arch:port must be less than \"1\""),
    ("sh:maxInclusive 1", "2", "the value \"2\" of arch:port must be at most \"1\""),
    ("sh:minLength 2", "'ä'", "the value \"ä\" of arch:port must have at least 2 characters"),
    ("sh:maxLength 2", "'abc'", "the value \"abc\" of arch:port must have at most 2 characters"),
    (
        "sh:pattern '^A$' ; sh:flags 'i'",
        "'b'",
        "the value \"b\" of arch:port must match the pattern `^A$`",
    ),
    (
        "sh:languageIn ('en' 'de')",
        "'x'@fr",
        "the value \"x\"@fr of arch:port must be a text in one of these languages: en, de",
    ),
    (
        "sh:uniqueLang true",
        "'x'@en, 'y'@en",
        "expected at most 1 value for arch:port in the language en, found 2",
    ),
    (
        "sh:equals :other",
        "1",
        "the value \"1\" of arch:port must also be one of <other>\n\"7\" of <other> must also be one of arch:port",
    ),
    ("sh:disjoint :other", "7", "the value \"7\" of arch:port must not be one of <other>"),
    ("sh:lessThan :other", "7", "the value \"7\" of arch:port must be less than \"7\" of <other>"),
    (
        "sh:lessThanOrEquals :other",
        "8",
        "the value \"8\" of arch:port must be at most \"7\" of <other>",
    ),
    (
        "sh:not [ sh:class :D ]",
        ":d",
        "the value <d> of arch:port must not conform to being an instance of <D>",
    ),
    (
        "sh:or ( [ sh:class :C ] [ sh:datatype xsd:date ] )",
        "1",
        "the value \"1\" of arch:port must conform to one of these at least: being an instance of <C>, being xsd:date",
    ),
    (
        "sh:and ( [ sh:class :C ] )",
        ":d",
        "the value <d> of arch:port must conform to all of these: being an instance of <C>",
    ),
    (
        "sh:xone ( [ sh:class :D ] [ sh:nodeKind sh:IRI ] )",
        ":d",
        "the value <d> of arch:port must conform to exactly one of these: being an instance of <D>, a shape without a name",
    ),
    (
        "sh:node [ sh:class :C ]",
        ":d",
        "the value <d> of arch:port must conform to being an instance of <C>",
    ),
    (
        "sh:qualifiedValueShape [ sh:class :D ] ; sh:qualifiedMinCount 2",
        ":d, 1",
        "expected at least 2 values for arch:port that conform to being an instance of <D>, found 1",
    ),
    (
        "sh:qualifiedValueShape [ sh:class :D ] ; sh:qualifiedMaxCount 0",
        ":d, 1",
        "expected at most 0 values for arch:port that conform to being an instance of <D>, found 1",
    ),
    ("sh:hasValue 2", "1", "expected \"2\" among the values of arch:port"),
    ("sh:in (1 :b)", "2", "the value \"2\" of arch:port must be one of \"1\", <b>"),
];

#[test]
fn every_component_says_what_it_expects() {
    let about = |rule: &str| format!("sh:property [ sh:path arch:port ; {rule} ]");
    for (rule, values, sentence) in BROKEN {
        let values =
            if values.is_empty() { String::new() } else { format!(":a arch:port {values} .") };
        let data = format!("{values} :a :other 7 . :d a :D .");
        assert_eq!(said(&about(rule), &data), *sentence, "{rule}");
    }
    let closed = "sh:closed true ; sh:ignoredProperties ( rdf:type )";
    assert_eq!(said(closed, ":a a :C ; arch:port 1 ."), "<a> must not have the property arch:port");
    assert_eq!(said("sh:class :C", ""), "<a> must be an instance of <C>");
}

#[test]
fn data_that_keeps_to_the_rules_is_not_spoken_of() {
    for rule in [
        "sh:property [ sh:path arch:port ; sh:minCount 2 ; sh:maxCount 2 ; sh:datatype xsd:integer ]",
        "sh:class :A",
        "sh:property [ sh:path ( :next [ sh:inversePath arch:port ] ) ; sh:maxCount 0 ]",
        "sh:property [ sh:path [ sh:zeroOrMorePath :next ] ; sh:minCount 3 ; sh:maxCount 3 ]",
        "sh:property [ sh:path [ sh:oneOrMorePath :next ] ; sh:hasValue :a ]",
        "sh:property [ sh:path [ sh:alternativePath ( arch:port :next ) ] ; sh:minCount 3 ]",
        "sh:property [ sh:path [ sh:inversePath ( :next :next ) ] ; sh:hasValue :b ]",
        "sh:deactivated true ; sh:class :Nothing",
    ] {
        let data = ":a a :B ; arch:port 1, 2 ; :next :b . :b :next :c . :c :next :a .
                    :B rdfs:subClassOf :A .";
        assert_eq!(said(rule, data), "", "{rule}");
    }
}

#[test]
fn targets_find_their_nodes() {
    let data = ":a a :Sub . :b a :Super . :c :p :d .";
    let shapes = |target: &str| {
        format!(
            ":rule a sh:NodeShape ; {target} sh:message 'found' ; sh:class :Nothing .
             :Sub rdfs:subClassOf :Super ."
        )
    };
    for (target, nodes) in [
        ("sh:targetClass :Super ;", "a b"),
        ("sh:targetSubjectsOf :p ;", "c"),
        ("sh:targetObjectsOf :p ;", "d"),
        ("sh:targetNode :x, 'text' ;", "x text"),
        ("sh:targetNode :c ; sh:targetSubjectsOf :p ;", "c"),
        ("", ""),
    ] {
        let report = report(&shapes(target), data);
        let found: Vec<&str> =
            report.violations.iter().map(|violation| violation.focus.text()).collect();
        assert_eq!(found.join(" ").replace(BASE, ""), nodes, "{target}");
    }
    let implicit = ":Super a rdfs:Class, sh:NodeShape ; sh:message 'found' ; sh:class :Nothing .";
    assert_eq!(lines(&report(implicit, data)), ["found"]);
}

#[test]
fn a_violation_tells_where_it_stands() {
    let shapes = ":rule sh:targetNode :a ; sh:property :part .
        :part sh:path [ sh:inversePath :p ] ; sh:property [ sh:path :q ; sh:severity sh:Warning ;
            sh:message 'gar nicht'@de, 'not so'@en ; sh:maxCount 0 ] .";
    let report = report(shapes, ":b :p :a ; :q 1 .");
    let [violation] = report.violations.as_slice() else {
        panic!("{report:?}");
    };
    assert_eq!(violation.root_shape, Value::Iri(format!("{BASE}rule")));
    assert_eq!(violation.focus, Value::Iri(format!("{BASE}b")));
    assert_eq!(violation.severity, Severity::Warning);
    assert_eq!((violation.message.as_str(), violation.language.as_deref()), ("not so", Some("en")));
    let path = violation.path.as_ref().unwrap();
    assert_eq!(path.single(), Some(("https://example.org/q", false)));
    assert!(!report.conforms(), "warnings count");
}

#[test]
fn queries_are_rules() {
    let rule = "sh:sparql [ sh:prefixes :names ; sh:message '{$this} knows {?value} as {?name}' ;
        sh:select 'SELECT $this ?value ?name { $this x:knows ?value . ?value x:name ?name }' ]";
    let shapes = format!(
        ":rule a sh:NodeShape ; sh:targetSubjectsOf :knows ; {rule} .
         :names sh:declare [ sh:prefix 'x' ; sh:namespace 'https://example.org/' ] ."
    );
    let report = report(&shapes, ":a :knows :b . [] :knows :b . :b :name 'Bee' .");
    assert_eq!(lines(&report), ["<a> knows <b> as Bee", "a node without a name knows <b> as Bee"]);
    let violation = &report.violations[0];
    assert_eq!(violation.value, Some(Value::Iri(format!("{BASE}b"))));
    assert_eq!(violation.bindings.len(), 1, "{:?}", violation.bindings);
}

#[test]
fn a_query_of_a_property_shape_has_its_path() {
    let property = |inner: &str| {
        format!(
            "sh:property [ sh:path [ sh:inversePath :p ] ; sh:sparql [ {inner}
             sh:select 'SELECT $this ?value {{ $this $PATH ?value }}' ] ]"
        )
    };
    assert_eq!(said(&property("sh:message 'from {?value}' ;"), ":b :p :a ."), "from <b>");
    assert_eq!(said(&property("sh:deactivated true ;"), ":b :p :a ."), "");
    // Deep down the nodes are not known before.
    let nested = format!("sh:property [ sh:path :q ; {} ]", property("sh:message '{$this}' ;"));
    assert_eq!(said(&nested, ":a :q :c . :b :p :c ."), "<c>");
}

#[test]
fn a_query_that_cannot_be_asked_is_told_and_the_other_rules_hold() {
    let problem = |select: &str| {
        let shapes = format!(
            ":rule a sh:NodeShape ; sh:sparql [ sh:select \"{select}\" ] .
             :other sh:targetNode :a ; sh:class :Nothing ."
        );
        let report = report(&shapes, "");
        assert_eq!(lines(&report), ["<a> must be an instance of <Nothing>"]);
        assert!(!report.conforms());
        report.problems.first().unwrap().to_string()
    };
    insta::assert_snapshot!(problem("SELECT $this { $this :p }"), @"<https://example.org/rule>: the query of the rule cannot be answered: line 1, column 25: expected a variable, an IRI, a literal, `(`, `.` or `*`, found `}`");
    insta::assert_snapshot!(problem("SELECT ?x { $this :p ?x }"), @"<https://example.org/rule>: the query of the rule cannot be answered: A SELECT without $this is refused: every SELECT of the query must select it, or it is unknown there");
    insta::assert_snapshot!(problem("SELECT $this { SERVICE <http://x.org/> { $this :p 1 } }"), @"<https://example.org/rule>: the query of the rule cannot be answered: SERVICE <http://x.org/> is refused: queries are answered from this book alone");
}

#[test]
fn the_report_is_rdf() {
    let shapes = ":rule sh:targetNode :a ; sh:property [ sh:path ( :p [ sh:oneOrMorePath :q ] ) ;
        sh:minCount 1 ; sh:severity :Grave ] .";
    let report = report(shapes, "");
    let facts = report.facts();
    let text = |fact: &Fact| format!("{} {}", fact.predicate, fact.object).replace(BASE, "");
    let lines: Vec<String> = facts
        .iter()
        .map(text)
        .filter(|line| !line.contains("_:"))
        .map(|line| line.replace("http://www.w3.org/ns/shacl#", "sh:"))
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"
    http://www.w3.org/1999/02/22-rdf-syntax-ns#type <sh:ValidationReport>
    sh:conforms "false"^^<http://www.w3.org/2001/XMLSchema#boolean>
    http://www.w3.org/1999/02/22-rdf-syntax-ns#type <sh:ValidationResult>
    sh:focusNode <a>
    sh:oneOrMorePath <q>
    http://www.w3.org/1999/02/22-rdf-syntax-ns#rest <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>
    http://www.w3.org/1999/02/22-rdf-syntax-ns#first <p>
    sh:sourceConstraintComponent <sh:MinCountConstraintComponent>
    sh:resultSeverity <Grave>
    sh:resultMessage "expected at least 1 value for <p>/<q>+, found 0"
    "#);
    assert_eq!(report.graph(BASE).len(), facts.len());
    let nothing = Report::default();
    assert!(nothing.conforms());
    assert_eq!(nothing.facts().len(), 2);
}

#[test]
fn many_ways_through_shared_shapes_cost_no_more_than_the_shapes() {
    // Fifteen levels, each of which needs the next in three ways: millions of ways through.
    let level = |n: usize| {
        let way = format!("sh:property [ sh:path :p ; sh:node :s{} ]", n + 1);
        format!(":s{n} {way} ; {way} ; {way} .")
    };
    let levels = many(15, level);
    let shapes = format!(":s0 sh:targetNode :a . {levels} :s15 sh:class :C .");
    let report = report(&shapes, ":a :p :a .");
    assert_eq!(report.violations.len(), 3, "one for each property of the outermost shape");
    // Paths that could be walked in as many ways.
    let path = (0..5).fold(":p".to_owned(), |path, _| {
        format!("[ sh:zeroOrMorePath [ sh:alternativePath ( {path} {path} ) ] ]")
    });
    let data = many(50, |n| format!(":n{n} :p :n{}, :a . :a :p :n{n} .", n + 1));
    assert_eq!(said(&format!("sh:property [ sh:path {path} ; sh:maxCount 52 ]"), &data), "");
}

#[test]
fn limits_end_what_takes_too_long() {
    let data = many(1001, |n| format!(":n{n} a :C ."));
    let shapes = facts(":s sh:targetClass :C ; sh:class :D .");
    let ask = |stop: &Stop| checked(&shapes, &facts(&data), stop).1;
    assert_eq!(ask(&Stop::never()), Err(ValidationError::TooMany { limit: 1000 }));
    let limit = Duration::ZERO;
    let timeout = Err(ValidationError::Stopped(QueryError::Timeout { limit }));
    assert_eq!(ask(&Stop::after(limit)), timeout);
    let endless = facts(
        ":s sh:targetClass :C ; sh:sparql [
         sh:select 'SELECT $this { $this ?a ?b . ?c ?d ?e . ?f ?g ?h FILTER(?b = ?e && ?e != ?h) }' ] .",
    );
    let limit = Duration::from_millis(100);
    let report = checked(&endless, &facts(&data), &Stop::after(limit)).1;
    assert_eq!(report, Err(ValidationError::Stopped(QueryError::Timeout { limit })));
}

/// Triples of few names, so that many of them mean something to SHACL.
fn soup() -> impl Strategy<Value = Vec<Fact>> {
    let node = || {
        let names = ["a", "b", "c"].map(|name| Value::Iri(format!("{BASE}{name}")));
        let blank = ["x", "y", "z"].map(|name| Value::Blank(name.to_owned()));
        let terms =
            ["IRI", "NodeShape", "Warning"].map(|name| Value::Iri(format!("{}{name}", sh!(""))));
        let nil = [Value::Iri(crate::vocabulary::rdf::NIL.to_owned())];
        prop::sample::select([&names[..], &blank, &terms, &nil].concat())
    };
    let literal = prop::sample::select(vec![
        ("1", "integer"),
        ("-1", "integer"),
        ("true", "boolean"),
        ("(", "string"),
        ("SELECT $this { $this ?p ?value }", "string"),
        ("2024-01-01", "date"),
    ])
    .prop_map(|(text, name)| Value::Literal {
        text: text.to_owned(),
        datatype: format!("{}{name}", crate::vocabulary::xsd::NAMESPACE),
        language: None,
    });
    let names = "path targetNode targetClass targetSubjectsOf property node not and or xone class \
        datatype nodeKind minCount maxCount minInclusive maxLength pattern flags languageIn \
        uniqueLang equals lessThan qualifiedValueShape qualifiedMinCount qualifiedMaxCount \
        qualifiedValueShapesDisjoint closed ignoredProperties hasValue in sparql select prefixes \
        declare prefix namespace severity message deactivated inversePath alternativePath \
        zeroOrMorePath oneOrMorePath zeroOrOnePath";
    let mut predicates: Vec<String> =
        names.split_whitespace().map(|name| format!("{}{name}", sh!(""))).collect();
    let others = [crate::vocabulary::rdf::FIRST, crate::vocabulary::rdf::REST];
    let more = [crate::vocabulary::rdf::TYPE, crate::vocabulary::rdfs::SUB_CLASS_OF];
    predicates.extend(others.iter().chain(&more).map(|name| (*name).to_owned()));
    predicates.push(format!("{BASE}a"));
    let object = prop_oneof![3 => node(), 1 => literal];
    let triple = (node(), prop::sample::select(predicates), object);
    let fact = triple.prop_map(|(subject, predicate, object)| Fact { subject, predicate, object });
    prop::collection::vec(fact, 0..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_soup_of_triples_upsets_the_check(shapes in soup(), data in soup()) {
        let stop = Stop::after(Duration::from_mins(1));
        let (_, first) = checked(&shapes, &data, &stop);
        let (_, second) = checked(&shapes, &data, &stop);
        prop_assert_eq!(&first, &second, "the same again");
        if let Ok(report) = first {
            prop_assert!(report.facts().len() >= 2);
        }
    }
}
