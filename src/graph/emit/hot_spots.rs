//! Regions of images as Web Annotations: each ties the thing that is shown to a part of the figure.

use crate::document::Document;
use crate::facts::{HotSpot, Statement};
use crate::graph::TermId;
use crate::graph::emit::Emitter;
use crate::vocabulary::{dcterms, loggia, oa, rdf};

/// The place on its page that a hot spot stands for: the link over the image has it as its id, and
/// the IRI of the region ends by it.
#[must_use]
pub fn region_place(document: &Document, hot_spot: usize) -> String {
    let mut place = format!("region-{}", hot_spot + 1);
    while document.has_id(&place) {
        place.push('~');
    }
    place
}

/// The standard by which fragments of addresses name regions of pictures.
const MEDIA_FRAGMENTS: &str = "http://www.w3.org/TR/media-frags/";

impl Emitter<'_> {
    pub(in crate::graph::emit) fn hot_spots(
        &mut self,
        statements: &[Statement],
        hot_spots: &[HotSpot],
    ) {
        for (number, spot) in hot_spots.iter().enumerate() {
            if let Some(statement) = statements.get(spot.statement) {
                self.hot_spot(number + 1, spot, statement);
            }
        }
    }

    fn hot_spot(&mut self, number: usize, spot: &HotSpot, statement: &Statement) {
        let figure = self.graph.value(&statement.fact.subject);
        let thing = self.graph.value(&statement.fact.object);
        let region = self.made_up("region", number);
        self.region(region, number, spot);
        self.graph.add(region, oa::HAS_SOURCE, figure);
        let annotation = self.made_up("annotation", number);
        self.class(annotation, oa::ANNOTATION);
        let identifying = self.graph.iri(oa::IDENTIFYING);
        self.graph.add(annotation, oa::MOTIVATED_BY, identifying);
        self.graph.add(annotation, oa::HAS_BODY, thing);
        self.graph.add(annotation, oa::HAS_TARGET, region);
        let page = self.own;
        let section = self.sections.get(statement.section).copied().unwrap_or(page);
        self.graph.add(annotation, loggia::IN_DOCUMENT, page);
        self.graph.add(annotation, loggia::WITHIN, section);
        self.file_place(annotation, &statement.place);
    }

    /// What of the figure is meant, as an address of the picture would say it.
    fn region(&mut self, region: TermId, number: usize, spot: &HotSpot) {
        let selector = self.made_up("selector", number);
        self.class(region, oa::SPECIFIC_RESOURCE);
        self.graph.add(region, oa::HAS_SELECTOR, selector);
        self.class(selector, oa::FRAGMENT_SELECTOR);
        let standard = self.graph.iri(MEDIA_FRAGMENTS);
        self.graph.add(selector, dcterms::CONFORMS_TO, standard);
        self.graph.add_text(selector, rdf::VALUE, &format!("xywh=percent:{}", spot.region));
    }
}
