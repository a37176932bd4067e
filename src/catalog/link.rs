//! Joins parsed documents to a catalog.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::catalog::address::route_of;
use crate::catalog::file_index::FileIndex;
use crate::catalog::locate::Locator;
use crate::catalog::moved::Moved;
use crate::catalog::navigation::{self, PagesByPath};
use crate::catalog::resolve::Resolver;
use crate::catalog::{Backlink, Catalog, LinkTarget, Navigation, Page, PageIndex, Route};
use crate::catalog::{orphan, redirect, untitled};
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
    pub config: Arc<Config>,
    /// Who gives the order of the pages.
    pub order: Arc<Order>,
    /// All documents.
    pub documents: Vec<Arc<Document>>,
    /// All other files below the content folder.
    pub assets: Arc<BTreeMap<FilePath, Asset>>,
    /// Problems met before, other than those the documents hold.
    pub diagnostics: Vec<Diagnostic>,
}

/// Who gives the order of the pages.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// every link and image, and finds who links to whom. Where nothing but texts differs from the
    /// book `before`, it lends what stays as it was.
    #[must_use]
    pub fn link(input: CatalogInput, before: Option<&Self>) -> Self {
        match before.and_then(|before| before.relink(&input)) {
            Some(catalog) => catalog,
            None => Self::link_all(input),
        }
    }

    fn link_all(input: CatalogInput) -> Self {
        let CatalogInput { config, order, documents, assets, diagnostics: met_before } = input;
        let mut of_whole = met_before.clone();
        let by_path: PagesByPath = documents
            .iter()
            .enumerate()
            .map(|(index, document)| (document.path.clone(), index))
            .collect();
        let files = FileIndex::new(&config, &documents, &assets, &order);
        let moved = Moved::read(&config, &files, &mut of_whole);
        let navigation = match order.as_ref() {
            Order::Docsets { tables, .. } => {
                let repository = &config.repository;
                let locator = Locator { repository, files: &files, moved: &moved };
                navigation::from_tables(tables, locator, &documents, &by_path, &mut of_whole)
            }
            Order::Summary { file, items } => {
                navigation::from_summary(file, items, &by_path, &mut of_whole)
            }
            Order::Folders => navigation::from_folders(&config.src, &documents),
        };
        let (documents, navigation) = in_reading_order(&documents, navigation);
        let pages = lay_out(&config, documents, &navigation);
        let pages_by_path = pages.iter().enumerate();
        let by_path =
            pages_by_path.map(|(index, page)| (page.document.path.clone(), index)).collect();
        let pages_by_route = pages.iter().enumerate();
        let by_route = pages_by_route.map(|(index, page)| (page.route.clone(), index)).collect();
        let mut catalog = Self {
            title: title_of(&config, &navigation, &pages),
            by_path: Arc::new(by_path),
            by_route: Arc::new(by_route),
            config,
            linked: pages.len(),
            pages: pages.into_iter().map(Arc::new).collect(),
            navigation: Arc::new(navigation),
            redirects: Arc::default(),
            redirects_by_route: Arc::default(),
            assets,
            diagnostics: Vec::new(),
            files: Arc::new(files),
            moved: Arc::new(moved),
            order,
            of_whole: Arc::new([]),
            met_before: met_before.into(),
        };
        catalog.redirects = Arc::new(redirect::read(&catalog, &mut of_whole));
        let mut redirects_by_route = HashMap::new();
        for (index, redirect) in catalog.redirects.iter().enumerate() {
            redirects_by_route.entry(redirect.from.clone()).or_insert(index);
        }
        catalog.redirects_by_route = Arc::new(redirects_by_route);
        of_whole.extend(orphan::find(&catalog, &catalog.order));
        of_whole.extend(untitled::find(&catalog));
        catalog.of_whole = of_whole.into();
        let all: Vec<PageIndex> = (0..catalog.pages.len()).collect();
        catalog.resolve(&all);
        let links =
            catalog.pages.iter().enumerate().flat_map(|(index, page)| backlinks(index, page));
        let mut backlinks: Vec<Vec<Backlink>> = vec![Vec::new(); catalog.pages.len()];
        for (target, backlink) in links {
            if let Some(backlinks) = backlinks.get_mut(target) {
                backlinks.push(backlink);
            }
        }
        for (page, backlinks) in catalog.pages.iter_mut().zip(backlinks) {
            Arc::make_mut(page).backlinks = backlinks;
        }
        catalog.gather_problems();
        catalog
    }

    /// Resolves the links and images of some pages.
    pub(in crate::catalog) fn resolve(&mut self, pages: &[PageIndex]) {
        let resolver = Resolver::new(self);
        let resolve = |index: &PageIndex| Some(resolver.page(self.pages.get(*index)?));
        let resolved: Vec<_> = pages.par_iter().map(resolve).collect();
        for (index, resolved) in pages.iter().zip(resolved) {
            if let (Some(page), Some(resolved)) = (self.pages.get_mut(*index), resolved) {
                let page = Arc::make_mut(page);
                page.links = resolved.links;
                page.images = resolved.images;
                page.problems = resolved.diagnostics;
            }
        }
    }

    /// Gathers what is wrong with the whole, with each document and with its links.
    pub(in crate::catalog) fn gather_problems(&mut self) {
        let of_pages = self
            .pages
            .iter()
            .flat_map(|page| page.document.diagnostics.iter().chain(&page.problems));
        self.diagnostics = self.of_whole.iter().chain(of_pages).cloned().collect();
        diagnostic::sort(&mut self.diagnostics);
    }
}

/// What the links of a page give to the pages that they lead to.
pub(in crate::catalog) fn backlinks(
    index: PageIndex,
    page: &Page,
) -> impl Iterator<Item = (PageIndex, Backlink)> {
    page.links.iter().enumerate().filter_map(move |(link, target)| match target {
        LinkTarget::Page { page: target, .. } if *target != index => {
            Some((*target, Backlink { page: index, link }))
        }
        _ => None,
    })
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
    let path = |index: &PageIndex| documents.get(*index).map(|document| &document.path);
    by_path.sort_by(|a, b| path(a).cmp(&path(b)));
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
            problems: Vec::new(),
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
