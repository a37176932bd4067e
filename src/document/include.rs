//! Inserts what a file includes: mdBook's `{{#include}}` and its kin, and by [`docfx`] those of
//! `DocFX`.

use std::ops::Range;

use crate::config::Syntax;
use crate::diagnostic::{Diagnostic, codes};
use crate::document::docfx;
use crate::text::{AssembledText, FilePath, PathProblem, Place, Span, Texts};

/// Files nested deeper than this in one another are refused, cycles aside.
pub(in crate::document) const DEEPEST_NESTING: usize = 32;

/// No document grows beyond this many bytes by what it includes.
pub(in crate::document) const LARGEST_TEXT: usize = 64 << 20;

/// No document includes more files than this, each counted as often as it is inserted: files that
/// include one another twice would else double at every level, even if they hold nothing.
const MOST_INCLUDES: usize = 20_000;

/// A text with everything inserted.
#[derive(Debug, Default)]
pub struct Expanded {
    /// Which Markdown it is.
    pub syntax: Syntax,
    /// The text, each byte with its origin.
    pub text: AssembledText,
    /// What `{{#title …}}` says, if it stands in the file.
    pub title: Option<String>,
    /// Problems met.
    pub diagnostics: Vec<Diagnostic>,
}

/// A directive as it stands in a text.
#[derive(Debug, PartialEq, Eq)]
struct Directive<'a> {
    span: Span,
    kind: Kind<'a>,
}

#[derive(Debug, PartialEq, Eq)]
enum Kind<'a> {
    /// `\{{#…}}`: shown as it is, without the backslash.
    Escaped,
    Title(&'a str),
    Include {
        path: &'a str,
        part: Part<'a>,
        /// `{{#playground}}` makes a code block of its own.
        playground: bool,
    },
}

/// Which part of a file is asked for.
#[derive(Debug, PartialEq, Eq)]
enum Part<'a> {
    Whole,
    /// 0-based lines, half-open.
    Lines(usize, Option<usize>),
    Anchor(&'a str),
}

/// The files that a file's directives name, whether or not they exist.
#[must_use]
pub fn targets(file: &FilePath, text: &str, syntax: Syntax) -> Vec<FilePath> {
    if syntax == Syntax::DocFx {
        return docfx::expand::targets(file, text);
    }
    let folder = file.folder();
    let paths = directives(text).into_iter().filter_map(|directive| match directive.kind {
        Kind::Include { path, .. } => folder.resolve(path).ok(),
        _ => None,
    });
    paths.collect()
}

/// The text of `file` from byte `start` on with all directives carried out. `texts` holds every
/// file that may be included; what is missing there is reported as missing.
#[must_use]
pub fn expand(
    file: &FilePath,
    text: &str,
    start: usize,
    texts: &Texts,
    syntax: Syntax,
) -> Expanded {
    if syntax == Syntax::DocFx {
        return docfx::expand::expand(file, text, start, texts);
    }
    let mut expansion =
        Expansion { texts, open: Vec::new(), inserted: 0, result: Expanded::default() };
    expansion.append(file, text, Span::new(start, text.len()));
    expansion.result
}

struct Expansion<'a> {
    texts: &'a Texts,
    /// Where each of the files now being inserted is included from.
    open: Vec<FilePath>,
    /// How many files were inserted.
    inserted: usize,
    result: Expanded,
}

