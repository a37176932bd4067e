//! A revision that was made from the one before is the same as one made from nothing, and little
//! is done for it.

mod random;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io;
use std::sync::{Arc, Mutex};

use loggia::compile::Compiler;
use loggia::graph::query::GraphFormat;
use loggia::search::query::{Query, QuerySize};
use loggia::snapshot::{Snapshot, Work};
use loggia::source::{Changes, Files};
use loggia::text::FilePath;

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
fn an_included_text_touches_its_users() {
    let work = work(&["part.txt"], |folder| folder.write("part.txt", "Otherwise.\n"));
    assert_eq!((work.documents_parsed, work.pages_linked, work.bodies_rendered), (3, 3, 3));
    assert_eq!(work.entries_indexed, 9);
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
