//! Whether an answer is what its fence expects.

use crate::question::Answer;
use crate::question::options::Expectation;
use crate::question::table::AnswerTable;

/// How the answer differs from what is expected; `None` where it does not.
///
/// # Errors
/// Where no answer of this kind could be what is expected, with the reason.
pub(in crate::question) fn check(
    expectation: &Expectation,
    answer: &Answer,
) -> Result<Option<String>, String> {
    match (expectation, answer) {
        (Expectation::True, Answer::Boolean(false)) => {
            Ok(Some("expected yes, but the answer is no".to_owned()))
        }
        (Expectation::False, Answer::Boolean(true)) => {
            Ok(Some("expected no, but the answer is yes".to_owned()))
        }
        (Expectation::True | Expectation::False, Answer::Boolean(_)) => Ok(None),
        (_, Answer::Boolean(_)) => {
            Err("rows are expected, but the query is answered by yes or no".to_owned())
        }
        (Expectation::True | Expectation::False, Answer::Table(_)) => {
            Err("yes or no is expected, but the query is answered by rows".to_owned())
        }
        (Expectation::Empty, Answer::Table(table)) => Ok(count_differs(table, 0)),
        (Expectation::NonEmpty, Answer::Table(table)) => {
            Ok(table.rows.is_empty().then(|| "expected rows, but none came".to_owned()))
        }
        (Expectation::Exactly(number), Answer::Table(table)) => Ok(match table.one_number() {
            Some(came) if came.parse() == Ok(*number) => None,
            Some(came) => Some(format!("expected {number}, but the answer is {came}")),
            None => count_differs(table, *number),
        }),
    }
}

fn count_differs(table: &AnswerTable, expected: u64) -> Option<String> {
    let came = table.rows.len() as u64;
    let words = |number: u64, none: &str| match number {
        0 => none.to_owned(),
        1 => "1 row".to_owned(),
        _ => format!("{number} rows"),
    };
    (came != expected).then(|| {
        format!("expected {}, but {} came", words(expected, "no rows"), words(came, "none"))
    })
}
