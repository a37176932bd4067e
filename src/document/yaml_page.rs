//! Pages that DocFX writes in YAML: hubs, landing pages, lists of questions.

use crate::config::Syntax;
use crate::diagnostic::Checked;
use crate::document::front_matter::FrontMatter;
use crate::document::include::Expanded;
use crate::document::yaml::{self, Node};
use crate::text::{AssembledText, FilePath, Span};

/// Deeper nesting than this is refused.
const DEEPEST_NESTING: usize = 64;

/// Kinds of YAML files that hold data for other pages and are none themselves.
const DATA: &[&str] = &["zonepivotgroups", "tableofcontent", "contextobject", "xrefmap"];

/// What a YAML file says it is: `Hub` where its first line is `### YamlMime:Hub`.
#[must_use]
pub fn kind(text: &str) -> Option<&str> {
    let first = text.trim_start_matches('\u{feff}').lines().next()?;
    let kind = first.trim_start_matches('#').trim().strip_prefix("YamlMime:")?.trim();
    (first.starts_with('#') && !kind.is_empty()).then_some(kind)
}

/// Whether a YAML file is a page.
#[must_use]
pub fn is_page(text: &str) -> bool {
    kind(text).is_some_and(|kind| !DATA.contains(&kind.to_ascii_lowercase().as_str()))
}

/// Reads a page: its title and what it says of itself.
#[must_use]
pub fn read(file: &FilePath, text: &str) -> (Checked<FrontMatter>, Expanded) {
    let yaml = text.trim_start_matches('\u{feff}');
    let root = yaml::parse(yaml, DEEPEST_NESTING).ok().flatten();
    let get = |keys: &[&str]| {
        let mut node = root.as_ref();
        for key in keys {
            node = node.and_then(|node| node.get(key));
        }
        node.and_then(Node::text).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let title = get(&["title"]).or_else(|| get(&["metadata", "title"]));
    let summary = get(&["summary"]);
    let mut assembled = AssembledText::new();
    let whole = Span::new(0, text.len());
    if let Some(title) = &title {
        assembled.insert(&format!("# {title}\n\n"), file, whole);
    }
    assembled.insert(summary.as_deref().unwrap_or_default(), file, whole);
    let front_matter = FrontMatter {
        title,
        description: get(&["metadata", "description"]).or(summary),
        ..FrontMatter::default()
    };
    let expanded = Expanded { syntax: Syntax::DocFx, text: assembled, ..Expanded::default() };
    (Checked { value: front_matter, diagnostics: Vec::new() }, expanded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_tells_what_a_file_is() {
        for (text, expected) in [
            ("### YamlMime:Hub\ntitle: A\n", Some("Hub")),
            ("\u{feff}#YamlMime: FAQ \r\n", Some("FAQ")),
            ("title: A\n### YamlMime:Hub\n", None),
            ("YamlMime:Hub\n", None),
        ] {
            assert_eq!(kind(text), expected, "{text:?}");
        }
        assert!(!is_page("### YamlMime:ZonePivotGroups\n"));
    }
}
