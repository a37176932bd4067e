//! Markdown to a [`Document`]: what a walk over the events gathered, made whole.

use crate::config::Syntax;
use crate::diagnostic::{Checked, Diagnostic, codes};
use crate::document::Document;
use crate::document::events::{self, Unmatched, UnmatchedKind};
use crate::document::front_matter::FrontMatter;
use crate::document::include::Expanded;
use crate::document::walk::{DuplicateId, Walk};
use crate::text::FilePath;

/// Reads one file whose includes have been inserted.
#[must_use]
pub fn parse(path: &FilePath, front_matter: Checked<FrontMatter>, expanded: Expanded) -> Document {
    let Expanded { syntax, text, title, mut diagnostics } = expanded;
    diagnostics.extend(front_matter.diagnostics);
    let mut walk = Walk::new(&text, syntax);
    let (events, unmatched) = events::read(text.text(), syntax);
    for (event, range) in events {
        walk.event(event, range.into());
    }
    walk.finish();
    let Walk {
        sections, html_ids, links, images, tables, code_blocks, duplicates, has_html, ..
    } = walk;
    let mut document = Document {
        path: path.clone(),
        syntax,
        title: String::new(),
        front_matter: front_matter.value,
        sections,
        html_ids,
        links,
        images,
        tables,
        code_blocks,
        has_html,
        diagnostics,
        text,
    };
    document.title = title_of(&document, title);
    for duplicate in duplicates {
        let problem = duplicate_id(&document, &duplicate);
        document.diagnostics.push(problem);
    }
    for lone in unmatched {
        let problem = without_counterpart(&document, &lone);
        document.diagnostics.push(problem);
    }
    document
}

fn title_of(document: &Document, directive: Option<String>) -> String {
    let heading = || {
        let top = document.headings().find(|(_, heading)| heading.level <= 3);
        top.map(|(_, heading)| heading.text.clone()).filter(|text| !text.is_empty())
    };
    let stated = document.front_matter.title.clone().or(directive);
    // Migrated titles hold entities, which the publisher shows as what they stand for.
    let stated = stated.map(|title| match document.syntax {
        Syntax::Book => title,
        Syntax::DocFx => html_escape::decode_html_entities(&title).into_owned(),
    });
    stated.or_else(heading).unwrap_or_else(|| document.path.stem().to_owned())
}

fn duplicate_id(document: &Document, duplicate: &DuplicateId) -> Diagnostic {
    let place = document.place(duplicate.second);
    let message = format!("the id `{}` stands twice in this page", duplicate.id);
    Diagnostic::new(codes::DUPLICATE_ID, place, message)
        .label("here again")
        .related(document.place(duplicate.first), "declared here first")
        .help("links reach only the first; choose another id")
}

fn without_counterpart(document: &Document, lone: &Unmatched) -> Diagnostic {
    let place = document.place(lone.range.clone().into());
    let name = match &lone.kind {
        UnmatchedKind::Reference(name) => name,
        UnmatchedKind::Opening(block) => {
            let message = format!("no line `:::{block}-end` closes this block");
            return Diagnostic::new(codes::UNCLOSED_BLOCK, place, message)
                .label("opened here")
                .help("a block must be closed in the list item or quote in which it was opened");
        }
        UnmatchedKind::Closing(block) => {
            let message = format!("no `:::{block}` is open that this line could close");
            return Diagnostic::new(codes::UNCLOSED_BLOCK, place, message)
                .label("closes nothing")
                .help("take the line away, or open the block before it");
        }
    };
    if let Some(label) = name.strip_prefix('^') {
        return Diagnostic::new(
            codes::UNDEFINED_FOOTNOTE,
            place,
            format!("the footnote `{label}` has no text"),
        )
        .help(format!("add a line `[^{label}]: …` or escape the bracket: `\\[^{label}]`"));
    }
    Diagnostic::new(
        codes::UNDEFINED_REFERENCE,
        place,
        format!("the reference `{name}` has no definition"),
    )
    .help(format!("add a line `[{name}]: target` or escape the bracket"))
}
