//! Where figures are asked for by anybody: few are made at a time, and what was made is kept for as
//! long as its revision lasts.
//!
//! Neither the layout nor the renderer can be interrupted. Both are bounded by the size of what
//! they are given, and this desk bounds how many work and how many wait.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::catalog::PageIndex;
use crate::figure::Drawing;
use crate::figure::png::PngProblem;
use crate::figure::svg::style::Theme;
use crate::figure::view::View;
use crate::figure::wanted::{Refusal, Wanted};
use crate::service::figures::{Picture, meant, pixels, view};
use crate::snapshot::Snapshot;

/// So many figures are made at a time.
const AT_WORK: usize = 2;
/// So many more requests may wait.
const WAITING: usize = 16;
/// And no longer than this.
const PATIENCE: Duration = Duration::from_secs(10);
/// So many drawings are kept.
const DRAWINGS: usize = 64;
/// So many bytes of pictures are kept.
const PIXELS: usize = 32 << 20;

/// Why somebody gets no figure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeskProblem {
    /// What is asked for cannot be drawn.
    #[error("{}; {}", .0.message, .0.help)]
    Refused(Refusal),
    /// There is no such figure.
    #[error("the book has no such figure")]
    Unknown,
    /// The picture in pixels cannot be made.
    #[error(transparent)]
    Pixels(#[from] PngProblem),
    /// Too many ask at once.
    #[error("too many figures are asked for at once; try again in a moment")]
    Busy,
}

/// A picture in pixels that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Shown {
    View(View),
    Figure(PageIndex, usize),
}

/// What is shown, so many pixels for each of its own, in which colours.
type Asked = (Shown, u8, Theme);

/// Makes figures and keeps them.
#[derive(Debug, Default)]
pub struct Desk {
    line: Mutex<Line>,
    freed: Condvar,
    drawings: Mutex<Kept<View, Picture>>,
    pixels: Mutex<Kept<Asked, Arc<[u8]>>>,
}

#[derive(Debug, Default)]
struct Line {
    at_work: usize,
    waiting: usize,
}

/// What was made of one revision, the latest last.
#[derive(Debug)]
struct Kept<K, V> {
    revision: u64,
    entries: VecDeque<(K, V, usize)>,
}

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self { revision: 0, entries: VecDeque::new() }
    }
}

impl<K: PartialEq, V: Clone> Kept<K, V> {
    fn get(&self, revision: u64, key: &K) -> Option<V> {
        let mut entries = self.entries.iter().filter(|_| self.revision == revision);
        entries.find(|(known, ..)| known == key).map(|(_, value, _)| value.clone())
    }

    /// Keeps a value of so much weight; the oldest go until all together weigh no more than `most`.
    /// What an older revision was asked for is not kept.
    fn put(&mut self, revision: u64, key: K, value: V, weight: usize, most: usize) {
        if revision < self.revision || weight > most {
            return;
        }
        if revision > self.revision {
            self.revision = revision;
            self.entries.clear();
        }
        let mut sum: usize = self.entries.iter().map(|(.., weight)| *weight).sum();
        while sum + weight > most
            && let Some((.., oldest)) = self.entries.pop_front()
        {
            sum -= oldest;
        }
        self.entries.push_back((key, value, weight));
    }
}

/// Somebody at work; leaves the place to others when it ends.
struct AtWork<'a>(&'a Desk);

impl Drop for AtWork<'_> {
    fn drop(&mut self) {
        locked(&self.0.line).at_work -= 1;
        self.0.freed.notify_one();
    }
}

impl Desk {
    /// The drawing that is asked for by names. Waits where others are at work, so it belongs on a
    /// blocking thread.
    ///
    /// # Errors
    /// [`DeskProblem`].
    pub fn drawing(&self, snapshot: &Snapshot, wanted: &Wanted) -> Result<Picture, DeskProblem> {
        self.of_view(snapshot, &meant(snapshot, wanted).map_err(DeskProblem::Refused)?)
    }

    fn of_view(&self, snapshot: &Snapshot, wanted: &View) -> Result<Picture, DeskProblem> {
        if let Some(known) = locked(&self.drawings).get(snapshot.revision, wanted) {
            return Ok(known);
        }
        let at_work = self.wait()?;
        let picture = view(snapshot, wanted).map_err(DeskProblem::Refused)?;
        drop(at_work);
        let mut kept = locked(&self.drawings);
        kept.put(snapshot.revision, wanted.clone(), picture.clone(), 1, DRAWINGS);
        Ok(picture)
    }

