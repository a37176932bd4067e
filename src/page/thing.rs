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
