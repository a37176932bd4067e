//! Files held in memory: for the bundled book and for tests.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;

use crate::source::Files;
use crate::text::FilePath;

/// Files by path. The same contract as files on disk, without a disk.
#[derive(Debug, Default, Clone)]
pub struct MemoryFiles {
    files: BTreeMap<FilePath, Cow<'static, [u8]>>,
}

impl MemoryFiles {
    /// No files yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with one more file, or with other bytes for one that is there.
    #[must_use]
    pub fn with(mut self, file: FilePath, bytes: impl Into<Cow<'static, [u8]>>) -> Self {
        self.files.insert(file, bytes.into());
        self
    }

    /// The same without a file.
    #[must_use]
    pub fn without(mut self, file: &FilePath) -> Self {
        self.files.remove(file);
        self
    }

    /// Files written in one text: a line `//- path` starts each.
    #[must_use]
    pub fn fixture(text: &str) -> Self {
        let mut files = Self::new();
        for part in text.split("//- ").skip(1) {
            let (path, content) = part.split_once('\n').unwrap_or((part, ""));
            if let Ok(path) = FilePath::new(path.trim()) {
                files = files.with(path, content.as_bytes().to_vec());
            }
        }
        files
    }
}

impl Files for MemoryFiles {
    fn list(&self, folder: &FilePath) -> io::Result<Vec<FilePath>> {
        let files = self.files.keys();
        Ok(files.filter(|file| file.below(folder).is_some()).cloned().collect())
    }

    fn read(&self, file: &FilePath) -> io::Result<Vec<u8>> {
        let bytes = self.files.get(file).map(|bytes| bytes.to_vec());
        bytes.ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn exists(&self, file: &FilePath) -> bool {
        self.files.contains_key(file)
    }
}
