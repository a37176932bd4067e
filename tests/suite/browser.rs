//! The pages in a real browser: the checks are in `tests/browser/checks.mjs`.
//!
//! Needs Chromium, Node.js and, once, npm's registry for what `package-lock.json` names.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::harness::Serving;

/// What keeps the checks from running, where something does.
fn prepare(folder: &Path) -> Result<(PathBuf, PathBuf), String> {
    let chromium = on_path("chromium")?;
    let node = on_path("node")?;
    if !folder.join("node_modules/axe-core").is_dir() {
        let npm = Command::new(on_path("npm")?)
            .args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"])
            .current_dir(folder)
            .output()
            .map_err(|error| error.to_string())?;
        if !npm.status.success() {
            return Err(format!("npm ci failed: {}", String::from_utf8_lossy(&npm.stderr)));
        }
    }
    Ok((chromium, node))
}

fn on_path(name: &str) -> Result<PathBuf, String> {
    let folders = env::var_os("PATH").unwrap_or_default();
    let mut files = env::split_paths(&folders).map(|folder| folder.join(name));
    files.find(|file| file.is_file()).ok_or_else(|| format!("{name} is not at hand"))
}

#[test]
fn a_browser_shows_and_runs_every_page_without_complaint() {
    let checks = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    let (chromium, node) = match prepare(&checks) {
        Ok(programs) => programs,
        Err(reason) => {
            assert!(env::var_os("LOGGIA_REQUIRE_ALL").is_none(), "the browser: {reason}");
            eprintln!("skipped: {reason}");
            return;
        }
    };
    let folder = tempfile::tempdir().unwrap();
    let nowhere = tempfile::tempdir().unwrap();
    let file = folder.path().join("README.md");
    fs::write(&file, "# Home\n\nOld words.\n").unwrap();
    let bundled = Serving::start(nowhere.path(), &[]);
    let live = Serving::start(folder.path(), &["."]);
    let output = Command::new(node)
        .arg(checks.join("checks.mjs"))
        .arg(chromium)
        .args([&bundled, &live].map(|serving| format!("http://{}/", serving.address)))
        .arg(&file)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}{errors}");
    assert!(told.ends_with("all checks passed\n"), "{told}");
}
