//! The bundled book is an mdBook: the original program builds it.

use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn mdbook_builds_the_bundled_book() {
    if Command::new("mdbook").arg("--version").output().is_err() {
        let required = std::env::var_os("LOGGIA_REQUIRE_ALL").is_some();
        assert!(!required, "mdbook is required but not at hand");
        eprintln!("skipped: mdbook is not at hand");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::copy(project.join("book.toml"), folder.path().join("book.toml")).unwrap();
    copy(&project.join("content"), &folder.path().join("content"));
    let output = Command::new("mdbook").arg("build").current_dir(folder.path()).output().unwrap();
    let log = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{log}");
    assert!(!log.contains("ERROR"), "{log}");
    let page = folder.path().join("book/architectures/large-distributed.html");
    assert!(fs::read_to_string(page).unwrap().contains("Service interfaces domain"));
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
