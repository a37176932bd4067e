//! `loggia serve`: the server, and the thread that follows the files.

use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use tokio::net::TcpListener;

use crate::cli::arguments::ServeCommand;
use crate::cli::keeper::Keeper;
use crate::cli::kept::{Begun, Cache, Start};
use crate::cli::open::Book;
use crate::cli::{Failure, Outcome, open, terminal};
use crate::compile::Compiler;
use crate::graph::pool::QueryPool;
use crate::snapshot::SnapshotCell;
use crate::source::{Changes, Watcher, watch};
use crate::web::{self, App, AppState};

pub(in crate::cli) fn run(command: &ServeCommand) -> Result<Outcome, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(serve(command))
}

async fn serve(command: &ServeCommand) -> Result<Outcome, Failure> {
    // The port first: a book that takes long to open should not end in "address in use".
    let listener =
        TcpListener::bind(command.bind).await.map_err(|error| taken(command.bind, &error))?;
    let address = listener.local_addr()?;
    let book = open::find(command.path.as_deref())?;
    let cache = if command.no_cache { None } else { Cache::of(&book) };
    let (first, begun) = Start::of(&book, cache.as_ref()).compile(&book)?;
    let Begun { mut compiler, look, is_stale } = begun;
    let mut keeper = cache.zip(look).map(|(cache, look)| Keeper::new(cache, look, is_stale));
    open::show_problems(&first);
    let hosts = hosts(address, &first.catalog.config.base);
    let queries = QueryPool::start(&first.catalog.config.limits)?;
    let title = first.catalog.title.clone();
    let output_folders = first.catalog.config.output_folders.clone();
    let snapshots = SnapshotCell::new(first);
    let live = book.folder.is_some() && !command.no_watch;
    if live && let Some(folder) = book.folder.clone() {
        let ignored = output_folders.iter().map(|output| folder.join(output.as_str())).collect();
        let watcher = watch(&folder, ignored).map_err(|error| {
            Failure::told(format!(
                "cannot watch `{}`: {error}\nTry again with --no-watch",
                folder.display()
            ))
        })?;
        let snapshots = snapshots.clone();
        std::thread::Builder::new().name("follow files".to_owned()).spawn(move || {
            follow(&watcher, &mut compiler, &book, &snapshots, keeper);
        })?;
    } else if let Some(keeper) = &mut keeper {
        keeper.keep(&compiler);
    }
    let app = AppState::new(App { snapshots, queries, live, hosts });
    let stopped = stopped()?;
    terminal::output(&format!("{title} is at http://{address}/\n"))?;
    terminal::progress("Press Ctrl-C to stop.");
    web::serve(listener, web::router(app), stopped).await?;
    Ok(Outcome::Done)
}

fn taken(address: SocketAddr, error: &std::io::Error) -> Failure {
    let advice = match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            "Another program listens there. Choose another port with --bind, for example --bind 127.0.0.1:3001"
        }
        std::io::ErrorKind::PermissionDenied => {
            "Ports below 1024 need special rights. Choose a higher one with --bind"
        }
        _ => "Choose an address of this machine with --bind",
    };
    Failure::told(format!("cannot listen on {address}: {error}\n{advice}"))
}

/// The names the server goes by: on a loopback address those of the machine itself and the one
/// the book is published under; elsewhere any.
fn hosts(address: SocketAddr, base: &str) -> Vec<String> {
    if !address.ip().is_loopback() {
        return Vec::new();
    }
    let published = base.split("://").nth(1).and_then(|rest| rest.split(['/', ':']).next());
    ["localhost", "127.0.0.1", "[::1]"].into_iter().chain(published).map(str::to_owned).collect()
}

/// So long after the last change whatever has piled up is kept for the next start.
const CALM: Duration = Duration::from_secs(30);

/// Compiles and publishes after every burst of changes, for as long as the process lives.
fn follow(
    watcher: &Watcher,
    compiler: &mut Compiler,
    book: &Book,
    snapshots: &SnapshotCell,
    mut keeper: Option<Keeper>,
) {
    let mut changes = Changes::none();
    let mut told = snapshots.current();
    let mut calm = Duration::ZERO;
    loop {
        let more = watcher.wait(calm);
        calm = CALM;
        if more.is_empty() {
            // Nobody waits for a revision, so that there is time to keep the last one.
            if let Some(keeper) = keeper.as_mut().filter(|_| changes.is_empty()) {
                keeper.keep(compiler);
            }
            continue;
        }
        changes.merge(more);
        // A fault of ours must not end this thread: what was last published stays, and whatever
        // the compiler remembers is given up.
        let compile = AssertUnwindSafe(|| open::compile_after(compiler, book, &changes));
        match catch_unwind(compile) {
            Ok(Ok(next)) => {
                changes = Changes::none();
                open::show_news(&told, &next);
                if let Some(keeper) = &mut keeper {
                    keeper.count(&next.work);
                }
                snapshots.publish(next);
                told = snapshots.current();
                continue;
            }
            Ok(Err(failure)) => terminal::error(&failure.to_string()),
            Err(_) => {
                terminal::error("a fault in Loggia stopped this revision; the last one stays");
                *compiler = Compiler::new(book.files.clone());
            }
        }
        // The next change brings another try, which looks at everything again.
        changes = Changes::Everything;
    }
}

/// Completes when the process is asked to stop. It listens from the call on, not only from when it
/// is awaited, so that whoever has read the address can stop the server.
#[cfg(unix)]
fn stopped() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupted = signal(SignalKind::interrupt())?;
    let mut terminated = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    })
}

/// Completes when the process is asked to stop.
#[cfg(not(unix))]
fn stopped() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _cannot_listen = tokio::signal::ctrl_c().await;
    })
}
