//! Search for people and for tools.

use loggia::source::bundled_book;

use crate::harness::{Server, elements, resolve};
use crate::server::get;
use crate::server::safety::no_inline_code;

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
fn a_search_of_tools_can_be_narrowed() {
    let server = Server::of(bundled_book());
    let found = |query: &str| server.get(&format!("/api/v1/search?{query}")).json();
    let total = |query: &str| found(query)["total"].as_u64().unwrap();
    assert!(total("q=firewall&kind=Firewall") < total("q=firewall&kind=thing"));
    assert!(total("q=firewall&kind=thing") < total("q=firewall"));
    let hits = found("q=firewall&part=architectures")["hits"].as_array().unwrap().clone();
    assert!(!hits.is_empty());
    for hit in hits {
        assert!(hit["url"].as_str().unwrap().starts_with("architectures/"), "{hit}");
    }
    let large = found("q=firewall&architecture=Large%20distributed%20architecture");
    assert_eq!(large["hits"][0]["url"], "architectures/large-distributed");
    // Pages of results fit together, as they do without a filter.
    let one = |offset: u8| found(&format!("q=server&kind=Server&limit=1&offset={offset}"));
    assert_eq!(one(0)["total"], one(1)["total"]);
    assert_ne!(one(0)["hits"], one(1)["hits"]);
    for (query, why) in [
        ("kind=Firewal", "did you mean `firewall`?"),
        ("architecture=nowhere", "there is no architecture `nowhere`"),
        ("part=../etc", "no page of this book stands at or below `../etc`"),
    ] {
        let refused = server.get(&format!("/api/v1/search?q=a&{query}"));
        assert_eq!(refused.status, 400, "{query}");
        assert!(refused.text().contains(why), "{query}: {}", refused.text());
    }
}
