//! The statements of one page, in the order in which the ways of writing them are read: headings,
//! front matter, titled links, definition lists, tables, `turtle` fences.

mod depictions;
mod rows;

pub use depictions::HotSpot;

use crate::catalog::{Catalog, PageIndex};
use crate::diagnostic::{Diagnostic, nearest};
use crate::document::claims::{Claims, Definition, Phrase, TitledLink};
use crate::facts::entities::{Entity, EntityOrigin};
use crate::facts::page::depictions::FiguresInText;
use crate::facts::problems;
use crate::facts::things::Things;
use crate::facts::turtle::is_turtle;
use crate::facts::values::{Context, Values};
use crate::facts::{Form, Modality, Statement};
use crate::ontology::{Ontology, Term};
use crate::rdf::{Fact, Value};
use crate::text::{Place, Span};
use crate::vocabulary::{arch, rdf};

/// What reading one page gave.
#[derive(Debug, Default)]
pub(in crate::facts) struct Stated {
    pub(in crate::facts) statements: Vec<Statement>,
    /// Regions of images that lead on.
    pub(in crate::facts) hot_spots: Vec<HotSpot>,
    /// Indexes of statements that a document sets against each other.
    pub(in crate::facts) rivals: Vec<(usize, usize)>,
    pub(in crate::facts) diagnostics: Vec<Diagnostic>,
}

/// Reads the statements of one page.
pub(in crate::facts) fn statements(
    catalog: &Catalog,
    ontology: &Ontology,
    things: &Things,
    index: PageIndex,
    claims: &Claims,
    entities: &[Entity],
) -> Stated {
    let Some(page) = catalog.pages.get(index) else {
        return Stated::default();
    };
    let context = Context { catalog, ontology, things, index, page };
    let mut reader = Page {
        context,
        entities,
        figures: FiguresInText::of(&page.document),
        statements: Vec::new(),
        hot_spots: Vec::new(),
        rivals: Vec::new(),
        problems: Vec::new(),
    };
    reader.declared();
    reader.front_matter();
    for link in &claims.titled_links {
        reader.titled_link(link);
    }
    for definition in &claims.definitions {
        reader.definition(definition);
    }
    for grid in &claims.grids {
        reader.grid(grid);
    }
    let fences = page.document.code_blocks.iter().enumerate();
    for (number, block) in fences.filter(|(_, block)| is_turtle(block)) {
        reader.turtle(number, block);
    }
    let Page { statements, hot_spots, rivals, problems, .. } = reader;
    Stated { statements, hot_spots, rivals, diagnostics: problems }
}

/// A page being read.
pub(in crate::facts) struct Page<'a> {
    pub(in crate::facts) context: Context<'a>,
    entities: &'a [Entity],
    figures: FiguresInText,
    statements: Vec<Statement>,
    hot_spots: Vec<HotSpot>,
    rivals: Vec<(usize, usize)>,
    pub(in crate::facts) problems: Vec<Diagnostic>,
}

/// The words that state facts, and how.
#[derive(Clone)]
struct Source {
    form: Form,
    modality: Modality,
    span: Span,
    section: usize,
    quote: String,
    according_to: Option<String>,
}

impl<'a> Page<'a> {
    pub(in crate::facts) fn add(&mut self, statement: Statement) {
        self.statements.push(statement);
    }

    /// The class of each thing, and the architecture it is part of.
    fn declared(&mut self) {
        for entity in self.entities {
            let (span, quote) = self.declaration(entity);
            let form = match entity.origin {
                EntityOrigin::Document => Form::FrontMatter,
                EntityOrigin::Heading { .. } => Form::Heading,
                EntityOrigin::Row { .. } => Form::Table,
            };
            let section = entity.origin.section();
            let source = Source {
                form,
                modality: Modality::Asserted,
                span,
                section,
                quote,
                according_to: None,
            };
            for class in &entity.classes {
                self.state(&entity.iri, rdf::TYPE, Value::iri(class.as_str()), &source);
            }
            let Context { catalog, ontology, things, index, .. } = self.context;
            let is_element = |class: &String| ontology.is_within(class, arch::ELEMENT);
            if let Some(whole) = things.architecture_of(catalog, index, section)
                && entity.classes.iter().any(is_element)
            {
                self.state(&entity.iri, arch::PART_OF_ARCHITECTURE, Value::iri(whole), &source);
            }
        }
    }

