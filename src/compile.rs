//! The pipeline: read, parse, link, emit, ask, render, publish.

mod documents;
mod read;

use std::io;
use std::sync::Arc;

use rayon::prelude::*;

use crate::catalog::{Catalog, CatalogInput};
use crate::compile::documents::{DocumentCache, Parsed};
use crate::compile::read::Sources;
use crate::diagnostic::{self, Checked, Diagnostic};
use crate::graph::emit::catalog_graphs;
use crate::graph::{EmbeddedEngine, GraphEngine, GraphView};
use crate::page::address::{Addresses, Site};
use crate::page::body;
use crate::question::{self, Answers};
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

    /// Finds every problem of the book as it is now: what `compile` does but for the views that
    /// only readers need.
    ///
    /// # Errors
    /// Where the folder of its documents cannot be read.
    pub fn examine(&mut self) -> io::Result<Examined> {
        let Linked { catalog, texts, .. } = self.link()?;
        let Stated { graph, answers, diagnostics } = state(&catalog, &texts);
        Ok(Examined { catalog, texts, graph, answers, diagnostics })
    }

    /// Makes the next revision: the book as it is now in all its views.
    ///
    /// # Errors
    /// Where the folder of its documents cannot be read, or the index cannot be written.
    pub fn compile(&mut self) -> Result<Snapshot, CompileError> {
        let Linked { catalog, texts, .. } = self.link()?;
        let catalog = Arc::new(catalog);
        let (search, (stated, bodies)) = rayon::join(
            || EmbeddedSearch.build(catalog.clone()),
            || {
                let stated = state(&catalog, &texts);
                let bodies = bodies(&catalog, &stated.answers, Site::Served);
                (stated, bodies)
            },
        );
        let Stated { graph, answers, diagnostics } = stated;
        self.revision += 1;
        Ok(Snapshot {
            revision: self.revision,
            bodies,
            graph,
            answers,
            diagnostics,
            search: search?,
            files: self.files.clone(),
            texts,
            catalog,
        })
    }
}

/// A book with everything that it states and asks, and everything that is wrong with it.
#[derive(Debug)]
pub struct Examined {
    /// The book.
    pub catalog: Catalog,
    /// The texts that diagnostics point at.
    pub texts: Texts,
    /// The graph.
    pub graph: Arc<dyn GraphView>,
    /// What its live queries are answered.
    pub answers: Answers,
    /// All problems, sorted.
    pub diagnostics: Vec<Diagnostic>,
}

/// What a book states and asks.
struct Stated {
    graph: Arc<dyn GraphView>,
    answers: Answers,
    diagnostics: Vec<Diagnostic>,
}

/// Makes the graph of a book and asks it what the documents ask.
fn state(catalog: &Catalog, texts: &Texts) -> Stated {
    let graph = graph_of(catalog, texts);
    let Checked { value: answers, diagnostics: of_queries } = question::ask(catalog, &graph);
    let mut diagnostics = catalog.diagnostics.clone();
    diagnostics.extend(of_queries);
    diagnostic::sort(&mut diagnostics);
    Stated { graph, answers, diagnostics }
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
pub fn bodies(catalog: &Catalog, answers: &Answers, site: Site) -> Vec<String> {
    let pages = catalog.pages.par_iter().enumerate();
    let bodies = pages.map(|(index, page)| {
        body::render(catalog, index, answers, Addresses::new(catalog, site, &page.route))
    });
    bodies.collect()
}
