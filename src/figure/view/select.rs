//! A part of a scene: what is chosen, and what that needs around it.

use std::collections::BTreeSet;

use crate::figure::scene::{End, Firewall, Flow, Node, Scene, Zone};

/// What of a scene is shown, by index into its lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::figure::view) struct Selection {
    pub(in crate::figure::view) zones: BTreeSet<usize>,
    pub(in crate::figure::view) nodes: BTreeSet<usize>,
    pub(in crate::figure::view) firewalls: BTreeSet<usize>,
    pub(in crate::figure::view) flows: BTreeSet<usize>,
}

impl Selection {
    /// Chooses a zone, a box or a firewall.
    pub(in crate::figure::view) fn end(&mut self, end: End) {
        match end {
            End::Zone(zone) => self.zones.insert(zone),
            End::Node(node) => self.nodes.insert(node),
            End::Firewall(firewall) => self.firewalls.insert(firewall),
        };
    }

    /// Chooses a flow with its ends and the firewalls on its way.
    pub(in crate::figure::view) fn flow(&mut self, scene: &Scene, index: usize) {
        if let Some(flow) = scene.flows.get(index) {
            self.flows.insert(index);
            self.end(flow.source);
            self.end(flow.target);
            self.firewalls.extend(&flow.firewalls);
        }
    }

    /// The chosen part. Boxes bring the zones around them, and a firewall the first zone that it
    /// guards, because it could not stand on a border otherwise.
    pub(in crate::figure::view) fn of(mut self, scene: &Scene) -> Scene {
        let homes = self.nodes.iter().filter_map(|node| scene.nodes.get(*node)?.zone);
        self.zones.extend(homes.collect::<Vec<_>>());
        for firewall in self.firewalls.iter().filter_map(|firewall| scene.firewalls.get(*firewall))
        {
            if !firewall.guards.iter().any(|zone| self.zones.contains(zone)) {
                self.zones.extend(firewall.guards.first());
            }
        }
        let around = self.zones.iter().flat_map(|zone| scene.around(*zone));
        self.zones.extend(around.collect::<Vec<_>>());
        let place = |kept: &BTreeSet<usize>, index: usize| {
            kept.contains(&index).then(|| kept.range(..index).count())
        };
        let zones = |list: &[usize]| -> Vec<usize> {
            list.iter().filter_map(|zone| place(&self.zones, *zone)).collect()
        };
        let end = |end: End| match end {
            End::Zone(zone) => place(&self.zones, zone).map(End::Zone),
            End::Node(node) => place(&self.nodes, node).map(End::Node),
            End::Firewall(firewall) => place(&self.firewalls, firewall).map(End::Firewall),
        };
        let zone = |zone: &Zone| Zone {
            parent: zone.parent.and_then(|parent| place(&self.zones, parent)),
            ..zone.clone()
        };
        let node = |node: &Node| Node {
            zone: node.zone.and_then(|zone| place(&self.zones, zone)),
            ..node.clone()
        };
        let firewall = |firewall: &Firewall| Firewall {
            guards: zones(&firewall.guards),
            keeps_out: zones(&firewall.keeps_out),
            ..firewall.clone()
        };
        let flow = |flow: &Flow| {
            let firewalls = flow.firewalls.iter();
            let firewalls = firewalls.filter_map(|wall| place(&self.firewalls, *wall)).collect();
            let (source, target) = (end(flow.source)?, end(flow.target)?);
            Some(Flow { source, target, firewalls, ..flow.clone() })
        };
        Scene {
            subject: scene.subject.clone(),
            zones: self.zones.iter().filter_map(|at| scene.zones.get(*at)).map(zone).collect(),
            nodes: self.nodes.iter().filter_map(|at| scene.nodes.get(*at)).map(node).collect(),
            firewalls: self
                .firewalls
                .iter()
                .filter_map(|at| scene.firewalls.get(*at))
                .map(firewall)
                .collect(),
            flows: self.flows.iter().filter_map(|at| flow(scene.flows.get(*at)?)).collect(),
        }
    }
}
