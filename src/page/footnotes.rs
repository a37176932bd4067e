//! Footnotes: numbered by first reference, shown at the end of the page.

use std::collections::HashMap;

use pulldown_cmark::{CowStr, Event};

/// The footnotes of one page while it is rendered.
#[derive(Default)]
pub(in crate::page) struct Footnotes<'a> {
    /// Number of each name, by first reference.
    numbers: HashMap<String, usize>,
    /// Names by number and how often each is referred to.
    names: Vec<(String, usize)>,
    texts: HashMap<String, Vec<Event<'a>>>,
}

impl<'a> Footnotes<'a> {
    /// A reference to the footnote `name`.
    pub(in crate::page) fn refer(&mut self, name: &str) -> CowStr<'a> {
        let next = self.numbers.len() + 1;
        let number = *self.numbers.entry(name.to_owned()).or_insert(next);
        if number == next {
            self.names.push((name.to_owned(), 0));
        }
        let count = self.names.get_mut(number - 1).map_or(1, |(_, count)| {
            *count += 1;
            *count
        });
        let id = back_reference(number, count);
        format!("<sup class=\"footnote-reference\"><a href=\"#fn-{number}\" id=\"{id}\">{number}</a></sup>").into()
    }

    /// The text of the footnote `name`; the first one counts.
    pub(in crate::page) fn define(&mut self, name: &str, text: Vec<Event<'a>>) {
        self.texts.entry(name.to_owned()).or_insert(text);
    }

    /// Writes all footnotes that are referred to.
    pub(in crate::page) fn write(mut self, html: &mut String) {
        if self.names.is_empty() {
            return;
        }
        html.push_str("<section class=\"footnotes\" aria-label=\"Footnotes\"><ol>\n");
        for (index, (name, count)) in self.names.iter().enumerate() {
            let number = index + 1;
            html.push_str(&format!("<li id=\"fn-{number}\">"));
            let text = self.texts.remove(name).unwrap_or_default();
            pulldown_cmark::html::push_html(html, text.into_iter());
            for reference in 1..=*count {
                let id = back_reference(number, reference);
                html.push_str(&format!(
                    " <a class=\"footnote-back\" href=\"#{id}\" aria-label=\"Back to the text\">↩</a>"
                ));
            }
            html.push_str("</li>\n");
        }
        html.push_str("</ol></section>\n");
    }
}

fn back_reference(number: usize, count: usize) -> String {
    if count == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{count}") }
}
