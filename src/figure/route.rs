//! Flows cut into segments at the firewalls they pass.
//!
//! Flows that share a way and who opens them share its segments too. So a figure stays readable,
//! and each segment keeps the flows that use it.

use crate::figure::scene::{Change, End, Flow, Scene, Tone};

/// A place where segments start and end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stop {
    /// The border of a zone, by index.
    Zone(usize),
    /// A box, by index.
    Node(usize),
    /// A firewall on one border, by index into [`Routes::walls`].
    Wall(usize),
    /// A point in a zone that is passed through, by index into [`Routes::relays`].
    Relay(usize),
}

/// A firewall where it guards one zone. One that guards several stands on the border of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wall {
    /// The firewall, by index.
    pub firewall: usize,
    /// The zone, by index; none where it guards nothing.
    pub zone: Option<usize>,
}

/// Where flows pass a zone from one firewall to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Relay {
    /// The zone, by index.
    pub zone: usize,
    tone: Tone,
    inwards: bool,
}

/// A line from one stop to the next, from the outside in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// The outer end.
    pub from: Stop,
    /// The inner end.
    pub to: Stop,
    /// Who initiates its flows.
    pub tone: Tone,
    /// What became of its flows.
    pub change: Change,
    /// Whether an arrow points at the outer end.
    pub arrow_from: bool,
    /// Whether an arrow points at the inner end.
    pub arrow_to: bool,
    /// The flows that use it, by index.
    pub flows: Vec<usize>,
    /// What is written on it.
    pub text: String,
}

/// The ways of all flows of a scene.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Routes {
    /// Every firewall on every border it guards.
    pub walls: Vec<Wall>,
    /// Points that flows pass.
    pub relays: Vec<Relay>,
    /// The segments.
    pub segments: Vec<Segment>,
}

/// What is written on a flow. The mark of a change comes first, so that colour is not needed.
fn label(flow: &Flow) -> String {
    format!("{} {}", flow.change.mark(), flow.text).trim().to_owned()
}

/// Finds the ways of all flows of a scene.
#[must_use]
pub fn routes(scene: &Scene) -> Routes {
    let mut routes = Routes::default();
    for (firewall, known) in scene.firewalls.iter().enumerate() {
        let zones = known.guards.iter().map(|zone| Wall { firewall, zone: Some(*zone) });
        routes.walls.extend(zones);
        if known.guards.is_empty() {
            routes.walls.push(Wall { firewall, zone: None });
        }
    }
    for flow in 0..scene.flows.len() {
        routes.add(scene, flow);
    }
    routes
}

