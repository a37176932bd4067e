//! Clean mdBooks, and the defects that only they can have.

use fastrand::Rng;

use crate::planted::book::{Book, Slot, What, relative};
use crate::planted::defect::{self, Defect};

/// What is planted, in this order: what takes files away comes first.
pub(crate) const DEFECTS: &[Defect] = &[
    removed_document,
    defect::removed_image,
    defect::renamed_heading,
    missing_chapter,
    duplicate_chapter,
    no_chapter,
    orphan,
    removed_include,
    missing_include,
    missing_include_part,
    include_cycle,
    broken_redirect,
    shadowed_redirect,
    redirect_loop,
    wrong_setting,
    wrong_case,
    unknown_class,
    failing_query,
    disappointed_query,
    defect::broken_link,
    defect::broken_anchor,
    defect::duplicate_id,
    defect::missing_image,
    defect::image_without_text,
    defect::undefined_reference,
    defect::undefined_footnote,
    defect::outside_link,
    defect::not_text,
    defect::twice_the_same_key,
    defect::wrong_front_matter_value,
];

const SUMMARY: &str = "src/SUMMARY.md";
const FOLDERS: &[&str] = &["", "guide/", "guide/deep/", "reference/", "größe/"];

/// A book without a problem.
pub(crate) fn generate(random: &mut Rng) -> Book {
    let mut book = Book::default();
    let count = random.usize(24..40);
    let pages: Vec<String> = (0..count)
        .map(|page| match page {
            0 => "src/README.md".to_owned(),
            _ => format!("src/{}page-{page}.md", random.choice(FOLDERS).unwrap()),
        })
        .collect();
    book.push("book.toml", "[book]\ntitle = \"Planted\"\n\n[preprocessor.loggia]");
    book.push_slot("book.toml", "base = \"https://docs.example.org/\"", What::Setting);
    book.push_slot("book.toml", "shapes = []", What::Setting);
    book.push("book.toml", "\n[output.html.redirect]");
    for old in 0..24 {
        let to = &pages[random.usize(1..count)];
        let address = to.trim_start_matches("src").replace(".md", ".html");
        let line = format!("\"/old/{old}.html\" = \"{address}\"");
        book.push_slot("book.toml", &line, What::Redirect { to: to.clone() });
    }
    book.push(SUMMARY, "# Summary\n\n[Home](README.md)\n");
    for (index, page) in pages.iter().enumerate().skip(1) {
        // Every third chapter has the two behind it below it.
        let indent = if index % 3 == 1 { "" } else { "  " };
        let line = format!("{indent}- [Chapter {index}](<{}>)", relative(SUMMARY, page));
        if index % 3 == 1 {
            book.push(SUMMARY, &line);
        } else {
            book.push_slot(SUMMARY, &line, What::Chapter { page: page.clone() });
        }
    }
    for picture in 0..8 {
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\"/>";
        book.push(&format!("src/figures/{picture}.svg"), svg);
    }
    for (index, page) in pages.iter().enumerate() {
        write_page(&mut book, random, index, page, &pages);
    }
    book
}

fn write_page(book: &mut Book, random: &mut Rng, index: usize, page: &str, pages: &[String]) {
    book.push(page, &format!("---\ntitle: Page {index}"));
    book.push_slot(page, "keywords: [one, two]", What::FrontMatter);
    book.push(page, &format!("---\n\n# Page {index}"));
    book.push_paragraph(page, "Some words.", What::Words);
    for _ in 0..random.usize(2..6) {
        let to = random.usize(0..pages.len());
        let id =
            random.bool().then(|| format!("{}-{to}", random.choice(["setup", "use"]).unwrap()));
        let fragment = id.as_ref().map(|id| format!("#{id}")).unwrap_or_default();
        let text = format!("See [that]({}{fragment}).", encoded(&relative(page, &pages[to])));
        book.push_paragraph(page, &text, What::Link { to: pages[to].clone(), id });
    }
    let file = format!("src/figures/{}.svg", random.u8(0..8));
    let text = format!("![A plan]({})", relative(page, &file));
    book.push_paragraph(page, &text, What::Image { file });
    for name in ["setup", "use"] {
        let id = format!("{name}-{index}");
        let text = format!("## To {name} {{#{id}}}");
        book.push_paragraph(page, &text, What::Heading { id });
        book.push_paragraph(page, "More words.", What::Words);
    }
    let part = format!("src/parts/{index}.txt");
    book.push(&part, "Included words.");
    book.push_slot(&part, "More of them.", What::Included);
    let text = format!("{{{{#include {}}}}}", relative(page, &part));
    book.push_paragraph(page, &text, What::Include { file: part });
}

/// A path as it stands in a link.
fn encoded(path: &str) -> String {
    path.replace('ö', "%C3%B6").replace('ß', "%C3%9F")
}

fn removed_document(book: &mut Book, random: &mut Rng) {
    defect::remove_document(book, random, "broken-redirect");
}

fn take_chapter(book: &mut Book, random: &mut Rng) -> (Slot, String) {
    let slot = book.take(random, |slot| matches!(slot.what, What::Chapter { .. }));
    let What::Chapter { page } = &slot.what else { unreachable!() };
    let page = page.clone();
    (slot, page)
}

