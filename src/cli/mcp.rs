//! `loggia mcp`: the Model Context Protocol over standard input and output.
//!
//! Nothing else is written to the standard output: what people are told goes to the error output.

use std::sync::Arc;

use crate::cli::arguments::McpCommand;
use crate::cli::{Failure, Outcome, follow, open};
use crate::compile::Compiler;
use crate::graph::pool::QueryPool;
use crate::mcp::{Assistants, serve_lines};
use crate::snapshot::SnapshotCell;
use crate::source::Changes;

pub(in crate::cli) fn run(command: &McpCommand) -> Result<Outcome, Failure> {
    let book = open::find(command.path.as_deref())?;
    let mut compiler = Compiler::new(book.files.clone());
    let first = open::compile_after(&mut compiler, &book, &Changes::Everything)?;
    let queries = Arc::new(QueryPool::start(&first.catalog.config.limits)?);
    let snapshots = SnapshotCell::new(first);
    if let Some(folder) = book.folder.clone().filter(|_| !command.no_watch) {
        follow::start(&folder, book, compiler, &snapshots)?;
    }
    let assistants = Assistants::new(snapshots, queries);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let served = runtime.block_on(serve_lines(assistants, tokio::io::stdin(), tokio::io::stdout()));
    // A thread that waits for the next line would keep the process from ending.
    runtime.shutdown_background();
    served.map_err(|problem| Failure::told(problem.to_string()))?;
    Ok(Outcome::Done)
}
