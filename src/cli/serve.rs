//! `loggia serve`: the server, and the thread that follows the files.

use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::net::TcpListener;

use crate::chat::settings::Settings;
use crate::cli::arguments::ServeCommand;
use crate::cli::open::Book;
use crate::cli::{Failure, Outcome, open, secrets, terminal};
use crate::compile::Compiler;
use crate::config::{Config, normal_base};
use crate::graph::pool::QueryPool;
use crate::snapshot::SnapshotCell;
use crate::source::{Changes, Watcher, watch};
use crate::web::chat::{Chat, Surroundings};
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
    let chat = secrets::read()?;
    let book = open::find(command.path.as_deref())?;
    let mut compiler = Compiler::new(book.files.clone());
    let first = open::compile_after(&mut compiler, &book, &Changes::Everything)?;
    open::show_problems(&first);
    let config = &first.catalog.config;
    let published = published(command.public_url.as_deref(), config)?;
    let hosts = hosts(address, &command.host, published.as_deref().unwrap_or(&config.base));
    let settings = Settings { published, audit_questions: command.audit_questions, ..chat };
    tell_platforms(&settings);
    let chat = Chat::new(settings, Surroundings::with_clock(now));
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
            follow(&watcher, &mut compiler, &book, &snapshots);
        })?;
    }
    let app = AppState::new(App { snapshots, queries, live, hosts, chat });
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

/// Where readers find the book: what `--public-url` says, else `base` where the book sets it.
fn published(public_url: Option<&str>, config: &Config) -> Result<Option<String>, Failure> {
    let Some(url) = public_url else {
        return Ok(config.has_own_base().then(|| config.base.clone()));
    };
    normal_base(url).map(Some).ok_or_else(|| {
        Failure::told(format!(
            "`{url}` is no address\nWrite for example --public-url https://docs.example.org/"
        ))
    })
}

/// Tells who may ask besides readers, and what answers would lack.
fn tell_platforms(settings: &Settings) {
    let platforms = settings.platforms();
    if platforms.is_empty() {
        return;
    }
    terminal::progress(&format!("Questions are taken from {}.", platforms.join(", ")));
    if settings.published.is_none() {
        terminal::tell(
            "Answers in chats have no links: say with --public-url where readers find the book.",
        );
    }
}

/// Milliseconds since 1970.
fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// The names the server goes by: on a loopback address, or where names are given, those of the
/// machine itself, those given and the one the book is published under; elsewhere any.
fn hosts(address: SocketAddr, given: &[String], base: &str) -> Vec<String> {
    if !address.ip().is_loopback() && given.is_empty() {
        return Vec::new();
    }
    let published = base.split("://").nth(1).and_then(|rest| rest.split(['/', ':']).next());
    let own = ["localhost", "127.0.0.1", "[::1]"].into_iter().chain(published);
    own.map(str::to_owned).chain(given.iter().cloned()).collect()
}

/// Compiles and publishes after every burst of changes, for as long as the process lives.
fn follow(watcher: &Watcher, compiler: &mut Compiler, book: &Book, snapshots: &SnapshotCell) {
    let mut changes = Changes::none();
    let mut told = snapshots.current();
    loop {
        let more = watcher.wait(Duration::from_hours(1));
        if more.is_empty() {
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
