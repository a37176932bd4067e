//! What small books mention.

use std::collections::BTreeMap;

use super::*;
use crate::catalog::{Catalog, CatalogInput, Order};
use crate::config::{Config, Syntax};
use crate::document::{front_matter, include, parse};
use crate::facts::Facts;
use crate::ontology::{OntologyTexts, local_name};
use crate::source::{Files, MemoryFiles};
use crate::text::{FilePath, SourceText, Texts};

const BASE: &str = "https://example.org/";

const FARM: &str = r#"
    @prefix farm: <https://example.org/farm#> .
    farm:silo a skos:Concept ; skos:prefLabel "grain silo"@en ; skos:altLabel "GS" , "Turmsilo"@de .
    farm:roof a skos:Concept ; skos:prefLabel "silo roof"@en ; skos:hiddenLabel "roofing"@en .
    farm:field a skos:Concept ; skos:prefLabel "grain field"@en ; loggia:ambiguous true .
    farm:Barn a owl:Class ; rdfs:subClassOf arch:Zone ; rdfs:label "hay barn"@en .
    farm:barn a skos:Concept ; skos:prefLabel "Hay barn"@en .
    farm:feeds a owl:ObjectProperty ; rdfs:label "feeds the cattle"@en .
    farm:Crop a owl:Class ; rdfs:label "winter crop"@en ."#;

/// What a book mentions, a line each: page, section, name, and what is written at each place.
fn mentions(fixture: &str, literate: bool) -> Vec<String> {
    let files = MemoryFiles::fixture(fixture);
    let mut texts = Texts::new();
    for path in files.list(&FilePath::default()).unwrap() {
        let text = String::from_utf8(files.read(&path).unwrap()).unwrap();
        texts.insert(path.clone(), std::sync::Arc::new(SourceText::new(path, text)));
    }
    let documents = texts.iter().filter(|(path, _)| path.is_markdown()).map(|(path, text)| {
        let front_matter = front_matter::read(path, text.text());
        let start = front_matter.value.span.end;
        let expanded = include::expand(path, text.text(), start, &texts, Syntax::Book);
        Arc::new(parse::parse(path, front_matter, expanded))
    });
    let catalog = Catalog::link(CatalogInput {
        config: Config { base: BASE.to_owned(), literate, ..Config::default() },
        order: Order::Folders,
        documents: documents.collect(),
        assets: BTreeMap::new(),
        diagnostics: Vec::new(),
    });
    let ontology = OntologyTexts { vocabularies: &[FARM], shapes: &[] };
    let (ontology, problems) = Ontology::read(BASE, ontology);
    assert_eq!(problems, []);
    let facts = Facts::read(&catalog, &ontology);
    let mut told = Vec::new();
    for (page, facts) in catalog.pages.iter().zip(&facts.pages) {
        for mention in &facts.mentions {
            let places = mention.spans.iter().map(|span| {
                let place = page.document.place(*span);
                let text = texts.get(&place.file).unwrap();
                let at = text.line_column(place.span.start);
                let written = text.text().get(place.span.range()).unwrap();
                format!("{}:{}:{} {written:?}", place.file, at.line, at.column)
            });
            let name = local_name(&mention.iri);
            let places = places.collect::<Vec<_>>().join(", ");
            told.push(format!("§{} {name} {places}", mention.section));
        }
    }
    told
}

#[test]
fn names_are_found_with_their_places_in_any_book() {
    let book = "//- a.md\n---\ntitle: x\n---\nA grain silo.\n\n## Grain silos\n\nOne *grain*\nsilo roof, \
                the silo\nroof, a Turmsilo’s GS, gs.\n\n| roofing |\n|---|\n| Grain-Silo |\n";
    let expected = [
        "§0 silo a.md:4:3 \"grain silo\"",
        "§1 silo a.md:6:4 \"Grain silos\", a.md:8:6 \"grain*\\nsilo\", a.md:10:9 \"Turmsilo\", \
         a.md:10:20 \"GS\", a.md:14:3 \"Grain-Silo\"",
        "§1 roof a.md:9:16 \"silo\\nroof\", a.md:12:3 \"roofing\"",
    ];
    assert_eq!(mentions(book, false), expected);
    assert_eq!(mentions(book, true), expected);
}

#[test]
fn code_links_and_raw_html_mention_nothing() {
    let book = "//- a.md\n`grain silo` [grain silo](b.md) ![grain silo](b.png) \
                <a href='b'>grain silo</a> https://example.org/grain-silo grain [silo](b.md)\n\n\
                ```\ngrain silo\n```\n\n<p>grain silo</p>\n";
    assert_eq!(mentions(book, true), Vec::<String>::new());
}

#[test]
fn everyday_words_properties_and_classes_of_no_element_are_not_looked_for() {
    let book = "//- a.md\nA grain field feeds the cattle with winter crop. A mention.\n";
    assert_eq!(mentions(book, true), Vec::<String>::new());
}

#[test]
fn a_spelling_decides_between_a_class_and_a_concept_and_else_the_concept_counts() {
    let book = "//- a.md\nThe hay barn, the Hay barn, the HAY BARN.\n";
    assert_eq!(
        mentions(book, true),
        ["§0 Barn a.md:1:5 \"hay barn\"", "§0 barn a.md:1:19 \"Hay barn\", a.md:1:33 \"HAY BARN\"",]
    );
}

#[test]
fn what_is_included_is_mentioned_where_it_stands() {
    let book = "//- a.md\nfirst\n\n{{#include b.txt}}\n//- b.txt\nx\nthe grain silo\n";
    assert_eq!(mentions(book, true), ["§0 silo b.txt:2:5 \"grain silo\""]);
}

const THINGS: &str = "//- a.md\n# Farm\n\nFW1 and FW1s. The north gate, Gate. gate, depot.\n\n\
                      ## North gate {#n .Firewall}\n\nGate and North gate.\n\n## FW1 {#f .Firewall}\n\n\
                      ## Gate {#g .Firewall}\n\n## depot {#d .Firewall}\n\n## Twin store {#t .Server}\n\n\
                      ## Twin store {#u .Server}\n\n### Doors {#r .Firewall}\n\n| Name | Note |\n\
                      |---|---|\n| Back door | a Back door, a Side door |\n| Side door | |\n\
                      //- b.md\n# Other\n\nA north gate, FW1, a gate, the Gate, a depot, a Twin store, \
                      a back door.\n\n## Hall {#h .Server}\n\n## Shed {#s .Server}\n\
                      //- c.md\n# Third\n\nIn the Hall, a hall.\n\n## Shed {#s .Server}\n\nShed\n\
                      //- d.md\nHall, Shed.\n";

#[test]
fn things_of_the_book_are_mentioned_where_their_name_means_one() {
    insta::assert_snapshot!(mentions(THINGS, true).join("\n"), @r#"
    §1 f a.md:3:1 "FW1"
    §1 n a.md:3:19 "north gate"
    §1 g a.md:3:31 "Gate"
    §1 d a.md:3:43 "depot"
    §2 g a.md:7:1 "Gate"
    §2 n a.md:7:10 "North gate"
    §8 r-side-door a.md:23:30 "Side door"
    §1 n b.md:3:3 "north gate"
    §1 f b.md:3:15 "FW1"
    §1 g b.md:3:32 "Gate"
    §1 r-back-door b.md:3:63 "back door"
    §1 h c.md:3:8 "Hall"
    §2 s c.md:7:1 "Shed"
    §0 h d.md:1:1 "Hall"
    "#);
    assert_eq!(mentions(THINGS, false), Vec::<String>::new());
}
