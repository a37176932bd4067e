//! Many pages as one, for paper: their bodies one after the other, with links that stay inside.

use std::collections::HashMap;

use crate::catalog::{Catalog, PageIndex, Route};
use crate::document::slug::slug;
use crate::page::address::Addresses;
use crate::page::body;
use crate::page::shell::Book;
use crate::page::view::{Link, PrintPage, PrintedPage};
use crate::question::Answers;

/// No more pages than this are put together; of a larger book, its parts.
pub const MOST_PRINTED: usize = 500;

/// What is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// What it is called.
    pub title: String,
    /// Its pages in the order of reading, each with how deep it stands below the first.
    pub pages: Vec<(PageIndex, usize)>,
}

/// The whole book.
#[must_use]
pub fn whole(catalog: &Catalog) -> Selection {
    let entries = catalog.navigation.entries.iter();
    let mut pages: Vec<(PageIndex, usize)> =
        entries.filter_map(|entry| Some((entry.page?, entry.depth))).collect();
    let mut known = vec![false; catalog.pages.len()];
    pages.retain(|(page, _)| {
        known.get_mut(*page).is_some_and(|known| !std::mem::replace(known, true))
    });
    let others = known.iter().enumerate().filter(|(_, known)| !**known);
    pages.extend(others.map(|(page, _)| (page, 0)));
    Selection { title: catalog.title.clone(), pages }
}

/// A part of the book: a page with all that stands below it in the table of contents, by the page's
/// address, or what stands under a title, by its words in lower case with hyphens.
#[must_use]
pub fn part(catalog: &Catalog, name: &str) -> Option<Selection> {
    let routes = [name.to_owned(), format!("{name}/")];
    let page = routes.iter().find_map(|route| catalog.page_at(&Route::verbatim_request(route)));
    let entries = &catalog.navigation.entries;
    if let Some(page) = page {
        let title = catalog.name_of(page).to_owned();
        let Some((entry, own)) = catalog
            .pages
            .get(page)
            .and_then(|page| page.entry)
            .and_then(|entry| Some((entry, entries.get(entry)?)))
        else {
            return Some(Selection { title, pages: vec![(page, 0)] });
        };
        let below = entries.get(entry + 1..).unwrap_or_default().iter();
        let below = below.take_while(|entry| entry.depth > own.depth);
        let below = below.filter_map(|entry| Some((entry.page?, entry.depth - own.depth)));
        return Some(Selection { title, pages: std::iter::once((page, 0)).chain(below).collect() });
    }
    let title = entries.iter().filter_map(|entry| entry.part.as_ref());
    let title = title.into_iter().find(|title| slug(title) == name)?;
    let own = entries.iter().filter(|entry| entry.part.as_ref() == Some(title));
    let pages = own.filter_map(|entry| Some((entry.page?, entry.depth))).collect();
    Some(Selection { title: title.clone(), pages })
}

impl Book<'_> {
    /// A selection as one page at `at`; where it is too large, only what parts it has.
    #[must_use]
    pub fn printed(&self, selection: &Selection, answers: &Answers, at: &Route) -> PrintPage {
        let catalog = self.catalog;
        let addresses = self.addresses(at);
        let fits = selection.pages.len() <= MOST_PRINTED;
        let pages = if fits { selection.pages.as_slice() } else { &[] };
        let places: HashMap<String, PageIndex> =
            pages.iter().map(|(page, _)| (addresses.page(*page, None), *page)).collect();
        let printed = pages.iter().map(|(page, depth)| {
            let body = body::render(self.known, *page, answers, addresses);
            PrintedPage {
                id: format!("p{page}"),
                title: catalog.name_of(*page).to_owned(),
                depth: (*depth).min(6),
                body_html: joined(&body, *page, &places),
            }
        });
        PrintPage {
            pages: printed.collect(),
            parts: if fits { Vec::new() } else { self.parts(addresses) },
            count: selection.pages.len(),
            title: selection.title.clone(),
            is_whole: selection.title == catalog.title,
            shell: self.shell(at, None, selection.title.clone()),
        }
    }

    /// The parts of the book and the entries at its top.
    fn parts(&self, addresses: Addresses<'_>) -> Vec<Link> {
        let mut parts: Vec<Link> = Vec::new();
        for entry in &self.catalog.navigation.entries {
            let (title, name) = match (&entry.part, entry.page) {
                (Some(part), _) => (part, slug(part)),
                (None, Some(page)) if entry.depth == 0 => {
                    let route = self.catalog.pages.get(page).map(|page| page.route.encoded());
                    (&entry.name, route.unwrap_or_default())
                }
                _ => continue,
            };
            if !name.is_empty() && parts.last().is_none_or(|last| last.title != *title) {
                let url = format!("{}print/{}", addresses.root(), name.trim_end_matches('/'));
                parts.push(Link { title: title.clone(), url });
            }
        }
        parts
    }
}

