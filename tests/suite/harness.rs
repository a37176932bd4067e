//! What tests of the doors share: a server without a socket, the program as its users run it, a
//! plain HTTP client, and enough HTML reading to find elements and follow references.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, header};
use loggia::compile::Compiler;
use loggia::graph::pool::QueryPool;
use loggia::service::figures::Desk;
use loggia::snapshot::{Snapshot, SnapshotCell};
use loggia::source::{Files, MemoryFiles};
use loggia::web::chat::Chat;
use loggia::web::client::TrustedProxies;
use loggia::web::{App, AppState, Front, router};
use tokio::runtime::Runtime;
use tower::ServiceExt;

/// How long anything may take that a test waits for. Far more than it needs: what exceeds it hangs.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// The real router over a book, asked without a socket.
pub(crate) struct Server {
    pub(crate) runtime: Runtime,
    pub(crate) router: Front,
    pub(crate) app: AppState,
    compiler: Mutex<Compiler>,
}

impl Server {
    /// A server of the files in a text such as `//- a.md`, a line break and `# A`.
    pub(crate) fn fixture(text: &str) -> Self {
        Self::of(MemoryFiles::fixture(text))
    }

    /// A server of any files that answers to any name and tells open pages of new revisions.
    pub(crate) fn of(files: impl Files + 'static) -> Self {
        Self::new(files, &[], true, |snapshot| snapshot)
    }

    /// A server whose first revision can be changed before it is published.
    pub(crate) fn new(
        files: impl Files + 'static,
        hosts: &[&str],
        live: bool,
        change: impl FnOnce(Snapshot) -> Snapshot,
    ) -> Self {
        Self::with_chat(files, hosts, live, Chat::off(), change)
    }

    /// The same with doors for chat platforms.
    pub(crate) fn with_chat(
        files: impl Files + 'static,
        hosts: &[&str],
        live: bool,
        chat: Chat,
        change: impl FnOnce(Snapshot) -> Snapshot,
    ) -> Self {
        let hosts = hosts.iter().map(|host| (*host).to_owned()).collect();
        Self::with(files, change, |app| App { live, hosts, chat, ..app })
    }

    /// The same behind proxies whose word is taken.
    pub(crate) fn behind(files: impl Files + 'static, proxies: &[&str]) -> Self {
        let proxies = proxies.iter().map(|proxy| proxy.parse().unwrap()).collect();
        Self::with(files, |first| first, |app| App { proxies: TrustedProxies(proxies), ..app })
    }

    fn with(
        files: impl Files + 'static,
        change: impl FnOnce(Snapshot) -> Snapshot,
        set: impl FnOnce(App) -> App,
    ) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let mut compiler = Compiler::new(Arc::new(files));
        let first = change(compiler.compile().unwrap());
        let app = AppState::new(set(App {
            queries: Arc::new(QueryPool::start(&first.catalog.config.limits).unwrap()),
            snapshots: SnapshotCell::new(first),
            figures: Arc::new(Desk::default()),
            live: true,
            hosts: Vec::new(),
            proxies: TrustedProxies::default(),
            chat: Chat::off(),
        }));
        Self { runtime, router: router(app.clone()), app, compiler: Mutex::new(compiler) }
    }

    /// Compiles and publishes the next revision.
    pub(crate) fn publish(&self) {
        let next = self.compiler.lock().unwrap().compile().unwrap();
        self.app.snapshots.publish(next);
    }

    /// Asks for an address without any headers.
    pub(crate) fn get(&self, target: &str) -> Answer {
        self.get_with(target, &[])
    }

    /// Asks for an address in the form that `accept` prefers.
    pub(crate) fn get_as(&self, target: &str, accept: &str) -> Answer {
        self.get_with(target, &[("accept", accept)])
    }

    /// Asks for an address with headers.
    pub(crate) fn get_with(&self, target: &str, headers: &[(&str, &str)]) -> Answer {
        self.send("GET", target, headers, Vec::new())
    }

    /// Sends any request and reads the whole answer.
    pub(crate) fn send(
        &self,
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let request = headers
            .iter()
            .fold(Request::builder().method(method).uri(target), |request, (name, value)| {
                request.header(*name, *value)
            })
            .body(body.into())
            .unwrap();
        self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let (parts, body) = response.into_parts();
            let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
            Answer { status: parts.status.as_u16(), headers: parts.headers, body }
        })
    }

    /// The addresses of all pages of the book, from the root.
    pub(crate) fn page_addresses(&self) -> Vec<String> {
        let snapshot = self.app.snapshots.current();
        snapshot.catalog.pages.iter().map(|page| format!("/{}", page.route.encoded())).collect()
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The body as text.
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// A header; empty where there is none.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The media type without parameters.
    pub(crate) fn media_type(&self) -> &str {
        self.header(header::CONTENT_TYPE.as_str()).split(';').next().unwrap_or_default()
    }
}

