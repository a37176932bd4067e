//! What a page shows of the tree: all of a small book, of a large one what is near.
//!
//! Near are the top of the tree, the entries above the page with some beside each, those beside the
//! page and those below it. Every level is cut to a window around the entry that leads to the page;
//! what is left out stands behind a link that a script opens in place.

use std::ops::Range;

use crate::catalog::{Catalog, PageIndex};
use crate::page::address::Addresses;
use crate::page::outline::{Branch, Outline, branch_id, number_of, url_of};
use crate::page::view::{NavBranch, NavEntry, NavList, NavPart, NavRest, Tree};

/// Books of up to this many entries show all of them on every page: about as many as a large book
/// shows of itself.
const WHOLE_TREE: usize = 80;

/// How many entries of the top level, and of the levels of the page and below it, are shown.
const ROOM: usize = 40;

/// How many entries all levels between show together, and each of them at least.
const ROOM_BETWEEN: (usize, usize) = (40, 4);

/// Trees with fewer entries need no filter.
const FILTERED_TREE: usize = 12;

impl Outline {
    /// The tree as the page `current` shows it, or as a page outside the book shows it.
    #[must_use]
    pub(in crate::page) fn near(
        &self,
        catalog: &Catalog,
        current: Option<PageIndex>,
        addresses: Addresses<'_>,
    ) -> Tree {
        let own = current.and_then(|page| catalog.pages.get(page)).and_then(|page| page.entry);
        let whole = self.children.len() <= WHOLE_TREE;
        let root = addresses.root();
        let contents_url = format!("{root}{}", self.contents_address());
        let near = Near {
            outline: self,
            catalog,
            addresses,
            own,
            trail: own.map(|own| self.trail(own)).unwrap_or_default(),
            whole,
            contents_url: &contents_url,
        };
        Tree {
            parts: near.parts(),
            data_url: format!("{root}{}", self.address()),
            filter: self.children.len() >= FILTERED_TREE,
            size: if whole { String::new() } else { grouped(self.children.len()) },
            contents_url,
        }
    }

    /// The entry with those above it, outermost first.
    fn trail(&self, own: usize) -> Vec<usize> {
        let mut trail = Vec::new();
        let mut branch = None;
        // Entries come in reading order: the one that leads on is the last not behind `own`.
        while trail.last() != Some(&own) {
            let children = self.children(branch);
            let behind = children.partition_point(|child| *child <= own);
            let Some(child) = behind.checked_sub(1).and_then(|at| children.get(at)) else {
                break;
            };
            trail.push(*child);
            branch = Some(*child);
        }
        trail
    }
}

struct Near<'a> {
    outline: &'a Outline,
    catalog: &'a Catalog,
    addresses: Addresses<'a>,
    own: Option<usize>,
    trail: Vec<usize>,
    whole: bool,
    contents_url: &'a str,
}

impl Near<'_> {
    /// The top level by part.
    fn parts(&self) -> Vec<NavPart> {
        let NavList { entries, before, after } = self.level(None, 0);
        let top = self.outline.children(None);
        let shown = self.shown(None, 0);
        let mut parts: Vec<NavPart> = Vec::new();
        for (entry, index) in entries.into_iter().zip(top.get(shown).unwrap_or_default()) {
            let part = self.catalog.navigation.entries.get(*index);
            let title = part.and_then(|entry| entry.part.clone()).unwrap_or_default();
            if parts.last().is_none_or(|part| part.title != title) {
                parts.push(NavPart { title, list: NavList::default() });
            }
            if let Some(part) = parts.last_mut() {
                part.list.entries.push(entry);
            }
        }
        if let Some(first) = parts.first_mut() {
            first.list.before = before;
        }
        if let Some(last) = parts.last_mut() {
            last.list.after = after;
        }
        parts
    }

    /// The entries of a branch, `depth` levels below the root.
    fn level(&self, branch: Branch, depth: usize) -> NavList {
        let children = self.outline.children(branch);
        let shown = self.shown(branch, depth);
        let rest = |count: usize, words: &str| {
            (count > 0).then(|| NavRest {
                label: format!("{} {words}", grouped(count)),
                url: self.contents_url(branch),
                branch: branch.map_or_else(|| "top".to_owned(), |entry| entry.to_string()),
            })
        };
        NavList {
            before: rest(shown.start, "before"),
            after: rest(children.len() - shown.end, "more"),
            entries: children
                .get(shown)
                .unwrap_or_default()
                .iter()
                .filter_map(|entry| self.entry(*entry, depth))
                .collect(),
        }
    }

    fn entry(&self, index: usize, depth: usize) -> Option<NavEntry> {
        let entry = self.catalog.navigation.entries.get(index)?;
        let open = self.trail.get(depth) == Some(&index);
        let is_shown = self.whole || open;
        Some(NavEntry {
            title: entry.name.clone(),
            number: number_of(self.catalog, entry),
            url: url_of(self.addresses, entry).unwrap_or_default(),
            current: self.own == Some(index),
            open,
            branch: self
                .outline
                .is_branch(index)
                .then(|| NavBranch { id: index.to_string(), url: self.contents_url(Some(index)) }),
            children: if is_shown {
                self.level(Some(index), depth + 1)
            } else {
                NavList::default()
            },
        })
    }

    /// Which of a branch's entries are shown.
    fn shown(&self, branch: Branch, depth: usize) -> Range<usize> {
        let children = self.outline.children(branch);
        let leads_on = self.trail.get(depth).and_then(|entry| children.binary_search(entry).ok());
        // The page's own level is the trail's last.
        let room = match self.trail.len() {
            _ if self.whole => children.len(),
            length if depth == 0 || depth + 1 >= length => ROOM,
            // The first level is the top, the last the page's own.
            length => (ROOM_BETWEEN.0 / (length - 2)).max(ROOM_BETWEEN.1),
        };
        window(children.len(), leads_on.unwrap_or_default(), room)
    }

    fn contents_url(&self, branch: Branch) -> String {
        match branch {
            Some(entry) => format!("{}#{}", self.contents_url, branch_id(entry)),
            None => self.contents_url.to_owned(),
        }
    }
}

/// Up to `room` of `length` places, with `at` in the middle where the ends allow.
fn window(length: usize, at: usize, room: usize) -> Range<usize> {
    // A link for one or two entries would take the place of one of them.
    if length <= room + 2 {
        return 0..length;
    }
    let start = at.saturating_sub(room / 2).min(length - room);
    start..start + room
}

/// A number with its thousands apart.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_holds_its_place_and_stays_within() {
        assert_eq!(window(12, 3, 10), 0..12);
        assert_eq!(window(13, 0, 10), 0..10);
        assert_eq!(window(100, 50, 10), 45..55);
        assert_eq!(window(100, 99, 10), 90..100);
        assert_eq!(window(0, 0, 10), 0..0);
    }

    #[test]
    fn thousands_stand_apart() {
        assert_eq!([0, 999, 1000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }
}
