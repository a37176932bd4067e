//! The second step: texts to documents, in parallel, those that have not changed taken as they were.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use blake3::Hash;
use rayon::prelude::*;

use crate::config::Syntax;
use crate::document::{Document, front_matter, include, parse, yaml_page};
use crate::source::Metadata;
use crate::text::{FilePath, Texts};

/// Documents of the revision before, by path.
#[derive(Default)]
pub(in crate::compile) struct DocumentCache {
    documents: HashMap<FilePath, Cached>,
}

struct Cached {
    /// The document's own text and everything it includes, as they were.
    inputs: Vec<(FilePath, Option<Hash>)>,
    /// What the settings state of it.
    metadata: Arc<Metadata>,
    document: Arc<Document>,
}

/// Documents, and how many of them had to be parsed.
pub(in crate::compile) struct Parsed {
    pub(in crate::compile) documents: Vec<Arc<Document>>,
    pub(in crate::compile) parsed: usize,
}

impl DocumentCache {
    /// The documents of `files`, each with what `metadata` says of it; forgets all others.
    pub(in crate::compile) fn parse(
        &mut self,
        files: &[FilePath],
        metadata: &HashMap<FilePath, Arc<Metadata>>,
        texts: &Texts,
        syntax: Syntax,
    ) -> Parsed {
        let hashes: HashMap<&FilePath, Hash> = texts
            .par_iter()
            .map(|(file, text)| (file, blake3::hash(text.text().as_bytes())))
            .collect();
        let before = std::mem::take(&mut self.documents);
        let results: Vec<(FilePath, Cached, bool)> = files
            .par_iter()
            .filter_map(|file| {
                let text = texts.get(file)?.text();
                let inputs = inputs_of(file, texts, &hashes, syntax);
                let metadata = metadata.get(file).cloned().unwrap_or_default();
                if let Some(cached) = before
                    .get(file)
                    .filter(|cached| cached.inputs == inputs && cached.document.syntax == syntax)
                    .filter(|cached| cached.metadata == metadata)
                {
                    let document = cached.document.clone();
                    return Some((file.clone(), Cached { inputs, metadata, document }, false));
                }
                let (mut front_matter, expanded) = if file.is_markdown() {
                    let front_matter = front_matter::read(file, text);
                    let start = front_matter.value.span.end;
                    (front_matter, include::expand(file, text, start, texts, syntax))
                } else {
                    yaml_page::read(file, text)
                };
                front_matter.value.complete(&metadata);
                let document = Arc::new(parse::parse(file, front_matter, expanded));
                Some((file.clone(), Cached { inputs, metadata, document }, true))
            })
            .collect();
        let parsed = results.iter().filter(|(_, _, parsed)| *parsed).count();
        let documents = results.iter().map(|(_, cached, _)| cached.document.clone()).collect();
        self.documents = results.into_iter().map(|(file, cached, _)| (file, cached)).collect();
        Parsed { documents, parsed }
    }
}

/// Everything that a document is made of, whether or not it is there, with its content's hash.
fn inputs_of(
    file: &FilePath,
    texts: &Texts,
    hashes: &HashMap<&FilePath, Hash>,
    syntax: Syntax,
) -> Vec<(FilePath, Option<Hash>)> {
    let mut wanted = vec![file.clone()];
    let mut inputs = BTreeSet::new();
    while let Some(file) = wanted.pop() {
        if let Some(text) = texts.get(&file)
            && !inputs.contains(&file)
        {
            wanted.extend(include::targets(&file, text.text(), syntax));
        }
        inputs.insert(file);
    }
    let hashed = inputs.into_iter().map(|input| {
        let hash = hashes.get(&input).copied();
        (input, hash)
    });
    hashed.collect()
}
