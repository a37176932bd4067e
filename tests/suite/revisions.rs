//! A revision that was made from the one before is the same as one made from nothing, and little
//! is done for it.

mod random;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io;
use std::sync::{Arc, Mutex};

use loggia::cache;
use loggia::compile::Compiler;
use loggia::compile::state::State;
use loggia::graph::query::GraphFormat;
use loggia::search::query::{Query, QuerySize};
use loggia::snapshot::{Snapshot, Work};
use loggia::source::{Changes, DiskFiles, Files, MemoryFiles, bundled_book};
use loggia::text::FilePath;

use crate::corpora::unpacked;

/// Files that can be edited while a compiler knows them.
#[derive(Default)]
struct Folder(Mutex<BTreeMap<FilePath, String>>);

impl Folder {
    fn fixture(text: &str) -> Arc<Self> {
        let folder = Self::default();
        for part in text.split("//- ").skip(1) {
            let (path, content) = part.split_once('\n').unwrap();
            folder.write(path, content);
        }
        Arc::new(folder)
    }

    fn write(&self, file: &str, text: &str) {
        self.0.lock().unwrap().insert(path(file), text.to_owned());
    }

    fn remove(&self, file: &str) -> Option<String> {
        self.0.lock().unwrap().remove(&path(file))
    }
}

impl Files for Folder {
    fn list(&self, folder: &FilePath) -> io::Result<Vec<FilePath>> {
        let files = self.0.lock().unwrap();
        Ok(files.keys().filter(|file| file.below(folder).is_some()).cloned().collect())
    }

