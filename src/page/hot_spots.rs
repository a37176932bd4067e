//! Links that lie over an image, each on what it leads to: an SVG of the same size, which needs
//! neither script nor inline style.
//!
//! It is laid over the picture as the picture itself is fitted into its box, so the two agree at any
//! size. The list below the image has the same links in words.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::catalog::{Page, PageIndex, ResolvedImage};
use crate::facts::{HotSpot, PageFacts};
use crate::graph::emit::region_place;
use crate::page::address::Addresses;
use crate::page::escape::escape;
use crate::page::naming::Known;
use crate::page::thing;

/// The hot spots of one page.
pub(in crate::page) struct HotSpots<'a> {
    known: Known<'a>,
    addresses: Addresses<'a>,
    page: Option<&'a Page>,
    facts: Option<&'a PageFacts>,
    /// The hot spots over each image, with their indexes among all.
    by_image: BTreeMap<usize, Vec<(usize, &'a HotSpot)>>,
    /// By link of the page, the hot spot whose region it gives.
    by_link: BTreeMap<usize, usize>,
}

impl<'a> HotSpots<'a> {
    pub(in crate::page) fn of(
        known: Known<'a>,
        index: PageIndex,
        addresses: Addresses<'a>,
    ) -> Self {
        let page: Option<&Page> = known.catalog.pages.get(index).map(AsRef::as_ref);
        let facts: Option<&PageFacts> = known.facts.pages.get(index).map(AsRef::as_ref);
        let mut by_image: BTreeMap<usize, Vec<(usize, &HotSpot)>> = BTreeMap::new();
        let mut by_link = BTreeMap::new();
        let spots = facts.map_or(&[][..], |facts| &facts.hot_spots);
        for (number, spot) in spots.iter().enumerate() {
            by_image.entry(spot.image).or_default().push((number, spot));
            by_link.insert(spot.link, number);
        }
        // What is painted later lies above: a box stays within reach in front of its container.
        for spots in by_image.values_mut() {
            spots.sort_by_key(|(_, spot)| (Reverse(spot.region.area()), spot.link));
        }
        Self { known, addresses, page, facts, by_image, by_link }
    }

    /// The title of a link without the numbers of a region, which tell readers nothing.
    pub(in crate::page) fn title<'t>(&self, link: usize, title: &'t str) -> &'t str {
        let region = title.find(|c: char| c.is_ascii_digit());
        let region = region.filter(|_| self.by_link.contains_key(&link));
        region.and_then(|at| title.get(..at)).map_or(title, str::trim_end)
    }

    /// What ties a link of the text to its region on the picture, as an attribute, so that a script can
    /// light that up; empty where it has none.
    pub(in crate::page) fn tie(&self, link: usize) -> String {
        let region = self.by_link.get(&link).zip(self.page);
        region.map_or_else(String::new, |(number, page)| {
            let place = region_place(&page.document, *number);
            format!(" data-region=\"{}\"", escape(&place))
        })
    }

    /// The links over an image; `None` where it has none.
    pub(in crate::page) fn over(&self, image: usize, number: usize) -> Option<String> {
        let spots = self.by_image.get(&image)?;
        let links = spots.iter().filter_map(|(number, spot)| self.link(*number, spot));
        let links: String = links.collect();
        let view = self.size(image).map_or_else(String::new, |(width, height)| {
            format!(" viewBox=\"0 0 {width} {height}\"")
        });
        Some(format!(
            "<svg class=\"hot-spots\"{view} role=\"group\" aria-label=\"Links on figure {number}\">{links}</svg>"
        ))
    }

    /// How many pixels an image has across and down, where its file tells.
    fn size(&self, image: usize) -> Option<(u32, u32)> {
        match self.page?.images.get(image)? {
            ResolvedImage::File { asset, .. } => asset.size.map(|size| (size.width, size.height)),
            _ => None,
        }
    }

    fn link(&self, number: usize, spot: &HotSpot) -> Option<String> {
        let statement = self.facts?.statements.get(spot.statement)?;
        let iri = statement.fact.object.as_iri()?;
        let document = &self.page?.document;
        let link = document.links.get(spot.link)?;
        let name = match link.text.trim() {
            "" => self.known.name(iri),
            words => words.to_owned(),
        };
        let (address, name) = (escape(&self.address(iri, spot)?), escape(&name));
        let id = escape(&region_place(document, number));
        let [left, top, width, height] = spot.region.percentages();
        Some(format!(
            "<a id=\"{id}\" href=\"{address}\" aria-label=\"{name}\"><title>{name}</title><rect x=\"{left}%\" y=\"{top}%\" width=\"{width}%\" height=\"{height}%\"/></a>"
        ))
    }

    /// The page of a thing, as the boxes of drawn figures lead there; else where the link leads.
    fn address(&self, iri: &str, spot: &HotSpot) -> Option<String> {
        let is_thing = self.known.facts.things.label(iri).is_some();
        let of_thing = thing::url(self.addresses, iri).filter(|_| is_thing);
        of_thing.or_else(|| self.addresses.link(self.page?.links.get(spot.link)?))
    }
}
