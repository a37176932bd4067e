//! Many pages as one, for paper.

use std::collections::BTreeSet;

use loggia::source::bundled_book;

use crate::harness::{Server, elements};
use crate::server::safety::no_inline_code;

#[test]
fn the_whole_book_is_one_page_whose_links_stay_inside() {
    let server = Server::of(bundled_book());
    let answer = server.get("/print");
    assert_eq!(answer.status, 200);
    no_inline_code("/print", answer.text());
    let elements = elements(answer.text());
    let ids: Vec<&str> = elements.iter().filter_map(|element| element.attribute("id")).collect();
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len(), "no place has the name of another");
    let pages = server.page_addresses();
    assert!(pages.len() > 40);
    for page in 0..pages.len() {
        assert!(unique.contains(format!("p{page}").as_str()), "page {page}");
    }
    let hrefs = elements.iter().filter_map(|element| element.attribute("href"));
    let mut inside = 0;
    for href in hrefs {
        if let Some(id) = href.strip_prefix('#') {
            let id = percent_encoding::percent_decode_str(id).decode_utf8().unwrap();
            assert!(unique.contains(&*id), "{href}");
            inside += 1;
        }
    }
    assert!(inside > 500, "{inside}");
}

#[test]
fn a_part_is_a_page_with_those_below_it_or_what_stands_under_a_title() {
    let server = Server::fixture(
        "//- SUMMARY.md\n# Summary\n\n[Home](README.md)\n\n# First & last\n\n- [A](a.md)\n  - [B](b.md)\n- [C](c.md)\n\
         //- README.md\n# Home\n//- a.md\n# A\n[c](c.md)\n//- b.md\n# B\n[a](a.md)\n//- c.md\n# C\n",
    );
    let titles = |target: &str| -> Vec<String> {
        let answer = server.get(target);
        assert_eq!(answer.status, 200, "{target}");
        let parts = answer.text().split("<article").skip(1);
        parts.map(|part| part.split_once("<h1 id=\"").unwrap().1[..4].to_owned()).collect()
    };
    assert_eq!(titles("/print").len(), 4);
    assert_eq!(titles("/print/a"), ["p1-a", "p2-b"]);
    assert_eq!(titles("/print/first--last"), ["p1-a", "p2-b", "p3-c"]);
    assert_eq!(titles("/print/c"), ["p3-c"]);
    assert_eq!(server.get("/print/nothing").status, 404);
    let part = server.get("/print/a").text().to_owned();
    assert!(part.contains("href=\"#p1\"") && part.contains("href=\"../c\""), "{part}");
}

#[test]
fn a_book_too_large_for_paper_is_offered_in_parts() {
    let pages = (0..501).map(|page| format!("//- p{page}.md\n# Page {page}\n"));
    let server = Server::fixture(&format!("//- README.md\n# Home\n{}", pages.collect::<String>()));
    let answer = server.get("/print");
    assert!(!answer.text().contains("<article"));
    assert!(answer.text().contains("href=\"./print/p500\""), "{}", answer.text());
}
