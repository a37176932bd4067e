//! Property paths: what leads from a focus node to the values a rule is about.

use std::fmt;

use crate::vocabulary;

/// A way through the graph.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Path {
    /// One property, by its IRI.
    Predicate(String),
    /// Backwards.
    Inverse(Box<Path>),
    /// One after the other.
    Sequence(Vec<Path>),
    /// Any of these.
    Alternative(Vec<Path>),
    /// Any number of times, or not at all.
    ZeroOrMore(Box<Path>),
    /// Any number of times, at least once.
    OneOrMore(Box<Path>),
    /// Once or not at all.
    ZeroOrOne(Box<Path>),
}

impl Path {
    /// The one property this path consists of, and whether it is followed backwards; `None` where
    /// it is more than that.
    #[must_use]
    pub fn single(&self) -> Option<(&str, bool)> {
        match self {
            Self::Predicate(iri) => Some((iri, false)),
            Self::Inverse(inner) => inner.single().map(|(iri, inverse)| (iri, !inverse)),
            _ => None,
        }
    }

    /// The path as SPARQL has it, all IRIs in full.
    #[must_use]
    pub fn sparql(&self) -> String {
        let mut text = String::new();
        self.write(&mut text, &|iri| format!("<{iri}>"), false);
        text
    }

    /// Writes the path; `nested` where brackets are needed around more than one step.
    fn write(&self, out: &mut String, name: &dyn Fn(&str) -> String, nested: bool) {
        let mut joined = |parts: &[Self], separator: &str| {
            let brackets = nested && parts.len() > 1;
            out.push_str(if brackets { "(" } else { "" });
            for (index, part) in parts.iter().enumerate() {
                out.push_str(if index > 0 { separator } else { "" });
                part.write(out, name, true);
            }
            out.push_str(if brackets { ")" } else { "" });
        };
        let (inner, suffix) = match self {
            Self::Predicate(iri) => return out.push_str(&name(iri)),
            Self::Sequence(parts) => return joined(parts, "/"),
            Self::Alternative(parts) => return joined(parts, "|"),
            Self::Inverse(inner) => {
                out.push('^');
                (inner, "")
            }
            Self::ZeroOrMore(inner) => (inner, "*"),
            Self::OneOrMore(inner) => (inner, "+"),
            Self::ZeroOrOne(inner) => (inner, "?"),
        };
        // What repeats or turns needs brackets around anything but a property.
        let brackets = !matches!(inner.as_ref(), Self::Predicate(_));
        out.push_str(if brackets { "(" } else { "" });
        inner.write(out, name, false);
        out.push_str(if brackets { ")" } else { "" });
        out.push_str(suffix);
    }
}

impl fmt::Display for Path {
    /// As [`Path::sparql`], with names shortened by the preset prefixes: for people.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        let name = |iri: &str| vocabulary::shorten(iri, "").unwrap_or_else(|| format!("<{iri}>"));
        self.write(&mut text, &name, false);
        f.write_str(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(name: &str) -> Path {
        Path::Predicate(format!("{}{name}", vocabulary::loggia::NAMESPACE))
    }

    #[test]
    fn brackets_stand_where_they_are_needed() {
        let back = Path::Inverse(Box::new(step("a")));
        let either = Path::Alternative(vec![back.clone(), step("b")]);
        let path = Path::Sequence(vec![
            either.clone(),
            Path::ZeroOrMore(Box::new(step("c"))),
            Path::OneOrMore(Box::new(Path::Inverse(Box::new(either.clone())))),
        ]);
        assert_eq!(path.to_string(), "(^loggia:a|loggia:b)/loggia:c*/(^(^loggia:a|loggia:b))+");
        assert_eq!(Path::Sequence(vec![step("a")]).to_string(), "loggia:a");
        let elsewhere = Path::ZeroOrOne(Box::new(Path::Predicate("https://x.org/a/b".to_owned())));
        assert_eq!(elsewhere.to_string(), "<https://x.org/a/b>?");
        assert_eq!(back.sparql(), format!("^<{}a>", vocabulary::loggia::NAMESPACE));
    }

    #[test]
    fn one_property_is_told_with_its_direction() {
        let twice = Path::Inverse(Box::new(Path::Inverse(Box::new(step("a")))));
        assert_eq!(twice.single().map(|(_, inverse)| inverse), Some(false));
        let back = Path::Inverse(Box::new(step("a")));
        assert_eq!(back.single().map(|(_, inverse)| inverse), Some(true));
        assert_eq!(Path::ZeroOrOne(Box::new(back)).single(), None);
    }
}