/// What a run of the program came to.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// The program, to be run in `folder`; its log, its colours and what it has kept of books do not
/// depend on who runs the tests.
pub(crate) fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_loggia"));
    command.current_dir(folder).env_remove("LOGGIA_LOG").env("NO_COLOR", "1");
    command.env("LOGGIA_CACHE_DIR", "");
    command
}

/// Runs the program in `folder` to its end.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Ran {
    run_with_input(folder, arguments, "")
}

/// Runs the program with something on its standard input.
pub(crate) fn run_with_input(folder: &Path, arguments: &[&str], input: &str) -> Ran {
    let mut child = program(folder)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that does not read its input closes it.
    let _unread = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A running `loggia serve`; ends with its value.
pub(crate) struct Serving {
    child: Child,
    pub(crate) address: SocketAddr,
    pub(crate) first_line: String,
}

impl Serving {
    /// Serves on a free port and waits until the program says where.
    pub(crate) fn start(folder: &Path, arguments: &[&str]) -> Self {
        Self::of(program(folder), arguments)
    }

    /// The same of a program that was told more by its environment.
    pub(crate) fn of(mut program: Command, arguments: &[&str]) -> Self {
        let mut child = program
            .args(["serve", "--bind", "127.0.0.1:0"])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut first_line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut first_line).unwrap();
        let address = first_line.split("http://").nth(1).unwrap_or_default();
        let address = address.trim_end().trim_end_matches('/').parse();
        let address = address.unwrap_or_else(|_| panic!("no address in {first_line:?}"));
        Self { child, address, first_line }
    }

    /// The number of the process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Ends the process at once, without a chance to finish anything.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Waits for the process to end; its exit code.
    pub(crate) fn end(&mut self) -> Option<i32> {
        self.child.wait().unwrap().code()
    }

    /// Asks the server over a connection of its own.
    pub(crate) fn get(&self, target: &str) -> Answer {
        fetch(self.address, target)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _already_ended = self.child.kill();
        let _already_waited = self.child.wait();
    }
}

/// A connection that fails instead of hanging.
pub(crate) fn connect(address: SocketAddr) -> TcpStream {
    let connection = TcpStream::connect(address).unwrap();
    connection.set_read_timeout(Some(PATIENCE)).unwrap();
    connection
}

/// One GET over a socket, the target sent byte for byte as it is.
pub(crate) fn fetch(address: SocketAddr, target: &str) -> Answer {
    let mut connection = connect(address);
    let request = format!("GET {target} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    connection.write_all(request.as_bytes()).unwrap();
    let mut bytes = Vec::new();
    connection.read_to_end(&mut bytes).unwrap();
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
    let end = end.unwrap_or_else(|| panic!("no answer to {target:?}"));
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers = lines.map(|line| {
        let (name, value) = line.split_once(": ").unwrap();
        (name.parse().unwrap(), value.parse().unwrap())
    });
    Answer { status, headers: headers.collect::<HeaderMap>(), body: bytes[end + 4..].to_vec() }
}

/// The lines of a text that never ends, such as server-sent events.
pub(crate) fn open_lines(address: SocketAddr, target: &str) -> impl Iterator<Item = String> {
    let mut connection = connect(address);
    let request = format!("GET {target} HTTP/1.1\r\nHost: {address}\r\n\r\n");
    connection.write_all(request.as_bytes()).unwrap();
    BufReader::new(connection).lines().map(|line| line.expect("the next line in time"))
}

/// A start tag: its name in lower case, and its attributes with references decoded.
#[derive(Debug)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
}

