//! What the manual says of each kind of problem, read from the book that comes with the program.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::compile::Compiler;
use crate::diagnostic::Code;
use crate::document::Document;
use crate::source::{Files, MemoryFiles, bundled_book};
use crate::text::{FilePath, Span};

/// The page with a section for each code.
const PAGE: &str = "content/manual/diagnostics.md";

/// The manual's sections on kinds of problems.
#[derive(Debug, Default)]
pub struct Manual {
    sections: BTreeMap<String, String>,
}

impl Manual {
    /// Reads the manual.
    #[must_use]
    pub fn read() -> Self {
        let path = FilePath::new(PAGE).unwrap_or_default();
        // The one page as a book of its own, so that it is read as every page is.
        let page = bundled_book().read(&path).unwrap_or_default();
        let files = MemoryFiles::new().with(path, page);
        let Ok(linked) = Compiler::new(Arc::new(files)).link() else {
            return Self::default();
        };
        let document = linked.catalog.pages.first().map(|page| &page.document);
        Self { sections: document.map(|document| sections(document)).unwrap_or_default() }
    }

    /// The section on a code as Markdown, without its heading; links within the book are their words
    /// alone, because they lead nowhere outside of it.
    #[must_use]
    pub fn section(&self, code: &Code) -> Option<&str> {
        self.sections.get(code.name).map(String::as_str)
    }
}

/// The sections of the second level by their headings.
fn sections(document: &Document) -> BTreeMap<String, String> {
    let headings: Vec<_> = document.headings().filter(|(_, heading)| heading.level <= 2).collect();
    let ends = headings.iter().skip(1).map(|(_, heading)| heading.span.start);
    let ends = ends.chain([document.text.text().len()]);
    let section = |((_, heading), end): (&(usize, &crate::document::Heading), usize)| {
        let markdown = without_inner_links(document, Span::new(heading.span.end, end));
        (heading.text.clone(), markdown.trim().to_owned())
    };
    headings.iter().zip(ends).map(section).collect()
}

/// A part of the text in which links within the book are words.
fn without_inner_links(document: &Document, part: Span) -> String {
    let text = document.text.text();
    let inner = document.links.iter().filter(|link| {
        part.start <= link.span.start && link.span.end <= part.end && !link.target.contains(':')
    });
    let mut markdown = String::new();
    let mut from = part.start;
    for link in inner {
        markdown.push_str(text.get(from..link.span.start).unwrap_or_default());
        markdown.push_str(&link.text);
        from = link.span.end;
    }
    markdown.push_str(text.get(from..part.end).unwrap_or_default());
    markdown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Severity, codes};

    #[test]
    fn every_code_has_a_section_that_says_how_to_mend_it() {
        let manual = Manual::read();
        for code in codes::ALL {
            let section = manual.section(code).unwrap_or_default();
            let severity = format!("**{}", code.severity.as_str());
            assert!(section.to_lowercase().starts_with(&severity), "{}: {section}", code.name);
            let is_told = code.severity == Severity::Note || section.contains("To mend it");
            assert!(is_told, "{}", code.name);
            let others = codes::ALL.iter().filter(|other| *other != code);
            let mut headings = others.map(|other| format!("\n## {}\n", other.name));
            assert!(!headings.any(|other| section.contains(&other)), "{}", code.name);
        }
    }

    #[test]
    fn links_within_the_book_are_words_and_examples_are_kept() {
        let manual = Manual::read();
        let section = manual.section(codes::BROKEN_ANCHOR).unwrap();
        assert!(section.contains("correct the id. Headings tells"), "{section}");
        assert!(section.contains("[two firewalls](zones.md#firewals)"), "{section}");
        let include = manual.section(codes::MISSING_INCLUDE).unwrap();
        assert!(include.contains("\n{{#include parts/ports.md}}"), "{include}");
    }
}
