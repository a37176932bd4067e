//! Puts words where they cover nothing: titles of zones, names of firewalls, labels of lines.

use crate::figure::geometry::{Point, Rect, Size};
use crate::figure::layout::{Layout, Line, name_size};
use crate::figure::scene::Scene;

/// From the corner of a zone to its title.
const INSET: f64 = 16.0;

/// Places all words of a layout.
pub(in crate::figure) fn words(scene: &Scene, layout: &mut Layout) {
    labels(layout);
    names(scene, layout);
    headers(layout);
}

/// Labels stay where the engine has put them unless they cover something there.
fn labels(layout: &mut Layout) {
    let mut taken: Vec<Rect> = layout.nodes.clone();
    taken.extend(layout.walls.iter().map(|wall| wall.square));
    for index in 0..layout.lines.len() {
        let Some(line) = layout.lines.get(index).filter(|line| line.label.is_some()) else {
            continue;
        };
        let others = || {
            let others = layout.lines.iter().enumerate().filter(|(other, _)| *other != index);
            others.map(|(_, line)| line)
        };
        let free = |label: &Rect| {
            let label = label.grown(2.0);
            let covers = taken.iter().any(|rect| rect.overlaps(&label));
            !covers && on_line(line, &label)
        };
        let clear = |label: &Rect| free(label) && !others().any(|line| crosses(line, label));
        let all = candidates(line);
        let found =
            all.iter().find(|label| clear(label)).or_else(|| all.iter().find(|at| free(at)));
        let found = found.copied();
        taken.extend(found);
        if let Some(line) = layout.lines.get_mut(index) {
            line.label = found;
        }
    }
}

/// Where the label of a line could stand: where it does, then along the longest stretches.
fn candidates(line: &Line) -> Vec<Rect> {
    let Some(own) = line.label else {
        return Vec::new();
    };
    let mut stretches: Vec<(Point, Point)> =
        line.points.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?))).collect();
    let length = |(from, to): &(Point, Point)| (from.x - to.x).abs() + (from.y - to.y).abs();
    stretches.sort_by(|a, b| length(b).total_cmp(&length(a)));
    let mut all = vec![own];
    for (from, to) in stretches {
        for share in [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9] {
            let middle =
                Point { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
            let x = (middle.x - own.width / 2.0).round();
            let y = (middle.y - own.height / 2.0).round();
            all.push(Rect { x, y, ..own });
        }
    }
    all
}

fn on_line(line: &Line, label: &Rect) -> bool {
    crosses(line, label)
}

/// Whether a line has something in common with the inside of a box.
#[must_use]
pub(in crate::figure) fn crosses(line: &Line, rect: &Rect) -> bool {
    line.points.windows(2).any(|pair| match pair {
        [from, to] => rect.crossed_by(*from, *to),
        _ => false,
    })
}

/// Names of firewalls stand beside their squares, above the border where that is free.
fn names(scene: &Scene, layout: &mut Layout) {
    for index in 0..layout.walls.len() {
        let Some(wall) = layout.walls.get(index) else {
            continue;
        };
        let label = scene.firewalls.get(wall.firewall).map(|known| known.named.label.as_str());
        let size = name_size(label.unwrap_or_default());
        let square = wall.square;
        let sides = [square.right() + 6.0, square.x - 6.0 - size.width];
        let heights = [square.y, square.bottom() - size.height, square.y - size.height - 3.0];
        let corners = heights.iter().flat_map(|y| sides.map(|x| Point { x, y: *y }));
        let all: Vec<Rect> = corners.map(|corner| Rect::at(corner, size)).collect();
        let first = all.first().copied().unwrap_or_default();
        let best = all.into_iter().find(|rect| is_free(layout, &rect.grown(2.0), index));
        if let Some(wall) = layout.walls.get_mut(index) {
            wall.name = best.unwrap_or(first);
        }
    }
}

fn is_free(layout: &Layout, rect: &Rect, wall: usize) -> bool {
    let others = layout.walls.iter().enumerate().filter(|(other, _)| *other != wall);
    let mut taken = others.flat_map(|(_, wall)| [&wall.square, &wall.name]).chain(&layout.nodes);
    !taken.any(|taken| taken.overlaps(rect))
        && !layout.lines.iter().filter_map(|line| line.label).any(|label| label.overlaps(rect))
        && !layout.lines.iter().any(|line| crosses(line, rect))
}

/// Titles of zones stand in the first corner that nothing crosses.
fn headers(layout: &mut Layout) {
    let walls = layout.walls.len();
    layout.headers.clear();
    for (header, rect) in layout.titles.clone().iter().zip(layout.zones.clone()) {
        let Size { width, height } = header.size;
        let sides = [rect.x + INSET, rect.right() - INSET - width];
        let along = (0..8).map(|step| rect.x + INSET + f64::from(step) * (rect.width / 8.0));
        let along = along.filter(|x| x + width <= rect.right() - INSET);
        let across: Vec<f64> = sides.into_iter().chain(along).collect();
        let (top, bottom) = (rect.y + INSET - 3.0, rect.bottom() - height - 6.0);
        // The upper corners, the lower ones, then anywhere between.
        let between = (1..12).map(|step| top + f64::from(step) * (bottom - top) / 12.0);
        let down = [top, bottom].into_iter().chain(between);
        let corners = down.flat_map(|y| across.iter().map(move |x| Point { x: *x, y }));
        let all: Vec<Rect> =
            corners.map(|corner| Rect::at(corner, Size { width, height })).collect();
        let first = all.first().copied().unwrap_or_default();
        let free = |at: &&Rect| is_free(layout, &at.grown(3.0), walls);
        let best = all.iter().find(free).copied().unwrap_or(first);
        layout.headers.push(Rect { x: best.x.round(), y: best.y.round(), ..best });
    }
}
