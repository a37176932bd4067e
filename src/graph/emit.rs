//! One page of the catalog to the triples of its named graph.
//!
//! The graph's name is the page's IRI. Sections and figures are `page#id`, so that every IRI leads
//! to the place it speaks of; what has no id on the page gets a stable one such as `page#link-3`.
//! Backlinks are not stated: they are the same triples read the other way.

mod date;
mod facts;
mod hot_spots;
mod mentions;

pub use facts::{statement_iri, statement_place};
pub use hot_spots::region_place;

use std::collections::HashSet;

use foldhash::fast::RandomState;
use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::catalog::{Catalog, LinkTarget, Page, PageIndex, ResolvedImage, encode_path, place_iri};
use crate::document::{Image, Link};
use crate::facts::Facts;
use crate::graph::emit::date::iso_date;
use crate::graph::ontology::{ontology_graph, shapes_graph};
use crate::graph::{GraphBuilder, NamedGraph, TermId, navigation_graph};
use crate::ontology::Ontology;
use crate::source::Asset;
use crate::text::{FilePath, Place, Span, Texts};
use crate::vocabulary::{dcterms, loggia, rdf, rdfs, schema, xsd};

/// Everything a book states: each page, the navigation, the vocabularies and the rules.
#[must_use]
pub fn book_graphs(
    catalog: &Catalog,
    ontology: &Ontology,
    facts: &Facts,
    texts: &Texts,
) -> Vec<NamedGraph> {
    let pages = (0..catalog.pages.len()).into_par_iter();
    let mut graphs: Vec<NamedGraph> =
        pages.filter_map(|page| page_graph(catalog, facts, texts, page)).collect();
    graphs.push(navigation_graph(catalog));
    graphs.push(ontology_graph(&catalog.config.base, ontology));
    graphs.push(shapes_graph(&catalog.config.base, ontology));
    graphs
}

/// What one page states; `None` where there is no such page. The lines of what it states are looked
/// up in `texts`.
#[must_use]
pub fn page_graph(
    catalog: &Catalog,
    facts: &Facts,
    texts: &Texts,
    index: PageIndex,
) -> Option<NamedGraph> {
    let page = catalog.pages.get(index)?;
    let iri = catalog.iri(index);
    let mut graph = GraphBuilder::new(iri.clone());
    let mut emitter = Emitter {
        own: graph.iri(&iri),
        graph,
        ids: page.document.ids().collect(),
        sections: Vec::new(),
        catalog,
        texts,
        page,
        iri,
    };
    emitter.document();
    emitter.sections();
    emitter.images();
    emitter.links();
    emitter.code_blocks();
    emitter.tables();
    emitter.facts(facts, index);
    Some(emitter.graph.finish())
}

/// The IRI of a file of the book.
fn file_iri(catalog: &Catalog, file: &FilePath) -> String {
    format!("{}{}", catalog.config.base, encode_path(&catalog.asset_address(file)))
}

struct Emitter<'a> {
    graph: GraphBuilder,
    /// The term of the document.
    own: TermId,
    /// Ids the page has, which made-up ones must not meet.
    ids: HashSet<&'a str, RandomState>,
    /// The term of each section; of the one without a heading it is the document.
    sections: Vec<TermId>,
    catalog: &'a Catalog,
    texts: &'a Texts,
    page: &'a Page,
    iri: String,
}

