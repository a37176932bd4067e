//! Reads a state that was written down, all its parts at once.
//!
//! Each part is held against its hash before it is read. What is not of the right form even so was
//! written by a mistake of ours, and then there is no state either.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use serde::de::DeserializeOwned;

use crate::cache::{Part, Parts};
use crate::catalog::{Joined, Page};
use crate::compile::documents::DocumentCache;
use crate::compile::memory::Memory;
use crate::compile::ontologies::OntologyCache;
use crate::compile::read::{Read, Sources};
use crate::compile::state::State;
use crate::compile::state::parts::{KeptRead, KeptSources, kind};
use crate::compile::{MOST_INFERRED, Revision, phase};
use crate::facts::{Facts, PageFacts};
use crate::graph::{EmbeddedEngine, inference};
use crate::ontology::Ontology;
use crate::question::Answers;
use crate::search::EmbeddedSearch;
use crate::source::Metadata;
use crate::text::{FilePath, SourceText, Texts};

pub(in crate::compile::state) fn read(parts: &Parts) -> Option<State> {
    let sources: KeptSources = one(parts, kind::SOURCES)?;
    let engine = EmbeddedEngine::new(&sources.layout.config.base);
    let (files, (pages, graph)) = rayon::join(
        || phase("restore the files", || files(sources, parts)),
        || {
            let graph = || {
                let parts = parts.of(kind::GRAPH);
                let part = |number: usize| parts.get(number)?.read();
                phase("restore the graph", || engine.restore(parts.len(), &part))
            };
            rayon::join(|| phase("restore the pages", || EachPage::read(parts)), graph)
        },
    );
    let (Kept { memory, sources, ontologies, ontology }, pages, stated) = (files?, pages?, graph?);
    let EachPage { pages, inputs, facts, bodies } = pages;
    let conflicts = one(parts, kind::CONFLICTS)?;
    let facts = Facts { pages: facts, conflicts, ..Facts::default() };
    let joined: Joined = one(parts, kind::JOINED)?;
    let (catalog, inference) = rayon::join(
        || {
            let order = Arc::clone(&sources.order);
            let (config, assets) = (Arc::clone(&sources.config), Arc::clone(&sources.assets));
            phase("restore the catalog", || joined.restore(config, order, assets, pages))
        },
        || inference::infer(&facts.asserted(), &ontology.facts, MOST_INFERRED),
    );
    let catalog = Arc::new(catalog?);
    let (search, documents) = rayon::join(
        || {
            let parts = parts.of(kind::SEARCH);
            let part = |number: usize| parts.get(number)?.read();
            let catalog = Arc::clone(&catalog);
            phase("restore the index", || EmbeddedSearch.restore(catalog, parts.len(), &part))
        },
        || {
            let documents = catalog.pages.iter().map(|page| &page.document).zip(inputs);
            DocumentCache::of(documents, &sources.metadata, &sources.texts)
        },
    );
    let before = Revision {
        catalog,
        ontology,
        facts: Arc::new(facts),
        inference: Arc::new(inference),
        stated,
        answers: Arc::new(Answers::default()),
        search: search.ok()?,
        bodies,
    };
    Some(State { memory, sources, documents, ontologies, before })
}

/// A book's files and what is read of them before they are documents.
struct Kept {
    memory: Memory,
    sources: Sources,
    ontologies: OntologyCache,
    ontology: Arc<Ontology>,
}

