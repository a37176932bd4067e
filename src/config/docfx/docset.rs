//! `docfx.json`: which files a docset has, where it is published and what its pages state.

use crate::config::docfx::json::{Json, with_json};
use crate::config::docfx::{Docset, FileGroup, FileMetadata, Pattern};
use crate::diagnostic::{Checked, Diagnostic, codes};
use crate::text::{FilePath, Place};

/// Reads the `docfx.json` of a docset; `None` where it is no JSON. The name is that of publishing;
/// the settings may have a better one for readers.
#[must_use]
pub fn read_docset(
    file: &FilePath,
    text: &str,
    folder: &FilePath,
    name: &str,
) -> Checked<Option<Docset>> {
    let mut diagnostics = Vec::new();
    let read = with_json(file, text, |json| {
        let build = json.member("build").unwrap_or(json);
        docset(build, folder, name, &mut diagnostics)
    });
    let value = read.map_err(|problem| diagnostics.push(*problem)).ok();
    Checked { value, diagnostics }
}

/// A docset whose settings are not there: all its Markdown and YAML is content.
#[must_use]
pub fn without_settings(file: &FilePath, folder: &FilePath, name: &str) -> Docset {
    Docset {
        name: name.to_owned(),
        folder: folder.clone(),
        base: None,
        content: vec![usual_content(file, folder)],
        global_metadata: Vec::new(),
        file_metadata: Vec::new(),
    }
}

/// What DocFX takes for content where the settings do not say.
fn usual_content(file: &FilePath, folder: &FilePath) -> FileGroup {
    let patterns = |texts: &[&str]| {
        let place = Place::start_of(file.clone());
        let pattern = |text: &&str| Pattern { text: (*text).to_owned(), place: place.clone() };
        texts.iter().map(pattern).collect()
    };
    FileGroup {
        folder: folder.clone(),
        files: patterns(&["**/*.md", "**/*.yml"]),
        exclude: patterns(&["**/includes/**", "**/_includes/**", "**/obj/**", "_site/**"]),
    }
}

fn docset(
    build: Json<'_>,
    folder: &FilePath,
    name: &str,
    problems: &mut Vec<Diagnostic>,
) -> Docset {
    let global = build.member("globalMetadata");
    let content = build.member("content").map(|content| {
        let groups = content.items().into_iter().filter_map(|one| group(one, folder, problems));
        groups.collect::<Vec<_>>()
    });
    let title_suffix = global.and_then(|global| global.text_of("titleSuffix"));
    Docset {
        name: title_suffix.map(str::trim).filter(|it| !it.is_empty()).unwrap_or(name).to_owned(),
        folder: folder.clone(),
        base: global.and_then(|global| base(global.text_of("breadcrumb_path")?)),
        content: content
            .filter(|groups| !groups.is_empty())
            .unwrap_or_else(|| vec![usual_content(&build.place().file, folder)]),
        global_metadata: global
            .map(|global| global.members().map(|(key, value)| (key.to_owned(), value.texts())))
            .into_iter()
            .flatten()
            .collect(),
        file_metadata: build.member("fileMetadata").map(file_metadata).unwrap_or_default(),
    }
}

/// A group of files: an object with `files`, `exclude` and `src`, or a pattern alone.
fn group(json: Json<'_>, folder: &FilePath, problems: &mut Vec<Diagnostic>) -> Option<FileGroup> {
    let patterns = |json: Option<Json<'_>>| {
        let items = json.map(Json::items).unwrap_or_default();
        let texts = items.into_iter().filter_map(|item| {
            Some(Pattern { text: item.text()?.replace('\\', "/"), place: item.place() })
        });
        texts.collect::<Vec<_>>()
    };
    if json.text().is_some() {
        let files = patterns(Some(json));
        return Some(FileGroup { folder: folder.clone(), files, exclude: Vec::new() });
    }
    let src = json.member("src");
    let written = src.and_then(Json::text).unwrap_or_default().replace('\\', "/");
    let Ok(folder) = folder.resolve(&written) else {
        let place = src.map_or_else(|| json.place(), Json::place);
        let message = format!("the folder `{written}` lies outside the repository");
        problems.push(
            Diagnostic::new(codes::MALFORMED_CONFIG, place, message)
                .help("the files of this group are passed over"),
        );
        return None;
    };
    let files = patterns(json.member("files"));
    let exclude = patterns(json.member("exclude"));
    Some(FileGroup { folder, files, exclude })
}

/// The base of a docset's addresses: its breadcrumbs stand in a folder of their own below it. The
/// true base is kept by the service that publishes; this is what the repository tells of it.
fn base(breadcrumb_path: &str) -> Option<String> {
    let path = breadcrumb_path.strip_prefix('/')?;
    let is_breadcrumb = |segment: &&str| segment.to_ascii_lowercase().contains("bread");
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let end = segments.iter().position(is_breadcrumb)?;
    Some(segments.get(..end)?.join("/").to_lowercase())
}

fn file_metadata(json: Json<'_>) -> Vec<FileMetadata> {
    let entries = json.members().flat_map(|(key, by_pattern)| {
        by_pattern.members().map(move |(pattern, value)| FileMetadata {
            key: key.to_owned(),
            pattern: Pattern { text: pattern.replace('\\', "/"), place: value.place() },
            values: value.texts(),
        })
    });
    entries.collect()
}
