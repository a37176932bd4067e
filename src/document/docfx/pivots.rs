//! What the choices of zones are called: the files `zone-pivot-groups.yml` of a docset.

use std::collections::HashMap;

use crate::document::docfx::reference;
use crate::document::yaml::{self, Node};
use crate::text::{FilePath, Texts};

/// Deeper nesting than this is refused.
const DEEPEST_NESTING: usize = 16;

/// Where the names are looked for.
const FILE: &str = "~/zone-pivot-groups.yml";

/// The files that may name the choices of the zones of `file`.
pub(in crate::document) fn files(file: &FilePath) -> Vec<FilePath> {
    reference::candidates(file, FILE)
}

/// What the choices of zones of `file` are called, by id.
pub(in crate::document) fn titles(file: &FilePath, texts: &Texts) -> HashMap<String, String> {
    let mut titles = HashMap::new();
    for text in files(file).iter().filter_map(|file| texts.get(file)) {
        let Ok(Some(root)) = yaml::parse(text.text(), DEEPEST_NESTING) else { continue };
        let groups = root.get("groups").map(Node::items).unwrap_or_default();
        let pivots = groups.iter().filter_map(|group| group.get("pivots")).flat_map(Node::items);
        for pivot in pivots {
            let value = |key| pivot.get(key).and_then(Node::text).map(str::to_owned);
            titles.extend(value("id").zip(value("title")));
        }
    }
    titles
}
