//! Rows made ready for readers: labels in place of IRIs, named columns, a stable order.

use std::cmp::Ordering;
use std::collections::HashMap;

use crate::graph::GraphView;
use crate::rdf::{Fact, Value};
use crate::vocabulary::{akv, arch, biztalk, rdfs, shorten, skos, xsd};

/// How many rows the beginning of an answer shows, and how many characters of each cell.
const BEGINNING: (usize, usize) = (3, 60);

/// What a column that only names the things of another column is called behind that one's name.
const LABEL_SUFFIX: &str = "Label";

/// The numeric datatypes of SPARQL, below the namespace of XML Schema.
const NUMERIC: &[&str] = &[
    "integer",
    "decimal",
    "float",
    "double",
    "nonPositiveInteger",
    "negativeInteger",
    "long",
    "int",
    "short",
    "byte",
    "nonNegativeInteger",
    "unsignedLong",
    "unsignedInt",
    "unsignedShort",
    "unsignedByte",
    "positiveInteger",
];

/// An answer of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerTable {
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, each with a cell for every column.
    pub rows: Vec<Vec<Cell>>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name in the query, without `?`.
    pub name: String,
    /// Its name for readers.
    pub heading: String,
    /// Whether all that stands in it are numbers.
    pub numeric: bool,
}

/// A cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// Its value; `None` where there is none.
    pub value: Option<Value>,
    /// What readers call the thing.
    pub label: Option<String>,
}

impl Cell {
    /// What readers see; IRIs that have no label are shortened.
    #[must_use]
    pub fn text(&self, base: &str) -> String {
        match (&self.label, &self.value) {
            (Some(label), _) => label.clone(),
            (None, None) => String::new(),
            (None, Some(Value::Iri(iri))) => shorten(iri, base).unwrap_or_else(|| {
                iri.strip_prefix(base).filter(|path| !path.is_empty()).unwrap_or(iri).to_owned()
            }),
            (None, Some(value)) => value.text().to_owned(),
        }
    }
}

impl AnswerTable {
    pub(in crate::question) fn of_rows(
        variables: &[String],
        rows: Vec<Vec<Option<Value>>>,
    ) -> Self {
        let columns = variables.iter().map(|name| Column {
            name: name.clone(),
            heading: heading(name),
            numeric: false,
        });
        let cells = |row: Vec<Option<Value>>| {
            row.into_iter().map(|value| Cell { value, label: None }).collect()
        };
        Self { columns: columns.collect(), rows: rows.into_iter().map(cells).collect() }
    }

    pub(in crate::question) fn of_facts(facts: Vec<Fact>) -> Self {
        let columns = ["subject", "property", "value"].map(str::to_owned);
        let rows = facts.into_iter().map(|fact| {
            vec![Some(fact.subject), Some(Value::Iri(fact.predicate)), Some(fact.object)]
        });
        Self::of_rows(&columns, rows.collect())
    }

    /// The same with a label for everything of the book and for what it speaks of: what a column such as `?zoneLabel` beside
    /// `?zone` says, else what the graph says.
    pub(in crate::question) fn labelled(
        mut self,
        view: &dyn GraphView,
        base: &str,
        language: &str,
    ) -> Self {
        self.take_label_columns();
        let mut known: HashMap<String, Option<String>> = HashMap::new();
        for cell in self.rows.iter_mut().flatten() {
            if let (None, Some(Value::Iri(iri))) = (&cell.label, &cell.value)
                && (iri.starts_with(base) || speaks_of_things(iri))
            {
                let names = || {
                    [rdfs::LABEL, skos::PREF_LABEL].iter().find_map(|property| {
                        let facts = view.matching(Some(&Value::iri(iri)), Some(property), None);
                        label(facts.into_iter().map(|fact| fact.object).collect(), language)
                    })
                };
                let label = known.entry(iri.clone()).or_insert_with(names);
                cell.label.clone_from(label);
            }
        }
        self
    }

    /// Makes labels of the columns that hold them.
    fn take_label_columns(&mut self) {
        while let Some((from, to)) = self.label_column() {
            self.columns.remove(from);
            for row in self.rows.iter_mut().filter(|row| from < row.len()) {
                let label = row.remove(from);
                if let (Some(cell), Some(value)) = (row.get_mut(to), label.value) {
                    match &cell.value {
                        Some(_) => cell.label = Some(value.text().to_owned()),
                        None => cell.value = Some(value),
                    }
                }
            }
        }
    }

    /// A column of labels, and the column of the things they name once the first one is gone.
    fn label_column(&self) -> Option<(usize, usize)> {
        let place = |name: &str| self.columns.iter().position(|column| column.name == name);
        self.columns.iter().enumerate().find_map(|(from, column)| {
            let to = place(column.name.strip_suffix(LABEL_SUFFIX)?)?;
            Some((from, if to > from { to - 1 } else { to }))
        })
    }

