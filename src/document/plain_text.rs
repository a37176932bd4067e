//! Markdown as text for a terminal: wrapped lines, lists and code set in, no markup but backticks.

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::config::Syntax;
use crate::document::events::{self, DocumentEvent};

/// How far code is set in.
const CODE_INDENT: usize = 4;

/// However deep lists are nested, lines have room for this many characters.
const NARROWEST: usize = 24;

/// Stands for a space that must not break a line, while lines are made.
const UNBROKEN: char = '\u{a0}';

/// The text of some Markdown in lines of at most `width` characters, except code and long words.
/// Links become their words, followed by their target where that leads out of the book.
#[must_use]
pub fn plain_text(markdown: &str, width: usize) -> String {
    let mut writer = Writer { width, ..Writer::default() };
    for (event, _) in events::read(markdown, Syntax::Book).0 {
        if let DocumentEvent::Markdown(event) = event {
            writer.event(event);
        }
    }
    writer.end_block(false);
    writer.out
}

/// The words of the first paragraph of some Markdown that stands by itself: not in a list, a
/// quotation or a table. Empty where there is none.
#[must_use]
pub fn first_paragraph(markdown: &str, syntax: Syntax) -> String {
    let mut depth = 0_usize;
    let mut words: Option<String> = None;
    for (event, _) in events::read(markdown, syntax).0 {
        let DocumentEvent::Markdown(event) = event else {
            continue;
        };
        match (event, &mut words) {
            (Event::Start(Tag::Paragraph), None) if depth == 0 => words = Some(String::new()),
            (Event::End(TagEnd::Paragraph), Some(words)) if !words.trim().is_empty() => break,
            (Event::End(TagEnd::Paragraph), Some(_)) => words = None,
            (Event::Text(text) | Event::Code(text), Some(words)) => words.push_str(&text),
            (Event::SoftBreak | Event::HardBreak, Some(words)) => words.push(' '),
            (Event::Start(_), None) => depth += 1,
            (Event::End(_), None) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    words.unwrap_or_default().trim().to_owned()
}

#[derive(Default)]
struct Writer {
    width: usize,
    out: String,
    /// The words of the block that is being read.
    words: String,
    /// The code block that is being read.
    code: Option<String>,
    /// How far each open list item sets its text in.
    indents: Vec<usize>,
    /// What stands before the first line of a list item, until that line is written.
    marker: Option<String>,
    /// The number of the next item of each open list; `None` where it has no numbers.
    lists: Vec<Option<u64>>,
    /// Targets of the open links.
    targets: Vec<String>,
    /// Whether the block before is one that another may follow without an empty line.
    after_tight: bool,
}

impl Writer {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some(code) => code.push_str(&text),
                None => self.words.push_str(&text),
            },
            Event::Code(code) => {
                let code = code.replace(' ', &UNBROKEN.to_string());
                self.words.push_str(&format!("`{code}`"));
            }
            Event::SoftBreak => self.words.push(' '),
            Event::HardBreak => self.words.push('\n'),
            Event::FootnoteReference(name) => self.words.push_str(&format!("[{name}]")),
            Event::TaskListMarker(done) => {
                self.words.push_str(if done { "[x] " } else { "[ ] " });
            }
            Event::Rule => self.end_block(false),
            Event::Html(_)
            | Event::InlineHtml(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::List(first) => {
                self.end_block(true);
                self.lists.push(first);
            }
            Tag::Item => {
                let marker = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_owned(),
                };
                self.indents.push(marker.len());
                self.marker = Some(marker);
            }
            Tag::CodeBlock(_) => {
                self.end_block(true);
                self.code = Some(String::new());
            }
            Tag::BlockQuote(_) | Tag::DefinitionListDefinition => {
                self.end_block(true);
                self.indents.push(2);
            }
            Tag::FootnoteDefinition(name) => self.words.push_str(&format!("[{name}] ")),
            Tag::Link { dest_url, .. } => self.targets.push(dest_url.into_string()),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) => self.end_block(false),
            TagEnd::DefinitionListTitle | TagEnd::TableHead | TagEnd::TableRow => {
                self.end_block(true);
            }
            TagEnd::TableCell => self.words.push_str("  "),
            TagEnd::Item => {
                self.end_block(true);
                self.indents.pop();
                self.marker = None;
            }
            TagEnd::BlockQuote(_) | TagEnd::DefinitionListDefinition => {
                self.end_block(true);
                self.indents.pop();
            }
            TagEnd::List(_) => {
                self.lists.pop();
                self.after_tight &= !self.lists.is_empty();
            }
            TagEnd::Table | TagEnd::DefinitionList => self.after_tight = false,
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::Link => {
                let target = self.targets.pop().unwrap_or_default();
                let is_outside = target.starts_with("https://") || target.starts_with("http://");
                if is_outside && !self.words.ends_with(&target) {
                    self.words.push_str(&format!(" <{target}>"));
                }
            }
            _ => {}
        }
    }

    /// Writes the words that were read. Blocks that are `tight` follow each other line by line.
    fn end_block(&mut self, tight: bool) {
        let words = std::mem::take(&mut self.words);
        if words.trim().is_empty() {
            return;
        }
        self.separate(tight);
        let indent: usize = self.indents.iter().sum();
        for line in wrapped(&words, self.width.saturating_sub(indent).max(NARROWEST)) {
            let lead = self.lead(indent);
            self.out.push_str(&format!("{lead}{}\n", line.replace(UNBROKEN, " ")));
        }
    }

    fn end_code(&mut self) {
        let code = self.code.take().unwrap_or_default();
        self.separate(false);
        let indent = self.indents.iter().sum::<usize>() + CODE_INDENT;
        for line in code.lines() {
            let lead = self.lead(indent);
            self.out.push_str(format!("{lead}{line}").trim_end());
            self.out.push('\n');
        }
    }

    fn separate(&mut self, tight: bool) {
        let follows_closely = tight && self.after_tight;
        if !self.out.is_empty() && !follows_closely {
            self.out.push('\n');
        }
        self.after_tight = tight;
    }

    /// What stands before a line: spaces, or the marker of the item it is the first line of.
    fn lead(&mut self, indent: usize) -> String {
        let marker = self.marker.take().unwrap_or_default();
        " ".repeat(indent.saturating_sub(marker.len())) + &marker
    }
}

