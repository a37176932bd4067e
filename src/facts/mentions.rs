//! Names in running text: which concepts and things each section of a page speaks of, and where.
//!
//! The names of concepts and of classes of elements come from the ontology and are looked for in
//! every book. What a book declares itself is found by its label: a page's own things on that page,
//! others where only one thing of the book has the name and the name is not an everyday word.

use std::collections::HashMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::catalog::{Page, PageIndex};
use crate::document::prose::{self, Passage, PassageKind};
use crate::facts::entities::{Entity, EntityOrigin};
use crate::ontology::{Candidate, Case, Lexicon, LexiconBuilder, Longest, Ontology, Tokens};
use crate::text::{FilePath, Span};

/// A concept or a thing that one section names, in one of the files it is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// What is named.
    pub iri: Arc<str>,
    /// Index of the section.
    pub section: usize,
    /// Where, in order: bytes of the document's text.
    pub spans: Vec<Span>,
}

/// The labels of everything that a book declares.
#[derive(Debug, Default)]
pub(in crate::facts) struct BookNames {
    lexicon: Lexicon,
    /// The page that declares each thing.
    homes: HashMap<Arc<str>, PageIndex>,
}

impl BookNames {
    /// Reads the labels of the things of each page.
    pub(in crate::facts) fn new<'a>(entities: impl Iterator<Item = &'a [Entity]>) -> Self {
        let mut builder = LexiconBuilder::default();
        let mut homes = HashMap::new();
        for (page, entities) in entities.enumerate() {
            for entity in entities {
                let iri: Arc<str> = Arc::from(entity.iri.as_str());
                // `Processing` may be a server, `processing` hardly ever is.
                let is_word = Tokens::of(&entity.label).len() == 1;
                let case = if is_word { Case::AsWritten } else { Case::Any };
                builder.add(&entity.label, &iri, case, 0);
                homes.insert(iri, page);
            }
        }
        Self { lexicon: builder.finish(), homes }
    }

    /// The thing that a name means on a page, where it can only be one.
    fn meant<'a>(
        &self,
        candidate: &Candidate<'a>,
        text: &str,
        page: PageIndex,
    ) -> Option<&'a Arc<str>> {
        let meanings = candidate.all();
        let is_own = |iri: &&&Arc<str>| self.homes.get(&***iri) == Some(&page);
        let mut own = meanings.iter().filter(is_own);
        match (own.next(), own.next()) {
            (Some(only), None) => return Some(only),
            (Some(_), Some(_)) => return None,
            (None, _) => {}
        }
        let is_special = candidate.first < candidate.last || text.starts_with(char::is_uppercase);
        match meanings.as_slice() {
            [only] if is_special => Some(only),
            _ => None,
        }
    }
}

/// What each section of a page mentions, in the order of the text.
pub(in crate::facts) fn of_page(
    ontology: &Ontology,
    names: &BookNames,
    page: &Page,
    index: PageIndex,
    entities: &[Entity],
) -> Vec<Mention> {
    let origins: HashMap<&str, EntityOrigin> =
        entities.iter().map(|entity| (entity.iri.as_str(), entity.origin)).collect();
    let mut mentions: Vec<Mention> = Vec::new();
    let mut known: HashMap<(usize, Arc<str>, FilePath), usize> = HashMap::new();
    for passage in prose::read(&page.document) {
        let tokens = Tokens::of(&passage.text);
        let mut longest = Longest::new(tokens.len());
        for candidate in ontology.lexicon().find(&tokens) {
            longest.offer(candidate.first, candidate.last, candidate.nearest());
        }
        for candidate in names.lexicon.find(&tokens) {
            let range = tokens.range(candidate.first, candidate.last);
            let text = passage.text.get(range).unwrap_or_default();
            if let Some(iri) = names.meant(&candidate, text, index) {
                longest.offer(candidate.first, candidate.last, [iri]);
            }
        }
        for (first, last, iris) in longest.chosen() {
            let span = passage.span(tokens.range(first, last));
            for iri in iris {
                if origins.get(&*iri).is_some_and(|origin| declares(&passage, *origin)) {
                    continue;
                }
                let key = (passage.section, Arc::clone(&iri), page.document.place(span).file);
                let place = *known.entry(key).or_insert_with(|| {
                    mentions.push(Mention { iri, section: passage.section, spans: Vec::new() });
                    mentions.len() - 1
                });
                if let Some(mention) = mentions.get_mut(place) {
                    mention.spans.push(span);
                }
            }
        }
    }
    mentions
}

/// Whether a passage is what declares a thing and so does not mention it.
fn declares(passage: &Passage, origin: EntityOrigin) -> bool {
    match (passage.kind, origin) {
        (PassageKind::Heading, EntityOrigin::Heading { section }) => section == passage.section,
        // A document's title is its first heading.
        (PassageKind::Heading, EntityOrigin::Document) => passage.section == 1,
        (
            PassageKind::Cell { table, row },
            EntityOrigin::Row { table: own_table, row: own_row, .. },
        ) => (table, row) == (own_table, own_row),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