impl Element {
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// All start tags of a page, in order.
pub(crate) fn elements(html: &str) -> Vec<Element> {
    let mut elements = Vec::new();
    let mut rest = html;
    while let Some((_, after)) = rest.split_once('<') {
        rest = after;
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let (name, mut inside) = cut(rest, |c| !c.is_ascii_alphanumeric() && c != '-');
        if name.is_empty() {
            continue;
        }
        let mut attributes = Vec::new();
        loop {
            inside = inside.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            if inside.is_empty() || inside.starts_with('>') {
                break;
            }
            let (attribute, after) = cut(inside, |c| c.is_whitespace() || "=>/".contains(c));
            let (value, after) = match after.trim_start().strip_prefix('=').map(str::trim_start) {
                Some(quoted) if quoted.starts_with(['"', '\'']) => {
                    let quote = &quoted[..1];
                    quoted[1..].split_once(quote).unwrap_or((&quoted[1..], ""))
                }
                Some(bare) => cut(bare, |c| c.is_whitespace() || c == '>'),
                None => ("", after),
            };
            let value = html_escape::decode_html_entities(value).into_owned();
            attributes.push((attribute.to_ascii_lowercase(), value));
            inside = after;
        }
        rest = inside;
        elements.push(Element { name: name.to_ascii_lowercase(), attributes });
    }
    elements
}

/// The text before the first character that ends it, and the rest with that character.
fn cut(text: &str, ends: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(ends).unwrap_or(text.len()))
}

/// Where a relative reference on the page at `base` leads: both are paths from the root. `None`
/// where the reference has a scheme or a host.
pub(crate) fn resolve(base: &str, reference: &str) -> Option<String> {
    let path = reference.split(['#', '?']).next().unwrap_or_default();
    let first = path.split('/').next().unwrap_or_default();
    if first.contains(':') || path.starts_with("//") {
        return None;
    }
    if path.is_empty() {
        return Some(base.to_owned());
    }
    let folder = if path.starts_with('/') { "" } else { base.rsplit_once('/').map_or("", |f| f.0) };
    let mut segments: Vec<&str> = folder.split('/').filter(|segment| !segment.is_empty()).collect();
    let mut pieces = path.split('/').peekable();
    let mut ends_in_folder = false;
    while let Some(piece) = pieces.next() {
        ends_in_folder = matches!(piece, "" | "." | "..") && pieces.peek().is_none();
        match piece {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            name => segments.push(name),
        }
    }
    let slash = if ends_in_folder && !segments.is_empty() { "/" } else { "" };
    Some(format!("/{}{slash}", segments.join("/")))
}

#[test]
fn references_lead_where_a_browser_goes() {
    for (base, reference, expected) in [
        ("/a/b", "../c", Some("/c")),
        ("/a/b", "./", Some("/a/")),
        ("/a/b", "../", Some("/")),
        ("/a/", "c/d#x", Some("/a/c/d")),
        ("/a/b", "#x", Some("/a/b")),
        ("/a/b", "/c/", Some("/c/")),
        ("/", "c:d", None),
        ("/", "./c:d", Some("/c:d")),
        ("/", "//c/d", None),
    ] {
        assert_eq!(resolve(base, reference).as_deref(), expected, "{reference} on {base}");
    }
}

/// Copies a folder with everything in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
