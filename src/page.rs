//! Documents to HTML: the body of a page, and the page around it.

pub mod address;
pub mod answer;
pub mod asset;
pub mod body;
mod code;
pub mod drawing;
mod escape;
pub mod facts;
mod footnotes;
pub mod highlight;
pub mod naming;
pub mod ontology;
mod outline;
mod raw_html;
mod sanitize;
pub mod shell;
pub mod view;
