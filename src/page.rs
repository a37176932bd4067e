//! Documents to HTML: the body of a page, and the page around it.

pub mod address;
pub mod body;
mod code;
mod escape;
mod footnotes;
pub mod highlight;
mod raw_html;
mod sanitize;
