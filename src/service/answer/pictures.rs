//! Figures in answers: the one that is asked for, and the one that shows what a question names.

use crate::catalog::{PageIndex, encode_path};
use crate::figure::LiveFigure;
use crate::figure::words::description;
use crate::page::drawing::{other_form, picture_path};
use crate::service::answer::named::{named, unknown};
use crate::service::answer::{Answer, AnswerLimits, Link, Outcome, Part, Picture};
use crate::service::entity::{Entity, entity};
use crate::service::figures::image_at;
use crate::snapshot::Snapshot;

/// The first figure of the book that shows all that is wanted, each in one of its meanings; those of
/// a page that declares any of it first.
#[must_use]
pub(in crate::service::answer) fn showing(
    snapshot: &Snapshot,
    wanted: &[Vec<&str>],
) -> Option<Picture> {
    let shows = |live: &LiveFigure, meanings: &[&str]| {
        let scene = live.drawing.as_ref().ok().map(|drawing| &drawing.scene);
        scene.is_some_and(|scene| {
            let mut shown = std::iter::once(&scene.subject).chain(scene.depicted());
            shown.any(|named| meanings.contains(&named.iri.as_str()))
        })
    };
    let is_home = |page: PageIndex| {
        let page = snapshot.catalog.iri(page);
        wanted.iter().flatten().any(|iri| iri.split('#').next() == Some(page.as_str()))
    };
    let figures = snapshot.answers.figures.all();
    let figures = figures.filter(|(_, live)| wanted.iter().all(|it| shows(live, it)));
    let (page, live) = figures.min_by_key(|(page, _)| !is_home(*page))?;
    picture(snapshot, page, live)
}

/// A picture of a thing: drawn where one shows it, else an image file that depicts it.
pub(in crate::service::answer) fn of_thing(
    snapshot: &Snapshot,
    entity: &Entity,
) -> Option<Picture> {
    let drawn = showing(snapshot, &[vec![&entity.thing.iri]]);
    let of_file = || entity.figures.iter().find_map(|figure| of_file(snapshot, &figure.iri));
    drawn.or_else(of_file)
}

/// The image file that is the figure with this IRI.
fn of_file(snapshot: &Snapshot, iri: &str) -> Option<Picture> {
    let found = image_at(snapshot, iri)?;
    let route = snapshot.catalog.pages.get(found.page)?.route.encoded();
    let image = found.picture()?;
    Some(Picture {
        link: Link {
            text: found.image.caption().to_owned(),
            address: format!("{route}#{}", encode_path(&found.figure.id)),
        },
        alternative: found.image.alternative.clone(),
        png: found.is_png().then(|| image.clone()),
        image,
    })
}

fn picture(snapshot: &Snapshot, page: PageIndex, live: &LiveFigure) -> Option<Picture> {
    let catalog = &snapshot.catalog;
    let drawing = live.drawing.as_ref().ok()?;
    let route = catalog.pages.get(page)?.route.encoded();
    let image = picture_path(catalog, page, live)?;
    Some(Picture {
        link: Link {
            text: live.caption.clone(),
            address: format!("{route}#{}", encode_path(&live.figure.id)),
        },
        alternative: description(&drawing.scene),
        // Without an option behind it: a static site has just this file, and some platforms look at
        // how an address ends.
        png: Some(encode_path(&other_form(&image, ".png"))),
        image: encode_path(&image),
    })
}

/// The figure that shows a thing, or that has these words in its caption.
#[must_use]
pub(in crate::service::answer) fn figure(
    snapshot: &Snapshot,
    name: &str,
    limits: &AnswerLimits,
) -> Answer {
    let found = named(snapshot, name);
    let heading = format!("Figure: {name}");
    let shown = found.iter().find_map(|iri| of_thing(snapshot, &entity(snapshot, iri)?));
    match shown.or_else(|| captioned(snapshot, name)) {
        Some(picture) => Answer {
            outcome: Outcome::Facts,
            heading,
            summary: "A figure of this book that shows it.".to_owned(),
            further: vec![Link { text: "The figure".to_owned(), ..picture.link.clone() }],
            parts: vec![Part::Picture(picture)],
        },
        None if found.is_empty() => unknown(snapshot, heading, &[name], limits),
        None => Answer {
            outcome: Outcome::Unknown,
            heading,
            summary: "No figure of this book shows it.".to_owned(),
            parts: Vec::new(),
            further: Vec::new(),
        },
    }
}

/// The first figure whose caption holds a text, or else all its words.
fn captioned(snapshot: &Snapshot, text: &str) -> Option<Picture> {
    let names = snapshot.nomenclature();
    let wanted = names.words(text);
    let figures = snapshot.answers.figures.all();
    let figures = figures.filter(|(_, live)| {
        let words = names.words(&live.caption);
        let holds = |stem: &str| words.iter().any(|word| word.stem == stem);
        !wanted.is_empty() && wanted.iter().all(|word| holds(&word.stem))
    });
    let phrase = text.trim().to_lowercase();
    let is_apart = |live: &LiveFigure| !live.caption.to_lowercase().contains(&phrase);
    let (page, live) = figures.min_by_key(|(_, live)| is_apart(live))?;
    picture(snapshot, page, live)
}
