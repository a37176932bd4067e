//! Live queries from outside: on served pages and in static sites, in `check`, after a change.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use loggia::compile::Compiler;
use loggia::source::{DiskFiles, MemoryFiles};
use serde_json::Value;
use tempfile::TempDir;

use crate::harness::{Server, elements, resolve, run};

const TITLES: &str = "```sparql caption=\"All pages\" expect=nonempty\nSELECT ?page ?level { ?page a loggia:Document OPTIONAL { ?page loggia:level ?level } }\n```\n";

/// A literate book with these pages.
fn book(pages: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("book.toml", "[preprocessor.loggia]\n");
    let mut summary = String::new();
    for (name, text) in pages {
        write(&format!("src/{name}"), text);
        summary.push_str(&format!("- [{name}]({name})\n"));
    }
    write("src/SUMMARY.md", &summary);
    folder
}

fn server(folder: &Path) -> Server {
    Server::of(DiskFiles::open(folder).unwrap())
}

fn problems(folder: &Path) -> (i32, Vec<Value>) {
    let ran = run(folder, &["check", ".", "--format", "json"]);
    let told: Value = serde_json::from_str(&ran.out).unwrap();
    (ran.code, told.as_array().unwrap().clone())
}

#[test]
fn a_served_answer_links_to_pages_and_to_the_workbench() {
    let folder = book(&[("b/c.md", &format!("# C & D\n\n{TITLES}")), ("README.md", "# Home\n")]);
    let server = server(folder.path());
    let page = server.get("/b/c");
    let figure = page.text().split("<figure class=\"query\">").nth(1).unwrap();
    let figure = figure.split("</figure>").next().unwrap();
    assert!(figure.contains(">C &amp; D</a>") && figure.contains("All pages"), "{figure}");
    let links: Vec<String> = elements(figure)
        .iter()
        .filter_map(|element| element.attribute("href").map(str::to_owned))
        .collect();
    let [c, home, workbench] = links.as_slice() else { panic!("{links:?}") };
    assert_eq!(resolve("/b/c", c).as_deref(), Some("/b/c"));
    assert_eq!(resolve("/b/c", home).as_deref(), Some("/"));
    let query = workbench.strip_prefix("../").unwrap();
    let opened = server.get(&format!("/{query}"));
    assert_eq!(opened.media_type(), "application/sparql-results+json");
    assert_eq!(opened.json()["results"]["bindings"].as_array().unwrap().len(), 2);
}

