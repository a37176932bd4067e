//! What the pages show, as plain data.
//!
//! One struct per page, each an askama template over `templates/`. Nothing here decides
//! anything: whoever builds a view has already resolved every URL (relative to the page being
//! written, so that a served book and a built one share the templates), escaped every string
//! named `*_html`, and chosen what to leave out. All other strings are plain text; the
//! templates escape them.

use askama::Template;

// ---------------------------------------------------------------------------------------------
// What every page shares

/// The frame around a page: head, header bar, navigation and scripts.
#[derive(Debug, Clone, Default)]
pub struct Shell {
    /// Title of the book, shown beside the mark in the header bar.
    pub book_title: String,
    /// Title of the page; the window title is "page · book", or the book alone when they are equal.
    pub page_title: String,
    /// One sentence for search engines and link previews; empty to leave it out.
    pub description: String,
    /// Language of the content as a BCP 47 tag, such as `en`.
    pub language: String,
    /// Base direction of the content.
    pub direction: Direction,
    /// Absolute address of this page, when the book knows where it is published.
    pub canonical_url: Option<String>,
    /// From this page to the root of the book, ending in a slash: `./`, `../`, `../../`.
    /// Addresses that arrive as data (search hits, query results) are resolved against it.
    pub root: String,
    /// The first page of the book.
    pub home_url: String,
    /// Where the style sheet, scripts and icon are.
    pub assets: Assets,
    /// Search field of the header bar; `None` when the book has no search.
    pub search: Option<SearchField>,
    /// Query workbench.
    pub query_url: Option<String>,
    /// Repository the book is written in.
    pub repository_url: Option<String>,
    /// OpenSearch description, so that a browser can offer the book as a search engine.
    pub opensearch_url: Option<String>,
    /// Server-sent events that name each new revision; `None` switches live reload off.
    pub live_url: Option<String>,
    /// The revision this page was made from, compared with what `live_url` sends.
    pub revision: String,
    /// The revision for readers ("3f2a9c1 · 22 Nov 2026"); empty to leave it out.
    pub revision_label: String,
    /// Other representations of the page, also announced in the head.
    pub twins: Vec<Twin>,
    /// The tree of the book.
    pub navigation: Vec<NavPart>,
}

/// Base direction of a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Direction {
    /// Left to right.
    #[default]
    Ltr,
    /// Right to left.
    Rtl,
}

impl Direction {
    /// The value of the `dir` attribute.
    pub fn as_str(self) -> &'static str {
        match self {
            Direction::Ltr => "ltr",
            Direction::Rtl => "rtl",
        }
    }
}

/// Addresses of the assets, relative to the page.
#[derive(Debug, Clone, Default)]
pub struct Assets {
    /// `loggia.css`.
    pub style: String,
    /// `theme.js`: runs before the first paint.
    pub theme_script: String,
    /// `loggia.js`: menu, contents, copy buttons, lightbox, suggestions, live reload.
    pub script: String,
    /// `static-search.js`: only loaded where the search field has an index.
    pub static_search_script: String,
    /// `workbench.js`: only loaded by the workbench.
    pub workbench_script: String,
    /// `favicon.svg`.
    pub favicon: String,
}

/// The search field of the header bar.
#[derive(Debug, Clone, Default)]
pub struct SearchField {
    /// Where the form goes: the results page.
    pub url: String,
    /// What the field holds when the page opens.
    pub query: String,
    /// Where suggestions come from while typing.
    pub suggestions: Suggestions,
}

/// Source of the suggestions under the search field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Suggestions {
    /// No suggestions: the field is a plain form.
    #[default]
    None,
    /// A service: `GET url?q=…` answers `{"hits":[{"title","section","url","trail","snippet"}]}`.
    Service(String),
    /// An index file for static books: `[{"t","s","u","p","x"}]`, searched in the browser.
    Index(String),
}

/// A named group of chapters in the navigation tree.
#[derive(Debug, Clone, Default)]
pub struct NavPart {
    /// Heading of the part; empty for the chapters before the first part.
    pub title: String,
    /// Its chapters.
    pub entries: Vec<NavEntry>,
}

/// A chapter in the navigation tree. It is a template of its own because it nests.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "nav-entry.html", config = "src/page/askama.toml")]
pub struct NavEntry {
    /// Title of the chapter.
    pub title: String,
    /// Section number such as `2.1`; empty for chapters without one.
    pub number: String,
    /// The page; empty for a draft chapter, which has none yet.
    pub url: String,
    /// This is the page being shown.
    pub current: bool,
    /// Show the children unfolded; set on every ancestor of the current page.
    pub open: bool,
    /// It has children that were left out to keep the page small (large books show the branch of
    /// the current page only); drawn with an arrow.
    pub elided: bool,
    /// Chapters below it.
    pub children: Vec<NavEntry>,
}

