//! Inserts what other files hold: included Markdown and snippets of code.

use std::ops::Range;
use std::rc::Rc;

use crate::document::docfx::container::OwnLine;
use crate::document::docfx::directive::Directive;
use crate::document::docfx::expand::{Expansion, Passage};
use crate::document::docfx::reference::{self, Found};
use crate::document::docfx::snippet::{self, Request};
use crate::document::docfx::wording;
use crate::document::front_matter;
use crate::document::include::{DEEPEST_NESTING, LARGEST_TEXT};
use crate::text::{AssembledText, FilePath, Place, Span};

/// In a document with more problems than this, files of other capitals are not looked for.
const MOST_SEARCHES: usize = 100;

impl Expansion<'_> {
    /// Inserts an included file: as blocks where the directive has its line for itself, else as
    /// words in their line.
    pub(in crate::document::docfx::expand) fn include(
        &mut self,
        passage: &mut Passage<'_>,
        directive: &Directive<'_>,
        path: Span,
        line: Option<&OwnLine>,
    ) {
        let span = directive.span;
        let Some(included) = self.included(passage, span, path) else {
            // What could not be included is shown as it was written, and its path is no link.
            passage.copy_to(span.start);
            wording::append(&mut passage.output, passage.source, span);
            passage.copied = span.end;
            return;
        };
        self.read += included.text().len();
        if let Some(line) = line.filter(|_| !directive.in_table) {
            passage.begin_line(line, span);
            lines(passage, &included, line, span);
            passage.end_line(line, span);
        } else {
            passage.copy_to(span.start);
            words(passage, &included, directive.in_table, span);
            passage.copied = span.end;
        }
    }

    /// The text of the file that `path` names, its directives carried out; `None`, and a problem,
    /// where there is none to be had.
    fn included(
        &mut self,
        passage: &Passage<'_>,
        span: Span,
        path: Span,
    ) -> Option<Rc<AssembledText>> {
        let place = passage.place(span);
        let target = self.find(passage, path, &place)?;
        if let Some(done) = self.done.get(&target).cloned() {
            let fits = self.read + done.text().len() <= LARGEST_TEXT;
            if !fits {
                self.too_large(&target, place);
            }
            return fits.then_some(done);
        }
        if let Some(at) = self.open.iter().position(|open| *open == target) {
            self.cycle(at, &target, place);
            return None;
        }
        let text = self.texts.get(&target)?.text().clone();
        if self.open.len() >= DEEPEST_NESTING || self.read + text.len() > LARGEST_TEXT {
            self.too_large(&target, place);
            return None;
        }
        self.read += text.len();
        let start = front_matter::end(&text);
        let whole = AssembledText::whole(&target, &text, start);
        let included = Rc::new(self.carried_out(&target, whole));
        self.done.insert(target, included.clone());
        Some(included)
    }

    /// Inserts a snippet of code as a fenced block.
    pub(in crate::document::docfx::expand) fn snippet(
        &mut self,
        passage: &mut Passage<'_>,
        request: &Request<'_>,
        line: &OwnLine,
        span: Span,
    ) {
        let place = passage.place(span);
        let path = Span::from(request.path.clone());
        let written = passage.written(path).to_owned();
        let found = self.find(passage, path, &place).and_then(|target| {
            let code = self.texts.get(&target)?.text().clone();
            self.read += code.len();
            if self.read > LARGEST_TEXT {
                self.too_large(&target, place.clone());
                return None;
            }
            match request.select(&code) {
                Ok(lines) => Some((target, code, lines)),
                Err(reason) => {
                    self.missing_part(&target, &reason, place.clone());
                    None
                }
            }
        });
        passage.begin_line(line, span);
        if let Some((target, code, lines)) = found {
            let language = match request.language {
                "" => snippet::language_of(target.file_name()),
                language => language,
            };
            let mut info = language.replace(['`', '\n'], "");
            if !request.highlight.is_empty() {
                info.push_str(" highlight=");
                info.push_str(&request.highlight.replace(['`', ' ', '\n'], ""));
            }
            let code = Code { file: &target, text: &code, lines: &lines, info: &info };
            fence(passage, line, span, &code);
        } else {
            let name = written.replace('`', "");
            passage.insert(&format!("*The code of `{name}` is not here.*"), span);
        }
        passage.end_line(line, span);
    }

    /// The file that a path names, problems with it reported.
    fn find(&mut self, passage: &Passage<'_>, path: Span, place: &Place) -> Option<FilePath> {
        let written = passage.written(path);
        let is_patient = self.diagnostics.len() < MOST_SEARCHES;
        match reference::find(passage.file, written, self.texts, is_patient) {
            Found::File(target) => Some(target),
            Found::OtherCase(target) => {
                self.other_case(written, &target, passage.place(path));
                Some(target)
            }
            Found::Nothing(wanted) => {
                self.missing(written, wanted.as_ref(), place.clone());
                None
            }
        }
    }
}