    fn read(&self, file: &FilePath) -> io::Result<Vec<u8>> {
        let files = self.0.lock().unwrap();
        let bytes = files.get(file).map(|text| text.clone().into_bytes());
        bytes.ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn exists(&self, file: &FilePath) -> bool {
        self.0.lock().unwrap().contains_key(file)
    }
}

fn path(text: &str) -> FilePath {
    FilePath::new(text).unwrap()
}

fn changes(files: &[&str]) -> Changes {
    Changes::Paths(files.iter().map(|file| path(file)).collect())
}

/// Everything that readers can see of a revision.
fn seen(snapshot: &Snapshot) -> String {
    let mut seen = String::new();
    let catalog = &snapshot.catalog;
    for (page, body) in catalog.pages.iter().zip(&snapshot.bodies) {
        writeln!(seen, "## {} {} {:?}", page.document.path, page.route, page.entry).unwrap();
        writeln!(seen, "{:?}\n{:?}\n{:?}\n{body}", page.links, page.images, page.backlinks)
            .unwrap();
    }
    writeln!(seen, "{:?}\n{:?}", catalog.navigation, catalog.redirects).unwrap();
    writeln!(seen, "{}\n{:?}", catalog.title, catalog.assets).unwrap();
    for problem in &snapshot.diagnostics {
        writeln!(seen, "{problem:?}").unwrap();
    }
    let mut quads = Vec::new();
    snapshot.graph.dump(None, GraphFormat::NQuads, &mut quads).unwrap();
    let quads = String::from_utf8(quads).unwrap();
    let lines: BTreeSet<&str> = quads.lines().collect();
    for line in lines {
        writeln!(seen, "{line}").unwrap();
    }
    writeln!(seen, "{:?} {}", snapshot.graph.counts(), snapshot.search.entries()).unwrap();
    for query in ["page", "zebra", "messagebox ", "firs", "\"other words\"", "part"] {
        let query = Query::read(query, QuerySize::default());
        let found = snapshot.search.find(&query, 0, 20).unwrap();
        let suggested = snapshot.search.suggest(&query, 20).unwrap();
        writeln!(seen, "{found:?}\n{suggested:?}").unwrap();
    }
    seen
}

/// A compiler in another process, as it were: it knows what this one knew, as it was kept on disk.
fn restarted(compiler: &Compiler, files: Arc<dyn Files>) -> Compiler {
    let place = tempfile::tempdir().unwrap();
    let caches = cache::Folder::new(place.path().to_owned());
    let key = cache::Key { program: "test".to_owned(), book: "book".to_owned() };
    let state = compiler.state().unwrap();
    caches.replace(&key, |writer| state.write(writer)).unwrap();
    let state = State::read(&caches.open(&key).unwrap()).unwrap();
    Compiler::resume(files, state)
}

fn assert_same(revision: &Snapshot, folder: &Arc<Folder>, what: &str) {
    let cold = Compiler::new(folder.clone()).compile().unwrap();
    let (revision, cold) = (seen(revision), seen(&cold));
    let differing = revision.lines().zip(cold.lines()).find(|(one, other)| one != other);
    assert!(revision == cold, "{what}:\n{differing:#?}");
}

/// Ten pages with three sections each; page 0 links to all, and 1 to 3 include a part.
fn ten_pages() -> Arc<Folder> {
    let mut text = String::from("//- part.txt\nIncluded.\n");
    for page in 0..10 {
        let links = (1..10).fold(String::new(), |all, to| all + &format!("[{to}](p{to}.md#two) "));
        let links = if page == 0 { links } else { String::new() };
        let include = if (1..4).contains(&page) { "{{#include part.txt}}\n" } else { "" };
        write!(text, "//- p{page}.md\n# Page {page}\n\n{links}\n{include}\n## One\n\nMore.\n\n## Two\n\nWords.\n")
            .unwrap();
    }
    Folder::fixture(&text)
}

/// What has to be done after an edit of [`ten_pages`].
fn work(files: &[&str], edit: impl Fn(&Folder)) -> Work {
    let folder = ten_pages();
    let mut compiler = Compiler::new(folder.clone());
    compiler.compile().unwrap();
    edit(&folder);
    let revision = compiler.compile_after(&changes(files)).unwrap();
    assert_same(&revision, &folder, "after the edit");
    revision.work
}

const PAGE: &str = "# Page 5\n\n\n\n## One\n\nMore.\n\n## Two\n\nOther words.\n";

#[test]
fn a_changed_sentence_touches_one_page() {
    let work = work(&["p5.md"], |folder| folder.write("p5.md", PAGE));
    assert_eq!((work.files_read, work.documents_parsed, work.bodies_rendered), (1, 1, 1));
    assert_eq!((work.entries_indexed, work.pages_linked), (3, 1));
    assert!((1..60).contains(&work.quads_written), "{work:?}");
}

#[test]
fn nothing_is_done_for_what_says_the_same() {
    let same = work(&["p5.md"], |folder| {
        let text = folder.remove("p5.md").unwrap();
        folder.write("p5.md", &text);
    });
    assert_eq!(same, Work { files_read: 1, ..Work::default() });
    let everything = work(&[""], |_| {});
    // The part is read as a file of the folder and as a text to include.
    assert_eq!(everything, Work { files_read: 12, ..Work::default() });
}

#[test]
fn a_heading_that_goes_touches_the_pages_that_link_to_it() {
    let without = PAGE.replace("## Two", "## Three");
    let work = work(&["p5.md"], |folder| folder.write("p5.md", &without));
    assert_eq!((work.documents_parsed, work.pages_linked, work.bodies_rendered), (1, 2, 2));
    assert_eq!(work.entries_indexed, 3, "the linking page says what it said");
}

#[test]
fn a_region_that_moves_touches_its_page_alone() {
    let text = |region: &str| {
        format!("# B {{#b .Zone}}\n\n![i](i.svg)\n\n- [A](a.md \"depicts {region}\")\n")
    };
    let folder = Folder::fixture(&format!(
        "//- book.toml\n[preprocessor.loggia]\n//- src/SUMMARY.md\n- [A](a.md)\n- [B](b.md)\n\
         //- src/i.svg\n<svg width='4' height='3'/>\n//- src/a.md\n# A {{#a .Zone}}\n//- src/b.md\n{}",
        text("1,2,3,4")
    ));
    let mut compiler = Compiler::new(folder.clone());
    let first = compiler.compile().unwrap();
    assert!(first.bodies[1].contains("x=\"1%\""), "{}", first.bodies[1]);
    folder.write("src/b.md", &text("5,2,3,4"));
    let revision = compiler.compile_after(&changes(&["src/b.md"])).unwrap();
    assert!(revision.bodies[1].contains("x=\"5%\""), "{}", revision.bodies[1]);
    assert_eq!((revision.work.documents_parsed, revision.work.pages_linked), (1, 1));
    assert_same(&revision, &folder, "after the edit");
    folder.write("src/b.md", &text("5,2,3,4,5"));
    let revision = compiler.compile_after(&changes(&["src/b.md"])).unwrap();
    assert!(!revision.bodies[1].contains("<svg"), "{}", revision.bodies[1]);
    assert_same(&revision, &folder, "after the mistake");
}

#[test]
fn an_included_text_touches_its_users() {
    let work = work(&["part.txt"], |folder| folder.write("part.txt", "Otherwise.\n"));
    assert_eq!((work.documents_parsed, work.pages_linked, work.bodies_rendered), (3, 3, 3));
    assert_eq!(work.entries_indexed, 9);
}

/// Where only capitals differ the file is taken all the same, and so are its changes.
#[test]
fn a_text_included_by_other_capitals_touches_its_users() {
    let folder = Folder::fixture(
        "//- docfx.json\n{}\n//- a.md\n# A\n\n[!INCLUDE [x](Parts/One.md)]\n//- parts/one.md\nIncluded.\n",
    );
    let mut compiler = Compiler::new(folder.clone());
    compiler.compile().unwrap();
    folder.write("parts/one.md", "Otherwise.\n");
    let revision = compiler.compile_after(&changes(&["parts/one.md"])).unwrap();
    assert!(revision.bodies.iter().all(|body| !body.contains("Included.")));
    assert_same(&revision, &folder, "after the edit");
}

#[test]
fn a_text_that_is_only_included_is_the_only_file_read() {
    let folder = Folder::fixture(
        "//- docs/docfx.json\n{ \"build\": { \"content\": [{ \"files\": [\"**/*.md\"], \"exclude\": [\"**/includes/**\"] }] } }\n\
         //- docs/includes/part.md\nIncluded.\n\
         //- docs/a.md\n# A\n\n[!INCLUDE [part](includes/part.md)]\n\
         //- docs/b.md\n# B\n",
    );
    let mut compiler = Compiler::new(folder.clone());
    compiler.compile().unwrap();
    folder.write("docs/includes/part.md", "Otherwise.\n");
    let revision = compiler.compile_after(&changes(&["docs/includes/part.md"])).unwrap();
    assert_same(&revision, &folder, "after the edit");
    let work = revision.work;
    assert_eq!((work.files_read, work.documents_parsed, work.bodies_rendered), (1, 1, 1));
}

#[test]
fn a_page_that_comes_or_goes_is_the_only_one_made() {
    let new = work(&["p50.md"], |folder| folder.write("p50.md", PAGE));
    assert_eq!((new.documents_parsed, new.bodies_rendered, new.entries_indexed), (1, 1, 3));
    let gone = work(&["p9.md"], |folder| {
        folder.remove("p9.md");
    });
    // The page that links to it says so now.
    assert_eq!((gone.documents_parsed, gone.bodies_rendered, gone.entries_indexed), (0, 1, 0));
}

#[test]
fn unchanged_bodies_and_facts_are_shared() {
    let folder = ten_pages();
    let mut compiler = Compiler::new(folder.clone());
    let before = compiler.compile().unwrap();
    folder.write("p5.md", PAGE);
    let after = compiler.compile_after(&changes(&["p5.md"])).unwrap();
    for page in 0..10 {
        let is_changed = before.catalog.pages[page].document.path == path("p5.md");
        assert_eq!(Arc::ptr_eq(&before.bodies[page], &after.bodies[page]), !is_changed);
        let facts = (&before.facts.pages[page], &after.facts.pages[page]);
        assert!(is_changed || Arc::ptr_eq(facts.0, facts.1));
    }
}

#[test]
fn a_restart_costs_no_work() {
    let folder = ten_pages();
    let mut compiler = Compiler::new(folder.clone());
    compiler.compile().unwrap();
    // Entries that were replaced stand in the index until its parts are joined.
    for number in 0..3 {
        folder.write("p5.md", &format!("{PAGE}\nNumber {number}.\n"));
        compiler.compile_after(&changes(&["p5.md"])).unwrap();
    }
    let mut compiler = restarted(&compiler, folder.clone());
    let revision = compiler.compile_after(&Changes::none()).unwrap();
    assert_eq!(revision.work, Work::default());
    assert_same(&revision, &folder, "after the restart");
    let mut compiler = restarted(&compiler, folder.clone());
    folder.write("p6.md", PAGE);
    let revision = compiler.compile_after(&changes(&["p6.md"])).unwrap();
    assert_same(&revision, &folder, "after an edit while nobody looked");
    let Work { files_read, documents_parsed, bodies_rendered, .. } = revision.work;
    assert_eq!((files_read, documents_parsed, bodies_rendered), (1, 1, 1));
}

#[test]
fn whole_books_are_the_same_after_a_restart() {
    let mut books: Vec<Arc<dyn Files>> = vec![
        Arc::new(bundled_book()),
        Arc::new(MemoryFiles::fixture(DOCFX)),
        Arc::new(MemoryFiles::new()),
    ];
    if let Some(nomicon) = unpacked("corpora/nomicon") {
        books.push(Arc::new(DiskFiles::open(&nomicon).unwrap()));
    }
    for files in books {
        let mut compiler = Compiler::new(files.clone());
        let cold = compiler.compile().unwrap();
        let mut compiler = restarted(&compiler, files);
        let warm = compiler.compile_after(&Changes::none()).unwrap();
        let work = Work { bodies_rendered: 0, ..warm.work };
        // A book without pages is stated anew each time.
        assert!(work == Work::default() || cold.catalog.pages.is_empty(), "{work:?}");
        let (cold, warm) = (seen(&cold), seen(&warm));
        let differing = cold.lines().zip(warm.lines()).find(|(one, other)| one != other);
        assert!(cold == warm, "{differing:#?}");
    }
}

const DOCFX: &str = "\
//- docfx.json
{ \"build\": { \"content\": [{ \"files\": [\"**/*.md\", \"**/*.yml\"] }],
  \"globalMetadata\": { \"author\": \"somebody\" } } }
//- .openpublishing.redirection.json
{ \"redirections\": [{ \"source_path\": \"old.md\", \"redirect_url\": \"/a/b\" }] }
//- toc.yml
- name: First
  href: index.md
- name: Below
  href: a/toc.yml
//- a/toc.yml
- name: B
  href: b.md
//- index.md
---
title: Start
uid: start
---
# Start

[!INCLUDE [part](includes/part.md)]

[b](a/b.md#two) [old](old.md) [gone](gone.md) @start
//- includes/part.md
An included *part* of the MessageBox.
//- a/b.md
# B

## Two

> [!NOTE]
> See <xref:start>.

![picture](../i.svg)
//- i.svg
<svg width='3' height='4'/>
//- code.cs
class A {}
";

#[test]
fn many_saves_grow_nothing() {
    let folder = ten_pages();
    let mut compiler = Compiler::new(folder.clone());
    let first = compiler.compile().unwrap();
    let mut last = None;
    for number in 0..150 {
        folder.write("p5.md", &format!("{PAGE}\nNumber {number}.\n"));
        last = Some(compiler.compile_after(&changes(&["p5.md"])).unwrap());
    }
    let last = last.unwrap();
    assert_eq!(last.graph.counts(), first.graph.counts());
    assert_eq!(last.search.entries(), first.search.entries());
    assert_eq!((last.work.entries_indexed, last.work.bodies_rendered), (3, 1));
}
