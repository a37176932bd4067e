//! The Markdown of `DocFX` and Microsoft Learn: text first, events second.
//!
//! [`expand`] makes a text that an ordinary Markdown parser understands. What has a Markdown form
//! is given it: includes and code snippets are inserted, `:::image` becomes an image, `[!VIDEO]` a
//! link. What has none, such as `:::zone` or `[!NOTE]`, is put on lines of its own, which
//! `blocks` finds among the events and gives their meaning. Every byte still knows its file.

pub(in crate::document) mod attributes;
pub(in crate::document) mod blocks;
mod columns;
pub mod construct;
mod container;
mod directive;
pub mod expand;
mod pivots;
mod reference;
mod regions;
pub(in crate::document) mod role;
pub(in crate::document) mod shorthand;
mod snippet;
mod tables;
pub(in crate::document) mod wording;
mod xref;
