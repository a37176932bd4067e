//! The pipeline: read, parse, link, emit, publish.

mod documents;
mod read;

use std::io;
use std::sync::Arc;

use rayon::prelude::*;

use crate::catalog::{Catalog, CatalogInput};
use crate::compile::documents::{DocumentCache, Parsed};
use crate::compile::read::Sources;
use crate::graph::emit::catalog_graphs;
use crate::graph::{EmbeddedEngine, GraphEngine, GraphView};
use crate::page::address::{Addresses, Site};
use crate::page::body;
use crate::search::{EmbeddedSearch, SearchEngine, SearchError};
use crate::snapshot::Snapshot;
use crate::source::Files;
use crate::text::Texts;

/// Compiles a book again and again, with effort in proportion to what changed.
pub struct Compiler {
    files: Arc<dyn Files>,
    documents: DocumentCache,
    revision: u64,
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
        Self { files, documents: DocumentCache::default(), revision: 0 }
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

    /// Makes the next revision: the book as it is now in all its views.
    ///
    /// # Errors
    /// Where the folder of its documents cannot be read, or the index cannot be written.
    pub fn compile(&mut self) -> Result<Snapshot, CompileError> {
        let Linked { catalog, texts, .. } = self.link()?;
        let catalog = Arc::new(catalog);
        let (graph, (search, bodies)) = rayon::join(
            || graph_of(&catalog, &texts),
            || {
                rayon::join(
                    || EmbeddedSearch.build(catalog.clone()),
                    || bodies(&catalog, Site::Served),
                )
            },
        );
        self.revision += 1;
        Ok(Snapshot {
            revision: self.revision,
            bodies,
            graph,
            search: search?,
            files: self.files.clone(),
            texts,
            catalog,
        })
    }
}

/// Why a book could not be compiled. Nothing its content says leads here.
#[derive(Debug, thiserror::Error)]
pub enum CompileError {
    /// The folder of the documents cannot be read.
    #[error("{0}")]
    Unreadable(#[from] io::Error),
    /// The index cannot be written.
    #[error(transparent)]
    Index(#[from] SearchError),
}

fn graph_of(catalog: &Catalog, texts: &Texts) -> Arc<dyn GraphView> {
    EmbeddedEngine::new(&catalog.config.base).build(catalog_graphs(catalog, texts))
}

/// The rendered body of every page, by index.
#[must_use]
pub fn bodies(catalog: &Catalog, site: Site) -> Vec<String> {
    let pages = catalog.pages.par_iter().enumerate();
    let bodies = pages.map(|(index, page)| {
        body::render(catalog, index, Addresses::new(catalog, site, &page.route))
    });
    bodies.collect()
}
