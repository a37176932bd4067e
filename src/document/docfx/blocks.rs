//! Finds the blocks of `DocFX` among the events of a Markdown parser: tabs, zones, versions,
//! columns, alerts. What opens is closed, whatever the author forgot: every block ends at the
//! latest where the list item or quote around it ends.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use crate::document::docfx::construct::{
    Closed, Construct, Division, Line, QuoteMarker, VIDEO_TITLE,
};
use crate::document::docfx::{shorthand, xref};
use crate::document::events::{DocumentEvent, SpannedEvent, Unmatched, UnmatchedKind};
use crate::document::html::{self, HtmlToken};

/// Blocks within blocks beyond this depth are not opened.
const DEEPEST_NESTING: usize = 32;

type Parsed<'a> = (Event<'a>, Range<usize>);

/// Gives the events of a text in the Markdown of `DocFX` their meaning, and tells which lines of
/// blocks lack their counterpart.
pub(in crate::document) fn recognised<'a>(
    text: &'a str,
    events: Vec<Parsed<'a>>,
) -> (Vec<SpannedEvent<'a>>, Vec<Unmatched>) {
    let output = Vec::with_capacity(events.len());
    let mut reader = Reader {
        text,
        output,
        open: Vec::new(),
        names_link: None,
        unmatched: Vec::new(),
        passed_over: 0,
    };
    let mut events = events.into_iter();
    let mut paragraph: Vec<Parsed<'a>> = Vec::new();
    while let Some(event) = events.next() {
        if !matches!(event.0, Event::Start(Tag::Paragraph | Tag::Heading { .. })) {
            reader.event(event);
            continue;
        }
        // Paragraphs and headings hold no blocks, so that their end is the next one.
        let is_end =
            |event: &Event<'_>| matches!(event, Event::End(TagEnd::Paragraph | TagEnd::Heading(_)));
        paragraph.push(event);
        for event in events.by_ref() {
            let ends = is_end(&event.0);
            paragraph.push(event);
            if ends {
                break;
            }
        }
        reader.leaf(&mut paragraph);
    }
    reader.close_to(0);
    (shorthand::linked(text, reader.output), reader.unmatched)
}

/// A block that is open.
enum Open<'a> {
    /// One of Markdown's that may hold others.
    Container,
    /// A quote, and what has been made of it so far: a quote may hold several alerts.
    Quote(Option<Quoted<'a>>),
    /// One of ours, and the bytes of the line that opened it.
    Construct(Construct, Range<usize>),
}

enum Quoted<'a> {
    Quote(Tag<'a>),
    Division(Division),
}

struct Reader<'a> {
    text: &'a str,
    output: Vec<SpannedEvent<'a>>,
    open: Vec<Open<'a>>,
    /// The words of the reference whose link has just begun.
    names_link: Option<String>,
    /// Lines without their counterpart.
    unmatched: Vec<Unmatched>,
    /// How many blocks were not opened because they lie too deep; their ends are not missed.
    passed_over: usize,
}

impl<'a> Reader<'a> {
    fn push(&mut self, event: Event<'a>, range: Range<usize>) {
        self.output.push((DocumentEvent::Markdown(event), range));
    }

    fn event(&mut self, (event, range): Parsed<'a>) {
        match event {
            Event::Start(Tag::BlockQuote(_)) => {
                self.begin_quoted(&range);
                self.open.push(Open::Quote(None));
            }
            Event::End(TagEnd::BlockQuote(_)) => {
                let is_quote = |open: &Open<'_>| matches!(open, Open::Quote(_));
                let Some(at) = self.open.iter().rposition(is_quote) else { return };
                self.close_to(at + 1);
                self.begin_quoted(&range);
                self.end_quoted(&range);
                self.open.pop();
            }
            Event::Start(Tag::List(_) | Tag::Item | Tag::FootnoteDefinition(_)) => {
                self.begin_quoted(&range);
                self.open.push(Open::Container);
                self.push(event, range);
            }
            Event::End(TagEnd::List(_) | TagEnd::Item | TagEnd::FootnoteDefinition) => {
                let is_container = |open: &Open<'_>| matches!(open, Open::Container);
                if let Some(at) = self.open.iter().rposition(is_container) {
                    self.close_to(at + 1);
                    self.open.pop();
                }
                self.push(event, range);
            }
            Event::Rule if self.is_in_tab() => self.end_tabs(&range),
            Event::Start(Tag::Link { .. }) => self.link(event, range),
            Event::Text(words) => {
                let words = self.names_link.take().map_or(words, CowStr::from);
                self.push(Event::Text(words), range);
            }
            Event::End(TagEnd::Link) => {
                if let Some(words) = self.names_link.take() {
                    self.push(Event::Text(words.into()), range.clone());
                }
                self.push(event, range);
            }
            event => {
                if !is_inline(&event) {
                    self.begin_quoted(&range);
                } else if !matches!(event, Event::End(_)) {
                    self.names_link = None;
                }
                self.push(event, range);
            }
        }
    }

