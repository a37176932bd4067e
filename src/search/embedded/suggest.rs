//! Titles and headings that complete what is being typed.

use std::collections::BTreeMap;

use crate::catalog::PageIndex;
use crate::search::analysis;
use crate::search::embedded::dictionary;
use crate::search::embedded::part::Field;
use crate::search::embedded::rank::heading_text;
use crate::search::embedded::view::EmbeddedView;
use crate::search::entry;
use crate::search::passage::{Matcher, WantedWord};
use crate::search::query::Query;
use crate::search::{SearchError, Suggestion};

/// How many longer words a cut word may stand for.
const LONGER_WORDS: usize = 200;

/// More suggestions than this are not compared: the words typed so far are too common.
const COMPARED: usize = 20_000;

/// The order of suggestions: titles before headings, those that begin as the query does, the
/// shorter first, then as in the book.
type Order = (bool, bool, usize, PageIndex, usize);

pub(super) fn suggest(
    view: &EmbeddedView,
    query: &Query,
    limit: usize,
) -> Result<Vec<Suggestion>, SearchError> {
    if query.is_empty() || limit == 0 {
        return Ok(Vec::new());
    }
    let mut choices: Vec<Vec<String>> =
        query.words.iter().map(|word| vec![word.text.clone()]).collect();
    if let (true, Some(last)) = (query.open, choices.last_mut()) {
        let prefix = last.first().cloned().unwrap_or_default();
        let longer =
            dictionary::longer_words(view, &[Field::Title, Field::Heading], &prefix, LONGER_WORDS)?;
        last.extend(longer.into_iter().map(|word| word.text));
    }
    let typed: Vec<&str> = query.words.iter().map(|word| word.text.as_str()).collect();
    let mut found: BTreeMap<(PageIndex, Option<usize>), Order> = BTreeMap::new();
    for placed in &view.parts {
        for (field, is_title) in [(Field::Title, true), (Field::Heading, false)] {
            // How many of the query's words each entry has, as long as it has all of them.
            let mut held = vec![0_usize; placed.size()];
            for (index, choices) in choices.iter().enumerate() {
                for word in choices {
                    placed.part.postings(field, word, |entry, _, _| {
                        if let Some(held) =
                            held.get_mut(entry as usize).filter(|held| **held == index)
                        {
                            *held += 1;
                        }
                    })?;
                }
            }
            let full = (0..).zip(&held).filter(|(_, held)| **held == choices.len());
            for (entry, _) in full {
                let Some(page) = placed.page(entry).filter(|_| found.len() < COMPARED) else {
                    continue;
                };
                let Some(document) = view.catalog.pages.get(page).map(|page| &page.document) else {
                    continue;
                };
                let section = placed.section(entry);
                let top = entry::section_id(document, section).is_none();
                let key = (page, (!is_title && !top).then_some(section));
                let text = if is_title { &document.title } else { heading_text(document, section) };
                if key.1.is_some() && text == document.title {
                    continue;
                }
                found
                    .entry(key)
                    .or_insert_with(|| order(text, &typed, is_title || top, page, section));
            }
        }
    }
    let mut ranked: Vec<_> = found.into_iter().collect();
    ranked.sort_unstable_by_key(|a| a.1);
    ranked.truncate(limit);
    let last = query.words.len() - 1;
    let wanted = query.words.iter().enumerate().map(|(index, word)| WantedWord {
        longer: (query.open && index == last).then_some(1.0),
        ..WantedWord::new(&word.text)
    });
    let mut matcher = Matcher::new(wanted.collect(), &view.catalog.config.language);
    let suggestions = ranked.into_iter().filter_map(|((page, section), _)| {
        let document = &view.catalog.pages.get(page)?.document;
        let text =
            section.map_or(document.title.as_str(), |section| heading_text(document, section));
        let id = section.and_then(|section| entry::section_id(document, section));
        Some(Suggestion { page, id: id.map(str::to_owned), text: matcher.highlight(text) })
    });
    Ok(suggestions.collect())
}

fn order(text: &str, typed: &[&str], is_page: bool, page: PageIndex, section: usize) -> Order {
    let mut words =
        analysis::words(text).map(|word| analysis::lower(text.get(word).unwrap_or_default()));
    let begins = typed.iter().all(|typed| words.next().is_some_and(|word| word.starts_with(typed)));
    (!is_page, !begins, text.chars().count(), page, section)
}
