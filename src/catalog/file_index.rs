//! Every file of a DocFX repository by all the ways in which references name it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::catalog::Order;
use crate::catalog::address::{asset_address, route_of};
use crate::config::Config;
use crate::document::Document;
use crate::source::Asset;
use crate::text::FilePath;

/// What a file is to a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::catalog) enum Kind {
    Page,
    Asset,
    /// A table of contents.
    Contents,
    /// A text that is not published.
    Left,
}

/// The files of a repository. Empty for other books, whose references are plain paths.
#[derive(Debug, Default)]
pub(in crate::catalog) struct FileIndex {
    kinds: HashMap<FilePath, Kind>,
    /// By the lower-cased path.
    folded: HashMap<String, FilePath>,
    /// Pages and assets by the lower-cased address, without a slash at its end.
    addresses: HashMap<String, FilePath>,
    /// Pages by the `uid` that they state.
    uids: HashMap<String, FilePath>,
}

impl FileIndex {
    pub(in crate::catalog) fn new(
        config: &Config,
        documents: &[Arc<Document>],
        assets: &BTreeMap<FilePath, Asset>,
        order: &Order,
    ) -> Self {
        let mut index = Self::default();
        let Order::Docsets { tables, left } = order else {
            return index;
        };
        for document in documents {
            index.add(&document.path, Kind::Page);
            let address = folded_address(route_of(config, &document.path).as_str());
            index.addresses.entry(address).or_insert_with(|| document.path.clone());
            for uid in values(document, "uid") {
                index.uids.entry(uid.to_owned()).or_insert_with(|| document.path.clone());
            }
        }
        for file in assets.keys() {
            index.add(file, Kind::Asset);
            let address = folded_address(&asset_address(config, file));
            index.addresses.entry(address).or_insert_with(|| file.clone());
        }
        for file in tables.keys() {
            index.add(file, Kind::Contents);
        }
        for file in left {
            index.add(file, Kind::Left);
        }
        index
    }

    fn add(&mut self, file: &FilePath, kind: Kind) {
        self.kinds.insert(file.clone(), kind);
        self.folded.entry(file.as_str().to_lowercase()).or_insert_with(|| file.clone());
    }

    /// What the file with exactly this path is.
    pub(in crate::catalog) fn kind(&self, file: &FilePath) -> Option<Kind> {
        self.kinds.get(file).copied()
    }

    /// The file whose path differs at most in case.
    pub(in crate::catalog) fn folded(&self, path: &str) -> Option<&FilePath> {
        self.folded.get(&path.to_lowercase())
    }

    /// The page or asset that is published at an address, whatever its case; a page may be named
    /// with `index` or an ending.
    pub(in crate::catalog) fn published(&self, address: &str) -> Option<&FilePath> {
        let folded = folded_address(address);
        self.addresses.get(&folded).or_else(|| {
            let endings = [".md", ".html", ".htm", ".yml"];
            let bare = endings.iter().find_map(|ending| folded.strip_suffix(ending));
            let bare = bare.unwrap_or(&folded);
            let folder = bare.strip_suffix("index").filter(|it| it.is_empty() || it.ends_with('/'));
            self.addresses.get(folder.unwrap_or(bare).trim_end_matches('/'))
        })
    }

    /// The page with a `uid`.
    pub(in crate::catalog) fn with_uid(&self, uid: &str) -> Option<&FilePath> {
        self.uids.get(uid)
    }
}

/// An address as a key: lower-cased, without a slash at its end.
pub(in crate::catalog) fn folded_address(address: &str) -> String {
    address.trim_matches('/').to_lowercase()
}

fn values<'a>(document: &'a Document, key: &str) -> impl Iterator<Item = &'a str> {
    let found = document.front_matter.other.iter().find(|(own, _)| own == key);
    found.into_iter().flat_map(|(_, values)| values).map(|value| value.trim())
}
