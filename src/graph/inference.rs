//! What follows from the facts and the ontology, each conclusion with its reason.
//!
//! # What is concluded
//!
//! Seven rules, applied until nothing new comes out:
//!
//! | rule | from | and the axiom | follows |
//! |---|---|---|---|
//! | subclass | `x a C` | `C rdfs:subClassOf D` | `x a D` |
//! | subproperty | `x p y` | `p rdfs:subPropertyOf q` | `x q y` |
//! | domain | `x p y` | `p rdfs:domain C` | `x a C` |
//! | range | `x p y`, `y` no literal | `p rdfs:range C`, `C` no datatype | `y a C` |
//! | inverse | `x p y`, `y` no literal | `p owl:inverseOf q` or `q owl:inverseOf p` | `y q x` |
//! | symmetric | `x p y`, `y` no literal | `p a owl:SymmetricProperty` | `y p x` |
//! | transitive | `x p y`, `y p z` | `p a owl:TransitiveProperty` | `x p z` |
//!
//! # What is not
//!
//! - What is stated already, in the facts or in the ontology, is no conclusion.
//! - Axioms are those that the ontology states. Facts of documents add none, nor do conclusions: what
//!   a document says must not change what the words of all the others mean.
//! - Nothing is concluded about the hierarchy itself. That `A` is a subclass of `C` because it is one
//!   of `B`, a path such as `rdfs:subClassOf+` tells; here it only has the effect that members of `A`
//!   belong to `C`, one axiom at a time. Axioms about the words that axioms are made of (such as a
//!   subproperty of `rdfs:subClassOf`) have no effect for the same reason.
//! - Axioms that name an anonymous class or property, such as `owl:unionOf` makes one, have no effect.
//!
//! # What goes in
//!
//! Facts are what authors state, and what ontologies say of their own terms and individuals. The
//! triples about documents, sections and links are left out by the caller: [`crate::graph::emit`]
//! states them completely, with every class and every inverse that is of use.

mod axioms;
mod closure;
mod terms;

use crate::graph::inference::axioms::Axioms;
use crate::graph::inference::terms::{Terms, Triple};
use crate::graph::{GraphBuilder, NamedGraph};
use crate::rdf::Fact;

/// Why something follows. The module's table tells each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// Members of a class belong to the classes above it.
    Subclass,
    /// What holds for a property holds for those above it.
    Subproperty,
    /// What a property is said of belongs to its domain.
    Domain,
    /// The values of a property belong to its range.
    Range,
    /// Two properties say the same in opposite directions.
    Inverse,
    /// A property says the same in both directions.
    Symmetric,
    /// A property leads on over any number of steps.
    Transitive,
}

impl Rule {
    /// The word for it, as the module's table has it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Subclass => "subclass",
            Self::Subproperty => "subproperty",
            Self::Domain => "domain",
            Self::Range => "range",
            Self::Inverse => "inverse",
            Self::Symmetric => "symmetric",
            Self::Transitive => "transitive",
        }
    }
}

/// A fact that is not stated but follows, with the reason that was found first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inferred {
    /// What follows.
    pub fact: Fact,
    /// By which rule.
    pub rule: Rule,
    /// From which facts: two for [`Rule::Transitive`], one for all others. Each is stated, or
    /// inferred itself without need of this one.
    pub premises: Vec<Fact>,
    /// What the ontology states that makes the rule apply.
    pub axiom: Fact,
}

/// Everything that follows, kept small: what a caller asks for is put together when it asks.
#[derive(Debug, Clone)]
pub struct Inference {
    terms: Terms,
    /// Sorted by what follows.
    derivations: Vec<Derivation>,
    is_complete: bool,
}

/// One conclusion in numbers.
#[derive(Debug, Clone, Copy)]
struct Derivation {
    triple: Triple,
    rule: Rule,
    premise: Triple,
    second_premise: Option<Triple>,
    axiom: Triple,
    /// Whether it is more than a way over facts of its property that are known each; see
    /// [`closure`].
    is_edge: bool,
}

/// What follows from `facts` by `ontology`, whose own statements count as facts too; at most
/// `limit` conclusions. Labels of blank nodes mean the same throughout.
///
/// The outcome does not depend on the order of the facts.
#[must_use]
pub fn infer(facts: &[Fact], ontology: &[Fact], limit: usize) -> Inference {
    let (terms, numbers) = Terms::of(facts.iter().chain(ontology));
    let triples = |facts: &[Fact]| -> Vec<Triple> {
        facts.iter().filter_map(|fact| numbers.triple(fact)).collect()
    };
    let mut ontology = triples(ontology);
    ontology.sort_unstable();
    ontology.dedup();
    let axioms = Axioms::read(&ontology, &terms);
    let mut stated = triples(facts);
    stated.extend(ontology);
    stated.sort_unstable();
    stated.dedup();
    let (mut derivations, is_complete) = closure::close(&stated, &axioms, &terms, limit);
    derivations.sort_unstable_by_key(|derivation| derivation.triple);
    Inference { terms, derivations, is_complete }
}

impl Inference {
    /// How many facts follow.
    #[must_use]
    pub fn len(&self) -> usize {
        self.derivations.len()
    }

    /// Whether nothing follows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.derivations.is_empty()
    }

    /// Whether everything that follows is here; otherwise the limit was reached.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// All that follows, sorted.
    pub fn iter(&self) -> impl Iterator<Item = Inferred> {
        self.derivations.iter().filter_map(|derivation| self.inferred(derivation))
    }

    /// Why a fact follows; `None` where it is stated, or does not follow.
    #[must_use]
    pub fn why(&self, fact: &Fact) -> Option<Inferred> {
        let triple = self.terms.triple(fact)?;
        let found = self.derivations.binary_search_by_key(&triple, |known| known.triple).ok()?;
        self.inferred(self.derivations.get(found)?)
    }

    fn inferred(&self, derivation: &Derivation) -> Option<Inferred> {
        let premises = std::iter::once(derivation.premise).chain(derivation.second_premise);
        Some(Inferred {
            fact: self.terms.fact(derivation.triple)?,
            rule: derivation.rule,
            premises: premises.filter_map(|premise| self.terms.fact(premise)).collect(),
            axiom: self.terms.fact(derivation.axiom)?,
        })
    }
}

/// The name of the graph of what follows.
#[must_use]
pub fn inferred_graph_name(base: &str) -> String {
    format!("{base}graph/inferred")
}

/// A name for all graphs but [`inferred_graph_name`] together, which a query can ask for with `FROM`.
/// There is no graph of this name.
#[must_use]
pub fn stated_graph_name(base: &str) -> String {
    format!("{base}graph/stated")
}

/// What follows as the graph `{base}graph/inferred`, apart from everything that is stated.
#[must_use]
pub fn inferred_graph(base: &str, inference: &Inference) -> NamedGraph {
    let mut graph = GraphBuilder::new(inferred_graph_name(base));
    for derivation in &inference.derivations {
        let [subject, predicate, object] = derivation.triple.map(|term| inference.terms.get(term));
        if let (Some(subject), Some(predicate), Some(object)) = (subject, predicate, object) {
            let (subject, object) = (graph.value(subject), graph.value(object));
            graph.add(subject, predicate.text(), object);
        }
    }
    graph.finish()
}

#[cfg(test)]
mod tests;
