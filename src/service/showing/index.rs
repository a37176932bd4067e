//! The page of all things.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::catalog::Route;
use crate::page::address::Site;
use crate::page::shell::Book;
use crate::page::thing::FOLDER;
use crate::page::view::{
    ArchitectureLine, Choice, FoundThing, KindLine, ThingsGroup, ThingsPage, ThingsPart,
};
use crate::service::list::{ListFilter, MOST_LISTED, architectures, list};
use crate::service::showing::{Writer, all, by_kind, counted};
use crate::service::thing::{Thing, classes};
use crate::snapshot::Snapshot;
use crate::vocabulary::arch;

/// What a reader wants to see of the things; whatever is empty asks for all.
#[derive(Debug, Clone, Default)]
pub struct IndexRequest {
    /// A part of the name.
    pub query: String,
    /// The IRI of a class.
    pub class: String,
    /// The IRI of an architecture.
    pub architecture: String,
}

/// The page of all things, or of those that a filter leaves.
#[must_use]
pub fn index_page(book: &Book<'_>, snapshot: &Snapshot, request: &IndexRequest) -> ThingsPage {
    let route = Route::verbatim_request(FOLDER);
    let writer = Writer::new(book, snapshot, &route);
    let mut page = ThingsPage {
        shell: book.shell(&route, None, "Things".to_owned()),
        action: (book.site == Site::Served).then(|| FOLDER.to_owned()),
        query: request.query.trim().to_owned(),
        classes: class_choices(snapshot, &request.class),
        choices: architecture_choices(snapshot, &request.architecture, "All"),
        compare_url: writer.compare_url(None, None),
        ..ThingsPage::default()
    };
    let wanted = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let filter = ListFilter {
        class: wanted(&request.class),
        architecture: wanted(&request.architecture),
        name: wanted(&request.query),
        offset: 0,
        limit: MOST_LISTED,
    };
    page.is_filtered =
        filter.class.is_some() || filter.architecture.is_some() || filter.name.is_some();
    if page.is_filtered {
        let listing = list(snapshot, &filter);
        let shown = listing.things.len();
        page.summary = counted(listing.total, "thing");
        if shown < listing.total {
            page.summary.push_str(&format!(", the first {shown}"));
        }
        let found = listing.things.iter().map(|thing| FoundThing {
            thing: writer.listed(thing),
            kind: match &thing.architecture {
                Some(architecture) => format!("{} in {architecture}", thing.kind),
                None => thing.kind.clone(),
            },
        });
        page.found = found.collect();
        return page;
    }
    let lines = architectures(snapshot).into_iter().map(|own| ArchitectureLine {
        thing: writer.link(&own.thing),
        counts: vec![own.zones, own.servers, own.databases, own.firewalls, own.flows],
    });
    page.architectures = lines.collect();
    page.parts = parts(snapshot, writer);
    page.summary = counted(all(snapshot).len(), "thing");
    page.kinds = page.action.iter().flat_map(|action| kinds(snapshot, action)).collect();
    page
}

/// The classes that things are stated to have, by name, each with its things. Architectures have a
/// table of their own.
fn kinds(snapshot: &Snapshot, action: &str) -> Vec<KindLine> {
    let ontology = &snapshot.ontology;
    let declared = snapshot.facts.pages.iter().flat_map(|page| &page.entities);
    let things: Vec<Vec<&str>> = declared.map(|it| classes(snapshot, &it.iri)).collect();
    let own: BTreeSet<&str> = things.iter().flatten().copied().collect();
    let kinds = own.into_iter().filter(|class| *class != arch::ARCHITECTURE).filter_map(|class| {
        let term = ontology.term(class)?;
        let is_one = |own: &&Vec<&str>| own.iter().any(|own| ontology.is_within(own, class));
        let count = things.iter().filter(is_one).count();
        let url = format!("{action}?class={}", utf8_percent_encode(class, NON_ALPHANUMERIC));
        Some(KindLine { title: term.label.clone(), url, count })
    });
    let mut kinds: Vec<KindLine> = kinds.collect();
    kinds.sort_by(|a, b| a.title.cmp(&b.title));
    kinds
}

/// Everything by architecture, in the order of the book; what belongs to none comes last.
fn parts(snapshot: &Snapshot, writer: Writer<'_>) -> Vec<ThingsPart> {
    let mut parts: Vec<(Option<String>, Vec<Thing>)> = Vec::new();
    for thing in all(snapshot).into_iter().map(|iri| Thing::of(snapshot, iri)) {
        match parts.iter_mut().find(|(architecture, _)| *architecture == thing.architecture) {
            Some((_, known)) => known.push(thing),
            None => parts.push((thing.architecture.clone(), vec![thing])),
        }
    }
    parts.sort_by_key(|(architecture, _)| architecture.is_none());
    let parts = parts.into_iter().map(|(architecture, things)| ThingsPart {
        title: architecture.unwrap_or_else(|| "Of no architecture".to_owned()),
        summary: counted(things.len(), "thing"),
        groups: by_kind(things.iter())
            .into_iter()
            .map(|(kind, things)| ThingsGroup {
                title: kind.to_owned(),
                things: things.into_iter().map(|thing| writer.listed(thing)).collect(),
            })
            .collect(),
    });
    parts.collect()
}

/// The classes that things of the book have, by name.
fn class_choices(snapshot: &Snapshot, chosen: &str) -> Vec<Choice> {
    let own: BTreeSet<&str> =
        all(snapshot).into_iter().flat_map(|iri| classes(snapshot, iri)).collect();
    let ontology = &snapshot.ontology;
    let mut known: BTreeMap<String, &str> = BTreeMap::new();
    for (class, term) in ontology.terms().filter(|(_, term)| !term.is_structural()) {
        if ontology.is_class(class) && own.iter().any(|own| ontology.is_within(own, class)) {
            known.insert(term.label.clone(), class);
        }
    }
    let known = known.into_iter().map(|(title, iri)| choice(iri, title, chosen));
    std::iter::once(choice("", "All".to_owned(), chosen)).chain(known).collect()
}

/// The architectures to choose from, behind a choice of none.
pub(in crate::service::showing) fn architecture_choices(
    snapshot: &Snapshot,
    chosen: &str,
    none: &str,
) -> Vec<Choice> {
    let known = architectures(snapshot).into_iter();
    let known = known.map(|own| choice(&own.thing.iri, own.thing.name.clone(), chosen));
    std::iter::once(choice("", none.to_owned(), chosen)).chain(known).collect()
}

fn choice(value: &str, title: String, chosen: &str) -> Choice {
    Choice { value: value.to_owned(), title, chosen: value == chosen }
}
