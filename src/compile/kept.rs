//! Which pages read as they did in the revision before.

use std::sync::Arc;

use crate::catalog::{Catalog, LinkTarget, Page, PageIndex};

/// For each page of a revision, where it stood before, if nothing that is made of it alone can
/// differ: its text and its address, where its links lead and what its images show are the same.
#[derive(Debug, Default)]
pub(in crate::compile) struct Kept {
    before: Vec<Option<PageIndex>>,
    /// How many pages are kept.
    pub(in crate::compile) count: usize,
}

impl Kept {
    /// Compares two revisions. Where the settings differ no page is kept.
    pub(in crate::compile) fn between(before: &Catalog, after: &Catalog) -> Self {
        if before.config != after.config {
            return Self { before: vec![None; after.pages.len()], count: 0 };
        }
        let same_places = before.shares_places_with(after);
        let is_shared = |page: PageIndex| {
            let pages = before.pages.get(page).zip(after.pages.get(page));
            same_places && pages.is_some_and(|(then, now)| Arc::ptr_eq(then, now))
        };
        let kept = (0..after.pages.len())
            .map(|page| if is_shared(page) { Some(page) } else { kept(before, after, page) });
        let kept: Vec<_> = kept.collect();
        let count = kept.iter().flatten().count();
        Self { before: kept, count }
    }

    /// Where a page stood before.
    pub(in crate::compile) fn of(&self, page: PageIndex) -> Option<PageIndex> {
        self.before.get(page).copied().flatten()
    }

    /// By page, where it stood before.
    pub(in crate::compile) fn pages(&self) -> &[Option<PageIndex>] {
        &self.before
    }
}

fn kept(before: &Catalog, after: &Catalog, page: PageIndex) -> Option<PageIndex> {
    let now = after.pages.get(page)?;
    let place = before.page_of(&now.document.path)?;
    let then = before.pages.get(place)?;
    let same = Arc::ptr_eq(&now.document, &then.document)
        && now.route == then.route
        && now.images == then.images
        && now.links.len() == then.links.len()
        && then.links.iter().zip(&now.links).all(|(then, now)| same(before, then, after, now))
        && names(before, then) == names(after, now);
    same.then_some(place)
}

/// What a page shows of the names of others.
fn names<'a>(catalog: &'a Catalog, page: &'a Page) -> Vec<&'a str> {
    let links = page.document.links.iter().zip(&page.links);
    let named = links.filter(|(link, _)| link.names_page());
    named.filter_map(|(_, target)| catalog.title_of(target)).collect()
}

/// Whether two links lead to the same address, whatever number its page has.
fn same(before: &Catalog, then: &LinkTarget, after: &Catalog, now: &LinkTarget) -> bool {
    let LinkTarget::Page { page: old, fragment: was, fragment_exists: existed } = then else {
        return then == now;
    };
    let LinkTarget::Page { page: new, fragment, fragment_exists } = now else {
        return false;
    };
    let (old, new) = (before.pages.get(*old), after.pages.get(*new));
    (was, existed) == (fragment, fragment_exists)
        && old.zip(new).is_some_and(|(old, new)| old.route == new.route)
}
