//! The pipeline: read, parse, link, state, infer, judge, draw, ask, render, publish.

mod again;
mod documents;
mod kept;
mod memory;
mod ontologies;
mod read;
pub mod state;
mod views;

use std::io;
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use rayon::prelude::*;

use crate::audit::{self, Audit};
use crate::catalog::{Catalog, CatalogInput};
use crate::compile::documents::{DocumentCache, Parsed};
use crate::compile::kept::Kept;
use crate::compile::memory::Memory;
use crate::compile::ontologies::OntologyCache;
use crate::compile::read::Sources;
use crate::compile::views::{Before, Made};
use crate::diagnostic::{self, Checked, Diagnostic, codes};
use crate::facts::{Facts, FactsBefore};
use crate::figure;
use crate::graph::GraphView;
use crate::graph::inference::{self, Inference};
use crate::ontology::Ontology;
use crate::page::address::Site;
use crate::page::naming::Known;
use crate::page::outline::Outline;
use crate::question::{self, Answers};
use crate::search::{EmbeddedSearch, SearchEngine, SearchError, SearchView};
use crate::snapshot::{Snapshot, Work};
use crate::source::{Changes, Files};
use crate::text::{Place, Texts};

/// Compiles a book again and again, with effort in proportion to what changed.
///
/// Whatever is taken from the revision before, a revision is the same as if it were the first: what
/// is made of a page is kept only where everything that it is made of is found to be as it was.
pub struct Compiler {
    files: Arc<dyn Files>,
    memory: Memory,
    sources: Option<Sources>,
    documents: DocumentCache,
    ontologies: OntologyCache,
    before: Option<Revision>,
    revision: u64,
}

/// What of a revision the next one may share.
#[derive(Clone)]
struct Revision {
    catalog: Arc<Catalog>,
    ontology: Arc<Ontology>,
    facts: Arc<Facts>,
    inference: Arc<Inference>,
    /// The graph without what its rules say: they must not be asked of their own answers.
    stated: Arc<dyn GraphView>,
    answers: Arc<Answers>,
    search: Arc<dyn SearchView>,
    bodies: Vec<Arc<str>>,
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
    pub facts: Arc<Facts>,
    /// What is wrong with its content, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that diagnostics point at.
    pub texts: Arc<Texts>,
    /// What had to be done for it.
    pub work: Work,
    kept: Kept,
}

/// A book with its graph, what its rules say and what it asks.
#[derive(Debug)]
pub struct Examined {
    /// The book.
    pub catalog: Arc<Catalog>,
    /// The vocabularies it speaks.
    pub ontology: Arc<Ontology>,
    /// What it states.
    pub facts: Arc<Facts>,
    /// What follows from that.
    pub inference: Arc<Inference>,
    /// The graph, with what its rules say.
    pub graph: Arc<dyn GraphView>,
    /// What its live queries are answered.
    pub answers: Arc<Answers>,
    /// What the rules say of it.
    pub audit: Arc<Audit>,
    /// Everything that is wrong with it, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that diagnostics point at.
    pub texts: Arc<Texts>,
    /// What had to be done for it.
    pub work: Work,
    stated: Arc<dyn GraphView>,
    kept: Kept,
}

impl Compiler {
    /// A compiler for the book in `files`.
    #[must_use]
    pub fn new(files: Arc<dyn Files>) -> Self {
        Self {
            files,
            memory: Memory::default(),
            sources: None,
            documents: DocumentCache::default(),
            ontologies: OntologyCache::default(),
            before: None,
            revision: 0,
        }
    }

    /// Reads, parses and links the book as it is now, and reads what it states.
    ///
    /// # Errors
    /// Where the folder of its documents cannot be read.
    pub fn link(&mut self) -> io::Result<Linked> {
        self.link_after(&Changes::Everything)
    }

    /// Finds every problem of the book as it is now: what `compile` does but for the views that
    /// only readers need.
    ///
    /// # Errors
    /// Where the folder of its documents cannot be read.
    pub fn examine(&mut self) -> io::Result<Examined> {
        let linked = self.link()?;
        Ok(self.examine_linked(linked))
    }

