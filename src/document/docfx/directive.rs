//! Finds the directives of a text that need work before it is parsed as Markdown.

use std::ops::Range;

use memchr::memchr2_iter;

use crate::document::docfx::attributes::{self, Attributes};
use crate::document::docfx::construct::{self, QuoteMarker};
use crate::document::docfx::container::OwnLine;
use crate::document::docfx::regions::Regions;
use crate::document::docfx::snippet::Request;
use crate::text::Span;

/// Titles, paths and lines of directives are looked for within this many bytes, so that a text of
/// nothing but openings costs no more than another.
const LONGEST_PART: usize = 2_000;

/// A directive as it stands in a text.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::document) struct Directive<'a> {
    /// Its bytes.
    pub(in crate::document) span: Span,
    /// Its line, where it has one for itself.
    pub(in crate::document) line: Option<OwnLine>,
    /// Whether it stands in a table.
    pub(in crate::document) in_table: bool,
    /// What it says.
    pub(in crate::document) kind: Kind<'a>,
}

/// What a directive says. Ranges are bytes of the text it stands in.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::document) enum Kind<'a> {
    /// `[!INCLUDE [title](path)]`.
    Include(Range<usize>),
    /// `[!code-language[title](path)]` or `:::code …:::`, on a line of its own.
    Snippet(Request<'a>),
    /// `:::image …:::`.
    Image(Attributes<'a>),
    /// `[!VIDEO address]` or `:::video …:::`.
    Video { address: Range<usize>, title: Option<Range<usize>> },
    /// `:::no-loc text="…":::` or `[!NOLOC …]`: words that stay as they are.
    Words(Range<usize>),
    /// `[!NOTE]` and its kin in a quote: the line is taken as it is.
    Marker,
    /// `:::zone …` and its kin: the line is taken as it is.
    Line,
}

/// Whether a text may hold directives at all.
pub(in crate::document) fn may_have(text: &str) -> bool {
    text.contains("[!") || text.contains(":::")
}

/// All directives of a text, in order.
pub(in crate::document) fn all(text: &str) -> Vec<Directive<'_>> {
    let mut found = Vec::new();
    if !may_have(text) {
        return found;
    }
    let regions = Regions::of(text);
    let mut reader = regions.reader();
    let (mut offset, mut line_start, mut passed) = (0, 0, 0);
    while let Some(start) = next_candidate(text, offset) {
        if let Some(at) = text.get(passed..start).and_then(|before| before.rfind('\n')) {
            line_start = passed + at + 1;
        }
        passed = start;
        let around = reader.at(start);
        if let Some(end) = around.opaque_until {
            offset = end.max(start + 1);
            continue;
        }
        let Some((end, kind)) = candidate(text, start) else {
            offset = start + 2;
            continue;
        };
        offset = end;
        let span = Span::new(start, end);
        let in_table = around.in_table;
        // What is set in this far continues a paragraph; on a line of its own it would be code.
        let line = OwnLine::of(text, line_start, span).filter(|line| {
            let lead = start - line.span.start;
            line.begins_item || line.indentation().min(lead.saturating_sub(around.item_indent)) < 4
        });
        let needs_line = match &kind {
            Kind::Marker => line.as_ref().is_none_or(|line| !line.is_quoted),
            Kind::Line | Kind::Snippet(_) => line.is_none(),
            _ => false,
        };
        if !needs_line {
            found.push(Directive { span, line, in_table, kind });
        }
    }
    found
}

/// The paths of the files that a text may include, code in other languages too.
pub(in crate::document) fn paths(text: &str) -> Vec<&str> {
    let mut paths = Vec::new();
    let mut offset = 0;
    while let Some(start) = next_candidate(text, offset) {
        offset = start + 2;
        match candidate(text, start) {
            Some((end, Kind::Include(path))) => {
                offset = end;
                paths.extend(text.get(path));
            }
            Some((end, Kind::Snippet(request))) => {
                offset = end;
                paths.extend(text.get(request.path.clone()));
            }
            _ => {}
        }
    }
    paths
}

/// Where the next `[!` or `:::` stands that no backslash takes its meaning from.
fn next_candidate(text: &str, offset: usize) -> Option<usize> {
    let is_start = |at: &usize| {
        let (Some(before), Some(from)) = (text.get(..offset + at), text.get(offset + at..)) else {
            return false;
        };
        (from.starts_with("[!") || from.starts_with(":::")) && !before.ends_with('\\')
    };
    let rest = text.get(offset..)?;
    memchr2_iter(b'[', b':', rest.as_bytes()).find(is_start).map(|at| offset + at)
}

