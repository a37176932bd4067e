//! Joins parsed documents to a catalog.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::source::Asset;
use crate::text::FilePath;

/// What a catalog is made of.
#[derive(Debug)]
pub struct CatalogInput {
    /// The book's settings.
    pub config: Config,
    /// All documents.
    pub documents: Vec<Arc<Document>>,
    /// All other files below the content folder.
    pub assets: BTreeMap<FilePath, Asset>,
    /// Problems met before.
    pub diagnostics: Vec<Diagnostic>,
}
