//! What a link or an image leads to.

use crate::catalog::PageIndex;
use crate::source::Asset;
use crate::text::FilePath;

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// A page of the book.
    Page {
        /// The page.
        page: PageIndex,
        /// The id on it, percent-decoded, where the link names one.
        fragment: Option<String>,
        /// Whether the page has that id; `true` where none is named.
        fragment_exists: bool,
    },
    /// A file of the book that is no page.
    Asset {
        /// The file.
        file: FilePath,
        /// The fragment as written.
        fragment: Option<String>,
    },
    /// An absolute address: another site, mail, another part of this site.
    External(String),
    /// A file outside the book's folder: it may exist where the book is published.
    Outside(String),
    /// Nothing.
    Broken(String),
}

/// What an image shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ResolvedImage {
    /// A file of the book.
    File {
        /// The file.
        file: FilePath,
        /// What it is.
        asset: Asset,
    },
    /// An image elsewhere.
    External(String),
    /// Nothing.
    Missing(String),
}
