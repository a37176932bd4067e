//! Joins a book again where nothing but the texts of some documents differs.
//!
//! What decides about more than its own page is compared first: a title, a line of front matter or
//! another include may change the navigation, the addresses or what is an orphan, and then all is
//! joined anew. Else the links of the changed documents are followed again, and those of pages that
//! lead to a changed document whose ids differ.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::catalog::link::backlinks;
use crate::catalog::untitled;
use crate::catalog::{Backlink, Catalog, CatalogInput, PageIndex};
use crate::document::Document;
use crate::text::FilePath;

impl Catalog {
    /// The book with the documents of `input`; `None` where it has to be joined anew.
    pub(in crate::catalog) fn relink(&self, input: &CatalogInput) -> Option<Self> {
        let same = Arc::ptr_eq(&self.config, &input.config)
            && Arc::ptr_eq(&self.order, &input.order)
            && Arc::ptr_eq(&self.assets, &input.assets)
            && *self.met_before == *input.diagnostics
            && self.pages.len() == input.documents.len();
        if !same {
            return None;
        }
        let mut catalog = self.clone();
        let mut affected = BTreeSet::new();
        for document in &input.documents {
            let index = self.page_of(&document.path)?;
            let page = catalog.pages.get_mut(index)?;
            if Arc::ptr_eq(&page.document, document) {
                continue;
            }
            if !has_same_place(&page.document, document) {
                return None;
            }
            affected.insert(index);
            if !page.document.ids().eq(document.ids()) {
                affected.extend(page.backlinks.iter().map(|backlink| backlink.page));
            }
            Arc::make_mut(page).document = Arc::clone(document);
        }
        catalog.linked = affected.len();
        if !affected.is_empty() {
            let affected: Vec<PageIndex> = affected.into_iter().collect();
            catalog.resolve(&affected);
            catalog.update_backlinks(self, &affected);
            catalog.gather_problems();
        }
        Some(catalog)
    }

    /// Tells the pages that the `affected` ones link to, or did `before`.
    fn update_backlinks(&mut self, before: &Self, affected: &[PageIndex]) {
        let mut told: BTreeMap<PageIndex, Vec<Backlink>> = BTreeMap::new();
        let mut from: BTreeSet<PageIndex> = BTreeSet::new();
        for index in affected {
            let (Some(then), Some(now)) = (before.pages.get(*index), self.pages.get(*index)) else {
                continue;
            };
            if backlinks(*index, then).eq(backlinks(*index, now)) {
                continue;
            }
            from.insert(*index);
            for (target, _) in backlinks(*index, then) {
                told.entry(target).or_default();
            }
            for (target, backlink) in backlinks(*index, now) {
                told.entry(target).or_default().push(backlink);
            }
        }
        for (target, new) in told {
            if let Some(page) = self.pages.get_mut(target) {
                let page = Arc::make_mut(page);
                page.backlinks.retain(|backlink| !from.contains(&backlink.page));
                page.backlinks.extend(new);
                page.backlinks.sort_by_key(|backlink| (backlink.page, backlink.link));
            }
        }
    }
}

/// Whether a document has the address, the place in the navigation and the say about others that
/// the one before it had.
fn has_same_place(before: &Document, now: &Document) -> bool {
    before.path == now.path
        && before.syntax == now.syntax
        && before.title == now.title
        && untitled::is_titled(before) == untitled::is_titled(now)
        && before.front_matter == now.front_matter
        && included(before) == included(now)
}

fn included(document: &Document) -> BTreeSet<&FilePath> {
    document.text.files().filter(|file| **file != document.path).collect()
}
