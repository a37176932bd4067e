//! Headings and the ids by which links reach them.

use pulldown_cmark::HeadingLevel;

use crate::config::Syntax;
use crate::document::slug::{docfx_slug, slug};
use crate::document::walk::{DuplicateId, Walk, collapse};
use crate::document::{Heading, Section};
use crate::text::Span;

/// A heading that is being read.
pub(in crate::document::walk) struct OpenHeading {
    pub(in crate::document::walk) heading: Heading,
    /// Its words as they are written in its own file, without what is included.
    own_words: String,
}

impl Walk<'_> {
    pub(in crate::document::walk) fn begin_section(
        &mut self,
        level: HeadingLevel,
        id: Option<&str>,
        classes: &[pulldown_cmark::CowStr<'_>],
        span: Span,
    ) {
        let level = level as u8;
        if let Some(section) = self.sections.last_mut() {
            section.span.end = span.start;
        }
        let above = |section: &Section| section.heading.as_ref().is_some_and(|h| h.level < level);
        let parent = self.sections.iter().rposition(above);
        self.sections.push(Section {
            heading: None,
            parent,
            span: Span::new(span.start, self.text.len()),
            text: String::new(),
            code: String::new(),
        });
        let heading = Heading {
            level,
            text: String::new(),
            id: id.unwrap_or_default().to_owned(),
            explicit_id: id.is_some(),
            classes: classes.iter().map(ToString::to_string).collect(),
            span,
        };
        self.heading = Some(OpenHeading { heading, own_words: String::new() });
    }

    /// Notes the words of a heading from which its id is made by the rule of `DocFX`: those of
    /// included files do not count.
    pub(in crate::document::walk) fn heading_words(&mut self, words: &str, span: Span) {
        let Some(open) = self.heading.as_mut().filter(|_| self.syntax == Syntax::DocFx) else {
            return;
        };
        let Some(own) = self.assembled.place(open.heading.span) else { return };
        let written = self.text.get(span.range()).unwrap_or_default();
        for (part, file) in self.assembled.origins(span) {
            if *file != own.file {
                continue;
            }
            // Where escapes hide what is written how, the words belong together.
            if written != words {
                open.own_words.push_str(words);
                return;
            }
            open.own_words.push_str(self.text.get(part.range()).unwrap_or_default());
        }
    }

    pub(in crate::document::walk) fn end_heading(&mut self) {
        let Some(OpenHeading { mut heading, own_words }) = self.heading.take() else {
            return;
        };
        heading.text = collapse(&heading.text);
        match self.syntax {
            Syntax::Book if heading.explicit_id => {
                self.declare(&heading.id.clone(), heading.span);
                heading.id = self.ids.claim(&heading.id);
            }
            Syntax::Book => {
                heading.id = self.ids.claim(&slug(&heading.text));
                self.declared.insert(heading.id.clone(), heading.span);
            }
            // An id of the author's does not keep other headings from making it theirs.
            Syntax::DocFx if heading.explicit_id => self.declare(&heading.id, heading.span),
            Syntax::DocFx => {
                heading.id = self.ids.claim(&docfx_slug(&own_words));
                self.declared.entry(heading.id.clone()).or_insert(heading.span);
            }
        }
        if let Some(section) = self.sections.last_mut() {
            section.heading = Some(heading);
        }
    }

    /// The heading that a tab is written as uses up an id.
    pub(in crate::document::walk) fn name_tab(&mut self, title: &str) {
        self.ids.claim(&docfx_slug(title));
    }

    /// Notes an id that the author chose, and whether it was there before.
    pub(in crate::document) fn declare(&mut self, id: &str, span: Span) {
        match self.declared.get(id) {
            Some(first) => {
                self.duplicates.push(DuplicateId {
                    id: id.to_owned(),
                    first: *first,
                    second: span,
                });
            }
            None => {
                self.declared.insert(id.to_owned(), span);
            }
        }
    }
}
