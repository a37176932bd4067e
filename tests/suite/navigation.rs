//! The tree of the book: a page carries what is near it, everything else can be reached from there,
//! by scripts and without, and no page grows with the book.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::{Arc, LazyLock};

use askama::Template;
use loggia::compile::Compiler;
use loggia::figure::Figures;
use loggia::page::address::Site;
use loggia::page::naming::Known;
use loggia::page::outline::Outline;
use loggia::page::shell::Book;
use loggia::source::{History, MemoryFiles};
use serde_json::Value;

use crate::harness::{Element, Server, elements, resolve};

/// The page around the document at `file` of a book, without the document's body.
fn page(files: &str, file: &str) -> String {
    let linked = Compiler::new(Arc::new(MemoryFiles::fixture(files))).link().unwrap();
    let catalog = &linked.catalog;
    let page = catalog.pages.iter().position(|page| page.document.path.as_str() == file).unwrap();
    let book = Book {
        catalog,
        outline: &Outline::of(catalog, Site::Served),
        texts: &linked.texts,
        known: Known {
            catalog,
            ontology: &linked.ontology,
            facts: &linked.facts,
            texts: &linked.texts,
        },
        figures: &Figures::default(),
        history: &History::default(),
        diagnostics: &[],
        revision: 1,
        site: Site::Served,
        public_url: None,
        live: false,
    };
    book.document(page, String::new()).unwrap().render().unwrap()
}

/// A folder of `count` pages beside each other.
fn flat(count: usize) -> String {
    let pages = (0..count).map(|page| format!("//- wide/{page:05}.md\n# Page {page}\n"));
    format!("//- README.md\n# Home\n{}", pages.collect::<String>())
}

/// A book of `count` pages in folders of ten, in folders of ten, and so on.
fn nested(count: usize) -> String {
    let mut files = "//- README.md\n# Home\n".to_owned();
    for page in 0..count {
        let [thousands, hundreds, tens] = [page / 1000, page / 100 % 10, page / 10 % 10];
        let place = format!("t{thousands}/h{hundreds}/d{tens}/p{:04}", page % 1000);
        writeln!(files, "//- {place}.md\n# Page {page}").unwrap();
    }
    files
}

#[test]
fn the_page_of_a_document_is_as_large_in_a_large_book_as_in_a_small_one() {
    let sizes = [100, 1_000, 10_000].map(|count| page(&flat(count), "wide/00050.md").len());
    let (least, most) = (sizes.iter().min().unwrap(), sizes.iter().max().unwrap());
    assert!(most - least <= 16, "only counts have more digits: {sizes:?}");
    // A book grows beside and above a page too: by no more folders than a page shows.
    for count in [100, 1_000, 10_000] {
        let size = page(&nested(count), "t0/h0/d5/p0050.md").len();
        assert!(size < 15_000, "{count}: {size}");
    }
}

#[test]
fn wide_and_deep_books_have_pages_of_bounded_size() {
    let wide = flat(3_808);
    for file in ["wide/00000.md", "wide/01900.md", "wide/03807.md", "README.md"] {
        let size = page(&wide, file).len();
        assert!(size < 20_000, "{file}: {size}");
    }
    let mut deep = String::new();
    let mut folder = String::new();
    for level in 0..18 {
        write!(folder, "l{level}/").unwrap();
        for page in 0..100 {
            writeln!(deep, "//- {folder}{page}.md\n# {page} on level {level}").unwrap();
        }
    }
    let size = page(&deep, &format!("{folder}50.md")).len();
    assert!(size < 60_000, "{size}");
}

#[test]
fn a_tree_of_any_depth_is_shown() {
    let mut summary = "//- book.toml\n//- src/SUMMARY.md\n".to_owned();
    for level in 0..500 {
        writeln!(summary, "{}- [Level {level}](p{level}.md)", "  ".repeat(level)).unwrap();
    }
    for level in 0..500 {
        writeln!(summary, "//- src/p{level}.md\n# Level {level}").unwrap();
    }
    let server = Server::fixture(&summary);
    let all = server.get("/_loggia/contents");
    for level in [0, 250, 499] {
        let html = server.get(&format!("/p{level}"));
        let current = tree(html.text()).into_iter().find(|e| e.attribute("aria-current").is_some());
        assert_eq!(current.unwrap().attribute("href").unwrap(), format!("./p{level}"));
        assert!(all.text().contains(&format!(">{}Level {level}<", number(level))), "{level}");
    }
}

