//! The Rustonomicon, a plain mdBook, opens unchanged and reads as an independent reader reads it.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;

use loggia::catalog::{Catalog, LinkTarget, Page, ResolvedImage};
use loggia::compile::Compiler;
use loggia::source::DiskFiles;
use serde_json::{Value, json};

use crate::corpora::unpacked;

#[test]
fn agrees_with_the_truth_document_by_document() {
    let (Some(book), Some(truth)) = (unpacked("corpora/nomicon"), unpacked("truth/nomicon")) else {
        return;
    };
    let files = DiskFiles::open(&book).unwrap();
    let catalog = Compiler::new(Arc::new(files)).link().unwrap().catalog;
    let ours: BTreeMap<String, Value> = catalog
        .pages
        .iter()
        .map(|page| (page.document.path.to_string(), ours(&catalog, page)))
        .collect();
    let documents = fs::read_to_string(truth.join("docs.jsonl")).unwrap();
    let theirs: BTreeMap<String, Value> = documents
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .filter(|document| document["chapter"] == true)
        .map(|document| (format!("src/{}", document["path"].as_str().unwrap()), theirs(&document)))
        .collect();
    assert_eq!(ours.len(), 63);
    for (path, theirs) in &theirs {
        let ours = ours.get(path).unwrap_or_else(|| panic!("{path} is missing"));
        for aspect in ["headings", "links", "images"] {
            assert_eq!(ours[aspect], theirs[aspect], "{aspect} of {path}");
        }
    }
    assert_eq!(ours.len(), theirs.len());
}

#[test]
fn has_the_same_navigation() {
    let (Some(book), Some(truth)) = (unpacked("corpora/nomicon"), unpacked("truth/nomicon")) else {
        return;
    };
    let files = DiskFiles::open(&book).unwrap();
    let catalog = Compiler::new(Arc::new(files)).link().unwrap().catalog;
    let ours: Vec<Value> = catalog
        .navigation
        .entries
        .iter()
        .map(|entry| {
            let path = entry.page.map(|page| catalog.pages[page].document.path.to_string());
            json!({ "name": entry.name, "number": entry.number, "part": entry.part, "path": path })
        })
        .collect();
    let toc = fs::read_to_string(truth.join("toc.jsonl")).unwrap();
    let theirs: Vec<Value> = toc
        .lines()
        .map(|line| {
            let entry: Value = serde_json::from_str(line).unwrap();
            let path = format!("src/{}", entry["path"].as_str().unwrap());
            json!({ "name": entry["name"], "number": entry["number"], "part": entry["part"], "path": path })
        })
        .collect();
    assert_eq!(ours, theirs);
    assert_eq!(catalog.redirects.len(), 19);
}

/// What we made of a document, in the shape of [`theirs`].
fn ours(catalog: &Catalog, page: &Page) -> Value {
    let headings: Vec<Value> = page
        .document
        .headings()
        .map(|(_, heading)| json!([heading.level, heading.text, heading.id]))
        .collect();
    let links: Vec<Value> = page
        .document
        .links
        .iter()
        .zip(&page.links)
        .map(|(link, target)| {
            let (status, path, anchor) = match target {
                LinkTarget::Page { page: target, fragment, fragment_exists } => {
                    let path = catalog.pages[*target].document.path.to_string();
                    let anchor = fragment.as_ref().map(|_| *fragment_exists);
                    ("page", Some(path), anchor)
                }
                LinkTarget::External(_) => ("external", None, None),
                LinkTarget::Outside(_) => ("outside", None, None),
                LinkTarget::Asset { .. } => ("asset", None, None),
                LinkTarget::Broken(_) | LinkTarget::Words => ("broken", None, None),
            };
            json!([link.target, status, path, anchor])
        })
        .collect();
    let images: Vec<Value> = page
        .document
        .images
        .iter()
        .zip(&page.images)
        .map(|(image, resolved)| {
            let path = match resolved {
                ResolvedImage::File { file, .. } => Some(file.to_string()),
                _ => None,
            };
            json!([image.target, path])
        })
        .collect();
    json!({ "headings": headings, "links": links, "images": images })
}

/// What the independent reader made of a document.
fn theirs(document: &Value) -> Value {
    let list = |name: &str| document[name].as_array().cloned().unwrap_or_default();
    let own_path = document["path"].as_str().unwrap();
    let headings: Vec<Value> = list("headings")
        .iter()
        .map(|heading| json!([heading["level"], heading["text"], heading["id"]]))
        .collect();
    let links: Vec<Value> = list("links")
        .iter()
        .map(|link| {
            let page = |path: &Value| format!("src/{}", path.as_str().unwrap_or(own_path));
            let anchor = link.get("anchor").map(|anchor| anchor == "ok");
            match (link["kind"].as_str(), link["status"].as_str()) {
                (Some("anchor"), _) => {
                    json!([link["raw"], "page", page(&Value::Null), link["status"] == "ok"])
                }
                (Some("relative"), Some("ok" | "html")) => {
                    json!([link["raw"], "page", page(&link["path"]), anchor])
                }
                (Some("relative"), Some(status)) => json!([link["raw"], status, null, null]),
                (kind, _) => json!([link["raw"], kind, null, null]),
            }
        })
        .collect();
    let images: Vec<Value> = list("images")
        .iter()
        .map(|image| {
            let path = image["path"].as_str().map(|path| format!("src/{path}"));
            json!([image["raw"], path])
        })
        .collect();
    json!({ "headings": headings, "links": links, "images": images })
}
