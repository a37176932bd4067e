//! Data flow diagrams: who passes which data to whom, step by step. Containers and borders are left
//! to the figure of the architecture.

use std::collections::BTreeSet;

use crate::figure::icon;
use crate::figure::read::part::{Graph, Part};
use crate::figure::scene::{Change, End, Flow, Icon, Node, Scene, Shape, Tone};
use crate::vocabulary::arch;

/// The steps of an architecture, in their order, with what they join.
#[must_use]
pub(in crate::figure::view) fn scene(graph: Graph<'_>, architecture: &str) -> Scene {
    let parts = graph.subjects(arch::PART_OF_ARCHITECTURE, architecture);
    let parts = parts.iter().map(|iri| graph.part(iri));
    let mut steps: Vec<(usize, Part)> = parts
        .filter(|part| part.is_a(arch::DATA_FLOW))
        .map(|part| {
            let step = part.values(arch::STEP).next().and_then(|step| step.parse().ok());
            (step.unwrap_or(usize::MAX), part)
        })
        .collect();
    steps.sort_by(|a, b| (a.0, a.1.line, &a.1.named).cmp(&(b.0, b.1.line, &b.1.named)));
    let mut scene = Scene { subject: graph.named(architecture), ..Scene::default() };
    for (step, part) in steps {
        let end = |predicate| part.values(predicate).next().map(str::to_owned);
        let (Some(from), Some(to)) = (end(arch::DATA_FROM), end(arch::DATA_TO)) else {
            continue;
        };
        let [source, target] = [from, to].map(|iri| place(graph, &mut scene, &iri));
        let data: BTreeSet<&str> = part.values(arch::DATA).collect();
        let data = data.into_iter().collect::<Vec<_>>().join(", ");
        let number = if step == usize::MAX { String::new() } else { step.to_string() };
        scene.flows.push(Flow {
            named: part.named.clone(),
            source,
            target,
            firewalls: Vec::new(),
            text: format!("{number} {data}").trim().to_owned(),
            initiator: None,
            tone: Tone::Data,
            protocols: Vec::new(),
            property: None,
            change: Change::None,
        });
    }
    scene
}

/// Where a thing stands, which it may do already.
fn place(graph: Graph<'_>, scene: &mut Scene, iri: &str) -> End {
    if let Some(end) = scene.find(iri) {
        return end;
    }
    scene.nodes.push(node(&graph.part(iri), graph));
    End::Node(scene.nodes.len() - 1)
}

/// Databases store, hosts and firewalls process, and whoever stands outside takes part.
fn node(part: &Part, graph: Graph<'_>) -> Node {
    let outside = part.values(arch::IN_ZONE).any(|zone| {
        // What nobody protects is outside of all that is protected.
        let zone = graph.part(zone);
        zone.is_a(arch::EXTERNAL_NETWORK) || zone.values(arch::PROTECTED_BY).next().is_none()
    });
    let (shape, word) = if part.is_a(arch::DATABASE) {
        (Shape::Store, "Data store")
    } else if part.is_a(arch::INTERACTOR) || outside {
        (Shape::Interactor, "Interactor")
    } else {
        (Shape::Process, "Process")
    };
    let icon = if part.is_a(arch::FIREWALL) {
        Icon::Firewall
    } else {
        icon::of(&icon::Traits {
            label: &part.named.label,
            software: &[],
            server: shape == Shape::Process,
            keeps_secrets: false,
            holds_databases: shape == Shape::Store,
            external: outside,
        })
    };
    Node {
        named: part.named.clone(),
        subtitle: word.to_owned(),
        icon,
        count: 1,
        shape,
        ..Node::default()
    }
}
