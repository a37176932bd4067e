//! The bundled book states what its sources state: as many things of each kind, and every row of
//! the port lists.
//!
//! The numbers are those of a sheet of facts that was drawn up from the sources by hand, before the
//! book was written. The rows of the ports lie beside the project in `../shared`; where they are
//! absent their test says so and passes, unless `LOGGIA_REQUIRE_ALL` is set.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use loggia::graph::pool::QueryPool;
use loggia::graph::query::{QueryRequest, QueryResult};

use crate::competency::book;

/// The names in the port lists, and the entities of the book that they name.
const NAMES: &[(&str, &str)] = &[
    ("Administration server", "reference/ports/administration-server#administration-server"),
    ("BAM portal server", "reference/ports/bam-portal-server#bam-portal"),
    ("Master secret server", "reference/ports/single-sign-on-servers#master-secret-server"),
    ("Processing server", "reference/ports/processing-servers#processing"),
    ("Receive/send server", "reference/ports/receive-and-send-servers#receive-send"),
    (
        "SSO server (in the processing tier)",
        "reference/ports/single-sign-on-servers#sso-service-server",
    ),
    ("Tracking server", "reference/ports/tracking-server#tracking"),
    ("BAM Analysis DB", "reference/server-names#bam-analysis"),
    ("BAM Archive DB", "reference/server-names#bam-archive"),
    ("BAM Notification Services", "reference/server-names#notification-service"),
    ("BAM Primary Import DB", "reference/server-names#bam-primary-import"),
    ("BAM Star Schema DB", "reference/server-names#bam-star-schema"),
    ("BizTalk Analysis DB", "reference/server-names#analysis-db"),
    ("BizTalk Management DB", "reference/server-names#management-db"),
    ("Business Rule Engine DB", "reference/server-names#rule-engine-db"),
    ("MessageBox DB", "reference/server-names#messagebox-db"),
    ("SSO DB", "reference/server-names#sso-db"),
    ("Tracking DB", "reference/server-names#tracking-db"),
    ("FTP Server", "reference/ports/receive-and-send-servers#ftp-server"),
    ("File share; EDI documents home share", "reference/ports/receive-and-send-servers#file-share"),
    ("IIS Server", "reference/ports/administration-server#iis-server"),
    ("POP3 Server", "reference/ports/receive-and-send-servers#pop3-server"),
    ("SMTP/Exchange", "reference/ports/receive-and-send-servers#mail-server"),
    ("SQL adapter target", "reference/ports/receive-and-send-servers#sql-adapter-target"),
    ("(inbound from clients)", "reference/server-names#information-worker-client"),
    ("—", ""),
    ("BAM application-pool account", "reference/ports/#application-pool-account"),
    ("application pool", "reference/ports/#application-pool-account"),
    ("BizTalk service account", "reference/ports/#biztalk-service-account"),
    ("SSO service account", "reference/ports/#sso-service-account"),
    ("host-instance account", "reference/ports/#host-instance-account"),
    ("logged-on user", "reference/ports/#logged-on-user"),
    ("per connection string", "reference/ports/#per-connection-string"),
];

/// Small words, and those that the book writes differently.
const NOT_COMPARED: &[&str] = &[
    "a",
    "an",
    "and",
    "db",
    "database",
    "the",
    "from",
    "of",
    "to",
    "its",
    "with",
    "in",
    "by",
    "belonging",
    "runs",
    "creates",
    "create",
    "typo",
    "prints",
];