/// The section number of a chapter that is the first below the first, and so on.
fn number(level: usize) -> String {
    format!("{} ", vec!["1"; level + 1].join("."))
}

/// The elements of a page's tree.
fn tree(html: &str) -> Vec<Element> {
    let tree = html.split("<div class=\"tree\"").nth(1).unwrap();
    elements(tree.split("<div class=\"navigation-foot\"").next().unwrap())
}

/// A large book: drafts, folders without a page, parts, numbers, a wide folder.
static LARGE: LazyLock<Server> = LazyLock::new(|| {
    let mut summary = "# Summary\n\n[Home](README.md)\n".to_owned();
    let mut files = "//- src/README.md\n# Home\n".to_owned();
    for part in 0..3 {
        write!(summary, "\n# Part {part} & <more>\n\n").unwrap();
        for chapter in 0..20 {
            writeln!(summary, "- [Chapter {part}.{chapter}]()").unwrap();
            for page in 0..if chapter == 3 { 100 } else { 2 } {
                let file = format!("p{part}/c{chapter}/{page}.md");
                writeln!(summary, "  - [Page {page} of {part}.{chapter}]({file})").unwrap();
                writeln!(files, "//- src/{file}\n# Page {page}\n\nBack [home](../../README.md).")
                    .unwrap();
            }
        }
        writeln!(summary, "- [Not yet {part}]()").unwrap();
    }
    Server::fixture(&format!("//- book.toml\n//- src/SUMMARY.md\n{summary}{files}"))
});

#[test]
fn scripts_reach_every_entry_branch_by_branch() {
    let snapshot = LARGE.app.snapshots.current();
    let entries = &snapshot.catalog.navigation.entries;
    let address = format!("/{}", snapshot.outline.address());
    let mut reached: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    let mut waiting = vec!["top".to_owned()];
    while let Some(branch) = waiting.pop() {
        let answer = LARGE.get(&format!("{address}{branch}.json"));
        assert_eq!(answer.media_type(), "application/json");
        assert!(answer.header("cache-control").contains("immutable"));
        let below = answer.json().as_array().unwrap().clone();
        waiting
            .extend(below.iter().filter_map(|entry| Some(entry["branch"].as_u64()?.to_string())));
        reached.insert(branch, below);
    }
    let reached: Vec<&Value> = reached.values().flatten().collect();
    assert_eq!(reached.len(), entries.len());
    for entry in &reached {
        if let Some(url) = entry["url"].as_str() {
            assert_eq!(LARGE.get(&resolve("/", url).unwrap()).status, 200, "{url}");
        }
    }
    let names = LARGE.get(&format!("{address}names.json")).json();
    let names = names.as_array().unwrap();
    let titles = |values: &[&Value]| -> BTreeSet<String> {
        values.iter().map(|value| value["title"].to_string()).collect()
    };
    assert_eq!(titles(&names.iter().collect::<Vec<_>>()), titles(&reached));
    for (entry, value) in entries.iter().zip(names) {
        let parent = value["parent"].as_u64().map(|parent| usize::try_from(parent).unwrap());
        assert_eq!((value["title"].as_str().unwrap(), parent), (&*entry.name, entry.parent));
    }
    assert_eq!(names[1]["part"], "Part 0 & <more>");
}

#[test]
fn readers_without_scripts_reach_every_page() {
    let all = LARGE.get("/_loggia/contents");
    let all = elements(all.text());
    let main = all.iter().skip_while(|element| element.name != "main");
    let linked: BTreeSet<String> = main
        .filter_map(|element| resolve("/_loggia/contents", element.attribute("href")?))
        .collect();
    for page in LARGE.page_addresses() {
        assert!(linked.contains(&page), "{page}");
    }
    let places: BTreeSet<&str> = all.iter().filter_map(|element| element.attribute("id")).collect();
    for address in ["/", "/p1/c3/50", "/p2/c19/1", "/search", "/_loggia/contents"] {
        let html = LARGE.get(address);
        let links: Vec<Element> =
            tree(html.text()).into_iter().filter(|element| element.name == "a").collect();
        assert!(links.len() > 40 && links.len() < 260, "{address}: {}", links.len());
        for link in links {
            let reference = link.attribute("href").unwrap();
            let leads_to = resolve(address, reference).unwrap();
            assert_eq!(LARGE.get(&leads_to).status, 200, "{reference} on {address}");
            if let Some((_, place)) = reference.split_once('#') {
                assert!(leads_to == "/_loggia/contents" && places.contains(place), "{reference}");
            }
        }
    }
}

