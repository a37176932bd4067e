//! Whatever is written, reading it ends well and every statement has a source.

use proptest::prelude::*;

use crate::facts::tests::book;

/// Pieces of Markdown that state facts, or nearly.
fn piece() -> impl Strategy<Value = String> {
    let id = prop::sample::select(vec!["a", "b", "ä", "x~", "a-1", ""]);
    let class = prop::sample::select(vec!["Zone", "Firewall", "TrafficFlow", "facts", "Zo", "Á"]);
    let property = prop::sample::select(vec![
        "trusts",
        "Must not trust",
        "port",
        "should protect",
        "Protocol",
        "note",
        "feeds",
        "Subject",
        "Property",
        "Value",
        "",
        "may",
        "Ümlaut",
        "must\u{a0}not hold",
        "opened",
        "forbids kind",
        "depicts",
        "Should depict 1,2,3,4",
        "depicts 12.5,40,18,9",
        "depicts 99,0,2,1",
    ]);
    let words = prop_oneof![
        "[a-zäß☃ .,;:!?—–()'’-]{0,12}",
        "[0-9 ,;–-]{0,12}",
        prop::sample::select(vec![
            "HTTP and SOAP",
            "none",
            "80-443",
            "Zone",
            "a.md",
            "<br>",
            "\\|"
        ])
        .prop_map(str::to_owned),
        any::<String>(),
    ];
    let link = (words.clone(), id.clone(), property.clone())
        .prop_map(|(words, id, title)| format!("[{words}](#{id} \"{title}\")"));
    let cell = prop_oneof![words.clone(), link.clone(), property.clone().prop_map(str::to_owned)];
    let row = prop::collection::vec(cell.clone(), 0..5)
        .prop_map(|cells| format!("| {} |\n", cells.join(" | ")));
    let table = (prop::collection::vec(property.clone(), 1..6), prop::collection::vec(row, 0..4))
        .prop_map(|(head, rows)| {
            let line = "|---".repeat(head.len());
            format!("| {} |\n{line}|\n{}", head.join(" | "), rows.concat())
        });
    let turtle = prop_oneof![
        any::<String>(),
        "[<>#ab:.;,\\[\\]() \n'\"^@_-]{0,40}",
        (id.clone(), words.clone()).prop_map(|(id, words)| format!(
            "<#{id}> a arch:Zone ;\n\n  arch:note '{words}' , [\n arch:port 1 ] # x\n  \n ."
        )),
    ];
    prop_oneof![
        (1..4_usize, words.clone(), id, class).prop_map(|(level, words, id, class)| format!(
            "{} {words} {{#{id} .{class}}}",
            "#".repeat(level)
        )),
        (property, prop::collection::vec(cell.clone(), 0..3)).prop_map(|(term, values)| {
            let values = values.iter().map(|value| format!(": {value}\n"));
            format!("{term}\n{}", values.collect::<String>())
        }),
        (words.clone(), link, words)
            .prop_map(|(before, link, after)| format!("{before}{link}{after}")),
        table,
        turtle.prop_map(|turtle| format!("```turtle\n{turtle}\n```")),
        Just("![i](i.svg)".to_owned()),
        Just("```figure\n```".to_owned()),
        Just("{{#include part.txt}}".to_owned()),
        Just("---\ntype: Zone\nport: x\n---".to_owned()),
    ]
}

fn page() -> impl Strategy<Value = String> {
    let marked = (prop::sample::select(vec!["", "", "", "> ", "- ", "\t"]), piece()).prop_map(
        |(mark, piece)| {
            let lines: Vec<String> = piece.lines().map(|line| format!("{mark}{line}\n")).collect();
            lines.concat()
        },
    );
    prop::collection::vec(marked, 1..8).prop_map(|pieces| pieces.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn every_statement_has_a_place_and_words(first in page(), part in page(), second in page()) {
        // The mark that starts a file of a fixture.
        let plain = |text: &str| text.replace("//- ", "");
        let (first, part, second) = (plain(&first), plain(&part), plain(&second));
        let book = book(&format!("//- a.md\n{first}\n//- b.md\n{second}\n//- part.txt\n{part}\n"));
        for (_, statement) in book.facts.statements() {
            let text = book.texts[&statement.place.file].text();
            prop_assert!(text.get(statement.place.span.range()).is_some(), "{statement:?}");
            prop_assert!(!statement.quote.trim().is_empty(), "{statement:?}");
        }
        for (facts, page) in book.facts.pages.iter().zip(&book.catalog.pages) {
            for spot in &facts.hot_spots {
                let statement = &facts.statements[spot.statement];
                let image = &page.document.images[spot.image];
                let link = &page.document.links[spot.link];
                prop_assert!(image.figure.is_some() && image.section == link.section, "{spot:?}");
                prop_assert!(image.span.start < link.span.start, "{spot:?}");
                prop_assert!(statement.is_asserted(), "{statement:?}");
            }
            let order = facts.hot_spots.is_sorted_by_key(|spot| spot.statement);
            prop_assert!(order, "{:?}", facts.hot_spots);
        }
        for problem in &book.facts.diagnostics {
            let places = problem.related.iter().map(|(place, _)| place);
            for place in places.chain([&problem.place]) {
                let text = book.texts[&place.file].text();
                prop_assert!(text.get(place.span.range()).is_some(), "{problem:?}");
            }
        }
        for conflict in &book.facts.conflicts {
            let stated = [conflict.first, conflict.second].map(|id| book.facts.statement(id).is_some());
            prop_assert!(conflict.first < conflict.second && stated == [true, true], "{conflict:?}");
        }
    }
}
