//! Documents of DocFX docsets without a heading of the first level: their site has no title to show.

use std::collections::BTreeSet;

use crate::catalog::Catalog;
use crate::config::Syntax;
use crate::diagnostic::{Diagnostic, codes};
use crate::document::Document;
use crate::text::{FilePath, Place};

/// Whether a document has a heading of the first level.
pub(in crate::catalog) fn is_titled(document: &Document) -> bool {
    document.headings().any(|(_, heading)| heading.level == 1)
}

/// A problem for each. What others include is part of their pages and needs no title.
pub(in crate::catalog) fn find(catalog: &Catalog) -> Vec<Diagnostic> {
    let included: BTreeSet<&FilePath> = catalog
        .pages
        .iter()
        .flat_map(|page| page.document.text.files().filter(|file| **file != page.document.path))
        .collect();
    let untitled = catalog.pages.iter().filter(|page| {
        let document = &page.document;
        document.syntax == Syntax::DocFx
            && document.path.is_markdown()
            && catalog.config.repository.docset_of(&document.path).is_some()
            && !included.contains(&document.path)
            && !is_titled(document)
    });
    let problems = untitled.map(|page| {
        let document = &page.document;
        let message = format!("`{}` has no heading of the first level", document.path);
        Diagnostic::new(codes::MISSING_TITLE, Place::start_of(document.path.clone()), message)
            .help(format!("write its title as the first line: `# {}`", document.title))
    });
    problems.collect()
}
