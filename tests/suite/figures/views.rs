//! Views of the graph that somebody asks for: what they show, what they refuse, and their pictures.

use std::collections::BTreeSet;

use loggia::catalog::Route;
use loggia::figure::scene::{Change, Scene};
use loggia::figure::svg::style::Theme;
use loggia::figure::wanted::{NAMES, Refusal, Wanted};
use loggia::page::address::Site;
use loggia::service::figures::{Picture, asked, neighbourhood, path};
use loggia::source::bundled_book;

use crate::competency::book;
use crate::figures::{asked as answers, first, geometry, iri};
use crate::harness::Server;

const LARGE: &str = "architectures/large-distributed#large-distributed";

/// Options as they are written in an address: `a=b&c=d`.
fn wanted(text: &str) -> Wanted {
    let pairs = text.split('&').map(|pair| pair.split_once('=').unwrap());
    let known = |name: &str| NAMES.into_iter().find(|known| *known == name).unwrap();
    Wanted(pairs.map(|(name, value)| (known(name), value.to_owned())).collect())
}

fn draw(text: &str) -> Result<Picture, Refusal> {
    asked(book(), &wanted(text))
}

/// The picture of a view, on which nothing covers anything.
fn drawn(text: &str) -> Picture {
    let picture = draw(text).unwrap_or_else(|refusal| panic!("{text}: {refusal:?}"));
    let (scene, layout) = (&picture.drawing.scene, &picture.drawing.layout);
    assert!(layout.has_lines, "{text} was not laid out by the engine");
    let problems = geometry::problems(scene, layout);
    assert!(problems.is_empty(), "{text}\n{}", problems.join("\n"));
    picture
}

fn boxes(scene: &Scene) -> BTreeSet<String> {
    scene.nodes.iter().map(|node| node.named.iri.clone()).collect()
}

fn flows(scene: &Scene) -> BTreeSet<String> {
    let flows = scene.flows.iter().filter(|flow| flow.property.is_none());
    flows.map(|flow| flow.named.iri.clone()).collect()
}

