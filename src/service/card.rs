//! A page in a few words, for those who show a card below a link to it.

use percent_encoding::percent_decode_str;

use crate::catalog::{Catalog, PageIndex};
use crate::document::Document;
use crate::service::pages::{Found, find};

/// How many characters of a section stand for a description.
const DESCRIPTION: usize = 400;

/// A page, or a section of it, in a few words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PageCard {
    /// Its title; of a section the heading.
    pub title: String,
    /// What leads to it: the book, its part, the pages above it.
    pub trail: Vec<String>,
    /// What it says of itself, else its first words.
    pub description: String,
}

/// The card of what an address leads to: a path below the root of the book and a fragment, both as
/// written in a link. `None` where there is no such page.
#[must_use]
pub fn card(catalog: &Catalog, path: &str, fragment: &str) -> Option<PageCard> {
    let path = percent_decode_str(path).decode_utf8().ok()?;
    let index = match find(catalog, &path) {
        Found::Page(page) | Found::Twin(page, _) | Found::Drawing(page, ..) => page,
        Found::Moved(address) => {
            let address = address.split('#').next().unwrap_or_default();
            let path = percent_decode_str(address).decode_utf8().ok()?;
            let Found::Page(page) = find(catalog, &path) else {
                return None;
            };
            page
        }
        Found::Asset(..) | Found::MovedAway(_) | Found::Nothing(_) => return None,
    };
    of_page(catalog, index, fragment)
}

fn of_page(catalog: &Catalog, index: PageIndex, fragment: &str) -> Option<PageCard> {
    let document = &catalog.pages.get(index)?.document;
    let fragment = percent_decode_str(fragment).decode_utf8().unwrap_or_default();
    let named = document.headings().find(|(_, heading)| heading.id == fragment);
    let mut trail = vec![catalog.title.clone()];
    trail.extend(catalog.trail(index).into_iter().map(str::to_owned));
    trail.dedup();
    let name = catalog.name_of(index).to_owned();
    let named = named.filter(|(_, heading)| heading.text != document.title);
    let Some((section, heading)) = named else {
        let own = document.front_matter.description.clone();
        let description = own.unwrap_or_else(|| words(document, 0));
        return Some(PageCard { title: name, trail, description });
    };
    trail.push(name);
    // The first page is often called as the book is.
    trail.dedup();
    Some(PageCard { title: heading.text.clone(), trail, description: words(document, section) })
}

/// The first words from a section on.
fn words(document: &Document, section: usize) -> String {
    let texts = document.sections.iter().skip(section).map(|section| section.text.trim());
    let text = texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default();
    text.chars().take(DESCRIPTION).collect()
}
