//! Code blocks: highlighted, with the language's name.

use crate::config::Syntax;
use crate::document::CodeBlock;
use crate::page::escape::escape;
use crate::page::highlight::{highlight, language_name};

/// The HTML of a code block. In the Markdown of `DocFX`, `highlight=1,3-4` behind the language
/// stresses lines.
#[must_use]
pub(in crate::page) fn render(block: &CodeBlock, syntax: Syntax) -> String {
    let code = highlight(&block.language, &block.code);
    let stressed = match syntax {
        Syntax::Book => "",
        Syntax::DocFx => block
            .info
            .split_whitespace()
            .find_map(|option| option.strip_prefix("highlight="))
            .unwrap_or_default()
            .trim_matches('"'),
    };
    framed(&block.language, &stressed_lines(code, stressed))
}

/// The HTML of code in a language.
#[must_use]
pub(in crate::page) fn of_language(language: &str, code: &str) -> String {
    framed(language, &highlight(language, code))
}

/// Highlighted code with some of its lines, counted from 1, stressed.
fn stressed_lines(code: String, stressed: &str) -> String {
    let ranges = stressed.split(',').filter_map(|part| {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let first = first.trim().parse::<usize>().ok()?;
        Some(first..=last.trim().parse().unwrap_or(usize::MAX))
    });
    let ranges: Vec<_> = ranges.take(MOST_RANGES).collect();
    if ranges.is_empty() {
        return code;
    }
    let mut marked = String::with_capacity(code.len() + 64);
    // The span that a line leaves open: colours do not nest.
    let mut open = "";
    for (index, line) in code.split_inclusive('\n').enumerate() {
        let content = line.trim_end_matches('\n');
        let before = open;
        if let Some(at) = content.rfind("<span") {
            let tag = content.get(at..).unwrap_or_default();
            let end = tag.find('>').map_or(tag.len(), |end| end + 1);
            open = if tag.contains("</span>") { "" } else { tag.get(..end).unwrap_or_default() };
        } else if content.contains("</span>") {
            open = "";
        }
        if ranges.iter().any(|range| range.contains(&(index + 1))) {
            let close = |tag: &str| if tag.is_empty() { "" } else { "</span>" };
            marked.push_str(&format!(
                "{}<mark class=\"code-mark\">{before}{content}{}</mark>{open}",
                close(before),
                close(open)
            ));
            marked.push_str(line.get(content.len()..).unwrap_or_default());
        } else {
            marked.push_str(line);
        }
    }
    marked
}

/// More ranges of lines than this are not stressed.
const MOST_RANGES: usize = 50;

fn framed(language: &str, code: &str) -> String {
    let name = language_name(language);
    let language = escape(language);
    let name = name.map_or_else(|| language.clone(), escape);
    let head = if name.is_empty() {
        String::new()
    } else {
        format!("<div class=\"code-head\"><span class=\"code-language\">{name}</span></div>")
    };
    format!(
        "<div class=\"code\" data-language=\"{language}\">{head}<pre tabindex=\"0\"><code class=\"language-{language}\">{code}</code></pre></div>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_stressed_with_their_colours() {
        let code = "<span class=\"c\">a\nb</span>\n<span class=\"d\">x</span> y\nz\n";
        assert_eq!(
            stressed_lines(code.to_owned(), "2,4-"),
            "<span class=\"c\">a\n</span><mark class=\"code-mark\"><span class=\"c\">b</span></mark>\n\
             <span class=\"d\">x</span> y\n<mark class=\"code-mark\">z</mark>\n"
        );
        assert_eq!(stressed_lines(code.to_owned(), "x"), code);
    }
}
