//! Tells which files below a folder have changed, a burst of changes as one.
//!
//! A saved file is told within milliseconds: once its writer has closed it, work can begin. Where
//! more follows at once, as when another branch is checked out, nothing is told before the files
//! have been quiet for a while. What is told while nobody waits is gathered.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::source::Changes;
use crate::text::FilePath;

/// How long files that were closed must be quiet: editors save in several steps.
const GRACE: Duration = Duration::from_millis(4);

/// How long files must be quiet where one may still be written, or where many have changed.
const QUIET: Duration = Duration::from_millis(40);

/// More changes than this at once are a burst, which has pauses of its own.
const FEW_CHANGES: usize = 4;

/// How long a burst must be quiet before it counts as over.
const QUIET_AFTER_BURST: Duration = Duration::from_millis(150);

/// How long a burst may last before it is told all the same.
const LONGEST_BURST: Duration = Duration::from_secs(5);

/// Watches a folder for as long as it lives.
pub struct Watcher {
    seen: Arc<Seen>,
    _watcher: RecommendedWatcher,
}

/// What was seen and not told yet.
#[derive(Default)]
struct Seen {
    pending: Mutex<Pending>,
    more: Condvar,
}

#[derive(Default)]
struct Pending {
    changes: Option<Changes>,
    /// Files that may still be written.
    open: BTreeSet<FilePath>,
    began: Option<Instant>,
    last: Option<Instant>,
}

/// Watches everything below `root` except what lies in `ignored` folders or is hidden.
///
/// # Errors
/// Where the operating system refuses, for example because too many folders are watched.
pub fn watch(root: &Path, ignored: Vec<PathBuf>) -> notify::Result<Watcher> {
    let seen = Arc::new(Seen::default());
    let told = Arc::clone(&seen);
    let base = root.to_owned();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        told.event(&base, &ignored, event);
    })?;
    watcher.watch(root, RecursiveMode::Recursive)?;
    Ok(Watcher { seen, _watcher: watcher })
}

impl Watcher {
    /// Waits for the next changes, at most `limit`; none when it ran out.
    #[must_use]
    pub fn wait(&self, limit: Duration) -> Changes {
        let end = Instant::now() + limit;
        let mut pending = self.seen.pending();
        loop {
            let now = Instant::now();
            let until = pending.settles_at().unwrap_or(end);
            if until <= now {
                return pending.take();
            }
            let wait = until - now;
            let waited = self.seen.more.wait_timeout(pending, wait);
            pending = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

impl Seen {
    /// What is pending. A thread that ended half-way has at most told too little of one event, and
    /// then everything is looked at again.
    fn pending(&self) -> MutexGuard<'_, Pending> {
        self.pending.lock().unwrap_or_else(|poisoned| {
            let mut pending = poisoned.into_inner();
            pending.lost_track();
            pending
        })
    }

    fn event(&self, root: &Path, ignored: &[PathBuf], event: notify::Result<Event>) {
        let Ok(event) = event else {
            self.pending().lost_track();
            self.more.notify_all();
            return;
        };
        if event.need_rescan() {
            self.pending().lost_track();
            self.more.notify_all();
            return;
        }
        if !is_change(&event) {
            return;
        }
        let is_closed = matches!(
            event.kind,
            EventKind::Access(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_))
        );
        let content = event.paths.iter().filter_map(|path| content_path(root, path, ignored));
        // A folder is told before all that is in it may be known.
        let told: Vec<(FilePath, bool)> = content
            .map(|path| {
                let is_closed = is_closed && !root.join(path.as_str()).is_dir();
                (path, is_closed)
            })
            .collect();
        if told.is_empty() {
            return;
        }
        let mut pending = self.pending();
        for (path, is_closed) in told {
            pending.add(path, is_closed);
        }
        self.more.notify_all();
    }
}

impl Pending {
    fn add(&mut self, path: FilePath, is_closed: bool) {
        if is_closed {
            self.open.remove(&path);
        } else {
            self.open.insert(path.clone());
        }
        self.changes.get_or_insert_with(Changes::none).add(path);
        self.touch();
    }

    fn lost_track(&mut self) {
        self.changes = Some(Changes::Everything);
        self.open.clear();
        self.touch();
    }

    fn touch(&mut self) {
        let now = Instant::now();
        self.began.get_or_insert(now);
        self.last = Some(now);
    }

    /// When what is pending may be told, if nothing is added until then.
    fn settles_at(&self) -> Option<Instant> {
        let (began, last) = (self.began?, self.last?);
        let quiet =
            match &self.changes {
                Some(Changes::Paths(paths)) if paths.len() <= FEW_CHANGES => {
                    if self.open.is_empty() { GRACE } else { QUIET }
                }
                _ => QUIET_AFTER_BURST,
            };
        Some((last + quiet).min(began + LONGEST_BURST))
    }

