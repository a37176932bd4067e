//! The words a book speaks as pages: all vocabularies at a glance, each by itself, the rules.
//!
//! A term has its place on the page of its vocabulary, at its local name: `ontology/arch#trusts`.

mod example;
mod rules;
mod term;

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::Route;
use crate::ontology::{Term, TermKind, Vocabulary, local_name};
use crate::page::address::Site;
use crate::page::facts::counted;
use crate::page::naming::{Known, Naming};
use crate::page::shell::Book;
use crate::page::view::{
    ContentsEntry, Link, OntologyPage, Shell, TermGroup, TermLine, TermSection, TreeEntry, Twin,
    VocabularyLine, VocabularyPage,
};
use crate::vocabulary::{owl, skos};

/// Writes the pages of the ontology for one revision of a book.
#[derive(Debug, Clone, Copy)]
pub struct OntologyWriter<'a> {
    book: Book<'a>,
    known: Known<'a>,
}

/// Kinds of terms in the order they are shown: the section's place and its heading.
const SECTIONS: &[(&str, &str)] =
    &[("all-classes", "Classes"), ("all-properties", "Properties"), ("all-concepts", "Concepts")];

impl<'a> OntologyWriter<'a> {
    /// A writer of pages in the frame of `book`.
    #[must_use]
    pub fn new(book: Book<'a>, known: Known<'a>) -> Self {
        Self { book, known }
    }

