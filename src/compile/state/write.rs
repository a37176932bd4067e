//! Writes a state down, part by part, so that it is never held in memory twice.

use std::collections::BTreeMap;
use std::io;

use serde::Serialize;

use crate::cache::Writer;
use crate::catalog::{Joined, Page};
use crate::compile::read::Read;
use crate::compile::state::State;
use crate::compile::state::parts::{KeptRead, KeptSources, PAGES_OF_PART, kind};
use crate::facts::PageFacts;
use crate::source::Metadata;
use crate::text::FilePath;

pub(in crate::compile::state) fn write(state: &State, writer: &mut Writer<'_>) -> io::Result<()> {
    let State { memory, documents, before, .. } = state;
    let catalog = &before.catalog;
    let inputs = documents.inputs(catalog.pages.iter().map(|page| &page.document));
    let inputs = inputs.ok_or_else(|| io::Error::other("a revision failed behind the last one"))?;
    add(writer, kind::SOURCES, &sources(state))?;
    let read: Vec<(&FilePath, KeptRead)> = memory.listed().iter().map(kept_read).collect();
    add(writer, kind::READ, &read)?;
    let texts = memory.listed().values().filter_map(|read| match read {
        Read::Text(text, _) => Some(text),
        _ => None,
    });
    let texts: Vec<(&FilePath, &str)> =
        texts.map(|text| (text.path(), text.text().as_ref())).collect();
    all(writer, kind::TEXTS, &texts)?;
    let others = memory.others().iter();
    let others: Vec<(&FilePath, &str)> =
        others.map(|(file, text)| (file, text.text().as_ref())).collect();
    all(writer, kind::OTHER_TEXTS, &others)?;
    let pages: Vec<&Page> = catalog.pages.iter().map(AsRef::as_ref).collect();
    all(writer, kind::PAGES, &pages)?;
    all(writer, kind::INPUTS, &inputs)?;
    add(writer, kind::JOINED, &Joined::of(catalog))?;
    let facts: Vec<&PageFacts> = before.facts.pages.iter().map(AsRef::as_ref).collect();
    all(writer, kind::FACTS, &facts)?;
    add(writer, kind::CONFLICTS, &before.facts.conflicts)?;
    let bodies: Vec<&str> = before.bodies.iter().map(AsRef::as_ref).collect();
    all(writer, kind::BODIES, &bodies)?;
    before.stated.keep(&mut |part| writer.part(kind::GRAPH, part))?;
    before.search.keep(&mut |part| writer.part(kind::SEARCH, part))
}

fn add(writer: &mut Writer<'_>, kind: u8, value: &impl Serialize) -> io::Result<()> {
    writer.part(kind, &postcard::to_stdvec(value).map_err(io::Error::other)?)
}

/// Writes a long list as several parts.
fn all(writer: &mut Writer<'_>, kind: u8, values: &[impl Serialize]) -> io::Result<()> {
    values.chunks(PAGES_OF_PART).try_for_each(|values| add(writer, kind, &values))
}

fn kept_read<'a>((file, read): (&'a FilePath, &Read)) -> (&'a FilePath, KeptRead) {
    let kept = match read {
        Read::Text(_, problem) => KeptRead::Text(problem.clone()),
        Read::Asset(_, asset) => KeptRead::Asset(*asset),
        Read::Unreadable(problem) => KeptRead::Unreadable(problem.clone()),
    };
    (file, kept)
}

fn sources(state: &State) -> KeptSources {
    let sources = &state.sources;
    let mut numbers: BTreeMap<&Metadata, usize> = BTreeMap::new();
    let mut values = Vec::new();
    let metadata = sources.documents.iter().filter_map(|file| {
        let value = sources.metadata.get(file)?.as_ref();
        let number = *numbers.entry(value).or_insert_with(|| {
            values.push(value.clone());
            values.len() - 1
        });
        Some((file.clone(), number))
    });
    let metadata = metadata.collect();
    KeptSources {
        layout: sources.layout.clone(),
        order: sources.order.clone(),
        documents: sources.documents.clone(),
        metadata,
        values,
        assets: sources.assets.clone(),
        texts: sources.texts.keys().cloned().collect(),
        diagnostics: sources.diagnostics.clone(),
    }
}