#[test]
fn a_page_shows_its_surroundings() {
    let html = LARGE.get("/p1/c3/50");
    let entries = tree(html.text());
    let shown: Vec<&str> = entries.iter().filter_map(|entry| entry.attribute("href")).collect();
    assert!(shown.contains(&"../../p1/c3/49") && shown.contains(&"../../p1/c3/51"));
    assert!(!shown.contains(&"../../p1/c3/0") && !shown.contains(&"../../p1/c4/0"));
    let rests: Vec<&str> =
        entries.iter().filter_map(|entry| entry.attribute("data-rest")).collect();
    assert_eq!(rests.len(), 4, "the top and the page's level are cut at both ends: {rests:?}");
    assert!(html.text().contains(">30 before<") && html.text().contains(">30 more<"));
    let open: Vec<&Element> = entries.iter().filter(|entry| entry.name == "details").collect();
    assert!(open.len() == 1 && open[0].attribute("open").is_some());
    assert!(html.text().contains("All 478 entries"));
}

#[test]
fn a_small_book_shows_its_whole_tree() {
    let mut summary = "- [Home](README.md)\n".to_owned();
    let mut files = String::new();
    for page in 0..79 {
        let indent = if page % 8 == 0 { "" } else { "  " };
        writeln!(summary, "{indent}- [Page {page}](p{page}.md)").unwrap();
        writeln!(files, "//- src/p{page}.md\n# Page {page}").unwrap();
    }
    let book = format!("//- book.toml\n//- src/SUMMARY.md\n{summary}//- src/README.md\n# Home\n");
    let html = page(&(book + &files), "src/README.md");
    let links = tree(&html).iter().filter(|element| element.name == "a").count();
    assert_eq!(links, 80);
    assert!(!html.contains("data-rest") && !html.contains("All 80 entries"));
}

#[test]
fn a_tree_of_another_revision_is_not_answered() {
    let server = Server::fixture("//- a.md\n# A\n");
    let current = server.app.snapshots.current().outline.address();
    assert_eq!(server.get(&format!("/{current}top.json")).status, 200);
    for missing in ["0.json", "1.json", "00.json", "top", "../top.json", "-1.json"] {
        assert_eq!(server.get(&format!("/{current}{missing}")).status, 404, "{missing}");
    }
    let answer = server.get("/_loggia/navigation/0123456789abcdef/top.json");
    assert_eq!((answer.status, answer.header("cache-control")), (404, "no-store"));
}

#[test]
fn the_version_of_a_tree_changes_with_what_it_shows_and_with_nothing_else() {
    let version = |files: &str| {
        let linked = Compiler::new(Arc::new(MemoryFiles::fixture(files))).link().unwrap();
        Outline::of(&linked.catalog, Site::Served).version().to_owned()
    };
    let first = version("//- a.md\n# A\n//- b.md\n# B\n");
    assert_eq!(version("//- a.md\n# A\n\nOther words.\n//- b.md\n# B\n"), first);
    assert_ne!(version("//- a.md\n# An A\n//- b.md\n# B\n"), first);
    assert_ne!(version("//- a.md\n# A\n//- c.md\n# B\n"), first);
}

#[test]
fn a_page_that_very_many_link_to_shows_the_first_and_leads_to_all() {
    let home = LARGE.get("/");
    let linked = |html: &str, address: &str| -> Vec<String> {
        let list = html.split("class=\"backlinks\"").nth(1).unwrap();
        let list = list.split("</section>").next().unwrap();
        elements(list).iter().filter_map(|e| resolve(address, e.attribute("href")?)).collect()
    };
    let some = linked(home.text(), "/");
    assert_eq!(some.len(), 25, "24 places and the way to all");
    assert_eq!(some.last().unwrap(), "/_loggia/backlinks/index");
    assert!(home.text().contains("All 414 places"));
    let all = LARGE.get("/_loggia/backlinks/index");
    let all = linked(all.text(), "/_loggia/backlinks/index");
    assert_eq!(all.len(), 414);
    assert!(all.iter().all(|address| LARGE.get(address).status == 200));
    assert_eq!(LARGE.get("/_loggia/backlinks/p1/c3/50").status, 404);
    assert_eq!(LARGE.get("/_loggia/backlinks/nothing").status, 404);
}
