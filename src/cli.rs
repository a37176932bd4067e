//! The command line: the only code that prints, reads the environment and ends the process.

mod arguments;
mod ask;
mod build;
mod chat;
mod check;
mod explain;
mod export;
mod follow;
mod keeper;
mod kept;
mod know;
mod mcp;
mod mdbook;
mod new;
mod open;
mod query;
mod reading;
mod search;
mod secrets;
mod serve;
mod table;
mod terminal;
mod why;

use std::process::ExitCode;

use clap::Parser;

use crate::cli::arguments::{Arguments, Command};

/// What a command came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Everything asked for was done.
    Done,
    /// It was done, and the book has problems that fail the command.
    Problems,
}

/// Why a command could not be carried out.
#[derive(Debug, thiserror::Error)]
enum Failure {
    /// What happened, and how to mend it, as shown to the user.
    #[error("{0}")]
    Told(String),
    /// The reader of our output has gone, as `head` does.
    #[error("the output was closed")]
    OutputClosed,
}

impl Failure {
    fn told(words: impl Into<String>) -> Self {
        Self::Told(words.into())
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            Self::OutputClosed
        } else {
            Self::Told(error.to_string())
        }
    }
}

/// Runs the program. Exit codes: 0 done, 1 the book has problems, 2 the command cannot be carried
/// out.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    terminal::start(arguments.color, arguments.verbose);
    let outcome = match &arguments.command {
        Command::Serve(command) => serve::run(command),
        Command::Mcp(command) => mcp::run(command),
        Command::Build(command) => build::run(command),
        Command::Check(command) => check::run(command),
        Command::Query(command) => query::run(command),
        Command::Search(command) => search::run(command),
        Command::Ask(command) => ask::run(command),
        Command::Why(command) => why::run(command),
        Command::Show(command) => know::show(command),
        Command::Impact(command) => know::impact(command),
        Command::Path(command) => know::path(command),
        Command::Compare(command) => know::compare(command),
        Command::Export(command) => export::run(command),
        Command::Explain(command) => explain::run(command),
        Command::New(command) => new::run(command),
        Command::Chat(command) => chat::run(command),
        Command::Mdbook(command) => mdbook::run(command),
    };
    match outcome {
        Ok(Outcome::Done) | Err(Failure::OutputClosed) => ExitCode::SUCCESS,
        Ok(Outcome::Problems) => ExitCode::from(1),
        Err(Failure::Told(words)) => {
            terminal::error(&words);
            ExitCode::from(2)
        }
    }
}
