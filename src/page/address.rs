//! How pages refer to each other: as a server answers them, or as files of a static site.

use crate::catalog::{Catalog, LinkTarget, PageIndex, Route, encode_path};
use crate::text::FilePath;

/// Where pages are read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Site {
    /// A server of ours: addresses have no ending.
    Served,
    /// Files, for any web server or none: addresses end in `.html`.
    Static,
}

/// Makes references from one page. All are relative, so that a book works below any path.
#[derive(Debug, Clone, Copy)]
pub struct Addresses<'a> {
    catalog: &'a Catalog,
    site: Site,
    /// How many folders lie above the page that refers; `None` where nobody knows.
    depth: Option<usize>,
}

impl<'a> Addresses<'a> {
    /// References from the page at `from`.
    #[must_use]
    pub fn new(catalog: &'a Catalog, site: Site, from: &Route) -> Self {
        Self { catalog, site, depth: Some(from.depth()) }
    }

    /// References that hold at any address: for the page that a web server shows where it has
    /// none. They start at the path of the book's base.
    #[must_use]
    pub fn absolute(catalog: &'a Catalog, site: Site) -> Self {
        Self { catalog, site, depth: None }
    }

    /// The book.
    #[must_use]
    pub fn catalog(&self) -> &'a Catalog {
        self.catalog
    }

    /// Where the pages are read from.
    #[must_use]
    pub fn site(&self) -> Site {
        self.site
    }

    /// The way to the root of the book: `./`, some `../`, or a path from the host on.
    #[must_use]
    pub fn root(&self) -> String {
        match self.depth {
            Some(0) => "./".to_owned(),
            Some(depth) => "../".repeat(depth),
            None => {
                let base = self.catalog.config.base.splitn(4, '/').nth(3);
                format!("/{}", base.unwrap_or_default())
            }
        }
    }

    /// A reference to a page.
    #[must_use]
    pub fn page(&self, page: PageIndex, fragment: Option<&str>) -> String {
        let Some(page) = self.catalog.pages.get(page) else {
            return self.root();
        };
        let path = match self.site {
            Site::Served => page.route.encoded(),
            Site::Static => encode_path(&page.route.html_file()),
        };
        let fragment = fragment.map(|id| format!("#{}", encode_path(id))).unwrap_or_default();
        format!("{}{path}{fragment}", self.root())
    }

    /// A reference to a file that is no document.
    #[must_use]
    pub fn asset(&self, file: &FilePath) -> String {
        format!("{}{}", self.root(), encode_path(&self.catalog.asset_address(file)))
    }

    /// The reference that a resolved link stands for; `None` where it leads nowhere.
    #[must_use]
    pub fn link(&self, target: &LinkTarget) -> Option<String> {
        match target {
            LinkTarget::Page { page, fragment, .. } => Some(self.page(*page, fragment.as_deref())),
            LinkTarget::Asset { file, fragment } => {
                let fragment = fragment.as_ref().map(|fragment| format!("#{fragment}"));
                Some(self.asset(file) + &fragment.unwrap_or_default())
            }
            LinkTarget::External(url) | LinkTarget::Outside(url) => Some(url.clone()),
            LinkTarget::Broken(_) | LinkTarget::Words => None,
        }
    }
}
