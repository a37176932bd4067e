//! Rows as aligned columns, for people.

use crate::rdf::Value;
use crate::vocabulary::shorten;

/// Cells are cut to this many characters.
const WIDEST_CELL: usize = 72;

/// The table with a line of heads and a count below.
pub(in crate::cli) fn render(
    variables: &[String],
    rows: &[Vec<Option<Value>>],
    base: &str,
) -> String {
    let heads: Vec<String> = variables.iter().map(|name| format!("?{name}")).collect();
    let cells: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            row.iter()
                .map(|value| value.as_ref().map(|value| shown(value, base)).unwrap_or_default())
                .collect()
        })
        .collect();
    let width = |column: usize| {
        let cells = cells.iter().filter_map(|row| row.get(column));
        cells.chain(heads.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..heads.len()).map(width).collect();
    let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
    let mut text = String::new();
    for row in [&heads, &rule].into_iter().chain(&cells) {
        let padded = row.iter().zip(&widths).map(|(cell, width)| {
            let gap = width.saturating_sub(cell.chars().count());
            format!("{cell}{}", " ".repeat(gap))
        });
        text.push_str(padded.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    let plural = if rows.len() == 1 { "" } else { "s" };
    text.push_str(&format!("{} row{plural}\n", rows.len()));
    text
}

fn shown(value: &Value, base: &str) -> String {
    let text = match value {
        Value::Iri(iri) => shorten(iri, base)
            .or_else(|| iri.strip_prefix(base).map(|path| format!("/{path}")))
            .unwrap_or_else(|| iri.clone()),
        Value::Blank(label) => format!("_:{label}"),
        Value::Literal { text, .. } => text.split_whitespace().collect::<Vec<_>>().join(" "),
    };
    match text.char_indices().nth(WIDEST_CELL) {
        Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or_default()),
        None => text,
    }
}
