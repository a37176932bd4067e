//! The vocabularies a book speaks: the bundled ones and its own, read from Turtle and indexed by
//! the names that authors write.
//!
//! Everything here is made once per change of an ontology file. [`Ontology::read`] never fails:
//! a text that is no Turtle is told as a problem and counts as far as it can be read.

mod lexicon;
mod names;
mod rules;
mod terms;
mod vocabularies;

pub use lexicon::{Candidate, Case, Lexicon, LexiconBuilder, Longest, MOST_TOKENS, Tokens};
pub use names::NameIndex;
pub use rules::RuleText;
pub use terms::{Term, TermKind};
pub use vocabularies::Vocabulary;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::rdf::turtle::{self, TurtleContext, TurtleFact, TurtleProblem};
use crate::rdf::{Fact, Value};
use crate::vocabulary::{ARCHITECTURE_TURTLE, BIZTALK_TURTLE, LOGGIA_TURTLE, PREFIXES};
use crate::vocabulary::{SHAPES_TURTLE, arch, owl, rdfs, skos};

/// Everything that is known of the words facts are made of.
#[derive(Debug, Clone, Default)]
pub struct Ontology {
    /// Every triple of the vocabularies, bundled ones first.
    pub facts: Vec<Fact>,
    /// Every triple of the rules.
    pub shapes: Vec<Fact>,
    terms: BTreeMap<String, Term>,
    classes: NameIndex,
    properties: NameIndex,
    individuals: NameIndex,
    /// All classes above each class, itself included.
    above: BTreeMap<String, BTreeSet<String>>,
    lexicon: Lexicon,
    /// The property that says the same the other way round, for both of each pair.
    inverses: BTreeMap<String, String>,
    vocabularies: Vec<Vocabulary>,
    /// Where each shape of the book's own begins.
    rule_places: BTreeMap<Value, RulePlace>,
}

/// Where a rule of a book's own is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RulePlace {
    /// Index in [`OntologyTexts::shapes`].
    pub text: usize,
    /// The 1-based line in which its first triple is complete.
    pub line: usize,
}

/// Turtle that a book brings along.
#[derive(Debug, Clone, Copy, Default)]
pub struct OntologyTexts<'a> {
    /// Vocabularies.
    pub vocabularies: &'a [&'a str],
    /// Rules.
    pub shapes: &'a [&'a str],
}

/// A text of a book that cannot be read as Turtle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OntologyProblem {
    /// One of [`OntologyTexts::vocabularies`].
    Vocabulary(usize, TurtleProblem),
    /// One of [`OntologyTexts::shapes`].
    Shapes(usize, TurtleProblem),
}

impl Ontology {
    /// Reads the bundled vocabularies and rules and those of a book, in which the preset prefixes
    /// need no declaration and relative IRIs mean the book's own.
    #[must_use]
    pub fn read(base: &str, texts: OntologyTexts<'_>) -> (Self, Vec<OntologyProblem>) {
        let mut problems = Vec::new();
        let mut ontology = Self::default();
        let bundled = [LOGGIA_TURTLE, ARCHITECTURE_TURTLE, BIZTALK_TURTLE];
        for (number, text) in bundled.iter().chain(texts.vocabularies).enumerate() {
            let (facts, problem) = read_turtle(text, base, &format!("o{number}x"));
            ontology.facts.extend(facts.into_iter().map(|read| read.fact));
            let own = number.checked_sub(bundled.len());
            problems.extend(own.zip(problem).map(|(n, p)| OntologyProblem::Vocabulary(n, p)));
        }
        for (number, text) in [SHAPES_TURTLE].iter().chain(texts.shapes).enumerate() {
            let (facts, problem) = read_turtle(text, base, &format!("s{number}x"));
            let own = number.checked_sub(1);
            for TurtleFact { fact, line } in facts {
                if let Some(text) = own {
                    let place = RulePlace { text, line };
                    ontology.rule_places.entry(fact.subject.clone()).or_insert(place);
                }
                ontology.shapes.push(fact);
            }
            problems.extend(own.zip(problem).map(|(n, p)| OntologyProblem::Shapes(n, p)));
        }
        ontology.index();
        ontology.vocabularies = vocabularies::of(&ontology.terms, &ontology.facts, base);
        (ontology, problems)
    }

