//! What Markdown becomes in the body of a page.

use std::sync::Arc;

use loggia::compile::Compiler;
use loggia::page::address::{Addresses, Site};
use loggia::page::body;
use loggia::question::Answers;
use loggia::source::MemoryFiles;

/// The body of `a.md` in a folder that also holds `folder/b.md` and an image.
fn render(markdown: &str, site: Site) -> String {
    render_in("", markdown, site)
}

/// The same in a book that has other files before these.
fn render_in(others: &str, markdown: &str, site: Site) -> String {
    let files = MemoryFiles::fixture(&format!(
        "{others}//- folder/b.md\n# B\n\n## There\n//- i.svg\n<svg width='4' height='3'>\n//- a.md\n{markdown}"
    ));
    let linked = Compiler::new(Arc::new(files)).link().unwrap();
    let catalog = &linked.catalog;
    let page = catalog.pages.iter().position(|page| page.route.as_str() == "a").unwrap();
    body::render(
        linked.known(),
        page,
        &Answers::default(),
        Addresses::new(catalog, site, &catalog.pages[page].route),
    )
}

fn served(markdown: &str) -> String {
    render(markdown, Site::Served)
}

#[test]
fn headings_have_anchors() {
    insta::assert_snapshot!(served("# A & b\n\n## `c` {#d .Zone}\n"), @r##"
    <h1 id="a--b">A &amp; b <a class="anchor" href="#a--b" aria-label="Link to “A &amp; b”">#</a></h1>
    <h2 id="d"><code>c</code> <a class="anchor" href="#d" aria-label="Link to “c”">#</a></h2>
    "##);
}

#[test]
fn links_lead_where_the_site_has_the_page() {
    let markdown = "[b](folder/b.md#there \"trusts\") <https://example.org/?a&b> [x](no.md) [y](folder/b.md#no)";
    insta::assert_snapshot!(served(markdown), @r#"<p><a href="./folder/b#there" title="trusts">b</a> <a href="https://example.org/?a&amp;b" class="external" rel="external">https://example.org/?a&amp;b</a> <span class="broken-link" title="This link leads nowhere">x</span> <a href="./folder/b#no" class="broken">y</a></p>"#);
    insta::assert_snapshot!(render(markdown, Site::Static), @r#"<p><a href="./folder/b.html#there" title="trusts">b</a> <a href="https://example.org/?a&amp;b" class="external" rel="external">https://example.org/?a&amp;b</a> <span class="broken-link" title="This link leads nowhere">x</span> <a href="./folder/b.html#no" class="broken">y</a></p>"#);
}

#[test]
fn an_image_alone_in_its_paragraph_is_a_figure() {
    insta::assert_snapshot!(served("![An *arch*](i.svg)\n\ntext ![in line](i.svg \"t\")\n\n![gone](no.png)\n\n![Second](i.svg \"The caption\")\n"), @r#"
    <figure class="figure" id="figure-1"><a class="figure-zoom" href="./i.svg"><img src="./i.svg" alt="An arch" width="4" height="3" loading="lazy"></a><figcaption><span class="figure-number">Figure 1</span> An arch</figcaption></figure>
    <p>text <img src="./i.svg" alt="in line" title="t" width="4" height="3" loading="lazy"></p>
    <figure class="figure" id="figure-2"><span class="missing-image" role="img" aria-label="gone">Image not found: no.png</span><figcaption><span class="figure-number">Figure 2</span> gone</figcaption></figure>
    <figure class="figure" id="figure-3"><a class="figure-zoom" href="./i.svg"><img src="./i.svg" alt="Second" title="The caption" width="4" height="3" loading="lazy"></a><figcaption><span class="figure-number">Figure 3</span> The caption</figcaption></figure>
    "#);
}

/// A literate book, so that links can say what an image depicts.
const LITERATE: &str = "//- book.toml\n[book]\nsrc = \".\"\n[preprocessor.loggia]\n//- SUMMARY.md\n[A](a.md)\n\n- [B](folder/b.md)\n";

const HOT: &str = "# A {#a .Zone}\n\n![An arch](i.svg \"The arch\")\n\n\
    - [Whole & all](#a \"depicts 0,0,100,100\"), [](#a \"depicts 10,20,30.5,40\")\n\
    - [There](folder/b.md#there \"depicts 1,2,3,4\") and [out](https://example.org/?a&b \"depicts 5,5,5,5\")\n\
    - [Again](#a \"depicts\"), [no](#a \"must not depict 1,1,1,1\")\n";

#[test]
fn links_lie_over_an_image_that_depicts_something() {
    insta::assert_snapshot!(render_in(LITERATE, HOT, Site::Served), @r##"
    <h1 id="a">A <a class="anchor" href="#a" aria-label="Link to “A”">#</a></h1>
    <figure class="figure" id="figure-1"><div class="figure-hot"><div class="hot-picture"><a class="figure-zoom" href="./i.svg"><img src="./i.svg" alt="An arch" title="The arch" width="4" height="3" loading="lazy"></a><svg class="hot-spots" viewBox="0 0 4 3" role="group" aria-label="Links on figure 1"><a id="region-1" href="./things/a/a" aria-label="Whole &amp; all"><title>Whole &amp; all</title><rect x="0%" y="0%" width="100%" height="100%"/></a><a id="region-2" href="./things/a/a" aria-label="A"><title>A</title><rect x="10%" y="20%" width="30.5%" height="40%"/></a><a id="region-4" href="https://example.org/?a&amp;b" aria-label="out"><title>out</title><rect x="5%" y="5%" width="5%" height="5%"/></a><a id="region-3" href="./folder/b#there" aria-label="There"><title>There</title><rect x="1%" y="2%" width="3%" height="4%"/></a></svg></div></div><figcaption><span class="figure-number">Figure 1</span> The arch</figcaption></figure>

    <ul>
    <li><a href="./a#a" title="depicts" data-region="region-1">Whole &amp; all</a>, <a href="./a#a" title="depicts" data-region="region-2"></a></li>
    <li><a href="./folder/b#there" title="depicts" data-region="region-3">There</a> and <a href="https://example.org/?a&amp;b" title="depicts" class="external" rel="external" data-region="region-4">out</a></li>
    <li><a href="./a#a" title="depicts">Again</a>, <a href="./a#a" title="must not depict 1,1,1,1">no</a></li>
    </ul>
    "##);
    let fixed = render_in(LITERATE, HOT, Site::Static);
    assert!(fixed.contains("href=\"./things/a/a.html\" aria-label=\"Whole &amp; all\""), "{fixed}");
    assert!(fixed.contains("href=\"./folder/b.html#there\""), "{fixed}");
}

#[test]
fn links_over_an_image_outlive_sanitising_and_raw_html_cannot_take_their_place() {
    let raw = "<figure id=\"figure-1\"><b>raw</b></figure>\n\n<span id=\"region-1\"></span>\n\n";
    let shown = render_in(LITERATE, &format!("{raw}{HOT}"), Site::Served);
    assert!(shown.contains("<figure id=\"figure-1\"><b>raw</b></figure>"), "{shown}");
    assert!(
        shown.contains("<figure class=\"figure\" id=\"figure-1-1\"><div class=\"figure-hot\">"),
        "{shown}"
    );
    assert_eq!(shown.matches("<svg class=\"hot-spots\"").count(), 1, "{shown}");
    assert!(shown.contains("<a id=\"region-1~\" href="), "{shown}");
}

#[test]
fn an_image_that_is_not_there_or_is_no_figure_has_no_links_over_it() {
    for image in ["![gone](gone.png)", "words ![in line](i.svg)", "[![linked](i.svg)](folder/b.md)"]
    {
        let markdown = format!("# A {{#a .Zone}}\n\n{image}\n\n- [A](#a \"depicts 1,2,3,4\")\n");
        assert!(!render_in(LITERATE, &markdown, Site::Served).contains("<svg"), "{image}");
    }
    assert!(!served(HOT).contains("<svg"), "the book is not literate");
    assert!(served(HOT).contains("title=\"depicts 10,20,30.5,40\""), "so titles are tooltips");
}

#[test]
fn alerts_tables_and_tasks() {
    insta::assert_snapshot!(served("> [!WARNING]\n> Hot.\n\n> plain\n\n| a | b |\n|:--|--:|\n| 1 | 2 |\n\n- [x] done\n"), @r#"
    <div class="alert alert-warning" role="note"><p class="alert-title">Warning</p>
    <p>Hot.</p>
    </div>
    <blockquote>
    <p>plain</p>
    </blockquote>
    <div class="table-scroll" tabindex="0" role="region" aria-label="Table 1"><table><thead><tr><th class="align-left">a</th><th class="align-right">b</th></tr></thead><tbody>
    <tr><td class="align-left">1</td><td class="align-right">2</td></tr>
    </tbody></table>
    </div>
    <ul>
    <li><input type="checkbox" disabled aria-label="Done" checked> done</li>
    </ul>
    "#);
}

#[test]
fn footnotes_are_numbered_by_use_and_stand_at_the_end() {
    insta::assert_snapshot!(served("b[^b] a[^a] b[^b]\n\n[^a]: A **text**.\n[^b]: B.\n[^c]: Unused.\n\nend\n"), @r##"
    <p>b<sup class="footnote-reference"><a href="#fn-1" id="fnref-1">1</a></sup> a<sup class="footnote-reference"><a href="#fn-2" id="fnref-2">2</a></sup> b<sup class="footnote-reference"><a href="#fn-1" id="fnref-1-2">1</a></sup></p>
    <p>end</p>
    <section class="footnotes" aria-label="Footnotes"><ol>
    <li id="fn-1"><p>B.</p>
     <a class="footnote-back" href="#fnref-1" aria-label="Back to the text">↩</a> <a class="footnote-back" href="#fnref-1-2" aria-label="Back to the text">↩</a></li>
    <li id="fn-2"><p>A <strong>text</strong>.</p>
     <a class="footnote-back" href="#fnref-2" aria-label="Back to the text">↩</a></li>
    </ol></section>
    "##);
}

#[test]
fn definition_lists_and_strikethrough() {
    insta::assert_snapshot!(served("Trusts\n: [B](folder/b.md)\n: ~~nothing~~\n"), @r#"
    <dl>
    <dt>Trusts</dt>
    <dd><a href="./folder/b">B</a></dd>
    <dd><del>nothing</del></dd>
    </dl>
    "#);
}

#[test]
fn code_keeps_its_text_and_hides_what_mdbook_hides() {
    insta::assert_snapshot!(served("```text\na < b & c\n```\n\n```rust,ignore\n# hidden\nlet a = 1;\n## shown\n```\n"), @r#"
    <div class="code" data-language="text"><div class="code-head"><span class="code-language">text</span></div><pre tabindex="0"><code class="language-text">a &lt; b &amp; c
    </code></pre></div>
    <div class="code" data-language="rust"><div class="code-head"><span class="code-language">Rust</span></div><pre tabindex="0"><code class="language-rust"><span class="hl-keyword">let</span> a <span class="hl-operator">=</span> <span class="hl-number">1</span><span class="hl-punctuation">;</span>
    # shown
    </code></pre></div>
    "#);
}

#[test]
fn raw_html_is_sanitised_and_its_links_resolved() {
    let markdown = "<table><tr><td><a href=\"folder/b.md\" onclick=x>b</a><img src=\"i.svg\" alt=\"i\"></td></tr></table>\n\n<details><summary>More</summary>\n\nInner *text* <script>alert(1)</script>\n\n</details>\n\nUse <host> and <kbd>Ctrl</kbd>.<br>Next </div> line\n\n```sql\nselect 1\n```\n";
    insta::assert_snapshot!(served(markdown), @r#"
    <table><tbody><tr><td><a href="./folder/b">b</a><img src="./i.svg" alt="i"></td></tr></tbody></table>
    <details><summary>More</summary>
    <p>Inner <em>text</em> alert(1)</p>
    </details>
    <p>Use &lt;host&gt; and <kbd>Ctrl</kbd>.<br>
    Next  line</p>
    <div class="code" data-language="sql"><div class="code-head"><span class="code-language">SQL</span></div><pre tabindex="0"><code class="language-sql"><span class="hl-keyword">select</span> <span class="hl-number">1</span>
    </code></pre></div>
    "#);
}

#[test]
fn nothing_hostile_survives_markdown() {
    let html = served(
        "[x](javascript:alert(1)) ![x](javascript:alert(1)) [y](<folder/b.md\"onclick=alert(1)>) ```\"><script>\nx\n```\n\n## \"><script>alert(1)</script> {#\"><script>}\n",
    );
    assert!(!html.contains("<script"), "{html}");
    assert!(!html.contains("href=\"javascript"), "{html}");
    assert!(!html.contains("src=\"javascript"), "{html}");
}

mod documents {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        /// Inline HTML that crosses emphasis makes other programs panic.
        #[test]
        fn any_mixture_of_markdown_and_html_becomes_a_page(pieces in prop::collection::vec(prop::sample::select(vec![
            "**", "*", "_", "`", "<em>", "</em>", "<a name=\"x\">", "</a>", "[", "](folder/b.md)", "![", "](i.svg)", "\n", "\n\n", "| a | b |\n|---|---|\n", "> ", "- ", "    ", "# ", "{#i .C}", "[^1]", "[^1]: ", "~~", "\\", "<!-- ", " -->", "<br>", "<script>", "{{#include a.md}}", "text", "ä\u{200b}", "\r\n", "---\n", ": ",
        ]), 0..24)) {
            let _html = served(&pieces.concat());
        }
    }
}

#[test]
fn rows_of_things_are_places_of_the_page() {
    let html = served("## Flows {#flows .Flow}\n\n| F | S |\n|---|---|\n| L1 | a |\n| L1 | b |\n");
    insta::assert_snapshot!(html, @r##"
    <h2 id="flows">Flows <a class="anchor" href="#flows" aria-label="Link to “Flows”">#</a></h2>
    <div class="table-scroll" tabindex="0" role="region" aria-label="Table 1"><table><thead><tr><th>F</th><th>S</th></tr></thead><tbody>
    <tr><td><span id="flows-l1" class="row-place"></span>L1</td><td>a</td></tr>
    <tr><td><span id="flows-l1-1" class="row-place"></span>L1</td><td>b</td></tr>
    </tbody></table>
    </div>
    "##);
}
