//! What is known of things as pages: the views of [`crate::page::view`], every reference resolved.

mod comparison;
mod index;
pub mod neighbours;
mod portrait;

pub use comparison::{ComparisonRequest, comparison_page};
pub use index::{IndexRequest, index_page};
pub use portrait::thing_page;

use std::collections::BTreeSet;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::catalog::{Catalog, Route, encode_path, place_iri};
use crate::page::address::{Addresses, Site};
use crate::page::naming::Naming;
use crate::page::shell::Book;
use crate::page::thing;
use crate::page::view::{FactValue, KnownFact, Link, SourceLine, Twin};
use crate::rdf::Value;
use crate::service::entity::Meaning;
use crate::service::thing::{Thing, is_known};
use crate::service::why::Reason;
use crate::snapshot::Snapshot;
use crate::vocabulary::xsd;

/// Of one fact a page names so many sources.
const SOURCES_SHOWN: usize = 3;

/// The forms of a page of a thing besides HTML: name, ending, media type.
pub const TWINS: &[(&str, &str, &str)] = &[
    ("Markdown", ".md", "text/markdown"),
    ("Turtle", ".ttl", "text/turtle"),
    ("JSON-LD", ".jsonld", "application/ld+json"),
];

/// The IRIs of all things that have pages, in the order of the book: what documents declare, and
/// what else of the book they state something of.
#[must_use]
pub fn all(snapshot: &Snapshot) -> Vec<&str> {
    let facts = &snapshot.facts;
    let declared = facts.pages.iter().flat_map(|page| &page.entities);
    let declared = declared.map(|entity| entity.iri.as_str());
    let stated = facts.statements().filter_map(|(_, statement)| statement.fact.subject.as_iri());
    let mut seen = BTreeSet::new();
    let own = declared.chain(stated).filter(|iri| is_own(snapshot, iri));
    own.filter(|iri| seen.insert(*iri)).collect()
}

/// Whether a thing is the book's: whether it has a page among those of things.
#[must_use]
pub fn is_own(snapshot: &Snapshot, iri: &str) -> bool {
    snapshot.ontology.term(iri).is_none() && thing::route(&snapshot.catalog, iri).is_some()
}

/// The IRI of the thing whose page is at this percent-decoded path behind `things/`.
#[must_use]
pub fn at_path(snapshot: &Snapshot, path: &str) -> Option<String> {
    let catalog: &Catalog = &snapshot.catalog;
    let (page, id) = path.rsplit_once('/').unwrap_or(("", path));
    let places = [page.to_owned(), format!("{page}/")].into_iter().filter_map(|page| {
        let page = catalog.page_at(&Route::verbatim_request(&page))?;
        Some(place_iri(&catalog.iri(page), id))
    });
    let whole = Route::verbatim_request(path).encoded();
    let base = &catalog.config.base;
    let wholes = [format!("{base}{whole}"), format!("{base}{whole}/")];
    let mut found = places.chain(wholes);
    found.find(|iri| is_known(snapshot, iri) && is_own(snapshot, iri))
}

/// Writes references of one page.
#[derive(Clone, Copy)]
struct Writer<'a> {
    snapshot: &'a Snapshot,
    naming: Naming<'a>,
}

impl<'a> Writer<'a> {
    fn new(book: &Book<'a>, snapshot: &'a Snapshot, route: &Route) -> Self {
        let addresses = book.addresses(route);
        Self { snapshot, naming: Naming { known: snapshot.known(), addresses, own: None } }
    }

