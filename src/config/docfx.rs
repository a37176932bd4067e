//! A DocFX repository's own settings as plain data: docsets, metadata, redirections.

mod docset;
mod json;
mod publishing;
mod redirections;

pub use docset::{read_docset, without_settings};
pub use publishing::{PublishedDocset, Publishing, read_publishing};
pub use redirections::read_redirections;

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use crate::text::{FilePath, Place};

/// The host that publishes the documentation of Microsoft: where addresses lead that start at the
/// root of the site and belong to no docset of the repository.
pub const DOCS_HOST: &str = "https://learn.microsoft.com";

/// Hosts whose addresses may lead into the repository's own docsets.
pub const DOCS_HOSTS: &[&str] = &["learn.microsoft.com", "docs.microsoft.com"];

/// The names of the files that settings stand in.
pub const DOCSET_FILE: &str = "docfx.json";
/// The settings of publishing, at the root of a repository.
pub const PUBLISHING_FILE: &str = ".openpublishing.publish.config.json";
/// Old addresses, at the root of a repository or of a docset.
pub const REDIRECTION_FILE: &str = ".openpublishing.redirection.json";

/// What the settings of a DocFX repository say.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Repository {
    /// Its docsets in the order in which they are published.
    pub docsets: Vec<Docset>,
    /// Folders that hold another repository when the book is built: nothing in them can be checked.
    pub dependent_folders: Vec<FilePath>,
    /// Files that have moved.
    pub redirections: Vec<Redirection>,
}

/// A part of a repository that is built and published as one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Docset {
    /// Its name for readers.
    pub name: String,
    /// Its folder.
    pub folder: FilePath,
    /// Where it is published: a path below the root of the site without slashes at its ends.
    /// `None` where nothing tells, so that its files keep their own paths.
    pub base: Option<String>,
    /// The files that are its pages and tables of contents.
    pub content: Vec<FileGroup>,
    /// What every page states that does not state it itself.
    pub global_metadata: Vec<(String, Vec<String>)>,
    /// What the pages state whose path matches, later ones before earlier ones.
    pub file_metadata: Vec<FileMetadata>,
}

/// Files that are treated alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileGroup {
    /// The folder that the patterns are relative to.
    pub folder: FilePath,
    /// The files.
    pub files: Vec<Pattern>,
    /// Those of them that are left out.
    pub exclude: Vec<Pattern>,
}

/// A pattern of paths: `*` stands for a part of a name, `**` for any folders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pattern {
    /// The pattern as written.
    pub text: String,
    /// Where it is written.
    pub place: Place,
}

/// A value of the pages that a pattern matches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileMetadata {
    /// The key.
    pub key: String,
    /// Paths relative to the docset's folder.
    pub pattern: Pattern,
    /// The value.
    pub values: Vec<String>,
}

/// A file that has moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redirection {
    /// The file that was there.
    pub source: FilePath,
    /// The address of its successor: a path of the site, relative to the file's folder, or absolute.
    pub target: String,
    /// Where the target is written.
    pub place: Place,
}

impl Repository {
    /// The docset that a file lies in: that with the innermost folder.
    #[must_use]
    pub fn docset_of(&self, file: &FilePath) -> Option<&Docset> {
        let around = self.docsets.iter().filter(|docset| file.below(&docset.folder).is_some());
        around.max_by_key(|docset| docset.folder.as_str().len())
    }

    /// The docsets that may publish an address, given without a first slash, with the rest of the
    /// address below their base: the longest base first, because bases may be nested.
    #[must_use]
    pub fn publishers_of<'a>(&'a self, address: &'a str) -> Vec<(&'a Docset, &'a str)> {
        let mut found: Vec<_> =
            self.docsets.iter().filter_map(|d| Some((d, d.published(address)?))).collect();
        found.sort_by_key(|(docset, _)| Reverse(docset.base.as_ref().map_or(0, String::len)));
        found
    }
}

impl Docset {
    /// The rest of an address below this docset's base; case does not matter in addresses.
    fn published<'a>(&self, address: &'a str) -> Option<&'a str> {
        let base = self.base.as_deref()?;
        let (start, rest) = address.split_at_checked(base.len())?;
        if !start.eq_ignore_ascii_case(base) {
            return None;
        }
        if base.is_empty() || rest.is_empty() { Some(rest) } else { rest.strip_prefix('/') }
    }
}
