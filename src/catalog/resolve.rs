//! What a link or an image leads to.

mod docfx;

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use crate::catalog::likely::Likely;
use serde::{Deserialize, Serialize};

use crate::catalog::locate::{Locator, SCHEMES, decode, scheme};
use crate::catalog::{Catalog, Page, PageIndex, RedirectTarget, Route};
use crate::config::Syntax;
use crate::diagnostic::{Diagnostic, codes, nearest};
use crate::document::{Image, ImageKind, Link};
use crate::source::Asset;
use crate::text::{FilePath, PathProblem};

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkTarget {
    /// A page of the book.
    Page {
        /// The page.
        page: PageIndex,
        /// The id on it, percent-decoded, where the link names one.
        fragment: Option<String>,
        /// Whether the page has that id; `true` where none is named.
        fragment_exists: bool,
    },
    /// A file of the book that is no page.
    Asset {
        /// The file.
        file: FilePath,
        /// The fragment as written.
        fragment: Option<String>,
    },
    /// An absolute address: another site, mail.
    External(String),
    /// A file outside the book's content: it may exist where the book is published.
    Outside(String),
    /// Nothing, or an address that must not be followed.
    Broken(String),
    /// Nothing, and nothing was meant: words that only look like a link.
    Words,
}

/// What an image shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ResolvedImage {
    /// A file of the book.
    File {
        /// The file.
        file: FilePath,
        /// What it is.
        asset: Asset,
    },
    /// An image elsewhere.
    External(String),
    /// Nothing.
    Missing(String),
}

/// All links and images of one page.
pub(in crate::catalog) struct ResolvedPage {
    pub(in crate::catalog) links: Vec<LinkTarget>,
    pub(in crate::catalog) images: Vec<ResolvedImage>,
    pub(in crate::catalog) diagnostics: Vec<Diagnostic>,
}

/// Resolves references against a catalog whose pages are laid out. What it knows of the whole book
/// is gathered when it is first asked for: most often only few pages are looked at.
pub(in crate::catalog) struct Resolver<'a> {
    catalog: &'a Catalog,
    /// By page.
    ids: Vec<OnceLock<HashSet<&'a str>>>,
    redirects: HashMap<&'a Route, &'a RedirectTarget>,
    likely: OnceLock<Likely<'a>>,
    /// The first page of each table of contents.
    first_pages: OnceLock<HashMap<FilePath, PageIndex>>,
}

/// A reference cut into its parts, the path percent-decoded.
struct Reference {
    path: String,
    fragment: Option<String>,
}

/// Where a path leads, before the fragment is looked at.
enum Found {
    Page(PageIndex),
    Asset(FilePath),
    Redirect(String),
    Outside,
    Nothing(FilePath),
}

impl<'a> Resolver<'a> {
    pub(in crate::catalog) fn new(catalog: &'a Catalog) -> Self {
        let redirects = catalog.redirects.iter();
        Self {
            catalog,
            likely: OnceLock::new(),
            first_pages: OnceLock::new(),
            ids: catalog.pages.iter().map(|_| OnceLock::new()).collect(),
            redirects: redirects.map(|redirect| (&redirect.from, &redirect.to)).collect(),
        }
    }

    pub(in crate::catalog) fn page(&self, page: &Page) -> ResolvedPage {
        let mut diagnostics = Vec::new();
        let links = page.document.links.iter();
        let links = links.map(|link| self.link(page, link, &mut diagnostics)).collect();
        let images = page.document.images.iter();
        let images = images.map(|image| self.image(page, image, &mut diagnostics)).collect();
        ResolvedPage { links, images, diagnostics }
    }

    /// The file that was likely meant, as files of `folder` refer to it.
    fn likely(&self, folder: &FilePath, wanted: &FilePath) -> Option<String> {
        let likely = self.likely.get_or_init(|| {
            let pages = self.catalog.pages.iter().map(|page| &page.document.path);
            Likely::new(pages.chain(self.catalog.assets.keys()))
        });
        likely.near(folder, wanted)
    }