fn files(kept: KeptSources, parts: &Parts) -> Option<Kept> {
    let (texts, others) = (texts(parts, kind::TEXTS)?, texts(parts, kind::OTHER_TEXTS)?);
    let read: Vec<(FilePath, KeptRead)> = one(parts, kind::READ)?;
    let listed: Option<BTreeMap<FilePath, Read>> = read
        .into_iter()
        .map(|(file, read)| {
            let read = match read {
                KeptRead::Text(problem) => Read::Text(Arc::clone(texts.get(&file)?), problem),
                KeptRead::Asset(asset) => Read::Asset(file.clone(), asset),
                KeptRead::Unreadable(problem) => Read::Unreadable(problem),
            };
            Some((file, read))
        })
        .collect();
    let text_of = |file: FilePath| {
        let text = texts.get(&file).or_else(|| others.get(&file))?;
        Some((file, Arc::clone(text)))
    };
    let own: Option<Texts> = kept.texts.into_iter().map(text_of).collect();
    let values: Vec<Arc<Metadata>> = kept.values.into_iter().map(Arc::new).collect();
    let metadata = kept.metadata.into_iter();
    let metadata: Option<_> =
        metadata.map(|(file, value)| Some((file, Arc::clone(values.get(value)?)))).collect();
    let sources = Sources {
        config: Arc::new(kept.layout.config.clone()),
        layout: kept.layout,
        order: kept.order,
        documents: kept.documents,
        metadata: metadata?,
        assets: kept.assets,
        texts: Arc::new(own?),
        diagnostics: kept.diagnostics,
    };
    let mut ontologies = OntologyCache::default();
    let (ontology, _) =
        phase("restore the vocabularies", || ontologies.read(&sources.config, &sources.texts));
    Some(Kept { memory: Memory::of(listed?, others), sources, ontologies, ontology })
}

fn texts(parts: &Parts, kind: u8) -> Option<Texts> {
    let texts = all(parts, kind, |bytes| {
        let texts: Vec<(FilePath, &str)> = postcard::from_bytes(bytes).ok()?;
        let text =
            |(file, text): (FilePath, &str)| (file.clone(), Arc::new(SourceText::new(file, text)));
        Some(texts.into_iter().map(text).collect())
    });
    Some(texts?.into_iter().collect())
}

/// What there is of each page, by its number.
struct EachPage {
    pages: Vec<Arc<Page>>,
    /// The files that its document is made of.
    inputs: Vec<Vec<FilePath>>,
    facts: Vec<Arc<PageFacts>>,
    bodies: Vec<Arc<str>>,
}

impl EachPage {
    fn read(parts: &Parts) -> Option<Self> {
        let bodies = |bytes: &[u8]| {
            let bodies: Vec<&str> = postcard::from_bytes(bytes).ok()?;
            Some(bodies.into_iter().map(Arc::<str>::from).collect())
        };
        let (pages, (facts, (bodies, inputs))) = rayon::join(
            || all(parts, kind::PAGES, list::<Arc<Page>>),
            || {
                rayon::join(
                    || all(parts, kind::FACTS, list::<Arc<PageFacts>>),
                    || {
                        rayon::join(
                            || all(parts, kind::BODIES, bodies),
                            || all(parts, kind::INPUTS, list::<Vec<FilePath>>),
                        )
                    },
                )
            },
        );
        let (pages, facts, bodies, inputs) = (pages?, facts?, bodies?, inputs?);
        let same = [facts.len(), bodies.len(), inputs.len()] == [pages.len(); 3];
        same.then_some(Self { pages, inputs, facts, bodies })
    }
}

fn one<T: DeserializeOwned>(parts: &Parts, kind: u8) -> Option<T> {
    postcard::from_bytes(&parts.one(kind)?).ok()
}

fn list<T: DeserializeOwned>(bytes: &[u8]) -> Option<Vec<T>> {
    postcard::from_bytes(bytes).ok()
}

/// The values of a list that was written as several parts: each is read, looked at and let go in
/// one step, so that no more of them are held than there are threads.
fn all<T: Send>(
    parts: &Parts,
    kind: u8,
    decode: impl Fn(&[u8]) -> Option<Vec<T>> + Sync,
) -> Option<Vec<T>> {
    let parts = parts.of(kind);
    let read = |part: &Part<'_>| decode(&part.read()?);
    let read: Option<Vec<Vec<T>>> = parts.par_iter().with_max_len(1).map(read).collect();
    Some(read?.into_iter().flatten().collect())
}
