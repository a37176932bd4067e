//! The entries as plain data, for the search of a static site.

use crate::catalog::{Catalog, Route};
use crate::search::analysis;
use crate::search::entry;

/// One section as a static site's index holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedEntry<'a> {
    /// The page's title.
    pub title: &'a str,
    /// The headings that lead to the section below the page's title, its own last; empty at the
    /// page's top.
    pub headings: Vec<&'a str>,
    /// The page's address.
    pub route: &'a Route,
    /// The id by which links reach the section; `None` where the page's top is meant.
    pub id: Option<&'a str>,
    /// The names above the page in the navigation, outermost first.
    pub trail: Vec<&'a str>,
    /// The section's words, then its code, with single spaces.
    pub text: String,
}

/// All entries of a book in the order of its pages.
pub fn exported(catalog: &Catalog) -> impl Iterator<Item = ExportedEntry<'_>> {
    catalog.pages.iter().enumerate().flat_map(move |(index, page)| {
        let document = &page.document;
        let lead = entry::lead_section(document);
        let sections = document.sections.iter().enumerate().skip(lead);
        sections.map(move |(section, content)| {
            let id = entry::section_id(document, section);
            let mut headings = Vec::new();
            if id.is_some() {
                headings = entry::headings_above(document, section);
                headings.extend(content.heading.as_ref().map(|heading| heading.text.as_str()));
            }
            let text = entry::section_text(document, section);
            let text = format!("{text}\n{}", content.code);
            ExportedEntry {
                title: &document.title,
                headings,
                route: &page.route,
                id,
                trail: catalog.trail(index),
                text: analysis::single_spaced(text.trim()).into_owned(),
            }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::embedded::fixture;

    #[test]
    fn every_section_is_exported_with_its_address() {
        let catalog = fixture::book(
            "//- SUMMARY.md\n# Plan\n- [A](a.md)\n  - [B](b/b.md)\n\
             //- a.md\n# A\n\nOne\ntwo.\n\n## C\n\n### D\n\n    code  x\n\n//- b/b.md\n# B\n",
        );
        let lines: Vec<String> = exported(&catalog)
            .map(|entry| {
                let ExportedEntry { title, headings, route, id, trail, text } = entry;
                format!("{title} {headings:?} /{route} {id:?} {trail:?} {text:?}")
            })
            .collect();
        insta::assert_snapshot!(lines.join("\n"), @r#"
        A [] /a None [] "One two."
        A ["C"] /a Some("c") [] ""
        A ["C", "D"] /a Some("d") [] "code x"
        B [] /b/b None ["A"] ""
        "#);
    }
}
