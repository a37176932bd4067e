//! What is kept from one start to the next: the same answers, or a start from nothing.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};
use std::time::Instant;

use loggia::cache::{Folder, Key, MOST_BOOKS};
use loggia::compile::Compiler;
use loggia::compile::state::State;
use loggia::source::{Changes, MemoryFiles};
use proptest::prelude::*;

use crate::harness::{PATIENCE, Serving, program};

const BOOK: &str = "\
//- book.toml
[book]
title = \"Gates\"
//- src/SUMMARY.md
# Summary

- [First](first.md)
- [Second](second.md)
//- src/first.md
# First

The MessageBox. {{#include part.txt}}

## Gate {#gate .Firewall}

Of the [second](second.md#yard \"trusts\").
//- src/second.md
# Second

## Yard {#yard .Server}

```sparql
SELECT ?page { ?page a loggia:Document }
```

[Back](first.md#gate), [nowhere](gone.md).
//- src/part.txt
An included part.
";

fn key(book: &str) -> Key {
    Key { program: "test".to_owned(), book: book.to_owned() }
}

/// The caches in a folder of their own.
fn caches(place: &tempfile::TempDir) -> Folder {
    Folder::new(place.path().to_owned())
}

/// Every part of a cache with its kind, if it is in each of its bytes what was written.
fn parts(caches: &Folder, key: &Key) -> Option<Vec<(u8, Vec<u8>)>> {
    let parts = caches.open(key).ok()?;
    let kinds = (0..=u8::MAX).flat_map(|kind| parts.of(kind).into_iter().map(move |it| (kind, it)));
    kinds.map(|(kind, part)| Some((kind, part.read()?))).collect()
}

/// What is known of [`BOOK`].
static STATE: LazyLock<State> = LazyLock::new(|| {
    let mut compiler = Compiler::new(Arc::new(MemoryFiles::fixture(BOOK)));
    compiler.compile().unwrap();
    compiler.state().unwrap()
});

/// The files of one ending in a folder.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|own| own == ending)).collect();
    files.sort();
    files
}

/// The one cache in a folder.
fn only_cache(folder: &Path) -> PathBuf {
    let files = files(folder, "cache");
    assert_eq!(files.len(), 1);
    files.into_iter().next().unwrap()
}

#[test]
fn no_byte_is_trusted() {
    let place = tempfile::tempdir().unwrap();
    let caches = caches(&place);
    caches.replace(&key("book"), |writer| STATE.write(writer)).unwrap();
    let file = only_cache(place.path());
    let whole = fs::read(&file).unwrap();
    let parts = |key: &Key| parts(&caches, key);
    assert!(parts(&key("book")).is_some());
    // Steps that share no factor with anything in it.
    for at in (0..whole.len()).step_by(613).chain(whole.len() - 60..whole.len()) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x10;
        fs::write(&file, &bytes).unwrap();
        assert!(parts(&key("book")).is_none(), "byte {at} was changed");
        fs::write(&file, &whole[..at]).unwrap();
        assert!(parts(&key("book")).is_none(), "cut behind byte {at}");
    }
    fs::write(&file, [whole.as_slice(), b"more"].concat()).unwrap();
    assert!(parts(&key("book")).is_none(), "something was appended");
    fs::write(&file, &whole).unwrap();
    let other = Key { program: "another".to_owned(), ..key("book") };
    assert!(parts(&other).is_none(), "another program reads none of it");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn parts_that_no_hash_forbids_stop_nobody(
        part in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let place = tempfile::tempdir().unwrap();
        let caches = caches(&place);
            caches.replace(&key("book"), |writer| STATE.write(writer)).unwrap();
        let mut all = parts(&caches, &key("book")).unwrap();
        // The key is written by the folder itself.
        all.retain(|(kind, _)| *kind > 0);
        let part = part.index(all.len());
        let (kind, bytes) = &mut all[part];
        let is_index = *kind == 21;
        for (at, byte) in changes {
            let at = at.index(bytes.len().max(1));
            if let Some(old) = bytes.get_mut(at) {
                *old = byte;
            }
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len() + 1));
        }
        // What the index library makes of such bytes is its own business; the program catches it.
        if !is_index {
            caches.replace(&key("book"), |writer| {
                all.iter().try_for_each(|(kind, part)| writer.part(*kind, part))
            }).unwrap();
            if let Some(state) = State::read(&caches.open(&key("book")).unwrap()) {
                let files = Arc::new(MemoryFiles::fixture(BOOK));
                Compiler::resume(files, state).compile_after(&Changes::none()).unwrap();
            }
        }
    }
}

