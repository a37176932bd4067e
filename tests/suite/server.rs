//! What the server answers, asked through its router: pages, their twins and files, search, news
//! of revisions; and what it never answers.

use std::collections::BTreeSet;
use std::fs;
use std::future::pending;
use std::path::Path;
use std::sync::LazyLock;

use futures_util::StreamExt;
use loggia::source::{DiskFiles, MemoryFiles, bundled_book};
use oxigraph::io::{RdfFormat, RdfParser};
use tower::ServiceExt;

use crate::harness::{Answer, PATIENCE, Server, elements, fetch, resolve};

const BOOK: &str = r#"//- book.toml
[book]
title = "Fixture & <Book>"

[output.html.redirect]
"/old.html" = "guide/deep.html"
"/older/place.html" = "/guide/deep.html#end"
"/away.html" = "https://example.org/there"

[preprocessor.loggia]
base = "https://docs.example.org/kb/"
limits = { search-results = 2 }
//- src/SUMMARY.md
# Summary

[Home](README.md)

- [Guide](guide/README.md)
  - [Deep](guide/deep.md)
- [Größe](größe 1.md)
- [Colon](a:b.md)
//- src/README.md
# Home

See the [guide](guide/README.md). ![A plan](guide/plan.svg)
//- src/guide/README.md
# Guide

A firewall guards the *perimeter*.
//- src/guide/deep.md
# Deep <b>end</b> & "quotes"

The firewall again.

## End {#end}

<p onclick="alert(1)" style="color:red">Hostile <script>alert(1)</script></p>
//- src/größe 1.md
# Größe

The firewall, a third time.
//- src/a:b.md
# Colon
//- src/guide/plan.svg
<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"><script>alert(1)</script></svg>
//- src/guide/picture.jpeg
GIF89a, whatever the name says
//- src/guide/notes.txt
plain
//- src/guide/frame.html
<script>alert(1)</script>
//- src/guide/run.js
alert(1)
"#;

/// What Firefox and Chromium send when someone follows a link.
const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7";

static SERVER: LazyLock<Server> = LazyLock::new(|| Server::fixture(BOOK));

fn get(target: &str) -> Answer {
    SERVER.get(target)
}

/// Where an address leads on to: the path of its `Location`, from the root.
fn moved(target: &str) -> String {
    let answer = get(target);
    assert_eq!(answer.status, 308, "{target}");
    resolve(target, answer.header("location"))
        .unwrap_or_else(|| panic!("{target} leads to another site: {}", answer.header("location")))
}

#[test]
fn pages_are_at_their_own_addresses() {
    for (address, heading) in [
        ("/", "Home"),
        ("/guide/", "Guide"),
        ("/guide/deep", "Deep"),
        ("/gr%C3%B6%C3%9Fe%201", "Größe"),
        ("/gr%c3%b6%c3%9fe%201", "Größe"),
        ("/a:b", "Colon"),
    ] {
        let answer = get(address);
        assert_eq!(answer.status, 200, "{address}");
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        assert!(answer.text().contains(&format!("<title>{heading}")), "{address}");
    }
}

#[test]
fn other_ways_to_write_an_address_lead_to_the_one() {
    for (address, own) in [
        ("/index.html", "/"),
        ("/README.html", "/"),
        ("/guide", "/guide/"),
        ("/guide/index.html", "/guide/"),
        ("/guide/README.html", "/guide/"),
        ("/guide/deep.html", "/guide/deep"),
        ("/guide/deep.htm", "/guide/deep"),
        ("/gr%C3%B6%C3%9Fe%201.html", "/gr%C3%B6%C3%9Fe%201"),
        ("/a:b.html", "/a:b"),
    ] {
        assert_eq!(moved(address), own, "{address}");
        assert_eq!(get(own).status, 200, "{own}");
    }
}

#[test]
fn a_slash_too_many_leads_to_the_page() {
    assert_eq!(moved("/guide/deep/"), "/guide/deep");
}