    /// The vocabularies, each with a page of its own by its short name.
    #[must_use]
    pub fn vocabularies(self) -> &'a [Vocabulary] {
        self.known.ontology.vocabularies()
    }

    /// All vocabularies at a glance; with a filter, the terms that have it in a name or in their
    /// definition.
    #[must_use]
    pub fn index(self, query: &str) -> OntologyPage {
        let route = Route::of_request("ontology");
        let naming = self.naming(&route);
        let query = query.trim();
        let found = if query.is_empty() { Vec::new() } else { self.matching(naming, query) };
        let rules = self.known.ontology.rules().len();
        let mut page = OntologyPage {
            shell: self.shell(&route, "Ontology".to_owned()),
            action: (self.book.site == Site::Served).then(|| "ontology".to_owned()),
            summary: if query.is_empty() { String::new() } else { counted(found.len(), "term") },
            query: query.to_owned(),
            found,
            rules: Link { title: counted(rules, "rule"), url: naming.vocabulary_url(rules::NAME) },
            ..OntologyPage::default()
        };
        if query.is_empty() {
            page.vocabularies = self.vocabulary_lines(naming);
            page.classes = self.class_tree(naming);
            page.properties = self.property_groups(naming);
            page.concepts = self.concept_groups(naming);
        }
        page
    }

    /// The page of one vocabulary; `None` where there is none of this short name.
    #[must_use]
    pub fn vocabulary(self, name: &str) -> Option<VocabularyPage> {
        let vocabulary = self.vocabularies().iter().find(|own| own.name == name)?;
        let route = Route::verbatim_request(&format!("ontology/{name}"));
        let naming = self.naming(&route);
        let mut sections: Vec<TermSection> = SECTIONS
            .iter()
            .map(|(id, title)| TermSection {
                id: (*id).to_owned(),
                title: (*title).to_owned(),
                terms: Vec::new(),
            })
            .collect();
        let writer = term::TermWriter::new(naming);
        for (_, own) in self.by_label(|term| {
            term.iri.strip_prefix(vocabulary.namespace.as_str()) == Some(local_name(&term.iri))
        }) {
            if let Some(section) = sections.get_mut(section_of(own)) {
                section.terms.push(writer.term(own));
            }
        }
        sections.retain(|section| !section.terms.is_empty());
        let contents = sections.iter().map(|section| ContentsEntry {
            title: section.title.clone(),
            url: format!("#{}", section.id),
            children: Vec::new(),
        });
        Some(VocabularyPage {
            contents: contents.collect(),
            shell: self.shell(&route, vocabulary.title.clone()),
            index_url: self.index_url(naming),
            title: vocabulary.title.clone(),
            name: vocabulary.name.clone(),
            namespace: vocabulary.namespace.clone(),
            description: vocabulary.description.clone(),
            sections,
        })
    }

    fn naming(self, route: &Route) -> Naming<'a> {
        Naming { known: self.known, addresses: self.book.addresses(route), own: None }
    }

    fn index_url(self, naming: Naming<'_>) -> String {
        let ending = if self.book.site == Site::Static { ".html" } else { "" };
        format!("{}ontology{ending}", naming.addresses.root())
    }

    fn shell(self, route: &Route, title: String) -> Shell {
        let mut shell = self.book.shell(route, None, title);
        let forms =
            [("Turtle", ".ttl", "text/turtle"), ("JSON-LD", ".jsonld", "application/ld+json")];
        let twins = forms.into_iter().map(|(label, ending, media_type)| Twin {
            label: label.to_owned(),
            url: format!("{}ontology{ending}", shell.root),
            media_type: media_type.to_owned(),
        });
        shell.twins = twins.collect();
        shell
    }

    /// The terms that `keep` keeps, by what they are called.
    fn by_label(self, keep: impl Fn(&Term) -> bool) -> BTreeMap<(String, &'a str), &'a Term> {
        let terms = self.known.ontology.terms();
        let of_people = terms
            .filter(|(iri, term)| term.kind != TermKind::Vocabulary && !local_name(iri).is_empty());
        let kept = of_people.filter(|(_, term)| keep(term));
        kept.map(|(iri, term)| ((term.label.to_lowercase(), iri), term)).collect()
    }

    fn matching(self, naming: Naming<'_>, query: &str) -> Vec<TermLine> {
        let wanted = query.to_lowercase();
        let has = |text: &str| text.to_lowercase().contains(&wanted);
        let found = self.by_label(|term| {
            term.names().any(has) || has(&term.comment) || has(&naming.short(&term.iri))
        });
        // Those that are called so come before those that are explained so.
        let (mut first, rest): (Vec<&Term>, Vec<&Term>) =
            found.into_values().partition(|term| term.names().any(has));
        first.extend(rest);
        let lines = first.into_iter();
        lines.map(|term| TermLine { comment: term.comment.clone(), ..line(naming, term) }).collect()
    }

    fn vocabulary_lines(self, naming: Naming<'_>) -> Vec<VocabularyLine> {
        let lines = self.vocabularies().iter().map(|vocabulary| {
            let mut counts = [0; 3];
            for (iri, term) in self.known.ontology.terms() {
                let is_own = iri.strip_prefix(vocabulary.namespace.as_str());
                let is_own =
                    is_own.is_some_and(|local| !local.is_empty() && local == local_name(iri));
                if is_own && let Some(count) = counts.get_mut(section_of(term)) {
                    *count += 1;
                }
            }
            let [classes, properties, concepts] = counts;
            let kinds = [
                (classes, if classes == 1 { "class" } else { "classes" }),
                (properties, if properties == 1 { "property" } else { "properties" }),
                (concepts, if concepts == 1 { "concept" } else { "concepts" }),
            ];
            let kinds = kinds.iter().filter(|(count, _)| *count > 0);
            VocabularyLine {
                title: vocabulary.title.clone(),
                url: naming.vocabulary_url(&vocabulary.name),
                name: vocabulary.name.clone(),
                description: vocabulary.description.clone(),
                summary: kinds
                    .map(|(count, noun)| format!("{count} {noun}"))
                    .collect::<Vec<_>>()
                    .join(", "),
            }
        });
        lines.collect()
    }

    /// The classes, each once, below the first class above it.
    fn class_tree(self, naming: Naming<'_>) -> Vec<TreeEntry> {
        let classes = self.by_label(|term| term.kind == TermKind::Class);
        let mut below: BTreeMap<&str, Vec<&Term>> = BTreeMap::new();
        let mut tops = Vec::new();
        for class in classes.values() {
            let known =
                |parent: &&String| **parent != class.iri && self.known.ontology.is_class(parent);
            match class.parents.iter().find(known) {
                Some(parent) => below.entry(parent).or_default().push(class),
                None => tops.push(*class),
            }
        }
        let mut seen = BTreeSet::new();
        let mut tree: Vec<TreeEntry> = Vec::new();
        // Classes above each other in a circle hang below no top.
        for class in tops.into_iter().chain(classes.into_values()) {
            tree.extend(branch(naming, class, &below, &mut seen));
        }
        tree
    }

    /// Properties by the classes they are said of; those of documents by themselves.
    fn property_groups(self, naming: Naming<'_>) -> Vec<TermGroup> {
        let properties = self.by_label(|term| section_of(term) == 1);
        let mut groups: BTreeMap<(u8, String), Vec<TermLine>> = BTreeMap::new();
        for property in properties.into_values() {
            let names: Vec<String> =
                property.domain.iter().map(|class| naming.name(class)).collect();
            let key = if property.is_structural() {
                (2, "Of documents, stated by the program itself".to_owned())
            } else if names.is_empty() {
                (1, "Of anything".to_owned())
            } else {
                (0, format!("Of {}", names.join(" or ")))
            };
            groups.entry(key).or_default().push(line(naming, property));
        }
        groups.into_iter().map(|((_, title), terms)| TermGroup { title, terms }).collect()
    }

    /// Concepts by their kind; those without one by their vocabulary.
    fn concept_groups(self, naming: Naming<'_>) -> Vec<TermGroup> {
        let concepts = self.by_label(|term| term.kind == TermKind::Individual);
        let mut groups: BTreeMap<String, Vec<TermLine>> = BTreeMap::new();
        for concept in concepts.into_values() {
            let is_kind = |class: &&String| ![skos::CONCEPT, owl::THING].contains(&class.as_str());
            let title = match concept.classes.iter().find(is_kind) {
                Some(class) => naming.name(class),
                None => self
                    .known
                    .ontology
                    .vocabulary_of(&concept.iri)
                    .map_or_else(|| "Others".to_owned(), |own| own.title.clone()),
            };
            groups.entry(title).or_default().push(line(naming, concept));
        }
        groups.into_iter().map(|(title, terms)| TermGroup { title, terms }).collect()
    }
}

/// Index in [`SECTIONS`].
fn section_of(term: &Term) -> usize {
    match term.kind {
        TermKind::Class => 0,
        TermKind::ObjectProperty | TermKind::DatatypeProperty => 1,
        TermKind::Individual => 2,
        TermKind::Vocabulary => SECTIONS.len(),
    }
}

/// A class with those below it that no branch has shown before.
fn branch<'t>(
    naming: Naming<'_>,
    class: &'t Term,
    below: &BTreeMap<&str, Vec<&'t Term>>,
    seen: &mut BTreeSet<&'t str>,
) -> Option<TreeEntry> {
    if !seen.insert(class.iri.as_str()) {
        return None;
    }
    let children = below.get(class.iri.as_str()).map_or(&[][..], Vec::as_slice);
    let children = children.iter().filter_map(|child| branch(naming, child, below, seen));
    Some(TreeEntry { children: children.collect(), term: line(naming, class) })
}

/// A term as one line of a list, without its comment.
fn line(naming: Naming<'_>, term: &Term) -> TermLine {
    TermLine {
        label: term.label.clone(),
        url: naming.term_url(&term.iri),
        name: naming.short(&term.iri),
        comment: String::new(),
    }
}
