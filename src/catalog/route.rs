//! Addresses of pages: where each is served, and which file holds it in a static site.

use std::fmt;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::{Deserialize, Serialize};

use crate::text::FilePath;

/// Characters a path segment of an IRI in our graph and pages must not hold as they are.
const ESCAPED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The address of a page below the book's base: no leading `/`, no extension; a folder's own page
/// ends in `/`, and the first page of the root is empty. Not percent-encoded.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Route(String);

impl Route {
    /// The address of a Markdown file, given relative to the content folder: `a/b.md` is `a/b`,
    /// `a/README.md` and `a/index.md` are `a/`.
    #[must_use]
    pub fn of_file(file: &FilePath) -> Self {
        let folder = file.folder();
        let prefix = if folder.is_root() { String::new() } else { format!("{folder}/") };
        let stem = file.stem();
        if is_index(stem) { Self(prefix) } else { Self(prefix + stem) }
    }

    /// The address of a file whose usual one is taken: its whole file name.
    #[must_use]
    pub fn verbatim(file: &FilePath) -> Self {
        Self(file.as_str().to_owned())
    }

    /// The address a request's percent-decoded path asks for: an ending of `.html` or `.md` and a
    /// final `index` or `README` mean the same page, as links of other tools write them.
    #[must_use]
    pub fn of_request(path: &str) -> Self {
        let path = path.trim_start_matches('/');
        let (folder, name) =
            path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
        let bare = [".html", ".htm", ".md"].iter().find_map(|ending| name.strip_suffix(ending));
        let name = bare.unwrap_or(name);
        let name = if bare.is_some() && is_index(name) { "" } else { name };
        if folder.is_empty() { Self(name.to_owned()) } else { Self(format!("{folder}/{name}")) }
    }

    /// The address that is exactly this percent-decoded path.
    #[must_use]
    pub fn verbatim_request(path: &str) -> Self {
        Self(path.to_owned())
    }

    /// The address of the page's twin with this ending, not encoded: a folder's page is named
    /// `index` there, as in a static site.
    #[must_use]
    pub fn twin(&self, ending: &str) -> String {
        let index = if self.0.is_empty() || self.0.ends_with('/') { "index" } else { "" };
        format!("{}{index}{ending}", self.0)
    }

    /// The address as text, not encoded.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address as it stands in a URL or IRI.
    #[must_use]
    pub fn encoded(&self) -> String {
        encode_path(&self.0)
    }

    /// The file that holds the page in a static site.
    #[must_use]
    pub fn html_file(&self) -> String {
        self.twin(".html")
    }

    /// How many folders lie above the page: one `../` each leads back to the base.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.0.matches('/').count()
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Percent-encodes a path, `/` kept: the result is a valid part of any URL and IRI.
#[must_use]
pub fn encode_path(path: &str) -> String {
    utf8_percent_encode(path, ESCAPED).to_string()
}

/// The path as a reference from the root of the book: what `encode_path` gives, but never empty
/// and never taken for a scheme where the first name has a colon.
#[must_use]
pub fn encode_reference(path: &str) -> String {
    let encoded = encode_path(path);
    let first = encoded.split('/').next().unwrap_or_default();
    if first.contains(':') || encoded.is_empty() { format!("./{encoded}") } else { encoded }
}

fn is_index(stem: &str) -> bool {
    stem.eq_ignore_ascii_case("readme") || stem.eq_ignore_ascii_case("index")
}

/// The IRI of the place `id` on the page with the IRI `page`.
#[must_use]
pub fn place_iri(page: &str, id: &str) -> String {
    format!("{page}#{}", encode_path(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_requests_meet() {
        for (file, route, requests) in [
            ("README.md", "", vec!["/", "/index.html", "/README.md"]),
            ("a/index.md", "a/", vec!["/a/", "/a/index.html"]),
            ("a/b.c.md", "a/b.c", vec!["/a/b.c", "/a/b.c.html", "/a/b.c.md"]),
            ("ä b.md", "ä b", vec!["/ä b.html"]),
        ] {
            let own = Route::of_file(&FilePath::new(file).unwrap());
            assert_eq!(own.as_str(), route);
            for request in requests {
                assert_eq!(Route::of_request(request), own, "{request}");
            }
        }
    }

    #[test]
    fn references_are_no_schemes_and_not_empty() {
        for (path, reference) in
            [("", "./"), ("a b", "a%20b"), ("a:b", "./a:b"), ("a/b:c", "a/b:c")]
        {
            assert_eq!(encode_reference(path), reference);
        }
    }

    #[test]
    fn addresses_are_encoded_once() {
        let route = Route::of_file(&FilePath::new("50% of/a b#c.md").unwrap());
        assert_eq!(route.encoded(), "50%25%20of/a%20b%23c");
        assert_eq!(route.html_file(), "50% of/a b#c.html");
    }
}
