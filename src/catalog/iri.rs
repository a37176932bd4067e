//! From IRIs of the book back to what they name.

use percent_encoding::percent_decode_str;

use crate::catalog::{Catalog, LinkTarget, Route};

impl Catalog {
    /// The page, the place of a page or the file that an IRI names; `None` where it names nothing
    /// that has an address. What stands on a page without an id of its own leads to the page.
    #[must_use]
    pub fn target_of_iri(&self, iri: &str) -> Option<LinkTarget> {
        let below = iri.strip_prefix(&self.config.base)?;
        let (path, fragment) = below.split_once('#').unwrap_or((below, ""));
        let decoded = |text: &str| percent_decode_str(text).decode_utf8().ok().map(String::from);
        let path = decoded(path)?;
        if let Some(page) = self.page_at(&Route::verbatim_request(&path)) {
            let document = &self.pages.get(page)?.document;
            let fragment = decoded(fragment).filter(|id| document.has_id(id));
            return Some(LinkTarget::Page { page, fragment, fragment_exists: true });
        }
        let file = self.asset_at(&path).filter(|_| fragment.is_empty())?.clone();
        Some(LinkTarget::Asset { file, fragment: None })
    }
}
