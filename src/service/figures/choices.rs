//! What can be drawn: the things among which the form for figures lets people choose.

use std::collections::BTreeSet;

use crate::figure::read;
use crate::figure::scene::Named;
use crate::snapshot::Snapshot;

/// More elements are not offered; they can be named all the same.
const MOST: usize = 2_000;

/// What can be drawn of a book.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    /// Its architectures.
    pub architectures: Vec<Named>,
    /// What stands in them, each under the name of its architecture.
    pub elements: Vec<(String, Named)>,
    /// The protocols that any flow speaks, by name.
    pub protocols: Vec<Named>,
}

/// What can be drawn of a book.
#[must_use]
pub fn choices(snapshot: &Snapshot) -> Choices {
    let view = snapshot.graph.as_ref();
    let mut choices = Choices { architectures: read::architectures(view), ..Choices::default() };
    choices.architectures.sort_by(|a, b| (&a.label, &a.iri).cmp(&(&b.label, &b.iri)));
    let mut protocols = BTreeSet::new();
    for architecture in &choices.architectures {
        if choices.elements.len() >= MOST {
            break;
        }
        let scene = read::scene(view, &architecture.iri);
        protocols.extend(scene.flows.iter().flat_map(|flow| flow.protocols.iter().cloned()));
        let things = scene.depicted().filter(|named| scene.find(&named.iri).is_some());
        let room = MOST - choices.elements.len();
        let things = things.take(room).map(|named| (architecture.label.clone(), named.clone()));
        choices.elements.extend(things);
    }
    choices.protocols = protocols.into_iter().collect();
    choices.protocols.sort_by(|a, b| a.label.cmp(&b.label));
    choices
}
