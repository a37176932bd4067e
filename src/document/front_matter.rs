//! YAML front matter: what a document states about itself before its first line of Markdown.

use crate::text::Span;

/// What the front matter states. Absent keys are empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FrontMatter {
    /// `title`.
    pub title: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `date`, as written.
    pub date: Option<String>,
    /// `authors` or `author`.
    pub authors: Vec<String>,
    /// `keywords` or `tags`.
    pub keywords: Vec<String>,
    /// `type`: the class of what the document describes.
    pub kind: Option<String>,
    /// Every other key with its values as text, in order.
    pub other: Vec<(String, Vec<String>)>,
    /// Its bytes in the file, fences included; empty where there is none.
    pub span: Span,
}