    /// The picture in pixels of what is asked for by names.
    ///
    /// # Errors
    /// [`DeskProblem`].
    pub fn png(
        &self,
        snapshot: &Snapshot,
        wanted: &Wanted,
        scale: u8,
        theme: Theme,
    ) -> Result<Arc<[u8]>, DeskProblem> {
        let wanted = meant(snapshot, wanted).map_err(DeskProblem::Refused)?;
        let make = || Ok(self.of_view(snapshot, &wanted)?.drawing);
        self.pixels(snapshot, Shown::View(wanted.clone()), scale, theme, make)
    }

    /// The picture in pixels of a figure of the book.
    ///
    /// # Errors
    /// [`DeskProblem`].
    pub fn figure_png(
        &self,
        snapshot: &Snapshot,
        page: PageIndex,
        code_block: usize,
        scale: u8,
        theme: Theme,
    ) -> Result<Arc<[u8]>, DeskProblem> {
        let figure = snapshot.answers.figures.of(page, code_block);
        let drawing = figure.and_then(|live| live.drawing.as_ref().ok().cloned());
        let make = || drawing.ok_or(DeskProblem::Unknown);
        self.pixels(snapshot, Shown::Figure(page, code_block), scale, theme, make)
    }

    fn pixels(
        &self,
        snapshot: &Snapshot,
        shown: Shown,
        scale: u8,
        theme: Theme,
        make: impl FnOnce() -> Result<Arc<Drawing>, DeskProblem>,
    ) -> Result<Arc<[u8]>, DeskProblem> {
        let key = (shown, scale, theme);
        if let Some(known) = locked(&self.pixels).get(snapshot.revision, &key) {
            return Ok(known);
        }
        let drawing = make()?;
        let at_work = self.wait()?;
        let bytes: Arc<[u8]> = pixels(snapshot, &drawing, scale, theme)?.into();
        drop(at_work);
        let mut kept = locked(&self.pixels);
        kept.put(snapshot.revision, key, Arc::clone(&bytes), bytes.len(), PIXELS);
        Ok(bytes)
    }

    /// Waits for a place to work at.
    fn wait(&self) -> Result<AtWork<'_>, DeskProblem> {
        let mut line = locked(&self.line);
        if line.waiting >= WAITING {
            return Err(DeskProblem::Busy);
        }
        line.waiting += 1;
        let until = Instant::now() + PATIENCE;
        while line.at_work >= AT_WORK {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                line.waiting -= 1;
                return Err(DeskProblem::Busy);
            }
            let waited = self.freed.wait_timeout(line, left);
            line = waited.map_or_else(|poisoned| poisoned.into_inner().0, |(line, _)| line);
        }
        line.waiting -= 1;
        line.at_work += 1;
        Ok(AtWork(self))
    }
}

/// What a thread that has panicked left behind is whole: nothing here is changed in two steps.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_bounded_and_of_one_revision() {
        let mut kept = Kept::default();
        for key in 0..10 {
            kept.put(3, key, key, 2, 7);
        }
        let keys: Vec<i32> = kept.entries.iter().map(|(key, ..)| *key).collect();
        assert_eq!(keys, [7, 8, 9]);
        assert_eq!((kept.get(3, &9), kept.get(3, &1), kept.get(4, &9)), (Some(9), None, None));
        kept.put(2, 50, 50, 1, 7);
        assert_eq!(kept.get(2, &50), None);
        kept.put(4, 60, 60, 1, 7);
        assert_eq!((kept.entries.len(), kept.get(4, &60)), (1, Some(60)));
        kept.put(4, 70, 70, 100, 7);
        assert_eq!(kept.entries.len(), 1, "what is too large is not kept");
    }

    #[test]
    fn few_work_at_a_time_and_the_place_is_given_back() {
        let desk = Desk::default();
        let first = desk.wait().unwrap();
        let second = desk.wait().unwrap();
        assert_eq!(locked(&desk.line).at_work, AT_WORK);
        std::thread::scope(|scope| {
            let third = scope.spawn(|| desk.wait().map(|_| ()));
            drop(first);
            assert_eq!(third.join().unwrap(), Ok(()));
        });
        drop(second);
        locked(&desk.line).waiting = WAITING;
        assert_eq!(desk.wait().map(|_| ()), Err(DeskProblem::Busy));
        assert_eq!(locked(&desk.line).at_work, 0);
    }
}
