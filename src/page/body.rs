//! A document to the HTML of its page's body.
//!
//! The document's Markdown is read again, which costs less than keeping its tree: links, images,
//! headings and code come in the same order as when it was parsed, so that the n-th of each here is
//! the n-th there. Pages with raw HTML are sanitised as a whole at the end.

use pulldown_cmark::{BlockQuoteKind, CowStr, Event, Tag, TagEnd};

use crate::catalog::{LinkTarget, Page, PageIndex, ResolvedImage};
use crate::document::docfx::construct::VIDEO_TITLE;
use crate::document::events::{self, DocumentEvent, SpannedEvent};
use crate::document::{Document, Heading, Image, ImageKind};
use crate::page::address::Addresses;
use crate::page::escape::escape;
use crate::page::footnotes::Footnotes;
use crate::page::hot_spots::HotSpots;
use crate::page::image::{image_address, image_element, zoomed};
use crate::page::naming::Known;
use crate::page::places::Places;
use crate::page::versions::Versions;
use crate::page::{answer, code, construct, drawing, raw_html, sanitize};
use crate::question::Answers;

/// The body of a page, its live queries replaced by their answers.
#[must_use]
pub fn render(
    known: Known<'_>,
    index: PageIndex,
    answers: &Answers,
    addresses: Addresses<'_>,
) -> String {
    let Some(page) = known.catalog.pages.get(index) else {
        return String::new();
    };
    let (events, _) = events::read(page.document.text.text(), page.document.syntax);
    let mut renderer = Renderer {
        page,
        index,
        answers,
        hot_spots: HotSpots::of(known, index, addresses),
        document: &page.document,
        addresses,
        output: Vec::with_capacity(events.len()),
        footnotes: Footnotes::default(),
        headings: page
            .document
            .headings()
            .map(|(_, heading)| heading)
            .collect::<Vec<_>>()
            .into_iter(),
        links: 0,
        images: 0,
        code_blocks: 0,
        tables: 0,
        rows: [].iter(),
        row: None,
        open_links: Vec::new(),
        versions: Versions::of(&events),
        level: 1,
        places: Places::default(),
    };
    renderer.all(&events);
    let Renderer { output, footnotes, places, .. } = renderer;
    let mut html = String::with_capacity(page.document.text.text().len() * 2);
    pulldown_cmark::html::push_html(&mut html, output.into_iter());
    footnotes.write(&mut html);
    let html = alignment_as_classes(html);
    let html = if page.document.has_html { sanitize::body(&html) } else { html };
    // Figures are ours and full of what is taken from raw HTML, so they come last.
    places.fill(html)
}

struct Renderer<'a> {
    page: &'a Page,
    index: PageIndex,
    answers: &'a Answers,
    hot_spots: HotSpots<'a>,
    document: &'a Document,
    addresses: Addresses<'a>,
    output: Vec<Event<'a>>,
    footnotes: Footnotes<'a>,
    headings: std::vec::IntoIter<&'a Heading>,
    links: usize,
    images: usize,
    code_blocks: usize,
    tables: usize,
    /// The ids of the rows of the table being rendered that are still to come.
    rows: std::slice::Iter<'a, String>,
    /// The id of the row whose first cell comes next.
    row: Option<&'a str>,
    /// How each open link ends.
    open_links: Vec<&'static str>,
    /// The versions that the page speaks of.
    versions: Versions,
    /// The level of the heading above.
    level: u8,
    /// Figures that are drawn or have links drawn over them.
    places: Places,
}

impl<'a> Renderer<'a> {
    fn all(&mut self, events: &[SpannedEvent<'a>]) {
        let mut index = 0;
        while let Some((event, _)) = events.get(index) {
            let rest = events.get(index..).unwrap_or_default();
            index += self.one(event, rest);
        }
    }

    /// Renders the first of `rest`, which is `event`; gives how many events that used up.
    fn one(&mut self, event: &DocumentEvent<'a>, rest: &[SpannedEvent<'a>]) -> usize {
        match event {
            DocumentEvent::Markdown(event) => return self.markdown(event, rest),
            DocumentEvent::Begin(begun) => {
                self.html(construct::begin(begun, self.level, &self.versions));
            }
            DocumentEvent::End(ended) => self.html(construct::end(ended)),
        }
        1
    }

