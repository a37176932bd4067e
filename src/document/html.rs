//! Raw HTML in Markdown: which tags are real, what they declare and what text they hold.
//!
//! This reads HTML, it does not make it safe: what is shown goes through a sanitiser later. Its
//! point is to know links, images, ids and words in raw HTML, and to tell a tag from a placeholder
//! such as `<Install Directory>`, which is text and must be seen.

use std::borrow::Cow;
use std::ops::Range;

/// A piece of raw HTML. Ranges are bytes of the text that was read.
#[derive(Debug, PartialEq, Eq)]
pub enum HtmlToken<'a> {
    /// Text, a placeholder that only looks like a tag included.
    Text(Range<usize>),
    /// `<name …>`.
    Start(HtmlTag<'a>),
    /// `</name>`.
    End {
        /// The element's name as written.
        name: &'a str,
    },
    /// A comment, a declaration or what a browser takes for one.
    Comment,
}

/// A start tag.
#[derive(Debug, PartialEq, Eq)]
pub struct HtmlTag<'a> {
    /// The element's name as written.
    pub name: &'a str,
    /// Its attributes in order.
    pub attributes: Vec<HtmlAttribute<'a>>,
    /// The whole tag.
    pub range: Range<usize>,
}

/// An attribute of a start tag.
#[derive(Debug, PartialEq, Eq)]
pub struct HtmlAttribute<'a> {
    /// Its name as written.
    pub name: &'a str,
    /// Its value with entities decoded; empty where there is none.
    pub value: Cow<'a, str>,
    /// The bytes of the value as written, without quotes.
    pub range: Range<usize>,
}

impl HtmlTag<'_> {
    /// Whether this is a tag of the element `name`.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The attribute `name`, if it is there.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&HtmlAttribute<'_>> {
        let mut attributes = self.attributes.iter();
        attributes.find(|attribute| attribute.name.eq_ignore_ascii_case(name))
    }
}

/// Elements of HTML, obsolete ones included; SVG and `MathML` are not shown from raw HTML.
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "acronym",
    "address",
    "area",
    "article",
    "aside",
    "audio",
    "b",
    "base",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "datalist",
    "dd",
    "del",
    "details",
    "dfn",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "legend",
    "li",
    "link",
    "main",
    "map",
    "mark",
    "math",
    "menu",
    "meta",
    "meter",
    "nav",
    "nobr",
    "noframes",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "output",
    "p",
    "param",
    "picture",
    "pre",
    "progress",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "script",
    "search",
    "section",
    "select",
    "slot",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "track",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
];

/// Whether HTML has an element of this name, in any case.
#[must_use]
pub fn is_element(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    ELEMENTS.binary_search(&lower.as_str()).is_ok()
}

/// Splits raw HTML into its pieces. Every byte of text is in exactly one of them; the content of
/// `script` and `style` counts as a comment.
#[must_use]
pub fn tokens(html: &str) -> Vec<HtmlToken<'_>> {
    let mut tokens = Vec::new();
    let mut text_start = 0;
    let mut offset = 0;
    while let Some(found) = html.get(offset..).and_then(|rest| rest.find('<')) {
        let start = offset + found;
        let Some((token, end)) = markup(html, start) else {
            offset = start + 1;
            continue;
        };
        if text_start < start {
            tokens.push(HtmlToken::Text(text_start..start));
        }
        tokens.push(token);
        text_start = end;
        offset = end;
    }
    if text_start < html.len() {
        tokens.push(HtmlToken::Text(text_start..html.len()));
    }
    tokens
}

/// The same HTML with every `<` that starts no real tag escaped, so that a browser shows it.
#[must_use]
pub fn show_placeholders(html: &str) -> Cow<'_, str> {
    let tokens = tokens(html);
    let hides = |token: &HtmlToken<'_>| match token {
        HtmlToken::Text(range) => html.get(range.clone()).is_some_and(|text| text.contains('<')),
        _ => false,
    };
    if !tokens.iter().any(hides) {
        return Cow::Borrowed(html);
    }
    let mut shown = String::with_capacity(html.len() + 16);
    let mut last = 0;
    for token in &tokens {
        if let HtmlToken::Text(range) = token {
            shown.push_str(html.get(last..range.start).unwrap_or_default());
            shown.push_str(&html.get(range.clone()).unwrap_or_default().replace('<', "&lt;"));
            last = range.end;
        }
    }
    shown.push_str(html.get(last..).unwrap_or_default());
    Cow::Owned(shown)
}

