//! Books and repositories that are edited at random: after each edit, a revision is what a first one
//! would be.

use std::sync::Arc;

use loggia::compile::Compiler;
use loggia::source::Changes;
use proptest::prelude::*;

use crate::revisions::{Folder, assert_same, changes, restarted};

/// What is edited. Its documents come first.
#[derive(Debug, Clone, Copy)]
struct Dialect {
    files: &'static [&'static str],
    documents: usize,
    /// What a file may hold: the numbers choose.
    content: fn(&str, &[usize]) -> String,
}

const MDBOOK: Dialect = Dialect {
    files: &[
        "src/a.md",
        "src/b.md",
        "src/c/d.md",
        "src/c/README.md",
        "src/e.md",
        "src/part.txt",
        "src/i.svg",
        "src/SUMMARY.md",
        "book.toml",
    ],
    documents: 5,
    content: of_mdbook,
};

const DOCFX: Dialect = Dialect {
    files: &[
        "docs/a.md",
        "docs/b.md",
        "docs/c/d.md",
        "docs/c/index.md",
        "docs/includes/part.md",
        "docs/c/includes/inner.md",
        "docs/faq.yml",
        "docs/TOC.md",
        "docs/c/toc.yml",
        "docs/i.svg",
        "docs/docfx.json",
        ".openpublishing.redirection.json",
    ],
    documents: 6,
    content: of_docfx,
};

const PIECES: [&str; 20] = [
    "# First page\n\n",
    "# Other words\n\n",
    "## Part\n\n",
    "## Zebra {#z}\n\n",
    "[a](/a.md) ",
    "[b](b.md#z) [c](c/d.md#part) ",
    "[up](../a.md#first-page) ",
    "[gone](gone.md) [folder](c/) ",
    "{{#include part.txt}}\n\n",
    "{{#include ../part.txt}}\n\n",
    "![picture](i.svg) ",
    "![picture](../i.svg \"Zones\")\n\n",
    "The MessageBox and the zebra.\n\n",
    "## Gate {#gate .Firewall}\n\nOf the [zebra](a.md#z \"trusts\").\n\n",
    "## Yard {.Server}\n\nRuns\n: [gate](b.md#gate)\n\nThe Yard.\n\n",
    "```sparql\nSELECT ?page { ?page a loggia:Document }\n```\n\n",
    "<b id=\"z\">raw</b>\n\n",
    "- [zebra](/a.md#z \"depicts 1,2,3,4\") [gate](b.md#gate \"depicts 5,6,7\")\n\n",
    "Depicts\n: [gate](/b.md#gate \"1,2,3,4\"), Yard\n\n",
    "one\n\ntwo\n\n",
];

const DOCFX_PIECES: [&str; 18] = [
    "# First page\n\n",
    "# Other words\n\n",
    "## Part\n\n",
    "## <a name=\"z\"></a> Zebra\n\n",
    "[a](~/a.md) [site](/product/c/d) ",
    "[b](b.md#z) [c](c/d.md#part) ",
    "[up](../a.md#first-page) [old](/product/old) ",
    "[gone](gone.md) [questions](faq.yml) ",
    "[!INCLUDE [part](includes/part.md)]\n\n",
    "See [!INCLUDE [part](../includes/part.md)] there.\n\n",
    "[!INCLUDE [inner](~/c/includes/inner.md)]\n\n",
    ":::image type=\"content\" source=\"i.svg\" alt-text=\"Zones\":::\n\n",
    "The MessageBox and the zebra.\n\n",
    "> [!NOTE]\n> Other words.\n\n",
    "# [One](#tab/one)\n\nfirst\n\n# [Two](#tab/two)\n\nsecond\n\n---\n\n",
    ":::zone pivot=\"x\"\n\nFor x.\n\n:::zone-end\n\n",
    "<table><tr><td id=\"z\">raw</td></tr></table>\n\n",
    "one\n\ntwo\n\n",
];

