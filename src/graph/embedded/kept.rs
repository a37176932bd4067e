//! A view as bytes, and the same view from them.
//!
//! The layers of a view are folded into one table first. Its rows are written in all their orders,
//! so that nothing has to be sorted when they are read; that they are sorted, and name no term that
//! is not there, is looked at.

use std::io;

use oxigraph::model::vocab::xsd;
use oxigraph::model::{BlankNode, Literal, NamedNode, Term};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::graph::embedded::EmbeddedView;
use crate::graph::embedded::layer::{Layer, ORDERS};
use crate::graph::embedded::table::Table;
use crate::graph::embedded::terms::TermTable;

/// So many terms are read at once.
const TERMS_OF_PART: usize = 1 << 14;

/// A term as it is written.
#[derive(Serialize, Deserialize)]
enum KeptTerm<'a> {
    Iri(&'a str),
    Blank(&'a str),
    Text(&'a str),
    Language(&'a str, &'a str),
    Typed(&'a str, &'a str),
}

impl<'a> KeptTerm<'a> {
    fn of(term: &'a Term) -> Self {
        match term {
            Term::NamedNode(node) => Self::Iri(node.as_str()),
            Term::BlankNode(node) => Self::Blank(node.as_str()),
            Term::Literal(literal) => match literal.language() {
                Some(language) => Self::Language(literal.value(), language),
                None if literal.datatype() == xsd::STRING => Self::Text(literal.value()),
                None => Self::Typed(literal.value(), literal.datatype().as_str()),
            },
        }
    }

    fn term(self) -> Term {
        match self {
            Self::Iri(iri) => NamedNode::new_unchecked(iri).into(),
            Self::Blank(label) => BlankNode::new_unchecked(label).into(),
            Self::Text(text) => Literal::new_simple_literal(text).into(),
            Self::Language(text, language) => {
                Literal::new_language_tagged_literal_unchecked(text, language).into()
            }
            Self::Typed(text, datatype) => {
                Literal::new_typed_literal(text, NamedNode::new_unchecked(datatype)).into()
            }
        }
    }
}

/// Writes a view part by part.
pub(super) fn write(
    view: &EmbeddedView,
    part: &mut dyn FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<()> {
    let folded;
    let table = if view.recent.quads.len() == 0 && view.hidden.is_empty() {
        view.base.as_ref()
    } else {
        folded = Table::folded(&view.base, &view.hidden, &view.recent);
        &folded
    };
    for order in ORDERS {
        let rows = table.quads.all(order).as_flattened().iter();
        part(&rows.flat_map(|number| number.to_le_bytes()).collect::<Vec<u8>>())?;
    }
    for terms in table.terms.terms().chunks(TERMS_OF_PART) {
        let terms: Vec<KeptTerm<'_>> = terms.iter().map(KeptTerm::of).collect();
        part(&postcard::to_stdvec(&terms).map_err(io::Error::other)?)?;
    }
    Ok(())
}

/// The table whose `count` parts `part` gives by their numbers; `None` where it cannot be one.
pub(super) fn read(
    count: usize,
    part: &(dyn Fn(usize) -> Option<Vec<u8>> + Sync),
) -> Option<Table> {
    let terms = || -> Option<TermTable> {
        let read = |number: usize| -> Option<Vec<Term>> {
            let part = part(number)?;
            let terms: Vec<KeptTerm<'_>> = postcard::from_bytes(&part).ok()?;
            Some(terms.into_iter().map(KeptTerm::term).collect())
        };
        let parts = (ORDERS.len()..count).into_par_iter().with_max_len(1);
        let terms: Option<Vec<Vec<Term>>> = parts.map(read).collect();
        Some(TermTable::of(0, terms?.into_iter().flatten().collect()))
    };
    let quads = || {
        let parts = (0..ORDERS.len()).into_par_iter().with_max_len(1);
        let rows: Option<Vec<Vec<[u32; 4]>>> =
            parts.map(|number| Some(rows_of(&part(number)?))).collect();
        Layer::of_rows(rows?.try_into().ok()?)
    };
    let (terms, quads) = rayon::join(terms, quads);
    let (terms, quads) = (terms?, quads?);
    quads.names_only(&(0..terms.end())).then_some(Table { terms, quads })
}

fn rows_of(bytes: &[u8]) -> Vec<[u32; 4]> {
    let (rows, _) = bytes.as_chunks::<16>();
    let number = |row: &[u8; 16], place: usize| {
        let bytes = row.get(place * 4..).and_then(|rest| rest.first_chunk::<4>());
        bytes.map_or(u32::MAX, |bytes| u32::from_le_bytes(*bytes))
    };
    rows.iter().map(|row| [0, 1, 2, 3].map(|place| number(row, place))).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::Arc;

    use proptest::prelude::*;

    use crate::graph::query::GraphFormat;
    use crate::graph::{EmbeddedEngine, GraphBuilder, GraphEngine, GraphView};

    fn engine() -> EmbeddedEngine {
        EmbeddedEngine::new("https://example.org/")
    }

    fn parts(view: &dyn GraphView) -> Vec<Vec<u8>> {
        let mut parts = Vec::new();
        let mut keep = |part: &[u8]| {
            parts.push(part.to_vec());
            Ok(())
        };
        view.keep(&mut keep).unwrap();
        parts
    }

    /// All quads in words; their order goes by numbers that differ.
    fn dump(view: &dyn GraphView) -> BTreeSet<String> {
        let mut dump = Vec::new();
        view.dump(None, GraphFormat::NQuads, &mut dump).unwrap();
        String::from_utf8(dump).unwrap().lines().map(str::to_owned).collect()
    }

    fn view() -> Arc<dyn GraphView> {
        let graph = |name: &str, text: &str| {
            let mut graph = GraphBuilder::new(format!("https://example.org/{name}"));
            let subject = graph.iri("https://example.org/#s");
            graph.add_text(subject, "https://example.org/says", text);
            let number = graph.number(7);
            graph.add(subject, "https://example.org/counts", number);
            graph.finish()
        };
        let view = engine().build(vec![graph("a", "one"), graph("b", "two"), graph("c", "tres")]);
        view.with_changes(vec![graph("b", "deux")], &["https://example.org/c".to_owned()])
    }

    #[test]
    fn a_view_is_the_same_after_it_was_kept() {
        let before = view();
        let kept = parts(before.as_ref());
        let after = engine().restore(kept.len(), &|number| kept.get(number).cloned()).unwrap();
        assert_eq!(after.counts(), before.counts());
        assert_eq!(after.graph_names(), before.graph_names());
        assert_eq!(dump(after.as_ref()), dump(before.as_ref()));
    }

    proptest! {
        #[test]
        fn bytes_that_were_changed_harm_nobody(
            part in any::<prop::sample::Index>(),
            at in any::<prop::sample::Index>(),
            byte in any::<u8>(),
            cut in any::<bool>(),
        ) {
            let mut kept = parts(view().as_ref());
            let part = part.index(kept.len());
            let at = at.index(kept[part].len().max(1));
            if cut {
                kept[part].truncate(at);
            } else if let Some(old) = kept[part].get_mut(at) {
                *old = byte;
            }
            let restored = engine().restore(kept.len(), &|number| kept.get(number).cloned());
            if let Some(view) = restored {
                let _any = dump(view.as_ref());
                let _any = view.matching(None, Some("https://example.org/says"), None);
            }
        }
    }
}
