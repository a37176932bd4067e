//! Words of the book that are like a word of the query: longer ones, and ones spelt nearly so.

use std::collections::BTreeMap;

use tantivy::Term;
use tantivy::postings::TermInfo;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::{Field as SchemaField, IndexRecordOption};
use tantivy::{DocSet as _, TERMINATED};

use crate::search::SearchError;
use crate::search::embedded::part::{Field, VOCABULARY};
use crate::search::embedded::view::{EmbeddedView, PlacedPart};
use crate::search::query::Query;

/// A word of the book and how many entries hold it, counted once for each field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct KnownWord {
    pub(super) text: String,
    pub(super) count: usize,
}

/// Words that are not letters only are numbers, versions or codes: one digit more is another thing.
fn may_be_misspelt(word: &str, shortest: usize) -> bool {
    word.chars().count() >= shortest && word.chars().all(char::is_alphabetic)
}

/// The words that start with `prefix` and are longer, the commonest first.
pub(super) fn longer_words(
    view: &EmbeddedView,
    fields: &[Field],
    prefix: &str,
    limit: usize,
) -> Result<Vec<KnownWord>, SearchError> {
    // No text holds a byte of this value, so everything that starts with the prefix lies below.
    let end = [prefix.as_bytes(), &[0xff]].concat();
    let mut counts = BTreeMap::new();
    for placed in &view.parts {
        for field in fields {
            let Some((index, _)) = placed.part.field(*field) else {
                continue;
            };
            let mut stream = index.terms().range().gt(prefix).lt(&end).into_stream()?;
            while stream.advance() {
                count(placed, *field, stream.key(), stream.value(), &mut counts)?;
            }
        }
    }
    Ok(commonest(counts, limit))
}

/// The words that are spelt nearly like `word`: one letter more, less or other, or two exchanged;
/// in long words also two such slips where no word is nearer. The likeliest first.
pub(super) fn similar_words(
    view: &EmbeddedView,
    word: &str,
    limit: usize,
) -> Result<Vec<KnownWord>, SearchError> {
    if !may_be_misspelt(word, 5) {
        return Ok(Vec::new());
    }
    let near = words_within(view, word, 1)?;
    let near = if near.is_empty() && may_be_misspelt(word, 9) {
        words_within(view, word, 2)?
    } else {
        near
    };
    let mut near = near;
    near.truncate(limit);
    Ok(near)
}

/// The query with each word that the book lacks replaced by the likeliest one it has.
pub(super) fn corrected(view: &EmbeddedView, query: &Query) -> Result<Option<String>, SearchError> {
    let mut corrected = query.text.clone();
    let mut changed = false;
    for word in query.words.iter().rev() {
        if !may_be_misspelt(&word.text, 3) || is_known(view, &word.text)? {
            continue;
        }
        let mut near = words_within(view, &word.text, 1)?;
        if near.is_empty() && may_be_misspelt(&word.text, 5) {
            near = words_within(view, &word.text, 2)?;
        }
        if let Some(near) = near.first()
            && corrected.get(word.start..word.end).is_some()
        {
            corrected.replace_range(word.start..word.end, &near.text);
            changed = true;
        }
    }
    Ok(changed.then_some(corrected))
}

fn is_known(view: &EmbeddedView, word: &str) -> Result<bool, SearchError> {
    for placed in &view.parts {
        for field in VOCABULARY {
            let mut known = false;
            placed
                .part
                .postings(field, word, |entry, _, _| known |= placed.page(entry).is_some())?;
            if known {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// All words within a number of slips: first those with the same first letter, which people seldom
/// get wrong, then by how common they are.
fn words_within(view: &EmbeddedView, word: &str, slips: u8) -> Result<Vec<KnownWord>, SearchError> {
    let term = Term::from_field_text(SchemaField::from_field_id(0), word);
    let query = FuzzyTermQuery::new(term, slips, true);
    let mut counts = BTreeMap::new();
    for placed in &view.parts {
        for field in VOCABULARY {
            let Some((index, _)) = placed.part.field(field) else {
                continue;
            };
            let mut stream = index.terms().search(query.automaton()?).into_stream()?;
            while stream.advance() {
                if stream.key() != word.as_bytes() {
                    count(placed, field, stream.key(), stream.value(), &mut counts)?;
                }
            }
        }
    }
    let mut near = commonest(counts, usize::MAX);
    let first = word.chars().next();
    near.sort_by_key(|near| near.text.chars().next() != first);
    Ok(near)
}

/// Adds the entries of a word that stand.
fn count(
    placed: &PlacedPart,
    field: Field,
    word: &[u8],
    term: &TermInfo,
    counts: &mut BTreeMap<String, usize>,
) -> Result<(), SearchError> {
    let Ok(word) = std::str::from_utf8(word) else {
        return Ok(());
    };
    let mut standing = term.doc_freq as usize;
    if let (false, Some((index, _))) = (placed.is_whole(), placed.part.field(field)) {
        standing = 0;
        let mut postings = index.read_postings_from_terminfo(term, IndexRecordOption::Basic)?;
        let mut entry = postings.doc();
        while entry != TERMINATED {
            standing += usize::from(placed.page(entry).is_some());
            entry = postings.advance();
        }
    }
    if standing > 0 {
        match counts.get_mut(word) {
            Some(count) => *count += standing,
            None => {
                counts.insert(word.to_owned(), standing);
            }
        }
    }
    Ok(())
}

fn commonest(counts: BTreeMap<String, usize>, limit: usize) -> Vec<KnownWord> {
    let words = counts.into_iter().map(|(text, count)| KnownWord { text, count });
    let mut words: Vec<KnownWord> = words.collect();
    // The sort keeps the alphabet among equals.
    words.sort_by_key(|word| std::cmp::Reverse(word.count));
    words.truncate(limit);
    words
}
