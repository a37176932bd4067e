//! The gallery: all figures of a book, drawn ones and image files, found by what they depict.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::catalog::{PageIndex, Route, encode_path, place_iri};
use crate::document::Figure;
use crate::figure::{Figures, LiveFigure};
use crate::page::address::{Addresses, Site};
use crate::page::drawing::{entity_address, picture_path};
use crate::page::image::image_address;
use crate::page::naming::Known;
use crate::page::shell::Book;
use crate::page::view::{GalleryEntry, GalleryPage, Link};

/// So many figures stand on a page of the gallery.
const PER_PAGE: usize = 60;
/// So many depicted things are named.
const NAMED: usize = 8;

/// A figure before anything is decided about how it is shown.
struct Found {
    entry: GalleryEntry,
    /// Everything that a filter looks at, in lower case.
    words: String,
}

/// Something that a figure shows.
#[derive(PartialEq, Eq)]
struct Depicted {
    name: String,
    iri: String,
}

/// A page of the gallery, counted from 1. Every word of the filter must stand in the caption, the
/// title of the page, the alternative text or the name of a depicted thing.
#[must_use]
pub fn gallery(book: Book<'_>, figures: &Figures, query: &str, number: usize) -> GalleryPage {
    let served = book.site == Site::Served;
    let route = Route::verbatim_request(if served { "figures" } else { "figures.html" });
    let addresses = book.addresses(&route);
    let wanted: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    let pages = 0..book.catalog.pages.len();
    let all = pages.flat_map(|page| of_page(book.known, addresses, figures, page));
    let mut entries: Vec<GalleryEntry> = all
        .filter(|found| wanted.iter().all(|word| found.words.contains(word)))
        .map(|found| found.entry)
        .collect();
    let total = entries.len();
    let per_page = if served { PER_PAGE } else { total.max(1) };
    let last = total.div_ceil(per_page).max(1);
    let number = number.clamp(1, last);
    entries = entries.into_iter().skip((number - 1) * per_page).take(per_page).collect();
    let encoded = utf8_percent_encode(query, NON_ALPHANUMERIC).to_string();
    let numbered = |number: usize| format!("figures?q={encoded}&page={number}");
    GalleryPage {
        shell: book.shell(&route, None, "Figures".to_owned()),
        action: served.then(|| "figures".to_owned()),
        query: query.to_owned(),
        summary: match total {
            0 => "No figures".to_owned(),
            1 => "1 figure".to_owned(),
            total => format!("{total} figures"),
        },
        entries,
        new_url: served.then(|| "figures/new".to_owned()),
        previous_url: (number > 1).then(|| numbered(number - 1)),
        next_url: (number < last).then(|| numbered(number + 1)),
        position: if last > 1 { format!("Page {number} of {last}") } else { String::new() },
    }
}

/// The figures of a page, by their numbers.
fn of_page(
    known: Known<'_>,
    addresses: Addresses<'_>,
    figures: &Figures,
    index: PageIndex,
) -> Vec<Found> {
    let Some(page) = known.catalog.pages.get(index) else {
        return Vec::new();
    };
    let drawn = figures.of_page(index).map(|live| of_drawing(addresses, index, live));
    let images = page.document.images.iter().zip(&page.images).filter_map(|(image, resolved)| {
        let figure = image.figure.as_ref()?;
        let entry = GalleryEntry {
            caption: image.caption().to_owned(),
            alternative: image.alternative.clone(),
            image_url: image_address(resolved, addresses).unwrap_or_default(),
            ..placed(addresses, index, figure)
        };
        Some(found(entry, &of_image(known, index, figure), addresses))
    });
    let mut all: Vec<Found> = drawn.chain(images).collect();
    all.sort_by_key(|found| found.entry.number);
    all
}

/// What an image depicts as its author says.
fn of_image(known: Known<'_>, page: PageIndex, figure: &Figure) -> Vec<Depicted> {
    let iri = place_iri(&known.catalog.iri(page), &figure.id);
    let depicted = known.facts.depicted_in(&iri);
    depicted.map(|iri| Depicted { name: known.name(iri), iri: iri.to_owned() }).collect()
}

fn placed(addresses: Addresses<'_>, page: PageIndex, figure: &Figure) -> GalleryEntry {
    GalleryEntry {
        url: addresses.page(page, Some(&figure.id)),
        number: figure.number,
        page_title: addresses.catalog().name_of(page).to_owned(),
        ..GalleryEntry::default()
    }
}

fn of_drawing(addresses: Addresses<'_>, page: PageIndex, live: &LiveFigure) -> Found {
    let mut entry = placed(addresses, page, &live.figure);
    entry.caption.clone_from(&live.caption);
    let Ok(drawing) = &live.drawing else {
        return found(entry, &[], addresses);
    };
    let path = picture_path(addresses.catalog(), page, live).unwrap_or_default();
    entry.image_url = format!("{}{}", addresses.root(), encode_path(&path));
    let ends = |iri: &str| drawing.scene.find(iri).is_some();
    let shown = drawing.scene.depicted().filter(|named| ends(&named.iri));
    let depicted = shown.map(|it| Depicted { name: it.label.clone(), iri: it.iri.clone() });
    let mut depicted: Vec<Depicted> = depicted.collect();
    depicted.dedup();
    found(entry, &depicted, addresses)
}

fn found(mut entry: GalleryEntry, depicted: &[Depicted], addresses: Addresses<'_>) -> Found {
    let links = depicted.iter().take(NAMED).map(|it| Link {
        title: it.name.clone(),
        url: entity_address(addresses, &it.iri).unwrap_or_default(),
    });
    entry.depicts = links.collect();
    if depicted.len() > NAMED {
        entry.more = format!(" and {} more", depicted.len() - NAMED);
    }
    let own = [entry.caption.as_str(), &entry.alternative, &entry.page_title];
    let names = depicted.iter().map(|it| it.name.as_str());
    let words = own.into_iter().chain(names).collect::<Vec<_>>().join("\n");
    Found { words: words.to_lowercase(), entry }
}
