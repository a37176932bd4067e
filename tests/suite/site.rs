//! The static site that `loggia build` writes: whole in itself, at home below any path, replaced
//! as a whole and never written over anything else.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::harness::{Element, Ran, elements, resolve, run};

const BOOK: &[(&str, &str)] = &[
    (
        "book.toml",
        "[book]\ntitle = \"T & <T>\"\n[output.html.redirect]\n\"/old/place.html\" = \"/deep/er/page.html#end\"\n\"/umlaut.html\" = \"größe 1.html\"\n\"/colon.html\" = \"a:b.html\"\n\"/plan.html\" = \"deep/plan.svg\"\n\"/away.html\" = \"https://example.org/?a&b\"\n[preprocessor.loggia]\nbase = \"https://docs.example.org/kb/\"\n",
    ),
    (
        "src/SUMMARY.md",
        "[Home](README.md)\n\n- [Deep](deep/README.md)\n  - [Page](deep/er/page.md)\n- [Größe 1](größe%201.md)\n- [Colon](a:b.md)\n- [Gone](gone.md)\n",
    ),
    (
        "src/README.md",
        "# Home\n\n[deep](deep/) [page](deep/er/page.md#end)\n\n![p](deep/plan.svg)\n",
    ),
    ("src/deep/README.md", "# Deep\n\n[up](../README.md) [g](../größe%201.md) [no](no.md)\n"),
    (
        "src/deep/er/page.md",
        "# Page\n\n[home](../../README.md) [notes](../notes.txt) ![p](../plan.svg) [c](../../a:b.md)\n\n## End {#end}\n\n<a href=\"../README.md\">raw</a> <img src=\"../plan.svg\" alt=\"p\">\n",
    ),
    ("src/größe 1.md", "# Größe\n\n[page](deep/er/page.md)\n"),
    ("src/a:b.md", "# Colon\n\n[self](a:b.md#colon)\n"),
    ("src/deep/plan.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\"/>"),
    ("src/deep/notes.txt", "notes"),
];

fn write(folder: &Path, files: &[(&str, &str)]) {
    for (name, text) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// A folder with the book in `book`.
fn with_book() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("book"), BOOK);
    folder
}

fn build(folder: &Path, book: &[&str], destination: &str) -> Ran {
    run(folder, &[&["build"], book, &["--destination", destination]].concat())
}

/// All files below a folder: the path from there, and the bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_dir() {
            let below = files(&entry.path()).into_iter();
            found.extend(below.map(|(path, bytes)| (format!("{name}/{path}"), bytes)));
        } else {
            found.insert(name, fs::read(entry.path()).unwrap());
        }
    }
    found
}

/// The references of a page to its own site.
fn references(elements: &[Element]) -> Vec<String> {
    let mut references = Vec::new();
    for element in elements {
        let broken = element.attribute("class").is_some_and(|class| class.contains("broken"));
        let attributes = ["href", "src", "action", "data-index-url"];
        let found = attributes.into_iter().filter_map(|name| element.attribute(name));
        references.extend(found.filter(|_| !broken).map(str::to_owned));
    }
    references
}

/// Every reference that leads to no file of the site, or to no place in it. `base` is the path the
/// site is published below, for the page that is shown at any address.
fn dead_references(site: &BTreeMap<String, Vec<u8>>, base: &str) -> Vec<String> {
    let pages: BTreeMap<&str, Vec<Element>> = site
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, bytes)| (path.as_str(), elements(std::str::from_utf8(bytes).unwrap())))
        .collect();
    let ids = |page: &str| -> Option<BTreeSet<&str>> {
        let elements = pages.get(page)?.iter();
        Some(elements.filter_map(|element| element.attribute("id")).collect())
    };
    let mut dead = Vec::new();
    for (page, elements) in &pages {
        for reference in references(elements) {
            let Some(address) = resolve(&format!("/{page}"), &reference) else {
                continue;
            };
            let below = match reference.strip_prefix('/') {
                Some(_) if *page == "404.html" => address.strip_prefix(base),
                Some(_) => None,
                None => address.strip_prefix('/'),
            };
            let path = below.map(|path| {
                let path = percent_encoding::percent_decode_str(path).decode_utf8().unwrap();
                let index = if path.is_empty() || path.ends_with('/') { "index.html" } else { "" };
                format!("{path}{index}")
            });
            let fragment = reference.split_once('#').map(|(_, fragment)| {
                // Behind `:~:` a reference names words, not places.
                let fragment = fragment.split(":~:").next().unwrap_or_default();
                percent_encoding::percent_decode_str(fragment).decode_utf8().unwrap()
            });
            let leads = path.is_some_and(|path| {
                site.contains_key(&path)
                    && fragment.is_none_or(|id| ids(&path).is_none_or(|ids| ids.contains(&*id)))
            });
            if !leads {
                dead.push(format!("{page}: {reference}"));
            }
        }
    }
    dead
}

