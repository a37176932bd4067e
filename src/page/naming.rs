//! What things, terms and values are called on pages, and where their links lead.

use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::catalog::{Catalog, PageIndex, Route, encode_path};
use crate::facts::{EntityOrigin, Facts, Form, Statement, StatementId};
use crate::graph::emit::statement_place;
use crate::ontology::{Ontology, local_name};
use crate::page::address::{Addresses, Site};
use crate::page::article::is_a;
use crate::page::view::{FactPlace, FactValue};
use crate::rdf::Value;
use crate::text::Texts;
use crate::vocabulary::{rdf, shorten, xsd};

/// Everything that names are taken from.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The book.
    pub catalog: &'a Catalog,
    /// The vocabularies it speaks.
    pub ontology: &'a Ontology,
    /// What it states.
    pub facts: &'a Facts,
    /// The texts that places point into.
    pub texts: &'a Texts,
}

impl Known<'_> {
    /// What people call a thing, a term or a page.
    #[must_use]
    pub fn name(self, iri: &str) -> String {
        let Known { catalog, ontology, facts, .. } = self;
        if let Some(label) = facts.things.label(iri) {
            return label.to_owned();
        }
        if let Some(term) = ontology.term(iri) {
            return term.label.clone();
        }
        if let Some((page, fragment)) = self.place_of(iri) {
            let place = fragment.and_then(|id| self.name_of_place(page, &id));
            return place.unwrap_or_else(|| catalog.name_of(page).to_owned());
        }
        self.short(iri)
    }

    /// The words of a heading, or the number of a figure with the name of its page.
    fn name_of_place(self, page: PageIndex, id: &str) -> Option<String> {
        let document = &self.catalog.pages.get(page)?.document;
        let mut headings = document.headings();
        if let Some((_, heading)) = headings.find(|(_, heading)| heading.id == id) {
            return Some(heading.text.clone());
        }
        let figure = document.figures().find(|figure| figure.id == id)?;
        Some(format!("Figure {} of {}", figure.number, self.catalog.name_of(page)))
    }

    /// A prefixed name, where there is one.
    #[must_use]
    pub fn short(self, iri: &str) -> String {
        shorten(iri, &self.catalog.config.base).unwrap_or_else(|| iri.to_owned())
    }

    /// The page on which an IRI of the book means a place.
    #[must_use]
    pub fn page_of(self, iri: &str) -> Option<PageIndex> {
        self.place_of(iri).map(|(page, _)| page)
    }

    /// The page and the place on it that an IRI of the book means.
    fn place_of(self, iri: &str) -> Option<(PageIndex, Option<String>)> {
        let rest = iri.strip_prefix(&self.catalog.config.base)?;
        let (path, fragment) = match rest.split_once('#') {
            Some((path, fragment)) => (path, Some(fragment)),
            None => (rest, None),
        };
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let page = self.catalog.page_at(&Route::verbatim_request(&decoded(path)))?;
        Some((page, fragment.map(decoded)))
    }
}

/// Names and links as one page shows them.
#[derive(Debug, Clone, Copy)]
pub struct Naming<'a> {
    /// Everything that names are taken from.
    pub known: Known<'a>,
    /// How the page refers to others.
    pub addresses: Addresses<'a>,
    /// The page that shows them, where it is one of the book.
    pub own: Option<PageIndex>,
}

impl<'a> Naming<'a> {
    /// A value with its link, where there is one.
    #[must_use]
    pub fn value(self, value: &Value) -> FactValue {
        match value {
            Value::Iri(iri) => {
                FactValue { text: self.name(iri), url: self.url(iri), note: String::new() }
            }
            Value::Blank(_) => {
                FactValue { text: "something without a name".to_owned(), ..FactValue::default() }
            }
            Value::Literal { text, datatype, language } => FactValue {
                text: text.clone(),
                url: String::new(),
                note: match language {
                    Some(language) => format!("@{language}"),
                    // Numbers and texts are told by their looks.
                    None if [xsd::STRING, xsd::INTEGER, xsd::UNSIGNED_SHORT]
                        .contains(&datatype.as_str()) =>
                    {
                        String::new()
                    }
                    None => local_name(datatype).to_owned(),
                },
            },
        }
    }

    /// What people call a thing, a term or a page.
    #[must_use]
    pub fn name(self, iri: &str) -> String {
        self.known.name(iri)
    }