/// Words in lines, broken where the line would be too long and where the author breaks it.
fn wrapped(words: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for part in words.split('\n') {
        let mut line = String::new();
        for word in part.split(' ').filter(|word| !word.is_empty()) {
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_first_paragraph_is_one_that_stands_by_itself() {
        let first = |markdown: &str| first_paragraph(markdown, Syntax::Book);
        let text =
            "## H {#h}\n\n> quoted\n\n- item\n\nThe [words](a.md \"p\") of\n`it`.\n\nMore.\n";
        assert_eq!(first(text), "The words of it.");
        assert_eq!(first("![picture](a.png)\n\nText.\n"), "picture");
        assert_eq!(first("# H\n\nTerm\n: value\n"), "");
        assert_eq!(first(""), "");
    }

    #[test]
    fn what_a_page_is_made_of_reads_well_without_markup() {
        let markdown = "\
## Zones

The **zones** of [this design](../a.md) are four; see [the standard](https://example.org/) and
`a long piece of code`.

- One
- Two is longer than the line is wide, so that it goes on below.
  1. Inner
     ```
     code
       set in
     ```

- Three

> [!NOTE]
> Quoted.

Term
: What it is

| A | B |
|---|---|
| 1 | 2 |

```text
error[x]: y

  1 |
```

End\\
of it.";
        insta::assert_snapshot!(plain_text(markdown, 40), @"
        Zones

        The zones of this design are four; see
        the standard <https://example.org/> and
        `a long piece of code`.

        - One

        - Two is longer than the line is wide,
          so that it goes on below.

          1. Inner

                 code
                   set in

        - Three

          Quoted.

        Term
          What it is

        A B
        1 2

            error[x]: y

              1 |

        End
        of it.
        ");
    }

    proptest! {
        #[test]
        fn nothing_upsets_it_and_lines_are_short(markdown in "[ab`*\\[\\]()|>#0-9.\n -]{0,120}") {
            let text = plain_text(&markdown, 40);
            for line in text.lines() {
                let is_long = line.chars().count() > 40 && line.trim().contains(' ');
                prop_assert!(!is_long || line.contains('`') || line.starts_with("    "), "{line:?}");
            }
        }
    }
}
