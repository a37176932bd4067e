//! `@uid`: a page named by its uid in running text.
//!
//! `@` stands before many words that name no page: parameters of statements, people, decorators. So
//! whatever could be a uid becomes a link of the kind [`SHORTHAND`], and the catalog, which knows the
//! uids of the book, makes those that name nothing words again.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use crate::document::events::{DocumentEvent, SpannedEvent};

/// The kind of such links; the parser itself never gives it, as no unknown reference is accepted.
pub(in crate::document) const SHORTHAND: LinkType = LinkType::ShortcutUnknown;

/// Makes links of what could be uids in the running text among `events`.
pub(super) fn linked<'a>(text: &'a str, events: Vec<SpannedEvent<'a>>) -> Vec<SpannedEvent<'a>> {
    if memchr::memchr(b'@', text.as_bytes()).is_none() {
        return events;
    }
    let mut output = Vec::with_capacity(events.len());
    // Links, images and code are left as they are.
    let mut closed = 0_usize;
    // The parser splits text wherever a mark could have been.
    let mut run: Option<Range<usize>> = None;
    for (event, range) in events {
        let is_text = matches!(&event, DocumentEvent::Markdown(Event::Text(words))
            if closed == 0 && text.get(range.clone()) == Some(words));
        if is_text {
            run = match run.take() {
                Some(before) if before.end == range.start => Some(before.start..range.end),
                before => {
                    split(text, before, &mut output);
                    Some(range)
                }
            };
            continue;
        }
        split(text, run.take(), &mut output);
        match &event {
            DocumentEvent::Markdown(Event::Start(tag)) if is_closed(tag.to_end()) => closed += 1,
            DocumentEvent::Markdown(Event::End(tag)) if is_closed(*tag) => {
                closed = closed.saturating_sub(1);
            }
            _ => {}
        }
        output.push((event, range));
    }
    split(text, run, &mut output);
    output
}

fn is_closed(tag: TagEnd) -> bool {
    matches!(tag, TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock)
}

/// Writes a run of text with links for what could be uids in it.
fn split<'a>(text: &'a str, run: Option<Range<usize>>, output: &mut Vec<SpannedEvent<'a>>) {
    let Some(run) = run else { return };
    let mut written = run.start;
    let marks = text.get(run.clone()).unwrap_or_default().match_indices('@');
    for start in marks.map(|(at, _)| run.start + at) {
        let before = text.get(..start).and_then(|before| before.chars().next_back());
        let uid = uid(text.get(start + 1..run.end).unwrap_or_default());
        if uid.is_empty() || !begins(before) {
            continue;
        }
        let link = start..start + 1 + uid.len();
        words(text, written..link.start, output);
        written = link.end;
        let shown = text.get(link.clone()).unwrap_or_default();
        let tag = Tag::Link {
            link_type: SHORTHAND,
            dest_url: format!("xref:{}", shown.trim_start_matches('@')).into(),
            title: CowStr::from(""),
            id: CowStr::from(""),
        };
        let inner = [Event::Start(tag), Event::Text(shown.into()), Event::End(TagEnd::Link)];
        let inner = inner.map(|event| (DocumentEvent::Markdown(event), link.clone()));
        output.extend(inner);
    }
    words(text, written..run.end, output);
}

fn words<'a>(text: &'a str, range: Range<usize>, output: &mut Vec<SpannedEvent<'a>>) {
    if let Some(words) = text.get(range.clone()).filter(|words| !words.is_empty()) {
        output.push((DocumentEvent::Markdown(Event::Text(words.into())), range));
    }
}

/// Whether a uid may begin behind this character: in the middle of a word stands a mail address.
fn begins(before: Option<char>) -> bool {
    before.is_none_or(|before| before.is_whitespace() || "([{\"'>|*_~".contains(before))
}

/// The uid that a text begins with, empty where it begins with none.
fn uid(text: &str) -> &str {
    if !text.starts_with(|first: char| first.is_alphabetic()) {
        return "";
    }
    let inside = |c: char| c.is_alphanumeric() || ".-_~`#".contains(c);
    let end = text.find(|c| !inside(c)).unwrap_or(text.len());
    let uid = text.get(..end).unwrap_or_default();
    // What ends a sentence is not part of the last name in it.
    uid.trim_end_matches(['.', '-', '_', '~', '`', '#'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Syntax;
    use crate::document::events;

    /// The targets of such links in a text, and that its words are what they were.
    fn found(text: &str) -> Vec<String> {
        let (events, _) = events::read(text, Syntax::DocFx);
        let mut found = Vec::new();
        for (event, range) in &events {
            if let Some(Event::Start(Tag::Link { link_type: SHORTHAND, dest_url, .. })) =
                event.markdown()
            {
                assert_eq!(text[range.clone()].strip_prefix('@'), dest_url.strip_prefix("xref:"));
                found.push(dest_url.to_string());
            }
        }
        found
    }

    #[test]
    fn names_in_running_text_are_found() {
        for (text, expected) in [
            ("See @Contoso.Api.", vec!["xref:Contoso.Api"]),
            ("(@a_b) and **@c-d**, @e", vec!["xref:a_b", "xref:c-d", "xref:e"]),
            ("- @start\n- x", vec!["xref:start"]),
            ("me@example.org, a @ b, @1, @", vec![]),
            ("`@code` and [@linked](a.md) and ![@alt](b.png)", vec![]),
            ("    @code\n\n```\n@code\n```", vec![]),
            ("\\@escaped", vec![]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }
}
