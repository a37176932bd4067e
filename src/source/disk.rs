//! Files of a folder on disk, confined to it by the operating system's own path resolution.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use cap_std::ambient_authority;
use cap_std::fs::Dir;

use crate::source::stamp::Stamp;
use crate::source::{Files, LARGEST_FILE};
use crate::text::FilePath;

/// The name of the file that `loggia build` leaves in the folder of a site, so that it may empty the
/// folder before it writes again, and so that a site is never taken for content.
pub const SITE_MARK: &str = ".loggia-site";

/// Folders deeper than this are not walked.
const DEEPEST_FOLDER: usize = 64;

/// The files of a folder. Opening goes through a handle of the folder (`cap-std`), so that neither
/// `..` nor a symbolic link can reach anything outside, not even if it changes meanwhile.
pub struct DiskFiles {
    root: PathBuf,
    folder: Dir,
}

impl DiskFiles {
    /// The files below `root`.
    ///
    /// # Errors
    /// Where `root` is no folder or cannot be opened.
    pub fn open(root: &Path) -> io::Result<Self> {
        let root = fs::canonicalize(root)?;
        let folder = Dir::open_ambient_dir(&root, ambient_authority())?;
        Ok(Self { root, folder })
    }

    /// The folder's absolute path.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The stamp of every file below the root that can be content or a setting. Left out is what
    /// [`Files::list`] leaves out, but not the settings of publishing, which are hidden files, and
    /// what marks a site.
    ///
    /// # Errors
    /// Where the root cannot be read.
    pub fn stamps(&self) -> io::Result<BTreeMap<FilePath, Stamp>> {
        let mut stamps = BTreeMap::new();
        self.walk_stamps(&self.folder, &FilePath::default(), 0, &mut stamps)?;
        Ok(stamps)
    }

    /// The stamp of one file; `None` where there is none.
    #[must_use]
    pub fn stamp(&self, file: &FilePath) -> Option<Stamp> {
        Stamp::of(&self.folder.metadata(on_disk(file)).ok()?).ok()
    }

    fn walk_stamps(
        &self,
        folder: &Dir,
        path: &FilePath,
        depth: usize,
        stamps: &mut BTreeMap<FilePath, Stamp>,
    ) -> io::Result<()> {
        let is_site = folder.exists(SITE_MARK);
        for entry in folder.entries()? {
            let Ok(entry) = entry else { continue };
            let name = entry.file_name();
            // Of a site nothing matters but that it is one.
            let path = if name == SITE_MARK || is_setting(&name) {
                name.to_str().and_then(|name| path.resolve(name).ok())
            } else {
                content_path(path, &name).filter(|_| !is_site)
            };
            let (Some(path), Ok(kind)) = (path, entry.file_type()) else { continue };
            if kind.is_dir() {
                if let (true, Ok(below)) = (depth < DEEPEST_FOLDER, entry.open_dir()) {
                    let _unreadable = self.walk_stamps(&below, &path, depth + 1, stamps);
                }
                continue;
            }
            let stamp = if kind.is_symlink() {
                self.stamp(&path)
            } else {
                entry.metadata().and_then(|metadata| Stamp::of(&metadata)).ok()
            };
            if let Some(stamp) = stamp {
                stamps.insert(path, stamp);
            }
        }
        Ok(())
    }

    fn walk(&self, folder: &FilePath, depth: usize, files: &mut Vec<FilePath>) -> io::Result<()> {
        if self.folder.exists(site_mark(folder)) {
            return Ok(());
        }
        for entry in self.folder.read_dir(on_disk(folder))? {
            let Ok(entry) = entry else { continue };
            let name = entry.file_name();
            let Some(path) = content_path(folder, &name) else {
                continue;
            };
            let Ok(kind) = entry.file_type() else {
                continue;
            };
            if kind.is_dir() {
                // A folder that cannot be read is as good as empty: what is in it is unknown.
                if depth < DEEPEST_FOLDER {
                    let _unreadable = self.walk(&path, depth + 1, files);
                }
            } else if kind.is_file() || (kind.is_symlink() && !self.is_folder(&path)) {
                files.push(path);
            }
        }
        Ok(())
    }

    fn is_folder(&self, path: &FilePath) -> bool {
        self.folder.metadata(on_disk(path)).is_ok_and(|metadata| metadata.is_dir())
    }
}

impl Files for DiskFiles {
    fn list(&self, folder: &FilePath) -> io::Result<Vec<FilePath>> {
        let mut files = Vec::new();
        self.walk(folder, 0, &mut files)?;
        files.sort();
        Ok(files)
    }