#[test]
fn every_reference_leads_to_a_file() {
    let folder = with_book();
    let built = build(folder.path(), &["book"], "site");
    assert_eq!(built.code, 1, "the site is written, the problems fail the command");
    assert!(built.err.contains("broken-link") && built.err.contains("missing-chapter"));
    let site = files(&folder.path().join("site"));
    for page in ["index.html", "deep/index.html", "deep/er/page.html", "größe 1.html", "a:b.html"]
    {
        assert!(site.contains_key(page), "{page}: {:?}", site.keys());
    }
    assert_eq!(dead_references(&site, "/kb/"), [""; 0]);
    let page = elements(std::str::from_utf8(&site["deep/er/page.html"]).unwrap());
    let found = references(&page);
    assert!(found.len() > 15, "the check sees references: {found:?}");
}

#[test]
fn a_missing_file_would_be_noticed() {
    let folder = with_book();
    build(folder.path(), &["book"], "site");
    let mut site = files(&folder.path().join("site"));
    site.remove("deep/plan.svg");
    let dead = dead_references(&site, "/kb/");
    assert!(dead.len() >= 3, "{dead:?}");
}

#[test]
fn the_bundled_book_is_a_whole_site() {
    let folder = tempfile::tempdir().unwrap();
    let built = build(folder.path(), &[], "site");
    assert_eq!((built.code, built.err.as_str()), (0, ""));
    let site = files(&folder.path().join("site"));
    assert!(site.len() > 150, "{}", site.len());
    assert_eq!(dead_references(&site, "/"), [""; 0]);
}

#[test]
fn redirects_send_readers_on() {
    let folder = with_book();
    build(folder.path(), &["book"], "site");
    let site = files(&folder.path().join("site"));
    let forwarded = |page: &str| -> String {
        let html = std::str::from_utf8(&site[page]).unwrap();
        let elements = elements(html);
        let refresh = elements.iter().find(|e| e.attribute("http-equiv") == Some("refresh"));
        let content = refresh.unwrap().attribute("content").unwrap();
        content.strip_prefix("0; url=").unwrap().to_owned()
    };
    let place = forwarded("old/place.html");
    assert_eq!(resolve("/old/place.html", &place).unwrap(), "/deep/er/page.html");
    assert!(place.ends_with("#end"), "{place}");
    for (from, to) in [
        ("umlaut.html", "/gr%C3%B6%C3%9Fe%201.html"),
        ("colon.html", "/a:b.html"),
        ("plan.html", "/deep/plan.svg"),
    ] {
        assert_eq!(resolve("/", &forwarded(from)).as_deref(), Some(to), "{from}");
    }
    assert_eq!(forwarded("away.html"), "https://example.org/?a&b");
}

#[test]
fn a_book_without_a_page_at_the_root_starts_at_its_first() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("book"), &[("part/one.md", "# One\n")]);
    assert_eq!(build(folder.path(), &["book"], "site").code, 0);
    let site = files(&folder.path().join("site"));
    assert_eq!(dead_references(&site, "/"), [""; 0]);
    assert!(std::str::from_utf8(&site["index.html"]).unwrap().contains("part/one.html"));
}

