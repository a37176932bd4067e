//! All figures of a book: the `figure` fences of its documents and what is drawn for them.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::catalog::{Catalog, PageIndex, place_iri};
use crate::diagnostic::{Checked, Diagnostic, codes, nearest};
use crate::document::{CodeBlock, Document, Figure, fence};
use crate::figure::layout::{Layout, layout};
use crate::figure::options::{self, Options};
use crate::figure::read;
use crate::figure::scene::{Named, Scene};
use crate::figure::words::description;
use crate::graph::{GraphView, NamedGraph};
use crate::rdf::{Fact, Value};
use crate::vocabulary::{loggia, rdf, rdfs};

/// An architecture of more elements is not drawn: nobody could read the figure.
const MOST_ELEMENTS: usize = 1_000;

/// The figures of a book.
#[derive(Debug, Clone, Default)]
pub struct Figures {
    /// By page, and by index among the page's code blocks.
    figures: BTreeMap<(PageIndex, usize), LiveFigure>,
}

/// A fence that asks for a figure, and what is drawn.
#[derive(Debug, Clone)]
pub struct LiveFigure {
    /// Its number and id in the page.
    pub figure: Figure,
    /// What it shows, for readers.
    pub caption: String,
    /// What is drawn, or why nothing is.
    pub drawing: Result<Arc<Drawing>, String>,
}

/// An architecture as it is drawn.
#[derive(Debug)]
pub struct Drawing {
    /// What is drawn.
    pub scene: Scene,
    /// Where.
    pub layout: Layout,
}

impl Figures {
    /// The figure in place of a code block; `None` where it is mere code.
    #[must_use]
    pub fn of(&self, page: PageIndex, code_block: usize) -> Option<&LiveFigure> {
        self.figures.get(&(page, code_block))
    }

    /// The figures of a page in order.
    pub fn of_page(&self, page: PageIndex) -> impl Iterator<Item = &LiveFigure> {
        self.figures.range((page, 0)..=(page, usize::MAX)).map(|(_, figure)| figure)
    }

    /// All figures with their pages, in the order of the book.
    pub fn all(&self) -> impl Iterator<Item = (PageIndex, &LiveFigure)> {
        self.figures.iter().map(|((page, _), figure)| (*page, figure))
    }

    /// An architecture as it is now, laid out anew where it is not what it was.
    fn drawing(&self, view: &dyn GraphView, architecture: &str) -> Arc<Drawing> {
        let scene = read::scene(view, architecture);
        let mut known = self.figures.values().filter_map(|live| live.drawing.as_ref().ok());
        match known.find(|known| known.scene == scene) {
            Some(known) => Arc::clone(known),
            None => Arc::new(Drawing { layout: layout(&scene), scene }),
        }
    }

    /// What the figures are and depict, as the graph `{base}graph/figures`.
    #[must_use]
    pub fn graph(&self, catalog: &Catalog) -> NamedGraph {
        let mut facts = Vec::new();
        for (page, live) in self.all() {
            let document = catalog.iri(page);
            let figure = Value::iri(place_iri(&document, &live.figure.id));
            let mut add = |predicate: &str, object: Value| {
                let (subject, predicate) = (figure.clone(), predicate.to_owned());
                facts.push(Fact { subject, predicate, object });
            };
            add(rdf::TYPE, Value::iri(loggia::FIGURE));
            add(rdf::TYPE, Value::iri(loggia::IMAGE));
            add(loggia::NUMBER, Value::plain(live.figure.number.to_string()));
            add(loggia::CAPTION, Value::plain(live.caption.as_str()));
            add(rdfs::LABEL, Value::plain(live.caption.as_str()));
            add(loggia::IN_DOCUMENT, Value::iri(document));
            let words = live.drawing.as_ref().map(|drawing| description(&drawing.scene));
            add(loggia::ALTERNATIVE_TEXT, Value::plain(words.unwrap_or_else(Clone::clone)));
            if let Ok(drawing) = &live.drawing {
                add(loggia::DEPICTS, Value::iri(drawing.scene.architecture.iri.as_str()));
                for named in drawing.scene.depicted() {
                    add(loggia::DEPICTS, Value::iri(named.iri.as_str()));
                }
            }
        }
        NamedGraph::of_facts(format!("{}graph/figures", catalog.config.base), &facts)
    }
}

/// Why a fence gets no figure.
struct Refusal {
    message: String,
    help: String,
}

/// A fence that asks for a figure.
struct Request<'a> {
    document: &'a Document,
    block: &'a CodeBlock,
    figure: &'a Figure,
    key: (PageIndex, usize),
    options: Options,
}

