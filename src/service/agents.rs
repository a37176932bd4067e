//! What machines read before they read pages: `llms.txt`, the whole book as Markdown, the map of the
//! site, what crawlers may do, and what the graph holds.

use std::ops::Deref;

use crate::catalog::{Catalog, PageIndex, encode_path};
use crate::page::address::Site;
use crate::page::around::{gist, one_line};
use crate::page::markdown::MarkdownWriter;
use crate::snapshot::Snapshot;

/// `llms.txt` names no more pages than this: as a whole it should fit the memory of a model.
const MOST_NAMED: usize = 2_000;

/// `llms-full.txt` ends after this many bytes.
const LONGEST_TEXT: usize = 32 << 20;

/// A map of a site has no more addresses than this (sitemaps.org).
pub const MOST_MAPPED: usize = 50_000;

/// The files for machines, and where they lie below the root of the book.
pub const INDEX: &str = "llms.txt";
/// The whole book as Markdown.
pub const FULL: &str = "llms-full.txt";
/// The map of the site.
pub const SITEMAP: &str = "sitemap.xml";
/// What crawlers may do.
pub const ROBOTS: &str = "robots.txt";
/// What the graph holds, in the words of `VoID`.
pub const VOID: &str = ".well-known/void";

/// The index of the book for language models, as llmstxt.org proposes it: each page by its Markdown.
/// Addresses begin with `base`, which may be empty.
#[must_use]
pub fn index(snapshot: &Snapshot, site: Site, base: &str) -> String {
    let catalog = &snapshot.catalog;
    let mut text = format!("# {}\n\n", one_line(&catalog.title));
    if let Some(description) = &catalog.config.description {
        text.push_str(&format!("> {}\n\n", one_line(description)));
    }
    let all = catalog.pages.len();
    let named = named(catalog);
    text.push_str("Every page is Markdown at its address with `.md` behind it, and wherever `Accept: text/markdown` is sent. It begins with where it comes from and ends with the facts it states.\n");
    if named.len() < all {
        text.push_str(&format!(
            "{} of {all} pages are named here; {SITEMAP} has all.\n",
            named.len()
        ));
    }
    let mut section = None;
    for page in named {
        let own = section_of(catalog, page);
        if section != Some(own) {
            text.push_str(&format!("\n## {}\n\n", bare(own)));
            section = Some(own);
        }
        text.push_str(&entry(catalog, page, base));
    }
    text.push_str("\n## Optional\n\n");
    text.push_str(&format!(
        "- [The whole book]({base}{FULL}): all pages as one Markdown document\n"
    ));
    let ontology = match site {
        Site::Served => "ontology",
        Site::Static => "ontology.html",
    };
    text.push_str(&format!(
        "- [Vocabularies]({base}{ontology}): the words that facts are made of\n"
    ));
    text.push_str(&format!("- [Graph]({base}graph.ttl): all facts as RDF, in Turtle\n"));
    if site == Site::Served {
        text.push_str(&format!("- [SPARQL]({base}sparql): answers queries of the graph\n"));
        text.push_str(&format!(
            "- [Search]({base}api/v1/search?q=firewall): answers a search as JSON\n"
        ));
    }
    text
}

/// The pages that the index names, in the order of reading: all, or those of the upper levels.
fn named(catalog: &Catalog) -> Vec<PageIndex> {
    let depth = |page: PageIndex| {
        let entry = catalog.pages.get(page).and_then(|page| page.entry);
        entry.and_then(|entry| catalog.navigation.entries.get(entry)).map(|entry| entry.depth)
    };
    let deepest = (0..32).take_while(|deepest| {
        let named = 0..catalog.pages.len();
        named.filter(|page| depth(*page).is_some_and(|depth| depth <= *deepest)).count()
            <= MOST_NAMED
    });
    let deepest = deepest.last().unwrap_or(0);
    let fits = catalog.pages.len() <= MOST_NAMED;
    let pages = (0..catalog.pages.len())
        .filter(|page| fits || depth(*page).is_some_and(|depth| depth <= deepest));
    pages.take(MOST_NAMED).collect()
}

/// The heading that a page stands under.
fn section_of(catalog: &Catalog, page: PageIndex) -> &str {
    let entry = catalog.pages.get(page).and_then(|page| page.entry);
    let Some(entry) = entry.and_then(|entry| catalog.navigation.entries.get(entry)) else {
        return "Other pages";
    };
    entry.part.as_deref().unwrap_or("Pages")
}

fn entry(catalog: &Catalog, page: PageIndex, base: &str) -> String {
    let Some(own) = catalog.pages.get(page) else {
        return String::new();
    };
    let url = format!("{base}{}", encode_path(&own.route.twin(".md")));
    let url = url.replace('(', "%28").replace(')', "%29");
    let note = gist(&own.document);
    let note = if note.is_empty() { note } else { format!(": {note}") };
    format!("- [{}]({url}){note}\n", bare(catalog.name_of(page)))
}

