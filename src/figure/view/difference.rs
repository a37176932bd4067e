//! Two architectures in one scene: what was added, removed and changed.

use std::collections::{BTreeMap, BTreeSet};

use crate::figure::read;
use crate::figure::read::part::Graph;
use crate::figure::scene::{Change, Database, End, Firewall, Flow, Named, Node, Scene, Zone};
use crate::graph::GraphView;
use crate::vocabulary::arch;

/// The second architecture with what became of the elements of the first. Elements are the same
/// where one corresponds to the other, else where they have the same name.
#[must_use]
pub(in crate::figure::view) fn scene(view: &dyn GraphView, first: &str, second: &str) -> Scene {
    let (old, new) = (read::scene(view, first), read::scene(view, second));
    let title = format!("From {} to {}", old.subject.label, new.subject.label);
    let mut merged = Merged { graph: Graph { view }, ends: BTreeMap::new(), scene: new };
    merged.scene.subject.label = title;
    merged.zones(&old.zones);
    merged.nodes(&old.nodes);
    merged.firewalls(&old.firewalls);
    merged.flows(&old.flows);
    merged.scene
}

struct Merged<'a> {
    graph: Graph<'a>,
    /// Where each end of the first architecture stands in the scene.
    ends: BTreeMap<End, End>,
    /// The second architecture, and behind it what only the first has.
    scene: Scene,
}

