//! One revision of everything, and the cell that publishes it.
//!
//! A snapshot is complete before anybody sees it and never changes. A request takes one and keeps
//! it to its end, so that page, graph and search agree.

use std::sync::{Arc, OnceLock};

use arc_swap::ArcSwap;
use tokio::sync::watch;

use crate::audit::Audit;
use crate::background::discard;
use crate::catalog::Catalog;
use crate::diagnostic::Diagnostic;
use crate::facts::Facts;
use crate::graph::GraphView;
use crate::graph::inference::Inference;
use crate::nomenclature::Nomenclature;
use crate::ontology::Ontology;
use crate::page::naming::Known;
use crate::page::outline::Outline;
use crate::question::Answers;
use crate::search::SearchView;
use crate::source::Files;
use crate::text::Texts;

/// One revision of a book in all its views.
pub struct Snapshot {
    /// Counts the revisions of this process, from 1.
    pub revision: u64,
    /// What had to be done for it.
    pub work: Work,
    /// The book.
    pub catalog: Arc<Catalog>,
    /// The vocabularies it speaks.
    pub ontology: Arc<Ontology>,
    /// What it states.
    pub facts: Arc<Facts>,
    /// What follows from that.
    pub inference: Arc<Inference>,
    /// What is wrong with its content, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that diagnostics point at.
    pub texts: Arc<Texts>,
    /// Its tree, as a server shows it.
    pub outline: Outline,
    /// The rendered body of each page, by index, as a server shows it.
    pub bodies: Vec<Arc<str>>,
    /// The graph.
    pub graph: Arc<dyn GraphView>,
    /// What its live queries are answered.
    pub answers: Arc<Answers>,
    /// What its rules say of it.
    pub audit: Arc<Audit>,
    /// The index.
    pub search: Arc<dyn SearchView>,
    /// Where files that are shown as they are come from.
    pub files: Arc<dyn Files>,
    /// What words of questions mean, once somebody asks one.
    pub nomenclature: OnceLock<Nomenclature>,
}

/// How much had to be done for a revision; the rest is shared with the one before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Work {
    /// Files that were read.
    pub files_read: usize,
    /// Documents that were parsed.
    pub documents_parsed: usize,
    /// Pages whose links were followed.
    pub pages_linked: usize,
    /// Quads that were stated.
    pub quads_written: usize,
    /// Sections that were indexed.
    pub entries_indexed: usize,
    /// Bodies that were rendered.
    pub bodies_rendered: usize,
}

impl Snapshot {
    /// What words of questions mean.
    #[must_use]
    pub fn nomenclature(&self) -> &Nomenclature {
        let make = || Nomenclature::new(&self.catalog, &self.ontology, &self.facts);
        self.nomenclature.get_or_init(make)
    }

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

/// The current snapshot, for any number of readers and one writer.
#[derive(Clone)]
pub struct SnapshotCell {
    current: Arc<ArcSwap<Snapshot>>,
    revision: Arc<watch::Sender<u64>>,
}

impl SnapshotCell {
    /// A cell that holds its first snapshot.
    #[must_use]
    pub fn new(first: Snapshot) -> Self {
        let (revision, _) = watch::channel(first.revision);
        Self { current: Arc::new(ArcSwap::from_pointee(first)), revision: Arc::new(revision) }
    }

    /// The current snapshot. Never waits.
    #[must_use]
    pub fn current(&self) -> Arc<Snapshot> {
        self.current.load_full()
    }

    /// Puts `next` in place of the current snapshot, then tells everybody who waits.
    pub fn publish(&self, next: Snapshot) {
        let revision = next.revision;
        let previous = self.current.swap(Arc::new(next));
        self.revision.send_replace(revision);
        // Freeing a large revision takes time that belongs to nobody's request.
        discard(previous);
    }

    /// Tells the number of the current revision and of each one after it.
    #[must_use]
    pub fn revisions(&self) -> watch::Receiver<u64> {
        self.revision.subscribe()
    }
}
