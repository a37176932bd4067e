//! YAML as nodes with their places: front matter, tables of contents, pages.

use saphyr_parser::{Event, Marker, Parser};

use crate::text::Span;

/// A YAML node with its bytes in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// A scalar of any style, its text as YAML means it.
    Scalar(String, Span),
    /// A list.
    Sequence(Vec<Node>, Span),
    /// Keys and their values, in order.
    Mapping(Vec<(Node, Node)>, Span),
}

/// Why a text is not read as YAML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub span: Span,
    /// Why.
    pub message: String,
}

impl Node {
    /// The node's bytes.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Scalar(_, span) | Self::Sequence(_, span) | Self::Mapping(_, span) => *span,
        }
    }

    /// The text of a scalar.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Scalar(text, _) => Some(text),
            _ => None,
        }
    }

    /// The items of a list; none where the node is something else.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        match self {
            Self::Sequence(items, _) => items,
            _ => &[],
        }
    }

    /// The value of a mapping's key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Mapping(entries, _) => {
                entries.iter().find(|(own, _)| own.text() == Some(key)).map(|(_, value)| value)
            }
            _ => None,
        }
    }

    /// The value as texts, if it is a scalar or a list of scalars.
    #[must_use]
    pub fn scalars(self) -> Option<Vec<String>> {
        match self {
            Self::Scalar(text, _) => Some(vec![text]),
            Self::Sequence(items, _) => items
                .into_iter()
                .map(|item| match item {
                    Self::Scalar(text, _) => Some(text),
                    _ => None,
                })
                .collect(),
            Self::Mapping(..) => None,
        }
    }
}

/// Parses YAML into nodes. Aliases are refused: a few lines of them can stand for gigabytes.
///
/// # Errors
/// Where the text is no YAML, holds aliases or nests deeper than `deepest`.
pub fn parse(yaml: &str, deepest: usize) -> Result<Option<Node>, Problem> {
    let offsets: Vec<usize> = yaml.char_indices().map(|(offset, _)| offset).collect();
    let byte = |marker: &Marker| offsets.get(marker.index()).copied().unwrap_or(yaml.len());
    let mut open: Vec<(Node, Option<Node>)> = Vec::new();
    let mut root = None;
    for event in Parser::new_from_str(yaml) {
        let (event, span) = event.map_err(|error| Problem {
            span: Span::new(byte(error.marker()), byte(error.marker())),
            message: error.info().to_owned(),
        })?;
        let span = Span::new(byte(&span.start), byte(&span.end));
        let refuse = |message: &str| Err(Problem { span, message: message.to_owned() });
        let complete = match event {
            Event::Alias(_) => return refuse("aliases (`*name`) are not read"),
            Event::SequenceStart(..) | Event::MappingStart(..) if open.len() >= deepest => {
                return refuse("it is nested too deeply");
            }
            Event::Scalar(text, ..) => Node::Scalar(text.into_owned(), span),
            Event::SequenceStart(..) => {
                open.push((Node::Sequence(Vec::new(), span), None));
                continue;
            }
            Event::MappingStart(..) => {
                open.push((Node::Mapping(Vec::new(), span), None));
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                Some((node, _)) => node,
                None => continue,
            },
            _ => continue,
        };
        match open.last_mut() {
            Some((Node::Sequence(items, _), _)) => items.push(complete),
            Some((Node::Mapping(entries, _), key)) => match key.take() {
                Some(key) => entries.push((key, complete)),
                None => *key = Some(complete),
            },
            _ => root = Some(complete),
        }
    }
    Ok(root)
}
