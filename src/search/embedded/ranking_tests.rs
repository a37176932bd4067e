//! Every rule of the ranking, each with a case that fails without it.

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

fn shown(segments: &[Segment]) -> String {
    let marked = segments.iter().map(|segment| {
        if segment.highlighted { format!("[{}]", segment.text) } else { segment.text.clone() }
    });
    marked.collect()
}

#[test]
fn all_words_come_before_some_words_however_often() {
    check(
        "//- few.md\n# Zebra\n\nzebra zebra zebra zebra. Zebra zebra!\n\
         //- full.md\n# Other\n\nFILLER zebra FILLER FILLER giraffe FILLER\n",
        "zebra giraffe",
        &["full", "few"],
    );
}

#[test]
fn a_word_that_is_nowhere_does_not_hide_the_others() {
    check("//- a.md\n# A\n\nzebra giraffe\n//- b.md\n# B\n\nnone\n", "zebra giraffe qqq", &["a"]);
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
    let files =
        "//- a.md\n# A\n\nWe deployed zebra.\n//- b.md\n# B\n\nWe deploy zebra.\n//- c.md\n# C\n";
    check(files, "deploy ", &["b", "a"]);
    check(files, "deployed ", &["a", "b"]);
}

#[test]
fn other_languages_are_not_stemmed() {
    let files = "//- a.md\n# A\n\ndeployed\n//- b.md\n# B\n";
    assert_eq!(found_in("en", files, "deploying ").1, ["a"]);
    assert_eq!(found_in("de", files, "deploying ").1, Vec::<String>::new());
}

#[test]
fn title_then_heading_then_body() {
    check(
        "//- body.md\n# Xa\n\nThe zebra is here\n//- heading.md\n# Ya\n\n## The zebra\n\nIs here\n\
         //- title.md\n# The zebra\n\nIs here\n",
        "zebra",
        &["title", "heading", "body"],
    );
}

#[test]
fn a_long_fragment_of_a_body_beats_titles_with_some_of_its_words() {
    check(
        "//- t.md\n# Messages suspended queue host\n\nShort.\n\
         //- body.md\n# Other\n\nFILLER When adapters retry, messages wait in the suspended queue until the host resumes. FILLER\n",
        "adapters retry messages suspended queue host resumes",
        &["body", "t"],
    );
}

#[test]
fn words_that_stand_together_come_first() {
    check(
        "//- apart.md\n# A\n\nOne port is here and there is something that they send to it.\n\
         //- phrase.md\n# B\n\nOne thing is here and there is something that the send port is.\n",
        "send port",
        &["phrase", "apart"],
    );
}

#[test]
fn a_title_that_says_just_that_comes_first() {
    check(
        "//- a.md\n# Host instance settings of the tracking database\n\nhost instance host instance host instance\n\
         //- b.md\n# Host instance\n\nIt is a process with one host.\n",
        "host instance",
        &["b", "a"],
    );
}

#[test]
fn function_words_are_found_and_weigh_little() {
    check(
        "//- a.md\n# From and Into\n\nTraits.\n//- b.md\n# Other\n\nTraits\n",
        "From and Into",
        &["a"],
    );
    check(
        "//- a.md\n# How should I do it\n\nWhat should I do about it? Where is it? How should I?\n\
         //- b.md\n# Retry\n\nThe retry of a port.\n",
        "how should I do the retry",
        &["b", "a"],
    );
}

