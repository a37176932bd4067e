//! `get_figure`: a figure of the book in words, with its picture.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use rmcp::model::{ContentBlock, Resource};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::catalog::{PageIndex, encode_path};
use crate::figure::LiveFigure;
use crate::mcp::address::{Source, shown};
use crate::mcp::budget::{Budget, USUAL_TOKENS, cut};
use crate::mcp::resources;
use crate::mcp::server::Book;
use crate::mcp::tool::{Answered, Answers, Refusal};
use crate::page::answer::Dress;
use crate::page::drawing::{FigureWriter, picture_path};
use crate::service::figures::{ImageFigure, images, images_of, picture_in_pixels};
use crate::text::Span;

pub(in crate::mcp) struct GetFigure;

/// Which figure.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::mcp) struct Arguments {
    /// A figure such as `architectures/large#figure-1`, or a page, whose first figure is meant.
    /// Empty lists all figures.
    #[serde(default, alias = "figure", alias = "page", alias = "name")]
    id: String,
}

/// A figure, or the list of all.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::mcp) struct Reply {
    /// The figure that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    figure: Option<Figure>,
    /// All figures, where none was asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    figures: Vec<Entry>,
    /// Whether something was cut.
    truncated: bool,
}

/// A figure.
#[derive(Debug, Serialize, JsonSchema)]
struct Figure {
    id: String,
    /// Its caption, quoted.
    title: String,
    /// Where a reader finds it.
    url: String,
    /// The picture alone, as SVG or as the image file that it is; empty where the book has no such
    /// file.
    picture_url: String,
    source: Source,
    /// What the picture shows, as Markdown tables of the same elements and flows, or as a list; quoted.
    text: String,
}

/// A figure in the list of all.
#[derive(Debug, Serialize, JsonSchema)]
struct Entry {
    id: String,
    title: String,
}

impl Answers for GetFigure {
    const NAME: &'static str = "get_figure";
    const TITLE: &'static str = "See a figure";
    const DESCRIPTION: &'static str = "Gives an architecture figure: everything the picture shows \
        (zones, servers, databases, firewalls, flows with protocol and port) as tables, the picture \
        itself, and a link to it. Of an image file it gives what its author says that it shows, and \
        where. Without an id it lists all figures. Use it to describe a drawing or to show it to the \
        user.";
    type Arguments = Arguments;
    type Reply = Reply;

    fn answer(book: &Book<'_>, arguments: Arguments) -> Result<Answered<Self>, Refusal> {
        let mut budget = Budget::of_tokens(USUAL_TOKENS);
        if arguments.id.trim().is_empty() {
            let drawn = book.snapshot.answers.figures.all().map(|(page, live)| Entry {
                id: book.id(page, Some(&live.figure.id)),
                title: live.caption.clone(),
            });
            let images = images(book.snapshot).map(|found| Entry {
                id: book.id(found.page, Some(&found.figure.id)),
                title: found.image.caption().to_owned(),
            });
            let figures = budget.fill(drawn.chain(images));
            let truncated = budget.exceeded();
            return Ok(Answered::new(Reply { figure: None, figures, truncated }));
        }
        if let Some(found) = image(book, &arguments.id)? {
            let (figure, truncated) = of_image(book, found, budget.left());
            let reply = Reply { figure: Some(figure), figures: Vec::new(), truncated };
            return Ok(Answered::new(reply));
        }
        let (page, live) = find(book, &arguments.id)?;
        let path = picture_path(&book.snapshot.catalog, page, live).unwrap_or_default();
        let whole = in_words(live)?;
        let text = cut(&whole, budget.left());
        let truncated = text.len() < whole.len();
        let figure = Figure {
            id: book.id(page, Some(&live.figure.id)),
            title: live.caption.clone(),
            url: book.url(page, Some(&live.figure.id)),
            picture_url: book.url_of(&encode_path(&path)),
            source: source(book, page, live),
            text: text.to_owned(),
        };
        let picture = picture_in_pixels(book.snapshot, live)
            .map(|png| ContentBlock::image(BASE64_STANDARD.encode(png), "image/png".to_owned()));
        let link = Resource::new(resources::figure_uri(book, page, live), figure.id.clone())
            .with_title(live.caption.clone())
            .with_mime_type(resources::SVG);
        let reply = Reply { figure: Some(figure), figures: Vec::new(), truncated };
        let answered = Answered::new(reply).with(ContentBlock::resource_link(link));
        Ok(picture.into_iter().fold(answered, Answered::with))
    }
}

