//! The tree as scripts read it: a file for each branch, and one of all names for the filter.

use serde::Serialize;

use crate::catalog::{Catalog, Route};
use crate::page::address::Addresses;
use crate::page::outline::{Outline, number_of, url_of};

/// The file of the branch above all.
const TOP: &str = "top.json";

/// The file of all entries.
const NAMES: &str = "names.json";

/// An entry. What is absent is left out.
#[derive(Serialize)]
struct Entry<'a> {
    /// What the line says.
    title: &'a str,
    /// Its section number.
    #[serde(skip_serializing_if = "String::is_empty")]
    number: String,
    /// Its page, relative to the root of the book.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    /// The name of the file with what is below it, without the ending.
    #[serde(skip_serializing_if = "Option::is_none")]
    branch: Option<usize>,
    /// The part it stands in, told at the top level.
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<&'a str>,
    /// Where the entry above it stands in the file of all.
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<usize>,
}

impl Outline {
    /// A file of those below [`Outline::address`]; `None` where there is none of that name.
    #[must_use]
    pub fn file(&self, catalog: &Catalog, name: &str) -> Option<Vec<u8>> {
        match name {
            NAMES => Some(self.names(catalog).to_vec()),
            TOP => Some(self.branch(catalog, self.children(None))),
            _ => {
                let entry: usize = name.strip_suffix(".json")?.parse().ok()?;
                let is_its_name = format!("{entry}.json") == name && self.is_branch(entry);
                is_its_name.then(|| self.branch(catalog, self.children(Some(entry))))
            }
        }
    }

    /// All files below [`Outline::address`] by name.
    pub fn files(&self, catalog: &Catalog) -> impl Iterator<Item = (String, Vec<u8>)> {
        let branches = (0..self.children.len()).filter(|entry| self.is_branch(*entry));
        let branches = branches.map(|entry| format!("{entry}.json"));
        let names = [NAMES, TOP].into_iter().map(str::to_owned).chain(branches);
        names.filter_map(|name| self.file(catalog, &name).map(|content| (name, content)))
    }

    /// All entries, made once.
    fn names(&self, catalog: &Catalog) -> &[u8] {
        self.names.get_or_init(|| {
            let entries = &catalog.navigation.entries;
            let entries = (0..entries.len()).filter_map(|index| {
                let entry = self.entry(catalog, index)?;
                Some(Entry { parent: entries.get(index)?.parent, ..entry })
            });
            json(entries)
        })
    }

    fn branch(&self, catalog: &Catalog, children: &[usize]) -> Vec<u8> {
        json(children.iter().filter_map(|child| self.entry(catalog, *child)))
    }

    fn entry<'a>(&self, catalog: &'a Catalog, index: usize) -> Option<Entry<'a>> {
        let entry = catalog.navigation.entries.get(index)?;
        let from_root = Addresses::new(catalog, self.site, &Route::of_request(""));
        Some(Entry {
            title: &entry.name,
            number: number_of(catalog, entry),
            url: url_of(from_root, entry),
            branch: self.is_branch(index).then_some(index),
            part: entry.part.as_deref().filter(|_| entry.parent.is_none()),
            parent: None,
        })
    }
}

/// Entries as a JSON array. Texts and numbers have nothing to fail about.
fn json<'a>(entries: impl Iterator<Item = Entry<'a>>) -> Vec<u8> {
    serde_json::to_vec(&entries.collect::<Vec<_>>()).unwrap_or_default()
}
