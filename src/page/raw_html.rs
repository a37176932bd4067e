//! Raw HTML: its links and images get the addresses that the catalog gave them.

use crate::document::html::{self, HtmlTag, HtmlToken};
use crate::page::escape::escape;

/// The same HTML with the target of each `a` and `img` replaced, in order, by what `link` and
/// `image` give, and with placeholders that only look like tags shown. Not sanitised yet.
pub(in crate::page) fn rewrite(
    raw: &str,
    mut link: impl FnMut() -> Option<String>,
    mut image: impl FnMut() -> Option<String>,
) -> String {
    let mut output = String::with_capacity(raw.len());
    let mut copied = 0;
    for token in html::tokens(raw) {
        let HtmlToken::Start(tag) = token else {
            continue;
        };
        let (name, address) = if tag.is("a") && tag.attribute("href").is_some() {
            ("href", link())
        } else if tag.is("img") && tag.attribute("src").is_some() {
            ("src", image())
        } else {
            continue;
        };
        output.push_str(raw.get(copied..tag.range.start).unwrap_or_default());
        output.push_str(&with_address(&tag, name, address.as_deref()));
        copied = tag.range.end;
    }
    output.push_str(raw.get(copied..).unwrap_or_default());
    html::show_placeholders(&output).into_owned()
}

/// The tag with another value for its attribute `name`; without it where there is no address.
fn with_address(tag: &HtmlTag<'_>, name: &str, address: Option<&str>) -> String {
    let mut text = format!("<{}", tag.name);
    for attribute in &tag.attributes {
        if attribute.name.eq_ignore_ascii_case(name) {
            if let Some(address) = address {
                text.push_str(&format!(" {name}=\"{}\"", escape(address)));
            }
        } else {
            text.push_str(&format!(" {}=\"{}\"", attribute.name, escape(&attribute.value)));
        }
    }
    text.push('>');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_replaced_in_order() {
        let mut number = 0;
        let html = rewrite(
            "<a HREF='x.md' title=\"a&quot;b\">t</a><img src=i.png><a name=z></a><host>",
            || {
                number += 1;
                Some(format!("l{number}"))
            },
            || None,
        );
        assert_eq!(html, "<a href=\"l1\" title=\"a&quot;b\">t</a><img><a name=z></a>&lt;host>");
    }
}
