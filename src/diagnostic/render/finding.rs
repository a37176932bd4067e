//! Places that answer a question, in the form in which problems are shown.

use annotate_snippets::{Element, Level, Renderer, normalize_untrusted_str};

use crate::diagnostic::render::Palette;
use crate::diagnostic::render::terminal::Shown;
use crate::text::{Place, Texts};

/// Something found: no problem, but shown with its place as one is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The word in front, such as `stated`.
    pub kind: String,
    /// What was found, in one line.
    pub title: String,
    /// Where.
    pub place: Place,
    /// A few words for the underlined text.
    pub label: String,
    /// What else is to be said of it.
    pub notes: Vec<String>,
    /// Other places that belong to it, each with a few words.
    pub related: Vec<(Place, String)>,
}

/// The findings one below the other, each with its place underlined. A blank line follows each.
#[must_use]
pub fn findings(findings: &[Finding], texts: &Texts, palette: Palette) -> String {
    let renderer = match palette {
        Palette::Plain => Renderer::plain(),
        Palette::Colour => Renderer::styled(),
    };
    let mut output = String::new();
    for finding in findings {
        let main = Shown::of(&finding.place, texts);
        let related: Vec<(Shown, &str)> = finding
            .related
            .iter()
            .map(|(place, words)| (Shown::of(place, texts), words.as_str()))
            .collect();
        let level = Level::INFO.with_name(normalize_untrusted_str(&finding.kind));
        let notes = finding.notes.iter().map(|note| {
            Element::from(Level::NOTE.no_name().message(normalize_untrusted_str(note)))
        });
        let group = level
            .primary_title(finding.title.as_str())
            .element(main.element(Some(&finding.label)))
            .elements(notes);
        let others = related.iter().map(|(shown, words)| {
            let title = Level::NOTE.secondary_title(normalize_untrusted_str(words));
            title.element(shown.element(None))
        });
        let groups: Vec<_> = std::iter::once(group).chain(others).collect();
        let mut report = renderer.render(&groups);
        for shown in std::iter::once(&main).chain(related.iter().map(|(shown, _)| shown)) {
            if let Some((counted, right)) = shown.miscounted() {
                report = report.replacen(&counted, &right, 1);
            }
        }
        output.push_str(&report);
        output.push_str("\n\n");
    }
    output
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::render::fixture;
    use crate::text::{FilePath, Span};

    #[test]
    fn a_finding_looks_like_a_problem_that_is_none() {
        let file = FilePath::new("index.md").unwrap();
        let place = |start, end| Place::new(file.clone(), Span::new(start, end));
        let finding = Finding {
            kind: "stated".to_owned(),
            title: "Home – holds – \u{1b}a table".to_owned(),
            place: place(7, 14),
            label: "by its heading".to_owned(),
            notes: vec!["recommended".to_owned(), "“Ho\u{1b}me”".to_owned()],
            related: vec![(place(0, 1), "contradicted here".to_owned())],
        };
        let output = findings(&[finding], &fixture::texts(), Palette::Plain);
        insta::assert_snapshot!(output, @"
        stated: Home – holds – ␛a table
         --> index.md:1:8
          |
        1 | # Home {#home}
          |        ^^^^^^^ by its heading
          |
          = recommended
          = “Ho␛me”
        note: contradicted here
         --> index.md:1:1
          |
        1 | # Home {#home}
          | ^
        ");
    }
}
