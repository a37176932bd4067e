//! mdBook's `SUMMARY.md`: parts, prefix, numbered and suffix chapters, drafts and separators.

use pulldown_cmark::{Event, Tag, TagEnd};
use serde::{Deserialize, Serialize};

use crate::config::Syntax;
use crate::diagnostic::{Checked, Diagnostic, codes};
use crate::document::events::{self, DocumentEvent};
use crate::text::{FilePath, Place, Span};

/// One line of a table of contents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SummaryItem {
    /// A part's title.
    Part(String),
    /// A line between chapters.
    Separator,
    /// A chapter.
    Chapter(SummaryChapter),
}

/// A chapter of a table of contents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SummaryChapter {
    /// Its name.
    pub name: String,
    /// The file as written; `None` for a draft.
    pub target: Option<String>,
    /// How deep it is nested, from 0.
    pub depth: usize,
    /// Whether it is numbered: it stands in a list.
    pub numbered: bool,
    /// Where its link stands in the file.
    pub span: Span,
}

/// Reads a table of contents. Lines that are none are reported and left out.
#[must_use]
pub fn read(file: &FilePath, text: &str) -> Checked<Vec<SummaryItem>> {
    let mut walk = Walk {
        file,
        items: Vec::new(),
        diagnostics: Vec::new(),
        list_depth: 0,
        link: None,
        heading: None,
        item_has_link: Vec::new(),
    };
    for (event, range) in events::read(text, Syntax::Book).0 {
        if let DocumentEvent::Markdown(event) = event {
            walk.event(event, range.into());
        }
    }
    Checked { value: walk.items, diagnostics: walk.diagnostics }
}

struct Walk<'a> {
    file: &'a FilePath,
    items: Vec<SummaryItem>,
    diagnostics: Vec<Diagnostic>,
    list_depth: usize,
    link: Option<SummaryChapter>,
    heading: Option<(String, Span)>,
    /// For each list item being read, where it stands and whether it has had its link.
    item_has_link: Vec<(Span, bool)>,
}

impl Walk<'_> {
    fn event(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Start(Tag::Heading { .. }) => self.heading = Some((String::new(), span)),
            Event::End(TagEnd::Heading(_)) => self.end_heading(),
            Event::Start(Tag::List(_)) => {
                self.list_depth += 1;
                self.complain_about_item();
            }
            Event::End(TagEnd::List(_)) => self.list_depth = self.list_depth.saturating_sub(1),
            Event::Start(Tag::Item) => self.item_has_link.push((span, false)),
            Event::End(TagEnd::Item) => {
                self.complain_about_item();
                self.item_has_link.pop();
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                self.link = Some(SummaryChapter {
                    name: String::new(),
                    target: Some(dest_url.to_string()).filter(|target| !target.trim().is_empty()),
                    depth: self.list_depth.saturating_sub(1),
                    numbered: self.list_depth > 0,
                    span,
                });
            }
            Event::End(TagEnd::Link) => self.end_link(),
            Event::Rule => self.items.push(SummaryItem::Separator),
            Event::Text(text) | Event::Code(text) => self.words(&text, span),
            Event::SoftBreak => self.words(" ", span),
            _ => {}
        }
    }

    fn words(&mut self, words: &str, span: Span) {
        if let Some(chapter) = &mut self.link {
            chapter.name.push_str(words);
        } else if let Some((heading, _)) = &mut self.heading {
            heading.push_str(words);
        } else if self.item_has_link.is_empty() && !words.trim().is_empty() {
            self.malformed(span, "text outside a link is not part of the table of contents");
        }
    }

    /// The first heading names the table itself; every other one starts a part.
    fn end_heading(&mut self) {
        if let Some((title, span)) = self.heading.take() {
            let title = title.trim();
            let usual = ["summary", "table of contents"].contains(&title.to_lowercase().as_str());
            let names_itself = self.items.is_empty() && (usual || span.start == 0);
            if !names_itself {
                self.items.push(SummaryItem::Part(title.to_owned()));
            }
        }
    }

    fn end_link(&mut self) {
        let Some(chapter) = self.link.take() else {
            return;
        };
        match self.item_has_link.last_mut() {
            Some((_, true)) => {
                self.malformed(chapter.span, "a list item names more than one chapter");
                return;
            }
            Some((_, has_link)) => *has_link = true,
            None => {}
        }
        self.items.push(SummaryItem::Chapter(chapter));
    }

    /// An item must name its chapter before it ends and before its sublist starts.
    fn complain_about_item(&mut self) {
        if let Some((span, has_link)) = self.item_has_link.last_mut()
            && !*has_link
        {
            *has_link = true;
            let span = *span;
            self.malformed(span, "a list item names no chapter");
        }
    }

    fn malformed(&mut self, span: Span, message: &str) {
        let place = Place::new(self.file.clone(), span);
        self.diagnostics.push(Diagnostic::new(codes::MALFORMED_SUMMARY, place, message).help(
            "a chapter is written `- [Name](file.md)`, a draft `- [Name]()`, a part `# Title`",
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(text: &str) -> (Vec<String>, usize) {
        let checked = read(&FilePath::new("SUMMARY.md").unwrap(), text);
        let lines = checked.value.iter().map(|item| match item {
            SummaryItem::Part(title) => format!("# {title}"),
            SummaryItem::Separator => "---".to_owned(),
            SummaryItem::Chapter(chapter) => format!(
                "{}{}{} -> {}",
                "  ".repeat(chapter.depth),
                if chapter.numbered { "- " } else { "" },
                chapter.name,
                chapter.target.as_deref().unwrap_or("draft"),
            ),
        });
        (lines.collect(), checked.diagnostics.len())
    }

    #[test]
    fn reads_all_kinds_of_lines() {
        let (lines, problems) = outline(
            "# Summary\n\n[Welcome](a.md)\n[Second](a2.md)\n\n# Part `one`\n\n- [B](b.md)\n  - [C *c*](c/c.md)\n\n  - [Draft]()\n\n---\n\n# Two\n\n1. [D](d.md)\n\n[End](e.md)\n",
        );
        insta::assert_snapshot!(lines.join("\n"), @r"
        Welcome -> a.md
        Second -> a2.md
        # Part one
        - B -> b.md
          - C c -> c/c.md
          - Draft -> draft
        ---
        # Two
        - D -> d.md
        End -> e.md
        ");
        assert_eq!(problems, 0);
    }

    #[test]
    fn what_is_no_chapter_is_reported() {
        assert_eq!(outline("- no link\n- [A](a.md)\n").1, 1);
        assert_eq!(outline("- no link\n  - [A](a.md)\n").1, 1);
        assert_eq!(outline("- [A](a.md) [B](b.md)\n").1, 1);
        assert_eq!(outline("stray words\n").1, 1);
        assert_eq!(outline(""), (Vec::new(), 0));
    }
}
