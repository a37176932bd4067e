//! One term in full: what it means, what stands above and below it, where the book uses it.

use std::collections::HashMap;

use crate::facts::StatementId;
use crate::ontology::{Ontology, Term, TermKind, local_name};
use crate::page::facts::counted;
use crate::page::naming::Naming;
use crate::page::ontology::example::example;
use crate::page::view::{Link, TermRow, TermUse, TermView};

/// A term shows no more uses than this; a query gives all.
const SHOWN_USES: usize = 20;

/// What the terms of a vocabulary have to do with each other, gathered once for a page.
pub(in crate::page::ontology) struct TermWriter<'a> {
    naming: Naming<'a>,
    ontology: &'a Ontology,
    /// What stands directly below each term.
    below: HashMap<&'a str, Vec<&'a str>>,
    /// The properties that are said of each class, and those that lead to it.
    said_of: HashMap<&'a str, Vec<&'a str>>,
    leading_to: HashMap<&'a str, Vec<&'a str>>,
    /// The concepts of each class.
    members: HashMap<&'a str, Vec<&'a str>>,
}

impl<'a> TermWriter<'a> {
    pub(in crate::page::ontology) fn new(naming: Naming<'a>) -> Self {
        let ontology = naming.known.ontology;
        let mut writer = Self {
            naming,
            ontology,
            below: HashMap::new(),
            said_of: HashMap::new(),
            leading_to: HashMap::new(),
            members: HashMap::new(),
        };
        for (iri, term) in ontology.terms() {
            for (others, map) in [
                (&term.parents, &mut writer.below),
                (&term.domain, &mut writer.said_of),
                (&term.range, &mut writer.leading_to),
                (&term.classes, &mut writer.members),
            ] {
                for other in others {
                    map.entry(other).or_default().push(iri);
                }
            }
        }
        writer
    }

    /// Everything that is known of a term.
    pub(in crate::page::ontology) fn term(&self, term: &Term) -> TermView {
        let (used, uses, is_cut) = self.uses(term);
        let is_counted = !used.is_empty();
        // What the program states of documents is too much to be gone through here.
        let asks = is_cut || term.is_structural();
        TermView {
            id: local_name(&term.iri).to_owned(),
            label: term.label.clone(),
            name: self.naming.short(&term.iri),
            iri: term.iri.clone(),
            kind: kind(term).to_owned(),
            comment: term.comment.clone(),
            synonyms: term.alternatives.clone(),
            rows: self.rows(term),
            traits: traits(term),
            example: example(self.ontology, term),
            used,
            uses,
            query_url: if asks {
                self.naming.query_url(&query(term, is_counted))
            } else {
                String::new()
            },
        }
    }

    fn rows(&self, term: &Term) -> Vec<TermRow> {
        let iri = term.iri.as_str();
        let listed = |map: &HashMap<&'a str, Vec<&'a str>>| -> Vec<String> {
            map.get(iri).into_iter().flatten().map(|iri| (*iri).to_owned()).collect()
        };
        let is_class = term.kind == TermKind::Class;
        let is_individual = term.kind == TermKind::Individual;
        let inverse = self.ontology.inverse(iri).map(str::to_owned);
        let rows = [
            (
                if is_class {
                    "Is a kind of"
                } else if is_individual {
                    "Wider"
                } else {
                    "Implies"
                },
                term.parents.clone(),
            ),
            (
                if is_class {
                    "Kinds of it"
                } else if is_individual {
                    "Narrower"
                } else {
                    "Implied by"
                },
                listed(&self.below),
            ),
            ("Is a", term.classes.clone()),
            ("Said of", term.domain.clone()),
            ("Its values", term.range.clone()),
            ("The other way round", inverse.into_iter().collect()),
            ("End of a range", term.range_end.iter().cloned().collect()),
            ("What is said of it", listed(&self.said_of)),
            ("What leads to it", listed(&self.leading_to)),
            ("Concepts", listed(&self.members)),
        ];
        let filled = rows.into_iter().filter(|(_, iris)| !iris.is_empty());
        filled
            .map(|(title, iris)| TermRow { title: title.to_owned(), links: self.links(&iris) })
            .collect()
    }

