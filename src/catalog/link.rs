//! Joins parsed documents to a catalog.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use crate::catalog::address::route_of;
use crate::catalog::file_index::FileIndex;
use crate::catalog::locate::Locator;
use crate::catalog::moved::Moved;
use crate::catalog::navigation::{self, PagesByPath};
use crate::catalog::resolve::Resolver;
use crate::catalog::{Backlink, Catalog, LinkTarget, Navigation, Page, PageIndex, Route};
use crate::catalog::{orphan, redirect};
use crate::config::Config;
use crate::diagnostic::{self, Diagnostic};
use crate::document::Document;
use crate::document::summary::SummaryItem;
use crate::document::toc::Toc;
use crate::source::Asset;
use crate::text::FilePath;

/// What a catalog is made of.
#[derive(Debug)]
pub struct CatalogInput {
    /// The book's settings.
    pub config: Config,
    /// Who gives the order of the pages.
    pub order: Order,
    /// All documents.
    pub documents: Vec<Arc<Document>>,
    /// All other files below the content folder.
    pub assets: BTreeMap<FilePath, Asset>,
    /// Problems met before, other than those the documents hold.
    pub diagnostics: Vec<Diagnostic>,
}

/// Who gives the order of the pages.
#[derive(Debug)]
pub enum Order {
    /// A table of contents.
    Summary {
        /// Its file.
        file: FilePath,
        /// Its lines.
        items: Vec<SummaryItem>,
    },
    /// The tables of contents of DocFX docsets.
    Docsets {
        /// Those that the docsets publish, by their files.
        tables: BTreeMap<FilePath, Toc>,
        /// Texts that are no documents: others include them, or the docsets leave them out.
        left: Vec<FilePath>,
    },
    /// The tree of folders.
    Folders,
}

impl Catalog {
    /// Joins documents to a book: gives each its address and place in the navigation, resolves
    /// every link and image, and finds who links to whom.
    #[must_use]
    pub fn link(input: CatalogInput) -> Self {
        let CatalogInput { config, order, documents, assets, mut diagnostics } = input;
        for document in &documents {
            diagnostics.extend(document.diagnostics.iter().cloned());
        }
        let by_path: PagesByPath = documents
            .iter()
            .enumerate()
            .map(|(index, document)| (document.path.clone(), index))
            .collect();
        let files = FileIndex::new(&config, &documents, &assets, &order);
        let moved = Moved::read(&config, &files, &mut diagnostics);
        let navigation = match &order {
            Order::Docsets { tables, .. } => {
                let repository = &config.repository;
                let locator = Locator { repository, files: &files, moved: &moved };
                navigation::from_tables(tables, locator, &documents, &by_path, &mut diagnostics)
            }
            Order::Summary { file, items } => {
                navigation::from_summary(file, items, &by_path, &mut diagnostics)
            }
            Order::Folders => navigation::from_folders(&config.src, &documents),
        };
        let (documents, navigation) = in_reading_order(&documents, navigation);
        let pages = lay_out(&config, documents, &navigation);
        let mut catalog = Self {
            title: title_of(&config, &navigation, &pages),
            by_path: pages
                .iter()
                .enumerate()
                .map(|(index, page)| (page.document.path.clone(), index))
                .collect(),
            by_route: pages
                .iter()
                .enumerate()
                .map(|(index, page)| (page.route.clone(), index))
                .collect(),
            config,
            pages,
            navigation,
            redirects: Vec::new(),
            redirects_by_route: HashMap::new(),
            assets,
            diagnostics,
            files,
            moved,
        };
        let mut problems = Vec::new();
        catalog.redirects = redirect::read(&catalog, &mut problems);
        for (index, redirect) in catalog.redirects.iter().enumerate() {
            catalog.redirects_by_route.entry(redirect.from.clone()).or_insert(index);
        }
        problems.extend(orphan::find(&catalog, &order));
        problems.extend(catalog.resolve());
        catalog.diagnostics.extend(problems);
        diagnostic::sort(&mut catalog.diagnostics);
        catalog
    }

