//! What an image file shows: links below it with the title `depicts`, and a term of that name, with
//! the regions of the image that lead on.

use serde::{Deserialize, Serialize};

use crate::catalog::place_iri;
use crate::document::claims::{Definition, Phrase, TitledLink};
use crate::document::region::Region;
use crate::document::{Document, Figure};
use crate::facts::page::{Page, Source};
use crate::facts::problems;
use crate::facts::{Form, Modality};
use crate::text::Span;
use crate::vocabulary::arch;

/// The name of a property stands at the start of a title, in so many words at most.
const MOST_WORDS: usize = 5;

/// A region of an image that leads to what it shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HotSpot {
    /// The statement that the image depicts the thing: an index among those of the page.
    pub statement: usize,
    /// The image: an index in [`Document::images`].
    pub image: usize,
    /// The link that leads to the thing: an index in [`Document::links`].
    pub link: usize,
    /// Where on the image the thing is.
    pub region: Region,
}

/// The figures of a page in the order of its text: where each begins, its section, and the image
/// that it is, unless it is drawn.
#[derive(Debug, Default)]
pub(in crate::facts::page) struct FiguresInText(Vec<(usize, usize, Option<usize>)>);

impl FiguresInText {
    pub(in crate::facts::page) fn of(document: &Document) -> Self {
        let is_figure = |figure: &Option<Figure>| figure.is_some();
        let images = document.images.iter().enumerate();
        let images = images.filter(|(_, image)| is_figure(&image.figure));
        let images = images.map(|(index, image)| (image.span.start, image.section, Some(index)));
        let drawn = document.code_blocks.iter().filter(|block| is_figure(&block.figure));
        let drawn = drawn.map(|block| (block.span.start, block.section, None));
        let mut figures: Vec<_> = images.chain(drawn).collect();
        figures.sort_unstable();
        Self(figures)
    }

    /// The image that is the last figure above a place of a section.
    fn image_above(&self, section: usize, place: usize) -> Option<usize> {
        let before = self.0.partition_point(|(start, ..)| *start < place);
        let (_, own, image) = self.0.get(before.checked_sub(1)?)?;
        image.filter(|_| *own == section)
    }
}

/// A title that says `depicts`.
#[derive(Clone, Copy)]
pub(in crate::facts::page) struct Depiction<'w> {
    modality: Option<Modality>,
    name: &'w str,
    /// What stands behind the name: a region, or nothing.
    region: &'w str,
}

