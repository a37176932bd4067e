//! Where texts name a thing.

use rayon::prelude::*;
use serde::Serialize;

use crate::catalog::{PageIndex, encode_path};
use crate::facts::Mention;
use crate::snapshot::Snapshot;

/// Documents are told up to this many, those that name the thing most often.
const MOST_DOCUMENTS: usize = 20;
/// Of each, sections up to this many.
const MOST_SECTIONS: usize = 10;

/// Where a thing is named.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Mentions {
    /// How often, all documents together.
    pub total: usize,
    /// In how many documents.
    pub documents_total: usize,
    /// Those that name it most often.
    pub documents: Vec<DocumentMentions>,
}

/// A document that names a thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DocumentMentions {
    /// Its name in the table of contents.
    pub title: String,
    /// Its address below the root of the book.
    pub address: String,
    /// Its file.
    pub file: String,
    /// How often.
    pub count: usize,
    /// In how many sections.
    pub sections_total: usize,
    /// The first of them.
    pub sections: Vec<SectionMentions>,
}

/// A section that names a thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SectionMentions {
    /// Its heading; empty before the first.
    pub heading: String,
    /// Its address below the root of the book.
    pub address: String,
    /// The file of the first mention.
    pub file: String,
    /// The line of the first mention, from 1.
    pub line: usize,
    /// How often.
    pub count: usize,
}

/// Where a thing is named.
#[must_use]
pub(in crate::service::entity) fn of(snapshot: &Snapshot, iri: &str) -> Mentions {
    let pages = &snapshot.facts.pages;
    let count = |mentions: &[Mention]| -> usize {
        let own = mentions.iter().filter(|mention| *mention.iri == *iri);
        own.map(|mention| mention.spans.len()).sum()
    };
    let mut counts: Vec<(PageIndex, usize)> = pages
        .par_iter()
        .enumerate()
        .map(|(page, facts)| (page, count(&facts.mentions)))
        .filter(|(_, count)| *count > 0)
        .collect();
    let total = counts.iter().map(|(_, count)| count).sum();
    counts.sort_by_key(|(page, count)| (std::cmp::Reverse(*count), *page));
    let first = counts.iter().take(MOST_DOCUMENTS);
    Mentions {
        total,
        documents_total: counts.len(),
        documents: first.filter_map(|(page, _)| document(snapshot, iri, *page)).collect(),
    }
}

fn document(snapshot: &Snapshot, iri: &str, index: PageIndex) -> Option<DocumentMentions> {
    let page = snapshot.catalog.pages.get(index)?;
    let mentions = &snapshot.facts.pages.get(index)?.mentions;
    let address = page.route.encoded();
    let mut sections: Vec<(usize, SectionMentions)> = Vec::new();
    let mut count = 0;
    for mention in mentions.iter().filter(|mention| *mention.iri == *iri) {
        count += mention.spans.len();
        // A section that is put together from several files has a mention for each.
        if let Some((_, known)) = sections.iter_mut().find(|(at, _)| *at == mention.section) {
            known.count += mention.spans.len();
            continue;
        }
        let heading = page.document.sections.get(mention.section)?.heading.as_ref();
        let place = page.document.place(*mention.spans.first()?);
        let text = snapshot.texts.get(&place.file);
        let section = SectionMentions {
            heading: heading.map(|heading| heading.text.clone()).unwrap_or_default(),
            address: match heading {
                Some(heading) => format!("{address}#{}", encode_path(&heading.id)),
                None => address.clone(),
            },
            file: place.file.as_str().to_owned(),
            line: text.map_or(1, |text| text.line_column(place.span.start).line),
            count: mention.spans.len(),
        };
        sections.push((mention.section, section));
    }
    let sections_total = sections.len();
    let sections = sections.into_iter().map(|(_, section)| section).take(MOST_SECTIONS);
    Some(DocumentMentions {
        title: snapshot.catalog.name_of(index).to_owned(),
        file: page.document.path.as_str().to_owned(),
        count,
        sections_total,
        sections: sections.collect(),
        address,
    })
}
