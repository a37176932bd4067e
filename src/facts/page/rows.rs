//! What the rows of a table state: of the things they are, of the things they name, or what others
//! are quoted to say.

use std::ops::Range;

use crate::document::claims::{Grid, Phrase};
use crate::facts::entities::EntityOrigin;
use crate::facts::page::{Page, Source, letters_between};
use crate::facts::tables::{self, QuotedColumns};
use crate::facts::{Form, Modality, problems};

/// Words shorter than this are too often a letter away from each other.
const LONGER_WORD: usize = 6;

impl Page<'_> {
    pub(in crate::facts::page) fn grid(&mut self, grid: &Grid) {
        let document = &self.context.page.document;
        let Some(section) = document.tables.get(grid.table).map(|table| table.section) else {
            return;
        };
        if let Some(columns) = tables::quoted_columns(grid) {
            self.quoted(grid, section, columns);
        } else if tables::is_of_facts(document, grid) {
            self.misspelt_heads(grid);
            for cells in &grid.rows {
                let links = cells.first().map_or(&[][..], |cell| cell.links.as_slice());
                let subjects: Vec<String> =
                    links.iter().filter_map(|link| self.thing_of_link(*link)).collect();
                if subjects.is_empty() {
                    self.row_without_subject(grid, cells);
                }
                self.row(grid, section, cells, &subjects, 1);
            }
        } else {
            let rows: Vec<Option<String>> = (0..grid.rows.len())
                .map(|row| {
                    let own = EntityOrigin::Row { section, table: grid.table, row };
                    let entity = self.entities.iter().find(|entity| entity.origin == own);
                    entity.map(|entity| entity.iri.clone())
                })
                .collect();
            if rows.iter().any(Option::is_some) {
                self.misspelt_heads(grid);
            }
            for (cells, iri) in grid.rows.iter().zip(rows) {
                if let Some(iri) = iri {
                    self.row(grid, section, cells, &[iri], 0);
                }
            }
        }
    }

    /// Tells of column heads that are nearly properties. Most columns that state nothing are meant
    /// for readers, and the first often names the rows, so only a single slip in a longer word counts.
    fn misspelt_heads(&mut self, grid: &Grid) {
        for head in grid.head.iter().skip(1) {
            let near = self.slip_of(&head.text).filter(|near| near.len() >= LONGER_WORD);
            let near = near.filter(|near| letters_between(&head.text, near) == 1);
            if let Some(near) = near.filter(|_| self.named_property(&head.text).is_none()) {
                let spot = self.context.spot(head.span);
                self.problems.push(problems::misspelt(spot, "column", &head.text, near));
            }
        }
    }

    /// Tells of a row that states something of nothing.
    fn row_without_subject(&mut self, grid: &Grid, cells: &[Phrase]) {
        let columns = grid.head.iter().zip(cells).skip(1).filter(|(_, cell)| !cell.text.is_empty());
        let mut stated = columns.filter_map(|(head, _)| self.named_property(&head.text));
        let name = stated.next().map(|(_, name)| name);
        if let Some((name, first)) = name.zip(cells.first()) {
            self.problems.push(problems::no_row_subject(self.context.spot(first.span), name));
        }
    }

    /// States what the cells of a row say, from the column `first` on.
    fn row(
        &mut self,
        grid: &Grid,
        section: usize,
        cells: &[Phrase],
        subjects: &[String],
        first: usize,
    ) {
        let columns = grid.head.iter().zip(cells).skip(first);
        for (head, cell) in columns {
            let Some((modality, name)) = self.named_property(&head.text) else {
                continue;
            };
            let source = Source {
                form: Form::Table,
                modality: modality.unwrap_or(Modality::Asserted),
                span: cell.span,
                section,
                quote: quote_of_row(cells),
                according_to: None,
            };
            self.say(subjects, name, cell, &source);
        }
    }

    /// States what others are quoted to say; the rows of the table are rivals.
    fn quoted(&mut self, grid: &Grid, section: usize, columns: QuotedColumns) {
        let mut earlier: Vec<Range<usize>> = Vec::new();
        for cells in &grid.rows {
            let text = |column: usize| cells.get(column).map_or("", |cell| cell.text.as_str());
            let Some((subject, value)) = cells.get(columns.subject).zip(cells.get(columns.value))
            else {
                continue;
            };
            let subjects: Vec<String> =
                subject.links.iter().filter_map(|link| self.thing_of_link(*link)).collect();
            let name = text(columns.property);
            let stance = columns.stance.map(text).unwrap_or_default().to_lowercase();
            let modality = match stance.as_str() {
                "follows" | "follows this" | "yes" => Modality::Asserted,
                "rejects" | "no" => Modality::Negated,
                _ => Modality::Optional,
            };
            let spot =
                self.context.spot(cells.get(columns.property).map_or(subject.span, |c| c.span));
            if self.context.ontology.properties_named(name).is_empty() {
                let ontology = self.context.ontology;
                self.problems.push(problems::unknown_property(spot, name, "row", ontology));
                continue;
            }
            if subjects.is_empty() {
                self.problems.push(problems::no_row_subject(self.context.spot(subject.span), name));
                continue;
            }
            let according_to =
                columns.according_to.map(text).unwrap_or_default().replace('\n', " ");
            let source = Source {
                form: Form::Table,
                modality,
                span: subject.span,
                section,
                quote: quote_of_row(cells),
                according_to: Some(according_to).filter(|text| !text.is_empty()),
            };
            let before = self.statements.len();
            self.say(&subjects, name, value, &source);
            // What one row says together is no quarrel.
            let own = before..self.statements.len();
            for first in earlier.iter().cloned().flatten() {
                self.rivals.extend(own.clone().map(|second| (first, second)));
            }
            earlier.push(own);
        }
    }

    fn thing_of_link(&self, link: usize) -> Option<String> {
        let target = self.context.page.links.get(link)?;
        let (iri, is_thing) = self.context.things.of_link(self.context.catalog, target)?;
        is_thing.then_some(iri)
    }
}

fn quote_of_row(cells: &[Phrase]) -> String {
    let texts = cells.iter().map(|cell| cell.text.replace('\n', " "));
    let quote = texts.collect::<Vec<_>>().join(" | ");
    quote.trim_end_matches([' ', '|']).to_owned()
}