    fn links(&self, iris: &[String]) -> Vec<Link> {
        let naming = self.naming;
        let links = iris.iter().map(|iri| Link {
            title: match self.ontology.term(iri) {
                Some(term) => term.label.clone(),
                None => naming.short(iri),
            },
            url: naming.url(iri),
        });
        links.collect()
    }

    /// How often the book uses a term, the first places, and whether there are more.
    fn uses(&self, term: &Term) -> (String, Vec<TermUse>, bool) {
        let facts = self.naming.known.facts;
        let is_property =
            matches!(term.kind, TermKind::ObjectProperty | TermKind::DatatypeProperty);
        let ids = if is_property {
            facts.index.of_property(&term.iri)
        } else {
            facts.index.with_value(&term.iri)
        };
        if ids.is_empty() {
            return (String::new(), Vec::new(), false);
        }
        let uses: Vec<TermUse> =
            ids.iter().take(SHOWN_USES).filter_map(|id| self.one_use(*id, term)).collect();
        let is_cut = ids.len() > uses.len();
        let cut = if is_cut { format!(", the first {} here", uses.len()) } else { String::new() };
        (format!("Used {} in this book{cut}", counted(ids.len(), "time")), uses, is_cut)
    }

    fn one_use(&self, id: StatementId, term: &Term) -> Option<TermUse> {
        let naming = self.naming;
        let statement = naming.known.facts.statement(id)?;
        let fact = &statement.fact;
        let subject = naming.value(&fact.subject).text;
        let text = match term.kind {
            TermKind::Class if fact.predicate == crate::vocabulary::rdf::TYPE => subject,
            TermKind::ObjectProperty | TermKind::DatatypeProperty => {
                format!("{subject} → {}", naming.value(&fact.object).text)
            }
            _ => format!("{subject} – {}", naming.property(&fact.predicate)),
        };
        Some(TermUse {
            text,
            url: naming.statement_url(id),
            place: naming.place(id, statement).text,
        })
    }
}

fn kind(term: &Term) -> &'static str {
    match term.kind {
        TermKind::Class => "Class",
        TermKind::ObjectProperty => "Property between things",
        TermKind::DatatypeProperty => "Property with texts or numbers",
        TermKind::Individual | TermKind::Vocabulary => "Concept",
    }
}

fn traits(term: &Term) -> Vec<String> {
    let traits = [
        (term.symmetric, "reads the same in both directions"),
        (term.transitive, "leads on over any number of steps"),
        (term.ambiguous, "goes by names too common to be found in running text"),
    ];
    traits.iter().filter(|(holds, _)| *holds).map(|(_, words)| (*words).to_owned()).collect()
}

/// The query for everything that uses a term: as a part of statements, or of triples where the
/// program states them itself.
fn query(term: &Term, of_statements: bool) -> String {
    let iri = &term.iri;
    let is_property = matches!(term.kind, TermKind::ObjectProperty | TermKind::DatatypeProperty);
    match (of_statements, is_property) {
        (true, _) => {
            let part = if is_property { "rdf:predicate" } else { "rdf:object" };
            format!(
                "SELECT ?subject ?property ?value ?document ?line {{\n  ?statement {part} <{iri}> ;\n    rdf:subject ?subject ;\n    rdf:predicate ?property ;\n    rdf:object ?value ;\n    loggia:inDocument ?document ;\n    loggia:line ?line .\n}} ORDER BY ?document ?line"
            )
        }
        (false, true) => format!("SELECT ?subject ?value {{ ?subject <{iri}> ?value }} LIMIT 1000"),
        (false, false) => format!("SELECT ?thing {{ ?thing a <{iri}> }} LIMIT 1000"),
    }
}
