//! Three terms as people write them, and what they can mean in a book.

use crate::diagnostic::nearest;
use crate::rdf::{Fact, Value};
use crate::snapshot::Snapshot;
use crate::vocabulary::{prefixes_of_book, rdf};

/// Which facts are asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub(in crate::service::why) subject: Wanted,
    pub(in crate::service::why) predicate: Wanted,
    pub(in crate::service::why) object: Wanted,
}

/// What a part of a fact has to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::service::why) enum Wanted {
    Anything,
    /// One of these.
    OneOf(Vec<Value>),
    /// One of these things, or a literal of this text.
    Named(Vec<Value>, String),
}

/// Why a question cannot be asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WhyProblem {
    /// There are not three terms.
    #[error(
        "a question has three terms, as in `\"services domain\" trusts ?`; here are {0}\nWrite names of several words in quotation marks, and ? for anything."
    )]
    NotThree(usize),
    /// A quotation mark or an angle bracket is never closed.
    #[error("`{0}` is not closed")]
    Unclosed(char),
    /// A name that nothing has.
    #[error("nothing in this book is called “{name}”{}", suggested(.suggestion.as_deref()))]
    UnknownName {
        /// The name.
        name: String,
        /// One that may be meant.
        suggestion: Option<String>,
    },
    /// A prefix that is not preset.
    #[error("`{0}:` is no preset prefix; write a whole IRI in angle brackets")]
    UnknownPrefix(String),
}

fn suggested(suggestion: Option<&str>) -> String {
    suggestion.map(|name| format!("; did you mean “{name}”?")).unwrap_or_default()
}

/// The part of a fact that a term stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Subject,
    Predicate,
    Object,
}

impl Question {
    /// Reads three terms in one text: IRIs in angle brackets, prefixed names, names (of several
    /// words in quotation marks), and `?` or `*` for anything.
    ///
    /// # Errors
    /// [`WhyProblem`].
    pub fn parse(snapshot: &Snapshot, text: &str) -> Result<Self, WhyProblem> {
        let terms = split(text)?;
        let [subject, predicate, object] = terms.as_slice() else {
            return Err(WhyProblem::NotThree(terms.len()));
        };
        Self::of_terms(snapshot, subject, predicate, object)
    }

    /// The same of three terms apart. An empty one stands for anything.
    ///
    /// # Errors
    /// [`WhyProblem`].
    pub fn of_terms(
        snapshot: &Snapshot,
        subject: &str,
        predicate: &str,
        object: &str,
    ) -> Result<Self, WhyProblem> {
        Ok(Self {
            subject: wanted(snapshot, subject.trim(), Part::Subject)?,
            predicate: wanted(snapshot, predicate.trim(), Part::Predicate)?,
            object: wanted(snapshot, object.trim(), Part::Object)?,
        })
    }

    /// The question about one fact.
    pub(in crate::service::why) fn about(fact: &Fact) -> Self {
        Self {
            subject: Wanted::OneOf(vec![fact.subject.clone()]),
            predicate: Wanted::OneOf(vec![Value::iri(fact.predicate.as_str())]),
            object: Wanted::OneOf(vec![fact.object.clone()]),
        }
    }

    /// Whether a fact is one that is asked about.
    pub(in crate::service::why) fn fits(&self, fact: &Fact) -> bool {
        self.subject.fits(&fact.subject)
            && self.predicate.fits_iri(&fact.predicate)
            && self.object.fits(&fact.object)
    }

    /// All facts that can be meant, where no part is left open.
    pub(in crate::service::why) fn facts(&self) -> Option<impl Iterator<Item = Fact>> {
        let (subjects, predicates, objects) =
            (self.subject.values()?, self.predicate.values()?, self.object.values()?);
        let facts = subjects.iter().flat_map(move |subject| {
            predicates.iter().flat_map(move |predicate| {
                objects.iter().map(move |object| Fact {
                    subject: subject.clone(),
                    predicate: predicate.text().to_owned(),
                    object: object.clone(),
                })
            })
        });
        Some(facts)
    }
}

impl Wanted {
    fn fits(&self, value: &Value) -> bool {
        match self {
            Self::Anything => true,
            Self::OneOf(values) => values.contains(value),
            Self::Named(values, text) => match value {
                Value::Literal { text: own, .. } => own == text,
                _ => values.contains(value),
            },
        }
    }

    fn fits_iri(&self, iri: &str) -> bool {
        match self.values() {
            Some(values) => values.iter().any(|value| value.as_iri() == Some(iri)),
            None => true,
        }
    }

    fn values(&self) -> Option<&[Value]> {
        match self {
            Self::Anything => None,
            Self::OneOf(values) | Self::Named(values, _) => Some(values),
        }
    }

    /// The texts by which statements are found; `None` where anything will do.
    pub(in crate::service::why) fn texts(&self) -> Option<impl Iterator<Item = &str>> {
        let literal = match self {
            Self::Named(_, text) => Some(text.as_str()),
            _ => None,
        };
        Some(self.values()?.iter().map(Value::text).chain(literal))
    }
}