    fn take(&mut self) -> Changes {
        std::mem::take(self).changes.unwrap_or_else(Changes::none)
    }
}

/// Whether an event says that content may differ. Reading a file is an event too, and compiling
/// reads: without this every compilation would start the next one.
fn is_change(event: &Event) -> bool {
    match event.kind {
        EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
        _ => true,
    }
}

/// The path below `root` of what can be content. The settings of publishing are hidden files.
fn content_path(root: &Path, changed: &Path, ignored: &[PathBuf]) -> Option<FilePath> {
    if ignored.iter().any(|folder| changed.starts_with(folder)) {
        return None;
    }
    let mut path = FilePath::default();
    for part in changed.strip_prefix(root).ok()?.components() {
        let Component::Normal(name) = part else {
            return None;
        };
        let name = name.to_str()?;
        let is_hidden = name.starts_with('.') && !name.starts_with(".openpublishing.");
        if is_hidden || name == "target" || name == "node_modules" {
            return None;
        }
        path = path.resolve(name).ok()?;
    }
    Some(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    const LONG: Duration = Duration::from_secs(20);

    fn path(text: &str) -> FilePath {
        FilePath::new(text).unwrap()
    }

    fn told(watcher: &Watcher) -> BTreeSet<FilePath> {
        match watcher.wait(LONG) {
            Changes::Paths(paths) => paths,
            Changes::Everything => panic!("track was lost"),
        }
    }

    /// What is told until `wanted` is among it: the system may tell one step in two parts.
    fn told_until(watcher: &Watcher, wanted: &str) -> BTreeSet<FilePath> {
        let mut all = BTreeSet::new();
        while !all.contains(&path(wanted)) {
            let next = told(watcher);
            assert!(!next.is_empty(), "`{wanted}` was not told, only {all:?}");
            all.extend(next);
        }
        all
    }

    #[test]
    fn a_burst_is_told_once_and_tools_are_not_told() {
        let folder = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(folder.path()).unwrap();
        fs::create_dir(root.join("book")).unwrap();
        let watcher = watch(&root, vec![root.join("book")]).unwrap();
        for number in 0..200 {
            fs::write(root.join(format!("{number}.md")), "x").unwrap();
        }
        let told = told(&watcher);
        assert_eq!(told.len(), 200);
        fs::write(root.join("book/out.html"), "x").unwrap();
        fs::write(root.join(".swp"), "x").unwrap();
        fs::read(root.join("1.md")).unwrap();
        fs::write(root.join(".openpublishing.redirection.json"), "{}").unwrap();
        let told = told_until(&watcher, ".openpublishing.redirection.json");
        assert_eq!(told.len(), 1, "reading is no change: {told:?}");
    }

    #[test]
    fn files_are_followed_by_every_way_of_saving_them() {
        let folder = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(folder.path()).unwrap();
        let watcher = watch(&root, Vec::new()).unwrap();
        fs::write(root.join("a.md"), "1").unwrap();
        told_until(&watcher, "a.md");
        fs::write(root.join(".a.md.new"), "2").unwrap();
        fs::rename(root.join(".a.md.new"), root.join("a.md")).unwrap();
        told_until(&watcher, "a.md");
        fs::rename(root.join("a.md"), root.join("b.md")).unwrap();
        let told = told_until(&watcher, "b.md");
        assert!(told.contains(&path("a.md")), "{told:?}");
        fs::remove_file(root.join("b.md")).unwrap();
        told_until(&watcher, "b.md");
    }

    #[test]
    fn folders_that_come_back_are_followed_again() {
        let folder = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(folder.path()).unwrap();
        let watcher = watch(&root, Vec::new()).unwrap();
        for round in 0..3 {
            fs::create_dir(root.join("new")).unwrap();
            told_until(&watcher, "new");
            fs::write(root.join("new/a.md"), "x").unwrap();
            let told = told_until(&watcher, "new/a.md");
            assert!(!told.is_empty(), "round {round}");
            fs::remove_dir_all(root.join("new")).unwrap();
            told_until(&watcher, "new");
        }
    }

    #[test]
    fn nothing_is_told_when_nothing_changes() {
        let folder = tempfile::tempdir().unwrap();
        let watcher = watch(&fs::canonicalize(folder.path()).unwrap(), Vec::new()).unwrap();
        assert!(watcher.wait(Duration::from_millis(50)).is_empty());
    }

    #[test]
    fn a_file_that_was_closed_is_told_sooner_than_one_that_is_being_written() {
        let wait = |pending: &Pending| pending.settles_at().unwrap() - pending.last.unwrap();
        let mut pending = Pending::default();
        assert_eq!(pending.settles_at(), None);
        pending.add(path("a.md"), false);
        assert_eq!(wait(&pending), QUIET);
        pending.add(path("a.md"), true);
        assert_eq!(wait(&pending), GRACE);
        for number in 0..FEW_CHANGES {
            pending.add(path(&format!("{number}.md")), true);
        }
        assert_eq!(wait(&pending), QUIET_AFTER_BURST);
        pending.lost_track();
        assert_eq!(pending.take(), Changes::Everything);
        assert_eq!(pending.settles_at(), None);
    }
}