#[test]
fn what_was_not_finished_leaves_what_was_there() {
    let place = tempfile::tempdir().unwrap();
    let caches = caches(&place);
    let write = |text: &str| {
        caches.replace(&key("book"), |writer| writer.part(7, text.as_bytes())).unwrap();
    };
    write("first");
    let whole = fs::read(only_cache(place.path())).unwrap();
    let failed = caches.replace(&key("book"), |writer| {
        writer.part(7, b"second")?;
        Err(std::io::Error::other("the disk is full"))
    });
    assert!(failed.is_err());
    assert_eq!(fs::read(only_cache(place.path())).unwrap(), whole);
    assert!(files(place.path(), "unfinished").is_empty(), "nothing is left of it");
    // A program that is killed leaves any part of what it was writing.
    for end in [0, 1, 20, whole.len() - 1, whole.len()] {
        fs::write(place.path().join("0123.unfinished"), &whole[..end]).unwrap();
        let parts = caches.open(&key("book")).unwrap();
        assert_eq!(parts.one(7).unwrap(), b"first");
        write("first");
    }
}

#[test]
fn the_folder_is_bounded_and_its_owners_alone() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("deep/loggia");
    let caches = Folder::new(folder.clone());
    for number in 0..MOST_BOOKS + 3 {
        let key = key(&format!("book {number}"));
        caches.replace(&key, |writer| writer.part(7, b"what there is")).unwrap();
        assert!(caches.open(&key).is_ok(), "the newest stays");
    }
    assert_eq!(files(&folder, "cache").len(), MOST_BOOKS);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&folder), 0o700);
        assert_eq!(mode(&files(&folder, "cache")[0]), 0o600);
    }
}

/// A book on disk, with a place for its cache.
struct Disk {
    place: tempfile::TempDir,
}

impl Disk {
    fn new() -> Self {
        let disk = Self { place: tempfile::tempdir().unwrap() };
        for part in BOOK.split("//- ").skip(1) {
            let (path, content) = part.split_once('\n').unwrap();
            disk.write(path, content);
        }
        disk
    }