impl Merged<'_> {
    /// For each of the old things the index of the new one; and which new ones have an old one.
    /// Two old things may have become one.
    fn pairs(&self, old: &[&Named], new: &[&Named]) -> (Vec<Option<usize>>, BTreeSet<usize>) {
        let pairs: Vec<Option<usize>> = old
            .iter()
            .map(|named| {
                let known = self.graph.objects(&named.iri, arch::CORRESPONDS_TO);
                let known = |iri: &str| known.iter().any(|other| other.as_iri() == Some(iri));
                let label = named.label.to_lowercase();
                let by_name = || new.iter().position(|other| other.label.to_lowercase() == label);
                new.iter().position(|other| known(&other.iri)).or_else(by_name)
            })
            .collect();
        let found = pairs.iter().flatten().copied().collect();
        (pairs, found)
    }

    fn zones(&mut self, old: &[Zone]) {
        let names =
            |zones: &[Zone]| zones.iter().map(|zone| zone.named.clone()).collect::<Vec<_>>();
        let (before, after) = (names(old), names(&self.scene.zones));
        let (pairs, found) = self.pairs(&refer(&before), &refer(&after));
        for (at, zone) in self.scene.zones.iter_mut().enumerate() {
            zone.change = if found.contains(&at) { Change::None } else { Change::Added };
        }
        for (at, (zone, pair)) in old.iter().zip(pairs).enumerate() {
            let place = if let Some(place) = pair {
                if let Some(new) = self.scene.zones.get_mut(place)
                    && !same_name(&new.named, &zone.named)
                {
                    new.change = Change::Changed;
                }
                place
            } else {
                // A zone stands behind its parent, so that one has its place already.
                let parent = zone.parent.and_then(|parent| self.zone(parent));
                let (doubts, change) = (Vec::new(), Change::Removed);
                self.scene.zones.push(Zone { parent, doubts, change, ..zone.clone() });
                self.scene.zones.len() - 1
            };
            self.ends.insert(End::Zone(at), End::Zone(place));
        }
    }

    fn zone(&self, old: usize) -> Option<usize> {
        match self.ends.get(&End::Zone(old)) {
            Some(End::Zone(zone)) => Some(*zone),
            _ => None,
        }
    }

    fn nodes(&mut self, old: &[Node]) {
        let names =
            |nodes: &[Node]| nodes.iter().map(|node| node.named.clone()).collect::<Vec<_>>();
        let (before, after) = (names(old), names(&self.scene.nodes));
        let (pairs, found) = self.pairs(&refer(&before), &refer(&after));
        for (at, node) in self.scene.nodes.iter_mut().enumerate() {
            node.change = if found.contains(&at) { Change::None } else { Change::Added };
        }
        let mut held: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
        for (at, (node, pair)) in old.iter().zip(pairs).enumerate() {
            let zone = node.zone.and_then(|zone| self.zone(zone));
            let place = if let Some(place) = pair {
                let databases = node.databases.iter().map(|data| data.named.label.to_lowercase());
                held.entry(place).or_default().extend(databases);
                if let Some(new) = self.scene.nodes.get_mut(place) {
                    let same = same_name(&new.named, &node.named)
                        && (new.zone, &new.subtitle, new.count)
                            == (zone, &node.subtitle, node.count);
                    if !same {
                        new.change = Change::Changed;
                    }
                }
                place
            } else {
                let (doubts, change) = (Vec::new(), Change::Removed);
                self.scene.nodes.push(Node { zone, doubts, change, ..node.clone() });
                self.scene.nodes.len() - 1
            };
            self.ends.insert(End::Node(at), End::Node(place));
        }
        self.databases(old);
        for (place, before) in held {
            if let Some(node) = self.scene.nodes.get_mut(place) {
                let now = node.databases.iter().filter(|data| data.change != Change::Removed);
                let now = now.map(|data| data.named.label.to_lowercase());
                if now.collect::<BTreeSet<_>>() != before {
                    node.change = Change::Changed;
                }
            }
        }
    }

    /// Databases move between servers: they are compared over the whole architecture.
    fn databases(&mut self, old: &[Node]) {
        let all = |nodes: &[Node]| -> Vec<Named> {
            let databases = nodes.iter().flat_map(|node| &node.databases);
            databases.map(|database| database.named.clone()).collect()
        };
        let (before, after) = (all(old), all(&self.scene.nodes));
        let (pairs, found) = self.pairs(&refer(&before), &refer(&after));
        let gone: BTreeSet<&str> = before
            .iter()
            .zip(pairs)
            .filter_map(|(named, pair)| pair.is_none().then_some(named.iri.as_str()))
            .collect();
        let kept: BTreeSet<&str> =
            found.iter().filter_map(|at| after.get(*at)).map(|named| named.iri.as_str()).collect();
        let places: Vec<Option<End>> =
            (0..old.len()).map(|at| self.ends.get(&End::Node(at)).copied()).collect();
        for node in self.scene.nodes.iter_mut().filter(|node| node.change != Change::Removed) {
            for database in &mut node.databases {
                let known = kept.contains(database.named.iri.as_str());
                database.change = if known { Change::None } else { Change::Added };
            }
        }
        for (node, place) in old.iter().zip(places) {
            let Some(End::Node(place)) = place else {
                continue;
            };
            let Some(shown) = self.scene.nodes.get_mut(place) else {
                continue;
            };
            let lost = node.databases.iter();
            let lost = lost.filter(|database| gone.contains(database.named.iri.as_str()));
            for database in lost {
                let known = shown.databases.iter_mut();
                let mut known = known.filter(|known| known.named.iri == database.named.iri);
                match known.next() {
                    Some(known) => known.change = Change::Removed,
                    None => shown.databases.push(Database {
                        named: database.named.clone(),
                        doubts: Vec::new(),
                        change: Change::Removed,
                    }),
                }
            }
        }
    }

    fn firewalls(&mut self, old: &[Firewall]) {
        let names = |walls: &[Firewall]| {
            walls.iter().map(|firewall| firewall.named.clone()).collect::<Vec<_>>()
        };
        let (before, after) = (names(old), names(&self.scene.firewalls));
        let (pairs, found) = self.pairs(&refer(&before), &refer(&after));
        for (at, firewall) in self.scene.firewalls.iter_mut().enumerate() {
            firewall.change = if found.contains(&at) { Change::None } else { Change::Added };
        }
        for (at, (firewall, pair)) in old.iter().zip(pairs).enumerate() {
            let zones = |list: &[usize]| -> Vec<usize> {
                let zones: BTreeSet<usize> =
                    list.iter().filter_map(|zone| self.zone(*zone)).collect();
                zones.into_iter().collect()
            };
            let (guards, keeps_out) = (zones(&firewall.guards), zones(&firewall.keeps_out));
            let place = if let Some(place) = pair {
                if let Some(new) = self.scene.firewalls.get_mut(place) {
                    let same = same_name(&new.named, &firewall.named)
                        && (&new.guards, &new.keeps_out) == (&guards, &keeps_out);
                    if !same {
                        new.change = Change::Changed;
                    }
                }
                place
            } else {
                let (doubts, change) = (Vec::new(), Change::Removed);
                let gone = Firewall { guards, keeps_out, doubts, change, ..firewall.clone() };
                self.scene.firewalls.push(gone);
                self.scene.firewalls.len() - 1
            };
            self.ends.insert(End::Firewall(at), End::Firewall(place));
        }
    }

    /// Flows have no names that two architectures share. They are the same where they join the same
    /// ends, and changed where something else about them differs.
    fn flows(&mut self, old: &[Flow]) {
        for flow in &mut self.scene.flows {
            flow.change = Change::Added;
        }
        let count = self.scene.flows.len();
        for flow in old {
            let end = |end: End| self.ends.get(&end).copied();
            let (Some(source), Some(target)) = (end(flow.source), end(flow.target)) else {
                continue;
            };
            let firewalls = flow.firewalls.iter().filter_map(|wall| end(End::Firewall(*wall)));
            let firewalls: Vec<usize> = firewalls
                .filter_map(|end| match end {
                    End::Firewall(firewall) => Some(firewall),
                    _ => None,
                })
                .collect();
            let mut moved = Flow { source, target, firewalls, ..flow.clone() };
            let new = self.scene.flows.iter_mut().take(count);
            let mut joins = new.filter(|new| (new.source, new.target) == (source, target));
            let same = |new: &Flow| {
                (&new.text, new.tone, &new.firewalls) == (&moved.text, moved.tone, &moved.firewalls)
            };
            let Some(first) = joins.next() else {
                moved.change = Change::Removed;
                self.scene.flows.push(moved);
                continue;
            };
            if same(first) {
                first.change = Change::None;
            } else if let Some(equal) = joins.find(|new| same(new)) {
                equal.change = Change::None;
            } else if first.change == Change::Added {
                first.change = Change::Changed;
            }
        }
    }
}

fn refer(names: &[Named]) -> Vec<&Named> {
    names.iter().collect()
}

fn same_name(a: &Named, b: &Named) -> bool {
    a.label.to_lowercase() == b.label.to_lowercase()
}
