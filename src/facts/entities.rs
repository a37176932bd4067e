//! The things a document declares: by headings with a class, by rows of tables below such a
//! heading, and by its front matter.

use serde::{Deserialize, Serialize};

use crate::catalog::{Catalog, Page, PageIndex, place_iri};
use crate::diagnostic::Diagnostic;
use crate::document::Heading;
use crate::document::claims::{Claims, Grid};
use crate::facts::{problems, tables};
use crate::ontology::Ontology;

/// What declares a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum EntityOrigin {
    /// The document as a whole, by its front matter.
    Document,
    /// The heading of this section.
    Heading {
        /// Index of the section.
        section: usize,
    },
    /// A row of a table.
    Row {
        /// Index of the section.
        section: usize,
        /// Index of the table in the document.
        table: usize,
        /// Index of the row below the head.
        row: usize,
    },
}

impl EntityOrigin {
    /// Index of the section that declares it.
    #[must_use]
    pub fn section(self) -> usize {
        match self {
            Self::Document => 0,
            Self::Heading { section } | Self::Row { section, .. } => section,
        }
    }
}

/// A thing that a document declares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// Its IRI, which leads to the place that declares it.
    pub iri: String,
    /// What it is called.
    pub label: String,
    /// The IRIs of its classes as declared.
    pub classes: Vec<String>,
    /// What declares it.
    pub origin: EntityOrigin,
}

/// The things that one page declares, with what is wrong about their classes.
pub(in crate::facts) fn declared(
    catalog: &Catalog,
    ontology: &Ontology,
    index: PageIndex,
    claims: &Claims,
) -> (Vec<Entity>, Vec<Diagnostic>) {
    let Some(page) = catalog.pages.get(index) else {
        return (Vec::new(), Vec::new());
    };
    let mut reader = Reader {
        ontology,
        page,
        iri: catalog.iri(index),
        entities: Vec::new(),
        problems: Vec::new(),
    };
    reader.front_matter();
    for (section, heading) in page.document.headings() {
        let classes = reader.classes(heading);
        if classes.is_empty() {
            continue;
        }
        let grids: Vec<&Grid> = claims
            .grids
            .iter()
            .filter(|grid| tables::is_of_things(ontology, &page.document, grid, section))
            .collect();
        if grids.is_empty() {
            reader.entities.push(Entity {
                iri: place_iri(&reader.iri, &heading.id),
                label: heading.text.clone(),
                classes: classes.clone(),
                origin: EntityOrigin::Heading { section },
            });
        }
        for grid in grids {
            reader.rows(heading, section, grid, &classes);
        }
    }
    (reader.entities, reader.problems)
}

struct Reader<'a> {
    ontology: &'a Ontology,
    page: &'a Page,
    iri: String,
    entities: Vec<Entity>,
    problems: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn front_matter(&mut self) {
        let document = &self.page.document;
        let Some(kind) = &document.front_matter.kind else {
            return;
        };
        // Other programs have types of their own in front matter: only known ones count.
        if let Some(class) = self.ontology.class_of_local_name(kind) {
            self.entities.push(Entity {
                iri: self.iri.clone(),
                label: document.title.clone(),
                classes: vec![class.to_owned()],
                origin: EntityOrigin::Document,
            });
        }
    }

    /// The classes that a heading names; those that nothing is known of are told.
    fn classes(&mut self, heading: &Heading) -> Vec<String> {
        let mut classes = Vec::new();
        for name in heading.kinds() {
            if let Some(class) = self.ontology.class_of_local_name(name) {
                classes.push(class.to_owned());
            } else {
                let document = &self.page.document;
                let problem = problems::unknown_class(document, heading, name, self.ontology);
                self.problems.push(problem);
            }
        }
        classes
    }

    fn rows(&mut self, heading: &Heading, section: usize, grid: &Grid, classes: &[String]) {
        let document = &self.page.document;
        let ids = document.tables.get(grid.table).map_or(&[][..], |table| &table.row_ids);
        for (row, (cells, id)) in grid.rows.iter().zip(ids).enumerate() {
            self.entities.push(Entity {
                iri: place_iri(&self.iri, id),
                label: tables::label_of_row(self.ontology, heading, grid, cells),
                classes: classes.to_vec(),
                origin: EntityOrigin::Row { section, table: grid.table, row },
            });
        }
    }
}
