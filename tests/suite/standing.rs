//! What keeps running when one member of a group goes: books that state a cluster, and books that
//! state less than one.

use std::sync::Arc;

use loggia::compile::Compiler;
use loggia::service::impact::{ImpactOptions, impact};
use loggia::source::MemoryFiles;

use crate::harness::Server;

/// Two nodes of a cluster in two rooms of one house; the till uses the ledger that node A hosts.
const CLUSTER: &str = "//- book.toml
[preprocessor.loggia]
//- src/SUMMARY.md
- [Shop](shop.md)
//- src/shop.md
# Shop {#shop .Architecture}

## Ledger cluster {#cluster .RedundancyGroup}

Redundancy kind
: Failover cluster

Has member
: [Node A](#node-a)
: [Node B](#node-b)

## House {#house .Zone}

## First room {#first .Zone}

Sub zone of
: [House](#house)

### Node A {#node-a .Server}

In zone
: [First room](#first)

Hosts database
: [Ledger](#ledger)

### Ledger {#ledger .Database}

## Second room {#second .Zone}

Sub zone of
: [House](#house)

### Node B {#node-b .Server}

In zone
: [Second room](#second)

## Till {#till .Server}

Uses database
: [Ledger](#ledger)
";

/// What breaks if a thing goes, and what keeps running on what.
fn fate(book: &str, id: &str) -> (Vec<String>, Vec<String>) {
    let snapshot = Compiler::new(Arc::new(MemoryFiles::fixture(book))).compile().unwrap();
    let problems: Vec<&str> = snapshot.diagnostics.iter().map(|it| it.code.name).collect();
    assert!(problems.iter().all(|code| !code.contains("fact")), "{:?}", snapshot.diagnostics);
    let iri = format!("{}shop#{id}", snapshot.catalog.config.base);
    let found = impact(&snapshot, &iri, ImpactOptions::default());
    let broken = found.dependants.reached.iter().map(|it| it.thing.name.clone());
    let standing = found.standing.iter().map(|it| {
        let on: Vec<&str> = it.on.iter().map(|thing| thing.name.as_str()).collect();
        format!("{} on {}", it.reached.thing.name, on.join(", "))
    });
    (broken.collect(), standing.collect())
}

#[test]
fn a_database_keeps_running_on_the_other_node() {
    let (broken, standing) = fate(CLUSTER, "node-a");
    // The till needs only what keeps running: it is in neither list.
    assert_eq!((broken, standing), (Vec::new(), vec!["Ledger on Node B".to_owned()]));
}

#[test]
fn what_breaks_on_the_way_is_stood_in_for_too() {
    let (broken, standing) = fate(CLUSTER, "first");
    assert_eq!(
        (broken, standing),
        (vec!["Node A".to_owned()], vec!["Ledger on Node B".to_owned()])
    );
}

#[test]
fn nobody_stands_in_where_all_members_go() {
    let (broken, standing) = fate(CLUSTER, "house");
    assert_eq!(standing, [""; 0]);
    for name in ["Node A", "Node B", "Ledger", "Till"] {
        assert!(broken.iter().any(|it| it == name), "{name} breaks: {broken:?}");
    }
}

#[test]
fn a_member_may_name_its_group_instead() {
    let members = "Has member\n: [Node A](#node-a)\n: [Node B](#node-b)\n";
    let own = "Member of group\n: [Ledger cluster](#cluster)\n\nIn zone\n";
    let book = CLUSTER.replace(members, "").replace("In zone\n", own);
    assert_eq!(fate(&book, "node-a"), fate(CLUSTER, "node-a"));
}

#[test]
fn what_is_less_than_a_cluster_keeps_nothing_running() {
    let everything = (vec!["Ledger".to_owned(), "Till".to_owned()], Vec::new());
    for (stated, less) in [
        // Somebody has to switch.
        (": Failover cluster", ": Log shipping"),
        ("Redundancy kind", "Should have redundancy kind"),
        ("Redundancy kind\n: Failover cluster\n", ""),
        // It may be there one day.
        ("Has member", "Should have member"),
        (": [Node B](#node-b)\n", ""),
    ] {
        let book = CLUSTER.replace(stated, less);
        assert_ne!(book, CLUSTER, "{stated}");
        assert_eq!(fate(&book, "node-a"), everything, "{less}");
    }
}

#[test]
fn the_page_and_its_markdown_tell_it() {
    let server = Server::fixture(CLUSTER);
    let page = server.get("/things/shop/node-a");
    assert!(page.text().contains("<h2 id=\"standing\">What keeps running</h2>"), "{}", page.text());
    assert!(page.text().contains("database · keeps running on Node B"), "{}", page.text());
    assert!(!page.text().contains("id=\"dependants\""), "nothing breaks");
    let markdown = server.get("/things/shop/node-a.md");
    assert!(markdown.text().contains("## What keeps running"), "{}", markdown.text());
    let json = server.get("/api/v1/impact?q=Node%20A").json();
    assert_eq!(json["standing"][0]["thing"]["name"], "Ledger", "{json}");
    assert_eq!(json["standing"][0]["on"][0]["name"], "Node B", "{json}");
}
