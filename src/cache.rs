//! What a program has made of a book, kept on disk for its next start.
//!
//! A cache is one file per book in a folder of the user's. It holds parts, which mean nothing here,
//! each with its length and hash. It is only ever replaced as a whole, by a rename, so that whoever
//! reads finds the old one or the new one; and whatever is not exactly what was written, by exactly
//! this program, is no cache. Losing one costs time, never truth.

mod file;
mod folder;

pub use file::{Part, Parts, Writer};
pub use folder::{Folder, Key, LARGEST_SUM, MOST_BOOKS};
