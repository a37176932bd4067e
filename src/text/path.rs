//! Paths of files below a root, which by construction cannot leave it.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize};

/// A path relative to the source root: `/` between segments, no empty, `.` or `..` segment, no
/// drive letter, no control character. The empty path is the root itself.
///
/// A value of this type cannot name anything outside the root. Symbolic links are the business of
/// whoever opens the file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
pub struct FilePath(Arc<str>);

/// A path that was written down is held to the same rules when it is read again.
impl<'de> Deserialize<'de> for FilePath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text: &str = Deserialize::deserialize(deserializer)?;
        Self::new(text).map_err(serde::de::Error::custom)
    }
}

/// Why a text is not a [`FilePath`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PathProblem {
    /// The path starts at a file system's root or names a drive.
    #[error("the path is absolute")]
    Absolute,
    /// More `..` than there are folders above.
    #[error("the path leads out of the book's folder")]
    Outside,
    /// Characters no path of a book holds: control characters or `\`.
    #[error("the path holds a character that paths cannot have")]
    Character,
}

impl FilePath {
    /// The path with the given text, `.` and `..` resolved.
    ///
    /// # Errors
    /// [`PathProblem`] where the text is absolute, leads above the root or holds `\`, `:` in its
    /// first segment's second place (a drive) or a control character.
    pub fn new(text: &str) -> Result<Self, PathProblem> {
        Self::default().resolve(text)
    }

    /// The file that `reference` means when it stands in a file of this *folder*.
    ///
    /// # Errors
    /// As for [`FilePath::new`].
    pub fn resolve(&self, reference: &str) -> Result<Self, PathProblem> {
        if reference.starts_with('/') {
            return Err(PathProblem::Absolute);
        }
        if reference.contains(|c: char| c.is_control() || c == '\\') {
            return Err(PathProblem::Character);
        }
        let mut segments: Vec<&str> = self.segments().collect();
        for segment in reference.split('/') {
            match segment {
                "" | "." => {}
                ".." => {
                    segments.pop().ok_or(PathProblem::Outside)?;
                }
                drive if drive.len() == 2 && drive.ends_with(':') => {
                    return Err(PathProblem::Absolute);
                }
                name => segments.push(name),
            }
        }
        Ok(Self(segments.join("/").into()))
    }

    /// The folder that holds this file; the root's folder is the root.
    #[must_use]
    pub fn folder(&self) -> Self {
        match self.0.rsplit_once('/') {
            Some((folder, _)) => Self(folder.into()),
            None => Self::default(),
        }
    }

    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its segments from the root on.
    #[must_use]
    pub fn segments(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split('/').filter(|segment| !segment.is_empty())
    }

    /// Whether this is the root.
    #[must_use]
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// The last segment.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.segments().next_back().unwrap_or_default()
    }

    /// The last segment without its extension.
    #[must_use]
    pub fn stem(&self) -> &str {
        match self.file_name().rsplit_once('.') {
            Some((stem, _)) if !stem.is_empty() => stem,
            _ => self.file_name(),
        }
    }

    /// The extension without its dot, as written; empty where there is none.
    #[must_use]
    pub fn extension(&self) -> &str {
        match self.file_name().rsplit_once('.') {
            Some((stem, extension)) if !stem.is_empty() => extension,
            _ => "",
        }
    }

    /// Whether the file's ending says Markdown.
    #[must_use]
    pub fn is_markdown(&self) -> bool {
        ["md", "markdown"].iter().any(|ending| self.extension().eq_ignore_ascii_case(ending))
    }

    /// The rest of the path below `folder`; `None` where it lies elsewhere.
    #[must_use]
    pub fn below(&self, folder: &Self) -> Option<&str> {
        if folder.is_root() {
            return Some(self.as_str());
        }
        self.0.strip_prefix(folder.as_str())?.strip_prefix('/')
    }

    /// How a file of the folder `self` refers to `target`: with `../` where needed.
    #[must_use]
    pub fn relative(&self, target: &Self) -> String {
        let own: Vec<&str> = self.segments().collect();
        let other: Vec<&str> = target.segments().collect();
        let shared = own.iter().zip(&other).take_while(|(a, b)| a == b).count();
        let mut parts = vec![".."; own.len() - shared];
        parts.extend(&other[shared..]);
        parts.join("/")
    }
}

impl fmt::Display for FilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn path(text: &str) -> FilePath {
        FilePath::new(text).unwrap()
    }

    #[test]
    fn resolves_like_a_link() {
        let folder = path("a/b");
        assert_eq!(folder.resolve("c.md").unwrap(), path("a/b/c.md"));
        assert_eq!(folder.resolve("./../c.md").unwrap(), path("a/c.md"));
        assert_eq!(folder.resolve("../../c.md").unwrap(), path("c.md"));
        assert_eq!(folder.resolve("../../../c.md"), Err(PathProblem::Outside));
        assert_eq!(folder.resolve("/etc/passwd"), Err(PathProblem::Absolute));
        assert_eq!(folder.resolve("C:/x"), Err(PathProblem::Absolute));
        assert_eq!(folder.resolve("..\\x"), Err(PathProblem::Character));
        assert_eq!(folder.resolve("x\0"), Err(PathProblem::Character));
    }

    #[test]
    fn names_its_parts() {
        let file = path("a/b/read.me.md");
        assert_eq!(file.folder(), path("a/b"));
        assert_eq!(file.stem(), "read.me");
        assert_eq!(file.extension(), "md");
        assert_eq!(path(".gitignore").extension(), "");
        assert_eq!(file.below(&path("a")), Some("b/read.me.md"));
        assert_eq!(path("ab/c").below(&path("a")), None);
    }

    #[test]
    fn relative_references_lead_back() {
        assert_eq!(path("a/b").relative(&path("a/c/d.md")), "../c/d.md");
        assert_eq!(path("").relative(&path("a.md")), "a.md");
        assert_eq!(path("a").relative(&path("")), "..");
    }

    proptest! {
        #[test]
        fn no_text_leads_out_of_the_root(folder in "[a-z/.]{0,20}", reference in r"[a-z./\\%:]{0,30}") {
            if let Ok(folder) = FilePath::new(&folder)
                && let Ok(file) = folder.resolve(&reference)
            {
                prop_assert!(file.segments().all(|segment| segment != ".." && segment != "."));
                prop_assert!(!file.as_str().starts_with('/'));
            }
        }

        #[test]
        fn relative_and_resolve_agree(a in "[a-c]{1,2}(/[a-c]{1,2}){0,3}", b in "[a-c]{1,2}(/[a-c]{1,2}){0,3}") {
            let (a, b) = (path(&a), path(&b));
            prop_assert_eq!(a.resolve(&a.relative(&b)).unwrap(), b);
        }
    }
}
