//! Versions of products, by which `:::moniker` chooses text: `>=net-8.0 <net-10.0`.

use std::collections::BTreeSet;

use crate::document::docfx::construct::Construct;
use crate::document::events::{DocumentEvent, SpannedEvent};

/// No page offers a choice between more versions.
const MOST_VERSIONS: usize = 40;

/// The versions that a page speaks of, older ones first.
#[derive(Debug, Default)]
pub(in crate::page) struct Versions {
    known: Vec<Version>,
}

/// A version: a product's name and numbers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Version {
    product: String,
    numbers: Vec<u64>,
    name: String,
}

impl Version {
    /// `net-maui-10.0` is number 10.0 of `net-maui`.
    fn read(name: &str) -> Self {
        let is_number = |c: char| c.is_ascii_digit() || c == '.';
        let product = name.trim_end_matches(is_number);
        let numbers = name.get(product.len()..).unwrap_or_default().split('.');
        Self {
            product: product.to_owned(),
            numbers: numbers.filter_map(|number| number.parse().ok()).collect(),
            name: name.to_owned(),
        }
    }

    fn satisfies(&self, (comparison, other): &(&str, Self)) -> bool {
        if self.product != other.product {
            return false;
        }
        match *comparison {
            ">=" => self.numbers >= other.numbers,
            "<=" => self.numbers <= other.numbers,
            ">" => self.numbers > other.numbers,
            "<" => self.numbers < other.numbers,
            _ => self.numbers == other.numbers,
        }
    }
}

impl Versions {
    /// The versions that the blocks of a page name.
    pub(in crate::page) fn of(events: &[SpannedEvent<'_>]) -> Self {
        let mut known = BTreeSet::new();
        for (event, _) in events {
            let DocumentEvent::Begin(construct) = event else { continue };
            let Construct::Moniker { range } = construct.as_ref() else { continue };
            for (_, version) in alternatives(range).flatten() {
                if known.len() < MOST_VERSIONS {
                    known.insert(version);
                }
            }
        }
        Self { known: known.into_iter().collect() }
    }

    /// The names of those in a range.
    pub(in crate::page) fn matching(&self, range: &str) -> impl Iterator<Item = &str> {
        let alternatives: Vec<Vec<(&str, Version)>> = alternatives(range).collect();
        let fits = move |version: &&Version| {
            alternatives.iter().any(|all| all.iter().all(|one| version.satisfies(one)))
        };
        self.known.iter().filter(fits).map(|version| version.name.as_str())
    }
}

/// The comparisons of a range: any of the outer ones, all of the inner ones.
fn alternatives(range: &str) -> impl Iterator<Item = Vec<(&str, Version)>> {
    let alternatives = range.split("||").map(|alternative| {
        let comparisons = alternative.split([' ', ',']).filter(|comparison| !comparison.is_empty());
        let read = comparisons.filter_map(|comparison| {
            let name = comparison.trim_start_matches(['<', '>', '=']);
            let sign = comparison.get(..comparison.len() - name.len())?;
            (!name.is_empty()).then(|| (sign, Version::read(name)))
        });
        read.collect::<Vec<_>>()
    });
    alternatives.filter(|comparisons| !comparisons.is_empty())
}

/// A range in words.
#[must_use]
pub(in crate::page) fn described(range: &str) -> String {
    let alternatives = alternatives(range).map(|comparisons| {
        if let [(">=", from), ("<=", to)] = comparisons.as_slice() {
            return format!("{} to {}", from.name, to.name);
        }
        let words = comparisons.iter().map(|(sign, Version { name, .. })| match *sign {
            ">=" => format!("{name} and later"),
            "<=" => format!("{name} and earlier"),
            ">" => format!("later than {name}"),
            "<" => format!("earlier than {name}"),
            _ => name.clone(),
        });
        words.collect::<Vec<_>>().join(", ")
    });
    alternatives.collect::<Vec<_>>().join(" or ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_choose_among_the_versions_of_their_product() {
        let known = ["net-8.0", "net-10.0", "net-9.0", "other-9.0"].map(Version::read);
        let versions = Versions { known: BTreeSet::from(known).into_iter().collect() };
        for (range, expected) in [
            (">=net-9.0", "net-9.0 net-10.0"),
            ("<net-9.0", "net-8.0"),
            ("=net-9.0", "net-9.0"),
            ("net-8.0 || >net-9.0", "net-8.0 net-10.0"),
            (">=net-8.0 <=net-9.0", "net-8.0 net-9.0"),
            ("other-9.0", "other-9.0"),
            ("", ""),
        ] {
            assert_eq!(versions.matching(range).collect::<Vec<_>>().join(" "), expected, "{range}");
        }
    }

    #[test]
    fn ranges_have_words() {
        for (range, expected) in [
            (">=net-9.0", "net-9.0 and later"),
            (">=net-8.0 <=net-9.0", "net-8.0 to net-9.0"),
            ("=net-8.0 || >net-9.0 <net-11", "net-8.0 or later than net-9.0, earlier than net-11"),
        ] {
            assert_eq!(described(range), expected);
        }
    }
}
