//! `get_figure`: a figure of the book, or any view of it, in words and with its picture.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use rmcp::model::{ContentBlock, Resource};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::catalog::{PageIndex, encode_path};
use crate::document::CodeBlock;
use crate::figure::LiveFigure;
use crate::figure::scene::Scene;
use crate::figure::svg::style::Theme;
use crate::figure::wanted::Wanted;
use crate::mcp::address::{Source, shown};
use crate::mcp::budget::{Budget, USUAL_TOKENS, cut};
use crate::mcp::resources;
use crate::mcp::server::Book;
use crate::mcp::tool::{Answered, Answers, Refusal};
use crate::page::answer::Dress;
use crate::page::drawing::{FigureWriter, picture_path};
use crate::service::figures::{DeskProblem, ImageFigure, images, images_of};
use crate::service::thing::is_known;
use crate::text::Span;

/// No name of what is drawn is longer.
const LONGEST_NAME: usize = 300;

pub(in crate::mcp) struct GetFigure;

/// Which figure, or what to draw.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::mcp) struct Arguments {
    /// A figure of the book such as `architectures/large#figure-1`, or a page for its first figure.
    #[serde(default, alias = "figure", alias = "page", alias = "name")]
    id: String,
    /// Draw this architecture, or with one of the others a view of it: id or name.
    #[serde(default)]
    architecture: String,
    /// Draw one zone and the flows across its border: id or name.
    #[serde(default)]
    zone: String,
    /// Draw a thing with its neighbours: id or name.
    #[serde(default, alias = "thing", alias = "entity")]
    around: String,
    /// With `around`: in how many steps, 1 to 4.
    #[serde(default = "one_step")]
    #[schemars(range(min = 1, max = 4))]
    depth: i64,
    /// With `to`: draw the shortest ways between two elements: ids or names.
    #[serde(default)]
    from: String,
    /// With `from`.
    #[serde(default)]
    to: String,
    /// With `architecture`: draw the flows of this protocol, such as HTTPS.
    #[serde(default)]
    protocol: String,
    /// With `architecture`: `trusts` between zones, or `data-flows`.
    #[serde(default)]
    show: String,
    /// With `architecture`: draw what changes from that one to this: id or name.
    #[serde(default)]
    compare: String,
}

fn one_step() -> i64 {
    1
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
    /// Left out where it was drawn for this call.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    /// Its caption, quoted.
    title: String,
    /// Where a reader finds it.
    url: String,
    /// The picture alone, as SVG or as the image file that it is; empty where the book has no such
    /// file.
    picture_url: String,
    /// Where the book asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<Source>,
    /// What the picture shows, as Markdown tables of the same elements and flows, or as a
    /// list; quoted.
    text: String,
    /// Why the answer holds no picture, where it does not.
    #[serde(skip_serializing_if = "String::is_empty")]
    no_picture: String,
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
    const DESCRIPTION: &'static str = "Gives an architecture figure: all that it shows (zones, servers, firewalls, flows with \
        protocol and port) as tables, the picture, and a link; of an image file what it shows, \
        and where. Give `id` for a figure of the book, or say with the other arguments what to \
        draw: an architecture, a zone, a thing with its neighbours, the ways between two, one \
        protocol, trusts, data flows, a difference. Without arguments it lists all.";
    type Arguments = Arguments;
    type Reply = Reply;

    fn answer(book: &Book<'_>, arguments: Arguments) -> Result<Answered<Self>, Refusal> {
        let wanted = wanted(book, &arguments)?;
        match (arguments.id.trim(), wanted.0.is_empty()) {
            ("", true) => Ok(Answered::new(list(book))),
            ("", false) => view(book, &wanted),
            (id, true) => of_book(book, id),
            _ => Err(Refusal::new("give either `id` or what to draw, not both")),
        }
    }
}

