//! What a figure shows of the graph: an architecture, or one of the views of it.

mod data_flows;
mod difference;
mod linked;
mod near;
mod select;

use crate::figure::read;
use crate::figure::read::part::Graph;
use crate::figure::scene::{End, Flow, Named, Scene, Tone};
use crate::figure::view::select::Selection;
use crate::graph::GraphView;
use crate::vocabulary::arch;

/// How far a figure of neighbours reaches at most.
pub const MOST_DEPTH: usize = 4;

/// What is drawn. Things are named by their IRIs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum View {
    /// A whole architecture.
    Architecture(String),
    /// One zone with what stands in it, and the flows that cross its border to their other ends.
    Zone(String),
    /// One thing with its neighbours, in as many steps; at most [`MOST_DEPTH`].
    Around {
        /// The thing in the middle.
        thing: String,
        /// How many steps.
        depth: usize,
    },
    /// The shortest ways between two elements of an architecture.
    Path {
        /// Where they start.
        from: String,
        /// Where they end.
        to: String,
    },
    /// The zones of an architecture, and which trusts which.
    Trusts(String),
    /// The data flow diagram of an architecture.
    DataFlows(String),
    /// The flows of an architecture that speak one protocol.
    Protocol {
        /// The architecture.
        architecture: String,
        /// The protocol.
        protocol: String,
    },
    /// What changes from one architecture to another.
    Difference {
        /// The first.
        from: String,
        /// The second.
        to: String,
    },
}

/// The architecture that an element is part of.
#[must_use]
pub fn architecture_of(view: &dyn GraphView, element: &str) -> Option<String> {
    let known = Graph { view }.objects(element, arch::PART_OF_ARCHITECTURE);
    known.iter().find_map(|known| known.as_iri().map(str::to_owned))
}

/// The scene of a view. It is empty where there is nothing to show.
#[must_use]
pub fn scene(view: &dyn GraphView, wanted: &View) -> Scene {
    let graph = Graph { view };
    match wanted {
        View::Architecture(architecture) => read::scene(view, architecture),
        View::Zone(zone) => {
            let chosen = |scene: &Scene| {
                let found = scene.find(zone).filter(|end| matches!(end, End::Zone(_)))?;
                Some(zone_with_ends(scene, found))
            };
            part(view, zone, chosen, str::to_owned)
        }
        View::Around { thing, depth } => {
            let depth = (*depth).min(MOST_DEPTH);
            let title = |label: &str| format!("{label} and its neighbours");
            let near = |scene: &Scene| {
                if let Some(end) = scene.find(thing) {
                    return Some(near::around(scene, end, depth));
                }
                let is_it = |flow: &Flow| flow.property.is_none() && flow.named.iri == *thing;
                let flow = scene.flows.iter().position(is_it)?;
                let mut selection = Selection::default();
                selection.flow(scene, flow);
                Some(selection)
            };
            let scene = part(view, thing, near, title);
            if scene.is_empty() { around_anything(graph, thing, depth) } else { scene }
        }
        View::Path { from, to } => {
            let target = graph.label(to);
            let title = |label: &str| format!("From {label} to {target}");
            let between = |scene: &Scene| near::between(scene, scene.find(from)?, scene.find(to)?);
            part(view, from, between, title)
        }
        View::Trusts(architecture) => trusts(view, architecture),
        View::DataFlows(architecture) => {
            titled(data_flows::scene(graph, architecture), |label| format!("{label}: data flows"))
        }
        View::Protocol { architecture, protocol } => {
            let scene = read::scene(view, architecture);
            let mut selection = Selection::default();
            for (index, flow) in scene.flows.iter().enumerate() {
                if flow.protocols.iter().any(|known| known.iri == *protocol) {
                    selection.flow(&scene, index);
                }
            }
            titled(selection.of(&scene), |label| format!("{label}: {}", graph.label(protocol)))
        }
        View::Difference { from, to } => difference::scene(view, from, to),
    }
}

/// A part of the architecture of an element, under a title of its own.
fn part(
    view: &dyn GraphView,
    element: &str,
    choose: impl FnOnce(&Scene) -> Option<Selection>,
    title: impl FnOnce(&str) -> String,
) -> Scene {
    let subject = Graph { view }.named(element);
    let whole = architecture_of(view, element)
        .map(|architecture| read::scene_with_statements(view, &architecture));
    let chosen = whole.as_ref().and_then(|scene| Some((scene, choose(scene)?)));
    let Some((scene, selection)) = chosen else {
        return linked::alone(subject);
    };
    titled(Scene { subject, ..selection.of(scene) }, title)
}

/// A scene under a title of its own; an empty one keeps the name of what it should show.
fn titled(mut scene: Scene, title: impl FnOnce(&str) -> String) -> Scene {
    if !scene.is_empty() {
        scene.subject.label = title(&scene.subject.label);
    }
    scene
}

/// A thing that stands in no figure of an architecture, with what the book states of it.
fn around_anything(graph: Graph<'_>, thing: &str, depth: usize) -> Scene {
    let scene = linked::around(graph, thing, depth);
    if scene.flows.is_empty() {
        return linked::alone(scene.subject);
    }
    titled(scene, |label| format!("{label} and its neighbours"))
}

/// A zone with what stands in it and with the flows that touch it.
fn zone_with_ends(scene: &Scene, end: End) -> Selection {
    let mut selection = near::around(scene, end, 0);
    let inside = |end: End| match (end, scene.zone_of(end)) {
        (End::Zone(zone), _) => selection.zones.contains(&zone),
        (End::Node(node), _) => selection.nodes.contains(&node),
        (End::Firewall(firewall), _) => selection.firewalls.contains(&firewall),
    };
    let flows: Vec<usize> = scene
        .flows
        .iter()
        .enumerate()
        .filter(|(_, flow)| flow.property.is_none())
        .filter(|(_, flow)| inside(flow.source) || inside(flow.target))
        .map(|(at, _)| at)
        .collect();
    for flow in flows {
        selection.flow(scene, flow);
    }
    selection
}

/// The zones that trust or are trusted, with those around them; all zones where none trusts.
fn trusts(view: &dyn GraphView, architecture: &str) -> Scene {
    let mut scene = read::scene_with_statements(view, architecture);
    scene.flows.retain(|flow| {
        let zones = matches!((flow.source, flow.target), (End::Zone(_), End::Zone(_)));
        zones && flow.property.as_deref() == Some(arch::TRUSTS) && flow.tone == Tone::Statement
    });
    let mut selection = Selection::default();
    for flow in 0..scene.flows.len() {
        selection.flow(&scene, flow);
    }
    titled(selection.of(&scene), |label| format!("{label}: who trusts whom"))
}

/// Why a view shows nothing.
#[must_use]
pub fn why_empty(wanted: &View, subject: &Named) -> String {
    let label = &subject.label;
    match wanted {
        View::Architecture(_) => format!("“{label}” has no zone, server, firewall or database"),
        View::Zone(_) => format!("“{label}” is no zone of an architecture"),
        View::Around { .. } => format!("the book states nothing that joins “{label}” to others"),
        View::Path { .. } => "nothing leads from one to the other".to_owned(),
        View::Trusts(_) => "the book states of no zone that it trusts another".to_owned(),
        View::DataFlows(_) => format!("the book states no data flows of “{label}”"),
        View::Protocol { .. } => "no flow speaks this protocol".to_owned(),
        View::Difference { .. } => "neither of the two has elements".to_owned(),
    }
}
