//! What a search finds first, and what it shows of it.

use std::sync::Arc;

use loggia::compile::Compiler;
use loggia::search::Segment;
use loggia::service::search::{SearchRequest, find, suggest};
use loggia::snapshot::Snapshot;
use loggia::source::MemoryFiles;

const BOOK: &str = "\
//- firewalls.md
# Firewalls

Every border has a guard.

## Internet firewall {#internet}

It stands before the perimeter network and passes HTTP alone.

## Data firewall {#data}

It passes queries to the databases. The administrator configures it.
//- servers.md
# Servers

## Processing server {#processing}

Runs the orchestrations. It talks to the data firewall and to the master secret server.

## Master secret server {#master-secret-server}

Keeps the key. `BizTalkMgmtDb` is not on it.
//- notes.md
# Notes

The firewall was configured twice; the configuration of a firewall, and of each firewall behind
that firewall, is told elsewhere. To be or not to be is not the question.
";

fn book() -> Snapshot {
    Compiler::new(Arc::new(MemoryFiles::fixture(BOOK))).compile().unwrap()
}

/// The places found, best first: `page#section`.
fn places(text: &str) -> Vec<String> {
    let book = book();
    let found = find(&book, SearchRequest { text, offset: 0, limit: 10 }).unwrap();
    let pages = found.pages.iter().map(|hit| {
        let route = &book.catalog.pages[hit.page].route;
        let id = hit.best.id.as_ref().map(|id| format!("#{id}")).unwrap_or_default();
        format!("{route}{id}")
    });
    pages.collect()
}

fn first(text: &str) -> String {
    places(text).into_iter().next().unwrap_or_default()
}

#[test]
fn a_section_that_holds_all_words_comes_first() {
    assert_eq!(first("data firewall"), "firewalls#data");
    assert_eq!(first("firewall administrator"), "firewalls#data");
    assert_eq!(first("orchestrations firewall"), "servers#processing");
}

#[test]
fn a_heading_that_says_it_wins_over_text_that_repeats_it() {
    assert_eq!(first("firewalls"), "firewalls");
    assert_eq!(first("master secret server"), "servers#master-secret-server");
}

#[test]
fn other_forms_of_a_word_are_found_behind_the_word_itself() {
    assert_eq!(places("configured")[0], "notes");
    assert!(places("configured").contains(&"firewalls#data".to_owned()));
}

#[test]
fn a_typo_and_an_unfinished_word_are_forgiven() {
    assert_eq!(first("orchestratons"), "servers#processing");
    assert_eq!(first("orchestr"), "servers#processing");
}

#[test]
fn phrases_must_stand_and_excluded_words_must_not() {
    assert_eq!(places("\"data firewall\"").len(), 2);
    assert_eq!(places("\"firewall data\""), Vec::<String>::new());
    assert_eq!(places("\"data firewall\" -orchestrations"), ["firewalls#data"]);
}

#[test]
fn common_words_and_parts_of_identifiers_are_found() {
    assert_eq!(first("to be or not to be"), "notes");
    assert_eq!(first("BizTalkMgmtDb"), "servers#master-secret-server");
    assert_eq!(first("mgmt"), "servers#master-secret-server");
}

#[test]
fn the_passage_shows_the_words_that_were_found() {
    let book = book();
    let found = find(&book, SearchRequest { text: "key", offset: 0, limit: 1 }).unwrap();
    let shown: String = found.pages[0].best.snippet.iter().map(marked).collect();
    assert_eq!(shown, "Keeps the [key]. BizTalkMgmtDb is not on it.");
}

#[test]
fn nothing_is_found_of_nothing() {
    assert_eq!(places(""), Vec::<String>::new());
    assert_eq!(places("zzzzzz"), Vec::<String>::new());
}

#[test]
fn titles_and_headings_complete_what_is_typed() {
    let book = book();
    let ids: Vec<Option<String>> =
        suggest(&book, "mast").unwrap().into_iter().map(|suggestion| suggestion.id).collect();
    assert_eq!(ids, [Some("master-secret-server".to_owned())]);
}

#[test]
fn pages_of_results_follow_each_other() {
    let book = book();
    let at = |offset| find(&book, SearchRequest { text: "firewall", offset, limit: 1 }).unwrap();
    assert_eq!(at(0).total, 3);
    let pages: Vec<usize> =
        (0..4).flat_map(|offset| at(offset).pages).map(|hit| hit.page).collect();
    assert_eq!(pages.len(), 3);
    assert!(pages[0] != pages[1] && pages[1] != pages[2] && pages[0] != pages[2]);
}

fn marked(segment: &Segment) -> String {
    if segment.highlighted { format!("[{}]", segment.text) } else { segment.text.clone() }
}
