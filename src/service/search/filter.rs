//! Which places may answer a search: those that declare things of a kind, those that belong to an
//! architecture, those in a part of the book.

use std::collections::BTreeSet;

use crate::catalog::PageIndex;
use crate::diagnostic::nearest;
use crate::facts::{Entity, EntityOrigin};
use crate::ontology::TermKind;
use crate::search::entry::lead_section;
use crate::service::entity::{Found, find};
use crate::service::thing::{architecture_of, is_a};
use crate::snapshot::Snapshot;
use crate::vocabulary::arch;

/// The kind that every declared thing is of.
const ANYTHING: &str = "thing";

/// What a caller wants, as it is written. What is empty narrows nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Narrowing<'a> {
    /// The name of a class, or `thing`: only sections that declare such.
    pub kind: &'a str,
    /// The name or IRI of an architecture: only what stands below the heading that declares it, and
    /// sections that declare its elements.
    pub architecture: &'a str,
    /// The address of a page or a folder: only that page and the pages below it.
    pub part: &'a str,
}

/// Why nothing can be searched.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}; {help}")]
pub struct FilterProblem {
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: String,
}

fn problem<T>(message: String, help: impl Into<String>) -> Result<T, FilterProblem> {
    Err(FilterProblem { message, help: help.into() })
}

/// The places that may answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// The sections, by page; all where there is no such limit.
    sections: Option<BTreeSet<(PageIndex, usize)>>,
    /// The pages; all where there is no such limit.
    pages: Option<BTreeSet<PageIndex>>,
}

impl Filter {
    /// The places that a caller wants.
    ///
    /// # Errors
    /// Where there is no such kind, architecture or part.
    pub fn read(snapshot: &Snapshot, wanted: &Narrowing<'_>) -> Result<Self, FilterProblem> {
        let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let mut filter = Self::default();
        if let Some(name) = given(wanted.kind) {
            let class = class(snapshot, &name)?;
            filter.narrow(declaring(snapshot, |entity| {
                class.as_ref().is_none_or(|class| is_a(snapshot, &entity.iri, class))
            }));
        }
        if let Some(name) = given(wanted.architecture) {
            let architecture = architecture(snapshot, &name)?;
            filter.narrow(belonging(snapshot, &architecture));
        }
        if let Some(part) = given(wanted.part) {
            filter.pages = Some(below(snapshot, &part)?);
        }
        Ok(filter)
    }

    fn narrow(&mut self, sections: BTreeSet<(PageIndex, usize)>) {
        self.sections = Some(match self.sections.take() {
            Some(known) => known.intersection(&sections).copied().collect(),
            None => sections,
        });
    }

    /// Whether a section may answer.
    #[must_use]
    pub fn allows(&self, page: PageIndex, section: usize) -> bool {
        self.pages.as_ref().is_none_or(|pages| pages.contains(&page))
            && self.sections.as_ref().is_none_or(|known| known.contains(&(page, section)))
    }
}

/// The class that a name means; `None` for any.
fn class(snapshot: &Snapshot, name: &str) -> Result<Option<String>, FilterProblem> {
    if name.eq_ignore_ascii_case(ANYTHING) {
        return Ok(None);
    }
    let ontology = &snapshot.ontology;
    if let Some(class) = ontology.classes_named(name).first() {
        return Ok(Some(class.clone()));
    }
    if let Found::One(iri) = find(snapshot, name)
        && ontology.term(&iri).is_some_and(|term| term.kind == TermKind::Class)
    {
        return Ok(Some(iri));
    }
    let classes = ontology.terms().filter(|(_, term)| term.kind == TermKind::Class);
    let help = match nearest(name, classes.map(|(_, term)| term.label.as_str())) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "name a class such as `Server`, or `thing` for any".to_owned(),
    };
    problem(format!("there is no kind `{name}`"), help)
}

fn architecture(snapshot: &Snapshot, name: &str) -> Result<String, FilterProblem> {
    let known = snapshot.nomenclature().instances(arch::ARCHITECTURE);
    let is_known = |iri: &&String| known.iter().any(|known| **known == ***iri);
    let found = match find(snapshot, name) {
        Found::One(iri) => vec![iri],
        Found::Several(things) => things.into_iter().map(|thing| thing.iri).collect(),
        Found::Nothing(_) => Vec::new(),
    };
    if let [only] = found.iter().filter(is_known).collect::<Vec<_>>().as_slice() {
        return Ok((*only).clone());
    }
    let names = known.iter().map(|iri| format!("`{}`", snapshot.known().name(iri)));
    let help = format!("these are: {}", names.collect::<Vec<_>>().join(", "));
    problem(format!("there is no architecture `{name}`"), help)
}

/// The pages at an address and below it.
fn below(snapshot: &Snapshot, part: &str) -> Result<BTreeSet<PageIndex>, FilterProblem> {
    let part = part.trim_matches('/');
    let is_below = |route: &str| {
        let rest = route.trim_end_matches('/').strip_prefix(part);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let pages = snapshot.catalog.pages.iter().enumerate();
    let pages = pages.filter(|(_, page)| is_below(page.route.as_str())).map(|(index, _)| index);
    let pages: BTreeSet<PageIndex> = pages.collect();
    if pages.is_empty() {
        return problem(
            format!("no page of this book stands at or below `{part}`"),
            "give the address of a page or a folder, such as `reference/ports`",
        );
    }
    Ok(pages)
}

/// The sections that declare some things.
fn declaring(
    snapshot: &Snapshot,
    is_wanted: impl Fn(&Entity) -> bool,
) -> BTreeSet<(PageIndex, usize)> {
    let pages = snapshot.facts.pages.iter().enumerate();
    let declared = pages.flat_map(|(page, facts)| facts.entities.iter().map(move |it| (page, it)));
    let wanted = declared.filter(|(_, entity)| is_wanted(entity));
    wanted.map(|(page, entity)| (page, section(snapshot, page, entity))).collect()
}

/// The section of an entry that finds a thing: a document is found by what it opens with.
fn section(snapshot: &Snapshot, page: PageIndex, entity: &Entity) -> usize {
    let document = snapshot.catalog.pages.get(page).map(|page| &page.document);
    match (entity.origin, document) {
        (EntityOrigin::Document, Some(document)) => lead_section(document),
        (origin, _) => origin.section(),
    }
}

/// The sections below the heading that declares an architecture, and those that declare its
/// elements.
fn belonging(snapshot: &Snapshot, architecture: &str) -> BTreeSet<(PageIndex, usize)> {
    let own = declaring(snapshot, |entity| entity.iri == architecture);
    let mut found =
        declaring(snapshot, |entity| architecture_of(snapshot, &entity.iri) == Some(architecture));
    for (page, top) in own {
        let Some(page_of_book) = snapshot.catalog.pages.get(page) else {
            continue;
        };
        let sections = &page_of_book.document.sections;
        let mut inside: Vec<bool> = Vec::new();
        for (index, section) in sections.iter().enumerate() {
            // A section stands behind the one that it is part of.
            let parent = section.parent.and_then(|parent| inside.get(parent));
            inside.push(index == top || parent.copied().unwrap_or_default());
        }
        let inside = inside.into_iter().enumerate().filter(|(_, inside)| *inside);
        found.extend(inside.map(|(section, _)| (page, section)));
    }
    found
}
