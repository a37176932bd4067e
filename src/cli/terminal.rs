//! Printing: colour where it is wanted, progress only to people.

use std::io::{self, IsTerminal, Write};

use clap::ColorChoice;
use tracing_subscriber::EnvFilter;

/// Decides about colour once for the process and starts the log.
pub(in crate::cli) fn start(color: ColorChoice, verbose: u8) {
    let choice = match color {
        ColorChoice::Always => anstream::ColorChoice::Always,
        ColorChoice::Never => anstream::ColorChoice::Never,
        ColorChoice::Auto => anstream::ColorChoice::Auto,
    };
    choice.write_global();
    let level = match verbose {
        0 => "warn,loggia::audit=info",
        1 => "loggia=info,warn",
        _ => "loggia=debug,info",
    };
    let filter = EnvFilter::try_from_env("LOGGIA_LOG").unwrap_or_else(|_| EnvFilter::new(level));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal() && color != ColorChoice::Never)
        .init();
}

/// Writes to the standard output, colour taken away where it is not wanted.
///
/// # Errors
/// Where the output is closed or full.
pub(in crate::cli) fn output(text: &str) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Writes bytes to the standard output as they are.
///
/// # Errors
/// Where the output is closed or full.
pub(in crate::cli) fn output_bytes(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

/// Tells people what happens; says nothing to a file or a pipe.
pub(in crate::cli) fn progress(words: &str) {
    if io::stderr().is_terminal() {
        tell(words);
    }
}

/// Tells what the user needs to know, on the standard error output.
pub(in crate::cli) fn tell(words: &str) {
    // Nobody can be told that the error output is closed.
    let _closed = writeln!(anstream::stderr(), "{words}");
}

/// Tells why a command failed.
pub(in crate::cli) fn error(words: &str) {
    tell(&format!("\u{1b}[1;31merror\u{1b}[0m: {words}"));
}
