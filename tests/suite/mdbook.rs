//! The bundled book is an mdBook: the original program builds it, and with our preprocessor it shows
//! the answers of live queries.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::harness::{elements, resolve};

/// Builds the mdBook in `folder`; what it logs. `None` where mdBook is not at hand.
fn mdbook_build(folder: &Path) -> Option<String> {
    if Command::new("mdbook").arg("--version").output().is_err() {
        let required = std::env::var_os("LOGGIA_REQUIRE_ALL").is_some();
        assert!(!required, "mdbook is required but not at hand");
        eprintln!("skipped: mdbook is not at hand");
        return None;
    }
    let output = Command::new("mdbook").arg("build").current_dir(folder).output().unwrap();
    let log = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{log}");
    assert!(!log.contains("ERROR"), "{log}");
    Some(log)
}

/// The bundled book in a folder of its own, its settings changed.
fn bundled(settings: impl FnOnce(String) -> String) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(project.join("book.toml")).unwrap();
    fs::write(folder.path().join("book.toml"), settings(text)).unwrap();
    copy(&project.join("content"), &folder.path().join("content"));
    folder
}

fn with_command(settings: &str) -> String {
    let command = format!("command = '{} mdbook'", env!("CARGO_BIN_EXE_loggia"));
    settings.replace("[preprocessor.loggia]", &format!("[preprocessor.loggia]\n{command}"))
}

#[test]
fn mdbook_builds_the_bundled_book() {
    let folder = bundled(|settings| settings);
    if mdbook_build(folder.path()).is_some() {
        let page = folder.path().join("book/architectures/large-distributed.html");
        assert!(fs::read_to_string(page).unwrap().contains("Service interfaces domain"));
    }
}

#[test]
fn with_our_preprocessor_the_bundled_book_shows_its_answers() {
    let folder = bundled(|settings| with_command(&settings));
    if mdbook_build(folder.path()).is_none() {
        return;
    }
    let page = fs::read_to_string(folder.path().join("book/manual/sparql.html")).unwrap();
    assert!(
        page.contains("<figcaption>Connections that the port pages list</figcaption>"),
        "{page}"
    );
    let row = "<td><a href=\"../reference/ports/single-sign-on-servers.html\">Single sign-on servers</a></td>";
    assert!(page.contains(row), "{page}");
    assert!(!page.contains("The query failed") && !page.contains("Not as expected"), "{page}");
    let code = "<code class=\"language-sparql";
    assert!(page.matches(code).count() >= 8, "the queries are code, folded or not: {page}");
    // Every answer leads somewhere: links that mdBook wrote are those of the files it wrote.
    for folder_and_page in ["manual/sparql.html", "manual/live-queries.html"] {
        let path = folder.path().join("book").join(folder_and_page);
        let html = fs::read_to_string(&path).unwrap();
        for figure in html.split("<figure class=\"query\"").skip(1) {
            let figure = figure.split("</figure>").next().unwrap();
            for element in elements(figure) {
                let Some(reference) = element.attribute("href") else { continue };
                let target = resolve(&format!("/{folder_and_page}"), reference).unwrap();
                let file = folder.path().join("book").join(target.trim_start_matches('/'));
                assert!(file.is_file(), "{reference} on {folder_and_page}");
            }
        }
    }
}

#[test]
fn a_small_book_keeps_its_shape_around_answers() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let settings = with_command("[book]\ntitle = 'T'\n[preprocessor.loggia]\n");
    write("book.toml", &settings);
    write("src/SUMMARY.md", "# Summary\n\n- [A](a.md)\n- [B](b/README.md)\n");
    write(
        "src/a.md",
        "# A\n\n1. one\n\n   ```sparql show=list\n   SELECT ?p { ?p a loggia:Document }\n\n   # <&>\n   ```\n   more of one\n2. two\n\n{{#include ../part.txt}}\n",
    );
    write("src/b/README.md", "# B\n\n```sparql\nSELECT nothing\n```\n");
    write("part.txt", "```sparql\nASK {}\n```\n");
    let Some(log) = mdbook_build(folder.path()) else { return };
    assert!(log.contains("query-failed") && log.contains("src/b/README.md:4:"), "{log}");
    let page = fs::read_to_string(folder.path().join("book/a.html")).unwrap();
    let main = page.split("<main>").nth(1).unwrap().split("</main>").next().unwrap();
    let link = "<li><a href=\"a.html\">A</a></li>";
    assert!(main.contains(link), "{main}");
    assert!(main.contains("# &lt;&amp;&gt;"), "the query is whole: {main}");
    assert_eq!(main.matches("<ol>").count(), 1, "the list is not torn: {main}");
    assert!(
        main.contains("more of one") && main.contains("<p class=\"query-value\">Yes</p>"),
        "{main}"
    );
    let failed = fs::read_to_string(folder.path().join("book/b/index.html")).unwrap();
    assert!(failed.contains("The query failed"), "{failed}");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
