//! What the server answers, asked through its router: pages, their twins, news of revisions.

mod answer;
pub(crate) mod safety;
mod search;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use futures_util::StreamExt;
use loggia::source::MemoryFiles;
use oxigraph::io::{RdfFormat, RdfParser};
use tower::ServiceExt;

use crate::harness::{Answer, PATIENCE, Server, Serving, elements, resolve};
use crate::server::safety::no_inline_code;

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

/// A page below a folder without a name would look for its style sheet there.
#[test]
fn needless_slashes_lead_to_the_page_without_them() {
    for (target, location) in [
        ("//", "../"),
        ("//guide/deep", "../../guide/deep"),
        ("///guide/", "../../../guide/"),
        ("//guide/deep.html", "../../guide/deep"),
        ("/%2fguide/deep", "../guide/deep"),
    ] {
        let answer = get(target);
        assert_eq!((answer.status, answer.header("location")), (308, location), "{target}");
    }
    assert_eq!(get("//nothing").status, 404);
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
    assert!(markdown.text().contains("\n# Deep <b>end</b>"));
    assert!(get("/index.ttl").text().contains("Home"));
    assert!(get("/guide/index.md").text().contains("\n# Guide"));
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
    let snapshot = SERVER.app.snapshots.current();
    // Only pages that very many link to have a page of their own for that, and these have to be told
    // what they are asked about; `know` and `figures` ask them.
    let told = ["compare", "entity", "impact", "path"].map(|name| format!("/api/v1/{name}"));
    let always = |route: &&str| {
        let is_told = told.iter().any(|told| told == route) || *route == "/entity";
        !route.contains("/{*") && !route.starts_with("/figures/new.") && !is_told
    };
    for route in routes.into_iter().filter(always) {
        let address = route
            .replace("{version}/{name}", &format!("{}/top.json", snapshot.outline.version()))
            .replace("{vocabulary}", "arch")
            .replace("{name}", style);
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
    assert_ne!(packed.header("etag"), get("/").header("etag"), "other bytes, another tag");
    let coded = ["accept-encoding"].map(|name| packed.header("vary").contains(name));
    assert_eq!(coded, [true]);
    let style = format!("/{}", loggia::page::asset::STYLE.address());
    let packed = SERVER.get_with(&style, &[("accept-encoding", "gzip")]);
    assert_eq!(packed.header("content-encoding"), "gzip");
    assert!(packed.header("cache-control").contains("immutable"));
}

#[test]
fn the_size_of_a_page_is_told_before_it_is_sent() {
    let serving = Serving::start(tempfile::tempdir().unwrap().path(), &[]);
    for target in ["/", "/", "/manual/sparql.md"] {
        let answer = serving.get(target);
        assert_eq!(answer.header("content-length"), answer.body.len().to_string(), "{target}");
        assert!(answer.header("etag").starts_with('"'), "a strong tag");
    }
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
