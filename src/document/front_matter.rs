//! YAML front matter: what a document states about itself before its first line of Markdown.

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Checked, Diagnostic, codes};
use crate::document::yaml::{self, Node};
use crate::text::{FilePath, Place, Span};

/// Deeper nesting than this is refused.
const DEEPEST_NESTING: usize = 32;

/// What the front matter states. Absent keys are empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrontMatter {
    /// `title`.
    pub title: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `date`, as written.
    pub date: Option<String>,
    /// `authors` or `author`.
    pub authors: Vec<String>,
    /// `keywords` or `tags`.
    pub keywords: Vec<String>,
    /// `type`: the class of what the document describes.
    pub kind: Option<String>,
    /// Every other key whose value is a scalar or a list of scalars, in order.
    pub other: Vec<(String, Vec<String>)>,
    /// Its bytes in the file, fences included; empty where there is none.
    pub span: Span,
}

impl FrontMatter {
    /// The same with values that others state of the document, where it does not state them itself.
    pub fn complete(&mut self, others: &[(String, Vec<String>)]) {
        for (key, values) in others {
            let text = || values.first().filter(|text| !text.is_empty()).cloned();
            match key.as_str() {
                "title" => self.title = self.title.take().or_else(text),
                "description" => self.description = self.description.take().or_else(text),
                "date" => self.date = self.date.take().or_else(text),
                "author" | "authors" if self.authors.is_empty() => self.authors.clone_from(values),
                "keywords" | "tags" if self.keywords.is_empty() => self.keywords.clone_from(values),
                // The class of a thing is for its document to state.
                "author" | "authors" | "keywords" | "tags" | "type" => {}
                _ if self.other.iter().any(|(own, _)| own == key) => {}
                _ => self.other.push((key.clone(), values.clone())),
            }
        }
    }
}

/// Reads the front matter of a file's text, a byte order mark before it allowed. The span of the
/// result ends where Markdown begins; what is malformed is reported and passed over.
#[must_use]
pub fn read(file: &FilePath, text: &str) -> Checked<FrontMatter> {
    let byte_order_mark = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut front_matter =
        FrontMatter { span: Span::new(0, byte_order_mark), ..FrontMatter::default() };
    let Some((yaml, end)) = fenced(text, byte_order_mark) else {
        return Checked { value: front_matter, diagnostics: Vec::new() };
    };
    front_matter.span.end = end;
    let mut reader = Reader { file, offset: yaml.start, diagnostics: Vec::new() };
    let source = text.get(yaml.range()).unwrap_or_default();
    match yaml::parse(source, DEEPEST_NESTING) {
        Ok(Some(Node::Mapping(entries, _))) => reader.fill(&mut front_matter, entries),
        Ok(None) => {}
        Ok(Some(other)) => {
            reader.malformed(other.span(), "the front matter is no mapping of keys to values");
        }
        Err(problem) => reader.malformed(problem.span, &problem.message),
    }
    Checked { value: front_matter, diagnostics: reader.diagnostics }
}

/// Where Markdown begins in a file's text, whether or not its front matter can be read.
#[must_use]
pub fn end(text: &str) -> usize {
    let byte_order_mark = text.len() - text.trim_start_matches('\u{feff}').len();
    fenced(text, byte_order_mark).map_or(byte_order_mark, |(_, end)| end)
}

/// The YAML between the fences and where the text behind them starts.
fn fenced(text: &str, start: usize) -> Option<(Span, usize)> {
    let mut lines = text.get(start..)?.split_inclusive('\n');
    let first = lines.next()?;
    if first.trim_end() != "---" {
        return None;
    }
    let yaml_start = start + first.len();
    let mut offset = yaml_start;
    for (number, line) in lines.enumerate() {
        let bare = line.trim_end();
        // A thematic break, not a fence: YAML does not start with an empty line.
        if number == 0 && bare.is_empty() {
            return None;
        }
        if bare == "---" || bare == "..." {
            return Some((Span::new(yaml_start, offset), offset + line.len()));
        }
        offset += line.len();
    }
    None
}

