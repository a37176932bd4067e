//! `loggia why`: who says so.

use crate::cli::arguments::WhyCommand;
use crate::cli::{Failure, Outcome, open, terminal};
use crate::diagnostic::render::{Finding, Palette, findings};
use crate::service::why::{Derivation, Question, Reason, Why, WhyProblem, why};
use crate::snapshot::Snapshot;

pub(in crate::cli) fn run(command: &WhyCommand) -> Result<Outcome, Failure> {
    let book = open::find(command.book.as_deref())?;
    let snapshot = open::compile(&book)?;
    let question = read(&snapshot, &command.question);
    let question = question.map_err(|problem| Failure::told(problem.to_string()))?;
    let answer = why(&snapshot, &question, command.limit);
    terminal::output(&if command.json {
        let json = serde_json::to_string_pretty(&answer);
        json.map_err(|error| Failure::told(error.to_string()))? + "\n"
    } else {
        for_people(&snapshot, &answer)
    })?;
    let is_so = answer.total > 0 || !answer.inferred.is_empty();
    Ok(if is_so { Outcome::Done } else { Outcome::Problems })
}

/// The question in one argument with three terms, or in three arguments, whose quotation marks the
/// shell has taken away.
fn read(snapshot: &Snapshot, arguments: &[String]) -> Result<Question, WhyProblem> {
    match arguments {
        [subject, predicate, object] => {
            let kept = [subject, predicate, object].map(|term| {
                if term.contains(char::is_whitespace) && !term.starts_with(['"', '“', '<']) {
                    format!("\"{term}\"")
                } else {
                    term.clone()
                }
            });
            let [subject, predicate, object] = &kept;
            Question::of_terms(snapshot, subject, predicate, object)
        }
        _ => Question::parse(snapshot, &arguments.join(" ")),
    }
}

fn for_people(snapshot: &Snapshot, answer: &Why) -> String {
    let stated: Vec<Finding> =
        answer.statements.iter().filter_map(|reason| finding(snapshot, reason, "stated")).collect();
    let mut text = findings(&stated, &snapshot.texts, Palette::Colour);
    for derivation in &answer.inferred {
        text.push_str(&explained(snapshot, derivation, ""));
        text.push('\n');
    }
    let (total, shown) = (answer.total, answer.statements.len());
    text.push_str(&match (total, answer.inferred.len()) {
        (0, 0) => "Nothing says so.\n".to_owned(),
        (0, _) => "Nobody states it; it follows.\n".to_owned(),
        (1, _) => "1 statement says so.\n".to_owned(),
        _ if shown < total => format!("{total} statements say so; the first {shown} are shown.\n"),
        _ => format!("{total} statements say so.\n"),
    });
    text
}

/// What something follows from, down to what is stated.
fn explained(snapshot: &Snapshot, derivation: &Derivation, indent: &str) -> String {
    let Derivation { fact, rule, axiom, from, statements } = derivation;
    let mut text = format!(
        "{indent}\u{1b}[1minferred\u{1b}[0m: {}\n{indent}  by the rule `{rule}`, because {}\n",
        plain(&fact.text),
        plain(&axiom.text)
    );
    let stated: Vec<Finding> =
        statements.iter().filter_map(|reason| finding(snapshot, reason, "from")).collect();
    for line in findings(&stated, &snapshot.texts, Palette::Colour).trim_end().lines() {
        text.push_str(&format!("{indent}  {line}\n"));
    }
    for deeper in from {
        text.push_str(&explained(snapshot, deeper, &format!("{indent}  ")));
    }
    text
}

fn finding(snapshot: &Snapshot, reason: &Reason, kind: &str) -> Option<Finding> {
    let statement = snapshot.facts.statement(reason.id)?;
    let label = match reason.modality {
        "asserted" => format!("says so, as a {}", reason.written_as),
        modality => format!("{modality}, as a {}", reason.written_as),
    };
    let mut notes = vec![format!("“{}”", reason.quote)];
    notes.extend(reason.according_to.iter().map(|voice| format!("according to {voice}")));
    let related = reason.conflicts.iter().filter_map(|id| {
        let other = snapshot.facts.statement(*id)?;
        let voice = other.according_to.as_ref().map(|voice| format!(" by {voice}"));
        let voice = voice.unwrap_or_default();
        Some((other.place.clone(), format!("contradicted{voice}: “{}”", other.quote)))
    });
    Some(Finding {
        kind: if reason.modality == "asserted" { kind } else { reason.modality }.to_owned(),
        title: reason.fact.text.clone(),
        place: statement.place.clone(),
        label,
        notes,
        related: related.collect(),
    })
}

/// A text of the book without what a terminal would take for commands.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}
