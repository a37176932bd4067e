//! What stands in a card and how large that makes it.

use crate::figure::geometry::Size;
use crate::figure::scene::{End, Node, Scene, Shape, Zone};
use crate::figure::text::{widest, width, wrap};

/// Size of names of boxes.
pub const TITLE: f64 = 13.0;
/// Size of what stands below them.
pub const SMALL: f64 = 11.0;
/// Size of the titles of zones.
pub const ZONE: f64 = 14.5;
/// From one line to the next.
pub const TITLE_LINE: f64 = 16.5;
/// From one line of a zone's title to the next.
pub const ZONE_LINE: f64 = 18.0;
/// From one small line to the next.
pub const SMALL_LINE: f64 = 14.0;
/// Space inside a card.
pub const PADDING: f64 = 11.0;
/// The side of the square behind an icon.
pub const TILE: f64 = 32.0;
/// Where text starts in a card.
pub const TEXT_LEFT: f64 = PADDING + TILE + 10.0;
/// How far the cards that stand for more of the same stick out.
pub const STACK: f64 = 4.0;
/// Space around one database in its card.
pub const ROW_PADDING: f64 = 4.0;
/// Where the name of a database starts in its row.
pub const ROW_LEFT: f64 = 22.0;

/// Names are broken into lines of this width.
const TITLE_WIDTH: f64 = 126.0;
/// So are titles of narrow zones.
const NARROW: f64 = 140.0;
/// So are names of databases.
const ROW_WIDTH: f64 = 146.0;

/// A card with its words broken into lines.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Card {
    /// Lines of the name.
    pub title: Vec<String>,
    /// Lines below it.
    pub subtitle: Vec<String>,
    /// Lines of each database.
    pub rows: Vec<Vec<String>>,
    /// How many there are, where that is more than one.
    pub count: Option<String>,
    /// How large it is.
    pub size: Size,
}

impl Card {
    /// The card of a node, as wide as its words need.
    #[must_use]
    pub fn new(node: &Node) -> Self {
        let title = wrap(&node.named.label, TITLE, true, TITLE_WIDTH);
        let subtitle = wrap(&node.subtitle, SMALL, false, TITLE_WIDTH);
        let names = node.databases.iter().map(|database| database.named.label.as_str());
        let rows: Vec<_> = names.map(|name| wrap(name, SMALL, false, ROW_WIDTH)).collect();
        let count = (node.count > 1).then(|| format!("×{}", node.count));
        // The marks in the corner must not meet the name.
        let marks = count.as_deref().map_or(0.0, |count| width(count, SMALL, true) + 14.0)
            + if node.doubts.is_empty() { 0.0 } else { 16.0 };
        let text = widest(&title, TITLE, true) + marks;
        let text = TEXT_LEFT + text.max(widest(&subtitle, SMALL, false)) + PADDING + 2.0;
        let row = |lines: &Vec<String>| widest(lines, SMALL, false);
        let doubts =
            if node.databases.iter().any(|data| !data.doubts.is_empty()) { 16.0 } else { 0.0 };
        let rows_width =
            rows.iter().map(row).fold(0.0, f64::max) + ROW_LEFT + 2.0 * PADDING + doubts;
        let wide = if rows.is_empty() { text } else { text.max(rows_width) };
        let mut card = Self { title, subtitle, rows, count, size: Size::default() };
        // Round ends leave less room for words.
        let wide = if node.shape == Shape::Process { wide + 14.0 } else { wide };
        card.size = Size { width: even(wide), height: even(card.head() + card.rows_height()) };
        card
    }

    /// The height of everything above the databases.
    #[must_use]
    pub fn head(&self) -> f64 {
        let words = lines(&self.title, TITLE_LINE) + lines(&self.subtitle, SMALL_LINE);
        words.max(TILE) + 2.0 * PADDING
    }

