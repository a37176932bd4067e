//! What Markdown becomes in the body of a page.

use std::sync::Arc;

use loggia::compile::Compiler;
use loggia::page::address::{Addresses, Site};
use loggia::page::body;
use loggia::question::Answers;
use loggia::source::MemoryFiles;

/// The body of `a.md` in a folder that also holds `folder/b.md` and an image.
fn render(markdown: &str, site: Site) -> String {
    let files = MemoryFiles::fixture(&format!(
        "//- folder/b.md\n# B\n\n## There\n//- i.svg\n<svg width='4' height='3'>\n//- a.md\n{markdown}"
    ));
    let catalog = Compiler::new(Arc::new(files)).link().unwrap().catalog;
    let page = catalog.pages.iter().position(|page| page.route.as_str() == "a").unwrap();
    body::render(
        &catalog,
        page,
        &Answers::default(),
        Addresses::new(&catalog, site, &catalog.pages[page].route),
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
