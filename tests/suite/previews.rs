//! What others show of a page that somebody links to: its picture, by the meta elements of Open
//! Graph. The pictures are asked for, as those do who show them.

use loggia::chat::settings::Settings;
use loggia::source::MemoryFiles;
use loggia::text::FilePath;
use loggia::web::chat::{Chat, Surroundings};

use crate::figures::SHOP;
use crate::harness::{Server, elements, run};

const PUBLIC: &str = "https://kb.example.org/docs/";

/// A PNG of three pixels across and two down, as far as its header.
const IMAGE: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x03\0\0\0\x02\x08\x02\0\0\0";

/// The shop with pages that show an image, an icon or nothing.
fn files() -> MemoryFiles {
    let file = |path: &str| FilePath::new(path).unwrap();
    let summary = "- [Shop](shop.md)\n- [Image](image.md)\n- [None](none.md)\n";
    MemoryFiles::fixture(SHOP)
        .with(file("src/SUMMARY.md"), summary.as_bytes())
        .with(file("src/image.md"), b"# Image\n\n![A plan](a/plan.png)\n".as_slice())
        .with(file("src/none.md"), b"# None\n\nWords and ![a drawing](a/plan.svg).\n".as_slice())
        .with(file("src/a/plan.png"), IMAGE)
        .with(file("src/a/plan.svg"), b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>".as_slice())
}

fn server(published: Option<&str>) -> Server {
    let settings = Settings { published: published.map(str::to_owned), ..Settings::default() };
    let chat = Chat::new(settings, Surroundings::with_clock(|| 0));
    Server::with_chat(files(), &[], false, chat, |first| first)
}

/// What a page says of its picture, and the kind of card it wants.
#[derive(Debug, Default, PartialEq, Eq)]
struct Preview {
    image: String,
    alternative: String,
    size: Option<(u32, u32)>,
    card: String,
}

fn preview(html: &str) -> Preview {
    let elements = elements(html);
    let said = |name: &str| {
        let mut metas = elements.iter().filter(|element| element.name == "meta");
        let meta = metas
            .find(|meta| ["property", "name"].iter().any(|it| meta.attribute(it) == Some(name)));
        meta.and_then(|meta| meta.attribute("content")).unwrap_or_default().to_owned()
    };
    let number = |name: &str| said(name).parse::<u32>().ok();
    Preview {
        image: said("og:image"),
        alternative: said("og:image:alt"),
        size: number("og:image:width").zip(number("og:image:height")),
        card: said("twitter:card"),
    }
}

/// The size that the header of a PNG tells.
fn size_of(png: &[u8]) -> (u32, u32) {
    assert!(png.starts_with(b"\x89PNG"), "no PNG");
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    (number(16), number(20))
}

/// The page's preview, whose picture is there and as large as the page says.
fn fetched(server: &Server, page: &str) -> Preview {
    let preview = preview(server.get(page).text());
    let below = preview.image.strip_prefix(PUBLIC).unwrap_or_else(|| panic!("{preview:?}"));
    let picture = server.get(&format!("/{below}"));
    assert_eq!((picture.status, picture.media_type()), (200, "image/png"), "{preview:?}");
    assert_eq!(preview.size, Some(size_of(&picture.body)), "{page}");
    preview
}

#[test]
fn a_page_shows_its_drawn_figure() {
    let shown = fetched(&server(Some(PUBLIC)), "/shop");
    assert_eq!(shown.image, format!("{PUBLIC}figures/shop/figure-1.png?scale=2"));
    assert_eq!(
        (shown.alternative.as_str(), shown.card.as_str()),
        ("The <shop>", "summary_large_image")
    );
}

#[test]
fn a_page_without_one_shows_its_first_image_and_else_nothing() {
    let server = server(Some(PUBLIC));
    let shown = preview(server.get("/image").text());
    let image = Preview {
        image: format!("{PUBLIC}a/plan.png"),
        alternative: "A plan".to_owned(),
        size: Some((3, 2)),
        card: "summary_large_image".to_owned(),
    };
    assert_eq!(shown, image);
    let nothing = Preview { card: "summary".to_owned(), ..Preview::default() };
    assert_eq!(preview(server.get("/none").text()), nothing, "hardly anybody shows an SVG");
}

#[test]
fn a_thing_shows_what_it_is_joined_with_and_an_architecture_its_own_figure() {
    let server = server(Some(PUBLIC));
    let till = fetched(&server, "/things/shop/till");
    assert!(till.image.starts_with(&format!("{PUBLIC}figures/new.png?around=")), "{till:?}");
    assert_eq!(till.card, "summary_large_image");
    let shop = fetched(&server, "/things/shop/shop");
    assert_eq!(shop.image, format!("{PUBLIC}figures/shop/figure-1.png?scale=2"));
}

#[test]
fn a_figure_that_was_asked_for_is_shown_by_whom_it_is_sent_to() {
    let shown = fetched(&server(Some(PUBLIC)), "/figures/new?around=shop%23till");
    assert!(!shown.alternative.is_empty(), "{shown:?}");
}

#[test]
fn without_a_published_address_there_is_no_picture() {
    let server = server(None);
    for page in ["/shop", "/image", "/things/shop/till"] {
        let nothing = Preview { card: "summary".to_owned(), ..Preview::default() };
        assert_eq!(preview(server.get(page).text()), nothing, "{page}");
    }
}

#[test]
fn a_published_address_is_that_of_the_page_too() {
    let page = server(Some(PUBLIC)).get("/shop");
    let links = elements(page.text());
    let canonical = links.iter().find(|link| link.attribute("rel") == Some("canonical"));
    let address = canonical.and_then(|link| link.attribute("href"));
    assert_eq!(address, Some(format!("{PUBLIC}shop").as_str()));
}

#[test]
fn pictures_of_a_static_site_are_files_of_it() {
    let folder = tempfile::tempdir().unwrap();
    for part in SHOP.split("//- ").skip(1) {
        let (path, content) = part.split_once('\n').unwrap();
        let path = folder.path().join(path.trim());
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    let build = |destination: &str| {
        let ran = run(folder.path(), &["build", ".", "--destination", destination]);
        // The shop breaks rules, which no site waits for.
        assert!(ran.err.contains("1 error, 1 warning"), "{}", ran.err);
        preview(
            &std::fs::read_to_string(folder.path().join(destination).join("shop.html")).unwrap(),
        )
    };
    assert_eq!(build("unpublished").image, "", "nobody knows its address");
    let settings = format!("[preprocessor.loggia]\nbase = \"{PUBLIC}\"\n");
    std::fs::write(folder.path().join("book.toml"), settings).unwrap();
    let shown = build("site");
    let file = shown.image.strip_prefix(PUBLIC).unwrap_or_else(|| panic!("{shown:?}"));
    let png = std::fs::read(folder.path().join("site").join(file)).unwrap();
    assert_eq!(shown.size, Some(size_of(&png)));
}
