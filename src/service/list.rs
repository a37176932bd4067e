//! The things of a book by class and architecture, and its architectures with what they are made of.

use serde::Serialize;

use crate::service::entity::{elements, is_architecture};
use crate::service::thing::{Thing, architecture_of, is_a};
use crate::snapshot::Snapshot;
use crate::vocabulary::arch;

/// Which things to list. Whatever is empty asks for all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListFilter {
    /// The IRI of a class: only its members, those of classes below it included.
    pub class: Option<String>,
    /// The IRI of an architecture: only its elements.
    pub architecture: Option<String>,
    /// A part of the name, in any case.
    pub name: Option<String>,
    /// How many to pass over.
    pub offset: usize,
    /// How many to tell; at most [`MOST_LISTED`].
    pub limit: usize,
}

/// A list is cut to this many things.
pub const MOST_LISTED: usize = 1_000;

/// Things of a book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listing {
    /// How many the filter leaves.
    pub total: usize,
    /// Those that were asked for, in the order of the book.
    pub things: Vec<Thing>,
}

/// An architecture with what it is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArchitectureView {
    /// The architecture.
    pub thing: Thing,
    /// How many elements it has, everything counted.
    pub elements: usize,
    /// Zones, parts of zones included.
    pub zones: usize,
    /// Servers.
    pub servers: usize,
    /// Databases.
    pub databases: usize,
    /// Firewalls.
    pub firewalls: usize,
    /// Traffic flows.
    pub flows: usize,
}

/// The things that a filter leaves.
#[must_use]
pub fn list(snapshot: &Snapshot, filter: &ListFilter) -> Listing {
    let name = filter.name.as_deref().map(str::to_lowercase);
    let entities = snapshot.facts.pages.iter().flat_map(|page| &page.entities);
    let fits = entities.filter(|entity| {
        let class = filter.class.as_deref();
        let architecture = filter.architecture.as_deref();
        class.is_none_or(|class| is_a(snapshot, &entity.iri, class))
            && architecture.is_none_or(|it| architecture_of(snapshot, &entity.iri) == Some(it))
            && name.as_ref().is_none_or(|name| entity.label.to_lowercase().contains(name))
    });
    let found: Vec<&str> = fits.map(|entity| entity.iri.as_str()).collect();
    let shown = found.iter().skip(filter.offset).take(filter.limit.min(MOST_LISTED));
    Listing { total: found.len(), things: shown.map(|iri| Thing::of(snapshot, iri)).collect() }
}

/// All architectures, in the order of the book.
#[must_use]
pub fn architectures(snapshot: &Snapshot) -> Vec<ArchitectureView> {
    let entities = snapshot.facts.pages.iter().flat_map(|page| &page.entities);
    let own = entities.filter(|entity| is_architecture(snapshot, &entity.iri));
    own.map(|entity| architecture(snapshot, &entity.iri)).collect()
}

fn architecture(snapshot: &Snapshot, iri: &str) -> ArchitectureView {
    let elements = elements(snapshot, iri);
    let count = |class: &str| elements.iter().filter(|iri| is_a(snapshot, iri, class)).count();
    ArchitectureView {
        thing: Thing::of(snapshot, iri),
        elements: elements.len(),
        zones: count(arch::ZONE),
        servers: count(arch::SERVER),
        databases: count(arch::DATABASE),
        firewalls: count(arch::FIREWALL),
        flows: count(arch::TRAFFIC_FLOW),
    }
}
