//! Scored entries to results: grouped by page, the best ones with their passages.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::catalog::PageIndex;
use crate::search::embedded::rank::heading_text;
use crate::search::embedded::view::EmbeddedView;
use crate::search::entry;
use crate::search::passage::Matcher;
use crate::search::{Found, PageHit, SectionHit};

/// How many sections beside the best one are shown of a page.
const FURTHER_SECTIONS: usize = 3;

/// Sections are shown beside the best one if their score is at least this share of its.
const FURTHER_SHARE: f32 = 0.5;

/// An entry that answers a query.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Candidate {
    pub(super) page: PageIndex,
    pub(super) section: usize,
    pub(super) score: f32,
}

impl Candidate {
    /// Best first; equals in the order of the book.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        other
            .score
            .total_cmp(&self.score)
            .then_with(|| (self.page, self.section).cmp(&(other.page, other.section)))
    }
}

/// The pages of the candidates, best first, `limit` of them behind the first `offset`.
pub(super) fn pages(
    view: &EmbeddedView,
    candidates: &[Candidate],
    matcher: &mut Matcher,
    offset: usize,
    limit: usize,
) -> Found {
    let mut best: Vec<Option<Candidate>> = vec![None; view.catalog.pages.len()];
    for candidate in candidates {
        if let Some(best) = best.get_mut(candidate.page)
            && best.is_none_or(|best| candidate.order(&best) == Ordering::Less)
        {
            *best = Some(*candidate);
        }
    }
    let mut ranked: Vec<Candidate> = best.into_iter().flatten().collect();
    let total = ranked.len();
    let end = offset.saturating_add(limit);
    if end < ranked.len() {
        ranked.select_nth_unstable_by(end, Candidate::order);
        ranked.truncate(end);
    }
    ranked.sort_unstable_by(Candidate::order);
    let shown = ranked.get(offset.min(ranked.len())..).unwrap_or_default();
    let mut sections: BTreeMap<PageIndex, Vec<Candidate>> =
        shown.iter().map(|candidate| (candidate.page, Vec::new())).collect();
    for candidate in candidates {
        if let Some(sections) = sections.get_mut(&candidate.page) {
            sections.push(*candidate);
        }
    }
    let pages = shown.iter().filter_map(|best| {
        let mut others = sections.remove(&best.page).unwrap_or_default();
        others.retain(|other| {
            other.section != best.section && other.score >= best.score * FURTHER_SHARE
        });
        others.sort_unstable_by(Candidate::order);
        page_hit(view, best, &others, matcher)
    });
    Found { pages: pages.collect(), total, did_you_mean: None }
}

fn page_hit(
    view: &EmbeddedView,
    best: &Candidate,
    others: &[Candidate],
    matcher: &mut Matcher,
) -> Option<PageHit> {
    let document = &view.catalog.pages.get(best.page)?.document;
    let title = matcher.highlight(&document.title);
    let best = section_hit(view, best, matcher)?;
    let mut further = Vec::new();
    for other in others.iter().take(FURTHER_SECTIONS * 2) {
        // Every section of a page with a matching title is a candidate; only those that match
        // themselves are worth a line.
        let hit = section_hit(view, other, matcher)?;
        let own_heading = hit.headings.last().into_iter().flatten();
        if own_heading.chain(&hit.snippet).any(|segment| segment.highlighted) {
            further.push(hit);
        }
        if further.len() == FURTHER_SECTIONS {
            break;
        }
    }
    Some(PageHit { page: view.catalog.page_of(&document.path)?, title, best, further })
}

fn section_hit(
    view: &EmbeddedView,
    candidate: &Candidate,
    matcher: &mut Matcher,
) -> Option<SectionHit> {
    let document = &view.catalog.pages.get(candidate.page)?.document;
    let section = document.sections.get(candidate.section)?;
    let id = entry::section_id(document, candidate.section).map(str::to_owned);
    let mut headings = Vec::new();
    if id.is_some() {
        let above = entry::headings_above(document, candidate.section);
        let own = heading_text(document, candidate.section);
        headings.extend(above.into_iter().chain([own]).map(|heading| matcher.highlight(heading)));
    }
    let text = entry::section_text(document, candidate.section);
    let mut matches = matcher.matches(&text);
    let mut shown: &str = &text;
    if matches.is_empty() && !section.code.is_empty() {
        let in_code = matcher.matches(&section.code);
        if !in_code.is_empty() || text.is_empty() {
            matches = in_code;
            shown = &section.code;
        }
    }
    let description = document.front_matter.description.as_deref().unwrap_or_default();
    if shown.is_empty() && id.is_none() {
        matches = matcher.matches(description);
        shown = description;
    }
    let snippet = matcher.passage(shown, &matches);
    Some(SectionHit { section: candidate.section, id, headings, snippet, score: candidate.score })
}