    /// Resolves the links and images of all pages and notes backlinks; gives the problems met.
    fn resolve(&mut self) -> Vec<Diagnostic> {
        let resolver = Resolver::new(self);
        let resolved: Vec<_> = self.pages.par_iter().map(|page| resolver.page(page)).collect();
        let mut problems = Vec::new();
        let mut backlinks: Vec<Vec<Backlink>> = vec![Vec::new(); self.pages.len()];
        for (index, (page, resolved)) in self.pages.iter_mut().zip(resolved).enumerate() {
            for (link, target) in resolved.links.iter().enumerate() {
                if let LinkTarget::Page { page: target, .. } = target
                    && *target != index
                    && let Some(backlinks) = backlinks.get_mut(*target)
                {
                    backlinks.push(Backlink { page: index, link });
                }
            }
            page.links = resolved.links;
            page.images = resolved.images;
            problems.extend(resolved.diagnostics);
        }
        for (page, backlinks) in self.pages.iter_mut().zip(backlinks) {
            page.backlinks = backlinks;
        }
        problems
    }
}

/// Orders the documents as the navigation does, the others behind by path, and renumbers the
/// navigation's pages to match.
fn in_reading_order(
    documents: &[Arc<Document>],
    mut navigation: Navigation,
) -> (Vec<Arc<Document>>, Navigation) {
    let mut order: Vec<PageIndex> = Vec::with_capacity(documents.len());
    let mut placed = vec![false; documents.len()];
    let named = navigation.entries.iter().filter_map(|entry| entry.page);
    let mut by_path: Vec<PageIndex> = (0..documents.len()).collect();
    by_path.sort_by_key(|index| documents.get(*index).map(|document| document.path.clone()));
    for index in named.chain(by_path) {
        if let Some(placed) = placed.get_mut(index)
            && !std::mem::replace(placed, true)
        {
            order.push(index);
        }
    }
    let mut new_index = vec![0; documents.len()];
    for (new, old) in order.iter().enumerate() {
        if let Some(slot) = new_index.get_mut(*old) {
            *slot = new;
        }
    }
    for entry in &mut navigation.entries {
        entry.page = entry.page.and_then(|page| new_index.get(page).copied());
    }
    let ordered = order.iter().filter_map(|index| documents.get(*index).cloned()).collect();
    (ordered, navigation)
}

/// Gives every document its address and its entry in the navigation.
fn lay_out(config: &Config, documents: Vec<Arc<Document>>, navigation: &Navigation) -> Vec<Page> {
    let mut entries: HashMap<PageIndex, usize> = HashMap::new();
    for (entry, page) in navigation.entries.iter().enumerate() {
        if let Some(page) = page.page {
            entries.entry(page).or_insert(entry);
        }
    }
    let mut taken: BTreeSet<Route> = BTreeSet::new();
    let pages = documents.into_iter().enumerate().map(|(index, document)| {
        let mut route = route_of(config, &document.path);
        // `README.md` beside `index.md`, `a.md` beside `a.markdown`: the later keeps its file name.
        if !taken.insert(route.clone()) {
            let below = document.path.below(&config.src).unwrap_or(document.path.as_str());
            route = Route::verbatim_request(below);
            taken.insert(route.clone());
        }
        Page {
            document,
            route,
            links: Vec::new(),
            images: Vec::new(),
            entry: entries.get(&index).copied(),
            backlinks: Vec::new(),
        }
    });
    pages.collect()
}

fn title_of(config: &Config, navigation: &Navigation, pages: &[Page]) -> String {
    // The start of a docset comes first in the navigation, unless an author put it elsewhere.
    let first = navigation.entries.iter().find_map(|entry| entry.page).unwrap_or(0);
    let of_first_page = || pages.get(first).map(|page| page.document.title.clone());
    config.title.clone().or_else(of_first_page).unwrap_or_else(|| "Untitled book".to_owned())
}