/// Draws all figures of a book; none where the book is no literate one. An architecture is drawn
/// once, however many figures show it, and again only where something of it has changed since
/// `before`.
#[must_use]
pub fn draw(catalog: &Catalog, view: &dyn GraphView, before: &Figures) -> Checked<Figures> {
    let mut checked = Checked::<Figures>::default();
    if !catalog.config.literate {
        return checked;
    }
    let mut requests = Vec::new();
    for (page, document) in catalog.pages.iter().map(|page| &page.document).enumerate() {
        for (index, block) in document.code_blocks.iter().enumerate() {
            let Some(figure) = &block.figure else {
                continue;
            };
            let (options, problems) = options::read(&block.info);
            checked.diagnostics.extend(problems.iter().map(|problem| {
                let place = fence::in_info(document, block, problem.span);
                Diagnostic::new(codes::FIGURE_OPTION, place, &problem.message).help(&problem.help)
            }));
            requests.push(Request { document, block, figure, key: (page, index), options });
        }
    }
    if requests.is_empty() {
        return checked;
    }
    let known = read::architectures(view);
    let mut subjects = Vec::with_capacity(requests.len());
    for request in &requests {
        let subject = request.subject(&known, &catalog.iri(request.key.0));
        let subject = subject.and_then(|subject| drawable(view, subject));
        if let Err(refusal) = &subject {
            checked.diagnostics.push(request.problem(refusal));
        }
        subjects.push(subject);
    }
    let mut drawn: Vec<&str> =
        subjects.iter().flatten().map(|subject| subject.iri.as_str()).collect();
    drawn.sort_unstable();
    drawn.dedup();
    let drawings: BTreeMap<&str, Arc<Drawing>> =
        drawn.into_par_iter().map(|iri| (iri, before.drawing(view, iri))).collect();
    for (request, subject) in requests.into_iter().zip(&subjects) {
        let drawing = match subject {
            Ok(subject) => drawings.get(subject.iri.as_str()).cloned().ok_or("it was lost"),
            Err(refusal) => Err(refusal.message.as_str()),
        };
        let name = subject.as_ref().map_or("", |subject| subject.label.as_str());
        let caption = request.caption(name);
        let (figure, drawing) = (request.figure.clone(), drawing.map_err(str::to_owned));
        checked.value.figures.insert(request.key, LiveFigure { figure, caption, drawing });
    }
    checked
}

impl Request<'_> {
    /// The option, else what stands in the fence, else what is drawn.
    fn caption(&self, name: &str) -> String {
        let body = self.block.code.split_whitespace().collect::<Vec<_>>().join(" ");
        let body = Some(body).filter(|body| !body.is_empty());
        self.options.caption.clone().or(body).unwrap_or_else(|| name.to_owned())
    }

    /// The architecture that is to be drawn: named by its place, or by its name, or the only one
    /// of the page.
    fn subject(&self, known: &[Named], page: &str) -> Result<Named, Refusal> {
        let own =
            |named: &&Named| named.iri.strip_prefix(page).is_some_and(|rest| rest.starts_with('#'));
        let Some((wanted, _)) = &self.options.architecture else {
            let own: Vec<&Named> = known.iter().filter(own).collect();
            return match own.as_slice() {
                [only] => Ok((*only).clone()),
                [] => Err(Refusal {
                    message: "the page declares no architecture".to_owned(),
                    help: "name one: `architecture=…`".to_owned(),
                }),
                _ => Err(Refusal {
                    message: "the page declares several architectures".to_owned(),
                    help: "name one: `architecture=#…`".to_owned(),
                }),
            };
        };
        let is_wanted = |named: &&Named| {
            if let Some(id) = wanted.strip_prefix('#') {
                return named.iri == place_iri(page, id);
            }
            let ends = named.iri.strip_suffix(wanted.as_str());
            named.label.to_lowercase() == wanted.to_lowercase()
                || named.iri == *wanted
                || (wanted.contains('#') && ends.is_some_and(|rest| rest.ends_with('/')))
        };
        let found: Vec<&Named> = known.iter().filter(is_wanted).collect();
        match found.as_slice() {
            [only] => Ok((*only).clone()),
            [] => {
                let names = known.iter().map(|named| named.label.as_str());
                let help = nearest(wanted, names).map_or_else(
                    || "name an architecture of the book, or its place: `page#id`".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                Err(Refusal { message: format!("there is no architecture `{wanted}`"), help })
            }
            [first, ..] => Err(Refusal {
                message: format!("several architectures are called `{wanted}`"),
                help: format!("name one by its place, such as `{}`", first.iri),
            }),
        }
    }

    fn problem(&self, refusal: &Refusal) -> Diagnostic {
        let place = match &self.options.architecture {
            Some((_, span)) => fence::in_info(self.document, self.block, *span),
            None => fence::of_fence(self.document, self.block),
        };
        let headline = format!("this figure cannot be drawn: {}", refusal.message);
        Diagnostic::new(codes::FIGURE_SUBJECT, place, headline).help(&refusal.help)
    }
}

/// Refuses an architecture that shows nothing, and one of which nobody could read the figure.
fn drawable(view: &dyn GraphView, subject: Named) -> Result<Named, Refusal> {
    let elements = read::count(view, &subject.iri);
    let (message, help) = match elements {
        0 => (
            format!("nothing is part of “{}”", subject.label),
            "declare its zones, servers and firewalls on its page".to_owned(),
        ),
        1..=MOST_ELEMENTS => return Ok(subject),
        _ => (
            format!("“{}” has {elements} elements", subject.label),
            format!("a figure shows {MOST_ELEMENTS} at most"),
        ),
    };
    Err(Refusal { message, help })
}
