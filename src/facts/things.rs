//! All things of a book by IRI and by name: what links and words of any page can mean.

use std::collections::HashMap;

use crate::catalog::{Catalog, LinkTarget, PageIndex, place_iri};
use crate::facts::entities::{Entity, EntityOrigin};
use crate::ontology::{NameIndex, Ontology};
use crate::rdf::is_iri;
use crate::vocabulary::arch;

/// All things of a book.
#[derive(Debug, Clone, Default)]
pub struct Things {
    classes: HashMap<String, Vec<String>>,
    labels: HashMap<String, String>,
    by_name: NameIndex,
    /// By page: its things by name, its sections' things, and what the page as a whole stands for.
    pages: Vec<PageThings>,
}

#[derive(Debug, Clone, Default)]
struct PageThings {
    by_name: NameIndex,
    by_section: HashMap<usize, String>,
    whole: Option<String>,
    /// The architectures it describes, by the section that declares each; 0 is the whole page.
    architectures: HashMap<usize, String>,
}

impl Things {
    /// Indexes what each page declares.
    #[must_use]
    pub fn new(catalog: &Catalog, entities: &[Vec<Entity>]) -> Self {
        let mut things = Self::default();
        for (page, entities) in catalog.pages.iter().zip(entities) {
            let mut own = PageThings::default();
            let top = page.document.headings().next().map(|(section, _)| section);
            for entity in entities {
                things.by_name.add(&entity.label, &entity.iri);
                own.by_name.add(&entity.label, &entity.iri);
                things.labels.insert(entity.iri.clone(), entity.label.clone());
                things.classes.insert(entity.iri.clone(), entity.classes.clone());
                if entity.classes.iter().any(|class| class == arch::ARCHITECTURE) {
                    own.architectures.insert(entity.origin.section(), entity.iri.clone());
                }
                match entity.origin {
                    EntityOrigin::Document => own.whole = Some(entity.iri.clone()),
                    EntityOrigin::Heading { section } => {
                        own.by_section.insert(section, entity.iri.clone());
                        // A link to the page means what its first heading declares.
                        if Some(section) == top {
                            own.whole.get_or_insert_with(|| entity.iri.clone());
                        }
                    }
                    EntityOrigin::Row { .. } => {}
                }
            }
            things.pages.push(own);
        }
        things
    }

    /// The thing that a section of a page speaks of: that of its heading, of the nearest heading
    /// above it that declares one, or of the document as a whole. What stands before any heading
    /// speaks of what the first declares.
    pub(in crate::facts) fn of_section(
        &self,
        catalog: &Catalog,
        page: PageIndex,
        section: usize,
    ) -> Option<&str> {
        let own = self.pages.get(page)?;
        let document = &catalog.pages.get(page)?.document;
        let mut current = Some(section);
        while let Some(section) = current {
            if let Some(iri) = own.by_section.get(&section) {
                return Some(iri);
            }
            current = document.sections.get(section).and_then(|section| section.parent);
        }
        let whole = own.whole.as_deref();
        whole.filter(|whole| section == 0 || *whole == catalog.iri(page))
    }

    /// The architecture that a section of a page is about: the innermost that encloses it.
    pub(in crate::facts) fn architecture_of(
        &self,
        catalog: &Catalog,
        page: PageIndex,
        section: usize,
    ) -> Option<&str> {
        let own = self.pages.get(page)?;
        let document = &catalog.pages.get(page)?.document;
        let parent = |section: usize| document.sections.get(section).and_then(|s| s.parent);
        let enclosing = std::iter::successors(Some(section), |section| parent(*section));
        let mut found = enclosing.chain([0]).filter_map(|section| own.architectures.get(&section));
        found.next().map(String::as_str)
    }

    /// The IRI of what a link leads to, and whether it is a thing.
    pub(in crate::facts) fn of_link(
        &self,
        catalog: &Catalog,
        target: &LinkTarget,
    ) -> Option<(String, bool)> {
        match target {
            LinkTarget::Page { page, fragment, fragment_exists: true } => {
                let iri = if let Some(id) = fragment {
                    place_iri(&catalog.iri(*page), id)
                } else {
                    let whole = self.pages.get(*page).and_then(|page| page.whole.clone());
                    whole.unwrap_or_else(|| catalog.iri(*page))
                };
                let is_thing = self.classes.contains_key(&iri);
                Some((iri, is_thing))
            }
            LinkTarget::External(address) if is_iri(address) => Some((address.clone(), true)),
            _ => None,
        }
    }

    /// The things a name can mean on a page: those of the page itself first, then those of the
    /// whole book.
    pub(in crate::facts) fn named(&self, page: PageIndex, name: &str) -> [&[String]; 2] {
        let own = self.pages.get(page).map_or(&[][..], |own| own.by_name.get(name));
        [own, self.by_name.get(name)]
    }

    /// Every name, for suggestions.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.names()
    }

    /// Everything of the book that has this name.
    #[must_use]
    pub fn of_book(&self, name: &str) -> &[String] {
        self.by_name.get(name)
    }

    /// The declared classes of a thing.
    #[must_use]
    pub fn classes(&self, iri: &str) -> &[String] {
        self.classes.get(iri).map_or(&[], Vec::as_slice)
    }

    /// What people call a thing of the book.
    #[must_use]
    pub fn label(&self, iri: &str) -> Option<&str> {
        self.labels.get(iri).map(String::as_str)
    }

    /// Whether a thing has one of these classes; `None` where nothing is known of it.
    pub(in crate::facts) fn fits(
        &self,
        ontology: &Ontology,
        iri: &str,
        classes: &[String],
    ) -> Option<bool> {
        let own = match self.classes.get(iri) {
            Some(own) => own,
            None => &ontology.term(iri)?.classes,
        };
        let fits = |class: &String| classes.iter().any(|other| ontology.is_within(class, other));
        Some(own.iter().any(fits))
    }
}