fn missing_chapter(book: &mut Book, random: &mut Rng) {
    let (slot, page) = take_chapter(book, random);
    book.spoil(&slot, "  - [Chapter](nowhere.md)", "missing-chapter");
    book.expect(&page, 1, "orphan-document");
}

fn duplicate_chapter(book: &mut Book, random: &mut Rng) {
    let (slot, page) = take_chapter(book, random);
    book.spoil(&slot, "  - [Home again](README.md)", "duplicate-chapter");
    book.expect(&page, 1, "orphan-document");
}

fn no_chapter(book: &mut Book, random: &mut Rng) {
    let (slot, page) = take_chapter(book, random);
    book.spoil(&slot, "  - no chapter at all", "malformed-summary");
    book.expect(&page, 1, "orphan-document");
}

fn orphan(book: &mut Book, random: &mut Rng) {
    let (slot, page) = take_chapter(book, random);
    book.rewrite(&slot, "");
    book.expect(&page, 1, "orphan-document");
}

/// An include, and the line of the included file that can be spoilt.
fn take_include(book: &mut Book, random: &mut Rng) -> (Slot, Slot) {
    let slot = book.take(random, |slot| matches!(slot.what, What::Include { .. }));
    let What::Include { file } = &slot.what else { unreachable!() };
    let included = book.take(random, |line| line.file == *file);
    (slot, included)
}

fn removed_include(book: &mut Book, random: &mut Rng) {
    let (slot, included) = take_include(book, random);
    book.remove(&included.file);
    book.expect(&slot.file, slot.line, "missing-include");
}

fn missing_include(book: &mut Book, random: &mut Rng) {
    let (slot, _) = take_include(book, random);
    book.spoil(&slot, "{{#include nothing.txt}}", "missing-include");
}

fn missing_include_part(book: &mut Book, random: &mut Rng) {
    let (slot, included) = take_include(book, random);
    let part = random.choice(["nowhere", "99:"]).unwrap();
    let text = format!("{{{{#include {}:{part}}}}}", relative(&slot.file, &included.file));
    book.spoil(&slot, &text, "missing-include-part");
}

fn include_cycle(book: &mut Book, random: &mut Rng) {
    let (_, included) = take_include(book, random);
    let own = relative(&included.file, &included.file);
    book.spoil(&included, &format!("{{{{#include {own}}}}}"), "include-cycle");
}

fn is_redirect(slot: &Slot) -> bool {
    matches!(slot.what, What::Redirect { .. })
}

fn broken_redirect(book: &mut Book, random: &mut Rng) {
    let slot = book.take(random, is_redirect);
    let text = format!("\"/gone/{}.html\" = \"/nowhere.html\"", slot.line);
    book.spoil(&slot, &text, "broken-redirect");
}

fn shadowed_redirect(book: &mut Book, random: &mut Rng) {
    let slot = book.take(random, is_redirect);
    let to = book.document(random);
    let address = to.trim_start_matches("src").replace(".md", ".html");
    // A key may stand in the settings once.
    book.take_all(|other| other.file == to);
    book.spoil(&slot, &format!("\"{address}\" = \"/README.html\""), "shadowed-redirect");
}

fn redirect_loop(book: &mut Book, random: &mut Rng) {
    let (one, other) = (book.take(random, is_redirect), book.take(random, is_redirect));
    let addresses = [&one, &other].map(|slot| format!("/circle/{}.html", slot.line));
    let [from, to] = &addresses;
    book.spoil(&one, &format!("\"{from}\" = \"{to}\""), "broken-redirect");
    book.spoil(&other, &format!("\"{to}\" = \"{from}\""), "broken-redirect");
}

fn wrong_setting(book: &mut Book, random: &mut Rng) {
    let slot = book.take(random, |slot| slot.what == What::Setting);
    let text = if book.text(&slot).starts_with("base") {
        "base = \"docs\""
    } else {
        "shapes = [\"../outside.ttl\"]"
    };
    book.spoil(&slot, text, "malformed-config");
}

/// mdBook's files are found by their exact names.
fn wrong_case(book: &mut Book, random: &mut Rng) {
    let slot = book
        .take(random, |slot| matches!(&slot.what, What::Link { to, .. } if to.contains("page-")));
    let text = book.text(&slot).replace("page-", "Page-");
    book.spoil(&slot, &text, "broken-link");
}

fn unknown_class(book: &mut Book, random: &mut Rng) {
    let file = book.document(random);
    let text = format!("## A thing {{#thing-{} .Zonne}}", random.u32(..));
    book.spoil_end(&file, &text, "unknown-class");
}

fn failing_query(book: &mut Book, random: &mut Rng) {
    let file = book.document(random);
    book.spoil_end(&file, "```sparql\nSELECT * { ?page nope:nope ?value }", "query-failed");
    book.push(&file, "```");
}

fn disappointed_query(book: &mut Book, random: &mut Rng) {
    let file = book.document(random);
    book.spoil_end(&file, "```sparql expect=empty", "query-expectation");
    book.push(&file, "SELECT ?page { ?page a loggia:Document }\n```");
}
