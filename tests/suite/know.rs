//! What is known of things: the bundled book asked as readers would, answers checked by hand against
//! its text, and ways and dependence against a naive search over the graph.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use loggia::graph::query::{QueryLimits, QueryRequest, QueryResult, Stop};
use loggia::rdf::Value;
use loggia::service::compare::compare;
use loggia::service::entity::{Because, Found, entity, find};
use loggia::service::impact::{DEEPEST, ImpactOptions, MOST_REACHED, Reach, impact};
use loggia::service::list::{ListFilter, architectures, list};
use loggia::service::path::{PathOptions, path};
use loggia::service::rules::{RuleFilter, rules};
use loggia::service::telling::{self, Style};
use loggia::source::bundled_book;

use crate::competency::book;
use crate::harness::{Server, elements, resolve, run};

const LARGE: &str = "architectures/large-distributed";
const SCALED: &str = "architectures/scaled-down";

/// A server of the bundled book.
static SERVER: LazyLock<Server> = LazyLock::new(|| Server::of(bundled_book()));

fn iri(local: &str) -> String {
    format!("{}{local}", book().catalog.config.base)
}

fn short(iri: &str) -> String {
    iri.strip_prefix(&book().catalog.config.base).unwrap_or(iri).to_owned()
}

/// What a text is found to mean: an address, the number of candidates, or names like it.
fn meaning(text: &str) -> String {
    match find(book(), text) {
        Found::One(iri) => short(&iri),
        Found::Several(things) => format!("one of {}", things.len()),
        Found::Nothing(nearest) => format!("nothing; near: {}", nearest.join(", ")),
    }
}

#[test]
fn a_thing_is_found_by_whatever_people_call_it() {
    let sso = format!("{LARGE}#sso-db");
    for (text, expected) in [
        (format!("{LARGE}#sso-db").as_str(), sso.as_str()),
        (&format!("/{LARGE}.md#sso-db"), &sso),
        (&format!("content/{LARGE}.md#sso-db"), &sso),
        (&iri(&sso), &sso),
        (&format!("<{}>", iri(&sso)), &sso),
        ("SSO database in the large architecture", &sso),
        ("sso  DATABASE in large distributed", &sso),
        ("“SSO database in scaled-down”", &format!("{SCALED}#sso-db")),
        (
            "SSO database (scaled-down with information workers)",
            &format!("{SCALED}-information-workers#sso-db"),
        ),
        ("the master secret server, scaled-down", &format!("{SCALED}#master-secret-server")),
        (
            "Processing and services domain in scaled-down",
            &format!("{SCALED}#processing-and-services"),
        ),
        ("biztalk:sso-database", "https://w3id.org/loggia/biztalk#sso-database"),
        ("arch:Firewall", "https://w3id.org/loggia/arch#Firewall"),
    ] {
        assert_eq!(meaning(text), expected, "{text}");
    }
    assert!(meaning("SSO database").starts_with("one of "), "{}", meaning("SSO database"));
    let unknown = meaning("SSO databse");
    assert!(unknown.starts_with("nothing; near: SSO database"), "{unknown}");
    assert_eq!(meaning(""), "nothing; near: ");
    assert_eq!(meaning(&"x".repeat(100_000)), "nothing; near: ");
}

