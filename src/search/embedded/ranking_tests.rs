//! Every rule of the ranking, each with a case that fails without it.
//!
//! Pages are named so that the order of the book is not the order expected: what comes first does
//! so for the reason the test names.

use std::fmt::Write as _;

use crate::search::embedded::EmbeddedSearch;
use crate::search::embedded::fixture;
use crate::search::query::{Query, QuerySize};
use crate::search::{Found, SearchEngine as _, Segment};

const FILLER: &str = "Lorem ipsum dolor sit amet consectetur adipiscing elit sed eiusmod tempor. ";

/// Searches a book of these files and some that have nothing to do with them, so that words are as
/// rare as in a real book.
fn found_in(language: &str, files: &str, query: &str) -> (Found, Vec<String>) {
    let mut files = files.replace("FILLER", &FILLER.repeat(8));
    for number in 0..12 {
        writeln!(files, "//- zz/{number:02}.md\n# Filling\n\n{FILLER}").unwrap();
    }
    let catalog = fixture::book_in(language, &files);
    let view = EmbeddedSearch.build(catalog.clone()).unwrap();
    let found = view.find(&Query::read(query, QuerySize::default()), 0, 10).unwrap();
    let routes = found.pages.iter().map(|hit| catalog.pages[hit.page].route.to_string()).collect();
    (found, routes)
}

/// Checks which pages a query finds, in order.
#[track_caller]
fn check(files: &str, query: &str, expected: &[&str]) {
    let (_, routes) = found_in("en", files, query);
    assert_eq!(routes, expected, "{query}");
}

/// Pages of one word each: `name00`, `name01` …
fn pages_of(count: usize, name: &str, word: &str) -> String {
    let mut files = String::new();
    for number in 0..count {
        writeln!(files, "//- {name}{number:02}.md\n# Page\n\n{word}").unwrap();
    }
    files
}

fn shown(segments: &[Segment]) -> String {
    let marked = segments.iter().map(|segment| {
        if segment.highlighted { format!("[{}]", segment.text) } else { segment.text.clone() }
    });
    marked.collect()
}

#[test]
fn all_words_come_before_some_words_however_often() {
    check(
        "//- a.md\n# Zebra\n\nzebra zebra zebra zebra. Zebra zebra!\n\
         //- b.md\n# Other\n\nFILLER zebra FILLER FILLER giraffe FILLER\n",
        "zebra giraffe",
        &["b", "a"],
    );
}

#[test]
fn more_words_come_before_fewer_however_often() {
    check(
        "//- a.md\n# One\n\nzebra zebra zebra and, a long while and many other words later, giraffe giraffe giraffe\n\
         //- b.md\n# Two\n\nzebra with FILLER giraffe with FILLER lemur\n//- c.md\n# C\n\nokapi\n",
        "zebra giraffe lemur okapi",
        &["b", "a"],
    );
}

#[test]
fn a_word_that_is_nowhere_does_not_hide_the_others() {
    check("//- a.md\n# A\n\nzebra giraffe\n", "zebra giraffe qqq", &["a"]);
}

#[test]
fn pages_with_little_of_the_query_are_no_answers() {
    check(
        "//- a.md\n# A\n\nzebra giraffe lemur okapi tapir\n//- b.md\n# B\n\nzebra\n",
        "zebra giraffe lemur okapi tapir",
        &["a"],
    );
}

#[test]
fn the_word_itself_comes_before_its_inflections() {
    let files = "//- a.md\n# A\n\nWe deployed zebra.\n//- b.md\n# B\n\nWe deploy zebra.\n\
                 //- c.md\n# C\n\nWe deployed zebra.\n";
    check(files, "deploy ", &["b", "a", "c"]);
    check(files, "deployed ", &["a", "c", "b"]);
}

#[test]
fn other_languages_are_not_stemmed() {
    let files = "//- a.md\n# A\n\ndeployed\n";
    assert_eq!(found_in("en", files, "deploying ").1, ["a"]);
    assert_eq!(found_in("de", files, "deploying ").1, Vec::<String>::new());
}

#[test]
fn a_title_with_the_word_comes_before_a_body_with_it() {
    check(
        "//- a.md\n# One\n\nHere a zebra is kept and fed.\n\
         //- b.md\n---\ntitle: Feeding a zebra\n---\n# One\n\nHere it is kept and fed.\n",
        "zebra",
        &["b", "a"],
    );
}

#[test]
fn a_heading_with_the_word_comes_before_a_body_with_it() {
    check(
        "//- a.md\n# One\n\n## How to keep and feed\n\nHere a zebra is kept and fed.\n\
         //- b.md\n# One\n\n## How to feed a zebra at home\n\nHere it is kept and fed.\n",
        "zebra",
        &["b", "a"],
    );
}

