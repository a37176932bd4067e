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

- [Drawer](#drawer \"depicts 25,50,50,25\"), and the [bell](#bell \"depicts\")
- [Key](#drawer \"depicts 0,0,10,10\")

## Cash drawer {#drawer .Server}

## Bell {#bell .Server}

//- src/shelf.svg
<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"4\"/>
//- src/till.svg
<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"4\"/>
";

/// All image files of the bundled book that are figures.
fn image_files() -> usize {
    let pages = book().catalog.pages.iter();
    pages.flat_map(|page| &page.document.images).filter(|image| image.figure.is_some()).count()
}

#[test]
fn all_figures_of_the_book_are_listed_and_found_by_what_they_depict() {
    let server = Server::new(bundled_book(), &[], false, |snapshot| snapshot);
    let all = server.get("/figures").text().to_owned();
    let drawn = book().answers.figures.all().count();
    assert!(drawn >= 14 && image_files() >= 1);
    assert_eq!(all.matches("class=\"gallery-entry\"").count(), drawn + image_files());
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
    let why = "/api/v1/why?subject=%3Cshop%23figure-2%3E&predicate=depicts&object=Bell";
    let why = server.get(why).text().to_owned();
    assert!(why.contains("\"file\":\"src/shop.md\"") && why.contains("\"line\":7,"), "{why}");
}

#[test]
fn an_image_is_found_by_what_it_depicts_and_known_to_the_thing() {
    let server = Server::fixture(IMAGES);
    let found = server.get("/figures?q=cash%20drawer").text().to_owned();
    assert!(found.contains("1 figure ") && !found.contains("shelves"), "{found}");
    let links = "Depicts <a href=\"./things/shop/drawer\">Cash drawer</a> · <a href=\"./things/shop/bell\">Bell</a></p>";
    assert!(found.contains(links), "{found}");
    let thing = server.get("/things/shop/drawer").text().to_owned();
    let place =
        "<a href=\"../../shop#region-1\">Shop, figure 2</a> <small>Where people pay</small>";
    assert!(thing.contains(place), "{thing}");
    let told = server.get("/things/shop/drawer.md").text().to_owned();
    assert!(
        told.contains("- Figure 2 of Shop: Where people pay (at 25,50,50,25 and 0,0,10,10 percent"),
        "{told}"
    );
    let page = server.get("/shop").text().to_owned();
    assert!(
        page.contains("<a id=\"region-2\" href=\"./things/shop/drawer\" aria-label=\"Key\">"),
        "{page}"
    );
    assert!(page.contains("Figure 2 of Shop"), "the panel of facts names the figure: {page}");
}

#[test]
fn a_page_of_the_book_at_the_same_address_comes_first() {
    let book = "//- book.toml\n//- src/SUMMARY.md\n- [Own](figures.md)\n//- src/figures.md\n# My own figures\n";
    assert!(Server::fixture(book).get("/figures").text().contains("My own figures"));
}
