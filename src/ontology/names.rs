//! Names to IRIs: lower case, single spaces, every language.

use std::collections::BTreeMap;

/// What each name can mean.
#[derive(Debug, Clone, Default)]
pub struct NameIndex {
    meanings: BTreeMap<String, Vec<String>>,
}

impl NameIndex {
    /// Notes that `name` can mean `iri`.
    pub fn add(&mut self, name: &str, iri: &str) {
        let meanings = self.meanings.entry(normal(name)).or_default();
        if !meanings.iter().any(|known| known == iri) {
            meanings.push(iri.to_owned());
        }
    }

    /// Everything that `name` can mean, in the order it was noted.
    #[must_use]
    pub fn get(&self, name: &str) -> &[String] {
        self.meanings.get(&normal(name)).map_or(&[], Vec::as_slice)
    }

    /// All names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.meanings.keys().map(String::as_str)
    }
}

/// A name as it is compared: lower case, single spaces.
fn normal(name: &str) -> String {
    let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}
