//! The settings of a DocFX repository, gathered from all the files they stand in.

use crate::config::docfx::{
    DOCSET_FILE, Docset, PUBLISHING_FILE, PublishedDocset, Publishing, REDIRECTION_FILE,
    Redirection, Repository, read_docset, read_publishing, read_redirections, without_settings,
};
use crate::diagnostic::{Checked, Diagnostic, codes};
use crate::source::Files;
use crate::source::layout::{text_of, unreadable};
use crate::text::FilePath;

/// A repository and the files its settings came from.
pub(in crate::source) struct Read {
    pub(in crate::source) repository: Repository,
    pub(in crate::source) files: Vec<FilePath>,
}

/// Reads the settings: the docsets that are published, or each folder with a `docfx.json` where
/// nothing says which are. `None` where there is none that can be read.
pub(in crate::source) fn read(files: &dyn Files) -> Checked<Option<Read>> {
    let mut reader = Reader { files, read: Vec::new(), diagnostics: Vec::new() };
    let publishing_file = FilePath::new(PUBLISHING_FILE).unwrap_or_default();
    let publishing = match reader.text(&publishing_file) {
        Some(text) => reader.keep(read_publishing(&publishing_file, &text)),
        None => Publishing::default(),
    };
    let published = publishing.docsets.iter().map(|docset| reader.published(docset));
    let mut docsets: Vec<Docset> = published.flatten().collect();
    if docsets.is_empty() {
        docsets = reader.unpublished();
    }
    let mut repository = Repository {
        docsets,
        dependent_folders: publishing.dependent_folders,
        redirections: Vec::new(),
    };
    if repository.docsets.is_empty() {
        return Checked { value: None, diagnostics: reader.diagnostics };
    }
    repository.redirections = reader.redirections(&repository, publishing.redirection_files);
    let value = Some(Read { repository, files: reader.read });
    Checked { value, diagnostics: reader.diagnostics }
}

struct Reader<'a> {
    files: &'a dyn Files,
    read: Vec<FilePath>,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    /// The text of a file, if the file is there; a file that cannot be read is reported.
    fn text(&mut self, file: &FilePath) -> Option<String> {
        if !self.files.exists(file) {
            return None;
        }
        match text_of(self.files, file) {
            Ok(text) => {
                self.read.push(file.clone());
                Some(text)
            }
            Err(reason) => {
                self.diagnostics.push(unreadable(file, &reason));
                None
            }
        }
    }

    fn keep<T>(&mut self, checked: Checked<T>) -> T {
        self.diagnostics.extend(checked.diagnostics);
        checked.value
    }

    /// A docset that is named for publishing; `None` where its folder holds nothing.
    fn published(&mut self, docset: &PublishedDocset) -> Option<Docset> {
        let PublishedDocset { name, folder, place } = docset;
        let file = folder.resolve(DOCSET_FILE).unwrap_or_default();
        if let Some(text) = self.text(&file) {
            let docset = self.keep(read_docset(&file, &text, folder, name));
            return Some(docset.unwrap_or_else(|| without_settings(&file, folder, name)));
        }
        let message = format!("the docset `{name}` has no `{file}`");
        self.diagnostics.push(
            Diagnostic::new(codes::MALFORMED_CONFIG, place.clone(), message)
                .label("no settings in this folder")
                .help("all Markdown and YAML of the folder is taken for its content"),
        );
        let is_folder = self.files.list(folder).is_ok_and(|files| !files.is_empty());
        is_folder.then(|| without_settings(&place.file, folder, name))
    }

    /// The docsets of a repository that does not say which are published: those whose settings can
    /// be read.
    fn unpublished(&mut self) -> Vec<Docset> {
        let listed = self.files.list(&FilePath::default()).unwrap_or_default();
        let settings: Vec<FilePath> =
            listed.into_iter().filter(|file| file.file_name() == DOCSET_FILE).collect();
        let mut docsets = Vec::new();
        for file in settings {
            if self.read.contains(&file) {
                continue;
            }
            let Some(text) = self.text(&file) else { continue };
            let folder = file.folder();
            let name = if folder.is_root() { "Documentation" } else { folder.file_name() };
            docsets.extend(self.keep(read_docset(&file, &text, &folder, name)));
        }
        docsets
    }

    /// The files that have moved, from all files that tell of some.
    fn redirections(&mut self, repository: &Repository, named: Vec<FilePath>) -> Vec<Redirection> {
        let mut all = named;
        let folders = repository.docsets.iter().map(|docset| docset.folder.clone());
        for folder in std::iter::once(FilePath::default()).chain(folders) {
            let file = folder.resolve(REDIRECTION_FILE).unwrap_or_default();
            if !all.contains(&file) {
                all.push(file);
            }
        }
        let mut redirections = Vec::new();
        for file in all {
            if let Some(text) = self.text(&file) {
                redirections.extend(self.keep(read_redirections(&file, &text)));
            }
        }
        redirections
    }
}
