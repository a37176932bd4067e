//! Where bytes come from: the files of a book on disk or in memory, and the layout they follow.

mod asset;
mod bundled;
mod changes;
mod disk;
mod docsets;
mod layout;
mod memory;
mod repository;
mod stamp;
mod watch;

pub use asset::{Asset, ImageSize, MediaType};
pub use bundled::bundled_book;
pub use changes::Changes;
pub use disk::{DiskFiles, SITE_MARK};
pub use docsets::{Class, Docsets, Metadata};
pub use layout::{Dialect, Layout, detect};
pub use memory::MemoryFiles;
pub use stamp::Stamp;
pub use watch::{Watcher, watch};

use std::io;

use crate::text::FilePath;

/// The largest file that is read, in bytes. Larger ones are reported and left out.
pub const LARGEST_FILE: u64 = 64 << 20;

/// The files below one root. All input and output of content goes through this trait, so that a
/// book can live on disk, in memory or in the program itself.
///
/// An implementation never gives bytes from outside its root, whatever the path or a link says.
pub trait Files: Send + Sync {
    /// Every file below `folder`, in order of its path. Hidden files and folders (`.git`) and
    /// folders of tools (`node_modules`, `target`) are left out. A file that cannot be opened,
    /// such as a dangling link, is listed too: reading it tells why.
    ///
    /// # Errors
    /// Where `folder` itself cannot be read.
    fn list(&self, folder: &FilePath) -> io::Result<Vec<FilePath>>;

    /// The bytes of one file.
    ///
    /// # Errors
    /// Where there is no such file, it cannot be read, it is larger than [`LARGEST_FILE`] or it
    /// leads out of the root.
    fn read(&self, file: &FilePath) -> io::Result<Vec<u8>>;

    /// Whether there is such a file.
    fn exists(&self, file: &FilePath) -> bool;
}
