//! What untouched documents mention: real ones that nobody wrote for this program.

use std::sync::Arc;

use loggia::compile::Compiler;
use loggia::ontology::local_name;
use loggia::source::MemoryFiles;
use loggia::text::FilePath;

use crate::corpora::unpacked;

/// What a document of the corpus mentions: line, words, and what they name.
fn mentions(document: &str) -> Option<Vec<(usize, String, String)>> {
    let folder = unpacked("corpora/biztalk-docs")?;
    let bytes = std::fs::read(folder.join("biztalk/core").join(document)).unwrap();
    let files = MemoryFiles::new().with(FilePath::new(document).unwrap(), bytes);
    let linked = Compiler::new(Arc::new(files)).link().unwrap();
    let mut told = Vec::new();
    for (page, facts) in linked.catalog.pages.iter().zip(&linked.facts.pages) {
        for mention in &facts.mentions {
            for span in &mention.spans {
                let place = page.document.place(*span);
                let text = &linked.texts[&place.file];
                let line = text.line_column(place.span.start).line;
                let words = text.text()[place.span.range()].to_owned();
                told.push((place.span, line, words, local_name(&mention.iri).to_owned()));
            }
        }
    }
    told.sort();
    Some(told.into_iter().map(|(_, line, words, name)| (line, words, name)).collect())
}

fn lines(told: &[(usize, String, String)]) -> String {
    let line = |(line, words, name): &(usize, String, String)| format!("{line} {words}: {name}");
    told.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_short_document_mentions_what_it_names_outside_of_its_links() {
    let Some(told) = mentions("sample-biztalk-server-architectures.md") else {
        return;
    };
    insta::assert_snapshot!(lines(&told), @r"
    11 BizTalk Server: biztalk-server
    12 Microsoft® BizTalk® Server: biztalk-server
    12 BizTalk Servers: biztalk-server
    14 BizTalk Server: biztalk-server
    ");
}

#[test]
fn a_long_document_mentions_concepts_under_all_their_names() {
    let Some(told) = mentions("large-distributed-architecture.md") else {
        return;
    };
    let between = |first: usize, last: usize| {
        let told: Vec<_> =
            told.iter().filter(|(line, ..)| (first..=last).contains(line)).cloned().collect();
        lines(&told)
    };
    // Abbreviations beside what they stand for, plurals, a longer name before the one inside it.
    insta::assert_snapshot!(between(38, 46), @r"
    38 SQL Server: sql-server
    38 MessageBox database: messagebox-database
    38 MessageBox databases: messagebox-database
    40 SQL Server: sql-server
    40 SSO database: sso-database
    40 BizTalk Server: biztalk-server
    42 SQL Server: sql-server
    42 Business Rule Engine databases: rule-engine-database
    42 Tracking database: tracking-database
    44 SQL Server: sql-server
    44 Analysis Server Tracking database: biztalk-analysis-database
    46 SQL Server: sql-server
    46 Microsoft Operations Manager: operations-manager
    46 MOM: operations-manager
    ");
    // Classes of elements, and cells of a table.
    insta::assert_snapshot!(between(56, 56), @r"
    56 Forefront Threat Management Gateway: threat-management-gateway
    56 TMG: threat-management-gateway
    56 firewall: Firewall
    56 domain controller: DomainController
    56 perimeter network: PerimeterNetwork
    56 firewall: Firewall
    56 firewall: Firewall
    ");
    insta::assert_snapshot!(between(99, 101), @r"
    99 Receive Handler: receive-handler
    99 In-process host: in-process-host
    99 FTP: ftp
    99 POP3 Adapters: pop3-adapter
    99 BizTalk Server: biztalk-server
    100 Master secret server: master-secret-server
    100 BizTalk Server: biztalk-server
    101 SQL Servers: sql-server
    101 SQL Server: sql-server
    ");
}
