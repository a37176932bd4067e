//! What the pages show, as plain data.
//!
//! One struct per page, each an askama template over `templates/`. Nothing here decides
//! anything: whoever builds a view has already resolved every URL (relative to the page being
//! written, so that a served book and a built one share the templates), escaped every string
//! named `*_html`, and chosen what to leave out. All other strings are plain text; the
//! templates escape them.

mod backlinks;
mod document;
mod error;
mod facts;
mod figures;
mod ontology;
mod print;
mod search;
mod thing;
mod tree;
mod workbench;

pub use backlinks::BacklinksPage;
pub use document::{
    Backlink, Backlinks, ContentsEntry, DocumentPage, Moment, Problem, Problems, Severity,
    StatedPanel, StatedThing,
};
pub use error::ErrorPage;
pub use facts::{
    Dispute, FactGroup, FactLine, FactPlace, FactThing, FactValue, FactsPanel, Opponent, Saying,
};
pub use figures::{FigureForm, FigureFormPage, FormField, FormOption, GalleryEntry, GalleryPage};
pub use ontology::{
    OntologyPage, RuleView, RulesPage, TermGroup, TermLine, TermRow, TermSection, TermUse,
    TermView, TreeEntry, VocabularyLine, VocabularyPage,
};
pub use print::{PrintPage, PrintedPage};
pub use search::{
    AnswerBox, AnswerCell, AnswerRow, SearchPage, SearchResult, SearchSection, StaticSearchPage,
};
pub use thing::{
    ArchitectureLine, ChangeView, Choice, ComparisonPage, ComparisonView, ConflictLine,
    CounterpartLine, FigureLine, FoundThing, KindLine, KnownFact, KnownGroup, MentionLine,
    PairView, ReachView, ReachedLine, RuleLine, SourceLine, StepLine, ThingPage, ThingsGroup,
    ThingsPage, ThingsPart,
};
pub use tree::{
    AllContentsPage, AllEntry, AllPart, NavBranch, NavEntry, NavList, NavPart, NavRest, Tree,
};
pub use workbench::{Cell, ExampleQuery, Outcome, Prefix, QueryFormat, WorkbenchPage};

use crate::source::ImageSize;

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
    /// What link previews show.
    pub picture: Option<Preview>,
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
    /// What the book declares; `None` where it declares nothing.
    pub things_url: Option<String>,
    /// All figures of the book.
    pub figures_url: String,
    /// The words that facts are made of.
    pub ontology_url: String,
    /// Query workbench.
    pub query_url: Option<String>,
    /// Repository the book is written in.
    pub repository_url: Option<String>,
    /// `OpenSearch` description, so that a browser can offer the book as a search engine.
    pub opensearch_url: Option<String>,
    /// Server-sent events that name each new revision; `None` switches live reload off.
    pub live_url: Option<String>,
    /// The revision this page was made from, compared with what `live_url` sends.
    pub revision: String,
    /// The revision for readers ("3f2a9c1 · 22 Nov 2026"); empty to leave it out.
    pub revision_label: String,
    /// Whole book on one page, for paper; `None` where there is none.
    pub print_url: Option<String>,
    /// Other representations of the page, also announced in the head.
    pub twins: Vec<Twin>,
    /// The tree of the book.
    pub tree: Tree,
}

/// A picture of a page for those who link to it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Preview {
    /// Its absolute address.
    pub url: String,
    /// What it shows, for whoever does not see it.
    pub alternative: String,
    /// Its size in pixels, where it is known.
    pub size: Option<ImageSize>,
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
    #[must_use]
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
    /// `loggia.js`: contents, copy buttons, lightbox, suggestions, live reload.
    pub script: String,
    /// `tree.js`: the navigation tree and its filter.
    pub tree_script: String,
    /// `static-search.js`: only loaded where the search field has an index.
    pub static_search_script: String,
    /// `choices.js`: only loaded by pages with tabs, zones or versions.
    pub choices_script: String,
    /// `figures.js`: only loaded by pages with drawn figures.
    pub figures_script: String,
    /// `cards.js`: what a link leads to, shown beside it.
    pub cards_script: String,
    /// `filter.js`: only loaded by pages whose lists have a filter.
    pub filter_script: String,
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
