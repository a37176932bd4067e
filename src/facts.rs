//! What documents state: things with classes, and statements about them, each with its place.
//!
//! What a document may state is read by [`crate::document::claims`]; here its words meet the
//! [`Ontology`] and the other documents. A word that nothing is known of becomes a diagnostic at
//! its place and never a fact. Nothing here is a graph yet: the layer below makes triples of it.

mod conflicts;
mod entities;
mod index;
mod literal;
mod mentions;
mod modality;
mod page;
mod problems;
mod tables;
mod things;
mod turtle;
mod values;

pub use conflicts::Conflict;
pub use entities::{Entity, EntityOrigin};
pub use index::FactIndex;
pub use mentions::Mention;
pub use modality::Modality;
pub use things::Things;

use rayon::prelude::*;

use crate::catalog::{Catalog, PageIndex};
use crate::diagnostic::Diagnostic;
use crate::document::claims;
use crate::facts::mentions::BookNames;
use crate::ontology::Ontology;
use crate::rdf::Fact;
use crate::text::Place;

/// How a fact is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// The class or the place of a heading.
    Heading,
    /// The title of a link.
    LinkTitle,
    /// A definition list.
    Definition,
    /// A table.
    Table,
    /// A `turtle` fence.
    Turtle,
    /// Front matter.
    FrontMatter,
}

impl Form {
    /// The words for it, as the graph has them.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Heading => "heading",
            Self::LinkTitle => "link title",
            Self::Definition => "definition",
            Self::Table => "table",
            Self::Turtle => "turtle",
            Self::FrontMatter => "front matter",
        }
    }
}

/// One fact as a document states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// What is said.
    pub fact: Fact,
    /// Whether it is said to be so, or should, may or must not be so.
    pub modality: Modality,
    /// How it is written.
    pub form: Form,
    /// Where it is written.
    pub place: Place,
    /// Index of the section it is written in.
    pub section: usize,
    /// The words that say so.
    pub quote: String,
    /// Whom the document quotes for it, where it does not speak for itself.
    pub according_to: Option<String>,
}

/// A statement's page and its index among the statements of that page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatementId {
    /// The page.
    pub page: PageIndex,
    /// The index in [`PageFacts::statements`].
    pub index: usize,
}

/// What one page states.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageFacts {
    /// The things it declares, in the order of the text.
    pub entities: Vec<Entity>,
    /// Its statements.
    pub statements: Vec<Statement>,
    /// What its sections mention.
    pub mentions: Vec<Mention>,
}

/// What a book states.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// By page index.
    pub pages: Vec<PageFacts>,
    /// Statements that cannot hold together.
    pub conflicts: Vec<Conflict>,
    /// What could not be understood.
    pub diagnostics: Vec<Diagnostic>,
    /// Everything that is declared, by IRI and by name.
    pub things: Things,
    /// The statements by what they speak of.
    pub index: FactIndex,
}

impl Facts {
    /// Reads what every page of a book states and mentions. A book that is not literate states
    /// nothing, and mentions all the same.
    #[must_use]
    pub fn read(catalog: &Catalog, ontology: &Ontology) -> Self {
        let mut facts = if catalog.config.literate {
            Self::stated(catalog, ontology)
        } else {
            let pages = vec![PageFacts::default(); catalog.pages.len()];
            Self { pages, ..Self::default() }
        };
        facts.find_mentions(catalog, ontology);
        facts
    }

    fn find_mentions(&mut self, catalog: &Catalog, ontology: &Ontology) {
        let names = BookNames::new(self.pages.iter().map(|page| page.entities.as_slice()));
        let pages = self.pages.par_iter_mut().zip(&catalog.pages).enumerate();
        pages.for_each(|(index, (facts, page))| {
            facts.mentions = mentions::of_page(ontology, &names, page, index, &facts.entities);
        });
    }

    fn stated(catalog: &Catalog, ontology: &Ontology) -> Self {
        let claims: Vec<_> =
            catalog.pages.par_iter().map(|page| claims::read(&page.document)).collect();
        let declared: Vec<_> = claims
            .par_iter()
            .enumerate()
            .map(|(page, claims)| entities::declared(catalog, ontology, page, claims))
            .collect();
        let mut diagnostics = Vec::new();
        let mut entities = Vec::with_capacity(declared.len());
        for (own, problems) in declared {
            entities.push(own);
            diagnostics.extend(problems);
        }
        let things = Things::new(catalog, &entities);
        let stated: Vec<_> = claims
            .par_iter()
            .zip(&entities)
            .enumerate()
            .map(|(page, (claims, entities))| {
                page::statements(catalog, ontology, &things, page, claims, entities)
            })
            .collect();
        let mut pages = Vec::with_capacity(stated.len());
        let mut rivals = Vec::new();
        for (page, (entities, stated)) in entities.into_iter().zip(stated).enumerate() {
            diagnostics.extend(stated.diagnostics);
            let id = |index: usize| StatementId { page, index };
            rivals.extend(stated.rivals.iter().map(|(first, second)| (id(*first), id(*second))));
            let statements = stated.statements;
            pages.push(PageFacts { entities, statements, mentions: Vec::new() });
        }
        let mut facts = Self { pages, diagnostics, things, ..Self::default() };
        let (conflicts, problems) = conflicts::find(&facts, rivals);
        facts.index = FactIndex::new(&facts.pages, &conflicts);
        facts.conflicts = conflicts;
        facts.diagnostics.extend(problems);
        facts
    }

    /// Every fact that is asserted, as often as it is, in the order of the book.
    #[must_use]
    pub fn asserted(&self) -> Vec<Fact> {
        let asserted =
            |(_, statement): &(StatementId, &Statement)| statement.modality == Modality::Asserted;
        self.statements().filter(asserted).map(|(_, statement)| statement.fact.clone()).collect()
    }

    /// A statement by its id.
    #[must_use]
    pub fn statement(&self, id: StatementId) -> Option<&Statement> {
        self.pages.get(id.page)?.statements.get(id.index)
    }

    /// Every statement of the book, page by page.
    pub fn statements(&self) -> impl Iterator<Item = (StatementId, &Statement)> {
        self.pages.iter().enumerate().flat_map(|(page, facts)| {
            let statements = facts.statements.iter().enumerate();
            statements.map(move |(index, statement)| (StatementId { page, index }, statement))
        })
    }
}

#[cfg(test)]
mod tests;
