//! Where in a text directives are none: code, comments and raw HTML; and where cells and list
//! items are. Read by the parser itself, so that both have the same opinion.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use crate::config::Syntax;
use crate::document::docfx::container::LONGEST_LEAD;
use crate::document::events;

/// The regions of one text, each list in order of where they start.
#[derive(Debug, Default)]
pub(in crate::document) struct Regions {
    opaque: Vec<Range<usize>>,
    tables: Vec<Range<usize>>,
    /// List items, and how far their text is set in on its line.
    items: Vec<(Range<usize>, usize)>,
}

/// What is known of one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::document) struct Surroundings {
    /// Where the code, comment or HTML around the place ends, if it stands in one.
    pub(in crate::document) opaque_until: Option<usize>,
    /// Whether it stands in a table.
    pub(in crate::document) in_table: bool,
    /// How far the text of the innermost list item is set in; 0 outside of lists.
    pub(in crate::document) item_indent: usize,
}

impl Regions {
    /// Reads a text.
    pub(in crate::document) fn of(text: &str) -> Self {
        let mut regions = Self::default();
        for (event, range) in events::parser(text, Syntax::DocFx) {
            match event {
                Event::Code(_)
                | Event::InlineHtml(_)
                | Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) => regions.opaque.push(range),
                Event::Start(Tag::Table(_)) => regions.tables.push(range),
                Event::Start(Tag::Item) => {
                    let indent = item_indent(text, range.start);
                    regions.items.push((range, indent));
                }
                _ => {}
            }
        }
        regions
    }

    /// A reader for places in ascending order.
    pub(in crate::document) fn reader(&self) -> RegionReader<'_> {
        RegionReader { regions: self, opaque: 0, table: 0, item: 0, open: Vec::new() }
    }
}

/// Answers for places in ascending order, in time linear in all of them.
pub(in crate::document) struct RegionReader<'a> {
    regions: &'a Regions,
    opaque: usize,
    table: usize,
    item: usize,
    open: Vec<(usize, usize)>,
}

impl RegionReader<'_> {
    /// What surrounds the byte `at`, which must not be before the one asked for last.
    pub(in crate::document) fn at(&mut self, at: usize) -> Surroundings {
        let Regions { opaque, tables, items } = self.regions;
        self.opaque += passed(opaque.get(self.opaque..).unwrap_or_default(), at);
        self.table += passed(tables.get(self.table..).unwrap_or_default(), at);
        while let Some((range, indent)) =
            items.get(self.item).filter(|(range, _)| range.start <= at)
        {
            self.close(range.start);
            self.open.push((range.end, *indent));
            self.item += 1;
        }
        self.close(at);
        let around = |range: &&Range<usize>| range.contains(&at);
        Surroundings {
            opaque_until: opaque.get(self.opaque).filter(around).map(|range| range.end),
            in_table: tables.get(self.table).as_ref().is_some_and(around),
            item_indent: self.open.last().map_or(0, |(_, indent)| *indent),
        }
    }

    /// Forgets the items that end before `at`.
    fn close(&mut self, at: usize) {
        while self.open.last().is_some_and(|(end, _)| *end <= at) {
            self.open.pop();
        }
    }
}

/// How many of the regions end before `at`.
fn passed(regions: &[Range<usize>], at: usize) -> usize {
    regions.iter().take_while(|range| range.end <= at).count()
}

/// How far the text of the item whose marker stands at `start` is set in on its line.
fn item_indent(text: &str, start: usize) -> usize {
    let before = text.as_bytes().get(..start).unwrap_or_default();
    let lead = before.iter().rev().take(LONGEST_LEAD).take_while(|byte| **byte != b'\n').count();
    let marker = text.get(start..).unwrap_or_default();
    let length = marker.find([' ', '\t', '\n']).unwrap_or(marker.len());
    let behind = marker.get(length..).unwrap_or_default();
    let spaces = behind.len() - behind.trim_start_matches([' ', '\t']).len();
    // Five and more spaces belong to code in the item.
    let own = if (1..=4).contains(&spaces) { spaces } else { 1 };
    lead + length + own
}
