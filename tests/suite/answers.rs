//! Sixty questions of a newcomer to the bundled book, judged by what the first screen of an answer
//! shows. Every fourth is held back: nothing was adjusted to it.

use std::fs;
use std::path::Path;
use std::time::Instant;

use loggia::service::answer::{
    Answer, AnswerLimits, Outcome, Part, Passage, Row, answer, complete,
};
use loggia::snapshot::Snapshot;
use serde::Deserialize;

use crate::competency::book;

/// The first screen of a chat: so many parts and so many lines of so many characters, behind the
/// heading and the summary.
const PARTS: usize = 3;
const LINES: usize = 12;
const WIDTH: usize = 100;

const LIMITS: AnswerLimits = AnswerLimits { passages: 3, rows: 10, choices: 5 };

#[derive(Debug, Deserialize)]
struct Questions {
    question: Vec<Expected>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    ask: String,
    #[serde(default)]
    rows: Vec<Vec<String>>,
    passage: Option<ExpectedPassage>,
    summary: Option<String>,
    #[serde(default)]
    either: bool,
    total: Option<usize>,
    #[serde(default)]
    never: Vec<String>,
    outcome: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedPassage {
    file: Option<String>,
    words: Vec<String>,
}

/// What of an answer is seen without scrolling.
struct Screen {
    rows: Vec<String>,
    passages: Vec<(String, String)>,
    lines: Vec<String>,
}

impl Screen {
    fn of(answer: &Answer) -> Self {
        let mut screen = Self { rows: Vec::new(), passages: Vec::new(), lines: Vec::new() };
        for part in answer.parts.iter().take(PARTS) {
            screen.part(part);
        }
        screen
    }

    /// Shows text on as many lines as it takes, and tells how much of it is seen.
    fn show(&mut self, text: &str) -> String {
        let characters: Vec<char> = text.chars().collect();
        let mut seen = String::new();
        for line in characters.chunks(WIDTH) {
            if self.lines.len() >= LINES {
                break;
            }
            let line: String = line.iter().collect();
            seen.push_str(&line);
            self.lines.push(line);
        }
        seen
    }

    fn row(&mut self, row: &Row) {
        let cells: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
        let note = row.note.as_ref().map(|note| format!(" ({note})")).unwrap_or_default();
        let seen = self.show(&format!("{}{note}", cells.join(" | ")));
        if !seen.is_empty() {
            self.rows.push(seen);
        }
    }

    fn passage(&mut self, passage: &Passage) {
        self.show(&passage.trail.join(" > "));
        let text: String = passage.text.iter().map(|segment| segment.text.as_str()).collect();
        let seen = self.show(&text);
        self.passages.push((passage.source.file.clone(), seen));
    }

