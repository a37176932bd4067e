//! A repository as we read it, beside what the independent reader made of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use loggia::catalog::{Catalog, Page};
use loggia::compile::{Compiler, Linked};
use loggia::source::DiskFiles;
use loggia::text::FilePath;
use serde_json::Value;

use crate::corpora::unpacked;

/// The repositories that are compared.
pub(crate) const REPOSITORIES: &[&str] = &["biztalk-docs", "docs-maui"];

/// Both readings of one repository.
pub(crate) struct Repository {
    /// Ours.
    pub(crate) linked: Linked,
    /// Theirs: documents, the texts that others include among them.
    pub(crate) documents: Vec<Value>,
    pub(crate) entries: Vec<Value>,
    pub(crate) redirects: Vec<Value>,
    pub(crate) media: Vec<Value>,
    pub(crate) yaml_pages: Vec<Value>,
}

impl Repository {
    /// The repository, read once; `None` where it is not at hand.
    pub(crate) fn at_hand(name: &str) -> Option<&'static Self> {
        static READ: [OnceLock<Option<Repository>>; 2] = [const { OnceLock::new() }; 2];
        let index = REPOSITORIES.iter().position(|known| *known == name)?;
        READ[index].get_or_init(|| Self::read(name)).as_ref()
    }

    fn read(name: &str) -> Option<Self> {
        let folder = unpacked(&format!("corpora/{name}"))?;
        let truth = unpacked(&format!("truth/{name}"))?;
        let files = Arc::new(DiskFiles::open(&folder).unwrap());
        Some(Self {
            linked: Compiler::new(files).link().unwrap(),
            documents: lines(&truth, "docs.jsonl"),
            entries: lines(&truth, "toc.jsonl"),
            redirects: lines(&truth, "redirects.jsonl"),
            media: lines(&truth, "media.jsonl"),
            yaml_pages: lines(&truth, "yamlpages.jsonl"),
        })
    }

    /// The book.
    pub(crate) fn catalog(&self) -> &Catalog {
        &self.linked.catalog
    }

    /// Our pages that are written in Markdown.
    pub(crate) fn markdown_pages(&self) -> impl Iterator<Item = &Page> {
        self.catalog().pages.iter().filter(|page| page.document.path.is_markdown())
    }

    /// A page on which each file's text stands: its own, else the first that includes it.
    pub(crate) fn carriers(&self) -> BTreeMap<FilePath, &Page> {
        let mut carriers = BTreeMap::new();
        for page in self.markdown_pages() {
            carriers.insert(page.document.path.clone(), page);
        }
        for page in self.markdown_pages() {
            let files: BTreeSet<&FilePath> = page.document.text.files().collect();
            for file in files {
                carriers.entry(file.clone()).or_insert(page);
            }
        }
        carriers
    }

    /// Their documents that are pages, and the texts that a page of ours includes.
    pub(crate) fn read_documents(&self) -> Vec<&Value> {
        let carriers = self.carriers();
        let documents = self.documents.iter();
        let read = documents.filter(|document| {
            let path = FilePath::new(document["path"].as_str().unwrap()).unwrap();
            document["cls"] != "include" || carriers.contains_key(&path)
        });
        read.collect()
    }
}

fn lines(folder: &Path, name: &str) -> Vec<Value> {
    let text = fs::read_to_string(folder.join(name)).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}