    fn index(&mut self) {
        self.terms = terms::read(&self.facts);
        for (iri, term) in &self.terms {
            let index = match term.kind {
                TermKind::Class => &mut self.classes,
                TermKind::ObjectProperty | TermKind::DatatypeProperty => &mut self.properties,
                TermKind::Individual => &mut self.individuals,
                TermKind::Vocabulary => continue,
            };
            // What the program states itself is not for authors to state.
            if term.is_structural() {
                continue;
            }
            for name in term.names() {
                index.add(name, iri);
            }
        }
        for iri in self.terms.keys() {
            let mut above = BTreeSet::new();
            let mut open = vec![iri.clone()];
            while let Some(class) = open.pop() {
                let parents = self.terms.get(&class).map(|term| term.parents.as_slice());
                if above.insert(class) {
                    open.extend(parents.unwrap_or_default().iter().cloned());
                }
            }
            self.above.insert(iri.clone(), above);
        }
        for term in self.terms.values() {
            if let Some(inverse) = &term.inverse {
                self.inverses.insert(term.iri.clone(), inverse.clone());
                self.inverses.entry(inverse.clone()).or_insert_with(|| term.iri.clone());
            }
        }
        self.lexicon = self.mentionable();
    }

    /// The names to look for in running text: of concepts, and of classes of elements. A concept
    /// goes before a class of the same name.
    fn mentionable(&self) -> Lexicon {
        let mut builder = LexiconBuilder::default();
        for (iri, term) in &self.terms {
            let is_concept = |class: &String| self.is_within(class, skos::CONCEPT);
            let rank = match term.kind {
                TermKind::Individual if term.classes.iter().any(is_concept) => 0,
                TermKind::Class if self.is_within(iri, arch::ELEMENT) => 1,
                _ => continue,
            };
            if term.ambiguous || term.is_structural() {
                continue;
            }
            let iri: Arc<str> = Arc::from(iri.as_str());
            for name in term.names() {
                builder.add(name, &iri, Case::Any, rank);
            }
        }
        builder.finish()
    }

    /// The names of concepts and of classes of elements, to be found in running text.
    #[must_use]
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// A term by its IRI.
    #[must_use]
    pub fn term(&self, iri: &str) -> Option<&Term> {
        self.terms.get(iri)
    }

    /// All terms, sorted by IRI.
    pub fn terms(&self) -> impl Iterator<Item = (&str, &Term)> {
        self.terms.iter().map(|(iri, term)| (iri.as_str(), term))
    }

    /// The property that says the same as this one the other way round, whichever of the two
    /// tells so.
    #[must_use]
    pub fn inverse(&self, property: &str) -> Option<&str> {
        self.inverses.get(property).map(String::as_str)
    }

    /// The vocabularies that all terms belong to, sorted by short name.
    #[must_use]
    pub fn vocabularies(&self) -> &[Vocabulary] {
        &self.vocabularies
    }

    /// The vocabulary of a term.
    #[must_use]
    pub fn vocabulary_of(&self, iri: &str) -> Option<&Vocabulary> {
        let namespace = vocabularies::namespace(iri);
        self.vocabularies.iter().find(|vocabulary| vocabulary.namespace == namespace)
    }

    /// The rules as people read them, sorted by IRI.
    #[must_use]
    pub fn rules(&self) -> Vec<RuleText> {
        rules::read(&self.shapes)
    }

    /// Where a rule of the book's own is written; `None` for bundled ones.
    #[must_use]
    pub fn place_of_rule(&self, shape: &Value) -> Option<RulePlace> {
        self.rule_places.get(shape).copied()
    }

    /// The class that a heading's `.Name` means: the local name of exactly one class.
    #[must_use]
    pub fn class_of_local_name(&self, name: &str) -> Option<&str> {
        let local = |iri: &&String| local_name(iri) == name;
        let of_class = |iri: &&String| self.is_class(iri);
        let mut found = self.terms.keys().filter(local).filter(of_class);
        // Terms of an author's own come after the bundled ones only by chance; ours win.
        found.next().map(String::as_str)
    }

    /// The local names of all classes that authors may use.
    pub fn class_names(&self) -> impl Iterator<Item = &str> {
        let classes = self.terms.iter().filter(|(iri, _)| self.is_class(iri));
        classes.filter(|(_, term)| !term.is_structural()).map(|(iri, _)| local_name(iri))
    }

    /// The properties with this name, in any case and any language.
    #[must_use]
    pub fn properties_named(&self, name: &str) -> &[String] {
        self.properties.get(name)
    }

    /// The classes with this name.
    #[must_use]
    pub fn classes_named(&self, name: &str) -> &[String] {
        self.classes.get(name)
    }

    /// The concepts and other individuals with this name.
    #[must_use]
    pub fn individuals_named(&self, name: &str) -> &[String] {
        self.individuals.get(name)
    }

