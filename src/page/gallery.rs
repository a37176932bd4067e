//! The gallery: all figures of a book, drawn ones and image files, found by what they depict.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::catalog::{PageIndex, Route, encode_path};
use crate::document::Figure;
use crate::figure::{Figures, LiveFigure};
use crate::page::address::{Addresses, Site};
use crate::page::body::image_address;
use crate::page::drawing::{entity_address, picture_path};
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

/// A page of the gallery, counted from 1. Every word of the filter must stand in the caption, the
/// title of the page, the alternative text or the name of a depicted thing.
#[must_use]
pub fn gallery(book: Book<'_>, figures: &Figures, query: &str, number: usize) -> GalleryPage {
    let served = book.site == Site::Served;
    let route = Route::verbatim_request(if served { "figures" } else { "figures.html" });
    let addresses = book.addresses(&route);
    let wanted: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    let pages = 0..book.catalog.pages.len();
    let all = pages.flat_map(|page| of_page(addresses, figures, page));
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
fn of_page(addresses: Addresses<'_>, figures: &Figures, index: PageIndex) -> Vec<Found> {
    let Some(page) = addresses.catalog().pages.get(index) else {
        return Vec::new();
    };
    let drawn = figures.of_page(index).map(|live| of_drawing(addresses, index, live));
    let images = page.document.images.iter().zip(&page.images).filter_map(|(image, resolved)| {
        let entry = GalleryEntry {
            caption: image.caption().to_owned(),
            alternative: image.alternative.clone(),
            image_url: image_address(resolved, addresses).unwrap_or_default(),
            ..placed(addresses, index, image.figure.as_ref()?)
        };
        Some(found(entry, &[]))
    });
    let mut all: Vec<Found> = drawn.chain(images).collect();
    all.sort_by_key(|found| found.entry.number);
    all
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
        return found(entry, &[]);
    };
    let path = picture_path(addresses.catalog(), page, live).unwrap_or_default();
    entry.image_url = format!("{}{}", addresses.root(), encode_path(&path));
    let ends = |iri: &str| drawing.scene.find(iri).is_some();
    let mut shown: Vec<_> = drawing.scene.depicted().filter(|named| ends(&named.iri)).collect();
    shown.dedup();
    let names: Vec<&str> = shown.iter().map(|named| named.label.as_str()).collect();
    entry.depicts = shown
        .iter()
        .take(NAMED)
        .map(|named| Link {
            title: named.label.clone(),
            url: entity_address(addresses, &named.iri).unwrap_or_default(),
        })
        .collect();
    if shown.len() > NAMED {
        entry.more = format!(" and {} more", shown.len() - NAMED);
    }
    found(entry, &names)
}

fn found(entry: GalleryEntry, depicted: &[&str]) -> Found {
    let own = [entry.caption.as_str(), &entry.alternative, &entry.page_title];
    let words = own.into_iter().chain(depicted.iter().copied()).collect::<Vec<_>>().join("\n");
    Found { words: words.to_lowercase(), entry }
}