/// A titled address.
#[derive(Debug, Clone, Default)]
pub struct Link {
    /// Text of the link.
    pub title: String,
    /// Where it leads.
    pub url: String,
}

/// A step of a breadcrumb trail.
#[derive(Debug, Clone, Default)]
pub struct Crumb {
    /// Title of the part, chapter or page.
    pub title: String,
    /// Its page; empty for a part and for the page being shown.
    pub url: String,
}

/// The same page in another format.
#[derive(Debug, Clone, Default)]
pub struct Twin {
    /// Short name: "Markdown", "Turtle", "JSON-LD".
    pub label: String,
    /// Where it is.
    pub url: String,
    /// Its media type, such as `text/turtle`.
    pub media_type: String,
}

// ---------------------------------------------------------------------------------------------
// Document page

/// A page of the book.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "document.html", config = "src/page/askama.toml")]
pub struct DocumentPage {
    /// The frame.
    pub shell: Shell,
    /// The first page of the book: larger title, no breadcrumbs needed.
    pub home: bool,
    /// Parts and chapters above this page, then the page itself with an empty `url`.
    pub breadcrumbs: Vec<Crumb>,
    /// What the compiler has to say about this page.
    pub problems: Option<Problems>,
    /// The rendered Markdown, with its `h1`.
    pub body_html: String,
    /// Headings of this page, two levels deep.
    pub contents: Vec<ContentsEntry>,
    /// The page before it in reading order.
    pub previous: Option<Link>,
    /// The page after it in reading order.
    pub next: Option<Link>,
    /// Places that link here.
    pub backlinks: Vec<Backlink>,
    /// Where the source can be edited.
    pub edit_url: Option<String>,
    /// When the source was last changed.
    pub updated: Option<Moment>,
}

/// A heading in the contents of a page.
#[derive(Debug, Clone, Default)]
pub struct ContentsEntry {
    /// Text of the heading.
    pub title: String,
    /// Its fragment: `#flows`.
    pub url: String,
    /// Headings below it.
    pub children: Vec<ContentsEntry>,
}

/// A place that links to the page.
#[derive(Debug, Clone, Default)]
pub struct Backlink {
    /// Title of the document that links.
    pub title: String,
    /// Heading of the section the link stands in; empty at the top of a document.
    pub section: String,
    /// The place.
    pub url: String,
}

/// A moment, for machines and for people.
#[derive(Debug, Clone, Default)]
pub struct Moment {
    /// RFC 3339: `2026-11-22T16:26:00Z`.
    pub datetime: String,
    /// "22 November 2026".
    pub label: String,
}

/// The diagnostics of a page.
#[derive(Debug, Clone, Default)]
pub struct Problems {
    /// One line: "1 error and 2 warnings on this page".
    pub summary: String,
    /// The gravest severity among them; it colours the callout.
    pub severity: Severity,
    /// Unfold the list from the start.
    pub open: bool,
    /// The diagnostics, gravest first.
    pub items: Vec<Problem>,
}

/// One diagnostic.
#[derive(Debug, Clone, Default)]
pub struct Problem {
    /// How grave it is.
    pub severity: Severity,
    /// Its code, such as `unresolved-link`.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// Where: `content/dmz.md:42:7`.
    pub place: String,
    /// Where in the repository, when that is known; empty otherwise.
    pub url: String,
    /// How to mend it; empty when nobody knows.
    pub help: String,
}

/// How grave a diagnostic is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// For information.
    #[default]
    Note,
    /// Probably not what the author wants.
    Warning,
    /// Wrong.
    Error,
}

