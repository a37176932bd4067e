//! Work that goes on beside the flow, whose result is taken up when it is there.
//!
//! Views fold what has changed into larger pieces this way: nobody waits for it, and a view is right
//! with or without the result. It runs in a thread of its own, because a worker of a pool would take
//! it up while a save waits.

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::thread::{Builder, JoinHandle};

/// A value that is being made.
pub struct Background<T> {
    result: Arc<OnceLock<T>>,
    /// There is none where no thread could be started.
    thread: Option<JoinHandle<()>>,
}

/// How far a value has come.
#[derive(Debug, PartialEq, Eq)]
pub enum Progress<'a, T> {
    /// It is being made.
    Running,
    /// It is there.
    Done(&'a T),
    /// It will never be there.
    Failed,
}

impl<T: Send + Sync + 'static> Background<T> {
    /// Starts making a value.
    #[must_use]
    pub fn start(name: &str, make: impl FnOnce() -> T + Send + 'static) -> Self {
        let result = Arc::new(OnceLock::new());
        let slot = Arc::clone(&result);
        let run = move || {
            let _first = slot.set(make());
        };
        Self { result, thread: Builder::new().name(name.to_owned()).spawn(run).ok() }
    }

    /// How far it has come.
    #[must_use]
    pub fn progress(&self) -> Progress<'_, T> {
        // Asked before the result is: a thread that ends in between has set it.
        let has_ended = self.thread.as_ref().is_none_or(JoinHandle::is_finished);
        match self.result.get() {
            Some(result) => Progress::Done(result),
            None if has_ended => Progress::Failed,
            None => Progress::Running,
        }
    }
}

impl<T> fmt::Debug for Background<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Background")
            .field("done", &self.result.get().is_some())
            .finish_non_exhaustive()
    }
}

/// Frees a value in a thread of its own, where that takes long.
pub fn discard<T: Send + 'static>(value: T) {
    // Where no thread can be started, it is freed here.
    let _freed = Builder::new().name("discard".to_owned()).spawn(move || drop(value));
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    fn ended<T: Send + Sync + 'static>(work: &Background<T>) {
        while work.thread.as_ref().is_some_and(|thread| !thread.is_finished()) {
            std::thread::yield_now();
        }
    }

    #[test]
    fn a_value_is_there_once_it_is_made() {
        let (start, started) = channel::<()>();
        let work = Background::start("test", move || {
            started.recv().unwrap();
            7
        });
        assert_eq!(work.progress(), Progress::Running);
        start.send(()).unwrap();
        ended(&work);
        assert_eq!(work.progress(), Progress::Done(&7));
    }

    #[test]
    fn work_that_breaks_is_given_up() {
        let work = Background::<()>::start("test", || std::panic::resume_unwind(Box::new(())));
        ended(&work);
        assert_eq!(work.progress(), Progress::Failed);
    }
}
