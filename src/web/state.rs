//! What handlers share.

use std::ops::Deref;
use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::graph::pool::QueryPool;
use crate::service::figures::Desk;
use crate::snapshot::SnapshotCell;
use crate::web::chat::Chat;
use crate::web::client::TrustedProxies;
use crate::web::ready::ReadyAnswers;

/// What the server is made of.
pub struct App {
    /// The current revision.
    pub snapshots: SnapshotCell,
    /// Runs queries.
    pub queries: Arc<QueryPool>,
    /// Draws what is asked for.
    pub figures: Arc<Desk>,
    /// Whether open pages are told to reload.
    pub live: bool,
    /// Names by which a browser may address the server; all where there are none.
    pub hosts: Vec<String>,
    /// The proxies that are believed whom they ask for.
    pub proxies: TrustedProxies,
    /// The doors of chat platforms.
    pub chat: Chat,
}

/// A handle of the server's parts.
#[derive(Clone)]
pub struct AppState(Arc<Shared>);

struct Shared {
    app: App,
    ready: ReadyAnswers,
    printing: Arc<Semaphore>,
}

impl AppState {
    /// A handle of `app`.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self(Arc::new(Shared {
            app,
            ready: ReadyAnswers::new(),
            printing: Arc::new(Semaphore::new(1)),
        }))
    }

    /// Whoever puts many pages together has the one permit.
    pub(in crate::web) fn printing(&self) -> Arc<Semaphore> {
        Arc::clone(&self.0.printing)
    }

    /// The answers that are ready to be sent.
    pub(in crate::web) fn ready(&self) -> &ReadyAnswers {
        &self.0.ready
    }
}

impl Deref for AppState {
    type Target = App;

    fn deref(&self) -> &App {
        &self.0.app
    }
}
