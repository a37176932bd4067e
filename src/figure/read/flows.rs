//! Lines of a scene: flows, and statements about two elements.

use std::collections::BTreeMap;

use crate::figure::read::Reader;
use crate::figure::read::part::Part;
use crate::figure::scene::{Change, End, Flow, Named, Tone};
use crate::rdf::Value;
use crate::vocabulary::{akv, arch, dcterms, loggia, owl, rdf, rdfs};

/// What containers, borders and flows show is not shown as a line too. Counterparts stand in
/// other architectures.
const DRAWN_OTHERWISE: [&str; 13] = [
    arch::PART_OF_ARCHITECTURE,
    arch::IN_ZONE,
    arch::SUB_ZONE_OF,
    arch::PROTECTS,
    arch::RESTRICTS_TRAFFIC_FROM,
    arch::HOSTS_DATABASE,
    arch::FLOW_SOURCE,
    arch::FLOW_TARGET,
    arch::THROUGH_FIREWALL,
    arch::INITIATED_BY,
    arch::CORRESPONDS_TO,
    arch::CONCERNS,
    rdf::TYPE,
];

impl Reader<'_> {
    pub(in crate::figure::read) fn flows(&mut self, parts: &[Part]) {
        for part in parts.iter().filter(|part| part.is_a(arch::TRAFFIC_FLOW)) {
            let end = |predicate| {
                let known = |iri: &str| self.index.get(iri).copied();
                part.values(predicate).filter_map(known).collect::<Vec<End>>()
            };
            let (sources, targets) = (end(arch::FLOW_SOURCE), end(arch::FLOW_TARGET));
            let (Some(source), Some(target)) = (sources.first(), targets.first()) else {
                continue;
            };
            let (source, target) = (*source, *target);
            let mut firewalls: Vec<usize> = Vec::new();
            for end in end(arch::THROUGH_FIREWALL) {
                if let End::Firewall(firewall) = end {
                    firewalls.push(firewall);
                }
            }
            self.in_order(source, target, &mut firewalls);
            let initiator = part.values(arch::INITIATED_BY).next().map(|iri| self.graph.named(iri));
            self.scene.flows.push(Flow {
                named: part.named.clone(),
                source,
                target,
                firewalls,
                text: self.flow_text(part),
                tone: initiator.as_ref().map_or(Tone::Unstated, |who| tone(&who.iri)),
                initiator,
                protocols: self.protocols(part),
                property: None,
                change: Change::None,
            });
        }
    }

    /// From the source on: inwards the outer firewall comes first, outwards the inner one.
    fn in_order(&self, source: End, target: End, firewalls: &mut [usize]) {
        let depth_of = |zone: Option<usize>| {
            zone.and_then(|zone| self.scene.zones.get(zone)).map_or(0, |zone| zone.depth)
        };
        let depth = |end| depth_of(self.scene.zone_of(end));
        firewalls.sort_by_key(|firewall| (depth(End::Firewall(*firewall)), *firewall));
        if depth(source) > depth(target) {
            firewalls.reverse();
        }
    }

    fn flow_text(&self, part: &Part) -> String {
        let protocols: Vec<String> =
            self.protocols(part).into_iter().map(|protocol| protocol.label).collect();
        let mut ports: Vec<u32> =
            part.values(arch::PORT).filter_map(|port| port.parse().ok()).collect();
        ports.sort_unstable();
        let last = part.values(arch::LAST_PORT).next();
        let mut words = vec![protocols.join(" · ")];
        words.extend(ports.iter().map(|port| match last {
            Some(last) => format!("{port}–{last}"),
            None => port.to_string(),
        }));
        words.join(" ").trim().to_owned()
    }

    fn protocols(&self, part: &Part) -> Vec<Named> {
        let stated = part.values(arch::PROTOCOL).filter(|protocol| *protocol != akv::NOT_STATED);
        let mut protocols: Vec<Named> = stated.map(|iri| self.graph.named(iri)).collect();
        protocols.sort_by(|a, b| (&a.label, &a.iri).cmp(&(&b.label, &b.iri)));
        protocols
    }

    /// A line for each two elements that the book states something of, with all that it states.
    pub(in crate::figure::read) fn statements(&mut self, parts: &[Part]) {
        let mut lines: BTreeMap<(usize, End, End), (Named, Vec<String>)> = BTreeMap::new();
        for (order, part) in parts.iter().enumerate() {
            let flow = part.is_a(arch::TRAFFIC_FLOW);
            let Some(source) = self.index.get(&part.named.iri).copied().filter(|_| !flow) else {
                continue;
            };
            for (predicate, objects) in &part.said {
                // What only follows from something more special is told by that.
                let objects = objects.iter().filter(|object| {
                    !part.said.iter().any(|(special, values)| {
                        self.follows(special, predicate) && values.contains(object)
                    })
                });
                let targets = objects.filter_map(Value::as_iri);
                let targets = targets.filter_map(|iri| self.index.get(iri).copied());
                let mut targets: Vec<End> = targets.filter(|target| *target != source).collect();
                targets.dedup();
                if targets.is_empty() || !self.is_statement(predicate) {
                    continue;
                }
                for target in targets {
                    let line = lines.entry((order, source, target));
                    let (_, predicates) = line.or_insert_with(|| (part.named.clone(), Vec::new()));
                    predicates.push(predicate.clone());
                }
            }
        }
        for ((_, source, target), (named, mut predicates)) in lines {
            let all = predicates.clone();
            predicates.retain(|general| !all.iter().any(|special| self.follows(special, general)));
            let labels = predicates.iter().map(|predicate| self.graph.label(predicate));
            self.scene.flows.push(Flow {
                named,
                source,
                target,
                firewalls: Vec::new(),
                text: labels.collect::<Vec<_>>().join(" · "),
                initiator: None,
                tone: Tone::Statement,
                protocols: Vec::new(),
                property: predicates.into_iter().next(),
                change: Change::None,
            });
        }
    }

    /// Whether a property says something that nothing else of the figure shows. Of two readings of
    /// one fact only the first counts.
    fn is_statement(&self, predicate: &str) -> bool {
        let documents = [loggia::NAMESPACE, dcterms::NAMESPACE, rdfs::NAMESPACE];
        !DRAWN_OTHERWISE.contains(&predicate)
            && !documents.iter().any(|namespace| predicate.starts_with(namespace))
            && self.graph.objects(predicate, owl::INVERSE_OF).is_empty()
    }

    /// Whether one property is a special case of another.
    fn follows(&self, special: &str, general: &str) -> bool {
        let wider = self.graph.objects(special, rdfs::SUB_PROPERTY_OF);
        special != general && wider.iter().any(|wider| wider.as_iri() == Some(general))
    }
}

fn tone(initiator: &str) -> Tone {
    match initiator {
        akv::PARTNER => Tone::Partner,
        akv::BIZTALK_SERVER => Tone::Own,
        akv::ADMINISTRATOR => Tone::Administrator,
        _ => Tone::Other,
    }
}
