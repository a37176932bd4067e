//! The book's promise: words that break a rule fail the check at their line, and mending them
//! passes. Each bundled rule that prose can break is shown to fire.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use loggia::compile::Compiler;
use loggia::source::{Files, MemoryFiles, bundled_book};
use loggia::text::FilePath;

use crate::harness::{copy, run};

const LARGE: &str = "content/architectures/large-distributed.md";

/// The bundled book in memory, with `from` replaced by `to` in one of its documents.
fn edited(file: &str, from: &str, to: &str) -> MemoryFiles {
    let bundled = bundled_book();
    let file = FilePath::new(file).unwrap();
    let mut files = MemoryFiles::new();
    for path in bundled.list(&FilePath::default()).unwrap() {
        let mut bytes = bundled.read(&path).unwrap();
        if path == file {
            let text = String::from_utf8(bytes).unwrap();
            assert_eq!(text.matches(from).count(), 1, "`{from}` stands once in {path}");
            bytes = text.replace(from, to).into_bytes();
        }
        files = files.with(path, bytes);
    }
    files
}

/// What the rules say of a book: `line: rule` of each diagnostic in `file`, code by code.
fn broken(files: MemoryFiles, file: &str) -> Vec<String> {
    let examined = Compiler::new(Arc::new(files)).examine().unwrap();
    let file = FilePath::new(file).unwrap();
    let of_rules = examined
        .diagnostics
        .iter()
        .filter(|problem| problem.code.name.starts_with("rule-") && problem.place.file == file);
    let told = of_rules.map(|problem| {
        let line = examined.texts[&file].line_column(problem.place.span.start).line;
        let rule = problem.label.as_deref().unwrap_or_default();
        format!("{line}: {} {rule}", problem.code.name)
    });
    told.collect()
}

/// The line of the only occurrence of `words`.
fn line_of(files: &MemoryFiles, file: &str, words: &str) -> usize {
    let text = String::from_utf8(files.read(&FilePath::new(file).unwrap()).unwrap()).unwrap();
    let at = text.find(words).unwrap();
    text[..at].matches('\n').count() + 1
}

/// The edit breaks `rule`, and the check points at the line that holds `words`.
fn breaks(rule: &str, file: &str, from: &str, to: &str, words: &str) {
    let files = edited(file, from, to);
    let line = line_of(&files, file, words);
    let told = broken(files, file);
    let expected = format!("{line}: rule-violation breaks {rule}");
    let warned = format!("{line}: rule-warning breaks {rule}");
    assert!(told.contains(&expected) || told.contains(&warned), "{expected}\nis not in\n{told:#?}");
}

