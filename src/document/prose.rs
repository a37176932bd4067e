//! The running text of a document, block by block, in which every byte knows its place: what
//! people read as sentences, without code, links, images and raw HTML.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::document::Document;
use crate::document::events::{self, DocumentEvent, SpannedEvent};
use crate::document::html::{self, HtmlToken};
use crate::text::Span;

/// Stands for code, a link or an image in the text of a [`Passage`]: words on both sides of it do
/// not belong together.
pub const BREAK: char = '\u{fffc}';

/// What kind of block a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassageKind {
    /// The heading of its section.
    Heading,
    /// A cell of a row below the head of a table.
    Cell {
        /// Index of the table in [`Document::tables`].
        table: usize,
        /// Index of the row.
        row: usize,
    },
    /// A paragraph, an item of a list or anything else.
    Text,
}

/// The text of one block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Index of its section.
    pub section: usize,
    /// What it is.
    pub kind: PassageKind,
    /// Its words; line breaks are white space.
    pub text: String,
    pieces: Vec<Piece>,
}

/// A run of bytes of a passage and where they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    start: usize,
    source: Span,
    /// Whether byte n of the run is byte n of the source; else the whole run stands for all of it,
    /// as a character does for a reference such as `&amp;`.
    copied: bool,
}

impl Passage {
    /// The bytes of the document's text that hold the words in `range` of this passage's.
    #[must_use]
    pub fn span(&self, range: Range<usize>) -> Span {
        let Some(last) = range.end.checked_sub(1).filter(|last| *last >= range.start) else {
            return self.byte(range.start);
        };
        Span::new(self.byte(range.start).start, self.byte(last).end)
    }

    /// Where one byte is written.
    fn byte(&self, at: usize) -> Span {
        let index = self.pieces.partition_point(|piece| piece.start <= at).saturating_sub(1);
        let Some(piece) = self.pieces.get(index) else {
            return Span::default();
        };
        if !piece.copied {
            return piece.source;
        }
        let offset = at.saturating_sub(piece.start);
        Span::new(piece.source.start + offset, piece.source.start + offset + 1)
    }
}

/// Reads the running text of a document, in order.
#[must_use]
pub fn read(document: &Document) -> Vec<Passage> {
    let source = document.text.text();
    let mut reader = Reader { source, ..Reader::default() };
    for event in events::read(source, document.syntax).0 {
        reader.event(event);
    }
    reader.end_passage();
    reader.passages
}

#[derive(Default)]
struct Reader<'a> {
    source: &'a str,
    passages: Vec<Passage>,
    text: String,
    pieces: Vec<Piece>,
    section: usize,
    in_heading: bool,
    /// How many tables have begun.
    tables: usize,
    /// How many rows below the head have begun in the table being read, from 1.
    rows: usize,
    in_row: bool,
    in_code: bool,
    /// How many links and images are open.
    links: usize,
    /// Elements of raw HTML that are open in this block and hold no running text.
    silent: Vec<String>,
}

impl Reader<'_> {
    fn event(&mut self, (event, range): SpannedEvent<'_>) {
        let span = Span::from(range);
        let DocumentEvent::Markdown(event) = event else {
            self.end_passage();
            return;
        };
        match event {
            Event::Start(tag) => self.start(&tag, span),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.words(&text, span),
            Event::SoftBreak | Event::HardBreak => self.words(" ", span),
            Event::InlineHtml(tag) => self.inline_html(&tag, span),
            Event::Html(_) | Event::Rule => self.end_passage(),
            Event::Code(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => self.interrupt(span),
        }
    }

    fn start(&mut self, tag: &Tag<'_>, span: Span) {
        match tag {
            Tag::Link { .. } | Tag::Image { .. } => {
                self.interrupt(span);
                self.links += 1;
            }
            tag if is_inline(tag.to_end()) => {}
            tag => {
                self.end_passage();
                match tag {
                    Tag::Heading { .. } => {
                        self.section += 1;
                        self.in_heading = true;
                    }
                    Tag::CodeBlock(_) => self.in_code = true,
                    Tag::Table(_) => {
                        self.tables += 1;
                        self.rows = 0;
                    }
                    Tag::TableRow => {
                        self.rows += 1;
                        self.in_row = true;
                    }
                    _ => {}
                }
            }
        }
    }

    fn end(&mut self, tag: TagEnd) {
        if matches!(tag, TagEnd::Link | TagEnd::Image) {
            self.links = self.links.saturating_sub(1);
        } else if !is_inline(tag) {
            self.end_passage();
            match tag {
                TagEnd::Heading(_) => self.in_heading = false,
                TagEnd::CodeBlock => self.in_code = false,
                TagEnd::TableRow => self.in_row = false,
                _ => {}
            }
        }
    }

    /// A link or code in raw HTML is one all the same.
    fn inline_html(&mut self, tag: &str, span: Span) {
        match html::tokens(tag).first() {
            Some(HtmlToken::Start(start)) => {
                let is_link = start.is("a") && start.attribute("href").is_some();
                let is_code = ["code", "pre", "kbd", "samp", "script", "style"]
                    .iter()
                    .any(|name| start.is(name));
                if is_link || is_code {
                    self.interrupt(span);
                    self.silent.push(start.name.to_ascii_lowercase());
                }
            }
            Some(HtmlToken::End { name })
                if self.silent.last().is_some_and(|open| open.eq_ignore_ascii_case(name)) =>
            {
                self.silent.pop();
            }
            _ => {}
        }
    }

    fn is_silent(&self) -> bool {
        self.in_code || self.links > 0 || !self.silent.is_empty()
    }

    fn words(&mut self, words: &str, span: Span) {
        if self.is_silent() || words.is_empty() {
            return;
        }
        let start = self.text.len();
        let written = self.source.get(span.start..).unwrap_or_default();
        let copied = written.starts_with(words);
        self.pieces.push(Piece { start, source: span, copied });
        self.text.push_str(words);
    }

    fn interrupt(&mut self, span: Span) {
        if !self.is_silent() {
            self.pieces.push(Piece { start: self.text.len(), source: span, copied: false });
            self.text.push(BREAK);
        }
    }

    fn end_passage(&mut self) {
        // What a block leaves open, the next one does not inherit.
        self.silent.clear();
        let text = std::mem::take(&mut self.text);
        let pieces = std::mem::take(&mut self.pieces);
        if !text.contains(char::is_alphanumeric) {
            return;
        }
        let row = self.rows.checked_sub(1).filter(|_| self.in_row);
        let kind = match self.tables.checked_sub(1).zip(row) {
            Some((table, row)) => PassageKind::Cell { table, row },
            None if self.in_heading => PassageKind::Heading,
            None => PassageKind::Text,
        };
        self.passages.push(Passage { section: self.section, kind, text, pieces });
    }
}