#[test]
fn redirects_of_the_book_lead_on() {
    assert_eq!(moved("/old.html"), "/guide/deep");
    assert_eq!(moved("/old"), "/guide/deep");
    assert_eq!(moved("/older/place.html"), "/guide/deep");
    assert!(get("/older/place.html").header("location").ends_with("#end"));
    let away = get("/away.html");
    assert_eq!((away.status, away.header("location")), (308, "https://example.org/there"));
}

#[test]
fn a_root_without_a_page_leads_to_the_first() {
    let server = Server::fixture("//- folder/first.md\n# First\n");
    let answer = server.get("/");
    assert_eq!(answer.status, 308);
    let first = resolve("/", answer.header("location")).unwrap();
    assert_eq!(first, "/folder/first");
    assert_eq!(server.get(&first).status, 200);
}

#[test]
fn a_book_without_any_page_answers() {
    let server = Server::of(MemoryFiles::new());
    assert_eq!(server.get("/").status, 404);
    assert_eq!(server.get("/search?q=x").status, 200);
}

#[test]
fn no_redirect_leaves_the_site_for_a_request() {
    for target in [
        "//evil.example/guide/deep.html",
        "//evil.example/..%2fguide/deep.html",
        "/%2f%2fevil.example/guide/deep.html",
        "/%5cevil.example/guide",
        "/https:%2f%2fevil.example/index.html",
        "//guide/deep.html",
        "///guide",
    ] {
        let answer = get(target);
        let location = answer.header("location");
        assert!(!location.starts_with("//") && !location.contains("evil"), "{target}: {location}");
        assert!([200, 308, 404].contains(&answer.status), "{target}: {}", answer.status);
    }
}

#[test]
fn a_page_comes_in_the_form_the_client_prefers() {
    for (accept, media_type) in [
        (BROWSER, "text/html"),
        ("*/*", "text/html"),
        ("image/png", "text/html"),
        ("text/turtle", "text/turtle"),
        ("application/ld+json", "application/ld+json"),
        ("application/n-triples", "application/n-triples"),
        ("text/markdown", "text/markdown"),
        ("text/html;q=0.4, text/turtle;q=0.9", "text/turtle"),
        ("application/n-triples;q=0.1, text/*;q=0", "application/n-triples"),
    ] {
        let answer = SERVER.get_as("/guide/deep", accept);
        assert_eq!(answer.media_type(), media_type, "{accept}");
        let vary: Vec<_> = answer.headers.get_all("vary").iter().collect();
        assert!(vary.iter().any(|value| *value == "accept"), "{accept}: {vary:?}");
    }
}

#[test]
fn twins_say_what_the_page_says() {
    let subjects = |answer: &Answer, format: RdfFormat| -> BTreeSet<String> {
        let quads = RdfParser::from_format(format).for_slice(&answer.body);
        quads.map(|quad| quad.unwrap().subject.to_string()).collect()
    };
    let page = "<https://docs.example.org/kb/guide/deep>";
    let mut said = Vec::new();
    for (ending, format) in
        [("ttl", RdfFormat::Turtle), ("nt", RdfFormat::NTriples), ("jsonld", json_ld())]
    {
        let answer = get(&format!("/guide/deep.{ending}"));
        assert_eq!(answer.status, 200);
        said.push(subjects(&answer, format));
        let asked = SERVER.get_as("/guide/deep", answer.media_type());
        assert_eq!(asked.body, answer.body, "{ending} and Accept");
    }
    assert!(said[0].contains(page), "{:?}", said[0]);
    assert!(said[0] == said[1] && said[1] == said[2], "{said:#?}");
    let markdown = get("/guide/deep.md");
    assert_eq!(markdown.media_type(), "text/markdown");
    assert!(markdown.text().starts_with("# Deep <b>end</b>"));
    assert!(get("/index.ttl").text().contains("Home"));
    assert!(get("/guide/index.md").text().starts_with("# Guide"));
}

