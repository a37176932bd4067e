//! Vocabularies to triples: the bundled one and those a book brings along.

use oxigraph::io::{RdfFormat, RdfParser};

use crate::graph::{GraphBuilder, NamedGraph};
use crate::vocabulary::{LOGGIA_TURTLE, PREFIXES};

/// A vocabulary that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct OntologyProblem {
    /// Which of the texts it is; `None` for the bundled one.
    pub text: Option<usize>,
    /// What is wrong.
    pub message: String,
    /// The 1-based line.
    pub line: usize,
    /// The 1-based column.
    pub column: usize,
}

/// The graph `{base}graph/ontology`: the bundled vocabulary and the given Turtle texts, in which
/// the preset prefixes need no declaration.
///
/// # Errors
/// The first place that is not Turtle.
pub fn ontology_graph(base: &str, texts: &[&str]) -> Result<NamedGraph, OntologyProblem> {
    let mut graph = GraphBuilder::new(format!("{base}graph/ontology"));
    read(LOGGIA_TURTLE, None, &mut graph)?;
    for (index, text) in texts.iter().enumerate() {
        let declared = PREFIXES.iter().map(|(prefix, iri)| format!("@prefix {prefix}: <{iri}> . "));
        // On one line before the text, so that lines keep their numbers.
        let head: String = declared.collect();
        let problem = |problem: OntologyProblem| OntologyProblem {
            column: problem.column.saturating_sub(if problem.line == 1 { head.len() } else { 0 }),
            ..problem
        };
        read(&format!("{head}{text}"), Some(index), &mut graph).map_err(problem)?;
    }
    Ok(graph.finish())
}

fn read(text: &str, index: Option<usize>, graph: &mut GraphBuilder) -> Result<(), OntologyProblem> {
    // Blank nodes of different texts are different things, whatever their labels.
    let parser = RdfParser::from_format(RdfFormat::Turtle).rename_blank_nodes();
    for quad in parser.for_slice(text) {
        let quad = quad.map_err(|error| {
            let start = error.location().map(|location| location.start);
            OntologyProblem {
                text: index,
                message: error.to_string(),
                line: start.map_or(1, |start| usize::try_from(start.line).unwrap_or(0) + 1),
                column: start.map_or(1, |start| usize::try_from(start.column).unwrap_or(0) + 1),
            }
        })?;
        let subject = graph.term(quad.subject.into());
        let object = graph.term(quad.object);
        graph.add(subject, quad.predicate.as_str(), object);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::graph::{EmbeddedEngine, GraphEngine};
    use crate::rdf::{Fact, Value};
    use crate::vocabulary::{loggia, owl, rdf, rdfs};

    const BASE: &str = "https://example.org/";

    fn facts(texts: &[&str]) -> Vec<Fact> {
        let graph = ontology_graph(BASE, texts).unwrap();
        let view = EmbeddedEngine::new(BASE).build(vec![graph]);
        view.facts_of_graph("https://example.org/graph/ontology")
    }

    #[test]
    fn constants_and_turtle_name_the_same_terms() {
        let facts = facts(&[]);
        let declared: BTreeSet<&str> = facts
            .iter()
            .filter(|fact| fact.predicate == rdf::TYPE)
            .filter_map(|fact| fact.subject.as_iri())
            .filter(|iri| *iri != loggia::NAMESPACE)
            .collect();
        let constants: BTreeSet<&str> = loggia::TERMS.iter().copied().collect();
        assert_eq!(declared, constants);
        assert_eq!(constants.len(), loggia::TERMS.len(), "a constant stands twice");
    }

    #[test]
    fn every_term_has_a_class_a_label_and_a_comment() {
        let facts = facts(&[]);
        let has = |term: &str, predicate: &str| {
            let own = facts.iter().filter(|fact| fact.subject.as_iri() == Some(term));
            own.filter(|fact| fact.predicate == predicate).count()
        };
        for term in loggia::TERMS {
            assert_eq!(has(term, rdfs::LABEL), 1, "{term}");
            assert_eq!(has(term, rdfs::COMMENT), 1, "{term}");
        }
        let kinds = [owl::ONTOLOGY, owl::CLASS, owl::OBJECT_PROPERTY, owl::DATATYPE_PROPERTY];
        for fact in facts.iter().filter(|fact| fact.predicate == rdf::TYPE) {
            assert!(kinds.contains(&fact.object.text()), "{fact:?}");
        }
    }

    #[test]
    fn superterms_of_our_own_are_declared() {
        for fact in facts(&[]) {
            let hierarchy = [rdfs::SUB_CLASS_OF, rdfs::SUB_PROPERTY_OF];
            if hierarchy.contains(&fact.predicate.as_str())
                && fact.object.text().starts_with(loggia::NAMESPACE)
            {
                assert!(loggia::TERMS.contains(&fact.object.text()), "{fact:?}");
            }
        }
    }

    #[test]
    fn a_book_brings_its_own_terms() {
        let own = "arch:Zone a owl:Class ; rdfs:subClassOf d3f:Network .";
        let zone = Value::Iri("https://w3id.org/loggia/arch#Zone".to_owned());
        let count = facts(&[own]).iter().filter(|fact| fact.subject == zone).count();
        assert_eq!(count, 2);
    }

    #[test]
    fn a_mistake_is_told_with_its_place() {
        let problem = |text: &str| {
            let problem = ontology_graph(BASE, &["", text]).unwrap_err();
            (problem.text, problem.line, problem.column)
        };
        assert_eq!(problem("arch:Zone a nope:Class ."), (Some(1), 1, 13));
        assert_eq!(problem("\n  arch:Zone a nope:Class ."), (Some(1), 2, 15));
    }
}