    /// Makes the next revision: the book as it is now in all its views.
    ///
    /// # Errors
    /// Where the folder of its documents cannot be read, or the index cannot be written.
    pub fn compile(&mut self) -> Result<Snapshot, CompileError> {
        self.compile_after(&Changes::Everything)
    }

    /// Makes the next revision where nothing but `changes` can have happened since the last one.
    ///
    /// # Errors
    /// As [`Compiler::compile`]. What has changed must then be told again.
    pub fn compile_after(&mut self, changes: &Changes) -> Result<Snapshot, CompileError> {
        let linked = self.link_after(changes)?;
        let catalog = Arc::clone(&linked.catalog);
        let (search, (examined, bodies)) = rayon::join(
            || phase("index", || self.search(&catalog)),
            || {
                let examined = self.examine_linked(linked);
                let bodies = phase("render", || {
                    let before = self.before(&examined.kept);
                    views::bodies(examined.known(), &examined.answers, before)
                });
                (examined, bodies)
            },
        );
        let search = search?;
        let mut work = examined.work;
        (work.bodies_rendered, work.entries_indexed) = (bodies.work, search.indexed());
        self.revision += 1;
        let revision = Revision {
            catalog,
            ontology: examined.ontology,
            facts: examined.facts,
            inference: examined.inference,
            stated: examined.stated,
            answers: examined.answers,
            search,
            bodies: bodies.view,
        };
        let snapshot = Snapshot {
            revision: self.revision,
            work,
            catalog: Arc::clone(&revision.catalog),
            ontology: Arc::clone(&revision.ontology),
            facts: Arc::clone(&revision.facts),
            inference: Arc::clone(&revision.inference),
            texts: examined.texts,
            outline: Outline::of(&revision.catalog, Site::Served),
            bodies: revision.bodies.clone(),
            graph: examined.graph,
            answers: Arc::clone(&revision.answers),
            audit: examined.audit,
            diagnostics: examined.diagnostics,
            search: Arc::clone(&revision.search),
            files: Arc::clone(&self.files),
            history: Arc::default(),
            nomenclature: OnceLock::new(),
        };
        self.before = Some(revision);
        Ok(snapshot)
    }

    fn link_after(&mut self, changes: &Changes) -> io::Result<Linked> {
        self.memory.files_read = 0;
        let patched = phase("read", || {
            let sources = self.sources.as_mut();
            sources.and_then(|sources| {
                sources.read_again(self.files.as_ref(), &mut self.memory, changes)
            })
        });
        let before = self.sources.take();
        let sources = match before {
            Some(sources) if patched.is_some() => sources,
            before => phase("read all", || {
                let all = read::read(self.files.as_ref(), &mut self.memory, changes)?;
                Ok::<_, io::Error>(all.sharing(before.as_ref()))
            })?,
        };
        let sources = self.sources.insert(sources);
        let Parsed { documents, parsed } = phase("parse", || {
            let syntax = sources.config.syntax;
            let Sources { documents, metadata, texts, .. } = &*sources;
            self.documents.parse(documents, metadata, texts, syntax, patched.as_ref())
        });
        let before = self.before.as_ref();
        let catalog = phase("link", || {
            let input = CatalogInput {
                config: Arc::clone(&sources.config),
                order: Arc::clone(&sources.order),
                documents,
                assets: Arc::clone(&sources.assets),
                diagnostics: sources.diagnostics.clone(),
            };
            Catalog::link(input, before.map(|before| before.catalog.as_ref()))
        });
        let kept = before.map(|before| Kept::between(&before.catalog, &catalog));
        let kept = kept.unwrap_or_default();
        let (ontology, problems) = self.ontologies.read(&catalog.config, &sources.texts);
        let facts = phase("state", || {
            let before = before.filter(|before| Arc::ptr_eq(&before.ontology, &ontology));
            let before =
                before.map(|before| FactsBefore { facts: &before.facts, kept: kept.pages() });
            Facts::read(&catalog, &ontology, before)
        });
        let mut diagnostics = catalog.diagnostics.clone();
        diagnostics.extend(problems);
        diagnostics.extend(facts.diagnostics.iter().cloned());
        diagnostic::sort(&mut diagnostics);
        let work = Work {
            files_read: self.memory.files_read,
            documents_parsed: parsed,
            pages_linked: catalog.linked,
            ..Work::default()
        };
        let (catalog, facts) = (Arc::new(catalog), Arc::new(facts));
        let texts = Arc::clone(&sources.texts);
        Ok(Linked { catalog, ontology, facts, diagnostics, texts, work, kept })
    }

