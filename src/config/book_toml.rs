//! `book.toml` as mdBook 0.5 defines it, and `[preprocessor.loggia]`, where our settings live.
//!
//! mdBook's own keys are read leniently: what concerns only mdBook is passed over. Our table is
//! read strictly, because a misspelt limit would otherwise do nothing in silence.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;

use crate::config::docfx::Repository;
use crate::config::{
    Config, DEFAULT_BASE, FileSetting, Limits, PageSettings, RedirectSetting, Syntax,
};
use crate::diagnostic::{Checked, Diagnostic, codes};
use crate::text::{FilePath, Place, Span};

#[derive(Deserialize, Default)]
#[serde(default)]
struct BookToml {
    book: BookTable,
    build: BuildTable,
    output: OutputTable,
    preprocessor: PreprocessorTable,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct BookTable {
    title: Option<String>,
    authors: Vec<String>,
    description: Option<String>,
    language: Option<String>,
    src: Option<toml::Spanned<String>>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "kebab-case")]
struct BuildTable {
    build_dir: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct OutputTable {
    html: HtmlTable,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "kebab-case")]
struct HtmlTable {
    git_repository_url: Option<String>,
    edit_url_template: Option<String>,
    no_section_label: bool,
    redirect: BTreeMap<String, toml::Spanned<String>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct PreprocessorTable {
    loggia: Option<LoggiaTable>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
struct LoggiaTable {
    /// mdBook's own keys of a preprocessor table; they mean nothing here.
    #[serde(rename = "command")]
    _command: Option<String>,
    #[serde(rename = "optional")]
    _optional: Option<bool>,
    #[serde(rename = "before")]
    _before: Option<Vec<String>>,
    #[serde(rename = "after")]
    _after: Option<Vec<String>>,
    #[serde(rename = "renderers")]
    _renderers: Option<Vec<String>>,
    #[serde(rename = "renderer")]
    _renderer: Option<toml::Table>,
    base: Option<toml::Spanned<String>>,
    literate: Option<bool>,
    ontology: Vec<toml::Spanned<String>>,
    shapes: Vec<toml::Spanned<String>>,
    limits: LimitsTable,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
struct LimitsTable {
    query_seconds: Option<u32>,
    query_rows: Option<usize>,
    query_answer_bytes: Option<usize>,
    query_bytes: Option<usize>,
    query_workers: Option<usize>,
    live_rows: Option<usize>,
    live_seconds: Option<u32>,
    search_results: Option<usize>,
}

/// Reads the text of the `book.toml` at `file`. What cannot be understood is reported and the
/// defaults take its place, so that the book still opens.
#[must_use]
pub fn read_book_toml(file: &FilePath, text: &str) -> Checked<Config> {
    let mut diagnostics = Vec::new();
    let toml: BookToml = toml::from_str(text).unwrap_or_else(|error| {
        let span = error.span().map(Span::from).unwrap_or_default();
        diagnostics.push(
            malformed(file, span, error.message())
                .help("mend the line; until then the book opens without the settings beside it"),
        );
        without_ours(text)
    });
    let src = toml.book.src.as_ref().map_or_else(
        || FilePath::new("src").unwrap_or_default(),
        |src| {
            FilePath::new(src.get_ref()).unwrap_or_else(|problem| {
                let message = format!("`src` cannot be `{}`: {problem}", src.get_ref());
                diagnostics.push(malformed(file, src.span().into(), &message));
                FilePath::default()
            })
        },
    );
    // A book that has our table is written for us.
    let has_table = toml.preprocessor.loggia.is_some();
    let loggia = toml.preprocessor.loggia.unwrap_or_default();
    let base = loggia.base.map_or_else(
        || DEFAULT_BASE.to_owned(),
        |base| {
            normal_base(base.get_ref()).unwrap_or_else(|| {
                let message = format!("`base` is no absolute http(s) IRI: `{}`", base.get_ref());
                diagnostics.push(
                    malformed(file, base.span().into(), &message)
                        .help("write for example `base = \"https://docs.example.org/\"`"),
                );
                DEFAULT_BASE.to_owned()
            })
        },
    );
    let mut files = |named: Vec<toml::Spanned<String>>| -> Vec<FileSetting> {
        let settings = named.into_iter().filter_map(|name| {
            let span = Span::from(name.span());
            match FilePath::new(name.get_ref()) {
                Ok(path) => Some(FileSetting { file: path, place: Place::new(file.clone(), span) }),
                Err(problem) => {
                    let message = format!("`{}` is no file of the book: {problem}", name.get_ref());
                    diagnostics.push(malformed(file, span, &message));
                    None
                }
            }
        });
        settings.collect()
    };
    let vocabularies = files(loggia.ontology);
    let shapes = files(loggia.shapes);
    let build_dir = toml.build.build_dir.unwrap_or_else(|| "book".to_owned());
    let html = toml.output.html;
    let redirects = html.redirect.into_iter().map(|(from, to)| RedirectSetting {
        from,
        place: Place::new(file.clone(), to.span().into()),
        to: to.into_inner(),
    });
    let value = Config {
        title: toml.book.title.filter(|title| !title.trim().is_empty()),
        authors: toml.book.authors,
        description: toml.book.description,
        language: toml.book.language.unwrap_or_else(|| "en".to_owned()),
        syntax: Syntax::Book,
        src,
        repository: Repository::default(),
        output_folders: FilePath::new(&build_dir).into_iter().collect(),
        pages: PageSettings {
            repository_url: html.git_repository_url,
            edit_url_template: html.edit_url_template,
            section_numbers: !html.no_section_label,
        },
        redirects: redirects.collect(),
        base,
        vocabularies,
        shapes,
        literate: loggia.literate.unwrap_or(has_table),
        limits: limits(&loggia.limits),
    };
    Checked { value, diagnostics }
}

/// Everything but our own table, where that is what cannot be read; nothing where it is not.
fn without_ours(text: &str) -> BookToml {
    #[derive(Deserialize, Default)]
    #[serde(default)]
    struct OthersToml {
        book: BookTable,
        build: BuildTable,
        output: OutputTable,
        preprocessor: BTreeMap<String, toml::Value>,
    }
    let OthersToml { book, build, output, preprocessor } = toml::from_str(text).unwrap_or_default();
    // That there is such a table can be told all the same.
    let loggia = preprocessor.contains_key("loggia").then(LoggiaTable::default);
    BookToml { book, build, output, preprocessor: PreprocessorTable { loggia } }
}

fn limits(table: &LimitsTable) -> Limits {
    let default = Limits::default();
    Limits {
        query_time: table
            .query_seconds
            .map_or(default.query_time, |seconds| Duration::from_secs(seconds.into())),
        query_rows: table.query_rows.unwrap_or(default.query_rows),
        query_answer_bytes: table.query_answer_bytes.unwrap_or(default.query_answer_bytes),
        query_bytes: table.query_bytes.unwrap_or(default.query_bytes),
        query_workers: table.query_workers.unwrap_or(default.query_workers).max(1),
        live_rows: table.live_rows.unwrap_or(default.live_rows),
        live_time: table
            .live_seconds
            .map_or(default.live_time, |seconds| Duration::from_secs(seconds.into())),
        search_results: table.search_results.unwrap_or(default.search_results).max(1),
    }
}

/// The base with its final `/`, if it is an absolute http or https IRI without query or fragment.
#[must_use]
pub fn normal_base(base: &str) -> Option<String> {
    let rest = base.strip_prefix("https://").or_else(|| base.strip_prefix("http://"))?;
    let forbidden = |c: char| c.is_whitespace() || c.is_control() || "?#<>\"{}|\\^`".contains(c);
    if rest.is_empty() || rest.starts_with('/') || rest.contains(forbidden) {
        return None;
    }
    Some(format!("{}/", base.trim_end_matches('/')))
}

fn malformed(file: &FilePath, span: Span, message: &str) -> Diagnostic {
    let headline = message.lines().next().unwrap_or_default().to_owned();
    Diagnostic::new(codes::MALFORMED_CONFIG, Place::new(file.clone(), span), headline)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Checked<Config> {
        read_book_toml(&FilePath::new("book.toml").unwrap(), text)
    }

    #[test]
    fn an_empty_file_gives_mdbooks_defaults() {
        let config = read("");
        assert!(config.diagnostics.is_empty());
        assert_eq!(config.value.src.as_str(), "src");
        assert_eq!(config.value.output_folders[0].as_str(), "book");
        assert!(config.value.pages.section_numbers);
    }

    #[test]
    fn our_table_lives_among_mdbooks() {
        let config = read(
            "[book]\ntitle = 'T'\nsrc = 'content'\nmultilingual = false\n\
             [output.html]\nno-section-label = true\nredirect = { 'a.html' = 'b.html' }\n\
             [preprocessor.loggia]\noptional = true\nbase = 'https://docs.example.org/kb'\n\
             limits = { query-seconds = 3 }\n",
        );
        assert_eq!(config.diagnostics, []);
        let config = config.value;
        assert_eq!(config.base, "https://docs.example.org/kb/");
        assert_eq!(config.limits.query_time, Duration::from_secs(3));
        let redirect = &config.redirects[0];
        assert_eq!((redirect.from.as_str(), redirect.to.as_str()), ("a.html", "b.html"));
        assert!(!config.pages.section_numbers);
    }

    #[test]
    fn a_book_names_vocabularies_and_rules_of_its_own() {
        let config =
            read("[preprocessor.loggia]\nontology = ['a/b.ttl', '../c.ttl']\nshapes = ['s.ttl']\n");
        assert_eq!(config.diagnostics.len(), 1);
        let files: Vec<_> = config.value.vocabularies.iter().map(|v| v.file.as_str()).collect();
        assert_eq!(files, ["a/b.ttl"]);
        assert_eq!(config.value.shapes[0].file.as_str(), "s.ttl");
    }

    #[test]
    fn a_mistake_in_our_table_leaves_the_others_as_they_are() {
        let config = read("[book]\nsrc = 'content'\n[preprocessor.loggia]\nspeed = 1\n");
        assert_eq!(config.diagnostics.len(), 1);
        assert_eq!(config.value.src.as_str(), "content");
        assert!(config.value.literate);
    }

    #[test]
    fn a_book_with_our_table_is_literate_unless_it_says_otherwise() {
        for (text, literate) in [
            ("", false),
            ("[preprocessor.links]\n", false),
            ("[preprocessor.loggia]\n", true),
            ("[preprocessor.loggia]\nliterate = false\n", false),
            ("[preprocessor.loggia]\nliterate = true\n", true),
        ] {
            assert_eq!(read(text).value.literate, literate, "{text}");
        }
    }

    #[test]
    fn mistakes_are_reported_where_they_stand() {
        for (text, at) in [
            ("[book]\ntitle = 3\n", 15),
            ("[book]\nsrc = '../x'\n", 13),
            ("[preprocessor.loggia]\nbase = 'x'\n", 29),
            ("[preprocessor.loggia]\nlimit = 3\n", 22),
        ] {
            let config = read(text);
            assert_eq!(config.diagnostics.len(), 1, "{text}");
            assert_eq!(config.diagnostics[0].place.span.start, at, "{text}");
        }
    }
}