    /// The bytes and words that declare a thing.
    fn declaration(&self, entity: &Entity) -> (Span, String) {
        let document = &self.context.page.document;
        match entity.origin {
            EntityOrigin::Document => (Span::default(), entity.label.clone()),
            EntityOrigin::Heading { section } => {
                let heading = document.sections.get(section).and_then(|s| s.heading.as_ref());
                heading.map_or_else(Default::default, |h| (h.span, h.text.clone()))
            }
            EntityOrigin::Row { table, row, .. } => {
                let table = document.tables.get(table);
                let span = table.map_or_else(Span::default, |table| document.row_span(table, row));
                (span, entity.label.clone())
            }
        }
    }

    fn front_matter(&mut self) {
        let Context { page, .. } = self.context;
        let whole = |entity: &&Entity| entity.origin == EntityOrigin::Document;
        let Some(entity) = self.entities.iter().find(whole) else {
            return;
        };
        let first_problem = self.problems.len();
        for (key, values) in &page.document.front_matter.other {
            let name = key.replace(['-', '_'], " ");
            for text in values {
                let phrase = Phrase { text: text.clone(), ..Phrase::default() };
                let source = Source {
                    form: Form::FrontMatter,
                    modality: Modality::Asserted,
                    span: Span::default(),
                    section: 0,
                    quote: format!("{key}: {text}"),
                    according_to: None,
                };
                if let Some((property, values)) = self.understand(&name, &entity.iri, &phrase) {
                    self.state_all(&entity.iri, property, values, &source);
                }
            }
        }
        // Front matter stands before the document's text, so no span of that can tell its place.
        for problem in self.problems.iter_mut().skip(first_problem) {
            problem.place = Place::start_of(page.document.path.clone());
        }
    }

    fn titled_link(&mut self, titled: &TitledLink) {
        let Some(link) = self.context.page.document.links.get(titled.link) else {
            return;
        };
        if let Some(depiction) = self.depiction(&link.title)
            && self.depicting_link(titled, depiction)
        {
            return;
        }
        let spot = self.context.spot(link.span);
        let Some((modality, name)) = self.named_property(&link.title) else {
            // Most titles are tooltips. Only one that is nearly a property is likely to be meant.
            if let Some(near) = self.slip_of(&link.title) {
                self.problems.push(problems::misspelt(spot, "link's title", &link.title, near));
            }
            return;
        };
        let subjects = self.subjects(link.section);
        if subjects.is_empty() {
            self.problems.push(problems::no_subject(spot, name));
            return;
        }
        let source = Source {
            form: Form::LinkTitle,
            modality: modality.unwrap_or_else(|| Modality::of_clause(&titled.before)),
            span: link.span,
            section: link.section,
            quote: titled.sentence.clone(),
            according_to: None,
        };
        let phrase = Phrase { text: link.text.clone(), span: link.span, links: vec![titled.link] };
        self.say(&subjects, name, &phrase, &source);
    }

    fn definition(&mut self, definition: &Definition) {
        if self.depicting_definition(definition) {
            return;
        }
        let subjects = self.subjects(definition.section);
        let term = definition.term.text.as_str();
        // A list outside of any thing's section explains words and states nothing.
        if subjects.is_empty() {
            return;
        }
        let Some((modality, name)) = self.named_property(term) else {
            let ontology = self.context.ontology;
            let spot = self.context.spot(definition.term.span);
            let name = Modality::of_term(term).map_or(term, |(_, name)| name);
            self.problems.push(problems::unknown_property(spot, name, "term", ontology));
            return;
        };
        for value in &definition.values {
            let source = Source {
                form: Form::Definition,
                modality: modality.unwrap_or(Modality::Asserted),
                span: value.span,
                section: definition.section,
                quote: format!("{term}: {}", value.text.replace('\n', " ")),
                according_to: None,
            };
            self.say(&subjects, name, value, &source);
        }
    }

    /// The things that what is written in a section speaks of: all rows, where the section's rows
    /// are things, else the thing of the section.
    fn subjects(&self, section: usize) -> Vec<String> {
        let is_row = |entity: &&Entity| matches!(entity.origin, EntityOrigin::Row { section: own, .. } if own == section);
        let rows: Vec<String> =
            self.entities.iter().filter(is_row).map(|entity| entity.iri.clone()).collect();
        if !rows.is_empty() {
            return rows;
        }
        let Context { catalog, things, index, .. } = self.context;
        things.of_section(catalog, index, section).map(str::to_owned).into_iter().collect()
    }

