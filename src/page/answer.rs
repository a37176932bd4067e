//! What a live query is answered, as HTML: for our own pages, and for those of mdBook.

pub mod markdown;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::page::address::{Addresses, Site};
use crate::page::code;
use crate::page::escape::escape;
use crate::question::options::Show;
use crate::question::{Answer, AnswerTable, Cell, LiveQuery, Outcome};
use crate::rdf::Value;
use crate::vocabulary::shorten;

/// Servers and proxies refuse longer addresses.
const LONGEST_ADDRESS: usize = 4_000;

/// What stands between the cells of a row that is no table's.
const BETWEEN: &str = " · ";

/// Whose pages an answer is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dress {
    /// Ours, which have a style sheet for answers.
    Loggia,
    /// Those of mdBook, which are dressed by whatever theme the book has.
    MdBook,
}

/// Writes answers for one page.
pub struct AnswerWriter<'a> {
    /// What the IRIs of the book begin with.
    pub base: &'a str,
    /// Where an IRI of the book leads from the page.
    pub address: &'a dyn Fn(&str) -> Option<String>,
    /// Where the workbench opens with a query, if there is one.
    pub workbench: &'a dyn Fn(&str) -> Option<String>,
    /// Whose page it is.
    pub dress: Dress,
}

/// The HTML of a live query on one of our pages.
#[must_use]
pub(in crate::page) fn render(live: &LiveQuery, base: &str, addresses: Addresses<'_>) -> String {
    let address = |iri: &str| addresses.link(&addresses.catalog().target_of_iri(iri)?);
    let workbench = |query: &str| {
        let query = utf8_percent_encode(query, NON_ALPHANUMERIC);
        let address = format!("{}sparql?query={query}", addresses.root());
        (addresses.site() == Site::Served && address.len() <= LONGEST_ADDRESS).then_some(address)
    };
    let (address, workbench) = (&address, &workbench);
    AnswerWriter { base, address, workbench, dress: Dress::Loggia }.html(live)
}