fn json_ld() -> RdfFormat {
    RdfFormat::from_media_type("application/ld+json").unwrap()
}

#[test]
fn a_browser_gets_again_only_what_has_changed() {
    for address in ["/", "/guide/plan.svg"] {
        let first = get(address);
        let tag = first.header("etag");
        assert!(!tag.is_empty(), "{address}");
        let asked = |tag: &str| SERVER.get_with(address, &[("if-none-match", tag)]);
        for known in [tag.to_owned(), format!("\"other\", {tag}")] {
            let again = asked(&known);
            assert_eq!((again.status, again.body.len()), (304, 0), "{address} {known}");
            assert_eq!(again.header("etag"), tag);
        }
        assert_eq!(asked("\"other\"").status, 200);
        let edited = BOOK.replace("A plan", "Another plan").replace("height=\"3\"", "height=\"5\"");
        let edited = Server::fixture(&edited);
        assert_ne!(edited.get(address).header("etag"), tag, "{address} has changed");
    }
}

#[test]
fn files_have_their_true_types_and_run_nothing() {
    for (file, media_type) in [
        ("plan.svg", "image/svg+xml"),
        ("picture.jpeg", "image/gif"),
        ("notes.txt", "text/plain"),
        ("frame.html", "application/octet-stream"),
        ("run.js", "application/octet-stream"),
    ] {
        let answer = get(&format!("/guide/{file}"));
        assert_eq!((answer.status, answer.media_type()), (200, media_type), "{file}");
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("sandbox"), "{policy}");
        assert!(!policy.contains("allow-scripts"), "{policy}");
    }
}

#[test]
fn a_missing_page_suggests_others() {
    let answer = get("/guide/depe");
    assert_eq!(answer.status, 404);
    let links: Vec<String> = elements(answer.text())
        .iter()
        .filter(|element| element.name == "a")
        .filter_map(|link| resolve("/guide/depe", link.attribute("href")?))
        .collect();
    assert!(answer.text().contains("Perhaps you meant"), "{}", answer.text());
    assert!(links.contains(&"/guide/deep".to_owned()), "{links:?}");
    let hostile = get("/%3Cscript%3Ealert(1)%3C/script%3E%22onload=x");
    assert_eq!(hostile.status, 404);
    no_inline_code("404", hostile.text());
    assert_eq!(get("/%ff%fe").status, 404, "not UTF-8");
}

#[test]
fn every_answer_carries_the_security_headers() {
    let hosts = Server::new(MemoryFiles::fixture(BOOK), &["localhost"], false, |first| first);
    let answers = [
        ("page", get("/")),
        ("twin", get("/guide/deep.ttl")),
        ("file", get("/guide/plan.svg")),
        ("redirect", get("/guide")),
        ("missing", get("/nowhere")),
        ("search", get("/search?q=firewall")),
        ("api", get("/api/v1/search?q=firewall")),
        ("bad parameter", get("/search?page=x")),
        ("sparql", get("/sparql?query=ASK%7B%7D")),
        ("bad query", get("/sparql?query=x")),
        ("own file", get("/_loggia/no.css")),
        ("method", SERVER.send("POST", "/", &[], "")),
        ("health", get("/healthz")),
        ("unchanged", SERVER.get_with("/", &[("if-none-match", get("/").header("etag"))])),
        ("other host", hosts.get_with("/", &[("host", "evil.example")])),
        ("no news", hosts.get("/live")),
    ];
    for (what, answer) in answers {
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{what}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{what}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{what}");
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'"), "{what}: {policy}");
        let scripts = policy.split(';').find(|part| part.trim().starts_with("script-src"));
        assert!(scripts.is_none_or(|scripts| scripts.trim() == "script-src 'self'"), "{what}");
    }
}

