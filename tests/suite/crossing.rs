//! Real pages whose raw HTML crosses their emphasis, on which mdBook 0.5.4 stops with a panic:
//! each becomes a page that is well formed and keeps its words.

use std::fs;
use std::sync::Arc;

use loggia::compile::Compiler;
use loggia::source::MemoryFiles;

use crate::corpora::unpacked;

/// The files of biztalk-docs that another program cannot render.
const FILES: &[&str] = &[
    "biztalk/core/how-to-resume-suspended-orchestration-instances.md",
    "biztalk/core/how-to-suspend-orchestration-instances-or-ports.md",
    "biztalk/core/how-to-terminate-suspended-orchestration-instances.md",
    "biztalk/core/walkthrough-invoking-the-policy-from-an-orchestration.md",
    "his/core/code-page-mappings.md",
    "his/core/configuring-database-alias-mappings.md",
    "his/core/custom-listeners.md",
    "his/core/data-clients-tracing.md",
    "his/core/package-xml-schema-v85.md",
    "his/core/powershell-module-cmdlets-and-commands.md",
];

#[test]
fn pages_that_stop_another_program_are_whole() {
    let Some(corpus) = unpacked("corpora/biztalk-docs") else { return };
    for file in FILES {
        let source = fs::read_to_string(corpus.join(file)).unwrap();
        for dialect in ["", "//- docfx.json\n{}\n"] {
            let fixture = format!("{dialect}//- page.md\n{source}");
            let book = Compiler::new(Arc::new(MemoryFiles::fixture(&fixture))).compile().unwrap();
            let body = &book.bodies[0];
            assert_eq!(unbalanced(body), None, "{file}\n{body}");
            // A tag may stand within a word, or part two.
            let shown = &words(&text_of(body, "")) | &words(&text_of(body, " "));
            let lost = words(&prose_of(&source)).into_iter().find(|word| !shown.contains(word));
            assert_eq!(lost, None, "a word of {file} is not shown");
        }
    }
}

/// The first tag that closes another element than the one opened last, or an element left open.
fn unbalanced(html: &str) -> Option<String> {
    const EMPTY: &[&str] = &["br", "img", "hr", "input", "wbr", "col"];
    let mut open = Vec::new();
    for tag in html.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
        let name = tag.trim_matches('/').split([' ', '\n', '/']).next().unwrap_or_default();
        if tag.starts_with('/') {
            match open.pop() {
                Some(opened) if opened == name => {}
                other => return Some(format!("</{name}> closes {other:?}")),
            }
        } else if !EMPTY.contains(&name) && !tag.ends_with('/') {
            open.push(name);
        }
    }
    open.pop().map(|name| format!("<{name}> is not closed"))
}

/// The text of a page, with `between` in place of each tag.
fn text_of(html: &str, between: &str) -> String {
    let texts = html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    texts.collect::<Vec<_>>().join(between)
}

/// The paragraphs of a source that hold nothing but words and emphasis.
fn prose_of(source: &str) -> String {
    let body = source.splitn(3, "---").nth(2).unwrap_or(source);
    let is_plain = |line: &&str| !line.contains(['[', '|', '<', '`', '&', '\\', '#']);
    body.lines().filter(is_plain).collect::<Vec<_>>().join("\n")
}

fn words(text: &str) -> std::collections::BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| word.len() > 3).map(str::to_lowercase).collect()
}

#[test]
fn the_scan_for_balance_sees_what_is_wrong() {
    assert_eq!(unbalanced("<p>a <em>b</em><br> c</p>"), None);
    assert!(unbalanced("<p><em>a</p></em>").is_some());
    assert!(unbalanced("<p>a").is_some());
}
