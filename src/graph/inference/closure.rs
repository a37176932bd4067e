//! The rules, applied until nothing new comes out: every fact is looked at once.
//!
//! Facts wait in one queue, those that are stated first, so that the premises of a conclusion always
//! stand before it and no reason goes in a circle. Six rules need one fact only. A transitive
//! property needs two, and joining every pair of them would look at each way through a chain once for
//! every place at which it can be cut. It is enough to lengthen ways by *edges*: facts that are no
//! ways themselves. What follows from a way by subproperty, inverse or symmetry is no edge either,
//! because the same followed from each of its edges before, and these form that way again.

use std::collections::{HashMap, HashSet};

use crate::graph::inference::axioms::{Axiom, Axioms};
use crate::graph::inference::terms::{Terms, Triple};
use crate::graph::inference::{Derivation, Rule};

/// How often a conclusion may be drawn for each fact there may be, most of them known already. A
/// dense net of a transitive property has far more ways through it than it has facts.
const ATTEMPTS_PER_FACT: usize = 64;

/// What follows from `stated`, in the order it was found, and whether this is all.
pub(in crate::graph) fn close(
    stated: &[Triple],
    axioms: &Axioms,
    terms: &Terms,
    limit: usize,
) -> (Vec<Derivation>, bool) {
    let mut closure = Closure {
        axioms,
        terms,
        ways: Ways::default(),
        known: stated.iter().copied().collect(),
        derivations: Vec::new(),
        limit,
        attempts_left: limit.saturating_add(stated.len()).saturating_mul(ATTEMPTS_PER_FACT),
        is_complete: true,
    };
    for triple in stated {
        closure.look_at(*triple, true);
    }
    let mut next = 0;
    while let Some(derivation) = closure.derivations.get(next).copied() {
        next += 1;
        closure.look_at(derivation.triple, derivation.is_edge);
    }
    (closure.derivations, closure.is_complete)
}

struct Closure<'a> {
    axioms: &'a Axioms,
    terms: &'a Terms,
    ways: Ways,
    known: HashSet<Triple>,
    derivations: Vec<Derivation>,
    limit: usize,
    attempts_left: usize,
    is_complete: bool,
}

/// The facts of transitive properties that were looked at, by property and end.
#[derive(Default)]
struct Ways {
    /// Where the edges lead that start at a place.
    edges_from: HashMap<[u32; 2], Vec<u32>>,
    /// Where the ways start that end at a place; an edge is a way too.
    ways_to: HashMap<[u32; 2], Vec<u32>>,
}

impl Closure<'_> {
    /// Draws all conclusions from a fact and those that were looked at before.
    fn look_at(&mut self, triple: Triple, is_edge: bool) {
        if !self.is_complete {
            return;
        }
        let axioms = self.axioms;
        let [subject, predicate, object] = triple;
        for axiom in axioms.of_property(predicate) {
            if let Some(following) = follow(triple, axiom, axioms.rdf_type, self.terms) {
                let is_edge = is_edge || matches!(axiom.rule, Rule::Domain | Rule::Range);
                self.conclude(following, axiom, triple, is_edge);
            }
        }
        if predicate == axioms.rdf_type {
            for axiom in axioms.of_class(object) {
                self.conclude([subject, predicate, axiom.term], axiom, triple, true);
            }
        }
        if let Some(stated) = axioms.transitive(predicate) {
            self.lengthen(triple, is_edge, stated);
        }
    }

    /// Joins a fact of a transitive property with those before and behind it.
    fn lengthen(&mut self, triple: Triple, is_edge: bool, axiom: Triple) {
        let [subject, predicate, object] = triple;
        self.ways.ways_to.entry([predicate, object]).or_default().push(subject);
        if is_edge {
            self.ways.edges_from.entry([predicate, subject]).or_default().push(object);
        }
        let joined = |triple, premise, second_premise| Derivation {
            triple,
            rule: Rule::Transitive,
            premise,
            second_premise: Some(second_premise),
            axiom,
            is_edge: false,
        };
        let ways = std::mem::take(&mut self.ways);
        let behind = ways.edges_from.get(&[predicate, object]).into_iter().flatten();
        let behind =
            behind.map(|end| joined([subject, predicate, *end], triple, [object, predicate, *end]));
        let before = ways.ways_to.get(&[predicate, subject]).filter(|_| is_edge);
        let before = before
            .into_iter()
            .flatten()
            .map(|start| joined([*start, predicate, object], [*start, predicate, subject], triple));
        for derivation in behind.chain(before) {
            if !self.is_complete {
                break;
            }
            self.add(derivation);
        }
        self.ways = ways;
    }

    fn conclude(&mut self, triple: Triple, axiom: &Axiom, premise: Triple, is_edge: bool) {
        let Axiom { rule, stated: axiom, .. } = *axiom;
        self.add(Derivation { triple, rule, premise, second_premise: None, axiom, is_edge });
    }

    fn add(&mut self, derivation: Derivation) {
        if self.attempts_left == 0 {
            self.is_complete = false;
        }
        self.attempts_left = self.attempts_left.saturating_sub(1);
        if !self.is_complete || self.known.contains(&derivation.triple) {
            return;
        }
        if self.derivations.len() == self.limit {
            self.is_complete = false;
            return;
        }
        self.known.insert(derivation.triple);
        self.derivations.push(derivation);
    }
}

/// What an axiom about a property makes of one of its facts.
fn follow(triple: Triple, axiom: &Axiom, rdf_type: u32, terms: &Terms) -> Option<Triple> {
    let [subject, _, object] = triple;
    let following = match axiom.rule {
        Rule::Subproperty => return Some([subject, axiom.term, object]),
        Rule::Domain => return Some([subject, rdf_type, axiom.term]),
        Rule::Range => [object, rdf_type, axiom.term],
        Rule::Inverse | Rule::Symmetric => [object, axiom.term, subject],
        // Neither is an axiom about one fact of a property.
        Rule::Subclass | Rule::Transitive => return None,
    };
    // Nothing can be said of a literal.
    (!terms.is_literal(object)).then_some(following)
}
