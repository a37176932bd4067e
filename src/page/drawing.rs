//! A figure drawn from the graph, as HTML: the picture, its caption, and the same as tables.

mod tables;

use crate::catalog::{Catalog, PageIndex, encode_path};
use crate::figure::svg::SvgWriter;
use crate::figure::{Drawing, LiveFigure};
use crate::page::address::Addresses;
use crate::page::answer::Dress;
use crate::page::escape::escape;
use crate::page::thing;

/// Writes figures for one page.
pub struct FigureWriter<'a> {
    /// Where an IRI of the book leads from the page.
    pub address: &'a dyn Fn(&str) -> Option<String>,
    /// Where the picture stands by itself, if it does.
    pub picture: Option<String>,
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

/// The picture by itself; its links lead to the pages of the things it shows.
#[must_use]
pub fn picture(live: &LiveFigure, addresses: Addresses<'_>) -> Option<String> {
    let drawing = live.drawing.as_ref().ok()?;
    let address = |iri: &str| thing::url(addresses, iri);
    let writer = SvgWriter { id: &live.figure.id, address: &address, stands_alone: true };
    Some(writer.write(&drawing.scene, &drawing.layout))
}

/// The HTML of a figure on one of our pages.
#[must_use]
pub(in crate::page) fn render(
    live: &LiveFigure,
    page: PageIndex,
    addresses: Addresses<'_>,
) -> String {
    let catalog = addresses.catalog();
    let address = |iri: &str| thing::url(addresses, iri);
    let picture = picture_path(catalog, page, live);
    let picture = picture.map(|path| format!("{}{}", addresses.root(), encode_path(&path)));
    FigureWriter { address: &address, picture, dress: Dress::Loggia }.html(live)
}

impl FigureWriter<'_> {
    /// The HTML of a figure, in one line.
    #[must_use]
    pub fn html(&self, live: &LiveFigure) -> String {
        let shown = match &live.drawing {
            Ok(drawing) => self.drawing(live, drawing),
            Err(message) => self.failure(message),
        };
        let (id, number) = (escape(&live.figure.id), live.figure.number);
        let start = match self.dress {
            Dress::Loggia => format!("<figure class=\"figure drawn\" id=\"{id}\">"),
            Dress::MdBook => format!("<figure id=\"{id}\" style=\"margin-inline: 0\">"),
        };
        let tables = live.drawing.as_ref().map_or_else(|_| String::new(), |drawing| {
            let tables = self.tables(&drawing.scene);
            format!(
                "<details class=\"drawn-tables\"><summary>Figure {number} as tables</summary>{tables}</details>"
            )
        });
        let picture = self.picture.as_ref().filter(|_| live.drawing.is_ok());
        let picture = picture.map_or_else(String::new, |address| {
            format!(" <a class=\"drawn-open\" href=\"{}\">Enlarge</a>", escape(address))
        });
        let caption = escape(&live.caption);
        let html = format!(
            "{start}{shown}<figcaption><span class=\"figure-number\">Figure {number}</span> {caption}{picture}</figcaption>{tables}</figure>"
        );
        html.replace('\n', " ") + "\n"
    }

    fn drawing(&self, live: &LiveFigure, drawing: &Drawing) -> String {
        let writer = SvgWriter {
            id: &live.figure.id,
            address: self.address,
            stands_alone: self.dress == Dress::MdBook,
        };
        let svg = writer.write(&drawing.scene, &drawing.layout);
        match self.dress {
            Dress::Loggia => {
                let label = format!("Figure {}, can be scrolled", live.figure.number);
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
