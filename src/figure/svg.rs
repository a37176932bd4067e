//! A laid-out scene as SVG.
//!
//! Text stays text, every element leads to where it is told of, and nothing is styled in place:
//! classes only, so that the content security policy and every theme are satisfied. The same scene
//! gives the same bytes.

mod legend;
mod lines;
mod parts;
pub mod style;

use std::collections::BTreeSet;

use crate::figure::geometry::{Rect, Size};
use crate::figure::layout::Layout;
use crate::figure::scene::{Change, End, Icon, Named, Scene};
use crate::figure::svg::style::Style;
use crate::figure::words::description;

/// A drawing that is wider is made no narrower than this on a page: a small screen scrolls it. The
/// style sheet has the same width.
const WIDE: f64 = 640.0;
/// A drawing that is wider takes the whole width of a page, the margin included.
const VAST: f64 = 900.0;

/// How large the SVG of a scene is: its layout and the legend below.
#[must_use]
pub fn size(scene: &Scene, layout: &Layout) -> Size {
    Size { height: layout.size.height + legend::height(scene, layout), ..layout.size }
}

/// Writes a figure for one place.
pub struct SvgWriter<'a> {
    /// What the ids of its elements begin with: the id of the figure.
    pub id: &'a str,
    /// Where the thing with an IRI is told of, from that place.
    pub address: &'a dyn Fn(&str) -> Option<String>,
    /// Who colours it.
    pub style: Style,
}

impl SvgWriter<'_> {
    /// The SVG of a scene, in one line.
    #[must_use]
    pub fn write(&self, scene: &Scene, layout: &Layout) -> String {
        let mut drawing =
            Drawing { writer: self, scene, layout, output: String::new(), ids: BTreeSet::new() };
        let Size { width, height } = size(scene, layout);
        let id = escape(self.id);
        let compared = if scene.compares() { " compared" } else { "" };
        let wide = match width {
            _ if width > VAST => " wide vast",
            _ if width > WIDE => " wide",
            _ => "",
        };
        drawing.output.push_str(&format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"drawing{compared}{wide}\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"group\" aria-labelledby=\"{id}-title {id}-description\"><title id=\"{id}-title\">{}</title><desc id=\"{id}-description\">{}</desc>",
            escape(&scene.subject.label),
            escape(&description(scene)),
        ));
        if self.style != Style::Page {
            drawing.output.push_str(&format!("<style>{}</style>", style::alone(self.style)));
            let paper = Rect { width, height, ..Rect::default() };
            drawing.rect("paper", paper, 0.0);
        }
        drawing.symbols();
        drawing.zones();
        drawing.lines();
        drawing.walls();
        drawing.cards();
        drawing.labels();
        drawing.headers();
        drawing.legend();
        drawing.output.push_str("</svg>");
        drawing.output
    }
}

/// A figure being written.
struct Drawing<'a> {
    writer: &'a SvgWriter<'a>,
    scene: &'a Scene,
    layout: &'a Layout,
    output: String,
    ids: BTreeSet<String>,
}

