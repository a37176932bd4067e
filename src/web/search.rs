//! Search for people and for tools.

use std::sync::Arc;

use askama::Template;
use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};

use crate::catalog::{Catalog, PageIndex, Route, encode_path, encode_reference};
use crate::page::view::{Link, SearchPage, SearchResult, SearchSection};
use crate::search::{Found, PageHit, SectionHit, Segment};
use crate::service::search::{
    Filter, FilterProblem, Narrowing, SearchRequest, complete, find, find_among,
};
use crate::snapshot::Snapshot;
use crate::web::{AppState, answer, pages, problem};

/// Pages of results show this many pages of the book.
const PER_PAGE: usize = 10;

/// What the address of a search says.
#[derive(Debug, Deserialize)]
pub(in crate::web) struct Parameters {
    #[serde(default)]
    q: String,
    /// 1-based page of the results.
    page: Option<usize>,
    limit: Option<usize>,
    offset: Option<usize>,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    architecture: String,
    #[serde(default)]
    part: String,
}

/// The results as a page.
pub(in crate::web) async fn results_page(
    State(app): State<AppState>,
    Query(parameters): Query<Parameters>,
) -> Response {
    let number = parameters.page.unwrap_or(1).max(1);
    let offset = (number - 1).saturating_mul(PER_PAGE);
    let snapshot = app.snapshots.current();
    let found = run(snapshot.clone(), parameters.q.clone(), offset, PER_PAGE).await;
    let Some(found) = found else {
        return problem::internal();
    };
    let mut view = view(&app, &snapshot, parameters.q.clone(), &found, number);
    if number == 1 {
        view.answer = answer::facts(snapshot, parameters.q).await;
    }
    view.render().map_or_else(|_| problem::internal(), |html| Html(html).into_response())
}

/// Searches on a thread where nobody waits for the network.
async fn run(snapshot: Arc<Snapshot>, text: String, offset: usize, limit: usize) -> Option<Found> {
    let search = move || find(&snapshot, SearchRequest { text: &text, offset, limit });
    tokio::task::spawn_blocking(search).await.ok()?.ok()
}

fn view(
    app: &AppState,
    snapshot: &Snapshot,
    query: String,
    found: &Found,
    number: usize,
) -> SearchPage {
    let mut shell =
        pages::book(app, snapshot).shell(&Route::of_request("search"), None, "Search".to_owned());
    if let Some(search) = &mut shell.search {
        search.query.clone_from(&query);
    }
    let catalog = &snapshot.catalog;
    let encoded = utf8_percent_encode(&query, NON_ALPHANUMERIC).to_string();
    let numbered = |number: usize| format!("search?q={encoded}&page={number}");
    let last = found.total.div_ceil(PER_PAGE).max(1);
    SearchPage {
        summary: match found.total {
            0 => "Nothing was found".to_owned(),
            1 => "1 page".to_owned(),
            total => format!("{total} pages"),
        },
        did_you_mean: found.did_you_mean.as_ref().map(|better| Link {
            url: format!("search?q={}", utf8_percent_encode(better, NON_ALPHANUMERIC)),
            title: better.clone(),
        }),
        results: found.pages.iter().map(|hit| result(catalog, hit)).collect(),
        previous_url: (number > 1).then(|| numbered(number - 1)),
        next_url: (number < last).then(|| numbered(number + 1)),
        position: if last > 1 { format!("Page {number} of {last}") } else { String::new() },
        answer: None,
        action: "search".to_owned(),
        query,
        shell,
    }
}

fn result(catalog: &Catalog, hit: &PageHit) -> SearchResult {
    let at_top = hit.best.id.is_none();
    let below_top = (!at_top).then_some(&hit.best).into_iter().chain(&hit.further);
    SearchResult {
        title_html: marked(&hit.title),
        url: address(catalog, hit.page, None),
        trail: catalog.trail(hit.page).into_iter().map(str::to_owned).collect(),
        snippet_html: if at_top { marked(&hit.best.snippet) } else { String::new() },
        sections: below_top
            .map(|section| SearchSection {
                // The page's own top among its sections goes by the page's name.
                title_html: marked(section.headings.last().unwrap_or(&hit.title)),
                url: address(catalog, hit.page, section.id.as_deref()),
                snippet_html: marked(&section.snippet),
            })
            .collect(),
    }
}

/// The address of a place, relative to the root of the book.
fn address(catalog: &Catalog, page: PageIndex, id: Option<&str>) -> String {
    let route = catalog.pages.get(page).map(|page| page.route.as_str()).unwrap_or_default();
    let fragment = id.map(|id| format!("#{}", encode_path(id))).unwrap_or_default();
    encode_reference(route) + &fragment
}

