//! The book's promise: a sentence that breaks a rule fails the check at its line, and mending it
//! passes. Each bundled rule is shown to fire.

use std::fs;
use std::path::Path;

use crate::harness::{run, unpacked_book};

/// A copy of the bundled book in which `from` of a document was replaced by `to`.
fn edited(file: &str, from: &str, to: &str) -> tempfile::TempDir {
    let folder = unpacked_book();
    let path = folder.path().join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(text.matches(from).count(), 1, "`{from}` stands once in {file}");
    fs::write(&path, text.replace(from, to)).unwrap();
    folder
}

/// The problems that `loggia check` tells of a book, one `file:line code rule` each.
fn problems(root: &Path) -> Vec<String> {
    let output = run(&["check", root.to_str().unwrap(), "--format", "json"]);
    let problems: serde_json::Value = serde_json::from_str(&output.stdout).unwrap();
    let problems = problems["diagnostics"].as_array().unwrap();
    let told = problems.iter().map(|problem| {
        let (file, line) = (problem["file"].as_str().unwrap(), &problem["start"]["line"]);
        let label = problem["label"].as_str().unwrap_or_default();
        format!("{file}:{line} {} {label}", problem["code"].as_str().unwrap())
    });
    told.collect()
}