/// The image file that an id means.
fn image<'a>(book: &'a Book<'_>, id: &str) -> Result<Option<ImageFigure<'a>>, Refusal> {
    let spot = book.spot(id)?;
    let is_meant = |found: &ImageFigure<'_>| spot.section.as_ref() == Some(&found.figure.id);
    Ok(images_of(book.snapshot, spot.page).find(is_meant))
}

/// An image file in words, and whether some were cut.
fn of_image(book: &Book<'_>, found: ImageFigure<'_>, room: usize) -> (Figure, bool) {
    let depicted = found.depicts().into_iter().map(|depicted| {
        let region = depicted.region.map_or_else(String::new, |region| {
            format!(", at {} percent from the left and the top, wide and high", region.percent)
        });
        format!("\n- {} ({}){region}", depicted.thing.name, book.id_of_iri(&depicted.thing.iri))
    });
    let whole = found.image.alternative.clone() + &depicted.collect::<String>();
    let text = cut(&whole, room);
    let id = Some(found.figure.id.as_str());
    let document = book.snapshot.catalog.pages.get(found.page).map(|page| &page.document);
    let source = document.map(|document| book.source_of(document, found.image.span.start));
    let figure = Figure {
        id: book.id(found.page, id),
        title: found.image.caption().to_owned(),
        url: book.url(found.page, id),
        picture_url: found.picture().map(|path| book.url_of(&path)).unwrap_or_default(),
        source: source.unwrap_or(Source { file: String::new(), line: 1 }),
        text: text.to_owned(),
    };
    (figure, text.len() < whole.len())
}

/// The figure that an id means: itself, or the first of a page.
pub(in crate::mcp) fn find<'a>(
    book: &'a Book<'_>,
    id: &str,
) -> Result<(PageIndex, &'a LiveFigure), Refusal> {
    let spot = book.spot(id)?;
    let mut figures = book.snapshot.answers.figures.of_page(spot.page);
    let found = match &spot.section {
        Some(section) => {
            let is_meant = |live: &&LiveFigure| live.figure.id == *section;
            let mut of_page = book.snapshot.answers.figures.of_page(spot.page);
            of_page.find(is_meant).or_else(|| figures.next())
        }
        None => figures.next(),
    };
    let none = || {
        let id = shown(id);
        Refusal::new(format!(
            "the page of `{id}` has no drawn figure; call get_figure without an id for the list"
        ))
    };
    found.map(|live| (spot.page, live)).ok_or_else(none)
}

/// What a figure shows, as Markdown.
fn in_words(live: &LiveFigure) -> Result<String, Refusal> {
    let writer = FigureWriter { address: &|_| None, forms: None, dress: Dress::Loggia };
    writer.markdown(live).ok_or_else(|| {
        let why = live.drawing.as_ref().err().map(String::as_str).unwrap_or_default();
        Refusal::new(format!("the figure cannot be drawn: {why}"))
    })
}

/// The fence that asks for the figure.
fn source(book: &Book<'_>, page: PageIndex, live: &LiveFigure) -> Source {
    let document = book.snapshot.catalog.pages.get(page).map(|page| &page.document);
    let fence = document.and_then(|document| {
        let mut blocks = document.code_blocks.iter();
        let block = blocks.find(|block| block.figure.as_ref() == Some(&live.figure))?;
        Some(book.source(&document.place(Span::new(block.span.start, block.span.start))))
    });
    fence.unwrap_or(Source { file: String::new(), line: 1 })
}
