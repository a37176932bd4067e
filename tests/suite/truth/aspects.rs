//! What both readers say of documents, navigation, redirections and files.

use std::collections::{BTreeMap, BTreeSet};

use loggia::catalog::{LinkTarget, RedirectTarget};
use loggia::diagnostic::codes;
use loggia::source::MediaType;
use loggia::text::FilePath;
use serde_json::{Value, json};

use crate::truth::Said;
use crate::truth::repository::Repository;

fn path_of(value: &Value) -> String {
    value["path"].as_str().unwrap().to_owned()
}

/// Their documents that are pages.
fn their_pages(repository: &Repository) -> impl Iterator<Item = &Value> {
    repository.documents.iter().filter(|document| document["cls"] != "include")
}

pub(crate) fn own_documents(repository: &Repository) -> Said {
    let docsets = &repository.catalog().config.repository;
    let pages = repository.markdown_pages().map(|page| {
        let path = &page.document.path;
        let class = if docsets.docset_of(path).is_some() { "article" } else { "unpublished" };
        (path.to_string(), json!(class))
    });
    pages.collect()
}

pub(crate) fn their_documents(repository: &Repository) -> Said {
    their_pages(repository).map(|document| (path_of(document), document["cls"].clone())).collect()
}

pub(crate) fn own_titles(repository: &Repository) -> Said {
    let pages = repository.markdown_pages();
    pages.map(|page| (page.document.path.to_string(), json!(page.document.title))).collect()
}

pub(crate) fn their_titles(repository: &Repository) -> Said {
    let known = own_titles(repository);
    let pages = their_pages(repository).filter(|document| known.contains_key(&path_of(document)));
    pages.map(|document| (path_of(document), document["title"].clone())).collect()
}

pub(crate) fn own_addresses(repository: &Repository) -> Said {
    let docsets = &repository.catalog().config.repository;
    let pages = repository.catalog().pages.iter();
    let published = pages.filter(|page| docsets.docset_of(&page.document.path).is_some());
    let addresses = published.map(|page| {
        let address = format!("/{}", page.route.as_str().trim_end_matches('/'));
        (page.document.path.to_string(), json!(address))
    });
    addresses.collect()
}

pub(crate) fn their_addresses(repository: &Repository) -> Said {
    let pages = their_pages(repository).chain(&repository.yaml_pages);
    // Data for other pages is published, but nothing to read.
    let pages = pages.filter(|page| !page["url"].is_null() && page["mime"] != "ZonePivotGroups");
    pages.map(|page| (path_of(page), page["url"].clone())).collect()
}

pub(crate) fn own_headings(repository: &Repository) -> Said {
    let pages = repository.markdown_pages().map(|page| {
        let document = &page.document;
        let own = document
            .headings()
            .filter(|(_, heading)| document.place(heading.span).file == document.path);
        let headings: Vec<Value> =
            own.map(|(_, heading)| json!([heading.level, heading.id])).collect();
        (document.path.to_string(), json!(headings))
    });
    pages.collect()
}

pub(crate) fn their_headings(repository: &Repository) -> Said {
    let known = own_titles(repository);
    let pages = their_pages(repository).filter(|document| known.contains_key(&path_of(document)));
    let pages = pages.map(|document| {
        let headings = document["headings"].as_array().unwrap().iter().map(|heading| {
            let explicit = Some(&heading["explicit"]).filter(|id| !id.is_null());
            json!([heading["level"], explicit.unwrap_or(&heading["docfx"])])
        });
        (path_of(document), Value::Array(headings.collect()))
    });
    pages.collect()
}

/// How many tabs each document has; of ours, links to `#tab/` are tabs that were not understood.
pub(crate) fn own_tabs(repository: &Repository) -> Said {
    let pages = repository.markdown_pages().map(|page| {
        let links = page.document.links.iter();
        let unread = links.filter(|link| link.target.starts_with("#tab/")).count();
        (page.document.path.to_string(), json!(unread))
    });
    pages.collect()
}

pub(crate) fn their_tabs(repository: &Repository) -> Said {
    repository.markdown_pages().map(|page| (page.document.path.to_string(), json!(0))).collect()
}

pub(crate) fn own_includes(repository: &Repository) -> Said {
    let pages = repository.markdown_pages().map(|page| {
        let document = &page.document;
        let files: BTreeSet<&str> = document
            .text
            .files()
            .filter(|file| **file != document.path && file.is_markdown())
            .map(FilePath::as_str)
            .collect();
        (document.path.to_string(), json!(files))
    });
    pages.collect()
}

/// The files that a document includes, and those that they include in turn.
pub(crate) fn their_includes(repository: &Repository) -> Said {
    let direct: BTreeMap<String, Vec<String>> = repository
        .documents
        .iter()
        .map(|document| {
            let includes = document["includes"].as_array().unwrap().iter();
            let paths = includes.filter_map(|include| include["path"].as_str().map(str::to_owned));
            (path_of(document), paths.collect())
        })
        .collect();
    let known = own_titles(repository);
    let pages = their_pages(repository).filter(|document| known.contains_key(&path_of(document)));
    let pages = pages.map(|document| {
        let path = path_of(document);
        let mut all = BTreeSet::new();
        let mut wanted = direct[&path].clone();
        while let Some(file) = wanted.pop() {
            if all.insert(file.clone()) {
                wanted.extend(direct.get(&file).cloned().unwrap_or_default());
            }
        }
        (path, json!(all))
    });
    pages.collect()
}

