//! The table of contents to triples: order, nesting, parts and what follows what.

use std::collections::HashMap;

use crate::catalog::{Catalog, NavigationEntry};
use crate::graph::{GraphBuilder, NamedGraph, TermId};
use crate::vocabulary::{loggia, rdf, rdfs};

/// The graph `{base}graph/navigation`. An entry with a page is told of the page itself, once: where
/// the table of contents names a page twice, its first entry counts.
#[must_use]
pub fn navigation_graph(catalog: &Catalog) -> NamedGraph {
    let name = format!("{}graph/navigation", catalog.config.base);
    let mut graph = GraphBuilder::new(name.clone());
    let mut parts: HashMap<&str, TermId> = HashMap::new();
    let mut terms = Vec::with_capacity(catalog.navigation.entries.len());
    let mut last_page = None;
    for (index, entry) in catalog.navigation.entries.iter().enumerate() {
        let page = own_page(catalog, index, entry);
        let term = if let Some(page) = page {
            let term = graph.iri(&catalog.iri(page));
            graph.add_text(term, loggia::NAVIGATION_LABEL, &entry.name);
            if let Some(last) = last_page.replace(term) {
                graph.add(last, loggia::NEXT, term);
            }
            term
        } else if let Some(page) = entry.page {
            // A page named again: nothing new is said, but entries below it hang on the page.
            terms.push(graph.iri(&catalog.iri(page)));
            continue;
        } else {
            let term = graph.iri(&format!("{name}#entry-{}", index + 1));
            let class = graph.iri(loggia::NAVIGATION_ENTRY);
            graph.add(term, rdf::TYPE, class);
            graph.add_text(term, rdfs::LABEL, &entry.name);
            term
        };
        terms.push(term);
        let order = graph.number(index + 1);
        graph.add(term, loggia::ORDER, order);
        graph.add_text(term, loggia::NUMBER, entry.number.as_deref().unwrap_or_default());
        // Parents stand before their children, so theirs is known already.
        let parent = entry.parent.and_then(|parent| terms.get(parent)).copied();
        if let Some(parent) = parent.filter(|parent| *parent != term) {
            graph.add(term, loggia::PARENT, parent);
        }
        if let Some(title) = entry.part.as_deref() {
            let number = parts.len() + 1;
            let part = *parts.entry(title).or_insert_with(|| {
                let part = graph.iri(&format!("{name}#part-{number}"));
                let class = graph.iri(loggia::PART);
                graph.add(part, rdf::TYPE, class);
                graph.add_text(part, rdfs::LABEL, title);
                let order = graph.number(number);
                graph.add(part, loggia::ORDER, order);
                part
            });
            graph.add(term, loggia::IN_PART, part);
        }
    }
    graph.finish()
}

/// The page that this entry, and no earlier one, stands for.
fn own_page(catalog: &Catalog, index: usize, entry: &NavigationEntry) -> Option<usize> {
    let page = entry.page?;
    (catalog.pages.get(page)?.entry == Some(index)).then_some(page)
}
