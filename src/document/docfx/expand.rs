//! Makes of a file in the Markdown of `DocFX` a text that a Markdown parser understands.

mod insert;
mod problem;

use std::collections::HashMap;
use std::rc::Rc;

use crate::config::Syntax;
use crate::diagnostic::Diagnostic;
use crate::document::ImageKind;
use crate::document::docfx::columns;
use crate::document::docfx::construct::{self, DESCRIPTION};
use crate::document::docfx::container::{self, OwnLine};
use crate::document::docfx::directive::{self, Directive, Kind};
use crate::document::docfx::role::Role;
use crate::document::docfx::{pivots, reference, tables, wording};
use crate::document::include::Expanded;
use crate::text::{AssembledText, FilePath, Span, Texts};

/// The files that a file's directives name, whether or not they exist.
#[must_use]
pub fn targets(file: &FilePath, text: &str) -> Vec<FilePath> {
    let mut targets = Vec::new();
    if !directive::may_have(text) {
        return targets;
    }
    for path in directive::paths(text) {
        targets.extend(reference::candidates(file, path));
    }
    if text.contains("pivot=") {
        targets.extend(pivots::files(file));
    }
    targets
}

/// The text of `file` from byte `start` on with all directives carried out.
#[must_use]
pub fn expand(file: &FilePath, text: &str, start: usize, texts: &Texts) -> Expanded {
    assembled(file, AssembledText::whole(file, text, start), texts)
}

/// A text that was made of `file`, with all directives carried out.
#[must_use]
pub fn assembled(file: &FilePath, text: AssembledText, texts: &Texts) -> Expanded {
    if !directive::may_have(text.text()) {
        let text = tables::widened(text);
        return Expanded { syntax: Syntax::DocFx, text, ..Expanded::default() };
    }
    let mut expansion = Expansion {
        texts,
        open: Vec::new(),
        done: HashMap::new(),
        read: 0,
        pivots: None,
        diagnostics: Vec::new(),
    };
    let text = tables::widened(expansion.carried_out(file, text));
    let diagnostics = expansion.diagnostics;
    Expanded { syntax: Syntax::DocFx, text, diagnostics, ..Expanded::default() }
}

struct Expansion<'a> {
    texts: &'a Texts,
    /// The files that are being read, each included by the one before.
    open: Vec<FilePath>,
    /// Included files with their directives carried out.
    done: HashMap<FilePath, Rc<AssembledText>>,
    /// How many bytes were taken from included files so far.
    read: usize,
    /// What the choices of zones are called, once a zone has been met.
    pivots: Option<HashMap<String, String>>,
    diagnostics: Vec<Diagnostic>,
}

/// A text on its way from one that was written to one that a parser understands.
struct Passage<'a> {
    file: &'a FilePath,
    source: &'a AssembledText,
    output: AssembledText,
    /// How far the source has been taken over.
    copied: usize,
}

impl Passage<'_> {
    /// Takes over the source up to `end`.
    fn copy_to(&mut self, end: usize) {
        if end > self.copied {
            self.output.append(self.source, Span::new(self.copied, end));
        }
        self.copied = self.copied.max(end);
    }

    /// Writes `text` in place of the bytes at `span`.
    fn insert(&mut self, text: &str, span: Span) {
        self.output.insert_for(text, self.source, span);
    }

    fn written(&self, span: Span) -> &str {
        self.source.text().get(span.range()).unwrap_or_default()
    }

    /// Takes over what stands before a directive on its line, behind an empty line where a
    /// paragraph would go on.
    fn begin_line(&mut self, line: &OwnLine, directive: Span) {
        self.copy_to(line.span.start);
        if !line.begins_item && !line.follows_empty(self.source.text()) {
            self.insert(&format!("{}\n", line.empty()), directive);
        }
        self.copy_to(directive.start);
    }

    /// Ends the line of a directive with an empty line, unless one is there.
    fn end_line(&mut self, line: &OwnLine, directive: Span) {
        self.copied = self.copied.max(line.span.end);
        let Some(next) = line.next(self.source.text()) else { return };
        let stays_quoted = !line.is_quoted || next.trim_start().starts_with('>');
        if !container::is_empty(next) || (line.is_quoted && !stays_quoted) {
            self.insert(&format!("\n{}", line.empty()), directive);
        }
        // A quote goes on without its mark as long as its paragraph does.
        if !stays_quoted && !next.trim().is_empty() {
            self.copy_to(line.span.end + 1);
            self.insert(&line.continuation, directive);
        }
    }
}

