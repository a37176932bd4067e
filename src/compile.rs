//! The pipeline: read, parse, link, state, infer, judge, draw, ask, render, publish.

mod documents;
mod ontologies;
mod read;

use std::io;
use std::sync::Arc;

use rayon::prelude::*;

use crate::audit;
use crate::catalog::{Catalog, CatalogInput};
use crate::compile::documents::{DocumentCache, Parsed};
use crate::compile::ontologies::OntologyCache;
use crate::compile::read::Sources;
use crate::diagnostic::{self, Checked, Diagnostic, codes};
use crate::facts::Facts;
use crate::figure::{self, Figures};
use crate::graph::emit::book_graphs;
use crate::graph::inference::{self, Inference, inferred_graph};
use crate::graph::{EmbeddedEngine, GraphEngine, GraphView};
use crate::ontology::Ontology;
use crate::page::address::{Addresses, Site};
use crate::page::naming::Known;
use crate::page::{body, facts};
use crate::question::{self, Answers};
use crate::search::{EmbeddedSearch, SearchEngine, SearchError};
use crate::snapshot::Snapshot;
use crate::source::Files;
use crate::text::{Place, Texts};

/// Compiles a book again and again, with effort in proportion to what changed.
pub struct Compiler {
    files: Arc<dyn Files>,
    documents: DocumentCache,
    ontologies: OntologyCache,
    figures: Figures,
    revision: u64,
}

/// Facts are inferred up to this many, so that a vocabulary cannot fill the memory.
const MOST_INFERRED: usize = 2_000_000;

/// A book whose documents know each other: what every view is made of.
#[derive(Debug)]
pub struct Linked {
    /// The book.
    pub catalog: Arc<Catalog>,
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

/// A book with its graph, what its rules say and what it asks.
#[derive(Debug)]
pub struct Examined {
    /// The book.
    pub catalog: Arc<Catalog>,
    /// The vocabularies it speaks.
    pub ontology: Arc<Ontology>,
    /// What it states.
    pub facts: Facts,
    /// What follows from that.
    pub inference: Inference,
    /// The graph, with what its rules say.
    pub graph: Arc<dyn GraphView>,
    /// What its live queries are answered.
    pub answers: Answers,
    /// Everything that is wrong with it, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that diagnostics point at.
    pub texts: Texts,
}

impl Compiler {
    /// A compiler for the book in `files`.
    #[must_use]
    pub fn new(files: Arc<dyn Files>) -> Self {
        let (documents, ontologies) = (DocumentCache::default(), OntologyCache::default());
        Self { files, documents, ontologies, figures: Figures::default(), revision: 0 }
    }

    /// Reads, parses and links the book as it is now, and reads what it states.
    ///
    /// # Errors
    /// Where the folder of its documents cannot be read.
    pub fn link(&mut self) -> io::Result<Linked> {
        let Sources { layout, order, documents, metadata, assets, texts, diagnostics } =
            read::read(self.files.as_ref())?;
        let Parsed { documents, parsed } =
            self.documents.parse(&documents, &metadata, &texts, layout.config.syntax);
        let config = layout.config;
        let catalog = Catalog::link(CatalogInput { config, order, documents, assets, diagnostics });
        let (ontology, problems) = self.ontologies.read(&catalog.config, &texts);
        let facts = Facts::read(&catalog, &ontology);
        let mut diagnostics = catalog.diagnostics.clone();
        diagnostics.extend(problems);
        diagnostics.extend(facts.diagnostics.iter().cloned());
        diagnostic::sort(&mut diagnostics);
        Ok(Linked { catalog: Arc::new(catalog), ontology, facts, diagnostics, texts, parsed })
    }

    /// Finds every problem of the book as it is now: what `compile` does but for the views that
    /// only readers need.
    ///
    /// # Errors
    /// Where the folder of its documents cannot be read.
    pub fn examine(&mut self) -> io::Result<Examined> {
        let linked = self.link()?;
        Ok(examine(linked, &self.figures))
    }

