//! An answer as a chat shows it: a heading, lines of runs, a picture, links. Every text is one line
//! and every address whole, so that a platform's format has only to write them down.

use crate::chat::site::Site;
use crate::chat::words::{cut, line, piece};
use crate::service::answer::{
    Answer, AnswerLimits, Card, Cell, Choice, Choices, Link, Part, Passage, Picture, Row, Source,
    Table,
};

/// How much of a book a chat is shown at once.
pub const LIMITS: AnswerLimits = AnswerLimits { passages: 3, rows: 10, choices: 8 };

const HEADING: usize = 140;
const SUMMARY: usize = 400;
const NAME: usize = 120;
const QUOTE: usize = 500;
const CELL: usize = 100;
const NOTE: usize = 160;
const ITEMS: usize = 25;
const COLUMNS: usize = 6;
const SOURCES: usize = 3;

/// An answer, ready to be written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Message {
    /// What is answered.
    pub heading: String,
    /// How it could be answered.
    pub summary: String,
    /// The answer, most important first.
    pub blocks: Vec<Block>,
    /// A picture that the platform can fetch.
    pub image: Option<Image>,
    /// Where to go on.
    pub links: Vec<Anchor>,
    /// Whether everybody in the conversation sees it.
    pub shared: bool,
}

/// A piece of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A line.
    Line(Vec<Run>),
    /// Words of a document.
    Quote(Vec<Run>),
    /// Lines of equal kind.
    Items(Vec<Vec<Run>>),
    /// Facts in columns.
    Table {
        /// The heads.
        columns: Vec<String>,
        /// The rows, each with as many cells as there are heads.
        rows: Vec<Vec<Vec<Run>>>,
    },
}

/// A run of text in one style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The text, never empty.
    pub text: String,
    /// How it stands out.
    pub style: Style,
    /// Where it leads.
    pub link: Option<String>,
}

/// How a run stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// It does not.
    Plain,
    /// It matters.
    Strong,
    /// It is said by the way.
    Emphasis,
}

/// A picture. What the blocks say of it stays where a platform cannot show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Its address.
    pub url: String,
    /// Its caption.
    pub title: String,
    /// Where it stands in the book.
    pub page: String,
    /// What it shows.
    pub alternative: String,
}

/// A link by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// What it is called.
    pub text: String,
    /// Where it leads.
    pub url: String,
}

impl Block {
    /// The block as lines for platforms without tables: each row is an item, its cells one behind
    /// the other, the heads a line before.
    #[must_use]
    pub fn lines(self) -> Vec<Self> {
        let Self::Table { columns, rows } = self else {
            return vec![self];
        };
        let heads = run(&columns.join(" · "), Style::Emphasis, None, SUMMARY);
        let rows = rows.into_iter().map(|cells| {
            let cells = cells.into_iter().filter(|cell| !cell.is_empty());
            join(cells.collect(), " · ")
        });
        let rows = rows.filter(|row| !row.is_empty()).collect();
        vec![Self::Line(heads), Self::Items(rows)]
    }
}

impl Message {
    /// A message of one sentence.
    #[must_use]
    pub fn plain(heading: &str, summary: &str) -> Self {
        Self { heading: line(heading, HEADING), summary: line(summary, SUMMARY), ..Self::default() }
    }

    /// The answer for readers of a chat.
    #[must_use]
    pub fn of(answer: &Answer, site: &Site) -> Self {
        let mut message = Self::plain(&answer.heading, &answer.summary);
        let writer = Writer { site };
        for part in &answer.parts {
            match part {
                Part::Passage(passage) => message.blocks.extend(writer.passage(passage)),
                Part::Card(card) => message.blocks.extend(writer.card(card)),
                Part::Table(table) => {
                    let says_it = line(&table.caption, NAME) == line(&answer.heading, NAME);
                    message.blocks.extend(writer.table(table).into_iter().skip(says_it.into()));
                }
                Part::Picture(picture) => message.blocks.push(writer.picture(picture)),
                Part::Choices(choices) => message.blocks.extend(writer.choices(choices)),
            }
        }
        let mut pictures = answer.parts.iter().filter_map(|part| match part {
            Part::Picture(picture) => Some(picture),
            Part::Card(card) => card.figure.as_ref(),
            _ => None,
        });
        message.image = pictures.find_map(|picture| writer.image(picture));
        let links = answer.further.iter().filter_map(|link| {
            let text = Some(line(&link.text, NAME)).filter(|text| !text.is_empty())?;
            Some(Anchor { text, url: site.link(&link.address)? })
        });
        message.links = links.take(5).collect();
        message.blocks.retain(Block::says_something);
        message
    }
}

