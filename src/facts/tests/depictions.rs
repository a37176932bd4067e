//! What images are said to depict, and where.

use crate::config::Config;
use crate::facts::tests::{BASE, Book, book, read, short};
use crate::source::MemoryFiles;

/// A page with two zones, whose first holds `text`, beside two pictures of 640 by 400 pixels.
fn zone(text: &str) -> Book {
    let picture = "<svg width='640' height='400'/>";
    book(&format!(
        "//- i.svg\n{picture}\n//- j.svg\n{picture}\n//- part.txt\nThe [wall](#w \"depicts 5,5,5,5\").\n\
         //- b.md\n# Far {{#far .Server}}\n\
         //- a.md\n# A {{#a .Zone}}\n\n{text}\n\n# B {{#b .Zone}}\n\n# W {{#w .Firewall}}\n\n# Plain {{#plain}}\n"
    ))
}

impl Book {
    /// Every hot spot, one a line: the figure, what it shows, where, and the words of the link.
    fn hot_spots(&self) -> String {
        let spots = self.facts.pages.iter().zip(&self.catalog.pages).flat_map(|(facts, page)| {
            facts.hot_spots.iter().map(|spot| {
                let fact = &facts.statements[spot.statement].fact;
                let (image, link) =
                    (&page.document.images[spot.image], &page.document.links[spot.link]);
                let (figure, thing) = (short(&fact.subject), short(&fact.object));
                format!("{} {figure} {thing} {} “{}”", image.target, spot.region, link.text)
            })
        });
        spots.collect::<Vec<_>>().join("\n")
    }
}

