//! What a figure shows, as tables: for those who do not see it, and for paper.

use crate::figure::LiveFigure;
use crate::figure::scene::{End, Flow, Named, Scene, Tone};
use crate::figure::words::with_change;
use crate::page::answer::Dress;
use crate::page::drawing::FigureWriter;
use crate::page::escape::escape;

const ELEMENTS: [&str; 4] = ["Zone", "Element", "What it is", "Databases"];
const FLOWS: [&str; 6] = ["Flow", "From", "To", "Protocol and port", "Through", "Initiated by"];

const STEPS: [&str; 4] = ["Step", "From", "To", "What passes"];

/// A table of things, in rows of cells of several things each. A thing without an IRI is text.
struct Table {
    name: &'static str,
    head: &'static [&'static str],
    rows: Vec<Vec<Vec<Named>>>,
}

impl FigureWriter<'_> {
    /// What a figure shows, as tables.
    #[must_use]
    pub(in crate::page::drawing) fn tables(&self, scene: &Scene) -> String {
        tables(scene).iter().map(|table| self.table(table)).collect()
    }

    fn table(&self, table: &Table) -> String {
        let (start, end) = match self.dress {
            Dress::Loggia => (
                format!(
                    "<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}\"><table>",
                    table.name
                ),
                "</table></div>",
            ),
            Dress::MdBook => ("<div class=\"table-wrapper\"><table>".to_owned(), "</table></div>"),
        };
        let head = format!("<th>{}</th>", table.head.join("</th><th>"));
        let row = |cells: &Vec<Vec<Named>>| {
            let cells = cells.iter().map(|cell| format!("<td>{}</td>", self.cell(cell)));
            format!("<tr>{}</tr>", cells.collect::<String>())
        };
        let rows: String = table.rows.iter().map(row).collect();
        format!("{start}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>{end}")
    }

    fn cell(&self, cell: &[Named]) -> String {
        let things = cell.iter().map(|named| {
            let label = escape(&named.label);
            match (self.address)(&named.iri) {
                Some(address) if !named.iri.is_empty() => {
                    format!("<a href=\"{}\">{label}</a>", escape(&address))
                }
                _ => label,
            }
        });
        things.collect::<Vec<_>>().join(", ")
    }

    /// The figure for readers of plain Markdown: its caption, and its tables.
    #[must_use]
    pub fn markdown(&self, live: &LiveFigure) -> Option<String> {
        let tables = self.tables_in_markdown(&live.drawing.as_ref().ok()?.scene);
        Some(format!("**Figure {}** {}\n\n{tables}", live.figure.number, live.caption))
    }

    /// What a figure shows, as tables of plain Markdown.
    #[must_use]
    pub fn tables_in_markdown(&self, scene: &Scene) -> String {
        let tables = tables(scene).into_iter().map(|table| {
            let rule = vec!["---"; table.head.len()].join(" | ");
            let mut text = format!("| {} |\n| {rule} |\n", table.head.join(" | "));
            for row in &table.rows {
                let cells = row.iter().map(|cell| self.markdown_cell(cell));
                text.push_str(&format!("| {} |\n", cells.collect::<Vec<_>>().join(" | ")));
            }
            text
        });
        tables.collect::<Vec<_>>().join("\n")
    }

    fn markdown_cell(&self, cell: &[Named]) -> String {
        let things = cell.iter().map(|named| {
            let label: String = named
                .label
                .chars()
                .flat_map(|c| {
                    let special = "\\|[]<>*_`&".contains(c);
                    special.then_some('\\').into_iter().chain([if c.is_control() {
                        ' '
                    } else {
                        c
                    }])
                })
                .collect();
            match (self.address)(&named.iri) {
                Some(address) if !named.iri.is_empty() => format!("[{label}](<{address}>)"),
                _ => label,
            }
        });
        things.collect::<Vec<_>>().join(", ")
    }
}