/// The content security policy would block it; so it must not be there at all.
fn no_inline_code(page: &str, html: &str) {
    for element in elements(html) {
        let has = |name: &str| element.attribute(name).is_some();
        assert!(element.name != "style", "{page}: {element:?}");
        assert!(element.name != "script" || has("src"), "{page}: {element:?}");
        for (name, value) in &element.attributes {
            assert!(name != "style" && !name.starts_with("on"), "{page}: {element:?}");
            let value = value.trim().to_ascii_lowercase();
            assert!(!value.starts_with("javascript:"), "{page}: {element:?}");
        }
    }
}

#[test]
fn no_page_holds_inline_code() {
    let bundled = Server::of(bundled_book());
    for server in [&*SERVER, &bundled] {
        let mut addresses = server.page_addresses();
        assert!(addresses.len() >= 5);
        let others = ["/search", "/search?q=firewall", "/sparql", "/nowhere", "/search?q=zzzz"];
        addresses.extend(others.map(str::to_owned));
        for address in &addresses {
            let answer = server.get_as(address, BROWSER);
            assert_eq!(answer.media_type(), "text/html", "{address}");
            no_inline_code(address, answer.text());
        }
    }
}

#[test]
fn pages_load_nothing_from_elsewhere() {
    let answer = get("/guide/deep");
    let loaded: Vec<String> = elements(answer.text())
        .iter()
        .filter(|element| ["script", "img", "link"].contains(&element.name.as_str()))
        .filter(|element| element.attribute("rel") != Some("canonical"))
        .filter_map(|element| element.attribute("src").or(element.attribute("href")))
        .map(|url| resolve("/guide/deep", url).unwrap_or_else(|| panic!("{url} is elsewhere")))
        .collect();
    for address in loaded.iter().filter(|address| address.starts_with("/_loggia/")) {
        let own = get(address);
        assert_eq!(own.status, 200, "{address}");
        assert!(own.header("cache-control").contains("immutable"), "{address}");
    }
    let scripts = loaded.iter().filter(|address| address.ends_with(".js")).count();
    assert!(scripts >= 2, "{loaded:?}");
}

#[test]
fn only_known_names_are_answered() {
    let known = ["localhost", "127.0.0.1", "[::1]", "docs.example.org"];
    let server = Server::new(MemoryFiles::fixture(BOOK), &known, true, |first| first);
    let status = |host: &str| server.get_with("/", &[("host", host)]).status;
    for host in ["localhost", "LOCALHOST:3000", "127.0.0.1:80", "[::1]", "[::1]:3000"] {
        assert_eq!(status(host), 200, "{host}");
    }
    for host in ["evil.example", "localhost.evil.example", "127.0.0.2", "", "evil.example:3000"] {
        assert_eq!(status(host), 421, "{host}");
    }
    for path in ["/sparql?query=ASK%7B%7D", "/api/v1/search?q=a", "/live", "/graph.nq", "/healthz"]
    {
        let answer = server.get_with(path, &[("host", "evil.example")]);
        assert_eq!(answer.status, 421, "{path}");
    }
}

/// Everything a request can hold in its path to climb out of a folder.
const CLIMBS: &[&str] = &[
    "/../secret.md",
    "/../secret",
    "/../secret.txt",
    "/../../secret.txt",
    "/guide/../../secret.txt",
    "/./../secret.txt",
    "/.../secret.txt",
    "/%2e%2e/secret.txt",
    "/%2E%2E/secret.txt",
    "/..%2fsecret.txt",
    "/%2e%2e%2fsecret.txt",
    "/guide/%2e%2e/%2e%2e/secret.txt",
    "/guide%2f..%2f..%2fsecret.txt",
    "/%252e%252e%252fsecret.txt",
    "/..%252fsecret.txt",
    "/..\\secret.txt",
    "/..%5csecret.txt",
    "/%2e%2e%5csecret.txt",
    "/..%255csecret.txt",
    "/guide\\..\\..\\secret.txt",
    "/%00/../secret.txt",
    "/../secret.txt%00",
    "/../secret.txt%00.md",
    "/notes.txt%00",
    "/%c0%ae%c0%ae/secret.txt",
    "/%e0%80%ae%e0%80%ae/secret.txt",
    "/..;/secret.txt",
    "//secret.txt",
    "//../secret.txt",
    "/link.txt",
    "/link.md",
    "/link",
    "/linked/secret.txt",
    "/linked/secret.md",
    "/linked/",
    "/linked/secret",
    "/../book.toml",
    "/book.toml",
    "/.hidden/secret.txt",
    "/.git/config",
];