struct Reader<'a> {
    file: &'a FilePath,
    offset: usize,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn malformed(&mut self, span: Span, message: &str) {
        let place = Place::new(self.file.clone(), span.shifted(self.offset));
        self.diagnostics.push(
            Diagnostic::new(codes::MALFORMED_FRONT_MATTER, place, format!("malformed front matter: {message}"))
                .help("front matter is YAML between two lines `---`, for example `title: My page`; quote values that hold `: ` or start with a special character"),
        );
    }

    fn wrong_value(&mut self, key: &str, wanted: &str, span: Span) {
        let place = Place::new(self.file.clone(), span.shifted(self.offset));
        self.diagnostics.push(
            Diagnostic::new(codes::FRONT_MATTER_VALUE, place, format!("`{key}` is not {wanted}"))
                .label(format!("expected {wanted}")),
        );
    }

    fn fill(&mut self, front_matter: &mut FrontMatter, entries: Vec<(Node, Node)>) {
        let mut seen: Vec<String> = Vec::new();
        for (key, value) in entries {
            let key_span = key.span();
            let Node::Scalar(key, _) = key else {
                self.malformed(key_span, "a key is not plain text");
                continue;
            };
            if seen.contains(&key) {
                self.malformed(key_span, &format!("the key `{key}` stands twice"));
                continue;
            }
            seen.push(key.clone());
            match key.as_str() {
                "title" => front_matter.title = self.text(&key, value),
                "description" => front_matter.description = self.text(&key, value),
                "date" => front_matter.date = self.text(&key, value),
                "type" => front_matter.kind = self.text(&key, value),
                "author" | "authors" => front_matter.authors.extend(self.texts(&key, value)),
                "keywords" | "tags" => front_matter.keywords.extend(self.texts(&key, value)),
                _ => {
                    if let Some(values) = value.scalars() {
                        front_matter.other.push((key, values));
                    }
                }
            }
        }
    }

    fn text(&mut self, key: &str, value: Node) -> Option<String> {
        match value {
            Node::Scalar(text, _) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            other => {
                self.wrong_value(key, "a text", other.span());
                None
            }
        }
    }

    /// A list of texts, or one text with commas between its parts.
    fn texts(&mut self, key: &str, value: Node) -> Vec<String> {
        let span = value.span();
        let parts = match value {
            Node::Scalar(text, _) => text.split(',').map(str::to_owned).collect(),
            other => other.scalars().unwrap_or_else(|| {
                self.wrong_value(key, "a list of texts", span);
                Vec::new()
            }),
        };
        let trimmed = parts.iter().map(|part| part.trim().to_owned());
        trimmed.filter(|part| !part.is_empty()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Checked<FrontMatter> {
        read(&FilePath::new("a.md").unwrap(), text)
    }

    #[test]
    fn reads_what_a_document_states() {
        for text in [
            "---\ntitle: \"A: b\"\ndescription: d\ndate: 06/08/2017\nauthors: [x, y]\nkeywords: k, l\ntype: Architecture\nms:assetid: 10^n\n---\n# H\n",
            "\u{feff}---  \r\ntitle: 'A: b'\r\ndescription: d\r\ndate: 06/08/2017\r\nauthors:\r\n- x\r\n- y\r\ntags: [k, l]\r\ntype: Architecture\r\nms:assetid: 10^n\r\n...\r\n# H\r\n",
        ] {
            let checked = read_text(text);
            assert_eq!(checked.diagnostics, []);
            let front_matter = checked.value;
            assert_eq!(front_matter.title.as_deref(), Some("A: b"));
            assert_eq!(front_matter.date.as_deref(), Some("06/08/2017"));
            assert_eq!(front_matter.authors, ["x", "y"]);
            assert_eq!(front_matter.keywords, ["k", "l"]);
            assert_eq!(front_matter.kind.as_deref(), Some("Architecture"));
            assert_eq!(front_matter.other, [("ms:assetid".to_owned(), vec!["10^n".to_owned()])]);
            assert!(text[front_matter.span.end..].starts_with("# H"));
        }
    }

    #[test]
    fn what_is_not_front_matter_is_left_alone() {
        for text in
            ["# H\n---\na: b\n---\n", "---\n\ntext\n\n---\n", "---\na: b\n", "", "\u{feff}x"]
        {
            let checked = read_text(text);
            assert_eq!(checked.diagnostics, [], "{text:?}");
            assert_eq!(checked.value.title, None);
        }
    }

    #[test]
    fn mistakes_are_told_where_they_stand() {
        for (text, code, at) in [
            ("---\ntitle: [a\n---\n", "malformed-front-matter", None),
            ("---\njust words\n---\n", "malformed-front-matter", Some(4)),
            ("---\na: 1\na: 2\n---\n", "malformed-front-matter", Some(9)),
            ("---\na: &x 1\nb: *x\n---\n", "malformed-front-matter", Some(15)),
            ("---\ntitle: {a: b}\n---\n", "front-matter-value", Some(11)),
            ("---\nö: ä\nauthors: {a: b}\n---\n", "front-matter-value", Some(20)),
        ] {
            let diagnostics = read_text(text).diagnostics;
            assert_eq!(diagnostics.len(), 1, "{text:?}");
            assert_eq!(diagnostics[0].code.name, code, "{text:?}");
            if let Some(at) = at {
                assert_eq!(diagnostics[0].place.span.start, at, "{text:?}");
            }
        }
    }
}
