//! Terms of the RDF library as plain values.

use oxigraph::model::{NamedOrBlankNode, Term};

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
