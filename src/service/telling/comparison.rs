//! Two architectures side by side, and the rules of a book, as Markdown.

use crate::service::compare::{ComparedFact, Comparison, Pair};
use crate::service::rules::RuleView;
use crate::service::telling::{Style, counted, escaped, modality, place, sources};
use crate::service::thing::Thing;

/// Two architectures side by side.
#[must_use]
pub fn comparison(comparison: &Comparison, style: Style<'_>) -> String {
    let (a, b) = (escaped(&comparison.a.name), escaped(&comparison.b.name));
    let mut out = format!("# {a} and {b}\n\n");
    only(&mut out, &a, &comparison.only_a, style);
    only(&mut out, &b, &comparison.only_b, style);
    let (changed, same): (Vec<&Pair>, Vec<&Pair>) =
        comparison.both.iter().partition(|pair| !pair.changes.is_empty());
    if !changed.is_empty() {
        out.push_str("## In both, with differences\n\n");
        for pair in changed {
            out.push_str(&format!("- {}\n", names(pair, style)));
            for change in &pair.changes {
                let sides = [(&a, &change.only_a), (&b, &change.only_b)];
                for (name, facts) in sides.into_iter().filter(|(_, facts)| !facts.is_empty()) {
                    let facts: Vec<String> = facts.iter().map(|it| fact(it, style)).collect();
                    let property = escaped(&change.property.name);
                    out.push_str(&format!(
                        "  - {property}, only in {name}: {}\n",
                        facts.join(", ")
                    ));
                }
            }
        }
        out.push('\n');
    }
    if !same.is_empty() {
        out.push_str("## In both, alike\n\n");
        for pair in same {
            out.push_str(&format!("- {}\n", names(pair, style)));
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn names(pair: &Pair, style: Style<'_>) -> String {
    let (a, b) = (style.thing(&pair.a), style.thing(&pair.b));
    if pair.a.name == pair.b.name { a } else { format!("{a} / {b}") }
}

fn fact(fact: &ComparedFact, style: Style<'_>) -> String {
    let value = style.meaning(&fact.value);
    format!("{value}{}{}", modality(fact.modality), sources(&fact.sources))
}

fn only(out: &mut String, name: &str, things: &[Thing], style: Style<'_>) {
    if things.is_empty() {
        return;
    }
    out.push_str(&format!("## Only in {name}\n\n"));
    for thing in things {
        let detail = thing.detail.as_ref().map(|it| format!(" ({})", escaped(it)));
        let (name, kind) = (style.thing(thing), escaped(&thing.kind));
        out.push_str(&format!("- {name}{}, {kind}\n", detail.unwrap_or_default()));
    }
    out.push('\n');
}

/// The rules with what breaks them.
#[must_use]
pub fn rules(rules: &[RuleView], style: Style<'_>) -> String {
    let mut out = String::new();
    for rule in rules {
        let name = escaped(&rule.name);
        let outcome = match rule.total {
            0 => "holds".to_owned(),
            total => format!("broken {}", counted(total, "time")),
        };
        out.push_str(&format!("- {} {name}: {outcome}\n", escaped(&rule.id)));
        for result in &rule.results {
            let thing = result.thing.as_ref().map(|thing| style.qualified(thing));
            let places: Vec<String> = result.places.iter().map(place).collect();
            out.push_str(&format!(
                "  - {}: {} ({})\n",
                thing.unwrap_or_default(),
                escaped(&result.message),
                places.join("; ")
            ));
        }
    }
    out
}
