//! A page as Markdown for tools and language models: its own text, with what stands around it on
//! the HTML page put in words.

use std::fmt::Write;

use crate::catalog::{LinkTarget, Page, PageIndex, encode_path};
use crate::facts::{Modality, Statement, StatementId};
use crate::page::address::{Addresses, Site};
use crate::page::answer::{AnswerWriter, Dress};
use crate::page::drawing::picture_path;
use crate::page::naming::{Known, Naming};
use crate::question::Answers;
use crate::source::History;
use crate::text::Span;

/// The appendix holds no more statements than this; the graph has all.
const MOST_STATEMENTS: usize = 500;

/// What Markdown of a page is made of.
#[derive(Clone, Copy)]
pub struct MarkdownWriter<'a> {
    /// The book and what it states.
    pub known: Known<'a>,
    /// Its live queries and figures.
    pub answers: &'a Answers,
    /// When its files were changed.
    pub history: &'a History,
    /// Where it is read from.
    pub site: Site,
}

impl MarkdownWriter<'_> {
    /// The Markdown of a page: front matter, where it comes from, its text with includes inserted
    /// and links that lead to Markdown, live queries with their answers, and what it states. The
    /// words of the document itself are as they were written.
    #[must_use]
    pub fn page(&self, index: PageIndex) -> String {
        let catalog = self.known.catalog;
        let Some(page) = catalog.pages.get(index) else {
            return String::new();
        };
        let mut markdown = self.front_matter(index, page);
        markdown.push_str(self.text(index, page).trim());
        markdown.push('\n');
        markdown.push_str(&self.appendix(index));
        markdown
    }

    fn front_matter(&self, index: PageIndex, page: &Page) -> String {
        let catalog = self.known.catalog;
        let mut lines = String::from("---\n");
        // A string of JSON is one of YAML too.
        let mut line = |name: &str, value: &str| {
            let value = serde_json::Value::from(value);
            lines.push_str(&format!("{name}: {value}\n"));
        };
        line("title", &page.document.title);
        if let Some(description) = &page.document.front_matter.description {
            line("description", description);
        }
        line("book", &catalog.title);
        if catalog.config.has_own_base() {
            line("url", &catalog.iri(index));
        }
        line("source", page.document.path.as_str());
        if let Some(changed) = self.history.changed(&page.document.path) {
            line("changed", changed);
        }
        let root = Addresses::new(catalog, self.site, &page.route).root();
        lines.push_str(&format!(
            "---\n\n> All pages of this book: [llms.txt]({root}llms.txt)\n\nSource: `{}`\n\n",
            page.document.path
        ));
        lines
    }

    /// The text with its links led to Markdown and its live queries answered.
    fn text(&self, index: PageIndex, page: &Page) -> String {
        let document = &page.document;
        let text = document.text.text();
        let mut edits: Vec<(Span, String)> = Vec::new();
        for (link, target) in document.links.iter().zip(&page.links) {
            let is_plain = text.get(link.target_span.range()) == Some(link.target.as_str());
            if let (true, Some(target)) = (is_plain, self.target(page, target)) {
                edits.push((link.target_span, target));
            }
        }
        for (number, block) in document.code_blocks.iter().enumerate() {
            if let Some(shown) = self.shown(index, page, number) {
                let end = block.span.end;
                edits.push((Span::new(end, end), format!("\n\n{}\n", shown.trim_end())));
            }
        }
        edits.sort_by_key(|(span, _)| span.start);
        let mut written = String::with_capacity(text.len() + 1_024);
        let mut end = 0;
        for (span, edit) in edits {
            // Where two would change the same bytes, the first has done so.
            let Some(before) = text.get(end..span.start) else { continue };
            written.push_str(before);
            written.push_str(&edit);
            end = span.end;
        }
        written.push_str(text.get(end..).unwrap_or_default());
        written
    }

    /// Where a link to a page leads in Markdown.
    fn target(&self, page: &Page, target: &LinkTarget) -> Option<String> {
        let LinkTarget::Page { page: to, fragment, .. } = target else { return None };
        let catalog = self.known.catalog;
        let to = catalog.pages.get(*to)?;
        let fragment = fragment.as_ref().map(|id| format!("#{}", encode_path(id)));
        let fragment = fragment.unwrap_or_default();
        if to.route == page.route {
            return Some(fragment).filter(|fragment| !fragment.is_empty());
        }
        let root = Addresses::new(catalog, self.site, &page.route).root();
        Some(format!("{root}{}{fragment}", encode_path(&to.route.twin(".md"))))
    }

    /// What the page shows in place of a block of code.
    fn shown(&self, index: PageIndex, page: &Page, block: usize) -> Option<String> {
        let catalog = self.known.catalog;
        let addresses = Addresses::new(catalog, self.site, &page.route);
        if let Some(live) = self.answers.of(index, block) {
            let address = |iri: &str| addresses.link(&catalog.target_of_iri(iri)?);
            let (base, workbench) = (&catalog.config.base, |_: &str| None);
            let dress = Dress::MdBook;
            let writer = AnswerWriter { base, address: &address, workbench: &workbench, dress };
            return writer.markdown(live);
        }
        let live = self.answers.figures.of(index, block)?;
        let path = picture_path(catalog, index, live)?;
        Some(format!("![{}]({}{})", live.figure.id, addresses.root(), encode_path(&path)))
    }

    fn appendix(&self, index: PageIndex) -> String {
        let facts = self.known.facts.pages.get(index);
        let statements = facts.map(|facts| facts.statements.as_slice()).unwrap_or_default();
        let Some(page) = self.known.catalog.pages.get(index).filter(|_| !statements.is_empty())
        else {
            return String::new();
        };
        let addresses = Addresses::new(self.known.catalog, self.site, &page.route);
        let naming = Naming { known: self.known, addresses, own: Some(index) };
        let mut lines = String::from("\n---\n\n## Facts that this page states\n\n");
        for (number, statement) in statements.iter().enumerate().take(MOST_STATEMENTS) {
            let id = StatementId { page: index, index: number };
            lines.push_str(&line(naming, id, statement));
        }
        if statements.len() > MOST_STATEMENTS {
            let _written = writeln!(
                lines,
                "- The first {MOST_STATEMENTS} of {}; the graph of the page has all.",
                statements.len()
            );
        }
        lines
    }
}

/// A statement as an item of a list, with the words that say so.
fn line(naming: Naming<'_>, id: StatementId, statement: &Statement) -> String {
    let fact = &statement.fact;
    let subject = naming.value(&fact.subject).text;
    let value = naming.value(&fact.object).text;
    let property = naming.property_before(&fact.predicate, &value);
    let mut line = format!("- {subject} – {property} – {value}");
    if statement.modality != Modality::Asserted {
        line.push_str(&format!(" ({})", statement.modality.as_str()));
    }
    if let Some(source) = &statement.according_to {
        line.push_str(&format!(", according to {source}"));
    }
    let place = naming.place(id, statement).text;
    let line = format!("{line}. {place}: “{}”", statement.quote);
    line.split_whitespace().collect::<Vec<_>>().join(" ") + "\n"
}

/// About how many tokens of a language model a text is: one for four bytes, rounded up. Models
/// differ by a third in both directions.
#[must_use]
pub fn tokens(text: &str) -> usize {
    text.len().div_ceil(4)
}
