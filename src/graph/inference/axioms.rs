//! The axioms of an ontology, looked up by the property or class that makes them apply.

use std::collections::{HashMap, HashSet};

use crate::graph::inference::Rule;
use crate::graph::inference::terms::{Terms, Triple};
use crate::vocabulary::{owl, rdf, rdfs, xsd};

/// The properties that axioms are made of. Axioms about them have no effect.
const HIERARCHY: [&str; 5] =
    [rdfs::SUB_CLASS_OF, rdfs::SUB_PROPERTY_OF, rdfs::DOMAIN, rdfs::RANGE, owl::INVERSE_OF];

/// One axiom.
#[derive(Debug, Clone, Copy)]
pub(in crate::graph) struct Axiom {
    /// The rule it is for.
    pub(in crate::graph) rule: Rule,
    /// The class or the property of what follows.
    pub(in crate::graph) term: u32,
    /// How the ontology states it.
    pub(in crate::graph) stated: Triple,
}

/// All axioms that have an effect.
#[derive(Debug, Default)]
pub(in crate::graph) struct Axioms {
    of_properties: HashMap<u32, Vec<Axiom>>,
    of_classes: HashMap<u32, Vec<Axiom>>,
    transitive: HashMap<u32, Triple>,
    /// The number of `rdf:type`.
    pub(in crate::graph) rdf_type: u32,
}

impl Axioms {
    /// The axioms among the triples of an ontology.
    pub(in crate::graph) fn read(ontology: &[Triple], terms: &Terms) -> Self {
        let is = |term: u32, iri: &str| terms.iri(term) == Some(iri);
        let types = |class: &'static str| {
            let stating = ontology.iter().filter(move |[_, predicate, object]| {
                is(*predicate, rdf::TYPE) && is(*object, class)
            });
            stating.map(|[subject, ..]| *subject)
        };
        let datatypes: HashSet<u32> = types(rdfs::DATATYPE).collect();
        let is_property = |term: u32| terms.iri(term).is_some_and(|iri| !HIERARCHY.contains(&iri));
        let is_class = |term: u32| terms.iri(term).is_some();
        let is_datatype = |term: u32| {
            let iri = terms.iri(term).unwrap_or_default();
            iri.starts_with(xsd::NAMESPACE)
                || [rdfs::LITERAL, rdf::LANG_STRING].contains(&iri)
                || datatypes.contains(&term)
        };
        let mut axioms =
            Self { rdf_type: terms.find_iri(rdf::TYPE).unwrap_or(u32::MAX), ..Self::default() };
        for triple in ontology {
            let [subject, predicate, object] = *triple;
            let Some(predicate) = terms.iri(predicate) else {
                continue;
            };
            match predicate {
                rdfs::SUB_CLASS_OF if is_class(subject) && is_class(object) => {
                    let axiom = Axiom { rule: Rule::Subclass, term: object, stated: *triple };
                    axioms.of_classes.entry(subject).or_default().push(axiom);
                }
                rdfs::SUB_PROPERTY_OF if is_property(subject) && is_property(object) => {
                    axioms.add(subject, Rule::Subproperty, object, *triple);
                }
                rdfs::DOMAIN if is_property(subject) && is_class(object) => {
                    axioms.add(subject, Rule::Domain, object, *triple);
                }
                rdfs::RANGE if is_property(subject) && is_class(object) && !is_datatype(object) => {
                    axioms.add(subject, Rule::Range, object, *triple);
                }
                owl::INVERSE_OF if is_property(subject) && is_property(object) => {
                    axioms.add(subject, Rule::Inverse, object, *triple);
                    axioms.add(object, Rule::Inverse, subject, *triple);
                }
                rdf::TYPE if is_property(subject) => match terms.iri(object) {
                    Some(owl::SYMMETRIC_PROPERTY) => {
                        axioms.add(subject, Rule::Symmetric, subject, *triple);
                    }
                    Some(owl::TRANSITIVE_PROPERTY) => {
                        axioms.transitive.insert(subject, *triple);
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        axioms
    }

    fn add(&mut self, property: u32, rule: Rule, term: u32, stated: Triple) {
        self.of_properties.entry(property).or_default().push(Axiom { rule, term, stated });
    }

    /// The axioms that apply to every triple of a property.
    pub(in crate::graph) fn of_property(&self, property: u32) -> &[Axiom] {
        self.of_properties.get(&property).map_or(&[], Vec::as_slice)
    }

    /// The axioms that apply to every member of a class.
    pub(in crate::graph) fn of_class(&self, class: u32) -> &[Axiom] {
        self.of_classes.get(&class).map_or(&[], Vec::as_slice)
    }

    /// What makes a property transitive, where it is.
    pub(in crate::graph) fn transitive(&self, property: u32) -> Option<Triple> {
        self.transitive.get(&property).copied()
    }
}
