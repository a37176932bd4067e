//! The book that travels in the program: what `loggia serve` shows where there is no other.

use rust_embed::RustEmbed;

use crate::source::MemoryFiles;
use crate::text::FilePath;

#[derive(RustEmbed)]
#[folder = "content"]
struct Content;

const BOOK_TOML: &str = include_str!("../../book.toml");

/// The files of the bundled book, `book.toml` and `content/`, as they were when the program was
/// built.
#[must_use]
pub fn bundled_book() -> MemoryFiles {
    let content = FilePath::new("content").unwrap_or_default();
    let book_toml = FilePath::new("book.toml").unwrap_or_default();
    let mut files = MemoryFiles::new().with(book_toml, BOOK_TOML.as_bytes());
    for name in Content::iter() {
        if let (Ok(path), Some(file)) = (content.resolve(&name), Content::get(&name)) {
            files = files.with(path, file.data);
        }
    }
    files
}
