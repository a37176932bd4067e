//! Clean DocFX repositories, and the defects that only they can have.

use fastrand::Rng;

use crate::planted::book::{Book, Slot, What, relative};
use crate::planted::defect::{self, Defect};

/// What is planted, in this order: what takes files away comes first.
pub(crate) const DEFECTS: &[Defect] = &[
    removed_document,
    defect::removed_image,
    defect::renamed_heading,
    missing_chapter,
    no_entry,
    orphan,
    toc_cycle,
    broken_toc,
    broken_redirect,
    shadowed_redirect,
    redirect_loop,
    unknown_address,
    wrong_case,
    no_ending,
    no_title,
    missing_include,
    other_case_of_include,
    include_cycle,
    unclosed_block,
    unopened_block,
    defect::broken_link,
    defect::broken_anchor,
    defect::duplicate_id,
    defect::missing_image,
    defect::image_without_text,
    defect::outside_link,
    defect::not_text,
    defect::twice_the_same_key,
    defect::wrong_front_matter_value,
];

const TOC: &str = "docs/TOC.md";
const NESTED_TOC: &str = "docs/guide/toc.yml";
const REDIRECTIONS: &str = ".openpublishing.redirection.json";
const FOLDERS: &[&str] = &["", "guide/", "guide/deep/", "reference/"];

/// A repository without a problem.
pub(crate) fn generate(random: &mut Rng) -> Book {
    let mut book = Book::default();
    let count = random.usize(30..45);
    let pages: Vec<String> = (0..count)
        .map(|page| match page {
            0 => "docs/index.md".to_owned(),
            _ => format!("docs/{}page-{page}.md", random.choice(FOLDERS).unwrap()),
        })
        .collect();
    book.push(
        ".openpublishing.publish.config.json",
        "{\n  \"docsets_to_publish\": [{ \"docset_name\": \"docs\", \"build_source_folder\": \"docs\" }]\n}",
    );
    book.push(
        "docs/docfx.json",
        "{\n  \"build\": {\n    \"content\": [{ \"files\": [\"**/*.md\", \"**/*.yml\"] }],\n    \"globalMetadata\": { \"breadcrumb_path\": \"/product/breadcrumb/toc.json\" }\n  }\n}",
    );
    book.push(REDIRECTIONS, "{\n  \"redirections\": [");
    for old in 0..24 {
        let to = &pages[random.usize(1..count)];
        let line = redirection(&format!("old-{old}"), &address(to));
        book.push_slot(REDIRECTIONS, &line, What::Redirect { to: to.clone() });
    }
    book.push(REDIRECTIONS, "  ]\n}");
    book.push(TOC, "# [Start](index.md)\n# [Guide](guide/toc.yml)");
    for (index, page) in pages.iter().enumerate().skip(1) {
        let what = What::Chapter { page: page.clone() };
        if page.contains("guide/") {
            book.push(NESTED_TOC, &format!("- name: Chapter {index}"));
            book.push_slot(NESTED_TOC, &format!("  href: {}", relative(NESTED_TOC, page)), what);
        } else if index % 3 == 1 {
            book.push(TOC, &format!("# [Chapter {index}]({})", relative(TOC, page)));
        } else {
            book.push_slot(TOC, &format!("## [Chapter {index}]({})", relative(TOC, page)), what);
        }
    }
    for picture in 0..8 {
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\"/>";
        book.push(&format!("docs/media/{picture}.svg"), svg);
    }
    for (index, page) in pages.iter().enumerate() {
        write_page(&mut book, random, index, page, &pages);
    }
    book
}

fn write_page(book: &mut Book, random: &mut Rng, index: usize, page: &str, pages: &[String]) {
    book.push(page, &format!("---\ntitle: Page {index}"));
    book.push_slot(page, "ms.topic: article", What::FrontMatter);
    book.push(page, "---\n");
    book.push_slot(page, &format!("# Page {index}"), What::Title);
    book.push_paragraph(page, "Some words.", What::Words);
    for _ in 0..random.usize(3..6) {
        let to = random.usize(0..pages.len());
        let id =
            random.bool().then(|| format!("{}-{to}", random.choice(["setup", "use"]).unwrap()));
        let fragment = id.as_ref().map(|id| format!("#{id}")).unwrap_or_default();
        let target = if random.u8(0..4) == 0 {
            pages[to].replacen("docs/", "~/", 1)
        } else {
            relative(page, &pages[to])
        };
        let text = format!("See [that]({target}{fragment}).");
        book.push_paragraph(page, &text, What::Link { to: pages[to].clone(), id });
    }
    let file = format!("docs/media/{}.svg", random.u8(0..8));
    let text = format!("![A plan]({})", relative(page, &file));
    book.push_paragraph(page, &text, What::Image { file });
    for name in ["setup", "use"] {
        // The words of a heading are its id.
        let id = format!("{name}-{index}");
        book.push_paragraph(page, &format!("## {id}"), What::Heading { id });
        book.push_paragraph(page, "More words.", What::Words);
    }
}

/// Where the site shows a document.
fn address(page: &str) -> String {
    page.replacen("docs/", "/product/", 1).replace(".md", "")
}

fn redirection(from: &str, to: &str) -> String {
    format!("    {{ \"source_path\": \"docs/{from}.md\", \"redirect_url\": \"{to}\" }},")
}

fn removed_document(book: &mut Book, random: &mut Rng) {
    defect::remove_document(book, random, "unknown-address");
}

fn take_chapter(book: &mut Book, random: &mut Rng, file: &str) -> (Slot, String) {
    let in_file = |slot: &Slot| slot.file == file && matches!(slot.what, What::Chapter { .. });
    let slot = book.take(random, in_file);
    let What::Chapter { page } = &slot.what else { unreachable!() };
    let page = page.clone();
    (slot, page)
}