#[test]
fn a_long_fragment_of_a_body_beats_titles_with_some_of_its_words() {
    check(
        "//- a.md\n# Messages suspended queue host\n\nShort.\n\
         //- b.md\n# Other\n\nFILLER When adapters retry, messages wait in the suspended queue until the host resumes. FILLER\n",
        "adapters retry messages suspended queue host resumes",
        &["b", "a"],
    );
}

#[test]
fn words_that_stand_together_come_first() {
    check(
        "//- a.md\n# A\n\nOne port is here and there is something that they send to it.\n\
         //- b.md\n# B\n\nOne thing is here and there is something that the send port is.\n",
        "send port",
        &["b", "a"],
    );
}

#[test]
fn a_title_that_says_just_that_comes_first() {
    check(
        "//- a.md\n---\ntitle: Host instance settings of tracking databases\n---\n# Overview\n\nA host instance, host instance.\n\
         //- b.md\n---\ntitle: Host instance\n---\n# Overview\n\nA process.\n",
        "host instance",
        &["b", "a"],
    );
}

#[test]
fn a_heading_that_says_just_that_comes_first() {
    check(
        "//- a.md\n# One\n\n## Host instance settings of tracking databases\n\nA host instance.\n\
         //- b.md\n# One\n\n## Host instance\n\nA process of some kind that runs.\n",
        "host instance",
        &["b", "a"],
    );
}

#[test]
fn function_words_are_found() {
    check("//- a.md\n# From and Into\n\nTraits.\n", "From and Into", &["a"]);
    check("//- a.md\n# From and Into\n\nTraits.\n", "the", &[]);
}

#[test]
fn function_words_weigh_little_beside_others() {
    check(
        "//- a.md\n# How should I do it\n\nWhat should I do about it? Where is it? How should I?\n\
         //- b.md\n# Retry\n\nThe retry of a port.\n",
        "how should I do the retry",
        &["b", "a"],
    );
}

#[test]
fn one_slip_in_a_long_word_is_forgiven() {
    let files = "//- a.md\n# A\n\nThe pipeline runs.\n";
    for slip in ["pipleine ", "pipelne ", "pipelinne ", "pibeline "] {
        check(files, slip, &["a"]);
    }
    check(files, "piepilne ", &[]);
    check("//- a.md\n# A\n\nport host\n", "prot ", &[]);
    check("//- a.md\n# A\n\n10512\n", "10513 ", &[]);
    // Two slips only where a word is so long that nothing else can be meant.
    check("//- a.md\n# A\n\nThe disassembler.\n", "dissasembler ", &["a"]);
}

#[test]
fn a_near_spelling_counts_beside_other_words() {
    check(
        "//- a.md\n# A\n\nzebra\n//- b.md\n# B\n\nzebra pipeline\n",
        "zebra pipleine ",
        &["b", "a"],
    );
}

#[test]
fn a_near_spelling_never_beats_the_word_itself() {
    let mut files = "//- x.md\n# Other\n\nFILLER FILLER FILLER rotue FILLER FILLER\n".to_owned();
    for number in 0..12 {
        writeln!(files, "//- r{number:02}.md\n# Route\n\nroute route").unwrap();
    }
    let (_, found) = found_in("en", &files, "rotue ");
    assert_eq!(found[..2], ["x", "r00"], "the word itself, then what may have been meant");
}

#[test]
fn a_word_the_book_uses_is_no_slip() {
    let used = pages_of(3, "a", "router") + &pages_of(31, "b", "routed");
    assert_eq!(found_in("en", &used, "router ").0.total, 3);
    let hardly_likelier = pages_of(1, "a", "router") + &pages_of(9, "b", "routed");
    assert_eq!(found_in("en", &hardly_likelier, "router ").0.total, 1);
    let likelier = pages_of(1, "a", "router") + &pages_of(10, "b", "routed");
    assert_eq!(found_in("en", &likelier, "router ").0.total, 11);
}

#[test]
fn the_last_word_may_be_unfinished() {
    let files = "//- a.md\n# A\n\nzebra\n//- b.md\n# B\n\norchestration zebra\n";
    check(files, "zebra orch", &["b", "a"]);
    check(files, "orch", &["b"]);
    check(files, "orch ", &[]);
    check(files, "orch zebra", &["a", "b"]);
}

#[test]
fn the_whole_word_beats_longer_ones() {
    check(
        "//- a.md\n# A\n\nthe hostname of the hostname\n//- b.md\n# B\n\nthe host of something else\n",
        "host",
        &["b", "a"],
    );
}

