//! `get_page` and `fetch`: the text of a page or of a section, as it is written.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::document::Document;
use crate::mcp::address::Source;
use crate::mcp::budget::{Budget, MOST_TOKENS, cursor, cut, read_cursor, usual_tokens};
use crate::mcp::server::Book;
use crate::mcp::tool::{Answered, Answers, Refusal};
use crate::text::Span;

/// Bytes that are kept free for all that is not the text.
const FRAME: usize = 600;
/// A page tells so many headings, and for so many bytes.
const MOST_HEADINGS: usize = 80;

pub(in crate::mcp) struct GetPage;

/// Which page, and how much of it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::mcp) struct Arguments {
    /// The page or section: an id such as `guide/zones` or `guide/zones#dmz`, its address, or the
    /// document's file.
    #[serde(alias = "page", alias = "path", alias = "url", alias = "uri", alias = "file")]
    id: String,
    /// Only this section and what is below it: an id of the outline.
    #[serde(default, alias = "heading")]
    section: String,
    /// How long the answer may be, 200 to 20000 tokens.
    #[serde(default = "usual_tokens", alias = "maxTokens", alias = "token_budget")]
    #[schemars(range(min = 200, max = 20000))]
    max_tokens: i64,
    /// `next_cursor` of the answer before, to read on.
    #[serde(default)]
    cursor: String,
}

/// A page or a section of it.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::mcp) struct Reply {
    /// The page or section.
    id: String,
    /// The page's title, and the section's heading.
    title: String,
    /// Where a reader finds it.
    url: String,
    /// Where the text begins.
    source: Source,
    /// The Markdown as its author wrote it, quoted.
    text: String,
    /// The headings, at the begin of a whole page.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    outline: Vec<Headline>,
    /// Where to read on.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
    /// Whether text is left.
    truncated: bool,
}

/// A heading of a page.
#[derive(Debug, Serialize, JsonSchema)]
struct Headline {
    /// For `section`.
    id: String,
    title: String,
    level: u8,
    line: usize,
}

impl Answers for GetPage {
    const NAME: &'static str = "get_page";
    const TITLE: &'static str = "Read a page";
    const DESCRIPTION: &'static str = "Reads a page, or one section of it, as the Markdown its \
        author wrote, with file and line. The begin of a whole page comes with the outline of its \
        headings: read one section by its id instead of the whole page where that is enough. Long \
        texts are cut to `max_tokens`; go on with `next_cursor`.";
    type Arguments = Arguments;
    type Reply = Reply;

    fn answer(book: &Book<'_>, arguments: Arguments) -> Result<Answered<Self>, Refusal> {
        let Arguments { id, section, max_tokens, cursor } = arguments;
        let id = match section.trim() {
            "" => id,
            section => {
                let page = id.split('#').next().unwrap_or_default();
                format!("{page}#{}", section.trim_start_matches('#'))
            }
        };
        let excerpt = Excerpt::read(book, &id, max_tokens, read_cursor(&cursor)?)?;
        Ok(Answered::new(Reply {
            id: excerpt.id,
            title: excerpt.title,
            url: excerpt.url,
            source: excerpt.source,
            text: excerpt.text,
            outline: excerpt.outline,
            truncated: excerpt.next.is_some(),
            next_cursor: excerpt.next,
        }))
    }
}

pub(in crate::mcp) struct Fetch;

/// What is fetched.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::mcp) struct FetchArguments {
    /// An id that `search` gave.
    #[serde(alias = "uri", alias = "url")]
    id: String,
}

/// A document in the form that research assistants expect.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::mcp) struct Fetched {
    id: String,
    title: String,
    /// The text, quoted.
    text: String,
    /// Where a reader finds it.
    url: String,
    /// `file` and `line` where it stands; `next_cursor` for `get_page` where text is left.
    metadata: BTreeMap<&'static str, String>,
}

impl Answers for Fetch {
    const NAME: &'static str = "fetch";
    const TITLE: &'static str = "Fetch a search result";
    const DESCRIPTION: &'static str = "Reads the whole text of one result of `search`: a section \
        with what is below it, or a page. Takes the result's id. Use `get_page` to choose a section \
        or a length.";
    type Arguments = FetchArguments;
    type Reply = Fetched;