/// The terms of a text, quotation marks and angle brackets kept.
fn split(text: &str) -> Result<Vec<String>, WhyProblem> {
    let mut terms = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let closing = match first {
            '<' => Some('>'),
            '"' | '\'' => Some(first),
            '“' => Some('”'),
            _ => None,
        };
        let inner = rest.get(first.len_utf8()..).unwrap_or_default();
        let end = match closing {
            Some(closing) => {
                let found = inner.find(closing).ok_or(WhyProblem::Unclosed(first))?;
                first.len_utf8() + found + closing.len_utf8()
            }
            None => rest.find(char::is_whitespace).unwrap_or(rest.len()),
        };
        let (term, after) = rest.split_at(end);
        terms.push(term.to_owned());
        rest = after.trim_start();
    }
    Ok(terms)
}

fn wanted(snapshot: &Snapshot, term: &str, part: Part) -> Result<Wanted, WhyProblem> {
    let base = &snapshot.catalog.config.base;
    if term.is_empty() || term == "*" || term.starts_with('?') {
        return Ok(Wanted::Anything);
    }
    if let Some(iri) = term.strip_prefix('<').and_then(|term| term.strip_suffix('>')) {
        let is_whole = iri.split_once(':').is_some_and(|(scheme, _)| {
            !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
        let whole = if is_whole {
            iri.to_owned()
        } else {
            format!("{base}{}", iri.trim_start_matches('/'))
        };
        return Ok(Wanted::OneOf(vec![Value::Iri(whole)]));
    }
    let marks = [('"', '"'), ('\'', '\''), ('“', '”')];
    let quoted = marks.iter().find_map(|(open, close)| {
        term.strip_prefix(*open).and_then(|term| term.strip_suffix(*close))
    });
    if let Some(name) = quoted {
        return named(snapshot, name, part);
    }
    if part == Part::Predicate && term == "a" {
        return Ok(Wanted::OneOf(vec![Value::iri(rdf::TYPE)]));
    }
    match term.split_once(':') {
        Some((prefix, local)) => {
            let known = prefixes_of_book(base).find(|(name, _)| *name == prefix);
            let (_, namespace) =
                known.ok_or_else(|| WhyProblem::UnknownPrefix(prefix.to_owned()))?;
            Ok(Wanted::OneOf(vec![Value::Iri(format!("{namespace}{local}"))]))
        }
        None => named(snapshot, term, part),
    }
}

/// Everything that a name can mean.
fn named(snapshot: &Snapshot, name: &str, part: Part) -> Result<Wanted, WhyProblem> {
    let (ontology, things) = (&snapshot.ontology, &snapshot.facts.things);
    let values = |iris: &mut dyn Iterator<Item = &String>| -> Vec<Value> {
        iris.map(|iri| Value::iri(iri.as_str())).collect()
    };
    let unknown = |suggestion: Option<&str>| WhyProblem::UnknownName {
        name: name.to_owned(),
        suggestion: suggestion.map(str::to_owned),
    };
    if part == Part::Predicate {
        if ["is a", "is an", "type"].contains(&name.to_lowercase().as_str()) {
            return Ok(Wanted::OneOf(vec![Value::iri(rdf::TYPE)]));
        }
        let properties = values(&mut ontology.properties_named(name).iter());
        return if properties.is_empty() {
            Err(unknown(nearest(name, ontology.property_names())))
        } else {
            Ok(Wanted::OneOf(properties))
        };
    }
    let of_book = things.of_book(name).iter();
    let of_vocabularies =
        ontology.individuals_named(name).iter().chain(ontology.classes_named(name));
    let meanings = values(&mut of_book.chain(of_vocabularies));
    if part == Part::Object {
        let is_said = !snapshot.facts.index.with_value(name).is_empty();
        if !meanings.is_empty() || is_said {
            return Ok(Wanted::Named(meanings, name.to_owned()));
        }
    } else if !meanings.is_empty() {
        return Ok(Wanted::OneOf(meanings));
    }
    let names = things.names().chain(ontology.value_names());
    match nearest(name, names) {
        // A number or a text that nobody states is no slip of the pen.
        None if part == Part::Object => Ok(Wanted::Named(meanings, name.to_owned())),
        suggestion => Err(unknown(suggestion)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> Vec<String> {
        split(text).unwrap()
    }

    #[test]
    fn terms_stand_between_white_space_unless_something_holds_them_together() {
        assert_eq!(terms("arch:a  trusts\t?"), ["arch:a", "trusts", "?"]);
        assert_eq!(
            terms("\"services domain\" 'protected by' “FW 2”"),
            ["\"services domain\"", "'protected by'", "“FW 2”"]
        );
        assert_eq!(terms("<a b><c>*"), ["<a b>", "<c>", "*"]);
        assert_eq!(terms(" "), [""; 0]);
        assert_eq!(split("a \"b c"), Err(WhyProblem::Unclosed('"')));
        assert_eq!(split("<a b c"), Err(WhyProblem::Unclosed('<')));
    }
}
