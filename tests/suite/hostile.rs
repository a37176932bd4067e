//! Whatever a document holds, in either syntax, it becomes a page: whole HTML, nothing that runs,
//! and what was read is what is shown.

use std::sync::Arc;

use loggia::compile::Compiler;
use loggia::document::docfx::construct::Construct;
use loggia::document::events::{self, DocumentEvent};
use loggia::document::html::{self, HtmlToken};
use loggia::page::address::{Addresses, Site};
use loggia::page::body;
use loggia::question::Answers;
use loggia::source::MemoryFiles;
use proptest::prelude::*;

/// What documents are put together from: beginnings, ends and middles of everything there is.
const PIECES: &[&str] = &[
    "# H\n",
    "## <a name=\"x\"></a> y\n",
    "text ",
    "*",
    "**",
    "_",
    "`",
    "```\n",
    "> ",
    "- ",
    "1. ",
    "    ",
    "\n",
    "\n\n",
    "|a|b|\n|-|-|\n",
    "| c ",
    "|",
    "<b>",
    "</b>",
    "<i>",
    "</i></b>",
    "<div>",
    "</div>\n",
    "<table><tr><td>",
    "</table>\n",
    "<!--",
    "-->",
    "<host>",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<a href=\"javascript:x\">",
    "</a>",
    "[l](b.md)",
    "[l](<",
    "![i](i.svg \"t\")",
    "[![i](i.svg)](b.md)",
    "[",
    "](",
    ")",
    "<https://e.org>",
    "<xref:A.B%2A>",
    "&lt;",
    "\\",
    "[!NOTE]\n",
    "> [!TIP]\n> x\n",
    "[!div class=\"checklist\"]\n",
    "[!VIDEO https://e.org/v]",
    "[!INCLUDE[x](inc.md)]",
    "[!INCLUDE [x](inc.md)]\n",
    "[!code-cs[x](c.cs#L1)]\n",
    "# [T](#tab/a)\n",
    "### [*U*](#tab/b/c)\n",
    "---\n",
    "***\n",
    ":::zone pivot=\"a,b\"\n",
    ":::zone-end\n",
    "::: moniker range=\">=x-1.0\"\n",
    "::: moniker-end\n",
    ":::row:::\n",
    ":::row-end:::\n",
    "    :::column span=\"2\":::\n",
    "    :::column-end:::\n",
    ":::image source=\"i.svg\" alt-text=\"a\" lightbox=\"i.svg\":::",
    ":::image type=\"icon\" source=\"i.svg\":::",
    ":::image type=\"complex\" source=\"i.svg\" alt-text=\"c\":::\n",
    ":::image-end:::\n",
    ":::no-loc text=\"n_l\":::",
    ":::code source=\"c.cs\" highlight=\"1\":::\n",
    ":::",
    "\u{feff}",
    "\u{a0}\n",
    "\u{200b}",
    "\r\n",
    "é",
];

/// What lays links over images, or nearly.
const HOT_PIECES: &[&str] = &[
    "\n\n![i](i.svg)\n\n",
    "\n\n![i](https://example.org/i.png \"<b>\")\n\n",
    "[d<](#d \"depicts 1,2,3,4\") ",
    "[*d*](#d \"depicts 50,60,70,80\") ",
    "[out](javascript:x \"depicts 1,2,3,4\") ",
    "[](https://example.org/\"&amp; \"depicts 0,0,100,100\") ",
    "\n\nDepicts\n: [d](#d \"5,6,7,8\")\n\n",
    "\n\n# D {#d .Zone}\n\n",
    "[^n]: x\n",
];

const VOID: &[&str] = &["br", "img", "hr", "input", "col", "wbr", "rect"];

