//! One file to a [`Document`]: front matter, headings and ids, links, images, tables, code, text.
//!
//! Everything here is pure. [`mod@include`] inserts what a file includes, [`parse`] reads the result,
//! [`events`] is the one place that says which Markdown is spoken; pages are rendered from the same
//! events, so that what is indexed and what is shown cannot disagree. Parsing never fails: what is
//! wrong is a diagnostic, and the document is whole all the same.

pub mod claims;
pub mod docfx;
pub mod events;
pub mod fence;
pub mod front_matter;
pub mod html;
pub mod include;
pub mod parse;
pub mod plain_text;
pub mod prose;
pub mod region;
pub mod slug;
pub mod summary;
pub mod toc;
mod toc_markdown;
mod toc_yaml;
mod walk;
pub mod yaml;
pub mod yaml_page;

use serde::{Deserialize, Serialize};

use crate::config::Syntax;
use crate::diagnostic::Diagnostic;
use crate::document::front_matter::FrontMatter;
use crate::text::{AssembledText, FilePath, Place, Span};

/// What one file says, with the place of everything it says.
///
/// All spans are bytes of [`Document::text`]; [`Document::place`] tells where in which file they
/// came from.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Document {
    /// The file.
    pub path: FilePath,
    /// Which Markdown it is written in.
    pub syntax: Syntax,
    /// Its Markdown behind the front matter, includes inserted.
    pub text: AssembledText,
    /// What the front matter states.
    pub front_matter: FrontMatter,
    /// The title: of the front matter, else of the first heading, else the file's stem.
    pub title: String,
    /// Its sections in order. The first is what stands before any heading and may be empty.
    pub sections: Vec<Section>,
    /// Ids that raw HTML declares.
    pub html_ids: Vec<HtmlId>,
    /// Links in order.
    pub links: Vec<Link>,
    /// Images in order.
    pub images: Vec<Image>,
    /// Tables in order.
    pub tables: Vec<Table>,
    /// Fenced and indented code in order.
    pub code_blocks: Vec<CodeBlock>,
    /// Whether there is raw HTML, so that the page has to be sanitised.
    pub has_html: bool,
    /// Problems of this file alone.
    pub diagnostics: Vec<Diagnostic>,
}

impl Document {
    /// Where `span` of the text stands in the files it was made of.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        self.text.place(span).unwrap_or_else(|| Place::start_of(self.path.clone()))
    }

    /// The headings in order, each with its section's index.
    pub fn headings(&self) -> impl Iterator<Item = (usize, &Heading)> {
        let sections = self.sections.iter().enumerate();
        sections.filter_map(|(index, section)| Some((index, section.heading.as_ref()?)))
    }

    /// Whether the page has a place with this id.
    #[must_use]
    pub fn has_id(&self, id: &str) -> bool {
        self.ids().any(|own| own == id)
    }

    /// The bytes of a row below the head of a table of this document.
    #[must_use]
    pub fn row_span(&self, table: &Table, row: usize) -> Span {
        let written = self.text.text().get(table.span.range()).unwrap_or_default();
        let mut start = table.span.start;
        for (number, line) in written.split_inclusive('\n').enumerate() {
            // The head and the line below it come first.
            if number == row + 2 {
                return Span::new(start, start + line.trim_end().len());
            }
            start += line.len();
        }
        table.span
    }

    /// The figures: images first, then what is drawn.
    pub fn figures(&self) -> impl Iterator<Item = &Figure> {
        let images = self.images.iter().filter_map(|image| image.figure.as_ref());
        images.chain(self.code_blocks.iter().filter_map(|block| block.figure.as_ref()))
    }

    /// Every id a link can lead to.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        let headings = self.headings().map(|(_, heading)| heading.id.as_str());
        let rows = self.tables.iter().flat_map(|table| &table.row_ids);
        headings
            .chain(self.html_ids.iter().map(|id| id.id.as_str()))
            .chain(self.figures().map(|figure| figure.id.as_str()))
            .chain(rows.map(String::as_str))
    }
}

