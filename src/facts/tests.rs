//! What books of a few lines state, and what is told of what they fail to state.

mod depictions;
mod mistakes;
mod properties;
mod statements;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::*;
use crate::catalog::{CatalogInput, Order};
use crate::config::{Config, Syntax};
use crate::diagnostic;
use crate::document::{front_matter, include, parse};
use crate::ontology::OntologyTexts;
use crate::rdf::Value;
use crate::source::{Asset, Files, MemoryFiles};
use crate::text::{FilePath, SourceText, Texts};
use crate::vocabulary::{rdf, shorten};

const BASE: &str = "https://example.org/";

/// A vocabulary of a book's own, in which two properties share a name.
const OWN: &str = "
:Silo a owl:Class ; rdfs:subClassOf arch:Zone ; rdfs:label 'silo'@en .
:feeds a owl:ObjectProperty ; rdfs:domain :Silo ; rdfs:range arch:Server ; rdfs:label 'feeds'@en , 'füttert'@de .
:feedsZone a owl:ObjectProperty ; rdfs:domain arch:Zone ; rdfs:range arch:Zone ; rdfs:label 'feeds'@en .
:opened a owl:DatatypeProperty ; rdfs:range xsd:date ; rdfs:label 'opened'@en .
:depictsOwner a owl:ObjectProperty ; rdfs:label 'depicts the owner of'@en .
:load a owl:DatatypeProperty ; rdfs:range xsd:decimal ; rdfs:label 'load'@en .
";

struct Book {
    catalog: Catalog,
    texts: Texts,
    facts: Facts,
}

/// The literate book of the files of a fixture; a text without files is the page `a.md`.
fn book(fixture: &str) -> Book {
    let named = format!("//- a.md\n{fixture}");
    let files = MemoryFiles::fixture(if fixture.starts_with("//- ") { fixture } else { &named });
    read(&files, Config { literate: true, base: BASE.to_owned(), ..Config::default() })
}

fn read(files: &MemoryFiles, config: Config) -> Book {
    let mut texts = Texts::new();
    let mut assets = BTreeMap::new();
    for path in files.list(&FilePath::default()).unwrap() {
        let bytes = files.read(&path).unwrap();
        if path.is_markdown() || path.extension() == "txt" {
            let text = String::from_utf8(bytes).unwrap();
            texts.insert(path.clone(), Arc::new(SourceText::new(path, text)));
        } else {
            assets.insert(path.clone(), Asset::inspect(&path, &bytes));
        }
    }
    let documents = texts.iter().filter(|(path, _)| path.is_markdown()).map(|(path, text)| {
        let front_matter = front_matter::read(path, text.text());
        let expanded =
            include::expand(path, text.text(), front_matter.value.span.end, &texts, Syntax::Book);
        Arc::new(parse::parse(path, front_matter, expanded))
    });
    let documents = documents.collect();
    let order = Order::Folders;
    let catalog = Catalog::link(
        CatalogInput {
            config: config.into(),
            order: order.into(),
            documents,
            assets: assets.into(),
            diagnostics: Vec::new(),
        },
        None,
    );
    let texts_of_book = OntologyTexts { vocabularies: &[OWN], shapes: &[] };
    let (ontology, problems) = Ontology::read(BASE, texts_of_book);
    assert_eq!(problems, []);
    let facts = Facts::read(&catalog, &ontology, None);
    Book { catalog, texts, facts }
}

impl Book {
    fn place(&self, place: &Place) -> String {
        let at = self.texts[&place.file].line_column(place.span.start);
        format!("{}:{}:{}", place.file, at.line, at.column)
    }

    /// Every statement but those of classes, one a line: modality unless asserted, and the fact.
    fn told(&self) -> String {
        let told = self.facts.statements().filter(|(_, told)| told.fact.predicate != rdf::TYPE);
        told.map(|(_, statement)| said(statement)).collect::<Vec<_>>().join("\n")
    }

    /// Every statement with its place, its form and its words.
    fn sources(&self) -> String {
        let told = self.facts.statements().map(|(_, statement)| {
            let by = statement.according_to.as_deref();
            let by = by.map(|by| format!(" (according to {by})")).unwrap_or_default();
            let (place, form) = (self.place(&statement.place), statement.form.as_str());
            format!("{place} {form}: {} ← {}{by}", said(statement), statement.quote)
        });
        told.collect::<Vec<_>>().join("\n")
    }

    fn problems(&self) -> String {
        let mut diagnostics = self.facts.diagnostics.clone();
        diagnostic::sort(&mut diagnostics);
        let told = diagnostics.iter().map(|problem| {
            let help = problem.help.as_deref().unwrap_or_default();
            let related = problem.related.iter();
            let related = related.map(|(place, words)| format!("; {words} {}", self.place(place)));
            let (place, code) = (self.place(&problem.place), problem.code.name);
            format!("{place} {code}: {}; {help}{}", problem.message, related.collect::<String>())
        });
        told.collect::<Vec<_>>().join("\n")
    }
}

fn said(statement: &Statement) -> String {
    let modality = match statement.modality {
        Modality::Asserted => String::new(),
        other => format!("{}: ", other.as_str()),
    };
    let Fact { subject, predicate, object } = &statement.fact;
    format!("{modality}{} {} {}", short(subject), short(&Value::iri(predicate)), short(object))
}

fn short(value: &Value) -> String {
    match value {
        Value::Iri(iri) => match iri.strip_prefix(BASE) {
            Some(below) => format!("<{below}>"),
            None => shorten(iri, BASE).unwrap_or_else(|| format!("<{iri}>")),
        },
        Value::Literal { datatype, .. } => value
            .to_string()
            .replace(&format!("<{datatype}>"), &shorten(datatype, BASE).unwrap_or_default()),
        Value::Blank(_) => value.to_string(),
    }
}