#[test]
fn links_below_an_image_say_what_it_depicts_and_where() {
    let book = zone(
        "![One](i.svg)\n\n\
         - [B](#b \"depicts 12,40,18.5,9\"), the deep one\n\
         - It shows [far](b.md#far \"Depict 1, 2, 3, 4\") and the [wall](#w \"depicts\").\n\
         - [section](#plain \"depicts 0,0,100,100\"), [page](b.md \"depicts\")\n\
         - [site](https://example.com/x \"depicts 1,1,1,1\"), [](#b \"depicts 2,2,2,2\")\n\n\
         It does not show [A](#a \"depicts 1,1,1,1\"), and should show [b](#b \"should depict 3,3,3,3\").\n\n\
         ![Two](j.svg)\n\n\
         {{#include part.txt}}",
    );
    insta::assert_snapshot!(book.told(), @"
    <a#figure-1> arch:depicts <a#b>
    <a#figure-1> arch:depicts <b#far>
    <a#figure-1> arch:depicts <a#w>
    <a#figure-1> arch:depicts <a#plain>
    <a#figure-1> arch:depicts <b#far>
    <a#figure-1> arch:depicts <https://example.com/x>
    <a#figure-1> arch:depicts <a#b>
    negated: <a#figure-1> arch:depicts <a#a>
    recommended: <a#figure-1> arch:depicts <a#b>
    <a#figure-2> arch:depicts <a#w>
    ");
    insta::assert_snapshot!(book.hot_spots(), @"
    i.svg <a#figure-1> <a#b> 12,40,18.5,9 “B”
    i.svg <a#figure-1> <b#far> 1,2,3,4 “far”
    i.svg <a#figure-1> <a#plain> 0,0,100,100 “section”
    i.svg <a#figure-1> <https://example.com/x> 1,1,1,1 “site”
    i.svg <a#figure-1> <a#b> 2,2,2,2 “”
    j.svg <a#figure-2> <a#w> 5,5,5,5 “wall”
    ");
    assert_eq!(book.problems(), "");
    let sources = book.sources();
    assert!(
        sources.contains("a.md:5:3 link title: <a#figure-1> arch:depicts <a#b> ← B, the deep one"),
        "{sources}"
    );
    assert!(
        sources.contains("part.txt:1:5 link title: <a#figure-2> arch:depicts <a#w> ← The wall."),
        "{sources}"
    );
}

#[test]
fn a_term_below_an_image_says_so_too() {
    let book = zone(
        "![One](i.svg)\n\n\
         Depicts\n: [B](#b \"12,40,18,9\"), [wall](#w) and [far](b.md#far \"a tooltip\")\n\
         : W and Far\n\
         : [B](#b \"depicts 1,2,3,4\")\n\n\
         Should depict\n: [B](#b \"5,6,7,8\")\n\n\
         Trusts\n: [B](#b)",
    );
    insta::assert_snapshot!(book.told(), @"
    <a#figure-1> arch:depicts <a#b>
    <a#figure-1> arch:depicts <a#b>
    <a#figure-1> arch:depicts <a#w>
    <a#figure-1> arch:depicts <b#far>
    <a#figure-1> arch:depicts <a#w>
    <a#figure-1> arch:depicts <b#far>
    recommended: <a#figure-1> arch:depicts <a#b>
    <a#a> arch:trusts <a#b>
    ");
    insta::assert_snapshot!(book.hot_spots(), @"
    i.svg <a#figure-1> <a#b> 1,2,3,4 “B”
    i.svg <a#figure-1> <a#b> 12,40,18,9 “B”
    ");
    assert_eq!(book.problems(), "");
    assert!(
        book.sources()
            .contains("definition: <a#figure-1> arch:depicts <a#w> ← Depicts: B, wall and far")
    );
}

#[test]
fn the_last_figure_above_in_the_same_section_is_meant() {
    let book = zone(
        "text ![in line](i.svg)\n\n![One](i.svg)\n\n![Two](j.svg)\n\n\
         [b](#b \"depicts\")\n\n\
         ```figure\nDrawn\n```\n\n[b](#b \"depicts\")\n\n\
         ## Part\n\n[b](#b \"depicts 1,1,1,1\")\n\n![Late](i.svg)",
    );
    insta::assert_snapshot!(book.told(), @"<a#figure-2> arch:depicts <a#b>");
    insta::assert_snapshot!(book.problems(), @"
    a.md:15:1 fact-without-subject: `depicts` is stated here of no image; put it below an image that stands alone in its paragraph, in the same section
    a.md:19:1 fact-without-subject: `depicts` is stated here of no image; put it below an image that stands alone in its paragraph, in the same section
    ");
}

#[test]
fn of_a_thing_that_is_a_figure_others_may_say_what_it_depicts() {
    let book = book(
        "# Old drawing {#old .Figure}\n\n[b](#b \"depicts\")\n\nDepicts\n: B\n\n# B {#b .Zone}\n\n# Words\n\nDepicts\n: to show\n",
    );
    insta::assert_snapshot!(book.told(), @"
    <a#old> arch:depicts <a#b>
    <a#old> arch:depicts <a#b>
    ");
    assert_eq!((book.hot_spots().as_str(), book.problems().as_str()), ("", ""));
}

#[test]
fn what_is_no_region_and_no_thing_is_told() {
    let book = zone(
        "![One](i.svg)\n\n\
         [b](#b \"depicts 64,40,320,100\") [b](#b \"depicts the old wall\") [b](#b \"depicts 1,2,3\")\n\
         [b](#b \"depicts 1,2,0,4\") [file](j.svg \"depicts 1,2,3,4\") [gone](gone.md \"depicts 1,2,3,4\")\n\n\
         Depicts\n: [b](#b \"90,90,20,20\")\n: Nobodys\n\n\
         ## Part\n\nDepicts\n: [b](#b)",
    );
    assert_eq!((book.told().as_str(), book.hot_spots().as_str()), ("", ""));
    insta::assert_snapshot!(book.problems(), @"
    a.md:5:17 malformed-region: the region `64,40,320,100` does not lie inside the image; if these are pixels, write `10,10,50,25`
    a.md:5:49 malformed-region: `the old wall` is no region of the image; write left, top, width and height in percent of the image, as in `12,40,18,9`
    a.md:5:80 malformed-region: `1,2,3` is no region of the image; write left, top, width and height in percent of the image, as in `12,40,18,9`
    a.md:6:17 malformed-region: the region `1,2,0,4` has no width or no height; write left, top, width and height in percent of the image, as in `12,40,18,9`
    a.md:6:34 value-without-class: `depicts` leads to `file`, which declares no thing; give the heading it leads to a class, as in `## Name {#id .Class}`
    a.md:9:11 malformed-region: the region `90,90,20,20` does not lie inside the image; if these are pixels, write `14.062,22.5,3.125,5`
    a.md:10:3 unknown-name: `depicts` has the value `Nobodys`, which nothing is called; link to the heading that declares it, or use a name of a vocabulary
    a.md:14:1 fact-without-subject: `Depicts` is stated here of no image; put it below an image that stands alone in its paragraph, in the same section
    ");
}

#[test]
fn a_longer_name_that_begins_with_the_same_word_is_another_property() {
    let book = book(
        "# A {#a .Zone}\n\n![One](https://example.com/i.png)\n\n[b](#b \"depicts the owner of\")\n\n# B {#b .Zone}\n",
    );
    assert_eq!(book.told(), "<a#a> <depictsOwner> <a#b>");
    assert_eq!(book.problems(), "");
}

#[test]
fn a_book_that_is_not_literate_states_nothing_of_its_images() {
    let files = MemoryFiles::fixture(
        "//- a.md\n# A {#a .Zone}\n\n![One](i.svg)\n\n- [A](#a \"depicts 1,2\")\n\nDepicts\n: [A](#a \"x,y\")\n//- i.svg\n<svg/>\n",
    );
    let book = read(&files, Config { base: BASE.to_owned(), ..Config::default() });
    assert_eq!(
        (book.told().as_str(), book.hot_spots().as_str(), book.problems().as_str()),
        ("", "", "")
    );
}