    fn addresses(self) -> Addresses<'a> {
        self.naming.addresses
    }

    fn is_served(self) -> bool {
        self.addresses().site() == Site::Served
    }

    /// The page of a thing, or where a term is explained; empty where there is none.
    fn url(self, iri: &str) -> String {
        let snapshot = self.snapshot;
        if is_known(snapshot, iri) && is_own(snapshot, iri) {
            return thing::url(self.addresses(), iri).unwrap_or_default();
        }
        self.naming.url(iri)
    }

    /// A link in a list, where names stand alone: "L12, Services domain → Data domain".
    fn listed(self, thing: &Thing) -> Link {
        let title = match &thing.detail {
            Some(detail) => format!("{}, {detail}", thing.name),
            None => thing.name.clone(),
        };
        Link { title, url: self.url(&thing.iri) }
    }

    fn link(self, thing: &Thing) -> Link {
        Link { title: thing.name.clone(), url: self.url(&thing.iri) }
    }

    /// Where two architectures are set side by side; empty where nobody answers.
    fn compare_url(self, a: Option<&str>, b: Option<&str>) -> String {
        if !self.is_served() {
            return String::new();
        }
        let encoded = |iri: &str| utf8_percent_encode(iri, NON_ALPHANUMERIC).to_string();
        let sides = [("a", a), ("b", b)];
        let sides: Vec<String> = sides
            .iter()
            .filter_map(|(name, iri)| Some(format!("{name}={}", encoded((*iri)?))))
            .collect();
        let query = if sides.is_empty() { String::new() } else { format!("?{}", sides.join("&")) };
        format!("{}compare{query}", self.addresses().root())
    }

    fn meaning(self, meaning: &Meaning) -> FactValue {
        if let Some(thing) = &meaning.thing {
            let (text, url) = (thing.name.clone(), self.url(&thing.iri));
            return FactValue { text, url, note: String::new() };
        }
        let datatype = meaning.datatype.as_deref().unwrap_or(xsd::STRING);
        self.naming.value(&Value::Literal {
            text: meaning.text.clone(),
            datatype: datatype.to_owned(),
            language: meaning.language.clone(),
        })
    }

    fn fact(self, meaning: &Meaning, modality: &str, sources: &[Reason]) -> KnownFact {
        KnownFact {
            value: self.meaning(meaning),
            qualifier: String::new(),
            modality: if modality == "asserted" { String::new() } else { modality.to_owned() },
            because: String::new(),
            sources: self.sources(sources),
        }
    }

    /// The first sources of a fact, each place once.
    fn sources(self, reasons: &[Reason]) -> Vec<SourceLine> {
        let mut lines: Vec<SourceLine> = Vec::new();
        for line in reasons.iter().filter_map(|reason| self.source(reason)) {
            let is_new = lines.iter().all(|known| known.place.text != line.place.text);
            if is_new && lines.len() < SOURCES_SHOWN {
                lines.push(line);
            }
        }
        lines
    }

    fn source(self, reason: &Reason) -> Option<SourceLine> {
        let statement = self.snapshot.facts.statement(reason.id)?;
        Some(SourceLine {
            place: self.naming.place(reason.id, statement),
            quote: reason.quote.clone(),
            voice: reason.according_to.clone().unwrap_or_default(),
        })
    }
}

/// The other forms of the page at `route`.
fn twins(root: &str, route: &Route) -> Vec<Twin> {
    let twins = TWINS.iter().map(|(label, ending, media_type)| Twin {
        label: (*label).to_owned(),
        url: format!("{root}{}", encode_path(&route.twin(ending))),
        media_type: (*media_type).to_owned(),
    });
    twins.collect()
}

/// Things of one kind together, in the order in which kinds first occur.
fn by_kind<'t>(things: impl Iterator<Item = &'t Thing>) -> Vec<(&'t str, Vec<&'t Thing>)> {
    let mut groups: Vec<(&str, Vec<&Thing>)> = Vec::new();
    for thing in things {
        match groups.iter_mut().find(|(kind, _)| *kind == thing.kind) {
            Some((_, known)) => known.push(thing),
            None => groups.push((&thing.kind, vec![thing])),
        }
    }
    groups
}

/// A number with its noun.
fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// "and 20 more"; empty where there are none.
fn more(total: usize, shown: usize) -> String {
    match total.saturating_sub(shown) {
        0 => String::new(),
        rest => format!("and {rest} more"),
    }
}