impl Expansion<'_> {
    /// Appends the bytes of `span`, carrying out the directives in it.
    fn append(&mut self, file: &FilePath, text: &str, span: Span) {
        self.open.push(file.clone());
        let mut copied = span.start;
        for directive in directives(text) {
            let Span { start, end } = directive.span;
            if start < span.start || end > span.end {
                continue;
            }
            self.result.text.copy(file, text, Span::new(copied, start));
            copied = end;
            match directive.kind {
                Kind::Escaped => copied = start + 1,
                Kind::Title(title) => self.result.title = Some(title.to_owned()),
                Kind::Include { path, part, playground } => {
                    let place = Place::new(file.clone(), directive.span);
                    if let Err(problem) = self.include(file, path, &part, playground, &place) {
                        self.result.diagnostics.push(*problem);
                        // What could not be included is shown as it was written.
                        copied = start;
                    }
                }
            }
        }
        self.result.text.copy(file, text, Span::new(copied, span.end));
        self.open.pop();
    }

    fn include(
        &mut self,
        file: &FilePath,
        path: &str,
        part: &Part<'_>,
        playground: bool,
        place: &Place,
    ) -> Result<(), Box<Diagnostic>> {
        let target =
            file.folder().resolve(path).map_err(|problem| outside(place, path, problem))?;
        let Some(source) = self.texts.get(&target) else {
            let message = format!("the included file `{target}` is not there or is not text");
            let problem = Diagnostic::new(codes::MISSING_INCLUDE, place.clone(), message)
                .label("not found")
                .help("the path is read from the folder of the file that includes");
            return Err(Box::new(problem));
        };
        if let Some(at) = self.open.iter().position(|open| *open == target) {
            return Err(Box::new(self.cycle(at, &target, place)));
        }
        let too_large = self.result.text.text().len() + source.text().len() > LARGEST_TEXT;
        let too_many = self.inserted >= MOST_INCLUDES;
        if self.open.len() >= DEEPEST_NESTING || too_large || too_many {
            let message = format!(
                "`{target}` is not included: the includes nest too deeply, are too many or too large together"
            );
            return Err(Box::new(Diagnostic::new(codes::INCLUDE_CYCLE, place.clone(), message)));
        }
        let text = source.text().clone();
        let spans = select(&text, part).map_err(|reason| {
            Diagnostic::new(
                codes::MISSING_INCLUDE_PART,
                place.clone(),
                format!("`{target}` {reason}"),
            )
        })?;
        self.inserted += 1;
        if playground {
            self.result.text.insert("```rust\n", file, place.span);
        }
        for span in spans {
            self.append(&target, &text, span);
        }
        if playground {
            self.result.text.insert("\n```", file, place.span);
        }
        Ok(())
    }

    fn cycle(&self, at: usize, target: &FilePath, place: &Place) -> Diagnostic {
        let chain = self.open.get(at..).unwrap_or_default().iter().chain([target]);
        let chain = chain.map(|file| format!("`{file}`")).collect::<Vec<_>>().join(" includes ");
        Diagnostic::new(codes::INCLUDE_CYCLE, place.clone(), "files include each other without end")
            .label("closes the circle")
            .help(format!("{chain}: take one of these includes away"))
    }
}

fn outside(place: &Place, path: &str, problem: PathProblem) -> Box<Diagnostic> {
    let message = format!("`{path}` is not included: {problem}");
    Box::new(
        Diagnostic::new(codes::MISSING_INCLUDE, place.clone(), message)
            .help("only files below the book's root can be included"),
    )
}

/// The spans of a text that a part stands for, the final line break left out, as in mdBook.
fn select(text: &str, part: &Part<'_>) -> Result<Vec<Span>, String> {
    let lines = line_ranges(text);
    let count = lines.len();
    match part {
        Part::Whole => Ok(vec![span_of(text, &lines, 0..count)]),
        Part::Lines(from, to) => {
            let from = *from;
            if from >= count {
                return Err(format!("has {count} lines, line {} is asked for", from + 1));
            }
            Ok(vec![span_of(text, &lines, from..to.unwrap_or(count).clamp(from, count))])
        }
        Part::Anchor(name) => anchored(text, &lines, name),
    }
}

/// The lines between `ANCHOR: name` and `ANCHOR_END: name`, lines of other anchors left out.
fn anchored(text: &str, lines: &[Range<usize>], name: &str) -> Result<Vec<Span>, String> {
    let mut spans = Vec::new();
    let mut inside = false;
    let mut found = false;
    let mut run = 0..0;
    for (index, range) in lines.iter().enumerate() {
        let line = text.get(range.clone()).unwrap_or_default();
        match anchor_mark(line) {
            Some((begins, mark)) => {
                if inside && !run.is_empty() {
                    spans.push(run.clone());
                }
                run = index + 1..index + 1;
                if mark == name {
                    found |= begins;
                    inside = begins;
                }
            }
            None if inside => {
                if run.is_empty() {
                    run = index..index;
                }
                run.end = index + 1;
            }
            None => {}
        }
    }
    if inside && !run.is_empty() {
        spans.push(run);
    }
    if !found {
        return Err(format!("has no line `ANCHOR: {name}`"));
    }
    let last = spans.len().saturating_sub(1);
    let spans = spans.into_iter().enumerate().map(|(index, lines_of_run)| {
        let mut span = span_of(text, lines, lines_of_run.clone());
        // Runs are joined by the line break that span_of leaves out.
        if index < last {
            span.end = lines.get(lines_of_run.end).map_or(span.end, |next| next.start);
        }
        span
    });
    Ok(spans.collect())
}

