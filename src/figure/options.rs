//! What stands behind the word `figure` of a fence: what is drawn, and its caption.

use crate::document::fence::{OptionProblem, Value, items, problem, suggestion};
use crate::text::Span;

/// What a fence says about its figure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// The architecture that is drawn, as it is written, and where that stands.
    pub architecture: Option<(String, Span)>,
    /// What the figure shows, for readers.
    pub caption: Option<String>,
}

const NAMES: [&str; 2] = ["architecture", "caption"];

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
            ("architecture", Value::Is(value)) if !value.trim().is_empty() => {
                options.architecture = Some((value.trim().to_owned(), span));
            }
            ("caption", Value::Is(value)) => {
                options.caption = Some(value.trim().to_owned()).filter(|value| !value.is_empty());
            }
            (_, Value::Open) => {
                let message = format!("the value of `{}` has no closing quotation mark", item.name);
                problems.push(problem(span, message, "close it"));
            }
            (name, _) if NAMES.contains(&name) => {
                let message = format!("`{name}` has no value");
                problems.push(problem(span, message, format!("write `{name}=…`")));
            }
            (name, _) => {
                let message = format!("figures have no option `{name}`");
                problems.push(problem(span, message, suggestion(name, NAMES)));
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
        assert_eq!(options.architecture.unwrap().0, "#shop");
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
