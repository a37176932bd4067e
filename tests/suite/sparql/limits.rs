//! What a query may cost, and that the server lives on after each that wanted more.

use crate::harness::{Answer, Server};
use crate::sparql::{DIRECT, FORM, encode};

/// A book of one page, to be put behind its settings.
const PAGE: &str = "//- src/SUMMARY.md\n- [One](one.md)\n//- src/one.md\n# One\n\nText.\n";

/// A server with limits as they stand in `book.toml`.
fn limited(limits: &str) -> Server {
    Server::fixture(&format!("//- book.toml\n[preprocessor.loggia.limits]\n{limits}\n{PAGE}"))
}

fn post(server: &Server, query: impl Into<axum::body::Body>) -> Answer {
    server.send("POST", "/sparql", &[DIRECT], query)
}

fn lives(server: &Server) {
    let answer = post(server, "ASK { ?s ?p ?o }");
    assert_eq!((answer.status, &answer.json()["boolean"]), (200, &true.into()));
    assert_eq!(server.get("/one").status, 200);
    assert_eq!(server.get("/readyz").status, 200);
}

fn refused(server: &Server, query: &str, status: u16) {
    let answer = post(server, query.to_owned());
    let shown: String = query.chars().take(60).collect();
    assert_eq!(answer.status, status, "{shown}: {}", answer.text());
    assert_eq!(answer.media_type(), "application/problem+json", "{shown}");
    lives(server);
}

#[test]
fn a_query_that_takes_too_long_is_ended() {
    let server = limited("query-seconds = 1\nquery-workers = 1");
    let endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }";
    refused(&server, endless, 503);
}

#[test]
fn an_answer_may_have_so_many_rows() {
    let server = limited("query-rows = 3");
    refused(&server, "SELECT * { ?s ?p ?o }", 422);
    refused(&server, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", 422);
    let answer = post(&server, "SELECT * { ?s ?p ?o } LIMIT 3");
    assert_eq!(answer.json()["results"]["bindings"].as_array().unwrap().len(), 3);
}

#[test]
fn an_answer_may_have_so_many_bytes() {
    let server = limited("query-answer-bytes = 500");
    refused(&server, "SELECT * { ?s ?p ?o }", 422);
}

#[test]
fn a_query_may_have_so_many_bytes() {
    let server = limited("query-bytes = 100");
    let padded = |length: usize| format!("ASK {{}}{}", " ".repeat(length - 6));
    assert_eq!(post(&server, padded(100)).status, 200);
    refused(&server, &padded(101), 413);
    // Longer than any form of such a query can be.
    refused(&server, &padded(1 << 20), 413);
    let form = server.send("POST", "/sparql", &[FORM], format!("query={}", encode(&padded(99))));
    assert_eq!(form.status, 200, "percent signs of the form do not count");
}

#[test]
fn no_depth_of_nesting_ends_the_server() {
    let server = limited("");
    for depth in [2_000, 20_000] {
        for (open, close) in [("{", "}"), ("(", ")")] {
            let nested = if open == "{" {
                format!("SELECT * {}{}", open.repeat(depth), close.repeat(depth))
            } else {
                format!("ASK {{ FILTER({}1{}) }}", open.repeat(depth), close.repeat(depth))
            };
            refused(&server, &nested, 400);
            let unclosed = format!("SELECT * {{ {}", open.repeat(depth));
            refused(&server, &unclosed, 400);
        }
    }
}

/// Longer than the usual limit of a query's length, so that the length is not what stops it.
#[test]
fn no_depth_of_nesting_ends_a_server_that_reads_long_queries() {
    let server = limited("query-bytes = 1000000");
    for (before, open) in [("SELECT * ", "{"), ("ASK { FILTER", "("), ("ASK { ?s ?p ", "[ ?p ")] {
        refused(&server, &format!("{before}{}", open.repeat(100_000)), 400);
    }
    let filters = format!("ASK {{ {} }}", "FILTER(!".repeat(100_000));
    refused(&server, &filters, 400);
    let unions = format!("ASK {{ {{}} {} }}", "UNION {} ".repeat(100_000));
    refused(&server, &unions, 400);
    let path = format!("ASK {{ ?s {}a ?o }}", "a/".repeat(100_000));
    refused(&server, &path, 400);
}

#[test]
fn the_limits_of_nesting_leave_room_for_what_people_write() {
    let server = limited("");
    let nested = format!("ASK {}?s ?p ?o{}", "{".repeat(40), "}".repeat(40));
    assert_eq!(post(&server, nested).status, 200);
}
