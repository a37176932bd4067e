//! Writes graphs in RDF formats, straight from the sorted rows.

use std::io::{self, Write};

use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfSerializer, WriterQuadSerializer};
use oxigraph::model::{GraphNameRef, NamedNodeRef, NamedOrBlankNodeRef, QuadRef, Term};

use crate::graph::embedded::EmbeddedView;
use crate::graph::embedded::dataset::{Dataset, DefaultGraph};
use crate::graph::query::{GraphFormat, Stop, Watch};
use crate::vocabulary;

/// The format as the library names it.
pub(super) fn rdf_format(format: GraphFormat) -> RdfFormat {
    match format {
        GraphFormat::Turtle => RdfFormat::Turtle,
        GraphFormat::NTriples => RdfFormat::NTriples,
        GraphFormat::RdfXml => RdfFormat::RdfXml,
        GraphFormat::JsonLd => RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() },
        GraphFormat::NQuads => RdfFormat::NQuads,
        GraphFormat::TriG => RdfFormat::TriG,
    }
}

/// A serializer that shortens IRIs by the preset prefixes where the format has them.
pub(super) fn serializer(format: GraphFormat, base_iri: &str) -> RdfSerializer {
    let format = rdf_format(format);
    let mut serializer = RdfSerializer::from_format(format);
    for (prefix, iri) in vocabulary::prefixes_of_book(base_iri) {
        // The base is the author's: were it no IRI, the answer would only be longer.
        let plain = serializer.clone();
        serializer = serializer.with_prefix(prefix, iri).unwrap_or(plain);
    }
    serializer
}

/// See [`crate::graph::GraphView::dump`].
pub(super) fn dump(
    view: &EmbeddedView,
    graph: Option<&str>,
    format: GraphFormat,
    out: &mut dyn Write,
) -> io::Result<bool> {
    let mut graphs: Vec<u32> = match graph {
        Some(name) => {
            let number = view.number_of_iri(name);
            number.filter(|number| view.layer_of_graph(*number).is_some()).into_iter().collect()
        }
        None => view.graphs().collect(),
    };
    if graph.is_some() && graphs.is_empty() {
        return Ok(false);
    }
    let mut writer = serializer(format, &view.base_iri).for_writer(out);
    if !rdf_format(format).supports_datasets() && graph.is_none() {
        let stop = Stop::never();
        let watch = Watch::new(&stop);
        let dataset = Dataset::new(view, DefaultGraph::Union, &watch);
        for [subject, predicate, object] in dataset.union() {
            write(view, &mut writer, [subject, predicate, object], GraphNameRef::DefaultGraph)?;
        }
    } else {
        graphs.sort_unstable_by(|a, b| view.name_of(*a).cmp(view.name_of(*b)));
        for number in graphs {
            let name = if rdf_format(format).supports_datasets() {
                NamedNodeRef::new_unchecked(view.name_of(number)).into()
            } else {
                GraphNameRef::DefaultGraph
            };
            for triple in view.triples_of(number) {
                write(view, &mut writer, triple, name)?;
            }
        }
    }
    writer.finish()?.flush()?;
    Ok(true)
}

fn write<W: Write>(
    view: &EmbeddedView,
    writer: &mut WriterQuadSerializer<W>,
    triple: [u32; 3],
    graph: GraphNameRef<'_>,
) -> io::Result<()> {
    let [subject, predicate, object] = triple.map(|number| view.term_of(number));
    let subject = match subject {
        Some(Term::NamedNode(node)) => NamedOrBlankNodeRef::from(node.as_ref()),
        Some(Term::BlankNode(node)) => node.as_ref().into(),
        // No literal is ever stated of: builders take subjects from IRIs and blank nodes.
        Some(Term::Literal(_)) | None => return Ok(()),
    };
    if let (Some(Term::NamedNode(predicate)), Some(object)) = (predicate, object) {
        writer.serialize_quad(QuadRef::new(subject, predicate.as_ref(), object.as_ref(), graph))?;
    }
    Ok(())
}
