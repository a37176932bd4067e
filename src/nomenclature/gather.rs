//! Gathers names: as they are written, and as people shorten and turn them.

use std::collections::HashMap;
use std::sync::Arc;

use crate::facts::{Facts, Modality};
use crate::nomenclature::{MOST_WORDS, Meaning, Nomenclature, Role, Spelling, Word, key, words};
use crate::ontology::{Ontology, Term, TermKind};
use crate::rdf::Value;
use crate::search::analysis::{self, Stems};
use crate::vocabulary::{arch, loggia, rdf, skos, xsd};

/// A literal with more words is a sentence and no name.
const MOST_WORDS_OF_LITERAL: usize = 3;

/// The property of names that programs use.
const TECHNICAL_NAME: &str = "https://w3id.org/loggia/arch#technicalName";

pub(in crate::nomenclature) struct Gatherer<'a> {
    ontology: &'a Ontology,
    facts: &'a Facts,
    stems: Stems,
    meanings: HashMap<Box<str>, Vec<Meaning>>,
    instances: HashMap<Box<str>, Vec<Arc<str>>>,
    spellings: Vec<Spelling>,
    /// What a thing of each class may be called a kind of, as stems.
    kind_words: HashMap<String, Vec<String>>,
}

impl<'a> Gatherer<'a> {
    pub(in crate::nomenclature) fn new(
        ontology: &'a Ontology,
        facts: &'a Facts,
        stems: Stems,
    ) -> Self {
        Self {
            ontology,
            facts,
            stems,
            meanings: HashMap::new(),
            instances: HashMap::new(),
            spellings: Vec::new(),
            kind_words: HashMap::new(),
        }
    }

    pub(in crate::nomenclature) fn finish(mut self) -> Nomenclature {
        for meanings in self.meanings.values_mut() {
            meanings.sort_by_key(|meaning| meaning.rank);
        }
        self.spellings.sort_unstable();
        self.spellings.dedup();
        let mut asked_by: HashMap<Box<str>, Vec<Arc<str>>> = HashMap::new();
        for fact in &self.ontology.facts {
            if fact.predicate == loggia::ANSWERS {
                let asked = asked_by.entry(fact.object.text().into()).or_default();
                asked.push(Arc::from(fact.subject.text()));
            }
        }
        Nomenclature {
            meanings: self.meanings,
            definitions: HashMap::new(),
            instances: self.instances,
            spellings: self.spellings,
            asked_by,
            stems: self.stems,
        }
    }

    fn add(&mut self, name: &str, iri: &Arc<str>, role: Role, rank: u8) {
        let words = words(&mut self.stems, name);
        self.add_words(&words, iri, role, rank);
    }

    fn add_words(&mut self, words: &[Word], iri: &Arc<str>, role: Role, rank: u8) {
        if words.is_empty() || words.len() > MOST_WORDS {
            return;
        }
        self.add_key(key(words), iri, role, rank);
    }

    fn add_key(&mut self, key: String, iri: &Arc<str>, role: Role, rank: u8) {
        let known = self.meanings.entry(key.into()).or_default();
        if !known.iter().any(|known| known.iri == *iri && known.role == role) {
            known.push(Meaning { iri: Arc::clone(iri), role, rank });
        }
    }

    /// Makes a name completable.
    fn spell(&mut self, name: &str, iri: &Arc<str>) {
        let lower = analysis::lower(name);
        let name: Arc<str> = Arc::from(name);
        for (skipped, range) in analysis::words(&lower).take(MOST_WORDS).enumerate() {
            let tail = lower.get(range.start..).unwrap_or_default().into();
            let (name, iri) = (Arc::clone(&name), Arc::clone(iri));
            self.spellings.push(Spelling { tail, skipped, name, iri });
        }
    }

    /// The names of classes, concepts and properties.
    pub(in crate::nomenclature) fn terms(&mut self) {
        let ontology = self.ontology;
        for (iri, term) in ontology.terms() {
            if term.is_structural() {
                continue;
            }
            let iri: Arc<str> = Arc::from(iri);
            let role = match term.kind {
                TermKind::Class => Role::Class,
                TermKind::Individual => Role::Concept,
                TermKind::ObjectProperty | TermKind::DatatypeProperty => Role::Property,
                TermKind::Vocabulary => continue,
            };
            for (number, name) in term.names().enumerate() {
                self.add(name, &iri, role, u8::from(number > 0));
            }
            if role == Role::Property {
                self.turned(term, &iri);
            } else {
                self.spell(&term.label, &iri);
            }
        }
    }

    /// A property's name as it stands in questions: without `be`, without the class of its values,
    /// and turned into the passive.
    fn turned(&mut self, term: &Term, iri: &Arc<str>) {
        for name in term.names() {
            let mut own = words(&mut self.stems, name);
            if own.first().is_some_and(|word| word.lower == "be") {
                own.remove(0);
                self.add_words(&own, iri, Role::Property, 1);
            }
            let kinds: Vec<String> =
                term.range.iter().flat_map(|class| self.kind_words(class)).collect();
            if let Some((last, rest)) = own.split_last()
                && kinds.contains(&last.stem)
            {
                self.add_words(rest, iri, Role::Property, 3);
            }
            let Some(verb) = own.first().filter(|verb| verb.lower.ends_with('s')) else {
                if let [verb, by] = own.as_slice()
                    && by.lower == "by"
                {
                    self.add_key(verb.stem.clone(), iri, Role::Reversed, 3);
                }
                continue;
            };
            let has_inverse = self.ontology.inverse(iri).is_some();
            if term.kind == TermKind::ObjectProperty && !has_inverse {
                self.add_key(format!("{} by", verb.stem), iri, Role::Reversed, 2);
            }
        }
    }

