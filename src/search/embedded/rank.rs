//! Which entries answer a query, and how well.
//!
//! 1. Every word says something about every entry ([`WordEvidence`]); the sum is the entry's score.
//! 2. Entries that hold more of the query, weighed by how much each word tells, come before those
//!    that hold less: the score is multiplied by a power of that share, and all words together add
//!    to it. So an entry with all words beats one with some of them, and one with some is still
//!    found.
//! 3. The best entries are read: words that stand together as in the query and titles that say
//!    just what was asked add to the score.

use crate::document::Document;
use crate::search::analysis;
use crate::search::embedded::dictionary;
use crate::search::embedded::evidence::{Lookup, Said, WordEvidence};
use crate::search::embedded::hits::{self, Candidate};
use crate::search::embedded::view::{EmbeddedView, PlacedPart};
use crate::search::embedded::weights::WEIGHTS;
use crate::search::entry;
use crate::search::passage::{Match, Matcher};
use crate::search::query::Query;
use crate::search::{Allowed, Found, SearchError};

/// The pages that answer a query.
pub(super) fn find(
    view: &EmbeddedView,
    query: &Query,
    allowed: &Allowed<'_>,
    offset: usize,
    limit: usize,
) -> Result<Found, SearchError> {
    let words = Lookup::new(view).words(&query.words, query.open)?;
    let mut candidates = candidates(view, query, allowed, &words)?;
    if candidates.is_empty() {
        let did_you_mean = dictionary::corrected(view, query)?;
        return Ok(Found { did_you_mean, ..Found::default() });
    }
    let wanted = words.iter().map(|word| word.wanted.clone()).collect();
    let mut matcher = Matcher::new(wanted, &view.catalog.config.language);
    read_best(view, &words, &mut matcher, &mut candidates);
    Ok(hits::pages(view, &candidates, &mut matcher, offset, limit))
}

/// What an entry holds of a query.
#[derive(Debug, Clone, Copy, Default)]
struct Held {
    /// What its words say.
    said: f32,
    /// The weight of its words, less for those it holds only in a poorer form.
    share: f32,
    /// The weight of its words, whatever their form.
    weight: f32,
}

/// The entries that hold enough of the query, with their scores before they are read.
fn candidates(
    view: &EmbeddedView,
    query: &Query,
    allowed: &Allowed<'_>,
    words: &[WordEvidence],
) -> Result<Vec<Candidate>, SearchError> {
    let wanted: f32 = words.iter().map(|word| word.weight).sum();
    if wanted <= 0.0 {
        return Ok(Vec::new());
    }
    let by_phrases = Phrases::of(view, query)?;
    let mut candidates = Vec::new();
    let mut most = 0.0_f32;
    for (part, (placed, entries)) in view.parts.iter().zip(tally(view, words)).enumerate() {
        for (entry, held) in (0..).zip(entries) {
            if held.weight <= 0.0 || held.weight < most * WEIGHTS.least_share {
                continue;
            }
            let section = placed.section(entry);
            let page = placed
                .page(entry)
                .filter(|page| by_phrases.allow(part, entry) && allowed(*page, section));
            if let Some(page) = page {
                most = most.max(held.weight);
                candidates.push((Candidate { page, section, score: 0.0 }, held));
            }
        }
    }
    candidates.retain(|(_, held)| held.weight >= most * WEIGHTS.least_share);
    let scored = candidates.into_iter().map(|(candidate, held)| {
        let mut score = held.said * (held.share / wanted).powf(WEIGHTS.completeness);
        if held.weight >= wanted * WEIGHTS.all_words_share {
            score += held.share * WEIGHTS.all_words;
        }
        Candidate { score, ..candidate }
    });
    Ok(scored.collect())
}

/// Adds up what each entry holds, part by part.
fn tally(view: &EmbeddedView, words: &[WordEvidence]) -> Vec<Vec<Held>> {
    let tally_part = |(part, placed): (usize, &PlacedPart)| {
        let mut entries = vec![Held::default(); placed.size()];
        let mut said = vec![Said::default(); placed.size()];
        for (index, word) in words.iter().enumerate() {
            // A word typed twice says no more than once, but is there twice.
            let again = words.iter().take(index).any(|other| other.wanted.text == word.wanted.text);
            for entry in word.of_part(part, &mut said) {
                let entry = entry as usize;
                let of_word = said.get_mut(entry).map(std::mem::take).unwrap_or_default();
                if let Some(held) = entries.get_mut(entry) {
                    held.said += if again { 0.0 } else { of_word.score };
                    held.share += word.weight * of_word.quality;
                    held.weight += word.weight;
                }
            }
        }
        entries
    };
    view.parts.iter().enumerate().map(tally_part).collect()
}