#[test]
fn one_sentence_fails_the_check_at_its_line_and_undoing_it_passes() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    fs::copy(project.join("book.toml"), folder.path().join("book.toml")).unwrap();
    copy(&project.join("content"), &folder.path().join("content"));
    let path = folder.path().join(LARGE);
    let before = fs::read_to_string(&path).unwrap();
    let sentence = "The domain trusts no other domain.";
    let worse = "The domain trusts the [corporate domain](#corporate \"trusts\").";
    let line = before[..before.find(sentence).unwrap()].matches('\n').count() + 1;

    fs::write(&path, before.replace(sentence, worse)).unwrap();
    let ran = run(folder.path(), &["check"]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert!(ran.out.contains("R01-data-zone-trusts-nobody"), "{}", ran.out);
    assert!(ran.out.contains(&format!("{LARGE}:{line}:")), "{}", ran.out);

    fs::write(&path, before).unwrap();
    let ran = run(folder.path(), &["check", "--deny", "warnings"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
}

#[test]
fn r02_a_database_needs_a_server() {
    let from = "and hosts the [MOM database](#mom-db \"hosts database\").";
    breaks("R02-database-behind-firewall", LARGE, from, "and works.", "#### MOM database");
}

#[test]
fn r03_and_r04_nothing_of_the_product_runs_in_the_perimeter() {
    let (from, to) = (
        "[Send](principles.md#send-role) | [Send handler](#send)",
        "[Send](principles.md#send-role) | [FTP](#ftp)",
    );
    breaks("R03-no-host-instance-in-perimeter", LARGE, from, to, "| Send host |");
    breaks("R04-forbidden-kind", LARGE, from, to, ": Host instance");
}

#[test]
fn r05_a_flow_passes_the_firewall_of_its_border() {
    let from = "| L12 | [Services domain](#services) | [Data domain](#data) | not stated | [FW1](#fw1) | |";
    let to = "| L12 | [Services domain](#services) | [Data domain](#data) | not stated | [FW4](#fw4) | |";
    breaks("R05-flow-between-zones-passes-firewall", LARGE, from, to, "| L12 |");
}

#[test]
fn r06_what_strangers_open_ends_in_the_perimeter() {
    let from = "| L1 | [Partner orchestration](#partner) | [Perimeter network](#perimeter) |";
    let to = "| L1 | [Partner orchestration](#partner) | [Services domain](#services) |";
    breaks("R06-outside-lands-in-perimeter", LARGE, from, to, "| L1 |");
}

#[test]
fn r07_trust_has_no_cycle() {
    let to = "The domain trusts the [services domain](#services \"trusts\").";
    breaks(
        "R07-trust-has-no-cycle",
        LARGE,
        "The domain trusts no other domain.",
        to,
        "The data stand furthest",
    );
}

#[test]
fn r08_a_database_server_is_clustered() {
    let file = "content/architectures/scaled-down.md";
    let from = "#sso-server \"corresponds to\").\n\nRecommended redundancy\n: Failover cluster\n";
    let to = "#sso-server \"corresponds to\").\n";
    breaks("R08-database-host-is-clustered", file, from, to, "(#sso-db \"hosts database\")");
}

#[test]
fn r09_the_secret_database_is_alone() {
    let from = "and hosts the [SSO database](#sso-db \"hosts database\") alone";
    let to = "and hosts the [SSO database](#sso-db \"hosts database\") with the [MOM database](#mom-db \"hosts database\")";
    breaks("R09-secret-database-alone", LARGE, from, to, "with the [MOM database]");
}

#[test]
fn r10_a_domain_has_its_own_controller() {
    let from = "| Data domain controller | [Data domain](#data) |\n";
    breaks("R10-domain-has-own-controller", LARGE, from, "", "## Data domain {#data");
}

#[test]
fn r11_a_zone_accepts_the_accounts_it_runs_under() {
    let from = "| [Tracking](principles.md#tracking-role) | [Tracking host](#tracking) |";
    let to = "| [Tracking](principles.md#tracking-role) | [Admin client](#admin-client) |";
    breaks("R11-account-is-accepted", LARGE, from, to, "| Tracking host | In-process |");
}

#[test]
fn r12_and_r15_a_flow_is_complete() {
    let from = "| L3 | [HTTP (Rec)](#http-rec) | [Service interfaces domain](#service-interfaces) | HTTP |";
    let no_protocol =
        "| L3 | [HTTP (Rec)](#http-rec) | [Service interfaces domain](#service-interfaces) | |";
    breaks("R12-flow-names-protocol-and-port", LARGE, from, no_protocol, "| L3 |");
    let no_target = "| L3 | [HTTP (Rec)](#http-rec) | | HTTP |";
    breaks("R15-flow-has-two-ends", LARGE, from, no_target, "| L3 |");
}

#[test]
fn r13_turtle_cannot_state_without_a_source() {
    let from = "## Where to go from here";
    let to = "```turtle\n<#odd> a arch:Statement .\n```\n\n## Where to go from here";
    breaks("R13-statement-has-source", LARGE, from, to, "<#odd> a arch:Statement");
}

#[test]
fn r14_administrators_come_in_by_one_way() {
    let from = "| L10 | [Admin client](#admin-client) | [Admin tools](#admin-tools) |";
    let to = "| L10 | [Admin client](#admin-client) | [Processing](#processing) |";
    breaks("R14-administration-by-one-way", LARGE, from, to, "| L10 |");
}