    /// Makes the next revision: the book as it is now in all its views.
    ///
    /// # Errors
    /// Where the folder of its documents cannot be read, or the index cannot be written.
    pub fn compile(&mut self) -> Result<Snapshot, CompileError> {
        let linked = self.link()?;
        let (catalog, before) = (Arc::clone(&linked.catalog), &self.figures);
        let (search, (examined, bodies)) = rayon::join(
            || EmbeddedSearch.build(catalog),
            || {
                let examined = examine(linked, before);
                let bodies = bodies(examined.known(), &examined.answers, Site::Served);
                (examined, bodies)
            },
        );
        self.figures = examined.answers.figures.clone();
        self.revision += 1;
        Ok(Snapshot {
            revision: self.revision,
            catalog: examined.catalog,
            ontology: examined.ontology,
            facts: examined.facts,
            inference: examined.inference,
            texts: examined.texts,
            bodies,
            graph: examined.graph,
            answers: examined.answers,
            diagnostics: examined.diagnostics,
            search: search?,
            files: self.files.clone(),
        })
    }
}

impl Examined {
    fn known(&self) -> Known<'_> {
        Known {
            catalog: &self.catalog,
            ontology: &self.ontology,
            facts: &self.facts,
            texts: &self.texts,
        }
    }
}

/// Makes the graph of a book, holds it against the rules, draws it and asks it what the documents
/// ask. Figures of `before` that have not changed are taken from there.
fn examine(linked: Linked, before: &Figures) -> Examined {
    let Linked { catalog, ontology, facts, mut diagnostics, texts, .. } = linked;
    let inference = inference::infer(&facts.asserted(), &ontology.facts, MOST_INFERRED);
    let mut graphs = book_graphs(&catalog, &ontology, &facts, &texts);
    graphs.push(inferred_graph(&catalog.config.base, &inference));
    let graph = EmbeddedEngine::new(&catalog.config.base).build(graphs);
    let Checked { value: report, diagnostics: of_rules } =
        audit::audit(&catalog, &ontology, &facts, &graph, &texts);
    // What the rules say is part of the graph that queries are asked of.
    let graph = match report {
        Some(report) => graph.with_changes(vec![report.graph(&catalog.config.base)], &[]),
        None => graph,
    };
    let Checked { value: figures, diagnostics: of_figures } =
        figure::book::draw(&catalog, graph.as_ref(), before);
    // So are the figures.
    let graph = match figures.graph(&catalog) {
        drawn if drawn.is_empty() => graph,
        drawn => graph.with_changes(vec![drawn], &[]),
    };
    let Checked { value: mut answers, diagnostics: of_queries } = question::ask(&catalog, &graph);
    answers.figures = figures;
    diagnostics.extend(of_rules);
    diagnostics.extend(of_figures);
    diagnostics.extend(of_queries);
    diagnostics.extend(inference_limit(&catalog, &inference));
    diagnostic::sort(&mut diagnostics);
    Examined { catalog, ontology, facts, inference, graph, answers, diagnostics, texts }
}

fn inference_limit(catalog: &Catalog, inference: &Inference) -> Option<Diagnostic> {
    let message = format!("more than {MOST_INFERRED} facts follow from what is stated");
    let place = catalog.pages.first().map(|page| Place::start_of(page.document.path.clone()))?;
    let problem = || {
        Diagnostic::new(codes::INFERENCE_LIMIT, place, message)
            .help("look for a transitive property over very many things; the rest was left out")
    };
    (!inference.is_complete()).then(problem)
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

/// The rendered body of every page with what it states, by index.
#[must_use]
pub fn bodies(known: Known<'_>, answers: &Answers, site: Site) -> Vec<String> {
    let catalog = known.catalog;
    let pages = catalog.pages.par_iter().enumerate();
    let bodies = pages.map(|(index, page)| {
        let addresses = Addresses::new(catalog, site, &page.route);
        facts::add(known, index, addresses, body::render(catalog, index, answers, addresses))
    });
    bodies.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rdf::{Fact, Value};
    use crate::source::MemoryFiles;
    use crate::vocabulary::rdf;

    #[test]
    fn an_inference_that_was_cut_is_told() {
        let files = MemoryFiles::fixture("//- a.md\n# A\n");
        let linked = Compiler::new(Arc::new(files)).link().unwrap();
        let class = Value::iri("https://w3id.org/loggia/arch#DirectoryDomain");
        let subject = Value::iri("https://example.org/a");
        let fact = Fact { subject, predicate: rdf::TYPE.to_owned(), object: class };
        for (most, told) in [(0, vec!["inference-limit"]), (100, vec![])] {
            let inference =
                inference::infer(std::slice::from_ref(&fact), &linked.ontology.facts, most);
            let problem = inference_limit(&linked.catalog, &inference);
            let codes: Vec<&str> = problem.iter().map(|problem| problem.code.name).collect();
            assert_eq!(codes, told, "{most}");
        }
    }
}
