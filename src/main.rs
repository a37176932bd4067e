//! The `loggia` program.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// A book is made of many small texts, and threads that free what others made.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    loggia::cli::run()
}
