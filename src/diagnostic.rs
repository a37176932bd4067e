//! Problems in content as values: what is wrong, where, and how to mend it.
//!
//! A [`Diagnostic`] never stops the flow. Inner functions make them with the named constructors of
//! the layer that finds the problem; they are sorted and rendered in one place, [`render`].

mod by_name;
pub mod codes;
pub mod render;

use serde::{Deserialize, Serialize};

use crate::text::Place;

/// How much a problem weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// A reader meets something broken: `loggia check` fails.
    Error,
    /// Worth mending; nothing is broken for the reader.
    Warning,
    /// Worth knowing; nothing needs to be mended.
    Note,
}

impl Severity {
    /// The word for it in all outputs.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A kind of problem: declared once in [`codes`], named in every output and in the manual.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// Kebab-case name, stable over versions.
    pub name: &'static str,
    /// How much problems of this kind weigh.
    pub severity: Severity,
    /// What it means, in one sentence without a full stop.
    pub summary: &'static str,
}

/// One problem at one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Its kind.
    #[serde(with = "by_name")]
    pub code: &'static Code,
    /// Where it stands.
    pub place: Place,
    /// The headline: what is wrong here, with the names at hand, no full stop.
    pub message: String,
    /// A few words for the underlined text.
    pub label: Option<String>,
    /// How to mend it.
    pub help: Option<String>,
    /// Other places that belong to the problem, each with a few words.
    pub related: Vec<(Place, String)>,
}

impl Diagnostic {
    /// A problem of the kind `code` at `place`.
    #[must_use]
    pub fn new(code: &'static Code, place: Place, message: impl Into<String>) -> Self {
        Self { code, place, message: message.into(), label: None, help: None, related: Vec::new() }
    }

    /// The same with words for the underlined text.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// The same with advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same with another place that belongs to the problem.
    #[must_use]
    pub fn related(mut self, place: Place, words: impl Into<String>) -> Self {
        self.related.push((place, words.into()));
        self
    }

    /// How much it weighs.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.code.severity
    }
}

/// A value and the problems met while making it.
#[derive(Debug, Clone, Default)]
pub struct Checked<T> {
    /// The value, complete in spite of the problems.
    pub value: T,
    /// The problems.
    pub diagnostics: Vec<Diagnostic>,
}

/// Sorts by file, place, severity and code and drops exact repetitions.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| {
        let key = |d: &'_ Diagnostic| (d.severity(), d.code.name);
        let places = a.place.cmp(&b.place);
        places.then_with(|| key(a).cmp(&key(b))).then_with(|| a.message.cmp(&b.message))
    });
    diagnostics.dedup();
}

/// The candidate nearest to `wanted` by spelling, if one is near enough to be meant.
pub fn nearest<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = wanted.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(likeness, _)| *likeness >= 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_one_that_could_be_meant() {
        let anchors = ["service-interfaces", "services", "data"];
        assert_eq!(nearest("servces", anchors), Some("services"));
        assert_eq!(nearest("Data", anchors), Some("data"));
        assert_eq!(nearest("quite-different", anchors), None);
    }
}
