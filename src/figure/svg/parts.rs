//! Boxes of a figure: zones with their titles, firewalls and cards.

use crate::figure::card::{
    Card, PADDING, ROW_LEFT, ROW_PADDING, SMALL, SMALL_LINE, STACK, TEXT_LEFT, TILE, TITLE_LINE,
    ZONE, ZONE_LINE,
};
use crate::figure::geometry::Rect;
use crate::figure::layout::WallPlace;
use crate::figure::scene::{Change, End, Icon, Named, Node, Shape, ZoneKind};
use crate::figure::svg::Drawing;
use crate::figure::text::width;
use crate::figure::words::{node_in_words, with_change, zone_in_words};

/// How thick a firewall is between two squares.
const SPAN: f64 = 8.0;

impl Drawing<'_> {
    pub(in crate::figure::svg) fn zones(&mut self) {
        for (at, (zone, rect)) in self.scene.zones.iter().zip(&self.layout.zones).enumerate() {
            let class = changed(&format!("zone {}", zone.kind.as_str()), zone.change);
            let data = self.touching(End::Zone(at));
            self.link(&zone.named, &class, &zone_in_words(zone), &data, |drawing| {
                drawing.rect("zone-box", *rect, 12.0);
            });
            self.change(zone.change, rect.x + 3.0, rect.y + 3.0);
        }
    }

    /// Titles stand above lines and cards; the box of the zone is the element with its id.
    pub(in crate::figure::svg) fn headers(&mut self) {
        let places = self.layout.headers.iter().zip(&self.layout.titles);
        for (zone, (rect, header)) in self.scene.zones.iter().zip(places) {
            let kind = zone.kind.as_str();
            let mut y = rect.y;
            self.link(&zone.named, "zone-head", &zone.named.label, "", |drawing| {
                for line in &header.title {
                    drawing.text("zone-title", rect.x, y + 14.0, line);
                    y += ZONE_LINE;
                }
            });
            let last = header.title.last().map_or(0.0, |line| width(line, ZONE, true));
            self.doubts(&zone.doubts, rect.x + (last * 0.95).round() + 9.0, y - 9.0);
            for controller in &zone.controllers {
                let class = format!("controller in-{kind}");
                self.link(controller, &class, &controller.label, "", |drawing| {
                    drawing.icon(Icon::Server, rect.x, y + 1.0, 13.0);
                    drawing.text("small", rect.x + 17.0, y + 11.5, &controller.label);
                });
                y += SMALL_LINE + 1.0;
            }
        }
    }

    /// A firewall that guards zones side by side is one wall across their borders, with one name.
    pub(in crate::figure::svg) fn walls(&mut self) {
        for pair in self.layout.walls.windows(2) {
            if let [first, second] = pair
                && spans(first, second)
            {
                let (from, to) = (first.square.middle(), second.square.middle());
                let (from, to) = if from.x <= to.x { (from, to) } else { (to, from) };
                let span =
                    Rect { x: from.x, y: from.y - SPAN / 2.0, width: to.x - from.x, height: SPAN };
                self.output.push_str("<g class=\"wall\">");
                self.rect("wall-box", span, 0.0);
                self.output.push_str("</g>");
            }
        }
        for (at, wall) in self.layout.walls.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|at| self.layout.walls.get(at));
            let named = before.is_none_or(|before| !spans(before, wall));
            let next = self.layout.walls.get(at + 1);
            // The name stands above the wall, not on it.
            let lift = if next.is_some_and(|next| spans(wall, next)) { 5.0 } else { 0.0 };
            let Some(firewall) = self.scene.firewalls.get(wall.firewall) else {
                continue;
            };
            let (square, name) = (wall.square, wall.name);
            let tooltip =
                with_change(format!("{}, firewall", firewall.named.label), firewall.change);
            let class = changed("wall", firewall.change);
            let data = self.touching(End::Firewall(wall.firewall));
            self.link(&firewall.named, &class, &tooltip, &data, |drawing| {
                drawing.rect("wall-box", square, 8.0);
                drawing.icon(Icon::Firewall, square.x + 6.0, square.y + 6.0, square.width - 12.0);
                if named {
                    drawing.text("wall-name", name.x, name.y + 11.0 - lift, &firewall.named.label);
                }
            });
            self.doubts(&firewall.doubts, square.right() - 2.0, square.y + 2.0);
            self.change(firewall.change, square.x, square.bottom());
        }
    }

    pub(in crate::figure::svg) fn cards(&mut self) {
        let places = self.layout.nodes.iter().zip(&self.layout.cards);
        for (at, (node, (rect, card))) in self.scene.nodes.iter().zip(places).enumerate() {
            let zone = node.zone.and_then(|zone| self.scene.zones.get(zone));
            let kind = zone.map_or(ZoneKind::Other, |zone| self.colour_of(zone.kind, node));
            let logical = if node.logical { " logical" } else { "" };
            let plain = format!("card in-{}{logical}", kind.as_str());
            let class = changed(&plain, node.change);
            let data = self.touching(End::Node(at));
            self.link(&node.named, &class, &node_in_words(node), &data, |drawing| {
                drawing.card(node, card, *rect);
            });
            let right = rect.right() - 8.0;
            let count = card.count.as_deref().map_or(0.0, |count| width(count, SMALL, true) + 8.0);
            self.doubts(&node.doubts, right - 5.0 - count, rect.y + 13.0);
            self.databases(node, card, *rect, &plain);
            self.change(node.change, rect.x + 3.0, rect.y + 3.0);
        }
    }

    /// A container has no colour of its own: its boxes take that of the zone around it.
    fn colour_of(&self, kind: ZoneKind, node: &Node) -> ZoneKind {
        if kind != ZoneKind::Container {
            return kind;
        }
        let outer = node.zone.map(|zone| self.scene.outermost(zone));
        outer.and_then(|zone| self.scene.zones.get(zone)).map_or(kind, |zone| zone.kind)
    }

    fn card(&mut self, node: &Node, card: &Card, rect: Rect) {
        if card.count.is_some() {
            for step in [2.0, 1.0] {
                let (x, y) = (rect.x + STACK * step, rect.y + STACK * step);
                self.rect("card-box", Rect { x, y, ..rect }, 9.0);
            }
        }
        let corner = match node.shape {
            Shape::Card => 9.0,
            Shape::Interactor | Shape::Store => 0.0,
            Shape::Process => rect.height / 2.0,
        };
        self.rect("card-box", rect, corner);
        if node.shape == Shape::Store {
            self.rect("bar", Rect { width: 5.0, ..rect }, 0.0);
        }
        let head = card.head();
        let tile = Rect {
            x: rect.x + PADDING,
            y: rect.y + (head - TILE) / 2.0,
            width: TILE,
            height: TILE,
        };
        self.rect("tile", tile, 7.0);
        self.icon(node.icon, tile.x + 5.0, tile.y + 5.0, TILE - 10.0);
        let lines = |lines: &[String], height: f64| lines.iter().map(|_| height).sum::<f64>();
        let words = lines(&card.title, TITLE_LINE) + lines(&card.subtitle, SMALL_LINE);
        let mut y = rect.y + (head - words) / 2.0;
        for line in &card.title {
            self.text("name", rect.x + TEXT_LEFT, y + 12.5, line);
            y += TITLE_LINE;
        }
        for line in &card.subtitle {
            self.text("small", rect.x + TEXT_LEFT, y + 11.0, line);
            y += SMALL_LINE;
        }
        if let Some(count) = &card.count {
            let x = rect.right() - 8.0 - width(count, SMALL, true);
            self.text("count", x, rect.y + 17.0, count);
        }
    }

    fn databases(&mut self, node: &Node, card: &Card, rect: Rect, class: &str) {
        let mut y = rect.y + card.head();
        for (database, row) in node.databases.iter().zip(&card.rows) {
            let height = Card::row_height(row);
            let area = Rect {
                x: rect.x + PADDING - 3.0,
                y: y - 2.0,
                width: rect.width - 2.0 * PADDING + 6.0,
                height: height - 2.0,
            };
            let tooltip = format!("{}, database on {}", database.named.label, node.named.label);
            let tooltip = with_change(tooltip, database.change);
            let class = changed(&format!("{class} database"), database.change);
            self.link(&database.named, &class, &tooltip, "", |drawing| {
                drawing.rect("tile", area, 5.0);
                if database.change == Change::None {
                    drawing.icon(Icon::Database, area.x + 4.0, area.y + 3.0, 14.0);
                } else {
                    drawing.change(database.change, area.x + 11.0, area.y + 10.0);
                }
                let mut line_y = area.y + ROW_PADDING + 9.0;
                for line in row {
                    drawing.text("small", area.x + ROW_LEFT, line_y, line);
                    line_y += SMALL_LINE;
                }
            });
            self.doubts(&database.doubts, area.right() - 9.0, area.y + area.height / 2.0);
            y += height;
        }
    }

    /// A mark that leads to the first contradiction about a thing.
    fn doubts(&mut self, doubts: &[Named], x: f64, y: f64) {
        let Some(first) = doubts.first() else {
            return;
        };
        let names: Vec<&str> = doubts.iter().map(|doubt| doubt.label.as_str()).collect();
        let tooltip = format!("Contradiction in the sources: {}", names.join("; "));
        self.link(&first.clone(), "doubt", &tooltip, "", |drawing| drawing.doubt(x, y));
    }

    pub(in crate::figure::svg) fn doubt(&mut self, x: f64, y: f64) {
        self.output
            .push_str(&format!("<circle class=\"doubt-box\" cx=\"{x}\" cy=\"{y}\" r=\"6.5\"/>"));
        self.centred("doubt-mark", x, y + 3.8, "!");
    }
}

/// Whether two squares are one firewall, on borders at one height.
fn spans(first: &WallPlace, second: &WallPlace) -> bool {
    first.firewall == second.firewall && (first.square.y - second.square.y).abs() < 2.0
}

/// The classes of an element of which something became.
fn changed(class: &str, change: Change) -> String {
    match change {
        Change::None => class.to_owned(),
        change => format!("{class} {}", change.as_str()),
    }
}