    fn read(&self, file: &FilePath) -> io::Result<Vec<u8>> {
        // Asked before opening: opening a named pipe would wait for its other end.
        let metadata = self.folder.metadata(on_disk(file))?;
        if !metadata.is_file() {
            return Err(io::Error::other("it is not a regular file"));
        }
        let mut bytes = Vec::new();
        self.folder.open(on_disk(file))?.take(LARGEST_FILE + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > LARGEST_FILE {
            let limit = LARGEST_FILE >> 20;
            return Err(io::Error::other(format!("it is larger than {limit} MiB")));
        }
        Ok(bytes)
    }

    fn exists(&self, file: &FilePath) -> bool {
        self.folder.metadata(on_disk(file)).is_ok_and(|metadata| metadata.is_file())
    }
}

/// The path of an entry that can be content: its name is UTF-8 and neither hidden nor a tool's.
fn content_path(folder: &FilePath, name: &OsStr) -> Option<FilePath> {
    let name = name.to_str()?;
    if name.starts_with('.') || ["node_modules", "target"].contains(&name) {
        return None;
    }
    folder.resolve(name).ok()
}

/// Whether a hidden file is named as settings of publishing are.
fn is_setting(name: &OsStr) -> bool {
    name.to_str().is_some_and(|name| name.starts_with(".openpublishing."))
}

/// The file that marks a folder as written by `loggia build`: what is in it is no content.
fn site_mark(folder: &FilePath) -> String {
    format!("{}/{SITE_MARK}", on_disk(folder))
}

fn on_disk(path: &FilePath) -> &str {
    if path.is_root() { "." } else { path.as_str() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> FilePath {
        FilePath::new(text).unwrap()
    }

    #[test]
    fn lists_content_and_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("a/x.md")).unwrap();
        fs::create_dir_all(folder.path().join(".git")).unwrap();
        fs::write(folder.path().join("a/x.md/b.md"), "b").unwrap();
        fs::write(folder.path().join(".git/config"), "no").unwrap();
        fs::write(folder.path().join("c.md"), "c").unwrap();
        fs::create_dir_all(folder.path().join("site")).unwrap();
        fs::write(folder.path().join("site/c.md"), "c").unwrap();
        fs::write(folder.path().join("site").join(SITE_MARK), "").unwrap();
        let files = DiskFiles::open(folder.path()).unwrap();
        let listed = files.list(&FilePath::default()).unwrap();
        assert_eq!(listed, [path("a/x.md/b.md"), path("c.md")]);
        assert_eq!(files.read(&path("c.md")).unwrap(), b"c");
        assert!(files.read(&path("a/x.md")).is_err(), "a folder is no file");
    }

    #[test]
    fn stamps_tell_files_apart() {
        let folder = tempfile::tempdir().unwrap();
        for file in [".hidden", ".openpublishing.a.json", "a/c.md", "target/c.md", "site/c.md"] {
            let file = folder.path().join(file);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, "c").unwrap();
        }
        fs::write(folder.path().join("site").join(SITE_MARK), "").unwrap();
        let files = DiskFiles::open(folder.path()).unwrap();
        let before = files.stamps().unwrap();
        let names: Vec<&str> = before.keys().map(FilePath::as_str).collect();
        assert_eq!(names, [".openpublishing.a.json", "a/c.md", "site/.loggia-site"]);
        assert_eq!(files.stamps().unwrap(), before);
        // Another file of the same size in its place.
        fs::write(folder.path().join("new"), "d").unwrap();
        fs::rename(folder.path().join("new"), folder.path().join("a/c.md")).unwrap();
        let stamp = files.stamp(&path("a/c.md")).unwrap();
        assert_ne!(Some(&stamp), before.get(&path("a/c.md")));
        assert_eq!(files.stamp(&path("a/d.md")), None);
        assert!(stamp.is_older_than(i128::MAX));
        let second = 1_000_000_000;
        let age = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        let now = i128::try_from(age.as_nanos()).unwrap();
        assert!(!stamp.is_older_than(now - second), "it was written just now");
        assert!(stamp.is_older_than(now + 10 * second));
    }

    #[cfg(unix)]
    #[test]
    fn links_stay_inside() {
        use std::os::unix::fs::symlink;
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("secret.md"), "secret").unwrap();
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("in.md"), "inside").unwrap();
        symlink("in.md", folder.path().join("good.md")).unwrap();
        symlink("nowhere.md", folder.path().join("dangling.md")).unwrap();
        symlink(outside.path().join("secret.md"), folder.path().join("bad.md")).unwrap();
        symlink(outside.path(), folder.path().join("folder")).unwrap();
        symlink(".", folder.path().join("loop")).unwrap();
        let files = DiskFiles::open(folder.path()).unwrap();
        let listed = files.list(&FilePath::default()).unwrap();
        let names: Vec<&str> = listed.iter().map(FilePath::as_str).collect();
        assert_eq!(names, ["bad.md", "dangling.md", "folder", "good.md", "in.md"]);
        assert_eq!(files.read(&path("good.md")).unwrap(), b"inside");
        for bad in ["bad.md", "dangling.md", "folder/secret.md"] {
            assert!(files.read(&path(bad)).is_err(), "{bad}");
            assert!(!files.exists(&path(bad)), "{bad}");
        }
    }
}
