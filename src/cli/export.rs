//! `loggia export`: the graph as RDF.

use std::fs::File;
use std::io::{BufWriter, Write};

use crate::cli::arguments::{ExportCommand, ExportFormat};
use crate::cli::{Failure, Outcome, open};
use crate::graph::query::GraphFormat;

pub(in crate::cli) fn run(command: &ExportCommand) -> Result<Outcome, Failure> {
    let book = open::find(command.path.as_deref())?;
    let snapshot = open::compile(&book)?;
    let format = match command.format {
        ExportFormat::Nquads => GraphFormat::NQuads,
        ExportFormat::Trig => GraphFormat::TriG,
        ExportFormat::Turtle => GraphFormat::Turtle,
        ExportFormat::Ntriples => GraphFormat::NTriples,
    };
    let mut output: Box<dyn Write> = match &command.output {
        Some(path) => {
            let file = File::create(path).map_err(|error| {
                Failure::told(format!("cannot write `{}`: {error}", path.display()))
            })?;
            Box::new(BufWriter::new(file))
        }
        None => Box::new(BufWriter::new(std::io::stdout().lock())),
    };
    snapshot.graph.dump(None, format, &mut output)?;
    output.flush()?;
    Ok(Outcome::Done)
}
