//! A book as files: every reference inside leads to a file of the site.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use percent_encoding::percent_decode_str;

use crate::harness::{elements, run};

/// All files below a folder, relative to it.
fn files(root: &Path) -> BTreeSet<PathBuf> {
    fn walk(folder: &Path, root: &Path, files: &mut BTreeSet<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, root, files);
            } else {
                files.insert(path.strip_prefix(root).unwrap().to_owned());
            }
        }
    }
    let mut found = BTreeSet::new();
    walk(root, root, &mut found);
    found
}

/// References of one page that lead to no file of the site.
fn dangling(page: &Path, html: &str, files: &BTreeSet<PathBuf>) -> Vec<String> {
    let references = elements(html).into_iter().filter_map(|element| {
        let attribute = element.attribute("href").or_else(|| element.attribute("src"));
        attribute.map(str::to_owned)
    });
    let inside = references.filter(|reference| {
        !reference.contains("://")
            && !["#", "mailto:", "data:", "/"].iter().any(|start| reference.starts_with(start))
    });
    let missing = inside.filter(|reference| {
        let path = reference.split(['#', '?']).next().unwrap();
        let path = percent_decode_str(path).decode_utf8().unwrap();
        let mut target = page.parent().unwrap().to_owned();
        for segment in path.split('/') {
            match segment {
                "" | "." => {}
                ".." => assert!(target.pop(), "{reference} leads out of the site"),
                name => target.push(name),
            }
        }
        !files.contains(&target)
    });
    missing.map(|reference| format!("{}: {reference}", page.display())).collect()
}

#[test]
fn every_reference_of_the_bundled_book_leads_to_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    let book = env!("CARGO_MANIFEST_DIR");
    let ran = run(folder.path(), &["build", book, "-d", site.to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let files = files(&site);
    let pages = files.iter().filter(|file| file.extension().is_some_and(|ending| ending == "html"));
    let mut missing = Vec::new();
    for page in pages {
        missing.extend(dangling(page, &fs::read_to_string(site.join(page)).unwrap(), &files));
    }
    assert_eq!(missing, Vec::<String>::new());
    for name in
        ["index.html", "search.html", "search-index.json", "graph.nq", "graph.ttl", "404.html"]
    {
        assert!(files.contains(Path::new(name)), "{name}");
    }
    let exported = run(folder.path(), &["export", book]).out;
    assert_eq!(fs::read_to_string(site.join("graph.nq")).unwrap(), exported);
}

#[test]
fn a_site_replaces_an_earlier_one_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("a.md", "# A\n");
    write("b.md", "# B\n");
    assert_eq!(run(folder.path(), &["build", "."]).code, 0);
    assert!(folder.path().join("site/b.html").is_file());
    fs::remove_file(folder.path().join("b.md")).unwrap();
    assert_eq!(run(folder.path(), &["build", "."]).code, 0);
    assert!(!folder.path().join("site/b.html").exists());
    let checked = run(folder.path(), &["check", "."]).out;
    assert_eq!(checked, "No problems in 1 documents.\n", "the site is no content");
    fs::create_dir(folder.path().join("mine")).unwrap();
    write("mine/letter.txt", "dear");
    let refused = run(folder.path(), &["build", ".", "-d", "mine"]);
    assert!(refused.code == 2 && refused.err.contains("is not empty"), "{}", refused.err);
    assert!(folder.path().join("mine/letter.txt").is_file());
    assert_eq!(run(folder.path(), &["build", ".", "-d", "."]).code, 2);
}

#[test]
fn old_addresses_lead_on() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    fs::create_dir_all(folder.path().join("src/new")).unwrap();
    write("book.toml", "[output.html.redirect]\n'/old/a.html' = '/new/a.html#x'\n");
    write("src/SUMMARY.md", "- [A](new/a.md)\n");
    write("src/new/a.md", "# A\n\n## X\n");
    assert_eq!(run(folder.path(), &["build", "."]).code, 0);
    let forward = fs::read_to_string(folder.path().join("site/old/a.html")).unwrap();
    assert!(forward.contains("url=../new/a.html#x"), "{forward}");
    let root = fs::read_to_string(folder.path().join("site/index.html")).unwrap();
    assert!(root.contains("url=new/a.html"), "{root}");
}