    /// A link to documented code without words of its own gets readable ones.
    fn link(&mut self, event: Event<'a>, range: Range<usize>) {
        if let Event::Start(Tag::Link { link_type, dest_url, .. }) = &event
            && dest_url.starts_with("xref:")
        {
            self.names_link = match link_type {
                LinkType::Autolink => Some(xref::display(dest_url)),
                _ => None,
            };
            let is_empty = self.text.get(range.clone()).is_some_and(|link| link.starts_with("[]"));
            if is_empty {
                self.names_link = Some(xref::display(dest_url));
            }
        }
        self.push(event, range);
    }

    /// A paragraph or a heading, which is used up.
    fn leaf(&mut self, events: &mut Vec<Parsed<'a>>) {
        let Some((_, range)) = events.first() else { return };
        let range = range.clone();
        let is_heading = matches!(events.first(), Some((Event::Start(Tag::Heading { .. }), _)));
        if is_heading {
            if let Some(tab) = tab(events) {
                self.tab(tab, range);
                events.clear();
                return;
            }
            name_heading(events);
        } else {
            let written = self.text.get(range.clone()).unwrap_or_default().trim();
            // Migrated texts hold lines with nothing but spaces that do not break.
            let is_empty = |c: char| c.is_whitespace() || c == '\u{200b}';
            if written.chars().all(is_empty) || self.directive(written, &range) {
                events.clear();
                return;
            }
            self.begin_video(events, &range);
        }
        self.begin_quoted(&range);
        for event in events.drain(..) {
            self.event(event);
        }
    }

    /// Carries out the line that a paragraph is, if it is one.
    fn directive(&mut self, written: &str, range: &Range<usize>) -> bool {
        if let Some(Open::Quote(_)) = self.open.last()
            && let Some(marker) = QuoteMarker::of_line(written)
        {
            self.mark(marker, range);
            return true;
        }
        match Line::read(written) {
            Some(Line::Open(construct)) => {
                self.begin_quoted(range);
                self.begin(construct, range);
                true
            }
            Some(Line::Close(closed)) => {
                let own = self.open.iter().enumerate().rev();
                let mut own = own.map_while(|(at, open)| match open {
                    Open::Construct(construct, _) => Some((at, construct)),
                    _ => None,
                });
                let wanted = own.find(|(_, construct)| Closed::of(construct) == Some(closed));
                self.close(wanted.map(|(at, _)| at), closed, range);
                true
            }
            None => false,
        }
    }

    fn begin(&mut self, construct: Construct, range: &Range<usize>) {
        if self.open.len() < DEEPEST_NESTING {
            let begin = DocumentEvent::Begin(Box::new(construct.clone()));
            self.output.push((begin, range.clone()));
            self.open.push(Open::Construct(construct, range.clone()));
        } else {
            self.passed_over += 1;
        }
    }

    /// Carries out a line that closes the block at `depth`, if there is one.
    fn close(&mut self, depth: Option<usize>, closed: Closed, range: &Range<usize>) {
        let Some(depth) = depth else {
            match self.passed_over.checked_sub(1) {
                Some(less) => self.passed_over = less,
                None => self.lacks(UnmatchedKind::Closing(closed.name()), range.clone()),
            }
            return;
        };
        self.close_to(depth + 1);
        if let Some(Open::Construct(construct, _)) = self.open.pop() {
            self.end(construct);
        }
    }

    fn lacks(&mut self, kind: UnmatchedKind, range: Range<usize>) {
        let written = self.text.get(range.clone()).unwrap_or_default();
        let range = range.start..range.start + written.trim_end().len();
        self.unmatched.push(Unmatched { kind, range });
    }

    fn end(&mut self, construct: Construct) {
        let end = self.output.last().map_or(0, |(_, range)| range.end);
        self.output.push((DocumentEvent::End(Box::new(construct)), end..end));
    }