#[test]
fn one_slip_in_a_long_word_is_forgiven() {
    let files = "//- a.md\n# A\n\nThe pipeline runs.\n//- b.md\n# B\n\nNothing.\n";
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
fn a_near_spelling_never_beats_the_word_itself() {
    let mut files = "//- x.md\n# Other\n\nFILLER FILLER FILLER rotue FILLER FILLER\n".to_owned();
    for number in 0..12 {
        writeln!(files, "//- r{number:02}.md\n# Route\n\nroute route").unwrap();
    }
    let (_, found) = found_in("en", &files, "rotue ");
    assert_eq!(found[..2], ["x", "r00"], "the word itself, then what may have been meant");
}

#[test]
fn a_common_word_is_no_slip() {
    check(
        "//- a.md\n# A\n\nrouter\n//- b.md\n# B\n\nrouted\n//- c.md\n# C\n\nrouter\n//- d.md\n# D\n\nrouter\n",
        "router ",
        &["a", "c", "d"],
    );
}

#[test]
fn the_last_word_may_be_unfinished() {
    let files = "//- a.md\n# A\n\norchestration zebra\n//- b.md\n# B\n\nzebra\n";
    check(files, "zebra orch", &["a", "b"]);
    check(files, "orch", &["a"]);
    check(files, "orch ", &[]);
    check(files, "orch zebra", &["b", "a"]);
}

#[test]
fn the_whole_word_beats_longer_ones() {
    check("//- a.md\n# A\n\nhostname\n//- b.md\n# B\n\nthe host\n", "host", &["b", "a"]);
}

#[test]
fn quoted_words_must_stand_so() {
    let files = "//- a.md\n# A\n\nport to send\n//- b.md\n# B\n\nthe send port\n//- c.md\n# C\n\n    send port\n";
    check(files, "\"send port\"", &["b", "c"]);
    check(files, "\"port\" -\"send port\"", &["a"]);
    check(files, "\"port to port\"", &[]);
}

#[test]
fn excluded_words_must_not_stand_there() {
    check("//- a.md\n# A\n\nzebra stripes\n//- b.md\n# B\n\nzebra\n", "zebra -stripes", &["b"]);
}

#[test]
fn identifiers_are_found_whole_and_in_parts() {
    let files = "//- a.md\n# A\n\nSet MSBTS_HostSetting.LoadFactor.\n//- b.md\n# B\n\nSet LoadFactor of MSBTS_HostSetting.\n\
                 //- c.md\n# C\n\n    var x = new ReceivePort();\n";
    check(files, "MSBTS_HostSetting.LoadFactor", &["a", "b"]);
    check(files, "receive port", &["c"]);
    check("//- a.md\n# A\n\nthe receive port\n//- b.md\n# B\n\nreceive\n", "ReceivePort", &["a"]);
}

#[test]
fn keywords_and_descriptions_count() {
    check("//- a.md\n---\nkeywords: [firewall]\n---\n# A\n//- b.md\n# B\n", "firewall", &["a"]);
    check(
        "//- a.md\n---\ndescription: About firewalls\n---\n# A\n//- b.md\n# B\n",
        "firewalls",
        &["a"],
    );
}

#[test]
fn captions_are_words_of_their_section() {
    check(
        "//- a.md\n# A\n\n![The zones](z.png \"Server farm\")\n//- b.md\n# B\n",
        "farm zones",
        &["a"],
    );
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
    check("//- a.md\n# 消息\n\n服务器配置\n//- b.md\n# B\n\n器\n", "服务器", &["a"]);
    check("//- a.md\n# A\n\nGRÖSSE Größe\n//- b.md\n# B\n", "größe", &["a"]);
}

#[test]
fn sections_of_a_page_stand_together() {
    let (found, _) = found_in(
        "en",
        "//- a.md\n# Guide\n\nIntro.\n\n## Send ports\n\nZebra ports, zebra.\n\n### Limits\n\nA zebra at most.\n\n## Else\n\nNothing.\n\
         //- b.md\n# B\n\nzebra\n",
        "zebra",
    );
    let lines: Vec<String> = found
        .pages
        .iter()
        .flat_map(|hit| {
            let sections = std::iter::once(&hit.best).chain(&hit.further);
            sections.map(|section| {
                let headings: Vec<String> =
                    section.headings.iter().map(|heading| shown(heading)).collect();
                let id = section.id.as_deref().unwrap_or_default();
                format!(
                    "{} #{id} {} | {}",
                    shown(&hit.title),
                    headings.join(" > "),
                    shown(&section.snippet)
                )
            })
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @"
    Guide #send-ports Send ports | [Zebra] ports, [zebra].
    Guide #limits Send ports > Limits | A [zebra] at most.
    B #  | [zebra]
    ");
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
