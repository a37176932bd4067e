//! What a preprocessor of mdBook does to a book: live queries become their answers, and figures are
//! drawn.
//!
//! mdBook sends two JSON values, its context and the book, and wants the book back. Both are kept
//! as they come but for the text of chapters, so that fields that nobody here knows survive.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::catalog::{LinkTarget, PageIndex, encode_path, encode_reference};
use crate::compile::Examined;
use crate::diagnostic::Checked;
use crate::document::fence::FIGURE;
use crate::document::include::Expanded;
use crate::document::{CodeBlock, parse};
use crate::figure::LiveFigure;
use crate::page::answer::{AnswerWriter, Dress};
use crate::page::drawing::{FigureWriter, Shown};
use crate::question::{LANGUAGE, LiveQuery, Outcome};
use crate::text::{AssembledText, FilePath};

/// Why a message of mdBook cannot be understood.
#[derive(Debug, thiserror::Error)]
pub enum MessageProblem {
    /// It is no JSON, or the book cannot be written as such.
    #[error("it is no JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// It has another form.
    #[error("it names no root and holds no chapters")]
    Form,
}

/// What mdBook sends a preprocessor.
#[derive(Debug)]
pub struct Message {
    root: PathBuf,
    renderer: String,
    book: Value,
}

impl Message {
    /// Reads what mdBook writes to a preprocessor.
    ///
    /// # Errors
    /// Where it is not what mdBook writes.
    pub fn read(text: &str) -> Result<Self, MessageProblem> {
        let (context, book): (Value, Value) = serde_json::from_str(text)?;
        let member = |name: &str| context.get(name).and_then(Value::as_str);
        let root = member("root").map(PathBuf::from).ok_or(MessageProblem::Form)?;
        let renderer = member("renderer").unwrap_or("html").to_owned();
        if top_items(&book).is_none() {
            return Err(MessageProblem::Form);
        }
        Ok(Self { root, renderer, book })
    }

    /// The folder of the book.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The book with answers in place of its live queries, as mdBook wants it back.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn answer(mut self, examined: &Examined) -> Result<String, MessageProblem> {
        let mut files = HashMap::new();
        each_chapter(&mut self.book, &mut |chapter| {
            if let (Some(file), Some(path)) = (file_of(chapter, examined), path_of(chapter)) {
                files.insert(file, path);
            }
        });
        let html = self.renderer == "html";
        each_chapter(&mut self.book, &mut |chapter| {
            let page = file_of(chapter, examined)
                .and_then(|file| examined.catalog.page_of(&file))
                .zip(path_of(chapter));
            if let (Some((page, path)), Some(Value::String(content))) =
                (page, chapter.get_mut("content"))
            {
                let chapter = Chapter { examined, files: &files, page, path, html };
                *content = chapter.drawn(&chapter.answered(content));
            }
        });
        Ok(serde_json::to_string(&self.book)?)
    }
}

/// The items of a book; their name changed with mdBook 0.5.
fn top_items(book: &Value) -> Option<&Vec<Value>> {
    book.get("items").or_else(|| book.get("sections"))?.as_array()
}

fn each_chapter(book: &mut Value, visit: &mut impl FnMut(&mut Value)) {
    for name in ["items", "sections", "sub_items"] {
        let items = book.get_mut(name).and_then(Value::as_array_mut);
        for item in items.into_iter().flatten() {
            if let Some(chapter) = item.get_mut("Chapter") {
                visit(chapter);
                each_chapter(chapter, visit);
            }
        }
    }
}

/// The file that a chapter was read from.
fn file_of(chapter: &Value, examined: &Examined) -> Option<FilePath> {
    let source = chapter.get("source_path").and_then(Value::as_str);
    let source = source.or_else(|| chapter.get("path").and_then(Value::as_str))?;
    examined.catalog.config.src.resolve(&source.replace('\\', "/")).ok()
}

/// Where a chapter stands in the book that mdBook writes, with the ending of its source. Other
/// preprocessors may have changed it.
fn path_of(chapter: &Value) -> Option<String> {
    Some(chapter.get("path")?.as_str()?.replace('\\', "/"))
}

/// A chapter whose live queries are being replaced.
struct Chapter<'a> {
    examined: &'a Examined,
    files: &'a HashMap<FilePath, String>,
    page: PageIndex,
    path: String,
    html: bool,
}