fn missing_chapter(book: &mut Book, random: &mut Rng) {
    let file = random.choice([TOC, NESTED_TOC]).unwrap();
    let (slot, page) = take_chapter(book, random, file);
    let text = book.text(&slot).replace("page-", "nowhere-");
    book.spoil(&slot, &text, "missing-chapter");
    book.expect(&page, 1, "orphan-document");
}

fn no_entry(book: &mut Book, random: &mut Rng) {
    let (slot, page) = take_chapter(book, random, TOC);
    book.spoil(&slot, "no entry at all", "malformed-toc");
    book.expect(&page, 1, "orphan-document");
}

fn orphan(book: &mut Book, random: &mut Rng) {
    let (slot, page) = take_chapter(book, random, TOC);
    book.rewrite(&slot, "");
    book.expect(&page, 1, "orphan-document");
}

fn toc_cycle(book: &mut Book, random: &mut Rng) {
    let (slot, page) = take_chapter(book, random, NESTED_TOC);
    book.spoil(&slot, "  href: ../TOC.md", "toc-cycle");
    book.expect(&page, 1, "orphan-document");
}

fn broken_toc(book: &mut Book, random: &mut Rng) {
    let file = format!("docs/broken-{}/toc.yml", random.u32(..));
    book.push(&file, "just: a mapping");
    book.expect(&file, 1, "malformed-toc");
}

fn is_redirect(slot: &Slot) -> bool {
    matches!(slot.what, What::Redirect { .. })
}

fn broken_redirect(book: &mut Book, random: &mut Rng) {
    let slot = book.take(random, is_redirect);
    let text = redirection(&format!("gone-{}", slot.line), "../../../outside");
    book.spoil(&slot, &text, "broken-redirect");
}

fn shadowed_redirect(book: &mut Book, random: &mut Rng) {
    let slot = book.take(random, is_redirect);
    let page = book.document(random);
    let from = page.trim_start_matches("docs/").trim_end_matches(".md");
    // An address is shadowed once.
    book.take_all(|other| other.file == page && other.what == What::Words);
    book.spoil(
        &slot,
        &redirection(from, "/product/page-that-is-not-asked-for"),
        "shadowed-redirect",
    );
}

fn redirect_loop(book: &mut Book, random: &mut Rng) {
    let (one, other) = (book.take(random, is_redirect), book.take(random, is_redirect));
    let names = [&one, &other].map(|slot| format!("circle-{}", slot.line));
    let [from, to] = &names;
    book.spoil(&one, &redirection(from, &format!("/product/{to}")), "redirect-loop");
    book.spoil(&other, &redirection(to, &format!("/product/{from}")), "redirect-loop");
}

fn unknown_address(book: &mut Book, random: &mut Rng) {
    let slot = book.take(random, |slot| slot.what == What::Words);
    book.spoil(&slot, "See [there](/product/nowhere).", "unknown-address");
}

fn take_named_link(book: &mut Book, random: &mut Rng) -> Slot {
    book.take(random, |slot| {
        matches!(&slot.what, What::Link { to, .. } if to.contains("page-") && *to != slot.file)
    })
}

/// Only case tells the name from the file's: it is found, and told.
fn wrong_case(book: &mut Book, random: &mut Rng) {
    let slot = take_named_link(book, random);
    let text = book.text(&slot).replace("page-", "Page-");
    book.spoil(&slot, &text, "inexact-link");
}

fn no_ending(book: &mut Book, random: &mut Rng) {
    let slot = take_named_link(book, random);
    let text = book.text(&slot).replace(".md", "");
    book.spoil(&slot, &text, "inexact-link");
}

fn no_title(book: &mut Book, random: &mut Rng) {
    let slot = book.take(random, |slot| slot.what == What::Title);
    book.rewrite(&slot, "Words in place of a title.");
    book.expect(&slot.file, 1, "missing-title");
}

fn missing_include(book: &mut Book, random: &mut Rng) {
    let slot = book.take(random, |slot| slot.what == What::Words);
    book.spoil(&slot, "Of [!INCLUDE [a part](~/../parts/gone.md)] nothing.", "missing-include");
}

/// A part outside the docset, and the way to it.
fn part(book: &mut Book, random: &mut Rng, text: &str) -> (String, String) {
    let name = format!("part-{}.md", random.u64(..));
    let file = format!("parts/{name}");
    book.push(&file, &text.replace("SELF", &name));
    (format!("~/../{file}"), file)
}

fn other_case_of_include(book: &mut Book, random: &mut Rng) {
    let slot = book.take(random, |slot| slot.what == What::Words);
    let (path, _) = part(book, random, "Shared words.");
    let include = format!("[!INCLUDE [a part]({})]", path.replace("part-", "Part-"));
    book.spoil(&slot, &include, "inexact-link");
}

fn include_cycle(book: &mut Book, random: &mut Rng) {
    let slot = book.take(random, |slot| slot.what == What::Words);
    let (path, file) = part(book, random, "[!INCLUDE [itself](SELF)]");
    book.rewrite(&slot, &format!("[!INCLUDE [a part]({path})]"));
    book.expect(&file, 1, "include-cycle");
}

/// The block ends with the page: nothing else is lost.
fn unclosed_block(book: &mut Book, random: &mut Rng) {
    let slot = book.take(random, |slot| slot.what == What::Words);
    book.spoil(&slot, ":::zone pivot=\"one\"", "unclosed-block");
}

fn unopened_block(book: &mut Book, random: &mut Rng) {
    let slot = book.take(random, |slot| slot.what == What::Words);
    book.spoil(&slot, "::: moniker-end", "unclosed-block");
}
