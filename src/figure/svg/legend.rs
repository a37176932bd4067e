//! The legend below a figure: what its colours and signs mean, as far as they occur in it.

use crate::figure::card::SMALL;
use crate::figure::geometry::Rect;
use crate::figure::layout::Layout;
use crate::figure::scene::{Change, Icon, Scene, Tone};
use crate::figure::svg::Drawing;
use crate::figure::text::width;
use crate::figure::words::legend_of_tone;

/// Height of a line.
const LINE: f64 = 24.0;

/// How much room the legend takes below the layout.
pub(in crate::figure::svg) fn height(scene: &Scene, layout: &Layout) -> f64 {
    let rows = items(scene, layout).last().map_or(0.0, |item| item.row + 1.0);
    if rows > 0.0 { rows * LINE + 8.0 } else { 0.0 }
}

impl Drawing<'_> {
    pub(in crate::figure::svg) fn legend(&mut self) {
        self.output.push_str("<g class=\"legend\" aria-hidden=\"true\">");
        for item in items(self.scene, self.layout) {
            let (x, y) = (item.x, self.layout.size.height + item.row * LINE + 6.0);
            match item.sign {
                Sign::Flow(tone) => {
                    let head = if tone == Tone::Unstated {
                        String::new()
                    } else {
                        format!("<path class=\"head\" d=\"M{} {y}l-8 -4.2v8.4z\"/>", x + 30.0)
                    };
                    self.output.push_str(&format!(
                        "<g class=\"{}\"><path class=\"line\" d=\"M{x} {y}h{}\"/>{head}</g>",
                        tone.as_str(),
                        if head.is_empty() { 30.0 } else { 24.0 },
                    ));
                }
                Sign::Wall => {
                    let square = Rect { x: x + 6.0, y: y - 9.0, width: 18.0, height: 18.0 };
                    self.output.push_str("<g class=\"wall\">");
                    self.rect("wall-box", square, 4.5);
                    self.icon(Icon::Firewall, square.x + 3.0, square.y + 3.0, 12.0);
                    self.output.push_str("</g>");
                }
                Sign::Logical => {
                    let rect = Rect { x: x + 1.0, y: y - 8.0, width: 28.0, height: 16.0 };
                    self.output.push_str("<g class=\"logical\">");
                    self.rect("card-box", rect, 5.0);
                    self.output.push_str("</g>");
                }
                Sign::Doubt => self.doubt(x + 15.0, y),
                Sign::Change(change) => self.change(change, x + 15.0, y),
            }
            self.text("small", x + 38.0, y + 4.0, &item.text);
        }
        self.output.push_str("</g>");
    }
}

fn items(scene: &Scene, layout: &Layout) -> Vec<Item> {
    let mut signs = Vec::new();
    let compares = scene.compares();
    let known = Change::ALL.into_iter().filter(|known| scene.changes().any(|it| it == *known));
    signs.extend(known.map(|change| (Sign::Change(change), change.legend().to_owned())));
    if layout.has_lines && !compares {
        let mut tones: Vec<(Tone, String)> =
            scene.flows.iter().map(|flow| (flow.tone, legend_of_tone(flow))).collect();
        tones.sort();
        tones.dedup_by_key(|(tone, _)| *tone);
        signs.extend(tones.into_iter().map(|(tone, text)| (Sign::Flow(tone), text)));
    }
    if !scene.firewalls.is_empty() {
        signs.push((Sign::Wall, "Firewall on the border it guards".to_owned()));
    }
    if scene.nodes.iter().any(|node| node.logical) {
        signs.push((Sign::Logical, "Logical location, not a server".to_owned()));
    }
    let zones = scene.zones.iter().any(|zone| !zone.doubts.is_empty());
    let nodes = scene.nodes.iter().any(|node| {
        !node.doubts.is_empty() || node.databases.iter().any(|data| !data.doubts.is_empty())
    });
    if zones || nodes || scene.firewalls.iter().any(|wall| !wall.doubts.is_empty()) {
        signs.push((Sign::Doubt, "The sources contradict each other".to_owned()));
    }
    let (mut x, mut row) = (18.0, 0.0);
    let place = |(sign, text): (Sign, String)| {
        let needed = 38.0 + width(&text, SMALL, false);
        if x > 18.0 && x + needed > layout.size.width - 14.0 {
            (x, row) = (18.0, row + 1.0);
        }
        let item = Item { sign, text, x, row };
        x += needed + 22.0;
        item
    };
    signs.into_iter().map(place).collect()
}

enum Sign {
    Flow(Tone),
    Wall,
    Logical,
    Doubt,
    Change(Change),
}

struct Item {
    sign: Sign,
    text: String,
    x: f64,
    row: f64,
}