impl Emitter<'_> {
    fn document(&mut self) {
        let document = &self.page.document;
        let front_matter = &document.front_matter;
        let own = self.own;
        self.class(own, loggia::DOCUMENT);
        self.graph.add_text(own, dcterms::TITLE, &document.title);
        self.graph.add_text(own, rdfs::LABEL, &document.title);
        let description = front_matter.description.as_deref().unwrap_or_default();
        self.graph.add_text(own, dcterms::DESCRIPTION, description);
        if let Some(date) = &front_matter.date {
            self.date(own, dcterms::DATE, date);
        }
        for author in &front_matter.authors {
            self.graph.add_text(own, dcterms::CREATOR, author);
        }
        for keyword in &front_matter.keywords {
            self.graph.add_text(own, schema::KEYWORDS, keyword);
        }
        for (key, values) in &front_matter.other {
            let predicate = match key.as_str() {
                "created" => dcterms::CREATED,
                "modified" | "updated" | "lastmod" | "ms.date" => dcterms::MODIFIED,
                "language" | "lang" => dcterms::LANGUAGE,
                _ => continue,
            };
            for value in values {
                self.date(own, predicate, value);
            }
        }
        let states_language = |(key, _): &(String, _)| key == "language" || key == "lang";
        if !front_matter.other.iter().any(states_language) {
            let language = &self.catalog.config.language;
            self.graph.add_text(own, dcterms::LANGUAGE, language);
        }
        self.graph.add_text(own, loggia::SOURCE_PATH, document.path.as_str());
    }

    fn sections(&mut self) {
        let document = &self.page.document;
        let own = self.own;
        let mut order = 0;
        for section in &document.sections {
            let Some(heading) = &section.heading else {
                self.sections.push(own);
                continue;
            };
            order += 1;
            let term = self.graph.iri(&place_iri(&self.iri, &heading.id));
            self.class(term, loggia::SECTION);
            self.graph.add_text(term, rdfs::LABEL, &heading.text);
            self.graph.add(term, loggia::IN_DOCUMENT, own);
            self.number(term, loggia::LEVEL, usize::from(heading.level));
            self.number(term, loggia::ORDER, order);
            // Parents stand before their children, so theirs is known already.
            let parent = section.parent.and_then(|parent| self.sections.get(parent));
            if let Some(parent) = parent.copied().filter(|parent| *parent != own) {
                self.graph.add(term, loggia::PARENT, parent);
            }
            self.place(term, heading.span);
            self.sections.push(term);
        }
    }

    fn images(&mut self) {
        let page = self.page;
        let mut others = 0;
        for (image, resolved) in page.document.images.iter().zip(&page.images) {
            let term = if let Some(figure) = &image.figure {
                let term = self.graph.iri(&place_iri(&self.iri, &figure.id));
                self.class(term, loggia::FIGURE);
                self.graph.add_text(term, loggia::NUMBER, &figure.number.to_string());
                self.graph.add_text(term, loggia::CAPTION, image.caption());
                term
            } else {
                others += 1;
                self.made_up("image", others)
            };
            self.class(term, loggia::IMAGE);
            self.image(term, image, resolved);
        }
    }

    fn image(&mut self, term: TermId, image: &Image, resolved: &ResolvedImage) {
        self.graph.add_text(term, rdfs::LABEL, image.caption());
        self.graph.add_text(term, loggia::ALTERNATIVE_TEXT, &image.alternative);
        self.position(term, image.section, image.span);
        let shown = match resolved {
            ResolvedImage::File { file, asset } => Some(self.file(file, asset)),
            ResolvedImage::External(address) => self.graph.checked_iri(address),
            ResolvedImage::Missing(_) => None,
        };
        match shown {
            Some(shown) => self.graph.add(term, loggia::SHOWS, shown),
            None => self.graph.add_text(term, loggia::REFERENCE, &image.target),
        }
    }

    fn file(&mut self, file: &FilePath, asset: &Asset) -> TermId {
        let term = self.graph.iri(&file_iri(self.catalog, file));
        self.class(term, loggia::FILE);
        let media_type = asset.media_type.as_str();
        self.graph.add_text(term, schema::ENCODING_FORMAT, media_type);
        if let Some(size) = asset.size {
            let (width, height) = (size.width as usize, size.height as usize);
            self.number(term, schema::WIDTH, width);
            self.number(term, schema::HEIGHT, height);
        }
        term
    }

    fn links(&mut self) {
        let page = self.page;
        let links = page.document.links.iter().zip(&page.links);
        for (index, (link, target)) in links.enumerate() {
            if *target == LinkTarget::Words {
                continue;
            }
            let term = self.made_up("link", index + 1);
            self.class(term, loggia::LINK);
            self.graph.add_text(term, rdfs::LABEL, &link.text);
            self.position(term, link.section, link.span);
            self.link_target(term, link, target);
        }
    }

    fn link_target(&mut self, term: TermId, link: &Link, target: &LinkTarget) {
        let (class, place, whole) = match target {
            LinkTarget::Page { page, fragment, fragment_exists } => {
                let page = self.catalog.iri(*page);
                let place = fragment.as_ref().filter(|_| *fragment_exists);
                let place = place.map_or_else(|| page.clone(), |id| place_iri(&page, id));
                let class =
                    if *fragment_exists { loggia::INTERNAL_LINK } else { loggia::BROKEN_LINK };
                (class, Some(self.graph.iri(&place)), Some(self.graph.iri(&page)))
            }
            LinkTarget::Asset { file, .. } => {
                let file = self.graph.iri(&file_iri(self.catalog, file));
                (loggia::FILE_LINK, Some(file), Some(file))
            }
            LinkTarget::External(address) => {
                let address = self.graph.checked_iri(address);
                (loggia::EXTERNAL_LINK, address, address)
            }
            LinkTarget::Outside(_) => (loggia::OUTSIDE_LINK, None, None),
            LinkTarget::Broken(_) | LinkTarget::Words => (loggia::BROKEN_LINK, None, None),
        };
        self.class(term, class);
        if let Some(place) = place {
            self.graph.add(term, loggia::TARGET, place);
        }
        if place.is_none() || class == loggia::BROKEN_LINK {
            self.graph.add_text(term, loggia::REFERENCE, &link.target);
        }
        let own = self.own;
        if let Some(whole) = whole.filter(|whole| *whole != own) {
            self.graph.add(own, loggia::LINKS_TO, whole);
        }
    }

    fn code_blocks(&mut self) {
        let document = &self.page.document;
        for (index, block) in document.code_blocks.iter().enumerate() {
            let term = self.made_up("code", index + 1);
            self.class(term, loggia::CODE_BLOCK);
            self.graph.add_text(term, loggia::LANGUAGE, &block.language);
            self.position(term, block.section, block.span);
        }
    }

    fn tables(&mut self) {
        let document = &self.page.document;
        for (index, table) in document.tables.iter().enumerate() {
            let term = self.made_up("table", index + 1);
            self.class(term, loggia::TABLE);
            self.number(term, loggia::COLUMN_COUNT, table.columns);
            self.number(term, loggia::ROW_COUNT, table.rows);
            self.position(term, table.section, table.span);
        }
    }

    /// The IRI of what has no id of its own. Where the page has that id for something else, a `~`
    /// keeps the two apart.
    fn made_up(&mut self, kind: &str, number: usize) -> TermId {
        // Neither a kind nor a number nor a `~` needs to be encoded in an IRI.
        let mut iri = format!("{}#{kind}-{number}", self.iri);
        let id = self.iri.len() + 1;
        while iri.get(id..).is_some_and(|id| self.ids.contains(id)) {
            iri.push('~');
        }
        self.graph.iri(&iri)
    }

    fn position(&mut self, term: TermId, section: usize, span: Span) {
        let own = self.own;
        let section = self.sections.get(section).copied().unwrap_or(own);
        self.graph.add(term, loggia::IN_DOCUMENT, own);
        self.graph.add(term, loggia::WITHIN, section);
        self.place(term, span);
    }

    fn place(&mut self, term: TermId, span: Span) {
        let document = &self.page.document;
        self.file_place(term, &document.place(span));
    }

    fn file_place(&mut self, term: TermId, place: &Place) {
        if let Some(text) = self.texts.get(&place.file) {
            self.number(term, loggia::LINE, text.lines().line(place.span.start));
        }
        if place.file != self.page.document.path {
            self.graph.add_text(term, loggia::INCLUDED_FROM, place.file.as_str());
        }
    }

    fn class(&mut self, term: TermId, class: &str) {
        let class = self.graph.iri(class);
        self.graph.add(term, rdf::TYPE, class);
    }

    fn number(&mut self, term: TermId, predicate: &str, number: usize) {
        let number = self.graph.number(number);
        self.graph.add(term, predicate, number);
    }

    /// A date as `xsd:date` where it is written as one, else as the text it is.
    fn date(&mut self, term: TermId, predicate: &str, date: &str) {
        match iso_date(date) {
            Some(date) => {
                let date = self.graph.typed(&date, xsd::DATE);
                self.graph.add(term, predicate, date);
            }
            None => self.graph.add_text(term, predicate, date),
        }
    }
}

#[cfg(test)]
mod tests;