    /// Names of properties, for suggestions.
    pub fn property_names(&self) -> impl Iterator<Item = &str> {
        self.properties.names()
    }

    /// Names of classes and individuals, for suggestions.
    pub fn value_names(&self) -> impl Iterator<Item = &str> {
        self.individuals.names().chain(self.classes.names())
    }

    /// Whether every thing of class `class` is of class `other` too.
    #[must_use]
    pub fn is_within(&self, class: &str, other: &str) -> bool {
        other == owl::THING
            || other == rdfs::RESOURCE
            || class == other
            || self.above.get(class).is_some_and(|above| above.contains(other))
    }

    /// Whether this names a class of a vocabulary.
    #[must_use]
    pub fn is_class(&self, iri: &str) -> bool {
        self.terms.get(iri).is_some_and(|term| term.kind == TermKind::Class)
    }

    /// What people call a term: its label, else its local name.
    #[must_use]
    pub fn label<'a>(&'a self, iri: &'a str) -> &'a str {
        self.terms.get(iri).map_or_else(|| local_name(iri), |term| term.label.as_str())
    }
}

/// What stands behind the last `#` or `/` of an IRI.
#[must_use]
pub fn local_name(iri: &str) -> &str {
    iri.rsplit(['#', '/']).next().unwrap_or(iri)
}

fn read_turtle(text: &str, base: &str, scope: &str) -> (Vec<TurtleFact>, Option<TurtleProblem>) {
    let mut prefixes = PREFIXES.to_vec();
    prefixes.push(("", base));
    turtle::read(text, TurtleContext { base, prefixes: &prefixes, blank_scope: scope })
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = r#"
        :Silo a owl:Class ; rdfs:subClassOf arch:Zone ; rdfs:label "silo"@en , "Silo-Zone"@de .
        :feeds a owl:ObjectProperty ; rdfs:label "feeds"@en ; skos:altLabel "Delivers  to"@en ;
            rdfs:range [ owl:unionOf ( arch:Zone arch:Server ) ] .
        :grain a skos:Concept ; skos:prefLabel "Grain"@en ; skos:hiddenLabel "Graim" ."#;

    fn ontology() -> Ontology {
        let texts = OntologyTexts { vocabularies: &[OWN], shapes: &[] };
        let (ontology, problems) = Ontology::read("https://example.org/", texts);
        assert_eq!(problems, []);
        ontology
    }

    #[test]
    fn the_bundled_texts_are_turtle() {
        for text in [LOGGIA_TURTLE, ARCHITECTURE_TURTLE, BIZTALK_TURTLE, SHAPES_TURTLE] {
            let (facts, problem) = read_turtle(text, "https://example.org/", "x");
            assert_eq!(problem, None);
            assert!(!facts.is_empty());
        }
    }

    #[test]
    fn terms_are_found_by_every_name_in_any_case() {
        let ontology = ontology();
        let iri = |name: &str| vec![format!("https://example.org/{name}")];
        assert_eq!(ontology.classes_named("silo-zone"), iri("Silo"));
        assert_eq!(ontology.properties_named("delivers to"), iri("feeds"));
        assert_eq!(ontology.individuals_named("GRAIM"), iri("grain"));
        assert_eq!(ontology.individuals_named("rye"), Vec::<String>::new());
        assert_eq!(ontology.class_of_local_name("Silo"), Some("https://example.org/Silo"));
    }

    #[test]
    fn classes_stand_within_those_above_them() {
        let ontology = ontology();
        let silo = "https://example.org/Silo";
        let element = crate::vocabulary::arch::ELEMENT;
        assert!(ontology.is_within(silo, element));
        assert!(!ontology.is_within(element, silo));
        assert!(ontology.is_within(silo, owl::THING));
    }

    #[test]
    fn a_range_may_be_a_choice_of_classes() {
        let ontology = ontology();
        let range = &ontology.term("https://example.org/feeds").unwrap().range;
        let names: Vec<&str> = range.iter().map(|iri| local_name(iri)).collect();
        assert_eq!(names, ["Zone", "Server"]);
    }

    #[test]
    fn a_mistake_is_told_and_what_stands_before_it_counts() {
        let texts =
            OntologyTexts { vocabularies: &["", ":A a owl:Class .\n:B nope:x 1 ."], shapes: &[] };
        let (ontology, problems) = Ontology::read("https://example.org/", texts);
        assert!(ontology.is_class("https://example.org/A"));
        let [OntologyProblem::Vocabulary(1, problem)] = problems.as_slice() else {
            panic!("{problems:?}")
        };
        assert_eq!((problem.line, problem.column), (2, 4));
    }
}
