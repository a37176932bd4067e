//! What pages, sections, things and figures are called in calls and answers.
//!
//! One kind of id serves all tools: the address below the root of the book, as people read it. A
//! page is `guide/zones`, a section or a thing `guide/zones#dmz`, a term of a vocabulary
//! `arch:Server`. The resource of a page is `loggia://page/guide/zones`.

use percent_encoding::percent_decode_str;
use serde::Serialize;

use crate::catalog::{PageIndex, encode_path};
use crate::document::Document;
use crate::mcp::server::Book;
use crate::mcp::tool::Refusal;
use crate::rdf::Value;
use crate::service::pages::{Found, find};
use crate::text::{FilePath, Place, Span};
use crate::vocabulary::{prefixes_of_book, shorten};

/// The scheme of our resources.
pub(in crate::mcp) const SCHEME: &str = "loggia://";

/// What the page at the root of the book is called.
const ROOT: &str = "index";

/// Where something is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub(in crate::mcp) struct Source {
    /// The document, relative to the root of the book.
    pub(in crate::mcp) file: String,
    /// The line, from 1.
    pub(in crate::mcp) line: usize,
}

/// A page, or a section of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::mcp) struct Spot {
    pub(in crate::mcp) page: PageIndex,
    /// The section's id; `None` for the whole page.
    pub(in crate::mcp) section: Option<String>,
}

