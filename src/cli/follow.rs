//! The thread that follows the files of a book and publishes what they become.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::cli::keeper::Keeper;
use crate::cli::open::Book;
use crate::cli::reading::Reading;
use crate::cli::{Failure, open, terminal};
use crate::compile::Compiler;
use crate::snapshot::SnapshotCell;
use crate::source::{Changes, Watcher, watch};

/// So long after the last change whatever has piled up is kept for the next start.
const CALM: Duration = Duration::from_secs(30);

/// So often it is asked whether the history has come, as long as it has not.
const OFTEN: Duration = Duration::from_millis(100);

/// What it takes to follow a book.
pub(in crate::cli) struct Following {
    pub(in crate::cli) book: Book,
    /// The compiler that has made the current revision.
    pub(in crate::cli) compiler: Compiler,
    /// Who writes the cache.
    pub(in crate::cli) keeper: Option<Keeper>,
    /// The history that the current revision may lack.
    pub(in crate::cli) reading: Reading,
}

/// Follows the files of `folder` from now on, for as long as the process lives.
pub(in crate::cli) fn start(
    folder: &Path,
    following: Following,
    snapshots: &SnapshotCell,
) -> Result<(), Failure> {
    let output_folders = snapshots.current().catalog.config.output_folders.clone();
    let ignored = output_folders.iter().map(|output| folder.join(output.as_str())).collect();
    let watcher = watch(folder, ignored).map_err(|error| {
        Failure::told(format!(
            "cannot watch `{}`: {error}\nTry again with --no-watch",
            folder.display()
        ))
    })?;
    let snapshots = snapshots.clone();
    let follow = move || follow(&watcher, following, &snapshots);
    std::thread::Builder::new().name("follow files".to_owned()).spawn(follow)?;
    Ok(())
}

/// Compiles and publishes after every burst of changes, for as long as the process lives.
fn follow(watcher: &Watcher, following: Following, snapshots: &SnapshotCell) {
    let Following { book, mut compiler, mut keeper, mut reading } = following;
    let mut changes = Changes::none();
    let mut told = snapshots.current();
    let mut history = Arc::clone(&told.history);
    let mut calm = Duration::ZERO;
    loop {
        let more = watcher.wait(calm);
        let news = reading.news().filter(|news| *news != history);
        calm = if reading.goes_on() { OFTEN } else { CALM };
        if more.is_empty() && news.is_none() {
            // Nobody waits for a revision, so that there is time to keep the last one.
            if let Some(keeper) = keeper.as_mut().filter(|_| changes.is_empty()) {
                keeper.keep(&compiler);
            }
            continue;
        }
        changes.merge(more);
        history = news.unwrap_or(history);
        // A fault of ours must not end this thread: what was last published stays, and whatever
        // the compiler remembers is given up.
        let compile = AssertUnwindSafe(|| open::compile_after(&mut compiler, &book, &changes));
        match catch_unwind(compile) {
            Ok(Ok(mut next)) => {
                changes = Changes::none();
                next.history = Arc::clone(&history);
                open::show_news(&told, &next);
                if let Some(keeper) = &mut keeper {
                    keeper.count(&next.work);
                }
                snapshots.publish(next);
                told = snapshots.current();
                continue;
            }
            Ok(Err(failure)) => terminal::error(&failure.to_string()),
            Err(_) => {
                terminal::error("a fault in Loggia stopped this revision; the last one stays");
                compiler = Compiler::new(book.files.clone());
            }
        }
        // The next change brings another try, which looks at everything again.
        changes = Changes::Everything;
    }
}
