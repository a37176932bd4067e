//! Rules of the repository, checked as tests so that `cargo test` is the only gate.

use std::fs;
use std::path::{Path, PathBuf};

/// Layers of `src`, lowest first. A file may name its own layer and all lower ranks, but not its
/// neighbours in the same rank.
const RANKS: &[&[&str]] = &[
    &["text"],
    &["background", "cache"],
    &["diagnostic"],
    &["config"],
    &["vocabulary"],
    &["rdf"],
    &["ontology"],
    &["source"],
    &["document"],
    &["catalog"],
    &["facts"],
    &["graph", "search"],
    &["figure"],
    &["audit", "question"],
    &["page"],
    &["nomenclature"],
    &["snapshot"],
    &["compile"],
    &["service"],
    &["chat", "mcp"],
    &["web"],
    &["cli"],
];

/// Ways to reach another layer without naming it; each would blind the check below.
const HIDDEN_PATHS: &[&str] = &["crate::{", "use crate as", "super::"];

/// Names that only some layers may know: the name, and the layers that may.
const CONFINED: &[(&str, &[&str])] = &[
    ("oxigraph::", &["graph"]),
    ("spargebra::", &["graph"]),
    ("oxttl::", &["rdf"]),
    ("oxrdf::", &["rdf"]),
    ("tantivy::", &["search"]),
    ("elkrs::", &["figure"]),
    ("resvg::", &["figure"]),
    ("pulldown_cmark::", &["document", "page"]),
    ("rmcp::", &["mcp"]),
    ("axum::", &["web"]),
    ("ureq::", &["web"]),
    ("ed25519_dalek::", &["chat"]),
    ("hmac::", &["chat"]),
    ("std::fs", &["cache", "source", "cli"]),
    ("println!", &["cli"]),
    ("eprintln!", &["cli"]),
    ("std::env", &["cli"]),
    ("SystemTime::now", &["cli"]),
];

/// Layers that compute and never touch the world.
const PURE: &[&str] = &[
    "text",
    "diagnostic",
    "config",
    "vocabulary",
    "rdf",
    "ontology",
    "document",
    "catalog",
    "facts",
];

const LONGEST_FILE: usize = 500;

#[test]
fn imports_point_downwards() {
    let mut problems = Vec::new();
    for (file, layer, text) in sources() {
        let Some(rank) = RANKS.iter().position(|rank| rank.contains(&layer.as_str())) else {
            problems.push(format!("{file}: `{layer}` is no layer"));
            continue;
        };
        for (number, line) in text.lines().enumerate() {
            let at = format!("{file}:{}", number + 1);
            let code = line.replace("super::*", "");
            if let Some(hidden) = HIDDEN_PATHS.iter().find(|path| code.contains(*path)) {
                problems.push(format!("{at}: write `crate::layer::…` instead of `{hidden}`"));
            }
            for other in RANKS[rank..].concat().iter().filter(|other| **other != layer) {
                if code.contains(&format!("crate::{other}")) {
                    problems.push(format!("{at}: `{layer}` may not use `{other}`"));
                }
            }
        }
    }
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

#[test]
fn engines_and_the_world_are_known_only_where_they_may_be() {
    let mut problems = Vec::new();
    for (file, layer, text) in sources() {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (number, line) in code.lines().enumerate() {
            if line.trim_start().starts_with("//") {
                continue;
            }
            for (name, layers) in CONFINED {
                if line.contains(name) && !layers.contains(&layer.as_str()) {
                    problems.push(format!("{file}:{}: `{name}` is not for `{layer}`", number + 1));
                }
            }
            if PURE.contains(&layer.as_str()) && line.contains("dyn Files") {
                problems.push(format!("{file}:{}: `{layer}` reads no files", number + 1));
            }
        }
    }
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

#[test]
fn every_file_tells_its_purpose_and_stays_short() {
    let mut problems = Vec::new();
    for (file, _, text) in sources() {
        if !text.starts_with("//! ") {
            problems.push(format!("{file}: the first line does not tell the file's purpose"));
        }
        let lines = text.split("#[cfg(test)]").next().unwrap_or_default().lines().count();
        if lines > LONGEST_FILE {
            problems.push(format!("{file}: {lines} lines before its tests"));
        }
    }
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

#[test]
fn every_code_has_its_place_in_the_manual() {
    let manual = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/manual/diagnostics.md");
    let manual = fs::read_to_string(manual).unwrap();
    for code in loggia::diagnostic::codes::ALL {
        let heading = format!("## {}\n", code.name);
        assert!(manual.contains(&heading), "the manual has no section `{}`", code.name);
    }
}

/// All files of `src` below a layer: path, layer, text.
fn sources() -> Vec<(String, String, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let layered = rust_files(&src).into_iter().filter_map(|file| {
        let below = file.strip_prefix(&src).unwrap();
        let layer =
            below.components().next()?.as_os_str().to_str()?.trim_end_matches(".rs").to_owned();
        let is_root = ["lib", "main"].contains(&layer.as_str());
        (!is_root).then(|| (below.display().to_string(), layer, fs::read_to_string(&file).unwrap()))
    });
    layered.collect()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}