#[test]
fn of_several_things_of_one_name_each_tells_where_it_is() {
    let Found::Several(things) = find(book(), "fw1") else { panic!("FW1 stands in two figures") };
    let names: Vec<String> =
        things.iter().map(|it| format!("{} [{}]", it.qualified(), it.kind)).collect();
    insta::assert_snapshot!(names.join("\n"), @r"
    FW1 in Large distributed architecture [firewall]
    FW1 in Large distributed architecture with information workers [firewall]
    FW1 [element name]
    ");
}

#[test]
fn everything_known_of_a_database_is_told_with_its_places() {
    let iri = iri("architectures/large-distributed#sso-db");
    let entity = entity(book(), &iri).unwrap();
    let impact = impact(book(), &iri, ImpactOptions::default());
    let text = telling::portrait(&entity, &impact, Style { root: None });
    insta::assert_snapshot!(without_lines(&text), @r"
    # SSO database

    Database in Large distributed architecture, declared at large-distributed.md:N.

    It holds encrypted user ids, encrypted credentials and encrypted adapter configuration. It needs the most restrictive permissions of all, and it is worth nothing without the key of the master secret server.

    SSO database: Credentials and adapter configuration, encrypted with the master secret.

    ## Facts

    - is a: database (large-distributed.md:N)
    - part of architecture: Large distributed architecture (large-distributed.md:N)
    - depends on: Master secret server (large-distributed.md:N)
    - access pattern: Mostly read (large-distributed.md:N)
    - sensitivity: Most restricted (large-distributed.md:N)

    ## Facts of other things

    - hosted on: SSO server (large-distributed.md:N)
    - “uses database” of: Master secret server (large-distributed.md:N)
    - corresponds to: SSO database (large-distributed-information-workers.md:N)
    - corresponds to: SSO database (scaled-down.md:N)
    - corresponds to: SSO database (scaled-down-information-workers.md:N)
    - “stands for” of: SSO DB (content/reference/server-names.md:N)

    ## What breaks if it goes

    1 thing.

    - Master secret server, single sign-on server: SSO database – “uses database” of (large-distributed.md:N) → Master secret server

    ## What it needs

    4 things.

    - Master secret server, single sign-on server: SSO database – depends on (large-distributed.md:N) → Master secret server
    - SSO server, server: SSO database – hosted on (large-distributed.md:N) → SSO server
    - Data domain, directory domain: SSO database – hosted on (large-distributed.md:N) → SSO server – in zone (large-distributed.md:N; large-distributed.md:N) → Data domain
    - Services domain, directory domain: SSO database – depends on (large-distributed.md:N) → Master secret server – in zone (large-distributed.md:N; large-distributed.md:N) → Services domain

    ## In other architectures

    - SSO database in Large distributed architecture with information workers, stated (large-distributed-information-workers.md:N)
    - SSO database in Scaled-down architecture, stated (scaled-down.md:N)
    - SSO database in Scaled-down architecture with information workers, stated (scaled-down-information-workers.md:N)
    - SSO database in Base architecture, of the same name
    - SSO database in File adapter, of the same name
    - SSO database in FTP adapter, of the same name
    - SSO database in HTTP and SOAP adapters, of the same name
    - SSO database in Message Queuing adapter, of the same name

    ## Figures

    - Figure 1 of Welcome: The large distributed architecture: five zones from the Internet to the data domain, four firewalls on their borders, and the flows between them
    - Figure 1 of Large distributed architecture: The large distributed architecture: five zones from the Internet to the data domain, four firewalls on their borders, and the flows between them, coloured by who initiates the connection

    ## Mentions

    1 mention in 1 document.

    - Large distributed architecture: 1 mention (large-distributed.md:N)
    ");
}

/// A text in which the numbers of lines do not matter.
fn without_lines(text: &str) -> String {
    let mut out = String::new();
    let mut pieces = text.split(".md:");
    out.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        out.push_str(".md:N");
        out.push_str(piece.trim_start_matches(|c: char| c.is_ascii_digit()));
    }
    out.replace("content/architectures/", "")
}

/// The places that are reached, with the things on the way to each.
fn told(reach: &Reach) -> Vec<String> {
    let told = reach.reached.iter().map(|reached| {
        let ways = reached.chain.iter().map(|hop| {
            let facts: Vec<&str> = hop.facts.iter().map(|it| it.property.name.as_str()).collect();
            format!("{} – {}", hop.from.name, facts.join(" and "))
        });
        let ways: Vec<String> = ways.collect();
        format!("{} {}: {}", reached.depth, reached.thing.name, ways.join(" → "))
    });
    told.collect()
}

#[test]
fn what_breaks_if_a_server_goes_is_what_the_text_says_needs_it() {
    // “This server … hosts the SSO database alone”; “The master secret server uses database: SSO
    // database”. Nothing else of that design names either.
    let of = |local: &str| impact(book(), &iri(local), ImpactOptions::default());
    let server = of("architectures/large-distributed#sso-server");
    assert_eq!(
        told(&server.dependants),
        [
            "1 SSO database: SSO server – hosts database",
            "2 Master secret server: SSO server – hosts database → SSO database – “uses database” of",
        ]
    );
    assert_eq!(told(&server.needs), ["1 Data domain: SSO server – in zone"]);
    // A firewall carries the flows that pass it, and no more is said to need it.
    let firewall = of("architectures/large-distributed#fw1");
    let flows: Vec<&str> =
        firewall.dependants.reached.iter().map(|it| it.thing.name.as_str()).collect();
    assert_eq!(flows.iter().take(2).collect::<Vec<_>>(), [&"L11", &"L12"]);
    // The others are rows of the port lists, which belong to no architecture.
    assert!(firewall.dependants.reached.iter().skip(2).all(|it| it.thing.kind == "port rule"));
    // What is reached twice is told once, though the two need each other.
    let database = of("architectures/large-distributed#sso-db");
    assert_eq!(database.dependants.total, 1);
    assert_eq!(database.needs.total, 4);
}

#[test]
fn dependence_is_what_the_graph_says_step_by_step() {
    let depends = "https://w3id.org/loggia/arch#dependsOn";
    let mut needs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for fact in book().graph.matching(None, Some(depends), None) {
        let (one, other) = (fact.subject.text().to_owned(), fact.object.text().to_owned());
        needs.entry(one).or_default().insert(other);
    }
    let options = ImpactOptions { depth: DEEPEST, limit: MOST_REACHED };
    let mut compared = 0;
    for thing in list(book(), &ListFilter { limit: 1000, ..ListFilter::default() }).things {
        let expected = closure(&thing.iri, &needs);
        let found = impact(book(), &thing.iri, options);
        let reached: BTreeSet<String> =
            found.needs.reached.iter().map(|it| it.thing.iri.clone()).collect();
        assert_eq!(reached, expected, "{}", thing.iri);
        assert_eq!(found.needs.total, expected.len(), "{}", thing.iri);
        for other in &expected {
            let back = impact(book(), other, options);
            let back = back.dependants.reached.iter().any(|it| it.thing.iri == thing.iri);
            // Asking everything about everybody would take minutes.
            assert!(back, "{} is said not to need {other}", thing.iri);
            compared += 1;
            if compared % 7 != 0 {
                break;
            }
        }
    }
    assert!(compared > 200, "{compared}");
}

/// Everything but a thing itself that is reached from it by any number of steps.
fn closure(from: &str, edges: &BTreeMap<String, BTreeSet<String>>) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    let mut open = vec![from.to_owned()];
    while let Some(next) = open.pop() {
        for other in edges.get(&next).into_iter().flatten() {
            if reached.insert(other.clone()) {
                open.push(other.clone());
            }
        }
    }
    reached.remove(from);
    reached
}

