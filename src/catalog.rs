//! All documents together: addresses, navigation, what every link leads to and who links here.
//!
//! [`Catalog::link`] is pure and the only constructor: parsed documents in, a complete and
//! consistent book out. Problems of the whole are collected in [`Catalog::diagnostics`].

mod address;
mod file_index;
mod iri;
mod joined;
mod likely;
mod link;
mod locate;
mod moved;
mod navigation;
mod orphan;
mod redirect;
mod relink;
mod resolve;
mod route;
mod untitled;

pub use joined::Joined;
pub use link::{CatalogInput, Order};
pub use navigation::{Navigation, NavigationEntry};
pub use redirect::{Redirect, RedirectTarget};
pub use resolve::{LinkTarget, ResolvedImage};
pub use route::{Route, encode_path, encode_reference, place_iri};

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::catalog::file_index::FileIndex;
use crate::catalog::moved::Moved;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::source::Asset;
use crate::text::FilePath;

/// Index of a page in [`Catalog::pages`].
pub type PageIndex = usize;

/// A book whose parts know each other. What a revision shares with the one before stands behind an
/// [`Arc`], so that a copy costs little.
#[derive(Debug, Clone)]
pub struct Catalog {
    /// The book's settings.
    pub config: Arc<Config>,
    /// The book's title: set, else told by its first page.
    pub title: String,
    /// The pages: those of the navigation in reading order, then the others by path.
    pub pages: Vec<Arc<Page>>,
    /// The table of contents.
    pub navigation: Arc<Navigation>,
    /// Old addresses that lead on.
    pub redirects: Arc<Vec<Redirect>>,
    /// Files that are no documents, by path.
    pub assets: Arc<BTreeMap<FilePath, Asset>>,
    /// Problems of the whole and of all documents, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// How many pages had their links followed for this revision.
    pub linked: usize,
    by_path: Arc<HashMap<FilePath, PageIndex>>,
    by_route: Arc<HashMap<Route, PageIndex>>,
    redirects_by_route: Arc<HashMap<Route, usize>>,
    files: Arc<FileIndex>,
    moved: Arc<Moved>,
    /// Who gives the order of the pages.
    order: Arc<Order>,
    /// Problems of the whole: all but those that the pages hold.
    of_whole: Arc<[Diagnostic]>,
    /// Problems met before, other than those that documents hold.
    met_before: Arc<[Diagnostic]>,
}

/// One document in its place in the book.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Page {
    /// What its file says.
    pub document: Arc<Document>,
    /// Its address.
    pub route: Route,
    /// Where each link of the document leads, in the order of [`Document::links`].
    pub links: Vec<LinkTarget>,
    /// What each image of the document shows, in the order of [`Document::images`].
    pub images: Vec<ResolvedImage>,
    /// Its entry in the navigation, if it has one.
    pub entry: Option<usize>,
    /// Links of other pages that lead here, in the order of the pages.
    pub backlinks: Vec<Backlink>,
    /// What is wrong with its links and images.
    problems: Vec<Diagnostic>,
}

/// A link of another page that leads here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backlink {
    /// The page the link stands on.
    pub page: PageIndex,
    /// Index of the link in that page's document.
    pub link: usize,
}

impl Catalog {
    /// The page of a file.
    #[must_use]
    pub fn page_of(&self, file: &FilePath) -> Option<PageIndex> {
        self.by_path.get(file).copied()
    }

    /// The page at an address.
    #[must_use]
    pub fn page_at(&self, route: &Route) -> Option<PageIndex> {
        self.by_route.get(route).copied()
    }

    /// The redirect at an address.
    #[must_use]
    pub fn redirect_at(&self, route: &Route) -> Option<&Redirect> {
        self.redirects.get(*self.redirects_by_route.get(route)?)
    }

    /// The absolute IRI of a page.
    #[must_use]
    pub fn iri(&self, page: PageIndex) -> String {
        let route = self.pages.get(page).map(|page| page.route.encoded());
        format!("{}{}", self.config.base, route.unwrap_or_default())
    }

    /// The name by which the navigation calls a page, else its title.
    #[must_use]
    pub fn name_of(&self, page: PageIndex) -> &str {
        let Some(page) = self.pages.get(page) else {
            return "";
        };
        let entry = page.entry.and_then(|entry| self.navigation.entries.get(entry));
        entry.map_or(&page.document.title, |entry| &entry.name)
    }

    /// What the page is called that a link leads to; `None` where it leads to no page.
    #[must_use]
    pub fn title_of(&self, target: &LinkTarget) -> Option<&str> {
        let LinkTarget::Page { page, .. } = target else { return None };
        self.pages.get(*page).map(|page| page.document.title.as_str())
    }

    /// Whether the pages of both have the same numbers and addresses, as far as that can be told at
    /// a glance.
    #[must_use]
    pub fn shares_places_with(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.by_path, &other.by_path) && Arc::ptr_eq(&self.by_route, &other.by_route)
    }

    /// Whether [`Catalog::trail`] gives these names.
    #[must_use]
    pub fn has_trail(&self, page: PageIndex, names: &[String]) -> bool {
        let entry = self.pages.get(page).and_then(|page| page.entry);
        let above = entry.into_iter().flat_map(|entry| self.navigation.names_above(entry));
        above.eq(names.iter().rev().map(String::as_str))
    }

    /// The names of the pages above a page in the navigation, outermost first, its part included.
    #[must_use]
    pub fn trail(&self, page: PageIndex) -> Vec<&str> {
        let Some(entry) = self.pages.get(page).and_then(|page| page.entry) else {
            return Vec::new();
        };
        self.navigation.trail(entry)
    }
}
