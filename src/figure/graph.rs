//! The graph that the layout engine is given for a scene.
//!
//! Besides what is drawn it holds pairs that only keep things in order: boxes in a grid, zones one
//! below the other.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::figure::card::{Card, Header, SMALL, is_entered};
use crate::figure::geometry::Size;
use crate::figure::layout::{WALL, Words};
use crate::figure::route::{Routes, Stop};
use crate::figure::scene::Scene;
use crate::figure::text::width;

/// So many boxes stand side by side in a zone.
pub(in crate::figure) const COLUMNS: usize = 3;
/// So many where the figure would be too wide otherwise.
pub(in crate::figure) const FEW_COLUMNS: usize = 2;

/// How boxes and zones are put in order.
#[derive(Debug, Clone, Copy)]
pub(in crate::figure) struct Arrangement {
    /// Whether zones within a zone stand one below the other.
    pub(in crate::figure) stacked: bool,
    /// How many boxes of a zone stand side by side at most.
    pub(in crate::figure) columns: usize,
}

/// Height of the label of a line.
const LABEL: f64 = 18.0;

/// How much room a zone needs at least, and above its boxes. A firewall may stand in the middle of
/// its border; the title has room beside it.
#[must_use]
pub(in crate::figure) fn room(scene: &Scene, headers: &[Header], zone: usize) -> (Size, f64) {
    let head = headers.get(zone).map(|header| header.size).unwrap_or_default();
    let top = head.height + 28.0;
    let width =
        if is_entered(scene, zone) { 2.0 * head.width + WALL + 60.0 } else { head.width + 40.0 };
    (Size { width, height: top + 34.0 }, top)
}

/// The id of a stop in the graph.
pub(in crate::figure) fn stop_id(stop: Stop) -> String {
    match stop {
        Stop::Zone(zone) => format!("z{zone}"),
        Stop::Node(node) => format!("n{node}"),
        Stop::Wall(wall) => format!("w{wall}"),
        Stop::Relay(relay) => format!("r{relay}"),
    }
}

/// The graph that the engine lays out: ELK JSON without options at its root.
pub(in crate::figure) fn graph(
    scene: &Scene,
    words: &Words,
    routes: &Routes,
    arrangement: Arrangement,
) -> Value {
    let most = arrangement.columns;
    let cards = &words.cards;
    let tops = (0..scene.zones.len()).filter(|zone| is_top(scene, *zone));
    let mut sorted: Vec<usize> = tops.collect();
    sorted.sort_by_key(|zone| (scene.zones.get(*zone).map_or(0, |zone| zone.depth), *zone));
    let mut children: Vec<Value> =
        sorted.into_iter().map(|zone| zone_node(scene, words, routes, zone, most)).collect();
    let free =
        scene.nodes.iter().zip(cards).enumerate().filter(|(_, (node, _))| node.zone.is_none());
    children.extend(free.map(|(at, (_, card))| card_node(at, card)));
    let lone = routes.walls.iter().enumerate().filter(|(_, wall)| wall.zone.is_none());
    children.extend(
        lone.map(|(at, _)| json!({"id": stop_id(Stop::Wall(at)), "width": WALL, "height": WALL})),
    );
    let mut edges: Vec<Value> = Vec::new();
    for (at, segment) in routes.segments.iter().enumerate() {
        let mut edge = edge(&format!("e{at}"), segment.from, segment.to);
        if !segment.text.is_empty() {
            let size = label_size(&segment.text);
            edge["labels"] = json!([{
                "text": segment.text, "width": size.width + 8.0, "height": size.height + 6.0,
                "layoutOptions": {"elk.edgeLabels.inline": "true"},
            }]);
        }
        edges.push(edge);
    }
    let stacks = if arrangement.stacked { stacks(scene) } else { Vec::new() };
    let pairs = rows(scene, routes, most).into_iter().chain(stacks).chain(borders(scene, routes));
    let hidden = pairs.enumerate().map(|(at, (from, to))| edge(&format!("h{at}"), from, to));
    edges.extend(hidden);
    edges.extend(first_rows(scene, routes, most).into_iter().enumerate().map(
        |(at, (from, to))| {
            let mut edge = edge(&format!("f{at}"), from, to);
            // A label takes a row of its own, so these need one too.
            edge["labels"] = json!([{"text": "-", "width": 1, "height": 1}]);
            edge
        },
    ));
    json!({"id": "root", "children": children, "edges": edges})
}

