//! `.openpublishing.redirection.json`: files that have moved, and where.

use crate::config::docfx::Redirection;
use crate::config::docfx::json::{Json, with_json};
use crate::diagnostic::{Checked, Diagnostic, codes};
use crate::text::FilePath;

/// Reads a file of redirections. Their paths are relative to the file's folder, or start at the
/// root of the repository where they say so.
#[must_use]
pub fn read_redirections(file: &FilePath, text: &str) -> Checked<Vec<Redirection>> {
    let mut diagnostics = Vec::new();
    let value = with_json(file, text, |json| {
        let list = json.member("redirections").map(Json::items).unwrap_or_default();
        let list = list.into_iter().filter_map(|one| redirection(file, one, &mut diagnostics));
        list.collect()
    });
    let value = value.unwrap_or_else(|problem| {
        diagnostics.push(*problem);
        Vec::new()
    });
    Checked { value, diagnostics }
}

fn redirection(
    file: &FilePath,
    json: Json<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Option<Redirection> {
    let from_root = json.member("source_path_from_root");
    let source = from_root.or_else(|| json.member("source_path"));
    let target = json.member("redirect_url");
    let parts = source.zip(target).and_then(|(source, target)| {
        Some((source, source.text()?.replace('\\', "/"), target, target.text()?.trim()))
    });
    let Some((source, path, target, url)) = parts else {
        let message = "a redirection needs the texts `source_path` and `redirect_url`";
        problems.push(Diagnostic::new(codes::MALFORMED_CONFIG, json.place(), message));
        return None;
    };
    let folder = if from_root.is_some() { FilePath::default() } else { file.folder() };
    let Ok(path) = folder.resolve(path.trim_start_matches('/')) else {
        let message = format!("`{path}` lies outside the repository");
        problems.push(Diagnostic::new(codes::MALFORMED_CONFIG, source.place(), message));
        return None;
    };
    Some(Redirection { source: path, target: url.to_owned(), place: target.place() })
}
