//! Messages as the Markdown that chats read. Texts of documents are escaped: what looks like markup
//! there is shown, not followed, and nobody is called by it.

use crate::chat::message::{Block, Message, Run, Style};

/// A chat's Markdown.
#[derive(Debug, Clone, Copy)]
pub(in crate::chat) struct Dialect {
    /// The characters that a backslash takes the meaning from.
    pub(in crate::chat) escaped: &'static str,
    /// Whether it has tables.
    pub(in crate::chat) tables: bool,
}

impl Dialect {
    /// The text as it is, whatever stands in it.
    pub(in crate::chat) fn escape(self, text: &str) -> String {
        let mut safe = String::with_capacity(text.len() + 8);
        for (index, character) in text.char_indices() {
            let before = text.get(..index).unwrap_or_default();
            // At the start of a line these would begin a list or a heading.
            let begins = "-+=".contains(character) && before.trim().is_empty()
                || ".)".contains(character)
                    && !before.trim().is_empty()
                    && before.trim().bytes().all(|byte| byte.is_ascii_digit());
            if begins || self.escaped.contains(character) {
                safe.push('\\');
            }
            safe.push(character);
        }
        calling_nobody(&safe)
    }

    pub(in crate::chat) fn runs(self, runs: &[Run]) -> String {
        runs.iter().map(|run| self.run(run)).collect()
    }

    fn run(self, run: &Run) -> String {
        let text = self.escape(&run.text);
        let linked = match &run.link {
            Some(url) => format!("[{text}]({url})"),
            None => text,
        };
        let mark = match run.style {
            Style::Plain => return linked,
            Style::Strong => "**",
            Style::Emphasis => "*",
        };
        // A mark beside white space is none.
        let inner = linked.trim();
        if inner.is_empty() {
            return linked;
        }
        let (before, behind) = linked.split_once(inner).unwrap_or_default();
        format!("{before}{mark}{inner}{mark}{behind}")
    }

    /// The message below its heading as paragraphs: as many as fit into `limit` UTF-16 units, with
    /// the links behind them in any case.
    pub(in crate::chat) fn text(self, message: &Message, limit: usize) -> String {
        let links = message.links.iter();
        let links = links.map(|link| format!("[{}]({})", self.escape(&link.text), link.url));
        let mut links = links.collect::<Vec<_>>();
        while units(&links.join(" · ")) > limit / 3 {
            links.pop();
        }
        let end = links.join(" · ");
        let more = "*There is more than fits here.*";
        let room = limit.saturating_sub(units(&end) + units(more) + 4);
        let mut text = self.escape(&message.summary);
        let mut is_whole = true;
        let blocks = message.blocks.iter().cloned();
        let blocks = blocks.flat_map(|block| if self.tables { vec![block] } else { block.lines() });
        for block in blocks {
            let piece = self.block(&block);
            if units(&text) + units(&piece) + 2 > room {
                is_whole = false;
                break;
            }
            push(&mut text, &piece);
        }
        if !is_whole {
            push(&mut text, more);
        }
        push(&mut text, &end);
        text
    }

    fn block(self, block: &Block) -> String {
        match block {
            Block::Line(runs) => self.runs(runs),
            Block::Quote(runs) => format!("> {}", self.runs(runs)),
            Block::Items(items) => {
                let items: Vec<String> =
                    items.iter().map(|runs| format!("- {}", self.runs(runs))).collect();
                items.join("\n")
            }
            Block::Table { columns, rows } => {
                let row = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
                let heads = row(columns.iter().map(|column| self.escape(column)).collect());
                let rule = row(columns.iter().map(|_| "---".to_owned()).collect());
                let rows = rows
                    .iter()
                    .map(|cells| row(cells.iter().map(|cell| self.runs(cell)).collect()));
                [heads, rule].into_iter().chain(rows).collect::<Vec<_>>().join("\n")
            }
        }
    }
}

/// The text with something that nobody sees before each name: so it calls nobody.
pub(in crate::chat) fn calling_nobody(text: &str) -> String {
    text.replace('@', "@\u{200b}")
}

fn push(text: &mut String, piece: &str) {
    if !piece.is_empty() {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(piece);
    }
}

/// The length of a text as most platforms count it, and never less than its characters.
pub(in crate::chat) fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The start of a text within a number of UTF-16 units.
pub(in crate::chat) fn start(text: &str, limit: usize) -> String {
    let mut kept = 0;
    let fits = |c: &char| {
        kept += c.len_utf16();
        kept <= limit
    };
    text.chars().take_while(fits).collect()
}
