//! One thing, what depends on it, and ways between two, as Markdown.

use crate::service::entity::{Because, Entity, FactGroup, Origin};
use crate::service::impact::{Impact, Reach, Standing};
use crate::service::path::PathAnswer;
use crate::service::telling::{Style, counted, escaped, modality, place, sources};

/// Everything that is known of a thing.
#[must_use]
pub fn portrait(entity: &Entity, impact: &Impact, style: Style<'_>) -> String {
    let mut out = format!("# {}\n\n", escaped(&entity.thing.name));
    let mut line = capital(&entity.thing.kind);
    if let Some(architecture) = &entity.thing.architecture {
        line.push_str(&format!(" in {}", escaped(architecture)));
    }
    if let Some(declared) = &entity.place {
        line.push_str(&format!(", declared at {}", place(declared)));
    }
    out.push_str(&format!("{line}.\n\n"));
    if !entity.definition.is_empty() {
        out.push_str(&format!("{}\n\n", escaped(&entity.definition)));
    }
    if let Some(concept) = &entity.concept {
        let name = style.thing(&concept.thing);
        out.push_str(&format!("{name}: {}\n\n", escaped(&concept.definition)));
    }
    if !entity.synonyms.is_empty() {
        let names: Vec<String> = entity.synonyms.iter().map(|name| escaped(name)).collect();
        out.push_str(&format!("Also called: {}.\n\n", names.join("; ")));
    }
    groups(&mut out, "Facts", &entity.facts, style);
    groups(&mut out, "Facts of other things", &entity.incoming, style);
    groups(&mut out, "What follows", &entity.inferred, style);
    for conflict in &entity.conflicts {
        if out.ends_with("\n\n") {
            out.push_str("## Contradictions\n\n");
        }
        let (own, other) = (&conflict.statement, &conflict.against);
        out.push_str(&format!(
            "- {}{} against {}{}\n",
            escaped(&own.fact.text),
            sources(std::slice::from_ref(own)),
            escaped(&other.fact.text),
            sources(std::slice::from_ref(other))
        ));
    }
    end(&mut out);
    fate(&mut out, impact, style);
    counterparts(&mut out, entity, style);
    rest(&mut out, entity);
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn counterparts(out: &mut String, entity: &Entity, style: Style<'_>) {
    if entity.counterparts.is_empty() {
        return;
    }
    out.push_str("## In other architectures\n\n");
    for counterpart in &entity.counterparts {
        let because = match counterpart.because {
            Because::Stated => format!("stated{}", sources(&counterpart.sources)),
            Because::SameName => "of the same name".to_owned(),
            Because::SameEnds => "between counterparts".to_owned(),
            Because::SameAddress => "at an address of the same name".to_owned(),
        };
        out.push_str(&format!("- {}, {because}\n", style.qualified(&counterpart.thing)));
    }
    end(out);
}

fn rest(out: &mut String, entity: &Entity) {
    if !entity.rules.is_empty() {
        out.push_str("## What the rules find\n\n");
        for result in &entity.rules {
            let places: Vec<String> = result.places.iter().map(place).collect();
            out.push_str(&format!(
                "- {}: {} ({})\n",
                result.severity,
                escaped(&result.message),
                places.join("; ")
            ));
        }
        end(out);
    }
    if !entity.figures.is_empty() {
        out.push_str("## Figures\n\n");
        for figure in &entity.figures {
            let regions = figure.regions.iter().map(|region| region.percent.as_str());
            let regions = regions.collect::<Vec<_>>().join(" and ");
            let regions = if regions.is_empty() {
                regions
            } else {
                format!(" (at {regions} percent from the left and the top, wide and high)")
            };
            out.push_str(&format!(
                "- Figure {} of {}: {}{regions}\n",
                escaped(&figure.number),
                escaped(&figure.document),
                escaped(&figure.caption)
            ));
        }
        end(out);
    }
    let mentions = &entity.mentions;
    if mentions.total > 0 {
        out.push_str(&format!(
            "## Mentions\n\n{} in {}.\n\n",
            counted(mentions.total, "mention"),
            counted(mentions.documents_total, "document")
        ));
        for document in &mentions.documents {
            let line = document.sections.first().map_or(1, |section| section.line);
            out.push_str(&format!(
                "- {}: {} ({}:{line})\n",
                escaped(&document.title),
                counted(document.count, "mention"),
                document.file
            ));
        }
        end(out);
    }
}

fn groups(out: &mut String, title: &str, groups: &[FactGroup], style: Style<'_>) {
    if groups.is_empty() {
        return;
    }
    out.push_str(&format!("## {title}\n\n"));
    for group in groups {
        for fact in &group.facts {
            let how = match (fact.origin, &fact.derivation) {
                (Origin::Inferred, Some(why)) => {
                    format!(" (follows: {})", escaped(&why.axiom.text))
                }
                (Origin::Vocabulary, _) => " (vocabulary)".to_owned(),
                _ => sources(&fact.sources),
            };
            out.push_str(&format!(
                "- {}: {}{}{how}\n",
                escaped(&group.property.name),
                style.meaning(&fact.value),
                modality(fact.modality),
            ));
        }
        let more = group.total.saturating_sub(group.facts.len());
        if more > 0 {
            out.push_str(&format!("- {}: {more} more\n", escaped(&group.property.name)));
        }
    }
    end(out);
}

/// What depends on a thing and what it needs.
#[must_use]
pub fn impact(impact: &Impact, style: Style<'_>) -> String {
    let mut out = format!("# {}\n\n", escaped(&impact.thing.qualified()));
    fate(&mut out, impact, style);
    if impact.dependants.total + impact.standing.len() + impact.needs.total == 0 {
        out.push_str("Nothing that is stated depends on it, and it needs nothing.\n");
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// What becomes of others without it, and of it without others.
fn fate(out: &mut String, impact: &Impact, style: Style<'_>) {
    reach(out, "What breaks if it goes", &impact.dependants, style);
    standing(out, &impact.standing, style);
    reach(out, "What it needs", &impact.needs, style);
}

fn standing(out: &mut String, standing: &[Standing], style: Style<'_>) {
    if standing.is_empty() {
        return;
    }
    out.push_str(&format!("## What keeps running\n\n{}.\n\n", counted(standing.len(), "thing")));
    for Standing { reached, on } in standing {
        let on: Vec<String> = on.iter().map(|thing| style.thing(thing)).collect();
        out.push_str(&format!(
            "- {}, {}, on {}: {}\n",
            style.thing(&reached.thing),
            escaped(&reached.thing.kind),
            on.join(", "),
            style.chain(&reached.chain)
        ));
    }
    end(out);
}

fn reach(out: &mut String, title: &str, reach: &Reach, style: Style<'_>) {
    if reach.total == 0 {
        return;
    }
    out.push_str(&format!("## {title}\n\n{}.\n\n", counted(reach.total, "thing")));
    for reached in &reach.reached {
        let thing = style.thing(&reached.thing);
        let detail = reached.thing.detail.as_ref().map(|it| format!(" ({})", escaped(it)));
        let thing = thing + &detail.unwrap_or_default();
        let kind = escaped(&reached.thing.kind);
        out.push_str(&format!("- {thing}, {kind}: {}\n", style.chain(&reached.chain)));
    }
    let more = reach.total.saturating_sub(reach.reached.len());
    if more > 0 {
        out.push_str(&format!("- {more} more\n"));
    }
    end(out);
}

/// The shortest ways between two things.
#[must_use]
pub fn path(answer: &PathAnswer, style: Style<'_>) -> String {
    let ends =
        format!("{} to {}", escaped(&answer.from.qualified()), escaped(&answer.to.qualified()));
    let mut out = format!("# From {ends}\n\n");
    match answer.length {
        None => out.push_str("No way was found.\n"),
        Some(0) => out.push_str("The two are one.\n"),
        Some(length) => {
            out.push_str(&format!("{}.\n", counted(length, "step")));
            for (number, way) in answer.ways.iter().enumerate() {
                out.push_str(&format!("\n{}. {}", number + 1, style.chain(way)));
            }
            out.push('\n');
            if answer.is_cut {
                out.push_str("\nThere are more ways of this length.\n");
            }
        }
    }
    out
}

/// Ends a list.
fn end(out: &mut String) {
    if !out.ends_with("\n\n") {
        out.push('\n');
    }
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + characters.as_str()
}