#[cfg(unix)]
#[test]
fn no_path_leads_out_of_the_folder_of_documents() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::tempdir().unwrap();
    let secret = "the secret outside";
    for name in ["secret.txt", "secret.md", "book/.hidden/secret.txt", "book/.git/config"] {
        let path = outside.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, secret).unwrap();
    }
    let book = outside.path().join("book");
    let src = book.join("src");
    fs::create_dir_all(src.join("guide")).unwrap();
    fs::write(book.join("book.toml"), format!("[book]\ntitle = 'T' # {secret}\n")).unwrap();
    fs::write(book.join("secret.txt"), secret).unwrap();
    fs::write(src.join("SUMMARY.md"), "[A](a.md)\n").unwrap();
    fs::write(
        src.join("a.md"),
        "# A\n\n[out](../../secret.md) ![out](../../secret.txt)\n{{#include ../../secret.txt}}\n",
    )
    .unwrap();
    fs::write(src.join("notes.txt"), "inside").unwrap();
    symlink(outside.path().join("secret.txt"), src.join("link.txt")).unwrap();
    symlink("../../secret.md", src.join("link.md")).unwrap();
    symlink(outside.path(), src.join("linked")).unwrap();
    let server = Server::of(DiskFiles::open(&book).unwrap());
    let listener = server.runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = listener.local_addr().unwrap();
    server.runtime.spawn(loggia::web::serve(listener, server.router.clone(), pending()));
    assert_eq!(fetch(address, "/notes.txt").text(), "inside", "files are served at all");
    assert_eq!(fetch(address, "/a").status, 200);
    let absolute = format!("/{}", outside.path().join("secret.txt").display());
    let encoded = absolute.replace('/', "%2f");
    let more = [absolute, encoded, "/a".to_owned(), "/a.md".to_owned(), "/graph.nq".to_owned()];
    for target in CLIMBS.iter().map(|climb| (*climb).to_owned()).chain(more) {
        let answer = fetch(address, &target);
        assert!(!String::from_utf8_lossy(&answer.body).contains(secret), "{target}");
        assert!(answer.status < 500, "{target}: {}", answer.status);
    }
}

#[test]
fn the_search_page_shows_results_and_escapes_the_query() {
    let answer = get("/search?q=firewall");
    let links: Vec<String> = elements(answer.text())
        .iter()
        .filter_map(|element| resolve("/search", element.attribute("href")?))
        .collect();
    assert!(links.contains(&"/guide/deep".to_owned()), "{links:?}");
    assert!(answer.text().contains("<mark>firewall</mark>"), "{}", answer.text());
    for query in HOSTILE {
        let encoded = encode(query);
        let answer = get(&format!("/search?q={encoded}"));
        assert_eq!(answer.status, 200, "{query}");
        no_inline_code(query, answer.text());
        let fields: Vec<_> = elements(answer.text())
            .into_iter()
            .filter(|element| element.attribute("name") == Some("q"))
            .map(|field| field.attribute("value").map(str::to_owned))
            .collect();
        assert!(fields.iter().all(|value| value.as_deref() == Some(*query)), "{fields:?}");
    }
    assert!(get("/search?q=firewal").text().contains("firewall"), "a better word is offered");
    for page in ["0", "2", "999999", "18446744073709551615"] {
        assert_eq!(get(&format!("/search?q=firewall&page={page}")).status, 200, "{page}");
    }
}