impl Block {
    fn says_something(&self) -> bool {
        match self {
            Self::Line(runs) | Self::Quote(runs) => !runs.is_empty(),
            Self::Items(items) => !items.is_empty(),
            // The last column says only who says it.
            Self::Table { columns, rows } => columns.len() > 1 && !rows.is_empty(),
        }
    }
}

struct Writer<'a> {
    site: &'a Site,
}

impl Writer<'_> {
    fn passage(&self, passage: &Passage) -> Vec<Block> {
        let mut runs = self.link(&passage.link, Style::Strong);
        let page = passage.trail.first().filter(|page| **page != passage.link.text);
        if let Some(page) = page {
            runs.extend(run(&format!(" in {page}"), Style::Plain, None, NAME));
        }
        runs.extend(self.said_by(std::slice::from_ref(&passage.source)));
        let mut words = Vec::new();
        let mut left = QUOTE;
        for segment in &passage.text {
            let style = if segment.highlighted { Style::Strong } else { Style::Plain };
            words.extend(run(&segment.text, style, None, left));
            left = left.saturating_sub(segment.text.chars().count());
            if left == 0 {
                break;
            }
        }
        vec![Block::Line(runs), Block::Quote(trimmed(words))]
    }

    fn card(&self, card: &Card) -> Vec<Block> {
        let mut runs = self.link(&card.link, Style::Strong);
        if !card.kinds.is_empty() {
            runs.extend(run(&format!(" — {}", card.kinds.join(", ")), Style::Plain, None, NAME));
        }
        if let Some(architecture) = &card.architecture {
            runs.extend(run(" in ", Style::Plain, None, NAME));
            runs.extend(self.link(architecture, Style::Plain));
        }
        let mut blocks = vec![Block::Line(runs)];
        blocks.extend(card.description.iter().flat_map(|passage| self.passage(passage)));
        let facts = card.facts.iter().map(|row| {
            let mut cells = row.cells.iter();
            let mut runs = Vec::new();
            if let (Some(first), true) = (cells.next(), row.cells.len() > 1) {
                runs.extend(run(&format!("{}: ", first.text), Style::Strong, None, CELL));
            } else {
                cells = row.cells.iter();
            }
            runs.extend(join(cells.map(|cell| self.cell(cell)).collect(), ", "));
            runs.extend(self.remark(row));
            runs
        });
        let mut items: Vec<Vec<Run>> = facts.filter(|fact| !fact.is_empty()).take(ITEMS).collect();
        items.extend(self.more(card.hidden, "fact", Some(&card.link)));
        blocks.push(Block::Items(items));
        if let Some(figure) = &card.figure {
            blocks.push(self.picture(figure));
        }
        blocks
    }

    fn table(&self, table: &Table) -> Vec<Block> {
        let columns: Vec<String> =
            table.columns.iter().take(COLUMNS).map(|column| line(column, CELL)).collect();
        let count = columns.len();
        let rows = table.rows.iter().take(ITEMS).map(|row| {
            let mut cells: Vec<Vec<Run>> =
                row.cells.iter().take(count).map(|cell| self.cell(cell)).collect();
            cells.resize(count, Vec::new());
            let mut remark = self.remark(row);
            if let Some(first) = remark.first_mut() {
                first.text = first.text.trim_start_matches([' ', '—', '·']).to_owned();
            }
            cells.push(trimmed(remark));
            cells
        });
        let rows: Vec<Vec<Vec<Run>>> = rows.collect();
        let columns = columns.into_iter().chain(["Stated in".to_owned()]).collect();
        let caption = Block::Line(run(&table.caption, Style::Strong, None, NAME));
        let hidden = table.hidden + table.rows.len().saturating_sub(ITEMS);
        let more = Block::Line(self.more(hidden, "row", None).unwrap_or_default());
        vec![caption, Block::Table { columns, rows }, more]
    }

    fn picture(&self, picture: &Picture) -> Block {
        let mut runs = run("Figure: ", Style::Plain, None, NAME);
        runs.extend(self.link(&picture.link, Style::Strong));
        if !picture.alternative.is_empty() && picture.alternative != picture.link.text {
            let words = format!(" — {}", picture.alternative);
            runs.extend(run(&words, Style::Plain, None, SUMMARY));
        }
        Block::Line(runs)
    }

    fn image(&self, picture: &Picture) -> Option<Image> {
        let address = picture.png.as_deref().unwrap_or(&picture.image);
        let words = |texts: [&str; 2]| {
            let mut lines = texts.into_iter().map(|text| line(text, SUMMARY));
            lines.find(|text| !text.is_empty()).unwrap_or_else(|| "A figure".to_owned())
        };
        Some(Image {
            url: self.site.image(address)?,
            page: self.site.link(&picture.link.address)?,
            title: cut(&words([&picture.link.text, ""]), NAME),
            alternative: words([&picture.alternative, &picture.link.text]),
        })
    }

    fn choices(&self, choices: &Choices) -> Vec<Block> {
        let caption = Block::Line(run(&choices.caption, Style::Strong, None, NAME));
        let items = choices.entries.iter().take(ITEMS).map(|choice| self.choice(choice));
        vec![caption, Block::Items(items.filter(|item| !item.is_empty()).collect())]
    }

    fn choice(&self, choice: &Choice) -> Vec<Run> {
        let link = choice.address.as_deref().and_then(|address| self.site.link(address));
        let Some(ask) = choice.ask.as_deref().filter(|ask| *ask != choice.text) else {
            return run(&choice.text, Style::Plain, link, NAME);
        };
        let mut runs = run(ask, Style::Strong, None, NAME);
        runs.extend(run(" — ", Style::Plain, None, NAME));
        runs.extend(run(&choice.text, Style::Plain, link, NAME));
        runs
    }

    fn link(&self, link: &Link, style: Style) -> Vec<Run> {
        run(&link.text, style, self.site.link(&link.address), NAME)
    }

    fn cell(&self, cell: &Cell) -> Vec<Run> {
        let link = cell.address.as_deref().and_then(|address| self.site.link(address));
        run(&cell.text, Style::Plain, link, CELL)
    }

    /// What a reader must know of a fact, and who says it.
    fn remark(&self, row: &Row) -> Vec<Run> {
        let mut runs = Vec::new();
        if let Some(note) = &row.note {
            runs.extend(run(&format!(" — {note}"), Style::Strong, None, NOTE));
        }
        runs.extend(self.said_by(&row.sources));
        runs
    }

    /// The files and lines that say something.
    fn said_by(&self, sources: &[Source]) -> Vec<Run> {
        let mut runs = Vec::new();
        for source in sources.iter().take(SOURCES) {
            let separator = if runs.is_empty() { " · " } else { ", " };
            runs.extend(run(separator, Style::Plain, None, NAME));
            let place = format!("{}:{}", source.file, source.line);
            runs.extend(run(&place, Style::Emphasis, self.site.link(&source.address), NAME));
        }
        if let more @ 1.. = sources.len().saturating_sub(SOURCES) {
            runs.extend(run(&format!(" and {more} more"), Style::Emphasis, None, NAME));
        }
        runs
    }

    /// How many things of a kind are not shown.
    fn more(&self, hidden: usize, kind: &str, link: Option<&Link>) -> Option<Vec<Run>> {
        let plural = if hidden == 1 { "" } else { "s" };
        let words = format!("{hidden} more {kind}{plural}");
        let link = link.and_then(|link| self.site.link(&link.address));
        (hidden > 0).then(|| run(&words, Style::Emphasis, link, NAME))
    }
}

/// A run of at most `limit` characters; nothing where there is no text.
fn run(text: &str, style: Style, link: Option<String>, limit: usize) -> Vec<Run> {
    let text = if link.is_some() { line(text, limit) } else { piece(text, limit) };
    if text.is_empty() { Vec::new() } else { vec![Run { text, style, link }] }
}

/// The runs without white space before the first and behind the last.
fn trimmed(mut runs: Vec<Run>) -> Vec<Run> {
    if let Some(first) = runs.first_mut() {
        first.text = first.text.trim_start().to_owned();
    }
    if let Some(last) = runs.last_mut() {
        last.text = last.text.trim_end().to_owned();
    }
    runs.retain(|run| !run.text.is_empty());
    runs
}

/// Lists of runs as one, with a separator between.
fn join(lists: Vec<Vec<Run>>, separator: &str) -> Vec<Run> {
    let mut joined = Vec::new();
    for list in lists {
        if !joined.is_empty() && !list.is_empty() {
            joined.push(Run { text: separator.to_owned(), style: Style::Plain, link: None });
        }
        joined.extend(list);
    }
    joined
}
