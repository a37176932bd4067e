//! Where readers of a chat find the book: its published address before the addresses of answers.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What may stand in an address but would end it in Markdown, in Slack's markup or in JSON that is
/// read by eye.
const UNSAFE: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'@')
    .add(b'"')
    .add(b'\'')
    .add(b'<')
    .add(b'>')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'|')
    .add(b'\\')
    .add(b'^')
    .add(b'(')
    .add(b')')
    .add(b'[')
    .add(b']');

/// Longer addresses are left out; platforms refuse them.
const LONGEST: usize = 1_500;

/// Where the book is published.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Site {
    base: Option<String>,
}

impl Site {
    /// A book published below `base`, which ends in `/`; `None` where its address is unknown and
    /// answers carry no links.
    #[must_use]
    pub fn new(base: Option<String>) -> Self {
        Self { base }
    }

    /// Where it is published, with its final `/`.
    #[must_use]
    pub fn base(&self) -> Option<&str> {
        self.base.as_deref()
    }

    /// An address of the book as the whole world writes it.
    #[must_use]
    pub fn link(&self, address: &str) -> Option<String> {
        let address = utf8_percent_encode(address.trim_start_matches(['/', '.']), UNSAFE);
        let link = format!("{}{address}", self.base.as_deref()?);
        (link.len() <= LONGEST).then_some(link)
    }

    /// The same for an image, which the platform fetches itself: only where the whole world can.
    #[must_use]
    pub fn image(&self, address: &str) -> Option<String> {
        let path = address.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
        let is_shown = [".png", ".jpg", ".jpeg", ".gif"].iter().any(|end| path.ends_with(end));
        if is_shown && self.is_public() { self.link(address) } else { None }
    }

    /// The path below the book's root that a link to the book leads to, with the fragment, both as
    /// written; `None` for links to elsewhere.
    #[must_use]
    pub fn within<'a>(&self, url: &'a str) -> Option<(&'a str, &'a str)> {
        let base = self.base.as_deref()?;
        let rest = match url.strip_prefix(base) {
            Some(rest) => rest,
            None if url == base.trim_end_matches('/') => "",
            None => return None,
        };
        let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
        Some((rest.split('?').next().unwrap_or_default(), fragment))
    }

    /// Whether a platform can be expected to reach it: over HTTPS, under a name that the public
    /// knows.
    fn is_public(&self) -> bool {
        let Some(rest) = self.base.as_deref().and_then(|base| base.strip_prefix("https://")) else {
            return false;
        };
        let authority = rest.split('/').next().unwrap_or_default();
        let host = authority.split(':').next().unwrap_or_default().to_ascii_lowercase();
        let last = host.rsplit('.').next().unwrap_or_default();
        let private = ["local", "localhost", "internal", "intranet", "lan", "home", "corp", "test"];
        host.contains('.')
            && !authority.contains(['@', '['])
            && !last.is_empty()
            && !last.chars().all(|c| c.is_ascii_digit())
            && !private.contains(&last)
            && !host.ends_with(".home.arpa")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(base: &str) -> Site {
        Site::new(Some(base.to_owned()))
    }

    #[test]
    fn links_are_whole_and_cannot_break_out() {
        let book = site("https://kb.example.org/a/");
        let link = |address: &str| book.link(address).unwrap();
        assert_eq!(link("b/c.html#d"), "https://kb.example.org/a/b/c.html#d");
        assert_eq!(link("search?q=a%20b"), "https://kb.example.org/a/search?q=a%20b");
        assert_eq!(link("a)|<b> \n é"), "https://kb.example.org/a/a%29%7C%3Cb%3E%20%0A%20%C3%A9");
        assert_eq!(link("//evil.example"), "https://kb.example.org/a/evil.example");
        assert_eq!(book.link(&"x".repeat(2000)), None);
        assert_eq!(Site::default().link("b"), None);
    }

    #[test]
    fn images_are_shown_only_where_a_platform_can_fetch_them() {
        for (base, shown) in [
            ("https://kb.example.org/", true),
            ("https://kb.example.org:8443/a/", true),
            ("http://kb.example.org/", false),
            ("https://kb/", false),
            ("https://kb.corp/", false),
            ("https://10.0.0.1/", false),
            ("https://[::1]/", false),
            ("https://a@kb.example.org/", false),
            ("https://kb.localhost/", false),
        ] {
            assert_eq!(site(base).image("a.png").is_some(), shown, "{base}");
        }
        assert_eq!(site("https://kb.example.org/").image("a.svg"), None);
    }

    #[test]
    fn links_to_the_book_are_known() {
        let book = site("https://kb.example.org/a/");
        assert_eq!(book.within("https://kb.example.org/a/b.html?x#y"), Some(("b.html", "y")));
        assert_eq!(book.within("https://kb.example.org/a"), Some(("", "")));
        assert_eq!(book.within("https://kb.example.org/b"), None);
        assert_eq!(book.within("https://kb.example.org.evil.example/a/b"), None);
    }
}
