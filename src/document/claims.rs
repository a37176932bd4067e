//! What a document may state, as it is written: definition lists, titled links and tables, before
//! anybody knows the vocabulary.
//!
//! Only books that state facts need this, so it is read from the text when it is asked for and not
//! kept with every [`Document`].

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::document::events::{self, DocumentEvent, SpannedEvent};
use crate::document::{Document, LinkSyntax};
use crate::text::Span;

/// Words with the links in them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Phrase {
    /// Plain text, single spaces, line breaks kept as `\n`.
    pub text: String,
    /// The bytes it was read from.
    pub span: Span,
    /// Indexes of its links in [`Document::links`].
    pub links: Vec<usize>,
}

/// A term of a definition list and what is said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// The term.
    pub term: Phrase,
    /// Each of its `: …` paragraphs.
    pub values: Vec<Phrase>,
    /// Index of the section it stands in.
    pub section: usize,
}

/// A link in running text whose title may say what it states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TitledLink {
    /// Index in [`Document::links`].
    pub link: usize,
    /// The words of its sentence before it, from the last comma, colon, semicolon or titled link.
    pub before: String,
    /// The whole sentence.
    pub sentence: String,
}

/// A table with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    /// Index in [`Document::tables`].
    pub table: usize,
    /// The heads of its columns.
    pub head: Vec<Phrase>,
    /// Its rows below the head.
    pub rows: Vec<Vec<Phrase>>,
}

/// Everything of a document that may state facts, in the order of the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Claims {
    /// Definition lists, term by term.
    pub definitions: Vec<Definition>,
    /// Links with titles outside of tables.
    pub titled_links: Vec<TitledLink>,
    /// Tables.
    pub grids: Vec<Grid>,
}

/// Reads what a document may state.
#[must_use]
pub fn read(document: &Document) -> Claims {
    let mut reader = Reader {
        document,
        claims: Claims::default(),
        section: 0,
        next_link: 0,
        phrase: None,
        prose: Prose::default(),
        in_table: false,
        rows: Vec::new(),
        row: Vec::new(),
    };
    for event in events::read(document.text.text(), document.syntax).0 {
        reader.event(event);
    }
    reader.end_prose();
    reader.claims
}

/// The text of the block being read, and the titled links in it.
#[derive(Default)]
struct Prose {
    text: String,
    links: Vec<(usize, usize, usize)>,
}

struct Reader<'a> {
    document: &'a Document,
    claims: Claims,
    section: usize,
    next_link: usize,
    phrase: Option<Phrase>,
    prose: Prose,
    in_table: bool,
    rows: Vec<Vec<Phrase>>,
    row: Vec<Phrase>,
}

impl Reader<'_> {
    fn event(&mut self, (event, range): SpannedEvent<'_>) {
        let DocumentEvent::Markdown(event) = event else {
            self.end_prose();
            return;
        };
        match event {
            Event::Start(tag) => self.start(&tag, range.into()),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) => self.words(&text),
            Event::SoftBreak => self.words(" "),
            Event::HardBreak => self.words("\n"),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, span: Span) {
        match tag {
            Tag::Heading { .. } => {
                self.end_prose();
                self.section += 1;
            }
            Tag::DefinitionListTitle | Tag::DefinitionListDefinition | Tag::TableCell => {
                self.end_prose();
                self.phrase = Some(Phrase { span: self.words_of(span), ..Phrase::default() });
            }
            Tag::Table(_) => {
                self.end_prose();
                self.in_table = true;
            }
            Tag::Paragraph | Tag::Item | Tag::BlockQuote(_) | Tag::CodeBlock(_) => {
                self.end_prose();
            }
            Tag::Link { .. } => self.link(span),
            _ => {}
        }
    }

    /// The bytes without the white space and the colon of a definition list around them.
    fn words_of(&self, span: Span) -> Span {
        let written = self.document.text.text().get(span.range()).unwrap_or_default();
        let words = written.trim_start_matches([' ', '\t', '\n', '\r', ':']);
        let start = span.end - words.len();
        Span::new(start, start + words.trim_end().len())
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::DefinitionListTitle => {
                if let Some(term) = self.finished_phrase() {
                    let section = self.section;
                    let definition = Definition { term, values: Vec::new(), section };
                    self.claims.definitions.push(definition);
                }
            }
            TagEnd::DefinitionListDefinition => {
                let value = self.finished_phrase();
                if let Some(definition) = self.claims.definitions.last_mut() {
                    definition.values.extend(value);
                }
            }
            TagEnd::TableCell => {
                let cell = self.finished_phrase();
                self.row.extend(cell);
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                let row = std::mem::take(&mut self.row);
                self.rows.push(row);
            }
            TagEnd::Table => self.end_table(),
            TagEnd::Link => {
                if let Some((_, _, end)) = self.prose.links.last_mut()
                    && *end == 0
                {
                    *end = self.prose.text.len();
                }
            }
            TagEnd::Heading(_) => self.prose = Prose::default(),
            TagEnd::Paragraph | TagEnd::Item | TagEnd::CodeBlock => self.end_prose(),
            _ => {}
        }
    }

    fn words(&mut self, words: &str) {
        if let Some(phrase) = &mut self.phrase {
            phrase.text.push_str(words);
        }
        self.prose.text.push_str(words);
    }

    /// Finds the link among those of the document: both come in the order of the text.
    fn link(&mut self, span: Span) {
        let own =
            |link: &crate::document::Link| link.span == span && link.syntax != LinkSyntax::Html;
        let rest = self.document.links.get(self.next_link..).unwrap_or_default();
        let Some(index) = rest.iter().position(own).map(|at| self.next_link + at) else {
            return;
        };
        self.next_link = index + 1;
        if let Some(phrase) = &mut self.phrase {
            phrase.links.push(index);
        }
        let titled = self.document.links.get(index).is_some_and(|link| !link.title.is_empty());
        if titled && !self.in_table {
            self.prose.links.push((index, self.prose.text.len(), 0));
        }
    }

    fn finished_phrase(&mut self) -> Option<Phrase> {
        self.end_prose();
        let mut phrase = self.phrase.take()?;
        let lines = phrase.text.lines().map(collapse).filter(|line| !line.is_empty());
        phrase.text = lines.collect::<Vec<_>>().join("\n");
        Some(phrase)
    }

    fn end_table(&mut self) {
        self.in_table = false;
        let mut rows = std::mem::take(&mut self.rows).into_iter();
        let table = self.claims.grids.len();
        let head = rows.next().unwrap_or_default();
        self.claims.grids.push(Grid { table, head, rows: rows.collect() });
    }

    /// Cuts the block that has been read into sentences around its titled links.
    fn end_prose(&mut self) {
        let Prose { text, links } = std::mem::take(&mut self.prose);
        let mut clause_start = 0;
        for (link, start, end) in links {
            let sentence = sentence_around(&text, start, end.max(start));
            let before = text.get(sentence.start.max(clause_start)..start).unwrap_or_default();
            let cut = before.rfind([',', ';', ':', '(', '—', '–']);
            let before = cut.and_then(|at| before.get(at..)).unwrap_or(before);
            let trimmed = before.trim_start_matches([',', ';', ':', '(', '—', '–']);
            self.claims.titled_links.push(TitledLink {
                link,
                before: collapse(trimmed),
                sentence: collapse(text.get(sentence.range()).unwrap_or_default()),
            });
            clause_start = end;
        }
    }
}

