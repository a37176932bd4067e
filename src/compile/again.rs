//! The first step where nothing but the texts of some documents differs, as when one is saved.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::compile::memory::Memory;
use crate::compile::read::{Sources, read_one};
use crate::source::{Changes, Files};
use crate::text::FilePath;

impl Sources {
    /// The same, with what is as it was `before` taken from there: what is made of it can then be
    /// told by the pointer to be the same.
    pub(in crate::compile) fn sharing(mut self, before: Option<&Self>) -> Self {
        if let Some(before) = before {
            share(&mut self.config, &before.config);
            share(&mut self.order, &before.order);
            share(&mut self.assets, &before.assets);
        }
        self
    }

    /// Reads only what `changes` names and gives the documents whose texts differ; `None` where
    /// that is not enough: a file that comes or goes, a table of contents, a setting or a text that
    /// others include decides about more than itself.
    pub(in crate::compile) fn read_again(
        &mut self,
        files: &dyn Files,
        memory: &mut Memory,
        changes: &Changes,
    ) -> Option<BTreeSet<FilePath>> {
        let Changes::Paths(paths) = changes else {
            return None;
        };
        // They are sorted, as they were listed.
        let is_document =
            |file: &FilePath| file.is_markdown() && self.documents.binary_search(file).is_ok();
        if !paths.iter().all(is_document) {
            return None;
        }
        let mut changed = Vec::new();
        for file in paths {
            let text = memory.read_again(file, |file| read_one(files, true, file))?;
            if !Arc::ptr_eq(self.texts.get(file)?, &text) {
                changed.push(text);
            }
        }
        if !changed.is_empty() {
            let texts = Arc::make_mut(&mut self.texts);
            for text in &changed {
                texts.insert(text.path().clone(), Arc::clone(text));
            }
            self.read_included(files, memory, &changed);
        }
        Some(changed.iter().map(|text| text.path().clone()).collect())
    }
}

fn share<T: PartialEq>(now: &mut Arc<T>, before: &Arc<T>) {
    if now == before {
        *now = Arc::clone(before);
    }
}
