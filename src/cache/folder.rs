//! The folder of all caches: which file belongs to a book, how it is replaced, which ones go.

use std::fs::{self, File, OpenOptions};
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::cache::file::{Parts, Writer};

/// Caches of so many books are kept, those that were written last.
pub const MOST_BOOKS: usize = 8;

/// All caches together have at most so many bytes, unless the newest alone has more.
pub const LARGEST_SUM: u64 = 2 << 30;

/// The ending of a cache's file.
const ENDING: &str = "cache";

/// The ending of a file that is being written, or was when its program was killed.
const UNFINISHED: &str = "unfinished";

/// Older files of that kind, in seconds, belong to nobody.
const LONGEST_WRITING: u64 = 3600;

/// The part that says whose cache it is.
const KEY: u8 = 0;

/// Tells programs that save copies of everything that they need not save this.
const TAG: &str = "Signature: 8a477f597d28d172789f06886806bc55
# Loggia keeps here what it has made of books. All of it can be deleted.
";

/// Why a cache is passed over that is not just as it was written.
const DAMAGED: &str = "the cache is damaged";

/// Whose cache it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// What tells the program from any other, older and newer ones of the same name too.
    pub program: String,
    /// The book's folder.
    pub book: String,
}

impl Key {
    /// The name of the book's file, the same for all programs: there is one cache per book.
    fn file_name(&self) -> String {
        let hash = blake3::hash(self.book.as_bytes()).to_hex();
        format!("{}.{ENDING}", hash.get(..24).unwrap_or_default())
    }

    fn bytes(&self) -> Vec<u8> {
        [self.program.as_bytes(), b"\n", self.book.as_bytes()].concat()
    }
}

/// A folder with the caches of books.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// The folder at `path`, which need not exist yet.
    #[must_use]
    pub fn new(path: PathBuf) -> Self {
        Self { path }
    }

    /// What was kept of a book. That each part is what was written is found when it is read.
    ///
    /// # Errors
    /// Why there is nothing of use: there is no cache, it is damaged, or it is another program's.
    pub fn open(&self, key: &Key) -> Result<Parts, &'static str> {
        let file = File::open(self.path.join(key.file_name()));
        let file = file.map_err(|_| "there is no cache of this book")?;
        let parts = Parts::open(file).ok_or(DAMAGED)?;
        if parts.one(KEY).ok_or(DAMAGED)? != key.bytes() {
            return Err("the cache was written by another version of Loggia");
        }
        Ok(parts)
    }

    /// Puts what `fill` writes in place of what was kept of a book, then removes the caches of
    /// other books where there are too many. Gives the number of bytes that were written.
    ///
    /// # Errors
    /// Where the disk does not take it. What was there before stays.
    pub fn replace(
        &self,
        key: &Key,
        fill: impl FnOnce(&mut Writer<'_>) -> io::Result<()>,
    ) -> io::Result<u64> {
        self.prepare()?;
        let target = self.path.join(key.file_name());
        let unfinished = self.path.join(unfinished_name());
        let written = write(&unfinished, key, fill);
        let written = written.and_then(|size| {
            fs::rename(&unfinished, &target)?;
            Ok(size)
        });
        if written.is_err() {
            let _not_there = fs::remove_file(&unfinished);
        }
        self.remove_old(&target, *written.as_ref().unwrap_or(&0));
        written
    }

    /// Makes the folder, for nobody but its owner.
    fn prepare(&self) -> io::Result<()> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&self.path)?;
        let tag = self.path.join("CACHEDIR.TAG");
        if tag.exists() { Ok(()) } else { fs::write(tag, TAG) }
    }

    /// Removes what is too much: all but the newest caches, and files that nobody will finish.
    fn remove_old(&self, newest: &Path, size: u64) {
        let mut caches: Vec<(SystemTime, PathBuf, u64)> = Vec::new();
        let now = fs::metadata(newest).and_then(|metadata| metadata.modified());
        for entry in fs::read_dir(&self.path).into_iter().flatten().flatten() {
            let path = entry.path();
            let Ok(metadata) = entry.metadata() else { continue };
            let Ok(written) = metadata.modified() else { continue };
            match path.extension().and_then(|ending| ending.to_str()) {
                Some(ENDING) if path != newest => caches.push((written, path, metadata.len())),
                Some(UNFINISHED) => {
                    // Another server may be writing just now.
                    let age = now.as_ref().ok().and_then(|now| now.duration_since(written).ok());
                    if age.is_some_and(|age| age.as_secs() > LONGEST_WRITING) {
                        let _not_there = fs::remove_file(path);
                    }
                }
                _ => {}
            }
        }
        caches.sort_by(|a, b| b.cmp(a));
        let mut sum = size;
        for (number, (_, path, size)) in (1..).zip(&caches) {
            sum = sum.saturating_add(*size);
            if number >= MOST_BOOKS || sum > LARGEST_SUM {
                let _not_there = fs::remove_file(path);
            }
        }
    }
}

/// Writes a whole cache and waits until the disk has it: a rename that outlives a loss of power
/// must not lead to bytes that did not.
fn write(
    path: &Path,
    key: &Key,
    fill: impl FnOnce(&mut Writer<'_>) -> io::Result<()>,
) -> io::Result<u64> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    let mut writer = Writer::start(&mut file)?;
    writer.part(KEY, &key.bytes())?;
    fill(&mut writer)?;
    writer.finish()?;
    file.sync_all()?;
    Ok(file.metadata()?.len())
}

/// A name that no other writer uses: chance keeps them apart, in containers with equal process
/// numbers too.
fn unfinished_name() -> String {
    format!("{:016x}.{UNFINISHED}", RandomState::new().hash_one(std::process::id()))
}