impl Book<'_> {
    /// The id of a page.
    pub(in crate::mcp) fn page_id(&self, page: PageIndex) -> String {
        let route = self.snapshot.catalog.pages.get(page).map(|page| page.route.as_str());
        route.filter(|route| !route.is_empty()).unwrap_or(ROOT).to_owned()
    }

    /// The id of a place on a page.
    pub(in crate::mcp) fn id(&self, page: PageIndex, section: Option<&str>) -> String {
        let fragment = section.map(|id| format!("#{id}")).unwrap_or_default();
        self.page_id(page) + &fragment
    }

    /// Where a reader finds a place.
    pub(in crate::mcp) fn url(&self, page: PageIndex, section: Option<&str>) -> String {
        let route = self.snapshot.catalog.pages.get(page).map(|page| page.route.encoded());
        let fragment = section.map(|id| format!("#{}", encode_path(id))).unwrap_or_default();
        format!("{}{}{fragment}", self.site, route.unwrap_or_default())
    }

    /// Where a reader finds an address of the book.
    pub(in crate::mcp) fn url_of(&self, address: &str) -> String {
        format!("{}{address}", self.site)
    }

    /// The id of anything that has an IRI: of the book, of a vocabulary, or the IRI itself.
    pub(in crate::mcp) fn id_of_iri(&self, iri: &str) -> String {
        let base = &self.snapshot.catalog.config.base;
        match iri.strip_prefix(base.as_str()) {
            Some("") => ROOT.to_owned(),
            Some(address) => percent_decode_str(address).decode_utf8_lossy().into_owned(),
            None => shorten(iri, base).unwrap_or_else(|| iri.to_owned()),
        }
    }

    /// The id of an encoded address below the root of the book.
    pub(in crate::mcp) fn id_of_address(&self, address: &str) -> String {
        self.id_of_iri(&format!("{}{address}", self.snapshot.catalog.config.base))
    }

    /// The IRI of what an id, an address, an IRI or a resource means, whether or not it exists.
    pub(in crate::mcp) fn iri_of_id(&self, id: &str) -> String {
        let base = &self.snapshot.catalog.config.base;
        let id = id.trim();
        if let Some((prefix, local)) = id.split_once(':')
            && !local.starts_with("//")
            && let Some((_, namespace)) =
                prefixes_of_book(base).find(|(name, _)| *name == prefix && !name.is_empty())
        {
            return format!("{namespace}{local}");
        }
        let address = self.address(id);
        if address.contains("://") {
            return address;
        }
        let (path, fragment) = split(&address);
        let path = if path == ROOT { "" } else { path };
        let fragment = fragment.map(|id| format!("#{}", encode_path(id))).unwrap_or_default();
        format!("{base}{}{fragment}", encode_path(path))
    }

    /// The page or section that an id means.
    pub(in crate::mcp) fn spot(&self, id: &str) -> Result<Spot, Refusal> {
        let catalog = &self.snapshot.catalog;
        let address = self.address(id);
        let (path, fragment) = split(&address);
        let path = if path == ROOT { "" } else { path };
        let of_file = FilePath::new(path).ok().and_then(|file| catalog.page_of(&file));
        let page = match of_file {
            Some(page) => page,
            None => self.page_at(path, 3).map_err(|similar| self.unknown(id, &similar))?,
        };
        let Some(fragment) = fragment else {
            return Ok(Spot { page, section: None });
        };
        let document = catalog.pages.get(page).map(|page| &page.document);
        if document.is_some_and(|document| document.has_id(fragment)) {
            return Ok(Spot { page, section: Some(fragment.to_owned()) });
        }
        let headings = document.map(|document| heading_ids(document)).unwrap_or_default();
        Err(Refusal::new(format!(
            "the page `{}` has no section `{fragment}`; it has: {headings}",
            self.page_id(page)
        )))
    }

    /// The page at a path; redirects are followed as far as `steps`.
    fn page_at(&self, path: &str, steps: usize) -> Result<PageIndex, Vec<PageIndex>> {
        match find(&self.snapshot.catalog, path) {
            Found::Page(page) | Found::Twin(page, _) => Ok(page),
            Found::Moved(address) if steps > 0 => {
                let decoded = percent_decode_str(split(&address).0).decode_utf8_lossy();
                self.page_at(&decoded, steps - 1)
            }
            Found::Nothing(similar) => Err(similar),
            _ => Err(Vec::new()),
        }
    }

    fn unknown(&self, id: &str, similar: &[PageIndex]) -> Refusal {
        let similar: Vec<String> =
            similar.iter().map(|page| format!("`{}`", self.page_id(*page))).collect();
        let advice = if similar.is_empty() {
            "ids come from `search`".to_owned()
        } else {
            format!("did you mean {}?", similar.join(" or "))
        };
        Refusal::new(format!("there is no page `{}`; {advice}", shown(id)))
    }

    /// The address below the root of the book that an id means, decoded; another address as it is.
    fn address(&self, id: &str) -> String {
        let base = self.snapshot.catalog.config.base.as_str();
        let id = id.trim();
        let inner = id.strip_prefix(SCHEME).and_then(|rest| rest.split_once('/'));
        let inner = inner
            .map(|(_, address)| address)
            .or_else(|| id.strip_prefix(base))
            .or_else(|| id.strip_prefix(self.site));
        match inner {
            Some(encoded) => percent_decode_str(encoded).decode_utf8_lossy().into_owned(),
            None => id.trim_start_matches('/').to_owned(),
        }
    }

    /// Where something stands in its file.
    pub(in crate::mcp) fn source(&self, place: &Place) -> Source {
        let text = self.snapshot.texts.get(&place.file);
        let line = text.map_or(1, |text| text.line_column(place.span.start).line);
        Source { file: place.file.as_str().to_owned(), line }
    }

    /// Where a part of a document's text stands.
    pub(in crate::mcp) fn source_of(&self, document: &Document, start: usize) -> Source {
        self.source(&document.place(Span::new(start, start)))
    }

    /// What people call the kinds of a thing of the book, most telling first.
    pub(in crate::mcp) fn kinds(&self, iri: &str) -> Vec<String> {
        let classes = self.snapshot.facts.things.classes(iri);
        classes.iter().map(|class| self.snapshot.ontology.label(class).to_owned()).collect()
    }

    /// A term of a vocabulary as queries write it.
    pub(in crate::mcp) fn short(&self, iri: &str) -> String {
        let base = &self.snapshot.catalog.config.base;
        shorten(iri, base).unwrap_or_else(|| format!("<{iri}>"))
    }

    /// A value as queries write it: things of the book by their id in angle brackets, terms by
    /// prefixed names; texts and numbers without quotation marks.
    pub(in crate::mcp) fn term(&self, value: &Value) -> String {
        let base = &self.snapshot.catalog.config.base;
        match value {
            Value::Iri(iri) => match iri.strip_prefix(base.as_str()) {
                Some(address) => format!("<{address}>"),
                None => shorten(iri, base).unwrap_or_else(|| format!("<{iri}>")),
            },
            Value::Blank(label) => format!("_:{label}"),
            Value::Literal { text, .. } => text.clone(),
        }
    }
}

/// The ids of a document's first headings, for messages.
fn heading_ids(document: &Document) -> String {
    const MOST: usize = 12;
    let mut ids: Vec<String> =
        document.headings().take(MOST).map(|(_, heading)| format!("`{}`", heading.id)).collect();
    if document.headings().count() > MOST {
        ids.push("…".to_owned());
    }
    ids.join(", ")
}

/// The path and the fragment of an address.
fn split(address: &str) -> (&str, Option<&str>) {
    match address.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment).filter(|fragment| !fragment.is_empty())),
        None => (address, None),
    }
}

/// What a caller wrote, short enough for a message.
pub(in crate::mcp) fn shown(text: &str) -> String {
    const LONGEST: usize = 80;
    let mut short: String = text.chars().filter(|c| !c.is_control()).take(LONGEST).collect();
    if text.chars().count() > LONGEST {
        short.push('…');
    }
    short
}
