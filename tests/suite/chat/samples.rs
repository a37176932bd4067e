//! Answers of every kind.

use loggia::search::Segment;
use loggia::service::answer::{
    Answer, Card, Cell, Choice, Choices, Link, Outcome, Part, Passage, Picture, Row, Source, Table,
};

pub(crate) fn link(text: &str, address: &str) -> Link {
    Link { text: text.to_owned(), address: address.to_owned() }
}

pub(crate) fn source(file: &str, line: usize) -> Source {
    let address = format!("{}.html", file.trim_end_matches(".md"));
    Source { file: file.to_owned(), line, address }
}

fn cell(text: &str) -> Cell {
    Cell { text: text.to_owned(), address: None }
}

fn thing(text: &str, address: &str) -> Cell {
    Cell { text: text.to_owned(), address: Some(address.to_owned()) }
}

fn row(cells: Vec<Cell>, note: Option<&str>, sources: Vec<Source>) -> Row {
    Row { cells, note: note.map(str::to_owned), sources }
}

fn passage() -> Passage {
    let words = |text: &str, highlighted| Segment { text: text.to_owned(), highlighted };
    Passage {
        link: link("Trust relationships", "architectures/large-distributed.html#trust"),
        trail: vec!["Large distributed architecture".to_owned(), "Trust relationships".to_owned()],
        text: vec![
            words("The services domain ", false),
            words("trusts", true),
            words(" the data domain; the data domain ", false),
            words("trusts", true),
            words(" no other domain.", false),
        ],
        source: source("architectures/large-distributed.md", 81),
    }
}

fn picture() -> Picture {
    Picture {
        link: link(
            "Large distributed architecture",
            "architectures/large-distributed.html#figure-1",
        ),
        alternative: "Six zones from the Internet to the data domain, with firewalls between"
            .to_owned(),
        image: "figures/architectures/large-distributed/figure-1.svg".to_owned(),
        png: Some("figures/architectures/large-distributed/figure-1.png".to_owned()),
    }
}

fn ports() -> Table {
    let database = "architectures/large-distributed.html#sso";
    let document = "reference/ports/single-sign-on-servers.md";
    Table {
        caption: "Ports of the SSO database".to_owned(),
        columns: ["Port", "Protocol", "Used by"].map(str::to_owned).to_vec(),
        rows: vec![
            row(
                vec![cell("1433"), cell("TCP"), thing("Single sign-on server", database)],
                None,
                vec![source(document, 14), source("reference/ports/README.md", 30)],
            ),
            row(
                vec![cell("135"), cell("TCP"), thing("Master secret server", database)],
                Some("recommended"),
                vec![source(document, 15)],
            ),
            row(
                vec![cell("5000-5020"), cell("TCP"), cell("DTC")],
                Some("sources disagree"),
                vec![source(document, 16)],
            ),
        ],
        hidden: 4,
    }
}

fn card() -> Card {
    Card {
        link: link("FW2", "architectures/large-distributed.html#fw2"),
        kinds: vec!["Firewall".to_owned()],
        architecture: Some(link(
            "Large distributed architecture",
            "architectures/large-distributed.html",
        )),
        description: Some(passage()),
        facts: vec![
            row(
                vec![
                    cell("protects"),
                    thing("Services domain", "architectures/large-distributed.html#services"),
                ],
                None,
                vec![source("architectures/large-distributed.md", 44)],
            ),
            row(
                vec![cell("must not allow"), cell("SMB")],
                Some("must not"),
                vec![source("architectures/principles.md", 12)],
            ),
        ],
        hidden: 6,
        figure: Some(picture()),
    }
}

/// What a document could say to fool a reader, a parser or a platform.
pub(crate) const HOSTILE: &str = "@everyone @here <!channel> <@U1> <@&1> <#1> *b* _i_ ~s~ `c` \
    [x](https://evil.example) <https://evil.example|bank> https://evil.example </at> <b>&lt; \
    # h | a | b \u{202e}txt.exe\u{0}";

