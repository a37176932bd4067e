//! Figures that come after sanitising, which would not let SVG through: until then something
//! harmless holds their places.

use std::collections::HashMap;

/// What a place begins with, before the id of its figure.
const START: &str = "<figure id=\"";
/// What it ends with.
const END: &str = "\"></figure>";

/// Figures by the ids that hold their places. An id is one of the page's own, so nothing else on the
/// page has it.
#[derive(Debug, Default)]
pub(in crate::page) struct Places(HashMap<String, String>);

impl Places {
    /// Keeps a figure; gives what holds its place. The id is escaped as attributes are.
    pub(in crate::page) fn keep(&mut self, id: String, figure: String) -> String {
        let place = format!("{START}{id}{END}\n");
        self.0.insert(id, figure);
        place
    }

    /// The HTML with each figure in its place.
    pub(in crate::page) fn fill(mut self, html: String) -> String {
        if self.0.is_empty() {
            return html;
        }
        let figures = self.0.values().map(String::len).sum::<usize>();
        let mut whole = String::with_capacity(html.len() + figures);
        let mut rest = html.as_str();
        while let Some((before, after)) = rest.split_once(START) {
            whole.push_str(before);
            let id = after.split('"').next().unwrap_or_default();
            let behind = after.get(id.len()..).and_then(|after| after.strip_prefix(END));
            let kept = behind.and_then(|behind| Some((behind, self.0.remove(id)?)));
            if let Some((behind, figure)) = kept {
                whole.push_str(&figure);
                rest = behind;
            } else {
                whole.push_str(START);
                rest = after;
            }
        }
        whole.push_str(rest);
        whole
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_come_to_their_places_in_any_order_and_nothing_else_changes() {
        let mut places = Places::default();
        let first = places.keep("figure-1".to_owned(), "<svg>1</svg>\n".to_owned());
        let second = places.keep("figure-2".to_owned(), "<svg>2</svg>\n".to_owned());
        let raw = "<figure id=\"mine\">x \"></figure>";
        let html =
            format!("{raw}{second}ä{raw}{first}<figure id=\"figure-1\"></figure><figure id=\"");
        assert_eq!(
            places.fill(html),
            format!(
                "{raw}<svg>2</svg>\n\nä{raw}<svg>1</svg>\n\n<figure id=\"figure-1\"></figure><figure id=\""
            )
        );
        assert_eq!(Places::default().fill(raw.to_owned()), raw);
    }
}