/// All figures of the book.
fn list(book: &Book<'_>) -> Reply {
    let mut budget = Budget::of_tokens(USUAL_TOKENS);
    let drawn = book.snapshot.answers.figures.all().map(|(page, live)| Entry {
        id: book.id(page, Some(&live.figure.id)),
        title: live.caption.clone(),
    });
    let images = images(book.snapshot).map(|found| Entry {
        id: book.id(found.page, Some(&found.figure.id)),
        title: found.image.caption().to_owned(),
    });
    let figures = budget.fill(drawn.chain(images));
    Reply { figure: None, figures, truncated: budget.exceeded() }
}

/// A figure that the book shows.
fn of_book(book: &Book<'_>, id: &str) -> Result<Answered<GetFigure>, Refusal> {
    if let Some(found) = image(book, id)? {
        return Ok(of_image(book, found));
    }
    let (page, live) = find(book, id)?;
    let drawing = live.drawing.as_ref();
    let drawing =
        drawing.map_err(|why| Refusal::new(format!("the figure cannot be drawn: {why}")))?;
    let path = picture_path(&book.snapshot.catalog, page, live).unwrap_or_default();
    let block = fence(book, page, live);
    let picture = block.map_or(Err(DeskProblem::Unknown), |(number, _)| {
        book.figures.figure_png(book.snapshot, page, number, 1, Theme::Light)
    });
    let figure = Figure {
        id: Some(book.id(page, Some(&live.figure.id))),
        title: live.caption.clone(),
        url: book.url(page, Some(&live.figure.id)),
        picture_url: book.url_of(&encode_path(&path)),
        source: block.map(|(_, block)| source(book, page, block)),
        text: String::new(),
        no_picture: String::new(),
    };
    let uri = resources::figure_uri(book, page, live);
    let link = Resource::new(uri, book.id(page, Some(&live.figure.id)))
        .with_title(live.caption.clone())
        .with_mime_type(resources::SVG);
    let answered = told(figure, &drawing.scene, picture.as_deref());
    Ok(answered.with(ContentBlock::resource_link(link)))
}

/// The image file that an id means.
fn image<'a>(book: &'a Book<'_>, id: &str) -> Result<Option<ImageFigure<'a>>, Refusal> {
    let spot = book.spot(id)?;
    let is_meant = |found: &ImageFigure<'_>| spot.section.as_ref() == Some(&found.figure.id);
    Ok(images_of(book.snapshot, spot.page).find(is_meant))
}

/// An image file in words.
fn of_image(book: &Book<'_>, found: ImageFigure<'_>) -> Answered<GetFigure> {
    let depicted = found.depicts().into_iter().map(|depicted| {
        let region = depicted.region.map_or_else(String::new, |region| {
            format!(", at {} percent from the left and the top, wide and high", region.percent)
        });
        format!("\n- {} ({}){region}", depicted.thing.name, book.id_of_iri(&depicted.thing.iri))
    });
    let whole = found.image.alternative.clone() + &depicted.collect::<String>();
    let text = cut(&whole, Budget::of_tokens(USUAL_TOKENS).left());
    let truncated = text.len() < whole.len();
    let id = Some(found.figure.id.as_str());
    let document = book.snapshot.catalog.pages.get(found.page).map(|page| &page.document);
    let figure = Figure {
        id: Some(book.id(found.page, id)),
        title: found.image.caption().to_owned(),
        url: book.url(found.page, id),
        picture_url: found.picture().map(|path| book.url_of(&path)).unwrap_or_default(),
        source: document.map(|document| book.source_of(document, found.image.span.start)),
        text: text.to_owned(),
        no_picture: String::new(),
    };
    Answered::new(Reply { figure: Some(figure), figures: Vec::new(), truncated })
}