/// The segments as HTML, matches in `mark`.
fn marked(segments: &[Segment]) -> String {
    let pieces = segments.iter().map(|segment| {
        let text = html_escape::encode_text(&segment.text);
        if segment.highlighted { format!("<mark>{text}</mark>") } else { text.into_owned() }
    });
    pieces.collect()
}

fn plain(segments: &[Segment]) -> String {
    segments.iter().map(|segment| segment.text.as_str()).collect()
}

/// The results for tools.
#[derive(Debug, Serialize)]
struct Results {
    query: String,
    total: usize,
    offset: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    did_you_mean: Option<String>,
    hits: Vec<Hit>,
}

#[derive(Debug, Serialize)]
struct Hit {
    title: String,
    url: String,
    iri: String,
    file: String,
    trail: Vec<String>,
    sections: Vec<HitSection>,
}

#[derive(Debug, Serialize)]
struct HitSection {
    heading: String,
    url: String,
    snippet: String,
    snippet_html: String,
    score: f32,
}

/// The results as JSON.
pub(in crate::web) async fn results_as_json(
    State(app): State<AppState>,
    Query(parameters): Query<Parameters>,
) -> Response {
    let snapshot = app.snapshots.current();
    let offset = parameters.offset.unwrap_or(0);
    let limit = parameters.limit.unwrap_or(PER_PAGE);
    let (known, Parameters { q, kind, architecture, part, .. }) = (snapshot.clone(), parameters);
    let found = tokio::task::spawn_blocking(move || {
        let narrowing = Narrowing { kind: &kind, architecture: &architecture, part: &part };
        let filter = Filter::read(&known, &narrowing)?;
        let found = find_among(&known, SearchRequest { text: &q, offset, limit }, &filter);
        Ok::<_, FilterProblem>((q, found))
    });
    match found.await {
        Ok(Ok((q, Ok(found)))) => {
            Json(results(&snapshot.catalog, q, offset, &found)).into_response()
        }
        Ok(Err(problem)) => {
            let (status, title) = (StatusCode::BAD_REQUEST, "The search cannot be narrowed so");
            problem::Problem { status, title, detail: problem.to_string() }.into_response()
        }
        _ => problem::internal(),
    }
}

fn results(catalog: &Catalog, query: String, offset: usize, found: &Found) -> Results {
    let section = |page: PageIndex, section: &SectionHit| HitSection {
        heading: section.headings.last().map(|heading| plain(heading)).unwrap_or_default(),
        url: address(catalog, page, section.id.as_deref()),
        snippet: plain(&section.snippet),
        snippet_html: marked(&section.snippet),
        score: section.score,
    };
    let hits = found.pages.iter().map(|hit| Hit {
        title: plain(&hit.title),
        url: address(catalog, hit.page, None),
        iri: catalog.iri(hit.page),
        file: catalog
            .pages
            .get(hit.page)
            .map(|page| page.document.path.to_string())
            .unwrap_or_default(),
        trail: catalog.trail(hit.page).into_iter().map(str::to_owned).collect(),
        sections: std::iter::once(&hit.best)
            .chain(&hit.further)
            .map(|hit_section| section(hit.page, hit_section))
            .collect(),
    });
    Results {
        total: found.total,
        did_you_mean: found.did_you_mean.clone(),
        hits: hits.collect(),
        offset,
        query,
    }
}

/// What the search field offers while someone types: texts as HTML with matches in `mark`.
#[derive(Debug, Serialize)]
struct Suggestions {
    hits: Vec<SuggestedHit>,
}

#[derive(Debug, Serialize)]
struct SuggestedHit {
    title: String,
    section: String,
    url: String,
    trail: String,
    snippet: String,
}

/// Titles and headings that complete the text, then passages that hold it.
pub(in crate::web) async fn suggestions(
    State(app): State<AppState>,
    Query(parameters): Query<Parameters>,
) -> Response {
    let snapshot = app.snapshots.current();
    let hits = tokio::task::spawn_blocking(move || suggested(&snapshot, &parameters.q)).await;
    hits.map_or_else(|_| problem::internal(), |hits| Json(Suggestions { hits }).into_response())
}

fn suggested(snapshot: &Snapshot, text: &str) -> Vec<SuggestedHit> {
    let catalog = &snapshot.catalog;
    let completions = complete(snapshot, text).unwrap_or_default().into_iter();
    let hits = completions.map(|completion| SuggestedHit {
        title: html_escape::encode_text(catalog.name_of(completion.page)).into_owned(),
        section: marked(&completion.heading),
        url: address(catalog, completion.page, completion.id.as_deref()),
        trail: catalog.trail(completion.page).join(" / "),
        snippet: marked(&completion.snippet),
    });
    hits.collect()
}
