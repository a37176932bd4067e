//! Answers as HTML and as Markdown.

use super::*;
use crate::question::Column;
use crate::question::options::{self, Options};
use crate::text::LineColumn;
use crate::vocabulary::xsd;

const BASE: &str = "http://a/";

fn iri(iri: &str, label: &str) -> Cell {
    let label = Some(label.to_owned()).filter(|label| !label.is_empty());
    Cell { value: Some(Value::Iri(iri.to_owned())), label }
}

fn literal(text: &str) -> Cell {
    let (text, datatype) = (text.to_owned(), xsd::STRING.to_owned());
    Cell { value: Some(Value::Literal { text, datatype, language: None }), label: None }
}

fn table(columns: &[&str], rows: Vec<Vec<Cell>>) -> Answer {
    let columns = columns.iter().map(|name| Column {
        name: (*name).to_owned(),
        heading: (*name).to_owned(),
        numeric: *name == "n",
    });
    Answer::Table(AnswerTable { columns: columns.collect(), rows })
}

fn three_rows() -> Answer {
    table(
        &["page", "n"],
        vec![
            vec![iri("http://a/b#c", "B & <C>"), literal("1")],
            vec![iri("http://a/b#c", "B & <C>"), literal("2 | 3\n*4*")],
            vec![iri("https://w3id.org/loggia/ns#Page", ""), Cell::default()],
            vec![iri("https://example.org/?a&b", ""), literal("")],
        ],
    )
}

fn live(info: &str, outcome: Outcome) -> LiveQuery {
    let options: Options = options::read(info).0;
    LiveQuery { query: "ASK {\n}\n".to_owned(), options, outcome }
}

fn answered(info: &str, answer: Answer) -> LiveQuery {
    live(info, Outcome::Answered { answer, unmet: None })
}

fn writer(dress: Dress) -> AnswerWriter<'static> {
    AnswerWriter {
        base: BASE,
        address: &|iri| Some(format!("../{}", iri.strip_prefix(BASE)?)),
        workbench: &|_| None,
        dress,
    }
}

/// The part of the HTML before the query.
fn shown(live: &LiveQuery) -> String {
    let html = writer(Dress::Loggia).html(live);
    html.split("<details").next().unwrap_or_default().replace("><", ">\n<")
}

