//! What the server never does: serve what is not the book's, run what the book holds, lead away.

use std::fs;
use std::future::pending;

use loggia::source::{DiskFiles, MemoryFiles, bundled_book};

use crate::harness::{Server, elements, fetch, resolve};
use crate::server::{BOOK, BROWSER, SERVER, get};

#[test]
fn no_redirect_leaves_the_site_for_a_request() {
    for target in [
        "//evil.example/guide/deep.html",
        "//evil.example/..%2fguide/deep.html",
        "/%2f%2fevil.example/guide/deep.html",
        "/%5cevil.example/guide",
        "/https:%2f%2fevil.example/index.html",
        "//guide/deep.html",
        "///guide",
    ] {
        let answer = get(target);
        let location = answer.header("location");
        assert!(!location.starts_with("//") && !location.contains("evil"), "{target}: {location}");
        assert!([200, 308, 404].contains(&answer.status), "{target}: {}", answer.status);
    }
}

#[test]
fn files_have_their_true_types_and_run_nothing() {
    for (file, media_type) in [
        ("plan.svg", "image/svg+xml"),
        ("picture.jpeg", "image/gif"),
        ("notes.txt", "text/plain"),
        ("frame.html", "application/octet-stream"),
        ("run.js", "application/octet-stream"),
    ] {
        let answer = get(&format!("/guide/{file}"));
        assert_eq!((answer.status, answer.media_type()), (200, media_type), "{file}");
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("sandbox"), "{policy}");
        assert!(!policy.contains("allow-scripts"), "{policy}");
    }
}

#[test]
fn every_answer_carries_the_security_headers() {
    let hosts = Server::new(MemoryFiles::fixture(BOOK), &["localhost"], false, |first| first);
    let answers = [
        ("page", get("/")),
        ("twin", get("/guide/deep.ttl")),
        ("file", get("/guide/plan.svg")),
        ("redirect", get("/guide")),
        ("missing", get("/nowhere")),
        ("search", get("/search?q=firewall")),
        ("api", get("/api/v1/search?q=firewall")),
        ("bad parameter", get("/search?page=x")),
        ("sparql", get("/sparql?query=ASK%7B%7D")),
        ("bad query", get("/sparql?query=x")),
        ("own file", get("/_loggia/no.css")),
        ("method", SERVER.send("POST", "/", &[], "")),
        ("health", get("/healthz")),
        ("unchanged", SERVER.get_with("/", &[("if-none-match", get("/").header("etag"))])),
        ("other host", hosts.get_with("/", &[("host", "evil.example")])),
        ("no news", hosts.get("/live")),
    ];
    for (what, answer) in answers {
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{what}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{what}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{what}");
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'"), "{what}: {policy}");
        let scripts = policy.split(';').find(|part| part.trim().starts_with("script-src"));
        assert!(scripts.is_none_or(|scripts| scripts.trim() == "script-src 'self'"), "{what}");
    }
}

/// The content security policy would block it; so it must not be there at all.
pub(crate) fn no_inline_code(page: &str, html: &str) {
    for element in elements(html) {
        let has = |name: &str| element.attribute(name).is_some();
        assert!(element.name != "style", "{page}: {element:?}");
        // Data in a script element is not run.
        let is_data = element.attribute("type") == Some("application/ld+json");
        assert!(element.name != "script" || has("src") || is_data, "{page}: {element:?}");
        for (name, value) in &element.attributes {
            assert!(name != "style" && !name.starts_with("on"), "{page}: {element:?}");
            let value = value.trim().to_ascii_lowercase();
            assert!(!value.starts_with("javascript:"), "{page}: {element:?}");
        }
    }
}

#[test]
fn no_page_holds_inline_code() {
    let bundled = Server::of(bundled_book());
    for server in [&*SERVER, &bundled] {
        let mut addresses = server.page_addresses();
        assert!(addresses.len() >= 5);
        let others = ["/search", "/search?q=firewall", "/sparql", "/nowhere", "/search?q=zzzz"];
        addresses.extend(others.map(str::to_owned));
        for address in &addresses {
            let answer = server.get_as(address, BROWSER);
            assert_eq!(answer.media_type(), "text/html", "{address}");
            no_inline_code(address, answer.text());
        }
    }
}

#[test]
fn pages_load_nothing_from_elsewhere() {
    let answer = get("/guide/deep");
    let loaded: Vec<String> = elements(answer.text())
        .iter()
        .filter(|element| ["script", "img", "link"].contains(&element.name.as_str()))
        .filter(|element| element.attribute("rel") != Some("canonical"))
        .filter_map(|element| element.attribute("src").or(element.attribute("href")))
        .map(|url| resolve("/guide/deep", url).unwrap_or_else(|| panic!("{url} is elsewhere")))
        .collect();
    for address in loaded.iter().filter(|address| address.starts_with("/_loggia/")) {
        let own = get(address);
        assert_eq!(own.status, 200, "{address}");
        assert!(own.header("cache-control").contains("immutable"), "{address}");
    }
    let scripts = loaded.iter().filter(|address| address.ends_with(".js")).count();
    assert!(scripts >= 2, "{loaded:?}");
}

