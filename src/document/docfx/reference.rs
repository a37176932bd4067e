//! Which file a directive's path means.

use percent_encoding::percent_decode_str;

use crate::text::{FilePath, Texts};

/// The files that `path` may mean in `file`, likeliest first. `~/` stands for the folder of the
/// docset, which is one of those above: the outermost that has the file.
pub(in crate::document) fn candidates(file: &FilePath, path: &str) -> Vec<FilePath> {
    let path = path.split(['#', '?']).next().unwrap_or_default().replace('\\', "/");
    let path = percent_decode_str(&path).decode_utf8_lossy();
    let folder = file.folder();
    let Some(below_docset) = path.strip_prefix("~/").or_else(|| path.strip_prefix('/')) else {
        return folder.resolve(&path).into_iter().collect();
    };
    let mut folders = vec![folder.clone()];
    let mut above = folder;
    while !above.as_str().is_empty() {
        above = above.folder();
        folders.push(above.clone());
    }
    folders.iter().rev().filter_map(|folder| folder.resolve(below_docset).ok()).collect()
}

/// What was found for a path.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::document) enum Found {
    /// The file that is meant.
    File(FilePath),
    /// A file whose name differs in capitals only.
    OtherCase(FilePath),
    /// Nothing; the likeliest file, if the path is one.
    Nothing(Option<FilePath>),
}

/// Finds the file that `path` means in `file` among `texts`; one of other capitals only where the
/// search `is_patient`, for it looks at all of them.
pub(in crate::document) fn find(
    file: &FilePath,
    path: &str,
    texts: &Texts,
    is_patient: bool,
) -> Found {
    let candidates = candidates(file, path);
    if let Some(found) = candidates.iter().find(|candidate| texts.contains_key(*candidate)) {
        return Found::File(found.clone());
    }
    let same = |known: &&FilePath| {
        let is_same =
            |candidate: &FilePath| candidate.as_str().eq_ignore_ascii_case(known.as_str());
        candidates.iter().any(is_same)
    };
    match texts.keys().filter(|_| is_patient).find(same) {
        Some(found) => Found::OtherCase(found.clone()),
        None => Found::Nothing(candidates.into_iter().next_back()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_means_a_file_of_its_folder_or_of_its_docset() {
        let told = |path| {
            let file = FilePath::new("docs/a/b.md").unwrap();
            let found = candidates(&file, path).into_iter();
            found.map(|file| file.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(told("../x%20y.md#z"), ["docs/x y.md"]);
        assert_eq!(told("..\\x.md"), ["docs/x.md"]);
        assert_eq!(told("~/x.md"), ["x.md", "docs/x.md", "docs/a/x.md"]);
        assert_eq!(told("../../../x.md"), Vec::<String>::new());
    }
}