impl Page<'_> {
    /// What a title says of an image; `None` where it says something else.
    pub(in crate::facts::page) fn depiction<'w>(&self, title: &'w str) -> Option<Depiction<'w>> {
        let named = |words: &'w str| {
            let (modality, name) = self.named_property(words)?;
            let meanings = self.context.ontology.properties_named(name);
            Some((modality, name, meanings.iter().any(|iri| iri == arch::DEPICTS)))
        };
        // A longer name that begins with the same word is another property.
        if named(title).is_some_and(|(_, _, depicts)| !depicts) {
            return None;
        }
        let ends = title.match_indices(char::is_whitespace).map(|(at, _)| at);
        let mut openings = ends.chain([title.len()]).take(MOST_WORDS).filter_map(|end| {
            let (words, region) = title.split_at(end);
            let (modality, name, depicts) = named(words)?;
            depicts.then_some(Depiction { modality, name, region: region.trim() })
        });
        openings.next()
    }

    /// States what a link with such a title says of the image above it. Without an image the title is
    /// one as others are, where the thing of the section can depict something: then this is `false`.
    pub(in crate::facts::page) fn depicting_link(
        &mut self,
        titled: &TitledLink,
        depiction: Depiction<'_>,
    ) -> bool {
        let Some(link) = self.context.page.document.links.get(titled.link) else {
            return true;
        };
        let Some(image) = self.figures.image_above(link.section, link.span.start) else {
            let is_stated = depiction.region.is_empty() && self.depicts_itself(link.section);
            if !is_stated {
                let spot = self.context.spot(link.span);
                self.problems.push(problems::no_image(spot, depiction.name));
            }
            return !is_stated;
        };
        let source = Source {
            form: Form::LinkTitle,
            modality: depiction.modality.unwrap_or_else(|| Modality::of_clause(&titled.before)),
            span: link.span,
            section: link.section,
            quote: titled.sentence.clone(),
            according_to: None,
        };
        self.depict(image, titled.link, depiction.region, &source);
        true
    }

    /// States what the values of a term say of the image above it; `false` where the term is not
    /// about an image, but a property of the section's thing.
    pub(in crate::facts::page) fn depicting_definition(&mut self, definition: &Definition) -> bool {
        let term = &definition.term;
        let Some(depiction) = self.depiction(&term.text).filter(|it| it.region.is_empty()) else {
            return false;
        };
        let section = definition.section;
        let Some(image) = self.figures.image_above(section, term.span.start) else {
            // A list outside of any thing's section explains words and states nothing.
            let is_stated = self.subjects(section).is_empty() || self.depicts_itself(section);
            if !is_stated {
                let spot = self.context.spot(term.span);
                self.problems.push(problems::no_image(spot, depiction.name));
            }
            return !is_stated;
        };
        for value in &definition.values {
            let source = Source {
                form: Form::Definition,
                modality: depiction.modality.unwrap_or(Modality::Asserted),
                span: value.span,
                section,
                quote: format!("{}: {}", term.text, value.text.replace('\n', " ")),
                according_to: None,
            };
            self.depicted_value(image, value, &source);
        }
        true
    }

    fn depicted_value(&mut self, image: usize, value: &Phrase, source: &Source) {
        if value.links.is_empty() {
            let Some(property) = self.context.ontology.term(arch::DEPICTS) else { return };
            let mut values = self.context.values(property, value);
            self.problems.append(&mut values.problems);
            let figure = self.iri_of_image(image);
            self.state_all(&figure, property, values, source);
        }
        for link in &value.links {
            let title = self.context.page.document.links.get(*link).map(|link| link.title.as_str());
            let title = title.unwrap_or_default();
            // What a title states in words of its own is read with the other titles.
            if self.depiction(title).is_none() {
                // A title in words is a tooltip.
                let is_tooltip = title.contains(char::is_alphabetic);
                let region = if is_tooltip { "" } else { title.trim() };
                self.depict(image, *link, region, source);
            }
        }
    }

    /// States that an image depicts what a link leads to, in a region where one is given.
    fn depict(&mut self, image: usize, link: usize, region: &str, source: &Source) {
        let Some(property) = self.context.ontology.term(arch::DEPICTS) else { return };
        let region = match region {
            "" => None,
            written => match Region::read(written) {
                Ok(region) => Some(region),
                Err(problem) => {
                    let spot = self.context.spot(self.span_in_link(link, written));
                    let meant = self.context.size_of_image(image);
                    let meant = meant.and_then(|size| Region::of_pixels(written, size));
                    self.problems.push(problems::malformed_region(spot, written, problem, meant));
                    return;
                }
            },
        };
        let mut values = self.context.link(property, link);
        self.problems.append(&mut values.problems);
        let figure = self.iri_of_image(image);
        for value in values.found {
            let statement = self.statements.len();
            self.state(&figure, arch::DEPICTS, value, source);
            let region = region.filter(|_| source.modality == Modality::Asserted);
            let spot = region.map(|region| HotSpot { statement, image, link, region });
            self.hot_spots.extend(spot);
        }
    }

    /// Whether the thing of a section is a figure, of which authors may say themselves what it shows.
    fn depicts_itself(&self, section: usize) -> bool {
        let ontology = self.context.ontology;
        let is_figure = |iri: &String| {
            let figure = [arch::FIGURE.to_owned()];
            self.context.things.fits(ontology, iri, &figure) == Some(true)
        };
        self.subjects(section).iter().any(is_figure)
    }

    fn iri_of_image(&self, image: usize) -> String {
        let page = self.context.catalog.iri(self.context.index);
        let image = self.context.page.document.images.get(image);
        let figure = image.and_then(|image| image.figure.as_ref());
        figure.map_or(page.clone(), |figure| place_iri(&page, &figure.id))
    }

    /// Where some words of a link's title are written; the whole link where markup hides them.
    fn span_in_link(&self, link: usize, words: &str) -> Span {
        let document = &self.context.page.document;
        let Some(link) = document.links.get(link) else {
            return Span::default();
        };
        let written = document.text.text().get(link.span.range()).unwrap_or_default();
        match written.rfind(words) {
            Some(at) => Span::new(link.span.start + at, link.span.start + at + words.len()),
            None => link.span,
        }
    }
}
