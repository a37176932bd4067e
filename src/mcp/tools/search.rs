//! `search`: full text to sections, best first.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::catalog::{PageIndex, place_iri};
use crate::mcp::address::Source;
use crate::mcp::budget::{Portion, USUAL_TOKENS};
use crate::mcp::server::Book;
use crate::mcp::tool::{Answered, Answers, Refusal};
use crate::search::{PageHit, SectionHit, Segment};
use crate::service::search::{Filter, Narrowing, SearchRequest, find_among};

/// Pages of an answer at most.
const MOST_RESULTS: i64 = 25;

pub(in crate::mcp) struct Search;

/// What is searched.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::mcp) struct Arguments {
    /// A few words, as for a web search engine: "SSO database ports". A "phrase in quotes" must
    /// stand as it is, -word must not occur.
    #[serde(alias = "q", alias = "question", alias = "text", alias = "keywords")]
    query: String,
    /// Only sections that declare a thing of this kind: a class such as `Firewall`, or `thing` for
    /// any. Empty for all sections.
    #[serde(default)]
    kind: String,
    /// Only what belongs to this architecture: id or name.
    #[serde(default)]
    architecture: String,
    /// Only this part of the book: a page or a folder such as `reference/ports`.
    #[serde(default, alias = "path", alias = "folder")]
    part: String,
    /// How many results, 1 to 25.
    #[serde(default = "usual_limit", alias = "max_results", alias = "top_k")]
    #[schemars(range(min = 1, max = 25))]
    limit: i64,
    /// `next_cursor` of the answer before, to go on.
    #[serde(default, alias = "offset", alias = "page_token")]
    cursor: String,
}

fn usual_limit() -> i64 {
    8
}

/// The sections found.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::mcp) struct Reply {
    /// The best section of each page that was found, best first.
    results: Vec<Hit>,
    /// How many pages were found in all.
    total: usize,
    /// Other words that find something, where these find nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    did_you_mean: Option<String>,
    /// Where to go on.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
    /// Whether there are more results.
    truncated: bool,
}

/// A section.
#[derive(Debug, Serialize, JsonSchema)]
struct Hit {
    /// For `fetch`, `get_page` and, where there are `kinds`, `get_entity`.
    id: String,
    /// The page's title and the headings down to the section.
    title: String,
    /// Where a reader finds it.
    url: String,
    /// The passage, quoted.
    text: String,
    /// What it is, where the section declares a thing of the architecture.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    kinds: Vec<String>,
    source: Source,
    /// Ids of more sections of the page that fit.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also: Vec<String>,
}

impl Answers for Search {
    const NAME: &'static str = "search";
    const TITLE: &'static str = "Search the book";
    const DESCRIPTION: &'static str = "Full-text search over all documents. Use it first to find \
        pages, things (servers, zones, firewalls, databases, ports …) and passages by their words. \
        Returns sections, best first, each with an id, its address, a quoted passage, file and \
        line. Narrow it with `kind`, `architecture` or `part`. Read on with `fetch` or `get_page`; with `get_entity` where a result has `kinds`. For \
        lists, counts and joins use `sparql_query` instead.";
    type Arguments = Arguments;
    type Reply = Reply;

    fn answer(book: &Book<'_>, arguments: Arguments) -> Result<Answered<Self>, Refusal> {
        let Arguments { query, kind, architecture, part, limit, cursor } = arguments;
        if query.trim().is_empty() {
            return Err(Refusal::new("`query` is empty; give a few words to look for"));
        }
        let mut portion = Portion::read(USUAL_TOKENS, &cursor)?;
        let limit = usize::try_from(limit.clamp(1, MOST_RESULTS)).unwrap_or(1);
        let request = SearchRequest { text: &query, offset: portion.start(), limit };
        let architecture = match architecture.trim() {
            "" => String::new(),
            given => book.architecture(given)?,
        };
        let narrowing = Narrowing { kind: &kind, architecture: &architecture, part: &part };
        let filter = Filter::read(book.snapshot, &narrowing);
        let filter = filter.map_err(|problem| Refusal::new(problem.to_string()))?;
        let found = find_among(book.snapshot, request, &filter);
        let found = found.map_err(|error| Refusal::fault(&error))?;
        let results = portion.rest(found.pages.iter().map(|page| hit(book, page)));
        let next_cursor = portion.next_cursor_of(found.total).filter(|_| !results.is_empty());
        Ok(Answered::new(Reply {
            total: found.total,
            did_you_mean: found.did_you_mean,
            truncated: next_cursor.is_some(),
            next_cursor,
            results,
        }))
    }
}

fn hit(book: &Book<'_>, hit: &PageHit) -> Hit {
    let headings = hit.best.headings.iter().map(|heading| plain(heading));
    let titles: Vec<String> = std::iter::once(plain(&hit.title)).chain(headings).collect();
    let section = hit.best.id.as_deref();
    Hit {
        id: book.id(hit.page, section),
        title: titles.join(" › "),
        url: book.url(hit.page, section),
        text: plain(&hit.best.snippet),
        kinds: kinds(book, hit.page, &hit.best),
        source: source(book, hit.page, &hit.best),
        also: hit.further.iter().map(|more| book.id(hit.page, more.id.as_deref())).collect(),
    }
}

/// What the thing is that a section declares.
fn kinds(book: &Book<'_>, page: PageIndex, hit: &SectionHit) -> Vec<String> {
    let iri = book.snapshot.catalog.iri(page);
    book.kinds(&hit.id.as_deref().map_or(iri.clone(), |id| place_iri(&iri, id)))
}

fn source(book: &Book<'_>, page: PageIndex, hit: &SectionHit) -> Source {
    let document = book.snapshot.catalog.pages.get(page).map(|page| &page.document);
    let section = document.and_then(|document| document.sections.get(hit.section));
    match (document, section) {
        (Some(document), Some(section)) => book.source_of(document, section.span.start),
        _ => Source { file: String::new(), line: 1 },
    }
}

fn plain(segments: &[Segment]) -> String {
    segments.iter().map(|segment| segment.text.as_str()).collect()
}