/// Whether a line starts or ends an anchor, and which.
fn anchor_mark(line: &str) -> Option<(bool, &str)> {
    let (begins, rest) = match (line.find("ANCHOR_END:"), line.find("ANCHOR:")) {
        (Some(at), _) => (false, line.get(at + "ANCHOR_END:".len()..)?),
        (None, Some(at)) => (true, line.get(at + "ANCHOR:".len()..)?),
        (None, None) => return None,
    };
    let name = rest.split_whitespace().next()?;
    let is_name = |c: char| c.is_alphanumeric() || "_-.".contains(c);
    name.chars().all(is_name).then_some((begins, name))
}

fn line_ranges(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let lines = text.split_inclusive('\n').map(|line| {
        let range = start..start + line.len();
        start = range.end;
        range
    });
    lines.collect()
}

fn span_of(text: &str, lines: &[Range<usize>], range: Range<usize>) -> Span {
    let (Some(first), Some(last)) = (lines.get(range.start), lines.get(range.end.wrapping_sub(1)))
    else {
        return Span::default();
    };
    let whole = text.get(first.start..last.end).unwrap_or_default();
    Span::new(first.start, first.start + whole.trim_end_matches(['\n', '\r']).len())
}

/// All directives of a text, in order.
fn directives(text: &str) -> Vec<Directive<'_>> {
    let mut found = Vec::new();
    let mut offset = 0;
    while let Some(at) = text.get(offset..).and_then(|rest| rest.find("{{#")) {
        let start = offset + at;
        offset = start + 3;
        let Some(body) = text.get(offset..).and_then(|rest| rest.split_once("}}")) else {
            break;
        };
        let body = body.0;
        if body.contains('\n') {
            continue;
        }
        let Some((name, argument)) = body.split_once(char::is_whitespace) else {
            continue;
        };
        let argument = argument.trim();
        let kind = match name {
            "title" => Kind::Title(argument),
            "include" | "rustdoc_include" | "playground" | "playpen" => {
                let playground = name.starts_with("play");
                // A playground's options follow its path.
                let words =
                    if playground { argument.split_whitespace().next() } else { Some(argument) };
                let (path, part) = split_part(words.unwrap_or_default());
                Kind::Include { path, part, playground }
            }
            _ => continue,
        };
        let end = offset + body.len() + 2;
        offset = end;
        let escaped = text.get(..start).is_some_and(|before| before.ends_with('\\'));
        found.push(if escaped {
            Directive { span: Span::new(start - 1, end), kind: Kind::Escaped }
        } else {
            Directive { span: Span::new(start, end), kind }
        });
    }
    found
}

