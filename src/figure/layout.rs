//! Where everything of a scene stands.
//!
//! The engine behind [`crate::figure::elk`] places boxes and lines; `crate::figure::place` puts
//! words where they cover nothing.

use std::cmp::Ordering;

use crate::figure::card::{Card, Header, SMALL, cards, headers};
use crate::figure::elk::{self, Effort, Placement, Positions};
use crate::figure::geometry::{Point, Rect, Size};
use crate::figure::graph::{Arrangement, COLUMNS, FEW_COLUMNS, graph, label_size, stop_id};
use crate::figure::place;
use crate::figure::plain;
use crate::figure::route::{Routes, Stop, routes};
use crate::figure::scene::{Change, Scene, Tone};
use crate::figure::text::width;

/// The side of the square that stands for a firewall.
pub const WALL: f64 = 34.0;
/// Space around the whole figure.
const MARGIN: f64 = 14.0;

/// A scene with the place of everything in it, in pixels.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Layout {
    /// How large the figure is.
    pub size: Size,
    /// By index of the scene's zones.
    pub zones: Vec<Rect>,
    /// Where the title of each zone stands.
    pub headers: Vec<Rect>,
    /// What the titles say.
    pub titles: Vec<Header>,
    /// By index of the scene's nodes.
    pub nodes: Vec<Rect>,
    /// What the cards say.
    pub cards: Vec<Card>,
    /// Firewalls on the borders they guard.
    pub walls: Vec<WallPlace>,
    /// The segments of flows.
    pub lines: Vec<Line>,
    /// Whether flows are drawn at all.
    pub has_lines: bool,
}

/// A firewall on a border.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WallPlace {
    /// The firewall, by index.
    pub firewall: usize,
    /// Its square.
    pub square: Rect,
    /// Where its name stands.
    pub name: Rect,
}

/// A segment of flows as it is drawn.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Line {
    /// The flows that use it, by index.
    pub flows: Vec<usize>,
    /// Its colour.
    pub tone: Tone,
    /// What became of its flows.
    pub change: Change,
    /// Its corners; each is straight below or beside the one before.
    pub points: Vec<Point>,
    /// Whether an arrow stands at the first corner.
    pub arrow_first: bool,
    /// Whether an arrow stands at the last corner.
    pub arrow_last: bool,
    /// What is written on it.
    pub text: String,
    /// Where that stands.
    pub label: Option<Rect>,
}

/// How a graph is given to the engine.
#[derive(Debug, Clone, Copy)]
struct Variant {
    placement: Placement,
    /// Whether zones within a zone stand one below the other.
    stacked: bool,
}

/// The ways that are tried. Which of them suits a scene shows only when all are there.
const VARIANTS: [Variant; 4] = [
    Variant { placement: Placement::Straight, stacked: true },
    Variant { placement: Placement::Compact, stacked: true },
    Variant { placement: Placement::Straight, stacked: false },
    Variant { placement: Placement::Compact, stacked: false },
];

/// From this size on a scene is laid out in the first way that works.
const LARGE: usize = 80;
/// From this size on the engine untangles lines no harder than usual, and one way has to do.
const VERY_LARGE: usize = 240;
/// Figures that are wider do not fit a page without letters becoming too small.
const WIDE: f64 = 830.0;

/// Lays a scene out.
#[must_use]
pub fn layout(scene: &Scene) -> Layout {
    let (cards, routes) = (cards(scene), routes(scene));
    let words = Words { headers: headers(scene, &cards), cards };
    let cards = &words.cards;
    let count = scene.zones.len() + cards.len() + routes.walls.len() + routes.relays.len();
    let fits = count <= elk::MOST && routes.segments.len() <= elk::MOST;
    let size = count + routes.segments.len();
    let effort = if size > VERY_LARGE { Effort::Usual } else { Effort::Full };
    let nested = scene.zones.iter().any(|zone| zone.parent.is_some());
    let best = |columns: usize| {
        let tried = VARIANTS.iter().filter(|variant| fits && (variant.stacked || nested));
        let mut finished = tried.filter_map(|variant| {
            let arrangement = Arrangement { stacked: variant.stacked, columns };
            let graph = graph(scene, &words, &routes, arrangement);
            let found = elk::positions(graph, variant.placement, effort)?;
            placed(scene, &routes, &found).map(|layout| finish(scene, &words, layout))
        });
        if size > LARGE { finished.next() } else { finished.min_by(cheaper) }
    };
    let best = match best(COLUMNS) {
        Some(wide) if wide.size.width > WIDE && size <= VERY_LARGE => {
            std::iter::once(wide).chain(best(FEW_COLUMNS)).min_by(cheaper)
        }
        other => other,
    };
    best.unwrap_or_else(|| finish(scene, &words, plain::layout(scene, &words, &routes)))
}

/// What boxes say, and how large that makes them.
#[derive(Debug)]
pub struct Words {
    /// By index of the scene's nodes.
    pub cards: Vec<Card>,
    /// By index of the scene's zones.
    pub headers: Vec<Header>,
}

fn finish(scene: &Scene, words: &Words, mut layout: Layout) -> Layout {
    layout.cards.clone_from(&words.cards);
    layout.titles.clone_from(&words.headers);
    place::words(scene, &mut layout);
    fit(&mut layout);
    layout
}

fn cheaper(a: &Layout, b: &Layout) -> Ordering {
    cost(a).total_cmp(&cost(b))
}

