//! What stands behind the word `figure` of a fence: what is drawn, and its caption.

use std::collections::BTreeMap;

use crate::document::fence::{OptionProblem, Value, items, problem, suggestion};
use crate::figure::wanted::{self, Wanted};
use crate::text::Span;

/// What a fence says about its figure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// What is drawn, as it is written.
    pub wanted: Wanted,
    /// Where each option of that stands in the info string.
    pub places: BTreeMap<&'static str, Span>,
    /// What the figure shows, for readers.
    pub caption: Option<String>,
}

const CAPTION: &str = "caption";

/// The options of the view, and the caption.
fn names() -> [&'static str; wanted::NAMES.len() + 1] {
    let mut names = [CAPTION; wanted::NAMES.len() + 1];
    for (place, name) in names.iter_mut().zip(wanted::NAMES) {
        *place = name;
    }
    names
}

/// Reads an info string, its language included.
#[must_use]
pub fn read(info: &str) -> (Options, Vec<OptionProblem>) {
    let mut options = Options::default();
    let mut problems = Vec::new();
    let mut seen = Vec::new();
    for item in items(info) {
        let span = item.span;
        let known = names().into_iter().find(|name| *name == item.name);
        if known.is_some() && seen.contains(&item.name) {
            problems.push(problem(span, format!("`{}` stands twice", item.name), "take one away"));
            continue;
        }
        seen.push(item.name);
        match (known, item.value) {
            (Some(CAPTION), Value::Is(value)) => {
                options.caption = Some(value.trim().to_owned()).filter(|value| !value.is_empty());
            }
            (Some(name), Value::Is(value)) if !value.trim().is_empty() => {
                options.wanted.0.insert(name, value.trim().to_owned());
                options.places.insert(name, span);
            }
            (_, Value::Open) => {
                let message = format!("the value of `{}` has no closing quotation mark", item.name);
                problems.push(problem(span, message, "close it"));
            }
            (Some(name), _) => {
                let message = format!("`{name}` has no value");
                problems.push(problem(span, message, format!("write `{name}=…`")));
            }
            (None, _) => {
                let message = format!("figures have no option `{}`", item.name);
                problems.push(problem(span, message, suggestion(item.name, names())));
            }
        }
    }
    (options, problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_meant_is_told_with_a_suggestion() {
        let info =
            "figure architecture=#shop caption=\"The shop\" archtecture=x caption=y architecture";
        let (options, problems) = read(info);
        assert_eq!(options.caption.as_deref(), Some("The shop"));
        assert_eq!(options.wanted.get("architecture"), Some("#shop"));
        let told = problems.iter().map(|problem| {
            format!("{}: {}; {}", &info[problem.span.range()], problem.message, problem.help)
        });
        insta::assert_snapshot!(told.collect::<Vec<_>>().join("\n"), @"
        archtecture=x: figures have no option `archtecture`; did you mean `architecture`?
        caption=y: `caption` stands twice; take one away
        architecture: `architecture` stands twice; take one away
        ");
        let (_, problems) = read("figure architecture");
        assert_eq!(problems[0].message, "`architecture` has no value");
    }
}
