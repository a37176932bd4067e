//! Python programs that judge what we make, where Python and their packages are at hand.
//!
//! `LOGGIA_PYTHON` names the interpreter, for example that of a virtual environment; otherwise it is
//! `python3`. Where a package is absent a test says so and passes, unless `LOGGIA_REQUIRE_ALL` is
//! set.

use std::ffi::OsString;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// What a script beside the tests prints when it is given `input`; `None` where Python or one of the
/// `packages` that it imports is not at hand.
pub(crate) fn judged_by(script: &str, packages: &str, input: &[u8]) -> Option<String> {
    let python = std::env::var_os("LOGGIA_PYTHON").unwrap_or_else(|| OsString::from("python3"));
    let import = format!("import {packages}");
    let probe = Command::new(&python).args(["-c", &import]).stderr(Stdio::null()).status();
    if !probe.is_ok_and(|status| status.success()) {
        let required = std::env::var_os("LOGGIA_REQUIRE_ALL").is_some();
        assert!(!required, "Python with {packages} is required but not at hand");
        eprintln!("skipped: Python with {packages} is not at hand");
        return None;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite").join(script);
    let mut child = Command::new(&python)
        .arg(&script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{} failed", script.display());
    Some(String::from_utf8(output.stdout).unwrap())
}