    /// The same in an order that depends on nothing but the rows, unless the query gave one; and
    /// with the names of things that have none counted through.
    pub(in crate::question) fn arranged(mut self, ordered: bool) -> Self {
        if !ordered {
            self.rows.sort_by(|a, b| {
                let cells = a.iter().zip(b).map(|(a, b)| compare(a, b));
                cells.fold(Ordering::Equal, Ordering::then)
            });
        }
        let mut blank: HashMap<String, usize> = HashMap::new();
        for cell in self.rows.iter_mut().flatten() {
            if let Some(Value::Blank(label)) = &cell.value {
                let next = blank.len() + 1;
                let number = *blank.entry(label.clone()).or_insert(next);
                cell.value = Some(Value::Blank(number.to_string()));
                cell.label.get_or_insert_with(|| format!("_:{number}"));
            }
        }
        for (index, column) in self.columns.iter_mut().enumerate() {
            let cells = self.rows.iter().filter_map(|row| row.get(index)?.value.as_ref());
            let mut cells = cells.peekable();
            column.numeric = cells.peek().is_some() && cells.all(|value| number(value).is_some());
        }
        self
    }

    /// The number that is all of the answer.
    pub(in crate::question) fn one_number(&self) -> Option<&str> {
        let [row] = self.rows.as_slice() else { return None };
        let [Cell { value: Some(value), .. }] = row.as_slice() else { return None };
        number(value).map(|_| value.text())
    }

    /// The first rows in one line of text; `None` where there are none.
    pub(in crate::question) fn beginning(&self) -> Option<String> {
        let (rows, longest) = BEGINNING;
        let cell = |cell: &Cell| {
            let text = cell.text("");
            let short: String = text.chars().take(longest).collect();
            if short.len() < text.len() { format!("{short}…") } else { short }
        };
        let row = |row: &Vec<Cell>| row.iter().map(cell).collect::<Vec<_>>().join(", ");
        let shown: Vec<String> = self.rows.iter().take(rows).map(row).collect();
        let more = if self.rows.len() > rows { "; …" } else { "" };
        (!shown.is_empty()).then(|| shown.join("; ") + more)
    }
}

/// A name such as `sourceZone` or `source_zone` in words: "Source zone".
fn heading(name: &str) -> String {
    let mut words = String::new();
    let mut before = ' ';
    for c in name.chars() {
        if c == '_' {
            words.push(' ');
        } else if c.is_uppercase() && before.is_lowercase() {
            words.push(' ');
            words.extend(c.to_lowercase());
        } else if words.is_empty() {
            words.extend(c.to_uppercase());
        } else {
            words.push(c);
        }
        before = c;
    }
    words
}

/// Whether an IRI is a word for what books speak of, and not for how they speak of it.
fn speaks_of_things(iri: &str) -> bool {
    [arch::NAMESPACE, akv::NAMESPACE, biztalk::NAMESPACE].iter().any(|own| iri.starts_with(own))
}

/// The label in the book's language, else one without a language, else any.
fn label(values: Vec<Value>, language: &str) -> Option<String> {
    let rank = |value: &Value| match value {
        Value::Literal { language: Some(own), .. } if own.eq_ignore_ascii_case(language) => 0,
        Value::Literal { language: None, .. } => 1,
        _ => 2,
    };
    values.into_iter().min_by_key(rank).map(|value| value.text().to_owned())
}

fn number(value: &Value) -> Option<f64> {
    let Value::Literal { text, datatype, .. } = value else { return None };
    let kind = datatype.strip_prefix(xsd::NAMESPACE)?;
    if NUMERIC.contains(&kind) { text.parse().ok() } else { None }
}

/// Nothing, then numbers by their value, then words without regard to case, then nameless things.
fn compare(a: &Cell, b: &Cell) -> Ordering {
    let rank = |cell: &Cell| match &cell.value {
        None => 0,
        Some(Value::Blank(_)) => 3,
        Some(value) if number(value).is_some() => 1,
        Some(_) => 2,
    };
    let of = |cell: &Cell| cell.value.as_ref().and_then(number).unwrap_or_default();
    match rank(a).cmp(&rank(b)) {
        Ordering::Equal => match rank(a) {
            1 => of(a).total_cmp(&of(b)),
            2 => {
                let (shown, other) = (a.text(""), b.text(""));
                let words = shown.to_lowercase().cmp(&other.to_lowercase());
                words.then_with(|| shown.cmp(&other)).then_with(|| a.value.cmp(&b.value))
            }
            _ => Ordering::Equal,
        },
        different => different,
    }
}
