//! One walk over the events of a file: gathers sections, links, images, tables and code.

mod heading;
mod image;
mod raw_html;

use std::borrow::Cow;
use std::collections::HashMap;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Tag, TagEnd};

use crate::config::Syntax;
use crate::document::docfx::construct::{Construct, VIDEO_TITLE};
use crate::document::docfx::shorthand::SHORTHAND;
use crate::document::events::DocumentEvent;
use crate::document::fence;
use crate::document::slug::{UniqueIds, slug};
use crate::document::walk::heading::OpenHeading;
use crate::document::walk::image::OpenImage;
use crate::document::{CodeBlock, Figure, HtmlId, Image, Link, LinkSyntax, Section, Table};
use crate::text::{AssembledText, Span};

/// An id that was declared before.
pub(in crate::document) struct DuplicateId {
    pub(in crate::document) id: String,
    pub(in crate::document) first: Span,
    pub(in crate::document) second: Span,
}

/// What the paragraph being read holds so far.
#[derive(Default)]
struct Paragraph {
    /// Indexes of its images.
    images: Vec<usize>,
    /// Whether there is anything else than images in it.
    holds_more: bool,
}

/// What is being read, and the state that needs to outlive one event.
pub(in crate::document) struct Walk<'a> {
    assembled: &'a AssembledText,
    text: &'a str,
    syntax: Syntax,
    pub(in crate::document) sections: Vec<Section>,
    pub(in crate::document) html_ids: Vec<HtmlId>,
    pub(in crate::document) links: Vec<Link>,
    pub(in crate::document) images: Vec<Image>,
    pub(in crate::document) tables: Vec<Table>,
    pub(in crate::document) code_blocks: Vec<CodeBlock>,
    pub(in crate::document) has_html: bool,
    pub(in crate::document) duplicates: Vec<DuplicateId>,
    ids: UniqueIds,
    declared: HashMap<String, Span>,
    heading: Option<OpenHeading>,
    /// Links being read: their indexes.
    open_links: Vec<usize>,
    /// Images being read.
    open_images: Vec<OpenImage>,
    code: Option<CodeBlock>,
    table: Option<Table>,
    /// The first cell of the row being read.
    first_cell: Option<String>,
    paragraph: Option<Paragraph>,
    figures: usize,
}

impl<'a> Walk<'a> {
    pub(in crate::document) fn new(assembled: &'a AssembledText, syntax: Syntax) -> Self {
        let text = assembled.text();
        let preamble = Section {
            heading: None,
            parent: None,
            span: Span::new(0, text.len()),
            text: String::new(),
            code: String::new(),
        };
        Self {
            assembled,
            text,
            syntax,
            sections: vec![preamble],
            html_ids: Vec::new(),
            links: Vec::new(),
            images: Vec::new(),
            tables: Vec::new(),
            code_blocks: Vec::new(),
            has_html: false,
            duplicates: Vec::new(),
            ids: UniqueIds::default(),
            declared: HashMap::new(),
            heading: None,
            open_links: Vec::new(),
            open_images: Vec::new(),
            code: None,
            table: None,
            first_cell: None,
            paragraph: None,
            figures: 0,
        }
    }

    pub(in crate::document) fn event(&mut self, event: DocumentEvent<'_>, span: Span) {
        match event {
            DocumentEvent::Markdown(event) => self.markdown(event, span),
            DocumentEvent::Begin(construct) => {
                self.separate("\n");
                if let Construct::Tab { title, .. } = construct.as_ref() {
                    self.name_tab(title);
                    self.words(title);
                    self.separate("\n");
                }
            }
            DocumentEvent::End(_) => self.separate("\n"),
        }
    }