/// Attributes that name a place of the page itself.
const NAMES: &[&str] = &["id", "aria-labelledby", "aria-describedby", "aria-controls", "for"];

/// A body among others: each place of its own gets a name that no other has, and links to pages that
/// are here lead to their places.
fn joined(body: &str, page: PageIndex, places: &HashMap<String, PageIndex>) -> String {
    let mut whole = String::with_capacity(body.len() + body.len() / 16);
    let mut rest = body;
    while let Some(start) = rest.find('<') {
        let (before, tag) = rest.split_at(start);
        whole.push_str(before);
        let tag_end = end_of(tag);
        let (tag, after) = tag.split_at(tag_end);
        rename(tag, page, places, &mut whole);
        rest = after;
    }
    whole.push_str(rest);
    whole
}

/// Where a tag ends: at the first `>` outside quotation marks.
fn end_of(tag: &str) -> usize {
    let mut quoted = false;
    for (at, byte) in tag.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return at + 1,
            _ => {}
        }
    }
    tag.len()
}

fn rename(tag: &str, page: PageIndex, places: &HashMap<String, PageIndex>, whole: &mut String) {
    let mut rest = tag;
    while let Some((before, after)) = rest.split_once("=\"") {
        let name = before.rsplit(|c: char| c.is_ascii_whitespace()).next().unwrap_or_default();
        let Some((value, after)) = after.split_once('"') else { break };
        whole.push_str(before);
        whole.push_str("=\"");
        if NAMES.contains(&name) {
            let names = value.split_ascii_whitespace().map(|name| format!("p{page}-{name}"));
            whole.push_str(&names.collect::<Vec<_>>().join(" "));
        } else if name.ends_with("href") {
            whole.push_str(&inside(value, page, places).unwrap_or_else(|| value.to_owned()));
        } else {
            whole.push_str(&value.replace("url(#", &format!("url(#p{page}-")));
        }
        whole.push('"');
        rest = after;
    }
    whole.push_str(rest);
}

/// Where a link leads among what is printed; `None` where it leads out.
fn inside(href: &str, page: PageIndex, places: &HashMap<String, PageIndex>) -> Option<String> {
    if let Some(own) = href.strip_prefix('#') {
        return Some(format!("#p{page}-{own}"));
    }
    let decoded = html_escape::decode_html_entities(href);
    let (address, fragment) = match decoded.split_once('#') {
        Some((address, fragment)) => (address, Some(fragment)),
        None => (decoded.as_ref(), None),
    };
    let to = places.get(address)?;
    let fragment =
        fragment.map(|id| format!("-{}", html_escape::encode_double_quoted_attribute(id)));
    Some(format!("#p{to}{}", fragment.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_different_and_links_stay_inside() {
        let places = HashMap::from([("../a".to_owned(), 3), ("../b?x&y".to_owned(), 4)]);
        let body = "<h2 id=\"flows\">A &lt; id=\"no\"</h2><a title=\"a > b\" href=\"#flows\">x</a>\
            <a href=\"../a#there\">y</a><a href=\"../b?x&amp;y\">z</a><a href=\"../c#d\">out</a>\
            <path marker-end=\"url(#arrow)\"/><table aria-labelledby=\"t u\">";
        insta::assert_snapshot!(joined(body, 7, &places).replace("><", ">\n<"), @r##"
        <h2 id="p7-flows">A &lt; id="no"</h2>
        <a title="a > b" href="#p7-flows">x</a>
        <a href="#p3-there">y</a>
        <a href="#p4">z</a>
        <a href="../c#d">out</a>
        <path marker-end="url(#p7-arrow)"/>
        <table aria-labelledby="p7-t p7-u">
        "##);
    }

    #[test]
    fn whatever_is_written_nothing_is_lost() {
        for body in ["", "<", "a < b", "<a href=\"", "<a b=\"c", "a\"b=\"<x y=\"<z>\">\u{e9}"] {
            assert_eq!(joined(body, 1, &HashMap::new()), body);
        }
    }
}
