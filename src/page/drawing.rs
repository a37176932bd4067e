//! A figure drawn from the graph, as HTML: the picture, its caption, and the same as tables.

mod tables;

use crate::catalog::{Catalog, PageIndex, encode_path};
use crate::figure::svg::SvgWriter;
use crate::figure::svg::style::Style;
use crate::figure::{Drawing, LiveFigure};
use crate::page::address::Addresses;
use crate::page::answer::Dress;
use crate::page::escape::escape;
use crate::page::thing;

/// So many pixels a picture has for each of the drawing's, each way, where pages name one.
pub const PIXELS_EACH: u8 = 2;

/// What every drawn figure begins with on our pages.
pub(in crate::page) const START: &str = "<figure class=\"figure drawn\"";

/// Writes figures for one page.
pub struct FigureWriter<'a> {
    /// Where an IRI of the book leads from the page.
    pub address: &'a dyn Fn(&str) -> Option<String>,
    /// Where the picture stands by itself, if it does.
    pub forms: Option<Forms>,
    /// Whose page it is.
    pub dress: Dress,
}

/// Where the picture of a figure stands by itself, below the root of the book: behind `figures/`
/// and the address of its page.
#[must_use]
pub fn picture_path(catalog: &Catalog, page: PageIndex, live: &LiveFigure) -> Option<String> {
    let route = catalog.pages.get(page)?.route.as_str().trim_end_matches('/');
    let folder = if route.is_empty() { String::new() } else { format!("{route}/") };
    Some(format!("figures/{folder}{}.svg", live.figure.id))
}

/// Where the boxes and lines of a figure lead: to the page of the thing.
#[must_use]
pub fn entity_address(addresses: Addresses<'_>, iri: &str) -> Option<String> {
    thing::url(addresses, iri)
}

/// A drawing by itself; its links lead to the pages of the book.
#[must_use]
pub fn picture(drawing: &Drawing, id: &str, style: Style, addresses: Addresses<'_>) -> String {
    let address = |iri: &str| entity_address(addresses, iri);
    SvgWriter { id, address: &address, style }.write(&drawing.scene, &drawing.layout)
}

/// The same in another form, by its ending.
#[must_use]
pub fn other_form(path: &str, ending: &str) -> String {
    format!("{}{ending}", path.strip_suffix(".svg").unwrap_or(path))
}

/// Where a figure stands by itself, in each of its forms, from its page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Forms {
    /// The SVG.
    pub svg: String,
    /// The picture in pixels.
    pub png: String,
    /// The flowchart of Mermaid.
    pub mermaid: String,
}

/// A figure as it is put on a page.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    /// What its elements' ids begin with.
    pub id: &'a str,
    /// Its number in the page, where it has one.
    pub number: Option<usize>,
    /// What it shows, for readers.
    pub caption: &'a str,
    /// What is drawn, or why nothing is.
    pub drawing: Result<&'a Drawing, &'a str>,
}

impl<'a> Shown<'a> {
    /// A figure of the book.
    #[must_use]
    pub fn of(live: &'a LiveFigure) -> Self {
        Self {
            id: &live.figure.id,
            number: Some(live.figure.number),
            caption: &live.caption,
            drawing: live.drawing.as_deref().map_err(String::as_str),
        }
    }

    fn name(&self) -> String {
        self.number.map_or_else(|| "The figure".to_owned(), |number| format!("Figure {number}"))
    }
}

/// The HTML of a figure on one of our pages.
#[must_use]
pub(in crate::page) fn render(
    live: &LiveFigure,
    page: PageIndex,
    addresses: Addresses<'_>,
) -> String {
    let address = |iri: &str| entity_address(addresses, iri);
    let forms = picture_path(addresses.catalog(), page, live).map(|svg| {
        let at = |path: &str| format!("{}{}", addresses.root(), encode_path(path));
        // A server scales it; a static site has it at this scale.
        let png = format!("{}?scale={PIXELS_EACH}", at(&other_form(&svg, ".png")));
        Forms { png, mermaid: at(&other_form(&svg, ".mmd")), svg: at(&svg) }
    });
    FigureWriter { address: &address, forms, dress: Dress::Loggia }.html(Shown::of(live))
}

impl FigureWriter<'_> {
    /// The HTML of a figure, in one line.
    #[must_use]
    pub fn html(&self, shown: Shown<'_>) -> String {
        let inside = match shown.drawing {
            Ok(drawing) => self.drawing(shown, drawing),
            Err(message) => self.failure(message),
        };
        let id = escape(shown.id);
        let start = match self.dress {
            Dress::Loggia => {
                let mermaid = self.forms.as_ref().map_or_else(String::new, |forms| {
                    format!(" data-mermaid=\"{}\"", escape(&forms.mermaid))
                });
                format!("{START} id=\"{id}\"{mermaid}>")
            }
            Dress::MdBook => format!("<figure id=\"{id}\" style=\"margin-inline: 0\">"),
        };
        let tables = shown.drawing.map_or_else(|_| String::new(), |drawing| {
            let (tables, name) = (self.tables(&drawing.scene), shown.name());
            format!(
                "<details class=\"drawn-tables\"><summary>{name} as tables</summary>{tables}</details>"
            )
        });
        let forms = self.forms.as_ref().filter(|_| shown.drawing.is_ok());
        let forms = forms.map_or_else(String::new, |forms| {
            let (svg, png) = (escape(&forms.svg), escape(&forms.png));
            format!(
                " <span class=\"drawn-links\"><a class=\"drawn-open\" href=\"{svg}\">Enlarge</a> <a class=\"drawn-png\" href=\"{png}\">PNG</a></span>"
            )
        });
        let number = shown.number.map_or_else(String::new, |number| {
            format!("<span class=\"figure-number\">Figure {number}</span> ")
        });
        let caption = escape(shown.caption);
        let html = format!(
            "{start}{inside}<figcaption>{number}{caption}{forms}</figcaption>{tables}</figure>"
        );
        html.replace('\n', " ") + "\n"
    }

    fn drawing(&self, shown: Shown<'_>, drawing: &Drawing) -> String {
        let writer = SvgWriter {
            id: shown.id,
            address: self.address,
            style: if self.dress == Dress::MdBook { Style::Image } else { Style::Page },
        };
        let svg = writer.write(&drawing.scene, &drawing.layout);
        match self.dress {
            Dress::Loggia => {
                let label = format!("{}, can be scrolled", shown.name());
                format!(
                    "<div class=\"drawn-frame\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\">{svg}</div>"
                )
            }
            Dress::MdBook => format!("<div style=\"overflow-x: auto\">{svg}</div>"),
        }
    }

    fn failure(&self, message: &str) -> String {
        let (title, message) = ("The figure cannot be drawn", escape(message));
        match self.dress {
            Dress::Loggia => format!(
                "<div class=\"failure\" role=\"note\"><p class=\"failure-title\">{title}</p><p>{message}</p></div>"
            ),
            Dress::MdBook => format!(
                "<div class=\"warning\"><p><strong>{title}</strong></p><p>{message}</p></div>"
            ),
        }
    }
}