fn edge(id: &str, from: Stop, to: Stop) -> Value {
    json!({"id": id, "sources": [stop_id(from)], "targets": [stop_id(to)]})
}

fn card_node(at: usize, card: &Card) -> Value {
    let Size { width, height } = card.size;
    json!({"id": stop_id(Stop::Node(at)), "width": width, "height": height, "layoutOptions": {"elk.alignment": "TOP"}})
}

fn is_top(scene: &Scene, zone: usize) -> bool {
    scene.zones.get(zone).is_some_and(|zone| zone.parent.is_none())
}

fn zone_node(scene: &Scene, words: &Words, routes: &Routes, zone: usize, most: usize) -> Value {
    let cards = &words.cards;
    let mut children: Vec<Value> = Vec::new();
    for (at, node) in scene.nodes.iter().enumerate() {
        if let Some(card) = cards.get(at).filter(|_| node.zone == Some(zone)) {
            children.push(card_node(at, card));
        }
    }
    for (at, inner) in scene.zones.iter().enumerate() {
        // A zone stands behind the one that holds it, so this ends.
        if inner.parent == Some(zone) && at > zone {
            children.push(zone_node(scene, words, routes, at, most));
        }
    }
    let relays = routes.relays.iter().enumerate().filter(|(_, relay)| relay.zone == zone);
    children.extend(
        relays.map(|(at, _)| json!({"id": stop_id(Stop::Relay(at)), "width": 2, "height": 2})),
    );
    let walls = routes.walls.iter().enumerate().filter(|(_, wall)| wall.zone == Some(zone));
    let ports: Vec<Value> = walls
        .map(|(at, _)| {
            json!({
                "id": stop_id(Stop::Wall(at)), "width": WALL, "height": WALL,
                "layoutOptions": {"elk.port.borderOffset": (-WALL / 2.0).to_string()},
            })
        })
        .collect();
    let (least, top) = room(scene, &words.headers, zone);
    let own = scene.nodes.iter().zip(cards).filter(|(node, _)| node.zone == Some(zone));
    let row = own.map(|(_, card)| card.size.width).take(columns_of(scene, zone, most)).sum::<f64>();
    let side = ((least.width - row) / 2.0).ceil().max(22.0);
    let side = if has_zones(scene, zone) { 22.0 } else { side };
    let mut node = json!({
        "id": stop_id(Stop::Zone(zone)),
        "ports": ports,
        "layoutOptions": {
            "elk.padding": format!("[top={top},left={side},bottom=22,right={side}]"),
            "elk.portConstraints": "FREE",
        },
    });
    if children.is_empty() {
        node["width"] = json!(least.width);
        node["height"] = json!(least.height);
    } else {
        node["children"] = json!(children);
    }
    node
}

/// The boxes of a zone that no flow joins with each other: those reached from outside first, those
/// that reach further in last.
fn unjoined(scene: &Scene, routes: &Routes, zone: usize) -> Vec<Stop> {
    let own = |stop: &Stop| match stop {
        Stop::Node(node) => scene.nodes.get(*node).is_some_and(|node| node.zone == Some(zone)),
        _ => false,
    };
    let inside = routes.segments.iter().filter(|line| own(&line.from) && own(&line.to));
    let joined: BTreeSet<Stop> = inside.flat_map(|line| [line.from, line.to]).collect();
    let all = (0..scene.nodes.len()).map(Stop::Node);
    let mut free: Vec<Stop> = all.filter(|stop| own(stop) && !joined.contains(stop)).collect();
    let reached = |stop: &Stop| routes.segments.iter().any(|line| line.to == *stop);
    let reaches = |stop: &Stop| routes.segments.iter().any(|line| line.from == *stop);
    // Tall cards stand in the last row, where they push nothing down.
    let tall = |stop: &Stop| match stop {
        Stop::Node(node) => scene.nodes.get(*node).is_some_and(|node| node.databases.len() > 3),
        _ => false,
    };
    free.sort_by_key(|stop| (u8::from(reaches(stop)) + u8::from(!reached(stop)), tall(stop)));
    free
}

