//! Writes the cache of a served book when there is time and reason to.

use std::sync::Arc;

use crate::background::{Background, Progress};
use crate::cli::kept::{Cache, Look, MOST_CHANGED};
use crate::compile::Compiler;
use crate::snapshot::Work;

/// Knows how much has changed since the cache was written.
pub(in crate::cli) struct Keeper {
    cache: Cache,
    look: Arc<Look>,
    /// Documents that were parsed or linked since.
    changed: usize,
    /// Whether there is nothing of use in the cache.
    is_stale: bool,
    writing: Option<Background<()>>,
}

impl Keeper {
    pub(in crate::cli) fn new(cache: Cache, look: Look, is_stale: bool) -> Self {
        Self { cache, look: look.into(), changed: 0, is_stale, writing: None }
    }

    /// Takes note of a revision.
    pub(in crate::cli) fn count(&mut self, work: &Work) {
        self.changed += work.documents_parsed.max(work.pages_linked);
    }

    /// Writes what the compiler knows, beside the flow, if it is time. A few changes are read anew
    /// at the next start sooner than everything is written now.
    pub(in crate::cli) fn keep(&mut self, compiler: &Compiler) {
        let writes = self.writing.as_ref().is_some_and(|it| it.progress() == Progress::Running);
        if writes || !(self.is_stale || self.changed > MOST_CHANGED) {
            return;
        }
        let Some(state) = compiler.state() else {
            return;
        };
        (self.is_stale, self.changed) = (false, 0);
        let (cache, look) = (self.cache.clone(), self.look.clone());
        let write = move || cache.write(&state, &look);
        self.writing = Some(Background::start("write the cache", write));
    }
}
