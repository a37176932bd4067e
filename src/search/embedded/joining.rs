//! Small parts made one beside the flow.
//!
//! Every change adds a small part. An entry is indexed again when its part is joined with others of
//! its size, so that the number of parts grows with the logarithm of the number of changes; nobody
//! waits for that.

use std::sync::Arc;

use crate::background::{Background, Progress};
use crate::search::SearchError;
use crate::search::embedded::part::{IndexedPage, Part};
use crate::search::embedded::view::PlacedPart;

/// So many parts may be small before they are joined.
const MOST_SMALL_PARTS: usize = 4;

/// Parts that are being joined.
#[derive(Debug, Clone)]
pub(super) struct Joining {
    parts: Vec<Arc<Part>>,
    joined: Arc<Background<Result<Vec<Arc<Part>>, SearchError>>>,
}

/// What has become of a joining.
pub(super) enum Joined {
    /// It goes on.
    Running(Joining),
    /// These are the parts now.
    Ended(Vec<Arc<Part>>),
}

impl Joining {
    /// Puts what was joined in place of what it was joined from, if it is there.
    pub(super) fn take_up(self, parts: &[Arc<Part>]) -> Joined {
        match self.joined.progress() {
            Progress::Running => Joined::Running(self),
            Progress::Done(Ok(joined)) => {
                let is_old = |part: &Arc<Part>| self.parts.iter().any(|old| Arc::ptr_eq(old, part));
                let others = parts.iter().filter(|part| !is_old(part));
                Joined::Ended(others.chain(joined).map(Arc::clone).collect())
            }
            // What cannot be joined stays in parts; the next change brings another try.
            Progress::Done(Err(_)) | Progress::Failed => Joined::Ended(parts.to_vec()),
        }
    }

    /// Begins to join what has grown alike, or what is mostly out of date; `None` where all is well.
    pub(super) fn begin(parts: &[PlacedPart], language: &str) -> Option<Self> {
        let chosen = chosen(parts);
        if chosen.is_empty() {
            return None;
        }
        let pages: Vec<IndexedPage> =
            chosen.iter().flat_map(|placed| placed.standing_pages()).cloned().collect();
        let language = language.to_owned();
        let join = move || {
            let joined = Part::build(pages, &language)?;
            Ok(joined.into_iter().map(Arc::new).collect())
        };
        Some(Self {
            parts: chosen.iter().map(|placed| Arc::clone(&placed.part)).collect(),
            joined: Arc::new(Background::start("join parts of the index", join)),
        })
    }
}

/// The parts to be joined: those of which less than half stands, else the smallest of those that
/// are not twice as large as all smaller ones together.
fn chosen(parts: &[PlacedPart]) -> Vec<&PlacedPart> {
    let worn: Vec<&PlacedPart> = parts.iter().filter(|placed| placed.is_worn()).collect();
    if !worn.is_empty() {
        return worn;
    }
    let mut by_size: Vec<&PlacedPart> = parts.iter().collect();
    by_size.sort_by_key(|placed| placed.standing_pages().count());
    let mut sum = 0;
    let mut alike = 0;
    for (number, placed) in by_size.iter().enumerate() {
        let size = placed.standing_pages().count();
        if number > 0 && size >= sum * 2 {
            break;
        }
        sum += size;
        alike = number + 1;
    }
    by_size.truncate(alike);
    if by_size.len() > MOST_SMALL_PARTS { by_size } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::search::embedded::fixture;
    use crate::search::entry::Surroundings;

    fn part(catalog: &Catalog, pages: std::ops::Range<usize>, gone: usize) -> PlacedPart {
        let pages: Vec<usize> = pages.collect();
        let indexed = pages.iter().map(|page| IndexedPage {
            document: Arc::clone(&catalog.pages[*page].document),
            surroundings: Surroundings::of(catalog, *page),
        });
        let part = Part::build(indexed.collect(), "en").unwrap().unwrap();
        let place = |(number, page): (usize, &usize)| (number >= gone).then_some(*page);
        let places: Vec<_> = pages.iter().enumerate().map(place).collect();
        PlacedPart::new(Arc::new(part), places)
    }

    fn sizes(parts: &[PlacedPart]) -> Vec<usize> {
        chosen(parts).iter().map(|placed| placed.standing_pages().count()).collect()
    }

    #[test]
    fn parts_of_one_size_and_worn_ones_are_joined() {
        let text =
            (0..40).fold(String::new(), |text, n| text + &format!("//- {n}.md\n# Page {n}\n"));
        let catalog = fixture::book(&text);
        let ones = |count: usize| (0..count).map(|n| part(&catalog, n..n + 1, 0));
        let large = || part(&catalog, 20..40, 0);
        let few: Vec<_> = ones(MOST_SMALL_PARTS).chain([large()]).collect();
        assert_eq!(sizes(&few), Vec::<usize>::new());
        let many: Vec<_> = ones(MOST_SMALL_PARTS + 1).chain([large()]).collect();
        assert_eq!(sizes(&many), vec![1; MOST_SMALL_PARTS + 1]);
        let worn: Vec<_> = ones(1).chain([part(&catalog, 0..20, 11)]).collect();
        assert_eq!(sizes(&worn), vec![9]);
    }
}
