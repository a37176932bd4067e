//! The query workbench.

use askama::Template;

use crate::page::view::{Shell, Suggestions};

/// The query workbench.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "workbench.html", config = "src/page/askama.toml")]
pub struct WorkbenchPage {
    /// The frame.
    pub shell: Shell,
    /// The SPARQL endpoint, to which the form and the script send `query` and `format`.
    pub action: String,
    /// The query in the editor.
    pub query: String,
    /// Run the query as soon as the page opens (it came from the address).
    pub autorun: bool,
    /// IRI of the book; what starts with it becomes a link to the page of the book.
    pub base_iri: String,
    /// Address that shows any other IRI, ending where the encoded IRI goes
    /// (`../entity?iri=`); empty to link to the IRI itself.
    pub entity_url: String,
    /// Queries to start from.
    pub examples: Vec<ExampleQuery>,
    /// Prefixes the endpoint presets.
    pub prefixes: Vec<Prefix>,
    /// Formats of the answer.
    pub formats: Vec<QueryFormat>,
    /// The answer, for readers without JavaScript; the script replaces it.
    pub outcome: Outcome,
}

/// A query to start from.
#[derive(Debug, Clone, Default)]
pub struct ExampleQuery {
    /// The question it answers.
    pub title: String,
    /// The query.
    pub query: String,
    /// The workbench with this query.
    pub url: String,
}

/// A prefix the endpoint knows.
#[derive(Debug, Clone, Default)]
pub struct Prefix {
    /// Name without the colon.
    pub name: String,
    /// What it stands for.
    pub iri: String,
}

/// A format of the answer.
#[derive(Debug, Clone, Default)]
pub struct QueryFormat {
    /// Its name: "CSV".
    pub label: String,
    /// Value of the `format` parameter.
    pub value: String,
    /// `table` for the answers of SELECT and ASK, `graph` for those of CONSTRUCT and DESCRIBE,
    /// `page` for the workbench itself.
    pub kind: String,
}

/// What a query answered.
#[derive(Debug, Clone, Default)]
pub enum Outcome {
    /// It has not run.
    #[default]
    None,
    /// SELECT.
    Table {
        /// "12 rows in 3 ms".
        summary: String,
        /// Names of the variables.
        columns: Vec<String>,
        /// A cell for every column.
        rows: Vec<Vec<Cell>>,
    },
    /// ASK.
    Boolean {
        /// The answer.
        value: bool,
        /// "in 2 ms".
        summary: String,
    },
    /// CONSTRUCT and DESCRIBE.
    Graph {
        /// "48 triples in 3 ms".
        summary: String,
        /// The triples as Turtle.
        turtle: String,
    },
    /// It failed.
    Failure {
        /// "Syntax error".
        title: String,
        /// What is wrong.
        detail: String,
        /// "line 3, column 14"; empty when there is no place.
        place: String,
    },
}

/// A cell of a table of answers.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    /// What to show: the shortened IRI, the literal, nothing when unbound.
    pub text: String,
    /// Address of an IRI; empty for anything else.
    pub url: String,
    /// Datatype or language of a literal, shown quietly: `xsd:integer`, `@en`.
    pub note: String,
}
