//! All figures of a book: the `figure` fences of its documents and what is drawn for them.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::catalog::{Catalog, PageIndex, place_iri};
use crate::diagnostic::{Checked, Diagnostic, codes};
use crate::document::{CodeBlock, Document, Figure, fence};
use crate::figure::geometry::Size;
use crate::figure::layout::{Layout, layout};
use crate::figure::options::{self, Options};
use crate::figure::scene::{Named, Scene};
use crate::figure::svg::size;
use crate::figure::view::{View, scene, why_empty};
use crate::figure::wanted::Refusal;
use crate::figure::words::description;
use crate::graph::{GraphView, NamedGraph};
use crate::rdf::{Fact, Value};
use crate::vocabulary::{loggia, rdf, rdfs};

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

/// A scene as it is drawn.
#[derive(Debug)]
pub struct Drawing {
    /// What is drawn.
    pub scene: Scene,
    /// Where.
    pub layout: Layout,
}

impl Drawing {
    /// Lays a scene out.
    #[must_use]
    pub fn of(scene: Scene) -> Self {
        Self { layout: layout(&scene), scene }
    }

    /// How large it is, the legend included.
    #[must_use]
    pub fn size(&self) -> Size {
        size(&self.scene, &self.layout)
    }
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

    /// A view as it is now, laid out anew where it is not what it was.
    #[must_use]
    pub fn drawing(&self, view: &dyn GraphView, wanted: &View) -> Arc<Drawing> {
        let scene = scene(view, wanted);
        let mut known = self.figures.values().filter_map(|live| live.drawing.as_ref().ok());
        match known.find(|known| known.scene == scene) {
            Some(known) => Arc::clone(known),
            None => Arc::new(Drawing::of(scene)),
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
                add(loggia::DEPICTS, Value::iri(drawing.scene.subject.iri.as_str()));
                for named in drawing.scene.depicted() {
                    add(loggia::DEPICTS, Value::iri(named.iri.as_str()));
                }
            }
        }
        NamedGraph::of_facts(format!("{}graph/figures", catalog.config.base), &facts)
    }
}

/// A fence that asks for a figure.
struct Request<'a> {
    document: &'a Document,
    block: &'a CodeBlock,
    figure: &'a Figure,
    key: (PageIndex, usize),
    options: Options,
}

/// Draws all figures of a book; none where the book is no literate one. A view is drawn once,
/// however many figures show it, and again only where something of it has changed since `before`.
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
    let mut views = Vec::with_capacity(requests.len());
    for request in &requests {
        let page = catalog.iri(request.key.0);
        let wanted = request.options.wanted.view(view, &catalog.config.base, Some(&page));
        if let Err(refusal) = &wanted {
            checked.diagnostics.push(request.problem(refusal));
        }
        views.push(wanted);
    }
    let mut drawn: Vec<&View> = views.iter().flatten().collect();
    drawn.sort_unstable();
    drawn.dedup();
    let drawings: BTreeMap<&View, Arc<Drawing>> =
        drawn.into_par_iter().map(|wanted| (wanted, before.drawing(view, wanted))).collect();
    for (request, wanted) in requests.into_iter().zip(&views) {
        let drawing = match wanted {
            Ok(wanted) => drawings.get(wanted).cloned().ok_or_else(|| "it was lost".to_owned()),
            Err(refusal) => Err(refusal.message.clone()),
        };
        let drawing = drawing.and_then(|drawing| match (drawing.scene.is_empty(), wanted) {
            (true, Ok(wanted)) => {
                let refusal = empty(wanted, &drawing.scene.subject);
                checked.diagnostics.push(request.problem(&refusal));
                Err(refusal.message)
            }
            _ => Ok(drawing),
        });
        let name = drawing.as_ref().map_or("", |drawing| drawing.scene.subject.label.as_str());
        let caption = request.caption(name);
        let figure = request.figure.clone();
        checked.value.figures.insert(request.key, LiveFigure { figure, caption, drawing });
    }
    checked
}

/// Why a figure without anything in it is not drawn.
#[must_use]
pub fn empty(wanted: &View, subject: &Named) -> Refusal {
    let help = match wanted {
        View::Architecture(_) => "declare its zones, servers and firewalls on its page",
        _ => "draw something else, or state what is missing",
    };
    Refusal { option: None, message: why_empty(wanted, subject), help: help.to_owned() }
}

impl Request<'_> {
    /// The option, else what stands in the fence, else what is drawn.
    fn caption(&self, name: &str) -> String {
        let body = self.block.code.split_whitespace().collect::<Vec<_>>().join(" ");
        let body = Some(body).filter(|body| !body.is_empty());
        self.options.caption.clone().or(body).unwrap_or_else(|| name.to_owned())
    }

    fn problem(&self, refusal: &Refusal) -> Diagnostic {
        let span = refusal.option.and_then(|option| self.options.places.get(option));
        let span = span.or_else(|| self.options.places.values().next());
        let place = match span {
            Some(span) => fence::in_info(self.document, self.block, *span),
            None => fence::of_fence(self.document, self.block),
        };
        let headline = format!("this figure cannot be drawn: {}", refusal.message);
        Diagnostic::new(codes::FIGURE_SUBJECT, place, headline).help(&refusal.help)
    }
}
