//! Which places link to a page: the first on the page itself, all on a page of their own.

use crate::catalog::{Catalog, Page, PageIndex, Route, encode_path};
use crate::page::address::{Addresses, Site};
use crate::page::shell::Book;
use crate::page::view::{Backlink, Backlinks, BacklinksPage, Link};

/// A page shows no more places that link to it than this.
const SHOWN: usize = 24;

impl Book<'_> {
    /// The places that the page itself shows.
    pub(in crate::page) fn backlinks(
        &self,
        page: &Page,
        addresses: Addresses<'_>,
    ) -> Option<Backlinks> {
        let count = places(self.catalog, page).count();
        let shown = count.min(SHOWN);
        (count > 0).then(|| Backlinks {
            places: self.views(page, addresses).take(shown).collect(),
            all: (count > shown).then(|| Link {
                url: format!("{}{}", addresses.root(), address(page, self.site)),
                title: format!("All {count} places"),
            }),
        })
    }

    /// The page of all places that link to a page; `None` where the page itself shows them.
    #[must_use]
    pub fn backlinks_page(&self, index: PageIndex) -> Option<BacklinksPage> {
        let page = self.catalog.pages.get(index)?;
        let is_cut = places(self.catalog, page).nth(SHOWN).is_some();
        let name = self.catalog.name_of(index).to_owned();
        is_cut.then(|| {
            let route = Route::verbatim_request(&address(page, Site::Served));
            let addresses = self.addresses(&route);
            BacklinksPage {
                places: self.views(page, addresses).collect(),
                page: Link { url: addresses.page(index, None), title: name.clone() },
                shell: self.shell(&route, None, format!("Places that link to {name}")),
            }
        })
    }

    fn views<'a>(
        &'a self,
        page: &'a Page,
        addresses: Addresses<'a>,
    ) -> impl Iterator<Item = Backlink> + 'a {
        places(self.catalog, page).filter_map(move |(other, section)| {
            let section = self.catalog.pages.get(other)?.document.sections.get(section);
            let heading = section.and_then(|section| section.heading.as_ref());
            let heading = heading.filter(|heading| heading.level > 1);
            Some(Backlink {
                url: addresses.page(other, heading.map(|heading| heading.id.as_str())),
                title: self.catalog.name_of(other).to_owned(),
                section: heading.map(|heading| heading.text.clone()).unwrap_or_default(),
            })
        })
    }
}

/// Where all places that link to a page are shown, below the root of the book, encoded. A static
/// site has a file of that name.
fn address(page: &Page, site: Site) -> String {
    let ending = if site == Site::Static { ".html" } else { "" };
    format!("_loggia/backlinks/{}", encode_path(&page.route.twin(ending)))
}

/// Each section of another page that links here once, with its page. Backlinks come in the order
/// of the text, so that the links of a section follow each other.
fn places<'a>(
    catalog: &'a Catalog,
    page: &'a Page,
) -> impl Iterator<Item = (PageIndex, usize)> + 'a {
    let mut last = None;
    page.backlinks.iter().filter_map(move |backlink| {
        let link = catalog.pages.get(backlink.page)?.document.links.get(backlink.link)?;
        let place = (backlink.page, link.section);
        (last.replace(place) != Some(place)).then_some(place)
    })
}
