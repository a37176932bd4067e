//! What both readers say of links and images.

use std::collections::{BTreeMap, BTreeSet};

use loggia::catalog::{LinkTarget, Page, ResolvedImage};
use loggia::diagnostic::codes;
use loggia::document::{ImageKind, Link, LinkSyntax};
use loggia::text::{FilePath, Span};
use serde_json::{Value, json};

use crate::truth::Said;
use crate::truth::repository::Repository;

/// Places of a repository at which a reference was found only by a guess.
type Guessed = BTreeSet<(FilePath, Span)>;

fn guessed(repository: &Repository) -> Guessed {
    let problems = repository.linked.diagnostics.iter();
    let guesses = problems.filter(|problem| problem.code == codes::INEXACT_LINK);
    guesses.map(|problem| (problem.place.file.clone(), problem.place.span)).collect()
}

/// The links of every file, of included ones as they stand on the first page that includes them.
pub(crate) fn own_links(repository: &Repository) -> Said {
    let guessed = guessed(repository);
    let carriers = repository.carriers();
    let files = carriers.iter().map(|(file, page)| {
        let links = page.document.links.iter().zip(&page.links);
        let own = links.filter(|(link, _)| page.document.place(link.span).file == *file);
        // `<xref:…>` and `@uid` are no links to their reader.
        let is_reference = |link: &Link| {
            link.syntax == LinkSyntax::Shorthand
                || (link.syntax == LinkSyntax::Autolink && link.target.starts_with("xref:"))
        };
        let own = own.filter(|(link, _)| !is_reference(link));
        // A page may include a file twice.
        let mut seen = BTreeSet::new();
        let own = own.filter(|(link, _)| seen.insert(page.document.place(link.span)));
        let links = own.map(|(link, target)| own_link(repository, &guessed, page, link, target));
        (file.to_string(), Value::Array(links.collect()))
    });
    files.collect()
}

fn own_link(
    repository: &Repository,
    guessed: &Guessed,
    page: &Page,
    link: &Link,
    target: &LinkTarget,
) -> Value {
    let place = page.document.place(link.target_span);
    let own = place.file.clone();
    let is_guess = guessed.contains(&(place.file, place.span));
    let ok = if is_guess { "guess" } else { "ok" };
    let (status, path, anchor) = match target {
        LinkTarget::Page { page, fragment, fragment_exists } => {
            let found = repository.catalog().pages[*page].document.path.to_string();
            // To their reader a place in the page stands in the file itself, included or not.
            let path = if link.target.starts_with('#') { own.to_string() } else { found };
            (ok, Some(path), fragment.as_ref().map(|_| *fragment_exists))
        }
        LinkTarget::Asset { file, .. } => (ok, Some(file.to_string()), None),
        LinkTarget::External(_) => ("unchecked", None, None),
        LinkTarget::Outside(_) => ("outside", None, None),
        LinkTarget::Broken(_) | LinkTarget::Words => ("broken", None, None),
    };
    // What is in the page is there whichever page the text stands on.
    let path = path.filter(|_| !link.target.starts_with('#'));
    json!([link.target, status, path, anchor])
}

pub(crate) fn their_links(repository: &Repository) -> Said {
    let documents = repository.read_documents().into_iter().filter(|document| {
        // Hidden folders are not read.
        !document["path"].as_str().unwrap().starts_with('.')
    });
    let links = documents.map(|document| {
        let own = document["path"].as_str().unwrap();
        let links = document["links"].as_array().unwrap().iter();
        let links = links.filter(|link| link["syntax"] != "bare").map(their_link);
        (own.to_owned(), Value::Array(links.collect()))
    });
    links.collect()
}

