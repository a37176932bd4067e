//! `loggia query`: SPARQL without a server.

use std::fs;
use std::io::Read;

use crate::cli::arguments::{QueryCommand, QueryFormat};
use crate::cli::{Failure, Outcome, open, table, terminal};
use crate::graph::pool::{PoolError, QueryPool};
use crate::graph::query::{
    GraphFormat, QueryError, QueryForm, QueryRequest, QueryResult, TableFormat, gate,
};

pub(in crate::cli) fn run(command: &QueryCommand) -> Result<Outcome, Failure> {
    let text = text_of(command)?;
    let form = gate::inspect(&text).map_err(|error| explain(&text, &error))?;
    let book = open::find(command.book.as_deref())?;
    let snapshot = open::compile(&book)?;
    let pool = QueryPool::start(&snapshot.catalog.config.limits)?;
    let mut request = QueryRequest::new(text.clone());
    let failed = |error: PoolError| match error {
        PoolError::Query(error) => explain(&text, &error),
        PoolError::Busy => Failure::told(error.to_string()),
    };
    if choose(&mut request, form, command.format)? {
        let answer = pool.answer_blocking(snapshot.graph.clone(), request).map_err(failed)?;
        terminal::output_bytes(&answer.bytes)?;
        return Ok(Outcome::Done);
    }
    let result = pool.evaluate_blocking(snapshot.graph.clone(), request).map_err(failed)?;
    let base = &snapshot.catalog.config.base;
    terminal::output(&match result {
        QueryResult::Table { variables, rows } => table::render(&variables, &rows, base),
        QueryResult::Boolean(answer) => format!("{}\n", if answer { "yes" } else { "no" }),
        QueryResult::Facts(_) => String::new(),
    })?;
    Ok(Outcome::Done)
}

fn text_of(command: &QueryCommand) -> Result<String, Failure> {
    if let Some(path) = &command.file {
        let shown = path.display();
        return fs::read_to_string(path)
            .map_err(|error| Failure::told(format!("cannot read `{shown}`: {error}")));
    }
    match command.query.as_deref() {
        Some("-") => {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text)?;
            Ok(text)
        }
        Some(text) => Ok(text.to_owned()),
        None => Err(Failure::told("there is no query")),
    }
}

/// Sets the format; `false` where the answer is a table for people.
fn choose(
    request: &mut QueryRequest,
    form: QueryForm,
    format: Option<QueryFormat>,
) -> Result<bool, Failure> {
    let triples = form.gives_triples();
    match (format, triples) {
        (None | Some(QueryFormat::Table), false) => return Ok(false),
        (Some(QueryFormat::Json), false) => request.table_format = TableFormat::Json,
        (Some(QueryFormat::Xml), false) => request.table_format = TableFormat::Xml,
        (Some(QueryFormat::Csv), false) => request.table_format = TableFormat::Csv,
        (Some(QueryFormat::Tsv), false) => request.table_format = TableFormat::Tsv,
        (None | Some(QueryFormat::Turtle), true) => request.graph_format = GraphFormat::Turtle,
        (Some(QueryFormat::Ntriples), true) => request.graph_format = GraphFormat::NTriples,
        (Some(QueryFormat::Rdfxml), true) => request.graph_format = GraphFormat::RdfXml,
        (Some(QueryFormat::Jsonld), true) => request.graph_format = GraphFormat::JsonLd,
        (Some(_), true) => {
            return Err(Failure::told(
                "CONSTRUCT and DESCRIBE give triples; choose --format turtle, ntriples, rdfxml or jsonld",
            ));
        }
        (Some(_), false) => {
            return Err(Failure::told(
                "SELECT and ASK give rows; choose --format table, json, xml, csv or tsv",
            ));
        }
    }
    Ok(true)
}

/// The error with the place in the query pointed at.
fn explain(query: &str, error: &QueryError) -> Failure {
    let place = match error {
        QueryError::Syntax { place, .. } => Some(*place),
        QueryError::Refused { place, .. } => *place,
        _ => None,
    };
    let line =
        place.and_then(|place| Some((place, query.lines().nth(place.line.checked_sub(1)?)?)));
    match line {
        Some((place, line)) if line.chars().count() < 400 => {
            let pointer = " ".repeat(place.column.saturating_sub(1));
            Failure::told(format!("{error}\n\n    {line}\n    {pointer}^"))
        }
        _ => Failure::told(error.to_string()),
    }
}
