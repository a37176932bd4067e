//! `check_rules`: what the rules say of the book or of one architecture.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::mcp::budget::{Portion, USUAL_TOKENS};
use crate::mcp::server::Book;
use crate::mcp::told::{Named, place};
use crate::mcp::tool::{Answered, Answers, Refusal};
use crate::service::rules::{RuleFilter, RuleResult, RuleView, rules};

/// So many places of one finding are told.
const MOST_PLACES: usize = 3;

pub(in crate::mcp) struct CheckRules;

/// Which rules, and of what.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::mcp) struct Arguments {
    /// Only what concerns this architecture: id or name. Empty for the whole book.
    #[serde(default, alias = "id", alias = "name")]
    architecture: String,
    /// Only rules with this in their name. Empty for all.
    #[serde(default)]
    rule: String,
    /// `next_cursor` of the answer before, for more findings.
    #[serde(default)]
    cursor: String,
}

/// What the rules say.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::mcp) struct Reply {
    /// Whether nothing breaks any of the rules.
    conforms: bool,
    /// How many findings there are.
    total: usize,
    /// The rules that were checked.
    rules: Vec<Rule>,
    /// What breaks them.
    findings: Vec<Finding>,
    /// Where to go on.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
    /// Whether there are more findings.
    truncated: bool,
}

/// A rule.
#[derive(Debug, Serialize, JsonSchema)]
struct Rule {
    id: String,
    /// What it demands.
    demands: String,
    /// `Violation`, `Warning` or `Info`.
    severity: String,
    /// How often it is broken.
    broken: usize,
}

/// Something that breaks a rule.
#[derive(Debug, Serialize, JsonSchema)]
struct Finding {
    /// The rule's id.
    rule: String,
    /// `violation`, `warning` or `note`.
    severity: &'static str,
    /// What breaks it.
    #[serde(skip_serializing_if = "Option::is_none")]
    thing: Option<Named>,
    /// What is wrong.
    message: String,
    /// Where the words stand that are to blame, `file:line`.
    places: Vec<String>,
}

impl Answers for CheckRules {
    const NAME: &'static str = "check_rules";
    const TITLE: &'static str = "Check the rules";
    const DESCRIPTION: &'static str = "Checks the book, or one architecture, against its \
        architecture rules (SHACL): every rule with what it demands and how often it is broken, and \
        each finding with the thing, what is wrong, and file and line of the words to blame. Use it \
        for reviews and to see whether a design is consistent.";
    type Arguments = Arguments;
    type Reply = Reply;

    fn answer(book: &Book<'_>, arguments: Arguments) -> Result<Answered<Self>, Refusal> {
        let mut portion = Portion::read(USUAL_TOKENS, &arguments.cursor)?;
        let architecture = match arguments.architecture.trim() {
            "" => None,
            given => Some(book.architecture(given)?),
        };
        let rule = Some(arguments.rule.trim().to_owned()).filter(|rule| !rule.is_empty());
        let is_narrowed = rule.is_some();
        let views = rules(book.snapshot, &RuleFilter { architecture, rule });
        if views.is_empty() && is_narrowed {
            return Err(Refusal::new("no rule has this name; leave `rule` out for all"));
        }
        let is_first = portion.is_first();
        let listed = views.iter().filter(|_| is_first).map(told);
        let listed = portion.budget().fill(listed);
        let findings = views
            .iter()
            .flat_map(|view| view.results.iter().map(|result| finding(book, view, result)));
        let findings = portion.of(findings);
        let total = views.iter().map(|view| view.total).sum();
        let next_cursor = portion.next_cursor();
        Ok(Answered::new(Reply {
            conforms: total == 0,
            total,
            rules: listed,
            truncated: next_cursor.is_some(),
            next_cursor,
            findings,
        }))
    }
}

fn told(view: &RuleView) -> Rule {
    Rule {
        id: view.id.clone(),
        demands: view.name.clone(),
        severity: view.severity.clone(),
        broken: view.total,
    }
}

fn finding(book: &Book<'_>, view: &RuleView, result: &RuleResult) -> Finding {
    Finding {
        rule: view.id.clone(),
        severity: result.severity,
        thing: result.thing.as_ref().map(|thing| book.named(thing)),
        message: result.message.clone(),
        places: result.places.iter().take(MOST_PLACES).map(place).collect(),
    }
}