/// Elements from the outside in, and flows.
fn tables(scene: &Scene) -> Vec<Table> {
    let mut elements = Vec::new();
    let mut zones: Vec<usize> = (0..scene.zones.len()).collect();
    zones.sort_by_key(|zone| (scene.zones.get(*zone).map_or(0, |zone| zone.depth), *zone));
    for index in zones {
        let Some(zone) = scene.zones.get(index) else {
            continue;
        };
        for wall in scene.firewalls.iter().filter(|wall| wall.guards.contains(&index)) {
            let what = with_change("Firewall on its border".to_owned(), wall.change);
            elements.push((&zone.named, &wall.named, what, vec![]));
        }
        for controller in &zone.controllers {
            elements.push((&zone.named, controller, "Domain controller".to_owned(), vec![]));
        }
        for inner in scene.zones.iter().filter(|inner| inner.parent == Some(index)) {
            let what = with_change("Zone within it".to_owned(), inner.change);
            elements.push((&zone.named, &inner.named, what, vec![]));
        }
        let before = elements.len();
        elements.extend(boxes(scene, Some(index), &zone.named));
        if elements.len() == before && !scene.zones.iter().any(|inner| inner.parent == Some(index))
        {
            let what = with_change("Zone without boxes".to_owned(), zone.change);
            elements.push((&zone.named, &zone.named, what, vec![]));
        }
    }
    let nowhere = Named { iri: String::new(), label: "In no zone".to_owned() };
    elements.extend(boxes(scene, None, &nowhere));
    for wall in scene.firewalls.iter().filter(|wall| wall.guards.is_empty()) {
        elements.push((&nowhere, &wall.named, "Firewall".to_owned(), vec![]));
    }
    let rows = elements.into_iter().map(|(zone, element, what, databases)| {
        vec![vec![zone.clone()], vec![element.clone()], vec![text(&what)], databases]
    });
    let mut tables = vec![Table { name: "Elements", head: &ELEMENTS, rows: rows.collect() }];
    if scene.flows.iter().any(|flow| flow.tone == Tone::Data) {
        let rows = scene.flows.iter().map(|flow| {
            let mut row = flow_row(scene, flow);
            row.truncate(STEPS.len());
            row
        });
        tables.push(Table { name: "Steps", head: &STEPS, rows: rows.collect() });
    } else if !scene.flows.is_empty() {
        let rows = scene.flows.iter().map(|flow| flow_row(scene, flow)).collect();
        tables.push(Table { name: "Flows", head: &FLOWS, rows });
    }
    tables
}

fn boxes<'a>(
    scene: &'a Scene,
    zone: Option<usize>,
    name: &'a Named,
) -> impl Iterator<Item = (&'a Named, &'a Named, String, Vec<Named>)> {
    scene.nodes.iter().filter(move |node| node.zone == zone).map(move |node| {
        let count = if node.count > 1 { format!(", {} of it", node.count) } else { String::new() };
        let databases = node.databases.iter().map(|database| Named {
            label: with_change(database.named.label.clone(), database.change),
            ..database.named.clone()
        });
        let what = with_change(format!("{}{count}", node.subtitle), node.change);
        (name, &node.named, what, databases.collect())
    })
}

fn flow_row(scene: &Scene, flow: &Flow) -> Vec<Vec<Named>> {
    let end = |end: End| scene.named(end).cloned().into_iter().collect::<Vec<_>>();
    let walls = flow.firewalls.iter().filter_map(|wall| scene.firewalls.get(*wall));
    if flow.property.is_some() {
        let said = with_change(flow.text.clone(), flow.change);
        let none = || vec![text("")];
        return vec![
            vec![text("Statement")],
            end(flow.source),
            end(flow.target),
            vec![text(&said)],
            none(),
            none(),
        ];
    }
    let initiator = flow.initiator.as_ref().map_or("not stated", |who| who.label.as_str());
    let protocol = if flow.text.is_empty() { "not stated" } else { flow.text.as_str() };
    vec![
        vec![flow.named.clone()],
        end(flow.source),
        end(flow.target),
        vec![text(&with_change(protocol.to_owned(), flow.change))],
        walls.map(|wall| wall.named.clone()).collect(),
        vec![text(initiator)],
    ]
}

fn text(label: &str) -> Named {
    Named { iri: String::new(), label: label.to_owned() }
}
