//! Where the page of a thing is: behind `things/` the address of its page and its place there, so
//! `a/b#c` is told about at `things/a/b/c`.

use percent_encoding::percent_decode_str;

use crate::catalog::{Catalog, Route, encode_path};
use crate::page::address::{Addresses, Site};

/// The folder of all pages of things, and the address of the page that lists them.
pub const FOLDER: &str = "things";

/// The route of the page of a thing; `None` where its IRI is none of the book's.
#[must_use]
pub fn route(catalog: &Catalog, iri: &str) -> Option<Route> {
    let below = iri.strip_prefix(&catalog.config.base)?;
    let (page, place) = below.split_once('#').unwrap_or((below, ""));
    let names = [FOLDER, page.trim_end_matches('/'), place];
    let path: Vec<&str> = names.into_iter().filter(|name| !name.is_empty()).collect();
    let path = path.join("/");
    let decoded = percent_decode_str(&path).decode_utf8().ok()?;
    (path != FOLDER).then(|| Route::verbatim_request(&decoded))
}

/// A reference to the page of a thing; `None` as for [`route`].
#[must_use]
pub fn url(addresses: Addresses<'_>, iri: &str) -> Option<String> {
    let route = route(addresses.catalog(), iri)?;
    Some(reference(addresses, &route))
}

/// A reference to the page that lists all things.
#[must_use]
pub fn index_url(addresses: Addresses<'_>) -> String {
    reference(addresses, &Route::verbatim_request(FOLDER))
}

fn reference(addresses: Addresses<'_>, route: &Route) -> String {
    let path = match addresses.site() {
        Site::Served => route.encoded(),
        Site::Static => encode_path(&route.html_file()),
    };
    format!("{}{path}", addresses.root())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::compile::Compiler;
    use crate::source::MemoryFiles;

    #[test]
    fn a_place_becomes_a_page_below_that_of_its_page() {
        let files = MemoryFiles::fixture("//- a.md\n# A\n");
        let catalog = Compiler::new(Arc::new(files)).link().unwrap().catalog;
        let base = &catalog.config.base;
        let path = |below: &str| {
            let route = route(&catalog, &format!("{base}{below}"))?;
            Some(route.as_str().to_owned())
        };
        assert_eq!(path("a/b#c").as_deref(), Some("things/a/b/c"));
        assert_eq!(path("a/#c").as_deref(), Some("things/a/c"));
        assert_eq!(path("#c%20d").as_deref(), Some("things/c d"));
        assert_eq!(path("a/b").as_deref(), Some("things/a/b"));
        assert_eq!(path(""), None);
        assert!(route(&catalog, "https://example.org/#c").is_none());
    }
}
