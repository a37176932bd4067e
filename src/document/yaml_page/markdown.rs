//! Writes Markdown from the values of a YAML file, keeping the place of every value.

use crate::document::docfx::wording;
use crate::document::yaml::Node;
use crate::text::{AssembledText, FilePath, Span};

/// Markdown that is being written.
pub(in crate::document::yaml_page) struct Writer<'a> {
    file: &'a FilePath,
    text: &'a str,
    /// Where YAML begins in the text.
    offset: usize,
    output: AssembledText,
    /// Whether the last thing written was an item of a list.
    in_list: bool,
}

impl<'a> Writer<'a> {
    pub(in crate::document::yaml_page) fn new(
        file: &'a FilePath,
        text: &'a str,
        offset: usize,
    ) -> Self {
        Self { file, text, offset, output: AssembledText::new(), in_list: false }
    }

    pub(in crate::document::yaml_page) fn finish(mut self) -> AssembledText {
        self.insert("\n", Span::default());
        self.output
    }

    /// A heading of words in one line, with an id where it is given one.
    pub(in crate::document::yaml_page) fn heading(
        &mut self,
        level: usize,
        words: &Node,
        id: Option<&str>,
    ) {
        self.begin_block();
        let span = words.span();
        self.insert(&format!("{} ", "#".repeat(level.clamp(1, 6))), span);
        if let Some(id) = id {
            self.insert(&format!("<a name=\"{id}\"></a> "), span);
        }
        self.words(words, id.is_some());
    }

    /// Markdown as it is written in a value.
    pub(in crate::document::yaml_page) fn paragraphs(&mut self, value: &Node) {
        let Some(text) = value.text().filter(|text| !text.trim().is_empty()) else { return };
        self.begin_block();
        self.value(text, value.span(), "\n");
    }

    /// Markdown as it is written in a value, where there is one.
    pub(in crate::document::yaml_page) fn note(&mut self, value: Option<&Node>) {
        if let Some(value) = value {
            self.paragraphs(value);
        }
    }

    /// A link as an item of a list.
    pub(in crate::document::yaml_page) fn link(
        &mut self,
        words: &Node,
        target: &Node,
        note: Option<&Node>,
    ) {
        if !self.in_list {
            self.begin_block();
        }
        self.insert(if self.in_list { "\n- [" } else { "- [" }, words.span());
        self.in_list = true;
        self.words(words, false);
        self.insert("](<", target.span());
        let address = target.text().unwrap_or_default().trim();
        if address.contains(['<', '>', '\n']) {
            let encoded = address.replace('<', "%3C").replace('>', "%3E").replace('\n', "");
            self.insert(&encoded, target.span());
        } else {
            self.value(address, target.span(), " ");
        }
        self.insert(">)", target.span());
        if let Some(note) =
            note.filter(|note| note.text().is_some_and(|text| !text.trim().is_empty()))
        {
            self.insert("  \n  ", note.span());
            self.words(note, true);
        }
    }

    /// A line that opens or closes a block.
    pub(in crate::document::yaml_page) fn directive(&mut self, line: &str, node: &Node) {
        self.begin_block();
        self.insert(line, node.span());
    }

    /// Leaves an empty line before the next block.
    fn begin_block(&mut self) {
        self.in_list = false;
        if !self.output.text().is_empty() {
            self.insert("\n\n", Span::default());
        }
    }

    /// Words on one line; those that are no Markdown are written so that they show as they are.
    fn words(&mut self, node: &Node, is_markdown: bool) {
        let text = node.text().unwrap_or_default().trim();
        if is_markdown {
            self.value(text, node.span(), " ");
            return;
        }
        let escaped = wording::escaped(text);
        if escaped == text {
            self.value(text, node.span(), " ");
        } else {
            self.insert(&escaped, node.span());
        }
    }

    /// A value line by line, each copied from where it is written, if it is written as it reads.
    fn value(&mut self, value: &str, span: Span, line_break: &str) {
        let whole = span.shifted(self.offset);
        let mut written = whole.start;
        for (index, line) in value.trim_end().split('\n').enumerate() {
            if index > 0 {
                self.insert(line_break, span);
            }
            let bare = line.trim_end_matches('\r');
            if bare.is_empty() {
                continue;
            }
            let rest = self.text.get(written..whole.end).unwrap_or_default();
            let at = rest.split_inclusive('\n').scan(0, |start, part| {
                let own = *start;
                *start += part.len();
                Some((own, part))
            });
            // A value is looked for in the next few lines: what stands further off is another.
            let found =
                at.take(NEAR_LINES).find_map(|(start, part)| Some(start + part.find(bare)?));
            match found {
                Some(at) => {
                    let start = written + at;
                    written = start + bare.len();
                    self.output.copy(self.file, self.text, Span::new(start, written));
                }
                None => self.insert(bare, span),
            }
        }
    }

    fn insert(&mut self, text: &str, span: Span) {
        self.output.insert(text, self.file, span.shifted(self.offset));
    }
}

/// How many lines may lie between two lines of a value.
const NEAR_LINES: usize = 8;
