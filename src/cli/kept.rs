//! What is kept of a book from one start to the next: opened first, written when there is time.

use std::collections::BTreeMap;
use std::env;
use std::fs::File;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::cache::{Folder, Key};
use crate::cli::open::Book;
use crate::cli::{Failure, open};
use crate::compile::Compiler;
use crate::compile::state::State;
use crate::snapshot::Snapshot;
use crate::source::{Changes, DiskFiles, Stamp};
use crate::text::FilePath;

/// The part with what was seen of each file.
const SEEN: u8 = 1;

/// So many files can be read anew at a start before it is worth writing the cache again.
pub(in crate::cli) const MOST_CHANGED: usize = 100;

/// The cache of one book.
#[derive(Clone)]
pub(in crate::cli) struct Cache {
    folder: Folder,
    key: Key,
    disk: Arc<DiskFiles>,
}

/// What was seen of a file when it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Seen {
    /// It bore this stamp, and what it says is known.
    Stamp(Stamp),
    /// It was not there.
    Nothing,
    /// It may have changed while it was read.
    Unsure,
}

/// All files of a book with what was seen of each.
type SeenFiles = Vec<(FilePath, Seen)>;

/// How a book's folder looked at a moment before it was read.
pub(in crate::cli) struct Look {
    /// Nanoseconds since 1970.
    moment: i128,
    stamps: BTreeMap<FilePath, Stamp>,
}

/// A compiler with what is to be told to it.
pub(in crate::cli) struct Start {
    compiler: Compiler,
    changes: Changes,
    is_warm: bool,
    look: Option<Look>,
}

/// What has to be known to write the cache later.
pub(in crate::cli) struct Begun {
    pub(in crate::cli) compiler: Compiler,
    pub(in crate::cli) look: Option<Look>,
    /// Whether what was kept is of little use by now.
    pub(in crate::cli) is_stale: bool,
}

impl Cache {
    /// The cache of a book; `None` for the bundled book, and where there is no place for one.
    pub(in crate::cli) fn of(book: &Book) -> Option<Self> {
        let disk = book.disk.clone()?;
        let program = fingerprint().ok()?;
        let key = Key { program, book: disk.root().to_str()?.to_owned() };
        Some(Self { folder: Folder::new(folder()?), key, disk })
    }

    /// Writes a state that was made behind this look at the book.
    pub(in crate::cli) fn write(&self, state: &State, look: &Look) {
        let seen = self.seen(state, look);
        let written = self.folder.replace(&self.key, |writer| {
            writer.part(SEEN, &postcard::to_stdvec(&seen).map_err(io::Error::other)?)?;
            state.write(writer)
        });
        match written {
            Ok(size) => tracing::info!("wrote {size} bytes to the cache"),
            Err(error) => tracing::info!("cannot write the cache: {error}"),
        }
    }

    /// What was kept, what may have changed since, and how the folder looks.
    fn open(&self) -> (Result<(State, Changes), &'static str>, Option<Look>) {
        let moment = now();
        let (kept, stamps) = rayon::join(|| self.read(), || self.disk.stamps().ok());
        let look = stamps.map(|stamps| Look { moment, stamps });
        let kept = kept.and_then(|(state, seen)| {
            let look = look.as_ref().ok_or("the book's folder cannot be read")?;
            let changes = self.changes(&state, &seen, look);
            Ok((state, changes))
        });
        (kept, look)
    }

