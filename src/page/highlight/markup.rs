//! Tokens to HTML.

use crate::page::escape::escape;
use crate::page::highlight::token::{Token, TokenKind};
use crate::text::Span;

/// The HTML of `code` with a span around each token.
///
/// Tokens must be in order. Whatever they are, the text of the HTML is the code: one that overlaps
/// another, ends in the middle of a character or lies outside is passed over.
pub(super) fn html(code: &str, tokens: &[Token]) -> String {
    let mut html = String::with_capacity(code.len() * 2);
    let mut written = 0;
    let mut tokens = tokens.iter().peekable();
    while let Some(Token { span, kind }) = tokens.next() {
        // One span for a run of the same kind.
        let mut span = *span;
        while let Some(next) =
            tokens.next_if(|next| next.kind == *kind && next.span.start == span.end)
        {
            span.end = next.span.end;
        }
        let gap = code.get(written..span.start);
        let text = code.get(span.range());
        if let (Some(gap), Some(text)) = (gap, text) {
            html.push_str(&escape(gap));
            push_span(&mut html, *kind, text);
            written = span.end;
        }
    }
    html.push_str(&escape(code.get(written..).unwrap_or_default()));
    html
}

/// Appends `text` with a span around it, white space at its ends left outside.
fn push_span(html: &mut String, kind: TokenKind, text: &str) {
    let start = text.len() - text.trim_start().len();
    let end = text.trim_end().len().max(start);
    let core = Span::new(start, end);
    let part = |range| escape(text.get::<std::ops::Range<usize>>(range).unwrap_or_default());
    html.push_str(&part(0..start));
    if start < end {
        html.push_str("<span class=\"");
        html.push_str(kind.class());
        html.push_str("\">");
        html.push_str(&part(core.range()));
        html.push_str("</span>");
    }
    html.push_str(&part(end..text.len()));
}

/// The text of HTML that [`html`] made, for tests.
#[cfg(test)]
pub(super) fn text_of(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        let (tag, behind) = tag.split_once('>').expect("a tag ends");
        let class = tag.strip_prefix("span class=\"").and_then(|tag| tag.strip_suffix('"'));
        let is_class = |class: &str| TokenKind::ALL.iter().any(|kind| kind.class() == class);
        assert!(tag == "/span" || class.is_some_and(is_class), "<{tag}>");
        rest = behind;
    }
    text.push_str(rest);
    html_escape::decode_html_entities(&text).into_owned()
}

/// Code, from its first line that is not empty, with its tokens in brackets behind the name of
/// their kind, punctuation and operators excepted: for tests to be read.
#[cfg(test)]
pub(super) fn marked(language: &str, code: &str) -> String {
    let html = crate::page::highlight::highlight(language, code.trim_start_matches('\n'));
    let mut marked = String::new();
    let mut rest = html.as_str();
    while let Some((before, span)) = rest.split_once("<span class=\"hl-") {
        let (kind, span) = span.split_once("\">").expect("a tag ends");
        let (text, behind) = span.split_once("</span>").expect("a span ends");
        let shown = match kind {
            "punctuation" | "operator" => text.to_owned(),
            _ => format!("‹{kind} {text}›"),
        };
        marked.extend([before, &shown]);
        rest = behind;
    }
    marked.push_str(rest);
    html_escape::decode_html_entities(&marked).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(start: usize, end: usize, kind: TokenKind) -> Token {
        let span = Span::new(start, end);
        Token { span, kind }
    }

    #[test]
    fn tokens_of_one_kind_share_a_span_and_white_space_has_none() {
        let tokens = [
            token(0, 1, TokenKind::Operator),
            token(1, 2, TokenKind::Operator),
            token(2, 4, TokenKind::Keyword),
            token(4, 5, TokenKind::Comment),
        ];
        let html = html("<> a ", &tokens);
        assert_eq!(
            html,
            "<span class=\"hl-operator\">&lt;&gt;</span> <span class=\"hl-keyword\">a</span> "
        );
    }

    #[test]
    fn wrong_tokens_change_nothing() {
        let tokens = [
            token(1, 2, TokenKind::Number),
            token(0, 4, TokenKind::Keyword),
            token(3, 5, TokenKind::Keyword),
            token(5, 99, TokenKind::Keyword),
        ];
        assert_eq!(html("a\"äü", &tokens), "a<span class=\"hl-number\">&quot;</span>äü");
    }
}