#[test]
fn the_way_from_the_internet_to_the_secrets_can_be_checked_in_the_text() {
    let options = PathOptions::default();
    let from = iri("architectures/large-distributed#http-rec");
    let to = iri("architectures/large-distributed#sso-db");
    let answer = path(book(), &from, &to, &options);
    insta::assert_snapshot!(without_lines(&telling::path(&answer, Style { root: None })), @r"
    # From HTTP (Rec) in Large distributed architecture to SSO database in Large distributed architecture

    5 steps.

    1. HTTP (Rec) – “source” of (large-distributed.md:N) → L3 – target (large-distributed.md:N) → Service interfaces domain – trusts (large-distributed.md:N; large-distributed.md:N) → Data domain – holds (large-distributed.md:N; large-distributed.md:N) → SSO server – hosts database (large-distributed.md:N) → SSO database
    ");
    let back = path(book(), &to, &from, &options);
    assert_eq!(answer.length, back.length);
    let along = vec!["https://w3id.org/loggia/arch#inZone".to_owned()];
    let only = path(book(), &from, &to, &PathOptions { along, ..options.clone() });
    assert_eq!((only.length, only.ways.len()), (None, 0));
    assert_eq!(path(book(), &to, &to, &options).length, Some(0));
    let short = path(book(), &from, &to, &PathOptions { hops: 4, ..options });
    assert_eq!(short.length, None);
}

#[test]
fn ways_are_as_short_as_a_naive_search_finds_them() {
    // The rule that the manual gives, as a query over what is stated.
    let base = &book().catalog.config.base;
    let query = format!(
        "SELECT DISTINCT ?a ?b FROM <{base}graph/stated> {{ ?p a owl:ObjectProperty . ?a ?p ?b . \
        FILTER NOT EXISTS {{ ?p a owl:SymmetricProperty }} FILTER(!STRSTARTS(STR(?p), STR(loggia:))) \
        ?st rdf:predicate ?p ; rdf:subject ?a ; rdf:object ?b ; arch:modality akv:asserted }}"
    );
    let request = QueryRequest::new(query);
    let limits = QueryLimits::from(&book().catalog.config.limits);
    let QueryResult::Table { rows, .. } =
        book().graph.evaluate(&request, &limits, &Stop::never()).unwrap()
    else {
        panic!("a SELECT query has a table")
    };
    let elements: BTreeSet<String> = book()
        .graph
        .matching(
            None,
            Some("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
            Some(&Value::iri("https://w3id.org/loggia/arch#Element")),
        )
        .iter()
        .map(|fact| fact.subject.text().to_owned())
        .collect();
    let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in &rows {
        let [Some(a), Some(b)] = row.as_slice() else { continue };
        let (a, b) = (a.text().to_owned(), b.text().to_owned());
        if elements.contains(&a) && elements.contains(&b) && a != b {
            edges.entry(a.clone()).or_default().insert(b.clone());
            edges.entry(b).or_default().insert(a);
        }
    }
    let things: Vec<String> = edges.keys().cloned().collect();
    let mut lengths = BTreeSet::new();
    for (number, from) in things.iter().enumerate().step_by(13) {
        let distances = distances(from, &edges, 8);
        for to in things.iter().skip(number % 5).step_by(17) {
            let answer = path(book(), from, to, &PathOptions::default());
            assert_eq!(answer.length, distances.get(to).copied(), "{from} to {to}");
            lengths.extend(answer.length);
            for way in &answer.ways {
                assert_eq!(Some(way.len()), answer.length);
                assert!(way.iter().all(|hop| !hop.facts.is_empty()
                    && hop.facts.iter().all(|it| !it.sources.is_empty())));
            }
        }
    }
    assert!(lengths.len() > 5, "{lengths:?}");
}

/// How many steps away everything is, up to a number of them.
fn distances(
    from: &str,
    edges: &BTreeMap<String, BTreeSet<String>>,
    most: usize,
) -> BTreeMap<String, usize> {
    let mut distances = BTreeMap::from([(from.to_owned(), 0)]);
    for distance in 1..=most {
        let last: Vec<String> = distances
            .iter()
            .filter(|(_, d)| **d == distance - 1)
            .map(|(it, _)| it.clone())
            .collect();
        for other in last.iter().filter_map(|here| edges.get(here)).flatten() {
            distances.entry(other.clone()).or_insert(distance);
        }
    }
    distances
}

#[test]
fn two_designs_are_compared_element_by_element() {
    let comparison = compare(
        book(),
        &iri("architectures/large-distributed#large-distributed"),
        &iri("architectures/scaled-down#scaled-down"),
    );
    let only_a: Vec<&str> = comparison.only_a.iter().map(|it| it.name.as_str()).collect();
    // The source's points: the corporate domain, the Internet and FW4 are not drawn in the small one.
    for name in ["Internet", "Corporate domain", "Operations", "Admin client", "FW4"] {
        assert!(only_a.contains(&name), "{name}: {only_a:?}");
    }
    // S1 begins at the perimeter, where L3 of the large design begins at one of its servers.
    let only_b: Vec<&str> = comparison.only_b.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(only_b, ["S1"]);
    let pair = |name: &str| comparison.both.iter().find(|pair| pair.a.name == name).unwrap();
    let merged = pair("Service interfaces domain");
    assert_eq!(merged.b.name, "Processing and services domain");
    assert_eq!(merged.because, Because::Stated);
    let trusts = merged.changes.iter().find(|change| change.property.name == "trusts").unwrap();
    assert_eq!((trusts.only_a.len(), trusts.only_b.len()), (1, 0));
    assert_eq!(trusts.only_a[0].value.text, "Data domain");
    assert!(!trusts.only_a[0].sources.is_empty());
    assert_eq!(pair("MessageBox database").changes, []);
    // Where the same is said of each other's counterparts, nothing differs.
    let server = pair("SSO server");
    assert!(server.changes.iter().all(|it| it.property.name != "hosts database"), "{server:#?}");
    let back = compare(book(), &comparison.b.iri, &comparison.a.iri);
    assert_eq!(back.only_a, comparison.only_b);
    let alike: Vec<&str> = back.only_b.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(alike, only_a);
}

#[test]
fn architectures_are_counted_and_their_elements_listed() {
    let large = &architectures(book())[0];
    let counts = (large.zones, large.servers, large.databases, large.firewalls, large.flows);
    assert_eq!(
        (large.thing.name.as_str(), counts),
        ("Large distributed architecture", (8, 25, 7, 4, 12))
    );
    let filter = ListFilter {
        class: Some("https://w3id.org/loggia/arch#Firewall".to_owned()),
        architecture: Some(large.thing.iri.clone()),
        limit: 3,
        ..ListFilter::default()
    };
    let listing = list(book(), &filter);
    let names: Vec<&str> = listing.things.iter().map(|thing| thing.name.as_str()).collect();
    assert_eq!((listing.total, names), (4, vec!["FW4", "FW3", "FW2"]));
}

#[test]
fn rules_tell_what_breaks_them_and_where() {
    let held = rules(book(), &RuleFilter::default());
    assert!(held.len() >= 15 && held.iter().all(|rule| rule.total == 0), "{held:#?}");
    let files = loggia::source::MemoryFiles::fixture(
        "//- book.toml\n[preprocessor.loggia]\n\
         //- src/SUMMARY.md\n- [A](a.md)\n\
         //- src/a.md\n# A {#a .Architecture}\n\n## Data {#data .DirectoryDomain}\n\nTrusts\n: [Other](#other)\n\n## Server {#server .Server}\n\nIn zone\n: [Data](#data)\n\nHosts database\n: [Db](#db)\n\n## Db {#db .Database}\n\n## Other {#other .DirectoryDomain}\n",
    );
    let mut compiler = loggia::compile::Compiler::new(std::sync::Arc::new(files));
    let snapshot = compiler.compile().unwrap();
    let filter =
        RuleFilter { rule: Some("R01-data-zone-trusts-nobody".to_owned()), architecture: None };
    let [rule] = rules(&snapshot, &filter).try_into().unwrap();
    assert_eq!(rule.total, 1, "{rule:#?}");
    let result = &rule.results[0];
    assert_eq!(result.thing.as_ref().map(|it| it.name.as_str()), Some("Data"));
    assert_eq!((result.places[0].file.as_str(), result.places[0].line), ("src/a.md", 6));
    let data = entity(&snapshot, &result.thing.as_ref().unwrap().iri).unwrap();
    assert!(data.rules.contains(result), "{:#?}", data.rules);
}

const THING: &str = "/things/architectures/large-distributed/sso-db";

#[test]
fn the_page_of_a_thing_leads_to_whatever_it_names() {
    let page = SERVER.get(THING);
    assert_eq!((page.status, page.media_type()), (200, "text/html"));
    let text = page.text();
    for words in [
        "<h1>SSO database</h1>",
        "It holds encrypted user ids",
        "What breaks if it goes",
        "In other architectures",
        "It needs the most restrictive permissions of all",
    ] {
        assert!(text.contains(words), "{words}");
    }
    let mut followed = BTreeSet::new();
    for element in elements(text).iter().filter(|element| element.name == "a") {
        let Some(href) = element.attribute("href") else { continue };
        let Some(path) = resolve(THING, href) else { continue };
        // Views on demand have tests of their own; `resolve` would read their queries as paths.
        if path.contains("figures/new.") {
            continue;
        }
        let path = format!("/{}", path.trim_start_matches('/'));
        if followed.insert(path.clone()) {
            assert_eq!(SERVER.get(&path).status, 200, "{href}");
        }
    }
    assert!(followed.len() > 20, "{followed:?}");
    let tag = page.header("etag");
    assert_eq!(SERVER.get_with(THING, &[("if-none-match", tag)]).status, 304);
}

#[test]
fn a_thing_is_told_in_the_form_that_is_asked_for() {
    for (ending, media_type) in [
        (".md", "text/markdown"),
        (".ttl", "text/turtle"),
        (".jsonld", "application/ld+json"),
        (".nt", "application/n-triples"),
    ] {
        let twin = SERVER.get(&format!("{THING}{ending}"));
        assert_eq!((twin.status, twin.media_type()), (200, media_type));
        let asked = SERVER.get_as(THING, media_type);
        assert_eq!(
            (asked.media_type(), asked.header("vary").split(',').next()),
            (media_type, Some("accept"))
        );
        assert_eq!(asked.body, twin.body, "{media_type}");
    }
    let triples = SERVER.get(&format!("{THING}.nt"));
    let (own, depends) =
        (iri("architectures/large-distributed#sso-db"), "https://w3id.org/loggia/arch#dependsOn");
    let secrets = iri("architectures/large-distributed#master-secret-server");
    assert!(triples.text().contains(&format!("<{own}> <{depends}> <{secrets}> .")));
    assert!(triples.text().contains("worth nothing without the key"), "the words that say so");
    assert!(SERVER.get(&format!("{THING}.md")).text().contains("](<../../../architectures/"));
}

#[test]
fn a_page_of_the_book_goes_before_ours_and_what_nobody_declares_is_missing() {
    let server = Server::fixture(
        "//- README.md\n# Home {#home .Zone}\n\n[x](things.md)\n//- things.md\n# My things\n//- compare.md\n# My comparison\n//- things/README/x.md\n# Deep\n",
    );
    assert!(server.get("/things").text().contains("<h1 id=\"my-things\""));
    assert!(server.get("/compare").text().contains("My comparison"));
    assert!(server.get("/things/README/x").text().contains("Deep"));
    for nothing in [
        "/things/zz",
        "/things/..%2f..%2fetc",
        "/things/%00",
        "/things/home.ttl.ttl",
        "/entity?q=zz",
        "/entity",
    ] {
        assert_eq!(server.get(nothing).status, 404, "{nothing}");
    }
}

#[test]
fn words_of_a_book_are_no_markup_on_the_pages_of_things() {
    let server = Server::fixture(
        "//- book.toml\n[preprocessor.loggia]\n//- src/SUMMARY.md\n- [A](a.md)\n//- src/a.md\n# A {#a .Architecture}\n\n## `<script>x</script>` {#one .Zone}\n\nSee `<img src=x onerror=y>` and [two](#two \"trusts\").\n\n## Two *b* {#two .Zone}\n\nNote\n: <b>bold</b> `<i>`\n",
    );
    for page in [
        "/things/a/one",
        "/things/a/two",
        "/things",
        "/things?q=script",
        "/compare?a=%3Cscript%3E&b=A",
    ] {
        let answer = server.get(page);
        assert_eq!(answer.status, 200, "{page}");
        for markup in ["<script>x", "<img src=x", "<i>"] {
            assert!(!answer.text().contains(markup), "{page}: {markup}");
        }
    }
    let text = server.get("/things/a/one.md");
    assert!(text.text().contains("\\<script\\>"), "{}", text.text());
}

#[test]
fn tools_get_the_same_as_json() {
    let get = |target: &str| {
        let answer = SERVER.get(target);
        (answer.status, answer.json())
    };
    let (status, entity) = get("/api/v1/entity?q=SSO%20database%20in%20scaled-down");
    assert_eq!((status, &entity["thing"]["name"]), (200, &"SSO database".into()));
    assert_eq!(
        entity["facts"][0]["facts"][0]["sources"][0]["file"],
        "content/architectures/scaled-down.md"
    );
    let (status, several) = get("/api/v1/entity?q=SSO%20database");
    assert_eq!((status, &several["parameter"]), (300, &"q".into()));
    assert!(several["candidates"].as_array().is_some_and(|all| all.len() > 5));
    let (status, unknown) = get("/api/v1/impact?q=SSO%20databse");
    assert_eq!((status, &unknown["nearest"][0]), (404, &"SSO database".into()));
    let (_, impact) = get("/api/v1/impact?iri=architectures/large-distributed%23sso-server");
    assert_eq!(impact["dependants"]["total"], 2);
    let (_, path) =
        get("/api/v1/path?from=HTTP%20(Rec)%20in%20large&to=SSO%20database%20in%20large");
    assert_eq!((&path["length"], path["ways"][0].as_array().map(Vec::len)), (&5.into(), Some(5)));
    let (_, none) = get(
        "/api/v1/path?from=HTTP%20(Rec)%20in%20large&to=SSO%20database%20in%20large&along=trusts",
    );
    assert!(none["length"].is_null());
    let (_, listed) =
        get("/api/v1/entities?class=Firewall&architecture=Large%20distributed%20architecture");
    assert_eq!((&listed["total"], &listed["things"][0]["name"]), (&4.into(), &"FW4".into()));
    let (_, compared) =
        get("/api/v1/compare?a=Large%20distributed%20architecture&b=Scaled-down%20architecture");
    assert_eq!(compared["only_b"][0]["name"], "S1");
    let (_, architectures) = get("/api/v1/architectures");
    assert_eq!(architectures[0]["servers"], 25);
    let (_, rules) = get("/api/v1/rules?rule=R07-trust-has-no-cycle");
    assert_eq!((rules.as_array().map(Vec::len), &rules[0]["total"]), (Some(1), &0.into()));
    let led = SERVER.get("/entity?q=SSO%20database%20in%20scaled-down");
    assert_eq!(
        (led.status, led.header("location")),
        (303, "./things/architectures/scaled-down/sso-db")
    );
    let led = SERVER.get("/entity?iri=https://w3id.org/loggia/biztalk%23sso-database");
    assert_eq!((led.status, led.header("location")), (303, "./ontology/biztalk#sso-database"));
}

#[test]
fn the_command_line_tells_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let shown = run(folder.path(), &["show", "SSO database in scaled-down"]);
    assert_eq!(shown.code, 0, "{}", shown.err);
    assert!(shown.out.starts_with("SSO database\n"), "{}", shown.out);
    assert!(shown.out.contains("content/architectures/scaled-down.md:"), "{}", shown.out);
    let unclear = run(folder.path(), &["impact", "SSO database"]);
    assert_eq!(unclear.code, 2);
    assert!(unclear.err.contains("can mean 10 things; say which"), "{}", unclear.err);
    assert!(unclear.err.contains("architectures/scaled-down#sso-db"), "{}", unclear.err);
    let json = run(
        folder.path(),
        &["path", "HTTP (Rec) in large", "SSO database in large", "--format", "json"],
    );
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["length"], 5);
    let none = run(
        folder.path(),
        &["path", "HTTP (Rec) in large", "SSO database in large", "--hops", "2"],
    );
    assert_eq!(none.code, 1, "{}", none.out);
    let compared = run(
        folder.path(),
        &[
            "compare",
            "Large distributed architecture",
            "Scaled-down architecture",
            "--format",
            "markdown",
        ],
    );
    assert!(compared.out.contains("## Only in Scaled-down architecture"), "{}", compared.out);
}

