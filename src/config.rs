//! What the book's owner has set, as plain data: `book.toml` with our own table in it, or the
//! settings of a DocFX repository.

mod book_toml;
pub mod docfx;

pub use book_toml::{normal_base, read_book_toml};

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::config::docfx::Repository;
use crate::text::{FilePath, Place};

/// The base of all IRIs where the book sets none: the address that `loggia serve` binds by default,
/// so that every IRI can be looked up out of the box.
pub const DEFAULT_BASE: &str = "http://127.0.0.1:3000/";

/// Which Markdown documents are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Syntax {
    /// That of mdBook and GitHub.
    #[default]
    Book,
    /// That of DocFX and Microsoft Learn.
    DocFx,
}

/// All settings of a book.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Config {
    /// The book's title.
    pub title: Option<String>,
    /// Its authors.
    pub authors: Vec<String>,
    /// What it is about.
    pub description: Option<String>,
    /// Its language as a BCP 47 tag.
    pub language: String,
    /// The folder of the documents below the book's root.
    pub src: FilePath,
    /// Which Markdown its documents are written in.
    pub syntax: Syntax,
    /// What a DocFX repository's own settings say; empty in other books.
    pub repository: Repository,
    /// Folders below the root that hold output and are never read as content.
    pub output_folders: Vec<FilePath>,
    /// What concerns the pages.
    pub pages: PageSettings,
    /// Old addresses that lead on.
    pub redirects: Vec<RedirectSetting>,
    /// The base IRI, ending in `/`.
    pub base: String,
    /// Whether documents state facts and hold live queries. Off where a book is not written for
    /// it, so that any repository opens unchanged.
    pub literate: bool,
    /// Turtle files with vocabularies of the book's own.
    pub vocabularies: Vec<FileSetting>,
    /// Turtle files with rules of the book's own.
    pub shapes: Vec<FileSetting>,
    /// What a request may cost.
    pub limits: Limits,
}

/// Settings of the pages, from `[output.html]`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PageSettings {
    /// Where the book's sources are published.
    pub repository_url: Option<String>,
    /// The address for editing a file; `{path}` stands for its path.
    pub edit_url_template: Option<String>,
    /// Whether chapters carry numbers in the navigation.
    pub section_numbers: bool,
}

/// An old address and where it leads, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RedirectSetting {
    /// The old address.
    pub from: String,
    /// The new one.
    pub to: String,
    /// Where the new one is written.
    pub place: Place,
}

/// A file that a setting names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileSetting {
    /// The file, from the book's root.
    pub file: FilePath,
    /// Where it is named.
    pub place: Place,
}

/// What a request may cost. Every door passes these to the services.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// How long a query may run.
    pub query_time: Duration,
    /// How many rows or triples it may give.
    pub query_rows: usize,
    /// How many bytes its answer may have.
    pub query_answer_bytes: usize,
    /// How many bytes a query may have.
    pub query_bytes: usize,
    /// How many queries run at once.
    pub query_workers: usize,
    /// How many rows or triples a live query may give.
    pub live_rows: usize,
    /// How long all live queries of a book together may run.
    pub live_time: Duration,
    /// How many search results a page may ask for.
    pub search_results: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            query_time: Duration::from_secs(10),
            query_rows: 100_000,
            query_answer_bytes: 32 << 20,
            query_bytes: 64 << 10,
            query_workers: std::thread::available_parallelism().map_or(2, usize::from),
            live_rows: 1_000,
            live_time: Duration::from_mins(1),
            search_results: 50,
        }
    }
}

impl Config {
    /// Whether the owner has said where the book is published.
    #[must_use]
    pub fn has_own_base(&self) -> bool {
        self.base != DEFAULT_BASE
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            title: None,
            authors: Vec::new(),
            description: None,
            language: "en".to_owned(),
            src: FilePath::default(),
            syntax: Syntax::default(),
            repository: Repository::default(),
            output_folders: Vec::new(),
            pages: PageSettings { section_numbers: true, ..PageSettings::default() },
            redirects: Vec::new(),
            base: DEFAULT_BASE.to_owned(),
            literate: false,
            vocabularies: Vec::new(),
            shapes: Vec::new(),
            limits: Limits::default(),
        }
    }
}