    /// Closes everything from the block at `depth` on, which is one of ours, or above the last that
    /// is not. Those that want a line of their own lack it.
    fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            match self.open.pop() {
                Some(Open::Construct(construct, range)) => {
                    if let Some(closed) = Closed::of(&construct) {
                        self.lacks(UnmatchedKind::Opening(closed.name()), range);
                    }
                    self.end(construct);
                }
                Some(quote @ Open::Quote(_)) => {
                    self.open.push(quote);
                    return;
                }
                _ => return,
            }
        }
    }

    /// The innermost block of ours, where no block of Markdown's lies within.
    fn innermost(&self) -> Option<&Construct> {
        match self.open.last() {
            Some(Open::Construct(construct, _)) => Some(construct),
            _ => None,
        }
    }

    fn is_in_tab(&self) -> bool {
        matches!(self.innermost(), Some(Construct::Tab { .. }))
    }

    fn tab(&mut self, tab: Construct, range: Range<usize>) {
        self.begin_quoted(&range);
        if self.is_in_tab() {
            self.close_to(self.open.len() - 1);
        } else {
            self.begin(Construct::Tabs, &range);
        }
        self.begin(tab, &range);
    }

    /// A rule ends the tabs before it and is not shown.
    fn end_tabs(&mut self, _: &Range<usize>) {
        self.close_to(self.open.len().saturating_sub(2));
    }

    /// Begins a part of the quote that is open: what stands before it is a part of its own.
    fn mark(&mut self, marker: QuoteMarker, range: &Range<usize>) {
        self.end_quoted(range);
        let quoted = match marker {
            QuoteMarker::Alert(kind) => Quoted::Quote(Tag::BlockQuote(Some(kind))),
            QuoteMarker::Division(division) => Quoted::Division(division),
        };
        self.begin_part(quoted, range);
    }

    /// A quote that begins with a video is none.
    fn begin_video(&mut self, events: &[Parsed<'a>], range: &Range<usize>) {
        let link = events.get(1).map(|(event, _)| event);
        if let Some(Event::Start(Tag::Link { title, .. })) = link
            && **title == *VIDEO_TITLE
            && let Some(Open::Quote(None)) = self.open.last()
        {
            self.begin_part(Quoted::Division(Division::Video), range);
        }
    }

    fn begin_part(&mut self, quoted: Quoted<'a>, range: &Range<usize>) {
        let event = match &quoted {
            Quoted::Quote(tag) => DocumentEvent::Markdown(Event::Start(tag.clone())),
            Quoted::Division(division) => {
                DocumentEvent::Begin(Box::new(Construct::Division(*division)))
            }
        };
        if let Some(Open::Quote(open)) = self.open.last_mut() {
            *open = Some(quoted);
            self.output.push((event, range.clone()));
        }
    }

    /// Begins the quote that is open, where nothing has begun in it: it is an ordinary one.
    fn begin_quoted(&mut self, range: &Range<usize>) {
        if let Some(Open::Quote(None)) = self.open.last() {
            self.begin_part(Quoted::Quote(Tag::BlockQuote(None)), range);
        }
    }

    fn end_quoted(&mut self, range: &Range<usize>) {
        let Some(Open::Quote(open)) = self.open.last_mut() else { return };
        let event = match open.take() {
            Some(Quoted::Quote(tag)) => DocumentEvent::Markdown(Event::End(tag.to_end())),
            Some(Quoted::Division(division)) => {
                DocumentEvent::End(Box::new(Construct::Division(division)))
            }
            None => return,
        };
        self.output.push((event, range.end..range.end));
    }
}

/// Whether the event belongs to the block around it.
fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => is_inline_tag(tag.to_end()),
        Event::End(tag) => {
            is_inline_tag(*tag) || matches!(tag, TagEnd::Paragraph | TagEnd::Heading(_))
        }
        Event::Html(_) | Event::Rule => false,
        _ => true,
    }
}

fn is_inline_tag(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
    )
}

/// The tab that a heading begins whose only content is a link to `#tab/id`.
fn tab(events: &[Parsed<'_>]) -> Option<Construct> {
    let [
        _,
        (Event::Start(Tag::Link { dest_url, .. }), _),
        inner @ ..,
        (Event::End(TagEnd::Link), _),
        _,
    ] = events
    else {
        return None;
    };
    let (id, condition) =
        dest_url.strip_prefix("#tab/").map(|id| id.split_once('/').unwrap_or((id, "")))?;
    let mut title = String::new();
    for (event, _) in inner {
        match event {
            Event::Text(words) | Event::Code(words) => title.push_str(words),
            Event::Start(Tag::Link { .. }) | Event::End(TagEnd::Link) => return None,
            _ => {}
        }
    }
    Some(Construct::Tab {
        id: id.to_owned(),
        condition: condition.to_owned(),
        title: title.trim().to_owned(),
    })
}

/// `## <a name="id"></a> Text`: the author's id takes the place of the automatic one.
fn name_heading(events: &mut Vec<Parsed<'_>>) {
    let [_, (Event::InlineHtml(start), _), (Event::InlineHtml(end), _), _, _, ..] =
        events.as_slice()
    else {
        return;
    };
    let ends = matches!(html::tokens(end).as_slice(), [HtmlToken::End { name }] if name.eq_ignore_ascii_case("a"));
    let name = match html::tokens(start).as_slice() {
        [HtmlToken::Start(tag)] if tag.is("a") && tag.attribute("href").is_none() && ends => {
            let name = tag.attribute("name").or_else(|| tag.attribute("id"));
            name.map(|name| name.value.to_string()).filter(|name| !name.is_empty())
        }
        _ => None,
    };
    let Some(name) = name else { return };
    if let Some((Event::Start(Tag::Heading { id, .. }), _)) = events.first_mut() {
        *id = Some(name.into());
    }
    events.drain(1..3);
    if let Some((Event::Text(words), range)) = events.get_mut(1) {
        let bare = words.trim_start().to_owned();
        range.start = range.end - bare.len().min(range.end - range.start);
        *words = bare.into();
    }
}
