//! What cannot be understood is told at its place, with the word that was probably meant.

use crate::facts::tests::book;

fn problems(fixture: &str) -> String {
    book(fixture).problems()
}

/// Two zones, a server and an unmarked section, behind the text of a zone `#a`.
fn zone(text: &str) -> String {
    problems(&format!(
        "# A {{#a .Zone}}\n\n{text}\n\n\
         # B {{#b .Zone}}\n\
         # M {{#m .Server}}\n\
         # Plain {{#plain}}\n"
    ))
}

#[test]
fn a_class_or_property_that_nobody_knows() {
    insta::assert_snapshot!(problems("# A {#a .Zon .Server .zone}\n# B {.Qqqqq}\n"), @"
    a.md:1:9 unknown-class: no vocabulary has a class `Zon`; did you mean `.Zone`?
    a.md:2:6 unknown-class: no vocabulary has a class `Qqqqq`; see the page Ontology for all classes; names in lower case are for style sheets
    ");
    insta::assert_snapshot!(zone("[b](#b \"trsuts\")\n\nIn zones\n: [b](#b)\n\nQqqqq\n: x\n\nShould trsut\n: [b](#b)"), @"
    a.md:3:1 unknown-property: the link's title `trsuts` is no property, so it states nothing; did you mean `trusts`?
    a.md:5:1 unknown-property: no vocabulary has a property `In zones`, so this term states nothing; did you mean `in zone`?
    a.md:8:1 unknown-property: no vocabulary has a property `Qqqqq`, so this term states nothing; see the page Ontology for all properties and their names
    a.md:11:1 unknown-property: no vocabulary has a property `trsut`, so this term states nothing; did you mean `trust`?
    ");
    insta::assert_snapshot!(problems("# Z {#z .Zone}\n\
         # T {.facts}\n\n\
         | Zone | Trusts | Protected bi |\n\
         |---|---|---|\n\
         | [Z](#z) | [Z](#z) | x |\n"), @"a.md:4:19 unknown-property: the column `Protected bi` is no property, so it states nothing; did you mean `protected by`?");
}

#[test]
fn a_fact_of_nothing() {
    insta::assert_snapshot!(problems("# A\n\n\
         It trusts [b](#b \"trusts\").\n\n\
         # B {#b .Zone}\n\n\
         # T {.facts}\n\n\
         | Zone | Must not trust |\n\
         |---|---|\n\
         | A | [B](#b) |\n\
         | [A](#a) | [B](#b) |\n\
         | A | |\n\n\
         | Subject | Property | Value |\n\
         |---|---|---|\n\
         | A | trusts | [B](#b) |\n\
         | [B](#b) | trsuts | [B](#b) |\n"), @"
    a.md:3:11 fact-without-subject: `trusts` is stated here of nothing; give the heading above a class, as in `## Name {#id .Class}`
    a.md:11:3 fact-without-subject: `trust` is stated in this row of nothing; link in this cell to the heading that declares the thing
    a.md:12:3 fact-without-subject: `trust` is stated in this row of nothing; link in this cell to the heading that declares the thing
    a.md:17:3 fact-without-subject: `trusts` is stated in this row of nothing; link in this cell to the heading that declares the thing
    a.md:18:13 unknown-property: no vocabulary has a property `trsuts`, so this row states nothing; did you mean `trusts`?
    ");
}

#[test]
fn a_subject_that_cannot_have_the_property() {
    insta::assert_snapshot!(problems("# A {#a .Server}\n\nIt trusts [b](#b \"trusts\").\n\n# B {#b .Zone}\n"), @"a.md:3:11 wrong-subject: `trusts` is stated of a zone, but `A` is a server; change the heading's class, or state another property");
}

#[test]
fn a_value_of_the_wrong_kind() {
    insta::assert_snapshot!(zone("It trusts [m](#m \"trusts\").\n\n\
         Trusts\n: B, M\n\n\
         Trusts\n: HTTP and firewall\n\n\
         Forbids kind\n: [b](#b), [Firewall](https://w3id.org/loggia/arch#Firewall)\n\n\
         Internet facing\n: perhaps\n\n\
         Port\n: 80, 65536, 90-80\n\n\
         Number drawn\n: -1\n\n\
         Opened\n: soon"), @"
    a.md:3:15 wrong-value: a value of `trusts` is a zone, but `m` is a server; link to a thing of that class, or state another property
    a.md:6:6 wrong-value: a value of `trusts` is a zone, but `M` is a server; link to a thing of that class, or state another property
    a.md:9:3 wrong-value: a value of `trusts` is a zone, but `HTTP` is a protocol; link to a thing of that class, or state another property
    a.md:9:12 wrong-value: a value of `trusts` is a zone, but `firewall` is a function of a server; link to a thing of that class, or state another property
    a.md:12:7 wrong-value: a value of `forbids kind` is a class, but `b` is a zone; link to a thing of that class, or state another property
    a.md:15:3 wrong-value: `perhaps` is no value of `internet facing`; write `true`, `false`, `yes` or `no`
    a.md:18:7 wrong-value: `65536` is no value of `port`; write a number from 0 to 65535, or a range such as `100-200`
    a.md:18:14 wrong-value: `90-80` is no value of `port`; write a number from 0 to 65535, or a range such as `100-200`
    a.md:21:3 wrong-value: `-1` is no value of `number drawn`; write a whole number from 0 on
    a.md:24:3 wrong-value: `soon` is no value of `opened`; write a date such as `2024-05-31`
    ");
    insta::assert_snapshot!(problems("---\ntype: Zone\nnumber_drawn: many\n---\n{{#include a.txt}}\n//- a.txt\nWords.\n"), @"a.md:1:1 wrong-value: `many` is no value of `number drawn`; write a whole number from 0 on");
}

#[test]
fn a_value_that_is_no_thing() {
    insta::assert_snapshot!(problems("//- a.md\n\
         # A {#a .Zone}\n\n\
         [p](#plain \"trusts\") [b](b.md \"trusts\") [f](f.pdf \"trusts\") [n](#nowhere \"trusts\")\n\n\
         # Plain {#plain}\n\
         //- b.md\n\
         # B\n\
         //- f.pdf\n%PDF\n"), @"
    a.md:3:5 value-without-class: `trusts` leads to `p`, which declares no thing; give the heading it leads to a class, as in `## Name {#id .Class}`
    a.md:3:26 value-without-class: `trusts` leads to `b`, which declares no thing; give the heading it leads to a class, as in `## Name {#id .Class}`
    a.md:3:45 value-without-class: `trusts` leads to `f`, which declares no thing; give the heading it leads to a class, as in `## Name {#id .Class}`
    ");
}

#[test]
fn a_name_that_means_nothing_or_too_much() {
    insta::assert_snapshot!(problems("//- a.md\n\
         # A {#a .Zone}\n\n\
         Trusts\n: Dta, Qqqqq, Data\n\
         //- b.md\n\
         # Data {#b .Zone}\n\
         //- c.md\n\
         # Data {#c .Zone}\n"), @"
    a.md:4:3 unknown-name: `trusts` has the value `Dta`, which nothing is called; did you mean `data`?
    a.md:4:8 unknown-name: `trusts` has the value `Qqqqq`, which nothing is called; link to the heading that declares it, or use a name of a vocabulary
    a.md:4:15 ambiguous-name: `Data` can mean 2 things; link to the one that is meant: <https://example.org/b#b>, <https://example.org/c#c>
    ");
}

#[test]
fn turtle_that_cannot_be_read() {
    insta::assert_snapshot!(problems("# A\n\n\
         > - x\n\
         >   ```turtle\n\
         >   <#a> arch:note 'x' .\n\
         >   <#ä> a 'ä' , nope:x .\n\
         >   ```\n\n\
         ```turtle\n<#a> a\n\
         ```\n"), @"
    a.md:6:18 malformed-turtle: this is no Turtle: The prefix nope: has not been declared; what stands before it is kept; the preset prefixes need no declaration
    a.md:11:1 malformed-turtle: this is no Turtle: Unexpected end; what stands before it is kept; the preset prefixes need no declaration
    ");
}

#[test]
fn a_contradiction_is_told_unless_a_source_is_quoted() {
    let two = "//- a.md\n\
         # A {#a .Zone}\n\n\
         It trusts [b](b.md#b \"trusts\").\n\n\
         It should not trust [b](b.md#b \"trusts\").\n\
         //- b.md\n\
         # B {#b .Zone}\n\n\
         Trusted by\n: [A](a.md#a)\n";
    insta::assert_snapshot!(problems(two), @"a.md:5:21 contradiction: “It should not trust b.” denies what is stated elsewhere; mend one of the two, or quote the source that is wrong in a table with the columns Subject, Property, Value and According to; stated here a.md:3:11");
    let quoted = "# A {#a .Zone}\n\n\
         It trusts [b](#b \"trusts\").\n\n\
         | Subject | Property | Value | Source | This book |\n\
         |---|---|---|---|---|\n\
         | [A](#a) | trusts | [B](#b) | a figure | rejects |\n\n\
         # B {#b .Zone}\n";
    assert_eq!(problems(quoted), "");
    assert_eq!(book(quoted).facts.conflicts.len(), 1);
}