    fn part(&mut self, part: &Part) {
        match part {
            Part::Passage(passage) => self.passage(passage),
            Part::Card(card) => {
                self.show(&card.link.text);
                if let Some(description) = &card.description {
                    self.passage(description);
                }
                card.facts.iter().for_each(|row| self.row(row));
            }
            Part::Table(table) => {
                self.show(&table.columns.join(" | "));
                table.rows.iter().for_each(|row| self.row(row));
            }
            Part::Picture(picture) => {
                self.show(&picture.link.text);
            }
            Part::Choices(choices) => {
                self.show(&choices.caption);
                for choice in &choices.entries {
                    self.show(&choice.text);
                }
            }
        }
    }
}

/// What is wrong with an answer: that it shows a falsehood, and that it does not show what it
/// should.
#[derive(Default)]
struct Verdict {
    falsehoods: Vec<String>,
    lacks: Vec<String>,
}

fn judge(snapshot: &Snapshot, expected: &Expected, answer: &Answer) -> Verdict {
    let screen = Screen::of(answer);
    let mut verdict = Verdict::default();
    for (row, told) in rows(answer).map(|row| (row, text(row))) {
        for word in expected.never.iter().filter(|word| told.contains(*word)) {
            verdict.falsehoods.push(format!("“{told}” holds “{word}”"));
        }
        verdict.falsehoods.extend(unfounded(snapshot, row));
    }
    match expected.outcome.as_deref() {
        Some("unknown") if answer.outcome != Outcome::Unknown => {
            verdict.lacks.push("it does not say that it does not know".to_owned());
        }
        Some("unknown" | "not facts") if answer.outcome == Outcome::Facts => {
            verdict.falsehoods.push("facts are shown as if they answered".to_owned());
        }
        _ => {}
    }
    let has_row = |words: &Vec<String>| {
        screen.rows.iter().any(|row| words.iter().all(|word| row.contains(word.as_str())))
    };
    let mut of_rows: Vec<String> = expected
        .rows
        .iter()
        .filter(|words| !has_row(words))
        .map(|it| format!("row {it:?}"))
        .collect();
    if let Some(total) = expected.total {
        let first = answer.parts.iter().find_map(|part| match part {
            Part::Table(table) => Some(table.rows.len() + table.hidden),
            _ => None,
        });
        if first != Some(total) {
            of_rows.push(format!("{total} rows, not {first:?}"));
        }
    }
    let mut of_words: Vec<String> = Vec::new();
    if let Some(wanted) = &expected.passage {
        let is_seen = screen.passages.iter().any(|(file, text)| {
            wanted.file.as_ref().is_none_or(|wanted| file.ends_with(wanted.as_str()))
                && wanted.words.iter().all(|word| text.contains(word.as_str()))
        });
        if !is_seen {
            of_words.push(format!("passage {:?}", wanted.words));
        }
    }
    let of_summary = expected.summary.as_ref().filter(|word| !answer.summary.contains(*word));
    if expected.either {
        let fine = [
            !expected.rows.is_empty() && of_rows.is_empty(),
            expected.passage.is_some() && of_words.is_empty(),
            expected.summary.is_some() && of_summary.is_none(),
        ];
        if !fine.contains(&true) {
            verdict.lacks.extend(of_rows.into_iter().chain(of_words));
        }
    } else {
        verdict.lacks.extend(of_rows.into_iter().chain(of_words));
        verdict.lacks.extend(of_summary.map(|word| format!("summary “{word}”")));
    }
    verdict
}

fn rows(answer: &Answer) -> impl Iterator<Item = &Row> {
    answer.parts.iter().flat_map(|part| match part {
        Part::Card(card) => card.facts.as_slice(),
        Part::Table(table) => table.rows.as_slice(),
        _ => &[],
    })
}

fn text(row: &Row) -> String {
    let cells: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
    cells.join(" | ")
}

/// Why a row may not be shown: nobody says so where it says that somebody does, or what is not
/// plainly asserted is shown as if it were.
fn unfounded(snapshot: &Snapshot, row: &Row) -> Vec<String> {
    let told = text(row);
    if row.sources.is_empty() {
        let by_vocabulary = row.note.as_deref() == Some("by the vocabulary");
        return if by_vocabulary {
            Vec::new()
        } else {
            vec![format!("“{told}” has no source")]
        };
    }
    let mut problems = Vec::new();
    for source in &row.sources {
        let stated: Vec<_> = snapshot
            .facts
            .statements()
            .filter(|(_, statement)| {
                let place = &statement.place;
                let line =
                    snapshot.texts.get(&place.file).unwrap().line_column(place.span.start).line;
                place.file.as_str() == source.file && line == source.line
            })
            .collect();
        if stated.is_empty() {
            problems
                .push(format!("“{told}”: nothing is stated at {}:{}", source.file, source.line));
        } else if row.note.is_none() && !stated.iter().any(|(_, statement)| statement.is_asserted())
        {
            problems.push(format!("“{told}” is not asserted at {}:{}", source.file, source.line));
        }
    }
    problems
}

fn questions() -> Vec<Expected> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/answers/questions.toml");
    let questions: Questions = toml::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    questions.question
}

/// Whether a question is held back.
fn is_held_back(number: usize) -> bool {
    number % 4 == 3
}

#[test]
fn newcomers_are_answered_on_the_first_screen_and_never_told_a_falsehood() {
    let snapshot = book();
    let all = questions();
    assert_eq!(all.len(), 60);
    let hides = std::env::var_os("LOGGIA_HIDE_HELD_BACK").is_some();
    let (mut right, mut right_of_held_back) = (0, 0);
    let (mut problems, mut falsehoods) = (String::new(), Vec::new());
    for (number, expected) in all.iter().enumerate() {
        if hides && is_held_back(number) {
            continue;
        }
        let answered = answer(snapshot, &expected.ask, &LIMITS);
        let verdict = judge(snapshot, expected, &answered);
        falsehoods.extend(verdict.falsehoods.iter().map(|it| format!("{}: {it}", expected.ask)));
        if verdict.lacks.is_empty() && verdict.falsehoods.is_empty() {
            right += 1;
            right_of_held_back += usize::from(is_held_back(number));
            continue;
        }
        let held_back = if is_held_back(number) { " (held back)" } else { "" };
        problems.push_str(&format!("\n{}. {}{held_back}\n", number + 1, expected.ask));
        for problem in verdict.lacks.iter().chain(&verdict.falsehoods) {
            problems.push_str(&format!("    lacks or errs: {problem}\n"));
        }
        problems.push_str(&format!("    {} — {}\n", answered.heading, answered.summary));
        for line in Screen::of(&answered).lines {
            problems.push_str(&format!("    | {line}\n"));
        }
    }
    eprintln!("{right} of 60 right, {right_of_held_back} of the 15 held back\n{problems}");
    assert!(falsehoods.is_empty(), "\n{}", falsehoods.join("\n"));
    assert!(right >= 54, "{right} of 60 right\n{problems}");
}
