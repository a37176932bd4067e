//! Tells when files below a folder have changed, a burst of changes as one.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

/// How long files must be quiet before a burst counts as over.
const QUIET: Duration = Duration::from_millis(40);

/// How long a burst may last before it is told all the same.
const LONGEST_BURST: Duration = Duration::from_secs(2);

/// Watches a folder for as long as it lives.
pub struct Watcher {
    changes: Receiver<()>,
    _watcher: RecommendedWatcher,
}

/// Watches everything below `root` except what lies in `ignored` folders or is hidden.
///
/// # Errors
/// Where the operating system refuses, for example because too many folders are watched.
pub fn watch(root: &Path, ignored: Vec<PathBuf>) -> notify::Result<Watcher> {
    let (sender, changes) = channel();
    let base = root.to_owned();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        let relevant = match event {
            Ok(event) => {
                let concerns_content = |path: &PathBuf| is_content(&base, path, &ignored);
                is_change(&event) && event.paths.iter().any(concerns_content)
            }
            // The watcher lost track: look at everything again.
            Err(_) => true,
        };
        if relevant {
            // Nobody listens any more once the server stops.
            let _stopped = sender.send(());
        }
    })?;
    watcher.watch(root, RecursiveMode::Recursive)?;
    Ok(Watcher { changes, _watcher: watcher })
}

impl Watcher {
    /// Waits for the next burst of changes, at most `limit`; `false` when it ran out.
    ///
    /// # Errors
    /// Where the watcher has stopped for good.
    pub fn wait(&self, limit: Duration) -> Result<bool, WatcherStopped> {
        match self.changes.recv_timeout(limit) {
            Ok(()) => {
                let began = Instant::now();
                while began.elapsed() < LONGEST_BURST && self.changes.recv_timeout(QUIET).is_ok() {}
                Ok(true)
            }
            Err(RecvTimeoutError::Timeout) => Ok(false),
            Err(RecvTimeoutError::Disconnected) => Err(WatcherStopped),
        }
    }
}

/// Whether an event says that content may differ. Reading a file is an event too, and compiling
/// reads all of them: without this every compilation would start the next one.
fn is_change(event: &Event) -> bool {
    match event.kind {
        EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
        _ => true,
    }
}

/// The operating system tells no more changes.
#[derive(Debug, thiserror::Error)]
#[error("files are no longer watched")]
pub struct WatcherStopped;

fn is_content(root: &Path, changed: &Path, ignored: &[PathBuf]) -> bool {
    let hidden = changed.strip_prefix(root).unwrap_or(changed).components().any(|part| {
        let name = part.as_os_str().to_string_lossy();
        name.starts_with('.') || name == "target" || name == "node_modules"
    });
    !hidden && !ignored.iter().any(|folder| changed.starts_with(folder))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_burst_is_told_once_and_tools_are_not_told() {
        let folder = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(folder.path()).unwrap();
        fs::create_dir(root.join("book")).unwrap();
        let watcher = watch(&root, vec![root.join("book")]).unwrap();
        for name in ["a.md", "b.md"] {
            fs::write(root.join(name), "x").unwrap();
        }
        assert!(watcher.wait(Duration::from_secs(20)).unwrap());
        fs::write(root.join("book/out.html"), "x").unwrap();
        fs::write(root.join(".swp"), "x").unwrap();
        fs::read(root.join("a.md")).unwrap();
        assert!(!watcher.wait(Duration::from_millis(200)).unwrap(), "reading is no change");
    }
}