#[test]
fn answers_are_shown_as_asked() {
    insta::assert_snapshot!(shown(&answered("sparql caption='All & <some>'", three_rows())), @r#"
    <figure class="query">
    <div class="table-scroll" tabindex="0" role="region" aria-label="All &amp; &lt;some&gt;">
    <table>
    <thead>
    <tr>
    <th>page</th>
    <th class="align-right">n</th>
    </tr>
    </thead>
    <tbody>
    <tr>
    <td>
    <a href="../b#c">B &amp; &lt;C&gt;</a>
    </td>
    <td class="align-right">1</td>
    </tr>
    <tr>
    <td>
    <a href="../b#c">B &amp; &lt;C&gt;</a>
    </td>
    <td class="align-right">2 | 3
    *4*</td>
    </tr>
    <tr>
    <td>
    <code>loggia:Page</code>
    </td>
    <td class="align-right">
    </td>
    </tr>
    <tr>
    <td>
    <a href="https://example.org/?a&amp;b" class="external" rel="external">https://example.org/?a&amp;b</a>
    </td>
    <td class="align-right">
    </td>
    </tr>
    </tbody>
    </table>
    </div>
    <figcaption>All &amp; &lt;some&gt;</figcaption>
    "#);
    insta::assert_snapshot!(shown(&answered("sparql show=list", three_rows())), @r#"
    <figure class="query">
    <ul class="query-list">
    <li>
    <a href="../b#c">B &amp; &lt;C&gt;</a> <span class="query-aside">1</span>
    </li>
    <li>
    <a href="../b#c">B &amp; &lt;C&gt;</a> <span class="query-aside">2 | 3
    *4*</span>
    </li>
    <li>
    <code>loggia:Page</code>
    </li>
    <li>
    <a href="https://example.org/?a&amp;b" class="external" rel="external">https://example.org/?a&amp;b</a>
    </li>
    </ul>
    "#);
    insta::assert_snapshot!(shown(&answered("sparql show=definition", three_rows())), @r#"
    <figure class="query">
    <dl class="query-definitions">
    <dt>
    <a href="../b#c">B &amp; &lt;C&gt;</a>
    </dt>
    <dd>1</dd>
    <dd>2 | 3
    *4*</dd>
    <dt>
    <code>loggia:Page</code>
    </dt>
    <dd>
    </dd>
    <dt>
    <a href="https://example.org/?a&amp;b" class="external" rel="external">https://example.org/?a&amp;b</a>
    </dt>
    <dd>
    </dd>
    </dl>
    "#);
    let one = table(&["n"], vec![vec![literal("128")]]);
    insta::assert_snapshot!(shown(&answered("sparql show=number", one)), @r#"
    <figure class="query">
    <p class="query-value">128</p>
    "#);
    insta::assert_snapshot!(shown(&answered("sparql", table(&["n"], Vec::new()))), @r#"
    <figure class="query">
    <p class="query-none">No results.</p>
    "#);
    insta::assert_snapshot!(shown(&answered("sparql", Answer::Boolean(false))), @r#"
    <figure class="query">
    <p class="query-value">No</p>
    "#);
}

#[test]
fn what_does_not_fit_is_a_table() {
    for show in ["number", "definition"] {
        let answer = table(&["n"], vec![vec![literal("1")], vec![literal("2")]]);
        let html = shown(&answered(&format!("sparql show={show}"), answer));
        assert!(html.contains("<table>"), "{show}: {html}");
    }
}

#[test]
fn the_query_is_folded_under_its_answer() {
    let live = answered("sparql expect=4", three_rows());
    let html = AnswerWriter {
        workbench: &|_| Some("../sparql?query=x".to_owned()),
        ..writer(Dress::Loggia)
    }
    .html(&live);
    let (_, query) = html.split_once("<details").unwrap();
    insta::assert_snapshot!(query.replace("><", ">\n<"), @r#"
     class="query-source">
    <summary>Query · 4 rows · as expected</summary>
    <div class="code" data-language="sparql">
    <div class="code-head">
    <span class="code-language">SPARQL</span>
    </div>
    <pre tabindex="0">
    <code class="language-sparql">
    <span class="hl-keyword">ASK</span> <span class="hl-punctuation">{</span>
    <span class="hl-punctuation">}</span>
    </code>
    </pre>
    </div>
    <p class="query-open">
    <a href="../sparql?query=x">Open in the workbench</a>
    </p>
    </details>
    </figure>
    "#);
}

#[test]
fn what_is_wrong_is_shown() {
    let place = Some(LineColumn { line: 2, column: 1 });
    let failed =
        live("sparql caption=c", Outcome::Failed { message: "no `<` here".to_owned(), place });
    let unmet = Some("expected no".to_owned());
    let unmet = Outcome::Answered { answer: Answer::Boolean(true), unmet };
    insta::assert_snapshot!(writer(Dress::MdBook).html(&failed).replace("><", ">\n<"), @r#"
    <figure class="query" style="margin-inline: 0">
    <div class="warning">
    <p>
    <strong>The query failed</strong> <span>line 2, column 1</span>
    </p>
    <p>no `&lt;` here</p>
    </div>
    <figcaption>c</figcaption>
    <details class="query-source" open>
    <summary>Query</summary>
    <pre>
    <code class="language-sparql">ASK {&#10;}&#10;</code>
    </pre>
    </details>
    </figure>
    "#);
    insta::assert_snapshot!(shown(&failed), @r#"
    <figure class="query">
    <div class="failure" role="note">
    <p class="failure-title">The query failed <span>line 2, column 1</span>
    </p>
    <p>no `&lt;` here</p>
    </div>
    <figcaption>c</figcaption>
    "#);
    insta::assert_snapshot!(shown(&live("sparql", unmet.clone())), @r#"
    <figure class="query">
    <div class="failure" role="note">
    <p class="failure-title">Not as expected</p>
    <p>expected no</p>
    </div>
    <p class="query-value">Yes</p>
    "#);
    let code_only = writer(Dress::Loggia).html(&live("sparql show=query", unmet));
    assert!(code_only.contains("expected no") && !code_only.contains("<figure"), "{code_only}");
}

#[test]
fn for_mdbook_it_is_one_line_that_no_style_sheet_needs_to_know() {
    let html = writer(Dress::MdBook).html(&answered("sparql", three_rows()));
    assert!(!html.contains('\n'), "{html}");
    insta::assert_snapshot!(html.replace("><", ">\n<"), @r#"
    <figure class="query" style="margin-inline: 0">
    <div class="table-wrapper">
    <table>
    <thead>
    <tr>
    <th>page</th>
    <th style="text-align: right">n</th>
    </tr>
    </thead>
    <tbody>
    <tr>
    <td>
    <a href="../b#c">B &amp; &lt;C&gt;</a>
    </td>
    <td style="text-align: right">1</td>
    </tr>
    <tr>
    <td>
    <a href="../b#c">B &amp; &lt;C&gt;</a>
    </td>
    <td style="text-align: right">2 | 3&#10;*4*</td>
    </tr>
    <tr>
    <td>
    <code>loggia:Page</code>
    </td>
    <td style="text-align: right">
    </td>
    </tr>
    <tr>
    <td>
    <a href="https://example.org/?a&amp;b" class="external" rel="external">https://example.org/?a&amp;b</a>
    </td>
    <td style="text-align: right">
    </td>
    </tr>
    </tbody>
    </table>
    </div>
    <details class="query-source">
    <summary>Query · 4 rows</summary>
    <pre>
    <code class="language-sparql">ASK {&#10;}&#10;</code>
    </pre>
    </details>
    </figure>
    "#);
}

#[test]
fn other_renderers_get_markdown() {
    let markdown = |live: &LiveQuery| writer(Dress::MdBook).markdown(live).unwrap_or_default();
    insta::assert_snapshot!(markdown(&answered("sparql caption=a_b", three_rows())), @r"
    | page | n |
    | --- | ---: |
    | [B \& \<C\>](<../b#c>) | 1 |
    | [B \& \<C\>](<../b#c>) | 2 \| 3 \*4\* |
    | loggia:Page |  |
    | https://example.org/?a\&b |  |

    *a\_b*
    ");
    insta::assert_snapshot!(markdown(&answered("sparql show=list", three_rows())), @r"
    - [B \& \<C\>](<../b#c>) (1)
    - [B \& \<C\>](<../b#c>) (2 \| 3 \*4\*)
    - loggia:Page
    - https://example.org/?a\&b
    ");
    insta::assert_snapshot!(markdown(&answered("sparql show=definition", three_rows())), @r"
    - **[B \& \<C\>](<../b#c>)**: 1
    - **[B \& \<C\>](<../b#c>)**: 2 \| 3 \*4\*
    - **loggia:Page**: 
    - **https://example.org/?a\&b**:
    ");
    assert_eq!(markdown(&live("sparql show=query", Outcome::NotAsked)), "");
}
