//! The diagnostics that every format's test renders.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, codes, sort};
use crate::text::{FilePath, Place, SourceText, Span, Texts};

const FILES: [(&str, &str); 2] = [
    ("guide/größe 1.md", "\u{feff}# Größe\r\n\r\n\tSee [语言 😀](langs.md \"x\") now.\r\n"),
    ("index.md", "# Home {#home}\n\n## Again {#home}\n\n| a | b |\n|---|---|\n| 1 | [x](#y) |\n"),
];

/// The texts of two files.
pub(super) fn texts() -> Texts {
    FILES
        .into_iter()
        .map(|(name, text)| {
            let file = FilePath::new(name).unwrap();
            (file.clone(), Arc::new(SourceText::new(file, text)))
        })
        .collect()
}

/// The place of `part` behind `before` in the file number `file`.
fn place(file: usize, before: &str, part: &str) -> Place {
    let (name, text) = FILES[file];
    let start = text.find(before).unwrap() + before.len();
    let start = start + text[start..].find(part).unwrap();
    Place::new(FilePath::new(name).unwrap(), Span::new(start, start + part.len()))
}

/// Sorted diagnostics of both severities: in a line with a tab and wide characters, with a related
/// place, over several lines, for a whole file and for a file without a text.
pub(super) fn diagnostics() -> Vec<Diagnostic> {
    let mut diagnostics = vec![
        Diagnostic::new(
            codes::BROKEN_LINK,
            place(0, "See ", "langs.md"),
            "there is no file `guide/langs.md`",
        )
        .label("not found")
        .help("did you mean `guide/language.md`?"),
        Diagnostic::new(
            codes::DUPLICATE_ID,
            place(1, "## Again ", "{#home}"),
            "the id `home` stands twice in this page",
        )
        .label("second use")
        .help("give one of them another id")
        .related(place(1, "# Home ", "{#home}"), "first use, 100%: here"),
        Diagnostic::new(
            codes::BROKEN_ANCHOR,
            place(1, "", "| a | b |\n|---|---|\n| 1 | [x](#y) |"),
            "this page has no place `y`",
        )
        .label("in this table"),
        Diagnostic::new(
            codes::MALFORMED_SUMMARY,
            Place::start_of(FilePath::new("index.md").unwrap()),
            "the file is no table of contents",
        ),
        Diagnostic::new(
            codes::UNREADABLE_FILE,
            Place::start_of(FilePath::new("no/text.md").unwrap()),
            "cannot read `no/text.md`:\npermission denied",
        )
        .label("never seen"),
    ];
    sort(&mut diagnostics);
    diagnostics
}
