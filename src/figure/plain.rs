//! A layout that needs no engine: zones one below the other, boxes in rows, no lines.
//!
//! It stands in where the engine cannot help; the table below the figure tells the flows.

use crate::figure::geometry::{Point, Rect};
use crate::figure::graph::{columns, room};
use crate::figure::layout::{Layout, WALL, WallPlace, Words};
use crate::figure::route::Routes;
use crate::figure::scene::Scene;

/// Between boxes, and between boxes and borders.
const GAP: f64 = 20.0;

/// Lays a scene out without lines.
#[must_use]
pub(in crate::figure) fn layout(scene: &Scene, words: &Words, routes: &Routes) -> Layout {
    let zones = vec![Rect::default(); scene.zones.len()];
    let nodes = vec![Rect::default(); scene.nodes.len()];
    let layout = Layout { zones, nodes, ..Layout::default() };
    let mut stacker = Stacker { scene, words, layout };
    let mut tops: Vec<usize> = (0..scene.zones.len()).collect();
    tops.retain(|zone| scene.zones.get(*zone).is_some_and(|zone| zone.parent.is_none()));
    tops.sort_by_key(|zone| (scene.zones.get(*zone).map_or(0, |zone| zone.depth), *zone));
    let mut corner = Point::default();
    for zone in tops {
        corner.y = stacker.zone(zone, corner).bottom() + 2.0 * GAP;
    }
    stacker.boxes(None, corner);
    let mut beside = vec![0_u32; scene.zones.len()];
    for wall in &routes.walls {
        let zone = wall.zone.and_then(|zone| stacker.layout.zones.get(zone)).copied();
        let order = wall.zone.and_then(|zone| beside.get_mut(zone));
        let at = order.map_or(0, |order| std::mem::replace(order, *order + 1));
        let square =
            zone.map_or(Rect { x: -2.0 * WALL, y: 0.0, width: WALL, height: WALL }, |zone| Rect {
                x: (zone.x + zone.width / 2.0).round() + f64::from(at) * 3.0 * WALL,
                y: zone.y - WALL / 2.0,
                width: WALL,
                height: WALL,
            });
        let name = Rect::default();
        stacker.layout.walls.push(WallPlace { firewall: wall.firewall, square, name });
    }
    stacker.layout
}

struct Stacker<'a> {
    scene: &'a Scene,
    words: &'a Words,
    layout: Layout,
}

impl Stacker<'_> {
    /// Places a zone with everything in it.
    fn zone(&mut self, zone: usize, corner: Point) -> Rect {
        let (least, top) = room(self.scene, &self.words.headers, zone);
        let inside = Point { x: corner.x + GAP, y: corner.y + top };
        let boxes = self.boxes(Some(zone), inside);
        let mut right = boxes.right();
        let mut bottom = boxes.bottom();
        for inner in zone + 1..self.scene.zones.len() {
            // A zone stands behind the one that holds it, so this ends.
            if self.scene.zones.get(inner).is_some_and(|inner| inner.parent == Some(zone)) {
                let above = if bottom > inside.y { bottom + 2.0 * GAP } else { inside.y };
                let placed = self.zone(inner, Point { x: inside.x, y: above });
                (right, bottom) = (right.max(placed.right()), placed.bottom());
            }
        }
        let rect = Rect {
            x: corner.x,
            y: corner.y,
            width: (right + GAP - corner.x).max(least.width),
            height: (bottom + GAP - corner.y).max(least.height),
        };
        if let Some(place) = self.layout.zones.get_mut(zone) {
            *place = rect;
        }
        rect
    }

    /// Places the boxes of a zone, or those that stand in none, in rows.
    fn boxes(&mut self, zone: Option<usize>, corner: Point) -> Rect {
        let nodes = self.scene.nodes.iter().enumerate();
        let own: Vec<usize> =
            nodes.filter(|(_, node)| node.zone == zone).map(|(at, _)| at).collect();
        let mut all = Rect { x: corner.x, y: corner.y, ..Rect::default() };
        let mut next = corner;
        for row in own.chunks(columns(own.len())) {
            let mut bottom = next.y;
            for at in row {
                if let (Some(card), Some(place)) =
                    (self.words.cards.get(*at), self.layout.nodes.get_mut(*at))
                {
                    *place = Rect::at(next, card.size);
                    bottom = bottom.max(place.bottom());
                    all.width = all.width.max(place.right() - all.x);
                    next.x = place.right() + GAP;
                }
            }
            all.height = bottom - all.y;
            next = Point { x: corner.x, y: bottom + GAP };
        }
        all
    }
}
