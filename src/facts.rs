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
pub use page::HotSpot;
pub use things::Things;

use std::collections::HashSet;
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::catalog::{Catalog, PageIndex};
use crate::diagnostic::Diagnostic;
use crate::document::claims;
use crate::facts::mentions::BookNames;
use crate::facts::page::Stated;
use crate::ontology::Ontology;
use crate::rdf::Fact;
use crate::text::Place;
use crate::vocabulary::arch;

/// How a fact is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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

impl Statement {
    /// Whether it says that something is so: only then it is a fact.
    #[must_use]
    pub fn is_asserted(&self) -> bool {
        self.modality == Modality::Asserted
    }
}

/// A statement's page and its index among the statements of that page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StatementId {
    /// The page.
    pub page: PageIndex,
    /// The index in [`PageFacts::statements`].
    pub index: usize,
}

/// What one page states.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageFacts {
    /// The things it declares, in the order of the text.
    pub entities: Vec<Entity>,
    /// Its statements.
    pub statements: Vec<Statement>,
    /// Regions of its images that lead to what they show.
    pub hot_spots: Vec<HotSpot>,
    /// What its sections mention.
    pub mentions: Vec<Mention>,
}

impl PageFacts {
    /// Whether another page declares and states just the same.
    fn says_the_same(&self, other: &Self) -> bool {
        self.entities == other.entities
            && self.statements == other.statements
            && self.hot_spots == other.hot_spots
    }

    /// The hot spot that a statement makes, by index.
    #[must_use]
    pub fn hot_spot_of(&self, statement: usize) -> Option<usize> {
        // They come in the order of the statements.
        self.hot_spots.binary_search_by_key(&statement, |spot| spot.statement).ok()
    }
}

/// What a book states.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// By page index. What has not changed is shared with the revision before.
    pub pages: Vec<Arc<PageFacts>>,
    /// Statements that cannot hold together.
    pub conflicts: Vec<Conflict>,
    /// What could not be understood.
    pub diagnostics: Vec<Diagnostic>,
    /// Everything that is declared, by IRI and by name.
    pub things: Things,
    /// The statements by what they speak of.
    pub index: FactIndex,
}

/// What was read of the revision before, for what can be taken from there.
#[derive(Debug, Clone, Copy)]
pub struct FactsBefore<'a> {
    /// What it stated and mentioned, by the same vocabularies.
    pub facts: &'a Facts,
    /// For each page of the new revision, where it stood before if nothing of it has changed.
    pub kept: &'a [Option<PageIndex>],
}

impl Facts {
    /// Reads what every page of a book states and mentions. A book that is not literate states
    /// nothing, and mentions all the same.
    ///
    /// Statements are read anew in every revision: what one page declares decides how others are
    /// understood. Mentions are looked for again only on pages that changed, unless what the book
    /// itself declares did.
    #[must_use]
    pub fn read(catalog: &Catalog, ontology: &Ontology, before: Option<FactsBefore<'_>>) -> Self {
        let (mut facts, mut pages) = if catalog.config.literate {
            Self::stated(catalog, ontology)
        } else {
            (Self::default(), vec![PageFacts::default(); catalog.pages.len()])
        };
        let names = BookNames::new(pages.iter().map(|page| page.entities.as_slice()));
        let same_names = before.filter(|before| {
            let (then, now) = (before.facts.pages.iter(), pages.iter());
            let declares_nothing = |entities: &Vec<Entity>| entities.is_empty();
            let mut then = then.map(|page| &page.entities);
            let mut now = now.map(|page| &page.entities);
            // The number of pages matters only where some of them declare things.
            then.clone().eq(now.clone())
                || (then.all(declares_nothing) && now.all(declares_nothing))
        });
        let known = |page: usize| {
            let before = same_names?;
            before.facts.pages.get(before.kept.get(page).copied().flatten()?)
        };
        let own = pages.par_iter_mut().zip(&catalog.pages).enumerate();
        facts.pages = own
            .map(|(index, (own, page))| {
                let mut own = std::mem::take(own);
                match known(index) {
                    Some(known) if own.says_the_same(known) => Arc::clone(known),
                    Some(known) => {
                        own.mentions.clone_from(&known.mentions);
                        Arc::new(own)
                    }
                    None => {
                        let entities = &own.entities;
                        own.mentions = mentions::of_page(ontology, &names, page, index, entities);
                        Arc::new(own)
                    }
                }
            })
            .collect();
        facts
    }

    fn stated(catalog: &Catalog, ontology: &Ontology) -> (Self, Vec<PageFacts>) {
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
            let Stated { statements, hot_spots, rivals: own, diagnostics: problems } = stated;
            diagnostics.extend(problems);
            let id = |index: usize| StatementId { page, index };
            rivals.extend(own.iter().map(|(first, second)| (id(*first), id(*second))));
            pages.push(PageFacts { entities, statements, hot_spots, mentions: Vec::new() });
        }
        let (conflicts, problems) = conflicts::find(&pages, rivals);
        diagnostics.extend(problems);
        let index = FactIndex::new(&pages, &conflicts);
        (Self { pages: Vec::new(), conflicts, diagnostics, things, index }, pages)
    }

    /// Every fact that is asserted, as often as it is, in the order of the book.
    #[must_use]
    pub fn asserted(&self) -> Vec<Fact> {
        let asserted =
            |(_, statement): &(StatementId, &Statement)| statement.modality == Modality::Asserted;
        self.statements().filter(asserted).map(|(_, statement)| statement.fact.clone()).collect()
    }

    /// What a figure depicts as its page says: IRIs in the order of the text, each once.
    pub fn depicted_in(&self, figure: &str) -> impl Iterator<Item = &str> {
        let about = self.index.about(figure).iter().filter_map(|id| self.statement(*id));
        let depicting = about.filter(|statement| {
            statement.is_asserted() && statement.fact.predicate == arch::DEPICTS
        });
        let mut told = HashSet::new();
        depicting
            .filter_map(|statement| statement.fact.object.as_iri())
            .filter(move |iri| told.insert(*iri))
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
