//! Which files may differ from what they were.

use std::collections::BTreeSet;

use crate::text::FilePath;

/// More changes than this are not told one by one.
const MOST_PATHS: usize = 20_000;

/// What may have changed since files were last read. What is not named here has not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changes {
    /// Anything: nobody has watched.
    Everything,
    /// These files, or what lies below these folders: written, made, moved or removed.
    Paths(BTreeSet<FilePath>),
}

impl Changes {
    /// No change at all.
    #[must_use]
    pub fn none() -> Self {
        Self::Paths(BTreeSet::new())
    }

    /// The change of one file.
    #[must_use]
    pub fn of(file: FilePath) -> Self {
        Self::Paths(BTreeSet::from([file]))
    }

    /// Whether nothing has changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Paths(paths) if paths.is_empty())
    }

    /// Adds one more path. Where there are too many, everything may have changed.
    pub fn add(&mut self, path: FilePath) {
        if let Self::Paths(paths) = self {
            paths.insert(path);
            if paths.len() > MOST_PATHS {
                *self = Self::Everything;
            }
        }
    }

    /// Adds what has changed besides.
    pub fn merge(&mut self, others: Self) {
        match others {
            Self::Everything => *self = Self::Everything,
            Self::Paths(paths) => paths.into_iter().for_each(|path| self.add(path)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_many_changes_are_everything() {
        let file = |number: usize| FilePath::new(&format!("{number}.md")).unwrap();
        let mut changes = Changes::none();
        assert!(changes.is_empty());
        (0..MOST_PATHS).for_each(|number| changes.add(file(number)));
        assert!(matches!(&changes, Changes::Paths(paths) if paths.len() == MOST_PATHS));
        changes.merge(Changes::of(file(MOST_PATHS)));
        assert_eq!(changes, Changes::Everything);
        changes.add(file(0));
        assert_eq!(changes, Changes::Everything);
    }
}
