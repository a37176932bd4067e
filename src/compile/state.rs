//! What a compiler knows after a revision, to go on from there in another process.
//!
//! A state is no answer but a memory: whoever resumes from one names the files that may have changed
//! since, and the next revision takes from it only what is found to be the same, as it does from the
//! revision before. So there is one way by which anything is kept, and it is tested as one.

mod parts;
mod restore;
mod write;

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use crate::cache::{Parts, Writer};
use crate::compile::documents::DocumentCache;
use crate::compile::memory::Memory;
use crate::compile::ontologies::OntologyCache;
use crate::compile::read::{Read, Sources};
use crate::compile::{Compiler, Revision};
use crate::config::Config;
use crate::source::Files;
use crate::text::FilePath;

/// What a compiler knows. A copy costs little.
#[derive(Clone)]
pub struct State {
    memory: Memory,
    sources: Sources,
    documents: DocumentCache,
    ontologies: OntologyCache,
    before: Revision,
}

impl State {
    /// Writes it down.
    ///
    /// # Errors
    /// Where the disk does not take it, or where a revision failed behind the last one.
    pub fn write(&self, writer: &mut Writer<'_>) -> io::Result<()> {
        write::write(self, writer)
    }

    /// The state that was written down; `None` where these parts are of none.
    #[must_use]
    pub fn read(parts: &Parts) -> Option<Self> {
        restore::read(parts)
    }

    /// Every file that something in it was made of, and whether it was there.
    #[must_use]
    pub fn files(&self) -> BTreeMap<&FilePath, bool> {
        let settings = self.sources.layout.config_files.iter();
        let config = &self.sources.config;
        let named = config.vocabularies.iter().chain(&config.shapes).map(|setting| &setting.file);
        let texts = &self.sources.texts;
        let known = |file| (file, texts.contains_key(file));
        let mut files: BTreeMap<&FilePath, bool> =
            self.documents.inputs_of_all().chain(settings).chain(named).map(known).collect();
        let is_there = |read: &Read| !matches!(read, Read::Unreadable(_));
        files.extend(self.memory.listed().iter().map(|(file, read)| (file, is_there(read))));
        files.extend(self.memory.others().keys().map(|file| (file, true)));
        files
    }

    /// The settings of the book.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.sources.config
    }
}

impl Compiler {
    /// What it knows since its last revision; `None` before the first.
    #[must_use]
    pub fn state(&self) -> Option<State> {
        Some(State {
            memory: self.memory.clone(),
            sources: self.sources.clone()?,
            documents: self.documents.clone(),
            ontologies: self.ontologies.clone(),
            before: self.before.clone()?,
        })
    }

    /// A compiler that knows what another one knew of the book in `files`. Files that may have
    /// changed since must be named when it compiles.
    #[must_use]
    pub fn resume(files: Arc<dyn Files>, state: State) -> Self {
        let State { memory, sources, documents, ontologies, before } = state;
        Self {
            files,
            memory,
            sources: Some(sources),
            documents,
            ontologies,
            before: Some(before),
            revision: 0,
        }
    }
}
