//! Which Markdown is spoken: the one place that configures the parser.
//!
//! `CommonMark` with tables, task lists, strikethrough, footnotes, definition lists, heading
//! attributes and GitHub alerts, or what `DocFX` understands. Raw HTML blocks come as one event each;
//! what only looks like a tag comes as text.

use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

use crate::config::Syntax;
use crate::document::docfx::blocks;
use crate::document::docfx::construct::Construct;
use crate::document::html;

/// What a document is made of, in the order of its text.
#[derive(Debug, Clone, PartialEq)]
pub enum DocumentEvent<'a> {
    /// What Markdown has.
    Markdown(Event<'a>),
    /// The begin of a block that only `DocFX` has. Its end always comes, in the same container.
    Begin(Box<Construct>),
    /// The end of the block that began last.
    End(Box<Construct>),
}

impl<'a> DocumentEvent<'a> {
    /// The event, where it is one of Markdown's.
    #[must_use]
    pub fn markdown(&self) -> Option<&Event<'a>> {
        match self {
            Self::Markdown(event) => Some(event),
            _ => None,
        }
    }
}

/// An event and the bytes it was read from.
pub type SpannedEvent<'a> = (DocumentEvent<'a>, Range<usize>);

type MarkdownEvent<'a> = (Event<'a>, Range<usize>);

/// Something written that lacks its counterpart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmatched {
    /// What it is.
    pub kind: UnmatchedKind,
    /// Its bytes.
    pub range: Range<usize>,
}

/// What can lack its counterpart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnmatchedKind {
    /// A reference link or footnote of this name that nothing defines; a footnote's name starts with
    /// `^`.
    Reference(String),
    /// A line that opens a block of `DocFX` that no line closes, by the block's name.
    Opening(&'static str),
    /// A line that closes a block of `DocFX` where none is open.
    Closing(&'static str),
}

/// Reads Markdown into events, with what lacks its counterpart.
#[must_use]
pub fn read(text: &str, syntax: Syntax) -> (Vec<SpannedEvent<'_>>, Vec<Unmatched>) {
    let mut unmatched = Vec::new();
    let mut report = |link: BrokenLink<'_>| {
        // `[x]` alone is more often plain text than a forgotten definition.
        if matches!(link.link_type, LinkType::Reference | LinkType::Collapsed) {
            let kind = UnmatchedKind::Reference(link.reference.to_string());
            unmatched.push(Unmatched { kind, range: link.span });
        }
        None::<(CowStr<'_>, CowStr<'_>)>
    };
    let options = options(syntax);
    let parser = Parser::new_with_broken_link_callback(text, options, Some(&mut report));
    let defines = parser.reference_definitions().iter().next().is_some();
    let events = join_html(parser.into_offset_iter());
    let events = match syntax {
        Syntax::Book => {
            unmatched.extend(undefined_footnotes(&events));
            let events = events.into_iter();
            events.map(|(event, range)| (DocumentEvent::Markdown(event), range)).collect()
        }
        Syntax::DocFx => {
            // Nearly all of its documents write links in full, and `[x][y]` is a placeholder there.
            if !defines {
                unmatched.clear();
            }
            let (events, lines) = blocks::recognised(text, events);
            unmatched.extend(lines);
            events
        }
    };
    unmatched.sort_by_key(|it| (it.range.start, it.range.end));
    unmatched.dedup();
    (events, unmatched)
}

/// The bare events of the parser, for who needs to know only where things are.
pub(in crate::document) fn parser(
    text: &str,
    syntax: Syntax,
) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    Parser::new_ext(text, options(syntax)).into_offset_iter()
}

/// The extensions of `CommonMark` that a syntax has.
fn options(syntax: Syntax) -> Options {
    let shared = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    match syntax {
        Syntax::Book => {
            shared
                | Options::ENABLE_GFM
                | Options::ENABLE_FOOTNOTES
                | Options::ENABLE_TASKLISTS
                | Options::ENABLE_HEADING_ATTRIBUTES
                | Options::ENABLE_DEFINITION_LIST
        }
        Syntax::DocFx => shared | Options::ENABLE_TASKLISTS,
    }
}

/// Footnotes that the parser left as text because nothing defines them. `[^a-f]` in prose is more
/// often a regular expression: only numbers count, and plain names where other footnotes are
/// defined.
fn undefined_footnotes(events: &[MarkdownEvent<'_>]) -> Vec<Unmatched> {
    let defines =
        |event: &MarkdownEvent<'_>| matches!(event.0, Event::Start(Tag::FootnoteDefinition(_)));
    let has_footnotes = events.iter().any(defines);
    let triples = events.windows(3).filter_map(|window| match window {
        [(Event::Text(open), first), (Event::Text(name), middle), (Event::Text(close), last)]
            if **open == *"[" && **close == *"]" =>
        {
            let adjacent = first.end == middle.start && middle.end == last.start;
            let label = name.strip_prefix('^').filter(|label| !label.is_empty() && adjacent)?;
            let number = label.chars().all(|c| c.is_ascii_digit());
            let plain = has_footnotes && label.chars().all(char::is_alphanumeric);
            let kind = UnmatchedKind::Reference(name.to_string());
            (number || plain).then_some(Unmatched { kind, range: first.start..last.end })
        }
        _ => None,
    });
    triples.collect()
}

/// Makes each HTML block one event, turns blocks and tags that are none into text, drops comments.
fn join_html<'a>(events: impl Iterator<Item = MarkdownEvent<'a>>) -> Vec<MarkdownEvent<'a>> {
    let mut joined: Vec<MarkdownEvent<'a>> = Vec::new();
    let mut block: Option<(String, Range<usize>)> = None;
    for (event, range) in events {
        match event {
            Event::Start(Tag::HtmlBlock) => block = Some((String::new(), range)),
            Event::End(TagEnd::HtmlBlock) => {
                if let Some((html, range)) = block.take() {
                    push_block(&mut joined, html, range);
                }
            }
            Event::Html(line) | Event::Text(line) if block.is_some() => {
                if let Some((html, _)) = &mut block {
                    html.push_str(&line);
                }
            }
            Event::InlineHtml(tag) => {
                let event = match html::tokens(&tag).first() {
                    Some(html::HtmlToken::Comment) => continue,
                    // A page with nothing but line breaks needs no sanitising.
                    Some(html::HtmlToken::Start(start)) if start.is("br") => Event::HardBreak,
                    Some(html::HtmlToken::Text(_)) | None => Event::Text(tag),
                    Some(_) => Event::InlineHtml(tag),
                };
                joined.push((event, range));
            }
            event => joined.push((event, range)),
        }
    }
    joined
}

