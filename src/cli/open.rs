//! Opens the book that a command is about.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use crate::cli::kept::{Cache, Start};
use crate::cli::{Failure, terminal};
use crate::compile::Compiler;
use crate::diagnostic::render::{self, Palette};
use crate::diagnostic::{Diagnostic, Severity};
use crate::snapshot::Snapshot;
use crate::source::{Changes, DiskFiles, Files, bundled_book};

/// A book, found.
pub(in crate::cli) struct Book {
    pub(in crate::cli) files: Arc<dyn Files>,
    /// Its folder; `None` for the bundled book.
    pub(in crate::cli) folder: Option<PathBuf>,
    /// The files of that folder.
    pub(in crate::cli) disk: Option<Arc<DiskFiles>>,
}

/// Finds the book at `path`; without one in the current folder, else the bundled book.
pub(in crate::cli) fn find(path: Option<&Path>) -> Result<Book, Failure> {
    let folder = match path {
        Some(path) => path.to_owned(),
        None if is_book(Path::new(".")) => PathBuf::from("."),
        None => {
            return Ok(Book { files: Arc::new(bundled_book()), folder: None, disk: None });
        }
    };
    let files = DiskFiles::open(&folder).map_err(|error| {
        let shown = folder.display();
        Failure::told(format!("cannot open the book `{shown}`: {error}\nPATH must be a folder: an mdBook or any folder of Markdown"))
    })?;
    let (folder, disk) = (files.root().to_owned(), Arc::new(files));
    Ok(Book { files: disk.clone(), folder: Some(folder), disk: Some(disk) })
}

fn is_book(folder: &Path) -> bool {
    ["book.toml", "SUMMARY.md"].iter().any(|name| folder.join(name).is_file())
}

/// Compiles a book once, from what an earlier `loggia serve` has kept of it where that helps.
pub(in crate::cli) fn compile(book: &Book) -> Result<Snapshot, Failure> {
    Start::of(book, Cache::of(book).as_ref()).compile(book).map(|(snapshot, _)| snapshot)
}

/// Compiles a book with a compiler that may have seen it before `changes`.
pub(in crate::cli) fn compile_after(
    compiler: &mut Compiler,
    book: &Book,
    changes: &Changes,
) -> Result<Snapshot, Failure> {
    let started = Instant::now();
    let snapshot = compiler.compile_after(changes).map_err(|error| unreadable(book, &error))?;
    terminal::progress(&format!(
        "{} pages, {} facts in {:.2} s",
        snapshot.catalog.pages.len(),
        snapshot.graph.counts().quads,
        started.elapsed().as_secs_f64(),
    ));
    Ok(snapshot)
}

/// Says that a book cannot be compiled, and what may be the cause.
pub(in crate::cli) fn unreadable(book: &Book, error: &dyn std::error::Error) -> Failure {
    let folder = book.folder.as_deref().map(|folder| folder.display().to_string());
    let folder = folder.unwrap_or_else(|| "the bundled book".to_owned());
    Failure::told(format!(
        "cannot read the documents of {folder}: {error}\nIs `src` in book.toml the folder of SUMMARY.md?"
    ))
}

/// Shows the problems of a book to people, on the standard error output.
pub(in crate::cli) fn show_problems(snapshot: &Snapshot) {
    let diagnostics = &snapshot.diagnostics;
    if !diagnostics.is_empty() {
        terminal::tell(render::terminal(diagnostics, &snapshot.texts, Palette::Colour).trim_end());
        terminal::tell(&render::summary(diagnostics).unwrap_or_default());
    }
}

/// Shows the problems of a book that it did not have before, and how many there are now.
pub(in crate::cli) fn show_news(before: &Snapshot, now: &Snapshot) {
    // Where lines were added above it, a problem stands elsewhere and is no new one.
    let told = |problem: &'_ Diagnostic| {
        (problem.place.file.clone(), problem.code.name, problem.message.clone())
    };
    let known: HashSet<_> = before.diagnostics.iter().map(told).collect();
    let news = now.diagnostics.iter().filter(|problem| !known.contains(&told(problem)));
    let news: Vec<Diagnostic> = news.cloned().collect();
    if !news.is_empty() {
        terminal::tell(render::terminal(&news, &now.texts, Palette::Colour).trim_end());
    }
    if !news.is_empty() || before.diagnostics.len() != now.diagnostics.len() {
        let none = || "No problems are left.".to_owned();
        terminal::tell(&render::summary(&now.diagnostics).unwrap_or_else(none));
    }
}

/// Whether a book has problems that break something for its readers.
pub(in crate::cli) fn has_errors(snapshot: &Snapshot) -> bool {
    snapshot.diagnostics.iter().any(|problem| problem.severity() == Severity::Error)
}
