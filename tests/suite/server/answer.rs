//! Questions asked of the server: as JSON, and above the results of a search.

use std::sync::LazyLock;

use loggia::source::bundled_book;

use crate::harness::{Server, elements, resolve};
use crate::server::safety::no_inline_code;

static BOOK: LazyLock<Server> = LazyLock::new(|| Server::of(bundled_book()));

#[test]
fn a_question_is_answered_as_json() {
    let answer = BOOK.get("/api/v1/answer?q=which%20zones%20trust%20the%20data%20domain%3F").json();
    assert_eq!(answer["outcome"], "facts", "{answer:#}");
    let row = &answer["parts"][0]["rows"][0];
    assert_eq!(row["cells"][0]["text"], "Service interfaces domain");
    assert_eq!(row["cells"][2]["text"], "Data domain");
    assert_eq!(row["sources"][0]["file"], "content/architectures/large-distributed.md");
    let completed = BOOK.get("/api/v1/complete?q=show%20FW").json();
    assert_eq!(completed[0]["ask"], "show FW1", "{completed:#}");
}

#[test]
fn the_search_page_shows_the_facts_first() {
    let page = BOOK.get("/search?q=which%20firewall%20protects%20the%20data%20domain%3F");
    let html = page.text();
    no_inline_code("answer", html);
    let answer = html.find("class=\"answer\"").expect("there is an answer");
    assert!(html.find("class=\"results\"").is_none_or(|results| answer < results));
    let elements = elements(html);
    let links: Vec<&str> =
        elements.iter().filter_map(|element| element.attribute("href")).collect();
    for target in ["architectures/large-distributed#fw1", "architectures/scaled-down#fw-b"] {
        assert!(links.contains(&target), "{target} is not in {links:?}");
    }
    for link in links.iter().filter(|link| link.contains("large-distributed#")) {
        let (page, id) = link.split_once('#').unwrap();
        let page = resolve("/search", page).unwrap();
        assert!(BOOK.get(&page).text().contains(&format!("id=\"{id}\"")), "{link}");
    }
    let other = BOOK.get("/search?q=qqqqqq");
    assert!(!other.text().contains("class=\"answer\""));
}

#[test]
fn the_picture_of_an_answer_can_be_fetched_as_it_is_told() {
    for question in ["figure%20FW2", "show%20FW2", "what%20does%20FW2%20protect%3F"] {
        let answer = BOOK.get(&format!("/api/v1/answer?q={question}")).json();
        let parts = answer["parts"].as_array().unwrap().iter();
        let addresses =
            parts.filter_map(|part| part["png"].as_str().or(part["figure"]["png"].as_str()));
        let addresses: Vec<&str> = addresses.collect();
        assert_eq!(
            addresses,
            ["figures/architectures/large-distributed/figure-1.png"],
            "{question}"
        );
    }
    let picture = BOOK.get("/figures/architectures/large-distributed/figure-1.png");
    assert_eq!((picture.status, picture.media_type()), (200, "image/png"));
}
