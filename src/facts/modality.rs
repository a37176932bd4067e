//! RFC 2119 words to modalities.
//!
//! `must` and `shall` assert. A recommendation not to do something is no statement that it is so
//! either, and counts as a negation.

use serde::{Deserialize, Serialize};

use crate::vocabulary::akv;

/// What a statement says of its fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Modality {
    /// It is so, or must be so.
    Asserted,
    /// It should be so.
    Recommended,
    /// It may be so.
    Optional,
    /// It is not so, or must not be so.
    Negated,
}

impl Modality {
    /// The IRI by which the graph names it.
    #[must_use]
    pub fn iri(self) -> &'static str {
        match self {
            Self::Asserted => akv::ASSERTED,
            Self::Recommended => akv::RECOMMENDED,
            Self::Optional => akv::OPTIONAL,
            Self::Negated => akv::NEGATED,
        }
    }

    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Asserted => "asserted",
            Self::Recommended => "recommended",
            Self::Optional => "optional",
            Self::Negated => "negated",
        }
    }

    /// What the words before a link make of it: a negation anywhere, else `should`, else `may`.
    #[must_use]
    pub(in crate::facts) fn of_clause(words: &str) -> Self {
        let lower = words.to_lowercase().replace('’', "'");
        let mut found = Self::Asserted;
        for word in lower.split(|c: char| !(c.is_alphanumeric() || c == '\'')) {
            let modality = match word {
                "not" | "never" | "cannot" | "neither" | "nor" | "nobody" | "none" => Self::Negated,
                word if word.ends_with("n't") => Self::Negated,
                "should" | "recommended" | "recommend" | "ought" => Self::Recommended,
                "may" | "might" | "can" | "could" | "optional" | "optionally" => Self::Optional,
                _ => continue,
            };
            // The stronger departure from a plain assertion wins, wherever it stands.
            if modality == Self::Negated || found == Self::Asserted {
                found = modality;
            }
        }
        found
    }

    /// The modality that the first words of a term give, and the term without them.
    #[must_use]
    pub(in crate::facts) fn of_term(term: &str) -> Option<(Self, &str)> {
        const OPENINGS: &[(&str, Modality)] = &[
            ("must not ", Modality::Negated),
            ("must never ", Modality::Negated),
            ("shall not ", Modality::Negated),
            ("should not ", Modality::Negated),
            ("does not ", Modality::Negated),
            ("do not ", Modality::Negated),
            ("may not ", Modality::Negated),
            ("cannot ", Modality::Negated),
            ("not ", Modality::Negated),
            ("never ", Modality::Negated),
            ("must ", Modality::Asserted),
            ("shall ", Modality::Asserted),
            ("should ", Modality::Recommended),
            ("recommended ", Modality::Recommended),
            ("may ", Modality::Optional),
            ("can ", Modality::Optional),
            ("optional ", Modality::Optional),
            ("optionally ", Modality::Optional),
        ];
        OPENINGS.iter().find_map(|(opening, modality)| {
            let head = term.get(..opening.len())?;
            let rest = term.get(opening.len()..)?;
            head.eq_ignore_ascii_case(opening).then(|| (*modality, rest.trim_start()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_clause_decide() {
        for (clause, modality) in [
            ("The domain trusts the", Modality::Asserted),
            ("It must trust the", Modality::Asserted),
            ("It does not trust the", Modality::Negated),
            ("It doesn’t trust", Modality::Negated),
            ("You should not let it trust the", Modality::Negated),
            ("It should run on", Modality::Recommended),
            ("It may run on", Modality::Optional),
            ("Nothing, notably, stands", Modality::Asserted),
        ] {
            assert_eq!(Modality::of_clause(clause), modality, "{clause}");
        }
    }

    #[test]
    fn a_term_may_begin_with_a_modal_word() {
        assert_eq!(Modality::of_term("Must not hold"), Some((Modality::Negated, "hold")));
        assert_eq!(Modality::of_term("should trust"), Some((Modality::Recommended, "trust")));
        assert_eq!(Modality::of_term("Mayor"), None);
        assert_eq!(Modality::of_term("Ümust hold"), None);
    }
}
