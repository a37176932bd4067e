//! Completion while somebody types a question: commands, then names.

use crate::service::answer::Choice;
use crate::service::answer::grammar::COMMANDS;
use crate::service::answer::respond::choice;
use crate::snapshot::Snapshot;

/// What completes what was typed, at most `limit`: commands while the first word is typed, and the
/// names of things and terms. Each choice can be asked as it is.
#[must_use]
pub fn complete(snapshot: &Snapshot, typed: &str, limit: usize) -> Vec<Choice> {
    let typed = typed.trim_start();
    let names = snapshot.nomenclature();
    let lower = typed.to_lowercase();
    let command = COMMANDS.iter().find_map(|(command, _)| {
        let rest = lower.strip_prefix(command)?;
        rest.starts_with(' ').then(|| (*command, typed.get(command.len()..)))
    });
    if let Some((command, Some(rest))) = command {
        // Of two names the second is completed.
        let start = ["->", "→", ","].iter().filter_map(|mark| Some(rest.rfind(mark)? + mark.len()));
        let start = start.max().unwrap_or(0);
        let (before, begun) = rest.split_at(start);
        let known = names.completions(begun, limit).into_iter();
        let choices = known.map(|(name, iri)| {
            let whole = format!("{command}{before} {name}");
            Choice { ask: Some(whole), ..choice(snapshot, name, iri) }
        });
        return choices.collect();
    }
    let commands = COMMANDS.iter().filter(|(name, _)| name.starts_with(&lower));
    let mut choices: Vec<Choice> = commands
        .map(|(name, text)| Choice {
            ask: Some((*name).to_owned()),
            text: (*text).to_owned(),
            address: None,
        })
        .collect();
    let known = names.completions(typed, limit);
    choices.extend(known.into_iter().map(|(name, iri)| choice(snapshot, name, iri)));
    choices.truncate(limit);
    choices
}
