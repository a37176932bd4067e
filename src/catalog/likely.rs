//! The file that was likely meant where none was found.

use std::collections::HashMap;

use crate::diagnostic::nearest;
use crate::text::FilePath;

/// How many names on each side are compared by their spelling.
const NEIGHBOURS: usize = 16;

/// The files of a book, for suggestions.
pub(in crate::catalog) struct Likely<'a> {
    /// By their lower-cased names.
    by_name: HashMap<String, &'a FilePath>,
    by_folder: HashMap<FilePath, Names<'a>>,
}

/// The names of a folder in the order of the alphabet, read forwards and read backwards. A name
/// that is misspelt begins or ends as the right one does, so the right one stands near it in one of
/// the two: a suggestion costs the same in a folder of ten files and of ten thousand.
#[derive(Default)]
struct Names<'a> {
    forwards: Vec<(String, &'a FilePath)>,
    backwards: Vec<(String, &'a FilePath)>,
}

impl<'a> Likely<'a> {
    /// Of equal names the first is suggested.
    pub(in crate::catalog) fn new(files: impl Iterator<Item = &'a FilePath>) -> Self {
        let mut by_name = HashMap::new();
        let mut by_folder: HashMap<FilePath, Names<'_>> = HashMap::new();
        for file in files {
            let name = file.file_name().to_lowercase();
            by_name.entry(name.clone()).or_insert(file);
            let names = by_folder.entry(file.folder()).or_default();
            names.backwards.push((name.chars().rev().collect(), file));
            names.forwards.push((name, file));
        }
        #[expect(clippy::iter_over_hash_type, reason = "each is sorted by itself")]
        for names in by_folder.values_mut() {
            names.forwards.sort_unstable();
            names.backwards.sort_unstable();
        }
        Self { by_name, by_folder }
    }

    /// The file that was likely meant, as files of `folder` refer to it: one of the same name in
    /// another folder or case, else the one spelt most like it in the folder that was named.
    pub(in crate::catalog) fn near(&self, folder: &FilePath, wanted: &FilePath) -> Option<String> {
        let name = wanted.file_name().to_lowercase();
        let same_name = self.by_name.get(&name).copied();
        let likely = same_name.or_else(|| self.by_folder.get(&wanted.folder())?.nearest(&name));
        Some(folder.relative(likely?))
    }
}

impl<'a> Names<'a> {
    fn nearest(&self, wanted: &str) -> Option<&'a FilePath> {
        let backwards: String = wanted.chars().rev().collect();
        let near = around(&self.forwards, wanted).chain(around(&self.backwards, &backwards));
        let near: Vec<&'a FilePath> = near.collect();
        let name = nearest(wanted, near.iter().map(|file| file.file_name()))?;
        near.iter().copied().find(|file| file.file_name() == name)
    }
}

fn around<'n, 'a: 'n>(
    names: &'n [(String, &'a FilePath)],
    wanted: &str,
) -> impl Iterator<Item = &'a FilePath> + use<'n, 'a> {
    let place = names.partition_point(|(name, _)| name.as_str() < wanted);
    let near = names.iter().skip(place.saturating_sub(NEIGHBOURS)).take(2 * NEIGHBOURS);
    near.map(|(_, file)| *file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_at_either_end_is_found_among_many_names() {
        let file = |name: &str| FilePath::new(name).unwrap();
        let many: Vec<FilePath> = (0..5000).map(|n| file(&format!("chapter-{n:04}.md"))).collect();
        let odd = [file("configuration.md"), file("zebra.md")];
        let mut names = Names::default();
        for file in many.iter().chain(&odd) {
            names.forwards.push((file.as_str().to_owned(), file));
            names.backwards.push((file.as_str().chars().rev().collect(), file));
        }
        names.forwards.sort_unstable();
        names.backwards.sort_unstable();
        for wanted in ["configuraton.md", "onfiguration.md", "configuration.mdx"] {
            assert_eq!(names.nearest(wanted), Some(&odd[0]), "{wanted}");
        }
        assert_eq!(names.nearest("quite-different.txt"), None);
    }
}
