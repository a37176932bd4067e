//! What the Markdown of DocFX becomes: in the body of a page, among a document's links and in its
//! words.

use std::sync::Arc;

use loggia::catalog::Catalog;
use loggia::compile::{Compiler, Linked};
use loggia::document::Document;
use loggia::page::address::{Addresses, Site};
use loggia::page::body;
use loggia::question::Answers;
use loggia::source::MemoryFiles;

/// A repository of files beside `a.md`, which holds `markdown`.
fn linked(markdown: &str, others: &str) -> Linked {
    let files = MemoryFiles::fixture(&format!(
        "//- docfx.json\n{{\"build\": {{\"content\": [{{\"files\": [\"**/*.md\"]}}], \"resource\": [{{\"files\": [\"**/*.svg\"]}}]}}}}\n\
         //- i.svg\n<svg width='4' height='3'>\n//- large.svg\n<svg width='40' height='30'>\n{others}//- a.md\n{markdown}"
    ));
    Compiler::new(Arc::new(files)).link().unwrap()
}

fn catalog(markdown: &str, others: &str) -> Arc<Catalog> {
    linked(markdown, others).catalog
}

fn document(catalog: &Catalog) -> &Document {
    &catalog.pages.iter().find(|page| page.document.path.as_str() == "a.md").unwrap().document
}

fn rendered(markdown: &str, others: &str) -> String {
    let linked = linked(markdown, others);
    let catalog = &linked.catalog;
    let page = catalog.pages.iter().position(|page| page.document.path.as_str() == "a.md").unwrap();
    let addresses = Addresses::new(catalog, Site::Served, &catalog.pages[page].route);
    body::render(linked.known(), page, &Answers::default(), addresses)
}

fn html(markdown: &str) -> String {
    rendered(markdown, "")
}

