//! `turtle` fences: what Markdown cannot say.

use crate::document::CodeBlock;
use crate::facts::page::Page;
use crate::facts::problems::{self, Spot};
use crate::facts::{Form, Modality, Statement};
use crate::rdf::turtle::{self, TurtleContext};
use crate::text::Span;
use crate::vocabulary::PREFIXES;

/// Whether a block of code states facts.
pub(in crate::facts) fn is_turtle(block: &CodeBlock) -> bool {
    let mut words = block.info.split([' ', ',']).filter(|word| !word.is_empty());
    let language = words
        .next()
        .is_some_and(|word| ["turtle", "ttl"].iter().any(|name| word.eq_ignore_ascii_case(name)));
    // `turtle example` is shown and states nothing.
    language && !words.any(|word| word.eq_ignore_ascii_case("example"))
}

impl Page<'_> {
    /// States what a fence says.
    pub(in crate::facts) fn turtle(&mut self, number: usize, block: &CodeBlock) {
        let base = self.context.catalog.iri(self.context.index);
        let mut prefixes = PREFIXES.to_vec();
        let book = self.context.catalog.config.base.clone();
        prefixes.push(("", &book));
        let scope = blank_scope(&base, number);
        let context = TurtleContext { base: &base, prefixes: &prefixes, blank_scope: &scope };
        let (facts, problem) = turtle::read(&block.code, context);
        let lines = self.lines_of(block);
        let span_of =
            |line: usize| lines.get(line.saturating_sub(1)).copied().unwrap_or(block.span);
        for stated in facts {
            let span = span_of(stated.line);
            let quote = block.code.lines().nth(stated.line.saturating_sub(1)).unwrap_or_default();
            self.add(Statement {
                fact: stated.fact,
                modality: Modality::Asserted,
                form: Form::Turtle,
                place: self.context.page.document.place(span),
                section: block.section,
                quote: quote.trim().to_owned(),
                according_to: None,
            });
        }
        if let Some(problem) = problem {
            let line = span_of(problem.line);
            let code = block.code.lines().nth(problem.line.saturating_sub(1)).unwrap_or_default();
            let at = self.byte_of(line, code, problem.column);
            let spot =
                Spot { document: &self.context.page.document, span: Span::new(at, line.end) };
            self.problems.push(problems::malformed_turtle(spot, &problem.message));
        }
    }

    /// Where a column of a line of code is written: behind the marks of quotes and lists, in bytes.
    fn byte_of(&self, line: Span, code: &str, column: usize) -> usize {
        let text = self.context.page.document.text.text();
        let written = text.get(line.range()).unwrap_or_default();
        let code = code.trim_end();
        // What is missing at the end is missing in front of the closing marks.
        if code.is_empty() {
            return line.start;
        }
        let start = written.len().saturating_sub(code.len());
        let within = code.char_indices().nth(column.saturating_sub(1));
        let at = line.start + start + within.map_or(code.len(), |(at, _)| at);
        // A tab before the fence can make what is written shorter than the code.
        if text.is_char_boundary(at) { at.min(line.end) } else { line.start }
    }

    /// The bytes of each line of a fence's code.
    fn lines_of(&self, block: &CodeBlock) -> Vec<Span> {
        let text = self.context.page.document.text.text();
        let written = text.get(block.span.range()).unwrap_or_default();
        let mut start = block.span.start;
        let lines = written.split_inclusive('\n').map(|line| {
            let span = Span::new(start, start + line.trim_end().len());
            start += line.len();
            span
        });
        // The first line is the fence itself; an indented block has none.
        lines.skip(usize::from(!block.info.is_empty())).collect()
    }
}

/// Put before the labels of blank nodes: those of different fences are different things, and they
/// keep their names when other pages come and go.
fn blank_scope(page: &str, fence: usize) -> String {
    let mut scope = String::from("b");
    for byte in page.bytes() {
        if byte.is_ascii_alphanumeric() {
            scope.push(char::from(byte));
        } else {
            scope.push_str(&format!("_{byte:02x}"));
        }
    }
    format!("{scope}_{fence}x")
}
