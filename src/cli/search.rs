//! `loggia search`: full text without a server.

use serde_json::json;

use crate::catalog::{Catalog, PageIndex, encode_path};
use crate::cli::arguments::SearchCommand;
use crate::cli::{Failure, Outcome, open, terminal};
use crate::search::{Found, SectionHit, Segment};
use crate::service::search::{SearchRequest, find};

pub(in crate::cli) fn run(command: &SearchCommand) -> Result<Outcome, Failure> {
    let text = command.words.join(" ");
    let book = open::find(command.book.as_deref())?;
    let snapshot = open::compile(&book)?;
    let request = SearchRequest { text: &text, offset: 0, limit: command.limit };
    let found = find(&snapshot, request).map_err(|error| Failure::told(error.to_string()))?;
    let catalog = &snapshot.catalog;
    terminal::output(&if command.json {
        as_json(catalog, &text, &found)
    } else {
        for_people(catalog, &found)
    })?;
    Ok(Outcome::Done)
}

fn for_people(catalog: &Catalog, found: &Found) -> String {
    let mut text = String::new();
    for hit in &found.pages {
        text.push_str(&format!("{}\n", marked(&hit.title)));
        for section in std::iter::once(&hit.best).chain(&hit.further) {
            let heading = section.headings.last().map(|heading| marked(heading));
            let place = place(catalog, hit.page, section);
            text.push_str(&match heading {
                Some(heading) => format!("  {heading}  {place}\n"),
                None => format!("  {place}\n"),
            });
            let snippet = marked(&section.snippet);
            text.push_str(&format!(
                "    {}\n",
                snippet.split_whitespace().collect::<Vec<_>>().join(" ")
            ));
        }
        text.push('\n');
    }
    if let Some(better) = &found.did_you_mean {
        text.push_str(&format!("Did you mean `{better}`?\n"));
    }
    text.push_str(&match found.total {
        0 => "Nothing was found.\n".to_owned(),
        1 => "1 page\n".to_owned(),
        total => format!("{total} pages\n"),
    });
    text
}

/// File and line of a section.
fn place(catalog: &Catalog, page: PageIndex, section: &SectionHit) -> String {
    let Some(page) = catalog.pages.get(page) else {
        return String::new();
    };
    let fragment =
        section.id.as_ref().map(|id| format!("#{}", encode_path(id))).unwrap_or_default();
    format!("{}{fragment}", page.document.path)
}

/// Matches in bold.
fn marked(segments: &[Segment]) -> String {
    let pieces = segments.iter().map(|segment| {
        if segment.highlighted {
            format!("\u{1b}[1m{}\u{1b}[0m", segment.text)
        } else {
            segment.text.clone()
        }
    });
    pieces.collect()
}

fn plain(segments: &[Segment]) -> String {
    segments.iter().map(|segment| segment.text.as_str()).collect()
}

fn as_json(catalog: &Catalog, query: &str, found: &Found) -> String {
    let hits = found.pages.iter().map(|hit| {
        let sections = std::iter::once(&hit.best).chain(&hit.further).map(|section| {
            json!({
                "heading": section.headings.last().map(|heading| plain(heading)),
                "place": place(catalog, hit.page, section),
                "snippet": plain(&section.snippet),
                "score": section.score,
            })
        });
        json!({
            "title": plain(&hit.title),
            "iri": catalog.iri(hit.page),
            "trail": catalog.trail(hit.page),
            "sections": sections.collect::<Vec<_>>(),
        })
    });
    let answer = json!({
        "query": query,
        "total": found.total,
        "did_you_mean": found.did_you_mean,
        "hits": hits.collect::<Vec<_>>(),
    });
    format!("{answer:#}\n")
}