impl Routes {
    fn add(&mut self, scene: &Scene, index: usize) {
        let Some(flow) = scene.flows.get(index) else {
            return;
        };
        let stops = self.stops(scene, index);
        let legs: Vec<(Stop, Stop)> =
            stops.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?))).collect();
        let touches_node =
            |leg: &(Stop, Stop)| matches!(leg, (Stop::Node(_), _) | (_, Stop::Node(_)));
        let last = legs.len().saturating_sub(1);
        let labelled = legs.iter().rposition(touches_node).unwrap_or(last);
        for (at, (start, end)) in legs.into_iter().enumerate() {
            // Boxes of a data flow diagram stand in the order in which its steps reach them.
            let inwards = match (flow.tone, start, end) {
                (Tone::Data, Stop::Node(start), Stop::Node(end)) => start <= end,
                _ => self.rank(scene, start) <= self.rank(scene, end),
            };
            let (from, to) = if inwards { (start, end) } else { (end, start) };
            let arrow = at == last && flow.tone != Tone::Unstated;
            let segment = Segment {
                from,
                to,
                tone: flow.tone,
                change: flow.change,
                arrow_from: arrow && !inwards,
                arrow_to: arrow && inwards,
                flows: vec![index],
                text: if at == labelled { label(flow) } else { String::new() },
            };
            self.merge(segment);
        }
    }

    fn merge(&mut self, segment: Segment) {
        let equal = self.segments.iter_mut().find(|known| {
            (known.from, known.to) == (segment.from, segment.to)
                && (known.tone, known.change) == (segment.tone, segment.change)
                && (known.arrow_from, known.arrow_to) == (segment.arrow_from, segment.arrow_to)
        });
        let Some(known) = equal else {
            self.segments.push(segment);
            return;
        };
        known.flows.extend(segment.flows);
        let said = known.text.split(" · ").any(|part| part == segment.text);
        if !said && known.text != segment.text && !segment.text.is_empty() {
            let between = if known.text.is_empty() { "" } else { " · " };
            known.text = format!("{}{between}{}", known.text, segment.text);
        }
    }

    fn stops(&mut self, scene: &Scene, index: usize) -> Vec<Stop> {
        let Some(flow) = scene.flows.get(index) else {
            return Vec::new();
        };
        let near = [flow.source, flow.target].map(|end| scene.zone_of(end));
        let mut stops = Vec::new();
        let passed = flow.firewalls.iter().map(|firewall| End::Firewall(*firewall));
        let ends = std::iter::once(flow.source).chain(passed).chain([flow.target]);
        for end in ends {
            let stop = match end {
                End::Zone(zone) => Some(Stop::Zone(zone)),
                End::Node(node) => Some(Stop::Node(node)),
                End::Firewall(firewall) => self.wall(scene, firewall, near).map(Stop::Wall),
            };
            let Some(stop) = stop.filter(|stop| stops.last() != Some(stop)) else {
                continue;
            };
            if let (Some(Stop::Wall(first)), Stop::Wall(second)) = (stops.last(), stop) {
                let relay = self.relay(scene, *first, second, flow.tone);
                stops.extend(relay.map(Stop::Relay));
            }
            stops.push(stop);
        }
        self.without_guarded_ends(&mut stops);
        stops
    }

    /// A flow from or to a zone whose own firewall it passes starts or ends at that firewall.
    fn without_guarded_ends(&self, stops: &mut Vec<Stop>) {
        let guarded = |end: Option<&Stop>, next: Option<&Stop>| match (end, next) {
            (Some(Stop::Zone(zone)), Some(Stop::Wall(wall))) => {
                self.walls.get(*wall).is_some_and(|wall| wall.zone == Some(*zone))
            }
            _ => false,
        };
        if stops.len() > 2 && guarded(stops.first(), stops.get(1)) {
            stops.remove(0);
        }
        if stops.len() > 2 && guarded(stops.last(), stops.get(stops.len().wrapping_sub(2))) {
            stops.pop();
        }
    }

    /// Of the borders a firewall guards the one around an end of the flow, else the first.
    fn wall(&self, scene: &Scene, firewall: usize, near: [Option<usize>; 2]) -> Option<usize> {
        let own = || self.walls.iter().enumerate().filter(|(_, wall)| wall.firewall == firewall);
        let around: Vec<usize> =
            near.into_iter().flatten().flat_map(|zone| scene.around(zone)).collect();
        let nearest = own().find(|(_, wall)| wall.zone.is_some_and(|zone| around.contains(&zone)));
        nearest.or_else(|| own().next()).map(|(at, _)| at)
    }

    /// The point at which a flow passes the outer zone of two firewalls.
    fn relay(&mut self, scene: &Scene, first: usize, second: usize, tone: Tone) -> Option<usize> {
        let zone = |wall: usize| self.walls.get(wall).and_then(|wall| wall.zone);
        let depth = |zone: usize| scene.zones.get(zone).map_or(0, |zone| zone.depth);
        let (first, second) = (zone(first)?, zone(second)?);
        let inwards = depth(first) <= depth(second);
        let zone = if inwards { first } else { second };
        if first == second {
            return None;
        }
        let relay = Relay { zone, tone, inwards };
        let known = self.relays.iter().position(|known| *known == relay);
        Some(known.unwrap_or_else(|| {
            self.relays.push(relay);
            self.relays.len() - 1
        }))
    }

    /// How far inside a stop lies: a firewall half a step outside of what it guards.
    fn rank(&self, scene: &Scene, stop: Stop) -> usize {
        let depth = |zone: usize| scene.zones.get(zone).map_or(0, |zone| 2 * zone.depth + 1);
        match stop {
            Stop::Zone(zone) => depth(zone),
            Stop::Node(node) => scene.nodes.get(node).and_then(|node| node.zone).map_or(1, depth),
            Stop::Wall(wall) => {
                let zone = self.walls.get(wall).and_then(|wall| wall.zone);
                zone.map_or(1, depth).saturating_sub(1)
            }
            Stop::Relay(relay) => self.relays.get(relay).map_or(0, |relay| depth(relay.zone)),
        }
    }
}
