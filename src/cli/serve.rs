//! `loggia serve`: the server.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use tokio::net::TcpListener;

use crate::chat::settings::Settings;
use crate::cli::arguments::ServeCommand;
use crate::cli::follow::Following;
use crate::cli::keeper::Keeper;
use crate::cli::kept::{Begun, Cache, Start};
use crate::cli::reading::Reading;
use crate::cli::{Failure, Outcome, follow, open, secrets, terminal};
use crate::config::{Config, normal_base};
use crate::graph::pool::QueryPool;
use crate::service::figures::Desk;
use crate::snapshot::SnapshotCell;
use crate::web::chat::{Chat, Surroundings};
use crate::web::client::TrustedProxies;
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
    let cache = if command.no_cache { None } else { Cache::of(&book) };
    let mut reading = Reading::start(&book);
    let (mut first, begun) = Start::of(&book, cache.as_ref()).compile(&book)?;
    // Only who follows the files can publish the dates later.
    let live = book.folder.is_some() && !command.no_watch;
    first.history = if live { reading.soon() } else { reading.end() };
    let Begun { compiler, look, is_stale } = begun;
    let mut keeper = cache.zip(look).map(|(cache, look)| Keeper::new(cache, look, is_stale));
    open::show_problems(&first);
    let config = &first.catalog.config;
    let published = published(command.public_url.as_deref(), config)?;
    let hosts = hosts(address, &command.host, published.as_deref().unwrap_or(&config.base));
    let settings = Settings { published, audit_questions: command.audit_questions, ..chat };
    tell_platforms(&settings);
    let chat = Chat::new(settings, Surroundings::with_clock(now));
    let queries = Arc::new(QueryPool::start(&first.catalog.config.limits)?);
    let title = first.catalog.title.clone();
    let snapshots = SnapshotCell::new(first);
    if live && let Some(folder) = book.folder.clone() {
        follow::start(&folder, Following { book, compiler, keeper, reading }, &snapshots)?;
    } else if let Some(keeper) = &mut keeper {
        keeper.keep(&compiler);
    }
    let figures = Arc::new(Desk::default());
    let proxies = TrustedProxies(command.trusted_proxy.clone());
    let app = AppState::new(App { snapshots, queries, figures, live, hosts, proxies, chat });
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
