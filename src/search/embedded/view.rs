//! One revision of the index: its parts, which of their entries stand, and the way to the next.

use std::io;
use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;

use crate::catalog::{Catalog, PageIndex};
use crate::search::embedded::joining::{Joined, Joining};
use crate::search::embedded::kept;
use crate::search::embedded::part::{FIELDS, Field, IndexedPage, Part};
use crate::search::embedded::rank;
use crate::search::embedded::suggest;
use crate::search::embedded::weights::FieldWeight;
use crate::search::entry::Surroundings;
use crate::search::query::Query;
use crate::search::{Allowed, Found, SearchError, SearchView, Suggestion};

/// Stands for the page of an entry that was replaced.
const RETIRED: u32 = u32::MAX;

/// The index of one revision.
#[derive(Debug)]
pub(in crate::search) struct EmbeddedView {
    pub(super) catalog: Arc<Catalog>,
    pub(super) parts: Vec<PlacedPart>,
    /// How many entries stand.
    pub(super) entries: usize,
    /// For each field, its mean length over the entries that stand.
    mean_lengths: Vec<f32>,
    /// How many entries were indexed for this revision.
    indexed: usize,
    joining: Option<Joining>,
}

/// A part with the places of its pages in the catalog.
#[derive(Debug)]
pub(super) struct PlacedPart {
    pub(super) part: Arc<Part>,
    /// The place of each page of the part in the catalog, where it has one.
    pub(super) places: Vec<Option<PageIndex>>,
    /// For each entry its page in the catalog, or [`RETIRED`].
    pages: Vec<u32>,
    /// How many entries stand.
    standing: usize,
}

impl PlacedPart {
    /// The part with the place that each of its pages has, if it still has one.
    pub(super) fn new(part: Arc<Part>, places: Vec<Option<PageIndex>>) -> Self {
        let place = |page: u32| {
            let place = places.get(page as usize).copied().flatten();
            place.and_then(|place| u32::try_from(place).ok()).unwrap_or(RETIRED)
        };
        let pages: Vec<u32> = part.entries.iter().map(|(page, _)| place(*page)).collect();
        let standing = pages.iter().filter(|page| **page != RETIRED).count();
        Self { part, places, pages, standing }
    }

    /// The pages of the part that still have a place.
    pub(super) fn standing_pages(&self) -> impl Iterator<Item = &IndexedPage> {
        let pages = self.part.pages.iter().zip(&self.places);
        pages.filter(|(_, place)| place.is_some()).map(|(page, _)| page)
    }

    /// Whether less than half of it stands.
    pub(super) fn is_worn(&self) -> bool {
        self.standing * 2 < self.pages.len()
    }

    /// The page of an entry, if the entry stands.
    pub(super) fn page(&self, entry: u32) -> Option<PageIndex> {
        let page = self.pages.get(entry as usize).copied().filter(|page| *page != RETIRED)?;
        Some(page as PageIndex)
    }

    /// The entries that were replaced.
    fn retired(&self) -> Vec<u32> {
        let entries = (0..).zip(&self.pages);
        entries.filter(|(_, page)| **page == RETIRED).map(|(entry, _)| entry).collect()
    }

    /// The section of an entry.
    pub(super) fn section(&self, entry: u32) -> usize {
        self.part.entries.get(entry as usize).map_or(0, |(_, section)| *section as usize)
    }

    /// How many entries there are, standing or not.
    pub(super) fn size(&self) -> usize {
        self.pages.len()
    }

    /// Whether every entry stands.
    pub(super) fn is_whole(&self) -> bool {
        self.standing == self.pages.len()
    }
}

impl EmbeddedView {
    /// Indexes a whole catalog.
    pub(super) fn build(catalog: Arc<Catalog>) -> Result<Self, SearchError> {
        Self::assemble(catalog, Vec::new(), None)
    }

