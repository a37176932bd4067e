//! A thing as answers name it: a declared element, a concept, a class or a property.

use percent_encoding::percent_decode_str;
use serde::Serialize;

use crate::catalog::{LinkTarget, encode_path};
use crate::ontology::{Term, TermKind, local_name};
use crate::snapshot::Snapshot;
use crate::vocabulary::{arch, rdf, skos};

/// Something that has a name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Thing {
    /// What people call it.
    pub name: String,
    /// The label of its most exact class; `concept`, `class` or `property` for terms.
    pub kind: String,
    /// The name of the architecture it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub architecture: Option<String>,
    /// What tells it from others of its kind where the name says little: the two ends of a flow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Its IRI.
    pub iri: String,
    /// Where it is described, below the root of the book: `folder/page#id`, or
    /// `ontology/vocabulary#term`. Empty where nothing can be shown.
    pub address: String,
}

impl Thing {
    /// The thing with this IRI, whether anything is known of it or not.
    #[must_use]
    pub fn of(snapshot: &Snapshot, iri: &str) -> Self {
        let architecture = architecture_of(snapshot, iri);
        Self {
            name: snapshot.known().name(iri),
            kind: kind(snapshot, iri),
            architecture: architecture.map(|iri| snapshot.known().name(iri)),
            detail: detail(snapshot, iri),
            iri: iri.to_owned(),
            address: address(snapshot, iri),
        }
    }

    /// Its name with that of its architecture: "SSO database in Scaled-down architecture".
    #[must_use]
    pub fn qualified(&self) -> String {
        match &self.architecture {
            Some(architecture) => format!("{} in {architecture}", self.name),
            None => self.name.clone(),
        }
    }
}

/// "Services domain → Data domain" for a flow.
fn detail(snapshot: &Snapshot, iri: &str) -> Option<String> {
    let (source, target) = ends(snapshot, iri)?;
    let known = snapshot.known();
    Some(format!("{} → {}", known.name(source), known.name(target)))
}

/// The source and the target of a flow: the first of each that the book states.
#[must_use]
pub(in crate::service) fn ends<'a>(
    snapshot: &'a Snapshot,
    iri: &str,
) -> Option<(&'a str, &'a str)> {
    let facts = &snapshot.facts;
    let end = |property: &str| {
        let statements = facts.index.about(iri).iter().filter_map(|id| facts.statement(*id));
        let mut found = statements
            .filter(|statement| statement.is_asserted() && statement.fact.predicate == property);
        found.next()?.fact.object.as_iri()
    };
    Some((end(arch::FLOW_SOURCE)?, end(arch::FLOW_TARGET)?))
}

/// Whether an IRI names a thing that documents declare or speak of, or a term of a vocabulary.
#[must_use]
pub fn is_known(snapshot: &Snapshot, iri: &str) -> bool {
    let facts = &snapshot.facts;
    facts.things.label(iri).is_some()
        || snapshot.ontology.term(iri).is_some()
        || !facts.index.about(iri).is_empty()
}

/// The IRI of the architecture that a thing belongs to: the first that the book states.
#[must_use]
pub fn architecture_of<'a>(snapshot: &'a Snapshot, iri: &str) -> Option<&'a str> {
    let facts = &snapshot.facts;
    let mut statements = facts.index.about(iri).iter().filter_map(|id| facts.statement(*id));
    let found = statements.find(|statement| {
        statement.fact.predicate == arch::PART_OF_ARCHITECTURE && statement.is_asserted()
    });
    found?.fact.object.as_iri()
}

