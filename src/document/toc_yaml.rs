//! `toc.yml`: a list of entries, each with a name, a target and entries below it.

use crate::diagnostic::{Checked, Diagnostic, codes};
use crate::document::toc::{DEEPEST_LEVEL, Toc, TocEntry, TocTarget};
use crate::document::yaml::{self, Node};
use crate::text::{FilePath, Place, Span};

/// Lists and mappings that may stand in one another: two for each level of entries.
const DEEPEST_NESTING: usize = 256;

/// Reads a table of contents. Where strict YAML refuses it because of white space at the ends of
/// lines, it is read again without.
pub(in crate::document) fn read(file: &FilePath, text: &str) -> Checked<Toc> {
    let yaml = text.trim_start_matches('\u{feff}');
    let offset = text.len() - yaml.len();
    let mut reader = Reader { file, offset, toc: Toc::default(), diagnostics: Vec::new() };
    match yaml::parse(yaml, DEEPEST_NESTING) {
        Ok(root) => reader.root(root.as_ref()),
        Err(problem) => match yaml::parse(&without_trailing_space(yaml), DEEPEST_NESTING) {
            Ok(root) => reader.root(root.as_ref()),
            Err(_) => {
                reader.malformed(problem.span, &format!("malformed YAML: {}", problem.message));
            }
        },
    }
    Checked { value: reader.toc, diagnostics: reader.diagnostics }
}

/// The same text with the white space at the ends of lines as spaces, so that every byte keeps its
/// place: what YAML refuses there are tabs.
fn without_trailing_space(yaml: &str) -> String {
    let lines = yaml.split_inclusive('\n').map(|line| {
        let end = line.trim_end_matches(['\t', ' ', '\r', '\n']).len();
        let (kept, trailing) = line.split_at(end);
        format!("{kept}{}", trailing.replace('\t', " "))
    });
    lines.collect()
}

struct Reader<'a> {
    file: &'a FilePath,
    offset: usize,
    toc: Toc,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn malformed(&mut self, span: Span, message: &str) {
        let place = Place::new(self.file.clone(), span.shifted(self.offset));
        self.diagnostics.push(
            Diagnostic::new(codes::MALFORMED_TOC, place, message)
                .help("a table of contents is a list of entries such as `- name: Start` with `href: start.md` and `items:` below"),
        );
    }

    fn root(&mut self, root: Option<&Node>) {
        match root {
            None => {}
            Some(list @ Node::Sequence(..)) => self.entries(list, 0),
            Some(mapping @ Node::Mapping(..)) => match mapping.get("items") {
                Some(items) => self.entries(items, 0),
                None => self.malformed(mapping.span(), "the table of contents has no `items`"),
            },
            // An empty file.
            Some(Node::Scalar(text, _)) if text.is_empty() || text == "~" => {}
            Some(other) => self.malformed(other.span(), "the table of contents is no list"),
        }
        // Breadcrumbs say which table of contents belongs to which address of the site.
        self.toc.breadcrumbs = is_breadcrumbs(self.file, root);
    }

    /// Nesting is bounded by the parser, so this may call itself.
    fn entries(&mut self, list: &Node, depth: usize) {
        for node in list.items() {
            let Node::Mapping(keys, span) = node else {
                self.malformed(node.span(), "this is no entry of a table of contents");
                continue;
            };
            let start = keys.first().map_or(*span, |(key, _)| key.span());
            self.entry(node, start, depth);
            if let Some(items) = node.get("items") {
                self.entries(items, depth + 1);
            }
        }
    }

    fn entry(&mut self, node: &Node, start: Span, depth: usize) {
        let target = |key: &str| {
            let node = node.get(key)?;
            let href = node.text().map(str::trim).filter(|it| !it.is_empty() && *it != "null")?;
            let span = node.span().shifted(self.offset);
            Some(TocTarget { href: href.to_owned(), span })
        };
        let (href, topic, nested) = (target("href"), target("topicHref"), target("tocHref"));
        let name = node.get("name").or_else(|| node.get("displayName"));
        let span = name.map_or(start, Node::span).shifted(self.offset);
        let uid = node.get("uid").or_else(|| node.get("topicUid")).and_then(Node::text);
        self.toc.entries.push(TocEntry {
            name: name.and_then(Node::text).unwrap_or_default().trim().to_owned(),
            target: topic.or(href.clone()),
            nested: nested.or(href),
            uid: uid.map(str::to_owned),
            depth: depth.min(DEEPEST_LEVEL),
            span,
        });
    }
}