impl Chapter<'_> {
    fn answered(&self, content: &str) -> String {
        let blocks = blocks_of(content, LANGUAGE);
        let live: Vec<&LiveQuery> = self.examined.answers.of_page(self.page).collect();
        let address = |iri: &str| self.address(iri);
        let writer = AnswerWriter {
            base: &self.examined.catalog.config.base,
            address: &address,
            workbench: &|_| None,
            dress: Dress::MdBook,
        };
        let mut answered = String::with_capacity(content.len());
        let mut copied = 0;
        for (index, block) in blocks.iter().enumerate() {
            // Where other preprocessors have added or taken away queries, only equal ones are sure
            // to be the same.
            let same = if blocks.len() == live.len() {
                live.get(index)
            } else {
                live.iter().find(|live| live.query == block.code)
            };
            let source = content.get(block.span.range()).unwrap_or_default();
            let margin = Margin::before(content, block.span.start);
            let replaced = same.and_then(|live| {
                if self.html {
                    let asked = live.outcome != Outcome::NotAsked;
                    asked.then(|| margin.html(&writer.html(live)))
                } else {
                    Some(margin.markdown(&writer.markdown(live)?, source))
                }
            });
            if let Some(replaced) = replaced {
                answered.push_str(content.get(copied..block.span.start).unwrap_or_default());
                answered.push_str(&replaced);
                copied = block.span.end;
            }
        }
        answered + content.get(copied..).unwrap_or_default()
    }

    /// The chapter with its figures drawn. Where another preprocessor has changed how many there
    /// are, nobody knows which is which, and the fences stay.
    fn drawn(&self, content: &str) -> String {
        let blocks = blocks_of(content, FIGURE);
        let live: Vec<&LiveFigure> = self.examined.answers.figures.of_page(self.page).collect();
        if blocks.len() != live.len() {
            return content.to_owned();
        }
        let address = |iri: &str| self.address(iri);
        let writer = FigureWriter { address: &address, forms: None, dress: Dress::MdBook };
        let mut drawn = String::with_capacity(content.len());
        let mut copied = 0;
        for (block, live) in blocks.iter().zip(live) {
            let margin = Margin::before(content, block.span.start);
            let replaced = if self.html {
                Some(margin.html(writer.html(Shown::of(live)).trim_end()))
            } else {
                writer.markdown(live).map(|markdown| margin.markdown(&markdown, ""))
            };
            if let Some(replaced) = replaced {
                drawn.push_str(content.get(copied..block.span.start).unwrap_or_default());
                drawn.push_str(&replaced);
                copied = block.span.end;
            }
        }
        drawn + content.get(copied..).unwrap_or_default()
    }

    /// The reference from this chapter to what an IRI of the book names. mdBook turns the ending of
    /// a chapter into that of its output.
    fn address(&self, iri: &str) -> Option<String> {
        let catalog = &self.examined.catalog;
        let (path, fragment) = match catalog.target_of_iri(iri)? {
            LinkTarget::Page { page, fragment, .. } => {
                let file = &catalog.pages.get(page)?.document.path;
                (self.files.get(file)?.clone(), fragment)
            }
            LinkTarget::Asset { file, .. } => {
                (file.below(&catalog.config.src).unwrap_or(file.as_str()).to_owned(), None)
            }
            _ => return None,
        };
        let up = "../".repeat(self.path.matches('/').count());
        let path = if up.is_empty() { encode_reference(&path) } else { encode_path(&path) };
        let fragment = fragment.map(|id| format!("#{}", encode_path(&id))).unwrap_or_default();
        Some(format!("{up}{path}{fragment}"))
    }
}

/// The fences of a language in the text of a chapter.
fn blocks_of(content: &str, language: &str) -> Vec<CodeBlock> {
    let file = FilePath::default();
    let text = AssembledText::whole(&file, content, 0);
    let expanded = Expanded { text, ..Expanded::default() };
    let blocks = parse::parse(&file, Checked::default(), expanded).code_blocks;
    blocks.into_iter().filter(|block| block.language == language).collect()
}

/// What stands before a fence in its line: the marks of lists and quotations around it.
struct Margin {
    /// What continues the line's lists and quotations on the next one.
    next: String,
    /// Whether a list begins in the line.
    begins_list: bool,
}

impl Margin {
    fn before(content: &str, start: usize) -> Self {
        let before = content.get(..start).unwrap_or_default();
        let line = before.get(before.rfind('\n').map_or(0, |at| at + 1)..).unwrap_or_default();
        let keeps = |c: &char| *c == '>' || c.is_whitespace();
        let next = line.chars().map(|c| if keeps(&c) { c } else { ' ' }).collect();
        Self { next, begins_list: !line.chars().all(|c| keeps(&c)) }
    }

    /// One line of HTML that ends before whatever follows.
    fn html(&self, line: &str) -> String {
        format!("{line}\n{}", self.next.trim_end())
    }

