//! What each constraint component means.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::graph::rules::evaluate::{Found, Place, Run};
use crate::graph::rules::literal::{Meaning, is_valid};
use crate::graph::rules::message::{shape_name, show, show_iri, subject, values};
use crate::graph::rules::shape::{Constraint, Limit, NodeKind, Pair, Qualified, Range, RangeKind};
use crate::graph::rules::{Path, ValidationError, Violation};
use crate::rdf::Value;

type Checked = Result<(), ValidationError>;

impl Run<'_> {
    /// Checks one constraint of a shape at one node.
    pub(super) fn constraint(
        &mut self,
        place: &Place<'_>,
        index: usize,
        constraint: &Constraint,
        found: &mut Found<'_>,
    ) -> Checked {
        let path = place.shape.path.as_deref();
        let count = place.values.len();
        match constraint {
            Constraint::MinCount(least) if count < *least => {
                let text = || format!("expected at least {}, found {count}", values(*least, path));
                found.add(|found| place.violation(found, constraint, None, text))
            }
            Constraint::MaxCount(most) if count > *most => {
                let text = || format!("expected at most {}, found {count}", values(*most, path));
                found.add(|found| place.violation(found, constraint, None, text))
            }
            Constraint::HasValue(value) if !place.values.contains(value) => {
                let text = || match path {
                    Some(path) => format!("expected {} among the values of {path}", show(value)),
                    None => format!("{} must be {}", show(place.focus), show(value)),
                };
                found.add(|found| place.violation(found, constraint, None, text))
            }
            Constraint::MinCount(_) | Constraint::MaxCount(_) | Constraint::HasValue(_) => Ok(()),
            Constraint::UniqueLanguage => unique_language(place, constraint, found),
            Constraint::Pair(pair, other) => self.pair(place, constraint, (*pair, other), found),
            Constraint::Closed(allowed) => self.closed(place, constraint, allowed, found),
            Constraint::Qualified(qualified) => self.qualified(place, constraint, qualified, found),
            Constraint::Query(query) => self.query(place, index, query, found),
            Constraint::Property(id) => {
                for value in place.values {
                    self.watch.check()?;
                    self.shape(*id, value, found)?;
                    if found.is_decided() {
                        break;
                    }
                }
                Ok(())
            }
            _ => self.each_value(place, constraint, found),
        }
    }

    /// Whether a constraint about single values holds for one.
    pub(super) fn holds(
        &mut self,
        constraint: &Constraint,
        value: &Value,
    ) -> Result<bool, ValidationError> {
        let holds = match constraint {
            Constraint::Class(class) => self.is_instance(value, class)?,
            Constraint::Datatype(datatype) => match value {
                Value::Literal { text, datatype: own, .. } => {
                    own == datatype && is_valid(text, own)
                }
                _ => false,
            },
            Constraint::NodeKind(kind) => is_of_kind(value, *kind),
            Constraint::Range(range) => is_within(value, range),
            Constraint::MinLength(least) => {
                text(value).is_some_and(|text| text.chars().count() >= *least)
            }
            Constraint::MaxLength(most) => {
                text(value).is_some_and(|text| text.chars().count() <= *most)
            }
            Constraint::Pattern(regex) => text(value).is_some_and(|text| regex.is_match(text)),
            Constraint::LanguageIn(ranges) => match value {
                Value::Literal { language: Some(language), .. } => {
                    ranges.iter().any(|range| is_in_range(language, range))
                }
                _ => false,
            },
            Constraint::In(members) => members.contains(value),
            Constraint::Node(id) => self.conforms(*id, value)?,
            Constraint::Not(id) => !self.conforms(*id, value)?,
            Constraint::And(ids) => {
                let mut all = true;
                for id in ids {
                    all = all && self.conforms(*id, value)?;
                }
                all
            }
            Constraint::Or(ids) => {
                let mut any = false;
                for id in ids {
                    any = any || self.conforms(*id, value)?;
                }
                any
            }
            Constraint::Xone(ids) => {
                let mut count = 0;
                for id in ids {
                    count += usize::from(self.conforms(*id, value)?);
                }
                count == 1
            }
            // The others are about more than single values.
            _ => true,
        };
        Ok(holds)
    }

    fn pair(
        &mut self,
        place: &Place<'_>,
        constraint: &Constraint,
        (pair, other): (Pair, &str),
        found: &mut Found<'_>,
    ) -> Checked {
        let path = place.shape.path.as_deref();
        let name = show_iri(other);
        let others: BTreeSet<Value> = self.objects(place.focus, other)?.collect();
        let mut tell = |value: &Value, text: &dyn Fn() -> String| {
            found.add(|found| place.violation(found, constraint, Some(value), text))
        };
        match pair {
            Pair::Equals => {
                for value in place.values.difference(&others) {
                    tell(value, &|| {
                        format!("{} must also be one of {name}", subject(value, path))
                    })?;
                }
                for value in others.difference(place.values) {
                    let own = path.map_or_else(|| show(place.focus), Path::to_string);
                    tell(value, &|| {
                        format!("{} of {name} must also be one of {own}", show(value))
                    })?;
                }
            }
            Pair::Disjoint => {
                for value in place.values.intersection(&others) {
                    tell(value, &|| format!("{} must not be one of {name}", subject(value, path)))?;
                }
            }
            Pair::LessThan | Pair::LessThanOrEquals => {
                let others: Vec<(&Value, Option<Meaning>)> =
                    others.iter().map(|other| (other, Meaning::of(other))).collect();
                let words = if pair == Pair::LessThan { "less than" } else { "at most" };
                for value in place.values {
                    let meaning = Meaning::of(value);
                    for (other, limit) in &others {
                        self.watch.check()?;
                        let order = meaning.as_ref().zip(limit.as_ref());
                        let order = order.and_then(|(meaning, limit)| meaning.compare(limit));
                        let fits = match order {
                            Some(Ordering::Less) => true,
                            Some(Ordering::Equal) => pair == Pair::LessThanOrEquals,
                            _ => false,
                        };
                        if !fits {
                            tell(value, &|| {
                                let subject = subject(value, path);
                                format!("{subject} must be {words} {} of {name}", show(other))
                            })?;
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn closed(
        &mut self,
        place: &Place<'_>,
        constraint: &Constraint,
        allowed: &BTreeSet<String>,
        found: &mut Found<'_>,
    ) -> Checked {
        for node in place.values {
            for fact in self.facts_of(node)? {
                if allowed.contains(&fact.predicate) {
                    continue;
                }
                let text = || {
                    let property = show_iri(&fact.predicate);
                    format!("{} must not have the property {property}", show(node))
                };
                found.add(|found| Violation {
                    path: Some(Arc::new(Path::Predicate(fact.predicate.clone()))),
                    ..place.violation(found, constraint, Some(&fact.object), text)
                })?;
            }
        }
        Ok(())
    }

    fn qualified(
        &mut self,
        place: &Place<'_>,
        constraint: &Constraint,
        qualified: &Qualified,
        found: &mut Found<'_>,
    ) -> Checked {
        let mut count = 0;
        for value in place.values {
            self.watch.check()?;
            let mut counts = self.conforms(qualified.shape, value)?;
            for sibling in &qualified.siblings {
                counts = counts && !self.conforms(*sibling, value)?;
            }
            count += usize::from(counts);
        }
        let (fits, limit, words) = match qualified.limit {
            Limit::AtLeast(least) => (count >= least, least, "at least"),
            Limit::AtMost(most) => (count <= most, most, "at most"),
        };
        if fits {
            return Ok(());
        }
        let text = || {
            let shape = shape_name(self.shapes.get(qualified.shape));
            let values = values(limit, place.shape.path.as_deref());
            format!("expected {words} {values} that conform to {shape}, found {count}")
        };
        found.add(|found| place.violation(found, constraint, None, text))
    }
}

fn unique_language(place: &Place<'_>, constraint: &Constraint, found: &mut Found<'_>) -> Checked {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for value in place.values {
        if let Value::Literal { language: Some(language), .. } = value {
            *counts.entry(language.to_ascii_lowercase()).or_default() += 1;
        }
    }
    for (language, count) in counts.into_iter().filter(|(_, count)| *count > 1) {
        let text = || {
            let values = values(1, place.shape.path.as_deref());
            format!("expected at most {values} in the language {language}, found {count}")
        };
        found.add(|found| place.violation(found, constraint, None, text))?;
    }
    Ok(())
}

/// The text of what has one.
fn text(value: &Value) -> Option<&str> {
    match value {
        Value::Blank(_) => None,
        other => Some(other.text()),
    }
}

fn is_of_kind(value: &Value, kind: NodeKind) -> bool {
    match value {
        Value::Iri(_) => kind.iri,
        Value::Blank(_) => kind.blank,
        Value::Literal { .. } => kind.literal,
    }
}

fn is_within(value: &Value, range: &Range) -> bool {
    let order = Meaning::of(value).and_then(|meaning| meaning.compare(&range.meaning));
    order.is_some_and(|order| match range.kind {
        RangeKind::MinExclusive => order == Ordering::Greater,
        RangeKind::MinInclusive => order != Ordering::Less,
        RangeKind::MaxExclusive => order == Ordering::Less,
        RangeKind::MaxInclusive => order != Ordering::Greater,
    })
}

/// Whether a language is within a range such as `en`, which `en-GB` is too.
fn is_in_range(language: &str, range: &str) -> bool {
    if range == "*" {
        return !language.is_empty();
    }
    let start = language.get(..range.len()).is_some_and(|start| start.eq_ignore_ascii_case(range));
    let behind = language.get(range.len()..).unwrap_or_default();
    start && (behind.is_empty() || behind.starts_with('-'))
}
