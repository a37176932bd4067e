//! How long it takes until a saved file is visible, in a large book and after many saves.
//!
//! `cargo bench --bench saves -- FOLDER [FILE]` copies the book in FOLDER, saves FILE (else the
//! page in the middle) again and again and prints wall time, CPU time and resident memory:
//! first with the changes handed over in memory, then through real files and the watcher.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a program to measure with fails loudly and prints what it measured"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use loggia::compile::Compiler;
use loggia::search::query::{Query, QuerySize};
use loggia::snapshot::{Snapshot, SnapshotCell};
use loggia::source::{Changes, DiskFiles, watch};
use loggia::text::FilePath;
use mimalloc::MiMalloc;
use rustix::time::{ClockId, clock_gettime};

/// As the program has it.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

const SAVES: usize = 2_000;
const SAVES_UNTIL_MEMORY_IS_COMPARED: usize = 5_000;

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with("--"));
    let Some(book) = arguments.next() else {
        println!("no folder given: nothing is measured");
        return;
    };
    let copy = tempfile::tempdir().expect("a temporary folder");
    let root = fs::canonicalize(copy.path()).expect("a folder");
    copy_folder(Path::new(&book), &root);
    let files = Arc::new(DiskFiles::open(&root).expect("a book"));
    let mut compiler = Compiler::new(files);
    let (opened, first) = timed(|| compiler.compile().expect("a book"));
    println!("{} pages, {} quads", first.catalog.pages.len(), first.graph.counts().quads);
    println!("opened: {}; {}", opened, memory());
    let middle = &first.catalog.pages[first.catalog.pages.len() / 2].document.path;
    let file = arguments.next().unwrap_or_else(|| middle.to_string());
    let text = fs::read_to_string(root.join(&file)).expect("a text");
    let mut saves = Saves { file: FilePath::new(&file).expect("a path"), root, number: 0, text };
    println!("saving `{file}`");
    let cell = SnapshotCell::new(first);

    let mut one_file = |saves: &mut Saves, count: usize| {
        let mut times = Vec::new();
        for _ in 0..count {
            let words = saves.write();
            let (time, next) = timed(|| {
                compiler.compile_after(&Changes::of(saves.file.clone())).expect("a revision")
            });
            times.push(time);
            assert_visible(&next, &saves.file, &words);
            cell.publish(next);
        }
        times
    };
    report("first save", one_file(&mut saves, 1));
    println!("work: {:?}", cell.current().work);
    report("same file", one_file(&mut saves, SAVES));
    println!("work: {:?}; {}", cell.current().work, memory());
    report("same file, later", one_file(&mut saves, SAVES_UNTIL_MEMORY_IS_COMPARED - SAVES));
    println!("after {SAVES_UNTIL_MEMORY_IS_COMPARED} saves: {}", memory());

    let pages = cell.current().catalog.pages.len();
    let mut times = Vec::new();
    for number in 0..SAVES.min(pages) {
        let page = number * 7919 % pages;
        let path = cell.current().catalog.pages[page].document.path.clone();
        if !path.is_markdown() {
            continue;
        }
        let on_disk = saves.root.join(path.as_str());
        let Ok(text) = fs::read_to_string(&on_disk) else { continue };
        fs::write(&on_disk, format!("{text}\n\nAnother sentence, number{number}.\n"))
            .expect("to write");
        let (time, next) =
            timed(|| compiler.compile_after(&Changes::of(path)).expect("a revision"));
        times.push(time);
        cell.publish(next);
    }
    report("a different file each time", times);
    println!("{}", memory());

    let watcher = watch(&saves.root, Vec::new()).expect("a watcher");
    let mut times = Vec::new();
    for _ in 0..300 {
        // So that no save meets the one before.
        std::thread::sleep(Duration::from_millis(20));
        let words = saves.write();
        let (time, ()) = timed(|| {
            while cell.current().texts[&saves.file].text().find(&words).is_none() {
                let changes = watcher.wait(Duration::from_secs(10));
                cell.publish(compiler.compile_after(&changes).expect("a revision"));
            }
        });
        times.push(time);
    }
    report("through the watcher", times);

    let (time, next) = timed(|| compiler.compile_after(&Changes::Everything).expect("a revision"));
    println!("nothing is known of the changes: {time}; {:?}", next.work);
}

/// Saves of one file, each with words that no other has.
struct Saves {
    file: FilePath,
    root: PathBuf,
    number: usize,
    text: String,
}

impl Saves {
    fn write(&mut self) -> String {
        self.number += 1;
        let words = format!("savedword{}", self.number);
        let path = self.root.join(self.file.as_str());
        fs::write(path, format!("{}\n\n{words}\n", self.text)).expect("to write");
        words
    }
}

fn assert_visible(snapshot: &Snapshot, file: &FilePath, words: &str) {
    let Some(page) = snapshot.catalog.page_of(file) else { return };
    assert!(snapshot.bodies[page].contains(words));
    let query = Query::read(words, QuerySize::default());
    assert_eq!(snapshot.search.find(&query, 0, 1).expect("an answer").pages.len(), 1);
}

/// Wall and CPU time of the whole process.
#[derive(Clone, Copy)]
struct Time {
    wall: Duration,
    cpu: Duration,
}

impl std::fmt::Display for Time {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
        write!(f, "{:.1} ms, CPU {:.1} ms", milliseconds(self.wall), milliseconds(self.cpu))
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> (Time, T) {
    let (before, began) = (cpu(), Instant::now());
    let done = work();
    (Time { wall: began.elapsed(), cpu: cpu().saturating_sub(before) }, done)
}

fn report(name: &str, mut times: Vec<Time>) {
    let count = times.len();
    let at = |times: &[Time], share: usize| times[(count * share / 100).min(count - 1)];
    times.sort_by_key(|time| time.wall);
    let (p50, p95, max) = (at(&times, 50), at(&times, 95), times[count - 1]);
    let wall = [p50, p95, max].map(|time| time.wall.as_secs_f64() * 1000.0);
    times.sort_by_key(|time| time.cpu);
    let (p50, p95, max) = (at(&times, 50), at(&times, 95), times[count - 1]);
    let cpu = [p50, p95, max].map(|time| time.cpu.as_secs_f64() * 1000.0);
    println!(
        "{name} ({count}): wall p50 {:.1} p95 {:.1} max {:.1} ms; CPU p50 {:.1} p95 {:.1} max {:.1} ms",
        wall[0], wall[1], wall[2], cpu[0], cpu[1], cpu[2]
    );
}

/// CPU time of all threads of the process, also of those that have ended.
fn cpu() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or_default())
}

fn memory() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name)).unwrap_or_default();
        let kilobytes = line.split_whitespace().nth(1).and_then(|number| number.parse().ok());
        kilobytes.unwrap_or(0_usize) / 1024
    };
    format!("resident {} MB, most {} MB", line("VmRSS"), line("VmHWM"))
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a file");
        }
    }
}