#[test]
fn a_static_site_has_the_answers_and_no_workbench() {
    let failing = "```sparql\nSELECT\n```\n";
    let folder =
        book(&[("b/c.md", &format!("# C\n\n{TITLES}\n{failing}")), ("README.md", "# Home\n")]);
    let ran = run(folder.path(), &["build", ".", "-d", "site"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.err.contains("query-failed"), "{}", ran.err);
    let page = fs::read_to_string(folder.path().join("site/b/c.html")).unwrap();
    assert!(page.contains("<a href=\"../index.html\">Home</a>"), "{page}");
    assert!(
        page.contains("<details class=\"query-source\"><summary>Query · 2 rows · as expected"),
        "{page}"
    );
    assert!(page.contains("The query failed <span>line 1, column 7</span>"), "{page}");
    assert!(!page.contains("sparql?query="), "{page}");
}

#[test]
fn an_open_page_gets_new_answers_when_another_one_changes() {
    let folder = book(&[("a.md", &format!("# A\n\n{TITLES}")), ("b.md", "# Before\n")]);
    let server = server(folder.path());
    assert!(server.get("/a").text().contains(">Before</a></td>"));
    fs::write(folder.path().join("src/b.md"), "# Behind\n").unwrap();
    server.publish();
    let page = server.get("/a");
    assert!(page.text().contains(">Behind</a></td>") && !page.text().contains(">Before</a></td>"));
}

#[test]
fn check_fails_at_the_line_of_a_broken_rule_and_passes_once_it_holds() {
    let rule = |number: u32| {
        format!(
            "# A\n\n- rule:\n\n  ```sparql show=query expect={number}\n  SELECT ?page {{ ?page a loggia:Document }}\n  ```\n"
        )
    };
    let folder = book(&[("a.md", &rule(2))]);
    let (code, told) = problems(folder.path());
    let [problem] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!((code, problem["code"].as_str()), (1, Some("query-expectation")));
    assert_eq!(problem["message"], "expected 2 rows, but 1 row came");
    assert_eq!(problem["help"], "the answer begins: A");
    assert_eq!((&problem["file"], &problem["line"]), (&"src/a.md".into(), &5.into()), "{problem}");
    fs::write(folder.path().join("src/a.md"), rule(1)).unwrap();
    assert_eq!(problems(folder.path()), (0, Vec::new()));
}

#[test]
fn a_failing_query_shows_its_error_and_spoils_nothing_else() {
    let page = "# A\n\n<b>raw</b>\n\n```sparql\nSELECT ?x {\n  ?x nope:y <script>\n}\n```\n\n```sparql\nASK {}\n```\n";
    let folder = book(&[("a.md", page)]);
    let (code, told) = problems(folder.path());
    assert_eq!((code, told.len()), (1, 1), "{told:?}");
    assert_eq!(
        (&told[0]["code"], &told[0]["line"]),
        (&"query-failed".into(), &7.into()),
        "{told:?}"
    );
    let served = server(folder.path()).get("/a");
    let html = served.text();
    assert!(
        html.contains(
            "<p class=\"failure-title\">The query failed <span>line 2, column 6</span></p>"
        ),
        "{html}"
    );
    assert!(html.contains("<p class=\"query-value\">Yes</p>"), "{html}");
    assert!(html.contains("Open in the workbench"), "a sanitised page keeps what we write: {html}");
    assert!(!html.contains("<script>\n}"), "{html}");
}

#[test]
fn nothing_hostile_keeps_a_book_from_opening() {
    let deep = format!("ASK {}", "{".repeat(60_000));
    let product = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }";
    let pages = format!(
        "# A\n\n```sparql\n{deep}\n```\n\n```sparql\n{product}\n```\n\n```sparql\nASK {{}}\n```\n"
    );
    let folder = book(&[("a.md", &pages)]);
    let settings = "[preprocessor.loggia.limits]\nquery-seconds = 1\n";
    fs::write(folder.path().join("book.toml"), settings).unwrap();
    let (code, told) = problems(folder.path());
    let codes: Vec<&str> = told.iter().filter_map(|problem| problem["code"].as_str()).collect();
    assert_eq!((code, codes), (1, vec!["query-failed"; 2]), "{told:?}");
}

#[test]
fn elsewhere_a_query_is_code() {
    for settings in [
        "",
        "//- book.toml\n[book]\ntitle = 'T'\n",
        "//- book.toml\n[preprocessor.loggia]\nliterate = false\n",
    ] {
        let files = MemoryFiles::fixture(&format!(
            "{settings}//- src/SUMMARY.md\n- [A](a.md)\n//- src/a.md\n# A\n\n{TITLES}"
        ));
        let snapshot = Compiler::new(Arc::new(files)).compile().unwrap();
        assert_eq!(snapshot.answers.asked, 0, "{settings}");
        let body = snapshot.bodies.iter().find(|body| body.contains("SELECT")).unwrap();
        assert!(!body.contains("query-source"), "{settings}: {body}");
    }
}

#[test]
fn answers_are_not_the_text_of_their_section() {
    let folder = book(&[("a.md", &format!("# A\n\n{TITLES}")), ("b.md", "# Unmistakable\n")]);
    let ran = run(folder.path(), &["search", "--book", ".", "--json", "unmistakable"]);
    let found: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(found["hits"].as_array().unwrap().len(), 1, "{found}");
}
