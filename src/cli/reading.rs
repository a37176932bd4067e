//! The history of a book, read while it is compiled.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};
use std::thread::Builder;
use std::time::Duration;

use crate::cli::open::Book;
use crate::source::History;

/// So long the first page waits for the history of its book; then it is served without dates.
const PATIENCE: Duration = Duration::from_millis(100);

/// A history on its way; `None` once it was handed over or cannot come any more.
pub(in crate::cli) struct Reading(Option<Receiver<History>>);

impl Reading {
    /// Begins to read.
    pub(in crate::cli) fn start(book: &Book) -> Self {
        let Some(folder) = book.folder.clone() else {
            return Self(None);
        };
        let (tell, told) = sync_channel(1);
        let read = move || {
            // Nobody listens any more where the program ends.
            let _unheard = tell.send(History::of_folder(&folder));
        };
        Self(Builder::new().name("history".to_owned()).spawn(read).ok().map(|_| told))
    }

    /// Whether it is still on its way.
    pub(in crate::cli) fn goes_on(&self) -> bool {
        self.0.is_some()
    }

    /// The history, once, as soon as it is there.
    pub(in crate::cli) fn news(&mut self) -> Option<Arc<History>> {
        match self.0.as_ref()?.try_recv() {
            Ok(history) => {
                self.0 = None;
                Some(Arc::new(history))
            }
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => {
                self.0 = None;
                None
            }
        }
    }

    /// The history where it comes soon; else nothing is known yet.
    pub(in crate::cli) fn soon(&mut self) -> Arc<History> {
        let history = self.0.as_ref().and_then(|told| told.recv_timeout(PATIENCE).ok());
        if history.is_some() {
            self.0 = None;
        }
        Arc::new(history.unwrap_or_default())
    }

    /// The history, however long it takes.
    pub(in crate::cli) fn end(&mut self) -> Arc<History> {
        Arc::new(self.0.take().and_then(|told| told.recv().ok()).unwrap_or_default())
    }
}
