//! Searching and completing: requests checked against the limits, results with their addresses.

use crate::catalog::{Catalog, PageIndex};
use crate::config::Limits;
use crate::search::query::{Query, QuerySize};
use crate::search::{PageHit, SearchError, SearchView, SectionHit, Segment};

/// How many pages of results are given where the request does not say.
pub const USUAL_RESULTS: usize = 10;

/// How many suggestions are given where the request does not say, and at most three times as many.
pub const USUAL_SUGGESTIONS: usize = 8;

/// What someone looks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchRequest {
    /// The query as typed.
    pub text: String,
    /// How many pages to give; the usual number where it is `None`, never more than the limit.
    pub limit: Option<usize>,
    /// How many of the best pages to leave out.
    pub offset: usize,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchResponse {
    /// The pages, best first.
    pub hits: Vec<SearchHit>,
    /// How many pages there are in all.
    pub total: usize,
    /// How many were left out.
    pub offset: usize,
    /// How many were given at most.
    pub limit: usize,
    /// Whether the query was longer than is read.
    pub cut: bool,
    /// The query with misspelt words put right, where nothing was found.
    pub did_you_mean: Option<String>,
}

/// A page that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchHit {
    /// Its title.
    pub title: Vec<Segment>,
    /// The names above it in the navigation, outermost first.
    pub trail: Vec<String>,
    /// Its address below the base, not percent-encoded.
    pub route: String,
    /// The section that answers best.
    pub best: SectionAnswer,
    /// More of its sections, best first.
    pub further: Vec<SectionAnswer>,
}

/// A section that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct SectionAnswer {
    /// The id by which links reach it; `None` where the page's top is meant.
    pub id: Option<String>,
    /// The headings that lead to it below the page's title, its own last.
    pub headings: Vec<Vec<Segment>>,
    /// The passage to show.
    pub snippet: Vec<Segment>,
    /// How well it answers, comparable within this response.
    pub score: f32,
}

/// A title or heading that completes what is being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuggestionAnswer {
    /// The title or heading.
    pub text: Vec<Segment>,
    /// The page's title where `text` is a heading.
    pub title: Option<String>,
    /// The names above the page in the navigation, outermost first.
    pub trail: Vec<String>,
    /// The page's address below the base, not percent-encoded.
    pub route: String,
    /// The id of the section; `None` for the page itself.
    pub id: Option<String>,
}

/// Searches a book. `view` is the index of `catalog`.
///
/// # Errors
/// Where the index cannot be read.
pub fn search(
    catalog: &Catalog,
    view: &dyn SearchView,
    request: &SearchRequest,
    limits: &Limits,
) -> Result<SearchResponse, SearchError> {
    let query = Query::read(&request.text, QuerySize::default());
    let limit = request.limit.unwrap_or(USUAL_RESULTS).min(limits.search_results);
    let found = view.find(&query, request.offset, limit)?;
    Ok(SearchResponse {
        hits: found.pages.into_iter().filter_map(|hit| search_hit(catalog, hit)).collect(),
        total: found.total,
        offset: request.offset,
        limit,
        cut: query.cut,
        did_you_mean: found.did_you_mean,
    })
}

/// Completes what is being typed. `view` is the index of `catalog`.
///
/// # Errors
/// Where the index cannot be read.
pub fn suggest(
    catalog: &Catalog,
    view: &dyn SearchView,
    text: &str,
    limit: Option<usize>,
    limits: &Limits,
) -> Result<Vec<SuggestionAnswer>, SearchError> {
    let query = Query::read(text, QuerySize::default());
    let most = limits.search_results.min(USUAL_SUGGESTIONS * 3);
    let suggestions = view.suggest(&query, limit.unwrap_or(USUAL_SUGGESTIONS).min(most))?;
    let answers = suggestions.into_iter().filter_map(|suggestion| {
        let page = catalog.pages.get(suggestion.page)?;
        Some(SuggestionAnswer {
            title: suggestion.id.is_some().then(|| page.document.title.clone()),
            text: suggestion.text,
            trail: trail(catalog, suggestion.page),
            route: page.route.to_string(),
            id: suggestion.id,
        })
    });
    Ok(answers.collect())
}

fn search_hit(catalog: &Catalog, hit: PageHit) -> Option<SearchHit> {
    Some(SearchHit {
        title: hit.title,
        trail: trail(catalog, hit.page),
        route: catalog.pages.get(hit.page)?.route.to_string(),
        best: section_answer(hit.best),
        further: hit.further.into_iter().map(section_answer).collect(),
    })
}

fn section_answer(hit: SectionHit) -> SectionAnswer {
    let SectionHit { id, headings, snippet, score, .. } = hit;
    SectionAnswer { id, headings, snippet, score }
}

fn trail(catalog: &Catalog, page: PageIndex) -> Vec<String> {
    catalog.trail(page).into_iter().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::{EmbeddedSearch, SearchEngine as _, fixture};

    const BOOK: &str = "//- SUMMARY.md\n- [Guide](guide/README.md)\n  - [Ports](guide/ports.md)\n\
        //- guide/README.md\n# Guide\n\nzebra\n//- guide/ports.md\n# Ports\n\n## Send ports\n\nA zebra.\n";

    fn plain(segments: &[Segment]) -> String {
        segments.iter().map(|segment| segment.text.as_str()).collect()
    }

    #[test]
    fn results_have_addresses_and_trails() {
        let catalog = fixture::book(BOOK);
        let view = EmbeddedSearch.build(catalog.clone()).unwrap();
        let request = SearchRequest { text: "zebra ports".to_owned(), ..SearchRequest::default() };
        let response = search(&catalog, &*view, &request, &Limits::default()).unwrap();
        let hit = &response.hits[0];
        assert_eq!((hit.route.as_str(), hit.best.id.as_deref()), ("guide/ports", Some("send-ports")));
        assert_eq!((plain(&hit.title).as_str(), hit.trail.as_slice()), ("Ports", &["Guide".to_owned()][..]));
        assert_eq!(plain(&hit.best.headings[0]), "Send ports");
        assert_eq!(plain(&hit.best.snippet), "A zebra.");
    }

    #[test]
    fn requests_stay_within_the_limits() {
        let catalog = fixture::book(BOOK);
        let view = EmbeddedSearch.build(catalog.clone()).unwrap();
        let limits = Limits { search_results: 1, ..Limits::default() };
        let request = SearchRequest { text: "zebra".to_owned(), limit: Some(50), offset: 0 };
        let response = search(&catalog, &*view, &request, &limits).unwrap();
        assert_eq!((response.hits.len(), response.total, response.limit, response.cut), (1, 2, 1, false));
        let request = SearchRequest { text: "zebra ".repeat(1000), ..request };
        assert!(search(&catalog, &*view, &request, &limits).unwrap().cut);
        assert_eq!(suggest(&catalog, &*view, "p", None, &limits).unwrap().len(), 1);
    }

    #[test]
    fn suggestions_name_the_page_of_a_heading() {
        let catalog = fixture::book(BOOK);
        let view = EmbeddedSearch.build(catalog.clone()).unwrap();
        let suggestions = suggest(&catalog, &*view, "send", None, &Limits::default()).unwrap();
        assert_eq!(suggestions[0].title.as_deref(), Some("Ports"));
        assert_eq!(suggestions[0].id.as_deref(), Some("send-ports"));
    }
}
