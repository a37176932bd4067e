//! The first step: everything a book is made of, read into memory.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use rayon::prelude::*;

use crate::catalog::Order;
use crate::compile::memory::Memory;
use crate::config::Config;
use crate::diagnostic::{Checked, Diagnostic, codes};
use crate::document::{include, summary};
use crate::source::{Asset, Changes, Dialect, Files, Layout, detect};
use crate::text::{FilePath, Place, SourceText, Span, Texts};

/// A book's files, read and sorted by what they are.
pub(in crate::compile) struct Sources {
    pub(in crate::compile) layout: Layout,
    /// The settings of the layout, to be shared.
    pub(in crate::compile) config: Arc<Config>,
    pub(in crate::compile) order: Arc<Order>,
    /// The files that are documents; their texts are in `texts`.
    pub(in crate::compile) documents: Vec<FilePath>,
    pub(in crate::compile) assets: Arc<BTreeMap<FilePath, Asset>>,
    pub(in crate::compile) texts: Arc<Texts>,
    pub(in crate::compile) diagnostics: Vec<Diagnostic>,
}

/// What reading one file gave.
#[derive(Clone)]
pub(in crate::compile) enum Read {
    Text(Arc<SourceText>, Option<Diagnostic>),
    Asset(FilePath, Asset),
    Unreadable(Diagnostic),
}

impl Read {
    /// Itself, where `now` is the same text.
    pub(in crate::compile) fn same_text(&self, now: &Self) -> Option<Self> {
        match (self, now) {
            (Self::Text(known, problem), Self::Text(text, now))
                if known.text() == text.text() && problem == now =>
            {
                Some(self.clone())
            }
            _ => None,
        }
    }
}

/// Reads a whole book, in parallel; what `changes` does not name is taken from `memory`.
///
/// # Errors
/// Where the folder of its documents cannot be read.
pub(in crate::compile) fn read(
    files: &dyn Files,
    memory: &mut Memory,
    changes: &Changes,
) -> io::Result<Sources> {
    let Checked { value: layout, diagnostics } = detect(files);
    let listed = files.list(&layout.config.src)?;
    let is_output = |file: &FilePath| {
        layout.config.output_folders.iter().any(|folder| file.below(folder).is_some())
    };
    let listed: Vec<FilePath> = listed.into_iter().filter(|file| !is_output(file)).collect();
    let suits = |file: &FilePath, known: &Read| match known {
        Read::Text(..) => file.is_markdown(),
        Read::Asset(..) => !file.is_markdown(),
        Read::Unreadable(_) => true,
    };
    let read = memory.read(listed, changes, |file| read_one(files, file), suits);
    let mut sources = Sources {
        config: Arc::new(layout.config.clone()),
        layout,
        order: Arc::new(Order::Folders),
        documents: Vec::new(),
        assets: Arc::default(),
        texts: Arc::default(),
        diagnostics,
    };
    let (mut texts, mut assets) = (Texts::new(), BTreeMap::new());
    for one in read {
        match one {
            Read::Text(text, problem) => {
                sources.documents.push(text.path().clone());
                texts.insert(text.path().clone(), text);
                sources.diagnostics.extend(problem);
            }
            Read::Asset(file, asset) => {
                assets.insert(file, asset);
            }
            Read::Unreadable(problem) => sources.diagnostics.push(problem),
        }
    }
    (sources.texts, sources.assets) = (Arc::new(texts), Arc::new(assets));
    read_settings_and_order(files, memory, &mut sources);
    read_ontologies(files, memory, &mut sources);
    let texts: Vec<_> = sources.texts.values().cloned().collect();
    read_included(files, memory, &mut sources, &texts);
    Ok(sources)
}

impl Sources {
    /// Reads only what `changes` names, where that is enough: where nothing but the texts of
    /// Markdown documents differs. Gives these documents; `None` where all has to be read.
    pub(in crate::compile) fn patch(
        &mut self,
        files: &dyn Files,
        memory: &mut Memory,
        changes: &Changes,
    ) -> Option<BTreeSet<FilePath>> {
        let Changes::Paths(paths) = changes else {
            return None;
        };
        // The documents are sorted, as they were listed.
        let is_document =
            |file: &FilePath| file.is_markdown() && self.documents.binary_search(file).is_ok();
        if !paths.iter().all(is_document) {
            return None;
        }
        let mut changed = Vec::new();
        for file in paths {
            let text = memory.again(file, |file| read_one(files, file))?;
            let known = self.texts.get(file)?;
            if !Arc::ptr_eq(known, &text) {
                changed.push(text);
            }
        }
        let texts = Arc::make_mut(&mut self.texts);
        for text in &changed {
            texts.insert(text.path().clone(), Arc::clone(text));
        }
        read_included(files, memory, self, &changed);
        Some(changed.iter().map(|text| text.path().clone()).collect())
    }
}