/// Row 23 of the 128 port rules is two, since it names two ports.
#[test]
fn there_are_as_many_things_of_each_kind_as_in_the_sources() {
    let rows = ask(
        "SELECT ?architecture ?kind (COUNT(DISTINCT ?thing) AS ?number) {
            VALUES ?kind { arch:Firewall arch:Database arch:TrafficFlow arch:DomainController arch:HostInstance }
            ?thing a ?kind ; arch:partOfArchitecture ?architecture .
            FILTER(STRSTARTS(STR(?architecture), STR(<architectures/>)))
        } GROUP BY ?architecture ?kind ORDER BY ?architecture ?kind",
    );
    insta::assert_snapshot!(listed(&rows), @r"
    architectures/large-distributed#large-distributed Database 7
    architectures/large-distributed#large-distributed DomainController 5
    architectures/large-distributed#large-distributed Firewall 4
    architectures/large-distributed#large-distributed HostInstance 5
    architectures/large-distributed#large-distributed TrafficFlow 12
    architectures/large-distributed-information-workers#large-distributed-information-workers Database 13
    architectures/large-distributed-information-workers#large-distributed-information-workers DomainController 5
    architectures/large-distributed-information-workers#large-distributed-information-workers Firewall 4
    architectures/large-distributed-information-workers#large-distributed-information-workers HostInstance 5
    architectures/large-distributed-information-workers#large-distributed-information-workers TrafficFlow 12
    architectures/scaled-down#scaled-down Database 7
    architectures/scaled-down#scaled-down Firewall 2
    architectures/scaled-down#scaled-down TrafficFlow 2
    architectures/scaled-down-information-workers#scaled-down-information-workers Database 13
    architectures/scaled-down-information-workers#scaled-down-information-workers Firewall 2
    architectures/scaled-down-information-workers#scaled-down-information-workers TrafficFlow 3
    ");
    let rows = ask(
        "SELECT ?kind (COUNT(DISTINCT ?thing) AS ?number) {
            VALUES ?kind { arch:Contradiction arch:Threat arch:Mitigation arch:RoleGrant arch:RightsLevel arch:PortRule }
            ?thing a ?kind
        } GROUP BY ?kind ORDER BY ?kind",
    );
    insta::assert_snapshot!(listed(&rows), @r"
    Contradiction 15
    Mitigation 15
    PortRule 129
    RightsLevel 5
    RoleGrant 18
    Threat 15
    ");
}

/// Domain controllers are told by the text and drawn nowhere.
#[test]
fn every_zone_holds_as_many_nodes_as_the_figures_draw() {
    let rows = ask("SELECT ?zone (COUNT(DISTINCT ?node) AS ?number) {
            ?node a arch:Node ; arch:inZone ?zone .
            FILTER(STRSTARTS(STR(?zone), STR(<architectures/>)))
            MINUS { ?node a arch:DomainController }
        } GROUP BY ?zone ORDER BY ?zone");
    insta::assert_snapshot!(listed(&rows), @r"
    architectures/large-distributed#data 6
    architectures/large-distributed#internet 1
    architectures/large-distributed#intranet-services 3
    architectures/large-distributed#operations 1
    architectures/large-distributed#perimeter 3
    architectures/large-distributed#service-interfaces 3
    architectures/large-distributed#services 5
    architectures/large-distributed-information-workers#data 7
    architectures/large-distributed-information-workers#information-worker-clients 1
    architectures/large-distributed-information-workers#internet 1
    architectures/large-distributed-information-workers#intranet-services 3
    architectures/large-distributed-information-workers#operations 1
    architectures/large-distributed-information-workers#perimeter 3
    architectures/large-distributed-information-workers#service-interfaces 4
    architectures/large-distributed-information-workers#services 5
    architectures/scaled-down#data 4
    architectures/scaled-down#perimeter 4
    architectures/scaled-down#processing-and-services 6
    architectures/scaled-down-information-workers#corporate 1
    architectures/scaled-down-information-workers#data 5
    architectures/scaled-down-information-workers#perimeter 4
    architectures/scaled-down-information-workers#processing-and-services 6
    ");
}

#[test]
fn every_row_of_the_port_lists_is_in_the_graph() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/ports.tsv");
    let Ok(sheet) = fs::read_to_string(&file) else {
        let required = std::env::var_os("LOGGIA_REQUIRE_ALL").is_some();
        assert!(!required, "the port lists are required but not at hand");
        eprintln!("skipped: the port lists are not at hand");
        return;
    };
    let names: BTreeMap<&str, &str> = NAMES.iter().copied().collect();
    let named = |name: &str| (*names.get(name).unwrap_or_else(|| panic!("{name}"))).to_owned();
    let mut stated = stated_rows();
    let mut problems = Vec::new();
    for line in sheet.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let &[number, from, runs_as, to, service, port, protocol, purpose, note, _] =
            cells.as_slice()
        else {
            panic!("a row of ten cells: {line}");
        };
        // One row names two ports, and the browser's connection from its other end.
        let mut ends = (named(from), named(to));
        let mut parts = vec![(number.to_owned(), service.to_owned(), port.replace('-', "–"))];
        if port == "80 / 443" {
            ends = (ends.1, ends.0);
            parts = vec![
                (format!("{number}a"), "HTTP".to_owned(), "80".to_owned()),
                (format!("{number}b"), "HTTPS".to_owned(), "443".to_owned()),
            ];
        }
        for (number, service, port) in parts {
            let Some(row) = stated.remove(&number) else {
                problems.push(format!("row {number} is nowhere stated"));
                continue;
            };
            let wanted = [ends.0.clone(), ends.1.clone(), named(runs_as), service, port];
            if row.exact != wanted {
                problems.push(format!("row {number}: {:?} and not {wanted:?}", row.exact));
            }
            if !["", "TCP", "TCO"].contains(&protocol) || row.protocol != "TCP" {
                problems.push(format!("row {number}: {} and not {protocol:?}", row.protocol));
            }
            if !tells(&row.purpose, purpose) || !tells(&row.note, note) {
                problems
                    .push(format!("row {number}: {} {} tells not: {line}", row.purpose, row.note));
            }
        }
    }
    problems.extend(stated.keys().map(|number| format!("row {number} is in no list")));
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
}

