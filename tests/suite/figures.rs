//! Figures as they are drawn: the reference figures of the bundled book against the graph, and any
//! scene at all.

mod data_flows;
mod gallery;
mod geometry;
mod random;
mod views;

use std::collections::BTreeSet;
use std::sync::Arc;

use loggia::compile::Compiler;
use loggia::figure::layout::layout;
use loggia::figure::svg::SvgWriter;
use loggia::figure::svg::style::Style;
use loggia::figure::{Drawing, read};
use loggia::graph::query::{QueryLimits, QueryRequest, QueryResult, Stop};
use loggia::source::MemoryFiles;

use crate::competency::book;

/// The figures that must be complete, by the place of their architecture.
const REFERENCE: [&str; 9] = [
    "architectures/large-distributed#large-distributed",
    "architectures/large-distributed-information-workers#large-distributed-information-workers",
    "architectures/scaled-down#scaled-down",
    "architectures/scaled-down-information-workers#scaled-down-information-workers",
    "small-and-medium/base#base",
    "small-and-medium/http-and-soap#http-and-soap",
    "small-and-medium/message-queuing#message-queuing-adapter",
    "small-and-medium/ftp#ftp-adapter",
    "small-and-medium/file#file-adapter",
];

fn iri(place: &str) -> String {
    format!("{}{place}", book().catalog.config.base)
}

fn drawing(place: &str) -> Arc<Drawing> {
    let figures = book().answers.figures.all();
    let mut drawings = figures.filter_map(|(_, live)| live.drawing.as_ref().ok());
    let found = drawings.find(|drawing| drawing.scene.subject.iri == iri(place));
    Arc::clone(found.unwrap_or_else(|| panic!("no page shows {place}")))
}

/// The SVG in which every link leads to the IRI of the thing itself.
fn svg(drawing: &Drawing) -> String {
    let writer = SvgWriter { id: "f", address: &|iri| Some(iri.to_owned()), style: Style::Image };
    writer.write(&drawing.scene, &drawing.layout)
}

/// Everything between `start` and the next quotation mark.
fn attributes(svg: &str, start: &str) -> BTreeSet<String> {
    let parts = svg.split(start).skip(1);
    parts.filter_map(|part| part.split('"').next()).map(str::to_owned).collect()
}

/// The rows of a query about the architecture `place`, whose IRI takes the place of `$A`.
fn asked(place: &str, query: &str) -> BTreeSet<Vec<String>> {
    let request = QueryRequest::new(query.replace("$A", &format!("<{}>", iri(place))));
    let limits = QueryLimits::from(&book().catalog.config.limits);
    let result = book().graph.evaluate(&request, &limits, &Stop::never()).unwrap();
    let QueryResult::Table { rows, .. } = result else { panic!("{query}") };
    let text = |row: Vec<Option<loggia::rdf::Value>>| {
        row.into_iter().map(|cell| cell.map_or_else(String::new, |cell| cell.text().to_owned()))
    };
    rows.into_iter().map(|row| text(row).collect()).collect()
}

fn first(rows: BTreeSet<Vec<String>>) -> BTreeSet<String> {
    rows.into_iter().map(|row| row[0].clone()).collect()
}

#[test]
fn reference_figures_show_what_the_graph_says_and_nothing_else() {
    for place in REFERENCE {
        let svg = svg(&drawing(place));
        let links = attributes(&svg, "<a href=\"");
        let elements = first(asked(
            place,
            "SELECT ?e { ?e arch:partOfArchitecture $A ; a ?class
               VALUES ?class { arch:Zone arch:Node arch:Database arch:Firewall } }",
        ));
        let missing: Vec<_> = elements.difference(&links).collect();
        assert!(missing.is_empty(), "{place} does not show {missing:#?}");
        let flows =
            first(asked(place, "SELECT ?f { ?f arch:partOfArchitecture $A ; a arch:TrafficFlow }"));
        let end = |iri: &String| iri.rsplit('#').next().unwrap().to_owned();
        let drawn: BTreeSet<String> = attributes(&svg, " data-flows=\"")
            .iter()
            .flat_map(|flows| flows.split(' '))
            .map(str::to_owned)
            .collect();
        assert_eq!(drawn, flows.iter().map(end).collect(), "{place}");
        let doubts = first(asked(place, "SELECT ?c { ?c a arch:Contradiction }"));
        let strange = |link: &&String| {
            !elements.contains(*link)
                && !flows.contains(*link)
                && !doubts.contains(*link)
                && !link.contains("#statement-")
        };
        let invented: Vec<_> = links.iter().filter(strange).collect();
        assert!(invented.is_empty(), "{place} shows {invented:#?}");
    }
}