    fn markdown(&mut self, event: &Event<'a>, rest: &[SpannedEvent<'a>]) -> usize {
        match event {
            Event::Start(Tag::Paragraph) if self.starts_figure(rest) => return self.figure(rest),
            Event::Start(Tag::Image { .. }) => return self.image(rest),
            Event::Start(Tag::CodeBlock(_)) => return self.code(rest),
            Event::Start(Tag::FootnoteDefinition(name)) => return self.footnote(name, rest),
            Event::FootnoteReference(name) => {
                let reference = self.footnotes.refer(name);
                self.html(reference);
            }
            Event::Start(Tag::Heading { .. }) => self.heading(),
            Event::End(TagEnd::Heading(_)) => {}
            Event::Start(Tag::Link { title, .. }) => return self.link(title, rest),
            Event::End(TagEnd::Link) => {
                let end = self.open_links.pop().unwrap_or("</a>");
                self.html(end);
            }
            Event::Start(Tag::BlockQuote(Some(kind))) => {
                let (class, title) = alert(*kind);
                self.html(format!(
                    "<div class=\"alert alert-{class}\" role=\"note\"><p class=\"alert-title\">{title}</p>\n"
                ));
            }
            Event::End(TagEnd::BlockQuote(Some(_))) => self.html("</div>\n"),
            Event::Start(Tag::Table(_)) => {
                let table = self.document.tables.get(self.tables);
                self.rows = table.map_or([].iter(), |table| table.row_ids.iter());
                self.tables += 1;
                let number = self.tables;
                self.html(format!("<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table {number}\">"));
                self.output.push(event.clone());
            }
            Event::End(TagEnd::Table) => {
                self.output.push(event.clone());
                self.html("</div>\n");
            }
            Event::Start(Tag::TableRow) => {
                self.row = self.rows.next().map(String::as_str);
                self.output.push(event.clone());
            }
            Event::Start(Tag::TableCell) => {
                self.output.push(event.clone());
                if let Some(id) = self.row.take() {
                    let id = escape(id);
                    self.html(format!("<span id=\"{id}\" class=\"row-place\"></span>"));
                }
            }
            Event::TaskListMarker(done) => {
                let (label, checked) = if *done { ("Done", " checked") } else { ("To do", "") };
                self.html(format!(
                    "<input type=\"checkbox\" disabled aria-label=\"{label}\"{checked}> "
                ));
            }
            Event::Html(raw) => {
                let html = self.raw(raw);
                self.output.push(Event::Html(html.into()));
            }
            Event::InlineHtml(raw) => {
                let html = self.raw(raw);
                self.output.push(Event::InlineHtml(html.into()));
            }
            _ => self.output.push(event.clone()),
        }
        let ends_heading = matches!(event, Event::End(TagEnd::Heading(_)));
        if ends_heading {
            self.end_heading();
        }
        1
    }

    fn html(&mut self, html: impl Into<CowStr<'a>>) {
        self.output.push(Event::InlineHtml(html.into()));
    }

    fn heading(&mut self) {
        if let Some(heading) = self.headings.as_slice().first() {
            let Heading { level, id, .. } = heading;
            self.level = *level;
            self.html(format!("<h{level} id=\"{}\">", escape(id)));
        }
    }

    fn end_heading(&mut self) {
        if let Some(Heading { level, id, text, .. }) = self.headings.next() {
            let (id, text) = (escape(id), escape(text));
            self.html(format!(
                " <a class=\"anchor\" href=\"#{id}\" aria-label=\"Link to “{text}”\">#</a></h{level}>\n"
            ));
        }
    }

    /// Begins a link; one whose author gave no words is written to its end.
    fn link(&mut self, title: &str, rest: &[SpannedEvent<'a>]) -> usize {
        let target = self.page.links.get(self.links);
        let link = self.document.links.get(self.links);
        let (title, tie) =
            (self.hot_spots.title(self.links, title), self.hot_spots.tie(self.links));
        self.links += 1;
        let Some(target) = target.filter(|target| **target != LinkTarget::Words) else {
            self.open_links.push("");
            return 1;
        };
        let Some(address) = self.addresses.link(target) else {
            self.open_links.push("</span>");
            self.html("<span class=\"broken-link\" title=\"This link leads nowhere\">");
            return 1;
        };
        // Documented code is named so often that marks of where it leads would be in the way.
        let relation = match link {
            Some(link) if link.target.starts_with("xref:") => " class=\"reference\"",
            _ => link_relation(target),
        };
        let title = match title {
            "" => String::new(),
            VIDEO_TITLE => {
                self.html("<span class=\"video-mark\" aria-hidden=\"true\"></span>");
                String::new()
            }
            title => format!(" title=\"{}\"", escape(title)),
        };
        self.html(format!("<a href=\"{}\"{title}{relation}{tie}>", escape(&address)));
        let name = link.filter(|link| link.names_page()).and_then(|_| self.title_of(target));
        if let Some(name) = name {
            self.html(format!("{}</a>", escape(name)));
            return until(rest, |event| matches!(event, Event::End(TagEnd::Link)));
        }
        self.open_links.push("</a>");
        1
    }

    /// What the page is called that a link leads to.
    fn title_of(&self, target: &LinkTarget) -> Option<&'a str> {
        self.addresses.catalog().title_of(target)
    }

    /// Whether the paragraph that starts here is a figure.
    fn starts_figure(&self, rest: &[SpannedEvent<'a>]) -> bool {
        let image = self.document.images.get(self.images);
        matches!(rest.get(1), Some((DocumentEvent::Markdown(Event::Start(Tag::Image { .. })), _)))
            && image.is_some_and(|image| image.figure.is_some())
    }

    fn figure(&mut self, rest: &[SpannedEvent<'a>]) -> usize {
        let index = self.images;
        if let Some((image, resolved)) = self.next_image() {
            let large = self.lightbox();
            let (number, id) =
                image.figure.as_ref().map_or((0, ""), |figure| (figure.number, &figure.id));
            let id = escape(id);
            let shown = image_element(image, resolved, self.addresses);
            let address = large.or_else(|| image_address(resolved, self.addresses));
            let zoom = zoomed(shown, address.as_deref());
            let spots = self.hot_spots.over(index, number).filter(|_| address.is_some());
            let is_hot = spots.is_some();
            let picture = match spots {
                Some(spots) => format!(
                    "<div class=\"figure-hot\"><div class=\"hot-picture\">{zoom}{spots}</div></div>"
                ),
                None => zoom,
            };
            let caption = escape(image.caption());
            let figure = format!(
                "<figure class=\"figure\" id=\"{id}\">{picture}<figcaption><span class=\"figure-number\">Figure {number}</span> {caption}</figcaption></figure>\n"
            );
            let shown = if is_hot { self.places.keep(id, figure) } else { figure };
            self.html(shown);
        }
        until(rest, |event| matches!(event, Event::End(TagEnd::Paragraph)))
    }

    fn image(&mut self, rest: &[SpannedEvent<'a>]) -> usize {
        let shown = self
            .next_image()
            .map(|(image, resolved)| image_element(image, resolved, self.addresses));
        // Links and images in the alternative text are counted but not shown.
        let length = until(rest, |event| matches!(event, Event::End(TagEnd::Image)));
        let inner = rest.get(1..length).unwrap_or_default();
        for (event, _) in inner {
            match event.markdown() {
                Some(Event::Start(Tag::Link { .. })) => self.links += 1,
                Some(Event::Start(Tag::Image { .. })) => {
                    self.images += 1;
                    self.lightbox();
                }
                _ => {}
            }
        }
        let large = self.lightbox().filter(|_| self.open_links.is_empty());
        if let Some(shown) = shown {
            self.html(zoomed(shown, large.as_deref()));
        }
        length
    }

    /// The address of the larger form of the image before, if it has one.
    fn lightbox(&mut self) -> Option<String> {
        let next = self.document.images.get(self.images)?;
        if next.kind != ImageKind::Lightbox {
            return None;
        }
        let (_, resolved) = self.next_image()?;
        image_address(resolved, self.addresses)
    }

    fn next_image(&mut self) -> Option<(&'a Image, &'a ResolvedImage)> {
        let index = self.images;
        self.images += 1;
        Some((self.document.images.get(index)?, self.page.images.get(index)?))
    }

    fn code(&mut self, rest: &[SpannedEvent<'a>]) -> usize {
        if let Some(live) = self.answers.of(self.index, self.code_blocks) {
            let base = &self.addresses.catalog().config.base;
            self.html(answer::render(live, base, self.addresses));
        } else if let Some(figure) = self.answers.figures.of(self.index, self.code_blocks) {
            let html = drawing::render(figure, self.index, self.addresses);
            let place = self.places.keep(escape(&figure.figure.id), html);
            self.html(place);
        } else if let Some(block) = self.document.code_blocks.get(self.code_blocks) {
            self.html(code::render(block, self.document.syntax));
        }
        self.code_blocks += 1;
        until(rest, |event| matches!(event, Event::End(TagEnd::CodeBlock)))
    }

    /// Renders a footnote's text apart; it is shown at the end of the page.
    fn footnote(&mut self, name: &CowStr<'a>, rest: &[SpannedEvent<'a>]) -> usize {
        let length = until(rest, |event| matches!(event, Event::End(TagEnd::FootnoteDefinition)));
        let before = std::mem::take(&mut self.output);
        let inner = rest.get(1..length.saturating_sub(1)).unwrap_or_default();
        self.all(inner);
        let text = std::mem::replace(&mut self.output, before);
        self.footnotes.define(name, text);
        length
    }

    fn raw(&mut self, html: &str) -> String {
        let (links, images) = (&mut self.links, &mut self.images);
        let (page, addresses) = (self.page, self.addresses);
        raw_html::rewrite(
            html,
            || {
                let target = page.links.get(*links);
                *links += 1;
                target.and_then(|target| addresses.link(target))
            },
            || {
                let image = page.images.get(*images);
                *images += 1;
                image.and_then(|image| image_address(image, addresses))
            },
        )
    }
}

/// Column alignment comes as inline style, which the content security policy forbids.
fn alignment_as_classes(html: String) -> String {
    if !html.contains(" style=\"text-align: ") {
        return html;
    }
    ["left", "center", "right"].iter().fold(html, |html, side| {
        html.replace(&format!(" style=\"text-align: {side}\""), &format!(" class=\"align-{side}\""))
    })
}

/// How many events there are up to the one that ends what starts at the first.
fn until(rest: &[SpannedEvent<'_>], ends: impl Fn(&Event<'_>) -> bool) -> usize {
    let Some((DocumentEvent::Markdown(Event::Start(start)), _)) = rest.first() else {
        return 1;
    };
    let mut depth = 0;
    for (index, (event, _)) in rest.iter().enumerate() {
        let Some(event) = event.markdown() else { continue };
        match event {
            Event::Start(tag) if std::mem::discriminant(tag) == std::mem::discriminant(start) => {
                depth += 1;
            }
            event if ends(event) => {
                depth -= 1;
                if depth == 0 {
                    return index + 1;
                }
            }
            _ => {}
        }
    }
    rest.len()
}

fn alert(kind: BlockQuoteKind) -> (&'static str, &'static str) {
    match kind {
        BlockQuoteKind::Note => ("note", "Note"),
        BlockQuoteKind::Tip => ("tip", "Tip"),
        BlockQuoteKind::Important => ("important", "Important"),
        BlockQuoteKind::Warning => ("warning", "Warning"),
        BlockQuoteKind::Caution => ("caution", "Caution"),
    }
}

fn link_relation(target: &LinkTarget) -> &'static str {
    match target {
        LinkTarget::External(_) => " class=\"external\" rel=\"external\"",
        LinkTarget::Page { fragment_exists: false, .. } => " class=\"broken\"",
        _ => "",
    }
}