impl Passage<'_> {
    pub(in crate::document::docfx::expand) fn place(&self, span: Span) -> Place {
        self.source.place(span).unwrap_or_else(|| Place::start_of(self.file.clone()))
    }
}

/// Code to be shown.
struct Code<'a> {
    file: &'a FilePath,
    text: &'a str,
    lines: &'a [Range<usize>],
    info: &'a str,
}

fn fence(passage: &mut Passage<'_>, line: &OwnLine, span: Span, code: &Code<'_>) {
    let text = |range: &Range<usize>| code.text.get(range.clone()).unwrap_or_default();
    let ticks = |range: &Range<usize>| {
        let words = text(range).trim_start();
        words.len() - words.trim_start_matches('`').len()
    };
    let longest = code.lines.iter().map(ticks).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    passage.insert(&format!("{fence}{}", code.info), span);
    for range in code.lines {
        passage.insert(&format!("\n{}", line.continuation), span);
        passage.output.copy(code.file, code.text, range.clone().into());
    }
    passage.insert(&format!("\n{}{fence}", line.continuation), span);
}

/// Inserts a text line by line, each behind what its container needs.
fn lines(passage: &mut Passage<'_>, included: &AssembledText, line: &OwnLine, span: Span) {
    let text = included.text();
    let trimmed = text.trim_matches(['\n', '\r']).trim_end();
    let mut start = text.len() - text.trim_start_matches(['\n', '\r']).len();
    for (index, part) in trimmed.split('\n').enumerate() {
        if index > 0 {
            let lead = if part.trim().is_empty() { line.empty() } else { &line.continuation };
            passage.insert(&format!("\n{lead}"), span);
        }
        let bare = part.trim_end_matches('\r');
        passage.output.append(included, Span::new(start, start + bare.len()));
        start += part.len() + 1;
    }
}

/// Inserts a text as words of one line.
fn words(passage: &mut Passage<'_>, included: &AssembledText, in_table: bool, span: Span) {
    let text = included.text();
    let mut start = 0;
    let mut separator = "";
    let mut is_first = true;
    for part in text.split('\n') {
        let bare = part.trim();
        let own = start + part.len() - part.trim_start().len();
        start += part.len() + 1;
        if bare.is_empty() {
            separator = "<br><br>";
            continue;
        }
        if !is_first {
            passage.insert(if separator.is_empty() { " " } else { separator }, span);
        }
        (is_first, separator) = (false, "");
        if !in_table {
            passage.output.append(included, Span::new(own, own + bare.len()));
            continue;
        }
        // A bar would end the cell.
        let mut copied = 0;
        for (at, _) in bare.match_indices('|') {
            passage.output.append(included, Span::new(own + copied, own + at));
            if !bare.get(..at).is_some_and(|before| before.ends_with('\\')) {
                passage.insert("\\", span);
            }
            copied = at;
        }
        passage.output.append(included, Span::new(own + copied, own + bare.len()));
    }
}
