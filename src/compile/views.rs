//! The views of a revision that are made page by page, with what the revision before can lend.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use crate::catalog::{Catalog, PageIndex};
use crate::compile::Revision;
use crate::compile::kept::Kept;
use crate::facts::Facts;
use crate::graph::emit::{book_graphs, page_graph};
use crate::graph::inference::{Inference, inferred_graph};
use crate::graph::{
    EmbeddedEngine, GraphEngine, GraphView, NamedGraph, navigation_graph, ontology_graph,
    shapes_graph,
};
use crate::page::address::{Addresses, Site};
use crate::page::naming::Known;
use crate::page::{body, facts};
use crate::question::Answers;

/// The revision before and which pages are as they were there.
#[derive(Clone, Copy)]
pub(in crate::compile) struct Before<'a> {
    pub(in crate::compile) revision: &'a Revision,
    pub(in crate::compile) kept: &'a Kept,
}

/// A view, and how much of it had to be made.
pub(in crate::compile) struct Made<T> {
    pub(in crate::compile) view: T,
    pub(in crate::compile) work: usize,
}

/// The graph of a book. Of a revision that keeps pages, only the graphs that differ are stated.
pub(in crate::compile) fn graph(
    known: Known<'_>,
    inference: &Arc<Inference>,
    before: Option<Before<'_>>,
) -> Made<Arc<dyn GraphView>> {
    let Known { catalog, ontology, facts, texts } = known;
    let base = &catalog.config.base;
    let Some(Before { revision, kept }) = before.filter(|before| before.kept.count > 0) else {
        let mut graphs = book_graphs(catalog, ontology, facts, texts);
        graphs.push(inferred_graph(base, inference));
        let work = graphs.iter().map(NamedGraph::len).sum();
        return Made { view: EmbeddedEngine::new(base).build(graphs), work };
    };
    let conflicting = pages_in_conflict(&revision.facts);
    let conflicting_now = pages_in_conflict(facts);
    let is_kept = |page: &PageIndex| {
        kept.of(*page).is_some_and(|then| {
            !conflicting.contains(&then)
                && !conflicting_now.contains(page)
                && same(&revision.facts.pages, then, &facts.pages, *page)
        })
    };
    let pages = (0..catalog.pages.len()).into_par_iter().filter(|page| !is_kept(page));
    let mut graphs: Vec<NamedGraph> =
        pages.filter_map(|page| page_graph(catalog, facts, texts, page)).collect();
    if !same_navigation(&revision.catalog, catalog) {
        graphs.push(navigation_graph(catalog));
    }
    if !std::ptr::eq(revision.ontology.as_ref(), ontology) {
        graphs.push(ontology_graph(base, ontology));
        graphs.push(shapes_graph(base, ontology));
    }
    if !Arc::ptr_eq(&revision.inference, inference) {
        graphs.push(inferred_graph(base, inference));
    }
    let gone = gone(&revision.catalog, catalog);
    let work = graphs.iter().map(NamedGraph::len).sum();
    if graphs.is_empty() && gone.is_empty() {
        return Made { view: Arc::clone(&revision.stated), work };
    }
    Made { view: revision.stated.with_changes(graphs, &gone), work }
}

/// The names of the graphs of pages that are there no more.
fn gone(then: &Catalog, now: &Catalog) -> Vec<String> {
    if then.shares_places_with(now) {
        return Vec::new();
    }
    let pages = then.pages.iter().enumerate();
    let gone = pages.filter(|(_, page)| now.page_at(&page.route).is_none());
    gone.map(|(page, _)| then.iri(page)).collect()
}

/// Pages whose statements contradict others: their graphs name the others.
fn pages_in_conflict(facts: &Facts) -> BTreeSet<PageIndex> {
    let conflicts = facts.conflicts.iter();
    conflicts.flat_map(|conflict| [conflict.first.page, conflict.second.page]).collect()
}

fn same<T: PartialEq>(then: &[Arc<T>], old: usize, now: &[Arc<T>], new: usize) -> bool {
    match (then.get(old), now.get(new)) {
        (Some(then), Some(now)) => Arc::ptr_eq(then, now) || then == now,
        _ => false,
    }
}

/// Whether the tables of contents say the same of the same addresses.
fn same_navigation(then: &Catalog, now: &Catalog) -> bool {
    let (old, new) = (then.pages.iter(), now.pages.iter());
    then.navigation == now.navigation
        && (then.shares_places_with(now)
            || old.map(|page| &page.route).eq(new.map(|page| &page.route)))
}

/// The rendered body of every page with what it states, by index. The body of a page that is kept
/// is rendered again only where it shows more than its own text.
pub(in crate::compile) fn bodies(
    known: Known<'_>,
    answers: &Answers,
    before: Option<Before<'_>>,
) -> Made<Vec<Arc<str>>> {
    let shows_others = |facts: &Facts, answers: &Answers, page: PageIndex| {
        answers.of_page(page).next().is_some()
            || answers.figures.of_page(page).next().is_some()
            || facts.pages.get(page).is_some_and(|facts| !facts.statements.is_empty())
    };
    let bodies: Vec<(Arc<str>, bool)> = (0..known.catalog.pages.len())
        .into_par_iter()
        .map(|page| {
            let then = before.and_then(|before| {
                let then = before.kept.of(page)?;
                let revision = before.revision;
                let others = shows_others(known.facts, answers, page)
                    || shows_others(&revision.facts, &revision.answers, then);
                Some((revision.bodies.get(then)?, others))
            });
            if let Some((body, false)) = then {
                return (Arc::clone(body), false);
            }
            let body = render(known, page, answers, Site::Served);
            let same = then.filter(|(then, _)| ***then == *body).map(|(then, _)| Arc::clone(then));
            (same.unwrap_or_else(|| body.into()), true)
        })
        .collect();
    let work = bodies.iter().filter(|(_, was_rendered)| *was_rendered).count();
    Made { view: bodies.into_iter().map(|(body, _)| body).collect(), work }
}

/// The body of a page with what it states.
pub(in crate::compile) fn render(
    known: Known<'_>,
    page: PageIndex,
    answers: &Answers,
    site: Site,
) -> String {
    let Some(own) = known.catalog.pages.get(page) else {
        return String::new();
    };
    let addresses = Addresses::new(known.catalog, site, &own.route);
    facts::add(known, page, addresses, body::render(known, page, answers, addresses))
}
