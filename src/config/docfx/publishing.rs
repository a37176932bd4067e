//! `.openpublishing.publish.config.json`: which docsets a repository publishes, and in which order.

use crate::config::docfx::REDIRECTION_FILE;
use crate::config::docfx::json::{Json, with_json};
use crate::diagnostic::{Checked, Diagnostic, codes};
use crate::text::{FilePath, Place};

/// What the settings of publishing say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Publishing {
    /// The docsets in order.
    pub docsets: Vec<PublishedDocset>,
    /// Folders that hold another repository when the book is built.
    pub dependent_folders: Vec<FilePath>,
    /// Files with redirections.
    pub redirection_files: Vec<FilePath>,
}

/// A docset as it is named for publishing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedDocset {
    /// Its name.
    pub name: String,
    /// Its folder.
    pub folder: FilePath,
    /// Where the folder is named.
    pub place: Place,
}

/// Reads the settings of publishing; what cannot be read is reported and passed over.
#[must_use]
pub fn read_publishing(file: &FilePath, text: &str) -> Checked<Publishing> {
    let mut diagnostics = Vec::new();
    let value = with_json(file, text, |json| publishing(json, &mut diagnostics));
    let value = value.unwrap_or_else(|problem| {
        diagnostics.push(*problem);
        Publishing::default()
    });
    Checked { value, diagnostics }
}

fn publishing(json: Json<'_>, problems: &mut Vec<Diagnostic>) -> Publishing {
    let list = |name: &str| json.member(name).map(Json::items).unwrap_or_default();
    let mut path = |json: Json<'_>| {
        let written = json.text()?.replace('\\', "/");
        let path = FilePath::new(written.trim_matches('/'));
        if path.is_err() {
            let message = format!("`{written}` lies outside the repository");
            problems.push(Diagnostic::new(codes::MALFORMED_CONFIG, json.place(), message));
        }
        path.ok()
    };
    let mut publishing = Publishing::default();
    for docset in list("docsets_to_publish") {
        let Some(source) = docset.member("build_source_folder") else { continue };
        let Some(folder) = path(source) else { continue };
        if publishing.docsets.iter().any(|known| known.folder == folder) {
            continue;
        }
        let name = docset.text_of("docset_name").unwrap_or(folder.as_str()).to_owned();
        publishing.docsets.push(PublishedDocset { name, folder, place: source.place() });
    }
    let dependent = list("dependent_repositories");
    publishing.dependent_folders =
        dependent.into_iter().filter_map(|one| path(one.member("path_to_root")?)).collect();
    let mut redirection_files = vec![FilePath::new(REDIRECTION_FILE).unwrap_or_default()];
    for file in list("redirection_files").into_iter().filter_map(path) {
        if !redirection_files.contains(&file) {
            redirection_files.push(file);
        }
    }
    publishing.redirection_files = redirection_files;
    publishing
}
