//! Documents that no table of contents names.

use std::collections::{BTreeSet, HashMap};

use crate::catalog::{Catalog, Order, Page};
use crate::diagnostic::{Diagnostic, codes};
use crate::document::toc::Toc;
use crate::text::{FilePath, Place};

/// The orphans of a book that has tables of contents. What others include is none, nor is what
/// lies outside the docsets of a repository.
pub(in crate::catalog) fn find(catalog: &Catalog, order: &Order) -> Vec<Diagnostic> {
    let advice = match order {
        Order::Folders => return Vec::new(),
        Order::Summary { .. } => Advice::Summary,
        Order::Docsets { tables, .. } => Advice::Tables(by_folder(tables)),
    };
    let included: BTreeSet<&FilePath> = catalog
        .pages
        .iter()
        .flat_map(|page| page.document.text.files().filter(|file| **file != page.document.path))
        .collect();
    let orphans = catalog
        .pages
        .iter()
        .filter(|page| page.entry.is_none() && !included.contains(&page.document.path));
    let problems = orphans.map(|page| {
        let path = &page.document.path;
        let message = format!("`{path}` stands in no table of contents");
        let help = format!(
            "{}; until then readers find it by links and search alone",
            advice.for_page(page)
        );
        Diagnostic::new(codes::ORPHAN_DOCUMENT, Place::start_of(path.clone()), message).help(help)
    });
    problems.collect()
}

/// Where an orphan can be added.
enum Advice<'a> {
    Summary,
    /// Tables of contents by their folders.
    Tables(HashMap<FilePath, &'a FilePath>),
}

fn by_folder(tables: &std::collections::BTreeMap<FilePath, Toc>) -> HashMap<FilePath, &FilePath> {
    let shown = tables.iter().filter(|(_, toc)| !toc.breadcrumbs);
    shown.map(|(file, _)| (file.folder(), file)).collect()
}

impl Advice<'_> {
    fn for_page(&self, page: &Page) -> String {
        let Self::Tables(tables) = self else {
            return "add it to `SUMMARY.md`".to_owned();
        };
        let mut folder = page.document.path.folder();
        loop {
            if let Some(table) = tables.get(&folder) {
                let href = folder.relative(&page.document.path);
                let title = &page.document.title;
                return if table.is_markdown() {
                    format!("add it to `{table}`: `# [{title}]({href})`")
                } else {
                    format!("add it to `{table}`: `- name: {title}` with `href: {href}` below")
                };
            }
            if folder.is_root() {
                return "write a `toc.yml` in its docset's folder that names it".to_owned();
            }
            folder = folder.folder();
        }
    }
}