/// Whether a table of contents holds breadcrumbs: it stands in a folder of that name, or its entries
/// have both `tocHref` and `topicHref` as addresses of the site.
fn is_breadcrumbs(file: &FilePath, root: Option<&Node>) -> bool {
    let folder = file.folder();
    if folder.file_name().to_ascii_lowercase().contains("breadcrumb") {
        return true;
    }
    let absolute = |node: &Node, key: &str| {
        node.get(key).and_then(Node::text).is_some_and(|href| href.starts_with('/'))
    };
    root.and_then(|root| root.items().first())
        .is_some_and(|first| absolute(first, "tocHref") && absolute(first, "topicHref"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Checked<Toc> {
        read(&FilePath::new("a/toc.yml").unwrap(), text)
    }

    fn shown(toc: &Toc) -> String {
        let lines = toc.entries.iter().map(|entry| {
            let href = |target: &Option<TocTarget>| {
                target.as_ref().map_or("-".to_owned(), |target| target.href.clone())
            };
            let indent = "  ".repeat(entry.depth);
            format!("{indent}{} -> {} | {}", entry.name, href(&entry.target), href(&entry.nested))
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn entries_have_names_targets_and_entries_below() {
        let text = "\u{feff}items:\n- name: \"A: b\"\n  href: a.md\n  expanded: true\n  items:\n  - name: <B> & c\n    href: b/toc.yml\n    topicHref: b/index.md\n- name: D\n  tocHref: d/\n- uid: X.Y\n  name: null\n";
        let checked = read_text(text);
        assert_eq!(checked.diagnostics, []);
        insta::assert_snapshot!(shown(&checked.value), @r"
        A: b -> a.md | a.md
          <B> & c -> b/index.md | b/toc.yml
        D -> - | d/
        null -> - | -
        ");
        let entry = &checked.value.entries[1];
        assert_eq!(&text[entry.span.range()], "<B> & c");
        assert_eq!(&text[entry.target.as_ref().unwrap().span.range()], "b/index.md");
    }

    #[test]
    fn tabs_at_the_ends_of_lines_are_passed_over() {
        let checked = read_text("- name: A\t\n  href: a.md\t\t  \r\n- name: B\n");
        assert_eq!(checked.diagnostics, []);
        assert_eq!(shown(&checked.value), "A -> a.md | a.md\nB -> - | -");
    }

    #[test]
    fn what_is_no_table_of_contents_is_told_where_it_stands() {
        for (text, at) in [
            ("- name: [a\n", None),
            ("name: a\n", Some(0)),
            ("- just words\n", Some(2)),
            ("words\n", Some(0)),
            ("- name: *x\n", Some(8)),
        ] {
            let diagnostics = read_text(text).diagnostics;
            assert_eq!(diagnostics.len(), 1, "{text:?}");
            assert_eq!(diagnostics[0].code.name, "malformed-toc");
            if let Some(at) = at {
                assert_eq!(diagnostics[0].place.span.start, at, "{text:?}");
            }
        }
        assert_eq!(read_text("").diagnostics, []);
        assert_eq!(read_text("[]\n").diagnostics, []);
    }

    #[test]
    fn breadcrumbs_are_told_apart() {
        assert!(read_text("- name: A\n  tocHref: /a/\n  topicHref: /a/index\n").value.breadcrumbs);
        assert!(
            !read_text("- name: A\n  tocHref: a/toc.yml\n  topicHref: a.md\n").value.breadcrumbs
        );
        let file = FilePath::new("x/breadcrumb/toc.yml").unwrap();
        assert!(read(&file, "[]").value.breadcrumbs);
    }
}
