//! Any thing of the book with what statements join to it: accounts, groups, threats, whatever is no
//! element that stands in a zone.

use std::collections::{BTreeMap, BTreeSet};

use crate::figure::icon;
use crate::figure::read::part::Graph;
use crate::figure::scene::{Change, End, Flow, Named, Node, Scene, Tone};
use crate::rdf::{Fact, Value};
use crate::vocabulary::{arch, loggia, owl, rdf, rdfs};

/// More boxes are not drawn.
pub(in crate::figure::view) const MOST_BOXES: usize = 24;

/// A scene of boxes without zones.
#[must_use]
pub(in crate::figure::view) fn around(graph: Graph<'_>, start: &str, depth: usize) -> Scene {
    let mut boxes: Vec<String> = vec![start.to_owned()];
    let mut lines: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    let mut done = 0;
    for _ in 0..depth {
        let known = boxes.len();
        for at in done..known {
            let Some(thing) = boxes.get(at).cloned() else {
                continue;
            };
            for (subject, predicate, object) in statements(graph, &thing) {
                let other = if subject == thing { &object } else { &subject };
                if !boxes.contains(other) {
                    if boxes.len() >= MOST_BOXES {
                        continue;
                    }
                    boxes.push(other.clone());
                }
                lines.entry((subject, object)).or_default().insert(predicate);
            }
        }
        done = known;
    }
    let mut scene = Scene { subject: graph.named(start), ..Scene::default() };
    scene.nodes = boxes.iter().map(|iri| node(graph, iri)).collect();
    for ((subject, object), predicates) in lines {
        let place = |iri: &str| boxes.iter().position(|known| known == iri).map(End::Node);
        let (Some(source), Some(target)) = (place(&subject), place(&object)) else {
            continue;
        };
        let special = predicates.iter().filter(|general| {
            let follows = |special: &String| {
                let wider = graph.objects(special, rdfs::SUB_PROPERTY_OF);
                wider.iter().any(|wider| wider.text() == general.as_str())
            };
            !predicates.iter().any(|other| other != *general && follows(other))
        });
        let labels: Vec<String> = special.map(|predicate| graph.label(predicate)).collect();
        scene.flows.push(Flow {
            named: graph.named(&subject),
            source,
            target,
            firewalls: Vec::new(),
            text: labels.join(" · "),
            initiator: None,
            tone: Tone::Statement,
            protocols: Vec::new(),
            property: predicates.first().cloned(),
            change: Change::None,
        });
    }
    scene
}

/// What the book states of a thing and another thing of the book, in either direction.
fn statements(graph: Graph<'_>, thing: &str) -> Vec<(String, String, String)> {
    let iri = Value::iri(thing);
    let mut facts = graph.view.matching(Some(&iri), None, None);
    facts.extend(graph.view.matching(None, None, Some(&iri)));
    let counts = |fact: &Fact| {
        let (subject, object) = (fact.subject.as_iri()?, fact.object.as_iri()?);
        let other = if subject == thing { object } else { subject };
        let shown = other != thing
            && is_thing(graph, other)
            && fact.predicate.starts_with(arch::NAMESPACE)
            && ![arch::PART_OF_ARCHITECTURE, arch::CONCERNS].contains(&fact.predicate.as_str())
            && graph.objects(&fact.predicate, owl::INVERSE_OF).is_empty();
        shown.then(|| (subject.to_owned(), fact.predicate.clone(), object.to_owned()))
    };
    facts.iter().filter_map(counts).collect()
}

/// Whether an author declared it: it is part of a document and is no mere statement.
fn is_thing(graph: Graph<'_>, iri: &str) -> bool {
    let classes = graph.objects(iri, rdf::TYPE);
    let is_a = |class: &str| classes.iter().any(|known| known.as_iri() == Some(class));
    !graph.objects(iri, loggia::IN_DOCUMENT).is_empty()
        && !is_a(loggia::STATEMENT)
        && !is_a(arch::STATEMENT)
}

fn node(graph: Graph<'_>, iri: &str) -> Node {
    let named = graph.named(iri);
    let classes = graph.objects(iri, rdf::TYPE);
    let classes: Vec<&str> = classes
        .iter()
        .filter_map(Value::as_iri)
        .filter(|class| class.starts_with(arch::NAMESPACE))
        .collect();
    let special = classes.iter().find(|general| {
        classes.iter().all(|class| {
            let wider = graph.objects(class, rdfs::SUB_CLASS_OF);
            !wider.iter().any(|wider| wider.as_iri() == Some(**general))
        })
    });
    let word = special.map_or_else(String::new, |class| sentence(&graph.label(class)));
    let icon = icon::of(&icon::Traits {
        label: &format!("{} {word}", named.label),
        software: &[],
        server: classes.contains(&arch::SERVER),
        keeps_secrets: false,
        holds_databases: classes.contains(&arch::DATABASE),
        external: false,
    });
    Node { named, subtitle: word, icon, count: 1, ..Node::default() }
}

/// The first letter of a text as a capital.
fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    first + characters.as_str()
}

/// A scene that shows a thing alone.
#[must_use]
pub(in crate::figure::view) fn alone(subject: Named) -> Scene {
    Scene { subject, ..Scene::default() }
}
