//! JSON with comments and trailing commas, each value with its place.

use jsonc_parser::ast::Value;
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use crate::diagnostic::{Diagnostic, codes};
use crate::text::{FilePath, Place, Span};

/// A value of a JSON file.
#[derive(Debug, Clone, Copy)]
pub(in crate::config::docfx) struct Json<'a> {
    value: &'a Value<'a>,
    origin: Origin<'a>,
}

/// The file that values stand in, and where its JSON begins.
#[derive(Debug, Clone, Copy)]
struct Origin<'a> {
    file: &'a FilePath,
    offset: usize,
}

/// Reads a file and hands its value to `read`.
pub(in crate::config::docfx) fn with_json<T>(
    file: &FilePath,
    text: &str,
    read: impl FnOnce(Json<'_>) -> T,
) -> Result<T, Box<Diagnostic>> {
    let json = text.trim_start_matches('\u{feff}');
    let offset = text.len() - json.len();
    let options = ParseOptions {
        allow_loose_object_property_names: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_extended_string_escapes: false,
        ..ParseOptions::default()
    };
    let problem = |span: Span, message: &str| {
        let place = Place::new(file.clone(), span.shifted(offset));
        Box::new(
            Diagnostic::new(codes::MALFORMED_CONFIG, place, format!("malformed JSON: {message}"))
                .help("the settings of this file have no effect until it is mended"),
        )
    };
    let parsed = parse_to_ast(json, &CollectOptions::default(), &options).map_err(|error| {
        let range = error.range();
        problem(Span::new(range.start, range.end), &lower_first(&error.kind().to_string()))
    })?;
    let Some(value) = &parsed.value else {
        return Err(problem(Span::default(), "the file is empty"));
    };
    Ok(read(Json { value, origin: Origin { file, offset } }))
}

fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_lowercase().to_string());
    first.unwrap_or_default() + characters.as_str()
}

impl<'a> Json<'a> {
    /// Where the value stands; of a text, what stands between its quotes.
    pub(in crate::config::docfx) fn place(self) -> Place {
        let range = self.value.range();
        let mut span = Span::new(range.start, range.end).shifted(self.origin.offset);
        if self.value.as_string_lit().is_some() {
            span = Span::new(span.start + 1, span.end.saturating_sub(1));
        }
        Place::new(self.origin.file.clone(), span)
    }

    /// The member of an object.
    pub(in crate::config::docfx) fn member(self, name: &str) -> Option<Self> {
        self.members().find(|(own, _)| *own == name).map(|(_, value)| value)
    }

    /// The members of an object, in order; none where it is something else.
    pub(in crate::config::docfx) fn members(self) -> impl Iterator<Item = (&'a str, Self)> {
        let properties = self.value.as_object().map(|object| object.properties.iter());
        let origin = self.origin;
        properties
            .into_iter()
            .flatten()
            .map(move |property| (property.name.as_str(), Self { value: &property.value, origin }))
    }

    /// The items of a list; of anything else, itself.
    pub(in crate::config::docfx) fn items(self) -> Vec<Self> {
        let origin = self.origin;
        match self.value.as_array() {
            Some(array) => array.elements.iter().map(|value| Self { value, origin }).collect(),
            None => vec![self],
        }
    }

    /// A text.
    pub(in crate::config::docfx) fn text(self) -> Option<&'a str> {
        self.value.as_string_lit().map(|text| text.value.as_ref())
    }

    /// The value as texts: of a text, number or truth value one, of a list all.
    pub(in crate::config::docfx) fn texts(self) -> Vec<String> {
        let texts = self.items().into_iter().filter_map(|item| match item.value {
            Value::StringLit(text) => Some(text.value.to_string()),
            Value::NumberLit(number) => Some(number.value.to_owned()),
            Value::BooleanLit(truth) => Some(truth.value.to_string()),
            _ => None,
        });
        texts.collect()
    }

    /// The member of an object as a text.
    pub(in crate::config::docfx) fn text_of(self, name: &str) -> Option<&'a str> {
        self.member(name)?.text()
    }
}
