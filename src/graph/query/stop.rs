//! How a running query is told to stop, and how it notices.

use std::cell::Cell;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::{Duration, Instant};

use oxigraph::sparql::CancellationToken;

use crate::graph::query::QueryError;

/// Why a query has to stop, as the numbers of an atomic.
const TIME: u8 = 1;
const CALLER: u8 = 2;
const MEMORY: u8 = 3;

/// How many steps lie between two looks at the clock. Few, for one step may be followed by a whole
/// product of rows in memory.
const CLOCK_STEPS: u32 = 32;

/// Tells one query to stop, from any thread. Clones are the same switch; the first reason counts.
#[derive(Clone)]
pub struct Stop {
    token: CancellationToken,
    reason: Arc<AtomicU8>,
    deadline: Option<Instant>,
    limit: Duration,
    memory: usize,
}

impl Stop {
    /// For a query that may take as long as it likes.
    #[must_use]
    pub fn never() -> Self {
        Self {
            token: CancellationToken::new(),
            reason: Arc::default(),
            deadline: None,
            limit: Duration::MAX,
            memory: 128 << 20,
        }
    }

    /// For a query that may take `limit` from now on.
    #[must_use]
    pub fn after(limit: Duration) -> Self {
        let deadline = Instant::now().checked_add(limit);
        Self { deadline, limit, ..Self::never() }
    }

    /// How long the query may take.
    #[must_use]
    pub fn limit(&self) -> Duration {
        self.limit
    }

    /// Stops the query because nobody waits for it any more.
    pub fn cancel(&self) {
        self.stop(CALLER);
    }

    /// Stops the query because its time is over.
    pub fn time_out(&self) {
        self.stop(TIME);
    }

    /// Whether the query has been told to stop.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.token.is_cancelled()
    }

    /// An error once the query has been told to stop or its time is over.
    ///
    /// # Errors
    /// Why it has to stop.
    pub fn check(&self) -> Result<(), QueryError> {
        if self.deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            self.time_out();
        }
        if self.is_stopped() { Err(self.error()) } else { Ok(()) }
    }

    /// Why the query stopped.
    #[must_use]
    pub fn error(&self) -> QueryError {
        match self.reason.load(Ordering::Relaxed) {
            TIME => QueryError::Timeout { limit: self.limit },
            MEMORY => QueryError::MemoryLimit { limit: self.memory },
            _ => QueryError::Cancelled,
        }
    }

    pub(in crate::graph) fn token(&self) -> &CancellationToken {
        &self.token
    }

    fn stop(&self, reason: u8) {
        let first = self.reason.compare_exchange(0, reason, Ordering::Relaxed, Ordering::Relaxed);
        if first.is_ok() {
            self.token.cancel();
        }
    }
}

impl fmt::Debug for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stopped = self.is_stopped();
        f.debug_struct("Stop")
            .field("limit", &self.limit)
            .field("stopped", &stopped)
            .finish_non_exhaustive()
    }
}

/// Watches one query on its own thread: asks the clock only now and then, and counts the text that
/// the query makes.
#[derive(Debug)]
pub(in crate::graph) struct Watch<'a> {
    stop: &'a Stop,
    steps: Cell<u32>,
    made: Cell<usize>,
}

impl<'a> Watch<'a> {
    /// Watches a query that begins.
    pub(in crate::graph) fn new(stop: &'a Stop) -> Self {
        Self { stop, steps: Cell::new(0), made: Cell::new(0) }
    }

    /// What it watches for.
    pub(in crate::graph) fn stop(&self) -> &'a Stop {
        self.stop
    }

    /// Counts a step; whether the query has to stop.
    pub(in crate::graph) fn step(&self) -> bool {
        let steps = self.steps.get().wrapping_add(1);
        self.steps.set(steps);
        if steps.is_multiple_of(CLOCK_STEPS) {
            return self.stop.check().is_err();
        }
        self.stop.is_stopped()
    }

    /// Counts text that is kept until the query ends.
    pub(in crate::graph) fn make(&self, bytes: usize) -> Result<(), QueryError> {
        self.made.set(self.made.get().saturating_add(bytes));
        if self.made.get() > self.stop.memory {
            self.stop.stop(MEMORY);
        }
        if self.step() { Err(self.stop.error()) } else { Ok(()) }
    }

    /// An error where the query has to stop.
    pub(in crate::graph) fn check(&self) -> Result<(), QueryError> {
        if self.step() { Err(self.stop.error()) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_reason_counts() {
        let stop = Stop::never();
        assert_eq!(stop.check(), Ok(()));
        stop.cancel();
        stop.time_out();
        assert_eq!(stop.check(), Err(QueryError::Cancelled));
    }

    #[test]
    fn time_runs_out_without_anyone_telling() {
        let stop = Stop::after(Duration::ZERO);
        let watch = Watch::new(&stop);
        assert!((0..CLOCK_STEPS).any(|_| watch.step()));
        assert_eq!(watch.check(), Err(QueryError::Timeout { limit: Duration::ZERO }));
    }

    #[test]
    fn text_is_counted() {
        let stop = Stop::never();
        let watch = Watch::new(&stop);
        assert_eq!(watch.make(128 << 20), Ok(()));
        assert_eq!(watch.make(1), Err(QueryError::MemoryLimit { limit: 128 << 20 }));
    }
}
