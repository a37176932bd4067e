//! Columns and long descriptions are usually set in below their directive. That indentation is
//! taken away before anything else is read, so that it makes no code.

use crate::document::docfx::construct::{Closed, Construct, Line};
use crate::text::{AssembledText, Span};

/// Deeper nesting than this is left as it is.
const DEEPEST_NESTING: usize = 8;

/// A line of the text, and what it is.
struct Written {
    span: Span,
    /// How far it is set in.
    indent: usize,
    is_empty: bool,
}

/// A block that is being read.
struct Open {
    closed_by: Closed,
    /// How far its directive is set in, as it will be written.
    indent: usize,
    /// Its lines, for columns and descriptions.
    lines: Vec<usize>,
}

/// The text with the content of columns and long descriptions set in as far as their row is.
pub(in crate::document) fn dedent(text: AssembledText) -> AssembledText {
    let source = text.text();
    if !source.contains(":::column") && !source.contains(":::image-end") {
        return text;
    }
    let lines = lines(source);
    let mut taken = vec![0; lines.len()];
    let mut open: Vec<Open> = Vec::new();
    let mut fence: Option<char> = None;
    for (index, line) in lines.iter().enumerate() {
        let words = source.get(line.span.range()).unwrap_or_default().trim();
        if let Some(mark) =
            ['`', '~'].into_iter().find(|mark| words.starts_with(&mark.to_string().repeat(3)))
        {
            fence = match fence {
                Some(open) if open == mark => None,
                Some(open) => Some(open),
                None => Some(mark),
            };
        }
        let read = if fence.is_some() { None } else { opening(words) };
        match read {
            Some(Line::Open(block)) if open.len() < DEEPEST_NESTING => {
                let indent = match (&block, open.last()) {
                    (Construct::Column { .. }, Some(row)) if row.closed_by == Closed::Row => {
                        row.indent
                    }
                    _ => line.indent,
                };
                if let Some(taken) = taken.get_mut(index) {
                    *taken = line.indent.saturating_sub(indent);
                }
                let closed_by = match block {
                    Construct::Row => Closed::Row,
                    Construct::Column { .. } => Closed::Column,
                    _ => Closed::Description,
                };
                open.push(Open { closed_by, indent, lines: Vec::new() });
            }
            Some(Line::Close(closed))
                if open.last().is_some_and(|open| open.closed_by == closed) =>
            {
                let Some(block) = open.pop() else { continue };
                if let Some(taken) = taken.get_mut(index) {
                    *taken = line.indent.saturating_sub(block.indent);
                }
                dedent_lines(&block, &lines, &mut taken);
            }
            _ => {
                if let Some(block) = open.last_mut() {
                    block.lines.push(index);
                }
            }
        }
    }
    let mut dedented = AssembledText::new();
    for (line, taken) in lines.iter().zip(taken) {
        dedented.append(&text, Span::new(line.span.start + taken, line.span.end));
    }
    dedented
}

/// What a line opens or closes that has content set in.
fn opening(words: &str) -> Option<Line> {
    if !words.starts_with(":::") {
        return None;
    }
    let is_complex = words.starts_with(":::image") && words.contains("\"complex\"");
    if is_complex {
        return Some(Line::Open(Construct::Description));
    }
    Line::read(words).filter(|line| match line {
        Line::Open(block) => matches!(block, Construct::Row | Construct::Column { .. }),
        Line::Close(closed) => matches!(closed, Closed::Row | Closed::Column | Closed::Description),
    })
}

/// Takes from the lines of a block what they share on their left beyond its own indentation.
fn dedent_lines(block: &Open, lines: &[Written], taken: &mut [usize]) {
    let own =
        || block.lines.iter().filter_map(|index| lines.get(*index).map(|line| (*index, line)));
    let shared = own().filter(|(_, line)| !line.is_empty).map(|(_, line)| line.indent).min();
    let surplus = shared.unwrap_or(0).saturating_sub(block.indent);
    for (index, line) in own() {
        if let Some(taken) = taken.get_mut(index) {
            *taken = surplus.min(line.indent);
        }
    }
}

fn lines(text: &str) -> Vec<Written> {
    let mut start = 0;
    let lines = text.split_inclusive('\n').map(|line| {
        let span = Span::new(start, start + line.len());
        start = span.end;
        let bare = line.trim_start_matches([' ', '\t']);
        Written { span, indent: line.len() - bare.len(), is_empty: bare.trim().is_empty() }
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::FilePath;

    fn dedented(text: &str) -> String {
        let file = FilePath::new("a.md").unwrap();
        dedent(AssembledText::whole(&file, text, 0)).text().to_owned()
    }

    #[test]
    fn what_stands_in_columns_is_set_in_no_further_than_their_row() {
        let text = ":::row:::\n    :::column:::\n        ## A\n\n          - b\n    :::column-end:::\n:::row-end:::\n    code\n";
        let expected =
            ":::row:::\n:::column:::\n## A\n\n  - b\n:::column-end:::\n:::row-end:::\n    code\n";
        assert_eq!(dedented(text), expected);
    }

    #[test]
    fn long_descriptions_are_no_code_and_code_is_no_column() {
        let text = ":::image type=\"complex\" source=\"a\":::\n    b\n:::image-end:::\n";
        assert_eq!(
            dedented(text),
            ":::image type=\"complex\" source=\"a\":::\nb\n:::image-end:::\n"
        );
        let code = "```\n:::column:::\n    a\n:::column-end:::\n```\n";
        assert_eq!(dedented(code), code);
    }
}
