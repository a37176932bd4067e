//! What a live query is answered, as Markdown: for renderers that show no HTML.

use crate::page::answer::{AnswerWriter, BETWEEN, fitting};
use crate::question::options::Show;
use crate::question::{Answer, AnswerTable, Cell, LiveQuery, Outcome};
use crate::rdf::Value;

impl AnswerWriter<'_> {
    /// The Markdown of a live query without the query, lines ending in `\n`; `None` where only the
    /// query is to be shown.
    #[must_use]
    pub fn markdown(&self, live: &LiveQuery) -> Option<String> {
        let mut markdown = match &live.outcome {
            Outcome::NotAsked => return None,
            Outcome::Failed { message, .. } => {
                format!("**The query failed:** {}\n", plain(message))
            }
            Outcome::Answered { answer, unmet } => {
                let unmet = unmet.as_deref().map(plain);
                let unmet = unmet.map(|unmet| format!("**Not as expected:** {unmet}\n"));
                if live.options.show == Show::Query {
                    return unmet;
                }
                let unmet = unmet.map(|unmet| unmet + "\n").unwrap_or_default();
                unmet + &self.answer_in_markdown(live.options.show, answer)
            }
        };
        if let Some(caption) = &live.options.caption {
            markdown.push_str(&format!("\n*{}*\n", plain(caption)));
        }
        Some(markdown)
    }

    fn answer_in_markdown(&self, show: Show, answer: &Answer) -> String {
        let table = match answer {
            Answer::Boolean(true) => return "**Yes**\n".to_owned(),
            Answer::Boolean(false) => return "**No**\n".to_owned(),
            Answer::Table(table) => table,
        };
        if table.rows.is_empty() {
            return "No results.\n".to_owned();
        }
        let lines = table.rows.iter().map(|row| {
            let (first, others) = row.split_at_checked(1).unwrap_or_default();
            (self.cells_in_markdown(first), self.cells_in_markdown(others))
        });
        match fitting(show, table) {
            Show::Number => joined(lines.map(|(first, _)| format!("**{first}**"))),
            Show::List => joined(lines.map(|(first, others)| match others.as_str() {
                "" => format!("- {first}"),
                others => format!("- {first} ({others})"),
            })),
            Show::Definition => {
                joined(lines.map(|(first, others)| format!("- **{first}**: {others}")))
            }
            Show::Table | Show::Query => self.table_in_markdown(table),
        }
    }

    fn table_in_markdown(&self, table: &AnswerTable) -> String {
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let rule = |numeric: bool| if numeric { "---:" } else { "---" }.to_owned();
        let head = table.columns.iter().map(|column| plain(&column.heading));
        let rules = table.columns.iter().map(|column| rule(column.numeric));
        let mut markdown = line(head.collect()) + &line(rules.collect());
        for row in &table.rows {
            markdown.push_str(&line(row.iter().map(|cell| self.cell_in_markdown(cell)).collect()));
        }
        markdown
    }

    fn cells_in_markdown(&self, cells: &[Cell]) -> String {
        let cells = cells.iter().filter(|cell| cell.value.is_some());
        cells.map(|cell| self.cell_in_markdown(cell)).collect::<Vec<_>>().join(BETWEEN)
    }

    fn cell_in_markdown(&self, cell: &Cell) -> String {
        let text = plain(&cell.text(self.base));
        let address = match &cell.value {
            Some(Value::Iri(iri)) => (self.address)(iri),
            _ => None,
        };
        address.map_or(text.clone(), |address| format!("[{text}](<{address}>)"))
    }
}

fn joined(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

/// The text on one line, with a backslash before whatever Markdown could take for its own.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' => plain.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '#' => {
                plain.extend(['\\', c]);
            }
            c => plain.push(c),
        }
    }
    plain
}