/// What a layout costs a reader: its area, more where it is wide, and each label without a place.
fn cost(layout: &Layout) -> f64 {
    let Size { width, height } = layout.size;
    let lost = layout.lines.iter().filter(|line| !line.text.is_empty() && line.label.is_none());
    let lost = lost.map(|_| 1.0).sum::<f64>();
    width * height * (1.0 + (width - WIDE).max(0.0) / (WIDE / 2.0)) * (1.0 + lost)
}

/// The size of a firewall's name.
#[must_use]
pub fn name_size(label: &str) -> Size {
    Size { width: width(label, SMALL, true), height: 14.0 }
}

/// The layout that the engine has found; none where it has left something out.
fn placed(scene: &Scene, routes: &Routes, found: &Positions) -> Option<Layout> {
    let at = |stop: Stop| found.boxes.get(&stop_id(stop)).map(|rect| whole(*rect));
    let zones = (0..scene.zones.len()).map(|zone| at(Stop::Zone(zone)));
    let nodes = (0..scene.nodes.len()).map(|node| at(Stop::Node(node)));
    let mut layout = Layout {
        zones: zones.collect::<Option<_>>()?,
        nodes: nodes.collect::<Option<_>>()?,
        has_lines: true,
        ..Layout::default()
    };
    for (index, wall) in routes.walls.iter().enumerate() {
        let square = at(Stop::Wall(index))?;
        layout.walls.push(WallPlace { firewall: wall.firewall, square, name: Rect::default() });
    }
    for (index, segment) in routes.segments.iter().enumerate() {
        let id = format!("e{index}");
        let mut points = straight(found.edges.get(&id)?);
        // Lines that pass a zone meet in the middle of the point they pass.
        if let (Stop::Relay(_), Some(first)) = (segment.from, points.first_mut()) {
            first.y = at(segment.from)?.middle().y;
        }
        if let (Stop::Relay(_), Some(last)) = (segment.to, points.last_mut()) {
            last.y = at(segment.to)?.middle().y;
        }
        let label = found.labels.get(&id).map(|rect| {
            let (middle, size) = (rect.middle(), label_size(&segment.text));
            let corner = Point { x: middle.x - size.width / 2.0, y: middle.y - size.height / 2.0 };
            whole(Rect::at(corner, size))
        });
        layout.lines.push(Line {
            flows: segment.flows.clone(),
            tone: segment.tone,
            change: segment.change,
            points,
            arrow_first: segment.arrow_from,
            arrow_last: segment.arrow_to,
            text: segment.text.clone(),
            label,
        });
    }
    Some(layout)
}

fn whole(rect: Rect) -> Rect {
    let (x, y) = (rect.x.round(), rect.y.round());
    Rect { x, y, width: rect.width.round(), height: rect.height.round() }
}

/// The corners of a line on whole pixels, those on the way left out. What is a pixel beside the
/// one before stands straight below it or beside it.
fn straight(points: &[Point]) -> Vec<Point> {
    let mut line: Vec<Point> = Vec::new();
    for point in points {
        let mut point = Point { x: point.x.round(), y: point.y.round() };
        if let Some(before) = line.last() {
            let (dx, dy) = ((point.x - before.x).abs(), (point.y - before.y).abs());
            if dx <= dy && dx < 2.0 {
                point.x = before.x;
            } else if dy < 2.0 {
                point.y = before.y;
            }
            if point == *before {
                continue;
            }
        }
        if let [.., first, second] = line.as_slice() {
            let upright = same(first.x, second.x) && same(second.x, point.x);
            let level = same(first.y, second.y) && same(second.y, point.y);
            if upright || level {
                line.pop();
            }
        }
        line.push(point);
    }
    line
}

/// Whether two whole coordinates are the same.
#[must_use]
pub fn same(a: f64, b: f64) -> bool {
    (a - b).abs() < 0.5
}

/// Moves everything so that the figure starts at its margin, and tells how large it is.
fn fit(layout: &mut Layout) {
    let mut all: Vec<Rect> = layout.zones.iter().chain(&layout.nodes).copied().collect();
    all.extend(layout.walls.iter().flat_map(|wall| [wall.square, wall.name]));
    all.extend(layout.lines.iter().filter_map(|line| line.label));
    let points = layout.lines.iter().flat_map(|line| &line.points);
    all.extend(points.map(|point| Rect { x: point.x, y: point.y, ..Rect::default() }));
    let left = all.iter().map(|rect| rect.x).fold(f64::INFINITY, f64::min);
    let top = all.iter().map(|rect| rect.y).fold(f64::INFINITY, f64::min);
    let right = all.iter().map(Rect::right).fold(0.0, f64::max);
    let bottom = all.iter().map(Rect::bottom).fold(0.0, f64::max);
    if all.is_empty() {
        layout.size = Size { width: 2.0 * MARGIN, height: 2.0 * MARGIN };
        return;
    }
    let (dx, dy) = (MARGIN - left, MARGIN - top);
    let boxes = layout.zones.iter_mut().chain(&mut layout.headers).chain(&mut layout.nodes);
    let walls = layout.walls.iter_mut().flat_map(|wall| [&mut wall.square, &mut wall.name]);
    let mut boxes: Vec<&mut Rect> = boxes.chain(walls).collect();
    for line in &mut layout.lines {
        boxes.extend(&mut line.label);
        for point in &mut line.points {
            *point = Point { x: point.x + dx, y: point.y + dy };
        }
    }
    for rect in boxes {
        (rect.x, rect.y) = (rect.x + dx, rect.y + dy);
    }
    let (width, height) = (right - left + 2.0 * MARGIN, bottom - top + 2.0 * MARGIN);
    layout.size = Size { width, height };
}