    /// The last words of the names of a class and of those above it, as stems.
    fn kind_words(&mut self, class: &str) -> Vec<String> {
        if let Some(known) = self.kind_words.get(class) {
            return known.clone();
        }
        let ontology = self.ontology;
        let mut found: Vec<String> = Vec::new();
        let mut open = vec![class.to_owned()];
        let mut seen: Vec<String> = Vec::new();
        while let Some(class) = open.pop() {
            let Some(term) = ontology.term(&class).filter(|_| !seen.contains(&class)) else {
                continue;
            };
            for name in term.names() {
                let last = words(&mut self.stems, name).pop().map(|word| word.stem);
                found.extend(last.filter(|last| !found.contains(last)));
            }
            open.extend(term.parents.iter().cloned());
            seen.push(class);
        }
        self.kind_words.insert(class.to_owned(), found.clone());
        found
    }

    /// The names of everything that the book declares.
    pub(in crate::nomenclature) fn things(&mut self) {
        let facts = self.facts;
        for entity in facts.pages.iter().flat_map(|page| &page.entities) {
            let iri: Arc<str> = Arc::from(entity.iri.as_str());
            self.add(&entity.label, &iri, Role::Thing, 0);
            self.spell(&entity.label, &iri);
            let mut names = vec![entity.label.clone()];
            if let Some((before, _)) = entity.label.split_once(" (") {
                self.add(before, &iri, Role::Thing, 1);
                names.push(before.to_owned());
            }
            for name in self.other_names(&entity.iri) {
                self.add(&name, &iri, Role::Thing, 1);
                self.spell(&name, &iri);
                names.push(name);
            }
            for name in names {
                self.shortened(&name, &iri, &entity.classes);
            }
            self.classify(&iri, &entity.classes);
        }
    }

    fn other_names(&self, iri: &str) -> Vec<String> {
        let facts = self.facts;
        let stated = facts.index.about(iri).iter().filter_map(|id| facts.statement(*id));
        let named = stated.filter(|statement| {
            let predicate = statement.fact.predicate.as_str();
            let is_name =
                predicate == TECHNICAL_NAME || self.ontology.is_within(predicate, skos::ALT_LABEL);
            is_name && statement.modality == Modality::Asserted
        });
        named.map(|statement| statement.fact.object.text().to_owned()).collect()
    }

    /// A name with another word for its kind: the “Data domain” is the data zone as well. Of an
    /// architecture the part alone is a name too, of others only where it has two words.
    fn shortened(&mut self, name: &str, iri: &Arc<str>, classes: &[String]) {
        let own = words(&mut self.stems, name);
        let kinds: Vec<String> = classes.iter().flat_map(|class| self.kind_words(class)).collect();
        let base = match own.split_last() {
            Some((last, rest)) if kinds.contains(&last.stem) => rest,
            _ => own.as_slice(),
        };
        if base.is_empty() || base.len() >= MOST_WORDS {
            return;
        }
        for kind in &kinds {
            self.add_key(format!("{} {kind}", key(base)), iri, Role::Thing, 2);
        }
        let is_architecture = classes.iter().any(|class| class == arch::ARCHITECTURE);
        if base.len() < own.len() && (base.len() > 1 || is_architecture) {
            self.add_words(base, iri, Role::Thing, 3);
        }
    }

    fn classify(&mut self, iri: &Arc<str>, classes: &[String]) {
        let facts = self.facts;
        let stated = facts.index.about(iri).iter().filter_map(|id| facts.statement(*id));
        let stated = stated.filter(|statement| {
            statement.fact.predicate == rdf::TYPE && statement.modality == Modality::Asserted
        });
        let mut open: Vec<String> = classes.to_vec();
        open.extend(stated.map(|statement| statement.fact.object.text().to_owned()));
        let mut seen: Vec<String> = Vec::new();
        while let Some(class) = open.pop() {
            if seen.contains(&class) {
                continue;
            }
            let parents = self.ontology.term(&class).map(|term| term.parents.clone());
            open.extend(parents.unwrap_or_default());
            self.instances.entry(class.as_str().into()).or_default().push(Arc::clone(iri));
            seen.push(class);
        }
    }

    /// Short texts that are values, such as the names of programs. A single word counts where it
    /// is no everyday one: in capitals, or with a digit.
    pub(in crate::nomenclature) fn literals(&mut self) {
        let facts = self.facts;
        for (_, statement) in facts.statements() {
            let Value::Literal { text, datatype, .. } = &statement.fact.object else {
                continue;
            };
            let predicate = statement.fact.predicate.as_str();
            if datatype != xsd::STRING || self.ontology.is_within(predicate, skos::ALT_LABEL) {
                continue;
            }
            let words = words(&mut self.stems, text);
            let telling =
                words.len() > 1 || (text.chars().count() > 1 && !text.contains(char::is_lowercase));
            if telling && words.len() <= MOST_WORDS_OF_LITERAL {
                let text: Arc<str> = Arc::from(text.as_str());
                self.add_words(&words, &text, Role::Literal, 1);
            }
        }
    }
}
