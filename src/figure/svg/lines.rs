//! Lines of a figure: flows with rounded corners, arrows and labels.

use crate::figure::geometry::Point;
use crate::figure::layout::{Line, same};
use crate::figure::scene::{Change, Named, Tone};
use crate::figure::svg::{Drawing, escape};
use crate::figure::words::flows_in_words;

/// How round corners are.
const RADIUS: f64 = 7.0;
/// How long an arrow's head is, and how wide on each side.
const HEAD: (f64, f64) = (8.0, 4.2);
/// How far a line reaches into its head.
const INTO_HEAD: f64 = 2.0;

/// A stretch of two lines of different colours.
struct Shared<'a> {
    from: Point,
    to: Point,
    line: &'a Line,
}

impl Drawing<'_> {
    pub(in crate::figure::svg) fn lines(&mut self) {
        for line in &self.layout.lines {
            self.of_line(line, |drawing| {
                let path = path(&shortened(line));
                drawing.output.push_str(&format!(
                    "<path class=\"hit\" d=\"{path}\"/><path class=\"line\" d=\"{path}\"/>"
                ));
            });
        }
        for shared in shared(&self.layout.lines) {
            let (class, flows) = (flow_class(shared.line), self.data(shared.line));
            let Shared { from, to, .. } = shared;
            self.output.push_str(&format!(
                "<g class=\"{class}\"{flows}><path class=\"line both\" d=\"M{} {}L{} {}\"/></g>",
                from.x, from.y, to.x, to.y
            ));
        }
        for line in &self.layout.lines {
            self.heads(line);
        }
    }

    /// Labels stand above everything, so that lines do not run over them.
    pub(in crate::figure::svg) fn labels(&mut self) {
        for line in &self.layout.lines {
            if let Some(label) = line.label {
                self.of_line(line, |drawing| {
                    drawing.rect("label", label, label.height / 2.0);
                    let middle = label.middle();
                    drawing.centred("label-text", middle.x, middle.y + 4.0, &line.text);
                });
            }
        }
    }

    fn of_line(&mut self, line: &Line, inside: impl FnOnce(&mut Self)) {
        let first = line.flows.first().and_then(|flow| self.scene.flows.get(*flow));
        let named = first.map_or_else(Named::default, |flow| flow.named.clone());
        let (class, data) = (flow_class(line), self.data(line));
        let tooltip = flows_in_words(self.scene, &line.flows);
        self.link(&named, &class, &tooltip, &data, inside);
    }

    /// The flows that use a line, and what each of them speaks.
    fn data(&self, line: &Line) -> String {
        let names = self.flow_names(&line.flows);
        let flows = line.flows.iter().filter_map(|flow| self.scene.flows.get(*flow));
        let spoken = flows.map(|flow| {
            let labels =
                flow.protocols.iter().map(|protocol| protocol.label.replace([',', ';'], " "));
            labels.collect::<Vec<_>>().join(",")
        });
        let spoken = spoken.collect::<Vec<_>>().join(";");
        if spoken.trim_matches(';').is_empty() {
            return format!(" data-flows=\"{names}\"");
        }
        format!(" data-flows=\"{names}\" data-protocols=\"{}\"", escape(&spoken))
    }

    fn heads(&mut self, line: &Line) {
        let ends = [
            (line.arrow_first, line.points.first(), line.points.get(1)),
            (line.arrow_last, line.points.last(), line.points.iter().rev().nth(1)),
        ];
        for (drawn, tip, before) in ends {
            let (true, Some(tip), Some(before)) = (drawn, tip, before) else {
                continue;
            };
            let (x, y) = direction(*before, *tip);
            let (length, side) = HEAD;
            let back = Point { x: tip.x - x * length, y: tip.y - y * length };
            let (class, flows) = (flow_class(line), self.data(line));
            self.output.push_str(&format!(
                "<g class=\"{class}\"{flows}><path class=\"head\" d=\"M{} {}L{} {}L{} {}z\"/></g>",
                tip.x,
                tip.y,
                back.x - y * side,
                back.y - x * side,
                back.x + y * side,
                back.y + x * side,
            ));
        }
    }
}

fn flow_class(line: &Line) -> String {
    let change = line.change.as_str();
    let between = if change.is_empty() { "" } else { " " };
    format!("flow {}{between}{change}", line.tone.as_str())
}

