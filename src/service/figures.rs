//! Figures by themselves, as pictures: those of the book, drawn ones and image files, and any view
//! that somebody asks for.

mod choices;
mod desk;
mod image;

pub use choices::{Choices, choices};
pub use desk::{Desk, DeskProblem};
pub use image::{Depicted, ImageFigure, image_at, images, images_of};

use std::sync::Arc;

use rayon::prelude::*;

use crate::catalog::{PageIndex, Route};
use crate::figure::book::empty;
use crate::figure::mermaid::flowchart;
use crate::figure::png::{PngProblem, png};
use crate::figure::svg::style::{Style, Theme};
use crate::figure::view::View;
use crate::figure::wanted::{Refusal, Wanted};
use crate::figure::words::description;
use crate::figure::{Drawing, LiveFigure};
use crate::page::address::{Addresses, Site};
use crate::page::drawing;
use crate::snapshot::Snapshot;

/// A view of the graph as it is drawn.
#[derive(Debug, Clone)]
pub struct Picture {
    /// What it shows, in a few words.
    pub title: String,
    /// The same as sentences, for whoever does not see it.
    pub description: String,
    /// What is drawn, and where.
    pub drawing: Arc<Drawing>,
}

impl Picture {
    fn of(drawing: Arc<Drawing>) -> Self {
        Self {
            title: drawing.scene.subject.label.clone(),
            description: description(&drawing.scene),
            drawing,
        }
    }

    /// The SVG by itself, in the colours that its reader prefers. `from` is the address it stands
    /// at: its links are relative to that.
    #[must_use]
    pub fn svg(&self, snapshot: &Snapshot, site: Site, from: &Route) -> String {
        let addresses = Addresses::new(&snapshot.catalog, site, from);
        drawing::picture(&self.drawing, "figure", Style::Image, addresses)
    }

    /// The picture in pixels, 1 or 2 or 3 for each of the SVG's.
    ///
    /// # Errors
    /// Where it would be too large.
    pub fn png(&self, snapshot: &Snapshot, scale: u8, theme: Theme) -> Result<Vec<u8>, PngProblem> {
        pixels(snapshot, &self.drawing, scale, theme)
    }
}

fn pixels(
    snapshot: &Snapshot,
    drawn: &Drawing,
    scale: u8,
    theme: Theme,
) -> Result<Vec<u8>, PngProblem> {
    let addresses = Addresses::new(&snapshot.catalog, Site::Served, &Route::verbatim_request(""));
    png(&drawing::picture(drawn, "figure", Style::Fixed(theme), addresses), scale.clamp(1, 3))
}

/// Draws what is asked for by names, as people and fences write them.
///
/// # Errors
/// Where the names mean nothing or too much, and where there is nothing to show.
pub fn asked(snapshot: &Snapshot, wanted: &Wanted) -> Result<Picture, Refusal> {
    view(snapshot, &meant(snapshot, wanted)?)
}

/// The view that is asked for by names.
///
/// # Errors
/// As [`asked`].
pub fn meant(snapshot: &Snapshot, wanted: &Wanted) -> Result<View, Refusal> {
    wanted.view(snapshot.graph.as_ref(), &snapshot.catalog.config.base, None)
}

/// Draws a view. What a figure of the book shows already is not laid out again.
///
/// # Errors
/// Where there is nothing to show.
pub fn view(snapshot: &Snapshot, view: &View) -> Result<Picture, Refusal> {
    let drawing = snapshot.answers.figures.drawing(snapshot.graph.as_ref(), view);
    if drawing.scene.is_empty() {
        return Err(empty(view, &drawing.scene.subject));
    }
    Ok(Picture::of(drawing))
}

/// A whole architecture, by its IRI.
///
/// # Errors
/// As [`asked`].
pub fn architecture(snapshot: &Snapshot, iri: &str) -> Result<Picture, Refusal> {
    asked(snapshot, &wanted([("architecture", iri)]))
}

/// One thing, by its IRI, with its neighbours in 1 to 4 steps.
///
/// # Errors
/// As [`asked`].
pub fn neighbourhood(snapshot: &Snapshot, iri: &str, depth: usize) -> Result<Picture, Refusal> {
    asked(snapshot, &wanted([("around", iri), ("depth", &depth.clamp(1, 4).to_string())]))
}

/// The shortest ways between two elements of one architecture, by their IRIs.
///
/// # Errors
/// As [`asked`].
pub fn path(snapshot: &Snapshot, from: &str, to: &str) -> Result<Picture, Refusal> {
    asked(snapshot, &wanted([("from", from), ("to", to)]))
}

fn wanted<const N: usize>(options: [(&'static str, &str); N]) -> Wanted {
    Wanted(options.into_iter().map(|(name, value)| (name, value.to_owned())).collect())
}

/// The picture of a figure of the book, and where it stands below the root of the book.
#[must_use]
pub fn picture(
    snapshot: &Snapshot,
    page: PageIndex,
    code_block: usize,
    site: Site,
) -> Option<(String, String)> {
    picture_of(snapshot, page, snapshot.answers.figures.of(page, code_block)?, site)
}

/// All figures in all their forms, as files of a static site: where each stands below the root of
/// the book, and its bytes. Pixels are left out where there would be too many.
#[must_use]
pub fn files(snapshot: &Snapshot) -> Vec<(String, Vec<u8>)> {
    let figures: Vec<(PageIndex, &LiveFigure)> = snapshot.answers.figures.all().collect();
    let forms = figures.into_par_iter().flat_map_iter(|(page, live)| {
        let svg = picture_of(snapshot, page, live, Site::Static);
        let drawing = live.drawing.as_ref().ok();
        let forms = svg.zip(drawing).map(|((path, svg), drawing)| {
            let flowchart = (drawing::other_form(&path, ".mmd"), flowchart(&drawing.scene).into());
            let png = pixels(snapshot, drawing, drawing::PIXELS_EACH, Theme::Light).ok();
            let png = png.map(|png| (drawing::other_form(&path, ".png"), png));
            [(path, svg.into_bytes()), flowchart].into_iter().chain(png)
        });
        forms.into_iter().flatten()
    });
    forms.collect()
}

/// As [`picture`], of a figure that is at hand.
#[must_use]
pub fn picture_of(
    snapshot: &Snapshot,
    page: PageIndex,
    live: &LiveFigure,
    site: Site,
) -> Option<(String, String)> {
    let path = drawing::picture_path(&snapshot.catalog, page, live)?;
    let addresses = Addresses::new(&snapshot.catalog, site, &Route::verbatim_request(&path));
    let drawn = live.drawing.as_ref().ok()?;
    Some((path, drawing::picture(drawn, &live.figure.id, Style::Image, addresses)))
}
