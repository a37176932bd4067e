//! All documents together: addresses, navigation, what every link leads to and who links here.
//!
//! [`Catalog::link`] is pure and the only constructor: parsed documents in, a complete and
//! consistent book out. Problems of the whole are collected in [`Catalog::diagnostics`].

mod address;
mod file_index;
mod iri;
mod link;
mod locate;
mod moved;
mod navigation;
mod orphan;
mod redirect;
mod resolve;
mod route;

pub use link::{CatalogInput, Order};
pub use navigation::{Navigation, NavigationEntry};
pub use redirect::{Redirect, RedirectTarget};
pub use resolve::{LinkTarget, ResolvedImage};
pub use route::{Route, encode_path, encode_reference, place_iri};

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::catalog::file_index::FileIndex;
use crate::catalog::moved::Moved;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::source::Asset;
use crate::text::FilePath;

/// Index of a page in [`Catalog::pages`].
pub type PageIndex = usize;

/// A book whose parts know each other.
#[derive(Debug)]
pub struct Catalog {
    /// The book's settings.
    pub config: Config,
    /// The book's title: set, else told by its first page.
    pub title: String,
    /// The pages: those of the navigation in reading order, then the others by path.
    pub pages: Vec<Page>,
    /// The table of contents.
    pub navigation: Navigation,
    /// Old addresses that lead on.
    pub redirects: Vec<Redirect>,
    /// Files that are no documents, by path.
    pub assets: BTreeMap<FilePath, Asset>,
    /// Problems of the whole and of all documents, sorted.
    pub diagnostics: Vec<Diagnostic>,
    by_path: HashMap<FilePath, PageIndex>,
    by_route: HashMap<Route, PageIndex>,
    redirects_by_route: HashMap<Route, usize>,
    files: FileIndex,
    moved: Moved,
}

/// One document in its place in the book.
#[derive(Debug)]
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
}

/// A link of another page that leads here.
#[derive(Debug, Clone, PartialEq, Eq)]
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

    /// The names of the pages above a page in the navigation, outermost first, its part included.
    #[must_use]
    pub fn trail(&self, page: PageIndex) -> Vec<&str> {
        let Some(entry) = self.pages.get(page).and_then(|page| page.entry) else {
            return Vec::new();
        };
        self.navigation.trail(entry)
    }
}
