//! What each file of a DocFX repository is, as the settings of its docsets say.

use std::collections::HashMap;
use std::sync::Arc;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::config::docfx::{Docset, FileGroup, FileMetadata, Pattern, Repository};
use crate::diagnostic::{Checked, Diagnostic, codes};
use crate::text::FilePath;

/// Values that a document has unless it states them itself.
pub type Metadata = Vec<(String, Vec<String>)>;

/// What a file is to the docset it lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// A page of the docset, if what it holds can be one.
    Content,
    /// A table of contents; one that the docset leaves out is none of its navigation.
    Contents {
        /// Whether the docset leaves it out.
        excluded: bool,
    },
    /// A text that others include, or a file that the docset leaves out.
    Left,
    /// A file outside all docsets.
    Unpublished,
}

/// The docsets of a repository with their patterns made ready.
#[derive(Debug)]
pub struct Docsets<'a> {
    docsets: Vec<Ready<'a>>,
}

#[derive(Debug)]
struct Ready<'a> {
    docset: &'a Docset,
    content: Vec<ReadyGroup<'a>>,
    file_metadata: GlobSet,
    /// The metadata of files that the same patterns match, made once.
    shared: HashMap<Vec<usize>, Arc<Metadata>>,
}

#[derive(Debug)]
struct ReadyGroup<'a> {
    folder: &'a FilePath,
    files: GlobSet,
    exclude: GlobSet,
}

impl<'a> Docsets<'a> {
    /// Makes the patterns of a repository's docsets ready; those that cannot be read are reported
    /// and match nothing.
    #[must_use]
    pub fn new(repository: &'a Repository) -> Checked<Self> {
        let mut diagnostics = Vec::new();
        let docsets = repository.docsets.iter().map(|docset| Ready {
            docset,
            content: docset.content.iter().map(|group| ready(group, &mut diagnostics)).collect(),
            file_metadata: globs(
                docset.file_metadata.iter().map(|one| &one.pattern),
                &mut diagnostics,
            ),
            shared: HashMap::new(),
        });
        let mut docsets: Vec<Ready<'a>> = docsets.collect();
        // Of docsets in one another, the inner one knows its files better.
        docsets.sort_by_key(|ready| std::cmp::Reverse(ready.docset.folder.as_str().len()));
        Checked { value: Self { docsets }, diagnostics }
    }

    /// What a file is.
    #[must_use]
    pub fn class(&self, file: &FilePath) -> Class {
        let matched = |ready: &Ready<'_>| ready.content.iter().any(|group| group.matches(file));
        let is_content = self.docsets.iter().any(matched);
        let inside = self.docsets.iter().any(|it| file.below(&it.docset.folder).is_some());
        if is_contents(file) && (inside || is_content) {
            return Class::Contents { excluded: !is_content };
        }
        match (is_content, inside) {
            (true, _) => Class::Content,
            (false, true) => Class::Left,
            (false, false) => Class::Unpublished,
        }
    }

    /// What the settings say of a file's content.
    #[must_use]
    pub fn metadata(&mut self, file: &FilePath) -> Arc<Metadata> {
        let around = self.docsets.iter_mut().find(|it| file.below(&it.docset.folder).is_some());
        let Some(ready) = around else {
            return Arc::default();
        };
        let below = file.below(&ready.docset.folder).unwrap_or_default();
        let matched = ready.file_metadata.matches(below);
        let docset = ready.docset;
        Arc::clone(ready.shared.entry(matched).or_insert_with_key(|matched| {
            let matched = matched.iter().filter_map(|index| docset.file_metadata.get(*index));
            Arc::new(merged(&docset.global_metadata, matched))
        }))
    }
}

/// The values of all pages with those of some over them.
fn merged<'a>(
    global: &[(String, Vec<String>)],
    of_files: impl Iterator<Item = &'a FileMetadata>,
) -> Metadata {
    let mut metadata = global.to_vec();
    for FileMetadata { key, values, .. } in of_files {
        match metadata.iter_mut().find(|(known, _)| known == key) {
            Some((_, known)) => known.clone_from(values),
            None => metadata.push((key.clone(), values.clone())),
        }
    }
    metadata
}

/// Whether a file is named as tables of contents are.
fn is_contents(file: &FilePath) -> bool {
    ["toc.md", "toc.yml"].iter().any(|name| file.file_name().eq_ignore_ascii_case(name))
}

impl ReadyGroup<'_> {
    fn matches(&self, file: &FilePath) -> bool {
        let below = file.below(self.folder);
        below.is_some_and(|below| self.files.is_match(below) && !self.exclude.is_match(below))
    }
}

fn ready<'a>(group: &'a FileGroup, problems: &mut Vec<Diagnostic>) -> ReadyGroup<'a> {
    ReadyGroup {
        folder: &group.folder,
        files: globs(&group.files, problems),
        exclude: globs(&group.exclude, problems),
    }
}