#[test]
fn alerts_stand_anywhere_and_several_in_one_quote() {
    insta::assert_snapshot!(html("Text\n>[!tip]\n>  One\nlazy\n>\n> [!WARNING]\n> - two\n\n> [!NOTE] no alert\n\n1. > [!NOTE]\n   > three\n\n    > [!IMPORTANT]\n    > code\n"), @r#"
    <p>Text</p>
    <div class="alert alert-tip" role="note"><p class="alert-title">Tip</p>
    <p>One
    lazy</p>
    </div>
    <div class="alert alert-warning" role="note"><p class="alert-title">Warning</p>
    <ul>
    <li>two</li>
    </ul>
    </div>
    <blockquote>
    <p>[!NOTE] no alert</p>
    </blockquote>
    <ol>
    <li><div class="alert alert-note" role="note"><p class="alert-title">Note</p>
    <p>three</p>
    </div>
    <div class="alert alert-important" role="note"><p class="alert-title">Important</p>
    <p>code</p>
    </div>
    </li>
    </ol>
    "#);
}

#[test]
fn tabs_are_sections_with_headings() {
    insta::assert_snapshot!(html("## H\n\n# [A *b*](#tab/a)\n\none\n\n# [C](#tab/c/x)\n\ntwo\n\n---\n\n## A b\n\nafter\n\n---\n"), @r##"
    <h2 id="h">H <a class="anchor" href="#h" aria-label="Link to “H”">#</a></h2>
    <div class="tabs">
    <section class="tab" data-tab="a"><h3 class="tab-title">A b</h3>
    <p>one</p>
    </section>
    <section class="tab" data-tab="c" data-condition="x"><h3 class="tab-title">C</h3>
    <p>two</p>
    </section>
    </div>
    <h2 id="a-b-1">A b <a class="anchor" href="#a-b-1" aria-label="Link to “A b”">#</a></h2>
    <p>after</p>
    <hr />
    "##);
}

#[test]
fn zones_versions_and_columns_are_blocks() {
    let pivots =
        "//- zone-pivot-groups.yml\ngroups:\n- id: g\n  pivots:\n  - id: p\n    title: The P\n";
    insta::assert_snapshot!(rendered("text\n:::zone pivot=\"p, q\"\none\n:::zone-end\n\n1. item\n\n   ::: moniker range=\">=x-2.0\"\n   two\n   ::: moniker-end\n\n::: moniker range=\"<x-2.0\"\n\nnever ended\n", pivots), @r#"
    <p>text</p>
    <section class="zone" data-pivots="p q" data-titles="The P|q"><p class="zone-label">The P, q</p>
    <p>one</p>
    </section>
    <ol>
    <li>
    <p>item</p>
    <section class="zone" data-versions="x-2.0"><p class="zone-label">x-2.0 and later</p>
    <p>two</p>
    </section>
    </li>
    </ol>
    <section class="zone" data-versions=""><p class="zone-label">earlier than x-2.0</p>
    <p>never ended</p>
    </section>
    "#);
    insta::assert_snapshot!(html(":::row:::\n    :::column:::\n        ## A\n    :::column-end:::\n    :::column span=\"2\":::\n        - b\n    :::column-end:::\n:::row-end:::\n"), @r##"
    <div class="row">
    <div class="column column-1">
    <h2 id="a">A <a class="anchor" href="#a" aria-label="Link to “A”">#</a></h2>
    </div>
    <div class="column column-2">
    <ul>
    <li>b</li>
    </ul>
    </div>
    </div>
    "##);
}

#[test]
fn images_have_a_purpose() {
    insta::assert_snapshot!(html(":::image type=\"content\" source=\"i.svg\" alt-text=\"An *arch* | x\" lightbox=\"large.svg\":::\n\n| a | b |\n|---|---|\n| :::image source=\"i.svg\" type=\"icon\" border=\"false\"::: | text :::image type=\"content\" alt-text='q\"q' source=\"i.svg\"::: |\n\n![x](i.svg \"i\")\n\n:::image type=\"complex\" source=\"i.svg\" alt-text=\"c\":::\n   Long\n\n   description\n:::image-end:::\n\nafter\n"), @r#"
    <figure class="figure" id="figure-1"><a class="figure-zoom" href="./large.svg"><img src="./i.svg" alt="An *arch* | x" width="4" height="3" loading="lazy"></a><figcaption><span class="figure-number">Figure 1</span> An *arch* | x</figcaption></figure>
    <div class="table-scroll" tabindex="0" role="region" aria-label="Table 1"><table><thead><tr><th>a</th><th>b</th></tr></thead><tbody>
    <tr><td><img src="./i.svg" alt="" class="image-icon" width="4" height="3" loading="lazy"></td><td>text <img src="./i.svg" alt="q&quot;q" width="4" height="3" loading="lazy"></td></tr>
    </tbody></table>
    </div>
    <figure class="figure" id="figure-2"><a class="figure-zoom" href="./i.svg"><img src="./i.svg" alt="x" width="4" height="3" loading="lazy"></a><figcaption><span class="figure-number">Figure 2</span> x</figcaption></figure>
    <figure class="figure" id="figure-3"><a class="figure-zoom" href="./i.svg"><img src="./i.svg" alt="c" width="4" height="3" loading="lazy"></a><figcaption><span class="figure-number">Figure 3</span> c</figcaption></figure>
    <details class="description"><summary>Long description</summary>
    <p>Long</p>
    <p>description</p>
    </details>
    <p>after</p>
    "#);
}

#[test]
fn includes_are_inserted_wherever_they_stand() {
    let others = "//- includes/product.md\nBizTalk | Server\n//- includes/block.md\n---\ntitle: x\n---\n> [!NOTE]\n> See [this](../b.md).\n\n- one\n//- b.md\n# B\n";
    insta::assert_snapshot!(rendered("# The [!INCLUDE[p](includes/product.md)] of *x*\n\n[!include [b](includes/block.md)]\n\n- [!INCLUDE [p](includes/product.md)]\n- text\n  [!INCLUDE [b](includes/block.md)]\n\n> [!INCLUDE [p](includes/product.md)] in a quote\n\n| a |\n|---|\n| [!INCLUDE[p](includes/product.md)] |\n\n[[!INCLUDE[p](includes/product.md)] more](b.md) `[!INCLUDE[p](includes/product.md)]`\n", others), @r##"
    <h1 id="the--of-x">The BizTalk | Server of <em>x</em> <a class="anchor" href="#the--of-x" aria-label="Link to “The BizTalk | Server of x”">#</a></h1>
    <div class="alert alert-note" role="note"><p class="alert-title">Note</p>
    <p>See <a href="./b">this</a>.</p>
    </div>
    <ul>
    <li>
    <p>one</p>
    </li>
    <li>
    <p>BizTalk | Server</p>
    </li>
    <li>
    <p>text</p>
    <div class="alert alert-note" role="note"><p class="alert-title">Note</p>
    <p>See <a href="./b">this</a>.</p>
    </div>
    <ul>
    <li>one</li>
    </ul>
    </li>
    </ul>
    <blockquote>
    <p>BizTalk | Server in a quote</p>
    </blockquote>
    <div class="table-scroll" tabindex="0" role="region" aria-label="Table 1"><table><thead><tr><th>a</th></tr></thead><tbody>
    <tr><td>BizTalk | Server</td></tr>
    </tbody></table>
    </div>
    <p><a href="./b">BizTalk | Server more</a> <code>[!INCLUDE[p](includes/product.md)]</code></p>
    "##);
}

#[test]
fn what_cannot_be_included_is_shown_and_reported_at_its_line() {
    let catalog = catalog(
        "a\n\n[!INCLUDE [x](no.md)]\n\n[!INCLUDE [x](Includes/C.md)] [!INCLUDE [x](a.md)]\n\n[!code-csharp[x](c.cs#one)]\n",
        "//- includes/c.md\nfound\n//- c.cs\nclass C;\n",
    );
    let document = document(&catalog);
    let problems: Vec<_> = document
        .diagnostics
        .iter()
        .map(|problem| (problem.code.name, problem.place.span.start))
        .collect();
    insta::assert_debug_snapshot!(problems, @r#"
    [
        (
            "missing-include",
            3,
        ),
        (
            "inexact-link",
            40,
        ),
        (
            "include-cycle",
            56,
        ),
        (
            "missing-include-part",
            78,
        ),
    ]
    "#);
    insta::assert_snapshot!(document.text.text(), @r#"
    a

    \[\!INCLUDE \[x\](no.md)\]

    found \[\!INCLUDE \[x\](a.md)\]

    *The code of `c.cs` is not here.*
    "#);
}

#[test]
fn code_is_taken_from_files() {
    let others = "//- c.cs\nclass C\n{\n    #region one\n    int x; // ```\n    #endregion\n}\n";
    insta::assert_snapshot!(document(&catalog("- item\n\n  :::code language=\"csharp\" source=\"c.cs\" id=\"one\" highlight=\"1\":::\n\n[!code-csharp[Main](c.cs?range=1-2,6)]\n", others)).text.text(), @"
    - item

      ```csharp highlight=1
      int x; // ```
      ```

    ```csharp
    class C
    {
    }
    ```
    ");
    insta::assert_snapshot!(rendered(":::code source=\"c.cs\" range=\"1-2\" highlight=\"2\":::\n", others), @r#"
    <div class="code" data-language="cs"><div class="code-head"><span class="code-language">C#</span></div><pre tabindex="0"><code class="language-cs"><span class="hl-keyword">class</span> <span class="hl-type">C</span>
    <mark class="code-mark"><span class="hl-punctuation">{</span></mark>
    </code></pre></div>
    "#);
}

#[test]
fn divisions_videos_and_words_that_stay() {
    insta::assert_snapshot!(html("> [!div class=\"checklist\"]\n> * one\n\n> [!VIDEO https://www.youtube.com/embed/x?a=b]\n\n> [!div class=\"nextstepaction\"]\n> [Next](#x)\n\nA :::no-loc text=\"Word_s *x*\"::: [!NOLOC a_b_c] <xref:A.B.C%2A?displayProperty=nameWithType> {{x}} [^a-f] $x$ @name\n"), @r#"
    <div class="checklist">
    <ul>
    <li>one</li>
    </ul>
    </div>
    <div class="video">
    <p><span class="video-mark" aria-hidden="true"></span><a href="https://www.youtube.com/embed/x?a=b" class="external" rel="external">Video on www.youtube.com</a></p>
    </div>
    <div class="next-step">
    <p><a href="./a#x" class="broken">Next</a></p>
    </div>
    <p>A Word_s *x* a_b_c <a href="https://learn.microsoft.com/dotnet/api/a.b.c" class="reference">B.C</a> {{x}} [^a-f] $x$ @name</p>
    "#);
}

#[test]
fn headings_have_the_ids_of_docfx() {
    let others = "//- p.md\nBizTalk\n";
    let catalog = catalog(
        "# To [!INCLUDE[p](p.md)] x\n\n## <a name=\"own\"></a>  Text `c` [l](#own)\n\n## Text c l\n\n# [Text c l](#tab/x)\n\n---\n\n## Text c l\n\n### .\n\n<!-- \n## none\n-->\n",
        others,
    );
    let ids: Vec<_> = document(&catalog)
        .headings()
        .map(|(_, heading)| (heading.id.as_str(), heading.text.as_str()))
        .collect();
    insta::assert_debug_snapshot!(ids, @r#"
    [
        (
            "to--x",
            "To BizTalk x",
        ),
        (
            "own",
            "Text c l",
        ),
        (
            "text-c-l",
            "Text c l",
        ),
        (
            "text-c-l-2",
            "Text c l",
        ),
        (
            "section",
            ".",
        ),
    ]
    "#);
}

#[test]
fn words_of_all_constructs_are_found() {
    let catalog = catalog(
        "> [!NOTE]\n> alert\n\n# [tab](#tab/x)\n\npanel\n\n***\n\n:::zone pivot=\"p\"\nzone\n:::zone-end\n\n:::image type=\"complex\" source=\"i.svg\" alt-text=\"words\":::\nlong\n:::image-end:::\n\nzero\u{200b}width\n\n\u{a0}\n",
        "",
    );
    let document = document(&catalog);
    insta::assert_snapshot!(document.sections[0].text, @"
    alert
    tab
    panel
    zone
    words
    long
    zerowidth
    ");
    assert_eq!(document.images[0].alternative, "words");
}
