//! DocFX repositories as their publishers read them: docsets, addresses, navigation, links and
//! redirections, each rule in a small repository of its own.

use std::sync::Arc;

use loggia::catalog::{Catalog, LinkTarget, ResolvedImage};
use loggia::compile::{Compiler, Linked};
use loggia::service::pages::{Found, find};
use loggia::service::site;
use loggia::source::MemoryFiles;
use loggia::text::FilePath;

use crate::harness::Server;

/// Two docsets with nested bases, an own one for what is shared, and files outside of them.
const REPOSITORY: &str = r#"
//- .openpublishing.publish.config.json
{
  "docsets_to_publish": [
    { "docset_name": "guide", "build_source_folder": "guide" },
    { "docset_name": "reference", "build_source_folder": "reference" },
  ],
  "dependent_repositories": [{ "path_to_root": "_themes", "url": "https://example.org" }]
}
//- .openpublishing.redirection.json
{ "redirections": [
  { "source_path": "guide/old.md", "redirect_url": "/product/Core/Start#more" },
  { "source_path": "guide/older.md", "redirect_url": "/product/old", "monikers": ["x"] },
  { "source_path": "reference/index.md", "redirect_url": "entry" },
  { "source_path": "guide/away.md", "redirect_url": "https://example.org/x" },
  { "source_path_from_root": "/guide/other.md", "redirect_url": "/azure/x#y" }
] }
//- guide/docfx.json
{ "build": {
  "content": [{ "files": ["**/*.md", "**/*.yml"], "exclude": ["**/includes/**", "README.md"] }],
  "resource": [{ "files": ["**/*.png"] }],
  "globalMetadata": {
    "breadcrumb_path": "/product/bread/toc.json", "titleSuffix": "The Guide", "author": "all" },
  "fileMetadata": { "author": { "core/*.md": "core" }, "ms.topic": { "**/*.md": "article" } }
} }
//- guide/index.yml
### YamlMime:Hub
title: The product
summary: All of it.
//- guide/TOC.md
# [Start](Core/Start.md)
##### [Deep](core/Deep.md)
# [Reference](/product/core/reference/entry)
# [Elsewhere](/azure/y)
# [More](more/)
//- guide/Core/Start.md
---
author: own
---
# Start

## More

[deep](deep.md)
//- guide/core/Deep.md
# Deep
//- guide/more/toc.yml
- name: Questions
  href: ../faq.yml
- name: Group
  items:
  - name: Start again
    href: ../Core/Start.md
//- guide/faq.yml
### YamlMime:FAQ
title: Questions
//- guide/README.md
# Left out
//- guide/includes/part.md
A part.
//- guide/media/A b.png
GIF89a
//- reference/docfx.json
{ "build": { "globalMetadata": { "breadcrumb_path": "/product/core/reference/breadcrumb/toc.json" } } }
//- reference/toc.yml
items:
- name: Entry
  href: entry.md
//- reference/entry.md
# Entry
//- reference/breadcrumb/toc.yml
- name: Product
  tocHref: /product/
  topicHref: /product/index
//- README.md
# Read me
//- tools/build.md
# Build
"#;

fn link(fixture: &str) -> Linked {
    Compiler::new(Arc::new(MemoryFiles::fixture(fixture))).link().unwrap()
}

fn navigation(catalog: &Catalog) -> String {
    let mut lines = Vec::new();
    let mut part = None;
    for entry in &catalog.navigation.entries {
        if entry.part != part {
            part.clone_from(&entry.part);
            lines.push(format!("# {}", part.as_deref().unwrap_or("-")));
        }
        let page = entry.page.map(|page| catalog.pages[page].route.as_str());
        let target = page.or(entry.elsewhere.as_deref()).unwrap_or("-");
        lines.push(format!("{}{} -> {target}", "  ".repeat(entry.depth), entry.name));
    }
    lines.join("\n")
}

fn problems(linked: &Linked) -> Vec<String> {
    let shown = linked.diagnostics.iter().map(|problem| {
        let text = &linked.texts[&problem.place.file];
        let at = text.line_column(problem.place.span.start);
        format!("{}:{} {} {}", problem.place.file, at.line, problem.code.name, problem.message)
    });
    shown.collect()
}