/// A name that cannot end the link it stands in.
fn bare(name: &str) -> String {
    one_line(name).replace('[', "(").replace(']', ")")
}

/// The Markdown of one page.
#[must_use]
pub fn markdown(snapshot: &Snapshot, page: PageIndex, site: Site) -> String {
    let writer = MarkdownWriter {
        known: snapshot.known(),
        answers: &snapshot.answers,
        history: &snapshot.history,
        site,
    };
    writer.page(page)
}

/// The whole book as Markdown, page by page, so that it can be sent while it is made. `snapshot` is
/// a reference, or a handle that keeps the revision until the last page is sent.
pub fn full_text(
    snapshot: impl Deref<Target = Snapshot>,
    site: Site,
) -> impl Iterator<Item = String> {
    let mut left = LONGEST_TEXT;
    let mut next = None;
    std::iter::from_fn(move || {
        let Some(page) = next else {
            next = Some(0);
            return Some(format!("# {}\n", one_line(&snapshot.catalog.title)));
        };
        let pages = snapshot.catalog.pages.len();
        if page >= pages {
            return None;
        }
        next = Some(page + 1);
        let text = format!("\n\n{}", markdown(&snapshot, page, site));
        if let Some(rest) = left.checked_sub(text.len()) {
            left = rest;
            return Some(text);
        }
        next = Some(pages);
        let rest = pages - page;
        Some(format!("\n\n{rest} more pages do not fit; {INDEX} tells where they are.\n"))
    })
}

/// The map of the site, and further ones where a map would have more addresses than one may: names
/// below the root, and contents.
#[must_use]
pub fn sitemaps(snapshot: &Snapshot, site: Site, base: &str, most: usize) -> Vec<(String, String)> {
    let addresses: Vec<String> = (0..snapshot.catalog.pages.len())
        .filter_map(|page| mapped(snapshot, page, site, base))
        .collect();
    let map = |addresses: &[String]| {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{}</urlset>\n",
            addresses.concat()
        )
    };
    if addresses.len() <= most {
        return vec![(SITEMAP.to_owned(), map(&addresses))];
    }
    let parts = addresses.chunks(most.max(1)).enumerate();
    let parts: Vec<(String, String)> =
        parts.map(|(number, part)| (format!("sitemap-{}.xml", number + 1), map(part))).collect();
    let base = html_escape::encode_text(base);
    let named =
        parts.iter().map(|(name, _)| format!("<sitemap><loc>{base}{name}</loc></sitemap>\n"));
    let index = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{}</sitemapindex>\n",
        named.collect::<String>()
    );
    std::iter::once((SITEMAP.to_owned(), index)).chain(parts).collect()
}

fn mapped(snapshot: &Snapshot, page: PageIndex, site: Site, base: &str) -> Option<String> {
    let page = snapshot.catalog.pages.get(page)?;
    let path = match site {
        Site::Served => page.route.encoded(),
        Site::Static => encode_path(&page.route.html_file()),
    };
    let changed = snapshot.history.changed(&page.document.path);
    let changed = changed.map(|changed| format!("<lastmod>{changed}</lastmod>"));
    let address = format!("{base}{path}");
    let address = html_escape::encode_text(&address);
    Some(format!("<url><loc>{address}</loc>{}</url>\n", changed.unwrap_or_default()))
}

/// What crawlers may do: read everything but what is computed for each request.
#[must_use]
pub fn robots(base: &str) -> String {
    let path = base.splitn(4, '/').nth(3).unwrap_or_default();
    let closed =
        ["sparql?", "search?", "api/"].map(|closed| format!("Disallow: /{path}{closed}\n"));
    let map = if base.is_empty() { String::new() } else { format!("\nSitemap: {base}{SITEMAP}\n") };
    format!("User-agent: *\n{}{map}", closed.concat())
}

/// The description of the graph, as `VoID` and a well-known address (W3C note, section 7.2) have it.
#[must_use]
pub fn void(snapshot: &Snapshot, base: &str) -> String {
    let catalog = &snapshot.catalog;
    // A string of JSON is one of Turtle too.
    let title = serde_json::Value::from(catalog.title.as_str());
    let triples = snapshot.graph.counts().quads;
    let uris = &catalog.config.base;
    format!(
        "@prefix dcterms: <http://purl.org/dc/terms/> .\n\
         @prefix foaf: <http://xmlns.com/foaf/0.1/> .\n\
         @prefix void: <http://rdfs.org/ns/void#> .\n\n\
         <{base}{VOID}> a void:DatasetDescription ;\n    foaf:primaryTopic <{base}graph> .\n\n\
         <{base}graph> a void:Dataset ;\n    dcterms:title {title} ;\n    foaf:homepage <{base}> ;\n    \
         void:uriSpace \"{uris}\" ;\n    void:triples {triples} ;\n    \
         void:dataDump <{base}graph.ttl> , <{base}graph.nq> ;\n    \
         void:sparqlEndpoint <{base}sparql> .\n"
    )
}