    fn read(&self) -> Result<(State, SeenFiles), &'static str> {
        let parts = self.folder.open(&self.key)?;
        // What no hash tells is wrong could still make a decoder stumble.
        let read = catch_unwind(AssertUnwindSafe(|| {
            let seen = postcard::from_bytes(&parts.one(SEEN)?).ok()?;
            Some((State::read(&parts)?, seen))
        }));
        read.ok().flatten().ok_or("the cache is damaged")
    }

    fn seen(&self, state: &State, look: &Look) -> SeenFiles {
        let now = self.disk.stamps().unwrap_or_default();
        let files = state.files();
        let seen = |file: &FilePath, was_there: bool| {
            let in_walk = now.get(file).copied();
            // What the walk does not reach can only be asked whether it was written since.
            let (stamp, is_known) = match in_walk {
                Some(stamp) => (in_walk, look.stamps.get(file) == Some(&stamp)),
                None => (self.disk.stamp(file), true),
            };
            match stamp {
                Some(stamp) if is_known && stamp.is_older_than(look.moment) => Seen::Stamp(stamp),
                None if !was_there => Seen::Nothing,
                _ => Seen::Unsure,
            }
        };
        // Files that nothing was made of are remembered too, so that they are not taken for new.
        let others = now.keys().filter(|file| !files.contains_key(file)).map(|file| (file, true));
        let all = files.iter().map(|(file, was_there)| (*file, *was_there)).chain(others);
        all.map(|(file, was_there)| (file.clone(), seen(file, was_there))).collect()
    }

    /// The files that may say something else than they did.
    fn changes(&self, state: &State, seen: &[(FilePath, Seen)], look: &Look) -> Changes {
        let outputs = &state.config().output_folders;
        let is_output = |file: &FilePath| outputs.iter().any(|folder| file.below(folder).is_some());
        let known: BTreeMap<&FilePath, Seen> = seen.iter().map(|(file, it)| (file, *it)).collect();
        let mut changes = Changes::none();
        for (file, seen) in &known {
            let now = look.stamps.get(file).copied().or_else(|| self.disk.stamp(file));
            let is_same = match seen {
                Seen::Stamp(then) => now == Some(*then),
                Seen::Nothing => now.is_none(),
                Seen::Unsure => false,
            };
            if !is_same && !is_output(file) {
                changes.add((*file).clone());
            }
        }
        let new = look.stamps.keys().filter(|file| !known.contains_key(file) && !is_output(file));
        new.for_each(|file| changes.add(file.clone()));
        changes
    }
}

impl Start {
    /// A compiler that knows what the cache knows of a book.
    pub(in crate::cli) fn of(book: &Book, cache: Option<&Cache>) -> Self {
        let (kept, look) = match cache {
            Some(cache) => cache.open(),
            None => (Err("no cache is wanted"), None),
        };
        match kept {
            Ok((state, changes)) => {
                let may_differ = match &changes {
                    Changes::Everything => "any file".to_owned(),
                    Changes::Paths(paths) => format!("{} files", paths.len()),
                };
                tracing::info!("opened from the cache; {may_differ} may have changed");
                let compiler = Compiler::resume(book.files.clone(), state);
                Self { compiler, changes, is_warm: true, look }
            }
            Err(reason) => {
                tracing::info!("not opened from the cache: {reason}");
                let compiler = Compiler::new(book.files.clone());
                Self { compiler, changes: Changes::Everything, is_warm: false, look }
            }
        }
    }

    /// The first revision.
    pub(in crate::cli) fn compile(self, book: &Book) -> Result<(Snapshot, Begun), Failure> {
        let Self { mut compiler, changes, is_warm, look } = self;
        let is_stale = match &changes {
            Changes::Everything => true,
            Changes::Paths(paths) => !is_warm || paths.len() > MOST_CHANGED,
        };
        let first =
            catch_unwind(AssertUnwindSafe(|| open::compile_after(&mut compiler, book, &changes)));
        let first = match first {
            Ok(first) => first?,
            // What was kept is at fault, or the book is: the same again without it tells.
            Err(fault) if !is_warm => std::panic::resume_unwind(fault),
            Err(_) => {
                compiler = Compiler::new(book.files.clone());
                open::compile_after(&mut compiler, book, &Changes::Everything)?
            }
        };
        Ok((first, Begun { compiler, look, is_stale }))
    }
}

/// Tells this program from all others: its own bytes do.
fn fingerprint() -> io::Result<String> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(env::current_exe()?)?)?;
    Ok(format!("{} {}", env!("CARGO_PKG_VERSION"), hasher.finalize().to_hex()))
}

/// The folder of all caches: as the environment says, else the one that the system has for caches.
fn folder() -> Option<PathBuf> {
    if let Some(folder) = env::var_os("LOGGIA_CACHE_DIR") {
        let folder = PathBuf::from(folder);
        return folder.is_absolute().then_some(folder);
    }
    let absolute = |name: &str| env::var_os(name).map(PathBuf::from).filter(|it| it.is_absolute());
    let base = if cfg!(windows) {
        absolute("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        env::home_dir().map(|home| home.join("Library/Caches"))
    } else {
        absolute("XDG_CACHE_HOME").or_else(|| env::home_dir().map(|home| home.join(".cache")))
    };
    base.map(|base| base.join("loggia"))
}

fn now() -> i128 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i128::try_from(since.as_nanos()).unwrap_or(i128::MAX)
}