    /// The name of a property in some words, with the modality that their opening gives it; `None`
    /// where no property is called so.
    fn named_property<'w>(&self, words: &'w str) -> Option<(Option<Modality>, &'w str)> {
        let is_known = |name: &str| !self.context.ontology.properties_named(name).is_empty();
        if is_known(words) {
            return Some((None, words));
        }
        let (modality, name) = Modality::of_term(words)?;
        is_known(name).then_some((Some(modality), name))
    }

    /// The name of a property that an author is likely to have meant.
    fn slip_of(&self, words: &str) -> Option<&'a str> {
        let words = Modality::of_term(words).map_or(words, |(_, name)| name);
        let near = nearest(words, self.context.ontology.property_names());
        near.filter(|near| is_slip(words, near))
    }

    /// States a property of each subject. Problems with the words are told once.
    fn say(&mut self, subjects: &[String], name: &str, phrase: &Phrase, source: &Source) {
        for (number, subject) in subjects.iter().enumerate() {
            let before = self.problems.len();
            if let Some((property, values)) = self.understand(name, subject, phrase) {
                self.state_all(subject, property, values, source);
            }
            if number > 0 {
                self.problems.truncate(before);
            }
        }
    }

    /// The property that a name means here, and the values that words give it. Of several that
    /// share the name, the first that can be stated of the subject and takes all the words.
    fn understand(
        &mut self,
        name: &str,
        subject: &str,
        phrase: &Phrase,
    ) -> Option<(&'a Term, Values)> {
        let Context { ontology, things, .. } = self.context;
        let properties = ontology.properties_named(name).iter();
        let mut first: Option<(&Term, Values)> = None;
        for property in properties.filter_map(|iri| ontology.term(iri)) {
            let is_subject = property.domain.is_empty()
                || things.fits(ontology, subject, &property.domain) != Some(false);
            let mut values = self.context.values(property, phrase);
            if !is_subject {
                let label = things.label(subject).unwrap_or(subject);
                let classes = things.classes(subject);
                let spot = self.context.spot(phrase.span);
                let problem = problems::wrong_subject(spot, property, label, classes, ontology);
                values = Values { problems: vec![problem], ..Values::default() };
            }
            if values.problems.is_empty() {
                return Some((property, values));
            }
            first.get_or_insert((property, values));
        }
        let (property, mut values) = first?;
        self.problems.append(&mut values.problems);
        Some((property, values))
    }

    fn state_all(&mut self, subject: &str, property: &Term, values: Values, source: &Source) {
        for value in values.found {
            self.state(subject, &property.iri, value, source);
        }
        for (property, value) in values.ends {
            self.state(subject, &property, value, source);
        }
    }

    fn state(&mut self, subject: &str, predicate: &str, object: Value, source: &Source) {
        let document = &self.context.page.document;
        // Front matter stands before the document's text.
        let place = if source.form == Form::FrontMatter {
            Place::start_of(document.path.clone())
        } else {
            document.place(source.span)
        };
        // Where nobody wrote a word, as in `[](#data "trusts")`, the markup itself is quoted.
        let quote = if source.quote.is_empty() {
            let written = document.text.text().get(source.span.range());
            written.unwrap_or_default().trim().to_owned()
        } else {
            source.quote.clone()
        };
        self.statements.push(Statement {
            fact: Fact { subject: Value::iri(subject), predicate: predicate.to_owned(), object },
            modality: source.modality,
            form: source.form,
            place,
            section: source.section,
            quote,
            according_to: source.according_to.clone(),
        });
    }
}

/// Whether an author who wrote `title` is likely to have meant `name`: one or two letters differ.
fn is_slip(title: &str, name: &str) -> bool {
    let most = if name.chars().count() < 8 { 1 } else { 2 };
    letters_between(title, name) <= most
}

/// How many letters have to change to make one name of the other.
fn letters_between(one: &str, other: &str) -> usize {
    strsim::damerau_levenshtein(&one.to_lowercase(), &other.to_lowercase())
}
