//! Defects planted in a docset of the real BizTalk documentation, held in memory: what is reported
//! must be what was reported before and what was planted.

use std::io;
use std::sync::{Arc, Mutex};

use fastrand::Rng;
use loggia::catalog::Catalog;
use loggia::compile::{Compiler, Linked};
use loggia::source::{DiskFiles, Files, MemoryFiles};
use loggia::text::{FilePath, Texts};

use crate::corpora::unpacked;
use crate::defects::{Problems, problems};
use crate::planted::{SEEDS, compare};

/// Files that a test exchanges under a compiler, so that only what differs is parsed again.
struct Exchanged(Mutex<MemoryFiles>);

impl Files for Exchanged {
    fn list(&self, folder: &FilePath) -> io::Result<Vec<FilePath>> {
        self.0.lock().unwrap().list(folder)
    }

    fn read(&self, file: &FilePath) -> io::Result<Vec<u8>> {
        self.0.lock().unwrap().read(file)
    }

    fn exists(&self, file: &FilePath) -> bool {
        self.0.lock().unwrap().exists(file)
    }
}

/// Paragraphs that are wrong on any page, each with its code.
const PARAGRAPHS: &[(&str, &str)] = &[
    ("See [that](a-file-that-is-not-there.md).", "broken-link"),
    ("See <a href=\"not-there-either.md\">that</a>.", "broken-link"),
    ("See [nowhere](#a-place-that-is-not-there).", "broken-anchor"),
    ("See ![a plan](media/not-there.png).", "missing-image"),
    ("See [that](../../../../outside.md).", "outside-link"),
    (
        "Twice <a id=\"planted\"></a> the same id.\n\nAnd <a id=\"planted\"></a> again.",
        "duplicate-id",
    ),
];

fn text_of<'a>(texts: &'a Texts, file: &FilePath) -> &'a str {
    texts.get(file).unwrap().text()
}

/// Documents at whose end a paragraph is one: no code, comment or element is open there.
fn open_ended<'a>(catalog: &'a Catalog, texts: &'a Texts) -> Vec<&'a FilePath> {
    let paths = catalog.pages.iter().map(|page| &page.document.path);
    let fit = paths.filter(|path| {
        let text = text_of(texts, path);
        let is_even = |mark: &str| text.matches(mark).count().is_multiple_of(2);
        path.is_markdown()
            && is_even("```")
            && is_even("~~~")
            && text.matches("<!--").count() == text.matches("-->").count()
            && text.matches("<table").count() == text.matches("</table").count()
            && text.lines().last().is_some_and(|last| !last.starts_with([' ', '\t', '<', '-', '*']))
    });
    fit.collect()
}

/// Takes a document away and notes what names it: links, and entries of tables of contents.
fn remove(clean: &Linked, file: &FilePath, manifest: &mut Problems) {
    let catalog = &clean.catalog;
    let removed = catalog.page_of(file).unwrap();
    manifest.retain(|(of, ..), _| *of != file.to_string());
    let mut expect = |file: &FilePath, at: usize, code: &str| {
        let line = clean.texts.get(file).unwrap().line_column(at).line;
        *manifest.entry((file.to_string(), line, code.to_owned())).or_default() += 1;
    };
    for backlink in &catalog.pages[removed].backlinks {
        let document = &catalog.pages[backlink.page].document;
        let place = document.place(document.links[backlink.link].target_span);
        expect(&place.file, place.span.start, "broken-link");
    }
    for entry in catalog.navigation.entries.iter().filter(|entry| entry.page == Some(removed)) {
        // The entry's name stands before the file's.
        let place = entry.place.as_ref().unwrap();
        let behind = &text_of(&clean.texts, &place.file)[place.span.start..];
        let at = place.span.start + behind.find(file.file_name()).unwrap();
        expect(&place.file, at, "missing-chapter");
    }
}

#[test]
fn every_defect_planted_in_a_real_docset_is_found_and_none_is_invented() {
    let Some(root) = unpacked("corpora/biztalk-docs") else {
        return;
    };
    let disk = DiskFiles::open(&root.join("technical-reference")).unwrap();
    let listed = disk.list(&FilePath::default()).unwrap();
    let clean_files = listed.into_iter().fold(MemoryFiles::new(), |files, file| {
        let bytes = disk.read(&file).unwrap();
        files.with(file, bytes)
    });
    let exchanged = Arc::new(Exchanged(Mutex::new(clean_files.clone())));
    let mut compiler = Compiler::new(exchanged.clone());
    let clean = compiler.link().unwrap();
    let before = problems(&clean.diagnostics, &clean.texts);
    let documents = open_ended(&clean.catalog, &clean.texts);
    assert!(documents.len() > 500, "{}", documents.len());
    for seed in 0..SEEDS {
        let mut random = Rng::with_seed(seed);
        let mut files = clean_files.clone();
        let mut manifest = before.clone();
        let mut chosen = random.choose_multiple(documents.iter().copied(), 40);
        let gone = chosen.pop().unwrap();
        remove(&clean, gone, &mut manifest);
        files = files.without(gone);
        for file in chosen {
            let (paragraph, code) = random.choice(PARAGRAPHS).unwrap();
            let text = text_of(&clean.texts, file);
            let text = format!("{}\n\n{paragraph}\n", text.trim_end());
            let line = text.lines().count();
            *manifest.entry((file.to_string(), line, (*code).to_owned())).or_default() += 1;
            files = files.with(file.clone(), text.into_bytes());
        }
        *exchanged.0.lock().unwrap() = files;
        let linked = compiler.link().unwrap();
        compare(seed, &manifest, &problems(&linked.diagnostics, &linked.texts));
    }
}