impl Drawing<'_> {
    /// Writes a link to where a thing is told of around what `inside` writes; a group where that
    /// is nowhere. `tooltip` is what is told of it in passing.
    fn link(
        &mut self,
        named: &Named,
        class: &str,
        tooltip: &str,
        data: &str,
        inside: impl FnOnce(&mut Self),
    ) {
        let id = self.id(&named.iri);
        let id = id.map_or_else(String::new, |id| format!(" id=\"{}\"", escape(&id)));
        let address = (self.writer.address)(&named.iri);
        let (start, end) = match &address {
            Some(address) => (format!("<a href=\"{}\"", escape(address)), "</a>"),
            None => ("<g".to_owned(), "</g>"),
        };
        let tooltip = escape(tooltip);
        self.output.push_str(&format!("{start}{id} class=\"{class}\"{data}"));
        let names = self.output.len();
        self.output.push_str(&format!("><title>{tooltip}</title>"));
        inside(self);
        // What holds no words needs a name all the same. It is no stop on the way through the page:
        // words of the same thing are, or the table below the figure.
        let silent = self.output.get(names..).is_some_and(|written| !written.contains("<text"));
        if address.is_some() && (silent || class == "doubt") {
            let stop = if silent { " tabindex=\"-1\"" } else { "" };
            self.output.insert_str(names, &format!(" aria-label=\"{tooltip}\"{stop}"));
        }
        self.output.push_str(end);
    }

    /// The id of the element that stands for a thing; none where another has it already.
    fn id(&mut self, iri: &str) -> Option<String> {
        let end = iri.rsplit(['#', '/']).next().unwrap_or_default();
        let id = format!("{}-{end}", self.writer.id);
        self.ids.insert(id.clone()).then_some(id)
    }

    /// The flows that touch a thing, so that a script can follow them.
    fn touching(&self, end: End) -> String {
        let flows: Vec<usize> = self.scene.flows_of(end).collect();
        if flows.is_empty() {
            return String::new();
        }
        format!(" data-of=\"{}\"", self.flow_names(&flows))
    }

    /// Flows by the ends of their addresses; a statement by both of its ends.
    fn flow_names(&self, flows: &[usize]) -> String {
        let flows = flows.iter().filter_map(|flow| self.scene.flows.get(*flow));
        let names = flows.map(|flow| {
            let end = |iri: &str| iri.rsplit(['#', '/']).next().unwrap_or_default().to_owned();
            match (&flow.property, self.scene.named(flow.target)) {
                (Some(_), Some(target)) => {
                    format!("{}.{}", end(&flow.named.iri), end(&target.iri))
                }
                _ => end(&flow.named.iri),
            }
        });
        escape(&names.collect::<Vec<_>>().join(" "))
    }

    /// The mark of what became of something.
    fn change(&mut self, change: Change, x: f64, y: f64) {
        if change != Change::None {
            let class = change.as_str();
            self.output.push_str(&format!(
                "<g class=\"mark {class}\"><circle class=\"mark-box\" cx=\"{x}\" cy=\"{y}\" r=\"8\"/>"
            ));
            self.centred("mark-text", x, y + 4.3, change.mark());
            self.output.push_str("</g>");
        }
    }

    fn rect(&mut self, class: &str, rect: Rect, radius: f64) {
        let Rect { x, y, width, height } = rect;
        let radius = if radius > 0.0 { format!(" rx=\"{radius}\"") } else { String::new() };
        self.output.push_str(&format!(
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"{radius}/>"
        ));
    }

    fn text(&mut self, class: &str, x: f64, y: f64, text: &str) {
        let text = escape(text);
        self.output
            .push_str(&format!("<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{text}</text> "));
    }

    fn centred(&mut self, class: &str, x: f64, y: f64, text: &str) {
        let text = escape(text);
        self.output.push_str(&format!(
            "<text class=\"{class}\" x=\"{x}\" y=\"{y}\" text-anchor=\"middle\">{text}</text>"
        ));
    }

    /// The pictures that the figure uses, each once.
    fn symbols(&mut self) {
        let mut used: BTreeSet<Icon> = self.scene.nodes.iter().map(|node| node.icon).collect();
        if self.scene.nodes.iter().any(|node| !node.databases.is_empty()) {
            used.insert(Icon::Database);
        }
        if self.scene.zones.iter().any(|zone| !zone.controllers.is_empty()) {
            used.insert(Icon::Server);
        }
        if !self.layout.walls.is_empty() {
            used.insert(Icon::Firewall);
        }
        self.output.push_str("<defs>");
        for icon in Icon::ALL.into_iter().filter(|icon| used.contains(icon)) {
            let (id, name) = (escape(self.writer.id), icon.as_str());
            self.output.push_str(&format!(
                "<symbol id=\"{id}-icon-{name}\" viewBox=\"0 0 24 24\">{}</symbol>",
                icon.drawing()
            ));
        }
        self.output.push_str("</defs>");
    }

    fn icon(&mut self, icon: Icon, x: f64, y: f64, side: f64) {
        let (id, name) = (escape(self.writer.id), icon.as_str());
        self.output.push_str(&format!(
            "<use class=\"icon\" href=\"#{id}-icon-{name}\" x=\"{x}\" y=\"{y}\" width=\"{side}\" height=\"{side}\"/>"
        ));
    }
}

/// A text for markup and attributes.
pub(in crate::figure) fn escape(text: &str) -> String {
    // What XML cannot hold at all is left out.
    let allowed = |c: &char| !c.is_control() || matches!(c, '\t' | '\n');
    let text: String = text.chars().filter(allowed).collect();
    html_escape::encode_quoted_attribute(&text).into_owned()
}
