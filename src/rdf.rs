//! Terms and triples as plain data, and Turtle read into them.
//!
//! No type of an RDF library is named above this: layers that reason about facts use these.

pub mod turtle;

use std::fmt;

use oxrdf::{BlankNode, Literal, NamedNode, NamedOrBlankNode, Term};
use serde::{Deserialize, Serialize};

use crate::vocabulary::xsd;

/// What can stand in a triple or in a cell of a result.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Value {
    /// A thing with an IRI.
    Iri(String),
    /// A thing without one; the label means nothing outside one answer.
    Blank(String),
    /// A literal.
    Literal {
        /// Its text.
        text: String,
        /// The IRI of its datatype.
        datatype: String,
        /// Its language, where it has one.
        language: Option<String>,
    },
}

/// Whether a text is an absolute IRI.
#[must_use]
pub fn is_iri(text: &str) -> bool {
    NamedNode::new(text).is_ok()
}

impl Value {
    /// A thing with this IRI.
    #[must_use]
    pub fn iri(iri: impl Into<String>) -> Self {
        Self::Iri(iri.into())
    }

    /// A literal of a datatype.
    #[must_use]
    pub fn typed(text: impl Into<String>, datatype: &str) -> Self {
        Self::Literal { text: text.into(), datatype: datatype.to_owned(), language: None }
    }

    /// Plain text.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self::typed(text, xsd::STRING)
    }

    /// The IRI, the blank node's label or the literal's text.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Iri(text) | Self::Blank(text) | Self::Literal { text, .. } => text,
        }
    }

    /// The IRI, where this is one.
    #[must_use]
    pub fn as_iri(&self) -> Option<&str> {
        match self {
            Self::Iri(iri) => Some(iri),
            Self::Blank(_) | Self::Literal { .. } => None,
        }
    }
}

impl fmt::Display for Value {
    /// As in N-Triples, but without escapes: for people and for test expectations.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Iri(iri) => write!(f, "<{iri}>"),
            Self::Blank(label) => write!(f, "_:{label}"),
            Self::Literal { text, language: Some(language), .. } => {
                write!(f, "\"{text}\"@{language}")
            }
            Self::Literal { text, datatype, .. } if datatype == xsd::STRING => {
                write!(f, "\"{text}\"")
            }
            Self::Literal { text, datatype, .. } => write!(f, "\"{text}\"^^<{datatype}>"),
        }
    }
}

/// One triple.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Fact {
    /// What is spoken of.
    pub subject: Value,
    /// The IRI of the property.
    pub predicate: String,
    /// What is said.
    pub object: Value,
}

impl From<&Term> for Value {
    fn from(term: &Term) -> Self {
        match term {
            Term::NamedNode(node) => Self::Iri(node.as_str().to_owned()),
            Term::BlankNode(node) => Self::Blank(node.as_str().to_owned()),
            Term::Literal(literal) => Self::Literal {
                text: literal.value().to_owned(),
                datatype: literal.datatype().as_str().to_owned(),
                language: literal.language().map(str::to_owned),
            },
        }
    }
}

impl From<&NamedOrBlankNode> for Value {
    fn from(node: &NamedOrBlankNode) -> Self {
        match node {
            NamedOrBlankNode::NamedNode(node) => Self::Iri(node.as_str().to_owned()),
            NamedOrBlankNode::BlankNode(node) => Self::Blank(node.as_str().to_owned()),
        }
    }
}

impl From<&Value> for Term {
    /// The value's IRIs are taken to be valid: whoever reads a value from outside checks them.
    fn from(value: &Value) -> Self {
        match value {
            Value::Iri(iri) => NamedNode::new_unchecked(iri).into(),
            Value::Blank(label) => BlankNode::new_unchecked(label).into(),
            Value::Literal { text, language: Some(language), .. } => {
                Literal::new_language_tagged_literal_unchecked(text, language).into()
            }
            Value::Literal { text, datatype, language: None } => {
                Literal::new_typed_literal(text, NamedNode::new_unchecked(datatype)).into()
            }
        }
    }
}
