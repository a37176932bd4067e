//! Whole DocFX repositories are read as an independent reader reads them, one test per aspect.
//!
//! What still differs stands in `truth/differences.txt`, a line with its reason each, and a line
//! that is no longer true fails its test.

mod aspects;
mod references;
mod repository;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::truth::repository::{REPOSITORIES, Repository};

/// What differs and may: repository, aspect, path, reason, separated by ` | `.
const DIFFERENCES: &str = include_str!("truth/differences.txt");

/// What one side says of an aspect, by path.
pub(crate) type Said = BTreeMap<String, Value>;

/// Compares an aspect of all repositories: what we say with what the truth says.
fn agree(aspect: &str, ours: fn(&Repository) -> Said, theirs: fn(&Repository) -> Said) {
    let mut problems = Vec::new();
    for name in REPOSITORIES {
        let Some(repository) = Repository::at_hand(name) else { continue };
        let (ours, theirs) = (ours(repository), theirs(repository));
        let known: BTreeSet<&str> = DIFFERENCES
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.strip_prefix(&format!("{name} | {aspect} | ")))
            .filter_map(|line| line.split(" | ").next())
            .collect();
        let mut differing = BTreeSet::new();
        for path in ours.keys().chain(theirs.keys()) {
            if ours.get(path) == theirs.get(path) || !differing.insert(path.as_str()) {
                continue;
            }
            if !known.contains(path.as_str()) {
                problems.push(shown(name, path, ours.get(path), theirs.get(path)));
            }
        }
        for path in known.difference(&differing) {
            problems.push(format!("{name}: {path} differs no more: take its line away"));
        }
    }
    let count = problems.len();
    problems.truncate(25);
    assert!(problems.is_empty(), "{aspect}: {count} documents differ\n{}", problems.join("\n"));
}

/// A difference as a reader of the failure wants it: of lists only the items that differ.
fn shown(name: &str, path: &str, ours: Option<&Value>, theirs: Option<&Value>) -> String {
    let (Some(Value::Array(own)), Some(Value::Array(other))) = (ours, theirs) else {
        let text = |value: Option<&Value>| value.map_or("nothing".to_owned(), Value::to_string);
        return format!("{name}: {path}\n  ours   {}\n  theirs {}", text(ours), text(theirs));
    };
    let mut lines = format!("{name}: {path}");
    for (sign, list, lacks) in [("ours  ", own, other), ("theirs", other, own)] {
        for item in list.iter().filter(|item| !lacks.contains(item)).take(4) {
            lines.push_str(&format!("\n  {sign} {item}"));
        }
    }
    lines
}

#[test]
fn documents() {
    agree("documents", aspects::own_documents, aspects::their_documents);
}

#[test]
fn titles() {
    agree("titles", aspects::own_titles, aspects::their_titles);
}

#[test]
fn addresses() {
    agree("addresses", aspects::own_addresses, aspects::their_addresses);
}

#[test]
fn heading_ids() {
    agree("heading-ids", aspects::own_headings, aspects::their_headings);
}

#[test]
fn tabs() {
    agree("tabs", aspects::own_tabs, aspects::their_tabs);
}

#[test]
fn includes() {
    agree("includes", aspects::own_includes, aspects::their_includes);
}

#[test]
fn links() {
    agree("links", references::own_links, references::their_links);
}

#[test]
fn images() {
    agree("images", references::own_images, references::their_images);
}

#[test]
fn yaml_pages() {
    agree("yaml-pages", references::own_yaml_pages, references::their_yaml_pages);
}

#[test]
fn trails() {
    agree("trails", aspects::own_trails, aspects::their_trails);
}

#[test]
fn orphans() {
    agree("orphans", aspects::own_orphans, aspects::their_orphans);
}

#[test]
fn redirects() {
    agree("redirects", aspects::own_redirects, aspects::their_redirects);
}

#[test]
fn media() {
    agree("media", aspects::own_media, aspects::their_media);
}

#[test]
fn few_differences_remain() {
    let lines: Vec<&str> = DIFFERENCES.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(lines.len() < 20, "{} differences", lines.len());
    for line in lines {
        assert_eq!(line.split(" | ").count(), 4, "no reason: {line}");
    }
}