#[test]
fn a_property_of_a_book_carries_dependence_by_one_line() {
    let files = loggia::source::MemoryFiles::fixture(
        "//- book.toml\n[preprocessor.loggia]\nontology = [\"own.ttl\"]\n\
         //- own.ttl\n:feeds a owl:ObjectProperty ; rdfs:label \"feeds\" ; rdfs:subPropertyOf arch:dependsOn .\n\
         //- src/SUMMARY.md\n- [A](a.md)\n\
         //- src/a.md\n# A {#a .Server}\n\nFeeds\n: [B](#b)\n\n## B {#b .Server}\n\nShould feeds\n: [C](#c)\n\n## C {#c .Server}\n",
    );
    let snapshot = loggia::compile::Compiler::new(std::sync::Arc::new(files)).compile().unwrap();
    let of = |id: &str| {
        let iri = format!("{}a#{id}", snapshot.catalog.config.base);
        told(&impact(&snapshot, &iri, ImpactOptions::default()).dependants)
    };
    assert_eq!(of("b"), ["1 A: B – “feeds” of"]);
    // What is only recommended breaks nothing.
    assert_eq!(of("c"), [""; 0]);
}

#[test]
fn a_place_becomes_a_page_below_that_of_its_page() {
    let base = &book().catalog.config.base;
    let path = |below: &str| {
        let route = loggia::page::thing::route(&book().catalog, &format!("{base}{below}"))?;
        Some(route.as_str().to_owned())
    };
    assert_eq!(path("a/b#c").as_deref(), Some("things/a/b/c"));
    assert_eq!(path("a/#c").as_deref(), Some("things/a/c"));
    assert_eq!(path("#c%20d").as_deref(), Some("things/c d"));
    assert_eq!(path("a/b").as_deref(), Some("things/a/b"));
    assert_eq!(path(""), None);
    assert!(loggia::page::thing::route(&book().catalog, "https://example.org/#c").is_none());
}
