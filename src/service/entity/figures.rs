//! The figures that show a thing, as the graph tells.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::catalog::{encode_path, place_iri};
use crate::facts::StatementId;
use crate::graph::emit::region_place;
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
    /// Where on an image the thing is, as its author says.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<RegionRef>,
}

/// A part of an image that shows a thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RegionRef {
    /// Left, top, width and height in percent of the image: `12,40,18,9`.
    pub percent: String,
    /// Its IRI.
    pub iri: String,
    /// Its address below the root of the book: `folder/page#region-1`.
    pub address: String,
}

/// The figures that show a thing, sorted by IRI.
#[must_use]
pub(in crate::service::entity) fn showing(snapshot: &Snapshot, iri: &str) -> Vec<FigureRef> {
    let graph = snapshot.graph.as_ref();
    let shown = graph.matching(None, Some(loggia::DEPICTS), Some(&Value::iri(iri)));
    let mut regions = regions(snapshot, iri);
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
            regions: regions.remove(iri).unwrap_or_default(),
            iri: iri.to_owned(),
        })
    });
    figures.collect()
}

/// The regions that show a thing, by the IRIs of their figures, in the order of the book.
fn regions<'a>(snapshot: &'a Snapshot, iri: &str) -> BTreeMap<&'a str, Vec<RegionRef>> {
    let mut regions: BTreeMap<&str, Vec<RegionRef>> = BTreeMap::new();
    for id in snapshot.facts.index.with_value(iri) {
        let statement = snapshot.facts.statement(*id);
        let figure = statement.and_then(|statement| statement.fact.subject.as_iri());
        if let Some((figure, region)) = figure.zip(region(snapshot, *id)) {
            regions.entry(figure).or_default().push(region);
        }
    }
    regions
}

/// The region that a statement gives.
#[must_use]
pub(in crate::service) fn region(snapshot: &Snapshot, id: StatementId) -> Option<RegionRef> {
    let facts = snapshot.facts.pages.get(id.page)?;
    let number = facts.hot_spot_of(id.index)?;
    let page = snapshot.catalog.pages.get(id.page)?;
    let place = region_place(&page.document, number);
    Some(RegionRef {
        percent: facts.hot_spots.get(number)?.region.to_string(),
        iri: place_iri(&snapshot.catalog.iri(id.page), &place),
        address: format!("{}#{}", page.route.encoded(), encode_path(&place)),
    })
}