/// The corners of a line, ends with arrows a little shorter.
fn shortened(line: &Line) -> Vec<Point> {
    let mut points = line.points.clone();
    let by = HEAD.0 - INTO_HEAD;
    if line.arrow_first {
        shorten(&mut points, by);
    }
    if line.arrow_last {
        points.reverse();
        shorten(&mut points, by);
        points.reverse();
    }
    points
}

fn shorten(points: &mut [Point], by: f64) {
    if let [first, second, ..] = points {
        let (x, y) = direction(*first, *second);
        *first = Point { x: first.x + x * by, y: first.y + y * by };
    }
}

/// One step from one point towards another that is straight below or beside it.
fn direction(from: Point, to: Point) -> (f64, f64) {
    if same(from.x, to.x) {
        (0.0, if to.y >= from.y { 1.0 } else { -1.0 })
    } else {
        (if to.x >= from.x { 1.0 } else { -1.0 }, 0.0)
    }
}

/// A path through points with rounded corners.
fn path(points: &[Point]) -> String {
    let mut path = String::new();
    for (at, point) in points.iter().enumerate() {
        let (before, after) = (at.checked_sub(1).and_then(|at| points.get(at)), points.get(at + 1));
        match (before, after) {
            (None, _) => path.push_str(&format!("M{} {}", point.x, point.y)),
            (_, None) => path.push_str(&format!("L{} {}", point.x, point.y)),
            (Some(before), Some(after)) => {
                let length = |other: &Point| (other.x - point.x).abs() + (other.y - point.y).abs();
                let radius = RADIUS.min(length(before) / 2.0).min(length(after) / 2.0);
                let towards = |other: &Point| {
                    let (x, y) = direction(*point, *other);
                    Point { x: point.x + x * radius, y: point.y + y * radius }
                };
                let (start, end) = (towards(before), towards(after));
                path.push_str(&format!(
                    "L{} {}Q{} {} {} {}",
                    start.x, start.y, point.x, point.y, end.x, end.y
                ));
            }
        }
    }
    path
}

/// Stretches on which lines of different colours lie: the covered one is drawn once more in dashes,
/// so that both are seen.
fn shared(lines: &[Line]) -> Vec<Shared<'_>> {
    let mut all: Vec<Shared<'_>> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let earlier = lines.iter().take(at).filter(|other| colour(other) != colour(line));
        for other in earlier {
            for first in stretches(line) {
                for second in stretches(other) {
                    if let Some((from, to)) = common(first, second) {
                        let known = all.iter().any(|shared| {
                            colour(shared.line) == colour(other)
                                && within((shared.from, shared.to), (from, to))
                        });
                        if !known {
                            all.push(Shared { from, to, line: other });
                        }
                    }
                }
            }
        }
    }
    all
}

fn colour(line: &Line) -> (Tone, Change) {
    (line.tone, line.change)
}

type Stretch = (Point, Point);

fn stretches(line: &Line) -> impl Iterator<Item = Stretch> {
    line.points.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?)))
}

/// What two stretches have in common, from the left or from above, where it is more than a point.
fn common(a: Stretch, b: Stretch) -> Option<Stretch> {
    let upright = |(from, to): Stretch| same(from.x, to.x);
    if upright(a) && upright(b) && same(a.0.x, b.0.x) {
        let start = a.0.y.min(a.1.y).max(b.0.y.min(b.1.y));
        let end = a.0.y.max(a.1.y).min(b.0.y.max(b.1.y));
        let at = |y: f64| Point { x: a.0.x, y };
        return (end - start > 2.0).then(|| (at(start), at(end)));
    }
    if !upright(a) && !upright(b) && same(a.0.y, b.0.y) {
        let start = a.0.x.min(a.1.x).max(b.0.x.min(b.1.x));
        let end = a.0.x.max(a.1.x).min(b.0.x.max(b.1.x));
        let at = |x: f64| Point { x, y: a.0.y };
        return (end - start > 2.0).then(|| (at(start), at(end)));
    }
    None
}

fn within(outer: Stretch, inner: Stretch) -> bool {
    common(outer, inner).is_some_and(|part| {
        let length = |(from, to): Stretch| (from.x - to.x).abs() + (from.y - to.y).abs();
        same(length(part), length(inner))
    })
}
