//! `loggia explain`: what a kind of problem means and how to mend it.

use crate::cli::arguments::ExplainCommand;
use crate::cli::{Failure, Outcome, terminal};
use crate::diagnostic::{Code, Severity, codes, nearest};
use crate::document::plain_text::plain_text;
use crate::service::manual::Manual;

/// How wide explanations are printed.
pub(in crate::cli) const WIDTH: usize = 80;

pub(in crate::cli) fn run(command: &ExplainCommand) -> Result<Outcome, Failure> {
    let text = match &command.code {
        None => list(),
        Some(name) => explanation(find(name)?),
    };
    terminal::output(&text)?;
    Ok(Outcome::Done)
}

fn find(name: &str) -> Result<&'static Code, Failure> {
    let wanted = name.to_lowercase();
    if let Some(code) = codes::ALL.iter().find(|code| code.name == wanted) {
        return Ok(code);
    }
    let advice = match nearest(&wanted, codes::ALL.iter().map(|code| code.name)) {
        Some(code) => format!("did you mean `{code}`?"),
        None => "`loggia explain` lists all codes".to_owned(),
    };
    Err(Failure::told(format!("there is no code `{name}`\n{advice}")))
}

fn explanation(code: &Code) -> String {
    let section = Manual::read().section(code).map(|section| plain_text(section, WIDTH));
    format!("{}: {}\n\n{}", heading(code), code.summary, section.unwrap_or_default())
}

/// The code as a problem shows it: `error[broken-link]`.
fn heading(code: &Code) -> String {
    let colour = match code.severity {
        Severity::Error => "31",
        Severity::Warning => "33",
        Severity::Note => "32",
    };
    format!("\u{1b}[1;{colour}m{}[{}]\u{1b}[0m", code.severity.as_str(), code.name)
}

fn list() -> String {
    let widest = codes::ALL.iter().map(|code| code.name.len()).max().unwrap_or(0);
    let line = |code: &&Code| {
        let (name, severity) = (code.name, code.severity.as_str());
        format!("{name:widest$}  {severity:7}  {}\n", code.summary)
    };
    codes::ALL.iter().map(line).collect()
}
