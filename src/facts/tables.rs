//! Tables that state facts, row by row.
//!
//! Below a heading with a class each row is a thing of that class. Below a heading with `.facts`
//! the first cell of a row names a thing that stands elsewhere. A table with the columns *Subject*,
//! *Property* and *Value* quotes what others say; its rows are rivals.

use crate::document::Document;
use crate::document::Heading;
use crate::document::claims::{Grid, Phrase};
use crate::ontology::Ontology;

/// The heading's class that makes the rows below it statements about their first cell.
const FACTS: &str = "facts";

/// The column of each part of a quoted fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::facts) struct QuotedColumns {
    pub(in crate::facts) subject: usize,
    pub(in crate::facts) property: usize,
    pub(in crate::facts) value: usize,
    pub(in crate::facts) according_to: Option<usize>,
    pub(in crate::facts) stance: Option<usize>,
}

/// Whether the rows of a table are things of the class of the heading of `section`.
pub(in crate::facts) fn is_of_things(
    ontology: &Ontology,
    document: &Document,
    grid: &Grid,
    section: usize,
) -> bool {
    let own = document.tables.get(grid.table).is_some_and(|table| table.section == section);
    own && quoted_columns(grid).is_none()
        && !document.tables.get(grid.table).is_none_or(|table| table.row_ids.is_empty())
        && grid.head.iter().any(|head| is_property(ontology, head))
}

/// Whether the rows of a table speak of what their first cells link to.
pub(in crate::facts) fn is_of_facts(document: &Document, grid: &Grid) -> bool {
    let section = document.tables.get(grid.table).map(|table| table.section);
    let heading = section
        .and_then(|section| document.sections.get(section))
        .and_then(|section| section.heading.as_ref());
    heading.is_some_and(|heading| heading.classes.iter().any(|class| class == FACTS))
}

/// The columns of a table that quotes what others say.
pub(in crate::facts) fn quoted_columns(grid: &Grid) -> Option<QuotedColumns> {
    let column = |names: &[&str]| {
        let is_named = |head: &Phrase| names.contains(&head.text.to_lowercase().as_str());
        grid.head.iter().position(is_named)
    };
    Some(QuotedColumns {
        subject: column(&["subject"])?,
        property: column(&["property"])?,
        value: column(&["value"])?,
        according_to: column(&["according to", "source"]),
        stance: column(&["this book"]),
    })
}

/// What a row is called: its first cell, unless that says something of it or is a mere number.
pub(in crate::facts) fn label_of_row(
    ontology: &Ontology,
    heading: &Heading,
    grid: &Grid,
    cells: &[Phrase],
) -> String {
    let first = cells.first().map(|cell| cell.text.replace('\n', " ")).unwrap_or_default();
    if grid.head.first().is_some_and(|head| is_property(ontology, head)) {
        let texts = cells.iter().take(2).map(|cell| cell.text.replace('\n', " "));
        return texts.collect::<Vec<_>>().join(" – ");
    }
    if first.is_empty() || first.bytes().all(|byte| byte.is_ascii_digit()) {
        return format!("{} {first}", heading.text).trim_end().to_owned();
    }
    first
}

fn is_property(ontology: &Ontology, head: &Phrase) -> bool {
    !ontology.properties_named(&head.text).is_empty()
}