    /// Makes the graph of a book, holds it against the rules and asks it what the documents ask.
    fn examine_linked(&self, linked: Linked) -> Examined {
        let Linked { catalog, ontology, facts, mut diagnostics, texts, mut work, kept } = linked;
        let inference = phase("infer", || self.infer(&ontology, &facts));
        let known = Known { catalog: &catalog, ontology: &ontology, facts: &facts, texts: &texts };
        let Made { view: stated, work: quads } =
            phase("emit", || views::graph(known, &inference, self.before(&kept)));
        work.quads_written = quads;
        let Checked { value: audit, diagnostics: of_rules } =
            phase("judge", || audit::audit(&catalog, &ontology, &facts, &stated, &texts));
        // What the rules say is part of the graph that queries are asked of.
        let graph = match &audit {
            Some(audit) => stated.with_changes(vec![audit.report.graph(&catalog.config.base)], &[]),
            None => Arc::clone(&stated),
        };
        // So is what is drawn.
        let before = self.before.as_ref().map(|before| before.answers.figures.clone());
        let Checked { value: figures, diagnostics: of_figures } = phase("draw", || {
            figure::book::draw(&catalog, graph.as_ref(), &before.unwrap_or_default())
        });
        let graph = match figures.graph(&catalog) {
            drawn if drawn.is_empty() => graph,
            drawn => graph.with_changes(vec![drawn], &[]),
        };
        let Checked { value: mut answers, diagnostics: of_queries } =
            phase("ask", || question::ask(&catalog, &graph));
        answers.figures = figures;
        diagnostics.extend(of_rules);
        diagnostics.extend(of_figures);
        diagnostics.extend(of_queries);
        diagnostics.extend(inference_limit(&catalog, &inference));
        diagnostic::sort(&mut diagnostics);
        let answers = Arc::new(answers);
        Examined {
            catalog,
            ontology,
            facts,
            inference,
            graph,
            answers,
            audit: Arc::new(audit.unwrap_or_default()),
            diagnostics,
            texts,
            work,
            stated,
            kept,
        }
    }

    /// What follows from what a book states: the same as before where it states the same.
    fn infer(&self, ontology: &Arc<Ontology>, facts: &Facts) -> Arc<Inference> {
        let asserted = facts.asserted();
        let before = self.before.as_ref().filter(|before| {
            Arc::ptr_eq(&before.ontology, ontology) && before.facts.asserted() == asserted
        });
        match before {
            Some(before) => Arc::clone(&before.inference),
            None => Arc::new(inference::infer(&asserted, &ontology.facts, MOST_INFERRED)),
        }
    }

    fn search(&self, catalog: &Arc<Catalog>) -> Result<Arc<dyn SearchView>, SearchError> {
        match &self.before {
            Some(before) => before.search.with_changes(Arc::clone(catalog)),
            None => EmbeddedSearch.build(Arc::clone(catalog)),
        }
    }

    fn before<'a>(&'a self, kept: &'a Kept) -> Option<Before<'a>> {
        Some(Before { revision: self.before.as_ref()?, kept })
    }
}

impl Linked {
    /// What names on pages are taken from.
    #[must_use]
    pub fn known(&self) -> Known<'_> {
        Known {
            catalog: &self.catalog,
            ontology: &self.ontology,
            facts: &self.facts,
            texts: &self.texts,
        }
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

/// Does one step of the flow, and says in the log how long it took.
fn phase<T>(name: &str, work: impl FnOnce() -> T) -> T {
    let began = Instant::now();
    let done = work();
    tracing::debug!(phase = name, took = ?began.elapsed());
    done
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

/// The rendered body of every page with what it states, by index, for a site of any kind.
#[must_use]
pub fn bodies(known: Known<'_>, answers: &Answers, site: Site) -> Vec<String> {
    let pages = (0..known.catalog.pages.len()).into_par_iter();
    pages.map(|page| views::render(known, page, answers, site)).collect()
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
