//! What handlers share.

use std::ops::Deref;
use std::sync::Arc;

use crate::graph::pool::QueryPool;
use crate::snapshot::SnapshotCell;
use crate::web::chat::Chat;

/// What the server is made of.
pub struct App {
    /// The current revision.
    pub snapshots: SnapshotCell,
    /// Runs queries.
    pub queries: QueryPool,
    /// Whether open pages are told to reload.
    pub live: bool,
    /// Names by which a browser may address the server; all where there are none.
    pub hosts: Vec<String>,
    /// The doors of chat platforms.
    pub chat: Chat,
}

/// A handle of the server's parts.
#[derive(Clone)]
pub struct AppState(Arc<App>);

impl AppState {
    /// A handle of `app`.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self(Arc::new(app))
    }
}

impl Deref for AppState {
    type Target = App;

    fn deref(&self) -> &App {
        &self.0
    }
}
