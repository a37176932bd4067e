//! What stands behind the word `sparql` of a fence: how the answer is shown and what is expected.
//!
//! `sparql caption="Who trusts whom" show=list expect=nonempty`: names with values, separated by
//! spaces or commas. Whatever stands there, reading it gives options; what cannot be meant is told.

use crate::document::fence::{OptionProblem, Value, items, problem, suggestion};
use crate::question::Answer;
use crate::text::Span;

/// What a fence says about its query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// What the answer is, for readers.
    pub caption: Option<String>,
    /// How the answer is shown.
    pub show: Show,
    /// Where that stands in the info string.
    pub show_span: Span,
    /// What the answer has to be, and where in the info string that stands.
    pub expect: Option<(Expectation, Span)>,
}

/// How an answer is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Show {
    /// As a table; yes or no as a word.
    #[default]
    Table,
    /// As a list of rows.
    List,
    /// As one number, or any one value, in large type.
    Number,
    /// As terms, the first column, with what is said of them, the others.
    Definition,
    /// Not at all: the query is code like any other.
    Query,
}

/// What an answer has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expectation {
    /// Without rows.
    Empty,
    /// With at least one row.
    NonEmpty,
    /// Yes.
    True,
    /// No.
    False,
    /// This number where the answer is one number, else this many rows.
    Exactly(u64),
}

const NAMES: [&str; 3] = ["caption", "show", "expect"];

const SHOWS: [(&str, Show); 5] = [
    ("table", Show::Table),
    ("list", Show::List),
    ("number", Show::Number),
    ("definition", Show::Definition),
    ("query", Show::Query),
];

const EXPECTATIONS: [(&str, Expectation); 4] = [
    ("empty", Expectation::Empty),
    ("nonempty", Expectation::NonEmpty),
    ("true", Expectation::True),
    ("false", Expectation::False),
];

/// Reads an info string, its language included.
#[must_use]
pub fn read(info: &str) -> (Options, Vec<OptionProblem>) {
    let mut options = Options::default();
    let mut problems = Vec::new();
    let mut seen = Vec::new();
    for item in items(info) {
        let span = item.span;
        if NAMES.contains(&item.name) && seen.contains(&item.name) {
            problems.push(problem(span, format!("`{}` stands twice", item.name), "take one away"));
            continue;
        }
        seen.push(item.name);
        match (item.name, item.value) {
            ("caption", Value::Is(value)) => {
                options.caption = Some(value.trim().to_owned()).filter(|value| !value.is_empty());
            }
            ("show", Value::Is(value)) => match find(&SHOWS, value) {
                Ok(show) => (options.show, options.show_span) = (show, span),
                Err(help) => {
                    problems.push(problem(
                        span,
                        format!("there is no way to show `{value}`"),
                        help,
                    ));
                }
            },
            ("expect", Value::Is(value)) => match expectation(value) {
                Ok(expect) => options.expect = Some((expect, span)),
                Err(help) => {
                    let message = format!("`{value}` is nothing that an answer can be");
                    problems.push(problem(span, message, help));
                }
            },
            (_, Value::Open) => {
                let message = format!("the value of `{}` has no closing quotation mark", item.name);
                problems.push(problem(span, message, "close it"));
            }
            (name, Value::None) if NAMES.contains(&name) => {
                let message = format!("`{name}` has no value");
                problems.push(problem(span, message, format!("write `{name}=…`")));
            }
            (name, _) => {
                let message = format!("live queries have no option `{name}`");
                problems.push(problem(span, message, suggestion(name, NAMES)));
            }
        }
    }
    (options, problems)
}

