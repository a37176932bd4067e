//! Diagnostics to text: for a terminal, as JSON, as SARIF and as annotations on GitHub.
//!
//! Each format is one function of sorted diagnostics and the texts they point into. What is shown
//! of a place is lines and columns from 1; a place in a file without a text, such as one that could
//! not be read, is shown by the file's path alone.

mod excerpt;
mod finding;
mod github;
mod json;
mod location;
mod sarif;
mod terminal;

#[cfg(test)]
mod fixture;

pub use finding::{Finding, findings};
pub use github::github;
pub use json::json;
pub use sarif::{Help, sarif};
pub use terminal::{Palette, terminal};

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Severity};

/// How many problems there are in how many files, as in `2 errors, 1 warning in 3 files`; `None`
/// where there are no problems.
#[must_use]
pub fn summary(diagnostics: &[Diagnostic]) -> Option<String> {
    if diagnostics.is_empty() {
        return None;
    }
    let count = |severity: Severity| {
        let same = diagnostics.iter().filter(|diagnostic| diagnostic.severity() == severity);
        Some(same.count())
            .filter(|number| *number > 0)
            .map(|number| counted(number, severity.as_str()))
    };
    let severities = [Severity::Error, Severity::Warning, Severity::Note];
    let kinds: Vec<String> = severities.into_iter().filter_map(count).collect();
    let files: BTreeSet<_> = diagnostics.iter().map(|diagnostic| &diagnostic.place.file).collect();
    Some(format!("{} in {}", kinds.join(", "), counted(files.len(), "file")))
}

fn counted(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::render::fixture;

    #[test]
    fn the_summary_counts_what_there_is() {
        let diagnostics = fixture::diagnostics();
        let told = |diagnostics: &[Diagnostic]| summary(diagnostics).unwrap_or_default();
        assert_eq!(told(&diagnostics), "4 errors, 1 warning in 3 files");
        assert_eq!(told(&diagnostics[..1]), "1 error in 1 file");
        assert_eq!(told(&[]), "");
    }
}
