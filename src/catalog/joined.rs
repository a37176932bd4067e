//! A catalog taken apart, to be written down, and put together again without following a link.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::catalog::file_index::FileIndex;
use crate::catalog::moved::Moved;
use crate::catalog::{Catalog, LinkTarget, Navigation, Order, Page, PageIndex, Redirect};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::source::Asset;
use crate::text::FilePath;

/// What joining the documents of a book gave, besides its pages.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Joined {
    title: String,
    navigation: Arc<Navigation>,
    redirects: Arc<Vec<Redirect>>,
    of_whole: Arc<[Diagnostic]>,
    met_before: Arc<[Diagnostic]>,
}

impl Joined {
    /// What joining gave for `catalog`.
    #[must_use]
    pub fn of(catalog: &Catalog) -> Self {
        Self {
            title: catalog.title.clone(),
            navigation: Arc::clone(&catalog.navigation),
            redirects: Arc::clone(&catalog.redirects),
            of_whole: Arc::clone(&catalog.of_whole),
            met_before: Arc::clone(&catalog.met_before),
        }
    }

    /// The catalog again, with the settings, the order, the files and the pages that it had; `None`
    /// where they cannot belong together.
    #[must_use]
    pub fn restore(
        self,
        config: Arc<Config>,
        order: Arc<Order>,
        assets: Arc<BTreeMap<FilePath, Asset>>,
        pages: Vec<Arc<Page>>,
    ) -> Option<Catalog> {
        if !self.fits(&pages) {
            return None;
        }
        // As they were listed when the index was made first: the first of two wins.
        let mut documents: Vec<Arc<Document>> =
            pages.iter().map(|page| Arc::clone(&page.document)).collect();
        documents.sort_by(|a, b| a.path.cmp(&b.path));
        let files = FileIndex::new(&config, &documents, &assets, &order);
        // What is wrong with the redirections is among the problems of the whole.
        let moved = Moved::read(&config, &files, &mut Vec::new());
        let mut by_path = HashMap::with_capacity(pages.len());
        let mut by_route = HashMap::with_capacity(pages.len());
        for (index, page) in pages.iter().enumerate() {
            by_path.insert(page.document.path.clone(), index);
            by_route.insert(page.route.clone(), index);
        }
        if by_path.len() != pages.len() {
            return None;
        }
        let mut redirects_by_route = HashMap::new();
        for (index, redirect) in self.redirects.iter().enumerate() {
            redirects_by_route.entry(redirect.from.clone()).or_insert(index);
        }
        let mut catalog = Catalog {
            config,
            title: self.title,
            linked: pages.len(),
            pages,
            navigation: self.navigation,
            redirects: self.redirects,
            assets,
            diagnostics: Vec::new(),
            by_path: Arc::new(by_path),
            by_route: Arc::new(by_route),
            redirects_by_route: Arc::new(redirects_by_route),
            files: Arc::new(files),
            moved: Arc::new(moved),
            order,
            of_whole: self.of_whole,
            met_before: self.met_before,
        };
        catalog.gather_problems();
        Some(catalog)
    }

    /// Whether everything that is named by its number is there.
    fn fits(&self, pages: &[Arc<Page>]) -> bool {
        let entries = &self.navigation.entries;
        let is_page = |page: PageIndex| page < pages.len();
        entries.iter().enumerate().all(|(index, entry)| {
            entry.page.is_none_or(is_page) && entry.parent.is_none_or(|parent| parent < index)
        }) && pages.iter().all(|page| {
            let leads_somewhere = |link: &LinkTarget| match link {
                LinkTarget::Page { page, .. } => is_page(*page),
                _ => true,
            };
            page.links.iter().all(leads_somewhere)
                && page.links.len() == page.document.links.len()
                && page.images.len() == page.document.images.len()
                && page.entry.is_none_or(|entry| entry < entries.len())
                && page.backlinks.iter().all(|backlink| is_page(backlink.page))
        })
    }
}
