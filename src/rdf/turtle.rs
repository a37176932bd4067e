//! Turtle to plain triples, each with the line it was read from.

use std::collections::HashMap;

use oxrdf::Triple;
use oxttl::TurtleParser;

use crate::rdf::{Fact, Value};

/// A triple and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TurtleFact {
    /// The triple.
    pub fact: Fact,
    /// The 1-based line in which it is complete.
    pub line: usize,
}

/// A place that is not Turtle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TurtleProblem {
    /// What is wrong.
    pub message: String,
    /// The 1-based line.
    pub line: usize,
    /// The 1-based column, in characters.
    pub column: usize,
}

/// How a text is to be read.
#[derive(Debug, Clone, Copy)]
pub struct TurtleContext<'a> {
    /// What relative IRIs mean; must be absolute.
    pub base: &'a str,
    /// Prefixes that need no declaration.
    pub prefixes: &'a [(&'a str, &'a str)],
    /// Put before the labels of blank nodes, so that those of different texts stay apart.
    pub blank_scope: &'a str,
}

/// Reads a text to its end or to the first place that is not Turtle: what stands before it is kept.
/// Blank nodes are numbered in the order they are met, so that the same text always gives the same
/// triples.
#[must_use]
pub fn read(text: &str, context: TurtleContext<'_>) -> (Vec<TurtleFact>, Option<TurtleProblem>) {
    let mut facts = Vec::new();
    let mut parser = match configured(context) {
        Ok(parser) => parser.low_level(),
        Err(message) => return (facts, Some(TurtleProblem { message, line: 1, column: 1 })),
    };
    let mut blanks = Blanks { scope: context.blank_scope, labels: HashMap::new() };
    // The parser tells no places of triples, so it is fed line by line.
    for (index, line) in text.split_inclusive('\n').map(Some).chain([None]).enumerate() {
        match line {
            Some(line) => parser.extend_from_slice(line.as_bytes()),
            None => parser.end(),
        }
        while let Some(result) = parser.parse_next() {
            match result {
                Ok(triple) => {
                    let line = if line.is_some() { index + 1 } else { index.max(1) };
                    facts.push(TurtleFact { fact: blanks.fact(&triple), line });
                }
                Err(error) => {
                    let start = error.location().start;
                    let one_based = |number: u64| usize::try_from(number).unwrap_or(0) + 1;
                    let problem = TurtleProblem {
                        message: error.message().to_owned(),
                        line: one_based(start.line),
                        column: one_based(start.column),
                    };
                    return (facts, Some(problem));
                }
            }
        }
    }
    (facts, None)
}

fn configured(context: TurtleContext<'_>) -> Result<TurtleParser, String> {
    let mut parser =
        TurtleParser::new().with_base_iri(context.base).map_err(|error| error.to_string())?;
    for (prefix, iri) in context.prefixes {
        parser = parser.with_prefix(*prefix, *iri).map_err(|error| error.to_string())?;
    }
    Ok(parser)
}

/// The labels given to blank nodes so far. The parser makes up labels anew in each run.
struct Blanks<'a> {
    scope: &'a str,
    labels: HashMap<String, String>,
}

impl Blanks<'_> {
    fn fact(&mut self, triple: &Triple) -> Fact {
        let subject = self.named(Value::from(&triple.subject));
        let object = self.named(Value::from(&triple.object));
        Fact { subject, predicate: triple.predicate.as_str().to_owned(), object }
    }

    fn named(&mut self, value: Value) -> Value {
        let Value::Blank(label) = value else {
            return value;
        };
        let number = self.labels.len() + 1;
        let scope = self.scope;
        let own = self.labels.entry(label).or_insert_with(|| format!("{scope}{number}"));
        Value::Blank(own.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONTEXT: TurtleContext<'_> = TurtleContext {
        base: "https://example.org/page",
        prefixes: &[("ex", "https://example.org/ns#")],
        blank_scope: "b",
    };

    fn told(text: &str) -> Vec<String> {
        let (facts, problem) = read(text, CONTEXT);
        let facts = facts.iter().map(|TurtleFact { fact, line }| {
            format!("{line}: {} <{}> {}", fact.subject, fact.predicate, fact.object)
        });
        let problem = problem.map(|p| format!("{}:{}: {}", p.line, p.column, p.message));
        facts.chain(problem).collect()
    }

    #[test]
    fn triples_know_their_line() {
        let text = "<#a> a ex:Zone ;\n  ex:trusts <#b> , <#c> .\n\n<#b> ex:port 80";
        insta::assert_snapshot!(told(text).join("\n"), @r#"
        1: <https://example.org/page#a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://example.org/ns#Zone>
        2: <https://example.org/page#a> <https://example.org/ns#trusts> <https://example.org/page#b>
        2: <https://example.org/page#a> <https://example.org/ns#trusts> <https://example.org/page#c>
        4: <https://example.org/page#b> <https://example.org/ns#port> "80"^^<http://www.w3.org/2001/XMLSchema#integer>
        4:16: Unexpected end
        "#);
    }

    #[test]
    fn blank_nodes_have_the_same_names_in_each_run() {
        let text = "[] ex:p [ ex:q (1) ] .\n_:x ex:p _:x .";
        assert_eq!(told(text), told(text));
        assert!(told(text).last().unwrap().contains("_:b"), "{:?}", told(text));
    }

    #[test]
    fn what_stands_before_a_mistake_is_kept() {
        let told = told("<#a> ex:p 1 .\n<#a> nope:p 2 .\n<#a> ex:p 3 .");
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told[1].starts_with("2:6: "), "{told:?}");
    }
}