impl Expansion<'_> {
    /// The text with its directives carried out.
    fn carried_out(&mut self, file: &FilePath, text: AssembledText) -> AssembledText {
        let source = columns::dedent(text);
        let directives = directive::all(source.text());
        if directives.is_empty() {
            return source;
        }
        self.open.push(file.clone());
        let last_description = source.text().rfind(":::image-end").unwrap_or(0);
        let mut passage =
            Passage { file, source: &source, output: AssembledText::new(), copied: 0 };
        for directive in &directives {
            self.carry_out(&mut passage, directive, last_description);
        }
        passage.copy_to(source.text().len());
        self.open.pop();
        passage.output
    }

    fn carry_out(&mut self, passage: &mut Passage<'_>, directive: &Directive<'_>, last: usize) {
        let span = directive.span;
        match (&directive.kind, &directive.line) {
            (Kind::Include(path), line) => {
                self.include(passage, directive, path.clone().into(), line.as_ref());
            }
            (Kind::Snippet(request), Some(line)) => self.snippet(passage, request, line, span),
            (Kind::Marker, Some(line)) => {
                passage.begin_line(line, span);
                passage.copy_to(span.end);
                passage.end_line(line, span);
            }
            (Kind::Line, Some(line)) => {
                passage.begin_line(line, span);
                self.zone_titles(passage, span);
                passage.copy_to(span.end);
                passage.end_line(line, span);
            }
            (Kind::Image(attributes), line) => {
                let Some(source) = attributes.range("source") else { return };
                let alternative = attributes.range("alt-text").map(Span::from);
                let value = |name| attributes.value(name).unwrap_or_default();
                let is_complex = value("type").eq_ignore_ascii_case("complex") && span.end < last;
                let line = line.as_ref().filter(|_| is_complex);
                if let Some(line) = line {
                    passage.begin_line(line, span);
                }
                passage.copy_to(span.start);
                let role = Role::of(value("type"), value("lightbox"));
                let words = alternative.filter(|_| role.kind != ImageKind::Icon);
                image(passage, span, words, source.into(), &role);
                if let Some(line) = line {
                    let lead = line.empty();
                    let lead_on = &line.continuation;
                    passage.insert(&format!("\n{lead}\n{lead_on}{DESCRIPTION}"), span);
                    passage.end_line(line, span);
                }
            }
            (Kind::Video { address, title }, _) => {
                passage.copy_to(span.start);
                video(passage, span, address.clone().into(), title.clone().map(Span::from));
            }
            (Kind::Words(words), _) => {
                passage.copy_to(span.start);
                wording::append(&mut passage.output, passage.source, words.clone().into());
                passage.copied = span.end;
            }
            (Kind::Snippet(_) | Kind::Marker | Kind::Line, None) => {}
        }
    }

    /// Takes over the line of a zone with what its choices are called.
    fn zone_titles(&mut self, passage: &mut Passage<'_>, span: Span) {
        let line = passage.written(span);
        let Some((ids, end)) = construct::zone_ids(line) else { return };
        let titles = self.pivots.get_or_insert_with(|| pivots::titles(passage.file, self.texts));
        let ids = line.get(ids).unwrap_or_default().split(',').map(str::trim);
        let titles: Vec<&str> = ids.map(|id| titles.get(id).map_or(id, String::as_str)).collect();
        let titles = titles.join("|").replace(['"', '\n'], " ");
        passage.copy_to(span.start + end);
        passage.insert(&format!(" title=\"{titles}\""), span);
    }
}

/// Writes an image in place of `span`.
fn image(
    passage: &mut Passage<'_>,
    span: Span,
    words: Option<Span>,
    source: Span,
    role: &Role<'_>,
) {
    passage.insert("![", span);
    if let Some(words) = words {
        wording::append(&mut passage.output, passage.source, words);
    }
    passage.insert("](<", span);
    target(passage, source);
    passage.insert(&format!("> \"{}\")", wording::escaped(&role.title())), span);
    passage.copied = span.end;
}

/// Writes a link to a video in place of `span`.
fn video(passage: &mut Passage<'_>, span: Span, address: Span, title: Option<Span>) {
    passage.insert("[", span);
    if let Some(title) = title {
        wording::append(&mut passage.output, passage.source, title);
    } else {
        let written = passage.written(address);
        let behind_scheme = written.split_once("://").map_or(written, |(_, rest)| rest);
        let host = behind_scheme.split(['/', '?']).next().unwrap_or_default();
        let words = wording::escaped(&format!("Video on {host}"));
        passage.insert(&words, span);
    }
    passage.insert("](<", span);
    target(passage, address);
    passage.insert("> \":::video\")", span);
    passage.copied = span.end;
}

/// Writes the target of a link or an image between angle brackets.
fn target(passage: &mut Passage<'_>, span: Span) {
    let written = passage.written(span);
    let trimmed = written.trim();
    if trimmed.contains(['<', '>', '\\', '|', '\n', '\r']) {
        let escaped: String = trimmed
            .chars()
            .map(|c| match c {
                '<' => "%3C".to_owned(),
                '>' => "%3E".to_owned(),
                '\\' => "/".to_owned(),
                '|' => "%7C".to_owned(),
                '\n' | '\r' => String::new(),
                c => c.to_string(),
            })
            .collect();
        passage.insert(&escaped, span);
        return;
    }
    let start = span.start + written.len() - written.trim_start().len();
    passage.output.append(passage.source, Span::new(start, start + trimmed.len()));
}