#[test]
fn a_zone_shows_what_stands_in_it_and_every_flow_across_its_border() {
    let picture = drawn("zone=architectures/large-distributed#service-interfaces");
    let inside = first(answers(
        LARGE,
        "SELECT ?n { ?n arch:inZone <architectures/large-distributed#service-interfaces> ; a arch:Node ; a loggia:Section }",
    ));
    assert!(!inside.is_empty() && inside.is_subset(&boxes(&picture.drawing.scene)));
    let expected = first(answers(
        LARGE,
        "SELECT DISTINCT ?f { ?f a arch:TrafficFlow ; arch:partOfArchitecture $A ; arch:flowSource|arch:flowTarget ?end
           FILTER (?end = <architectures/large-distributed#service-interfaces>
             || EXISTS { ?end arch:inZone <architectures/large-distributed#service-interfaces> }
             || EXISTS { ?end arch:protects <architectures/large-distributed#service-interfaces> }) }",
    ));
    assert_eq!(flows(&picture.drawing.scene), expected);
}

#[test]
fn neighbours_grow_with_the_depth_and_the_thing_stays_in_the_middle() {
    let master = "architectures/large-distributed#master-secret-server";
    let near = drawn(&format!("around={master}"));
    let far = drawn(&format!("around={master}&depth=3"));
    let (near, far) = (&near.drawing.scene, &far.drawing.scene);
    assert!(near.nodes.iter().any(|node| node.named.iri == iri(master)));
    assert!(boxes(near).is_subset(&boxes(far)) && far.nodes.len() > near.nodes.len());
    let same = neighbourhood(book(), &iri(master), 1).unwrap();
    assert_eq!(boxes(&same.drawing.scene), boxes(near));
}

#[test]
fn what_stands_in_no_zone_is_drawn_with_what_the_book_states_of_it() {
    let query = "SELECT DISTINCT ?a { ?a a arch:Account ; arch:memberOfGroup ?g . ?g loggia:inDocument ?d }";
    for account in first(answers(LARGE, query)).into_iter().take(3) {
        let picture = neighbourhood(book(), &account, 1).unwrap();
        let scene = &picture.drawing.scene;
        assert!(boxes(scene).contains(&account) && !scene.flows.is_empty(), "{account}");
        assert!(scene.flows.iter().all(|flow| flow.property.is_some()));
    }
}

#[test]
fn a_path_leads_from_one_end_to_the_other() {
    let ends = ["partner", "sso-db"].map(|id| format!("architectures/large-distributed#{id}"));
    let picture = drawn(&format!("from={}&to={}", ends[0], ends[1]));
    let scene = &picture.drawing.scene;
    for end in &ends {
        assert!(scene.find(&iri(end)).is_some(), "{end}");
    }
    let walls: BTreeSet<&str> =
        scene.firewalls.iter().map(|wall| wall.named.label.as_str()).collect();
    assert!(walls.is_superset(&BTreeSet::from(["FW1", "FW3", "FW4"])), "{walls:?}");
    let whole = draw(&format!("architecture={LARGE}")).unwrap();
    assert!(scene.nodes.len() < whole.drawing.scene.nodes.len() / 2);
    assert!(path(book(), &iri(&ends[0]), &iri("small-and-medium/base#sso-db")).is_err());
}

#[test]
fn trusts_are_those_that_the_graph_asserts() {
    let picture = drawn(&format!("architecture={LARGE}&show=trusts"));
    let scene = &picture.drawing.scene;
    let end = |end| scene.named(end).unwrap().iri.clone();
    let drawn = scene.flows.iter().map(|flow| vec![end(flow.source), end(flow.target)]);
    let stated = answers(LARGE, "SELECT ?a ?b { ?a arch:partOfArchitecture $A ; arch:trusts ?b }");
    assert_eq!(drawn.collect::<BTreeSet<_>>(), stated);
    assert!(scene.nodes.is_empty());
}

#[test]
fn the_flows_of_a_protocol_are_all_that_speak_it() {
    let picture = drawn(&format!("architecture={LARGE}&protocol=HTTP"));
    let stated = first(answers(
        LARGE,
        "SELECT ?f { ?f arch:partOfArchitecture $A ; arch:protocol [ rdfs:label|skos:prefLabel \"HTTP\"@en ] }",
    ));
    assert!(!stated.is_empty());
    assert_eq!(flows(&picture.drawing.scene), stated);
}

#[test]
fn a_difference_marks_what_only_one_of_the_two_has() {
    let picture = drawn(
        "architecture=architectures/scaled-down#scaled-down&compare=architectures/scaled-down-information-workers#scaled-down-information-workers",
    );
    let scene = &picture.drawing.scene;
    let named = |wanted: Change| -> BTreeSet<&str> {
        let zones = scene.zones.iter().map(|zone| (zone.change, &zone.named));
        let nodes = scene.nodes.iter().map(|node| (node.change, &node.named));
        let all = zones.chain(nodes).filter(|(change, _)| *change == wanted);
        all.map(|(_, named)| named.label.as_str()).collect()
    };
    let added = named(Change::Added);
    assert!(added.iter().any(|label| label.contains("Corporate")), "{added:?}");
    assert!(named(Change::Removed).is_empty(), "{:?}", named(Change::Removed));
    let svg = picture.svg(book(), Site::Served, &Route::verbatim_request("figures/new.svg"));
    assert!(svg.contains("class=\"mark added\"") && svg.contains(">+</text>"));
    assert!(svg.contains("Added: only the second has it"), "the legend tells what the mark means");
    // The other way round, what was added is removed.
    let back = drawn(
        "architecture=architectures/scaled-down-information-workers#scaled-down-information-workers&compare=architectures/scaled-down#scaled-down",
    );
    let removed = back.drawing.scene.zones.iter().filter(|zone| zone.change == Change::Removed);
    assert_eq!(
        removed.count(),
        scene.zones.iter().filter(|zone| zone.change == Change::Added).count()
    );
    let itself = draw(&format!("architecture={LARGE}&compare={LARGE}")).unwrap();
    assert!(!itself.drawing.scene.compares(), "nothing differs from itself");
}

#[test]
fn what_cannot_be_drawn_is_refused_with_advice() {
    let told = [
        "zone=#x",
        "architecture=Large distributed architectur",
        "around=Data domain&zone=x",
        "depth=2&architecture=x",
        "around=architectures/large-distributed#sso-db&depth=9",
        "from=architectures/large-distributed#sso-db",
        &format!("architecture={LARGE}&show=everything"),
        &format!("architecture={LARGE}&protocol=Morse code"),
        "zone=architectures/large-distributed#fw1",
    ]
    .map(|text| draw(text).map(|_| ()).unwrap_err())
    .map(|refusal| format!("{}; {}", refusal.message, refusal.help));
    insta::assert_snapshot!(told.join("\n"), @"
    there is no element `#x`; name an element of the book, or its place: `page#id`
    there is no architecture `Large distributed architectur`; did you mean `Large distributed architecture`?
    `zone` and `around` exclude each other; take one away
    `depth` stands without `around`; add `around=…`
    `9` is no depth; write a number from 1 to 4
    `from` stands without `to`; add `to=…`
    figures cannot show `everything`; write `trusts` or `data-flows`
    there is no protocol `Morse code`; name a protocol of the book, or its place: `page#id`
    “FW1” is no zone of an architecture; draw something else, or state what is missing
    ");
}

#[test]
fn every_view_has_a_page_an_svg_and_a_png() {
    let server = Server::new(bundled_book(), &[], false, |snapshot| snapshot);
    let page = server.get("/figures/new");
    assert_eq!(page.status, 200);
    assert!(page.text().contains("<form action=\"new\""));
    let query = "architecture=architectures%2Flarge-distributed%23large-distributed&show=trusts";
    let page = server.get(&format!("/figures/new?{query}"));
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(page.text().contains("<svg") && page.text().contains("new.png?"));
    let svg = server.get(&format!("/figures/new.svg?{query}"));
    assert_eq!(svg.headers["content-type"], "image/svg+xml");
    assert!(svg.text().starts_with("<svg"));
    for (scale, theme) in [(1_u32, "light"), (2, "dark")] {
        let png = server.get(&format!("/figures/new.png?{query}&scale={scale}&theme={theme}"));
        assert_eq!(
            (png.status, &png.headers["content-type"]),
            (200, &"image/png".parse().unwrap())
        );
        let width =
            |svg: &str| svg.split("width=\"").nth(1)?.split('"').next()?.parse::<u32>().ok();
        let told = u32::from_be_bytes(png.body[16..20].try_into().unwrap());
        assert_eq!(told, width(svg.text()).unwrap() * scale);
        assert!(png.headers["content-security-policy"].to_str().unwrap().contains("sandbox"));
    }
    let own = server.get("/figures/architectures/scaled-down/figure-1.png?scale=2");
    assert_eq!((own.status, &own.body[1..4]), (200, &b"PNG"[..]));
    for (address, status) in [
        ("/figures/new?colour=red", 400),
        ("/figures/new.svg?zone=nowhere", 400),
        ("/figures/new.svg", 400),
        ("/figures/new.png?architecture=a&architecture=b", 400),
        ("/figures/new.png?architecture=x&scale=7", 400),
        ("/figures/architectures/scaled-down/figure-9.png", 404),
    ] {
        assert_eq!(server.get(address).status, status, "{address}");
    }
    let long = format!("/figures/new?around={}", "a".repeat(2_000));
    assert_eq!(server.get(&long).status, 400);
}

#[test]
fn themes_and_letters_reach_the_pixels() {
    let picture = draw(&format!("architecture={LARGE}&show=trusts")).unwrap();
    let png = |theme| picture.png(book(), 1, theme).unwrap();
    let (light, dark) = (png(Theme::Light), png(Theme::Dark));
    assert_ne!(light, dark);
    assert_eq!(light, png(Theme::Light), "the same picture is the same bytes");
    // A picture whose letters are lost is a good deal smaller.
    let svg = |letters: bool| {
        let text = if letters { "Data domain, in letters" } else { "" };
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"200\" height=\"30\"><text x=\"4\" y=\"20\" font-family=\"Inter, system-ui, sans-serif\">{text}</text></svg>"
        )
    };
    let size = |letters| loggia::figure::png::png(&svg(letters), 1).unwrap().len();
    assert!(size(true) > size(false) + 500);
}
