//! The words a book speaks: all vocabularies together, each by itself, and the rules.

use askama::Template;

use crate::page::view::{ContentsEntry, Link, Shell, Suggestions};

/// All vocabularies at a glance, or the terms that match a filter.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "ontology.html", config = "src/page/askama.toml")]
pub struct OntologyPage {
    /// The frame.
    pub shell: Shell,
    /// Where the filter is sent; `None` where nobody answers.
    pub action: Option<String>,
    /// The filter; empty for everything.
    pub query: String,
    /// "12 terms"; empty without a filter.
    pub summary: String,
    /// The terms that match the filter.
    pub found: Vec<TermLine>,
    /// The vocabularies.
    pub vocabularies: Vec<VocabularyLine>,
    /// The classes, each below the one above it.
    pub classes: Vec<TreeEntry>,
    /// Properties by what they are said of.
    pub properties: Vec<TermGroup>,
    /// Concepts and other values by kind.
    pub concepts: Vec<TermGroup>,
    /// The page of rules, with how many there are.
    pub rules: Link,
}

/// A vocabulary in a list.
#[derive(Debug, Clone, Default)]
pub struct VocabularyLine {
    /// What it is called.
    pub title: String,
    /// Its page.
    pub url: String,
    /// The short name.
    pub name: String,
    /// What it says of itself.
    pub description: String,
    /// "50 classes, 82 properties".
    pub summary: String,
}

/// A term in a list.
#[derive(Debug, Clone, Default)]
pub struct TermLine {
    /// What it is called.
    pub label: String,
    /// Where it is explained.
    pub url: String,
    /// "arch:trusts".
    pub name: String,
    /// What it means; empty where the list does not tell.
    pub comment: String,
}

/// A class with those below it. It is a template of its own because it nests.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "ontology-class.html", config = "src/page/askama.toml")]
pub struct TreeEntry {
    /// The class.
    pub term: TermLine,
    /// Those directly below it.
    pub children: Vec<TreeEntry>,
}

/// Terms that belong together.
#[derive(Debug, Clone, Default)]
pub struct TermGroup {
    /// What they have in common.
    pub title: String,
    /// The terms.
    pub terms: Vec<TermLine>,
}

/// One vocabulary with all its terms.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "vocabulary.html", config = "src/page/askama.toml")]
pub struct VocabularyPage {
    /// The frame.
    pub shell: Shell,
    /// All vocabularies.
    pub index_url: String,
    /// What it is called.
    pub title: String,
    /// The short name.
    pub name: String,
    /// What the IRIs of its terms begin with.
    pub namespace: String,
    /// What it says of itself.
    pub description: String,
    /// The headings of the page.
    pub contents: Vec<ContentsEntry>,
    /// Classes, properties, concepts.
    pub sections: Vec<TermSection>,
}

/// The terms of one kind.
#[derive(Debug, Clone, Default)]
pub struct TermSection {
    /// The place of the section.
    pub id: String,
    /// "Classes".
    pub title: String,
    /// The terms by name.
    pub terms: Vec<TermView>,
}

/// A term in full.
#[derive(Debug, Clone, Default)]
pub struct TermView {
    /// Its place: the local name.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// "arch:trusts".
    pub name: String,
    /// Its IRI.
    pub iri: String,
    /// "Class", "Property", "Concept".
    pub kind: String,
    /// What it means.
    pub comment: String,
    /// Other names.
    pub synonyms: Vec<String>,
    /// What else is known of it, each with links.
    pub rows: Vec<TermRow>,
    /// What holds of a property as such.
    pub traits: Vec<String>,
    /// Markdown that uses it; empty where authors do not write it.
    pub example: String,
    /// "Used 27 times"; empty where the book states nothing with it.
    pub used: String,
    /// The first places.
    pub uses: Vec<TermUse>,
    /// The workbench with a query for all of them; empty where nobody answers.
    pub query_url: String,
}

/// A line of what is known of a term.
#[derive(Debug, Clone, Default)]
pub struct TermRow {
    /// "Above it".
    pub title: String,
    /// Other terms; not linked where the address is empty.
    pub links: Vec<Link>,
}

/// A place that uses a term.
#[derive(Debug, Clone, Default)]
pub struct TermUse {
    /// What is said there, in a few words.
    pub text: String,
    /// The statement.
    pub url: String,
    /// "zones.md:12".
    pub place: String,
}

/// The rules.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "rules.html", config = "src/page/askama.toml")]
pub struct RulesPage {
    /// The frame.
    pub shell: Shell,
    /// All vocabularies.
    pub index_url: String,
    /// The rules in order of their names.
    pub rules: Vec<RuleView>,
}

/// One rule.
#[derive(Debug, Clone, Default)]
pub struct RuleView {
    /// Its place: the local name.
    pub id: String,
    /// What it demands.
    pub name: String,
    /// Its IRI.
    pub iri: String,
    /// Why.
    pub comment: String,
    /// `violation`, `warning` or `info`.
    pub severity: String,
    /// What is said where it is broken.
    pub messages: Vec<String>,
    /// The terms whose things it looks at.
    pub targets: Vec<Link>,
}
