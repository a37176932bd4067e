//! The pages in a real browser: the checks are in `tests/browser/checks.mjs`.
//!
//! Needs Chromium, Node.js and, once, npm's registry for what `package-lock.json` names.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::harness::Serving;

/// What keeps the checks from running, where something does.
fn prepare(folder: &Path) -> Result<(PathBuf, PathBuf), String> {
    Ok((on_path("chromium")?, node_with(folder, "axe-core")?))
}

/// Node.js, with the packages that a folder's `package-lock.json` names, of which one is told; or
/// what is missing.
pub(crate) fn node_with(folder: &Path, package: &str) -> Result<PathBuf, String> {
    let node = on_path("node")?;
    if !folder.join("node_modules").join(package).is_dir() {
        let npm = Command::new(on_path("npm")?)
            .args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"])
            .current_dir(folder)
            .output()
            .map_err(|error| error.to_string())?;
        if !npm.status.success() {
            return Err(format!("npm ci failed: {}", String::from_utf8_lossy(&npm.stderr)));
        }
    }
    Ok(node)
}

fn on_path(name: &str) -> Result<PathBuf, String> {
    let folders = env::var_os("PATH").unwrap_or_default();
    let mut files = env::split_paths(&folders).map(|folder| folder.join(name));
    files.find(|file| file.is_file()).ok_or_else(|| format!("{name} is not at hand"))
}

#[test]
fn a_browser_shows_and_runs_every_page_without_complaint() {
    let checks = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    let (chromium, node) = match prepare(&checks) {
        Ok(programs) => programs,
        Err(reason) => {
            assert!(env::var_os("LOGGIA_REQUIRE_ALL").is_none(), "the browser: {reason}");
            eprintln!("skipped: {reason}");
            return;
        }
    };
    let folder = tempfile::tempdir().unwrap();
    let nowhere = tempfile::tempdir().unwrap();
    let file = folder.path().join("README.md");
    fs::write(&file, "# Home\n\nOld words.\n").unwrap();
    let large = tempfile::tempdir().unwrap();
    write_large_book(large.path());
    let tabs = tempfile::tempdir().unwrap();
    write_book_with_choices(tabs.path());
    let bundled = Serving::start(nowhere.path(), &[]);
    let live = Serving::start(folder.path(), &["."]);
    let large = Serving::start(large.path(), &["."]);
    let tabs = Serving::start(tabs.path(), &["."]);
    let output = Command::new(node)
        .arg(checks.join("checks.mjs"))
        .arg(chromium)
        .args(
            [&bundled, &live, &large, &tabs].map(|serving| format!("http://{}/", serving.address)),
        )
        .arg(&file)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}{errors}");
    assert!(told.ends_with("all checks passed\n"), "{told}");
}

/// A repository of DocFX with what readers choose from.
fn write_book_with_choices(root: &Path) {
    let write = |file: &str, text: &str| fs::write(root.join(file), text).unwrap();
    write("docfx.json", r#"{"build":{"content":[{"files":["*.md","toc.yml"]}]}}"#);
    write("toc.yml", "- name: Home\n  href: index.md\n- name: Tabs\n  href: tabs.md\n");
    write("index.md", "# Home\n\nWords, and [tabs](tabs.md).\n");
    let group =
        "# [Windows](#tab/windows)\n\nOn Windows.\n\n# [Linux](#tab/linux)\n\nOn Linux.\n\n---\n";
    write("tabs.md", &format!("# Tabs\n\n{group}\n## Again\n\n{group}"));
}

/// A book with more pages than a tree shows: 300 beside each other, some in 60 folders without a
/// page of their own, and some on eighteen levels.
fn write_large_book(root: &Path) {
    let write = |file: String, title: String| {
        let path = root.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, format!("# {title}\n\nWords.\n")).unwrap();
    };
    write("README.md".to_owned(), "A large book".to_owned());
    write("wide/README.md".to_owned(), "Wide".to_owned());
    let mut summary = "- [A large book](README.md)\n- [Wide](wide/README.md)\n".to_owned();
    for page in 0..300 {
        write(format!("wide/page-{page}.md"), format!("Wide page {page}"));
        summary += &format!("  - [Wide page {page}](wide/page-{page}.md)\n");
    }
    for folder in 0..60 {
        summary += &format!("- [Folder {folder}]()\n");
        for page in 0..6 {
            let file = format!("folder-{folder:02}/page-{page}.md");
            summary += &format!("  - [Page {page} of folder {folder}]({file})\n");
            write(file, format!("Page {page} of folder {folder}"));
        }
    }
    let mut folder = String::new();
    for level in 1..=18 {
        let indent = "  ".repeat(level - 1);
        folder += &format!("level-{level}/");
        summary += &format!("{indent}- [Receive locations {level}]({folder}README.md)\n");
        write(format!("{folder}README.md"), format!("Receive locations {level}"));
        for page in 0..6 {
            let file = format!("{folder}page-{page}.md");
            summary += &format!("{indent}  - [Adapters {level}.{page}]({file})\n");
            write(file, format!("Adapters {level}.{page}"));
        }
    }
    fs::write(root.join("SUMMARY.md"), summary).unwrap();
}
