//! The file that was likely meant where none was found.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::catalog::Catalog;
use crate::diagnostic::nearest;
use crate::text::FilePath;

/// How often names are compared by spelling in one revision. It takes as long as the folder is
/// large, and where more is broken than this, no single suggestion helps.
const MOST_COMPARISONS: usize = 500;

/// The files of a book, for suggestions.
pub(in crate::catalog::resolve) struct Likely<'a> {
    /// By their lower-cased names.
    by_name: HashMap<String, Vec<&'a FilePath>>,
    /// By the folder they stand in.
    by_folder: HashMap<FilePath, Vec<&'a FilePath>>,
    compared: AtomicUsize,
}

impl<'a> Likely<'a> {
    pub(in crate::catalog::resolve) fn new(catalog: &'a Catalog) -> Self {
        let files = catalog.pages.iter().map(|page| &page.document.path);
        let mut by_name: HashMap<String, Vec<&FilePath>> = HashMap::new();
        let mut by_folder: HashMap<FilePath, Vec<&FilePath>> = HashMap::new();
        for file in files.chain(catalog.assets.keys()) {
            by_name.entry(file.file_name().to_lowercase()).or_default().push(file);
            by_folder.entry(file.folder()).or_default().push(file);
        }
        Self { by_name, by_folder, compared: AtomicUsize::new(0) }
    }

    /// The file that was likely meant, as files of `folder` refer to it: one of the same name in
    /// another folder or case, else the one spelt most like it in the folder that was named.
    pub(in crate::catalog::resolve) fn near(
        &self,
        folder: &FilePath,
        wanted: &FilePath,
    ) -> Option<String> {
        let same_name = self.by_name.get(&wanted.file_name().to_lowercase());
        let same_name = same_name.and_then(|files| files.first()).copied();
        let likely = same_name.or_else(|| {
            let near = self.by_folder.get(&wanted.folder())?;
            if self.compared.fetch_add(1, Ordering::Relaxed) >= MOST_COMPARISONS {
                return None;
            }
            let name = nearest(wanted.file_name(), near.iter().map(|file| file.file_name()))?;
            near.iter().copied().find(|file| file.file_name() == name)
        });
        Some(folder.relative(likely?))
    }
}
