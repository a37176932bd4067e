//! `TOC.md`: each heading is an entry, its level how deep it is nested, with any number of `#`.

use crate::diagnostic::{Checked, Diagnostic, codes};
use crate::document::toc::{DEEPEST_LEVEL, Toc, TocEntry, TocTarget};
use crate::text::{FilePath, Place, Span};

/// Reads a table of contents line by line: headings may have more than the six `#` of Markdown,
/// and nothing but headings makes entries.
pub(in crate::document) fn read(file: &FilePath, text: &str) -> Checked<Toc> {
    let mut reader =
        Reader { file, levels: Vec::new(), entries: Vec::new(), diagnostics: Vec::new() };
    let mut offset = 0;
    let mut in_comment = false;
    for line in text.split_inclusive('\n') {
        let visible = without_comments(line, &mut in_comment);
        reader.line(&visible, offset);
        offset += line.len();
    }
    let value = Toc { entries: reader.entries, breadcrumbs: false };
    Checked { value, diagnostics: reader.diagnostics }
}

/// The line with its comments as spaces, so that every byte keeps its place.
fn without_comments(line: &str, in_comment: &mut bool) -> String {
    let mut visible = String::with_capacity(line.len());
    let mut rest = line;
    while !rest.is_empty() {
        let mark = if *in_comment { "-->" } else { "<!--" };
        let Some(at) = rest.find(mark) else {
            let blank = " ".repeat(rest.len());
            visible.push_str(if *in_comment { &blank } else { rest });
            break;
        };
        let (before, behind) = rest.split_at(at);
        let blank = " ".repeat(before.len());
        visible.push_str(if *in_comment { &blank } else { before });
        visible.push_str(&" ".repeat(mark.len()));
        rest = behind.get(mark.len()..).unwrap_or_default();
        *in_comment = !*in_comment;
    }
    visible
}

struct Reader<'a> {
    file: &'a FilePath,
    /// The number of `#` of each heading that is open.
    levels: Vec<usize>,
    entries: Vec<TocEntry>,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn line(&mut self, line: &str, offset: usize) {
        let line = line.trim_end();
        let bare = line.trim_start_matches(|c: char| c == '\u{feff}' || c.is_whitespace());
        let start = offset + line.len() - bare.len();
        let span = Span::new(start, start + bare.len());
        let level = bare.len() - bare.trim_start_matches('#').len();
        let content = bare.get(level..).unwrap_or_default();
        if level == 0 || content.trim().is_empty() {
            if !bare.is_empty() {
                self.not_an_entry(span);
            }
            return;
        }
        let content = content.trim_end_matches('#');
        let at = start + level + content.len() - content.trim_start().len();
        let (name, target) = name_and_target(content.trim(), at);
        while self.levels.last().is_some_and(|open| *open >= level) {
            self.levels.pop();
        }
        let depth = self.levels.len().min(DEEPEST_LEVEL);
        self.levels.push(level);
        self.entries.push(TocEntry { name, target, depth, span, ..TocEntry::default() });
    }

    fn not_an_entry(&mut self, span: Span) {
        let place = Place::new(self.file.clone(), span);
        self.diagnostics.push(
            Diagnostic::new(codes::MALFORMED_TOC, place, "this line is no entry of a table of contents")
                .label("passed over")
                .help("an entry is a heading with a link: `## [Name](file.md)`; its level tells how deep it is nested"),
        );
    }
}

/// The name and target of `[name](target "title") more`, or of a name alone. `start` is where the
/// content stands in the file.
fn name_and_target(content: &str, start: usize) -> (String, Option<TocTarget>) {
    let parts = content.strip_prefix('[').and_then(|rest| {
        let close = closing(rest, '[', ']')?;
        let name = rest.get(..close)?;
        let inside = rest.get(close + 1..)?.strip_prefix('(')?;
        let end = closing(inside, '(', ')')?;
        Some((name, inside.get(..end)?, close + 3))
    });
    let Some((name, inside, before)) = parts else {
        return (unescaped(content), None);
    };
    let trimmed = inside.trim_start();
    let lead = inside.len() - trimmed.len();
    let (href, lead) = match trimmed.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
        Some((href, _)) => (href, lead + 1),
        // A title follows behind white space.
        None => (trimmed.split_whitespace().next().unwrap_or_default(), lead),
    };
    let at = start + before + lead;
    let span = Span::new(at, at + href.len());
    let target = (!href.is_empty()).then(|| TocTarget { href: unescaped(href), span });
    (unescaped(name), target)
}

/// Where the bracket that is open closes, others of its kind in between.
fn closing(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0_usize;
    let mut escaped = false;
    for (at, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if character == open => depth += 1,
            _ if character == close && depth == 0 => return Some(at),
            _ if character == close => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The text as Markdown means it: escapes and entities resolved, marks of emphasis and code kept.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.trim().chars().peekable();
    while let Some(character) = characters.next() {
        match characters.peek() {
            Some(next) if character == '\\' && next.is_ascii_punctuation() => {}
            _ => plain.push(character),
        }
        if character == '\\'
            && let Some(next) = characters.next_if(char::is_ascii_punctuation)
        {
            plain.push(next);
        }
    }
    html_escape::decode_html_entities(&plain).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(text: &str) -> (Vec<String>, usize) {
        let file = FilePath::new("TOC.md").unwrap();
        let checked = read(&file, text);
        let shown = checked.value.entries.iter().map(|entry| {
            let target = entry.target.as_ref();
            let href = target.map(|target| {
                let written = &text[target.span.range()];
                assert_eq!(unescaped(written), target.href);
                target.href.as_str()
            });
            format!("{}{} -> {}", "  ".repeat(entry.depth), entry.name, href.unwrap_or("-"))
        });
        (shown.collect(), checked.diagnostics.len())
    }

    #[test]
    fn headings_of_any_level_are_entries() {
        let text = "\u{feff}# [A](a.md)\r\n##  [B \\<x\\> &amp; [y]](<b c.md>)\n######## [Deep](d\\(1\\).md \"t\") trailing\n## Plain ##\n <!-- # [No](no.md)\n# [No](no.md) --># [Yes](yes.md)\n#[Tight](t.md)\n";
        let (shown, problems) = entries(text);
        insta::assert_snapshot!(shown.join("\n"), @r"
        A -> a.md
          B <x> & [y] -> b c.md
            Deep -> d(1).md
          Plain -> -
        Yes -> yes.md
        Tight -> t.md
        ");
        assert_eq!(problems, 0);
    }

    #[test]
    fn other_lines_are_told_and_passed_over() {
        let (shown, problems) = entries("text\n\n# [A](a.md)\n- [B](b.md)\n#\n# [C](\n");
        assert_eq!(shown, ["A -> a.md", "[C]( -> -"]);
        assert_eq!(problems, 3);
    }
}
