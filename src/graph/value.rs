//! Terms of the RDF library as plain values.

use oxigraph::model::{BlankNode, Literal, NamedNode, NamedOrBlankNode, Term};

use crate::rdf::Value;

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
