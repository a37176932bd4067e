//! Where a line of a fence's code stands in the files.

use crate::document::fence::of_fence;
use crate::document::{CodeBlock, Document};
use crate::text::{LineColumn, Place, Span};

/// A character of the code, from there to the end of its line.
pub(in crate::question) fn in_code(
    document: &Document,
    block: &CodeBlock,
    place: LineColumn,
) -> Place {
    let lines = block.code.lines().count().max(1);
    // A query that ends too soon goes wrong behind its last line.
    let (number, column) =
        if place.line > lines { (lines, usize::MAX) } else { (place.line, place.column) };
    let code = block.code.lines().nth(number.saturating_sub(1)).unwrap_or_default();
    let source = document.text.text().get(block.span.range()).unwrap_or_default();
    let mut start = block.span.start;
    for (index, line) in source.split_inclusive('\n').enumerate() {
        if index == number {
            let line = line.trim_end_matches(['\r', '\n']);
            // What a list or a quotation puts before the code is no part of it.
            let indent = line.len() - line.strip_suffix(code).map_or(line.len(), |_| code.len());
            let wanted = code.char_indices().nth(column.saturating_sub(1));
            let offset = wanted.map_or(code.len(), |(offset, _)| offset);
            let at = (indent + offset).min(line.len());
            return document.place(Span::new(start + at, start + line.len()));
        }
        start += line.len();
    }
    of_fence(document, block)
}