fn checked(markdown: &str, others: &str) -> Result<(), TestCaseError> {
    let files = MemoryFiles::fixture(&format!(
        "{others}//- b.md\n# B\n//- inc.md\n---\ntitle: I\n---\n*one* | two\n\n- three\n//- c.cs\nclass C;\n//- i.svg\n<svg>\n//- a.md\n{markdown}"
    ));
    let linked = Compiler::new(Arc::new(files)).link().unwrap();
    let catalog = &linked.catalog;
    let Some(index) = catalog.pages.iter().position(|page| page.document.path.as_str() == "a.md")
    else {
        return Ok(());
    };
    let page = &catalog.pages[index];
    let addresses = Addresses::new(catalog, Site::Served, &page.route);
    let shown = body::render(linked.known(), index, &Answers::default(), addresses);
    let mut open = Vec::new();
    let (mut headings, mut tabs) = (0, 0);
    for token in html::tokens(&shown) {
        match token {
            HtmlToken::Start(tag) => {
                prop_assert!(!["script", "style", "iframe", "form"].contains(&tag.name), "{shown}");
                for attribute in &tag.attributes {
                    prop_assert!(!attribute.name.starts_with("on"), "{shown}");
                    prop_assert!(
                        !attribute.value.trim_start().starts_with("javascript:"),
                        "{shown}"
                    );
                }
                let is_heading =
                    tag.name.len() == 2 && tag.name.starts_with('h') && tag.name != "hr";
                headings += usize::from(is_heading && tag.attribute("id").is_some());
                tabs += usize::from(tag.attribute("data-tab").is_some());
                let is_nested = tag.name == "a" && open.iter().any(|name| name == "a");
                prop_assert!(!is_nested || page.document.has_html, "{shown}");
                if !VOID.contains(&tag.name) {
                    open.push(tag.name.to_owned());
                }
            }
            HtmlToken::End { name } if VOID.contains(&name) => {}
            HtmlToken::End { name } => {
                let begun = open.pop().unwrap_or_default();
                prop_assert_eq!(begun, name, "{}", &shown);
            }
            HtmlToken::Comment => prop_assert!(false, "{shown}"),
            HtmlToken::Text(_) => {}
        }
    }
    prop_assert_eq!(open, Vec::<String>::new(), "{}", &shown);
    // What was read is what is shown. Raw HTML may take a heading into an element that no page has.
    if !page.document.has_html {
        prop_assert_eq!(headings, page.document.headings().count(), "{}", &shown);
        let (events, _) = events::read(page.document.text.text(), page.document.syntax);
        let is_tab = |event: &DocumentEvent<'_>| matches!(event, DocumentEvent::Begin(begun) if matches!(**begun, Construct::Tab { .. }));
        prop_assert_eq!(tabs, events.iter().filter(|(event, _)| is_tab(event)).count());
    }
    prop_assert_eq!(page.links.len(), page.document.links.len());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_document_of_docfx_becomes_a_page(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..24)) {
        checked(&pieces.concat(), "//- docfx.json\n{\"build\": {\"content\": [{\"files\": [\"**/*.md\"]}]}}\n")?;
    }

    #[test]
    fn any_document_of_a_book_becomes_a_page(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..24)) {
        checked(&pieces.concat(), "")?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_document_with_links_over_images_becomes_a_page(
        pieces in prop::collection::vec(
            prop_oneof![prop::sample::select(HOT_PIECES), prop::sample::select(PIECES)], 0..24,
        )
    ) {
        let literate = "//- book.toml\n[book]\nsrc = \".\"\n[preprocessor.loggia]\n//- SUMMARY.md\n[A](a.md)\n";
        checked(&pieces.concat(), literate)?;
    }
}

/// The texts on which mdBook 0.5.4 panics hold inline HTML that crosses emphasis.
#[test]
fn inline_html_may_cross_emphasis() {
    for markdown in [
        "**Name <b>host** end</b>\n",
        "*a <em>b* c</em>\n",
        "1. **Right-click <strong>x</strong>**\n\n   **y <td>**\n",
        "|a|\n|-|\n|**b <i>**</i>|\n",
        "- **<br>x <span>** y\n\n  </span>\n",
    ] {
        for others in
            ["", "//- docfx.json\n{\"build\": {\"content\": [{\"files\": [\"**/*.md\"]}]}}\n"]
        {
            checked(markdown, others).unwrap();
        }
    }
}
