//! `ask`: a question in plain words, answered by facts, else by passages, else by saying that the
//! book does not have it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::mcp::address::Source;
use crate::mcp::budget::{Portion, usual_tokens};
use crate::mcp::server::Book;
use crate::mcp::tool::{Answered, Answers, Refusal};
use crate::service::answer::{
    AnswerLimits, Card, Cell, Choice, Part, Passage, Picture, Row, Table, answer,
};
use crate::service::answer::{Link, Source as SaidBy};
use crate::service::thing::is_known;

/// Cursors lead through all of this.
const LIMITS: AnswerLimits = AnswerLimits { passages: 6, rows: 1_000, choices: 12 };
/// Of one fact so many sources are told.
const MOST_SOURCES: usize = 3;

pub(in crate::mcp) struct Ask;

/// What is asked.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::mcp) struct Arguments {
    /// As a person asks: "Which ports must be open to the SSO database?". Name an architecture in
    /// it to be answered for that alone.
    #[serde(alias = "query", alias = "q", alias = "text")]
    question: String,
    /// How long the answer may be, 200 to 20000 tokens.
    #[serde(default = "usual_tokens", alias = "maxTokens")]
    #[schemars(range(min = 200, max = 20000))]
    max_tokens: i64,
    /// `next_cursor` of the answer before, to go on; the question must be the same.
    #[serde(default)]
    cursor: String,
}

/// What a question is answered.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::mcp) struct Reply {
    /// `facts`; `passages`: only quoted words come near; `unknown`: the book does not have it; `help`.
    outcome: &'static str,
    /// What was understood.
    title: String,
    /// How much was found, in words of this program.
    summary: String,
    /// Facts, each by itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    facts: Vec<Fact>,
    /// Words of documents, the best first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    passages: Vec<Quoted>,
    /// What else could be meant, or asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    choices: Vec<Suggested>,
    /// Figures that show it, for `get_figure`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    figures: Vec<Shown>,
    /// How many facts, passages, choices and figures there are in all.
    total: usize,
    /// Where to go on.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
    /// Whether there is more.
    truncated: bool,
}

/// A fact.
#[derive(Debug, Serialize, JsonSchema)]
struct Fact {
    /// What it belongs to: the table, or the thing it is told of.
    title: String,
    /// What it says, cell by cell.
    says: Vec<Said>,
    /// What must be known of it: that it is recommended, denied, contradicted, inferred.
    #[serde(skip_serializing_if = "String::is_empty")]
    note: String,
    /// Who says so, the first three places.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sources: Vec<Source>,
}

/// A cell of a fact.
#[derive(Debug, Serialize, JsonSchema)]
struct Said {
    /// The head of its column.
    label: String,
    /// The value, quoted.
    text: String,
    /// For every tool that takes an id, where the value is a thing.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
}

/// Words of a document.
#[derive(Debug, Serialize, JsonSchema)]
struct Quoted {
    /// The section, for `get_page`.
    id: String,
    /// The page's title and the headings down to the section.
    title: String,
    url: String,
    text: String,
    source: Source,
}

/// What else could be meant, or asked.
#[derive(Debug, Serialize, JsonSchema)]
struct Suggested {
    text: String,
    /// The question to ask for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    ask: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
}

/// A figure.
#[derive(Debug, Serialize, JsonSchema)]
struct Shown {
    id: String,
    title: String,
    url: String,
}

/// A piece of an answer. Pieces are counted by cursors whatever they are.
#[derive(Serialize)]
#[serde(untagged)]
enum Piece {
    Fact(Fact),
    Passage(Quoted),
    Choice(Suggested),
    Figure(Shown),
}

impl Answers for Ask {
    const NAME: &'static str = "ask";
    const TITLE: &'static str = "Ask a question";
    const DESCRIPTION: &'static str = "Answers one plain question (which, what, where, who, how many, \
        is it so, why, how) in one call: by facts, each with file and line, else by the passages that \
        come nearest, else by `outcome` `unknown`. Understands names and synonyms and makes nothing up. \
        Use it first for such a question; `search` for texts about a topic, `get_entity` for all about \
        one thing, `sparql_query` for lists and joins that `ask` does not answer. Passages are words to \
        read before you answer, not the answer.";
    type Arguments = Arguments;
    type Reply = Reply;

