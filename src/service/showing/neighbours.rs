//! The figure on the page of a thing: the thing and what it is joined with.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::figure::wanted::Wanted;
use crate::page::address::{Addresses, Site};
use crate::page::answer::Dress;
use crate::page::drawing::{FigureWriter, Forms, Shown, entity_address};
use crate::service::entity::is_architecture;
use crate::service::figures::Picture;
use crate::snapshot::Snapshot;

/// What to draw for the page of a thing; `None` for architectures, whose pages name their figures.
#[must_use]
pub fn wanted(snapshot: &Snapshot, iri: &str) -> Option<Wanted> {
    let options = [("around", iri.to_owned()), ("depth", "1".to_owned())];
    (!is_architecture(snapshot, iri)).then(|| Wanted(options.into_iter().collect()))
}

/// The figure as HTML.
pub(in crate::service::showing) fn html(
    addresses: Addresses<'_>,
    iri: &str,
    picture: &Picture,
) -> String {
    let address = |iri: &str| entity_address(addresses, iri);
    let forms = (addresses.site() == Site::Served).then(|| {
        let query = format!("around={}&depth=1", utf8_percent_encode(iri, NON_ALPHANUMERIC));
        let at = |ending: &str| format!("{}figures/new.{ending}?{query}", addresses.root());
        Forms { svg: at("svg"), png: at("png") + "&scale=2", mermaid: at("mmd") }
    });
    let shown = Shown {
        id: "neighbours",
        number: None,
        caption: &picture.title,
        drawing: Ok(&picture.drawing),
    };
    FigureWriter { address: &address, forms, dress: Dress::Loggia }.html(shown)
}
