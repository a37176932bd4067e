//! Resources: pages, figures and the vocabulary, for clients that attach them to a conversation.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use rmcp::model::{
    CacheScope, ListResourcesResult, ReadResourceResult, Resource, ResourceContents,
    ResourceListChangedNotification, ResourceTemplate, ServerNotification,
};
use rmcp::service::SubscriptionContext;

use crate::catalog::{PageIndex, encode_path};
use crate::figure::LiveFigure;
use crate::graph::query::GraphFormat;
use crate::mcp::address::{SCHEME, shown};
use crate::mcp::budget::{MOST_TOKENS, cursor, read_cursor};
use crate::mcp::server::Book;
use crate::mcp::tool::Refusal;
use crate::mcp::tools::figure::find;
use crate::mcp::tools::page::Excerpt;
use crate::page::address::Site;
use crate::service::figures::picture_of;
use crate::service::ontology;

/// Resources of one answer.
const PER_PAGE: usize = 200;

/// Figures are SVG.
pub(in crate::mcp) const SVG: &str = "image/svg+xml";
const MARKDOWN: &str = "text/markdown";
const TURTLE: &str = "text/turtle";

/// The resource of a page.
fn page_uri(book: &Book<'_>, page: PageIndex) -> String {
    format!("{SCHEME}page/{}", encode_path(&book.page_id(page)))
}

/// The resource of a figure.
pub(in crate::mcp) fn figure_uri(book: &Book<'_>, page: PageIndex, live: &LiveFigure) -> String {
    let id = encode_path(&live.figure.id);
    format!("{SCHEME}figure/{}%23{id}", encode_path(&book.page_id(page)))
}

/// The vocabulary as a resource.
fn vocabulary_uri() -> String {
    format!("{SCHEME}vocabulary")
}

/// The next resources: the vocabulary, the pages in the order of the book, the figures.
pub(in crate::mcp) fn list(
    book: &Book<'_>,
    at: Option<&str>,
) -> Result<ListResourcesResult, Refusal> {
    let skipped = read_cursor(at.unwrap_or_default())?;
    let catalog = &book.snapshot.catalog;
    let total = 1 + catalog.pages.len() + book.snapshot.answers.figures.all().count();
    if skipped > total {
        return Err(Refusal::new("there is no such cursor"));
    }
    let vocabulary = Resource::new(vocabulary_uri(), "vocabulary")
        .with_title("Vocabularies of the book")
        .with_description("Every class, property and value with its meaning, as RDF")
        .with_mime_type(TURTLE);
    let pages = catalog.pages.iter().enumerate().map(|(index, page)| {
        Resource::new(page_uri(book, index), book.page_id(index))
            .with_title(page.document.title.clone())
            .with_mime_type(MARKDOWN)
    });
    let figures = book.snapshot.answers.figures.all().map(|(page, live)| {
        Resource::new(figure_uri(book, page, live), book.id(page, Some(&live.figure.id)))
            .with_title(live.caption.clone())
            .with_mime_type(SVG)
    });
    let all = std::iter::once(vocabulary).chain(pages).chain(figures);
    let resources: Vec<Resource> = all.skip(skipped).take(PER_PAGE).collect();
    let next = skipped + resources.len();
    let mut listed = ListResourcesResult::with_all_items(resources);
    listed.next_cursor = (next < total).then(|| cursor(next));
    Ok(listed)
}

/// What can be read beside what is listed.
pub(in crate::mcp) fn templates() -> Vec<ResourceTemplate> {
    vec![
        ResourceTemplate::new(format!("{SCHEME}page/{{+path}}"), "page")
            .with_title("A page, or a section of one")
            .with_description(
                "The Markdown of a page (`guide/zones`) or of one section (`guide/zones#dmz`)",
            )
            .with_mime_type(MARKDOWN),
        ResourceTemplate::new(format!("{SCHEME}figure/{{+figure}}"), "figure")
            .with_title("A figure")
            .with_description("The picture of a drawn figure (`guide/zones#figure-1`)")
            .with_mime_type(SVG),
    ]
}

/// A resource.
pub(in crate::mcp) fn read(book: &Book<'_>, uri: &str) -> Result<ReadResourceResult, Refusal> {
    let unknown =
        || Refusal::new(format!("there is no resource `{}`; `resources/list` has all", shown(uri)));
    let rest = uri.strip_prefix(SCHEME).ok_or_else(unknown)?;
    let contents = match rest.split_once('/') {
        Some(("page", _)) => {
            // A resource is attached as a whole; what is longer than any model reads is cut.
            let excerpt = Excerpt::read(book, uri, MOST_TOKENS, 0)?;
            ResourceContents::text(excerpt.text, uri).with_mime_type(MARKDOWN)
        }
        Some(("figure", _)) => {
            let (page, live) = find(book, uri)?;
            let svg = picture_of(book.snapshot, page, live, Site::Served).ok_or_else(unknown)?;
            ResourceContents::blob(BASE64_STANDARD.encode(svg.1), uri).with_mime_type(SVG)
        }
        None if rest == "vocabulary" => {
            let turtle = ontology::dump(book.snapshot, GraphFormat::Turtle);
            let turtle = turtle.map_err(|error| Refusal::fault(&error))?;
            let turtle = String::from_utf8_lossy(&turtle).into_owned();
            ResourceContents::text(turtle, uri).with_mime_type(TURTLE)
        }
        _ => return Err(unknown()),
    };
    // A file may be saved at any moment.
    Ok(ReadResourceResult::new(vec![contents]).with_ttl_ms(0).with_cache_scope(CacheScope::Private))
}

/// Tells a client that there is a new revision.
pub(in crate::mcp) async fn tell_listener(context: &SubscriptionContext) -> Result<(), ()> {
    let changed = ResourceListChangedNotification::default();
    let changed = ServerNotification::ResourceListChangedNotification(changed);
    context.sink().send(changed).await.map_err(|_| ())
}