    fn answer(book: &Book<'_>, arguments: Arguments) -> Result<Answered<Self>, Refusal> {
        if arguments.question.trim().is_empty() {
            return Err(Refusal::new("`question` is empty; ask as you would ask a person"));
        }
        let mut portion = Portion::read(arguments.max_tokens, &arguments.cursor)?;
        let answer = answer(book.snapshot, &arguments.question, &LIMITS);
        let pieces: Vec<Piece> = answer.parts.iter().flat_map(|part| of_part(book, part)).collect();
        let mut reply = Reply {
            outcome: answer.outcome.name(),
            title: answer.heading,
            summary: answer.summary,
            facts: Vec::new(),
            passages: Vec::new(),
            choices: Vec::new(),
            figures: Vec::new(),
            total: pieces.len(),
            next_cursor: None,
            truncated: false,
        };
        portion.budget().spend(&reply);
        for piece in portion.of(pieces) {
            match piece {
                Piece::Fact(fact) => reply.facts.push(fact),
                Piece::Passage(passage) => reply.passages.push(passage),
                Piece::Choice(choice) => reply.choices.push(choice),
                Piece::Figure(figure) => reply.figures.push(figure),
            }
        }
        reply.next_cursor = portion.next_cursor();
        reply.truncated = reply.next_cursor.is_some();
        Ok(Answered::new(reply))
    }
}

fn of_part(book: &Book<'_>, part: &Part) -> Vec<Piece> {
    match part {
        Part::Table(table) => of_table(book, table).map(Piece::Fact).collect(),
        Part::Card(card) => of_card(book, card),
        Part::Passage(passage) => vec![Piece::Passage(quoted(book, passage))],
        Part::Picture(picture) => vec![Piece::Figure(shown(book, picture))],
        Part::Choices(choices) => {
            let suggested = choices.entries.iter().map(|choice| suggested(book, choice));
            suggested.map(Piece::Choice).collect()
        }
    }
}

fn of_table(book: &Book<'_>, table: &Table) -> impl Iterator<Item = Fact> {
    let heads: Vec<&str> = table.columns.iter().map(String::as_str).collect();
    table.rows.iter().map(move |row| fact(book, &table.caption, &heads, row))
}

fn of_card(book: &Book<'_>, card: &Card) -> Vec<Piece> {
    let title = format!("{} ({})", card.link.text, card.kinds.join(", "));
    let description = card.description.iter().map(|passage| Piece::Passage(quoted(book, passage)));
    let facts = card.facts.iter();
    let facts = facts.map(|row| Piece::Fact(fact(book, &title, &["Property", "Value"], row)));
    let figure = card.figure.iter().map(|picture| Piece::Figure(shown(book, picture)));
    description.chain(facts).chain(figure).collect()
}

fn fact(book: &Book<'_>, title: &str, heads: &[&str], row: &Row) -> Fact {
    let said = |(head, cell): (&&str, &Cell)| Said {
        label: (*head).to_owned(),
        text: cell.text.clone(),
        id: cell.address.as_deref().and_then(|address| known(book, address)),
    };
    Fact {
        title: title.to_owned(),
        says: heads.iter().zip(&row.cells).map(said).collect(),
        note: row.note.clone().unwrap_or_default(),
        sources: row.sources.iter().take(MOST_SOURCES).map(source).collect(),
    }
}

/// The id of the thing at an address; pages about terms of vocabularies are none.
fn known(book: &Book<'_>, address: &str) -> Option<String> {
    let id = book.id_of_address(address);
    is_known(book.snapshot, &book.iri_of_id(&id)).then_some(id)
}

fn quoted(book: &Book<'_>, passage: &Passage) -> Quoted {
    let Link { address, .. } = &passage.link;
    Quoted {
        id: book.id_of_address(address),
        title: passage.trail.join(" › "),
        url: book.url_of(address),
        text: passage.text.iter().map(|segment| segment.text.as_str()).collect(),
        source: source(&passage.source),
    }
}

fn suggested(book: &Book<'_>, choice: &Choice) -> Suggested {
    Suggested {
        text: choice.text.clone(),
        ask: choice.ask.clone(),
        id: choice.address.as_deref().and_then(|address| known(book, address)),
    }
}

fn shown(book: &Book<'_>, picture: &Picture) -> Shown {
    let Link { text, address } = &picture.link;
    let (id, url) = (book.id_of_address(address), book.url_of(address));
    Shown { id, title: text.clone(), url }
}

fn source(said_by: &SaidBy) -> Source {
    Source { file: said_by.file.clone(), line: said_by.line }
}
