//! The figures that show a thing, as the graph tells.

use serde::Serialize;

use crate::rdf::Value;
use crate::service::thing::Thing;
use crate::snapshot::Snapshot;
use crate::vocabulary::loggia;

/// A figure that shows a thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FigureRef {
    /// The IRI of the figure.
    pub iri: String,
    /// Its caption.
    pub caption: String,
    /// Its number on its page, as shown.
    pub number: String,
    /// The title of its page.
    pub document: String,
    /// Its address below the root of the book: `folder/page#figure-1`.
    pub address: String,
}

/// The figures that show a thing, sorted by IRI.
#[must_use]
pub(in crate::service::entity) fn showing(snapshot: &Snapshot, iri: &str) -> Vec<FigureRef> {
    let graph = snapshot.graph.as_ref();
    let shown = graph.matching(None, Some(loggia::DEPICTS), Some(&Value::iri(iri)));
    let figures = shown.into_iter().filter_map(|fact| {
        let text = |predicate: &str| {
            let facts = graph.matching(Some(&fact.subject), Some(predicate), None);
            facts.into_iter().next().map(|fact| fact.object.text().to_owned())
        };
        let document = text(loggia::IN_DOCUMENT);
        let iri = fact.subject.as_iri()?;
        Some(FigureRef {
            caption: text(loggia::CAPTION).unwrap_or_default(),
            number: text(loggia::NUMBER).unwrap_or_default(),
            document: document.map(|iri| snapshot.known().name(&iri)).unwrap_or_default(),
            address: Thing::of(snapshot, iri).address,
            iri: iri.to_owned(),
        })
    });
    figures.collect()
}
