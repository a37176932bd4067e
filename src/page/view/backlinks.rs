//! All places that link to a page with very many of them.

use askama::Template;

use crate::page::view::{Backlink, Link, Shell, Suggestions};

/// All places that link to a page.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "backlinks.html", config = "src/page/askama.toml")]
pub struct BacklinksPage {
    /// The frame.
    pub shell: Shell,
    /// The page they lead to.
    pub page: Link,
    /// The places.
    pub places: Vec<Backlink>,
}
