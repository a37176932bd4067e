//! The last barrier for pages with raw HTML: nothing but known elements and attributes gets through.

use std::sync::LazyLock;

use ammonia::Builder;

/// What a page's body may hold: what Markdown and our renderer make, and harmless raw HTML.
static BODY: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder
        .add_tags([
            "figure",
            "figcaption",
            "section",
            "input",
            "mark",
            "details",
            "summary",
            "tfoot",
            "caption",
            "colgroup",
            "col",
        ])
        .add_generic_attributes([
            "class",
            "id",
            "role",
            "aria-label",
            "aria-hidden",
            "tabindex",
            "title",
            "dir",
        ])
        .add_tag_attributes("input", ["type", "checked", "disabled"])
        .add_tag_attributes("img", ["loading"])
        .add_tag_attributes("div", ["data-language"])
        .add_tag_attributes(
            "section",
            ["data-tab", "data-condition", "data-pivots", "data-titles", "data-versions"],
        )
        .add_tag_attributes("details", ["open"])
        .add_tag_attributes("a", ["rel", "name", "data-region"])
        .add_tag_attributes("ol", ["start"])
        .link_rel(None)
        .url_schemes(
            ["http", "https", "mailto", "ftp", "ftps", "sftp", "tel", "irc", "xmpp", "news", "urn"]
                .into_iter()
                .collect(),
        );
    // Of form controls only the boxes of task lists.
    builder.attribute_filter(|element, attribute, value| match (element, attribute) {
        ("input", "type") if value != "checkbox" => Some("checkbox".into()),
        _ => Some(value.into()),
    });
    builder
});

/// The HTML of a body without anything that could run or load elsewhere than as an image or link.
#[must_use]
pub(in crate::page) fn body(html: &str) -> String {
    BODY.clean(html).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_runs_gets_through() {
        for hostile in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "<a href=\"javascript:alert(1)\">x</a>",
            "<a href=\"JaVa\nScript:alert(1)\">x</a>",
            "<iframe src=//evil></iframe>",
            "<svg onload=alert(1)></svg>",
            "<style>*{display:none}</style>",
            "<p style=\"position:fixed\">x</p>",
            "<form action=//evil><input name=q></form>",
            "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
            "<base href=//evil><meta http-equiv=refresh content=0>",
        ] {
            let clean = body(hostile).to_lowercase();
            for word in [
                "script", "onerror", "onload", "iframe", "<style", "style=", "<form", "<base",
                "<meta", "evil",
            ] {
                assert!(!clean.contains(word), "{hostile} became {clean}");
            }
        }
    }

    #[test]
    fn what_we_make_gets_through() {
        for ours in [
            "<div class=\"code\" data-language=\"sql\"><pre tabindex=\"0\"><code class=\"language-sql\"><span class=\"hl-keyword\">x</span></code></pre></div>",
            "<figure class=\"figure\" id=\"figure-1\"><a class=\"figure-zoom\" href=\"../a.svg\"><img src=\"../a.svg\" alt=\"b\" width=\"1\" height=\"2\" loading=\"lazy\"></a></figure>",
            "<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table\"></div>",
            "<ul><li><input disabled=\"\" type=\"checkbox\" checked=\"\"> x</li></ul>",
            "<details><summary>x</summary>y</details>",
            "<section class=\"tab\" data-tab=\"a\" data-condition=\"b\"><h3 class=\"tab-title\">x</h3></section>",
            "<section class=\"zone\" data-pivots=\"a\" data-titles=\"A\" data-versions=\"b\"></section>",
            "<span class=\"video-mark\" aria-hidden=\"true\"></span>",
        ] {
            let (mut clean, mut expected): (Vec<char>, Vec<char>) =
                (body(ours).chars().collect(), ours.chars().collect());
            clean.sort_unstable();
            expected.sort_unstable();
            assert_eq!(clean, expected, "{}", body(ours));
        }
    }
}
