//! `loggia mcp`: the Model Context Protocol over standard input and output.
//!
//! Nothing else is written to the standard output: what people are told goes to the error output.

use std::sync::Arc;

use crate::cli::arguments::McpCommand;
use crate::cli::follow::Following;
use crate::cli::keeper::Keeper;
use crate::cli::kept::{Begun, Cache, Start};
use crate::cli::reading::Reading;
use crate::cli::{Failure, Outcome, follow, open};
use crate::graph::pool::QueryPool;
use crate::mcp::{Assistants, serve_lines};
use crate::service::figures::Desk;
use crate::snapshot::SnapshotCell;

pub(in crate::cli) fn run(command: &McpCommand) -> Result<Outcome, Failure> {
    let book = open::find(command.path.as_deref())?;
    let cache = Cache::of(&book);
    let (first, begun) = Start::of(&book, cache.as_ref()).compile(&book)?;
    let Begun { compiler, look, is_stale } = begun;
    let keeper = cache.zip(look).map(|(cache, look)| Keeper::new(cache, look, is_stale));
    let queries = Arc::new(QueryPool::start(&first.catalog.config.limits)?);
    let snapshots = SnapshotCell::new(first);
    if let Some(folder) = book.folder.clone().filter(|_| !command.no_watch) {
        let reading = Reading::start(&book);
        follow::start(&folder, Following { book, compiler, keeper, reading }, &snapshots)?;
    }
    let assistants = Assistants::new(snapshots, queries, Arc::new(Desk::default()));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let served = runtime.block_on(serve_lines(assistants, tokio::io::stdin(), tokio::io::stdout()));
    // A thread that waits for the next line would keep the process from ending.
    runtime.shutdown_background();
    served.map_err(|problem| Failure::told(problem.to_string()))?;
    Ok(Outcome::Done)
}