/// The directive that starts at `start`, and where it ends.
fn candidate(text: &str, start: usize) -> Option<(usize, Kind<'_>)> {
    if text.get(start..)?.starts_with(":::") {
        return colons(text, start);
    }
    let name_start = start + 2;
    let rest = text.get(name_start..)?;
    let name_length = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    let behind_name = name_start + name_length;
    match rest.get(..name_length)?.to_ascii_lowercase().as_str() {
        "include" => {
            let sign = text.get(behind_name..)?.starts_with(['+', '-']);
            let (path, end) = link(text, behind_name + usize::from(sign))?;
            Some((end, Kind::Include(path)))
        }
        "code" => {
            let rest = text.get(behind_name..)?;
            let length = rest.find(['[', ']', ' ', '\n']).unwrap_or(rest.len());
            let language = rest.get(..length)?.trim_start_matches('-');
            let (path, end) = link(text, behind_name + length)?;
            Some((end, Kind::Snippet(Request::of_link(text, path, language))))
        }
        "video" => {
            let (address, end) = word(text, behind_name)?;
            Some((end, Kind::Video { address, title: None }))
        }
        "noloc" => {
            let (words, end) = bracket(text, behind_name)?;
            Some((end, Kind::Words(words)))
        }
        _ => {
            let (words, end) = bracket(text, name_start)?;
            QuoteMarker::read(text.get(words)?).map(|_| (end, Kind::Marker))
        }
    }
}

/// `[title](path)]` behind optional blanks: the path's bytes, and where it ends.
fn link(text: &str, offset: usize) -> Option<(Range<usize>, usize)> {
    let rest = text.get(offset..)?;
    let opening = offset + rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let title = text.get(opening..)?.strip_prefix('[')?;
    let path_start = opening + 1 + closing(title, b']')? + 1;
    let inner = text.get(path_start..)?.strip_prefix('(')?;
    let inner_start = path_start + 1;
    let inner_end = inner_start + closing(inner, b')')?;
    let end = text.get(inner_end + 1..)?.starts_with(']').then_some(inner_end + 2)?;
    let written = text.get(inner_start..inner_end)?;
    let path = written.trim_start();
    let start = inner_end - path.len();
    let length = path.find(char::is_whitespace).unwrap_or(path.len());
    (length > 0).then_some((start..start + length, end))
}

/// Where `bracket` stands before the line ends.
fn closing(text: &str, bracket: u8) -> Option<usize> {
    let mut bytes = text.bytes().take(LONGEST_PART);
    let at = bytes.position(|byte| byte == bracket || byte == b'\n')?;
    (text.as_bytes().get(at) == Some(&bracket)).then_some(at)
}

/// One word behind blanks and before `]`.
fn word(text: &str, offset: usize) -> Option<(Range<usize>, usize)> {
    let (words, end) = bracket(text, offset)?;
    let is_word = !words.is_empty() && !text.get(words.clone())?.contains(char::is_whitespace);
    is_word.then_some((words, end))
}

/// What stands before the next `]` of the line, without blanks around it.
fn bracket(text: &str, offset: usize) -> Option<(Range<usize>, usize)> {
    let rest = text.get(offset..)?;
    let length = closing(rest, b']')?;
    let written = rest.get(..length)?;
    let start = offset + written.len() - written.trim_start().len();
    let end = start + written.trim().len();
    Some((start..end, offset + length + 1))
}

/// A directive that starts with three colons.
fn colons(text: &str, start: usize) -> Option<(usize, Kind<'_>)> {
    let rest = text.get(start + 3..)?;
    let name_start = start + 3 + rest.len() - rest.trim_start_matches(' ').len();
    let rest = text.get(name_start..)?;
    let is_name = |c: char| c.is_ascii_alphabetic() || c == '-';
    let length = rest.find(|c: char| !is_name(c)).unwrap_or(rest.len());
    let name = rest.get(..length)?;
    let is_inline = ["image", "no-loc", "video", "code"].contains(&name);
    if !is_inline {
        let mut bytes = rest.bytes().take(LONGEST_PART);
        let length = bytes.position(|byte| byte == b'\n').unwrap_or(rest.len());
        let line = text.get(start..name_start + length)?.trim_end();
        return construct::Line::read(line).map(|_| (start + line.len(), Kind::Line));
    }
    let (attributes, end) = attributes::read(text, name_start + length);
    let end = text.get(end..)?.starts_with(":::").then_some(end + 3)?;
    let kind = match name {
        "image" => Kind::Image(attributes),
        "code" => Kind::Snippet(Request::of_attributes(&attributes)?),
        "video" => {
            Kind::Video { address: attributes.range("source")?, title: attributes.range("title") }
        }
        _ => Kind::Words(attributes.range("text")?),
    };
    Some((end, kind))
}
