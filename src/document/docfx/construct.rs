//! What `DocFX` has and Markdown has not: blocks around other blocks.

use std::ops::Range;

use pulldown_cmark::BlockQuoteKind;

use crate::document::docfx::attributes;

/// A block around other blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Construct {
    /// Tabs, of which a reader sees one at a time.
    Tabs,
    /// One of them.
    Tab {
        /// Tabs of the same id are chosen together.
        id: String,
        /// The id of the tab of another group that this one depends on; empty where it depends on
        /// none.
        condition: String,
        /// What is written on it.
        title: String,
    },
    /// Text for readers who have made one of some choices.
    Zone {
        /// The ids of the choices and what readers call them.
        pivots: Vec<(String, String)>,
    },
    /// Text for some versions of a product.
    Moniker {
        /// The versions, such as `>=net-8.0 <net-10.0`.
        range: String,
    },
    /// Columns beside each other.
    Row,
    /// One of them.
    Column {
        /// How many columns wide it is.
        width: u8,
    },
    /// The long description of the image before it.
    Description,
    /// A quote that is none.
    Division(Division),
}

/// What a quote stands for that starts with `[!div class="…"]` or `[!VIDEO …]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Division {
    /// A list of what a tutorial teaches.
    Checklist,
    /// A link to what to do next.
    NextStep,
    /// An image with a frame.
    Framed,
    /// Links to variants of this page.
    Selector,
    /// A video elsewhere.
    Video,
    /// Anything else.
    Plain,
}

/// The title by which [`crate::document::docfx::expand`] marks links to videos.
pub const VIDEO_TITLE: &str = ":::video";

/// The first line of a part of a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::document) enum QuoteMarker {
    /// `[!NOTE]`
    Alert(BlockQuoteKind),
    /// `[!div class="…"]`
    Division(Division),
}

impl QuoteMarker {
    /// Reads what stands between `[!` and `]`.
    pub(in crate::document) fn read(words: &str) -> Option<Self> {
        let alert = match words.to_ascii_lowercase().as_str() {
            "note" => BlockQuoteKind::Note,
            "tip" => BlockQuoteKind::Tip,
            "important" => BlockQuoteKind::Important,
            "warning" => BlockQuoteKind::Warning,
            "caution" => BlockQuoteKind::Caution,
            _ => return Division::read(words).map(Self::Division),
        };
        Some(Self::Alert(alert))
    }

    /// Reads a whole line.
    pub(in crate::document) fn of_line(line: &str) -> Option<Self> {
        Self::read(line.trim().strip_prefix("[!")?.strip_suffix(']')?)
    }
}

impl Division {
    fn read(words: &str) -> Option<Self> {
        let (name, rest) = words.split_at_checked(3)?;
        let is_division = name.eq_ignore_ascii_case("div")
            && (rest.is_empty() || rest.starts_with(char::is_whitespace));
        let (attributes, end) = attributes::read(rest, 0);
        if !is_division || end < rest.len() {
            return None;
        }
        let known = |class: &str| {
            Some(match class.to_ascii_lowercase().as_str() {
                "checklist" => Self::Checklist,
                "nextstepaction" => Self::NextStep,
                "mx-imgborder" | "mx-imgbordered" => Self::Framed,
                "op_single_selector" | "op_multi_selector" => Self::Selector,
                _ => return None,
            })
        };
        let classes = attributes.value("class").unwrap_or_default();
        Some(classes.split_whitespace().find_map(known).unwrap_or(Self::Plain))
    }
}

/// A line that opens or closes a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::document) enum Line {
    /// It opens this block.
    Open(Construct),
    /// It closes the nearest block of this kind.
    Close(Closed),
}

/// What a line can close.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::document) enum Closed {
    Zone,
    Moniker,
    Row,
    Column,
    Description,
}

impl Closed {
    /// The line that closes a block, where it takes one.
    pub(in crate::document) fn of(construct: &Construct) -> Option<Self> {
        match construct {
            Construct::Zone { .. } => Some(Self::Zone),
            Construct::Moniker { .. } => Some(Self::Moniker),
            Construct::Row => Some(Self::Row),
            Construct::Column { .. } => Some(Self::Column),
            Construct::Description => Some(Self::Description),
            Construct::Tabs | Construct::Tab { .. } | Construct::Division(_) => None,
        }
    }