impl Severity {
    /// The word shown, also the suffix of the class: `problem-error`.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

// ---------------------------------------------------------------------------------------------
// Search

/// Results of a search, or the empty search page.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "search.html", config = "src/page/askama.toml")]
pub struct SearchPage {
    /// The frame; its search field should hold the query too.
    pub shell: Shell,
    /// Where the form goes.
    pub action: String,
    /// What was asked; empty for a fresh page.
    pub query: String,
    /// "23 results in 4 ms"; empty for a fresh page.
    pub summary: String,
    /// A better spelling, with the address that searches for it.
    pub did_you_mean: Option<Link>,
    /// What was found, grouped by document, best first.
    pub results: Vec<SearchResult>,
    /// The page of results before this one.
    pub previous_url: Option<String>,
    /// The page of results after this one.
    pub next_url: Option<String>,
    /// "Page 2 of 5"; empty when there is only one.
    pub position: String,
}

/// One document among the results.
#[derive(Debug, Clone, Default)]
pub struct SearchResult {
    /// Its title, with `<mark>` around what matched and everything else escaped.
    pub title_html: String,
    /// Its page.
    pub url: String,
    /// Titles of the parts and chapters above it.
    pub trail: Vec<String>,
    /// Text around the match, with `<mark>`; empty when only sections matched.
    pub snippet_html: String,
    /// The sections that matched, best first.
    pub sections: Vec<SearchSection>,
}

/// One section among the results of a document.
#[derive(Debug, Clone, Default)]
pub struct SearchSection {
    /// Its heading, with `<mark>`.
    pub title_html: String,
    /// Its place in the page.
    pub url: String,
    /// Text around the match, with `<mark>`.
    pub snippet_html: String,
}

/// Results page of a static book: `static-search.js` fills it from `?q=`.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "search-static.html", config = "src/page/askama.toml")]
pub struct StaticSearchPage {
    /// The frame; its search field names the index.
    pub shell: Shell,
    /// Where the form goes: this very page.
    pub action: String,
    /// The index file.
    pub index_url: String,
}

// ---------------------------------------------------------------------------------------------
// Workbench

/// The query workbench.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "workbench.html", config = "src/page/askama.toml")]
pub struct WorkbenchPage {
    /// The frame.
    pub shell: Shell,
    /// The SPARQL endpoint, to which the form and the script send `query` and `format`.
    pub action: String,
    /// The query in the editor.
    pub query: String,
    /// Run the query as soon as the page opens (it came from the address).
    pub autorun: bool,
    /// IRI of the book; what starts with it becomes a link to the page of the book.
    pub base_iri: String,
    /// Address that shows any other IRI, ending where the encoded IRI goes
    /// (`../entity?iri=`); empty to link to the IRI itself.
    pub entity_url: String,
    /// Queries to start from.
    pub examples: Vec<ExampleQuery>,
    /// Prefixes the endpoint presets.
    pub prefixes: Vec<Prefix>,
    /// Formats of the answer.
    pub formats: Vec<QueryFormat>,
    /// The answer, for readers without JavaScript; the script replaces it.
    pub outcome: Outcome,
}

/// A query to start from.
#[derive(Debug, Clone, Default)]
pub struct ExampleQuery {
    /// The question it answers.
    pub title: String,
    /// The query.
    pub query: String,
    /// The workbench with this query.
    pub url: String,
}

/// A prefix the endpoint knows.
#[derive(Debug, Clone, Default)]
pub struct Prefix {
    /// Name without the colon.
    pub name: String,
    /// What it stands for.
    pub iri: String,
}

/// A format of the answer.
#[derive(Debug, Clone, Default)]
pub struct QueryFormat {
    /// Its name: "CSV".
    pub label: String,
    /// Value of the `format` parameter.
    pub value: String,
    /// `table` for the answers of SELECT and ASK, `graph` for those of CONSTRUCT and DESCRIBE,
    /// `page` for the workbench itself.
    pub kind: String,
}

/// What a query answered.
#[derive(Debug, Clone, Default)]
pub enum Outcome {
    /// It has not run.
    #[default]
    None,
    /// SELECT.
    Table {
        /// "12 rows in 3 ms".
        summary: String,
        /// Names of the variables.
        columns: Vec<String>,
        /// A cell for every column.
        rows: Vec<Vec<Cell>>,
    },
    /// ASK.
    Boolean {
        /// The answer.
        value: bool,
        /// "in 2 ms".
        summary: String,
    },
    /// CONSTRUCT and DESCRIBE.
    Graph {
        /// "48 triples in 3 ms".
        summary: String,
        /// The triples as Turtle.
        turtle: String,
    },
    /// It failed.
    Failure {
        /// "Syntax error".
        title: String,
        /// What is wrong.
        detail: String,
        /// "line 3, column 14"; empty when there is no place.
        place: String,
    },
}

/// A cell of a table of answers.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    /// What to show: the shortened IRI, the literal, nothing when unbound.
    pub text: String,
    /// Address of an IRI; empty for anything else.
    pub url: String,
    /// Datatype or language of a literal, shown quietly: `xsd:integer`, `@en`.
    pub note: String,
}

// ---------------------------------------------------------------------------------------------
// Errors

/// Something went wrong.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "error.html", config = "src/page/askama.toml")]
pub struct ErrorPage {
    /// The frame.
    pub shell: Shell,
    /// HTTP status, shown large: 404.
    pub status: u16,
    /// "There is no such page".
    pub title: String,
    /// One or two sentences.
    pub text: String,
    /// Pages the reader may have meant.
    pub suggestions: Vec<Link>,
    /// Where a search form goes; `None` for errors that searching cannot help.
    pub search_url: Option<String>,
    /// What to search for: the words of the address.
    pub query: String,
}
