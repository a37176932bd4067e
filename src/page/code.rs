//! Code blocks: highlighted, with the language's name.

use crate::document::CodeBlock;
use crate::page::escape::escape;
use crate::page::highlight::{highlight, language_name};

/// The HTML of a code block.
#[must_use]
pub(in crate::page) fn render(block: &CodeBlock) -> String {
    of_language(&block.language, &block.code)
}

/// The HTML of code in a language.
#[must_use]
pub(in crate::page) fn of_language(language: &str, code: &str) -> String {
    let (code, name) = (highlight(language, code), language_name(language));
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
