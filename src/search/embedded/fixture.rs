//! Books for tests, written as one text.

use std::sync::Arc;

use crate::catalog::{Catalog, CatalogInput, Order};
use crate::config::{Config, Syntax};
use crate::document::{Document, front_matter, include, parse, summary};
use crate::source::{Files as _, MemoryFiles};
use crate::text::{FilePath, Texts};

/// The catalog of files written as for [`MemoryFiles::fixture`].
pub(in crate::search) fn book(files: &str) -> Arc<Catalog> {
    book_in("en", files)
}

/// The same in another language.
pub(in crate::search) fn book_in(language: &str, files: &str) -> Arc<Catalog> {
    next_book(language, files, None)
}

/// The same with the documents of an earlier revision where they are unchanged.
pub(in crate::search) fn next_book(
    language: &str,
    files: &str,
    before: Option<&Catalog>,
) -> Arc<Catalog> {
    let files = MemoryFiles::fixture(files);
    let mut order = Order::Folders;
    let mut documents = Vec::new();
    for path in files.list(&FilePath::default()).unwrap() {
        let text = String::from_utf8(files.read(&path).unwrap()).unwrap();
        if path.as_str() == "SUMMARY.md" {
            order = Order::Summary { items: summary::read(&path, &text).value, file: path };
            continue;
        }
        let known = before.and_then(|before| {
            let known = &before.pages.get(before.page_of(&path)?)?.document;
            (known.front_matter.span.end == 0 && known.text.text() == text)
                .then(|| Arc::clone(known))
        });
        documents.push(known.unwrap_or_else(|| Arc::new(document(&path, &text))));
    }
    let config = Config { language: language.to_owned(), ..Config::default() };
    Arc::new(Catalog::link(CatalogInput {
        config,
        order,
        documents,
        assets: std::collections::BTreeMap::new(),
        diagnostics: Vec::new(),
    }))
}

fn document(path: &FilePath, text: &str) -> Document {
    let front_matter = front_matter::read(path, text);
    let expanded =
        include::expand(path, text, front_matter.value.span.end, &Texts::new(), Syntax::Book);
    parse::parse(path, front_matter, expanded)
}
