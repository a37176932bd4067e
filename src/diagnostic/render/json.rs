//! Diagnostics as JSON, for scripts.

use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::location::Location;
use crate::text::{Place, Texts};

/// One problem. The names of these fields are a promise to the scripts that read them: fields may
/// be added, but none is renamed, and none ever leaves.
#[derive(Serialize)]
struct JsonDiagnostic<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    #[serde(flatten)]
    place: JsonPlace<'a>,
    label: Option<&'a str>,
    help: Option<&'a str>,
    related: Vec<JsonRelated<'a>>,
}

/// A place; lines and columns are `null` where the file has no text.
#[derive(Serialize)]
struct JsonPlace<'a> {
    file: &'a str,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
}

#[derive(Serialize)]
struct JsonRelated<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: JsonPlace<'a>,
}

/// The diagnostics as one JSON array, an object each:
///
/// | field | value |
/// |---|---|
/// | `code` | the kind of problem: a kebab-case name |
/// | `severity` | `error`, `warning` or `note` |
/// | `message` | what is wrong |
/// | `file` | path below the root, `/` between its parts |
/// | `line`, `column` | where it starts, from 1, in characters; `null` where the file has no text |
/// | `end_line`, `end_column` | where the text behind it starts |
/// | `label` | a few words for that text, or `null` |
/// | `help` | how to mend it, or `null` |
/// | `related` | other places, each with a `message` and the five fields of a place |
#[must_use]
pub fn json(diagnostics: &[Diagnostic], texts: &Texts) -> String {
    let diagnostics: Vec<_> = diagnostics
        .iter()
        .map(|diagnostic| JsonDiagnostic {
            code: diagnostic.code.name,
            severity: diagnostic.severity().as_str(),
            message: &diagnostic.message,
            place: json_place(&diagnostic.place, texts),
            label: diagnostic.label.as_deref(),
            help: diagnostic.help.as_deref(),
            related: diagnostic
                .related
                .iter()
                .map(|(place, words)| JsonRelated {
                    message: words,
                    place: json_place(place, texts),
                })
                .collect(),
        })
        .collect();
    // Strings and numbers alone: there is nothing here that JSON cannot hold.
    serde_json::to_string_pretty(&diagnostics).unwrap_or_default()
}

fn json_place<'a>(place: &'a Place, texts: &Texts) -> JsonPlace<'a> {
    let location = Location::find(place, texts);
    JsonPlace {
        file: place.file.as_str(),
        line: location.map(|location| location.start.line),
        column: location.map(|location| location.start.column),
        end_line: location.map(|location| location.end.line),
        end_column: location.map(|location| location.end.column),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::render::fixture;

    #[test]
    fn the_shape_that_is_promised() {
        let output = json(&fixture::diagnostics()[1..3], &fixture::texts());
        insta::assert_snapshot!(output, @r#"
        [
          {
            "code": "malformed-summary",
            "severity": "error",
            "message": "the file is no table of contents",
            "file": "index.md",
            "line": 1,
            "column": 1,
            "end_line": 1,
            "end_column": 1,
            "label": null,
            "help": null,
            "related": []
          },
          {
            "code": "duplicate-id",
            "severity": "warning",
            "message": "the id `home` stands twice in this page",
            "file": "index.md",
            "line": 3,
            "column": 10,
            "end_line": 3,
            "end_column": 17,
            "label": "second use",
            "help": "give one of them another id",
            "related": [
              {
                "message": "first use, 100%: here",
                "file": "index.md",
                "line": 1,
                "column": 8,
                "end_line": 1,
                "end_column": 15
              }
            ]
          }
        ]
        "#);
    }

    #[test]
    fn parses_back_to_what_was_said() {
        let value: serde_json::Value =
            serde_json::from_str(&json(&fixture::diagnostics(), &fixture::texts())).unwrap();
        let objects = value.as_array().unwrap();
        assert_eq!(objects.len(), fixture::diagnostics().len());
        for (object, diagnostic) in objects.iter().zip(fixture::diagnostics()) {
            assert_eq!(object["message"], diagnostic.message);
            assert_eq!(object["code"], diagnostic.code.name);
            assert_eq!(object["file"], diagnostic.place.file.as_str());
        }
        assert_eq!(json(&[], &fixture::texts()), "[]");
    }
}