#[test]
fn reference_figures_put_boxes_where_the_graph_says() {
    for place in REFERENCE {
        let drawing = drawing(place);
        let (scene, layout) = (&drawing.scene, &drawing.layout);
        let rect = |iri: &str| {
            let zone = scene.zones.iter().position(|zone| zone.named.iri == iri);
            let node = scene.nodes.iter().position(|node| node.named.iri == iri);
            zone.map(|at| layout.zones[at]).or_else(|| node.map(|at| layout.nodes[at]))
        };
        let inside = asked(
            place,
            "SELECT ?inner ?outer { ?inner arch:partOfArchitecture $A ; arch:inZone|arch:subZoneOf ?outer }",
        );
        for pair in inside {
            if let (Some(inner), Some(outer)) = (rect(&pair[0]), rect(&pair[1])) {
                assert!(outer.holds(&inner), "{} is not drawn in {}", pair[0], pair[1]);
            }
        }
        let borders = asked(
            place,
            "SELECT DISTINCT ?out ?in { ?f arch:partOfArchitecture $A ; arch:restrictsTrafficFrom ?out ; arch:protects ?in }",
        );
        for pair in borders {
            let (outside, inside) = (rect(&pair[0]).unwrap(), rect(&pair[1]).unwrap());
            assert!(outside.y < inside.y, "{} is not above {}", pair[0], pair[1]);
        }
        let hosted = asked(
            place,
            "SELECT ?server ?data { ?server arch:partOfArchitecture $A ; arch:hostsDatabase ?data }",
        );
        let drawn = scene.nodes.iter().flat_map(|node| {
            node.databases.iter().map(|data| vec![node.named.iri.clone(), data.named.iri.clone()])
        });
        assert_eq!(drawn.collect::<BTreeSet<_>>(), hosted, "{place}");
    }
}

#[test]
fn nothing_covers_anything_in_reference_figures() {
    for place in REFERENCE {
        let drawing = drawing(place);
        assert!(drawing.layout.has_lines, "{place} was not laid out by the engine");
        let problems = geometry::problems(&drawing.scene, &drawing.layout);
        assert!(problems.is_empty(), "{place}\n{}", problems.join("\n"));
    }
}

#[test]
fn the_same_facts_give_the_same_bytes() {
    for place in REFERENCE {
        let scene = read::scene(book().graph.as_ref(), &iri(place));
        let again = Drawing { layout: layout(&scene), scene };
        assert_eq!(svg(&again), svg(&drawing(place)), "{place}");
    }
}

pub(crate) const SHOP: &str = "//- book.toml
[preprocessor.loggia]
//- src/SUMMARY.md
- [Shop](shop.md)
//- src/shop.md
# Shop {#shop .Architecture}

```figure caption=\"The <shop>\"
```

## Outside {#outside .ExternalNetwork}

### Customer {#customer .Node}

