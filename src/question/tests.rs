//! Whole fences of small books: what is asked, what is answered, what is told and where.

use super::*;
use crate::catalog::{CatalogInput, Order};
use crate::config::{Config, Syntax};
use crate::document::{front_matter, include, parse};
use crate::facts::Facts;
use crate::graph::emit::book_graphs;
use crate::graph::{EmbeddedEngine, GraphEngine};
use crate::ontology::{Ontology, OntologyTexts};
use crate::source::{Files, MemoryFiles};
use crate::text::{FilePath, SourceText, Texts};

const BASE: &str = "http://a/";

/// The documents of a fixture as a book, and what came of its live queries.
fn book(fixture: &str, literate: bool) -> (Catalog, Texts, Checked<Answers>) {
    let files = MemoryFiles::fixture(fixture);
    let mut texts = Texts::new();
    for file in files.list(&FilePath::default()).unwrap() {
        let text = String::from_utf8(files.read(&file).unwrap()).unwrap();
        texts.insert(file.clone(), Arc::new(SourceText::new(file, text)));
    }
    let documents = texts.values().filter(|text| text.path().is_markdown()).map(|text| {
        let front_matter = front_matter::read(text.path(), text.text());
        let expanded = include::expand(
            text.path(),
            text.text(),
            front_matter.value.span.end,
            &texts,
            Syntax::Book,
        );
        Arc::new(parse::parse(text.path(), front_matter, expanded))
    });
    let catalog = Catalog::link(CatalogInput {
        config: Config { base: BASE.to_owned(), literate, ..Config::default() },
        order: Order::Folders,
        documents: documents.collect(),
        assets: std::collections::BTreeMap::default(),
        diagnostics: Vec::new(),
    });
    let (ontology, _) = Ontology::read(BASE, OntologyTexts::default());
    let facts = Facts::read(&catalog, &ontology);
    let view = EmbeddedEngine::new(BASE).build(book_graphs(&catalog, &ontology, &facts, &texts));
    let checked = ask(&catalog, &view);
    (catalog, texts, checked)
}

/// What is reported, as `file:line:column` with the text there, code, message and help.
fn told(fixture: &str) -> String {
    let (_, texts, checked) = book(fixture, true);
    let told = checked.diagnostics.iter().map(|problem| {
        let (place, text) = (&problem.place, &texts[&problem.place.file]);
        let at = text.line_column(place.span.start);
        let shown = &text.text()[place.span.range()];
        let (file, code, message) = (&place.file, problem.code.name, &problem.message);
        let help = problem.help.as_deref().unwrap_or_default();
        format!("{file}:{}:{} `{shown}` {code}: {message}; {help}\n", at.line, at.column)
    });
    told.collect()
}

/// The rows of the only live query of `a.md`, as readers see them.
fn rows(fence: &str) -> String {
    let (_, _, checked) = book(&format!("//- a.md\n# Aha\n\n## Beta\n\n## alpha\n\n{fence}"), true);
    match &checked.value.of_page(0).next().unwrap().outcome {
        Outcome::Answered { answer: Answer::Table(table), .. } => {
            let cells = |row: &Vec<Cell>| {
                row.iter().map(|cell| cell.text(BASE)).collect::<Vec<_>>().join(" | ") + "\n"
            };
            let heading = |column: &Column| {
                format!("{}{}", column.heading, if column.numeric { "#" } else { "" })
            };
            let head: Vec<String> = table.columns.iter().map(heading).collect();
            head.join(" | ") + "\n" + &table.rows.iter().map(cells).collect::<String>()
        }
        other => format!("{other:?}"),
    }
}

#[test]
fn only_sparql_fences_of_literate_books_ask() {
    let fixture = "//- a.md\n```sparql\nASK {}\n```\n```sql\nASK {}\n```\n```sparql show=query\nASK {\n```\n```sparql show=query expect=true\nASK {}\n```\n";
    let (_, _, checked) = book(fixture, true);
    assert_eq!((checked.value.asked, checked.diagnostics.len()), (2, 0));
    let of = |block: usize| checked.value.of(0, block).map(|live| &live.outcome);
    let yes = Outcome::Answered { answer: Answer::Boolean(true), unmet: None };
    assert_eq!(of(0), Some(&yes));
    assert_eq!(of(1), None);
    assert_eq!(of(2), Some(&Outcome::NotAsked));
    assert_eq!(of(3), Some(&yes));
    assert_eq!(book(fixture, false).2.value.asked, 0);
}

