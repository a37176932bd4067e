//! What of a scene is near a thing, and what lies on the way between two.

use std::collections::BTreeMap;

use crate::figure::scene::{End, Scene};
use crate::figure::view::select::Selection;

/// What a step costs: flows are the ways, statements and containers only help out.
const FLOW: usize = 4;
const STATEMENT: usize = 6;
const CONTAINER: usize = 3;
const BORDER: usize = 5;

/// A thing with what flows and statements join to it, in as many steps as `depth`. The flows of the
/// zones around it are one step further away than its own.
#[must_use]
pub(in crate::figure::view) fn around(scene: &Scene, start: End, depth: usize) -> Selection {
    let mut selection = Selection::default();
    selection.end(start);
    let mut reached: BTreeMap<End, usize> = BTreeMap::from([(start, 0)]);
    if let End::Zone(zone) = start {
        for (end, _) in contents(scene, zone) {
            reached.insert(end, 0);
            selection.end(end);
        }
        let guards = scene.firewalls.iter().enumerate();
        let guards = guards.filter(|(_, firewall)| firewall.guards.contains(&zone));
        selection.firewalls.extend(guards.map(|(at, _)| at));
    }
    for step in 0..depth {
        let mut next: Vec<End> = Vec::new();
        for (index, flow) in scene.flows.iter().enumerate() {
            let known = |end: End| reached.get(&end).is_some_and(|at| *at <= step);
            let passes = matches!(start, End::Firewall(wall) if flow.firewalls.contains(&wall));
            if known(flow.source) || known(flow.target) || passes {
                selection.flow(scene, index);
                // Behind a firewall everybody is everybody's neighbour.
                let ends = [flow.source, flow.target].into_iter();
                next.extend(ends.filter(|end| !matches!(end, End::Firewall(_))));
            }
        }
        let homes = reached.keys().filter_map(|end| match end {
            End::Node(_) => scene.zone_of(*end),
            _ => None,
        });
        next.extend(homes.map(End::Zone));
        for end in next {
            reached.entry(end).or_insert(step + 1);
        }
    }
    selection
}

/// Everything in a zone, itself included, with the zone that each stands in.
fn contents(scene: &Scene, zone: usize) -> Vec<(End, usize)> {
    let inside = |at: usize| scene.around(at).any(|outer| outer == zone);
    let zones = (0..scene.zones.len()).filter(|at| inside(*at)).map(|at| (End::Zone(at), at));
    let nodes = scene.nodes.iter().enumerate().filter_map(|(at, node)| {
        let home = node.zone.filter(|home| inside(*home))?;
        Some((End::Node(at), home))
    });
    zones.chain(nodes).collect()
}

/// A step between two things, and the flow that it takes.
struct Step {
    ends: [End; 2],
    cost: usize,
    flow: Option<usize>,
}

/// All shortest ways between two things; `None` where nothing leads from one to the other. Flows
/// may be followed against their direction: their arrows tell it.
#[must_use]
pub(in crate::figure::view) fn between(scene: &Scene, from: End, to: End) -> Option<Selection> {
    let steps = steps(scene);
    let (ahead, back) = (distances(&steps, from), distances(&steps, to));
    let shortest = *ahead.get(&to)?;
    let mut selection = Selection::default();
    selection.end(from);
    selection.end(to);
    for Step { ends: [a, b], cost, flow } in &steps {
        let lies = |first: &End, second: &End| {
            let sum = ahead.get(first).zip(back.get(second)).map(|(a, b)| a + cost + b);
            sum == Some(shortest)
        };
        if lies(a, b) || lies(b, a) {
            selection.end(*a);
            selection.end(*b);
            if let Some(flow) = flow {
                selection.flow(scene, *flow);
            }
        }
    }
    Some(selection)
}

fn steps(scene: &Scene) -> Vec<Step> {
    let mut steps = Vec::new();
    for (index, flow) in scene.flows.iter().enumerate() {
        let cost = if flow.property.is_some() { STATEMENT } else { FLOW };
        steps.push(Step { ends: [flow.source, flow.target], cost, flow: Some(index) });
    }
    for (at, node) in scene.nodes.iter().enumerate() {
        if let Some(zone) = node.zone {
            let ends = [End::Node(at), End::Zone(zone)];
            steps.push(Step { ends, cost: CONTAINER, flow: None });
        }
    }
    for (at, zone) in scene.zones.iter().enumerate() {
        if let Some(parent) = zone.parent {
            let ends = [End::Zone(at), End::Zone(parent)];
            steps.push(Step { ends, cost: CONTAINER, flow: None });
        }
    }
    for (at, firewall) in scene.firewalls.iter().enumerate() {
        for zone in &firewall.guards {
            let ends = [End::Firewall(at), End::Zone(*zone)];
            steps.push(Step { ends, cost: BORDER, flow: None });
        }
    }
    steps
}

/// How far everything is from a thing. As many rounds as there are things, so that it ends.
fn distances(steps: &[Step], from: End) -> BTreeMap<End, usize> {
    let mut far: BTreeMap<End, usize> = BTreeMap::from([(from, 0)]);
    loop {
        let mut better = false;
        for Step { ends: [a, b], cost, .. } in steps {
            for (near, next) in [(a, b), (b, a)] {
                let Some(reached) = far.get(near).map(|known| known + cost) else {
                    continue;
                };
                if far.get(next).is_none_or(|known| *known > reached) {
                    far.insert(*next, reached);
                    better = true;
                }
            }
        }
        // Distances only shrink and are no less than 0.
        if !better {
            return far;
        }
    }
}
