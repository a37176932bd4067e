//! Pages that `DocFX` writes in YAML: hubs, landing pages, lists of questions.
//!
//! A page becomes Markdown in which every byte knows its place in the YAML, so that its links,
//! sections and words are what they are in any other document.

mod markdown;
mod questions;
mod topics;

use crate::config::Syntax;
use crate::diagnostic::{Checked, Diagnostic, codes};
use crate::document::docfx::expand;
use crate::document::front_matter::FrontMatter;
use crate::document::include::Expanded;
use crate::document::yaml::{self, Node};
use crate::document::yaml_page::markdown::Writer;
use crate::text::{AssembledText, FilePath, Place, Texts};

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

/// Reads a page: what it says of itself, and all else as Markdown with its directives carried out.
#[must_use]
pub fn read(file: &FilePath, text: &str, texts: &Texts) -> (Checked<FrontMatter>, Expanded) {
    let offset = text.len() - text.trim_start_matches('\u{feff}').len();
    let yaml = text.get(offset..).unwrap_or_default();
    // Tabs behind a value are legal, but not every parser knows.
    let root = yaml::parse(yaml, DEEPEST_NESTING);
    let root = match root {
        Ok(root) => root.unwrap_or_else(|| Node::Mapping(Vec::new(), crate::text::Span::default())),
        Err(problem) => {
            let place = Place::new(file.clone(), problem.span.shifted(offset));
            let message = format!("malformed YAML: {}", problem.message);
            let problem = Diagnostic::new(codes::MALFORMED_FRONT_MATTER, place, message)
                .help("a page in YAML is a mapping of keys to values; quote values that hold `: `");
            let text = AssembledText::whole(file, "", 0);
            let expanded = Expanded { syntax: Syntax::DocFx, text, ..Expanded::default() };
            let value = FrontMatter::default();
            return (Checked { value, diagnostics: vec![problem] }, expanded);
        }
    };
    let mut writer = Writer::new(file, text, offset);
    let title =
        root.get("title").or_else(|| root.get("metadata").and_then(|node| node.get("title")));
    if let Some(title) = title {
        writer.heading(1, title, None);
    }
    for key in ["summary", "introduction"] {
        if let Some(summary) = root.get(key) {
            writer.paragraphs(summary);
        }
    }
    if kind(text).is_some_and(|kind| kind.eq_ignore_ascii_case("FAQ")) {
        questions::write(&mut writer, &root);
    }
    topics::write(&mut writer, &root);
    let expanded = expand::assembled(file, writer.finish(), texts);
    (Checked { value: front_matter(&root), diagnostics: Vec::new() }, expanded)
}

/// What a page says of itself: its title, and the scalars of `metadata`.
fn front_matter(root: &Node) -> FrontMatter {
    let scalar = |node: Option<&Node>| {
        node.and_then(Node::text).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let metadata = root.get("metadata");
    let stated = |key| scalar(metadata.and_then(|metadata| metadata.get(key)));
    let mut front_matter = FrontMatter {
        title: scalar(root.get("title")).or_else(|| stated("title")),
        description: stated("description").or_else(|| scalar(root.get("summary"))),
        date: stated("date"),
        authors: stated("author").into_iter().collect(),
        ..FrontMatter::default()
    };
    let Some(Node::Mapping(entries, _)) = metadata else { return front_matter };
    for (key, value) in entries {
        let Some(key) = key.text() else { continue };
        if !["title", "description", "date", "author"].contains(&key)
            && let Some(values) = value.clone().scalars()
        {
            front_matter.other.push((key.to_owned(), values));
        }
    }
    front_matter
}

#[cfg(test)]
mod tests {
    use super::*;

    fn markdown(yaml: &str) -> String {
        let file = FilePath::new("a/b.yml").unwrap();
        read(&file, yaml, &Texts::new()).1.text.text().to_owned()
    }

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

    #[test]
    fn questions_have_the_ids_that_docfx_gives_them() {
        let yaml = "### YamlMime:FAQ\ntitle: FAQ\nsummary: |\n  All [you](a.md) ask.\nsections:\n  \
                    - name: General\n    questions:\n      - question: |\n          What is *it*?\n        \
                    answer: |\n          One.\n\n          - two\n  - name: Ignored\n    questions:\n      \
                    - question: And?\n        answer: \"Yes: so\"\n";
        insta::assert_snapshot!(markdown(yaml), @r#"
        # FAQ

        All [you](a.md) ask.

        ## General

        ### <a name="what-is--it--"></a> What is *it*?

        One.

        - two

        ## <a name="and-"></a> And?

        Yes: so
        "#);
    }

    #[test]
    fn hubs_and_landing_pages_are_lists_of_links() {
        let yaml = "### YamlMime:Hub\ntitle: The [hub]\nsummary: All of it.\nbrand: x\n\
                    highlightedContent:\n  items:\n    - title: First\n      itemType: overview\n      url: first.md\n\
                    conceptualContent:\n  title: Concepts\n  items:\n    - title: Group\n      summary: Of two.\n      \
                    links:\n        - text: One\n          url: one.md\n        - text: Two\n          url: /two\n";
        insta::assert_snapshot!(markdown(yaml), @r#"
        # The \[hub\]

        All of it.

        - [First](<first.md>)

        ## Concepts

        ### Group

        Of two.

        - [One](<one.md>)
        - [Two](</two>)
        "#);
    }

    #[test]
    fn every_byte_knows_its_place_in_the_yaml() {
        let yaml = "### YamlMime:Hub\nmetadata:\n  ms.topic: hub-page\nsummary: >\n  folded\n  text\nitems:\n  - url: 'x.md'\n    title: X y\n";
        let file = FilePath::new("b.yml").unwrap();
        let (front_matter, expanded) = read(&file, yaml, &Texts::new());
        assert_eq!(
            front_matter.value.other,
            [("ms.topic".to_owned(), vec!["hub-page".to_owned()])]
        );
        let text = expanded.text.text();
        for words in ["x.md", "X y"] {
            let at = text.find(words).unwrap();
            let span = crate::text::Span::new(at, at + words.len());
            let place = expanded.text.place(span).unwrap();
            assert_eq!(&yaml[place.span.range()], words);
        }
        assert!(text.contains("folded text"), "{text}");
    }

    #[test]
    fn what_is_malformed_is_told_at_its_line() {
        let file = FilePath::new("b.yml").unwrap();
        let (front_matter, _) = read(&file, "### YamlMime:Hub\ntitle: [a\n", &Texts::new());
        assert_eq!(front_matter.diagnostics[0].code.name, "malformed-front-matter");
    }
}