impl Show {
    /// Why an answer cannot be shown in this way; `span` is where that is asked for.
    pub(in crate::question) fn misfit(self, answer: &Answer, span: Span) -> Option<OptionProblem> {
        let Answer::Table(table) = answer else {
            return None;
        };
        let (rows, columns) = (table.rows.len(), table.columns.len());
        match self {
            Self::Number if (rows, columns) != (1, 1) => {
                let counted = |number: usize, noun: &str| match number {
                    1 => format!("1 {noun}"),
                    _ => format!("{number} {noun}s"),
                };
                let (rows, columns) = (counted(rows, "row"), counted(columns, "column"));
                let message =
                    format!("`show=number` is for one value; the answer has {rows} and {columns}");
                Some(problem(span, message, "ask for a COUNT, or show a table"))
            }
            Self::Definition if columns < 2 => {
                let message = "`show=definition` is for two columns or more".to_owned();
                Some(problem(span, message, "ask for what is to be told, or show a list"))
            }
            _ => None,
        }
    }
}

fn expectation(value: &str) -> Result<Expectation, String> {
    // Both `expect=3` and `expect==3` can be read aloud.
    match value.strip_prefix('=').unwrap_or(value).parse() {
        Ok(number) => Ok(Expectation::Exactly(number)),
        Err(_) => find(&EXPECTATIONS, value),
    }
}

fn find<T: Copy, const N: usize>(known: &[(&'static str, T); N], value: &str) -> Result<T, String> {
    let found = known.iter().find(|(name, _)| *name == value);
    found.map(|(_, found)| *found).ok_or_else(|| suggestion(value, known.map(|(name, _)| name)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn options_are_names_with_values() {
        let info = "sparql caption=\"Who, and = whom\" show=list,expect=nonempty";
        let (options, problems) = read(info);
        assert_eq!(problems, []);
        assert_eq!(options.caption.as_deref(), Some("Who, and = whom"));
        assert_eq!(options.show, Show::List);
        let (expect, span) = options.expect.unwrap();
        assert_eq!(expect, Expectation::NonEmpty);
        assert_eq!(&info[span.range()], "expect=nonempty");
        for bare in ["sparql", "SPARQL ", "sparql,", ""] {
            assert_eq!(read(bare), (Options::default(), Vec::new()), "{bare}");
        }
        for three in ["sparql expect=3", "sparql expect==3", "sparql expect='3'"] {
            assert_eq!(read(three).0.expect.unwrap().0, Expectation::Exactly(3), "{three}");
        }
    }

    #[test]
    fn what_cannot_be_meant_is_told_with_a_suggestion() {
        let told = |info: &str| {
            let (_, problems) = read(info);
            let told = problems.iter().map(|problem| {
                format!("{}: {}; {}", &info[problem.span.range()], problem.message, problem.help)
            });
            told.collect::<Vec<_>>().join("\n")
        };
        insta::assert_snapshot!(told("sparql exspect=empty show=lists expect=none"), @"
        exspect=empty: live queries have no option `exspect`; did you mean `expect`?
        show=lists: there is no way to show `lists`; did you mean `list`?
        expect=none: `none` is nothing that an answer can be; did you mean `nonempty`?
        ");
        insta::assert_snapshot!(told("sparql show show=-1 caption=\"a"), @r#"
        show: `show` has no value; write `show=…`
        show=-1: `show` stands twice; take one away
        caption="a: the value of `caption` has no closing quotation mark; close it
        "#);
        insta::assert_snapshot!(told("sparql {.x} expect=-1 expect=true expect=false"), @"
        {.x}: live queries have no option `{.x}`; write one of: `caption`, `show`, `expect`
        expect=-1: `-1` is nothing that an answer can be; write one of: `empty`, `nonempty`, `true`, `false`
        expect=true: `expect` stands twice; take one away
        expect=false: `expect` stands twice; take one away
        ");
    }

    proptest! {
        #[test]
        fn anything_can_be_read(info in "(sparql)?[ ,={}a-z\"'ä`\\\\\u{0}\u{2003}]{0,40}") {
            let (_, problems) = read(&info);
            for problem in problems {
                prop_assert!(info.get(problem.span.range()).is_some());
            }
        }
    }
}
