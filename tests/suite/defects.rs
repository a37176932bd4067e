//! A book in which everything is wrong that can be: each defect is reported at its line, and
//! nothing else is.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use loggia::compile::{Compiler, Examined};
use loggia::source::{DiskFiles, Files, MemoryFiles};
use loggia::text::FilePath;

/// How often a code is expected or reported at a file and line.
type Problems = BTreeMap<(String, usize, String), usize>;

fn examine(root: &Path) -> Examined {
    let files = DiskFiles::open(root).unwrap();
    Compiler::new(Arc::new(files)).examine().unwrap()
}

fn reported(examined: &Examined) -> Problems {
    let mut problems = Problems::new();
    for diagnostic in &examined.diagnostics {
        let place = &diagnostic.place;
        let line = examined
            .texts
            .get(&place.file)
            .map_or(1, |text| text.line_column(place.span.start).line);
        let key = (place.file.to_string(), line, diagnostic.code.name.to_owned());
        *problems.entry(key).or_default() += 1;
    }
    problems
}

/// The marks `!code` of all files. `-next` marks the next line, `-near` the next line or its own.
fn expected(root: &Path) -> Problems {
    let files = DiskFiles::open(root).unwrap();
    let mut problems = Problems::new();
    let mut listed = files.list(&FilePath::default()).unwrap();
    // Settings in hidden files are read too.
    listed.extend(
        FilePath::new(".openpublishing.redirection.json").ok().filter(|it| files.exists(it)),
    );
    for file in listed {
        let bytes = files.read(&file).unwrap();
        for (index, line) in String::from_utf8_lossy(&bytes).lines().enumerate() {
            let marks = line
                .split(['<', '#'])
                .filter_map(|part| part.trim_start_matches("!--").trim_start().strip_prefix('!'));
            for mark in marks {
                let mark: String =
                    mark.chars().take_while(|c| c.is_ascii_lowercase() || *c == '-').collect();
                let mark = mark.trim_end_matches('-');
                let (code, line) = match (mark.strip_suffix("-next"), mark.strip_suffix("-near")) {
                    (Some(code), _) | (_, Some(code)) => (code, index + 2),
                    _ => (mark, index + 1),
                };
                if !code.is_empty() && code != "code" {
                    *problems.entry((file.to_string(), line, code.to_owned())).or_default() += 1;
                }
            }
        }
    }
    problems
}

#[test]
fn every_planted_defect_is_reported_at_its_line_and_none_is_invented() {
    let mut planted = 0;
    for root in books() {
        let (expected, reported) = (expected(&root), reported(&examine(&root)));
        let missing: Vec<_> =
            expected.iter().filter(|(key, count)| reported.get(key) != Some(count)).collect();
        let invented: Vec<_> =
            reported.iter().filter(|(key, count)| expected.get(key) != Some(count)).collect();
        assert!(
            missing.is_empty() && invented.is_empty(),
            "missing: {missing:#?}\ninvented: {invented:#?}"
        );
        planted += expected.values().sum::<usize>();
    }
    assert!(planted >= 60, "{planted}");
}

/// The books in which everything is wrong: an mdBook and a DocFX repository.
fn books() -> [std::path::PathBuf; 2] {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    [fixtures.join("defects"), fixtures.join("defects-docfx")]
}

/// Codes that no line of a book can be marked with: the first three have tests below, the last one
/// beside the code that tells it.
const ELSEWHERE: &[&str] =
    &["unreadable-file", "malformed-config", "rules-not-checked", "inference-limit"];

#[test]
fn rules_that_take_longer_than_they_may_are_told() {
    let files = MemoryFiles::fixture(
        "//- book.toml\n[preprocessor.loggia.limits]\nlive-seconds = 0\n\
         //- src/SUMMARY.md\n[A](a.md)\n//- src/a.md\n# A {#a .Zone}\n",
    );
    let examined = Compiler::new(Arc::new(files)).examine().unwrap();
    let told: Vec<String> = examined
        .diagnostics
        .iter()
        .map(|problem| format!("{} {}", problem.place.file, problem.code.name))
        .collect();
    assert_eq!(told, ["src/a.md rules-not-checked"]);
}

#[test]
fn every_code_is_planted() {
    let planted: Problems = books().iter().flat_map(|root| expected(root)).collect();
    for code in loggia::diagnostic::codes::ALL {
        let is_planted = planted.keys().any(|(_, _, planted)| planted == code.name);
        assert!(is_planted || ELSEWHERE.contains(&code.name), "{} is not planted", code.name);
    }
}

#[test]
fn strange_files_do_not_stop_a_book_from_opening() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir_all(root.join("src/x.md")).unwrap();
    fs::write(
        root.join("book.toml"),
        "[book]\ntitle = 'Strange'\n[preprocessor.loggia]\nspeed = 3\n",
    )
    .unwrap();
    fs::write(root.join("src/SUMMARY.md"), "[A](a.md)\n\n- [Empty](empty.md)\n- [Long](long.md)\n- [Binary](binary.md)\n- [Inside](x.md/inside.md)\n").unwrap();
    fs::write(root.join("src/a.md"), "# A\n").unwrap();
    fs::write(root.join("src/empty.md"), "").unwrap();
    fs::write(root.join("src/long.md"), "word ".repeat(2 << 20)).unwrap();
    fs::write(root.join("src/binary.md"), b"\x7fELF\0\xff\xfe\0").unwrap();
    fs::write(root.join("src/x.md/inside.md"), "# Inside\n").unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("nowhere.md", root.join("src/dangling.md")).unwrap();
        std::os::unix::fs::symlink("/etc/hostname", root.join("src/outside.md")).unwrap();
    }
    let examined = examine(root);
    let titles: Vec<&str> =
        examined.catalog.pages.iter().map(|page| page.document.title.as_str()).collect();
    assert_eq!(titles, ["A", "empty", "long", "binary", "Inside"]);
    let problems = reported(&examined);
    let problems: Vec<String> =
        problems.keys().map(|(file, line, code)| format!("{file}:{line} {code}")).collect();
    #[cfg(unix)]
    assert_eq!(
        problems,
        [
            "book.toml:4 malformed-config",
            "src/binary.md:1 not-text",
            "src/dangling.md:1 unreadable-file",
            "src/outside.md:1 unreadable-file"
        ]
    );
}

#[test]
fn only_what_changed_is_parsed_again() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("a.md", "# A\n{{#include part.txt}}\n");
    write("b.md", "# B\n");
    write("part.txt", "one");
    let mut compiler = Compiler::new(Arc::new(DiskFiles::open(folder.path()).unwrap()));
    assert_eq!(compiler.link().unwrap().parsed, 2);
    assert_eq!(compiler.link().unwrap().parsed, 0);
    write("part.txt", "two");
    assert_eq!(compiler.link().unwrap().parsed, 1);
    write("b.md", "# Bee\n");
    assert_eq!(compiler.link().unwrap().parsed, 1);
}
