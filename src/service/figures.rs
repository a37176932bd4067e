//! Figures by themselves, as pictures.

use crate::catalog::{PageIndex, Route};
use crate::figure::LiveFigure;
use crate::page::address::{Addresses, Site};
use crate::page::drawing;
use crate::snapshot::Snapshot;

/// The picture of a figure, and where it stands below the root of the book.
#[must_use]
pub fn picture(
    snapshot: &Snapshot,
    page: PageIndex,
    code_block: usize,
    site: Site,
) -> Option<(String, String)> {
    picture_of(snapshot, page, snapshot.answers.figures.of(page, code_block)?, site)
}

/// The pictures of all figures.
pub fn pictures(snapshot: &Snapshot, site: Site) -> impl Iterator<Item = (String, String)> {
    let figures = snapshot.answers.figures.all();
    figures.filter_map(move |(page, live)| picture_of(snapshot, page, live, site))
}

/// As [`picture`], of a figure that is at hand.
#[must_use]
pub fn picture_of(
    snapshot: &Snapshot,
    page: PageIndex,
    live: &LiveFigure,
    site: Site,
) -> Option<(String, String)> {
    let path = drawing::picture_path(&snapshot.catalog, page, live)?;
    let addresses = Addresses::new(&snapshot.catalog, site, &Route::verbatim_request(&path));
    Some((path, drawing::picture(live, addresses)?))
}
