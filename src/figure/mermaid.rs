//! A scene as a Mermaid flowchart, for texts and tools that draw those themselves.
//!
//! Mermaid has no borders on which a firewall could stand, so firewalls are boxes on the way.

use std::collections::BTreeSet;

use crate::figure::scene::{Change, End, Scene, Tone};

/// The flowchart, one element a line. The same scene gives the same bytes.
#[must_use]
pub fn flowchart(scene: &Scene) -> String {
    let mut text = format!("---\ntitle: {}\n---\nflowchart TB\n", title(&scene.subject.label));
    for zone in (0..scene.zones.len()).filter(|at| parent(scene, *at).is_none()) {
        subgraph(scene, zone, 1, &mut text);
    }
    for (at, node) in scene.nodes.iter().enumerate() {
        if node.zone.is_none() {
            text.push_str(&format!("    {}\n", card(scene, at)));
        }
    }
    for (at, firewall) in scene.firewalls.iter().enumerate() {
        let label = label(&marked(&firewall.named.label, firewall.change));
        text.push_str(&format!("    w{at}{{{{\"{label}\"}}}}\n"));
    }
    let mut known = BTreeSet::new();
    for flow in &scene.flows {
        let walls = flow.firewalls.iter().map(|wall| End::Firewall(*wall));
        let mut stops: Vec<End> =
            std::iter::once(flow.source).chain(walls).chain([flow.target]).collect();
        stops.dedup();
        let last = stops.len().saturating_sub(2);
        for (leg, pair) in stops.windows(2).enumerate() {
            let [from, to] = pair else {
                continue;
            };
            let arrow = match flow.tone {
                Tone::Statement => "-.->",
                Tone::Unstated => "---",
                _ if leg == last => "-->",
                _ => "---",
            };
            let said = marked(&flow.text, flow.change);
            let said = Some(label(&said)).filter(|said| leg == last && !said.is_empty());
            let said = said.map(|said| format!("|\"{said}\"|")).unwrap_or_default();
            let line = format!("    {} {arrow}{said} {}\n", id(*from), id(*to));
            if known.insert(line.clone()) {
                text.push_str(&line);
            }
        }
    }
    text
}

fn parent(scene: &Scene, zone: usize) -> Option<usize> {
    scene.zones.get(zone).and_then(|zone| zone.parent)
}

fn subgraph(scene: &Scene, at: usize, depth: usize, text: &mut String) {
    let Some(zone) = scene.zones.get(at) else {
        return;
    };
    let margin = "    ".repeat(depth);
    let title = label(&marked(&zone.named.label, zone.change));
    text.push_str(&format!("{margin}subgraph z{at}[\"{title}\"]\n"));
    for (node, _) in scene.nodes.iter().enumerate().filter(|(_, node)| node.zone == Some(at)) {
        text.push_str(&format!("{margin}    {}\n", card(scene, node)));
    }
    // A zone stands behind the one that holds it, so this ends.
    for inner in (at + 1..scene.zones.len()).filter(|inner| parent(scene, *inner) == Some(at)) {
        subgraph(scene, inner, depth + 1, text);
    }
    text.push_str(&format!("{margin}end\n"));
}

fn card(scene: &Scene, at: usize) -> String {
    let Some(node) = scene.nodes.get(at) else {
        return String::new();
    };
    let mut lines = vec![label(&marked(&node.named.label, node.change))];
    lines.extend(Some(label(&node.subtitle)).filter(|line| !line.is_empty()));
    let databases = node.databases.iter();
    lines.extend(databases.map(|data| label(&marked(&data.named.label, data.change))));
    let words = lines.join("<br/>");
    if node.databases.is_empty() {
        format!("n{at}[\"{words}\"]")
    } else {
        format!("n{at}[(\"{words}\")]")
    }
}

fn id(end: End) -> String {
    match end {
        End::Zone(zone) => format!("z{zone}"),
        End::Node(node) => format!("n{node}"),
        End::Firewall(firewall) => format!("w{firewall}"),
    }
}

fn marked(text: &str, change: Change) -> String {
    format!("{} {text}", change.mark()).trim().to_owned()
}

/// A text between quotation marks: what Mermaid would read as markup is written as entities.
fn label(text: &str) -> String {
    let mut label = String::new();
    for c in text.chars() {
        match c {
            '"' | '#' | '&' | '<' | '>' | '`' | '|' | ';' | '\\' => {
                label.push_str(&format!("#{};", u32::from(c)));
            }
            c if c.is_control() => label.push(' '),
            c => label.push(c),
        }
    }
    label
}

/// A text as a scalar of YAML.
fn title(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::scene::{Firewall, Flow, Named, Node, Zone};

    #[test]
    fn zones_nest_and_no_name_is_read_as_markup() {
        let named = |label: &str| Named { iri: format!("a#{label}"), label: label.to_owned() };
        let flow = |source, target, firewalls, tone, text: &str| Flow {
            named: named("f"),
            source,
            target,
            firewalls,
            text: text.to_owned(),
            initiator: None,
            tone,
            protocols: Vec::new(),
            property: None,
            change: Change::None,
        };
        let scene = Scene {
            subject: named("A \"shop\""),
            zones: vec![
                Zone { named: named("In"), ..Zone::default() },
                Zone { named: named("Inner"), parent: Some(0), ..Zone::default() },
            ],
            nodes: vec![
                Node { named: named("end"), zone: Some(1), ..Node::default() },
                Node { named: named("<b>#1;`\"|"), change: Change::Added, ..Node::default() },
            ],
            firewalls: vec![Firewall { named: named("Door"), ..Firewall::default() }],
            flows: vec![
                flow(End::Node(1), End::Node(0), vec![0], Tone::Partner, "HTTPS 443"),
                flow(End::Zone(0), End::Node(1), vec![], Tone::Statement, "trusts"),
            ],
        };
        insta::assert_snapshot!(flowchart(&scene), @r##"
        ---
        title: "A \"shop\""
        ---
        flowchart TB
            subgraph z0["In"]
                subgraph z1["Inner"]
                    n0["end"]
                end
            end
            n1["+ #60;b#62;#35;1#59;#96;#34;#124;"]
            w0{{"Door"}}
            n1 --- w0
            w0 -->|"HTTPS 443"| n0
            z0 -.->|"trusts"| n1
        "##);
    }
}