#[test]
fn the_index_names_places_that_exist() {
    let folder = with_book();
    build(folder.path(), &["book"], "site");
    let site = files(&folder.path().join("site"));
    let index: Vec<Value> = serde_json::from_slice(&site["search-index.json"]).unwrap();
    let mut places = BTreeSet::new();
    for entry in &index {
        let address = resolve("/search.html", entry["u"].as_str().unwrap()).unwrap();
        let path = percent_encoding::percent_decode_str(&address[1..]).decode_utf8().unwrap();
        assert!(site.contains_key(&*path), "{entry}");
        assert!(["t", "s", "p", "x"].iter().all(|name| entry[*name].is_string()), "{entry}");
        places.insert(entry["u"].as_str().unwrap());
    }
    assert!(places.contains("deep/er/page.html#end"), "{places:?}");
}

#[test]
fn the_graph_is_the_one_that_export_writes() {
    let folder = with_book();
    build(folder.path(), &["book"], "site");
    let site = files(&folder.path().join("site"));
    for (file, format) in [("graph.nq", "nquads"), ("graph.ttl", "turtle")] {
        let exported = run(folder.path(), &["export", "book", "--format", format]);
        assert!(!exported.out.is_empty());
        assert_eq!(std::str::from_utf8(&site[file]).unwrap(), exported.out, "{file}");
    }
}

#[test]
fn the_next_build_replaces_the_site() {
    let folder = with_book();
    build(folder.path(), &["book"], "site");
    let site = folder.path().join("site");
    assert!(site.join("größe 1.html").is_file());
    fs::remove_file(folder.path().join("book/src/größe 1.md")).unwrap();
    build(folder.path(), &["book"], "site");
    assert!(!site.join("größe 1.html").exists(), "what is gone from the book is gone");
    assert!(site.join("index.html").is_file());
    let once = files(&site);
    build(folder.path(), &["book"], "site");
    assert!(files(&site) == once, "the same book gives the same site");
}

#[test]
fn a_folder_of_someone_else_is_not_touched() {
    let folder = with_book();
    write(folder.path(), &[("mine/thesis.txt", "years of work")]);
    let refused = build(folder.path(), &["book"], "mine");
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("was not written by `loggia build`"), "{}", refused.err);
    assert_eq!(files(&folder.path().join("mine")).len(), 1);
    for destination in ["book", ".", "book/src", "book/../book"] {
        let before = files(&folder.path().join("book"));
        let refused = build(folder.path(), &["book"], destination);
        assert_eq!(refused.code, 2, "{destination}");
        assert!(files(&folder.path().join("book")) == before, "{destination}");
    }
}

/// Even where a book was copied into a site, or a site was built around one.
#[test]
fn a_site_that_holds_the_book_is_not_emptied() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("site/book"), &[("a.md", "# A\n")]);
    write(folder.path(), &[("site/.loggia-site", "")]);
    for (at, book, destination) in [(".", "site/book", "site"), ("site/book", ".", "..")] {
        let refused = build(&folder.path().join(at), &[book], destination);
        assert_eq!(refused.code, 2, "{}", refused.err);
        assert!(folder.path().join("site/book/a.md").is_file());
    }
}

#[test]
fn a_site_inside_the_book_is_not_read_as_content() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("a.md", "# A\n\n[b](b.md)\n"), ("b.md", "# B\n")]);
    let pages = || {
        let count = "SELECT ?page { ?page a loggia:Document } ORDER BY ?page";
        run(folder.path(), &["query", "--book", ".", "--format", "csv", count]).out
    };
    let before = pages();
    assert_eq!(before.lines().count(), 3, "{before}");
    assert_eq!(build(folder.path(), &["."], "site").code, 0);
    assert!(folder.path().join("site/a.md").is_file(), "the site holds Markdown");
    assert_eq!(pages(), before);
    assert_eq!(build(folder.path(), &["."], "site").code, 0);
    assert!(!folder.path().join("site/site").exists());
}
