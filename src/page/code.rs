//! Code blocks: highlighted, with the language's name.

use crate::document::CodeBlock;
use crate::page::escape::escape;
use crate::page::highlight::{highlight, language_name};

/// The HTML of a code block.
#[must_use]
pub(in crate::page) fn render(block: &CodeBlock) -> String {
    let language = escape(&block.language);
    let code = highlight(&block.language, &block.code);
    let name = language_name(&block.language).map_or_else(|| language.clone(), escape);
    let head = if name.is_empty() {
        String::new()
    } else {
        format!("<div class=\"code-head\"><span class=\"code-language\">{name}</span></div>")
    };
    format!(
        "<div class=\"code\" data-language=\"{language}\">{head}<pre tabindex=\"0\"><code class=\"language-{language}\">{code}</code></pre></div>\n"
    )
}
