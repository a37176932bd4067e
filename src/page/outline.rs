//! The book's tree as one page shows it.

use crate::catalog::{Catalog, Navigation, PageIndex};
use crate::page::address::Addresses;
use crate::page::view::{NavEntry, NavPart};

/// Books with more entries show each page only what is near it, so that the size of a page does
/// not grow with the book.
const WHOLE_TREE: usize = 400;

/// The tree as the page `current` shows it, or as a page outside the book shows it.
#[must_use]
pub(in crate::page) fn outline(
    catalog: &Catalog,
    current: Option<PageIndex>,
    addresses: Addresses<'_>,
) -> Vec<NavPart> {
    let navigation = &catalog.navigation;
    let own = current.and_then(|page| catalog.pages.get(page)).and_then(|page| page.entry);
    let mut open = vec![false; navigation.entries.len()];
    let above = |entry: usize| navigation.entries.get(entry).and_then(|entry| entry.parent);
    for entry in std::iter::successors(own, |entry| above(*entry)) {
        if let Some(open) = open.get_mut(entry) {
            *open = true;
        }
    }
    let everything = navigation.entries.len() <= WHOLE_TREE;
    let mut parts: Vec<NavPart> = Vec::new();
    for (index, entry) in navigation.entries.iter().enumerate() {
        let is_open = |entry: usize| open.get(entry).copied().unwrap_or_default();
        if !everything && entry.parent.is_some_and(|parent| !is_open(parent)) {
            continue;
        }
        let elided = !everything && !is_open(index) && has_children(navigation, index);
        let shown = NavEntry {
            title: entry.name.clone(),
            number: entry
                .number
                .clone()
                .filter(|_| catalog.config.pages.section_numbers)
                .unwrap_or_default(),
            url: entry
                .page
                .map(|page| addresses.page(page, None))
                .or_else(|| entry.elsewhere.clone())
                .unwrap_or_default(),
            current: own == Some(index),
            open: is_open(index),
            elided,
            children: Vec::new(),
        };
        let title = entry.part.clone().unwrap_or_default();
        if parts.last().is_none_or(|part| part.title != title) {
            parts.push(NavPart { title, entries: Vec::new() });
        }
        if let Some(part) = parts.last_mut() {
            place(&mut part.entries, entry.depth, shown);
        }
    }
    parts
}

/// Whether the entry behind this one is below it.
fn has_children(navigation: &Navigation, entry: usize) -> bool {
    navigation.entries.get(entry + 1).is_some_and(|next| next.parent == Some(entry))
}

/// Puts an entry `depth` levels below the last one of each level.
fn place(entries: &mut Vec<NavEntry>, depth: usize, entry: NavEntry) {
    match entries.last_mut() {
        Some(last) if depth > 0 => place(&mut last.children, depth - 1, entry),
        _ => entries.push(entry),
    }
}
