//! A whole book as files: what a static site consists of.

use std::collections::HashSet;

use askama::Template;
use percent_encoding::percent_decode_str;
use rayon::prelude::*;
use serde::Serialize;

use crate::catalog::{PageIndex, RedirectTarget, Route, encode_path, encode_reference};
use crate::compile::bodies;
use crate::graph::query::GraphFormat;
use crate::page::address::Site;
use crate::page::asset;
use crate::page::gallery::gallery;
use crate::page::ontology::OntologyWriter;
use crate::page::outline::Outline;
use crate::page::print::{self, MOST_PRINTED};
use crate::page::shell::Book;
use crate::page::thing;
use crate::page::view::{ErrorPage, StaticSearchPage};
use crate::search::export::exported;
use crate::service::entity::dump;
use crate::service::showing::neighbours;
use crate::service::showing::{IndexRequest, all, index_page, thing_page};
use crate::service::telling::portrait_of;
use crate::service::{agents, figures, ontology};
use crate::snapshot::Snapshot;

/// A file of the site: its path below the site's root, and its content.
pub struct SiteFile {
    /// `/` between segments, never leading out.
    pub path: String,
    /// The bytes.
    pub content: Vec<u8>,
}

/// Why a site cannot be made. Nothing the content says leads here.
#[derive(Debug, thiserror::Error)]
pub enum SiteProblem {
    /// A template failed.
    #[error("a page could not be rendered: {0}")]
    Render(#[from] askama::Error),
    /// The graph or a file of the book could not be read.
    #[error("{0}")]
    Read(#[from] std::io::Error),
    /// The index could not be written.
    #[error("the search index could not be written: {0}")]
    Index(#[from] serde_json::Error),
}

/// An entry of the index that the site's own search reads. Short names keep it small.
#[derive(Serialize)]
struct IndexEntry<'a> {
    /// Title of the page.
    t: &'a str,
    /// Heading of the section; empty at the page's top.
    s: &'a str,
    /// Address, relative to the root.
    u: String,
    /// Names above the page.
    p: String,
    /// Text.
    x: String,
}

/// All files of the site.
///
/// # Errors
/// [`SiteProblem`].
pub fn files(snapshot: &Snapshot) -> Result<Vec<SiteFile>, SiteProblem> {
    let catalog = &snapshot.catalog;
    let outline = Outline::of(catalog, Site::Static);
    let book = Book {
        catalog,
        outline: &outline,
        texts: &snapshot.texts,
        known: snapshot.known(),
        figures: &snapshot.answers.figures,
        history: &snapshot.history,
        diagnostics: &snapshot.diagnostics,
        revision: snapshot.revision,
        site: Site::Static,
        public_url: None,
        live: false,
    };
    let bodies = bodies(snapshot.known(), &snapshot.answers, Site::Static);
    let pages: Vec<Result<Vec<SiteFile>, SiteProblem>> = bodies
        .into_par_iter()
        .enumerate()
        .map(|(index, body)| page_files(&book, snapshot, index, body))
        .collect();
    let mut files = Vec::new();
    for page in pages {
        files.extend(page?);
    }
    files.extend(redirects(snapshot));
    for path in catalog.assets.keys() {
        files.push(SiteFile {
            path: catalog.asset_address(path),
            content: snapshot.files.read(path)?,
        });
    }
    for (path, content) in figures::files(snapshot) {
        // A file of the book at this path is there already.
        if !files.iter().any(|file| file.path == path) {
            files.push(SiteFile { path, content });
        }
    }
    for asset in asset::ALL {
        files.push(SiteFile { path: asset.address(), content: asset.content.into() });
    }
    for (path, format) in [("graph.nq", GraphFormat::NQuads), ("graph.ttl", GraphFormat::Turtle)] {
        let mut content = Vec::new();
        snapshot.graph.dump(None, format, &mut content)?;
        files.push(SiteFile { path: path.to_owned(), content });
    }
    files.push(SiteFile { path: "search-index.json".to_owned(), content: index(snapshot)? });
    files.push(search_page(&book)?);
    files.push(SiteFile {
        path: outline.contents_address().to_owned(),
        content: book.all_contents().render()?.into(),
    });
    files.extend(
        outline
            .files(catalog)
            .map(|(name, content)| SiteFile { path: outline.address() + &name, content }),
    );
    if !files.iter().any(|file| file.path == "figures.html") {
        let page = gallery(book, &snapshot.answers.figures, "", 1);
        files.push(SiteFile { path: "figures.html".to_owned(), content: page.render()?.into() });
    }
    files.extend(ontology_files(book, snapshot)?);
    if catalog.config.literate {
        let taken: HashSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
        let mut things = thing_files(&book, snapshot)?;
        // A page of the book at such a path is there already.
        things.retain(|file| !taken.contains(file.path.as_str()));
        files.extend(things);
    }
    files.push(missing_page(&book)?);
    files.extend(for_machines(snapshot));
    let whole = print::whole(catalog);
    if whole.pages.len() <= MOST_PRINTED {
        let page = book.printed(&whole, &snapshot.answers, &Route::of_request("print"));
        files.push(SiteFile { path: "print.html".to_owned(), content: page.render()?.into() });
    }
    // GitHub Pages would leave out folders whose name starts with an underscore.
    files.push(SiteFile { path: ".nojekyll".to_owned(), content: Vec::new() });
    Ok(files)
}

fn page_files(
    book: &Book<'_>,
    snapshot: &Snapshot,
    index: PageIndex,
    body: String,
) -> Result<Vec<SiteFile>, SiteProblem> {
    let Some((page, view)) = book.catalog.pages.get(index).zip(book.document(index, body)) else {
        return Ok(Vec::new());
    };
    let mut files = vec![SiteFile { path: page.route.html_file(), content: view.render()?.into() }];
    if let Some(view) = book.backlinks_page(index) {
        let path = format!("_loggia/backlinks/{}", page.route.html_file());
        files.push(SiteFile { path, content: view.render()?.into() });
    }
    for (ending, format) in [(".ttl", GraphFormat::Turtle), (".jsonld", GraphFormat::JsonLd)] {
        let mut content = Vec::new();
        snapshot.graph.dump(Some(&book.catalog.iri(index)), format, &mut content)?;
        files.push(SiteFile { path: page.route.twin(ending), content });
    }
    let content = agents::markdown(snapshot, index, Site::Static).into();
    files.push(SiteFile { path: page.route.twin(".md"), content });
    Ok(files)
}

/// Pages at old addresses that send readers on, and one at the root where no document is there.
fn redirects(snapshot: &Snapshot) -> Vec<SiteFile> {
    let catalog = &snapshot.catalog;
    let mut files = Vec::new();
    let root = Route::of_request("");
    if catalog.page_at(&root).is_none()
        && let Some(front) = catalog.front().and_then(|front| catalog.pages.get(front))
    {
        files.push(forward(&root, &encode_reference(&front.route.html_file())));
    }
    for redirect in catalog.redirects.iter() {
        let to = match &redirect.to {
            RedirectTarget::Elsewhere(url) => url.clone(),
            RedirectTarget::Own(address) => {
                let (path, fragment) =
                    address.find('#').map_or((address.as_str(), ""), |at| address.split_at(at));
                let decoded = percent_decode_str(path).decode_utf8_lossy();
                let page = catalog.page_at(&Route::verbatim_request(&decoded));
                let file = page.and_then(|page| catalog.pages.get(page)).map_or_else(
                    || encode_reference(&decoded),
                    |page| encode_reference(&page.route.html_file()),
                );
                format!("{}{file}{fragment}", "../".repeat(redirect.from.depth()))
            }
        };
        files.push(forward(&redirect.from, &to));
    }
    files
}

fn forward(from: &Route, to: &str) -> SiteFile {
    let to = html_escape::encode_double_quoted_attribute(to);
    let html = format!(
        "<!doctype html>\n<meta charset=\"utf-8\">\n<title>Moved</title>\n<meta http-equiv=\"refresh\" content=\"0; url={to}\">\n<link rel=\"canonical\" href=\"{to}\">\n<p>This page has moved <a href=\"{to}\">here</a>.</p>\n"
    );
    SiteFile { path: from.html_file(), content: html.into() }
}

fn index(snapshot: &Snapshot) -> Result<Vec<u8>, SiteProblem> {
    let entries = exported(&snapshot.catalog).map(|entry| {
        let fragment = entry.id.map(|id| format!("#{}", encode_path(id))).unwrap_or_default();
        IndexEntry {
            t: entry.title,
            s: entry.headings.last().copied().unwrap_or_default(),
            u: encode_reference(&entry.route.html_file()) + &fragment,
            p: entry.trail.join(" / "),
            x: entry.text,
        }
    });
    let entries: Vec<IndexEntry<'_>> = entries.collect();
    Ok(serde_json::to_vec(&entries)?)
}

fn search_page(book: &Book<'_>) -> Result<SiteFile, SiteProblem> {
    let route = Route::of_request("search");
    let view = StaticSearchPage {
        shell: book.shell(&route, None, "Search".to_owned()),
        action: "search.html".to_owned(),
        index_url: "search-index.json".to_owned(),
    };
    Ok(SiteFile { path: "search.html".to_owned(), content: view.render()?.into() })
}

/// The vocabularies as pages and as RDF.
fn ontology_files(book: Book<'_>, snapshot: &Snapshot) -> Result<Vec<SiteFile>, SiteProblem> {
    let writer = OntologyWriter::new(book, snapshot.known());
    let page = |name: &str, html: String| SiteFile {
        path: Route::verbatim_request(name).html_file(),
        content: html.into(),
    };
    let mut files = vec![
        page("ontology", writer.index("").render()?),
        page("ontology/rules", writer.rules().render()?),
    ];
    for vocabulary in writer.vocabularies() {
        if let Some(view) = writer.vocabulary(&vocabulary.name) {
            files.push(page(&format!("ontology/{}", vocabulary.name), view.render()?));
        }
    }
    for (ending, format) in [("ttl", GraphFormat::Turtle), ("jsonld", GraphFormat::JsonLd)] {
        let content = ontology::dump(snapshot, format)?;
        files.push(SiteFile { path: format!("ontology.{ending}"), content });
    }
    Ok(files)
}

/// The pages of things, each also as Markdown and RDF.
fn thing_files(book: &Book<'_>, snapshot: &Snapshot) -> Result<Vec<SiteFile>, SiteProblem> {
    let index = index_page(book, snapshot, &IndexRequest::default()).render()?;
    let path = Route::verbatim_request(thing::FOLDER).html_file();
    let mut files = vec![SiteFile { path, content: index.into() }];
    let pages: Vec<Result<Vec<SiteFile>, SiteProblem>> = all(snapshot)
        .into_par_iter()
        .map(|iri| {
            let wanted = neighbours::wanted(snapshot, iri);
            let picture = wanted.and_then(|wanted| figures::asked(snapshot, &wanted).ok());
            let page = thing_page(book, snapshot, iri, picture.as_ref());
            let route = thing::route(&snapshot.catalog, iri);
            let (Some(page), Some(route)) = (page, route) else {
                return Ok(Vec::new());
            };
            let path = route.html_file();
            let mut own = vec![SiteFile { path, content: page.render()?.into() }];
            for (ending, format) in
                [(".ttl", GraphFormat::Turtle), (".jsonld", GraphFormat::JsonLd)]
            {
                let content = dump(snapshot, iri, format)?;
                own.push(SiteFile { path: route.twin(ending), content });
            }
            if let Some(text) = portrait_of(snapshot, iri) {
                own.push(SiteFile { path: route.twin(".md"), content: text.into() });
            }
            Ok(own)
        })
        .collect();
    for page in pages {
        files.extend(page?);
    }
    Ok(files)
}

/// What machines read before they read pages, but for what the book has a file of its own. A map
/// needs the address that the site is published at.
fn for_machines(snapshot: &Snapshot) -> Vec<SiteFile> {
    let config = &snapshot.catalog.config;
    let base = if config.has_own_base() { config.base.as_str() } else { "" };
    let mut texts = vec![
        (agents::INDEX.to_owned(), agents::index(snapshot, Site::Static, base)),
        (agents::FULL.to_owned(), agents::full_text(snapshot, Site::Static).collect()),
    ];
    if config.has_own_base() {
        texts.push((agents::ROBOTS.to_owned(), agents::robots(base)));
        texts.extend(agents::sitemaps(snapshot, Site::Static, base, agents::MOST_MAPPED));
    }
    texts.retain(|(path, _)| snapshot.catalog.asset_at(path).is_none());
    texts.into_iter().map(|(path, text)| SiteFile { path, content: text.into() }).collect()
}

fn missing_page(book: &Book<'_>) -> Result<SiteFile, SiteProblem> {
    let title = "There is no such page".to_owned();
    let view = ErrorPage {
        shell: book.shell_anywhere(title.clone()),
        status: 404,
        title,
        text: "The address may be misspelt, or the page may have moved.".to_owned(),
        search_url: book.shell_anywhere(String::new()).search.map(|search| search.url),
        ..ErrorPage::default()
    };
    Ok(SiteFile { path: "404.html".to_owned(), content: view.render()?.into() })
}
