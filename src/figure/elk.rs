//! The seam to the layout engine: a graph as ELK JSON in, plain positions out.
//!
//! The engine is a translation of the Eclipse Layout Kernel. It cannot be interrupted and may panic
//! on odd graphs, so it runs on a thread of its own and up to a size. What it cannot lay out is
//! laid out by `crate::figure::plain`.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use serde_json::{Value, json};

use crate::figure::geometry::{Point, Rect};

/// Graphs with more nodes or edges take the engine too long.
pub const MOST: usize = 400;

/// The engine recurses over containers and long paths.
const STACK: usize = 32 << 20;

/// A way of placing nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placement {
    /// Long straight lines.
    Straight,
    /// Short lines.
    Compact,
}

/// How hard the engine tries to untangle lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// As hard as helps.
    Full,
    /// As hard as its authors found enough; several times faster.
    Usual,
}

/// Where the engine has put everything, by the ids of the graph it was given.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Positions {
    /// Boxes and ports.
    pub boxes: BTreeMap<String, Rect>,
    /// The corners of edges.
    pub edges: BTreeMap<String, Vec<Point>>,
    /// The labels of edges.
    pub labels: BTreeMap<String, Rect>,
}

/// Lays a graph out. `graph` is ELK JSON without options at its root; all ids are different.
#[must_use]
pub fn positions(mut graph: Value, placement: Placement, effort: Effort) -> Option<Positions> {
    graph["layoutOptions"] = options(placement, effort);
    let answer = run(graph.to_string())?;
    let mut positions = Positions::default();
    read(&mut positions, &answer, Point::default())?;
    Some(positions)
}

fn run(graph: String) -> Option<Value> {
    let lay_out = move || {
        let laid_out = catch_unwind(AssertUnwindSafe(|| elkrs::create_elk().layout_json(&graph)));
        laid_out.ok()?.ok()
    };
    let worker = thread::Builder::new().name("layout".to_owned()).stack_size(STACK);
    worker.spawn(lay_out).ok()?.join().ok()?
}

fn options(placement: Placement, effort: Effort) -> Value {
    let placement = match placement {
        Placement::Straight => "BRANDES_KOEPF",
        Placement::Compact => "NETWORK_SIMPLEX",
    };
    let thoroughness = match effort {
        Effort::Full => "30",
        Effort::Usual => "7",
    };
    json!({
        "elk.algorithm": "layered",
        "elk.direction": "DOWN",
        "elk.hierarchyHandling": "INCLUDE_CHILDREN",
        "elk.edgeRouting": "ORTHOGONAL",
        "elk.padding": "[top=16,left=16,bottom=16,right=16]",
        "elk.randomSeed": "7",
        "elk.spacing.nodeNode": "18",
        "elk.spacing.edgeNode": "16",
        "elk.spacing.edgeEdge": "12",
        "elk.spacing.edgeLabel": "4",
        "elk.layered.spacing.nodeNodeBetweenLayers": "28",
        "elk.layered.spacing.edgeEdgeBetweenLayers": "10",
        "elk.layered.spacing.edgeNodeBetweenLayers": "12",
        "elk.layered.nodePlacement.strategy": placement,
        "elk.layered.nodePlacement.bk.fixedAlignment": "BALANCED",
        "elk.layered.thoroughness": thoroughness,
        "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
    })
}

/// Reads what stands in a container. Coordinates start at its corner, and the engine has moved
/// each edge to the innermost container that both ends lie in.
fn read(positions: &mut Positions, container: &Value, origin: Point) -> Option<()> {
    let list = |of: &Value, name: &str| {
        of.get(name).and_then(Value::as_array).cloned().unwrap_or_default()
    };
    for edge in list(container, "edges") {
        let id = edge.get("id")?.as_str()?.to_owned();
        let mut points = Vec::new();
        for section in list(&edge, "sections") {
            let bends = list(&section, "bendPoints");
            let start = section.get("startPoint").into_iter();
            for corner in start.chain(&bends).chain(section.get("endPoint")) {
                points.push(point(corner, origin)?);
            }
        }
        for label in list(&edge, "labels") {
            positions.labels.insert(id.clone(), rect(&label, origin)?);
        }
        positions.edges.insert(id, points);
    }
    for node in list(container, "children") {
        let rect = rect(&node, origin)?;
        let corner = Point { x: rect.x, y: rect.y };
        for port in list(&node, "ports") {
            let id = port.get("id")?.as_str()?.to_owned();
            positions.boxes.insert(id, self::rect(&port, corner)?);
        }
        positions.boxes.insert(node.get("id")?.as_str()?.to_owned(), rect);
        read(positions, &node, corner)?;
    }
    Some(())
}

fn point(value: &Value, origin: Point) -> Option<Point> {
    let x = value.get("x").and_then(Value::as_f64)?;
    let y = value.get("y").and_then(Value::as_f64)?;
    let finite = x.is_finite() && y.is_finite();
    finite.then_some(Point { x: origin.x + x, y: origin.y + y })
}

fn rect(value: &Value, origin: Point) -> Option<Rect> {
    let Point { x, y } = point(value, origin)?;
    let length = |name: &str| value.get(name).and_then(Value::as_f64).unwrap_or(0.0);
    Some(Rect { x, y, width: length("width"), height: length("height") })
}