    /// The height of one database.
    #[must_use]
    pub fn row_height(row: &[String]) -> f64 {
        lines(row, SMALL_LINE) + 2.0 * ROW_PADDING
    }

    fn rows_height(&self) -> f64 {
        if self.rows.is_empty() {
            return 0.0;
        }
        self.rows.iter().map(|row| Self::row_height(row)).sum::<f64>() + PADDING / 2.0
    }
}

/// The cards of a scene; those of one zone are equally wide.
#[must_use]
pub fn cards(scene: &Scene) -> Vec<Card> {
    let mut cards: Vec<Card> = scene.nodes.iter().map(Card::new).collect();
    let zones: Vec<Option<usize>> = scene.nodes.iter().map(|node| node.zone).collect();
    for zone in 0..scene.zones.len() {
        let inside = |(_, own): &(&mut Card, &Option<usize>)| **own == Some(zone);
        let of_zone = || zones.iter().enumerate().filter(|(_, own)| **own == Some(zone));
        let widest = of_zone().filter_map(|(at, _)| cards.get(at)).map(|card| card.size.width);
        let widest = widest.fold(0.0, f64::max);
        let all = cards.iter_mut().zip(&zones).filter(inside);
        all.for_each(|(card, _)| card.size.width = widest);
    }
    cards
}

/// What stands in a corner of a zone: its title, and a line for each domain controller.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Header {
    /// Lines of the title.
    pub title: Vec<String>,
    /// How large it is.
    pub size: Size,
}

impl Header {
    /// The header of a zone, its title broken into lines of this width.
    #[must_use]
    pub fn new(zone: &Zone, most: f64) -> Self {
        let title = wrap(&zone.named.label, ZONE, true, most);
        let doubts = if zone.doubts.is_empty() { 0.0 } else { 18.0 };
        let controllers = zone.controllers.iter();
        let controllers = controllers.map(|named| width(&named.label, SMALL, false) + 18.0);
        let wide = controllers.fold(widest(&title, ZONE, true) + doubts, f64::max);
        let below = zone.controllers.iter().map(|_| SMALL_LINE + 1.0).sum::<f64>();
        let size = Size { width: wide, height: lines(&title, ZONE_LINE) + below };
        Self { title, size }
    }
}

/// The headers of all zones. Those of narrow ones have short lines where a firewall needs room too.
#[must_use]
pub fn headers(scene: &Scene, cards: &[Card]) -> Vec<Header> {
    let of_zone = |(at, zone): (usize, &Zone)| {
        let own = scene.nodes.iter().zip(cards).filter(|(node, _)| node.zone == Some(at));
        let row: f64 = own.map(|(_, card)| card.size.width).take(3).sum();
        let wide = Header::new(zone, f64::INFINITY);
        if is_entered(scene, at) && 2.0 * wide.size.width > row {
            Header::new(zone, NARROW)
        } else {
            wide
        }
    };
    scene.zones.iter().enumerate().map(of_zone).collect()
}

/// Whether a firewall or a line may stand in the middle of a zone's upper border.
#[must_use]
pub fn is_entered(scene: &Scene, zone: usize) -> bool {
    let inside = |end: End| {
        scene.zone_of(end).is_some_and(|inner| scene.around(inner).any(|outer| outer == zone))
    };
    let depth = |end: End| {
        scene.zone_of(end).and_then(|zone| scene.zones.get(zone)).map_or(0, |zone| zone.depth)
    };
    scene.firewalls.iter().any(|firewall| firewall.guards.contains(&zone))
        || scene.flows.iter().any(|flow| {
            !inside(flow.source) && inside(flow.target) && depth(flow.source) <= depth(flow.target)
        })
}

fn lines(lines: &[String], height: f64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a text has few lines")]
    let count = lines.len() as f64;
    count * height
}

/// Whole pixels, so that centres are sharp too.
fn even(length: f64) -> f64 {
    (length / 2.0).ceil() * 2.0
}