#[test]
fn purposes_are_compared_by_what_they_say() {
    assert!(tells("The SSO service opens its database", "SSO service opens the SSO DB"));
    assert!(tells("", ""));
    assert!(!tells("", "deploy rules"));
    assert!(!tells("Deploy rules", ""));
    assert!(!tells("Deploy assemblies", "create and configure"));
}

/// A row as the book states it.
struct StatedRow {
    /// Source, target, account, service, ports.
    exact: [String; 5],
    protocol: String,
    purpose: String,
    note: String,
}

/// The port rules of the book by their number.
fn stated_rows() -> BTreeMap<String, StatedRow> {
    let rows = ask(
        "SELECT ?label ?source ?target ?runsAs ?service ?port ?last ?protocol ?purpose ?note {
            ?rule a arch:PortRule ; rdfs:label ?label ; arch:flowSource ?source ; arch:flowTarget ?target ;
              arch:service ?service ; arch:port ?port ; arch:protocol/skos:prefLabel ?protocol ; arch:purpose ?purpose .
            OPTIONAL { ?rule arch:runsAs ?runsAs }
            OPTIONAL { ?rule arch:lastPort ?last }
            OPTIONAL { ?rule arch:note ?note }
        }",
    );
    let mut stated = BTreeMap::new();
    for row in rows {
        let [label, source, target, runs_as, service, port, last, protocol, purpose, note] =
            <[String; 10]>::try_from(row).unwrap();
        let number = label.rsplit(' ').next().unwrap_or_default().to_owned();
        let ports = if last.is_empty() { port } else { format!("{port}–{last}") };
        let exact = [source, target, runs_as, service, ports];
        let twice = stated.insert(number.clone(), StatedRow { exact, protocol, purpose, note });
        assert!(twice.is_none(), "row {number} is stated twice, or has two values of one kind");
    }
    stated
}

/// Whether a text of the book says in other words what the sheet says: it has two of three words.
fn tells(book: &str, sheet: &str) -> bool {
    let (book, sheet) = (words(book), words(sheet));
    let common = sheet.intersection(&book).count();
    sheet.is_empty() == book.is_empty() && common * 3 >= sheet.len() * 2
}

fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    words.filter(|word| !word.is_empty() && !NOT_COMPARED.contains(&word.as_str())).collect()
}

/// The rows of an answer; IRIs of the book without its base, others by what follows the last `#`.
fn ask(query: &str) -> Vec<Vec<String>> {
    let pool = QueryPool::start(&book().catalog.config.limits).unwrap();
    let view = Arc::clone(&book().graph);
    let result = pool.evaluate_blocking(view, QueryRequest::new(query)).unwrap();
    let QueryResult::Table { rows, .. } = result else { panic!("no rows: {query}") };
    let base = &book().catalog.config.base;
    let text = |value: Option<loggia::rdf::Value>| {
        let value = value?;
        let text = value.text().to_owned();
        let Some(iri) = value.as_iri() else { return Some(text) };
        let short = iri.strip_prefix(base.as_str()).or_else(|| iri.rsplit('#').next());
        Some(short.unwrap_or(iri).to_owned())
    };
    let row = |row: Vec<_>| row.into_iter().map(|value| text(value).unwrap_or_default()).collect();
    rows.into_iter().map(row).collect()
}

/// Rows for a snapshot.
fn listed(rows: &[Vec<String>]) -> String {
    rows.iter().map(|row| row.join(" ")).collect::<Vec<_>>().join("\n")
}