/// `@` stands before uids, and before much else.
#[test]
fn a_uid_in_running_text_leads_to_its_page_and_shows_its_title() {
    let files = "//- docfx.json\n{}\n//- a.md\n---\nuid: the.a\n---\n# The first page\n\nNot @param.\n\
                 //- b.md\n# B\n\nSee @the.a, <xref:the.a> and [words](xref:the.a); not @the.b, `@the.a` or me@the.a.\n";
    let server = Server::of(MemoryFiles::fixture(files));
    let page = server.get("/b");
    let text = page.text();
    let link = |words: &str| format!("<a href=\"./a\" class=\"reference\">{words}</a>");
    let expected = format!(
        "<p>See {0}, {0} and {1}; not @the.b, <code>@the.a</code> or me@the.a.</p>",
        link("The first page"),
        link("words")
    );
    assert!(text.contains(&expected), "{text}");
    assert!(server.get("/a").text().contains("<p>Not @param.</p>"));
    let count = "SELECT%20(COUNT(*)%20AS%20%3Fcount)%7B%3Flink%20a%20loggia:Link%7D";
    let counted = server.get_as(&format!("/sparql?query={count}"), "text/csv");
    assert_eq!(counted.text(), "count\r\n3\r\n");
}

#[test]
fn the_docsets_are_parts_of_one_navigation() {
    let linked = link(REPOSITORY);
    assert_eq!(linked.catalog.title, "The product");
    insta::assert_snapshot!(navigation(&linked.catalog), @r"
    # The Guide
    The product -> product/
    Start -> product/core/start
      Deep -> product/core/deep
    Reference -> product/core/reference/entry
    Elsewhere -> https://learn.microsoft.com/azure/y
    More -> -
      Questions -> product/faq
      Group -> -
        Start again -> product/core/start
    # reference
    Entry -> product/core/reference/entry
    # Elsewhere in the repository
    Read me -> README
    tools -> -
      Build -> tools/build
    ");
    insta::assert_snapshot!(problems(&linked).join("\n"), @"guide/Core/Start.md:8 inexact-link `deep.md` differs in case from the name of its file");
}

#[test]
fn values_of_the_settings_are_as_if_the_document_had_stated_them() {
    let catalog = link(REPOSITORY).catalog;
    let front_matter = |path: &str| {
        let page = catalog.page_of(&FilePath::new(path).unwrap()).unwrap();
        catalog.pages[page].document.front_matter.clone()
    };
    assert_eq!(front_matter("guide/Core/Start.md").authors, ["own"]);
    assert_eq!(front_matter("guide/core/Deep.md").authors, ["core"]);
    assert_eq!(front_matter("guide/faq.yml").authors, ["all"]);
    let topic = ("ms.topic".to_owned(), vec!["article".to_owned()]);
    assert!(front_matter("guide/core/Deep.md").other.contains(&topic));
    assert!(!front_matter("README.md").other.contains(&topic));
}

#[test]
fn requests_reach_what_is_published() {
    let catalog = link(REPOSITORY).catalog;
    let found = |path: &str| match find(&catalog, path) {
        Found::Page(page) => format!("page {}", catalog.pages[page].document.path),
        Found::Twin(page, twin) => format!("{twin:?} of {}", catalog.pages[page].document.path),
        Found::Asset(file, asset) => format!("{file} as {}", asset.media_type.as_str()),
        Found::Drawing(page, block, _) => format!("figure {block} of page {page}"),
        Found::Moved(address) => format!("-> {address}"),
        Found::MovedAway(url) => format!("=> {url}"),
        Found::Nothing(_) => "nothing".to_owned(),
    };
    let requests = [
        "",
        "product/",
        "product",
        "Product/Index",
        "guide/index.yml",
        "product/core/start",
        "product/core/start.md",
        "product/Core/Start",
        "product/core/start.html",
        "guide/Core/Start.md",
        "guide/core/START",
        "product/core/reference/entry",
        "product/core/reference/entry.ttl",
        "reference/entry.md",
        "product/core/reference/",
        "product/core/reference",
        "reference/index.md",
        "product/old",
        "product/older",
        "guide/older.md",
        "product/away",
        "product/other",
        "product/media/A b.png",
        "product/media/a%20b.png",
        "guide/media/A b.png",
        "product/includes/part",
        "guide/README",
        "README",
        "readme.md",
        "tools/build",
    ];
    let shown: Vec<String> =
        requests.iter().map(|path| format!("{path}: {}", found(path))).collect();
    insta::assert_snapshot!(shown.join("\n"), @r"
    : -> product/
    product/: page guide/index.yml
    product: -> product/
    Product/Index: -> product/
    guide/index.yml: -> product/
    product/core/start: page guide/Core/Start.md
    product/core/start.md: Markdown of guide/Core/Start.md
    product/Core/Start: -> product/core/start
    product/core/start.html: -> product/core/start
    guide/Core/Start.md: -> product/core/start
    guide/core/START: -> product/core/start
    product/core/reference/entry: page reference/entry.md
    product/core/reference/entry.ttl: Turtle of reference/entry.md
    reference/entry.md: -> product/core/reference/entry
    product/core/reference/: -> product/core/reference/entry
    product/core/reference: -> product/core/reference/entry
    reference/index.md: -> product/core/reference/entry
    product/old: -> product/core/start#more
    product/older: -> product/core/start#more
    guide/older.md: -> product/core/start#more
    product/away: => https://example.org/x
    product/other: => https://learn.microsoft.com/azure/x#y
    product/media/A b.png: guide/media/A b.png as image/gif
    product/media/a%20b.png: nothing
    guide/media/A b.png: -> product/media/A%20b.png
    product/includes/part: nothing
    guide/README: nothing
    README: page README.md
    readme.md: -> README
    tools/build: page tools/build.md
    ");
}

/// Where the links and images of `guide/core/page.md` lead when its text is `text`.
fn targets(text: &str) -> String {
    let fixture = format!("{REPOSITORY}\n//- guide/core/page.md\n# Page\n\n{text}\n");
    let linked = link(&fixture);
    let catalog = &linked.catalog;
    let file = FilePath::new("guide/core/page.md").unwrap();
    let page = &catalog.pages[catalog.page_of(&file).unwrap()];
    let links = page.links.iter().map(|target| match target {
        LinkTarget::Page { page, fragment, fragment_exists } => {
            let fragment = fragment.as_ref().map(|id| format!("#{id} {fragment_exists}"));
            format!("{} {}", catalog.pages[*page].document.path, fragment.unwrap_or_default())
        }
        LinkTarget::Asset { file, .. } => format!("file {file}"),
        LinkTarget::External(url) => format!("=> {url}"),
        LinkTarget::Outside(raw) => format!("outside {raw}"),
        LinkTarget::Broken(raw) => format!("broken {raw}"),
        LinkTarget::Words => "words".to_owned(),
    });
    let images = page.images.iter().map(|image| match image {
        ResolvedImage::File { file, .. } => format!("image {file}"),
        ResolvedImage::External(url) => format!("image => {url}"),
        ResolvedImage::Missing(raw) => format!("no image {raw}"),
    });
    let own = linked.diagnostics.iter().filter(|problem| problem.place.file == file);
    let told = own.filter(|problem| problem.code.name != "orphan-document").map(|problem| {
        let help = problem.help.as_deref().unwrap_or("-");
        format!("{}: {} ({help})", problem.code.name, problem.message)
    });
    links
        .chain(images)
        .chain(told)
        .map(|line| line.trim_end().to_owned())
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn links_lead_where_docfx_leads_them() {
    insta::assert_snapshot!(targets(
        "[a](../Core/Start.md#more) [b](..\\Core%2FStart.md?view=x#none) [c](~/faq.yml) [d](#page) [e](deep) [f](../more/) [g](../old.md) [h](../older.md#x)\n\
         [i](../away.md) [j](/product/core/reference/Entry?x=1) [k](/azure/z?q#r) [l](/product/none) [m](https://docs.microsoft.com/en-us/product/core/deep#deep)\n\
         [n](https://learn.microsoft.com/azure) [o](../_themes/x) [p](../../_themes/x) [q](../../../x) [r](xref:System.Collections.Generic.List`1.Add*) [s](../TOC.md) [t](javascript:x) [u](../../README.md)"
    ), @r"
    guide/Core/Start.md #more true
    guide/Core/Start.md #none false
    guide/faq.yml
    guide/core/page.md #page true
    guide/core/Deep.md
    guide/faq.yml
    guide/Core/Start.md #more true
    guide/Core/Start.md #x false
    => https://example.org/x
    reference/entry.md
    => https://learn.microsoft.com/azure/z?q#r
    => https://learn.microsoft.com/product/none
    guide/core/Deep.md #deep true
    => https://learn.microsoft.com/azure
    broken ../_themes/x
    outside ../../_themes/x
    outside ../../../x
    => https://learn.microsoft.com/dotnet/api/system.collections.generic.list-1.add
    guide/Core/Start.md
    broken javascript:x
    README.md
    broken-anchor: `guide/Core/Start.md` has no place `#none` (-)
    inexact-link: `deep` leaves out the ending of its file (write `Deep.md`)
    broken-anchor: `guide/Core/Start.md` has no place `#x` (-)
    unknown-address: nothing in this repository is published at `/product/none` (mend the address if it should lead to a page of this repository)
    broken-link: `guide/_themes/x` is not there (-)
    outside-link: `../../../x` leads out of the repository (if the place exists only where the book is published, link to its full address)
    broken-link: links of the kind `javascript:` are not followed (write an `https:` link or a path in the book)
    ");
}

#[test]
fn images_are_found_as_links_are() {
    insta::assert_snapshot!(targets(
        "![a](../media/A%20b.png) ![b](../media/a%20B.PNG) ![c](~/media/A%20b.png) ![d](/product/media/A%20b.png) ![e](/azure/x.png) ![f](../media/no.png)"
    ), @r"
    image guide/media/A b.png
    image guide/media/A b.png
    image guide/media/A b.png
    image guide/media/A b.png
    image => https://learn.microsoft.com/azure/x.png
    no image ../media/no.png
    inexact-link: `../media/a%20B.PNG` differs in case from the name of its file (write `../media/A b.png`)
    missing-image: the image `../media/no.png` is not there (-)
    ");
}

#[test]
fn a_page_with_a_uid_is_found_by_it() {
    let linked = link(
        "//- docfx.json\n{}\n//- toc.yml\n- name: A\n  uid: the.a\n//- a.md\n---\nuid: the.a\n---\n# A\n\n[self](xref:the.a?view=x#a)\n",
    );
    assert_eq!(problems(&linked), Vec::<String>::new());
    assert_eq!(navigation(&linked.catalog), "A -> a");
    let found = LinkTarget::Page { page: 0, fragment: None, fragment_exists: true };
    assert_eq!(linked.catalog.pages[0].links, [found]);
}

#[test]
fn a_docset_without_a_base_keeps_its_paths() {
    let linked = link(
        "//- src/Main.md\n# Main\n//- docs/docfx.json\n{ \"build\": { \"content\": [{ \"files\": [\"**.md\", \"*.yml\"] }] } }\n//- docs/toc.yml\n- name: Home\n  href: /Index.md\n//- docs/Index.md\n# Home\n\n[main](../src/Main.md)\n",
    );
    assert_eq!(problems(&linked), Vec::<String>::new());
    insta::assert_snapshot!(navigation(&linked.catalog), @r"
    Home -> docs/
    # Elsewhere in the repository
    src -> -
      Main -> src/Main
    ");
}

#[test]
fn tables_of_contents_that_hold_each_other_are_cut_and_none_is_lost() {
    let linked = link(
        "//- docfx.json\n{}\n//- a/toc.yml\n- name: A\n  href: a.md\n- name: To B\n  href: ../b/toc.yml\n//- b/toc.yml\n- name: B\n  href: b.md\n- name: To A\n  tocHref: ../a/toc.yml\n//- a/a.md\n# A\n//- b/b.md\n# B\n",
    );
    insta::assert_snapshot!(navigation(&linked.catalog), @r"
    A -> a/a
    To B -> -
      B -> b/b
      To A -> a/a
    ");
    insta::assert_snapshot!(problems(&linked).join("\n"), @"b/toc.yml:4 toc-cycle tables of contents hold each other without end");
}

#[test]
fn a_table_of_contents_is_placed_once() {
    let files = (0..12).map(|n| format!(
        "//- t{n}/toc.yml\n- name: First\n  href: ../t{0}/toc.yml\n- name: Second\n  href: ../t{0}/toc.yml\n",
        n + 1
    ));
    let fixture: String = files.collect();
    let linked = link(&format!(
        "//- docfx.json\n{{}}\n{fixture}//- t12/toc.yml\n- name: A\n  href: ../a.md\n//- a.md\n# A\n"
    ));
    assert_eq!(linked.catalog.navigation.entries.len(), 25);
    assert_eq!(problems(&linked), Vec::<String>::new());
}

#[test]
fn deep_tables_of_contents_keep_all_their_entries() {
    let lines = (1..=200).map(|level| format!("{} [{level}](a.md)\n", "#".repeat(level)));
    let linked = link(&format!(
        "//- docfx.json\n{{}}\n//- toc.md\n{}//- a.md\n# A\n",
        lines.collect::<String>()
    ));
    let entries = &linked.catalog.navigation.entries;
    assert_eq!(entries.len(), 200);
    assert_eq!(entries.iter().map(|entry| entry.depth).max(), Some(32));
}

#[test]
fn settings_that_are_no_json_are_told_and_the_folder_opens() {
    let linked = link("//- docfx.json\n{ \"build\": {\n//- a.md\n# A\n");
    assert_eq!(problems(&linked).len(), 1);
    assert_eq!(linked.diagnostics[0].code.name, "malformed-config");
    assert_eq!(navigation(&linked.catalog), "A -> a");
}

#[test]
fn a_static_site_has_the_published_addresses() {
    let files = Arc::new(MemoryFiles::fixture(REPOSITORY));
    let snapshot = Compiler::new(files).compile().unwrap();
    let site = site::files(&snapshot).unwrap();
    let content = |path: &str| {
        let file = site.iter().find(|file| file.path == path);
        file.map(|file| String::from_utf8_lossy(&file.content).into_owned()).unwrap_or_default()
    };
    let paths: Vec<&str> = site.iter().map(|file| file.path.as_str()).collect();
    for path in [
        "product/index.html",
        "product/core/start.html",
        "product/core/start.md",
        "product/core/start.ttl",
        "product/core/reference/entry.html",
        "product/media/A b.png",
        "README.html",
    ] {
        assert!(paths.contains(&path), "{path} is not among {paths:#?}");
    }
    // Former addresses, those of the site and those of the repository, and the root send readers on.
    for (path, target) in [
        ("index.html", "product/index.html"),
        ("product/old.html", "../product/core/start.html#more"),
        ("guide/older.html", "../product/core/start.html#more"),
        ("product/core/reference/index.html", "../../../product/core/reference/entry.html"),
        ("product/away.html", "https://example.org/x"),
    ] {
        assert!(content(path).contains(&format!("url={target}\"")), "{path}: {}", content(path));
    }
    assert!(content("product/core/start.html").contains("href=\"../../product/core/deep.html\""));
}

#[test]
fn an_entry_that_leads_nowhere_is_told_with_the_likely_page() {
    let linked = link(
        "//- docfx.json\n{}\n//- toc.yml\n- name: A\n  href: sub/servers.md\n- name: B\n  href: sub/sevrers.md\n- name: C\n  href: other.md\n//- sub/servers.md\n# A\n",
    );
    let helps: Vec<_> = linked.diagnostics.iter().filter_map(|it| it.help.as_deref()).collect();
    assert_eq!(
        helps,
        [
            "did you mean `sub/servers.md`?",
            "write the page, or take the entry out of the table of contents"
        ]
    );
}
