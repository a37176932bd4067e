//! Something went wrong.

use askama::Template;

use crate::page::view::{Link, Shell, Suggestions};

/// Something went wrong.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "error.html", config = "src/page/askama.toml")]
pub struct ErrorPage {
    /// The frame.
    pub shell: Shell,
    /// HTTP status, shown large: 404.
    pub status: u16,
    /// "There is no such page".
    pub title: String,
    /// One or two sentences.
    pub text: String,
    /// Pages the reader may have meant.
    pub suggestions: Vec<Link>,
    /// Where a search form goes; `None` for errors that searching cannot help.
    pub search_url: Option<String>,
    /// What to search for: the words of the address.
    pub query: String,
}
