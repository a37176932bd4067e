//! Which kind of repository lies at a root: what is content, and who gives its order.

use serde::{Deserialize, Serialize};

use crate::config::docfx::{DOCSET_FILE, PUBLISHING_FILE};
use crate::config::{Config, Syntax, read_book_toml};
use crate::diagnostic::{Checked, Diagnostic, codes};
use crate::source::{Files, repository};
use crate::text::{FilePath, Place};

/// How a repository is written and ordered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Dialect {
    /// An mdBook, ordered by the `SUMMARY.md` at this path.
    MdBook {
        /// The table of contents.
        summary: FilePath,
    },
    /// A DocFX repository: one or more docsets, ordered by their own tables of contents.
    DocFx,
    /// A folder of Markdown files, ordered as the folders are.
    Folder,
}

/// A repository: how it is written and what its owner has set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Layout {
    /// How it is written and ordered.
    pub dialect: Dialect,
    /// What its owner has set.
    pub config: Config,
    /// The files the settings came from.
    pub config_files: Vec<FilePath>,
}

/// Looks at the root: a `book.toml` makes an mdBook, the settings of DocFX or of its publishing make
/// a DocFX repository, a `SUMMARY.md` alone an mdBook again. A `docfx.json` further below makes a
/// DocFX repository too; everything else is a folder.
#[must_use]
pub fn detect(files: &dyn Files) -> Checked<Layout> {
    let root = FilePath::default();
    let at_root = |name: &str| root.resolve(name).unwrap_or_default();
    let book_toml = at_root("book.toml");
    if files.exists(&book_toml) {
        return book(files, book_toml);
    }
    let summary = at_root("SUMMARY.md");
    let has_summary = files.exists(&summary);
    let is_docfx = [PUBLISHING_FILE, DOCSET_FILE].iter().any(|name| files.exists(&at_root(name)));
    let mut diagnostics = Vec::new();
    if is_docfx || !has_summary {
        let Checked { value: read, diagnostics: problems } = repository::read(files);
        diagnostics = problems;
        if let Some(read) = read {
            let (repository, syntax) = (read.repository, Syntax::DocFx);
            let config = Config { syntax, repository, ..Config::default() };
            let value = Layout { dialect: Dialect::DocFx, config, config_files: read.files };
            return Checked { value, diagnostics };
        }
    }
    let dialect = if has_summary { Dialect::MdBook { summary } } else { Dialect::Folder };
    let config_files = diagnostics.iter().map(|problem| problem.place.file.clone()).collect();
    let value = Layout { dialect, config: Config::default(), config_files };
    Checked { value, diagnostics }
}

/// An mdBook with the settings of its `book.toml`.
fn book(files: &dyn Files, book_toml: FilePath) -> Checked<Layout> {
    let Checked { value: config, diagnostics } = match text_of(files, &book_toml) {
        Ok(text) => read_book_toml(&book_toml, &text),
        Err(reason) => {
            Checked { value: Config::default(), diagnostics: vec![unreadable(&book_toml, &reason)] }
        }
    };
    let config = with_existing_src(files, config);
    let summary = config.src.resolve("SUMMARY.md").unwrap_or_default();
    let dialect = Dialect::MdBook { summary };
    Checked { value: Layout { dialect, config, config_files: vec![book_toml] }, diagnostics }
}

/// The settings with another content folder where the one they name has no table of contents but a
/// usual one has: a mistake in `book.toml` should not hide the book that would show it.
fn with_existing_src(files: &dyn Files, mut config: Config) -> Config {
    let has_summary = |folder: &FilePath| {
        folder.resolve("SUMMARY.md").is_ok_and(|summary| files.exists(&summary))
    };
    if !has_summary(&config.src) {
        let usual =
            ["src", "content", "docs", "."].into_iter().filter_map(|name| FilePath::new(name).ok());
        if let Some(folder) = usual.into_iter().find(has_summary) {
            config.src = folder;
        }
    }
    config
}

pub(in crate::source) fn text_of(files: &dyn Files, file: &FilePath) -> Result<String, String> {
    let bytes = files.read(file).map_err(|error| error.to_string())?;
    String::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())
}

/// The problem of a file of settings that cannot be read.
pub(in crate::source) fn unreadable(file: &FilePath, reason: &str) -> Diagnostic {
    let message = format!("cannot read `{file}`: {reason}");
    Diagnostic::new(codes::UNREADABLE_FILE, Place::start_of(file.clone()), message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::MemoryFiles;

    fn dialect(files: &str) -> Dialect {
        detect(&MemoryFiles::fixture(files)).value.dialect
    }

    #[test]
    fn the_root_tells_the_dialect() {
        let summary = |path: &str| Dialect::MdBook { summary: FilePath::new(path).unwrap() };
        assert_eq!(dialect("//- book.toml\n//- src/a.md\n"), summary("src/SUMMARY.md"));
        assert_eq!(dialect("//- book.toml\n[book]\nsrc='.'\n"), summary("SUMMARY.md"));
        assert_eq!(dialect("//- SUMMARY.md\n//- a.md\n"), summary("SUMMARY.md"));
        assert_eq!(dialect("//- docfx.json\n{}\n//- a.md\n"), Dialect::DocFx);
        assert_eq!(dialect("//- docs/docfx.json\n{}\n//- a.md\n"), Dialect::DocFx);
        assert_eq!(dialect("//- SUMMARY.md\n//- docs/docfx.json\n{}\n"), summary("SUMMARY.md"));
        assert_eq!(dialect("//- a.md\n"), Dialect::Folder);
    }
}