/// The classes of a thing as the book states them, the most exact first.
#[must_use]
pub fn classes<'a>(snapshot: &'a Snapshot, iri: &str) -> Vec<&'a str> {
    let facts = &snapshot.facts;
    let mut classes: Vec<&str> = facts.things.classes(iri).iter().map(String::as_str).collect();
    for statement in facts.index.about(iri).iter().filter_map(|id| facts.statement(*id)) {
        let class = statement.fact.object.as_iri();
        let class = class.filter(|_| statement.fact.predicate == rdf::TYPE);
        if let Some(class) = class.filter(|_| statement.is_asserted())
            && !classes.contains(&class)
        {
            classes.push(class);
        }
    }
    if let Some(term) = snapshot.ontology.term(iri) {
        classes.extend(term.classes.iter().map(String::as_str));
    }
    let ontology = &snapshot.ontology;
    let others = classes.clone();
    let is_wide = |class: &&str| {
        others.iter().any(|other| other != class && ontology.is_within(other, class))
    };
    classes.sort_by_key(|class| is_wide(class));
    classes
}

/// Whether a thing of the book has a class or one below it.
#[must_use]
pub fn is_a(snapshot: &Snapshot, iri: &str, class: &str) -> bool {
    classes(snapshot, iri).iter().any(|own| snapshot.ontology.is_within(own, class))
}

fn kind(snapshot: &Snapshot, iri: &str) -> String {
    let ontology = &snapshot.ontology;
    let classes = classes(snapshot, iri);
    let mut telling = classes.iter().filter(|class| **class != skos::CONCEPT);
    if let Some(class) = telling.next() {
        return ontology.label(class).to_owned();
    }
    let kind = match ontology.term(iri).map(|term| term.kind) {
        Some(TermKind::Class) => "class",
        Some(TermKind::ObjectProperty | TermKind::DatatypeProperty) => "property",
        Some(TermKind::Individual) => "concept",
        Some(TermKind::Vocabulary) => "vocabulary",
        None => match snapshot.catalog.target_of_iri(iri) {
            Some(LinkTarget::Page { fragment: None, .. }) => "document",
            Some(LinkTarget::Page { page, fragment: Some(id), .. }) => {
                let page = snapshot.catalog.pages.get(page);
                let mut figures = page.into_iter().flat_map(|page| page.document.figures());
                if figures.any(|figure| figure.id == id) { "figure" } else { "section" }
            }
            _ => "thing",
        },
    };
    kind.to_owned()
}

/// Where a thing is described, below the root of the book.
fn address(snapshot: &Snapshot, iri: &str) -> String {
    let ontology = &snapshot.ontology;
    if let (Some(Term { .. }), Some(vocabulary)) = (ontology.term(iri), ontology.vocabulary_of(iri))
    {
        return format!(
            "ontology/{}#{}",
            encode_path(&vocabulary.name),
            encode_path(local_name(iri))
        );
    }
    match snapshot.catalog.target_of_iri(iri) {
        Some(LinkTarget::Page { page, fragment, .. }) => {
            let page = snapshot.catalog.pages.get(page);
            let route = page.map(|page| page.route.encoded()).unwrap_or_default();
            match fragment {
                Some(fragment) => format!("{route}#{}", encode_path(&fragment)),
                None => route,
            }
        }
        _ => String::new(),
    }
}

/// The IRI that an address of the book stands for: `folder/page#id`, with or without the ending of
/// a file.
#[must_use]
pub fn iri_of_address(snapshot: &Snapshot, address: &str) -> Option<String> {
    let base = &snapshot.catalog.config.base;
    let address = address.trim_start_matches("./").trim_start_matches('/');
    let (path, fragment) = address.split_once('#').unwrap_or((address, ""));
    if fragment.is_empty() {
        let iri = format!("{base}{path}");
        return is_known(snapshot, &iri).then_some(iri);
    }
    let bare = path.strip_suffix(".md").or_else(|| path.strip_suffix(".html")).unwrap_or(path);
    let below = bare.strip_prefix(snapshot.catalog.config.src.as_str()).unwrap_or(bare);
    let below = below.trim_start_matches('/');
    let folder = below.strip_suffix("README").or_else(|| below.strip_suffix("index"));
    let candidates = [Some(path), Some(bare), Some(below), folder].into_iter().flatten();
    let decoded = percent_decode_str(fragment).decode_utf8_lossy();
    let iris = candidates
        .flat_map(|path| [fragment, &decoded].map(|fragment| format!("{base}{path}#{fragment}")));
    iris.into_iter().find(|iri| is_known(snapshot, iri))
}