    fn markdown(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag),
            Event::Text(text)
            | Event::Code(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text) => {
                self.heading_words(&text, span);
                self.words(&text);
            }
            Event::SoftBreak => self.words(" "),
            Event::HardBreak => self.words("\n"),
            Event::Html(raw) => {
                self.html(&raw, span);
                self.separate("\n");
            }
            Event::InlineHtml(raw) => self.html(&raw, span),
            Event::TaskListMarker(_) | Event::Rule | Event::FootnoteReference(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, span: Span) {
        match tag {
            Tag::Heading { level, id, classes, .. } => {
                self.begin_section(level, id.as_deref(), &classes, span);
            }
            Tag::Paragraph => self.paragraph = Some(Paragraph::default()),
            Tag::Link { link_type, dest_url, title, .. } => {
                self.not_only_an_image();
                let syntax = match link_type {
                    LinkType::Autolink | LinkType::Email => LinkSyntax::Autolink,
                    SHORTHAND => LinkSyntax::Shorthand,
                    _ => LinkSyntax::Markdown,
                };
                let target = match link_type {
                    LinkType::Email => format!("mailto:{dest_url}"),
                    _ => dest_url.to_string(),
                };
                self.open_links.push(self.links.len());
                let title = if *title == *VIDEO_TITLE { CowStr::from("") } else { title };
                self.add_link(syntax, target, title.to_string(), span);
            }
            Tag::Image { dest_url, title, .. } => self.begin_image(&dest_url, &title, span),
            Tag::CodeBlock(kind) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info.to_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some(CodeBlock {
                    language: language_of(&info),
                    info,
                    code: String::new(),
                    span,
                    section: self.section(),
                    figure: None,
                });
            }
            Tag::Table(columns) => {
                self.table = Some(Table {
                    span,
                    section: self.section(),
                    columns: columns.len(),
                    rows: 0,
                    row_ids: Vec::new(),
                });
            }
            Tag::TableRow if self.has_kind() => self.first_cell = Some(String::new()),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::Paragraph => {
                self.end_paragraph();
                self.separate("\n");
            }
            TagEnd::Link => {
                self.open_links.pop();
            }
            TagEnd::Image => self.end_image(),
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::TableRow => {
                if let Some(table) = &mut self.table {
                    table.rows += 1;
                }
                self.separate("\n");
            }
            TagEnd::Table => self.tables.extend(self.table.take()),
            TagEnd::TableCell => {
                self.end_first_cell();
                self.separate(" ");
            }
            TagEnd::Item
            | TagEnd::TableHead
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition => self.separate("\n"),
            _ => {}
        }
    }

    /// Index of the section being read.
    fn section(&self) -> usize {
        self.sections.len() - 1
    }

    /// Whether the heading of the section being read names a kind of things.
    fn has_kind(&self) -> bool {
        let heading = self.sections.last().and_then(|section| section.heading.as_ref());
        heading.is_some_and(|heading| heading.kinds().next().is_some())
    }

    /// The first cell of a row names it: `{id of the heading}-{slug of the cell}`.
    fn end_first_cell(&mut self) {
        let heading = self.sections.last().and_then(|section| section.heading.as_ref());
        if let Some((cell, heading)) = self.first_cell.take().zip(heading)
            && let Some(table) = &mut self.table
        {
            table.row_ids.push(format!("{}-{}", heading.id, slug(&cell)));
        }
    }

    /// Notes that the paragraph being read holds more than an image.
    fn not_only_an_image(&mut self) {
        if let Some(paragraph) = &mut self.paragraph {
            paragraph.holds_more = true;
        }
    }

    fn end_code(&mut self) {
        let Some(mut block) = self.code.take() else {
            return;
        };
        block.code = visible_code(&block.language, &block.code);
        if block.language == fence::FIGURE {
            self.figures += 1;
            block.figure = Some(Figure { number: self.figures, id: String::new() });
        }
        if let Some(section) = self.sections.last_mut() {
            section.code.push_str(&block.code);
            if !block.code.ends_with('\n') {
                section.code.push('\n');
            }
        }
        self.code_blocks.push(block);
    }

    /// Adds words to everything that is being read.
    fn words(&mut self, words: &str) {
        if let Some(code) = &mut self.code {
            code.code.push_str(words);
            return;
        }
        // A space without width is nothing to search for.
        let visible = self.visible(words);
        let words = visible.as_ref();
        for image in &self.open_images {
            if let Some(image) = self.images.get_mut(image.index) {
                image.alternative.push_str(words);
            }
        }
        for link in &self.open_links {
            if let Some(link) = self.links.get_mut(*link) {
                link.text.push_str(words);
            }
        }
        if let Some(cell) = &mut self.first_cell {
            cell.push_str(words);
        }
        if self.open_images.is_empty() && !words.trim().is_empty() {
            self.not_only_an_image();
        }
        match &mut self.heading {
            Some(open) => open.heading.text.push_str(words),
            None => {
                if let Some(section) = self.sections.last_mut() {
                    section.text.push_str(words);
                }
            }
        }
    }

    /// The words without what is only there for line breaks, in the syntax whose texts are full of
    /// it.
    fn visible<'w>(&self, words: &'w str) -> Cow<'w, str> {
        if self.syntax == Syntax::DocFx && words.contains('\u{200b}') {
            return Cow::Owned(words.replace('\u{200b}', ""));
        }
        Cow::Borrowed(words)
    }

    /// Ends a block or a cell in the section's text.
    fn separate(&mut self, separator: &str) {
        if let Some(section) = self.sections.last_mut()
            && !section.text.is_empty()
            && !section.text.ends_with(separator)
        {
            section.text.push_str(separator);
        }
    }

    fn add_link(&mut self, syntax: LinkSyntax, target: String, title: String, span: Span) {
        let target_span = self.find(&target, span);
        self.links.push(Link {
            syntax,
            target,
            title,
            text: String::new(),
            span,
            target_span,
            section: self.section(),
        });
    }

    /// Where `target` is written in `span`; the whole span where escapes hide it.
    fn find(&self, target: &str, span: Span) -> Span {
        let source = self.text.get(span.range()).unwrap_or_default();
        match source.rfind(target) {
            Some(at) if !target.is_empty() => {
                Span::new(span.start + at, span.start + at + target.len())
            }
            _ => span,
        }
    }

    pub(in crate::document) fn finish(&mut self) {
        for section in &mut self.sections {
            section.text.truncate(section.text.trim_end().len());
        }
        for link in &mut self.links {
            link.text = collapse(&link.text);
        }
        for image in &mut self.images {
            image.alternative = collapse(&image.alternative);
            // Last, so that what the author named keeps its name.
            if let Some(figure) = &mut image.figure {
                figure.id = self.ids.claim(&format!("figure-{}", figure.number));
            }
        }
        for figure in self.code_blocks.iter_mut().filter_map(|block| block.figure.as_mut()) {
            figure.id = self.ids.claim(&format!("figure-{}", figure.number));
        }
        for id in self.tables.iter_mut().flat_map(|table| &mut table.row_ids) {
            *id = self.ids.claim(id);
        }
    }
}

/// The first word of an info string in lower case: `rust,ignore` and `rust {.x}` are `rust`.
fn language_of(info: &str) -> String {
    let word = info.split([' ', ',', '{', '\t']).next().unwrap_or_default();
    word.to_lowercase()
}

/// The code without the lines that mdBook hides in Rust: those that start with `# `.
fn visible_code(language: &str, code: &str) -> String {
    if language != "rust" || !code.contains('#') {
        return code.to_owned();
    }
    let lines = code.split_inclusive('\n').filter_map(|line| {
        let bare = line.trim_start();
        let indent = line.len() - bare.len();
        let content = bare.trim_end();
        if content == "#" || bare.starts_with("# ") {
            None
        } else if bare.starts_with("##") {
            Some(format!("{}{}", line.get(..indent)?, bare.get(1..)?))
        } else {
            Some(line.to_owned())
        }
    });
    lines.collect()
}

/// The words with single spaces between them.
fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
