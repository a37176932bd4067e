//! The program as it is typed: outputs, exit codes, and a book that changes while it is served.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::harness::{Serving, open_lines, run, run_with_input};

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn defects() -> PathBuf {
    project().join("tests/fixtures/defects")
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn help_teaches_and_mistakes_end_with_two() {
    let help = run(project(), &["--help"]);
    assert_eq!(help.code, 0);
    for command in ["serve", "build", "check", "query", "search", "export", "new"] {
        assert!(help.out.contains(&format!("  {command} ")), "{command}");
        assert_eq!(run(project(), &[command, "--help"]).code, 0, "{command}");
    }
    assert_eq!(run(project(), &["chek"]).code, 2);
    let missing = run(project(), &["check", "no/such/folder"]);
    assert_eq!(missing.code, 2);
    assert!(missing.err.contains("cannot open the book `no/such/folder`"), "{}", missing.err);
}

#[test]
fn the_bundled_book_has_no_problems() {
    let ran = run(project(), &["check", "--deny", "warnings"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert!(ran.out.starts_with("No problems in "), "{}", ran.out);
}

#[test]
fn check_shows_the_line_to_people() {
    let ran = run(&defects(), &["check"]);
    assert_eq!(ran.code, 1);
    let at = ran.out.find("error[broken-anchor]: `src/anchors.md` has no place `#her`").unwrap();
    insta::assert_snapshot!(ran.out[at..].split("\n\n").next().unwrap(), @"
    error[broken-anchor]: `src/anchors.md` has no place `#her`
     --> src/anchors.md:7:9
      |
    7 | - [own](#her) <!-- !broken-anchor -->
      |         ^^^^ no such place
      |
      = help: did you mean `#here`?
    ");
}

#[test]
fn check_speaks_to_programs() {
    let found = json(&run(&defects(), &["check", "--format", "json"]).out);
    let found = found.as_array().unwrap();
    assert!(found.len() >= 40, "{}", found.len());
    let anchor = found.iter().find(|problem| problem["code"] == "broken-anchor").unwrap();
    assert_eq!((&anchor["file"], &anchor["line"]), (&"src/anchors.md".into(), &7.into()));
    let sarif = json(&run(&defects(), &["check", "--format", "sarif"]).out);
    assert_eq!(sarif["version"], "2.1.0");
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), found.len());
    let github = run(&defects(), &["check", "--format", "github"]).out;
    assert_eq!(github.lines().count(), found.len());
    assert!(
        github.lines().all(|line| line.starts_with("::error ") || line.starts_with("::warning "))
    );
}

#[test]
fn warnings_fail_only_where_they_are_denied() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.md"), "# A\n\n![](a.gif)\n").unwrap();
    fs::write(folder.path().join("a.gif"), b"GIF89a\x01\x00\x01\x00").unwrap();
    assert_eq!(run(folder.path(), &["check", "."]).code, 0);
    assert_eq!(run(folder.path(), &["check", ".", "--deny", "warnings"]).code, 1);
}

#[test]
fn query_answers_as_a_table_or_in_any_format() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.md"), "# Alpha\n").unwrap();
    fs::write(folder.path().join("b.md"), "# Beta\n").unwrap();
    let select = "SELECT ?title { ?page a loggia:Document ; dcterms:title ?title } ORDER BY ?title";
    let ask =
        |arguments: &[&str]| run(folder.path(), &[&["query", "--book", "."], arguments].concat());
    insta::assert_snapshot!(ask(&[select]).out, @"
    ?title
    ──────
    Alpha
    Beta
    2 rows
    ");
    assert_eq!(ask(&[select, "--format", "csv"]).out, "title\r\nAlpha\r\nBeta\r\n");
    assert_eq!(ask(&["ASK { ?page dcterms:title 'Beta' }"]).out, "yes\n");
    assert!(ask(&["DESCRIBE :a"]).out.contains(":a a loggia:Document"));
    let piped =
        run_with_input(folder.path(), &["query", "-", "--book", ".", "--format", "tsv"], select);
    assert_eq!(piped.out, "?title\n\"Alpha\"\n\"Beta\"\n");
    fs::write(folder.path().join("q.rq"), select).unwrap();
    assert_eq!(ask(&["--file", "q.rq", "--format", "csv"]).out, "title\r\nAlpha\r\nBeta\r\n");
    let wrong = ask(&["SELECT ?x {\n  ?x ! ?y\n}"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("line 2, column"), "{}", wrong.err);
    assert!(wrong.err.contains("?x ! ?y\n"), "{}", wrong.err);
    assert_eq!(ask(&["ASK {}", "--format", "turtle"]).code, 2);
}

#[test]
fn search_and_export_need_no_server() {
    let found = run(project(), &["search", "master", "secret", "server", "-n", "2"]);
    assert_eq!(found.code, 0);
    assert!(found.out.contains("content/"), "{}", found.out);
    let found = json(&run(project(), &["search", "--json", "-n", "2", "master", "secret"]).out);
    assert_eq!(found["hits"].as_array().unwrap().len(), 2);
    for (format, mark) in [
        ("nquads", "/graph/navigation> ."),
        ("turtle", "@prefix loggia:"),
        ("trig", "@prefix loggia:"),
        ("ntriples", "> .\n"),
    ] {
        let ran = run(project(), &["export", "--format", format]);
        assert!(ran.code == 0 && ran.out.contains(mark), "{format}");
    }
}

#[test]
fn a_new_book_is_a_clean_one_and_nothing_is_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(run(folder.path(), &["new", "kb", "--title", "A \"b\""]).code, 0);
    let checked = run(folder.path(), &["check", "kb", "--deny", "warnings"]);
    assert_eq!(checked.code, 0, "{}", checked.out);
    let again = run(folder.path(), &["new", "kb"]);
    assert!(again.code == 2 && again.err.contains("is not empty"), "{}", again.err);
}

#[test]
fn a_taken_port_is_a_clear_error() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let ran = run(project(), &["serve", "--bind", &address]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains(&format!("cannot listen on {address}")), "{}", ran.err);
    assert!(ran.err.contains("--bind"), "{}", ran.err);
}

#[test]
fn a_saved_file_is_shown_and_a_broken_one_keeps_the_site_up() {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("a.md");
    fs::write(&page, "# Before\n").unwrap();
    let serving = Serving::start(folder.path(), &["."]);
    assert!(serving.first_line.contains("http://127.0.0.1:"), "{}", serving.first_line);
    let mut events = open_lines(serving.address, "/live").filter(|line| line.starts_with("data:"));
    let first = events.next().unwrap();
    fs::write(&page, "# After\n\n[nothing](nothing.md)\n").unwrap();
    assert_ne!(events.next().unwrap(), first);
    let answer = serving.get("/a");
    let html = String::from_utf8(answer.body).unwrap();
    assert_eq!(answer.status, 200);
    assert!(html.contains("After") && html.contains("broken-link"), "{html}");
}