/// A view that is drawn for this call.
fn view(book: &Book<'_>, wanted: &Wanted) -> Result<Answered<GetFigure>, Refusal> {
    let drawn = book.figures.drawing(book.snapshot, wanted);
    let drawn = drawn.map_err(|problem| Refusal::new(problem.to_string()))?;
    let picture = book.figures.png(book.snapshot, wanted, 1, Theme::Light);
    let query = wanted.query();
    let figure = Figure {
        id: None,
        title: drawn.title,
        url: book.url_of(&format!("figures/new?{query}")),
        picture_url: book.url_of(&format!("figures/new.svg?{query}")),
        source: None,
        text: String::new(),
        no_picture: String::new(),
    };
    Ok(told(figure, &drawn.drawing.scene, picture.as_deref()))
}

/// A figure with its words and its pixels. The words are worth telling without the pixels.
fn told(
    mut figure: Figure,
    scene: &Scene,
    picture: Result<&[u8], &DeskProblem>,
) -> Answered<GetFigure> {
    let writer = FigureWriter { address: &|_| None, forms: None, dress: Dress::Loggia };
    let whole = writer.tables_in_markdown(scene);
    let text = cut(&whole, Budget::of_tokens(USUAL_TOKENS).left());
    let truncated = text.len() < whole.len();
    text.clone_into(&mut figure.text);
    let image = match picture {
        Ok(png) => Some(BASE64_STANDARD.encode(png)),
        Err(problem) => {
            figure.no_picture = problem.to_string();
            None
        }
    };
    let answered = Answered::new(Reply { figure: Some(figure), figures: Vec::new(), truncated });
    let image = image.map(|png| ContentBlock::image(png, "image/png".to_owned()));
    image.into_iter().fold(answered, Answered::with)
}

/// What is to be drawn, things by their IRIs where their ids or names tell which are meant.
fn wanted(book: &Book<'_>, arguments: &Arguments) -> Result<Wanted, Refusal> {
    let Arguments { architecture, zone, around, from, to, protocol, show, compare, .. } = arguments;
    let given = [
        ("architecture", architecture),
        ("compare", compare),
        ("zone", zone),
        ("around", around),
        ("from", from),
        ("to", to),
        ("protocol", protocol),
        ("show", show),
    ];
    let is_within = !architecture.trim().is_empty();
    let mut wanted = BTreeMap::new();
    for (name, value) in given.map(|(name, value)| (name, value.trim())) {
        if value.is_empty() {
            continue;
        }
        if value.len() > LONGEST_NAME {
            return Err(Refusal::new(format!("`{name}` is too long; give an id or a name")));
        }
        let meant = match name {
            "architecture" | "compare" => book.architecture(value)?,
            "protocol" | "show" => value.to_owned(),
            _ => element(book, value, is_within)?,
        };
        wanted.insert(name, meant);
    }
    if wanted.contains_key("around") {
        wanted.insert("depth", arguments.depth.to_string());
    }
    Ok(Wanted(wanted))
}

/// The IRI of an element. Within an architecture that is named too, a name is enough, and is looked
/// up by whoever draws it.
fn element(book: &Book<'_>, given: &str, is_within: bool) -> Result<String, Refusal> {
    let iri = book.iri_of_id(given);
    if is_known(book.snapshot, &iri) {
        return Ok(iri);
    }
    if is_within { Ok(given.to_owned()) } else { book.thing(given) }
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

/// The fence that asks for a figure, with its number among the page's blocks of code.
fn fence<'a>(
    book: &'a Book<'_>,
    page: PageIndex,
    live: &LiveFigure,
) -> Option<(usize, &'a CodeBlock)> {
    let blocks = &book.snapshot.catalog.pages.get(page)?.document.code_blocks;
    blocks.iter().enumerate().find(|(_, block)| block.figure.as_ref() == Some(&live.figure))
}

fn source(book: &Book<'_>, page: PageIndex, block: &CodeBlock) -> Source {
    let document = book.snapshot.catalog.pages.get(page).map(|page| &page.document);
    let place =
        document.map(|document| document.place(Span::new(block.span.start, block.span.start)));
    place.map_or(Source { file: String::new(), line: 1 }, |place| book.source(&place))
}