/// A heading and what stands below it up to the next heading of any level.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Its heading; only the first section has none.
    pub heading: Option<Heading>,
    /// Index of the section whose heading is the nearest above with a lower level; `None` for the
    /// first section and for headings of the top.
    pub parent: Option<usize>,
    /// From the heading's first byte to the next heading.
    pub span: Span,
    /// Its own words as plain text: paragraphs, lists, cells, captions; no code blocks.
    pub text: String,
    /// Its code blocks as plain text.
    pub code: String,
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its words as plain text.
    pub text: String,
    /// The id by which links reach it, unique in the page.
    pub id: String,
    /// Whether the author chose the id (`{#id}`).
    pub explicit_id: bool,
    /// Classes of its attribute block (`{.Class}`).
    pub classes: Vec<String>,
    /// The heading's bytes.
    pub span: Span,
}

impl Heading {
    /// The classes that name kinds of things: those that start with a capital. The others are for
    /// style sheets.
    pub fn kinds(&self) -> impl Iterator<Item = &str> {
        let capital = |class: &&String| class.starts_with(char::is_uppercase);
        self.classes.iter().filter(capital).map(String::as_str)
    }
}

/// An id that raw HTML declares with `id` or, on an `a` element, `name`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HtmlId {
    /// The id.
    pub id: String,
    /// The tag's bytes.
    pub span: Span,
}

/// How a link is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkSyntax {
    /// `[text](target)` and its reference forms.
    Markdown,
    /// `<https://…>`.
    Autolink,
    /// `<a href="…">`.
    Html,
    /// `@uid`, in the Markdown of `DocFX`: a link where a page has that uid, else words.
    Shorthand,
}

/// A link as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// How it is written.
    pub syntax: LinkSyntax,
    /// The target as the author means it: Markdown escapes resolved, percent signs kept.
    pub target: String,
    /// The link's title, empty where there is none.
    pub title: String,
    /// Its words as plain text.
    pub text: String,
    /// The whole link's bytes.
    pub span: Span,
    /// The target's bytes, or the whole link where they cannot be told.
    pub target_span: Span,
    /// Index of the section it stands in.
    pub section: usize,
}

impl Link {
    /// Whether its author gave it no words, so that the name of what it leads to is shown.
    #[must_use]
    pub fn names_page(&self) -> bool {
        match self.syntax {
            LinkSyntax::Shorthand => true,
            LinkSyntax::Autolink => self.target.starts_with("xref:"),
            LinkSyntax::Markdown | LinkSyntax::Html => false,
        }
    }
}

/// What an image is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum ImageKind {
    /// It shows something.
    #[default]
    Content,
    /// It shows something, and a long description follows.
    Complex,
    /// It decorates and is nothing to people who cannot see it.
    Icon,
    /// It is the larger form of the image before it, seen when that is opened.
    Lightbox,
}

/// An image as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image {
    /// The source as the author means it.
    pub target: String,
    /// The title, empty where there is none.
    pub title: String,
    /// The alternative text.
    pub alternative: String,
    /// The image's bytes.
    pub span: Span,
    /// The source's bytes, or the whole image where they cannot be told.
    pub target_span: Span,
    /// Index of the section it stands in.
    pub section: usize,
    /// What it is for.
    pub kind: ImageKind,
    /// What makes it a figure, where it stands alone in its paragraph.
    pub figure: Option<Figure>,
}

/// A place among the figures of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// Its number in the page, from 1.
    pub number: usize,
    /// The id by which links reach it: `figure-1`, made different where the page uses that for
    /// something else.
    pub id: String,
}

impl Image {
    /// What a figure's caption says: the title, else the alternative text.
    #[must_use]
    pub fn caption(&self) -> &str {
        if self.title.trim().is_empty() { &self.alternative } else { &self.title }
    }
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// The table's bytes.
    pub span: Span,
    /// Index of the section it stands in.
    pub section: usize,
    /// Number of columns.
    pub columns: usize,
    /// Number of rows below the head.
    pub rows: usize,
    /// The id of each row below the head, where the table stands under a heading with the name of
    /// a class: its rows may be things of that class. Else empty.
    pub row_ids: Vec<String>,
}

/// Code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeBlock {
    /// The first word of the info string, lower-cased; empty where there is none.
    pub language: String,
    /// The whole info string.
    pub info: String,
    /// The code.
    pub code: String,
    /// The block's bytes.
    pub span: Span,
    /// Index of the section it stands in.
    pub section: usize,
    /// Its place among the figures of the page, where it asks for one.
    pub figure: Option<Figure>,
}
