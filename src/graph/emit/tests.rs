//! What books of a few lines state, in full.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::*;
use crate::catalog::{CatalogInput, Order};
use crate::config::{Config, Syntax};
use crate::document::{front_matter, include, parse, summary};
use crate::graph::{EmbeddedEngine, GraphEngine, GraphView};
use crate::ontology::OntologyTexts;
use crate::rdf::Fact;
use crate::source::{Files, MemoryFiles};
use crate::text::SourceText;

const BASE: &str = "https://example.org/";

/// What a book states.
fn graphs(catalog: &Catalog, texts: &Texts) -> Vec<NamedGraph> {
    let (ontology, _) = Ontology::read(BASE, OntologyTexts::default());
    let facts = Facts::read(catalog, &ontology, None);
    book_graphs(catalog, &ontology, &facts, texts)
}

/// A book of the files of a fixture; `SUMMARY.md` gives the order where there is one.
fn book(fixture: &str) -> (Catalog, Texts) {
    let files = MemoryFiles::fixture(fixture);
    let paths = files.list(&FilePath::default()).unwrap();
    let mut texts = Texts::new();
    let mut assets = BTreeMap::new();
    for path in &paths {
        let bytes = files.read(path).unwrap();
        if path.is_markdown() || path.extension() == "txt" {
            let text = String::from_utf8(bytes).unwrap();
            texts.insert(path.clone(), Arc::new(SourceText::new(path.clone(), text)));
        } else {
            assets.insert(path.clone(), Asset::inspect(path, &bytes));
        }
    }
    let summary_file = FilePath::new("SUMMARY.md").unwrap();
    let order = match texts.get(&summary_file) {
        Some(text) => Order::Summary {
            items: summary::read(&summary_file, text.text()).value,
            file: summary_file.clone(),
        },
        None => Order::Folders,
    };
    let documents = texts.iter().filter(|(path, _)| path.is_markdown() && **path != summary_file);
    let documents = documents.map(|(path, text)| {
        let front_matter = front_matter::read(path, text.text());
        let start = front_matter.value.span.end;
        let expanded = include::expand(path, text.text(), start, &texts, Syntax::Book);
        Arc::new(parse::parse(path, front_matter, expanded))
    });
    let input = CatalogInput {
        config: Config { base: BASE.to_owned(), ..Config::default() }.into(),
        order: order.into(),
        documents: documents.collect(),
        assets: assets.into(),
        diagnostics: Vec::new(),
    };
    (Catalog::link(input, None), texts)
}

fn view(fixture: &str) -> Arc<dyn GraphView> {
    let (catalog, texts) = book(fixture);
    EmbeddedEngine::new(BASE).build(graphs(&catalog, &texts))
}

