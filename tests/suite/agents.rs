//! What machines read: `llms.txt`, Markdown, structured data, the map of the site, what crawlers may
//! do, the description of the graph. Served and built.

use std::fs;

use loggia::page::address::Site;
use loggia::service::agents::sitemaps;
use loggia::source::bundled_book;
use oxigraph::io::{RdfFormat, RdfParser};
use serde_json::Value;

use crate::harness::{Server, elements, run};
use crate::python::judged_by;

const BOOK: &str = r#"//- book.toml
[book]
title = "Bridges [and more]"
description = "What stands,\nand why."
authors = ["Ada Example"]
[preprocessor.loggia]
base = "https://docs.example.org/kb/"
//- src/SUMMARY.md
# Summary

[Home](README.md)

# One part

- [A \[hard\] name](a(1).md)
  - [Below](below/README.md)
//- src/README.md
# Home
//- src/a(1).md
---
title: "</script><script>alert(1)</script>"
description: It says so itself.
---
# A hard page

See [below](below/README.md#there), [home][1], [elsewhere](https://example.org/) and [itself](#x).

![A photograph](photo.gif)

## X {#x .Server}

Zone
: Somewhere

```sparql
SELECT ?a { BIND(3 AS ?a) }
```

[1]: README.md
//- src/below/README.md
# Below

It begins so. And goes on.

## There
//- src/photo.gif
GIF89a
"#;

#[test]
fn the_index_is_read_by_the_parser_of_its_proposal() {
    let fixture = Server::fixture(BOOK);
    let bundled = Server::of(bundled_book());
    for (server, sections, pages) in
        [(&fixture, vec!["Pages", "One part", "Optional"], 3), (&bundled, vec![], 40)]
    {
        let index = server.get("/llms.txt");
        assert_eq!((index.status, index.media_type()), (200, "text/markdown"));
        let Some(found) = judged_by("agents.py", "llms_txt", index.text().as_bytes()) else {
            return;
        };
        let found: Value = serde_json::from_str(&found).unwrap();
        let snapshot = server.app.snapshots.current();
        assert_eq!(found["title"], snapshot.catalog.title.as_str());
        let names: Vec<&String> = found["sections"].as_object().unwrap().keys().collect();
        assert!(sections.is_empty() || names == sections, "{names:?}");
        let mut count = 0;
        for (section, links) in found["sections"].as_object().unwrap() {
            for link in links.as_array().unwrap().iter().filter(|_| section != "Optional") {
                let url = link[1].as_str().unwrap();
                let path = match url.strip_prefix("https://docs.example.org/kb/") {
                    Some(path) => path,
                    None => url.strip_prefix("http://127.0.0.1:3000/").unwrap(),
                };
                let page = server.get(&format!("/{path}"));
                assert_eq!((page.status, page.media_type()), (200, "text/markdown"), "{url}");
                count += 1;
            }
        }
        assert!(count >= pages, "{count} pages");
    }
    let text = fixture.get("/llms.txt").text().to_owned();
    assert!(text.starts_with("# Bridges [and more]\n\n> What stands, and why.\n"), "{text}");
    assert!(
        text.contains(
            "- [A (hard) name](https://docs.example.org/kb/a%281%29.md): It says so itself.\n"
        ),
        "{text}"
    );
    assert!(text.contains("below/index.md): It begins so. And goes on.\n"), "{text}");
}

#[test]
fn markdown_tells_where_it_is_from_and_what_it_states() {
    let server = Server::fixture(BOOK);
    let asked = server.get_as("/a(1)", "text/markdown, text/html;q=0.9");
    assert_eq!(asked.media_type(), "text/markdown");
    let twin = server.get("/a(1).md");
    assert_eq!(asked.body, twin.body);
    let tokens: usize = twin.header("x-markdown-tokens").parse().unwrap();
    assert_eq!(tokens, twin.body.len().div_ceil(4));
    insta::assert_snapshot!(twin.text(), @r#"
    ---
    title: "</script><script>alert(1)</script>"
    description: "It says so itself."
    book: "Bridges [and more]"
    url: "https://docs.example.org/kb/a(1)"
    source: "src/a(1).md"
    ---

    > All pages of this book: [llms.txt](./llms.txt)

    Source: `src/a(1).md`

    # A hard page

    See [below](./below/index.md#there), [home][1], [elsewhere](https://example.org/) and [itself](#x).

    ![A photograph](photo.gif)

    ## X {#x .Server}

    Zone
    : Somewhere

    ```sparql
    SELECT ?a { BIND(3 AS ?a) }
    ```

    | A |
    | ---: |
    | 3 |


    [1]: README.md

    ---

    ## Facts that this page states

    - X – is a – server. line 11: “X”
    "#);
    let whole = server.get("/llms-full.txt");
    assert_eq!(whole.media_type(), "text/markdown");
    for page in ["/index.md", "/a(1).md", "/below/index.md"] {
        assert!(whole.text().contains(server.get(page).text()), "{page}");
    }
}

#[test]
fn pages_tell_search_engines_and_previews_what_they_are() {
    let server = Server::fixture(BOOK);
    let page = server.get("/a(1)").text().to_owned();
    let (_, data) = page.split_once("<script type=\"application/ld+json\">").unwrap();
    let (data, _) = data.split_once("</script>").unwrap();
    assert!(!data.contains('<'), "nothing can end the element: {data}");
    let data: Value = serde_json::from_str(data).unwrap();
    let article = &data["@graph"][0];
    assert_eq!(article["@type"], "TechArticle");
    assert_eq!(article["headline"], "</script><script>alert(1)</script>");
    assert_eq!(article["url"], "https://docs.example.org/kb/a(1)");
    assert_eq!(article["author"][0]["name"], "Ada Example");
    let below = server.get("/below/").text().to_owned();
    assert!(below.contains("\"BreadcrumbList\"") && below.contains("\"position\":2"), "{below}");
    let tags: Vec<(String, String)> = elements(&page)
        .iter()
        .filter(|element| element.name == "meta")
        .filter_map(|tag| {
            let name = tag.attribute("property").or(tag.attribute("name"))?;
            Some((name.to_owned(), tag.attribute("content")?.to_owned()))
        })
        .collect();
    let told = |name: &str| {
        let tag = tags.iter().find(|(known, _)| known == name);
        tag.map_or("", |(_, content)| content.as_str())
    };
    assert_eq!(told("og:description"), "It says so itself.");
    assert_eq!(told("og:image"), "https://docs.example.org/kb/photo.gif");
    assert_eq!(told("og:url"), "https://docs.example.org/kb/a(1)");
    assert_eq!(told("twitter:card"), "summary_large_image");
}

#[test]
fn the_map_names_every_page() {
    let server = Server::fixture(BOOK);
    let map = server.get("/sitemap.xml");
    assert_eq!(map.media_type(), "application/xml");
    assert_eq!(map.text().matches("<loc>https://docs.example.org/kb/").count(), 3);
    let robots = server.get("/robots.txt");
    assert!(robots.text().contains("\nDisallow: /kb/sparql?\n"), "{}", robots.text());
    assert!(robots.text().ends_with("Sitemap: https://docs.example.org/kb/sitemap.xml\n"));
    assert_eq!(server.get("/sitemap-2.xml").status, 404);
    let snapshot = server.app.snapshots.current();
    let maps = sitemaps(&snapshot, Site::Served, "https://docs.example.org/kb/", 2);
    let names: Vec<&str> = maps.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"]);
    assert!(maps[0].1.contains("<loc>https://docs.example.org/kb/sitemap-2.xml</loc>"));
    assert_eq!(maps[2].1.matches("<url>").count(), 1);
}

#[test]
fn addresses_begin_with_the_name_a_request_uses_where_the_book_sets_none() {
    let server = Server::fixture("//- README.md\n# A\n//- robots.txt\nthe book's own\n");
    let index = server.get_with("/llms.txt", &[("host", "books.example:8080")]);
    assert!(index.text().contains("(http://books.example:8080/index.md)"), "{}", index.text());
    let hostile = server.get_with("/llms.txt", &[("host", "a\"><b")]);
    assert!(hostile.text().contains("(http://127.0.0.1:3000/index.md)"), "{}", hostile.text());
    assert_eq!(server.get("/robots.txt").text(), "the book's own\n");
}

#[test]
fn the_graph_describes_itself() {
    let answer = Server::fixture(BOOK).get("/.well-known/void");
    let quads = RdfParser::from_format(RdfFormat::Turtle).for_slice(&answer.body);
    let told: Vec<String> = quads.map(|quad| quad.unwrap().to_string()).collect();
    assert!(
        told.iter()
            .any(|quad| quad.contains("void#sparqlEndpoint> <https://docs.example.org/kb/sparql>"))
    );
}

#[test]
fn a_built_site_has_the_same() {
    let folder = tempfile::tempdir().unwrap();
    for part in BOOK.split("//- ").skip(1) {
        let (name, text) = part.split_once('\n').unwrap();
        let path = folder.path().join("book").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let built = run(folder.path(), &["build", "book", "-d", "site"]);
    assert!(built.code <= 1, "{built:?}");
    let read = |name: &str| fs::read_to_string(folder.path().join("site").join(name)).unwrap();
    let index = read("llms.txt");
    assert!(index.contains("(https://docs.example.org/kb/below/index.md)"), "{index}");
    assert!(read("llms-full.txt").contains(read("below/index.md").as_str()));
    assert!(
        read("sitemap.xml").contains("<loc>https://docs.example.org/kb/below/index.html</loc>")
    );
    assert!(read("robots.txt").contains("Sitemap: https://docs.example.org/kb/sitemap.xml"));
    if let Some(found) = judged_by("agents.py", "llms_txt", index.as_bytes()) {
        let found: Value = serde_json::from_str(&found).unwrap();
        assert_eq!(found["sections"]["One part"].as_array().unwrap().len(), 2);
    }
}