fn read_one(files: &dyn Files, file: &FilePath) -> Read {
    let bytes = match files.read(file) {
        Ok(bytes) => bytes,
        Err(error) => {
            let message = format!("cannot read `{file}`: {error}");
            let place = Place::start_of(file.clone());
            let problem = Diagnostic::new(codes::UNREADABLE_FILE, place, message)
                .help("mend or remove the file; a symbolic link must lead to a file inside the book's folder");
            return Read::Unreadable(problem);
        }
    };
    if !file.is_markdown() {
        return Read::Asset(file.clone(), Asset::inspect(file, &bytes));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Read::Text(Arc::new(SourceText::new(file.clone(), text)), None),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let bytes = error.as_bytes();
            // A page of replacement characters helps nobody: what holds zeros is no text at all.
            let text = if bytes.contains(&0) {
                String::new()
            } else {
                String::from_utf8_lossy(bytes).into_owned()
            };
            let place = Place::new(file.clone(), Span::new(at, at));
            let message = format!("`{file}` is not UTF-8: byte {at} starts no character");
            let problem = Diagnostic::new(codes::NOT_TEXT, place, message)
                .help("save the file as UTF-8, or give it an ending other than `.md`");
            Read::Text(Arc::new(SourceText::new(file.clone(), text)), Some(problem))
        }
    }
}

/// The texts that are not documents: the settings' file and the table of contents.
fn read_settings_and_order(files: &dyn Files, memory: &mut Memory, sources: &mut Sources) {
    let file = sources.layout.config_file.as_ref();
    if let Some(text) = file.and_then(|file| memory.text(files, file)) {
        Arc::make_mut(&mut sources.texts).insert(text.path().clone(), text);
    }
    let Dialect::MdBook { summary: file } = sources.layout.dialect.clone() else {
        return;
    };
    sources.documents.retain(|document| *document != file);
    let Some(text) = sources.texts.get(&file) else {
        let place = Place::start_of(file.clone());
        let message = format!("the table of contents `{file}` is not there");
        sources.diagnostics.push(
            Diagnostic::new(codes::MALFORMED_SUMMARY, place, message)
                .help("the pages are ordered by their folders until there is one"),
        );
        return;
    };
    let Checked { value: items, diagnostics } = summary::read(&file, text.text());
    sources.diagnostics.extend(diagnostics);
    sources.order = Arc::new(Order::Summary { file, items });
}

/// Adds the vocabularies and rules that the settings name.
fn read_ontologies(files: &dyn Files, memory: &mut Memory, sources: &mut Sources) {
    let config = &sources.layout.config;
    for setting in config.vocabularies.iter().chain(&config.shapes) {
        if let Some(text) = memory.text(files, &setting.file) {
            Arc::make_mut(&mut sources.texts).insert(text.path().clone(), text);
        } else {
            let message = format!("`{}` cannot be read as text", setting.file);
            let problem = Diagnostic::new(codes::UNREADABLE_FILE, setting.place.clone(), message)
                .help("paths are relative to the folder of `book.toml`");
            sources.diagnostics.push(problem);
        }
    }
}

/// Adds every file that one of `texts` includes, and what those include in turn.
fn read_included(
    files: &dyn Files,
    memory: &mut Memory,
    sources: &mut Sources,
    texts: &[Arc<SourceText>],
) {
    let syntax = sources.layout.config.syntax;
    let targets = |text: &Arc<SourceText>| include::targets(text.path(), text.text(), syntax);
    let mut wanted: Vec<FilePath> = texts.par_iter().flat_map_iter(targets).collect();
    while let Some(file) = wanted.pop() {
        if sources.texts.contains_key(&file) {
            continue;
        }
        if let Some(text) = memory.text(files, &file) {
            wanted.extend(targets(&text));
            Arc::make_mut(&mut sources.texts).insert(file, text);
        }
    }
}

/// A file as text; `None` where it is none or not there.
pub(in crate::compile) fn text_of(files: &dyn Files, file: &FilePath) -> Option<SourceText> {
    let text = String::from_utf8(files.read(file).ok()?).ok()?;
    Some(SourceText::new(file.clone(), text))
}