/// Whether what the tag holds belongs to the block around it.
fn is_inline(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Syntax;
    use crate::document::{front_matter, include, parse};
    use crate::text::{FilePath, Texts};

    fn document(markdown: &str) -> Document {
        let file = FilePath::new("a.md").unwrap();
        let front_matter = front_matter::read(&file, markdown);
        let text = include::expand(
            &file,
            markdown,
            front_matter.value.span.end,
            &Texts::new(),
            Syntax::Book,
        );
        parse::parse(&file, front_matter, text)
    }

    fn texts(markdown: &str) -> Vec<String> {
        let passages = read(&document(markdown)).into_iter();
        passages.map(|passage| passage.text.replace(BREAK, "|")).collect()
    }

    #[test]
    fn blocks_are_apart_and_emphasis_is_not() {
        let markdown = "# A *b*\n\none **two**\nthree\n\n- four\n  - five\n\n> [!NOTE]\n> six\n\n\
                        term\n: seven\n\n| h |\n|---|\n| c |\n";
        let expected = ["A b", "one two three", "four", "five", "six", "term", "seven", "h", "c"];
        assert_eq!(texts(markdown), expected);
    }

    #[test]
    fn code_links_images_and_raw_html_are_no_running_text() {
        assert_eq!(texts("a `b` c [d](e) f ![g](h) i <http://j> k"), ["a | c | f | i | k"]);
        assert_eq!(texts("```\nx\n```\n\n    y\n\n<div>z</div>\n\nend"), ["end"]);
        assert_eq!(
            texts("a <a href='x'>b</a> <b>c</b> <code>d</code> <a name='e'></a>f"),
            ["a | c | f"]
        );
        assert_eq!(texts("a <a href='x'>b\n\nc"), ["a |", "c"]);
    }

    #[test]
    fn every_passage_knows_its_section_and_its_row() {
        let markdown = "zero\n\n# One\n\n| a | b |\n|---|---|\n| c | d |\n| e | f |\n\n# Two\n";
        let told: Vec<_> = read(&document(markdown))
            .into_iter()
            .map(|passage| (passage.text, passage.section, passage.kind))
            .collect();
        let cell = |row| PassageKind::Cell { table: 0, row };
        let expected = [
            ("zero", 0, PassageKind::Text),
            ("One", 1, PassageKind::Heading),
            ("a", 1, PassageKind::Text),
            ("b", 1, PassageKind::Text),
            ("c", 1, cell(0)),
            ("d", 1, cell(0)),
            ("e", 1, cell(1)),
            ("f", 1, cell(1)),
            ("Two", 2, PassageKind::Heading),
        ];
        assert_eq!(told, expected.map(|(text, section, kind)| (text.to_owned(), section, kind)));
    }

    #[test]
    fn words_know_where_they_are_written() {
        let markdown = "---\ntitle: x\n---\n\na **bold** R&amp;D\n\\*end ä host\n";
        let document = document(markdown);
        let passages = read(&document);
        let [passage] = passages.as_slice() else { panic!("{passages:?}") };
        assert_eq!(passage.text, "a bold R&D *end ä host");
        for (words, written) in
            [("bold", "bold"), ("R&D", "R&amp;D"), ("end ä", "end ä"), ("host", "host")]
        {
            let at = passage.text.find(words).unwrap();
            let span = passage.span(at..at + words.len());
            assert_eq!(document.text.text().get(span.range()), Some(written));
        }
    }
}
