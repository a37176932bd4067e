//! Image files as figures: what they say and what their authors say that they depict.

use crate::catalog::{LinkTarget, PageIndex, ResolvedImage, encode_path, place_iri};
use crate::document::{Figure, Image};
use crate::facts::StatementId;
use crate::service::entity::{RegionRef, region};
use crate::service::thing::Thing;
use crate::snapshot::Snapshot;
use crate::vocabulary::arch;

/// An image that is a figure of its page.
#[derive(Clone, Copy)]
pub struct ImageFigure<'a> {
    snapshot: &'a Snapshot,
    /// Its page.
    pub page: PageIndex,
    /// The image.
    pub image: &'a Image,
    /// Its place among the figures of the page.
    pub figure: &'a Figure,
    resolved: &'a ResolvedImage,
}

/// Something that an image shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Depicted {
    /// What it is.
    pub thing: Thing,
    /// Where on the image, where the author says so.
    pub region: Option<RegionRef>,
}

/// All images of a book that are figures, page by page.
pub fn images(snapshot: &Snapshot) -> impl Iterator<Item = ImageFigure<'_>> {
    (0..snapshot.catalog.pages.len()).flat_map(|page| images_of(snapshot, page))
}

/// The images of a page that are figures.
pub fn images_of(snapshot: &Snapshot, page: PageIndex) -> impl Iterator<Item = ImageFigure<'_>> {
    let own = snapshot.catalog.pages.get(page).into_iter();
    let images = own.flat_map(|own| own.document.images.iter().zip(&own.images));
    images.filter_map(move |(image, resolved)| {
        let figure = image.figure.as_ref()?;
        Some(ImageFigure { snapshot, page, image, figure, resolved })
    })
}

/// The image figure with this IRI.
#[must_use]
pub fn image_at<'a>(snapshot: &'a Snapshot, iri: &str) -> Option<ImageFigure<'a>> {
    match snapshot.catalog.target_of_iri(iri)? {
        LinkTarget::Page { page, fragment: Some(id), .. } => {
            images_of(snapshot, page).find(|image| image.figure.id == id)
        }
        _ => None,
    }
}

impl ImageFigure<'_> {
    /// Its IRI.
    #[must_use]
    pub fn iri(&self) -> String {
        place_iri(&self.snapshot.catalog.iri(self.page), &self.figure.id)
    }

    /// Where the picture lies below the root of the book; `None` for pictures of other sites and for
    /// those that are not there.
    #[must_use]
    pub fn picture(&self) -> Option<String> {
        match self.resolved {
            ResolvedImage::File { file, .. } => {
                Some(encode_path(&self.snapshot.catalog.asset_address(file)))
            }
            ResolvedImage::External(_) | ResolvedImage::Missing(_) => None,
        }
    }

    /// Whether it is a file of PNG pixels.
    #[must_use]
    pub fn is_png(&self) -> bool {
        matches!(self.resolved, ResolvedImage::File { asset, .. }
            if asset.media_type.as_str() == "image/png")
    }

    /// What it depicts, in the order of the text.
    #[must_use]
    pub fn depicts(&self) -> Vec<Depicted> {
        let (snapshot, iri) = (self.snapshot, self.iri());
        let ids = snapshot.facts.index.about(&iri).iter();
        let depicted = ids.filter_map(|id: &StatementId| {
            let statement = snapshot.facts.statement(*id)?;
            let is_depicted = statement.is_asserted() && statement.fact.predicate == arch::DEPICTS;
            let thing = statement.fact.object.as_iri().filter(|_| is_depicted)?;
            Some(Depicted { thing: Thing::of(snapshot, thing), region: region(snapshot, *id) })
        });
        depicted.collect()
    }
}
