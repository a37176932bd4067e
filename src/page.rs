//! Documents to HTML: the body of a page, and the page around it.

pub mod address;
pub mod answer;
pub mod around;
pub mod article;
pub mod asset;
mod backlinks;
pub mod body;
mod code;
mod construct;
pub mod drawing;
mod escape;
pub mod facts;
mod footnotes;
pub mod gallery;
pub mod highlight;
pub mod markdown;
pub mod naming;
pub mod ontology;
pub mod outline;
mod preview;
pub mod print;
mod raw_html;
mod sanitize;
pub mod shell;
pub mod thing;
mod versions;
pub mod view;