    fn answer(book: &Book<'_>, arguments: FetchArguments) -> Result<Answered<Self>, Refusal> {
        let excerpt = Excerpt::read(book, &arguments.id, MOST_TOKENS / 2, 0)?;
        let mut metadata = BTreeMap::from([
            ("file", excerpt.source.file),
            ("line", excerpt.source.line.to_string()),
        ]);
        if let Some(next) = excerpt.next {
            metadata.insert("next_cursor", next);
        }
        let Excerpt { id, title, text, url, .. } = excerpt;
        Ok(Answered::new(Fetched { id, title, text, url, metadata }))
    }
}

/// A part of a page that fits an answer.
pub(in crate::mcp) struct Excerpt {
    pub(in crate::mcp) id: String,
    pub(in crate::mcp) title: String,
    pub(in crate::mcp) url: String,
    pub(in crate::mcp) source: Source,
    pub(in crate::mcp) text: String,
    outline: Vec<Headline>,
    /// Where to read on.
    pub(in crate::mcp) next: Option<String>,
}

impl Excerpt {
    /// Reads `tokens` of what `id` means, `skipped` bytes behind its begin.
    pub(in crate::mcp) fn read(
        book: &Book<'_>,
        id: &str,
        tokens: i64,
        skipped: usize,
    ) -> Result<Self, Refusal> {
        let spot = book.spot(id)?;
        let page = book.snapshot.catalog.pages.get(spot.page);
        let page = page.ok_or_else(|| Refusal::new("there is no such page"))?;
        let document = &page.document;
        let section = spot.section.as_deref();
        let span = section.and_then(|id| section_span(document, id));
        let whole = Span::new(0, document.text.text().len());
        let span = span.unwrap_or(whole);
        let start = span.start + skipped;
        let text = document.text.text().get(start..span.end);
        let text = text.ok_or_else(|| {
            Refusal::new(
                "this `cursor` is not one of this page; leave it out to begin at the start",
            )
        })?;
        let mut budget = Budget::of_tokens(tokens);
        let outline = if span == whole && skipped == 0 {
            outline(book, document, &mut budget)
        } else {
            Vec::new()
        };
        let bytes = budget.left().saturating_sub(FRAME).max(FRAME / 2);
        let shown = cut(text, bytes);
        let end = start + shown.len();
        let heading = section.and_then(|id| heading_of(document, id));
        let heading = heading.filter(|heading| *heading != document.title);
        Ok(Self {
            id: book.id(spot.page, section),
            title: heading.map_or_else(
                || document.title.clone(),
                |heading| format!("{} › {heading}", document.title),
            ),
            url: book.url(spot.page, section),
            source: book.source_of(document, start),
            text: shown.to_owned(),
            outline,
            next: (end < span.end).then(|| cursor(end - span.start)),
        })
    }
}

/// The section of a heading with all that is below it; for another place, the section around it.
fn section_span(document: &Document, id: &str) -> Option<Span> {
    let (index, heading) = document.headings().find(|(_, heading)| heading.id == id)?;
    let start = document.sections.get(index)?.span.start;
    let next =
        document.sections.iter().skip(index + 1).find(|section| {
            section.heading.as_ref().is_some_and(|next| next.level <= heading.level)
        });
    let end = next.map_or(document.text.text().len(), |next| next.span.start);
    Some(Span::new(start, end))
}

fn heading_of<'a>(document: &'a Document, id: &str) -> Option<&'a str> {
    let mut headings = document.headings();
    headings.find(|(_, heading)| heading.id == id).map(|(_, heading)| heading.text.as_str())
}

/// The headings, for at most a quarter of what is left.
fn outline(book: &Book<'_>, document: &Document, budget: &mut Budget) -> Vec<Headline> {
    let most = budget.left() / 4;
    let before = budget.left();
    let headings = document.headings().take(MOST_HEADINGS).map(|(_, heading)| Headline {
        id: heading.id.clone(),
        title: heading.text.clone(),
        level: heading.level,
        line: book.source_of(document, heading.span.start).line,
    });
    let mut outline = Vec::new();
    for heading in headings {
        if before - budget.left() > most || !budget.takes(&heading) {
            break;
        }
        outline.push(heading);
    }
    outline
}