fn of_mdbook(file: &str, pieces: &[usize]) -> String {
    let sum: usize = pieces.iter().sum();
    match file {
        "book.toml" => settings(sum),
        "src/SUMMARY.md" => summary(sum * 7),
        "src/i.svg" => picture(sum),
        _ => text(&PIECES, pieces),
    }
}

fn of_docfx(file: &str, pieces: &[usize]) -> String {
    let sum: usize = pieces.iter().sum();
    match file {
        "docs/docfx.json" => docset(sum),
        "docs/TOC.md" => table_of_contents(sum * 7),
        "docs/c/toc.yml" => nested_table(sum),
        "docs/faq.yml" => questions(sum, pieces),
        "docs/i.svg" => picture(sum),
        ".openpublishing.redirection.json" => redirections(sum),
        _ if sum.is_multiple_of(3) => {
            format!("---\ntitle: Page {}\n---\n{}", sum % 2, text(&DOCFX_PIECES, pieces))
        }
        _ => text(&DOCFX_PIECES, pieces),
    }
}

fn text(known: &[&str], pieces: &[usize]) -> String {
    pieces.iter().map(|piece| known[piece % known.len()]).collect()
}

fn picture(size: usize) -> String {
    format!("<svg width='{}' height='9'/>", size + 1)
}

/// Those of the lines whose bits are set.
fn chosen(lines: &[&str], bits: usize) -> String {
    let lines = lines.iter().enumerate().filter(|(number, _)| bits >> number & 1 == 1);
    lines.map(|(_, line)| *line).collect()
}

fn summary(bits: usize) -> String {
    let lines =
        ["- [A](a.md)\n", "- [Bee](b.md)\n", "# Part\n\n", "- [D](c/d.md)\n", "  - [E](e.md)\n"];
    format!("# Summary\n\n{}", chosen(&lines, bits))
}

fn settings(bits: usize) -> String {
    let mut text = "[book]\ntitle = \"T\"\n".to_owned();
    if bits & 1 == 1 {
        text.push_str("[preprocessor.loggia]\nbase = \"https://example.org/\"\n");
    } else if bits & 2 == 2 {
        text.push_str("[preprocessor.loggia]\nliterate = false\n");
    }
    if bits & 4 == 4 {
        text.push_str("[output.html.redirect]\n\"/old.html\" = \"a.html\"\n");
    }
    text
}

fn docset(bits: usize) -> String {
    let excluded = if bits & 1 == 0 { "\"**/includes/**\"" } else { "\"**/e.md\"" };
    let author = if bits & 2 == 0 { "one" } else { "two" };
    let base = if bits & 4 == 0 { "/product/breadcrumb/toc.json" } else { "/bread/toc.json" };
    format!(
        "{{ \"build\": {{ \"content\": [{{ \"files\": [\"**/*.md\", \"**/*.yml\"], \"exclude\": [{excluded}] }}],\n\
         \"globalMetadata\": {{ \"breadcrumb_path\": \"{base}\", \"author\": \"{author}\" }} }} }}\n"
    )
}

fn table_of_contents(bits: usize) -> String {
    let lines = [
        "# [A](a.md)\n",
        "# [Bee](b.md)\n",
        "## [Below](c/d.md)\n",
        "# [More](c/)\n",
        "# [Site](/product/c/index)\n",
    ];
    chosen(&lines, bits)
}

fn nested_table(bits: usize) -> String {
    let lines = [
        "- name: D\n  href: d.md\n",
        "- name: Up\n  href: ../a.md\n",
        "- name: Group\n  items:\n  - name: Start\n    href: index.md\n",
        "- name: Questions\n  href: ../faq.yml\n",
    ];
    chosen(&lines, bits)
}

fn questions(bits: usize, pieces: &[usize]) -> String {
    let kind = if bits.is_multiple_of(4) { "### YamlMime:Other" } else { "### YamlMime:FAQ" };
    let answer = text(&["Words.", " [a](a.md)", " The zebra."], pieces);
    format!(
        "{kind}\ntitle: Questions\nsections:\n- name: Some\n  questions:\n  - question: Why?\n    answer: \"{answer}\"\n"
    )
}

