//! `loggia ask`: a question in plain words, or a command of the chat, answered without a server.

use crate::cli::arguments::{AnswerFormat, AskCommand};
use crate::cli::{Failure, Outcome, open, terminal};
use crate::service::answer::{
    Answer, AnswerLimits, Card, Choices, Outcome as Answered, Part, Passage, Row, Source, Table,
    answer,
};

/// How many passages and choices are shown.
const PASSAGES: usize = 4;
const CHOICES: usize = 9;
/// Cells are cut to so many characters.
const WIDEST_CELL: usize = 60;

pub(in crate::cli) fn run(command: &AskCommand) -> Result<Outcome, Failure> {
    let book = open::find(command.book.as_deref())?;
    let snapshot = open::compile(&book)?;
    let limits = AnswerLimits { passages: PASSAGES, rows: command.limit, choices: CHOICES };
    let answer = answer(&snapshot, &command.question.join(" "), &limits);
    terminal::output(&match command.format {
        AnswerFormat::Json => {
            let json = serde_json::to_string_pretty(&answer);
            json.map_err(|error| Failure::told(error.to_string()))? + "\n"
        }
        AnswerFormat::Human => for_people(&answer),
    })?;
    let is_answered = answer.outcome != Answered::Unknown;
    Ok(if is_answered { Outcome::Done } else { Outcome::Problems })
}

fn for_people(answer: &Answer) -> String {
    let mut text = format!("{}\n{}\n", bold(&answer.heading), answer.summary);
    for part in &answer.parts {
        text.push('\n');
        text.push_str(&match part {
            Part::Passage(passage) => of_passage(passage),
            Part::Card(card) => of_card(card),
            Part::Table(table) => of_table(table),
            Part::Picture(picture) => format!(
                "{}\n{}\n{}\n",
                bold(&picture.link.text),
                picture.alternative,
                dim(&picture.image)
            ),
            Part::Choices(choices) => of_choices(choices),
        });
    }
    text
}

fn of_passage(passage: &Passage) -> String {
    let words = passage.text.iter().map(|segment| {
        if segment.highlighted { bold(&segment.text) } else { segment.text.clone() }
    });
    let source = source(&passage.source);
    format!("{}\n  {}\n  {}\n", passage.trail.join(" › "), words.collect::<String>(), dim(&source))
}

fn of_card(card: &Card) -> String {
    let mut text = bold(&card.link.text);
    if !card.kinds.is_empty() {
        text.push_str(&format!(" – {}", card.kinds.join(", ")));
    }
    if let Some(architecture) = &card.architecture {
        text.push_str(&format!(" – {}", architecture.text));
    }
    text.push('\n');
    if let Some(description) = &card.description {
        let words: String = description.text.iter().map(|it| it.text.as_str()).collect();
        text.push_str(&format!("  {words}\n  {}\n", dim(&source(&description.source))));
    }
    text.push_str(&rows(&[], &card.facts));
    text.push_str(&hidden(card.hidden));
    if let Some(figure) = &card.figure {
        text.push_str(&format!("  Figure: {}  {}\n", figure.link.text, dim(&figure.link.address)));
    }
    text
}

fn of_table(table: &Table) -> String {
    let rows = rows(&table.columns, &table.rows);
    format!("{}\n{rows}{}", bold(&table.caption), hidden(table.hidden))
}

/// Rows in columns, with the first source and the remark behind each.
fn rows(heads: &[String], rows: &[Row]) -> String {
    let mut lines: Vec<Vec<String>> = Vec::new();
    if !heads.is_empty() {
        lines.push(heads.to_vec());
    }
    for row in rows {
        let mut cells: Vec<String> = row.cells.iter().map(|cell| cut(&cell.text)).collect();
        let first = row.sources.first().map(source);
        let more = row.sources.len().saturating_sub(1);
        let more = (more > 0).then(|| format!("and {more} more"));
        let note = row.note.as_ref().map(|note| format!("({note})"));
        let behind: Vec<String> = first.into_iter().chain(more).chain(note).collect();
        cells.push(dim(&behind.join(" ")));
        lines.push(cells);
    }
    let count = rows.first().map_or(0, |row| row.cells.len());
    let width = |column: usize| {
        let cells = lines.iter().filter_map(|line| line.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..count).map(width).collect();
    let mut text = String::new();
    for line in &lines {
        text.push_str("  ");
        for (column, cell) in line.iter().enumerate() {
            let gap = widths
                .get(column)
                .map_or(0, |width| (width + 2).saturating_sub(cell.chars().count()));
            text.push_str(cell);
            text.push_str(&" ".repeat(gap));
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text
}

/// A cell in one line of bearable length.
fn cut(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(WIDEST_CELL) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text,
    }
}

fn of_choices(choices: &Choices) -> String {
    let mut text = format!("{}\n", bold(&choices.caption));
    for choice in &choices.entries {
        let place = choice.address.as_ref().map(|it| format!("  {}", dim(it))).unwrap_or_default();
        let ask = choice.ask.as_deref().filter(|ask| *ask != choice.text);
        let ask = ask.map(|ask| format!("{ask}  ")).unwrap_or_default();
        text.push_str(&format!("  {ask}{}{place}\n", choice.text));
    }
    text
}

fn hidden(count: usize) -> String {
    match count {
        0 => String::new(),
        count => format!("  … and {count} more; `-n` shows more\n"),
    }
}

fn source(source: &Source) -> String {
    format!("{}:{}", source.file, source.line)
}

fn bold(text: &str) -> String {
    format!("\u{1b}[1m{text}\u{1b}[0m")
}

fn dim(text: &str) -> String {
    format!("\u{1b}[2m{text}\u{1b}[0m")
}