/// `path`, `path:3`, `path:3:`, `path::7`, `path:3:7`, `path:anchor`.
fn split_part(argument: &str) -> (&str, Part<'_>) {
    let mut parts = argument.splitn(3, ':');
    let path = parts.next().unwrap_or_default();
    let Some(first) = parts.next() else {
        return (path, Part::Whole);
    };
    let second = parts.next();
    let from = first.parse::<usize>();
    let part = match (from, second) {
        (Ok(line), None) => Part::Lines(line.saturating_sub(1), Some(line.max(1))),
        (Ok(line), Some(end)) => Part::Lines(line.saturating_sub(1), end.parse().ok()),
        (Err(_), Some(end)) if first.is_empty() => match end.parse() {
            Ok(end) => Part::Lines(0, Some(end)),
            Err(_) => Part::Whole,
        },
        (Err(_), None) if first.is_empty() => Part::Whole,
        (Err(_), _) => Part::Anchor(first),
    };
    (path, part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::SourceText;
    use std::sync::Arc;

    const LISTING: &str =
        "a\nb // ANCHOR: one\nc\n// ANCHOR: two\nd\n// ANCHOR_END: two\ne\n// ANCHOR_END: one\nf\n";

    fn path(text: &str) -> FilePath {
        FilePath::new(text).unwrap()
    }

    fn expand_with(text: &str, files: &[(&str, &str)]) -> (String, Vec<String>, Option<String>) {
        let files = files
            .iter()
            .map(|(name, text)| (path(name), Arc::new(SourceText::new(path(name), *text))));
        let expanded = expand(&path("src/a.md"), text, 0, &files.collect(), Syntax::Book);
        let problems = expanded.diagnostics.iter();
        let problems = problems.map(|problem| problem.code.name.to_owned()).collect();
        (expanded.text.text().to_owned(), problems, expanded.title)
    }

    fn included(argument: &str) -> String {
        let text = format!("[{{{{#include {argument}}}}}]");
        expand_with(&text, &[("src/l.rs", LISTING)]).0
    }

    #[test]
    fn takes_the_part_that_is_asked_for() {
        for (argument, expected) in [
            ("l.rs:1", "[a]"),
            ("l.rs:3", "[c]"),
            ("l.rs:7:", "[e\n// ANCHOR_END: one\nf]"),
            ("l.rs::1", "[a]"),
            ("l.rs:3:5", "[c\n// ANCHOR: two\nd]"),
            ("l.rs:two", "[d]"),
            ("l.rs:one", "[c\nd\ne]"),
            ("./../src/l.rs:1", "[a]"),
        ] {
            assert_eq!(included(argument), expected, "{argument}");
        }
    }

    #[test]
    fn whatever_cannot_be_included_is_reported_and_shown_as_written() {
        for (argument, code) in [
            ("none.rs", "missing-include"),
            ("../../x", "missing-include"),
            ("/etc/passwd", "missing-include"),
            ("l.rs:99", "missing-include-part"),
            ("l.rs:three", "missing-include-part"),
        ] {
            let text = format!("x {{{{#include {argument}}}}} y");
            let (shown, problems, _) = expand_with(&text, &[("src/l.rs", LISTING)]);
            assert_eq!(problems, [code], "{argument}");
            assert_eq!(shown, text);
        }
    }

    #[test]
    fn cycles_end() {
        let files = [("src/b.md", "b{{#include c.md}}"), ("src/c.md", "c{{#include b.md}}")];
        let (text, problems, _) = expand_with("{{#include b.md}}", &files);
        assert_eq!(text, "bc{{#include b.md}}");
        assert_eq!(problems, ["include-cycle"]);
    }

    #[test]
    fn empty_files_that_double_at_every_level_end_too() {
        let names: Vec<String> = (0..30).map(|level| format!("src/{level}.md")).collect();
        let text =
            |level: usize| format!("{{{{#include {0}.md}}}}{{{{#include {0}.md}}}}", level + 1);
        let texts: Vec<String> = (0..30).map(text).collect();
        let mut files: Vec<(&str, &str)> =
            names.iter().zip(&texts).map(|(name, text)| (name.as_str(), text.as_str())).collect();
        files.push(("src/30.md", ""));
        let (_, problems, _) = expand_with("{{#include 0.md}}", &files);
        assert!(problems.iter().all(|problem| problem == "include-cycle"), "{problems:?}");
        assert!(!problems.is_empty() && problems.len() < 100, "{}", problems.len());
    }

    #[test]
    fn knows_the_other_directives() {
        let (text, problems, title) = expand_with(
            "{{#title A page}}x \\{{#include l.rs}} {{#unknown z}}\n{{#playground l.rs editable}}\n{{#include",
            &[("src/l.rs", "fn f() {}\n")],
        );
        assert_eq!(text, "x {{#include l.rs}} {{#unknown z}}\n```rust\nfn f() {}\n```\n{{#include");
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(title.as_deref(), Some("A page"));
    }

    #[test]
    fn files_that_are_named_are_told_for_loading() {
        let names = targets(
            &path("src/a.md"),
            "{{#include b.md:1}} {{#include ../c.rs}} {{#include ../../d}}",
            Syntax::Book,
        );
        assert_eq!(names, [path("src/b.md"), path("c.rs")]);
    }
}