fn push_block(events: &mut Vec<MarkdownEvent<'_>>, html: String, range: Range<usize>) {
    let tokens = html::tokens(&html);
    let is_markup = |token: &html::HtmlToken<'_>| !matches!(token, html::HtmlToken::Text(_));
    if tokens.iter().any(is_markup) {
        let only_comments = tokens.iter().all(|token| match token {
            html::HtmlToken::Comment => true,
            html::HtmlToken::Text(text) => {
                html.get(text.clone()).is_some_and(|text| text.trim().is_empty())
            }
            _ => false,
        });
        if !only_comments {
            events.push((Event::Html(html.into()), range));
        }
        return;
    }
    events.push((Event::Start(Tag::Paragraph), range.clone()));
    events.push((Event::Text(html.trim_end().to_owned().into()), range.clone()));
    events.push((Event::End(TagEnd::Paragraph), range));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_and_html(markdown: &str) -> (String, String) {
        let (mut text, mut html) = (String::new(), String::new());
        for (event, _) in read(markdown, Syntax::Book).0 {
            match event.markdown() {
                Some(Event::Text(part) | Event::Code(part)) => text.push_str(part),
                Some(Event::Html(part) | Event::InlineHtml(part)) => html.push_str(part),
                _ => {}
            }
        }
        (text, html)
    }

    #[test]
    fn placeholders_are_text_and_comments_are_nothing() {
        let (text, html) = text_and_html("see <host> and <b>x</b> <!-- no -->\n\n<packages>\n");
        assert_eq!(text, "see <host> and x <packages>");
        assert_eq!(html, "<b></b>");
        assert_eq!(text_and_html("<!-- a\n\n# b -->\n\nc"), ("c".into(), String::new()));
    }

    #[test]
    fn undefined_references_are_told() {
        let names_in = |markdown: &str, syntax: Syntax| {
            let (_, unmatched) = read(markdown, syntax);
            let name = |it: Unmatched| match it.kind {
                UnmatchedKind::Reference(name) => Some(name),
                _ => None,
            };
            unmatched.into_iter().filter_map(name).collect::<Vec<_>>()
        };
        let names = |markdown: &str| names_in(markdown, Syntax::Book);
        assert_eq!(names_in("[a][b] [c][]", Syntax::DocFx), Vec::<String>::new());
        assert_eq!(names_in("[a][b] [c][]\n\n[c]: d", Syntax::DocFx), ["b"]);
        assert_eq!(names("[a][b] [c][] [d] [e](f)\n\n[g]: h\n\n[g] [x][g]"), ["b", "c"]);
        assert_eq!(names("a[^1] b[^2]\n\n[^1]: text"), ["^2"]);
        assert_eq!(names("`[a][b]`"), Vec::<String>::new());
    }

    #[test]
    fn lines_of_blocks_without_their_counterparts_are_told() {
        use UnmatchedKind::{Closing, Opening};
        let lines = |markdown: &'static str| {
            let (_, unmatched) = read(markdown, Syntax::DocFx);
            unmatched.into_iter().map(|it| (it.kind, &markdown[it.range])).collect::<Vec<_>>()
        };
        let whole = ":::row:::\n\n:::column:::\n\na\n\n:::column-end:::\n\n:::row-end:::\n";
        assert_eq!(lines(whole), []);
        assert_eq!(lines("::: moniker range=\"a\"\n\ntext\n\n::: moniker-end\n"), []);
        let open = lines(":::zone pivot=\"a\"\n\ntext\n");
        assert_eq!(open, [(Opening("zone"), ":::zone pivot=\"a\"")]);
        assert_eq!(lines("text\n\n:::row-end:::\n"), [(Closing("row"), ":::row-end:::")]);
        let crossed = lines(":::row:::\n\n:::column:::\n\na\n\n:::row-end:::\n");
        assert_eq!(crossed, [(Opening("column"), ":::column:::")]);
        let in_item = lines("- item\n\n  :::zone pivot=\"a\"\n\nafter\n\n:::zone-end\n");
        assert_eq!(
            in_item,
            [(Opening("zone"), ":::zone pivot=\"a\""), (Closing("zone"), ":::zone-end")]
        );
        assert_eq!(lines("```\n:::zone pivot=\"a\"\n```\n"), []);
    }
}