    /// A prefixed name, where there is one.
    #[must_use]
    pub fn short(self, iri: &str) -> String {
        self.known.short(iri)
    }

    /// What a property says in the middle of a sentence, whatever its value is.
    #[must_use]
    pub fn property(self, iri: &str) -> String {
        if iri == rdf::TYPE { "is a".to_owned() } else { self.name(iri) }
    }

    /// What a property says in front of this value.
    #[must_use]
    pub fn property_before(self, iri: &str, value: &str) -> String {
        if iri == rdf::TYPE { is_a(value).to_owned() } else { self.name(iri) }
    }

    /// The address of a thing, a term or a page; empty where nothing can be shown.
    #[must_use]
    pub fn url(self, iri: &str) -> String {
        if let Some((page, fragment)) = self.known.place_of(iri) {
            return self.at(page, fragment.as_deref());
        }
        if self.known.ontology.term(iri).is_some() {
            return self.term_url(iri);
        }
        let is_web = iri.starts_with("https://") || iri.starts_with("http://");
        if is_web { iri.to_owned() } else { String::new() }
    }

    /// The address of a term among the pages of the ontology; empty where it has none.
    #[must_use]
    pub fn term_url(self, iri: &str) -> String {
        match (self.known.ontology.term(iri), self.known.ontology.vocabulary_of(iri)) {
            (Some(_), Some(vocabulary)) => {
                let id = encode_path(local_name(iri));
                format!("{}#{id}", self.vocabulary_url(&vocabulary.name))
            }
            _ => String::new(),
        }
    }

    /// The address of a vocabulary's page, or of the page of rules.
    #[must_use]
    pub fn vocabulary_url(self, name: &str) -> String {
        format!("{}ontology/{}{}", self.addresses.root(), encode_path(name), self.ending())
    }

    fn ending(self) -> &'static str {
        match self.addresses.site() {
            Site::Served => "",
            Site::Static => ".html",
        }
    }

    /// A reference to a place of the book, as short as it can be.
    fn at(self, page: PageIndex, id: Option<&str>) -> String {
        match id {
            Some(id) if self.own == Some(page) => format!("#{}", encode_path(id)),
            _ => self.addresses.page(page, id),
        }
    }

    /// Where a statement is written: the file and line, and a link to the nearest place.
    #[must_use]
    pub fn place(self, id: StatementId, statement: &Statement) -> FactPlace {
        let place = &statement.place;
        let text = self.known.texts.get(&place.file);
        let line = text.map(|text| text.line_column(place.span.start).line);
        let own = self.own.and_then(|page| self.known.catalog.pages.get(page));
        let is_own = own.is_some_and(|page| page.document.path == place.file);
        let file = place.file.below(&self.known.catalog.config.src).unwrap_or(place.file.as_str());
        FactPlace {
            text: match line {
                Some(line) if is_own => format!("line {line}"),
                Some(line) => format!("{file}:{line}"),
                None => file.to_owned(),
            },
            url: self.at(id.page, self.nearest_id(id, statement)),
        }
    }

    /// The row or the section that a statement is written in.
    fn nearest_id(self, id: StatementId, statement: &Statement) -> Option<&'a str> {
        let document = &self.known.catalog.pages.get(id.page)?.document;
        if statement.form == Form::Table {
            let entities = self.known.facts.pages.get(id.page).map(|page| page.entities.iter());
            let subject = statement.fact.subject.text();
            let own = entities.into_iter().flatten().find(|entity| entity.iri == subject);
            if let Some(EntityOrigin::Row { table, row, .. }) = own.map(|entity| entity.origin) {
                let rows = document.tables.get(table).map(|table| &table.row_ids);
                return rows.and_then(|rows| rows.get(row)).map(String::as_str);
            }
        }
        let heading = document.sections.get(statement.section)?.heading.as_ref();
        heading.map(|heading| heading.id.as_str())
    }

    /// The address of a statement itself.
    #[must_use]
    pub fn statement_url(self, id: StatementId) -> String {
        self.at(id.page, Some(&statement_place(self.known.catalog, id)))
    }

    /// The workbench with a query; empty where nobody answers one.
    #[must_use]
    pub fn query_url(self, query: &str) -> String {
        match self.addresses.site() {
            Site::Served => {
                let query = utf8_percent_encode(query, NON_ALPHANUMERIC);
                format!("{}sparql?query={query}", self.addresses.root())
            }
            Site::Static => String::new(),
        }
    }
}
