//! The first step: everything a book is made of, read into memory.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::sync::Arc;

use rayon::prelude::*;

use crate::catalog::Order;
use crate::config::Syntax;
use crate::diagnostic::{Checked, Diagnostic, codes};
use crate::document::{include, summary, toc, yaml_page};
use crate::source::{Asset, Class, Dialect, Docsets, Files, Layout, Metadata, detect};
use crate::text::{FilePath, Place, SourceText, Span, Texts};

/// A book's files, read and sorted by what they are.
pub(in crate::compile) struct Sources {
    pub(in crate::compile) layout: Layout,
    pub(in crate::compile) order: Order,
    /// The files that are documents; their texts are in `texts`.
    pub(in crate::compile) documents: Vec<FilePath>,
    /// What the settings state of documents that do not state it themselves.
    pub(in crate::compile) metadata: HashMap<FilePath, Arc<Metadata>>,
    pub(in crate::compile) assets: BTreeMap<FilePath, Asset>,
    pub(in crate::compile) texts: Texts,
    pub(in crate::compile) diagnostics: Vec<Diagnostic>,
}

/// What reading one file gave.
enum Read {
    Text(Arc<SourceText>, Option<Diagnostic>),
    Asset(FilePath, Asset),
    Unreadable(Diagnostic),
}

/// Reads a whole book, in parallel.
///
/// # Errors
/// Where the folder of its documents cannot be read.
pub(in crate::compile) fn read(files: &dyn Files) -> io::Result<Sources> {
    let Checked { value: layout, diagnostics } = detect(files);
    let listed = files.list(&layout.config.src)?;
    let is_output = |file: &FilePath| {
        layout.config.output_folders.iter().any(|folder| file.below(folder).is_some())
    };
    let listed: Vec<FilePath> = listed.into_iter().filter(|file| !is_output(file)).collect();
    let is_docfx = layout.dialect == Dialect::DocFx;
    let is_text = |file: &FilePath| file.is_markdown() || (is_docfx && is_yaml(file));
    let read: Vec<Read> =
        listed.into_par_iter().map(|file| read_one(files, is_text(&file), file)).collect();
    let mut sources = Sources {
        layout,
        order: Order::Folders,
        documents: Vec::new(),
        metadata: HashMap::new(),
        assets: BTreeMap::new(),
        texts: Texts::new(),
        diagnostics,
    };
    for one in read {
        match one {
            Read::Text(text, problem) => {
                sources.documents.push(text.path().clone());
                sources.texts.insert(text.path().clone(), text);
                sources.diagnostics.extend(problem);
            }
            Read::Asset(file, asset) => {
                sources.assets.insert(file, asset);
            }
            Read::Unreadable(problem) => sources.diagnostics.push(problem),
        }
    }
    for file in sources.layout.config_files.clone() {
        if let Some(text) = text_of(files, &file) {
            sources.texts.insert(file, Arc::new(text));
        }
    }
    match sources.layout.dialect.clone() {
        Dialect::MdBook { summary } => read_summary(&mut sources, summary),
        Dialect::DocFx => sort_docsets(&mut sources),
        Dialect::Folder => {}
    }
    read_ontologies(files, &mut sources);
    read_included(files, &mut sources.texts, sources.layout.config.syntax);
    Ok(sources)
}

fn is_yaml(file: &FilePath) -> bool {
    file.extension().eq_ignore_ascii_case("yml")
}

fn read_one(files: &dyn Files, is_text: bool, file: FilePath) -> Read {
    let bytes = match files.read(&file) {
        Ok(bytes) => bytes,
        Err(error) => {
            let message = format!("cannot read `{file}`: {error}");
            let problem = Diagnostic::new(codes::UNREADABLE_FILE, Place::start_of(file), message)
                .help("mend or remove the file; a symbolic link must lead to a file inside the book's folder");
            return Read::Unreadable(problem);
        }
    };
    if !is_text {
        let asset = Asset::inspect(&file, &bytes);
        return Read::Asset(file, asset);
    }
    match String::from_utf8(bytes) {
        Ok(text) => Read::Text(Arc::new(SourceText::new(file, text)), None),
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
            Read::Text(Arc::new(SourceText::new(file, text)), Some(problem))
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
    sources.order = Order::Summary { file, items };
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
                sources.texts.remove(&file);
                sources.assets.insert(file, asset);
            }
        }
    }
    sources.order = Order::Docsets { tables, left };
}

/// Adds the vocabularies and rules that the settings name.
fn read_ontologies(files: &dyn Files, sources: &mut Sources) {
    let config = &sources.layout.config;
    for setting in config.vocabularies.iter().chain(&config.shapes) {
        if let Some(text) = text_of(files, &setting.file) {
            sources.texts.insert(text.path().clone(), Arc::new(text));
        } else {
            let message = format!("`{}` cannot be read as text", setting.file);
            let problem = Diagnostic::new(codes::UNREADABLE_FILE, setting.place.clone(), message)
                .help("paths are relative to the folder of `book.toml`");
            sources.diagnostics.push(problem);
        }
    }
}

/// Adds every file that a text includes, and what those include in turn.
fn read_included(files: &dyn Files, texts: &mut Texts, syntax: Syntax) {
    let mut wanted: Vec<FilePath> = texts
        .values()
        .flat_map(|text| include::targets(text.path(), text.text(), syntax))
        .collect();
    while let Some(file) = wanted.pop() {
        if texts.contains_key(&file) {
            continue;
        }
        if let Some(text) = text_of(files, &file) {
            wanted.extend(include::targets(&file, text.text(), syntax));
            texts.insert(file, Arc::new(text));
        }
    }
}

fn text_of(files: &dyn Files, file: &FilePath) -> Option<SourceText> {
    let text = String::from_utf8(files.read(file).ok()?).ok()?;
    Some(SourceText::new(file.clone(), text))
}
