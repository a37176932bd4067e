//! Real repositories and what an independent reader made of them, where they are at hand.
//!
//! They lie beside the project in `../shared`, as compressed archives, and are unpacked once into
//! `target/corpora`. Where they are absent a test says so and passes, unless `LOGGIA_REQUIRE_ALL`
//! is set.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

static UNPACKING: Mutex<()> = Mutex::new(());

/// The folder of an unpacked archive such as `corpora/nomicon`; `None` where it is not at hand.
pub(crate) fn unpacked(archive: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let source = root.join("../shared").join(format!("{archive}.tar.zst"));
    if !source.is_file() {
        let required = std::env::var_os("LOGGIA_REQUIRE_ALL").is_some();
        assert!(!required, "{archive} is required but not at hand");
        eprintln!("skipped: {archive} is not at hand");
        return None;
    }
    let _one_at_a_time = UNPACKING.lock().unwrap();
    let folder = root.join("target").join(archive);
    if !folder.is_dir() {
        let partial = folder.with_extension("partial");
        let _nothing_left = fs::remove_dir_all(&partial);
        fs::create_dir_all(&partial).unwrap();
        let file = fs::File::open(&source).unwrap();
        let decoder = ruzstd::decoding::StreamingDecoder::new(file).unwrap();
        tar::Archive::new(decoder).unpack(&partial).unwrap();
        fs::rename(&partial, &folder).unwrap();
    }
    let name = folder.file_name().unwrap().to_owned();
    Some(folder.join(name))
}