/// Boxes that no flow joins would stand in one long row. These pairs, one above the other, make
/// them stand in a grid.
fn rows(scene: &Scene, routes: &Routes, most: usize) -> Vec<(Stop, Stop)> {
    let pairs = (0..scene.zones.len()).flat_map(|zone| {
        let free = unjoined(scene, routes, zone);
        let below: Vec<Stop> = free.iter().skip(columns_of(scene, zone, most)).copied().collect();
        free.into_iter().zip(below)
    });
    pairs.collect()
}

/// Where a firewall is joined with one box of a zone, it is with the others of the first row too:
/// else they would stand above that one.
fn first_rows(scene: &Scene, routes: &Routes, most: usize) -> Vec<(Stop, Stop)> {
    let mut pairs = Vec::new();
    for zone in 0..scene.zones.len() {
        let free = unjoined(scene, routes, zone);
        let row: Vec<Stop> = free.into_iter().take(columns_of(scene, zone, most)).collect();
        let mut labelled = routes.segments.iter().filter(|line| !line.text.is_empty());
        let entry =
            labelled.find(|line| matches!(line.from, Stop::Wall(_)) && row.contains(&line.to));
        if let Some(entry) = entry {
            let unreached = |stop: &Stop| routes.segments.iter().all(|line| line.to != *stop);
            pairs.extend(row.into_iter().filter(unreached).map(|stop| (entry.from, stop)));
        }
    }
    pairs
}

/// Zones within a zone stand one below the other.
fn stacks(scene: &Scene) -> Vec<(Stop, Stop)> {
    let mut pairs = Vec::new();
    for zone in 0..scene.zones.len() {
        let inner = |(_, inner): &(usize, &crate::figure::scene::Zone)| inner.parent == Some(zone);
        let inner: Vec<usize> =
            scene.zones.iter().enumerate().filter(inner).map(|(at, _)| at).collect();
        let below = inner.iter().skip(1);
        pairs.extend(inner.iter().zip(below).map(|(a, b)| (Stop::Zone(*a), Stop::Zone(*b))));
    }
    pairs
}

fn has_zones(scene: &Scene, zone: usize) -> bool {
    scene.zones.iter().any(|inner| inner.parent == Some(zone))
}

/// How many boxes of a zone stand side by side; in a zone within another one.
fn columns_of(scene: &Scene, zone: usize, most: usize) -> usize {
    if !is_top(scene, zone) {
        return 1;
    }
    columns(scene.nodes.iter().filter(|node| node.zone == Some(zone)).count()).min(most)
}

/// How many boxes stand side by side.
#[must_use]
pub(in crate::figure) fn columns(boxes: usize) -> usize {
    match boxes {
        4 | 5 => 2,
        _ => COLUMNS,
    }
}

/// Zones that a firewall parts but no flow joins still stand in order.
fn borders(scene: &Scene, routes: &Routes) -> Vec<(Stop, Stop)> {
    let mut pairs = Vec::new();
    for (at, wall) in routes.walls.iter().enumerate() {
        let Some(firewall) = scene.firewalls.get(wall.firewall) else {
            continue;
        };
        let joined = routes.segments.iter().any(|line| line.to == Stop::Wall(at));
        let Some(inside) = wall.zone.filter(|_| !joined) else {
            continue;
        };
        for outside in &firewall.keeps_out {
            if scene.outermost(*outside) != scene.outermost(inside) {
                pairs.push((Stop::Zone(scene.outermost(*outside)), Stop::Wall(at)));
            }
        }
    }
    pairs
}

/// The size of what is written on a line.
pub(in crate::figure) fn label_size(text: &str) -> Size {
    Size { width: width(text, SMALL, false) + 14.0, height: LABEL }
}