/// The facts of one graph, one a line, shortened.
fn facts(view: &dyn GraphView, graph: &str) -> String {
    let line = |fact: &Fact| {
        let line = format!("{} <{}> {}", fact.subject, fact.predicate, fact.object);
        [
            ("^^<http://www.w3.org/2001/XMLSchema#integer>", ""),
            (crate::vocabulary::loggia::NAMESPACE, "loggia:"),
            (rdf::TYPE, "a"),
            (rdfs::NAMESPACE, "rdfs:"),
            (dcterms::NAMESPACE, "dcterms:"),
            (schema::NAMESPACE, "schema:"),
            (xsd::NAMESPACE, "xsd:"),
            (BASE, ""),
        ]
        .iter()
        .fold(line, |line, (long, short)| line.replace(long, short))
    };
    view.facts_of_graph(&format!("{BASE}{graph}")).iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_document_states_its_front_matter_and_sections() {
    let view = view(
        "//- folder/a b.md\n---\ntitle: The title\ndescription: What it is about\n\
         date: 2024-02-29\nauthor: Ada\nkeywords: [one, two]\nlang: de\nmodified: last week\n---\n\
         Before.\n\n# First\n\n### Third\n\n## Second {#my-id}\n",
    );
    insta::assert_snapshot!(facts(view.as_ref(), "folder/a%20b"), @r#"
    <folder/a%20b> <dcterms:creator> "Ada"
    <folder/a%20b> <dcterms:date> "2024-02-29"^^<xsd:date>
    <folder/a%20b> <dcterms:description> "What it is about"
    <folder/a%20b> <dcterms:language> "de"
    <folder/a%20b> <dcterms:modified> "last week"
    <folder/a%20b> <dcterms:title> "The title"
    <folder/a%20b> <a> <loggia:Document>
    <folder/a%20b> <rdfs:label> "The title"
    <folder/a%20b> <schema:keywords> "one"
    <folder/a%20b> <schema:keywords> "two"
    <folder/a%20b> <loggia:sourcePath> "folder/a b.md"
    <folder/a%20b#first> <a> <loggia:Section>
    <folder/a%20b#first> <rdfs:label> "First"
    <folder/a%20b#first> <loggia:inDocument> <folder/a%20b>
    <folder/a%20b#first> <loggia:level> "1"
    <folder/a%20b#first> <loggia:line> "12"
    <folder/a%20b#first> <loggia:order> "1"
    <folder/a%20b#my-id> <a> <loggia:Section>
    <folder/a%20b#my-id> <rdfs:label> "Second"
    <folder/a%20b#my-id> <loggia:inDocument> <folder/a%20b>
    <folder/a%20b#my-id> <loggia:level> "2"
    <folder/a%20b#my-id> <loggia:line> "16"
    <folder/a%20b#my-id> <loggia:order> "3"
    <folder/a%20b#my-id> <loggia:parent> <folder/a%20b#first>
    <folder/a%20b#third> <a> <loggia:Section>
    <folder/a%20b#third> <rdfs:label> "Third"
    <folder/a%20b#third> <loggia:inDocument> <folder/a%20b>
    <folder/a%20b#third> <loggia:level> "3"
    <folder/a%20b#third> <loggia:line> "14"
    <folder/a%20b#third> <loggia:order> "2"
    <folder/a%20b#third> <loggia:parent> <folder/a%20b#first>
    "#);
}

#[test]
fn links_tell_where_they_lead() {
    let view = view(
        "//- a.md\n# A\n[to b](b.md) and [a place](b.md#there \"trusts\")\n[self](#a)\n\
         [gone](gone.md) [lost](b.md#nowhere)\n<https://example.com/x> [mail](mailto:a@b.c)\n\
         [file](f.json) [out](../../x.md) [odd](<http://a b>)\n//- b.md\n# There\n//- f.json\n{}\n",
    );
    insta::assert_snapshot!(facts(view.as_ref(), "a"), @r#"
    <a> <dcterms:language> "en"
    <a> <dcterms:title> "A"
    <a> <a> <loggia:Document>
    <a> <rdfs:label> "A"
    <a> <loggia:linksTo> <https://example.com/x>
    <a> <loggia:linksTo> <b>
    <a> <loggia:linksTo> <f.json>
    <a> <loggia:linksTo> <mailto:a@b.c>
    <a> <loggia:sourcePath> "a.md"
    <a#a> <a> <loggia:Section>
    <a#a> <rdfs:label> "A"
    <a#a> <loggia:inDocument> <a>
    <a#a> <loggia:level> "1"
    <a#a> <loggia:line> "1"
    <a#a> <loggia:order> "1"
    <a#link-1> <a> <loggia:InternalLink>
    <a#link-1> <a> <loggia:Link>
    <a#link-1> <rdfs:label> "to b"
    <a#link-1> <loggia:inDocument> <a>
    <a#link-1> <loggia:line> "2"
    <a#link-1> <loggia:target> <b>
    <a#link-1> <loggia:within> <a#a>
    <a#link-10> <a> <loggia:ExternalLink>
    <a#link-10> <a> <loggia:Link>
    <a#link-10> <rdfs:label> "odd"
    <a#link-10> <loggia:inDocument> <a>
    <a#link-10> <loggia:line> "6"
    <a#link-10> <loggia:reference> "http://a b"
    <a#link-10> <loggia:within> <a#a>
    <a#link-2> <a> <loggia:InternalLink>
    <a#link-2> <a> <loggia:Link>
    <a#link-2> <rdfs:label> "a place"
    <a#link-2> <loggia:inDocument> <a>
    <a#link-2> <loggia:line> "2"
    <a#link-2> <loggia:target> <b#there>
    <a#link-2> <loggia:within> <a#a>
    <a#link-3> <a> <loggia:InternalLink>
    <a#link-3> <a> <loggia:Link>
    <a#link-3> <rdfs:label> "self"
    <a#link-3> <loggia:inDocument> <a>
    <a#link-3> <loggia:line> "3"
    <a#link-3> <loggia:target> <a#a>
    <a#link-3> <loggia:within> <a#a>
    <a#link-4> <a> <loggia:BrokenLink>
    <a#link-4> <a> <loggia:Link>
    <a#link-4> <rdfs:label> "gone"
    <a#link-4> <loggia:inDocument> <a>
    <a#link-4> <loggia:line> "4"
    <a#link-4> <loggia:reference> "gone.md"
    <a#link-4> <loggia:within> <a#a>
    <a#link-5> <a> <loggia:BrokenLink>
    <a#link-5> <a> <loggia:Link>
    <a#link-5> <rdfs:label> "lost"
    <a#link-5> <loggia:inDocument> <a>
    <a#link-5> <loggia:line> "4"
    <a#link-5> <loggia:reference> "b.md#nowhere"
    <a#link-5> <loggia:target> <b>
    <a#link-5> <loggia:within> <a#a>
    <a#link-6> <a> <loggia:ExternalLink>
    <a#link-6> <a> <loggia:Link>
    <a#link-6> <rdfs:label> "https://example.com/x"
    <a#link-6> <loggia:inDocument> <a>
    <a#link-6> <loggia:line> "5"
    <a#link-6> <loggia:target> <https://example.com/x>
    <a#link-6> <loggia:within> <a#a>
    <a#link-7> <a> <loggia:ExternalLink>
    <a#link-7> <a> <loggia:Link>
    <a#link-7> <rdfs:label> "mail"
    <a#link-7> <loggia:inDocument> <a>
    <a#link-7> <loggia:line> "5"
    <a#link-7> <loggia:target> <mailto:a@b.c>
    <a#link-7> <loggia:within> <a#a>
    <a#link-8> <a> <loggia:FileLink>
    <a#link-8> <a> <loggia:Link>
    <a#link-8> <rdfs:label> "file"
    <a#link-8> <loggia:inDocument> <a>
    <a#link-8> <loggia:line> "6"
    <a#link-8> <loggia:target> <f.json>
    <a#link-8> <loggia:within> <a#a>
    <a#link-9> <a> <loggia:Link>
    <a#link-9> <a> <loggia:OutsideLink>
    <a#link-9> <rdfs:label> "out"
    <a#link-9> <loggia:inDocument> <a>
    <a#link-9> <loggia:line> "6"
    <a#link-9> <loggia:reference> "../../x.md"
    <a#link-9> <loggia:within> <a#a>
    "#);
}

#[test]
fn figures_code_and_tables_are_things() {
    let view = view(
        "//- a.md\n## Figure 1\n\n![The zones](zones.svg \"Zones in depth\")\n\n\
         Inline ![icon](https://example.com/i.png) and ![](gone.png).\n\n```SPARQL expect=empty\nASK {}\n```\n\n\
         | a | b |\n|---|---|\n| 1 | 2 |\n\
         //- zones.svg\n<svg width='10' height='20'></svg>\n",
    );
    insta::assert_snapshot!(facts(view.as_ref(), "a"), @r#"
    <a> <dcterms:language> "en"
    <a> <dcterms:title> "Figure 1"
    <a> <a> <loggia:Document>
    <a> <rdfs:label> "Figure 1"
    <a> <loggia:sourcePath> "a.md"
    <a#code-1> <a> <loggia:CodeBlock>
    <a#code-1> <loggia:inDocument> <a>
    <a#code-1> <loggia:language> "sparql"
    <a#code-1> <loggia:line> "7"
    <a#code-1> <loggia:within> <a#figure-1>
    <a#figure-1> <a> <loggia:Section>
    <a#figure-1> <rdfs:label> "Figure 1"
    <a#figure-1> <loggia:inDocument> <a>
    <a#figure-1> <loggia:level> "2"
    <a#figure-1> <loggia:line> "1"
    <a#figure-1> <loggia:order> "1"
    <a#figure-1-1> <a> <loggia:Figure>
    <a#figure-1-1> <a> <loggia:Image>
    <a#figure-1-1> <rdfs:label> "Zones in depth"
    <a#figure-1-1> <loggia:alternativeText> "The zones"
    <a#figure-1-1> <loggia:caption> "Zones in depth"
    <a#figure-1-1> <loggia:inDocument> <a>
    <a#figure-1-1> <loggia:line> "3"
    <a#figure-1-1> <loggia:number> "1"
    <a#figure-1-1> <loggia:shows> <zones.svg>
    <a#figure-1-1> <loggia:within> <a#figure-1>
    <a#image-1> <a> <loggia:Image>
    <a#image-1> <rdfs:label> "icon"
    <a#image-1> <loggia:alternativeText> "icon"
    <a#image-1> <loggia:inDocument> <a>
    <a#image-1> <loggia:line> "5"
    <a#image-1> <loggia:shows> <https://example.com/i.png>
    <a#image-1> <loggia:within> <a#figure-1>
    <a#image-2> <a> <loggia:Image>
    <a#image-2> <loggia:inDocument> <a>
    <a#image-2> <loggia:line> "5"
    <a#image-2> <loggia:reference> "gone.png"
    <a#image-2> <loggia:within> <a#figure-1>
    <a#table-1> <a> <loggia:Table>
    <a#table-1> <loggia:columnCount> "2"
    <a#table-1> <loggia:inDocument> <a>
    <a#table-1> <loggia:line> "11"
    <a#table-1> <loggia:rowCount> "1"
    <a#table-1> <loggia:within> <a#figure-1>
    <zones.svg> <a> <loggia:File>
    <zones.svg> <schema:encodingFormat> "image/svg+xml"
    <zones.svg> <schema:height> "20"
    <zones.svg> <schema:width> "10"
    "#);
}

#[test]
fn what_is_included_tells_its_file() {
    let view = view("//- a.md\n# A\n\n{{#include part.txt}}\n//- part.txt\nOne\n\n## Part\n");
    let places = "SELECT ?s ?line ?file { ?s loggia:line ?line OPTIONAL { ?s loggia:includedFrom ?file } } ORDER BY ?s";
    let mut request = crate::graph::query::QueryRequest::new(places);
    request.table_format = crate::graph::query::TableFormat::Csv;
    let limits = (&crate::config::Limits::default()).into();
    let answer = view.answer(&request, &limits, &crate::graph::query::Stop::never()).unwrap();
    insta::assert_snapshot!(String::from_utf8(answer.bytes).unwrap().replace('\r', ""), @"
    s,line,file
    https://example.org/a#a,1,
    https://example.org/a#part,3,part.txt
    ");
}

#[test]
fn the_table_of_contents_is_a_graph_of_its_own() {
    let view = view(
        "//- SUMMARY.md\n[Welcome](a.md)\n\n# Part one\n\n- [B](b.md)\n  - [Draft]()\n    - [C](c.md)\n\
         - [B again](b.md)\n//- a.md\n# A\n//- b.md\n# B\n//- c.md\n# C\n//- orphan.md\n# O\n",
    );
    insta::assert_snapshot!(facts(view.as_ref(), "graph/navigation"), @r#"
    <a> <loggia:navigationLabel> "Welcome"
    <a> <loggia:next> <b>
    <a> <loggia:order> "1"
    <b> <loggia:inPart> <graph/navigation#part-1>
    <b> <loggia:navigationLabel> "B"
    <b> <loggia:next> <c>
    <b> <loggia:number> "1"
    <b> <loggia:order> "2"
    <c> <loggia:inPart> <graph/navigation#part-1>
    <c> <loggia:navigationLabel> "C"
    <c> <loggia:number> "1.1.1"
    <c> <loggia:order> "4"
    <c> <loggia:parent> <graph/navigation#entry-3>
    <graph/navigation#entry-3> <a> <loggia:NavigationEntry>
    <graph/navigation#entry-3> <rdfs:label> "Draft"
    <graph/navigation#entry-3> <loggia:inPart> <graph/navigation#part-1>
    <graph/navigation#entry-3> <loggia:number> "1.1"
    <graph/navigation#entry-3> <loggia:order> "3"
    <graph/navigation#entry-3> <loggia:parent> <b>
    <graph/navigation#part-1> <a> <loggia:Part>
    <graph/navigation#part-1> <rdfs:label> "Part one"
    <graph/navigation#part-1> <loggia:order> "1"
    "#);
}

/// A second way to the same facts: every IRI that pages state anything of lies on that page, every
/// internal target is something some page states, and every line is where the thing begins.
#[test]
fn facts_hold_together() {
    let fixture = "//- a.md\n# A {#ä}\n\n[b](b.md#b-1) [c](#link-1)\n\n## Link 1\n\n## Figure 1\n\n\
        ![x](i.svg)\n\n[self](#%C3%A4)\n//- b.md\n# B 1\n\n[a](a.md)\n//- i.svg\n<svg/>\n";
    let (catalog, texts) = book(fixture);
    let view = EmbeddedEngine::new(BASE).build(graphs(&catalog, &texts));
    let mut subjects = BTreeSet::new();
    let mut targets = Vec::new();
    for (index, page) in catalog.pages.iter().enumerate() {
        let iri = catalog.iri(index);
        for fact in view.facts_of_graph(&iri) {
            let subject = fact.subject.text().to_owned();
            let own = subject == iri || subject.starts_with(&format!("{iri}#"));
            assert!(own || subject.ends_with("i.svg"), "{fact:?}");
            if fact.predicate == loggia::LINE {
                let line: usize = fact.object.text().parse().unwrap();
                let text = texts.get(&page.document.path).unwrap();
                let content = text.text().lines().nth(line - 1).unwrap();
                assert!(content.contains(['#', '[', '!']), "{fact:?}: {content}");
            }
            if fact.predicate == loggia::TARGET {
                targets.push(fact.object.text().to_owned());
            }
            subjects.insert(subject);
        }
    }
    assert_eq!(targets.len(), 4);
    for target in targets {
        assert!(subjects.contains(&target), "{target}");
    }
    let class = |iri: &str| {
        let facts = view.facts_of_graph(&format!("{BASE}a"));
        let own = facts.iter().filter(|fact| fact.subject.text() == iri);
        let classes = own.filter(|fact| fact.predicate == rdf::TYPE);
        classes.map(|fact| fact.object.text().rsplit('#').next().unwrap().to_owned()).collect()
    };
    let one: Vec<String> = class("https://example.org/a#link-1");
    assert_eq!(one, ["Section"], "what is made up keeps clear of what is written");
    let other: Vec<String> = class("https://example.org/a#link-1~");
    assert_eq!(other, ["InternalLink", "Link"]);
}

#[test]
fn a_section_mentions_a_concept_once_with_every_line() {
    let view = view(
        "//- a.md\nThe MessageBox.\n\n# One {#one}\n\nThe MessageBox and IIS,\nthe MessageBox\nand \
         the MessageBox, the MessageBox.\n\n{{#include b.txt}}\n//- b.txt\n\nIts MessageBox.\n",
    );
    let facts = facts(view.as_ref(), "a");
    let told = facts.lines().filter(|line| line.contains("ention")).collect::<Vec<_>>();
    insta::assert_snapshot!(told.join("\n"), @r#"
    <a> <loggia:mentions> <https://w3id.org/loggia/biztalk#internet-information-services>
    <a> <loggia:mentions> <https://w3id.org/loggia/biztalk#messagebox-database>
    <a#mention-1> <a> <loggia:Mention>
    <a#mention-1> <loggia:inDocument> <a>
    <a#mention-1> <loggia:line> "1"
    <a#mention-1> <loggia:mentioned> <https://w3id.org/loggia/biztalk#messagebox-database>
    <a#mention-1> <loggia:within> <a>
    <a#mention-2> <a> <loggia:Mention>
    <a#mention-2> <loggia:inDocument> <a>
    <a#mention-2> <loggia:line> "5"
    <a#mention-2> <loggia:line> "6"
    <a#mention-2> <loggia:line> "7"
    <a#mention-2> <loggia:mentioned> <https://w3id.org/loggia/biztalk#messagebox-database>
    <a#mention-2> <loggia:within> <a#one>
    <a#mention-3> <a> <loggia:Mention>
    <a#mention-3> <loggia:inDocument> <a>
    <a#mention-3> <loggia:line> "5"
    <a#mention-3> <loggia:mentioned> <https://w3id.org/loggia/biztalk#internet-information-services>
    <a#mention-3> <loggia:within> <a#one>
    <a#mention-4> <a> <loggia:Mention>
    <a#mention-4> <loggia:inDocument> <a>
    <a#mention-4> <loggia:includedFrom> "b.txt"
    <a#mention-4> <loggia:line> "2"
    <a#mention-4> <loggia:mentioned> <https://w3id.org/loggia/biztalk#messagebox-database>
    <a#mention-4> <loggia:within> <a#one>
    "#);
}

#[test]
fn a_region_of_an_image_is_a_web_annotation() {
    let (mut catalog, texts) = book(
        "//- a.md\n# A {#a .Zone}\n\n![One](i.svg)\n\n- [A](#a \"depicts 12.5,40,18,9\")\n\n## Region 1\n//- i.svg\n<svg width='4' height='3'/>\n",
    );
    catalog.config = Config { literate: true, base: BASE.to_owned(), ..Config::default() }.into();
    let view = EmbeddedEngine::new(BASE).build(graphs(&catalog, &texts));
    let told = facts(view.as_ref(), "a");
    let of_regions = told.lines().filter(|line| {
        ["annotation-", "region-1~", "selector-"].iter().any(|part| line.contains(part))
    });
    insta::assert_snapshot!(of_regions.collect::<Vec<_>>().join("\n"), @r#"
    <a#annotation-1> <a> <http://www.w3.org/ns/oa#Annotation>
    <a#annotation-1> <http://www.w3.org/ns/oa#hasBody> <a#a>
    <a#annotation-1> <http://www.w3.org/ns/oa#hasTarget> <a#region-1~>
    <a#annotation-1> <http://www.w3.org/ns/oa#motivatedBy> <http://www.w3.org/ns/oa#identifying>
    <a#annotation-1> <loggia:inDocument> <a>
    <a#annotation-1> <loggia:line> "5"
    <a#annotation-1> <loggia:within> <a#a>
    <a#region-1~> <a> <http://www.w3.org/ns/oa#SpecificResource>
    <a#region-1~> <http://www.w3.org/ns/oa#hasSelector> <a#selector-1>
    <a#region-1~> <http://www.w3.org/ns/oa#hasSource> <a#figure-1>
    <a#selector-1> <dcterms:conformsTo> <http://www.w3.org/TR/media-frags/>
    <a#selector-1> <a> <http://www.w3.org/ns/oa#FragmentSelector>
    <a#selector-1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#value> "xywh=percent:12.5,40,18,9"
    "#);
}
