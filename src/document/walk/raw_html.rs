//! What raw HTML in Markdown holds: words, ids, links and images.

use std::ops::Range;

use crate::config::Syntax;
use crate::document::html::{self, HtmlTag, HtmlToken};
use crate::document::walk::Walk;
use crate::document::{HtmlId, Image, ImageKind, LinkSyntax};
use crate::text::Span;

impl Walk<'_> {
    /// Reads a tag or a block of raw HTML that stands at `span`.
    pub(in crate::document) fn html(&mut self, raw: &str, span: Span) {
        self.has_html = true;
        self.not_only_an_image();
        // Inside quotes and lists a block's lines are not contiguous in the text.
        let exact = self.text.get(span.range()).is_some_and(|source| source.starts_with(raw));
        for token in html::tokens(raw) {
            match token {
                HtmlToken::Text(range) => {
                    let text = raw.get(range).unwrap_or_default();
                    self.words(&html_escape::decode_html_entities(text));
                }
                HtmlToken::Start(tag) => {
                    let tag_span = if exact {
                        Span::from(tag.range.clone()).shifted(span.start)
                    } else {
                        span
                    };
                    let value_span = |range: &Range<usize>| {
                        if exact { Span::from(range.clone()).shifted(span.start) } else { span }
                    };
                    self.html_tag(&tag, tag_span, value_span);
                }
                HtmlToken::End { name } => {
                    if name.eq_ignore_ascii_case("a") {
                        self.open_links.retain(|link| {
                            self.links.get(*link).is_none_or(|link| link.syntax != LinkSyntax::Html)
                        });
                    } else {
                        self.separate(" ");
                    }
                }
                HtmlToken::Comment => {}
            }
        }
    }

    fn html_tag(
        &mut self,
        tag: &HtmlTag<'_>,
        span: Span,
        value_span: impl Fn(&Range<usize>) -> Span,
    ) {
        let id = tag.attribute("id").or_else(|| tag.attribute("name").filter(|_| tag.is("a")));
        if let Some(id) = id.filter(|id| !id.value.is_empty()) {
            self.declare(&id.value, span);
            if self.syntax == Syntax::Book {
                self.ids.reserve(&id.value);
            }
            self.html_ids.push(HtmlId { id: id.value.to_string(), span });
        }
        if tag.is("br") {
            self.separate("\n");
        }
        let title = tag.attribute("title").map(|title| title.value.to_string()).unwrap_or_default();
        if tag.is("a")
            && let Some(href) = tag.attribute("href")
        {
            self.open_links.push(self.links.len());
            self.add_link(LinkSyntax::Html, href.value.to_string(), title, span);
            if let Some(link) = self.links.last_mut() {
                link.target_span = value_span(&href.range);
            }
        } else if tag.is("img")
            && let Some(source) = tag.attribute("src")
        {
            let alternative = tag.attribute("alt").map(|alt| alt.value.to_string());
            self.images.push(Image {
                target: source.value.to_string(),
                title,
                alternative: alternative.unwrap_or_default(),
                span,
                target_span: value_span(&source.range),
                section: self.section(),
                kind: ImageKind::Content,
                figure: None,
            });
        }
    }
}
