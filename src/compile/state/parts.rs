//! The parts of a state on disk.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::catalog::Order;
use crate::diagnostic::Diagnostic;
use crate::source::{Asset, Layout, Metadata};
use crate::text::FilePath;

/// What each part holds. Those named in the plural may come several times, to be read at once.
pub(in crate::compile::state) mod kind {
    pub(in crate::compile::state) const SOURCES: u8 = 10;
    pub(in crate::compile::state) const READ: u8 = 11;
    pub(in crate::compile::state) const TEXTS: u8 = 12;
    pub(in crate::compile::state) const OTHER_TEXTS: u8 = 13;
    pub(in crate::compile::state) const PAGES: u8 = 14;
    pub(in crate::compile::state) const INPUTS: u8 = 15;
    pub(in crate::compile::state) const JOINED: u8 = 16;
    pub(in crate::compile::state) const FACTS: u8 = 17;
    pub(in crate::compile::state) const CONFLICTS: u8 = 18;
    pub(in crate::compile::state) const BODIES: u8 = 19;
    pub(in crate::compile::state) const GRAPH: u8 = 20;
    pub(in crate::compile::state) const SEARCH: u8 = 21;
}

/// So many pages go in one part.
pub(in crate::compile::state) const PAGES_OF_PART: usize = 256;

/// How a book's files were sorted.
#[derive(Serialize, Deserialize)]
pub(in crate::compile::state) struct KeptSources {
    pub(in crate::compile::state) layout: Layout,
    pub(in crate::compile::state) order: Arc<Order>,
    pub(in crate::compile::state) documents: Vec<FilePath>,
    /// The different values of [`KeptSources::metadata`].
    pub(in crate::compile::state) values: Vec<Metadata>,
    pub(in crate::compile::state) metadata: Vec<(FilePath, usize)>,
    pub(in crate::compile::state) assets: Arc<BTreeMap<FilePath, Asset>>,
    /// Whose texts the revision has.
    pub(in crate::compile::state) texts: Vec<FilePath>,
    pub(in crate::compile::state) diagnostics: Vec<Diagnostic>,
}

/// What reading a file gave; its text stands elsewhere.
#[derive(Serialize, Deserialize)]
pub(in crate::compile::state) enum KeptRead {
    Text(Option<Diagnostic>),
    Asset(Asset),
    Unreadable(Diagnostic),
}
