//! The pipeline: read, parse, link, emit, publish.

mod documents;
mod read;

use std::io;
use std::sync::Arc;

use crate::catalog::{Catalog, CatalogInput};
use crate::compile::documents::{DocumentCache, Parsed};
use crate::compile::read::Sources;
use crate::source::Files;
use crate::text::Texts;

/// Compiles a book again and again, with effort in proportion to what changed.
pub struct Compiler {
    files: Arc<dyn Files>,
    documents: DocumentCache,
}

/// A book whose documents know each other: what every view is made of.
#[derive(Debug)]
pub struct Linked {
    /// The book.
    pub catalog: Catalog,
    /// The texts that diagnostics point at.
    pub texts: Texts,
    /// How many documents had to be parsed.
    pub parsed: usize,
}

impl Compiler {
    /// A compiler for the book in `files`.
    #[must_use]
    pub fn new(files: Arc<dyn Files>) -> Self {
        Self { files, documents: DocumentCache::default() }
    }

    /// Reads, parses and links the book as it is now.
    ///
    /// # Errors
    /// Where the folder of its documents cannot be read.
    pub fn link(&mut self) -> io::Result<Linked> {
        let Sources { layout, order, documents, assets, texts, diagnostics } =
            read::read(self.files.as_ref())?;
        let Parsed { documents, parsed } = self.documents.parse(&documents, &texts);
        let config = layout.config;
        let catalog = Catalog::link(CatalogInput { config, order, documents, assets, diagnostics });
        Ok(Linked { catalog, texts, parsed })
    }
}