/// For each document the entries that lead to it: their file, and the names above them in it.
pub(crate) fn own_trails(repository: &Repository) -> Said {
    let navigation = &repository.catalog().navigation;
    let mut trails: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for (index, entry) in navigation.entries.iter().enumerate() {
        let (Some(page), Some(place)) = (entry.page, &entry.place) else { continue };
        let page = &repository.catalog().pages[page];
        let in_file = |place: &Option<loggia::text::Place>| {
            place.as_ref().is_some_and(|other| other.file == place_file(entry))
        };
        let mut names: Vec<&str> = navigation
            .ancestors(index)
            .take_while(|above| in_file(&above.place))
            .map(|above| above.name.as_str())
            .collect();
        names.reverse();
        names.push(&entry.name);
        let trail = json!([place.file.as_str(), names]);
        trails.entry(page.document.path.to_string()).or_default().push(trail);
    }
    sorted(trails)
}

fn place_file(entry: &loggia::catalog::NavigationEntry) -> FilePath {
    entry.place.as_ref().map(|place| place.file.clone()).unwrap_or_default()
}

pub(crate) fn their_trails(repository: &Repository) -> Said {
    let mut trails: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for entry in &repository.entries {
        let hidden = entry["toc_excluded"] == true || entry["breadcrumb"] == true;
        let target =
            ["topicHref_res", "href_res"].iter().find_map(|key| entry[key]["path"].as_str());
        let Some(path) = target.filter(|_| !hidden) else { continue };
        let is_toc =
            path.to_lowercase().ends_with("/toc.md") || path.to_lowercase().ends_with("/toc.yml");
        if is_toc {
            continue;
        }
        let names = entry["trail"].as_array().unwrap().iter();
        let names: Vec<String> = names.map(|name| one_line(name.as_str().unwrap())).collect();
        trails.entry(path.to_owned()).or_default().push(json!([entry["toc"], names]));
    }
    sorted(trails)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn sorted(trails: BTreeMap<String, Vec<Value>>) -> Said {
    let trails = trails.into_iter().map(|(path, mut trails)| {
        trails.sort_by_key(Value::to_string);
        (path, Value::Array(trails))
    });
    trails.collect()
}

pub(crate) fn own_orphans(repository: &Repository) -> Said {
    let orphans = repository.linked.diagnostics.iter();
    let orphans = orphans.filter(|problem| problem.code == codes::ORPHAN_DOCUMENT);
    orphans.map(|problem| (problem.place.file.to_string(), json!(true))).collect()
}

pub(crate) fn their_orphans(repository: &Repository) -> Said {
    let mut named = BTreeSet::new();
    for entry in &repository.entries {
        if entry["toc_excluded"] != true && entry["breadcrumb"] != true {
            for key in ["href_res", "topicHref_res"] {
                named.extend(entry[key]["path"].as_str().map(str::to_owned));
            }
        }
    }
    let articles = repository.documents.iter().filter(|document| document["cls"] == "article");
    let orphans = articles.map(path_of).filter(|path| !named.contains(path));
    orphans.map(|path| (path, json!(true))).collect()
}

/// Where each former address leads in the end.
pub(crate) fn own_redirects(repository: &Repository) -> Said {
    let catalog = repository.catalog();
    let redirects = repository.redirects.iter().map(|theirs| {
        let source = theirs["source"].as_str().unwrap();
        let target = catalog
            .redirects
            .iter()
            .find(|it| it.source.as_ref().is_some_and(|it| it.as_str() == source));
        let path = target.and_then(|redirect| match &redirect.to {
            RedirectTarget::Own(address) => {
                let route = address.split('#').next().unwrap_or_default();
                let iri = format!("{}{route}", catalog.config.base);
                match catalog.target_of_iri(&iri) {
                    Some(LinkTarget::Page { page, .. }) => {
                        Some(catalog.pages[page].document.path.to_string())
                    }
                    _ => None,
                }
            }
            RedirectTarget::Elsewhere(_) => None,
        });
        (source.to_owned(), json!(path))
    });
    redirects.collect()
}

pub(crate) fn their_redirects(repository: &Repository) -> Said {
    let redirects = repository.redirects.iter();
    redirects
        .map(|redirect| (redirect["source"].as_str().unwrap().to_owned(), redirect["path"].clone()))
        .collect()
}

pub(crate) fn own_media(repository: &Repository) -> Said {
    let assets = repository.catalog().assets.iter();
    let images = assets.filter(|(_, asset)| asset.media_type.is_image());
    images
        .map(|(file, asset)| {
            let size = asset.size.map(|size| [size.width, size.height]);
            (file.to_string(), json!([asset.media_type.as_str(), size]))
        })
        .collect()
}

pub(crate) fn their_media(repository: &Repository) -> Said {
    let media = repository.media.iter().map(|media| {
        let (format, size) = if let Some(format) = media["format"].as_str() {
            let format = format!("image/{}", format.to_lowercase());
            let size = (format != "image/bmp").then(|| [&media["w"], &media["h"]]);
            (format, json!(size))
        } else {
            // Of drawings their reader told no size: ours stands.
            let file = FilePath::new(media["path"].as_str().unwrap()).unwrap();
            let own = repository.catalog().assets.get(&file);
            let size = own.and_then(|own| own.size).map(|size| [size.width, size.height]);
            (MediaType::detect(&file, b"").as_str().to_owned(), json!(size))
        };
        (path_of(media), json!([format, size]))
    });
    media.collect()
}
