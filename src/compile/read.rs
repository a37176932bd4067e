//! The first step: everything a book is made of, read into memory.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::sync::Arc;

use rayon::prelude::*;

use crate::catalog::Order;
use crate::compile::memory::Memory;
use crate::config::Config;
use crate::diagnostic::{Checked, Diagnostic, codes};
use crate::document::{include, summary, toc, yaml_page};
use crate::source::{Asset, Changes, Class, Dialect, Docsets, Files, Layout, Metadata, detect};
use crate::text::{FilePath, Place, SourceText, Span, Texts};

/// A book's files, read and sorted by what they are.
#[derive(Clone)]
pub(in crate::compile) struct Sources {
    pub(in crate::compile) layout: Layout,
    /// The settings of the layout, to be shared.
    pub(in crate::compile) config: Arc<Config>,
    pub(in crate::compile) order: Arc<Order>,
    /// The files that are documents; their texts are in `texts`.
    pub(in crate::compile) documents: Vec<FilePath>,
    /// What the settings state of documents that do not state it themselves.
    pub(in crate::compile) metadata: HashMap<FilePath, Arc<Metadata>>,
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
    let is_docfx = layout.dialect == Dialect::DocFx;
    let is_text = |file: &FilePath| file.is_markdown() || (is_docfx && is_yaml(file));
    let suits = |file: &FilePath, known: &Read| match known {
        Read::Text(..) => is_text(file),
        Read::Asset(..) => !is_text(file),
        Read::Unreadable(_) => true,
    };
    let read = |file: &FilePath| read_one(files, is_text(file), file);
    let read = memory.read(listed, changes, read, suits);
    let mut sources = Sources {
        config: Arc::new(layout.config.clone()),
        layout,
        order: Arc::new(Order::Folders),
        documents: Vec::new(),
        metadata: HashMap::new(),
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
    for file in &sources.layout.config_files {
        if let Some(text) = memory.text(files, file) {
            texts.insert(file.clone(), text);
        }
    }
    (sources.texts, sources.assets) = (Arc::new(texts), Arc::new(assets));
    match sources.layout.dialect.clone() {
        Dialect::MdBook { summary } => read_summary(&mut sources, summary),
        Dialect::DocFx => sort_docsets(&mut sources),
        Dialect::Folder => {}
    }
    read_ontologies(files, memory, &mut sources);
    let texts: Vec<_> = sources.texts.values().cloned().collect();
    sources.read_included(files, memory, &texts);
    Ok(sources)
}

fn is_yaml(file: &FilePath) -> bool {
    file.extension().eq_ignore_ascii_case("yml")
}

/// Reads one file of the content folder.
pub(in crate::compile) fn read_one(files: &dyn Files, is_text: bool, file: &FilePath) -> Read {
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
    if !is_text {
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

/// Takes the table of contents of an mdBook from among the documents.
fn read_summary(sources: &mut Sources, file: FilePath) {
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

/// Sorts the texts of a DocFX repository by what they are to their docset: documents, tables of
/// contents, and what is neither: texts to include, data, files that are left out.
fn sort_docsets(sources: &mut Sources) {
    let Checked { value: mut docsets, diagnostics } =
        Docsets::new(&sources.layout.config.repository);
    sources.diagnostics.extend(diagnostics);
    let (mut tables, mut left) = (BTreeMap::new(), Vec::new());
    for file in std::mem::take(&mut sources.documents) {
        let Some(text) = sources.texts.get(&file) else { continue };
        let is_page = file.is_markdown() || yaml_page::is_page(text.text());
        let class = docsets.class(&file);
        match class {
            Class::Contents { excluded: false } => {
                let Checked { value, diagnostics } = toc::read(&file, text.text());
                sources.diagnostics.extend(diagnostics);
                tables.insert(file, value);
            }
            Class::Content | Class::Unpublished if is_page => {
                sources.metadata.insert(file.clone(), docsets.metadata(&file));
                sources.documents.push(file);
            }
            _ if file.is_markdown() => left.push(file),
            _ => {
                let asset = Asset::inspect(&file, text.text().as_bytes());
                Arc::make_mut(&mut sources.texts).remove(&file);
                Arc::make_mut(&mut sources.assets).insert(file, asset);
            }
        }
    }
    sources.order = Arc::new(Order::Docsets { tables, left });
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

impl Sources {
    /// Adds every file that one of `texts` includes, and what those include in turn.
    pub(in crate::compile) fn read_included(
        &mut self,
        files: &dyn Files,
        memory: &mut Memory,
        texts: &[Arc<SourceText>],
    ) {
        let syntax = self.config.syntax;
        let targets = |text: &Arc<SourceText>| include::targets(text.path(), text.text(), syntax);
        let mut wanted: Vec<FilePath> = texts.par_iter().flat_map_iter(targets).collect();
        while let Some(file) = wanted.pop() {
            if self.texts.contains_key(&file) {
                continue;
            }
            if let Some(text) = memory.text(files, &file) {
                wanted.extend(targets(&text));
                Arc::make_mut(&mut self.texts).insert(file, text);
            }
        }
    }
}

/// A file as text; `None` where it is none or not there.
pub(in crate::compile) fn text_of(files: &dyn Files, file: &FilePath) -> Option<SourceText> {
    let text = String::from_utf8(files.read(file).ok()?).ok()?;
    Some(SourceText::new(file.clone(), text))
}