fn redirections(bits: usize) -> String {
    let lines = [
        "{ \"source_path\": \"docs/old.md\", \"redirect_url\": \"/product/c/d#part\" }",
        "{ \"source_path\": \"docs/gone.md\", \"redirect_url\": \"/product/b\" }",
        "{ \"source_path\": \"docs/a.md\", \"redirect_url\": \"/product/old\" }",
    ];
    let lines = lines.iter().enumerate().filter(|(number, _)| bits >> number & 1 == 1);
    let lines: Vec<&str> = lines.map(|(_, line)| *line).collect();
    format!("{{ \"redirections\": [{}] }}", lines.join(", "))
}

#[derive(Debug, Clone)]
enum Edit {
    Write(usize, Vec<usize>),
    Remove(usize),
    Rename(usize, usize),
}

fn pieces() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(0..PIECES.len(), 0..8)
}

fn edit(dialect: Dialect) -> impl Strategy<Value = Edit> {
    let file = 0..dialect.files.len();
    let document = 0..dialect.documents;
    prop_oneof![
        6 => (document.clone(), pieces()).prop_map(|(file, pieces)| Edit::Write(file, pieces)),
        3 => (file.clone(), pieces()).prop_map(|(file, pieces)| Edit::Write(file, pieces)),
        1 => file.prop_map(Edit::Remove),
        1 => (document.clone(), document).prop_map(|(from, to)| Edit::Rename(from, to)),
    ]
}

/// What the files of a dialect hold at first, and edits in steps; of every eighth step nobody says
/// what it touched, and before some of them the program starts anew.
type History = (Vec<Option<Vec<usize>>>, Vec<(Vec<Edit>, usize)>);

fn history(dialect: Dialect) -> impl Strategy<Value = History> {
    let first = prop::collection::vec(prop::option::weighted(0.8, pieces()), dialect.files.len());
    let step = (prop::collection::vec(edit(dialect), 1..3), 0..8_usize);
    (first, prop::collection::vec(step, 1..6))
}

/// Carries out an edit; gives the files it touched.
fn carry_out(dialect: Dialect, folder: &Folder, edit: &Edit) -> Vec<&'static str> {
    let name = |file: &usize| dialect.files[*file];
    match edit {
        Edit::Write(file, pieces) => {
            folder.write(name(file), &(dialect.content)(name(file), pieces));
            vec![name(file)]
        }
        Edit::Remove(file) => {
            folder.remove(name(file));
            vec![name(file)]
        }
        Edit::Rename(from, to) => {
            if let Some(text) = folder.remove(name(from)) {
                folder.write(name(to), &text);
            }
            vec![name(from), name(to)]
        }
    }
}

/// Follows a history revision by revision, each compared with a first one.
fn follow(dialect: Dialect, (first, steps): &History) {
    let folder = Arc::new(Folder::default());
    for (file, pieces) in dialect.files.iter().zip(first) {
        if let Some(pieces) = pieces {
            folder.write(file, &(dialect.content)(file, pieces));
        }
    }
    let mut compiler = Compiler::new(folder.clone());
    compiler.compile().unwrap();
    for (step, (edits, knows)) in steps.iter().enumerate() {
        if *knows > 4 {
            compiler = restarted(&compiler, folder.clone());
        }
        let touched: Vec<&str> =
            edits.iter().flat_map(|edit| carry_out(dialect, &folder, edit)).collect();
        let told = if *knows == 0 { Changes::Everything } else { changes(&touched) };
        let revision = compiler.compile_after(&told).unwrap();
        assert_same(&revision, &folder, &format!("step {step}"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn a_revision_of_a_book_is_what_a_first_one_would_be(history in history(MDBOOK)) {
        follow(MDBOOK, &history);
    }

    #[test]
    fn a_revision_of_a_repository_is_what_a_first_one_would_be(history in history(DOCFX)) {
        follow(DOCFX, &history);
    }
}
