//! What reading each file gave, kept from one revision to the next.
//!
//! A file that is read again and says the same keeps its text, so that whoever was made from it can
//! tell by the pointer that nothing has changed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::compile::read::{Read, text_of};
use crate::source::{Changes, Files};
use crate::text::{FilePath, SourceText};

/// Files of the revision before.
#[derive(Clone, Default)]
pub(in crate::compile) struct Memory {
    /// Those below the content folder.
    listed: BTreeMap<FilePath, Read>,
    /// The texts of others, of this revision and of the one before.
    others: [BTreeMap<FilePath, Arc<SourceText>>; 2],
    /// How many files were read for this revision.
    pub(in crate::compile) files_read: usize,
}

impl Memory {
    /// What reading these files gave, and these texts of others.
    pub(in crate::compile) fn of(
        listed: BTreeMap<FilePath, Read>,
        others: BTreeMap<FilePath, Arc<SourceText>>,
    ) -> Self {
        Self { listed, others: [others, BTreeMap::new()], files_read: 0 }
    }

    /// What each file below the content folder gave.
    pub(in crate::compile) fn listed(&self) -> &BTreeMap<FilePath, Read> {
        &self.listed
    }

    /// The texts of other files.
    pub(in crate::compile) fn others(&self) -> &BTreeMap<FilePath, Arc<SourceText>> {
        let [others, _] = &self.others;
        others
    }

    /// What each of `files` gives: by `read` where it may have changed or what is known does not
    /// suit. All others are forgotten.
    pub(in crate::compile) fn read(
        &mut self,
        files: Vec<FilePath>,
        changes: &Changes,
        read: impl Fn(&FilePath) -> Read + Sync,
        suits: impl Fn(&FilePath, &Read) -> bool + Sync,
    ) -> Vec<Read> {
        let [now, before] = &mut self.others;
        *before = std::mem::take(now);
        let may_differ = |file: &FilePath| match changes {
            Changes::Paths(paths) => is_within(file, paths),
            Changes::Everything => true,
        };
        let before = &self.listed;
        let all: Vec<(FilePath, Read, bool)> = files
            .into_par_iter()
            .map(|file| {
                let known = before.get(&file).filter(|known| suits(&file, known));
                if let Some(known) = known.filter(|_| !may_differ(&file)) {
                    return (file, known.clone(), false);
                }
                let now = read(&file);
                let now = known.and_then(|known| same_text(known, &now)).unwrap_or(now);
                (file, now, true)
            })
            .collect();
        self.files_read += all.iter().filter(|(.., was_read)| *was_read).count();
        let results = all.iter().map(|(_, result, _)| result.clone()).collect();
        self.listed = all.into_iter().map(|(file, result, _)| (file, result)).collect();
        results
    }

    /// The text of one file that is no content of its own, if it can be read as text.
    pub(in crate::compile) fn text(
        &mut self,
        files: &dyn Files,
        file: &FilePath,
    ) -> Option<Arc<SourceText>> {
        if let Some(Read::Text(text, _)) = self.listed.get(file) {
            return Some(Arc::clone(text));
        }
        let [others, before] = &mut self.others;
        if let Some(text) = others.get(file) {
            return Some(Arc::clone(text));
        }
        self.files_read += 1;
        let read = text_of(files, file)?;
        let known = before.get(file).filter(|known| known.text() == read.text()).cloned();
        let text = known.unwrap_or_else(|| Arc::new(read));
        others.insert(file.clone(), Arc::clone(&text));
        Some(text)
    }

    /// Reads one file of the content folder that was read as a text before; `None` where there was
    /// or is more to say of it than its text.
    pub(in crate::compile) fn read_again(
        &mut self,
        file: &FilePath,
        read: impl Fn(&FilePath) -> Read,
    ) -> Option<Arc<SourceText>> {
        let known = self.listed.get(file)?;
        if !matches!(known, Read::Text(_, None)) {
            return None;
        }
        self.files_read += 1;
        let now = read(file);
        let now = same_text(known, &now).unwrap_or(now);
        let Read::Text(text, None) = &now else {
            return None;
        };
        let text = Arc::clone(text);
        self.listed.insert(file.clone(), now);
        Some(text)
    }
}

/// What is known, where `now` is the same text.
fn same_text(known: &Read, now: &Read) -> Option<Read> {
    let (Read::Text(text, problem), Read::Text(text_now, problem_now)) = (known, now) else {
        return None;
    };
    let is_same = text.text() == text_now.text() && problem == problem_now;
    is_same.then(|| known.clone())
}

/// Whether a path or one of the folders above it is among `paths`.
fn is_within(file: &FilePath, paths: &BTreeSet<FilePath>) -> bool {
    let parent = |path: &FilePath| (!path.is_root()).then(|| path.folder());
    !paths.is_empty()
        && std::iter::successors(Some(file.clone()), parent).any(|path| paths.contains(&path))
}
