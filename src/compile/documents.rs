//! The second step: texts to documents, in parallel, those that have not changed taken as they were.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use crate::config::Syntax;
use crate::document::{Document, front_matter, include, parse, yaml_page};
use crate::source::Metadata;
use crate::text::{FilePath, SourceText, Texts};

/// Documents of the revision before, by path.
#[derive(Clone, Default)]
pub(in crate::compile) struct DocumentCache {
    documents: HashMap<FilePath, Cached>,
}

#[derive(Clone)]
struct Cached {
    /// The document's own text and everything it includes, as they were.
    inputs: Vec<(FilePath, Option<Arc<SourceText>>)>,
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
    /// What each of `documents` is made of, as long as that is all there are; `None` where others
    /// were parsed.
    pub(in crate::compile) fn inputs<'a>(
        &'a self,
        documents: impl ExactSizeIterator<Item = &'a Arc<Document>>,
    ) -> Option<Vec<Vec<&'a FilePath>>> {
        if documents.len() != self.documents.len() {
            return None;
        }
        let inputs = documents.map(|document| {
            let cached = self.documents.get(&document.path)?;
            let is_same = Arc::ptr_eq(&cached.document, document);
            is_same.then(|| cached.inputs.iter().map(|(file, _)| file).collect())
        });
        inputs.collect()
    }

    /// The files that all documents are made of, some of them again and again.
    pub(in crate::compile) fn inputs_of_all(&self) -> impl Iterator<Item = &FilePath> {
        self.documents.values().flat_map(|cached| cached.inputs.iter().map(|(file, _)| file))
    }

    /// These documents, each made of the `texts` of these files.
    pub(in crate::compile) fn of<'a>(
        documents: impl Iterator<Item = (&'a Arc<Document>, Vec<FilePath>)>,
        metadata: &HashMap<FilePath, Arc<Metadata>>,
        texts: &Texts,
    ) -> Self {
        let cached = documents.map(|(document, inputs)| {
            let input = |file: FilePath| {
                let text = texts.get(&file).cloned();
                (file, text)
            };
            let cached = Cached {
                inputs: inputs.into_iter().map(input).collect(),
                metadata: metadata.get(&document.path).cloned().unwrap_or_default(),
                document: Arc::clone(document),
            };
            (document.path.clone(), cached)
        });
        Self { documents: cached.collect() }
    }

    /// The documents of `files`, each with what `metadata` says of it; forgets all others. Where
    /// `changed` is known, no other texts than these differ from those of the revision before.
    pub(in crate::compile) fn parse(
        &mut self,
        files: &[FilePath],
        metadata: &HashMap<FilePath, Arc<Metadata>>,
        texts: &Texts,
        syntax: Syntax,
        changed: Option<&BTreeSet<FilePath>>,
    ) -> Parsed {
        let (known, none) = (&self.documents, Metadata::default());
        let made: Vec<(FilePath, Cached)> = files
            .par_iter()
            .filter(|file| {
                let stated = metadata.get(*file).map_or(&none, AsRef::as_ref);
                let is_current = |cached: &Cached| {
                    cached.is_current(texts, syntax, changed) && *cached.metadata == *stated
                };
                !known.get(*file).is_some_and(is_current)
            })
            .filter_map(|file| {
                let metadata = metadata.get(file).cloned().unwrap_or_default();
                Some((file.clone(), Cached::new(file, metadata, texts, syntax)?))
            })
            .collect();
        let parsed = made.len();
        self.documents.extend(made);
        if self.documents.len() > files.len() {
            let files: BTreeSet<&FilePath> = files.iter().collect();
            self.documents.retain(|file, _| files.contains(file));
        }
        let documents = files.iter().filter_map(|file| self.documents.get(file));
        Parsed { documents: documents.map(|cached| Arc::clone(&cached.document)).collect(), parsed }
    }
}

impl Cached {
    fn new(
        file: &FilePath,
        metadata: Arc<Metadata>,
        texts: &Texts,
        syntax: Syntax,
    ) -> Option<Self> {
        let text = texts.get(file)?.text();
        let (mut front_matter, expanded) = if file.is_markdown() {
            let front_matter = front_matter::read(file, text);
            let start = front_matter.value.span.end;
            (front_matter, include::expand(file, text, start, texts, syntax))
        } else {
            yaml_page::read(file, text, texts)
        };
        front_matter.value.complete(&metadata);
        let document = Arc::new(parse::parse(file, front_matter, expanded));
        Some(Self { inputs: inputs_of(file, texts, syntax), metadata, document })
    }

    fn is_current(
        &self,
        texts: &Texts,
        syntax: Syntax,
        changed: Option<&BTreeSet<FilePath>>,
    ) -> bool {
        self.document.syntax == syntax
            && self.inputs.iter().all(|(file, text)| match changed {
                Some(changed) => !changed.contains(file),
                None => match (texts.get(file), text) {
                    (Some(now), Some(before)) => Arc::ptr_eq(now, before),
                    (now, before) => now.is_none() && before.is_none(),
                },
            })
    }
}

/// Everything that a document is made of, whether or not it is there.
fn inputs_of(
    file: &FilePath,
    texts: &Texts,
    syntax: Syntax,
) -> Vec<(FilePath, Option<Arc<SourceText>>)> {
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
    inputs.into_iter().map(|input| (input.clone(), texts.get(&input).cloned())).collect()
}