#[test]
fn quoted_words_must_stand_so() {
    let files = "//- a.md\n# A\n\nport to send\n//- b.md\n# B\n\nthe send port\n\
                 //- c.md\n# C\n\n    send port\n//- d.md\n# Send port\n";
    check(files, "\"send port\"", &["d", "b", "c"]);
    check(files, "\"port\" -\"send port\"", &["a"]);
    check(files, "\"port to port\"", &[]);
}

#[test]
fn excluded_words_must_not_stand_there() {
    check("//- a.md\n# A\n\nzebra stripes\n//- b.md\n# B\n\nzebra\n", "zebra -stripes", &["b"]);
}

#[test]
fn whole_identifiers_come_first() {
    check(
        "//- a.md\n# A\n\nSet MSBTS HostSetting LoadFactor.\n//- b.md\n# B\n\nSet MSBTS_HostSetting.LoadFactor.\n",
        "MSBTS_HostSetting.LoadFactor",
        &["b", "a"],
    );
}

#[test]
fn names_in_camel_case_are_found_by_their_parts_and_find_them() {
    check("//- a.md\n# A\n\n    var x = new ReceivePort();\n", "receive port", &["a"]);
    check(
        "//- a.md\n# A\n\nzebra\n//- b.md\n# B\n\nzebra with the receive port\n//- c.md\n# C\n\nreceive\n",
        "zebra ReceivePort ",
        &["b", "a"],
    );
}

#[test]
fn keywords_descriptions_and_code_count() {
    check("//- a.md\n---\nkeywords: [firewall]\n---\n# A\n", "firewall", &["a"]);
    check("//- a.md\n---\ndescription: About firewalls\n---\n# A\n", "firewalls", &["a"]);
    check("//- a.md\n# A\n\n    net use\n", "net use", &["a"]);
}

#[test]
fn captions_are_words_of_their_section() {
    check("//- a.md\n# A\n\n![The zones](z.png \"Server farm\")\n", "farm zones", &["a"]);
}

#[test]
fn equals_stand_in_the_order_of_the_book() {
    check(
        "//- SUMMARY.md\n- [C](c.md)\n- [A](a.md)\n- [B](b.md)\n\
         //- a.md\n# Same\n\nzebra\n//- b.md\n# Same\n\nzebra\n//- c.md\n# Same\n\nzebra\n",
        "zebra",
        &["c", "a", "b"],
    );
}

#[test]
fn every_script_is_searched() {
    check("//- a.md\n# B\n\n器\n//- b.md\n# 消息\n\n服务器配置\n", "服务器", &["b"]);
    check("//- a.md\n# A\n\nGRÖSSE Größe\n", "größe", &["a"]);
}

#[test]
fn sections_of_a_page_stand_together() {
    let (found, _) = found_in(
        "en",
        "//- a.md\n# Guide\n\nIntro.\n\n## Send ports\n\nZebra ports, zebra.\n\n### Limits\n\nA zebra at most.\n\n## Else\n\nNothing.\n\
         //- b.md\n# B\n\nzebra\n",
        "zebra",
    );
    let mut lines = String::new();
    for hit in &found.pages {
        for section in std::iter::once(&hit.best).chain(&hit.further) {
            let headings: Vec<String> =
                section.headings.iter().map(|heading| shown(heading)).collect();
            let id = section.id.as_deref().unwrap_or_default();
            let (title, snippet) = (shown(&hit.title), shown(&section.snippet));
            writeln!(lines, "{title} #{id} {} | {snippet}", headings.join(" > ")).unwrap();
        }
    }
    insta::assert_snapshot!(lines, @"
    Guide #send-ports Send ports | [Zebra] ports, [zebra].
    Guide #limits Send ports > Limits | A [zebra] at most.
    B #  | [zebra]
    ");
}

#[test]
fn sections_that_match_by_the_page_title_alone_are_not_shown() {
    let (found, _) = found_in("en", "//- a.md\n# Zebra\n\nText.\n\n## Food\n\nGrass.\n", "zebra");
    assert_eq!(found.pages[0].best.id, None);
    assert_eq!(found.pages[0].further, []);
}

#[test]
fn what_nothing_answers_gets_a_suggestion() {
    let files = "//- a.md\n# A\n\nThe port of the orchestration.\n";
    let suggestion = |query: &str| found_in("en", files, query).0.did_you_mean;
    assert_eq!(suggestion("\"prt of\" "), Some("\"port of\" ".to_owned()));
    assert_eq!(suggestion("prot "), Some("port ".to_owned()));
    assert_eq!(suggestion("qqqqqq"), None);
    assert_eq!(suggestion("port"), None);
}
