//! Questions that the bundled book must be able to answer, as readers see them answered.
//!
//! Each lies in `tests/competency` as a query with the question in its first line, beside the
//! expected answer in CSV: IRIs without the base of the book, and for a column `line` what that
//! line of the file says, so that an answer changes only when a fact does. The same query is shown
//! on a page of the book. `LOGGIA_WRITE_ANSWERS=1` writes the answers anew, to be read in a diff.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use loggia::compile::Compiler;
use loggia::question::{Answer, AnswerTable, LiveQuery, Outcome};
use loggia::rdf::Value;
use loggia::snapshot::Snapshot;
use loggia::source::bundled_book;

/// How much of a line an expected answer shows.
const LINE_SHOWN: usize = 90;

static BOOK: LazyLock<Snapshot> =
    LazyLock::new(|| Compiler::new(Arc::new(bundled_book())).compile().unwrap());

/// The bundled book, compiled once for all tests that only ask it.
pub(crate) fn book() -> &'static Snapshot {
    &BOOK
}

#[test]
fn every_question_is_shown_in_the_book_and_answered_as_expected() {
    let mut problems = Vec::new();
    let questions = files("rq");
    assert!(questions.len() >= 20, "the questions are not where they should be: {questions:?}");
    for file in questions {
        let text = fs::read_to_string(&file).unwrap();
        let (question, query) = text.split_once('\n').unwrap();
        let is_question = question.starts_with("# ") && question.ends_with('?');
        assert!(is_question, "{}: the first line is no question", file.display());
        let Some(live) = live_query(query) else {
            problems.push(format!("{question}\nno page shows {}", file.display()));
            continue;
        };
        let answer = csv(live);
        let expected_file = file.with_extension("csv");
        if std::env::var_os("LOGGIA_WRITE_ANSWERS").is_some() {
            fs::write(&expected_file, &answer).unwrap();
        }
        let expected = fs::read_to_string(&expected_file).unwrap_or_default();
        if answer != expected {
            let difference = difference(&expected, &answer);
            problems.push(format!("{question}\n{}\n{difference}", expected_file.display()));
        }
    }
    assert!(problems.is_empty(), "\n{}", problems.join("\n\n"));
}

#[test]
fn every_expected_answer_has_its_question() {
    for file in files("csv") {
        assert!(file.with_extension("rq").is_file(), "{} answers nothing", file.display());
    }
}

#[test]
fn a_live_query_tells_what_it_expects_where_a_question_is_kept() {
    for file in files("rq") {
        let text = fs::read_to_string(&file).unwrap();
        let live = live_query(text.split_once('\n').unwrap().1);
        let expects = live.is_some_and(|live| live.options.expect.is_some());
        assert!(expects, "the fence of {} has no `expect=`", file.display());
    }
}

/// The files of the questions with this ending, sorted.
fn files(extension: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/competency");
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|found| found == extension)).collect();
    files.sort();
    files
}

/// The live query of the book with this text.
fn live_query(query: &str) -> Option<&'static LiveQuery> {
    let pages = 0..book().catalog.pages.len();
    pages
        .flat_map(|page| book().answers.of_page(page))
        .find(|live| live.query.trim() == query.trim())
}

fn csv(live: &LiveQuery) -> String {
    let Outcome::Answered { answer: Answer::Table(table), .. } = &live.outcome else {
        panic!("no rows: {:?} of\n{}", live.outcome, live.query);
    };
    let heads: Vec<String> = table.columns.iter().map(|column| column.name.clone()).collect();
    let rows = table.rows.iter().map(|row| {
        let cells = row.iter().zip(&heads).map(|(cell, head)| {
            let text = cell.value.as_ref().map_or_else(String::new, shown);
            if head == "line" { line(table, row, &text) } else { text }
        });
        cells.map(|cell| quoted(&cell)).collect::<Vec<_>>().join(",")
    });
    let lines: Vec<String> = std::iter::once(heads.join(",")).chain(rows).collect();
    lines.join("\n") + "\n"
}

fn shown(value: &Value) -> String {
    let base = &book().catalog.config.base;
    let text = value.text();
    value.as_iri().and_then(|iri| iri.strip_prefix(base.as_str())).unwrap_or(text).to_owned()
}

/// What the line with this number says, in the file that the column `file` names.
fn line(table: &AnswerTable, row: &[loggia::question::Cell], number: &str) -> String {
    let column = table.columns.iter().position(|column| column.name == "file").unwrap();
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join(row[column].value.as_ref().unwrap().text());
    let text = fs::read_to_string(file).unwrap();
    let line = text.lines().nth(number.parse::<usize>().unwrap() - 1).unwrap();
    line.chars().take(LINE_SHOWN).collect()
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// The lines that only one of the two has.
fn difference(expected: &str, answer: &str) -> String {
    let only = |sign: &'static str, these: &str, those: &str| {
        let those: Vec<String> = those.lines().map(str::to_owned).collect();
        let lines: Vec<String> = these
            .lines()
            .filter(|line| !those.iter().any(|other| other == line))
            .map(|line| format!("{sign} {line}"))
            .collect();
        lines.join("\n")
    };
    let lines = format!("{}\n{}", only("-", expected, answer), only("+", answer, expected));
    if lines.trim().is_empty() { "the order differs".to_owned() } else { lines }
}