    /// The first page of a table of contents.
    fn first_page(&self, table: &FilePath) -> Option<PageIndex> {
        let first = self.first_pages.get_or_init(|| self.catalog.navigation.first_pages());
        first.get(table).copied()
    }

    /// Whether a page has a place with this id.
    fn has_id(&self, page: PageIndex, id: &str) -> bool {
        let (Some(ids), Some(page)) = (self.ids.get(page), self.catalog.pages.get(page)) else {
            return false;
        };
        ids.get_or_init(|| page.document.ids().collect()).contains(id)
    }

    fn locator(&self) -> Locator<'_> {
        let Catalog { config, files, moved, .. } = self.catalog;
        Locator { repository: &config.repository, files, moved }
    }

    fn link(&self, page: &Page, link: &Link, problems: &mut Vec<Diagnostic>) -> LinkTarget {
        if page.document.syntax == Syntax::DocFx {
            return self.docfx_link(page, link, problems);
        }
        let target = link.target.trim();
        let place = || page.document.place(link.target_span);
        if let Some((scheme, _)) = scheme(target) {
            if SCHEMES.contains(&scheme.to_ascii_lowercase().as_str()) {
                return LinkTarget::External(target.to_owned());
            }
            problems.push(
                Diagnostic::new(
                    codes::BROKEN_LINK,
                    place(),
                    format!("links of the kind `{scheme}:` are not followed"),
                )
                .help("write an `https:` link or a path in the book"),
            );
            return LinkTarget::Broken(target.to_owned());
        }
        if target.starts_with("//") {
            return LinkTarget::External(target.to_owned());
        }
        let reference = Reference::read(target);
        match self.find(page, &reference.path) {
            Found::Page(found) => self.to_page(page, link, found, reference.fragment, problems),
            Found::Asset(file) => LinkTarget::Asset { file, fragment: reference.fragment },
            Found::Redirect(to) => LinkTarget::External(to),
            Found::Outside => {
                problems.push(
                    Diagnostic::new(codes::OUTSIDE_LINK, place(), format!("`{target}` leads out of the book's content"))
                        .label("cannot be checked")
                        .help("if the place exists only where the book is published, link to its full address"),
                );
                LinkTarget::Outside(target.to_owned())
            }
            Found::Nothing(wanted) => {
                let mut problem = Diagnostic::new(
                    codes::BROKEN_LINK,
                    place(),
                    format!("`{wanted}` is not there"),
                )
                .label("leads nowhere");
                if let Some(likely) = self.likely(&page.document.path.folder(), &wanted) {
                    problem = problem.help(format!("did you mean `{likely}`?"));
                }
                problems.push(problem);
                LinkTarget::Broken(target.to_owned())
            }
        }
    }

    /// A link to a page that exists; its fragment may not.
    fn to_page(
        &self,
        page: &Page,
        link: &Link,
        found: PageIndex,
        fragment: Option<String>,
        problems: &mut Vec<Diagnostic>,
    ) -> LinkTarget {
        let fragment = fragment.map(|fragment| decode(&fragment)).filter(|id| !id.is_empty());
        // Every page has a top, whether or not an element carries the id.
        let exists = |id: &String| id == "top" || self.has_id(found, id);
        let fragment_exists = fragment.as_ref().is_none_or(exists);
        if !fragment_exists
            && let (Some(id), Some(target)) = (&fragment, self.catalog.pages.get(found))
        {
            let message = format!("`{}` has no place `#{id}`", target.document.path);
            let place = page.document.place(link.target_span);
            let mut problem =
                Diagnostic::new(codes::BROKEN_ANCHOR, place, message).label("no such place");
            if let Some(likely) = nearest(id, target.document.ids()) {
                problem = problem.help(format!("did you mean `#{likely}`?"));
            }
            problems.push(problem);
        }
        LinkTarget::Page { page: found, fragment, fragment_exists }
    }

    fn image(&self, page: &Page, image: &Image, problems: &mut Vec<Diagnostic>) -> ResolvedImage {
        let target = image.target.trim();
        let shows_something = matches!(image.kind, ImageKind::Content | ImageKind::Complex);
        if shows_something && image.alternative.trim().is_empty() {
            let place = page.document.place(image.span);
            problems.push(
                Diagnostic::new(
                    codes::IMAGE_WITHOUT_TEXT,
                    place,
                    format!("the image `{target}` has no alternative text"),
                )
                .help("say between the square brackets what the image shows: `![…](…)`"),
            );
        }
        if page.document.syntax == Syntax::DocFx {
            return self.docfx_image(page, image, problems);
        }
        let external = scheme(target).map(|(scheme, _)| scheme.to_ascii_lowercase());
        if external.as_deref().is_some_and(|scheme| ["http", "https", "data"].contains(&scheme))
            || target.starts_with("//")
        {
            return ResolvedImage::External(target.to_owned());
        }
        let reference = Reference::read(target);
        let file = self.file(page, &reference.path).ok();
        let asset = file.and_then(|file| self.catalog.assets.get_key_value(&file));
        if let Some((file, asset)) = asset {
            return ResolvedImage::File { file: file.clone(), asset: *asset };
        }
        let mut problem = Diagnostic::new(
            codes::MISSING_IMAGE,
            page.document.place(image.target_span),
            format!("the image `{target}` is not there"),
        )
        .label("not found");
        let wanted = self.file(page, &reference.path).ok();
        let likely = wanted.and_then(|wanted| self.likely(&page.document.path.folder(), &wanted));
        if let Some(likely) = likely {
            problem = problem.help(format!("did you mean `{likely}`?"));
        }
        problems.push(problem);
        ResolvedImage::Missing(target.to_owned())
    }

    /// The file a path means: relative to the page's folder, or to the content folder where it
    /// starts with `/`.
    fn file(&self, page: &Page, path: &str) -> Result<FilePath, PathProblem> {
        match path.strip_prefix('/') {
            Some(from_root) => self.catalog.config.src.resolve(from_root),
            None => page.document.path.folder().resolve(path),
        }
    }

    fn find(&self, page: &Page, path: &str) -> Found {
        if path.is_empty() {
            let own = self.catalog.page_of(&page.document.path);
            return own.map_or(Found::Outside, Found::Page);
        }
        let Ok(file) = self.file(page, path) else {
            return Found::Outside;
        };
        if let Some(found) = self.catalog.page_of(&file) {
            return Found::Page(found);
        }
        if self.catalog.assets.contains_key(&file) {
            return Found::Asset(file);
        }
        let Some(below) = file.below(&self.catalog.config.src) else {
            // The content folder itself is the first page's address.
            let is_root = file == self.catalog.config.src;
            let root = self.catalog.page_at(&Route::of_request(""));
            return root.filter(|_| is_root).map_or(Found::Outside, Found::Page);
        };
        self.find_address(below).unwrap_or(Found::Nothing(file))
    }

    /// A page by the address it is published at: `x.html`, `x`, a folder.
    fn find_address(&self, below: &str) -> Option<Found> {
        let route = Route::of_request(below);
        let folder = Route::of_request(&format!("{below}/"));
        let page = self.catalog.page_at(&route).or_else(|| self.catalog.page_at(&folder));
        if let Some(page) = page {
            return Some(Found::Page(page));
        }
        match self.redirects.get(&route)? {
            RedirectTarget::Elsewhere(url) => Some(Found::Redirect(url.clone())),
            RedirectTarget::Own(to) => {
                let path = decode(to.split('#').next().unwrap_or_default());
                let page = self.catalog.page_at(&Route::of_request(&path));
                page.map(Found::Page)
            }
        }
    }
}

impl Reference {
    fn read(target: &str) -> Self {
        let (path, fragment) = match target.split_once('#') {
            Some((path, fragment)) => (path, Some(fragment.to_owned())),
            None => (target, None),
        };
        let path = path.split('?').next().unwrap_or_default();
        Self { path: decode(path), fragment }
    }
}