    fn write(&self, file: &str, text: &str) {
        let path = self.book().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn book(&self) -> PathBuf {
        self.place.path().join("book")
    }

    fn caches(&self) -> PathBuf {
        self.place.path().join("caches")
    }

    fn serve(&self, arguments: &[&str]) -> Serving {
        let mut program = program(&self.book());
        program.env("LOGGIA_CACHE_DIR", self.caches());
        Serving::of(program, arguments)
    }

    /// Waits until there is a file of one of these endings.
    fn wait_for(&self, endings: &[&str]) {
        let began = Instant::now();
        while endings.iter().all(|ending| files(&self.caches(), ending).is_empty()) {
            assert!(began.elapsed() < PATIENCE, "no {endings:?} was written");
            std::thread::yield_now();
        }
    }

    /// What a command says on its standard output, and its log.
    fn run(&self, arguments: &[&str]) -> (String, String) {
        let mut program = program(&self.book());
        let output = program.env("LOGGIA_CACHE_DIR", self.caches()).args(arguments).output();
        let output = output.unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (text(output.stdout), text(output.stderr))
    }
}

/// What readers get of every kind.
fn answers(server: &Serving) -> Vec<String> {
    let addresses = [
        "/first",
        "/second",
        "/_loggia/contents",
        "/api/v1/search?q=included",
        "/search?q=gate",
        "/first.ttl",
        "/sparql?query=SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D%20ORDER%20BY%20%3Fs%20%3Fp%20%3Fo",
    ];
    addresses
        .iter()
        .map(|address| {
            let answer = server.get(address);
            let base = format!("http://{}", server.address);
            format!("{} {}", answer.status, answer.text().replace(&base, "BASE"))
        })
        .collect()
}

#[test]
fn a_second_start_serves_the_same() {
    let disk = Disk::new();
    let cold = answers(&disk.serve(&["--no-cache"]));
    assert!(!disk.caches().exists(), "nothing is kept where nothing is wanted");
    let first = disk.serve(&[]);
    assert_eq!(answers(&first), cold);
    disk.wait_for(&["cache"]);
    drop(first);
    let second = disk.serve(&[]);
    assert_eq!(answers(&second), cold);
    drop(second);
    let (out, log) = disk.run(&["-v", "query", "ASK { ?x a loggia:Document }"]);
    assert_eq!(out, "yes\n");
    assert!(log.contains("opened from the cache"), "{log}");
}

#[test]
fn what_changed_while_nobody_looked_is_seen() {
    let disk = Disk::new();
    let first = disk.serve(&[]);
    disk.wait_for(&["cache"]);
    drop(first);
    disk.write("src/part.txt", "Quite another part.\n");
    disk.write("src/third.md", "# Third\n\nThe third.\n");
    fs::remove_file(disk.book().join("src/second.md")).unwrap();
    let warm = disk.serve(&[]);
    let cold = disk.serve(&["--no-cache"]);
    assert_eq!(answers(&warm), answers(&cold));
    assert!(warm.get("/first").text().contains("Quite another part."));
    assert_eq!((warm.get("/third").status, warm.get("/second").status), (200, 404));
    let (_, log) = disk.run(&["-v", "query", "ASK { ?x a loggia:Document }"]);
    assert!(log.contains("opened from the cache"), "{log}");
}

#[test]
fn files_that_bear_their_stamps_are_not_read_again() {
    // Their files are older than this test, other than those of a book made for it.
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/manual");
    let disk = Disk::new();
    let arguments = [book.to_str().unwrap()];
    let first = disk.serve(&arguments);
    let cold = first.get("/cache").text().to_owned();
    disk.wait_for(&["cache"]);
    drop(first);
    let second = disk.serve(&arguments);
    assert_eq!(second.get("/cache").text(), cold);
    let query = "ASK { ?x a loggia:Document }";
    let (_, log) = disk.run(&["-v", "query", "--book", arguments[0], query]);
    let may_differ = log.split("opened from the cache; ").nth(1).unwrap_or_default();
    let count: usize = may_differ.split(' ').next().unwrap_or_default().parse().unwrap();
    // Somebody may be writing at one of them just now.
    assert!(count < 5, "{log}");
}

#[test]
fn a_damaged_cache_is_a_cold_start() {
    let disk = Disk::new();
    let first = disk.serve(&[]);
    let cold = answers(&first);
    disk.wait_for(&["cache"]);
    drop(first);
    let file = only_cache(&disk.caches());
    let bytes = fs::read(&file).unwrap();
    fs::write(&file, &bytes[..bytes.len() / 2]).unwrap();
    let (out, log) = disk.run(&["-v", "query", "ASK { ?x a loggia:Document }"]);
    assert!(out == "yes\n" && log.contains("the cache is damaged"), "{log}");
    let second = disk.serve(&[]);
    assert_eq!(answers(&second), cold);
}

#[test]
fn a_server_that_is_killed_while_it_writes_harms_no_other() {
    let disk = Disk::new();
    let cold = answers(&disk.serve(&["--no-cache"]));
    // Each start writes, because the cache is taken away; each is killed a little later.
    for round in 0..6 {
        let mut server = disk.serve(&[]);
        disk.wait_for(if round % 3 == 0 { &["cache"] } else { &["cache", "unfinished"] });
        server.kill();
        let next = disk.serve(&[]);
        assert_eq!(answers(&next), cold, "round {round}");
        drop(next);
        for file in files(&disk.caches(), "cache") {
            fs::remove_file(file).unwrap();
        }
        for file in files(&disk.caches(), "unfinished") {
            fs::remove_file(file).unwrap();
        }
    }
}
