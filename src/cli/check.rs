//! `loggia check`: every problem of a book.

use crate::cli::arguments::{CheckCommand, CheckFormat};
use crate::cli::{Failure, Outcome, open, terminal};
use crate::compile::Compiler;
use crate::diagnostic::Severity;
use crate::diagnostic::render::{self, Palette};

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
            let none = || format!("No problems in {pages} documents.");
            terminal::output(&(render::summary(diagnostics).unwrap_or_else(none) + "\n"))?;
        }
        CheckFormat::Json => terminal::output(&render::json(diagnostics, texts))?,
        CheckFormat::Sarif => terminal::output(&render::sarif(diagnostics, texts))?,
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