/// Which entries the phrases and exclusions of a query leave; all where it has none.
struct Phrases(Option<Vec<Vec<bool>>>);

impl Phrases {
    fn of(view: &EmbeddedView, query: &Query) -> Result<Self, SearchError> {
        if query.phrases.is_empty() && query.excluded.is_empty() {
            return Ok(Self(None));
        }
        let mut allowed = Vec::with_capacity(view.parts.len());
        for placed in &view.parts {
            let mut of_part = vec![true; placed.size()];
            let phrases = query.phrases.iter().map(|phrase| (phrase, true));
            let excluded = query.excluded.iter().map(|phrase| (phrase, false));
            for (phrase, wanted) in phrases.chain(excluded) {
                let mut holding = vec![false; placed.size()];
                placed.part.mark_phrase(phrase, &mut holding)?;
                for (allowed, holding) in of_part.iter_mut().zip(holding) {
                    *allowed &= holding == wanted;
                }
            }
            allowed.push(of_part);
        }
        Ok(Self(Some(allowed)))
    }

    fn allow(&self, part: usize, entry: u32) -> bool {
        let Some(allowed) = &self.0 else {
            return true;
        };
        allowed.get(part).and_then(|part| part.get(entry as usize)).copied().unwrap_or_default()
    }
}

/// Reads the best entries and adds what only reading tells. Only adds, so that what is read stays
/// before what is not, and pages of results fit together whatever their size.
fn read_best(
    view: &EmbeddedView,
    words: &[WordEvidence],
    matcher: &mut Matcher,
    candidates: &mut [Candidate],
) {
    if candidates.len() > WEIGHTS.read {
        candidates.select_nth_unstable_by(WEIGHTS.read, Candidate::order);
    }
    for candidate in candidates.iter_mut().take(WEIGHTS.read) {
        let Some(page) = view.catalog.pages.get(candidate.page) else {
            continue;
        };
        let document = &page.document;
        let title = matcher.matches(&document.title);
        let heading_text = heading_text(document, candidate.section);
        let heading = matcher.matches(heading_text);
        let text = matcher.matches(&entry::section_text(document, candidate.section));
        let code = document.sections.get(candidate.section).map_or("", |section| &section.code);
        let code = matcher.matches(code);
        let places = [&title, &heading, &text, &code].map(|matches| matcher.nearness(matches));
        let mut near = 0.0;
        for pair in 0..places[0].len() {
            near +=
                places.iter().filter_map(|place| place.get(pair)).fold(0.0, |a, b| f32::max(a, *b));
        }
        let language = &view.catalog.config.language;
        let says_title = agreement(language, words, &document.title, &title);
        let says_heading = agreement(language, words, heading_text, &heading);
        candidate.score += WEIGHTS.nearness * near
            + WEIGHTS.title_match * says_title
            + WEIGHTS.heading_match * says_heading;
    }
}

/// How far a title says what the query asks and nothing else: the weight of the query's words in
/// it, times the share of both that the other holds.
fn agreement(language: &str, words: &[WordEvidence], title: &str, matches: &[Match]) -> f32 {
    let mut found = vec![0.0_f32; words.len()];
    for matched in matches {
        if let Some(found) = found.get_mut(matched.word) {
            *found = found.max(matched.quality);
        }
    }
    let held: f32 = words.iter().zip(found).map(|(word, found)| word.weight * found).sum();
    let wanted: f32 = words.iter().map(|word| word.weight).sum();
    let meaningful = analysis::words(title).filter(|word| {
        let word = analysis::lower(title.get(word.clone()).unwrap_or_default());
        !analysis::is_function_word(language, &word)
    });
    let length = meaningful.count().max(matches.len()).max(1);
    if wanted <= 0.0 {
        return 0.0;
    }
    #[expect(clippy::cast_precision_loss, reason = "a handful of words")]
    let share = matches.len() as f32 / length as f32;
    held * (held / wanted) * share
}

/// The heading of a section, or the page's title above all headings.
pub(super) fn heading_text(document: &Document, section: usize) -> &str {
    let heading = document.sections.get(section).and_then(|section| section.heading.as_ref());
    heading.map_or(&document.title, |heading| &heading.text)
}
