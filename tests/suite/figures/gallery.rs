//! The gallery: every figure of a book, found by what it depicts.

use loggia::source::bundled_book;

use crate::competency::book;
use crate::harness::Server;

const IMAGES: &str = "//- book.toml
[preprocessor.loggia]
//- src/SUMMARY.md
- [Shop](shop.md)
//- src/shop.md
# Shop

![Three <shelves>](shelf.svg)

![A till](till.svg \"Where people pay\")
//- src/shelf.svg
<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"4\"/>
//- src/till.svg
<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"4\"/>
";

#[test]
fn all_figures_of_the_book_are_listed_and_found_by_what_they_depict() {
    let server = Server::new(bundled_book(), &[], false, |snapshot| snapshot);
    let all = server.get("/figures").text().to_owned();
    let drawn = book().answers.figures.all().count();
    assert!(drawn >= 14);
    let images = book().catalog.pages.iter().flat_map(|page| &page.document.images);
    let images = images.filter(|image| image.figure.is_some()).count();
    assert_eq!(all.matches("class=\"gallery-entry\"").count(), drawn + images);
    let found = server.get("/figures?q=sso%20database").text().to_owned();
    let depicting = book().answers.figures.all().filter(|(_, live)| {
        let drawing = live.drawing.as_ref().unwrap();
        drawing.scene.depicted().any(|named| named.label.to_lowercase() == "sso database")
    });
    let count = found.matches("class=\"gallery-entry\"").count();
    assert!(count >= depicting.count() && count < drawn, "{count}");
    assert!(server.get("/figures?q=zeppelin").text().contains("No figures"));
    assert!(server.get("/figures?q=%3Cscript%3E").text().contains("&#60;script&#62;"));
}

#[test]
fn image_files_stand_beside_drawn_figures() {
    let server = Server::fixture(IMAGES);
    let page = server.get("/figures").text().to_owned();
    assert!(
        page.contains("Three &#60;shelves&#62;") && page.contains("src=\"./till.svg\""),
        "{page}"
    );
    assert!(page.contains("./shop#figure-2") && page.contains("Figure 2 of Shop"), "{page}");
    let found = server.get("/figures?q=pay%20till").text().to_owned();
    assert!(found.contains("1 figure ") && !found.contains("shelves"), "{found}");
}

#[test]
fn a_page_of_the_book_at_the_same_address_comes_first() {
    let book = "//- book.toml\n//- src/SUMMARY.md\n- [Own](figures.md)\n//- src/figures.md\n# My own figures\n";
    assert!(Server::fixture(book).get("/figures").text().contains("My own figures"));
}
