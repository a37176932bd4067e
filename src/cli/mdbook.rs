//! `loggia mdbook`: a preprocessor of mdBook.

use std::io::Read;

use crate::cli::arguments::MdbookCommand;
use crate::cli::{Failure, Outcome, open, terminal};
use crate::compile::Compiler;
use crate::diagnostic::render::{self, Palette};
use crate::diagnostic::{Diagnostic, codes};
use crate::service::mdbook::Message;

pub(in crate::cli) fn run(command: &MdbookCommand) -> Result<Outcome, Failure> {
    // Any renderer: what shows no HTML gets Markdown.
    if command.question.is_some() {
        return Ok(Outcome::Done);
    }
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let not_understood = |error: &dyn std::error::Error| {
        Failure::told(format!(
            "the standard input is no message of mdBook: {error}\nmdBook runs this command itself where book.toml says so"
        ))
    };
    let message = Message::read(&text).map_err(|error| not_understood(&error))?;
    let book = open::find(Some(message.root()))?;
    let examined = Compiler::new(book.files.clone()).examine();
    let examined = examined.map_err(|error| open::unreadable(&book, &error))?;
    // mdBook has its own word on everything else.
    let ours = [codes::QUERY_FAILED, codes::QUERY_EXPECTATION, codes::QUERY_OPTION];
    let is_ours = |problem: &&Diagnostic| ours.contains(&problem.code);
    let problems: Vec<Diagnostic> = examined.diagnostics.iter().filter(is_ours).cloned().collect();
    if !problems.is_empty() {
        terminal::tell(render::terminal(&problems, &examined.texts, Palette::Colour).trim_end());
    }
    let answer = message.answer(&examined).map_err(|error| not_understood(&error))?;
    terminal::output_bytes(answer.as_bytes())?;
    Ok(Outcome::Done)
}