fn hostile() -> Answer {
    let evil = || link(HOSTILE, "a)b|c>d.html#\" onclick=x");
    Answer {
        outcome: Outcome::Facts,
        heading: HOSTILE.to_owned(),
        summary: HOSTILE.to_owned(),
        parts: vec![
            Part::Passage(Passage {
                link: evil(),
                trail: vec![HOSTILE.to_owned()],
                text: vec![Segment { text: HOSTILE.to_owned(), highlighted: true }],
                source: Source { file: HOSTILE.to_owned(), line: 1, address: evil().address },
            }),
            Part::Table(Table {
                caption: HOSTILE.to_owned(),
                columns: vec![HOSTILE.to_owned(), "- [ ] b".to_owned()],
                rows: vec![row(
                    vec![cell(HOSTILE), cell("1. x")],
                    Some(HOSTILE),
                    vec![source(HOSTILE, 1)],
                )],
                hidden: 0,
            }),
            Part::Picture(Picture {
                link: evil(),
                alternative: HOSTILE.to_owned(),
                image: "a).png".to_owned(),
                png: None,
            }),
        ],
        further: vec![evil()],
    }
}

fn choice(ask: &str, text: &str, address: Option<&str>) -> Choice {
    Choice { ask: Some(ask.to_owned()), text: text.to_owned(), address: address.map(str::to_owned) }
}

/// An answer of each kind, by name.
pub(crate) fn samples() -> Vec<(&'static str, Answer)> {
    let answer = |outcome, heading: &str, summary: &str, parts, further| Answer {
        outcome,
        heading: heading.to_owned(),
        summary: summary.to_owned(),
        parts,
        further,
    };
    let all = || vec![link("All results", "search?q=trust%20between%20domains")];
    vec![
        (
            "table",
            answer(
                Outcome::Facts,
                "Ports of the SSO database",
                "7 facts, stated in 2 documents.",
                vec![Part::Table(ports())],
                vec![link("The query", "sparql?query=SELECT")],
            ),
        ),
        (
            "card",
            answer(
                Outcome::Facts,
                "FW2",
                "8 facts, stated in 3 documents.",
                vec![Part::Card(card())],
                all(),
            ),
        ),
        (
            "passages",
            answer(
                Outcome::Passages,
                "Search: trust between domains",
                "2 passages.",
                vec![Part::Passage(passage()), Part::Passage(passage())],
                all(),
            ),
        ),
        (
            "figure",
            answer(
                Outcome::Facts,
                "Figure of the large distributed architecture",
                "1 figure.",
                vec![Part::Picture(picture())],
                Vec::new(),
            ),
        ),
        (
            "unknown",
            answer(
                Outcome::Unknown,
                "FW9",
                "Nothing in the book is called FW9.",
                vec![Part::Choices(Choices {
                    caption: "Did you mean".to_owned(),
                    entries: vec![
                        choice(
                            "show FW2",
                            "Firewall",
                            Some("architectures/large-distributed.html#fw2"),
                        ),
                        choice(
                            "show FW3",
                            "Firewall",
                            Some("architectures/large-distributed.html#fw3"),
                        ),
                    ],
                })],
                all(),
            ),
        ),
        ("help", help()),
        ("hostile", hostile()),
    ]
}

fn help() -> Answer {
    let welcome = Choice { ask: None, text: "Welcome".to_owned(), address: Some(String::new()) };
    let entries = vec![
        choice("show FW2", "what is known of a thing", None),
        choice("path A -> B", "how one thing reaches another", None),
        welcome,
    ];
    Answer {
        outcome: Outcome::Help,
        heading: "How to ask".to_owned(),
        summary: "Ask in your own words, or begin with one of these.".to_owned(),
        parts: vec![Part::Choices(Choices { caption: "You can ask".to_owned(), entries })],
        further: Vec::new(),
    }
}
