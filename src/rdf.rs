//! Terms and triples as plain data, and Turtle read into them.
//!
//! No type of an RDF library is named above this: layers that reason about facts use these.

use std::fmt;

use crate::vocabulary::xsd;

/// What can stand in a triple or in a cell of a result.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

impl Value {
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
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fact {
    /// What is spoken of.
    pub subject: Value,
    /// The IRI of the property.
    pub predicate: String,
    /// What is said.
    pub object: Value,
}
