//! The pipeline: read, parse, link, emit, publish.

mod documents;
mod ontologies;
mod read;

use std::io;
use std::sync::Arc;

use rayon::prelude::*;

use crate::catalog::{Catalog, CatalogInput};
use crate::compile::documents::{DocumentCache, Parsed};
use crate::compile::ontologies::OntologyCache;
use crate::compile::read::Sources;
use crate::diagnostic::{self, Diagnostic};
use crate::facts::Facts;
use crate::graph::emit::book_graphs;
use crate::graph::{EmbeddedEngine, GraphEngine, GraphView};
use crate::ontology::Ontology;
use crate::page::address::{Addresses, Site};
use crate::page::naming::Known;
use crate::page::{body, facts};
use crate::search::{EmbeddedSearch, SearchEngine, SearchError};
use crate::snapshot::Snapshot;
use crate::source::Files;
use crate::text::Texts;

/// Compiles a book again and again, with effort in proportion to what changed.
pub struct Compiler {
    files: Arc<dyn Files>,
    documents: DocumentCache,
    ontologies: OntologyCache,
    revision: u64,
}

/// A book whose documents know each other: what every view is made of.
#[derive(Debug)]
pub struct Linked {
    /// The book.
    pub catalog: Catalog,
    /// The vocabularies it speaks.
    pub ontology: Arc<Ontology>,
    /// What it states.
    pub facts: Facts,
    /// What is wrong with its content, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that diagnostics point at.
    pub texts: Texts,
    /// How many documents had to be parsed.
    pub parsed: usize,
}

impl Compiler {
    /// A compiler for the book in `files`.
    #[must_use]
    pub fn new(files: Arc<dyn Files>) -> Self {
        Self {
            files,
            documents: DocumentCache::default(),
            ontologies: OntologyCache::default(),
            revision: 0,
        }
    }

    /// Reads, parses and links the book as it is now, and reads what it states.
    ///
    /// # Errors
    /// Where the folder of its documents cannot be read.
    pub fn link(&mut self) -> io::Result<Linked> {
        let Sources { layout, order, documents, assets, texts, diagnostics } =
            read::read(self.files.as_ref())?;
        let Parsed { documents, parsed } = self.documents.parse(&documents, &texts);
        let config = layout.config;
        let catalog = Catalog::link(CatalogInput { config, order, documents, assets, diagnostics });
        let (ontology, problems) = self.ontologies.read(&catalog.config, &texts);
        let facts = Facts::read(&catalog, &ontology);
        let mut diagnostics = catalog.diagnostics.clone();
        diagnostics.extend(problems);
        diagnostics.extend(facts.diagnostics.iter().cloned());
        diagnostic::sort(&mut diagnostics);
        Ok(Linked { catalog, ontology, facts, diagnostics, texts, parsed })
    }

    /// Makes the next revision: the book as it is now in all its views.
    ///
    /// # Errors
    /// Where the folder of its documents cannot be read, or the index cannot be written.
    pub fn compile(&mut self) -> Result<Snapshot, CompileError> {
        let Linked { catalog, ontology, facts, diagnostics, texts, .. } = self.link()?;
        let catalog = Arc::new(catalog);
        let (graph, (search, bodies)) = rayon::join(
            || graph_of(&catalog, &ontology, &facts, &texts),
            || {
                rayon::join(
                    || EmbeddedSearch.build(catalog.clone()),
                    || {
                        let known = Known {
                            catalog: &catalog,
                            ontology: &ontology,
                            facts: &facts,
                            texts: &texts,
                        };
                        bodies(known, Site::Served)
                    },
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
            ontology,
            facts,
            diagnostics,
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

fn graph_of(
    catalog: &Catalog,
    ontology: &Ontology,
    facts: &Facts,
    texts: &Texts,
) -> Arc<dyn GraphView> {
    let graphs = book_graphs(catalog, ontology, facts, texts);
    EmbeddedEngine::new(&catalog.config.base).build(graphs)
}

/// The rendered body of every page with what it states, by index.
#[must_use]
pub fn bodies(known: Known<'_>, site: Site) -> Vec<String> {
    let catalog = known.catalog;
    let pages = catalog.pages.par_iter().enumerate();
    let bodies = pages.map(|(index, page)| {
        let addresses = Addresses::new(catalog, site, &page.route);
        facts::add(known, index, addresses, body::render(catalog, index, addresses))
    });
    bodies.collect()
}
