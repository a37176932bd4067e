//! What must hold of any drawn figure, computed from its layout.

use std::collections::BTreeSet;

use loggia::figure::geometry::{Point, Rect};
use loggia::figure::layout::{Layout, Line, same};
use loggia::figure::scene::Scene;

/// Everything that is wrong with where things stand.
pub(crate) fn problems(scene: &Scene, layout: &Layout) -> Vec<String> {
    let mut problems = boxes(scene, layout);
    problems.extend(walls(scene, layout));
    problems.extend(lines(scene, layout));
    problems.extend(words(scene, layout));
    problems
}

fn name(scene: &Scene, node: usize) -> &str {
    &scene.nodes[node].named.label
}

fn boxes(scene: &Scene, layout: &Layout) -> Vec<String> {
    let mut problems = Vec::new();
    let figure = Rect { x: 0.0, y: 0.0, width: layout.size.width, height: layout.size.height };
    for (at, card) in layout.nodes.iter().enumerate() {
        let zone = scene.nodes[at].zone.map_or(figure, |zone| layout.zones[zone]);
        if !zone.holds(card) {
            problems.push(format!("{} sticks out of its zone", name(scene, at)));
        }
        for (other, rect) in layout.nodes.iter().enumerate().skip(at + 1) {
            if card.overlaps(rect) {
                problems.push(format!("{} covers {}", name(scene, at), name(scene, other)));
            }
        }
        for (zone, rect) in layout.zones.iter().enumerate() {
            let around =
                scene.nodes[at].zone.is_some_and(|own| scene.around(own).any(|z| z == zone));
            if !around && rect.overlaps(card) {
                problems.push(format!("{} stands in a strange zone", name(scene, at)));
            }
        }
    }
    for (at, zone) in layout.zones.iter().enumerate() {
        let parent = scene.zones[at].parent.map_or(figure, |parent| layout.zones[parent]);
        if !parent.holds(zone) {
            problems.push(format!("{} sticks out", scene.zones[at].named.label));
        }
        for (other, rect) in layout.zones.iter().enumerate().skip(at + 1) {
            let nested = scene.around(other).any(|outer| outer == at)
                || scene.around(at).any(|outer| outer == other);
            if !nested && zone.overlaps(rect) {
                problems.push(format!("{} covers a zone", scene.zones[at].named.label));
            }
        }
    }
    problems
}

fn walls(scene: &Scene, layout: &Layout) -> Vec<String> {
    let mut problems = Vec::new();
    for wall in &layout.walls {
        let label = &scene.firewalls[wall.firewall].named.label;
        let middle = wall.square.middle();
        let on_border = |zone: &usize| {
            let rect = layout.zones[*zone];
            let near = |a: f64, b: f64| (a - b).abs() <= 1.5;
            let level = (rect.x..=rect.right()).contains(&middle.x)
                && (near(middle.y, rect.y) || near(middle.y, rect.bottom()));
            let upright = (rect.y..=rect.bottom()).contains(&middle.y)
                && (near(middle.x, rect.x) || near(middle.x, rect.right()));
            level || upright
        };
        let guards = &scene.firewalls[wall.firewall].guards;
        if !guards.is_empty() && !guards.iter().any(on_border) {
            problems.push(format!("{label} stands on no border that it guards"));
        }
        if layout.nodes.iter().any(|card| card.overlaps(&wall.square)) {
            problems.push(format!("{label} covers a card"));
        }
    }
    problems
}

fn lines(scene: &Scene, layout: &Layout) -> Vec<String> {
    let mut problems = Vec::new();
    for line in &layout.lines {
        let label = &scene.flows[line.flows[0]].named.label;
        if line.points.len() < 2 {
            problems.push(format!("{label} leads nowhere"));
        }
        for (from, to) in stretches(line) {
            if !same(from.x, to.x) && !same(from.y, to.y) {
                problems.push(format!("{label} is slanted: {from:?} to {to:?}"));
            }
            for (at, card) in layout.nodes.iter().enumerate() {
                if card.crossed_by(from, to) {
                    problems.push(format!("{label} crosses {}", name(scene, at)));
                }
            }
        }
    }
    problems
}

fn words(scene: &Scene, layout: &Layout) -> Vec<String> {
    let mut problems = Vec::new();
    let mut words: Vec<(String, Rect)> = Vec::new();
    for line in &layout.lines {
        match line.label {
            Some(rect) => {
                words.push((line.text.clone(), rect));
                if !stretches(line).any(|(from, to)| rect.crossed_by(from, to)) {
                    problems.push(format!("the label {} is not on its line", line.text));
                }
            }
            None if line.text.is_empty() => {}
            None => problems.push(format!("the label {} is lost", line.text)),
        }
    }
    let titles = scene.zones.iter().zip(&layout.headers);
    let titles = titles.map(|(zone, rect)| (zone.named.label.clone(), *rect));
    let walls = layout.walls.iter();
    let names = walls.map(|wall| (scene.firewalls[wall.firewall].named.label.clone(), wall.name));
    let plain: Vec<(String, Rect)> = titles.chain(names).collect();
    for (text, rect) in &plain {
        for line in &layout.lines {
            if stretches(line).any(|(from, to)| rect.crossed_by(from, to)) {
                problems.push(format!("a line runs through {text}"));
            }
        }
    }
    words.extend(plain);
    for (at, (text, rect)) in words.iter().enumerate() {
        if let Some(card) = layout.nodes.iter().position(|card| card.overlaps(rect)) {
            problems.push(format!("{text} covers {}", name(scene, card)));
        }
        for (other, other_rect) in words.iter().skip(at + 1) {
            if rect.overlaps(other_rect) {
                problems.push(format!("{text} covers {other}"));
            }
        }
        if layout.walls.iter().any(|wall| wall.square.overlaps(rect)) {
            problems.push(format!("{text} covers a firewall"));
        }
    }
    let distinct: BTreeSet<String> = problems.drain(..).collect();
    distinct.into_iter().collect()
}

fn stretches(line: &Line) -> impl Iterator<Item = (Point, Point)> {
    line.points.windows(2).map(|pair| (pair[0], pair[1]))
}
