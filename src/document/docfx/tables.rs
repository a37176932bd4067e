//! Tables whose rows differ in width. `DocFX` makes a table as wide as its widest row; the parser
//! wants a delimiter row as wide as the header, and drops what is beyond it.

use pulldown_cmark::{Event, Tag};

use crate::config::Syntax;
use crate::document::events;
use crate::text::{AssembledText, Span};

/// Rows beyond this width are left as they are: no reader can use them.
const WIDEST: usize = 64;

/// A table that has to be made wider.
#[derive(Debug, PartialEq, Eq)]
struct Narrow {
    header: Span,
    delimiters: Span,
    /// How many cells the header and the delimiter row lack.
    lacking: (usize, usize),
}

/// The text with the header and the delimiter row of each table as wide as its widest row.
pub(in crate::document) fn widened(text: AssembledText) -> AssembledText {
    let narrow = narrow(text.text());
    if narrow.is_empty() {
        return text;
    }
    let code = code(text.text());
    let mut output = AssembledText::new();
    let mut copied = 0;
    for table in narrow {
        if code
            .iter()
            .any(|code| code.start <= table.delimiters.start && table.delimiters.end <= code.end)
        {
            continue;
        }
        let (header, delimiters) = table.lacking;
        for (span, cells) in
            [(table.header, " |".repeat(header)), (table.delimiters, " --- |".repeat(delimiters))]
        {
            output.append(&text, Span::new(copied, span.end));
            copied = span.end;
            if cells.is_empty() {
                continue;
            }
            let line = text.text().get(span.range()).unwrap_or_default();
            let begin = if line.ends_with('|') { "" } else { " |" };
            output.insert_for(&format!("{begin}{cells}"), &text, span);
        }
    }
    output.append(&text, Span::new(copied, text.text().len()));
    output
}

/// The tables that are wider than their header or their delimiter row.
fn narrow(text: &str) -> Vec<Narrow> {
    let mut narrow = Vec::new();
    if !text.contains('|') {
        return narrow;
    }
    let mut before: Option<Span> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(start, start + line.trim_end().len());
        start += line.len();
        let header = before.replace(span);
        let Some(header) = header.filter(|_| is_delimiters(line)) else { continue };
        let cells = |span: Span| text.get(span.range()).and_then(cells);
        let Some((head, delimiters)) = cells(header).zip(cells(span)) else { continue };
        let rest = text.get(start..).unwrap_or_default();
        let widest = rest.lines().map_while(self::cells).max().unwrap_or(0);
        let width = widest.max(head).max(delimiters);
        if (head < width || delimiters < width) && width <= WIDEST {
            let lacking = (width - head, width - delimiters);
            narrow.push(Narrow { header, delimiters: span, lacking });
        }
    }
    narrow
}

/// Whether a line has nothing but what a delimiter row has.
fn is_delimiters(line: &str) -> bool {
    let line = line.trim_start_matches(['>', ' ']).trim_end();
    line.contains('|')
        && line.contains('-')
        && line.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\t'))
}

/// How many cells a line has; `None` where it is no row. A pipe within code divides nothing, and
/// who comments a row out means none of it.
fn cells(line: &str) -> Option<usize> {
    let line = line.trim_start_matches(['>', ' ', '\t']).trim_end();
    if !line.contains('|') || line.contains("<!--") {
        return None;
    }
    let (mut pipes, mut is_code, mut is_escaped) = (0, false, false);
    let mut ends_in_pipe = false;
    for byte in line.bytes() {
        ends_in_pipe = byte == b'|' && !is_code && !is_escaped;
        match byte {
            b'`' if !is_escaped => is_code = !is_code,
            b'|' if ends_in_pipe => pipes += 1,
            _ => {}
        }
        is_escaped = byte == b'\\' && !is_escaped;
    }
    let outer = usize::from(line.starts_with('|')) + usize::from(ends_in_pipe);
    Some((pipes + 1_usize).saturating_sub(outer).max(1))
}

/// Where code and HTML stand, in which nothing is a table.
fn code(text: &str) -> Vec<Span> {
    let blocks = events::parser(text, Syntax::DocFx);
    let code = blocks
        .filter(|(event, _)| matches!(event, Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock)));
    code.map(|(_, range)| Span::from(range)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::FilePath;

    fn of(text: &str) -> String {
        let file = FilePath::new("a.md").unwrap();
        widened(AssembledText::whole(&file, text, 0)).text().to_owned()
    }

    #[test]
    fn tables_become_as_wide_as_their_widest_row() {
        for (text, expected) in [
            ("| a | b |\n| - |\n| c | d |\n", "| a | b |\n| - | --- |\n| c | d |\n"),
            ("| a |\n| - | - |\n| c | d |\n", "| a | |\n| - | - |\n| c | d |\n"),
            ("a | b\n-|-\nc | d | e\n", "a | b | |\n-|- | --- |\nc | d | e\n"),
            ("> | a |\n> |---|\n> | b | c |", "> | a | |\n> |---| --- |\n> | b | c |"),
        ] {
            assert_eq!(of(text), expected, "{text}");
        }
    }

    #[test]
    fn everything_else_stays() {
        for text in [
            "| a | b |\n| - | - |\n| c | d |\n",
            "| a |\n| - |\n| `b|c` |\n| d \\| e |\n",
            "```\n| a | b |\n| - |\n```\n",
            "<div>\n| a | b |\n| - |\n</div>\n",
            "| a |\n| - |\n<!-- | b | c | -->\n",
            "Title\n---\n\n- | -\n",
            "a\n\n| - |\n",
            "",
        ] {
            assert_eq!(of(text), text);
        }
    }
}
