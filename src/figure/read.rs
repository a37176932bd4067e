//! Reads the scene of an architecture from the graph.

mod flows;
pub(in crate::figure) mod part;

use std::collections::{BTreeMap, BTreeSet};

use crate::figure::icon;
use crate::figure::read::part::{Graph, Part};
use crate::figure::scene::{
    Change, Database, End, Firewall, Icon, Named, Node, Scene, Shape, Zone, ZoneKind,
};
use crate::graph::GraphView;
use crate::rdf::Value;
use crate::vocabulary::{arch, loggia, rdf};

/// Whether the graph knows this as an architecture.
#[must_use]
pub fn is_architecture(view: &dyn GraphView, iri: &str) -> bool {
    let class = Value::iri(arch::ARCHITECTURE);
    !view.matching(Some(&Value::iri(iri)), Some(rdf::TYPE), Some(&class)).is_empty()
}

/// All architectures, by IRI.
#[must_use]
pub fn architectures(view: &dyn GraphView) -> Vec<Named> {
    let class = Value::iri(arch::ARCHITECTURE);
    let facts = view.matching(None, Some(rdf::TYPE), Some(&class));
    let graph = Graph { view };
    facts.iter().filter_map(|fact| fact.subject.as_iri()).map(|iri| graph.named(iri)).collect()
}

/// How many elements an architecture has.
#[must_use]
pub fn count(view: &dyn GraphView, architecture: &str) -> usize {
    view.matching(None, Some(arch::PART_OF_ARCHITECTURE), Some(&Value::iri(architecture))).len()
}

/// What a figure of the architecture shows.
#[must_use]
pub fn scene(view: &dyn GraphView, architecture: &str) -> Scene {
    read(view, architecture, false)
}

/// The same, and as lines whatever else the book states of two elements.
#[must_use]
pub fn scene_with_statements(view: &dyn GraphView, architecture: &str) -> Scene {
    read(view, architecture, true)
}

fn read(view: &dyn GraphView, architecture: &str, statements: bool) -> Scene {
    let graph = Graph { view };
    let parts = graph.subjects(arch::PART_OF_ARCHITECTURE, architecture);
    let mut parts: Vec<Part> = parts.iter().map(|iri| graph.part(iri)).collect();
    parts.sort_by(|a, b| (a.line, &a.named.iri).cmp(&(b.line, &b.named.iri)));
    let mut reader = Reader { graph, scene: Scene::default(), index: BTreeMap::new() };
    reader.scene.subject = reader.graph.named(architecture);
    reader.zones(&parts);
    reader.nodes(&parts);
    reader.firewalls(&parts);
    reader.depths();
    reader.flows(&parts);
    if statements {
        reader.statements(&parts);
    }
    reader.scene
}

struct Reader<'a> {
    graph: Graph<'a>,
    scene: Scene,
    /// Where each element stands in the scene.
    index: BTreeMap<String, End>,
}

