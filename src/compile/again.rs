//! The first step where nothing but the texts of some documents differs, as when one is saved.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::catalog::Order;
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

    /// Reads only what `changes` names and gives the files whose texts differ; `None` where
    /// that is not enough: a file that comes or goes, a table of contents, a setting or a picture
    /// decides about more than itself.
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
        // Nothing but documents is made of the words of a text that is none itself.
        let is_part = |file: &FilePath| match self.order.as_ref() {
            Order::Docsets { left, .. } => left.binary_search(file).is_ok(),
            Order::Summary { .. } | Order::Folders => false,
        };
        if !paths.iter().all(|file| is_document(file) || is_part(file)) {
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