#[test]
fn only_known_names_are_answered() {
    let known = ["localhost", "127.0.0.1", "[::1]", "docs.example.org"];
    let server = Server::new(MemoryFiles::fixture(BOOK), &known, true, |first| first);
    let status = |host: &str| server.get_with("/", &[("host", host)]).status;
    for host in ["localhost", "LOCALHOST:3000", "127.0.0.1:80", "[::1]", "[::1]:3000"] {
        assert_eq!(status(host), 200, "{host}");
    }
    for host in ["evil.example", "localhost.evil.example", "127.0.0.2", "", "evil.example:3000"] {
        assert_eq!(status(host), 421, "{host}");
    }
    for path in ["/sparql?query=ASK%7B%7D", "/api/v1/search?q=a", "/live", "/graph.nq", "/healthz"]
    {
        let answer = server.get_with(path, &[("host", "evil.example")]);
        assert_eq!(answer.status, 421, "{path}");
    }
}

/// Everything a request can hold in its path to climb out of a folder.
const CLIMBS: &[&str] = &[
    "/../secret.md",
    "/../secret",
    "/../secret.txt",
    "/../../secret.txt",
    "/guide/../../secret.txt",
    "/./../secret.txt",
    "/.../secret.txt",
    "/%2e%2e/secret.txt",
    "/%2E%2E/secret.txt",
    "/..%2fsecret.txt",
    "/%2e%2e%2fsecret.txt",
    "/guide/%2e%2e/%2e%2e/secret.txt",
    "/guide%2f..%2f..%2fsecret.txt",
    "/%252e%252e%252fsecret.txt",
    "/..%252fsecret.txt",
    "/..\\secret.txt",
    "/..%5csecret.txt",
    "/%2e%2e%5csecret.txt",
    "/..%255csecret.txt",
    "/guide\\..\\..\\secret.txt",
    "/%00/../secret.txt",
    "/../secret.txt%00",
    "/../secret.txt%00.md",
    "/notes.txt%00",
    "/%c0%ae%c0%ae/secret.txt",
    "/%e0%80%ae%e0%80%ae/secret.txt",
    "/..;/secret.txt",
    "//secret.txt",
    "//../secret.txt",
    "/link.txt",
    "/link.md",
    "/link",
    "/linked/secret.txt",
    "/linked/secret.md",
    "/linked/",
    "/linked/secret",
    "/../book.toml",
    "/book.toml",
    "/.hidden/secret.txt",
    "/.git/config",
];

#[cfg(unix)]
#[test]
fn no_path_leads_out_of_the_folder_of_documents() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::tempdir().unwrap();
    let secret = "the secret outside";
    for name in ["secret.txt", "secret.md", "book/.hidden/secret.txt", "book/.git/config"] {
        let path = outside.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, secret).unwrap();
    }
    let book = outside.path().join("book");
    let src = book.join("src");
    fs::create_dir_all(src.join("guide")).unwrap();
    fs::write(book.join("book.toml"), format!("[book]\ntitle = 'T' # {secret}\n")).unwrap();
    fs::write(book.join("secret.txt"), secret).unwrap();
    fs::write(src.join("SUMMARY.md"), "[A](a.md)\n").unwrap();
    fs::write(
        src.join("a.md"),
        "# A\n\n[out](../../secret.md) ![out](../../secret.txt)\n{{#include ../../secret.txt}}\n",
    )
    .unwrap();
    fs::write(src.join("notes.txt"), "inside").unwrap();
    symlink(outside.path().join("secret.txt"), src.join("link.txt")).unwrap();
    symlink("../../secret.md", src.join("link.md")).unwrap();
    symlink(outside.path(), src.join("linked")).unwrap();
    let server = Server::of(DiskFiles::open(&book).unwrap());
    let listener = server.runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = listener.local_addr().unwrap();
    server.runtime.spawn(loggia::web::serve(listener, server.router.clone(), pending()));
    assert_eq!(fetch(address, "/notes.txt").text(), "inside", "files are served at all");
    assert_eq!(fetch(address, "/a").status, 200);
    let absolute = format!("/{}", outside.path().join("secret.txt").display());
    let encoded = absolute.replace('/', "%2f");
    let more = [absolute, encoded, "/a".to_owned(), "/a.md".to_owned(), "/graph.nq".to_owned()];
    for target in CLIMBS.iter().map(|climb| (*climb).to_owned()).chain(more) {
        let answer = fetch(address, &target);
        assert!(!String::from_utf8_lossy(&answer.body).contains(secret), "{target}");
        assert!(answer.status < 500, "{target}: {}", answer.status);
    }
}