/// The patterns as one; the n-th keeps its number, so that one that cannot be read matches nothing.
fn globs<'a>(
    patterns: impl IntoIterator<Item = &'a Pattern>,
    problems: &mut Vec<Diagnostic>,
) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let text = pattern.text.trim_start_matches("./").trim_start_matches('/');
        // A folder stands for all that is in it.
        let text = if text.ends_with('/') { format!("{text}**") } else { text.to_owned() };
        let glob = |text: &str| {
            GlobBuilder::new(text)
                .literal_separator(true)
                .case_insensitive(true)
                .backslash_escape(false)
                .build()
        };
        let read = glob(&text).or_else(|error| {
            problems.push(
                Diagnostic::new(
                    codes::MALFORMED_CONFIG,
                    pattern.place.clone(),
                    format!("the pattern `{}` cannot be read: {}", pattern.text, error.kind()),
                )
                .help("it matches no file until it is mended"),
            );
            // A name with a zero in it: no file has it.
            glob("\0")
        });
        if let Ok(glob) = read {
            set.add(glob);
        }
    }
    set.build().unwrap_or_else(|error| {
        tracing::warn!("patterns of files are too large: {error}");
        GlobSet::empty()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::docfx::read_docset;

    fn repository(docfx: &str) -> Repository {
        let path = |text: &str| FilePath::new(text).unwrap();
        let docset = read_docset(&path("docs/docfx.json"), docfx, &path("docs"), "docs");
        assert_eq!(docset.diagnostics, []);
        Repository { docsets: vec![docset.value.unwrap()], ..Repository::default() }
    }

    fn class(repository: &Repository, file: &str) -> Class {
        let docsets = Docsets::new(repository);
        assert_eq!(docsets.diagnostics, []);
        docsets.value.class(&FilePath::new(file).unwrap())
    }

    #[test]
    fn the_settings_tell_what_each_file_is() {
        let repository = repository(
            r#"{ "build": { "content": [
                { "files": "**/*.md", "exclude": ["**/includes/**", "readme.md", "drafts/"] },
                { "src": "more", "files": ["*.yml", "**/**.markdown"], "exclude": "**/toc.yml" },
            ] } }"#,
        );
        for (file, expected) in [
            ("docs/a.md", Class::Content),
            ("docs/a/b/C.MD", Class::Content),
            ("docs/README.md", Class::Left),
            ("docs/a/README.md", Class::Content),
            ("docs/a/Includes/x.md", Class::Left),
            ("docs/drafts/a/b.md", Class::Left),
            ("docs/more/a.yml", Class::Content),
            ("docs/more/b/a.yml", Class::Left),
            ("docs/more/b/a.markdown", Class::Content),
            ("docs/TOC.md", Class::Contents { excluded: false }),
            ("docs/more/toc.yml", Class::Contents { excluded: true }),
            ("README.md", Class::Unpublished),
            ("toc.md", Class::Unpublished),
        ] {
            assert_eq!(class(&repository, file), expected, "{file}");
        }
    }

    #[test]
    fn a_pattern_that_cannot_be_read_is_told_and_matches_nothing() {
        let repository = repository(
            r#"{ "content": { "files": ["a[.md", "*.md"] },
                 "fileMetadata": { "x": { "{": "1", "*.md": "2" } } }"#,
        );
        let Checked { value: mut docsets, diagnostics } = Docsets::new(&repository);
        let messages: Vec<&str> = diagnostics.iter().map(|it| it.message.as_str()).collect();
        assert_eq!(messages.len(), 2, "{messages:?}");
        let file = FilePath::new("docs/b.md").unwrap();
        assert_eq!(docsets.class(&file), Class::Content);
        assert_eq!(*docsets.metadata(&file), [("x".to_owned(), vec!["2".to_owned()])]);
    }

    #[test]
    fn values_of_files_win_over_those_of_all_and_later_ones_over_earlier() {
        let repository = repository(
            r#"{ "build": { "content": "**/*.md",
                "globalMetadata": { "author": "all", "tags": ["a", "b"], "n": 1, "o": {} },
                "fileMetadata": { "author": { "**.md": "top", "b/*.md": "b", "b/c*": "c" } } } }"#,
        );
        let mut docsets = Docsets::new(&repository).value;
        let mut author = |file: &str| {
            let metadata = docsets.metadata(&FilePath::new(file).unwrap());
            let author = metadata.iter().find(|(key, _)| key == "author");
            author.map(|(_, values)| values.join(" ")).unwrap_or_default()
        };
        assert_eq!(author("docs/x.md"), "top");
        assert_eq!(author("docs/b/x.md"), "b");
        assert_eq!(author("docs/b/cx.md"), "c");
        assert_eq!(author("docs/z/x.md"), "all");
        assert_eq!(author("x.md"), "");
    }
}
