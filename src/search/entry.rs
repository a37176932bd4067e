//! The catalog as entries: one for each section that says something.
//!
//! An entry holds what is indexed of a section. What is shown of it is read from the catalog when
//! it is found, so that no text is held twice.

use std::borrow::Cow;

use crate::catalog::{Catalog, PageIndex};
use crate::document::Document;

/// What is indexed of one section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Index of the section in its document.
    pub section: usize,
    /// The page's title, and the name the navigation gives it where that differs.
    pub title: String,
    /// The section's heading; the title for what stands above all headings.
    pub heading: String,
    /// What surrounds it: the headings above, and for the first entry of a page its description,
    /// its keywords and the names above it in the navigation.
    pub context: String,
    /// Its words and captions.
    pub text: String,
    /// Its code.
    pub code: String,
}

/// What the entries of a page depend on besides its document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Surroundings {
    name: String,
    trail: Vec<String>,
}

impl Surroundings {
    /// The surroundings of a page.
    #[must_use]
    pub fn of(catalog: &Catalog, page: PageIndex) -> Self {
        Self {
            name: catalog.name_of(page).to_owned(),
            trail: catalog.trail(page).into_iter().map(str::to_owned).collect(),
        }
    }

    /// Whether a page has these surroundings: asked of every page after every change.
    #[must_use]
    pub fn are_of(&self, catalog: &Catalog, page: PageIndex) -> bool {
        self.name == catalog.name_of(page) && catalog.has_trail(page, &self.trail)
    }
}

/// The entries of a page. Every page has one at least, so that its title is found.
#[must_use]
pub fn entries(document: &Document, surroundings: &Surroundings) -> Vec<Entry> {
    let lead = lead_section(document);
    let title = if surroundings.name.is_empty() || surroundings.name == document.title {
        document.title.clone()
    } else {
        format!("{}\n{}", document.title, surroundings.name)
    };
    let sections = document.sections.iter().enumerate().skip(lead);
    let entries = sections.filter_map(|(index, section)| {
        let text = section_text(document, index);
        let silent = section.heading.is_none() && text.is_empty() && section.code.is_empty();
        if silent && index != lead {
            return None;
        }
        let mut context = headings_above(document, index);
        if index == lead {
            let matter = &document.front_matter;
            context.extend(matter.description.as_deref());
            context.extend(matter.keywords.iter().map(String::as_str));
            context.extend(surroundings.trail.iter().map(String::as_str));
        }
        let heading = section.heading.as_ref().map_or(&document.title, |heading| &heading.text);
        Some(Entry {
            section: index,
            title: title.clone(),
            heading: heading.clone(),
            context: context.join("\n"),
            text: text.into_owned(),
            code: section.code.clone(),
        })
    });
    entries.collect()
}

/// The section a page opens with: the one above all headings unless it is empty.
#[must_use]
pub fn lead_section(document: &Document) -> usize {
    let opens = document.sections.iter().enumerate().position(|(index, section)| {
        section.heading.is_some()
            || !section_text(document, index).is_empty()
            || !section.code.is_empty()
    });
    opens.unwrap_or(0)
}

/// The id that leads to a section; `None` where the page's top does.
#[must_use]
pub fn section_id(document: &Document, section: usize) -> Option<&str> {
    let heading = document.sections.get(section)?.heading.as_ref()?;
    (section != lead_section(document)).then_some(heading.id.as_str())
}

/// The headings above a section, outermost first, without the one the page opens with where that
/// repeats the title.
#[must_use]
pub fn headings_above(document: &Document, section: usize) -> Vec<&str> {
    let parent_of = |section: usize| document.sections.get(section)?.parent;
    let above = std::iter::successors(parent_of(section), |parent| parent_of(*parent));
    let headings = above.filter_map(|index| document.sections.get(index)?.heading.as_ref());
    let mut headings: Vec<&str> = headings
        .map(|heading| heading.text.as_str())
        .filter(|heading| *heading != document.title && !heading.is_empty())
        .collect();
    headings.reverse();
    headings
}

/// A section's words with the captions and alternative texts that do not stand among them.
#[must_use]
pub fn section_text(document: &Document, section: usize) -> Cow<'_, str> {
    let Some(own) = document.sections.get(section).map(|section| section.text.as_str()) else {
        return Cow::Borrowed("");
    };
    let mut text = Cow::Borrowed(own);
    let first = document.images.partition_point(|image| image.section < section);
    let images = document.images.iter().skip(first);
    for image in images.take_while(|image| image.section == section) {
        for words in [image.title.trim(), image.alternative.trim()] {
            if !words.is_empty() && !text.contains(words) {
                let text = text.to_mut();
                if !text.is_empty() {
                    text.push('\n');
                }
                text.push_str(words);
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::embedded::fixture;

    #[test]
    fn each_section_is_an_entry_with_its_path() {
        let catalog = fixture::book(
            "//- SUMMARY.md\n# Plan\n- [Ports](a.md)\n\
             //- a.md\n---\ndescription: Which to open\nkeywords: [firewall]\n---\n# Server ports\n\nIntro.\n\n## Data\n\n\
             ![The zones](z.png \"Figure of zones\")\n\n### Rows\n\n```\nlet x;\n```\n",
        );
        let entries = entries(&catalog.pages[0].document, &Surroundings::of(&catalog, 0));
        let lines: Vec<String> = entries
            .iter()
            .map(|entry| {
                let Entry { section, title, heading, context, text, code } = entry;
                format!("{section} | {title} | {heading} | {context} | {text} | {code}")
                    .replace('\n', "~")
            })
            .collect();
        insta::assert_snapshot!(lines.join("\n"), @"
        1 | Server ports~Ports | Server ports | Which to open~firewall | Intro. | 
        2 | Server ports~Ports | Data |  | The zones~Figure of zones | 
        3 | Server ports~Ports | Rows | Data |  | let x;~
        ");
    }

    #[test]
    fn a_page_without_words_is_found_by_its_title() {
        let catalog = fixture::book("//- a.md\n---\ntitle: Nothing yet\n---\n");
        let entries = entries(&catalog.pages[0].document, &Surroundings::of(&catalog, 0));
        assert_eq!(entries.len(), 1);
        assert_eq!(entries[0].heading, "Nothing yet");
        assert_eq!(section_id(&catalog.pages[0].document, 0), None);
    }

    #[test]
    fn the_page_opens_without_an_id() {
        let catalog = fixture::book("//- a.md\n# A\n\n## B\n//- b.md\nIntro.\n\n# C\n");
        let document = &catalog.pages[0].document;
        assert_eq!(section_id(document, lead_section(document)), None);
        assert_eq!(section_id(document, 2), Some("b"));
        let document = &catalog.pages[1].document;
        assert_eq!(section_id(document, 0), None);
        assert_eq!(section_id(document, 1), Some("c"));
    }
}
