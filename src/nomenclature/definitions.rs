//! Terms that the book defines itself, in definition lists that state no facts.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::catalog::{Catalog, PageIndex};
use crate::document::claims;
use crate::nomenclature::{MOST_WORDS, key, words};
use crate::ontology::Ontology;
use crate::search::analysis::Stems;
use crate::text::Place;

/// A term and what the book says it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// The term as it is written.
    pub term: String,
    /// What it is.
    pub text: String,
    /// The page.
    pub page: PageIndex,
    /// Index of the section.
    pub section: usize,
    /// Where the term is written.
    pub place: Place,
}

impl Definition {
    /// Whether it only leads on to another term.
    #[must_use]
    pub fn is_reference(&self) -> bool {
        self.text.starts_with("See ")
    }
}

/// The definitions of all pages by each name of their terms: `Access list (DACL)` has two. Those
/// that only lead on come last.
pub(in crate::nomenclature) fn read(
    catalog: &Catalog,
    ontology: &Ontology,
    stems: &mut Stems,
) -> HashMap<Box<str>, Vec<Arc<Definition>>> {
    let pages: Vec<Vec<Definition>> = catalog
        .pages
        .par_iter()
        .enumerate()
        .map(|(index, page)| {
            let document = &page.document;
            let definitions = claims::read(document).definitions.into_iter();
            let defined = definitions.filter_map(|definition| {
                let states = !ontology.properties_named(&definition.term.text).is_empty();
                let text: Vec<&str> =
                    definition.values.iter().map(|value| value.text.as_str()).collect();
                let place = document.place(definition.term.span);
                (!states && !text.is_empty()).then(|| Definition {
                    text: text.join(" ").replace('\n', " "),
                    term: definition.term.text.replace('\n', " "),
                    page: index,
                    section: definition.section,
                    place,
                })
            });
            defined.collect()
        })
        .collect();
    let mut found: HashMap<Box<str>, Vec<Arc<Definition>>> = HashMap::new();
    for definition in pages.into_iter().flatten().map(Arc::new) {
        for name in names(&definition.term) {
            let words = words(stems, name);
            if words.is_empty() || words.len() > MOST_WORDS {
                continue;
            }
            let known = found.entry(key(&words).into()).or_default();
            if !known.contains(&definition) {
                known.push(Arc::clone(&definition));
            }
        }
    }
    for definitions in found.values_mut() {
        definitions.sort_by_key(|definition| definition.is_reference());
    }
    found
}

/// The names in a term: `A (B)` is A and B, `A, B` as well.
fn names(term: &str) -> Vec<&str> {
    let pieces = term.split(['(', ')', ',']).map(str::trim);
    let mut names: Vec<&str> = std::iter::once(term).chain(pieces).collect();
    names.retain(|name| !name.is_empty());
    names.dedup();
    names
}
