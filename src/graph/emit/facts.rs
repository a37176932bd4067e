//! What a page states to triples: each asserted fact plainly, and every statement with its
//! modality, its place and its words.
//!
//! A statement stands in the graph of its page, as everything else the page says, so that removing
//! a document removes exactly its facts.

use crate::catalog::{Catalog, PageIndex, place_iri};
use crate::facts::{Entity, EntityOrigin, Facts, Modality, PageFacts, Statement, StatementId};
use crate::graph::TermId;
use crate::graph::emit::Emitter;
use crate::vocabulary::{arch, loggia, prov, rdf, rdfs};

/// The place on its page that a statement stands for, by which its IRI ends.
#[must_use]
pub fn statement_place(catalog: &Catalog, id: StatementId) -> String {
    let mut place = format!("statement-{}", id.index + 1);
    if let Some(page) = catalog.pages.get(id.page) {
        while page.document.has_id(&place) {
            place.push('~');
        }
    }
    place
}

/// The IRI of a statement.
#[must_use]
pub fn statement_iri(catalog: &Catalog, id: StatementId) -> String {
    place_iri(&catalog.iri(id.page), &statement_place(catalog, id))
}

impl Emitter<'_> {
    pub(in crate::graph::emit) fn facts(&mut self, facts: &Facts, index: PageIndex) {
        let known = facts.pages.get(index).map(AsRef::as_ref);
        let Some(PageFacts { entities, statements, hot_spots, mentions }) = known else {
            return;
        };
        for entity in entities {
            self.entity(entity);
        }
        for (number, statement) in statements.iter().enumerate() {
            self.statement(number, statement);
        }
        self.hot_spots(statements, hot_spots);
        self.mentions(mentions);
        for conflict in &facts.conflicts {
            for (own, other) in
                [(conflict.first, conflict.second), (conflict.second, conflict.first)]
            {
                if own.page == index {
                    let own = self.graph.iri(&statement_iri(self.catalog, own));
                    let other = self.graph.iri(&statement_iri(self.catalog, other));
                    self.graph.add(own, arch::CONFLICTS_WITH, other);
                }
            }
        }
    }

    /// Headings and documents have told about themselves already; rows have not.
    fn entity(&mut self, entity: &Entity) {
        let EntityOrigin::Row { section, table, row } = entity.origin else {
            return;
        };
        let term = self.graph.iri(&entity.iri);
        self.class(term, loggia::ROW);
        self.graph.add_text(term, rdfs::LABEL, &entity.label);
        let document = &self.page.document;
        if let Some(table) = document.tables.get(table) {
            self.position(term, section, document.row_span(table, row));
        }
    }

    fn statement(&mut self, number: usize, statement: &Statement) {
        let fact = &statement.fact;
        let subject = self.graph.value(&fact.subject);
        let predicate = self.graph.iri(&fact.predicate);
        let object = self.graph.value(&fact.object);
        if statement.modality == Modality::Asserted {
            self.graph.add(subject, &fact.predicate, object);
        }
        let own = self.made_up("statement", number + 1);
        self.class(own, loggia::STATEMENT);
        self.class(own, arch::STATEMENT);
        if statement.modality == Modality::Recommended {
            self.class(own, arch::RECOMMENDATION);
        }
        self.graph.add(own, rdf::SUBJECT, subject);
        self.graph.add(own, rdf::PREDICATE, predicate);
        self.graph.add(own, rdf::OBJECT, object);
        let modality = self.graph.iri(statement.modality.iri());
        self.graph.add(own, arch::MODALITY, modality);
        self.source(own, statement);
    }

    fn source(&mut self, own: TermId, statement: &Statement) {
        let page = self.own;
        let section = self.sections.get(statement.section).copied().unwrap_or(page);
        self.graph.add(own, prov::HAD_PRIMARY_SOURCE, section);
        self.graph.add(own, loggia::IN_DOCUMENT, page);
        self.graph.add_text(own, loggia::QUOTE, &statement.quote);
        self.graph.add_text(own, loggia::WRITTEN_AS, statement.form.as_str());
        let according_to = statement.according_to.as_deref().unwrap_or_default();
        self.graph.add_text(own, loggia::ACCORDING_TO, according_to);
        self.file_place(own, &statement.place);
    }
}
