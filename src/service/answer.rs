//! What a question is answered, as plain data: each door (chat, assistants, command line) puts it
//! into its own format. Everything shown is quoted from a document or a fact of the graph.

mod architectures;
mod complete;
mod edges;
mod grammar;
mod joints;
mod named;
mod numbers;
mod passages;
mod pictures;
mod plan;
mod query;
mod records;
mod relate;
mod respond;
mod things;
mod understand;

pub use complete::complete;
pub use grammar::COMMANDS;
pub use respond::answer;

use serde::{Serialize, Serializer};

use crate::search::Segment;

/// An answer, complete and within limits.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// How far the question could be answered.
    pub outcome: Outcome,
    /// What is answered, in few words: "Ports of SSO database", "Search: trust between domains".
    pub heading: String,
    /// One plain sentence in words of ours: "3 facts, stated in 2 documents.", or that nothing in
    /// the book answers this. Never a claim about the architecture.
    pub summary: String,
    /// What answers it, best first.
    pub parts: Vec<Part>,
    /// Where to go on: all results, the query behind a table, an entity's page.
    pub further: Vec<Link>,
}

/// How far a question could be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// By facts of the graph.
    Facts,
    /// By passages of the documents.
    Passages,
    /// The question names what the book does not have; the parts hold what comes near.
    Unknown,
    /// Help, or how to ask.
    Help,
}

impl Outcome {
    /// Its name for programs, as JSON has it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Facts => "facts",
            Self::Passages => "passages",
            Self::Unknown => "unknown",
            Self::Help => "help",
        }
    }
}

/// Something on the way to more. Addresses are relative to the root of the book and encoded, such
/// as `large/servers.html#sso`; doors put the published base before them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// What it is called.
    pub text: String,
    /// Where it leads.
    pub address: String,
}

/// Where something is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Source {
    /// The file, relative to the root of the book.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// Where a reader finds it.
    pub address: String,
}

/// One piece of an answer.
#[expect(clippy::large_enum_variant, reason = "an answer has a handful of parts")]
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Part {
    /// Words of a document.
    Passage(Passage),
    /// What is known of a thing.
    Card(Card),
    /// Facts, a row each.
    Table(Table),
    /// A figure.
    Picture(Picture),
    /// What else could be meant, or asked.
    Choices(Choices),
}

/// Words of a document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Passage {
    /// The section they stand in.
    pub link: Link,
    /// The headings that lead there, the page's title first.
    pub trail: Vec<String>,
    /// The words; as JSON one text.
    #[serde(serialize_with = "as_one_text")]
    pub text: Vec<Segment>,
    /// Where they stand.
    pub source: Source,
}

fn as_one_text<S: Serializer>(segments: &[Segment], serializer: S) -> Result<S::Ok, S::Error> {
    let text: String = segments.iter().map(|segment| segment.text.as_str()).collect();
    serializer.serialize_str(&text)
}

/// What is known of a thing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Card {
    /// The thing, and its page.
    pub link: Link,
    /// What it is: "Server", "Perimeter network".
    pub kinds: Vec<String>,
    /// The architecture it belongs to.
    pub architecture: Option<Link>,
    /// The words that describe it.
    pub description: Option<Passage>,
    /// What is stated of it.
    pub facts: Vec<Row>,
    /// How many more facts there are.
    pub hidden: usize,
    /// A figure in which it stands.
    pub figure: Option<Picture>,
}

/// Facts, a row each.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table {
    /// What the rows are.
    pub caption: String,
    /// The heads, as many as each row has cells.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Row>,
    /// How many more rows there are.
    pub hidden: usize,
}

/// One fact.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// What it says.
    pub cells: Vec<Cell>,
    /// What a reader must know of it: "recommended", "must not", "sources disagree", "follows from
    /// …". `None` where it is plainly asserted.
    pub note: Option<String>,
    /// Who says so; several where several do. Of what is inferred, the premises' sources.
    pub sources: Vec<Source>,
}

/// One value of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// The value as people say it.
    pub text: String,
    /// Its page, where it is a thing.
    pub address: Option<String>,
}

/// A figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Picture {
    /// Its caption, and where it stands.
    pub link: Link,
    /// What it shows, for those who cannot see it.
    pub alternative: String,
    /// The picture itself: an SVG or an image file.
    pub image: String,
    /// The picture as PNG, for readers that show no SVG.
    pub png: Option<String>,
}

/// What else could be meant, or asked.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Choices {
    /// "Did you mean", "You can ask".
    pub caption: String,
    /// The choices: each a command or question to type (`ask`), or a page to open.
    pub entries: Vec<Choice>,
}

/// One choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// What to type to get it: `show FW2`. `None` where it is only a page.
    pub ask: Option<String>,
    /// What it is.
    pub text: String,
    /// Its page.
    pub address: Option<String>,
}

/// How much an answer may hold. Doors choose what their platform can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnswerLimits {
    /// Passages at most.
    pub passages: usize,
    /// Rows of a table, and facts of a card, at most.
    pub rows: usize,
    /// Choices at most.
    pub choices: usize,
}
