//! Finding what an address means in a revision of the book.

use crate::catalog::{Catalog, PageIndex, RedirectTarget, Route, encode_path};
use crate::config::Syntax;
use crate::diagnostic::nearest;
use crate::document::Figure;
use crate::source::Asset;
use crate::text::FilePath;

/// What an address means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A page, at its own address.
    Page(PageIndex),
    /// A page in another form than HTML: the address ended in the form's suffix.
    Twin(PageIndex, Twin),
    /// A file that is shown as it is.
    Asset(FilePath, Asset),
    /// A drawn figure by itself: its page, its index among the page's code blocks, and its form.
    Drawing(PageIndex, usize, Picture),
    /// The content lives at another address, given relative to the root of the book.
    Moved(String),
    /// The content lives on another site.
    MovedAway(String),
    /// Nothing; these pages have similar addresses or names.
    Nothing(Vec<PageIndex>),
}

/// A form of a figure by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picture {
    /// Lines and text.
    Svg,
    /// Pixels.
    Png,
    /// A flowchart of Mermaid.
    Mermaid,
}

impl Picture {
    /// All forms.
    pub const ALL: [Self; 3] = [Self::Svg, Self::Png, Self::Mermaid];

    /// The ending of an address that asks for the form.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Svg => ".svg",
            Self::Png => ".png",
            Self::Mermaid => ".mmd",
        }
    }
}

/// A form of a page that tools read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Twin {
    /// What the page states, as Turtle.
    Turtle,
    /// The same as JSON-LD.
    JsonLd,
    /// The same as N-Triples.
    NTriples,
    /// The page's own text.
    Markdown,
}

impl Twin {
    /// All forms.
    pub const ALL: [Self; 4] = [Self::Turtle, Self::JsonLd, Self::NTriples, Self::Markdown];

    /// The ending of an address that asks for the form.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Turtle => ".ttl",
            Self::JsonLd => ".jsonld",
            Self::NTriples => ".nt",
            Self::Markdown => ".md",
        }
    }
}

/// How many pages are suggested where there is none.
const SUGGESTIONS: usize = 5;

/// Finds what `path` means: the path of a request below the root of the book, percent-decoded,
/// without its first `/`.
#[must_use]
pub fn find(catalog: &Catalog, path: &str) -> Found {
    find_at(catalog, path).unwrap_or_else(|| find_near(catalog, path))
}

/// What is exactly at `path`, as [`find`] says; tells quickly that nothing is.
#[must_use]
pub fn find_at(catalog: &Catalog, path: &str) -> Option<Found> {
    if let Some((file, asset)) =
        catalog.asset_at(path).and_then(|it| catalog.assets.get_key_value(it))
    {
        let address = catalog.asset_address(file);
        let is_own = address == path || catalog.config.syntax == Syntax::Book;
        let found = || Found::Asset(file.clone(), *asset);
        return Some(if is_own { found() } else { Found::Moved(encode_path(&address)) });
    }
    if let Some(page) = catalog.page_at(&Route::verbatim_request(path)) {
        return Some(Found::Page(page));
    }
    for twin in Twin::ALL {
        if let Some(page) = path.strip_suffix(twin.ending()).and_then(|bare| twin_of(catalog, bare))
        {
            return Some(Found::Twin(page, twin));
        }
    }
    for picture in Picture::ALL {
        let bare = path.strip_suffix(picture.ending());
        if let Some((page, block)) = bare.and_then(|bare| drawing(catalog, bare)) {
            return Some(Found::Drawing(page, block, picture));
        }
    }
    None
}

/// Where the content of an address that nothing is at may be.
fn find_near(catalog: &Catalog, path: &str) -> Found {
    let route = Route::of_request(path);
    let folder = Route::of_request(&format!("{path}/"));
    let file = Route::of_request(path.trim_end_matches('/'));
    let near = [&route, &folder, &file];
    let moved = near.into_iter().find_map(|route| catalog.page_at(route));
    if let Some(page) = moved.and_then(|page| catalog.pages.get(page)) {
        return Found::Moved(page.route.encoded());
    }
    let redirect = near.into_iter().find_map(|route| catalog.redirect_at(route));
    match redirect.or_else(|| catalog.redirect_near(path)).map(|redirect| &redirect.to) {
        Some(RedirectTarget::Own(address)) => return Found::Moved(address.clone()),
        Some(RedirectTarget::Elsewhere(url)) => return Found::MovedAway(url.clone()),
        None => {}
    }
    if let Some(address) = catalog.address_near(path) {
        return Found::Moved(encode_path(&address));
    }
    let front = catalog.front().filter(|_| path.is_empty());
    if let Some(front) = front.and_then(|front| catalog.pages.get(front)) {
        return Found::Moved(front.route.encoded());
    }
    Found::Nothing(similar(catalog, path))
}

/// The figure whose picture is asked for: `figures/folder/page/figure-1`, without its ending.
fn drawing(catalog: &Catalog, path: &str) -> Option<(PageIndex, usize)> {
    let path = path.strip_prefix("figures/")?;
    let (page, id) = path.rsplit_once('/').unwrap_or(("", path));
    let routes = [page.to_owned(), format!("{page}/")];
    routes.iter().find_map(|route| {
        let page = catalog.page_at(&Route::verbatim_request(route))?;
        let blocks = &catalog.pages.get(page)?.document.code_blocks;
        let is_wanted = |figure: &Figure| figure.id == id;
        let block = blocks.iter().position(|block| block.figure.as_ref().is_some_and(is_wanted));
        Some((page, block?))
    })
}

/// The page whose twin is asked for: `folder/index.ttl` is the twin of `folder/`.
#[must_use]
pub fn twin_of(catalog: &Catalog, bare: &str) -> Option<PageIndex> {
    let index = bare.strip_suffix("index").filter(|rest| rest.is_empty() || rest.ends_with('/'));
    catalog.page_at(&Route::verbatim_request(index.unwrap_or(bare)))
}

fn similar(catalog: &Catalog, path: &str) -> Vec<PageIndex> {
    let wanted = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let mut found = Vec::new();
    let mut names: Vec<(&str, PageIndex)> = catalog
        .pages
        .iter()
        .enumerate()
        .map(|(index, page)| {
            let route = page.route.as_str().trim_end_matches('/');
            (route.rsplit('/').next().unwrap_or_default(), index)
        })
        .collect();
    while found.len() < SUGGESTIONS {
        let Some(likely) = nearest(wanted, names.iter().map(|(name, _)| *name)) else {
            break;
        };
        let likely = likely.to_owned();
        found.extend(names.iter().filter(|(name, _)| *name == likely).map(|(_, index)| *index));
        names.retain(|(name, _)| *name != likely);
    }
    found.truncate(SUGGESTIONS);
    found
}
