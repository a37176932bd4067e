//! Ids of headings that the author gave none.

use std::collections::HashMap;

/// The id of a heading with this text, by the rule that GitHub and mdBook share: letters and
/// digits of any script in lower case, `-` and `_` kept, each white space a `-`, all else dropped.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for character in text.trim().chars() {
        if character.is_alphanumeric() || character == '_' || character == '-' {
            slug.extend(character.to_lowercase());
        } else if character.is_whitespace() {
            slug.push('-');
        }
    }
    if slug.is_empty() {
        slug.push_str("section");
    }
    slug
}

/// The id of a heading with these words by the rule of `DocFX`: letters, digits, `-` and `_` in
/// lower case, each space a `-`, all else dropped, nothing trimmed.
#[must_use]
pub fn docfx_slug(words: &str) -> String {
    let mut slug = String::with_capacity(words.len());
    for character in words.chars() {
        let stays = character.is_alphabetic() || character.is_ascii_digit();
        if stays || character == '_' || character == '-' {
            slug.extend(character.to_lowercase());
        } else if character == ' ' {
            slug.push('-');
        }
    }
    if slug.is_empty() { "section".to_owned() } else { slug }
}

/// The ids given so far in one page.
#[derive(Debug, Default)]
pub struct UniqueIds {
    uses: HashMap<String, usize>,
}

impl UniqueIds {
    /// Takes an id that somebody else has given, if nobody has it yet.
    pub fn reserve(&mut self, id: &str) {
        self.uses.entry(id.to_owned()).or_insert(0);
    }

    /// `wanted`, or `wanted-1`, `wanted-2` … where it is taken.
    pub fn claim(&mut self, wanted: &str) -> String {
        let Some(count) = self.uses.get(wanted).copied() else {
            self.uses.insert(wanted.to_owned(), 0);
            return wanted.to_owned();
        };
        let mut number = count;
        let free = loop {
            number += 1;
            let candidate = format!("{wanted}-{number}");
            if !self.uses.contains_key(&candidate) {
                break candidate;
            }
        };
        self.uses.insert(wanted.to_owned(), number);
        self.uses.insert(free.clone(), 0);
        free
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_githubs() {
        for (text, expected) in [
            ("Before the upgrade – What you need", "before-the-upgrade--what-you-need"),
            ("`repr(Rust)` & Co.", "reprrust--co"),
            ("  Größe_1-a  ", "größe_1-a"),
            ("???", "section"),
        ] {
            assert_eq!(slug(text), expected);
        }
    }

    #[test]
    fn docfx_trims_nothing_and_knows_plain_spaces_only() {
        for (text, expected) in [
            ("To create a  namespace ", "to-create-a--namespace-"),
            ("A\u{a0}b (c) ½", "ab-c-"),
            (".", "section"),
        ] {
            assert_eq!(docfx_slug(text), expected);
        }
    }

    #[test]
    fn repeated_ids_are_numbered() {
        let mut ids = UniqueIds::default();
        let claimed: Vec<String> =
            ["a", "a", "a-1", "a", "b"].iter().map(|id| ids.claim(id)).collect();
        assert_eq!(claimed, ["a", "a-1", "a-1-1", "a-2", "b"]);
    }
}
