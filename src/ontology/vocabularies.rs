//! The vocabularies that terms belong to, each with what it says of itself.

use std::collections::{BTreeMap, BTreeSet};

use crate::ontology::local_name;
use crate::ontology::terms::{Term, TermKind};
use crate::rdf::Fact;
use crate::vocabulary::{PREFIXES, dcterms};

/// Some terms with a common beginning of their IRIs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vocabulary {
    /// What the IRIs of its terms begin with.
    pub namespace: String,
    /// A short name for addresses: the preset prefix, else made of the namespace.
    pub name: String,
    /// What it is called; its short name where it does not say.
    pub title: String,
    /// What it says of itself.
    pub description: String,
}

/// The short name of the vocabulary whose terms stand at the base of the book itself.
const OF_BOOK: &str = "book";
/// No vocabulary has this short name: the rules stand at its address.
const RESERVED: &str = "rules";

/// What an IRI begins with, before its local name.
pub(in crate::ontology) fn namespace(iri: &str) -> &str {
    iri.get(..iri.len() - local_name(iri).len()).unwrap_or_default()
}

/// The vocabularies of `terms`, sorted by short name.
pub(in crate::ontology) fn of(
    terms: &BTreeMap<String, Term>,
    facts: &[Fact],
    base: &str,
) -> Vec<Vocabulary> {
    let of_terms = terms.values().filter(|term| term.kind != TermKind::Vocabulary);
    let namespaces: BTreeSet<&str> = of_terms.map(|term| namespace(&term.iri)).collect();
    let mut names = BTreeSet::from([RESERVED.to_owned()]);
    let mut vocabularies: Vec<Vocabulary> = namespaces
        .into_iter()
        .filter(|namespace| !namespace.is_empty())
        .map(|namespace| {
            let said = |predicate: &str| {
                let bare = namespace.trim_end_matches(['#', '/']);
                let is_own = |fact: &&Fact| {
                    fact.predicate == predicate
                        && (fact.subject.as_iri() == Some(namespace)
                            || fact.subject.as_iri() == Some(bare))
                };
                facts.iter().find(is_own).map(|fact| fact.object.text().to_owned())
            };
            let mut name = short_name(namespace, base);
            while !names.insert(name.clone()) {
                name.push('-');
            }
            Vocabulary {
                title: said(dcterms::TITLE).unwrap_or_else(|| name.clone()),
                description: said(dcterms::DESCRIPTION).unwrap_or_default(),
                namespace: namespace.to_owned(),
                name,
            }
        })
        .collect();
    vocabularies.sort_by(|one, other| one.name.cmp(&other.name));
    vocabularies
}

fn short_name(namespace: &str, base: &str) -> String {
    if let Some((prefix, _)) = PREFIXES.iter().find(|(_, preset)| *preset == namespace) {
        return (*prefix).to_owned();
    }
    let own = namespace.strip_prefix(base);
    let rest =
        own.unwrap_or_else(|| namespace.split_once("://").map_or(namespace, |(_, rest)| rest));
    let words = rest.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let name = words.collect::<Vec<_>>().join("-").to_lowercase();
    if name.is_empty() { OF_BOOK.to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vocabulary_has_a_short_name_for_addresses() {
        for (namespace, name) in [
            ("https://w3id.org/loggia/arch#", "arch"),
            ("https://book.example/", "book"),
            ("https://book.example/Terms#", "terms"),
            ("https://acme.example/vocabulary/grain#", "acme-example-vocabulary-grain"),
            ("urn:grain/", "urn-grain"),
            ("///", "book"),
        ] {
            assert_eq!(short_name(namespace, "https://book.example/"), name, "{namespace}");
        }
    }

    #[test]
    fn the_local_name_is_what_stands_behind_the_namespace() {
        for iri in ["https://a.example/b#C", "https://a.example/b/C", "urn:x", "https://a.example/"]
        {
            assert_eq!(format!("{}{}", namespace(iri), local_name(iri)), iri);
        }
    }
}
