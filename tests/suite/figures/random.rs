//! Any scene can be drawn: boxes never cover each other, and nothing panics.

use loggia::figure::layout::layout;
use loggia::figure::scene::{
    Change, End, Firewall, Flow, Named, Node, Scene, Tone, Zone, ZoneKind,
};
use loggia::figure::svg::SvgWriter;
use loggia::figure::svg::style::Style;
use proptest::prelude::*;

fn named(kind: &str, at: usize) -> Named {
    Named { iri: format!("http://a/x#{kind}{at}"), label: format!("{kind} <{at}>") }
}

fn scene() -> impl Strategy<Value = Scene> {
    let zones = prop::collection::vec((any::<prop::sample::Index>(), any::<bool>()), 0..6);
    let nodes = prop::collection::vec((any::<prop::sample::Index>(), 0..4_u32), 0..12);
    let walls = prop::collection::vec(any::<[prop::sample::Index; 2]>(), 0..4);
    let flows = prop::collection::vec((any::<[prop::sample::Index; 3]>(), any::<bool>()), 0..12);
    (zones, nodes, walls, flows).prop_map(|(zones, nodes, walls, flows)| {
        let mut scene = Scene { subject: named("a", 0), ..Scene::default() };
        for (at, (parent, nested)) in zones.into_iter().enumerate() {
            let parent = (nested && at > 0).then(|| parent.index(at));
            let depth = parent.map_or(at, |parent| scene.zones[parent].depth);
            let named = named("zone", at);
            scene.zones.push(Zone {
                named,
                kind: ZoneKind::Domain,
                parent,
                depth,
                ..Zone::default()
            });
        }
        let count = scene.zones.len();
        for (at, (zone, number)) in nodes.into_iter().enumerate() {
            let zone = Some(zone.index(count + 1)).filter(|zone| *zone < count);
            scene.nodes.push(Node {
                named: named("node", at),
                zone,
                count: number,
                ..Node::default()
            });
        }
        for (at, [inside, outside]) in walls.into_iter().enumerate() {
            let zone = |index: prop::sample::Index| {
                Some(index.index(count + 1)).filter(|zone| *zone < count).into_iter().collect()
            };
            let (guards, keeps_out) = (zone(inside), zone(outside));
            scene.firewalls.push(Firewall {
                named: named("wall", at),
                guards,
                keeps_out,
                ..Firewall::default()
            });
        }
        let mut ends: Vec<End> = (0..count).map(End::Zone).collect();
        ends.extend((0..scene.nodes.len()).map(End::Node));
        ends.extend((0..scene.firewalls.len()).map(End::Firewall));
        for (at, ([source, target, wall], told)) in flows.into_iter().enumerate() {
            if ends.is_empty() {
                break;
            }
            let walls = scene.firewalls.len();
            let firewalls = Some(wall.index(walls + 1)).filter(|wall| *wall < walls);
            scene.flows.push(Flow {
                named: named("flow", at),
                source: ends[source.index(ends.len())],
                target: ends[target.index(ends.len())],
                firewalls: firewalls.into_iter().collect(),
                text: if told { "HTTP".to_owned() } else { String::new() },
                initiator: None,
                tone: if told { Tone::Partner } else { Tone::Unstated },
                protocols: Vec::new(),
                property: None,
                change: Change::default(),
            });
        }
        scene
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn boxes_of_any_scene_stand_apart(scene in scene()) {
        let layout = layout(&scene);
        for (at, card) in layout.nodes.iter().enumerate() {
            for other in layout.nodes.iter().skip(at + 1) {
                prop_assert!(!card.overlaps(other), "{card:?} {other:?}");
            }
            if let Some(zone) = scene.nodes[at].zone {
                prop_assert!(layout.zones[zone].holds(card), "{card:?}");
            }
        }
        let writer = SvgWriter { id: "f", address: &|_| None, style: Style::Image };
        let svg = writer.write(&scene, &layout);
        prop_assert!(!svg.contains("<0>"), "names are escaped");
        prop_assert!(!svg.contains("NaN") && !svg.contains("inf"));
    }
}