impl Reader<'_> {
    fn zones(&mut self, parts: &[Part]) {
        let zones: Vec<&Part> = parts.iter().filter(|part| part.is_a(arch::ZONE)).collect();
        let own: BTreeSet<&str> = zones.iter().map(|part| part.named.iri.as_str()).collect();
        let holders: BTreeMap<&str, Vec<&str>> = zones
            .iter()
            .map(|part| {
                let holders = part.values(arch::SUB_ZONE_OF);
                let others = holders.filter(|holder| *holder != part.named.iri);
                (part.named.iri.as_str(), others.filter(|holder| own.contains(holder)).collect())
            })
            .collect();
        // The relation is transitive: the nearest holder is the one that most others hold.
        let rank = |iri: &str| holders.get(iri).map_or(0, Vec::len);
        let mut sorted = zones.clone();
        sorted.sort_by_key(|part| rank(&part.named.iri));
        for part in sorted {
            let iri = part.named.iri.as_str();
            let nearest = holders.get(iri).into_iter().flatten().max_by_key(|holder| rank(holder));
            let parent = nearest.and_then(|holder| self.zone(holder));
            let zone = Zone {
                named: part.named.clone(),
                kind: zone_kind(part),
                parent,
                depth: 0,
                controllers: Vec::new(),
                doubts: self.graph.doubts(iri),
                change: Change::None,
            };
            self.index.insert(iri.to_owned(), End::Zone(self.scene.zones.len()));
            self.scene.zones.push(zone);
        }
    }

    fn zone(&self, iri: &str) -> Option<usize> {
        match self.index.get(iri) {
            Some(End::Zone(zone)) => Some(*zone),
            _ => None,
        }
    }

    fn zones_of(&self, part: &Part, predicate: &str) -> Vec<usize> {
        let mut zones: Vec<usize> =
            part.values(predicate).filter_map(|iri| self.zone(iri)).collect();
        zones.sort_unstable();
        zones.dedup();
        zones
    }

    fn nodes(&mut self, parts: &[Part]) {
        let mut hosted = BTreeSet::new();
        for part in parts.iter().filter(|part| part.is_a(arch::NODE)) {
            let zone = self.zones_of(part, arch::IN_ZONE).first().copied();
            let is_row = !part.is_a(loggia::SECTION);
            if part.is_a(arch::DOMAIN_CONTROLLER)
                && is_row
                && let Some(zone) = zone.and_then(|zone| self.scene.zones.get_mut(zone))
            {
                zone.controllers.push(part.named.clone());
                continue;
            }
            let databases: Vec<&Part> = parts
                .iter()
                .filter(|other| other.is_a(arch::DATABASE))
                .filter(|other| part.values(arch::HOSTS_DATABASE).any(|iri| iri == other.named.iri))
                .collect();
            hosted.extend(databases.iter().map(|database| database.named.iri.as_str()));
            let databases = databases.iter().map(|database| Database {
                named: database.named.clone(),
                doubts: self.graph.doubts(&database.named.iri),
                change: Change::None,
            });
            let databases: Vec<Database> = databases.collect();
            let node = self.node(part, zone, databases);
            self.push(node);
        }
        for part in parts.iter().filter(|part| part.is_a(arch::DATABASE)) {
            if !hosted.contains(part.named.iri.as_str()) {
                let zone = self.zones_of(part, arch::IN_ZONE).first().copied();
                let mut node = self.node(part, zone, Vec::new());
                (node.icon, node.subtitle) = (Icon::Database, "Database".to_owned());
                self.push(node);
            }
        }
    }

    fn push(&mut self, node: Node) {
        let end = End::Node(self.scene.nodes.len());
        self.index.insert(node.named.iri.clone(), end);
        for database in &node.databases {
            self.index.entry(database.named.iri.clone()).or_insert(end);
        }
        self.scene.nodes.push(node);
    }

    fn node(&self, part: &Part, zone: Option<usize>, databases: Vec<Database>) -> Node {
        let logical = part.is_a(arch::LOGICAL_LOCATION);
        let mut words: Vec<String> = Vec::new();
        if logical {
            words.push("Logical location".to_owned());
        }
        words.extend(part.values(arch::RUNS).map(|software| self.graph.label(software)));
        let kinds = [
            (arch::BIZTALK_SERVER, "BizTalk Server"),
            (arch::SINGLE_SIGN_ON_SERVER, "Single sign-on"),
            (arch::DOMAIN_CONTROLLER, "Domain controller"),
        ];
        for (class, word) in kinds {
            if part.is_a(class) && !words.iter().any(|known| known == word) {
                words.push(word.to_owned());
            }
        }
        let external = zone.and_then(|zone| self.scene.zones.get(zone));
        let external = external.is_some_and(|zone| zone.kind == ZoneKind::External);
        let software: Vec<&str> = part.values(arch::RUNS).collect();
        let icon = icon::of(&icon::Traits {
            label: &part.named.label,
            software: &software,
            server: part.is_a(arch::SERVER),
            keeps_secrets: part.is_a(arch::SINGLE_SIGN_ON_SERVER)
                && !part.is_a(arch::BIZTALK_SERVER),
            holds_databases: !databases.is_empty(),
            external,
        });
        if words.is_empty() {
            words.push(icon.words(external).to_owned());
        }
        let count = part.values(arch::NUMBER_DRAWN).next().and_then(|count| count.parse().ok());
        Node {
            named: part.named.clone(),
            subtitle: words.join(" · "),
            icon,
            zone,
            count: count.unwrap_or(1),
            logical,
            shape: Shape::Card,
            databases,
            doubts: self.graph.doubts(&part.named.iri),
            change: Change::None,
        }
    }

    fn firewalls(&mut self, parts: &[Part]) {
        for part in parts.iter().filter(|part| part.is_a(arch::FIREWALL)) {
            let firewall = Firewall {
                named: part.named.clone(),
                guards: self.zones_of(part, arch::PROTECTS),
                keeps_out: self.zones_of(part, arch::RESTRICTS_TRAFFIC_FROM),
                doubts: self.graph.doubts(&part.named.iri),
                change: Change::None,
            };
            let end = End::Firewall(self.scene.firewalls.len());
            self.index.insert(part.named.iri.clone(), end);
            self.scene.firewalls.push(firewall);
        }
    }

    /// A zone lies one deeper than the deepest that its firewalls keep out.
    fn depths(&mut self) {
        let mut borders = BTreeSet::new();
        for firewall in &self.scene.firewalls {
            for inside in &firewall.guards {
                for outside in &firewall.keeps_out {
                    let pair = (self.scene.outermost(*outside), self.scene.outermost(*inside));
                    borders.extend((pair.0 != pair.1).then_some(pair));
                }
            }
        }
        // As many rounds as there are zones, so that firewalls in a circle end too.
        for _ in 0..self.scene.zones.len() {
            for (outside, inside) in &borders {
                let depth = self.scene.zones.get(*outside).map_or(0, |zone| zone.depth + 1);
                if let Some(zone) = self.scene.zones.get_mut(*inside) {
                    zone.depth = zone.depth.max(depth.min(borders.len()));
                }
            }
        }
        for index in 0..self.scene.zones.len() {
            let outermost = self.scene.outermost(index);
            let depth = self.scene.zones.get(outermost).map_or(0, |zone| zone.depth);
            if let Some(zone) = self.scene.zones.get_mut(index) {
                zone.depth = depth;
            }
        }
        self.kinds();
    }

    /// Tells the innermost domain and those that no firewall protects from the others.
    fn kinds(&mut self) {
        let zones = &mut self.scene.zones;
        let deepest = zones.iter().map(|zone| zone.depth).max().unwrap_or(0);
        let domains = zones.iter().filter(|zone| zone.kind == ZoneKind::Domain && zone.depth > 0);
        let first = domains.map(|zone| zone.depth).min().unwrap_or(0);
        for zone in zones.iter_mut().filter(|zone| zone.kind == ZoneKind::Domain && deepest > 0) {
            zone.kind = match zone.depth {
                0 => ZoneKind::House,
                depth if depth == deepest => ZoneKind::Core,
                depth if depth == first => ZoneKind::Domain,
                _ => ZoneKind::Inner,
            };
        }
    }
}

fn zone_kind(part: &Part) -> ZoneKind {
    let kinds = [
        (arch::EXTERNAL_NETWORK, ZoneKind::External),
        (arch::PERIMETER_NETWORK, ZoneKind::Perimeter),
        (arch::DIRECTORY_DOMAIN, ZoneKind::Domain),
        (arch::LOGICAL_CONTAINER, ZoneKind::Container),
    ];
    let kind = kinds.iter().find(|(class, _)| part.is_a(class));
    kind.map_or(ZoneKind::Other, |(_, kind)| *kind)
}
