//! `loggia check`: every problem of a book.

use crate::cli::arguments::{CheckCommand, CheckFormat};
use crate::cli::{Failure, Outcome, explain, open, terminal};
use crate::compile::Compiler;
use crate::diagnostic::render::{self, Palette};
use crate::diagnostic::{Code, Severity};
use crate::document::plain_text::plain_text;
use crate::graph::query::GraphFormat;
use crate::graph::rules::report_graph_name;
use crate::service::manual::Manual;

pub(in crate::cli) fn run(command: &CheckCommand) -> Result<Outcome, Failure> {
    let book = open::find(command.path.as_deref())?;
    let examined = Compiler::new(book.files.clone()).examine();
    let examined = examined.map_err(|error| open::unreadable(&book, &error))?;
    let diagnostics = &examined.diagnostics;
    let texts = &examined.texts;
    match command.format {
        CheckFormat::Human => {
            terminal::output(&render::terminal(diagnostics, texts, Palette::Colour))?;
            let pages = examined.catalog.pages.len();
            let documents = if pages == 1 { "document" } else { "documents" };
            let none = || format!("No problems in {pages} {documents}.");
            terminal::output(&(render::summary(diagnostics).unwrap_or_else(none) + "\n"))?;
        }
        CheckFormat::Json => terminal::output(&render::json(diagnostics, texts))?,
        CheckFormat::Sarif => {
            let manual = Manual::read();
            let help = |code: &Code| {
                let markdown = manual.section(code)?.to_owned();
                Some(render::Help { text: plain_text(&markdown, explain::WIDTH), markdown })
            };
            terminal::output(&render::sarif(diagnostics, texts, help))?;
        }
        CheckFormat::Shacl => {
            let graph = report_graph_name(&examined.catalog.config.base);
            let mut turtle = Vec::new();
            if !examined.graph.dump(Some(&graph), GraphFormat::Turtle, &mut turtle)? {
                return Err(Failure::told(
                    "there is no report: rules are checked in literate books only, and within `live-seconds`".to_owned(),
                ));
            }
            terminal::output_bytes(&turtle)?;
        }
        CheckFormat::Github => terminal::output(&render::github(diagnostics, texts))?,
    }
    let fails = |severity| match severity {
        Severity::Error => true,
        Severity::Warning => command.deny.is_some(),
        Severity::Note => false,
    };
    let failed = diagnostics.iter().any(|problem| fails(problem.severity()));
    Ok(if failed { Outcome::Problems } else { Outcome::Done })
}