fn their_link(link: &Value) -> Value {
    let in_page = link["kind"] == "anchor";
    let status = match link["status"].as_str().unwrap() {
        "redirect" => "ok",
        "case" | "noext" | "dir" => "guess",
        "redirect-broken" => "broken",
        "redirect-ext" | "unchecked" => "unchecked",
        "dependent-repo" => "outside",
        other => other,
    };
    let path = Some(&link["path"]).filter(|_| !in_page);
    let anchor = link["anchor"].as_str().map(|anchor| anchor.starts_with("ok"));
    json!([link["raw"], status, path, anchor])
}

/// The images of every file, the enlarged ones not counted.
pub(crate) fn own_images(repository: &Repository) -> Said {
    let carriers = repository.carriers();
    let files = carriers.iter().map(|(file, page)| {
        let images = page.document.images.iter().zip(&page.images);
        let own = images.filter(|(image, _)| page.document.place(image.span).file == *file);
        let own = own.filter(|(image, _)| image.kind != ImageKind::Lightbox);
        let mut seen = BTreeSet::new();
        let own = own.filter(|(image, _)| seen.insert(page.document.place(image.span)));
        let images = own.map(|(image, resolved)| {
            let path = match resolved {
                ResolvedImage::File { file, .. } => Some(file.to_string()),
                _ => None,
            };
            json!([image.target, path])
        });
        (file.to_string(), Value::Array(images.collect()))
    });
    files.collect()
}

pub(crate) fn their_images(repository: &Repository) -> Said {
    let documents = repository
        .read_documents()
        .into_iter()
        .filter(|document| !document["path"].as_str().unwrap().starts_with('.'));
    let images = documents.map(|document| {
        let images = document["images"].as_array().unwrap().iter();
        let images = images.filter(|image| image["syntax"] != "lightbox");
        let images =
            images.map(|image| json!([image["raw"].as_str().map(str::trim), image["path"]]));
        (document["path"].as_str().unwrap().to_owned(), Value::Array(images.collect()))
    });
    images.collect()
}

/// The title, the targets and the question ids of each page that is written in YAML.
pub(crate) fn own_yaml_pages(repository: &Repository) -> Said {
    let pages = repository.catalog().pages.iter();
    let pages = pages.filter(|page| !page.document.path.is_markdown()).map(|page| {
        let links = page.document.links.iter().zip(&page.links);
        let mut targets: Vec<Value> = links
            .map(|(link, target)| {
                let path = match target {
                    LinkTarget::Page { page, .. } => {
                        Some(repository.catalog().pages[*page].document.path.to_string())
                    }
                    LinkTarget::Asset { file, .. } => Some(file.to_string()),
                    _ => None,
                };
                json!([link.target, path])
            })
            .collect();
        targets.sort_by_key(Value::to_string);
        let ids: BTreeSet<&str> = page.document.ids().collect();
        let said = json!({ "title": page.document.title, "targets": targets, "ids": ids });
        (page.document.path.to_string(), said)
    });
    pages.collect()
}

pub(crate) fn their_yaml_pages(repository: &Repository) -> Said {
    let own_ids: BTreeMap<String, BTreeSet<&str>> = repository
        .catalog()
        .pages
        .iter()
        .map(|page| (page.document.path.to_string(), page.document.ids().collect()))
        .collect();
    let pages = repository.yaml_pages.iter().filter(|page| page["mime"] != "ZonePivotGroups");
    let pages = pages.map(|page| {
        let path = page["path"].as_str().unwrap();
        let links = page["links"].as_array().unwrap().iter();
        let mut targets: Vec<Value> =
            links.map(|link| json!([link["raw"], link["path"]])).collect();
        targets.sort_by_key(Value::to_string);
        // Sections have ids of our own; those of the questions must be among them.
        let mut ids: BTreeSet<&str> = own_ids.get(path).cloned().unwrap_or_default();
        let faq_ids = page["faq_ids"].as_array().into_iter().flatten().filter_map(Value::as_str);
        // A section of this name is shown without a heading, and nothing links to it.
        ids.extend(faq_ids.filter(|id| *id != "ignored"));
        (path.to_owned(), json!({ "title": page["title"], "targets": targets, "ids": ids }))
    });
    pages.collect()
}
