//! Figures in words: tooltips, the description of a figure, and who initiates a flow.

use crate::figure::scene::{Change, End, Flow, Node, Scene, Tone, Zone};

/// A box in words.
#[must_use]
pub fn node_in_words(node: &Node) -> String {
    let mut words = format!("{} ({})", node.named.label, node.subtitle);
    if node.count > 1 {
        words.push_str(&format!(", {} of it", node.count));
    }
    if !node.databases.is_empty() {
        let names: Vec<&str> =
            node.databases.iter().map(|data| data.named.label.as_str()).collect();
        words.push_str(&format!(", holds {}", names.join(", ")));
    }
    with_change(words, node.change)
}

/// A zone in words.
#[must_use]
pub fn zone_in_words(zone: &Zone) -> String {
    with_change(zone.named.label.clone(), zone.change)
}

/// Words about something, and what became of it.
#[must_use]
pub fn with_change(words: String, change: Change) -> String {
    match change {
        Change::None => words,
        change => format!("{words}, {}", change.as_str()),
    }
}

/// A flow in words.
#[must_use]
pub fn flow_in_words(scene: &Scene, flow: &Flow) -> String {
    let name = |end: End| scene.named(end).map_or("?", |named| named.label.as_str());
    if flow.property.is_some() {
        let words = format!("{} {} {}", name(flow.source), flow.text, name(flow.target));
        return with_change(words, flow.change);
    }
    let mut words = format!("{}: {} to {}", flow.named.label, name(flow.source), name(flow.target));
    if !flow.text.is_empty() {
        words.push_str(&format!(", {}", flow.text));
    }
    let walls = firewalls_in_words(scene, flow);
    if !walls.is_empty() {
        words.push_str(&format!(", through {walls}"));
    }
    if let Some(initiator) = &flow.initiator {
        words.push_str(&format!(", initiated by {}", initiator.label));
    }
    with_change(words, flow.change)
}

/// The firewalls that a flow passes.
#[must_use]
pub fn firewalls_in_words(scene: &Scene, flow: &Flow) -> String {
    let walls = flow.firewalls.iter().filter_map(|wall| scene.firewalls.get(*wall));
    walls.map(|wall| wall.named.label.as_str()).collect::<Vec<_>>().join(", ")
}

/// Several flows in words.
#[must_use]
pub fn flows_in_words(scene: &Scene, flows: &[usize]) -> String {
    let flows = flows.iter().filter_map(|flow| scene.flows.get(*flow));
    flows.map(|flow| flow_in_words(scene, flow)).collect::<Vec<_>>().join("\n")
}

/// What a colour means.
#[must_use]
pub fn legend_of_tone(flow: &Flow) -> String {
    if flow.property.is_some() {
        return "The book states it".to_owned();
    }
    if flow.tone == Tone::Data {
        return "Data pass, in the order of the numbers".to_owned();
    }
    let Some(initiator) = &flow.initiator else {
        return "Nobody says who initiates".to_owned();
    };
    let mut characters = initiator.label.chars();
    let first = characters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{} initiates", characters.as_str())
}

/// What was added, removed and changed, a sentence each.
fn changes_in_words(scene: &Scene) -> Vec<String> {
    let zones = scene.zones.iter().map(|zone| (zone.change, &zone.named));
    let nodes = scene.nodes.iter().map(|node| (node.change, &node.named));
    let databases = scene.nodes.iter().flat_map(|node| &node.databases);
    let databases = databases.map(|database| (database.change, &database.named));
    let firewalls = scene.firewalls.iter().map(|firewall| (firewall.change, &firewall.named));
    let all: Vec<_> = zones.chain(nodes).chain(databases).chain(firewalls).collect();
    let of_kind = |kind: Change| {
        let names = all.iter().filter(|(change, _)| *change == kind);
        let names: Vec<&str> = names.map(|(_, named)| named.label.as_str()).collect();
        let legend = kind.legend().split(':').next().unwrap_or_default();
        (!names.is_empty()).then(|| format!("{legend}: {}.", names.join(", ")))
    };
    Change::ALL.into_iter().filter_map(of_kind).collect()
}

/// A whole figure in words, from the outside in.
#[must_use]
pub fn description(scene: &Scene) -> String {
    let mut order: Vec<usize> = (0..scene.zones.len()).collect();
    order.sort_by_key(|zone| (scene.zones.get(*zone).map_or(0, |zone| zone.depth), *zone));
    let mut sentences: Vec<String> = changes_in_words(scene);
    for index in order {
        let Some(zone) = scene.zones.get(index) else {
            continue;
        };
        let own = scene.nodes.iter().filter(|node| node.zone == Some(index));
        let mut inside: Vec<&str> = own.map(|node| node.named.label.as_str()).collect();
        let inner = scene.zones.iter().filter(|inner| inner.parent == Some(index));
        inside.extend(inner.map(|inner| inner.named.label.as_str()));
        let walls = scene.firewalls.iter().filter(|wall| wall.guards.contains(&index));
        let walls: Vec<&str> = walls.map(|wall| wall.named.label.as_str()).collect();
        let behind =
            if walls.is_empty() { String::new() } else { format!(" behind {}", walls.join(", ")) };
        let holds = match inside.as_slice() {
            [] => ", empty".to_owned(),
            names => format!(": {}", names.join(", ")),
        };
        sentences.push(format!("{}{behind}{holds}.", zone.named.label));
    }
    let free = scene.nodes.iter().filter(|node| node.zone.is_none());
    let free: Vec<&str> = free.map(|node| node.named.label.as_str()).collect();
    if !free.is_empty() {
        sentences.push(format!("In no zone: {}.", free.join(", ")));
    }
    let flows = scene.flows.iter().map(|flow| format!("{}.", flow_in_words(scene, flow)));
    sentences.extend(flows);
    sentences.join(" ")
}
