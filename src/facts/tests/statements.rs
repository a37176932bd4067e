//! What each way of writing a fact states.

use crate::config::Config;
use crate::facts::tests::{book, read};
use crate::source::MemoryFiles;

#[test]
fn a_heading_with_a_class_declares_a_thing() {
    let book = book(
        "//- large.md\n\
         # Large {#large .Architecture}\n\n\
         ## Data {#data .DirectoryDomain .lead}\n\n\
         ## Words\n\n\
         ### Gate {.Firewall}\n\
         //- small.md\n\
         ---\ntype: Architecture\n\
         Source-figure: a.gif\ncolour: red\n\
         ---\n\
         # Small\n\n\
         ## Data {#data .Zone}\n",
    );
    insta::assert_snapshot!(book.sources(), @r#"
    large.md:1:1 heading: <large#large> rdf:type arch:Architecture ← Large
    large.md:3:1 heading: <large#data> rdf:type arch:DirectoryDomain ← Data
    large.md:3:1 heading: <large#data> arch:partOfArchitecture <large#large> ← Data
    large.md:7:1 heading: <large#gate> rdf:type arch:Firewall ← Gate
    large.md:7:1 heading: <large#gate> arch:partOfArchitecture <large#large> ← Gate
    small.md:1:1 front matter: <small> rdf:type arch:Architecture ← Small
    small.md:8:1 heading: <small#data> rdf:type arch:Zone ← Data
    small.md:8:1 heading: <small#data> arch:partOfArchitecture <small> ← Data
    small.md:1:1 front matter: <small> arch:sourceFigure "a.gif" ← Source-figure: a.gif
    "#);
    assert_eq!(book.problems(), "");
}

#[test]
fn the_title_of_a_link_states_in_mid_sentence() {
    let book = book(
        "# A {#a .Zone}\n\n\
         It [is](#b \"trusts\"), but must not, and never, trust [c](#c \"trusts\"). It\nshould trust [d](#d \"Trusts\") and [e](#e \"trusts\").\n\n\
         - It may, as everybody knows, trust [f](#f \"trusts\")\n\
         - [g](#g \"should trust\") and [x](#b \"a tooltip\")\n\n\
         > [](#b \"trusted by\")\n\n\
         ## B {#b .Zone}\n\
         ## C {#c .Zone}\n\
         ## D {#d .Zone}\n\
         ## E {#e .Zone}\n\
         ## F {#f .Zone}\n\
         ## G [a](#a \"trusts\") {#g .Zone}\n",
    );
    insta::assert_snapshot!(book.sources(), @r#"
    a.md:1:1 heading: <a#a> rdf:type arch:Zone ← A
    a.md:11:1 heading: <a#b> rdf:type arch:Zone ← B
    a.md:12:1 heading: <a#c> rdf:type arch:Zone ← C
    a.md:13:1 heading: <a#d> rdf:type arch:Zone ← D
    a.md:14:1 heading: <a#e> rdf:type arch:Zone ← E
    a.md:15:1 heading: <a#f> rdf:type arch:Zone ← F
    a.md:16:1 heading: <a#g> rdf:type arch:Zone ← G a
    a.md:3:4 link title: <a#a> arch:trusts <a#b> ← It is, but must not, and never, trust c.
    a.md:3:54 link title: <a#a> arch:trusts <a#c> ← It is, but must not, and never, trust c.
    a.md:4:14 link title: recommended: <a#a> arch:trusts <a#d> ← It should trust d and e.
    a.md:4:35 link title: <a#a> arch:trusts <a#e> ← It should trust d and e.
    a.md:6:37 link title: <a#a> arch:trusts <a#f> ← It may, as everybody knows, trust f
    a.md:7:3 link title: recommended: <a#a> arch:trusts <a#g> ← g and x
    a.md:9:3 link title: <a#a> arch:trustedBy <a#b> ← [](#b "trusted by")
    "#);
    assert_eq!(book.problems(), "");
}

#[test]
fn what_a_section_states_is_said_of_the_thing_around_it() {
    let book = book(
        "//- a.md\n\
         [b](#b \"trusts\")\n\n\
         # A {#a .Zone}\n\n\
         ## Words\n\n\
         [b](#b \"trusts\")\n\n\
         ### B {#b .Zone}\n\n\
         [a](#a \"trusts\")\n\n\
         # Beside\n\n\
         [b](#b \"trusts\")\n\
         //- b.md\n\
         ---\ntype: Zone\n\
         ---\n\
         # Words\n\n\
         # Beside\n\n\
         [b](a.md#b \"trusts\")\n",
    );
    insta::assert_snapshot!(book.told(), @"
    <a#a> arch:trusts <a#b>
    <a#a> arch:trusts <a#b>
    <a#b> arch:trusts <a#a>
    <b> arch:trusts <a#b>
    ");
    insta::assert_snapshot!(book.problems(), @"a.md:15:1 fact-without-subject: `trusts` is stated here of nothing; give the heading above a class, as in `## Name {#id .Class}`");
}

#[test]
fn a_definition_list_states_term_by_term() {
    let book = book(
        "# Words\n\n\
         Word\n: explained\n\n\
         # A {#a .Zone}\n\n\
         TRUSTS\n: [B](#b) and [C](#c)\n: C\n: none\n\n\
         Must not trust\n: D\n\n\
         Must not hold\n: BizTalk server\n\n\
         Internet facing\n: no\n\n\
         Remark\n: Two words,\n  one line.\n\n\
         Opened\n: 2024-05-31\n\n\
         Load\n: 1.5\n\n\
         ## B {#b .Zone}\n\
         ## C {#c .Zone}\n\
         ## D {#d .Zone}\n",
    );
    insta::assert_snapshot!(book.told(), @r#"
    <a#a> arch:trusts <a#b>
    <a#a> arch:trusts <a#c>
    <a#a> arch:trusts <a#c>
    negated: <a#a> arch:trusts <a#d>
    <a#a> arch:forbidsKind arch:BizTalkServer
    <a#a> arch:internetFacing "false"^^xsd:boolean
    <a#a> arch:note "Two words, one line."
    <a#a> <opened> "2024-05-31"^^xsd:date
    <a#a> <load> "1.5"^^xsd:decimal
    "#);
    assert_eq!(book.problems(), "");
}

#[test]
fn rows_below_a_class_are_things() {
    let book = book(
        "# A {#a .Node}\n\
         # B {#b .Node}\n\n\
         # Flows {#flows .TrafficFlow}\n\n\
         All of them pass [the gate](#gate \"through firewall\").\n\n\
         | No. | Source | Target | Protocol | Port | Should be initiated by |\n\
         |---|---|---|---|---|---|\n\
         | 1 | [A](#a) | [B](#b) | HTTP, SOAP | 80; 443 | partner |\n\
         | 1 | B | A | DTC | 49152-65535 |\n\
         | | — | | |\n\n\
         # Gate {#gate .Firewall}\n\n\
         | Word | Meaning |\n\
         |---|---|\n\
         | gate | door |\n",
    );
    insta::assert_snapshot!(book.told(), @r#"
    <a#flows-1> arch:throughFirewall <a#gate>
    <a#flows-1-1> arch:throughFirewall <a#gate>
    <a#flows-section> arch:throughFirewall <a#gate>
    <a#flows-1> arch:flowSource <a#a>
    <a#flows-1> arch:flowTarget <a#b>
    <a#flows-1> arch:protocol akv:http
    <a#flows-1> arch:protocol akv:soap
    <a#flows-1> arch:port "80"^^xsd:unsignedShort
    <a#flows-1> arch:port "443"^^xsd:unsignedShort
    recommended: <a#flows-1> arch:initiatedBy akv:partner
    <a#flows-1-1> arch:flowSource <a#b>
    <a#flows-1-1> arch:flowTarget <a#a>
    <a#flows-1-1> arch:protocol akv:dtc
    <a#flows-1-1> arch:port "49152"^^xsd:unsignedShort
    <a#flows-1-1> arch:lastPort "65535"^^xsd:unsignedShort
    "#);
    let labels: Vec<_> = book.facts.pages[0].entities.iter().map(|e| e.label.as_str()).collect();
    assert_eq!(labels, ["A", "B", "Flows 1", "Flows 1", "Flows", "Gate"]);
    assert_eq!(book.problems(), "");
}

#[test]
fn rows_below_facts_speak_of_their_first_cell() {
    let book = book(
        "# A {#a .Zone}\n\
         # B {#b .Zone}\n\n\
         # Trust {.facts}\n\n\
         | Zone | Trusts | Must not trust | Why |\n\
         |---|---|---|---|\n\
         | [A](#a) | [B](#b) | | Work |\n\
         | [A](#a) and [B](#b) | | [A](#a) | |\n\
         | | | | |\n",
    );
    insta::assert_snapshot!(book.told(), @"
    <a#a> arch:trusts <a#b>
    negated: <a#a> arch:trusts <a#a>
    negated: <a#b> arch:trusts <a#a>
    ");
    assert_eq!(book.problems(), "");
}

#[test]
fn quoted_sources_may_contradict_each_other() {
    let book = book(
        "# A {#a .Zone}\n\
         # B {#b .Zone}\n\
         # C {#c .Zone}\n\n\
         # Quotes\n\n\
         | Subject | Property | Value | According to | This book |\n\
         |---|---|---|---|---|\n\
         | [A](#a) | trusts | [B](#b), [C](#c) | the text | follows |\n\
         | [B](#b) | trusts | [A](#a) | the figure | rejects |\n\
         | [A](#a) | trusts | [B](#b) | a letter | |\n",
    );
    insta::assert_snapshot!(book.sources(), @"
    a.md:1:1 heading: <a#a> rdf:type arch:Zone ← A
    a.md:2:1 heading: <a#b> rdf:type arch:Zone ← B
    a.md:3:1 heading: <a#c> rdf:type arch:Zone ← C
    a.md:9:3 table: <a#a> arch:trusts <a#b> ← A | trusts | B, C | the text | follows (according to the text)
    a.md:9:3 table: <a#a> arch:trusts <a#c> ← A | trusts | B, C | the text | follows (according to the text)
    a.md:10:3 table: negated: <a#b> arch:trusts <a#a> ← B | trusts | A | the figure | rejects (according to the figure)
    a.md:11:3 table: optional: <a#a> arch:trusts <a#b> ← A | trusts | B | a letter (according to a letter)
    ");
    let conflicts: Vec<_> =
        book.facts.conflicts.iter().map(|c| (c.first.index, c.second.index)).collect();
    assert_eq!(conflicts, [(3, 5), (4, 5), (4, 6), (5, 6)]);
    assert_eq!(book.problems(), "");
}

#[test]
fn turtle_states_what_markdown_cannot_say() {
    let book = book(
        "# A {#a .Zone}\n\n\
         > 1. x\n\
         >    ```ttl\n\
         >    <#a> arch:trusts <b#c> ,\n\
         >      [ a arch:Zone ] .\n\
         >    ```\n\n\
         ```turtle example\n<#a> arch:trusts <#z> .\n\
         ```\n\n    <#a> arch:trusts <#z> .\n\n\
         ```turtle\n:x arch:note 'x' .\n\
         [] arch:note 'y' .\n\
         ```\n",
    );
    insta::assert_snapshot!(book.sources(), @r#"
    a.md:1:1 heading: <a#a> rdf:type arch:Zone ← A
    a.md:5:1 turtle: <a#a> arch:trusts <b#c> ← <#a> arch:trusts <b#c> ,
    a.md:6:1 turtle: _:bhttps_3a_2f_2fexample_2eorg_2fa_0x1 rdf:type arch:Zone ← [ a arch:Zone ] .
    a.md:6:1 turtle: <a#a> arch:trusts _:bhttps_3a_2f_2fexample_2eorg_2fa_0x1 ← [ a arch:Zone ] .
    a.md:16:1 turtle: <x> arch:note "x" ← :x arch:note 'x' .
    a.md:17:1 turtle: _:bhttps_3a_2f_2fexample_2eorg_2fa_3x1 arch:note "y" ← [] arch:note 'y' .
    "#);
    assert_eq!(book.problems(), "");
}

#[test]
fn names_mean_things_of_the_page_then_of_the_book() {
    let book = book(
        "//- a.md\n\
         # One {#a .Zone}\n\n\
         Trusts\n: Two, Three; and Four\n\n\
         ## Two {#b .Zone}\n\
         ## Four {#s .Server}\n\
         //- b.md\n\
         # Two {#x .Zone}\n\
         ## Three {#y .Zone}\n\
         ## Four {#z .Zone}\n",
    );
    insta::assert_snapshot!(book.told(), @"
    <a#a> arch:trusts <a#b>
    <a#a> arch:trusts <b#y>
    <a#a> arch:trusts <b#z>
    ");
    assert_eq!(book.problems(), "");
}

#[test]
fn a_link_to_a_page_means_what_its_first_heading_declares() {
    let book = book(
        "//- a.md\n\
         # A {#a .Zone}\n\n\
         [b](b.md \"trusts\") [c](c.md \"trusts\") [out](https://example.com/z \"trusts\")\n\
         //- b.md\n\
         Words.\n\n\
         # B {#b .Zone}\n\n\
         ## Inner {.Zone}\n\
         //- c.md\n\
         ---\ntype: Zone\n\
         ---\n\
         # C {#c .Zone}\n",
    );
    insta::assert_snapshot!(book.told(), @"
    <a#a> arch:trusts <b#b>
    <a#a> arch:trusts <c>
    <a#a> arch:trusts <https://example.com/z>
    ");
    assert_eq!(book.problems(), "");
}

#[test]
fn what_is_included_is_stated_where_it_is_written() {
    let book = book(
        "//- a.md\n\
         # A {#a .Zone}\n\n\
         {{#include part.txt}}\n\
         //- part.txt\n\
         One.\n\n\
         It trusts [B](#b \"trusts\").\n\n\
         ## B {#b .Zone}\n\n\
         ```turtle\n<#b> arch:note 'x' .\n\
         ```\n\n\
         ### Flows {#f .TrafficFlow}\n\n\
         | x | Source |\n\
         |---|---|\n\
         | 1 | [B](#b) |\n",
    );
    insta::assert_snapshot!(book.sources(), @r#"
    a.md:1:1 heading: <a#a> rdf:type arch:Zone ← A
    part.txt:5:1 heading: <a#b> rdf:type arch:Zone ← B
    part.txt:15:1 table: <a#f-1> rdf:type arch:TrafficFlow ← Flows 1
    part.txt:3:11 link title: <a#a> arch:trusts <a#b> ← It trusts B.
    part.txt:15:7 table: <a#f-1> arch:flowSource <a#b> ← 1 | B
    part.txt:8:1 turtle: <a#b> arch:note "x" ← <#b> arch:note 'x' .
    "#);
    assert_eq!(book.problems(), "");
}

#[test]
fn of_properties_that_share_a_name_the_one_that_fits_is_meant() {
    let book = book(
        "# S {#s .Silo}\n\n\
         Feeds\n: [M](#m)\n: [Z](#z)\n\n\
         It [does](#m \"füttert\").\n\n\
         # M {#m .Server}\n\
         # Z {#z .Zone}\n\n\
         Feeds\n: [S](#s)\n",
    );
    insta::assert_snapshot!(book.told(), @"
    <a#s> <feeds> <a#m>
    <a#s> <feeds> <a#m>
    <a#s> <feedsZone> <a#z>
    <a#z> <feedsZone> <a#s>
    ");
    assert_eq!(book.problems(), "");
}

#[test]
fn an_id_that_stands_twice_leaves_the_things_apart() {
    let book =
        book("# A {#x .Zone}\n\n[b](#x \"trusts\")\n\n# B {#x .Zone}\n\n[b](#x \"trusts\")\n");
    insta::assert_snapshot!(book.told(), @"
    <a#x> arch:trusts <a#x>
    <a#x-1> arch:trusts <a#x>
    ");
    assert_eq!(book.problems(), "");
}

#[test]
fn a_book_that_is_not_literate_states_nothing() {
    let files = MemoryFiles::fixture("//- a.md\n# A {#a .Zone .Nonsense}\n\n[a](#a \"trusts\")\n");
    let book = read(&files, Config::default());
    assert_eq!((book.sources().as_str(), book.problems().as_str()), ("", ""));
    assert_eq!(book.facts.pages.len(), book.catalog.pages.len());
}