#[test]
fn things_have_labels_and_rows_a_stable_order() {
    insta::assert_snapshot!(rows("```sparql\nSELECT ?section ?level ?rdfType { ?section a ?rdfType ; loggia:level ?level }\n```\n"), @"
    Section | Level# | Rdf type
    Aha | 1 | loggia:Section
    alpha | 2 | loggia:Section
    Beta | 2 | loggia:Section
    ");
    insta::assert_snapshot!(rows("```sparql\nSELECT * { VALUES ?n { 10 9 'b' 'A' UNDEF } }\n```\n"), @"
    N

    9
    10
    A
    b
    ");
    insta::assert_snapshot!(rows("```sparql\nSELECT * { VALUES ?n { 9 10 1 } } ORDER BY DESC(?n)\n```\n"), @"
    N#
    10
    9
    1
    ");
    insta::assert_snapshot!(rows("```sparql\nSELECT * { VALUES (?some_page ?some_pageLabel) { (<a> 'named') (UNDEF 'nameless') (<a#beta> UNDEF) } }\n```\n"), @"
    Some page
    Beta
    named
    nameless
    ");
    insta::assert_snapshot!(rows("```sparql\nCONSTRUCT { ?x dcterms:title ?title } { VALUES ?title { 'b' 'A' } BIND(BNODE() AS ?x) }\n```\n"), @"
    Subject | Property | Value
    _:1 | dcterms:title | A
    _:2 | dcterms:title | b
    ");
}

#[test]
fn mistakes_are_told_in_their_line() {
    insta::assert_snapshot!(told("//- a.md\n- item\n\n  ```sparql\n  SELECT ?x {\n    ?x scema:name ?y\n  }\n  ```\n\n```sparql\nASK {\n```\n\n> ```sparql\n> ASK { ?x a } ```\n> ```\n"), @"
    a.md:5:8 `scema:name ?y` query-failed: this live query cannot be answered: the prefix `scema:` is not declared; did you mean `schema:`?; a query that is shown and not run has `show=query`
    a.md:10:5 `{` query-failed: this live query cannot be answered: this `{` is never closed; a query that is shown and not run has `show=query`
    a.md:14:14 `} ```` query-failed: this live query cannot be answered: expected a variable, an IRI, a literal, `(`, `.`, `*` or a keyword, found `}`; a query that is shown and not run has `show=query`
    ");
    insta::assert_snapshot!(told("//- a.md\n{{#include b.txt}}\n//- b.txt\n\n```sparql\nASK { SERVICE <http://b/> {} }\n```\n"), @"b.txt:3:7 `SERVICE <http://b/> {} }` query-failed: this live query cannot be answered: SERVICE <http://b/> is refused: queries are answered from this book alone; ask in a simpler way");
    insta::assert_snapshot!(told("//- a.md\n```sparql expct=empty\nASK {}\n```\n```sparql show=number\nSELECT * { VALUES (?a ?b) { (1 2) (3 4) } }\n```\n```sparql expect=true\nSELECT * {}\n```\n"), @"
    a.md:1:11 `expct=empty` query-option: live queries have no option `expct`; did you mean `expect`?
    a.md:4:11 `show=number` query-option: `show=number` is for one value; the answer has 2 rows and 2 columns; ask for a COUNT, or show a table
    a.md:7:11 `expect=true` query-option: yes or no is expected, but the query is answered by rows; `true` and `false` are for ASK; `empty`, `nonempty` and numbers for other queries
    ");
}

#[test]
fn what_is_expected_is_checked() {
    let expect = |expect: &str, query: &str| {
        let problems = told(&format!("//- a.md\n```sparql expect={expect}\n{query}\n```\n"));
        problems.split_once(' ').map(|(_, problem)| problem.to_owned()).unwrap_or_default()
    };
    let (none, two) = ("SELECT * { VALUES ?x {} }", "SELECT * { VALUES ?x { <a> 'b' } }");
    let count = "SELECT (COUNT(*) AS ?n) { VALUES ?x { 1 2 3 } }";
    for (expected, query) in [
        ("empty", none),
        ("nonempty", two),
        ("2", two),
        ("=2", two),
        ("0", none),
        ("3", count),
        ("true", "ASK {}"),
        ("false", "ASK { FILTER(false) }"),
        ("nonempty", "CONSTRUCT { <a> <b> <c> } {}"),
    ] {
        assert_eq!(expect(expected, query), "", "{expected} {query}");
    }
    insta::assert_snapshot!([
        expect("empty", two),
        expect("nonempty", none),
        expect("1", two),
        expect("1", count),
        expect("true", "ASK { FILTER(false) }"),
        expect("false", "ASK {}"),
        expect("empty", "ASK {}"),
        expect("true", two),
    ].concat(), @"
    `expect=empty` query-expectation: expected no rows, but 2 rows came; the answer begins: a; b
    `expect=nonempty` query-expectation: expected rows, but none came; mend what the documents say, or what is expected of them
    `expect=1` query-expectation: expected 1 row, but 2 rows came; the answer begins: a; b
    `expect=1` query-expectation: expected 1, but the answer is 3; mend what the documents say, or what is expected of them
    `expect=true` query-expectation: expected yes, but the answer is no; mend what the documents say, or what is expected of them
    `expect=false` query-expectation: expected no, but the answer is yes; mend what the documents say, or what is expected of them
    `expect=empty` query-option: rows are expected, but the query is answered by yes or no; `true` and `false` are for ASK; `empty`, `nonempty` and numbers for other queries
    `expect=true` query-option: yes or no is expected, but the query is answered by rows; `true` and `false` are for ASK; `empty`, `nonempty` and numbers for other queries
    ");
}