impl AnswerWriter<'_> {
    /// The HTML of a live query. For mdBook it is one line, so that Markdown takes it as a whole.
    #[must_use]
    pub fn html(&self, live: &LiveQuery) -> String {
        let html = match &live.outcome {
            Outcome::NotAsked => self.code(&live.query),
            Outcome::Failed { message, place } => {
                let place = place.map(|at| format!("line {}, column {}", at.line, at.column));
                self.figure(live, &self.failure("The query failed", place, message), true)
            }
            Outcome::Answered { answer, unmet } => {
                let unmet = unmet.as_deref();
                let told = unmet.map(|unmet| self.failure("Not as expected", None, unmet));
                let told = told.unwrap_or_default();
                if live.options.show == Show::Query {
                    return self.one_line(told + &self.code(&live.query));
                }
                self.figure(live, &(told + &self.answer(live, answer)), false)
            }
        };
        self.one_line(html)
    }

    fn one_line(&self, html: String) -> String {
        match self.dress {
            Dress::Loggia => html,
            Dress::MdBook => html.trim_end().replace('\r', "").replace('\n', "&#10;"),
        }
    }

    /// An answer with its caption, and the query folded under it.
    fn figure(&self, live: &LiveQuery, shown: &str, open: bool) -> String {
        let caption = live.options.caption.as_deref().map_or_else(String::new, |caption| {
            format!("<figcaption>{}</figcaption>", escape(caption))
        });
        let start = match self.dress {
            Dress::Loggia => "<figure class=\"query\">",
            Dress::MdBook => "<figure class=\"query\" style=\"margin-inline: 0\">",
        };
        let workbench = (self.workbench)(&live.query).map_or_else(String::new, |address| {
            let address = escape(&address);
            format!("<p class=\"query-open\"><a href=\"{address}\">Open in the workbench</a></p>")
        });
        let open = if open { " open" } else { "" };
        let (summary, code) = (summary(live), self.code(&live.query));
        format!(
            "{start}{shown}{caption}<details class=\"query-source\"{open}><summary>{summary}</summary>{code}{workbench}</details></figure>\n"
        )
    }

    fn failure(&self, title: &str, place: Option<String>, message: &str) -> String {
        let place = place.map_or_else(String::new, |place| format!(" <span>{place}</span>"));
        let message = escape(message);
        match self.dress {
            Dress::Loggia => format!(
                "<div class=\"failure\" role=\"note\"><p class=\"failure-title\">{title}{place}</p><p>{message}</p></div>"
            ),
            Dress::MdBook => format!(
                "<div class=\"warning\"><p><strong>{title}</strong>{place}</p><p>{message}</p></div>"
            ),
        }
    }

    fn code(&self, query: &str) -> String {
        match self.dress {
            Dress::Loggia => code::of_language("sparql", query),
            Dress::MdBook => {
                let query = escape(query);
                format!("<pre><code class=\"language-sparql\">{query}</code></pre>")
            }
        }
    }

    fn answer(&self, live: &LiveQuery, answer: &Answer) -> String {
        let table = match answer {
            Answer::Boolean(yes) => {
                return format!("<p class=\"query-value\">{}</p>", if *yes { "Yes" } else { "No" });
            }
            Answer::Table(table) => table,
        };
        if table.rows.is_empty() {
            return "<p class=\"query-none\">No results.</p>".to_owned();
        }
        match fitting(live.options.show, table) {
            Show::Number => {
                let value = table.rows.iter().flatten().next().map(|cell| self.cell(cell));
                format!("<p class=\"query-value\">{}</p>", value.unwrap_or_default())
            }
            Show::List => self.list(table),
            Show::Definition => self.definitions(table),
            Show::Table | Show::Query => self.table(live, table),
        }
    }

    fn table(&self, live: &LiveQuery, table: &AnswerTable) -> String {
        let number = match self.dress {
            Dress::Loggia => " class=\"align-right\"",
            Dress::MdBook => " style=\"text-align: right\"",
        };
        let aligned = |index: usize| {
            let numeric = table.columns.get(index).is_some_and(|column| column.numeric);
            if numeric { number } else { "" }
        };
        let mut html = match self.dress {
            Dress::Loggia => {
                let label = escape(live.options.caption.as_deref().unwrap_or("Answer"));
                format!(
                    "<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\">"
                )
            }
            Dress::MdBook => "<div class=\"table-wrapper\">".to_owned(),
        };
        html.push_str("<table><thead><tr>");
        for (index, column) in table.columns.iter().enumerate() {
            html.push_str(&format!("<th{}>{}</th>", aligned(index), escape(&column.heading)));
        }
        html.push_str("</tr></thead><tbody>");
        for row in &table.rows {
            html.push_str("<tr>");
            for (index, cell) in row.iter().enumerate() {
                html.push_str(&format!("<td{}>{}</td>", aligned(index), self.cell(cell)));
            }
            html.push_str("</tr>");
        }
        html.push_str("</tbody></table></div>");
        html
    }

    fn list(&self, table: &AnswerTable) -> String {
        let mut html = "<ul class=\"query-list\">".to_owned();
        for row in &table.rows {
            let (first, others) = row.split_first().map_or_else(
                || (String::new(), String::new()),
                |(first, others)| (self.cell(first), self.cells(others)),
            );
            html.push_str(&format!("<li>{first}"));
            if !others.is_empty() {
                html.push_str(&format!(" <span class=\"query-aside\">{others}</span>"));
            }
            html.push_str("</li>");
        }
        html + "</ul>"
    }

    /// Rows about one thing that follow each other share its term.
    fn definitions(&self, table: &AnswerTable) -> String {
        let mut html = "<dl class=\"query-definitions\">".to_owned();
        let mut before = None;
        for row in &table.rows {
            if let Some((first, others)) = row.split_first() {
                if before != Some(first) {
                    html.push_str(&format!("<dt>{}</dt>", self.cell(first)));
                    before = Some(first);
                }
                html.push_str(&format!("<dd>{}</dd>", self.cells(others)));
            }
        }
        html + "</dl>"
    }

    fn cells(&self, cells: &[Cell]) -> String {
        let cells = cells.iter().filter(|cell| cell.value.is_some());
        cells.map(|cell| self.cell(cell)).collect::<Vec<_>>().join(BETWEEN)
    }

    fn cell(&self, cell: &Cell) -> String {
        let text = escape(&cell.text(self.base));
        let Some(Value::Iri(iri)) = &cell.value else {
            return text;
        };
        if let Some(address) = (self.address)(iri) {
            return format!("<a href=\"{}\">{text}</a>", escape(&address));
        }
        if is_elsewhere(iri, self.base) {
            let address = escape(iri);
            return format!("<a href=\"{address}\" class=\"external\" rel=\"external\">{text}</a>");
        }
        if cell.label.is_some() { text } else { format!("<code>{text}</code>") }
    }
}

/// How a table can be shown, given how it should be.
fn fitting(show: Show, table: &AnswerTable) -> Show {
    let (rows, columns) = (table.rows.len(), table.columns.len());
    match show {
        Show::Number if (rows, columns) != (1, 1) => Show::Table,
        Show::Definition if columns < 2 => Show::Table,
        show => show,
    }
}

/// Whether an IRI is an address on the web rather than the name of a term or of something of ours.
fn is_elsewhere(iri: &str, base: &str) -> bool {
    let on_the_web = iri.starts_with("https://") || iri.starts_with("http://");
    on_the_web && !iri.starts_with(base) && shorten(iri, base).is_none()
}

/// The line under which a query is folded.
fn summary(live: &LiveQuery) -> String {
    let Outcome::Answered { answer, unmet } = &live.outcome else {
        return "Query".to_owned();
    };
    let mut words = vec!["Query".to_owned()];
    if let Answer::Table(table) = answer {
        words.push(match table.rows.len() {
            1 => "1 row".to_owned(),
            rows => format!("{rows} rows"),
        });
    }
    if unmet.is_none() && live.options.expect.is_some() {
        words.push("as expected".to_owned());
    }
    words.join(BETWEEN)
}

#[cfg(test)]
mod tests;