/// The sentence that holds the bytes from `start` to `end`.
fn sentence_around(text: &str, start: usize, end: usize) -> Span {
    let is_end = |(at, character): &(usize, char)| {
        let rest = text.get(at + character.len_utf8()..).unwrap_or_default();
        matches!(character, '.' | '!' | '?') && (rest.is_empty() || rest.starts_with([' ', '\n']))
    };
    let before = text.get(..start).unwrap_or_default();
    // A full stop that ends the text before the link is followed by the link itself.
    let last_end = before.char_indices().rfind(is_end);
    let from = last_end.map_or(0, |(at, character)| at + character.len_utf8());
    let next_end = text.char_indices().skip_while(|(at, _)| *at < end).find(is_end);
    Span::new(from, next_end.map_or(text.len(), |(at, character)| at + character.len_utf8()))
}

/// The words with single spaces between them.
fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Syntax;
    use crate::document::{front_matter, include, parse};
    use crate::text::{FilePath, Texts};

    fn claims(markdown: &str) -> (Document, Claims) {
        let file = FilePath::new("a.md").unwrap();
        let front_matter = front_matter::read(&file, markdown);
        let text = include::expand(
            &file,
            markdown,
            front_matter.value.span.end,
            &Texts::new(),
            Syntax::Book,
        );
        let document = parse::parse(&file, front_matter, text);
        let claims = read(&document);
        (document, claims)
    }

    #[test]
    fn a_titled_link_knows_its_sentence_and_its_clause() {
        let (_, claims) = claims(
            "Before. The domain, which is *deep*, does not trust the [data domain](#d \"trusts\") \
             and stands [there](#t \"in zone\"). After.\n\n- an item [x](#x \"y\") [no title](#z)\n",
        );
        let told: Vec<_> = claims
            .titled_links
            .iter()
            .map(|link| (link.before.as_str(), link.sentence.as_str()))
            .collect();
        let sentence =
            "The domain, which is deep, does not trust the data domain and stands there.";
        assert_eq!(
            told,
            [
                ("does not trust the", sentence),
                ("and stands", sentence),
                ("an item", "an item x no title"),
            ]
        );
    }

    #[test]
    fn definition_lists_keep_terms_values_and_links() {
        let (document, claims) =
            claims("# H\n\nProtected by\n: [FW2](#fw2) and [FW3](#fw3)\n: none\n\nPort\n: 80\n");
        let told: Vec<_> = claims
            .definitions
            .iter()
            .map(|definition| {
                let values: Vec<_> = definition
                    .values
                    .iter()
                    .map(|value| (value.text.as_str(), value.links.len()))
                    .collect();
                (definition.term.text.as_str(), definition.section, values)
            })
            .collect();
        assert_eq!(
            told,
            [
                ("Protected by", 1, vec![("FW2 and FW3", 2), ("none", 0)]),
                ("Port", 1, vec![("80", 0)]),
            ]
        );
        let second = claims.definitions[0].values[0].links[1];
        assert_eq!(document.links[second].target, "#fw3");
    }

    #[test]
    fn tables_keep_their_cells() {
        let (_, claims) = claims("| A | B |\n|---|---|\n| [x](#x \"t\") | 1<br>2 |\n| y | |\n");
        let grid = &claims.grids[0];
        let texts = |row: &[Phrase]| row.iter().map(|cell| cell.text.clone()).collect::<Vec<_>>();
        assert_eq!(texts(&grid.head), ["A", "B"]);
        assert_eq!(texts(&grid.rows[0]), ["x", "1\n2"]);
        assert_eq!(texts(&grid.rows[1]), ["y", ""]);
        assert_eq!(grid.rows[0][0].links, [0]);
        assert_eq!(claims.titled_links, []);
    }
}