/// Queries that break what does not escape or does not expect them.
const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onfocus='alert(1)",
    "</title><script>",
    "{{7*7}} ${x} <mark>",
    "\"unclosed phrase",
    "a:b title:* -x +y (z OR",
    "-",
    "\"\"",
    "\u{202e}\u{0}\u{feff}𝕏",
];

fn encode(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

#[test]
fn the_search_interface_answers_tools() {
    let answer = get("/api/v1/search?q=firewall");
    assert_eq!(answer.media_type(), "application/json");
    let json = answer.json();
    assert_eq!((&json["query"], &json["offset"]), (&"firewall".into(), &0.into()));
    assert_eq!(json["total"], 3);
    let hits = json["hits"].as_array().unwrap();
    assert_eq!(hits.len(), 2, "the book's limit");
    for hit in hits {
        let url = resolve("/", hit["url"].as_str().unwrap()).unwrap();
        assert_eq!(get(&url).status, 200, "{url}");
        assert!(hit["iri"].as_str().unwrap().starts_with("https://docs.example.org/kb/"));
        assert!(hit["file"].as_str().unwrap().starts_with("src/"), "{hit}");
        assert!(hit["title"].is_string() && hit["trail"].is_array(), "{hit}");
        let section = &hit["sections"][0];
        assert!(section["score"].as_f64().unwrap() > 0.0, "{section}");
        assert!(section["heading"].is_string() && section["snippet"].is_string(), "{section}");
        let marked = section["snippet_html"].as_str().unwrap();
        assert!(marked.contains("<mark>firewall</mark>"), "{marked}");
    }
    let file = |hit: &serde_json::Value| hit["file"].as_str().unwrap().to_owned();
    let second = get("/api/v1/search?q=firewall&offset=2").json();
    assert_eq!(second["hits"].as_array().unwrap().len(), 1);
    assert!(!hits.iter().map(file).any(|known| known == file(&second["hits"][0])));
}

#[test]
fn no_query_is_too_strange_for_search() {
    let long = "word ".repeat(2000);
    for query in HOSTILE.iter().copied().chain(["", " ", &long]) {
        for path in ["/api/v1/search", "/api/v1/suggest"] {
            let answer = get(&format!("{path}?q={}", encode(query)));
            assert_eq!(answer.status, 200, "{path} {query}");
            assert!(answer.json()["hits"].is_array(), "{path} {query}");
        }
    }
    let huge = u64::MAX;
    for limits in ["limit=0", "limit=1000000", "offset=1000000"] {
        assert_eq!(get(&format!("/api/v1/search?q=firewall&{limits}")).status, 200, "{limits}");
    }
    let both = format!("/api/v1/search?q=firewall&limit={huge}&offset={huge}");
    assert_eq!(get(&both).json()["hits"].as_array().unwrap().len(), 0);
    assert_eq!(get("/api/v1/search?q=a&limit=-1").status, 400);
}

#[test]
fn suggestions_complete_what_is_typed() {
    let answer = get("/api/v1/suggest?q=De");
    let hits = answer.json()["hits"].clone();
    let first = &hits[0];
    assert_eq!(resolve("/", first["url"].as_str().unwrap()).unwrap(), "/guide/deep");
    let title = first["title"].as_str().unwrap();
    assert!(title.starts_with("Deep"), "{title}");
    assert!(hits.as_array().unwrap().len() <= 8);
    for hit in hits.as_array().unwrap() {
        for name in ["title", "section", "snippet"] {
            let html = hit[name].as_str().unwrap();
            let foreign = elements(html).into_iter().find(|element| element.name != "mark");
            assert!(foreign.is_none(), "{html}");
        }
    }
}

#[test]
fn browsers_can_add_the_search() {
    let answer = get("/opensearch.xml");
    assert_eq!(answer.media_type(), "application/opensearchdescription+xml");
    let description = elements(answer.text());
    let url = description.iter().find(|element| element.name == "url").unwrap();
    assert_eq!(
        url.attribute("template"),
        Some("https://docs.example.org/kb/search?q={searchTerms}")
    );
    assert!(answer.text().contains("<ShortName>Fixture &amp; &lt;Book&gt;</ShortName>"));
}

#[test]
fn open_pages_hear_of_every_revision() {
    let server = Server::fixture(BOOK);
    let request = axum::http::Request::get("/live")
        .header("accept-encoding", "gzip")
        .body(axum::body::Body::empty())
        .unwrap();
    let response = server.runtime.block_on(server.router.clone().oneshot(request)).unwrap();
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut events = response.into_body().into_data_stream();
    let mut next = || {
        let event = async { tokio::time::timeout(PATIENCE, events.next()).await };
        let bytes = server.runtime.block_on(event).expect("an event in time").unwrap().unwrap();
        String::from_utf8(bytes.to_vec()).unwrap()
    };
    assert_eq!(next(), "event: revision\ndata: 1\n\n");
    server.publish();
    assert_eq!(next(), "event: revision\ndata: 2\n\n");
    let page = server.get("/");
    let body = elements(page.text()).into_iter().find(|element| element.name == "body").unwrap();
    assert_eq!(body.attribute("data-revision"), Some("2"));
    assert_eq!(resolve("/", body.attribute("data-live-url").unwrap()).unwrap(), "/live");
}

#[test]
fn a_server_that_does_not_follow_has_no_news() {
    let server = Server::new(MemoryFiles::fixture(BOOK), &[], false, |first| first);
    assert_eq!(server.get("/live").status, 404);
    assert!(!server.get("/").text().contains("data-live-url"));
}

#[test]
fn supervisors_can_ask_how_it_is() {
    assert_eq!((get("/healthz").status, get("/healthz").text()), (200, "ok\n"));
    assert_eq!((get("/readyz").status, get("/readyz").text()), (200, "ready\n"));
}

#[test]
fn the_whole_graph_can_be_had() {
    for (address, format) in [("/graph.nq", RdfFormat::NQuads), ("/graph.ttl", RdfFormat::Turtle)] {
        let answer = get(address);
        assert_eq!(answer.media_type(), format.media_type());
        let quads = RdfParser::from_format(format).for_slice(&answer.body);
        assert!(quads.map(Result::unwrap).count() > 100, "{address}");
    }
}

/// The addresses as `src/web.rs` has them, so that a new one cannot be forgotten.
#[test]
fn every_address_of_the_router_answers() {
    let web = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web.rs");
    let web = fs::read_to_string(web).unwrap();
    let routes: Vec<&str> = web
        .split(".route(\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .filter(|route| *route != "/live")
        .collect();
    assert!(routes.len() >= 10, "{routes:?}");
    let style = loggia::page::asset::STYLE.file_name();
    for route in routes {
        let address = route.replace("{name}", style);
        let status = get(&address).status;
        assert!(status == 200, "{address}: {status}");
    }
}

#[test]
fn answers_are_compressed_for_those_who_can_read_it() {
    let packed = SERVER.get_with("/", &[("accept-encoding", "gzip")]);
    assert_eq!(packed.header("content-encoding"), "gzip");
    assert_eq!(packed.body[..2], [0x1f, 0x8b]);
    assert_eq!(get("/").header("content-encoding"), "");
}

#[test]
fn pages_are_read_only() {
    for method in ["POST", "PUT", "DELETE", "PATCH"] {
        let answer = SERVER.send(method, "/guide/deep", &[], "text");
        assert_eq!(answer.status, 405, "{method}");
        assert!(answer.header("allow").contains("GET"), "{method}");
    }
    let head = SERVER.send("HEAD", "/guide/deep", &[], "");
    assert_eq!((head.status, head.body.len()), (200, 0));
}
