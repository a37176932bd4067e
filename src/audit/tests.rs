//! Books that break rules, and the words they are blamed on.

use std::sync::Arc;

use crate::audit::audit;
use crate::catalog::{Catalog, CatalogInput, Order};
use crate::config::{Config, Syntax};
use crate::document::{front_matter, include, parse};
use crate::facts::Facts;
use crate::graph::emit::book_graphs;
use crate::graph::{EmbeddedEngine, GraphEngine};
use crate::ontology::{Ontology, OntologyTexts};
use crate::text::{FilePath, SourceText, Texts};

const BASE: &str = "https://example.org/";

/// What the rules say of a book of one document, as `line `words` code: message; help`.
fn told(rules: &str, markdown: &str) -> Vec<String> {
    let file = FilePath::new("a.md").unwrap();
    let source = SourceText::new(file.clone(), markdown);
    let texts = Texts::from([(file.clone(), Arc::new(source))]);
    let front_matter = front_matter::read(&file, markdown);
    let expanded =
        include::expand(&file, markdown, front_matter.value.span.end, &texts, Syntax::Book);
    let catalog = Catalog::link(CatalogInput {
        config: Config { base: BASE.to_owned(), literate: true, ..Config::default() },
        order: Order::Folders,
        documents: vec![Arc::new(parse::parse(&file, front_matter, expanded))],
        assets: std::collections::BTreeMap::default(),
        diagnostics: Vec::new(),
    });
    let texts_of_rules = OntologyTexts { vocabularies: &[], shapes: &[rules] };
    let (mut ontology, problems) = Ontology::read(BASE, texts_of_rules);
    assert_eq!(problems, []);
    let own = |fact: &crate::rdf::Fact| !fact.subject.text().contains("/arch/shape#");
    ontology.shapes.retain(own);
    let facts = Facts::read(&catalog, &ontology);
    assert_eq!(facts.diagnostics, []);
    let view = EmbeddedEngine::new(BASE).build(book_graphs(&catalog, &ontology, &facts, &texts));
    let checked = audit(&catalog, &ontology, &facts, &view, &texts);
    let text = &texts[&file];
    let told = checked.diagnostics.iter().map(|problem| {
        let line = text.line_column(problem.place.span.start).line;
        let words = &markdown[problem.place.span.range()];
        let help = problem.help.as_deref().unwrap_or_default();
        format!("{line} `{words}` {}: {}; {help}", problem.code.name, problem.message)
    });
    told.collect()
}

const ZONES: &str = "## Data {#data .DirectoryDomain}\n\nIt trusts the [offices](#office \"trusts\").\n\n\
                     ## Offices {#office .DirectoryDomain}\n\nDesks.\n";

#[test]
fn a_wrong_value_is_blamed_on_the_words_that_state_it() {
    let rule = ":Nobody a sh:NodeShape ; sh:targetClass arch:DirectoryDomain ; sh:name \"No trust\" ; \
                sh:property [ sh:path arch:trusts ; sh:maxCount 0 ] .";
    insta::assert_snapshot!(told(rule, ZONES).join("\n"), @r#"3 `[offices](#office "trusts")` rule-violation: Data: expected at most 0 values for arch:trusts, found 1; the rule Nobody: No trust"#);
    let query = ":Nobody a sh:NodeShape ; sh:targetSubjectsOf arch:trusts ; sh:severity sh:Warning ; \
                 sh:sparql [ sh:message \"it trusts {?value}.\" ; \
                 sh:select \"SELECT $this ?value { $this <https://w3id.org/loggia/arch#trusts> ?value }\" ] .";
    insta::assert_snapshot!(told(query, ZONES).join("\n"), @r#"3 `[offices](#office "trusts")` rule-warning: Data: it trusts Offices; the rule Nobody"#);
}

#[test]
fn what_is_missing_is_blamed_on_the_heading() {
    let rule = ":Guarded a sh:NodeShape ; sh:targetNode <a#office> ; sh:severity sh:Info ; \
                sh:property [ sh:path [ sh:inversePath arch:protects ] ; sh:minCount 1 ] .";
    insta::assert_snapshot!(told(rule, ZONES).join("\n"), @"
    5 `## Offices {#office .DirectoryDomain}
    ` rule-violation: Offices: expected at least 1 value for ^arch:protects, found 0; the rule Guarded
    ");
}

#[test]
fn a_rule_that_cannot_be_read_is_told() {
    let rule = ":Odd a sh:NodeShape ; sh:targetClass arch:Zone ; sh:property [ sh:minCount 1 ] .";
    insta::assert_snapshot!(told(rule, ZONES).join("\n"), @"
    1 `` malformed-rule: Odd cannot be checked: a shape of sh:property needs a sh:path; mend the rule in the files that `shapes` of `book.toml` names
    1 `` malformed-rule: Odd cannot be checked: sh:minCount needs a sh:path beside it; mend the rule in the files that `shapes` of `book.toml` names
    ");
}