/// The markup that starts at `start`, where `html` has a `<`, and where it ends.
fn markup(html: &str, start: usize) -> Option<(HtmlToken<'_>, usize)> {
    let rest = html.get(start..)?;
    let until = |end: &str| {
        let behind = rest.find(end).map_or(html.len(), |at| start + at + end.len());
        Some((HtmlToken::Comment, behind))
    };
    if rest.starts_with("<!--") {
        return until("-->");
    }
    if rest.starts_with("<![CDATA[") {
        return until("]]>");
    }
    if rest.starts_with("<!") || rest.starts_with("<?") {
        return until(">");
    }
    let closing = rest.starts_with("</");
    let name_start = start + if closing { 2 } else { 1 };
    let name = html.get(name_start..)?;
    let name = name.get(..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len()))?;
    if !is_element(name) {
        return None;
    }
    let mut scanner = Scanner { html, offset: name_start + name.len() };
    let attributes = scanner.attributes()?;
    let end = scanner.offset;
    if closing {
        return Some((HtmlToken::End { name }, end));
    }
    let raw = ["script", "style"].iter().find(|raw| raw.eq_ignore_ascii_case(name));
    if let Some(raw) = raw {
        let close = format!("</{raw}");
        let lower = html.get(end..)?.to_ascii_lowercase();
        let behind = lower.find(&close).map_or(html.len(), |at| {
            let from = end + at;
            html.get(from..).and_then(|rest| rest.find('>')).map_or(html.len(), |gt| from + gt + 1)
        });
        return Some((HtmlToken::Comment, behind));
    }
    let range = start..end;
    Some((HtmlToken::Start(HtmlTag { name, attributes, range }), end))
}

/// Reads the attributes of a tag up to its `>`.
struct Scanner<'a> {
    html: &'a str,
    offset: usize,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        self.html.get(self.offset..).unwrap_or_default()
    }

    fn take_while(&mut self, keep: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let length = rest.find(|c: char| !keep(c)).unwrap_or(rest.len());
        self.offset += length;
        rest.get(..length).unwrap_or_default()
    }

    /// All attributes, and the offset behind `>`; `None` where the tag is not one.
    fn attributes(&mut self) -> Option<Vec<HtmlAttribute<'a>>> {
        let mut attributes = Vec::new();
        loop {
            let spaces = self.take_while(|c| c.is_ascii_whitespace() || c == '/');
            if self.rest().starts_with('>') {
                self.offset += 1;
                return Some(attributes);
            }
            // An attribute needs space before it: `<host:port>` is no tag.
            if spaces.is_empty() {
                return None;
            }
            attributes.push(self.attribute()?);
        }
    }

    fn attribute(&mut self) -> Option<HtmlAttribute<'a>> {
        let name = self.take_while(|c| !c.is_ascii_whitespace() && !"=>/\"'<\\".contains(c));
        if name.is_empty() {
            return None;
        }
        let behind_name = self.offset;
        self.take_while(|c| c.is_ascii_whitespace());
        if !self.rest().starts_with('=') {
            self.offset = behind_name;
            let range = behind_name..behind_name;
            return Some(HtmlAttribute { name, value: Cow::Borrowed(""), range });
        }
        self.offset += 1;
        self.take_while(|c| c.is_ascii_whitespace());
        let quote = self.rest().chars().next().filter(|c| ['"', '\''].contains(c));
        if quote.is_some() {
            self.offset += 1;
        }
        let start = self.offset;
        let value = match quote {
            Some(quote) => self.take_while(|c| c != quote),
            None => self.take_while(|c| !c.is_ascii_whitespace() && c != '>'),
        };
        let range = start..self.offset;
        if quote.is_some() {
            // Without its closing quote the tag never ends.
            self.rest().chars().next()?;
            self.offset += 1;
        }
        Some(HtmlAttribute { name, value: html_escape::decode_html_entities(value), range })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shape(html: &str) -> String {
        let shapes = tokens(html).into_iter().map(|token| match token {
            HtmlToken::Text(range) => format!("{:?}", &html[range]),
            HtmlToken::Start(tag) => {
                let attributes = tag.attributes.iter().map(|a| format!(" {}={}", a.name, a.value));
                format!("<{}{}>", tag.name, attributes.collect::<String>())
            }
            HtmlToken::End { name } => format!("</{name}>"),
            HtmlToken::Comment => "!".to_owned(),
        });
        shapes.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_element_list_is_sorted() {
        assert!(ELEMENTS.is_sorted());
    }

    #[test]
    fn reads_tags_and_attributes() {
        assert_eq!(
            shape("a<a href='x&amp;y' ID=z hidden/>b</a><!-- <b> --><br>"),
            "\"a\" <a href=x&y ID=z hidden=> \"b\" </a> ! <br>"
        );
        assert_eq!(shape("<script>if (a<b) x('<i>')</script >c"), "! \"c\"");
    }

    #[test]
    fn placeholders_are_text() {
        assert_eq!(
            shape("<host> <Install Directory> <a:b>"),
            "\"<host> <Install Directory> <a:b>\""
        );
        assert_eq!(show_placeholders("<host> <b>x</b> <y"), "&lt;host> <b>x</b> &lt;y");
        assert_eq!(show_placeholders("<b>x</b>"), "<b>x</b>");
    }

    proptest! {
        #[test]
        fn any_text_splits_without_panic(html in "[<>a-c/!='\" -]{0,60}") {
            let _tokens = tokens(&html);
            let shown = show_placeholders(&html);
            prop_assert!(shown.len() >= html.len());
        }
    }
}
