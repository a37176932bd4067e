//! Diagnostics for people at a terminal, in the form that `rustc` made familiar.

use annotate_snippets::{
    AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str,
};

use crate::diagnostic::render::excerpt::Excerpt;
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::{LineColumn, Place, Texts};

/// Whether the output may hold escape sequences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Palette {
    /// Text alone, for files and pipes.
    Plain,
    /// Text with ANSI colours.
    Colour,
}

/// The diagnostics one below the other, each with its code, its place, the line in question with
/// the place underlined, related places and advice. A blank line follows each.
#[must_use]
pub fn terminal(diagnostics: &[Diagnostic], texts: &Texts, palette: Palette) -> String {
    let renderer = match palette {
        Palette::Plain => Renderer::plain(),
        Palette::Colour => Renderer::styled(),
    };
    let mut output = String::new();
    for diagnostic in diagnostics {
        let main = Shown::of(&diagnostic.place, texts);
        let related = diagnostic.related.iter();
        let related: Vec<(Shown, &str)> =
            related.map(|(place, words)| (Shown::of(place, texts), words.as_str())).collect();
        let mut report = renderer.render(&groups(diagnostic, &main, &related));
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

fn groups<'a>(
    diagnostic: &'a Diagnostic,
    main: &'a Shown,
    related: &'a [(Shown, &'a str)],
) -> Vec<Group<'a>> {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.name);
    // The renderer itself makes control characters visible in the headline and the source only.
    let help = diagnostic.help.as_deref().map(normalize_untrusted_str);
    let group = title
        .element(main.element(diagnostic.label.as_deref()))
        .elements(help.map(|help| Level::HELP.message(help)));
    let notes = related.iter().map(|(shown, words)| {
        let title = Level::NOTE.secondary_title(normalize_untrusted_str(words));
        title.element(shown.element(None))
    });
    std::iter::once(group).chain(notes).collect()
}

/// A place as it will be shown.
pub(super) struct Shown {
    file: String,
    excerpt: Option<(Excerpt, LineColumn)>,
}

impl Shown {
    pub(super) fn of(place: &Place, texts: &Texts) -> Self {
        let excerpt = texts.get(&place.file).map(|source| {
            let start = source.line_column(place.span.start);
            (Excerpt::of(source, place.span), start)
        });
        Self { file: normalize_untrusted_str(place.file.as_str()), excerpt }
    }

    pub(super) fn element<'a>(&'a self, label: Option<&'a str>) -> Element<'a> {
        let Some((excerpt, _)) = &self.excerpt else {
            return Origin::path(&self.file).into();
        };
        let underline = AnnotationKind::Primary.span(excerpt.span.clone());
        let label = label.map(normalize_untrusted_str);
        Snippet::source(&excerpt.text)
            .path(&self.file)
            .line_start(excerpt.first_line)
            .annotation(underline.label(label))
            .into()
    }

    /// Where the renderer counts the columns of a line that was cut in front: the place as it tells
    /// it, and as it is.
    pub(super) fn miscounted(&self) -> Option<(String, String)> {
        let (excerpt, start) = self.excerpt.as_ref()?;
        let LineColumn { line, column } = *start;
        let place = |column: usize| format!("{}:{line}:{column}", self.file);
        (excerpt.column() != column).then(|| (place(excerpt.column()), place(column)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::codes;
    use crate::diagnostic::render::fixture;
    use crate::text::{FilePath, SourceText, Span};
    use proptest::prelude::*;
    use std::sync::Arc;

    /// What is shown of the bytes from `start` to `end` of `text`.
    fn shown(text: &str, start: usize, end: usize) -> String {
        let file = FilePath::new("a.md").unwrap();
        let source = Arc::new(SourceText::new(file.clone(), text));
        let place = Place::new(file.clone(), Span::new(start, end));
        let diagnostic = Diagnostic::new(codes::BROKEN_LINK, place, "message").label("label");
        terminal(&[diagnostic], &Texts::from([(file, source)]), Palette::Plain)
    }

    #[test]
    fn plain_text_for_files_and_pipes() {
        let output = terminal(&fixture::diagnostics(), &fixture::texts(), Palette::Plain);
        insta::assert_snapshot!(output, @r#"
        error[broken-link]: there is no file `guide/langs.md`
         --> guide/größe 1.md:3:13
          |
        3 |     See [语言 😀](langs.md "x") now.
          |                   ^^^^^^^^ not found
          |
          = help: did you mean `guide/language.md`?

        error[malformed-summary]: the file is no table of contents
         --> index.md:1:1
          |
        1 | # Home {#home}
          | ^

        warning[duplicate-id]: the id `home` stands twice in this page
         --> index.md:3:10
          |
        3 | ## Again {#home}
          |          ^^^^^^^ second use
          |
          = help: give one of them another id
        note: first use, 100%: here
         --> index.md:1:8
          |
        1 | # Home {#home}
          |        ^^^^^^^

        error[broken-anchor]: this page has no place `y`
         --> index.md:5:1
          |
        5 | / | a | b |
        6 | | |---|---|
        7 | | | 1 | [x](#y) |
          | |_______________^ in this table

        error[unreadable-file]: cannot read `no/text.md`:
                                permission denied
        --> no/text.md
        "#);
    }

    #[test]
    fn colours_add_nothing_but_colours() {
        let output = |palette| terminal(&fixture::diagnostics(), &fixture::texts(), palette);
        let colourful = output(Palette::Colour);
        assert!(colourful.contains("\u{1b}["));
        let stripped = anstream::adapter::strip_str(&colourful).to_string();
        assert_eq!(stripped, output(Palette::Plain));
    }

    #[test]
    fn nothing_in_a_text_reaches_the_terminal_as_a_command() {
        let mut diagnostic = fixture::diagnostics().remove(1);
        let text = "\u{1b}]0;\u{7}\u{202e}".to_owned();
        diagnostic.place.file = FilePath::new("a\u{202e}.md").unwrap();
        diagnostic.related = vec![(diagnostic.place.clone(), text.clone())];
        diagnostic.message.clone_from(&text);
        diagnostic.label = Some(text.clone());
        diagnostic.help = Some(text.clone());
        let source = Arc::new(SourceText::new(diagnostic.place.file.clone(), text));
        let texts = Texts::from([(diagnostic.place.file.clone(), source)]);
        let output = terminal(&[diagnostic], &texts, Palette::Plain);
        assert!(!output.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{output}");
    }

    #[test]
    fn a_line_of_megabytes_is_cut_and_its_column_is_right() {
        let text = format!("{}wrong{}", "x".repeat(5_000_000), "y".repeat(5_000_000));
        let output = shown(&text, 5_000_000, 5_000_005);
        assert!(output.contains("--> a.md:1:5000001\n"), "{output}");
        assert!(output.contains("^^^^^ label\n") && output.len() < 1000, "{output}");
    }

    proptest! {
        #[test]
        fn every_place_is_shown_with_its_line_and_column(
            text in "[a-c ä語😀\u{feff}\t\r\n\u{0}\u{1b}\u{301}]{0,60}",
            start in 0..90_usize,
            length in 0..90_usize,
        ) {
            let source = SourceText::new(FilePath::default(), text.as_str());
            let LineColumn { line, column } = source.line_column(start);
            let output = shown(&text, start, start + length);
            let place = format!("--> a.md:{line}:{column}\n");
            prop_assert!(output.contains(&place), "{place} not in\n{output}");
            prop_assert!(output.contains("label"), "{output}");
        }
    }
}