    /// What stands before `-end` in that line.
    pub(in crate::document) fn name(self) -> &'static str {
        match self {
            Self::Zone => "zone",
            Self::Moniker => "moniker",
            Self::Row => "row",
            Self::Column => "column",
            Self::Description => "image",
        }
    }
}

/// The line by which [`crate::document::docfx::expand`] opens a long description.
pub(in crate::document) const DESCRIPTION: &str = ":::image-description:::";

impl Line {
    /// Reads a whole line: `:::name attributes`, with or without colons at its end.
    pub(in crate::document) fn read(line: &str) -> Option<Self> {
        let line = line.trim();
        let words = line.strip_prefix(":::")?.trim_start();
        let length = words.find(|c: char| !c.is_ascii_alphabetic() && c != '-');
        let (name, rest) = words.split_at(length.unwrap_or(words.len()));
        let (attributes, end) = attributes::read(rest, 0);
        if !matches!(rest.get(end..), Some("" | ":::")) {
            return None;
        }
        let value = |name| attributes.value(name).unwrap_or_default().trim().to_owned();
        Some(match name {
            "zone" => {
                Self::Open(Construct::Zone { pivots: pivots(&value("pivot"), &value("title")) })
            }
            "moniker" => Self::Open(Construct::Moniker { range: value("range") }),
            "row" => Self::Open(Construct::Row),
            "column" => {
                let width = value("span").parse().unwrap_or(1).clamp(1, 4);
                Self::Open(Construct::Column { width })
            }
            "image-description" => Self::Open(Construct::Description),
            "zone-end" => Self::Close(Closed::Zone),
            "moniker-end" => Self::Close(Closed::Moniker),
            "row-end" => Self::Close(Closed::Row),
            "column-end" => Self::Close(Closed::Column),
            "image-end" => Self::Close(Closed::Description),
            _ => return None,
        })
    }
}

/// The choices of a zone; where `titles` has none for one, its id stands for it.
fn pivots(ids: &str, titles: &str) -> Vec<(String, String)> {
    let mut titles = titles.split('|');
    let ids = ids.split(',').map(str::trim).filter(|id| !id.is_empty());
    let pivots = ids.map(|id| {
        let title = titles.next().map(str::trim).filter(|title| !title.is_empty());
        (id.to_owned(), title.unwrap_or(id).to_owned())
    });
    pivots.collect()
}

/// The bytes of the ids of a zone in its line, and where its attributes end, so that titles can be
/// added.
pub(in crate::document) fn zone_ids(line: &str) -> Option<(Range<usize>, usize)> {
    let name = line.find("zone")? + "zone".len();
    let (attributes, end) = attributes::read(line, name);
    Some((attributes.range("pivot")?, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_open_and_close_blocks() {
        let pivots = vec![("a".to_owned(), "A b".to_owned()), ("c".to_owned(), "c".to_owned())];
        for (line, expected) in [
            (":::zone pivot=\"a, c\" title=\"A b\":::", Line::Open(Construct::Zone { pivots })),
            (
                "::: moniker range=\">=x-1\"",
                Line::Open(Construct::Moniker { range: ">=x-1".into() }),
            ),
            (":::row count=\"2\":::", Line::Open(Construct::Row)),
            (":::column span=\"\":::", Line::Open(Construct::Column { width: 1 })),
            (":::column span=2:::", Line::Open(Construct::Column { width: 2 })),
            ("::: moniker-end", Line::Close(Closed::Moniker)),
            (":::row-end:::", Line::Close(Closed::Row)),
        ] {
            assert_eq!(Line::read(line), Some(expected), "{line}");
        }
        for line in ["::: note", ":::zone pivot=\"a\" and more", "::::row", ":::"] {
            assert_eq!(Line::read(line), None, "{line}");
        }
    }

    #[test]
    fn quotes_are_marked() {
        let marker = QuoteMarker::of_line;
        assert_eq!(marker("[!note] "), Some(QuoteMarker::Alert(BlockQuoteKind::Note)));
        let checklist = Some(QuoteMarker::Division(Division::Checklist));
        assert_eq!(marker("[!div class=\"checklist x\"]"), checklist);
        assert_eq!(marker("[!div]"), Some(QuoteMarker::Division(Division::Plain)));
        assert_eq!(marker("[!NOTE] text"), None);
        assert_eq!(marker("[!divide]"), None);
    }
}