    /// Lines of Markdown apart from what stands before, and the query's own source behind them.
    fn markdown(&self, markdown: &str, source: &str) -> String {
        let bare = self.next.trim_end();
        let mut text = if self.begins_list { String::new() } else { format!("\n{}", self.next) };
        for (index, line) in markdown.lines().chain([""]).enumerate() {
            let margin = if line.is_empty() { bare } else { &self.next };
            text.push_str(&if index == 0 { line.to_owned() } else { format!("\n{margin}{line}") });
        }
        format!("{text}\n{}{source}", self.next)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::compile::Compiler;
    use crate::source::MemoryFiles;

    const FILES: &str = "//- book.toml\n[preprocessor.loggia]\n//- src/SUMMARY.md\n- [A](a.md)\n- [B](b/b.md)\n//- src/a.md\n# A\n//- src/i.svg\n<svg/>\n//- src/b/b.md\n";
    const QUERY: &str = "SELECT ?x { VALUES ?x { <a> <i.svg> <http://c/> } }";

    /// What becomes of a chapter `b/b.md` with this text.
    fn answered(renderer: &str, content: &str) -> String {
        let files = MemoryFiles::fixture(&format!("{FILES}{content}"));
        let examined = Compiler::new(Arc::new(files)).examine().unwrap();
        let chapter = |path: &str, content: &str, below: Value| serde_json::json!({"Chapter": {"content": content, "path": path, "source_path": path, "sub_items": below, "odd": 1}});
        let below = serde_json::json!([chapter("b/b.md", content, Value::Null)]);
        let book = serde_json::json!({"items": [chapter("a.md", "# A", below), "Separator"], "__non_exhaustive": null});
        let message = serde_json::json!([{"root": "/x", "renderer": renderer, "new": []}, book]);
        let message = Message::read(&message.to_string()).unwrap();
        assert_eq!(message.root(), Path::new("/x"));
        let mut answer: Value = serde_json::from_str(&message.answer(&examined).unwrap()).unwrap();
        let inner = "/items/0/Chapter/sub_items/0/Chapter/content";
        let Some(Value::String(text)) = answer.pointer_mut(inner).map(Value::take) else {
            panic!()
        };
        let mut expected = book;
        *expected.pointer_mut(inner).unwrap() = Value::Null;
        assert_eq!(answer, expected, "nothing else changes");
        text
    }

    #[test]
    fn answers_take_the_place_of_fences() {
        let content = format!(
            "before\n```sparql\n{QUERY}\n```\nafter\n\n```sparql show=query\nASK {{}}\n```\n"
        );
        insta::assert_snapshot!(answered("html", &content), @r#"
        before
        <figure class="query" style="margin-inline: 0"><div class="table-wrapper"><table><thead><tr><th>X</th></tr></thead><tbody><tr><td><a href="../a.md">A</a></td></tr><tr><td><a href="../i.svg">i.svg</a></td></tr><tr><td><a href="http://c/" class="external" rel="external">http://c/</a></td></tr></tbody></table></div><details class="query-source"><summary>Query · 3 rows</summary><pre><code class="language-sparql">SELECT ?x { VALUES ?x { &lt;a&gt; &lt;i.svg&gt; &lt;http://c/&gt; } }&#10;</code></pre></details></figure>

        after

        ```sparql show=query
        ASK {}
        ```
        "#);
        insta::assert_snapshot!(answered("epub", &content), @"
        before

        | X |
        | --- |
        | [A](<../a.md>) |
        | [i.svg](<../i.svg>) |
        | http://c/ |

        ```sparql
        SELECT ?x { VALUES ?x { <a> <i.svg> <http://c/> } }
        ```
        after

        ```sparql show=query
        ASK {}
        ```
        ");
    }

    #[test]
    fn answers_stay_in_their_list_and_quotation() {
        let content = "- ```sparql\n  ASK {}\n  ```\n  behind\n\n> > ```sparql\n> > ASK {}\n> > ```\n> > behind\n";
        insta::assert_snapshot!(answered("html", content), @r#"
        - <figure class="query" style="margin-inline: 0"><p class="query-value">Yes</p><details class="query-source"><summary>Query</summary><pre><code class="language-sparql">ASK {}&#10;</code></pre></details></figure>

          behind

        > > <figure class="query" style="margin-inline: 0"><p class="query-value">Yes</p><details class="query-source"><summary>Query</summary><pre><code class="language-sparql">ASK {}&#10;</code></pre></details></figure>
        > >
        > > behind
        "#);
        insta::assert_snapshot!(answered("markdown", content), @"
        - **Yes**

          ```sparql
          ASK {}
          ```
          behind

        > > 
        > > **Yes**
        > >
        > > ```sparql
        > > ASK {}
        > > ```
        > > behind
        ");
    }

    #[test]
    fn what_is_no_message_is_told() {
        for text in ["", "{}", "[{}, {}]", "[{\"root\": \"/x\"}, {}]", "[{}, {\"items\": []}]"] {
            assert!(Message::read(text).is_err(), "{text}");
        }
    }
}
