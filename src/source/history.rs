//! When files were last changed, as the version history of their folder tells.
//!
//! Git is asked once, in a way that runs nothing the repository names and fetches nothing. A folder
//! without a history, a machine without Git and a Git that takes too long are no problem: then
//! nothing is known.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

use crate::text::FilePath;

/// How long Git may take.
const LONGEST: Duration = Duration::from_secs(10);

/// How many bytes of its answer are read: those of some million names.
const MOST_BYTES: u64 = 256 << 20;

/// Marks the lines that tell of a commit among the names of files.
const COMMIT: u8 = 1;

/// The last change of each file.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct History {
    changed: HashMap<FilePath, String>,
}

impl History {
    /// The history of the files below `root`; empty where there is none.
    #[must_use]
    pub fn of_folder(root: &Path) -> Self {
        let shallow = git(root).args(["rev-parse", "--is-shallow-repository"]).output();
        let is_shallow = match shallow {
            Ok(output) if output.status.success() => output.stdout.starts_with(b"true"),
            _ => return Self::default(),
        };
        let log = git(root)
            .args(["log", "--no-show-signature", "--no-ext-diff", "--no-textconv", "--no-renames"])
            .args([
                "--no-color",
                "--format=%x01%cI %P",
                "--name-only",
                "-z",
                "--relative",
                "--",
                ".",
            ])
            .spawn();
        log.ok().and_then(|child| read(child, is_shallow)).unwrap_or_default()
    }

    /// When a file was last changed, as RFC 3339 writes it.
    #[must_use]
    pub fn changed(&self, file: &FilePath) -> Option<&str> {
        self.changed.get(file).map(String::as_str)
    }

    /// A history that says so of these files.
    #[must_use]
    pub fn of(changes: impl IntoIterator<Item = (FilePath, String)>) -> Self {
        Self { changed: changes.into_iter().collect() }
    }
}

/// Git in `root`, kept from all that a repository's own settings could make it run: monitors, hooks,
/// pagers, helpers that fetch what a partial clone lacks.
fn git(root: &Path) -> Command {
    let mut command = Command::new("git");
    command
        .args(["--no-pager", "-c", "core.fsmonitor=", "-c", "core.hooksPath=/dev/null"])
        .args(["-c", "protocol.allow=never", "-c", "core.quotePath=false"])
        .arg("-C")
        .arg(root)
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_ALLOW_PROTOCOL", "none")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_NO_REPLACE_OBJECTS", "1")
        // Where a caller's own variables name a repository, it is not this one.
        .env_remove("GIT_DIR")
        .env_remove("GIT_WORK_TREE")
        .env_remove("GIT_EXTERNAL_DIFF")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command
}

/// What a running Git tells until it ends or its time does. The newest commits come first, so that
/// what was read by then is true.
fn read(mut child: Child, is_shallow: bool) -> Option<History> {
    let output = child.stdout.take()?;
    let (tell, told) = channel();
    let reader = std::thread::Builder::new().name("read history".to_owned()).spawn(move || {
        let history = parse(BufReader::new(output.take(MOST_BYTES)), is_shallow);
        // Nobody listens any more where the time is over.
        let _late = tell.send(());
        history
    });
    let _in_time = told.recv_timeout(LONGEST);
    let _already_ended = child.kill();
    let _already_waited = child.wait();
    reader.ok()?.join().ok()
}

/// The first mention of each file is its last change. The oldest commit of a shallow clone seems to
/// have made every file and tells nothing.
fn parse(mut log: impl BufRead, is_shallow: bool) -> History {
    let mut history = History::default();
    let mut date = None;
    let mut piece = Vec::new();
    while log.read_until(0, &mut piece).is_ok_and(|read| read > 0) {
        if piece.last() == Some(&0) {
            piece.pop();
        }
        let text = piece.trim_ascii_start();
        if let Some(commit) = text.strip_prefix(&[COMMIT]) {
            let commit = String::from_utf8_lossy(commit);
            let (when, parents) = commit.trim_end().split_once(' ').unwrap_or((commit.trim(), ""));
            let is_boundary = is_shallow && parents.is_empty();
            date = (!is_boundary).then(|| when.to_owned());
        } else if let (Some(date), Ok(name)) = (&date, std::str::from_utf8(text))
            && let Ok(file) = FilePath::new(name)
        {
            history.changed.entry(file).or_insert_with(|| date.clone());
        }
        piece.clear();
    }
    history
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> FilePath {
        FilePath::new(text).unwrap()
    }

    #[test]
    fn the_first_mention_of_a_file_is_its_last_change() {
        let log = b"\x012026-11-22T16:26:00+01:00 abc\0\na.md\0b/c.md\0\0\
                    \x012026-01-02T00:00:00Z \0\na.md\0d.md\0";
        let history = parse(&log[..], false);
        assert_eq!(history.changed(&path("a.md")), Some("2026-11-22T16:26:00+01:00"));
        assert_eq!(history.changed(&path("b/c.md")), Some("2026-11-22T16:26:00+01:00"));
        assert_eq!(history.changed(&path("d.md")), Some("2026-01-02T00:00:00Z"));
        let shallow = parse(&log[..], true);
        assert_eq!(shallow.changed(&path("d.md")), None, "nobody knows");
        assert_eq!(shallow.changed(&path("a.md")), history.changed(&path("a.md")));
    }

    #[test]
    fn a_folder_without_history_has_none() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(History::of_folder(folder.path()), History::default());
    }

    #[test]
    fn git_tells_and_runs_nothing_that_the_repository_names() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let git = |arguments: &[&str]| {
            let ran = Command::new("git")
                .args(["-c", "user.name=A", "-c", "user.email=a@example.org", "-C"])
                .arg(root)
                .args(arguments)
                .env("GIT_COMMITTER_DATE", "2026-03-04T05:06:07Z")
                .output();
            ran.is_ok_and(|ran| ran.status.success())
        };
        std::fs::create_dir(root.join("Ordner")).unwrap();
        std::fs::write(root.join("Ordner/Größe.md"), "# A").unwrap();
        if !git(&["init", "-q"]) {
            eprintln!("skipped: git is not at hand");
            return;
        }
        assert!(git(&["add", "."]) && git(&["commit", "-q", "-m", "A"]));
        let trap = root.join("trap");
        let run = format!("touch {}", trap.display());
        for name in ["core.fsmonitor", "core.pager", "diff.external", "gpg.program"] {
            assert!(git(&["config", name, &run]));
        }
        assert!(git(&["config", "log.showSignature", "true"]));
        let history = History::of_folder(root);
        assert_eq!(history.changed(&path("Ordner/Größe.md")), Some("2026-03-04T05:06:07Z"));
        let below = History::of_folder(&root.join("Ordner"));
        assert_eq!(below.changed(&path("Größe.md")), Some("2026-03-04T05:06:07Z"));
        assert!(!trap.exists());
    }
}