    /// A view of `catalog` that keeps what stands of `parts` and indexes the rest.
    pub(super) fn assemble(
        catalog: Arc<Catalog>,
        parts: Vec<Arc<Part>>,
        joining: Option<Joining>,
    ) -> Result<Self, SearchError> {
        let mut claimed = vec![false; catalog.pages.len()];
        let place = |part: Arc<Part>| {
            let pages = part.pages.iter();
            let places = pages.map(|page| claim(&catalog, page, &mut claimed)).collect();
            PlacedPart::new(part, places)
        };
        let mut placed: Vec<PlacedPart> = parts.into_iter().map(place).collect();
        placed.retain(|placed| placed.standing > 0);
        let missing: Vec<PageIndex> = claimed
            .iter()
            .enumerate()
            .filter(|(_, claimed)| !**claimed)
            .map(|(page, _)| page)
            .collect();
        let pages = missing.iter().filter_map(|page| {
            let document = Arc::clone(&catalog.pages.get(*page)?.document);
            Some(IndexedPage { document, surroundings: Surroundings::of(&catalog, *page) })
        });
        let built = Part::build_all(&pages.collect::<Vec<_>>(), &catalog.config.language)?;
        let indexed = built.iter().map(|part| part.entries.len()).sum();
        let mut next = 0;
        for part in built {
            let end = next + part.pages.len();
            let places = missing.get(next..end).unwrap_or_default();
            let places = places.iter().copied().map(Some).collect();
            next = end;
            placed.push(PlacedPart::new(Arc::new(part), places));
        }
        let joining = joining.or_else(|| Joining::begin(&placed, &catalog.config.language));
        Ok(Self {
            entries: placed.iter().map(|part| part.standing).sum(),
            mean_lengths: mean_lengths(&placed),
            parts: placed,
            catalog,
            indexed,
            joining,
        })
    }

    /// For each length class of a field, what one occurrence of a word counts there: less in
    /// fields that are longer than usual.
    pub(super) fn occurrence_weights(&self, weight: &FieldWeight) -> [f32; 256] {
        let mean =
            self.mean_lengths.get(weight.field as usize).copied().unwrap_or_default().max(1.0);
        let mut counts = [0.0; 256];
        for (class, count) in (0..=u8::MAX).zip(&mut counts) {
            #[expect(clippy::cast_precision_loss, reason = "a ratio of lengths needs no precision")]
            let length = FieldNormReader::id_to_fieldnorm(class) as f32;
            *count = weight.boost / (1.0 - weight.length + weight.length * length / mean);
        }
        counts
    }
}

/// The place in the catalog of a page that is indexed just as it is there, unless it was given
/// away before.
fn claim(catalog: &Catalog, page: &IndexedPage, claimed: &mut [bool]) -> Option<PageIndex> {
    let place = catalog.page_of(&page.document.path)?;
    let unchanged = Arc::ptr_eq(&catalog.pages.get(place)?.document, &page.document)
        && page.surroundings.are_of(catalog, place);
    let free = claimed.get_mut(place).filter(|claimed| unchanged && !**claimed)?;
    *free = true;
    Some(place)
}

fn mean_lengths(parts: &[PlacedPart]) -> Vec<f32> {
    let standing: usize = parts.iter().map(|part| part.standing).sum();
    let retired: Vec<Vec<u32>> = parts.iter().map(PlacedPart::retired).collect();
    let mean = |field: Field| {
        let lengths = parts.iter().zip(&retired);
        let lengths = lengths.map(|(placed, retired)| placed.part.length_without(field, retired));
        #[expect(clippy::cast_precision_loss, reason = "a mean needs no precision")]
        let mean = lengths.sum::<u64>() as f32 / standing.max(1) as f32;
        mean
    };
    FIELDS.into_iter().map(mean).collect()
}

impl SearchView for EmbeddedView {
    fn with_changes(&self, catalog: Arc<Catalog>) -> Result<Arc<dyn SearchView>, SearchError> {
        // Another language means other stems for everything.
        if catalog.config.language != self.catalog.config.language {
            return Ok(Arc::new(Self::build(catalog)?));
        }
        let parts: Vec<_> = self.parts.iter().map(|placed| Arc::clone(&placed.part)).collect();
        let (parts, joining) = match self.joining.clone().map(|joining| joining.take_up(&parts)) {
            None => (parts, None),
            Some(Joined::Running(joining)) => (parts, Some(joining)),
            Some(Joined::Ended(parts)) => (parts, None),
        };
        Ok(Arc::new(Self::assemble(catalog, parts, joining)?))
    }

    fn keep(&self, part: &mut dyn FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
        kept::write(self, part)
    }

    fn indexed(&self) -> usize {
        self.indexed
    }

    fn entries(&self) -> usize {
        self.entries
    }

    fn find_among(
        &self,
        query: &Query,
        allowed: &Allowed<'_>,
        offset: usize,
        limit: usize,
    ) -> Result<Found, SearchError> {
        rank::find(self, query, allowed, offset, limit)
    }

    fn suggest(&self, query: &Query, limit: usize) -> Result<Vec<Suggestion>, SearchError> {
        suggest::suggest(self, query, limit)
    }
}