One stands [outside](#outside \"in zone\").

## Inside {#inside .DirectoryDomain}

### Till {#till .Server}

It stands [inside](#inside \"in zone\") and hosts the [ledger](#ledger \"hosts database\").

### Ledger {#ledger .Database}

## Door {#door .Firewall}

It protects [the inside](#inside \"protects\") and restricts traffic from [the outside](#outside \"restricts traffic from\").

## Flows {#flows .TrafficFlow}

| Flow | Source | Target | Protocol | Through firewall | Initiated by |
|---|---|---|---|---|---|
| Sale | [Customer](#customer) | [Till](#till) | HTTPS | [Door](#door) | Partner |
";

#[test]
#[expect(clippy::too_many_lines, reason = "the figure is shown whole")]
fn a_small_figure_as_a_page_shows_it() {
    let snapshot = Compiler::new(Arc::new(MemoryFiles::fixture(SHOP))).compile().unwrap();
    let told = snapshot.diagnostics.iter().map(|problem| problem.code.name);
    assert!(!told.clone().any(|code| code.starts_with("figure")), "{:?}", told.collect::<Vec<_>>());
    let body = &snapshot.bodies[0];
    let start = body.find("<figure").unwrap();
    let end = body.find("</figure>").unwrap();
    let figure = body[start..end].replace("><", ">\n<");
    insta::assert_snapshot!(figure, @r##"
    <figure class="figure drawn" id="figure-1" data-mermaid="./figures/shop/figure-1.mmd">
    <div class="drawn-frame" tabindex="0" role="region" aria-label="Figure 1, can be scrolled">
    <svg xmlns="http://www.w3.org/2000/svg" class="drawing" viewBox="0 0 230 467" width="230" height="467" role="group" aria-labelledby="figure-1-title figure-1-description">
    <title id="figure-1-title">Shop</title>
    <desc id="figure-1-description">Outside: Customer. Inside behind Door: Till. Sale: Customer to Till, HTTPS, through Door, initiated by partner.</desc>
    <defs>
    <symbol id="figure-1-icon-database" viewBox="0 0 24 24">
    <ellipse cx="12" cy="6.3" rx="7" ry="2.6"/>
    <path d="M5 6.3v11.4c0 1.45 3.1 2.6 7 2.6s7-1.15 7-2.6V6.3M5 12c0 1.45 3.1 2.6 7 2.6s7-1.15 7-2.6"/>
    </symbol>
    <symbol id="figure-1-icon-firewall" viewBox="0 0 24 24">
    <rect x="3.5" y="5" width="17" height="14" rx="1.6"/>
    <path d="M3.5 9.7h17M3.5 14.3h17M12 5v4.7M8 9.7v4.6M16 9.7v4.6M12 14.3V19"/>
    </symbol>
    <symbol id="figure-1-icon-person" viewBox="0 0 24 24">
    <circle cx="12" cy="8" r="3.8"/>
    <path d="M4.8 20c.6-3.9 3.5-6 7.2-6s6.6 2.1 7.2 6"/>
    </symbol>
    </defs>
    <a href="./things/shop/outside" id="figure-1-outside" class="zone external" aria-label="Outside" tabindex="-1">
    <title>Outside</title>
    <rect class="zone-box" x="25" y="14" width="180" height="122" rx="12"/>
    </a>
    <a href="./things/shop/inside" id="figure-1-inside" class="zone core" aria-label="Inside" tabindex="-1">
    <title>Inside</title>
    <rect class="zone-box" x="14" y="186" width="202" height="211" rx="12"/>
    </a>
    <a href="./things/shop/flows-sale" id="figure-1-flows-sale" class="flow partner" data-flows="flows-sale" data-protocols="HTTPS" aria-label="Sale: Customer to Till, HTTPS, through Door, initiated by partner" tabindex="-1">
    <title>Sale: Customer to Till, HTTPS, through Door, initiated by partner</title>
    <path class="hit" d="M115 114L115 169"/>
    <path class="line" d="M115 114L115 169"/>
    </a>
    <a href="./things/shop/flows-sale" class="flow partner" data-flows="flows-sale" data-protocols="HTTPS" aria-label="Sale: Customer to Till, HTTPS, through Door, initiated by partner" tabindex="-1">
    <title>Sale: Customer to Till, HTTPS, through Door, initiated by partner</title>
    <path class="hit" d="M115 169L115 287"/>
    <path class="line" d="M115 169L115 287"/>
    </a>
    <g class="flow partner" data-flows="flows-sale" data-protocols="HTTPS">
    <path class="head" d="M115 293L110.8 285L119.2 285z"/>
    </g>
    <a href="./things/shop/door" id="figure-1-door" class="wall" data-of="flows-sale">
    <title>Door, firewall</title>
    <rect class="wall-box" x="98" y="169" width="34" height="34" rx="8"/>
    <use class="icon" href="#figure-1-icon-firewall" x="104" y="175" width="22" height="22"/>
    <text class="wall-name" x="138" y="180">Door</text> </a>
    <a href="./things/shop/customer" id="figure-1-customer" class="card in-external" data-of="flows-sale">
    <title>Customer (People)</title>
    <rect class="card-box" x="47" y="60" width="136" height="54" rx="9"/>
    <rect class="tile" x="58" y="71" width="32" height="32" rx="7"/>
    <use class="icon" href="#figure-1-icon-person" x="63" y="76" width="22" height="22"/>
    <text class="name" x="100" y="84.25">Customer</text> <text class="small" x="100" y="99.25">People</text> </a>
    <a href="./things/shop/till" id="figure-1-till" class="card in-core" data-of="flows-sale">
    <title>Till (Database server), holds Ledger</title>
    <rect class="card-box" x="36" y="293" width="158" height="82" rx="9"/>
    <rect class="tile" x="47" y="304" width="32" height="32" rx="7"/>
    <use class="icon" href="#figure-1-icon-database" x="52" y="309" width="22" height="22"/>
    <text class="name" x="89" y="317.25">Till</text> <text class="small" x="89" y="332.25">Database server</text> </a>
    <a href="./things/shop/ledger" id="figure-1-ledger" class="card in-core database">
    <title>Ledger, database on Till</title>
    <rect class="tile" x="44" y="345" width="142" height="20" rx="5"/>
    <use class="icon" href="#figure-1-icon-database" x="48" y="348" width="14" height="14"/>
    <text class="small" x="66" y="358">Ledger</text> </a>
    <a href="./things/shop/flows-sale" class="flow partner" data-flows="flows-sale" data-protocols="HTTPS">
    <title>Sale: Customer to Till, HTTPS, through Door, initiated by partner</title>
    <rect class="label" x="89" y="252" width="52" height="18" rx="9"/>
    <text class="label-text" x="115" y="265" text-anchor="middle">HTTPS</text>
    </a>
    <a href="./things/shop/outside" class="zone-head">
    <title>Outside</title>
    <text class="zone-title" x="41" y="41">Outside</text> </a>
    <a href="./things/shop/inside" class="zone-head">
    <title>Inside</title>
    <text class="zone-title" x="30" y="213">Inside</text> </a>
    <g class="legend" aria-hidden="true">
    <g class="partner">
    <path class="line" d="M18 417h24"/>
    <path class="head" d="M48 417l-8 -4.2v8.4z"/>
    </g>
    <text class="small" x="56" y="421">Partner initiates</text> <g class="wall">
    <rect class="wall-box" x="24" y="432" width="18" height="18" rx="4.5"/>
    <use class="icon" href="#figure-1-icon-firewall" x="27" y="435" width="12" height="12"/>
    </g>
    <text class="small" x="56" y="445">Firewall on the border it guards</text> </g>
    </svg>
    </div>
    <figcaption>
    <span class="figure-number">Figure 1</span> The &lt;shop&gt; <span class="drawn-links">
    <a class="drawn-open" href="./figures/shop/figure-1.svg">Enlarge</a> <a class="drawn-png" href="./figures/shop/figure-1.png?scale=2">PNG</a>
    </span>
    </figcaption>
    <details class="drawn-tables">
    <summary>Figure 1 as tables</summary>
    <div class="table-scroll" tabindex="0" role="region" aria-label="Elements">
    <table>
    <thead>
    <tr>
    <th>Zone</th>
    <th>Element</th>
    <th>What it is</th>
    <th>Databases</th>
    </tr>
    </thead>
    <tbody>
    <tr>
    <td>
    <a href="./things/shop/outside">Outside</a>
    </td>
    <td>
    <a href="./things/shop/customer">Customer</a>
    </td>
    <td>People</td>
    <td>
    </td>
    </tr>
    <tr>
    <td>
    <a href="./things/shop/inside">Inside</a>
    </td>
    <td>
    <a href="./things/shop/door">Door</a>
    </td>
    <td>Firewall on its border</td>
    <td>
    </td>
    </tr>
    <tr>
    <td>
    <a href="./things/shop/inside">Inside</a>
    </td>
    <td>
    <a href="./things/shop/till">Till</a>
    </td>
    <td>Database server</td>
    <td>
    <a href="./things/shop/ledger">Ledger</a>
    </td>
    </tr>
    </tbody>
    </table>
    </div>
    <div class="table-scroll" tabindex="0" role="region" aria-label="Flows">
    <table>
    <thead>
    <tr>
    <th>Flow</th>
    <th>From</th>
    <th>To</th>
    <th>Protocol and port</th>
    <th>Through</th>
    <th>Initiated by</th>
    </tr>
    </thead>
    <tbody>
    <tr>
    <td>
    <a href="./things/shop/flows-sale">Sale</a>
    </td>
    <td>
    <a href="./things/shop/customer">Customer</a>
    </td>
    <td>
    <a href="./things/shop/till">Till</a>
    </td>
    <td>HTTPS</td>
    <td>
    <a href="./things/shop/door">Door</a>
    </td>
    <td>partner</td>
    </tr>
    </tbody>
    </table>
    </div>
    </details>
    "##);
}

#[test]
fn a_figure_depicts_its_elements_in_the_graph() {
    let rows = first(asked(
        REFERENCE[2],
        "SELECT DISTINCT ?e { ?figure a loggia:Figure ; loggia:depicts $A , ?e .
           ?figure loggia:inDocument <architectures/scaled-down> }",
    ));
    let drawing = drawing(REFERENCE[2]);
    let architecture = std::iter::once(&drawing.scene.subject);
    let shown = architecture.chain(drawing.scene.depicted());
    assert_eq!(rows, shown.map(|named| named.iri.clone()).collect());
}
