//! All contents of the book as one nested list, for readers without scripts and for finding by eye.

use askama::Template;

use crate::catalog::{Catalog, Route};
use crate::page::address::Addresses;
use crate::page::outline::{Branch, Outline, branch_id, number_of, url_of};
use crate::page::view::{AllEntry, AllPart};

impl Outline {
    /// The list as HTML, for the page at [`Outline::contents_address`]. Made once.
    pub(in crate::page) fn contents(&self, catalog: &Catalog) -> &str {
        self.contents.get_or_init(|| {
            let route = Route::of_request(self.contents_address());
            let addresses = Addresses::new(catalog, self.site, &route);
            let entries = &catalog.navigation.entries;
            let mut parts: Vec<AllPart> = Vec::new();
            for top in self.children(None) {
                let title = entries.get(*top).and_then(|entry| entry.part.clone());
                let title = title.unwrap_or_default();
                if parts.last().is_none_or(|part| part.title != title) {
                    parts.push(AllPart { title, entries: Vec::new() });
                }
                if let Some(part) = parts.last_mut() {
                    part.entries.extend(self.all_below(catalog, addresses, Some(*top)));
                }
            }
            // Templates of plain data have nothing to fail about.
            parts.iter().filter_map(|part| part.render().ok()).collect()
        })
    }

    /// An entry with everything below it.
    fn all_below(
        &self,
        catalog: &Catalog,
        addresses: Addresses<'_>,
        branch: Branch,
    ) -> Option<AllEntry> {
        let index = branch?;
        let entry = catalog.navigation.entries.get(index)?;
        let children = self.children(branch).iter();
        Some(AllEntry {
            id: if self.is_branch(index) { branch_id(index) } else { String::new() },
            title: entry.name.clone(),
            number: number_of(catalog, entry),
            url: url_of(addresses, entry).unwrap_or_default(),
            children: children
                .filter_map(|child| self.all_below(catalog, addresses, Some(*child)))
                .collect(),
        })
    }
}
