//! The figure on the page of a thing: the thing and what it is joined with.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::figure::wanted::Wanted;
use crate::page::address::{Addresses, Site};
use crate::page::answer::Dress;
use crate::page::drawing::{FigureWriter, Forms, PIXELS_EACH, Shown, entity_address};
use crate::page::shell::Book;
use crate::page::view::Preview;
use crate::service::entity::is_architecture;
use crate::service::figures::Picture;
use crate::snapshot::Snapshot;

/// What to draw for the page of a thing; `None` for architectures, whose pages name their figures.
#[must_use]
pub fn wanted(snapshot: &Snapshot, iri: &str) -> Option<Wanted> {
    let options = [("around", iri.to_owned()), ("depth", "1".to_owned())];
    (!is_architecture(snapshot, iri)).then(|| Wanted(options.into_iter().collect()))
}

/// Where a server draws the figure, below the root of the book.
fn place(iri: &str, ending: &str) -> String {
    let iri = utf8_percent_encode(iri, NON_ALPHANUMERIC);
    format!("figures/new.{ending}?around={iri}&depth=1")
}

fn in_pixels(address: &str) -> String {
    format!("{address}&scale={PIXELS_EACH}")
}

/// The figure for those who link to the page. A static site has no such picture by itself.
pub(in crate::service::showing) fn preview(
    book: &Book<'_>,
    iri: &str,
    picture: &Picture,
) -> Option<Preview> {
    let address = in_pixels(&place(iri, "png"));
    let preview = || book.drawn(&address, &picture.title, &picture.drawing);
    (book.site == Site::Served).then(preview).flatten()
}

/// The figure as HTML.
pub(in crate::service::showing) fn html(
    addresses: Addresses<'_>,
    iri: &str,
    picture: &Picture,
) -> String {
    let address = |iri: &str| entity_address(addresses, iri);
    let forms = (addresses.site() == Site::Served).then(|| {
        let at = |ending: &str| format!("{}{}", addresses.root(), place(iri, ending));
        Forms { svg: at("svg"), png: in_pixels(&at("png")), mermaid: at("mmd") }
    });
    let shown = Shown {
        id: "neighbours",
        number: None,
        caption: &picture.title,
        drawing: Ok(&picture.drawing),
    };
    FigureWriter { address: &address, forms, dress: Dress::Loggia }.html(shown)
}
