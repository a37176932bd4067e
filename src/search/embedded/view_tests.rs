//! What holds of views whatever the book and the query: revisions, pages of results, suggestions.

use std::fmt::Write as _;
use std::sync::Arc;

use proptest::prelude::*;

use crate::catalog::Catalog;
use crate::search::embedded::EmbeddedSearch;
use crate::search::embedded::fixture;
use crate::search::query::{Query, QuerySize};
use crate::search::{SearchEngine as _, SearchView};

fn build(catalog: &Arc<Catalog>) -> Arc<dyn SearchView> {
    EmbeddedSearch.build(Arc::clone(catalog)).unwrap()
}

fn read(query: &str) -> Query {
    Query::read(query, QuerySize::default())
}

/// A book of as many pages as there are texts; empty texts are no pages.
fn files(texts: &[String]) -> String {
    let mut files = String::new();
    for (number, text) in texts.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
        writeln!(files, "//- p{number}.md\n# Page {number}\n\n{text}").unwrap();
    }
    files
}

#[test]
fn a_changed_page_is_found_by_its_new_words_only() {
    let before = fixture::book("//- a.md\n# A\n\nzebra\n//- b.md\n# B\n\nlemur\n");
    let after =
        fixture::next_book("en", "//- a.md\n# A\n\nokapi\n//- b.md\n# B\n\nlemur\n", Some(&before));
    let old = build(&before);
    let new = old.with_changes(after).unwrap();
    let total =
        |view: &Arc<dyn SearchView>, query: &str| view.find(&read(query), 0, 10).unwrap().total;
    assert_eq!([total(&new, "zebra "), total(&new, "okapi "), total(&new, "lemur ")], [0, 1, 1]);
    assert_eq!([total(&old, "zebra "), total(&old, "okapi ")], [1, 0], "a view never changes");
    assert_eq!(new.find(&read("zebr"), 0, 10).unwrap().total, 0, "not even by a prefix");
    assert_eq!(new.find(&read("zerba "), 0, 10).unwrap().did_you_mean, None, "nor by a correction");
}

#[test]
fn another_name_in_the_navigation_is_found() {
    let pages = "//- a.md\n# A\n\nzebra\n";
    let before = fixture::book(&format!("//- SUMMARY.md\n- [Old](a.md)\n{pages}"));
    let after = fixture::next_book(
        "en",
        &format!("//- SUMMARY.md\n- [Fresh](a.md)\n{pages}"),
        Some(&before),
    );
    assert!(Arc::ptr_eq(&before.pages[0].document, &after.pages[0].document));
    let view = build(&before).with_changes(after).unwrap();
    assert_eq!(view.find(&read("fresh"), 0, 10).unwrap().total, 1);
    assert_eq!(view.find(&read("old "), 0, 10).unwrap().total, 0);
}

#[test]
fn another_language_stems_everything_anew() {
    let text = "//- a.md\n# A\n\ndeployed\n";
    let before = fixture::book(text);
    let after = fixture::next_book("de", text, Some(&before));
    let view = build(&before).with_changes(after).unwrap();
    assert_eq!(view.find(&read("deploying "), 0, 10).unwrap().total, 0);
}

#[test]
fn pages_of_results_fit_together() {
    let texts: Vec<String> =
        (0..40).map(|n| format!("zebra {}", "lemur ".repeat(n % 7 + 1))).collect();
    let view = build(&fixture::book(&files(&texts)));
    let query = read("zebra lemur");
    let whole = view.find(&query, 0, 100).unwrap();
    assert_eq!((whole.pages.len(), whole.total), (40, 40));
    let mut pieces = Vec::new();
    for offset in (0..45).step_by(9) {
        let piece = view.find(&query, offset, 9).unwrap();
        assert_eq!(piece.total, 40);
        pieces.extend(piece.pages);
    }
    assert_eq!(pieces, whole.pages);
    assert_eq!(view.find(&query, usize::MAX, usize::MAX).unwrap().pages, []);
}

#[test]
fn suggestions_complete_titles_then_headings() {
    let catalog = fixture::book(
        "//- a.md\n# Send port groups\n\nText.\n\n## Ports that receive\n\nText.\n\
         //- b.md\n# Ports\n\n## Ports\n//- c.md\n# Portal\n//- d.md\n# Other\n\nports in the text\n",
    );
    let view = build(&catalog);
    let suggested = |query: &str| {
        let suggestions = view.suggest(&read(query), 10).unwrap();
        let lines = suggestions.iter().map(|suggestion| {
            let text = suggestion.text.iter().map(|segment| {
                if segment.highlighted {
                    format!("[{}]", segment.text)
                } else {
                    segment.text.clone()
                }
            });
            let id = suggestion.id.as_deref().map(|id| format!("#{id}")).unwrap_or_default();
            format!("{}{id} {}", catalog.pages[suggestion.page].route, text.collect::<String>())
        });
        lines.collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(suggested("port"), @"
    b [Ports]
    c [Portal]
    a Send [port] groups
    a#ports-that-receive [Ports] that receive
    ");
    insta::assert_snapshot!(suggested("groups send"), @"a [Send] port [groups]");
    assert_eq!(suggested("port "), "a [Send] port groups".replace("[Send] port", "Send [port]"));
    assert_eq!(suggested(""), "");
    assert_eq!(suggested("qqq"), "");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_revision_finds_what_a_new_build_finds(
        revisions in prop::collection::vec(
            prop::collection::vec("((zebra|zebras|lemur|okapis|okapi)( |\n\n## )){0,4}", 6), 2..6),
        query in "(zebra|okapi|lemru|zeb|okapis -lemur|\"zebra okapi\") (lemur|ok|lem )?",
    ) {
        let mut catalog = fixture::book(&files(&revisions[0]));
        let mut view = build(&catalog);
        for texts in &revisions[1..] {
            catalog = fixture::next_book("en", &files(texts), Some(&catalog));
            view = view.with_changes(Arc::clone(&catalog)).unwrap();
            let new = build(&catalog);
            prop_assert_eq!(view.entries(), new.entries());
            let query = read(&query);
            prop_assert_eq!(view.find(&query, 0, 10).unwrap(), new.find(&query, 0, 10).unwrap());
            prop_assert_eq!(view.suggest(&query, 10).unwrap(), new.suggest(&query, 10).unwrap());
        }
    }

    #[test]
    fn no_query_and_no_text_breaks_the_search(
        texts in prop::collection::vec(r"(zebra|é用|a\.b_C|[\PC]{1,3}|\n\n## |\n\n    ){0,12}", 3),
        query in r#"(zebra|ze|"|-|a\.b_C|é用|[\PC]{1,4}| ){0,8}"#,
    ) {
        let view = build(&fixture::book(&files(&texts)));
        let query = read(&query);
        let found = view.find(&query, 0, 10).unwrap();
        prop_assert!(found.pages.len() <= found.total);
        for hit in &found.pages {
            prop_assert!(hit.best.score.is_finite());
            let length: usize = hit.best.snippet.iter().map(|segment| segment.text.chars().count()).sum();
            prop_assert!(length <= 410, "{}", length);
        }
        view.suggest(&query, 10).unwrap();
    }
}
