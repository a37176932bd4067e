//! The shared rules about architectures, on data that keeps them and on data that breaks each.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use loggia::graph::rules::{Report, Severity, Violation};
use loggia::rdf::Value;
use loggia::vocabulary::xsd;
use serde_json::json;

use crate::python::judged_by;
use crate::rules::{check, read};

const SHAPES: &str = include_str!("../../../ontology/shapes.ttl");

/// The namespace of the shared rules, and ours, whose rules are theirs.
const NAMESPACES: [&str; 2] = ["https://example.org/ns/arch", "https://w3id.org/loggia/arch"];

/// The text of a file beside the project; `None` where it is not at hand.
fn shared(name: &str) -> Option<String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(name);
    if let Ok(text) = fs::read_to_string(file) {
        return Some(text);
    }
    let required = std::env::var_os("LOGGIA_REQUIRE_ALL").is_some();
    assert!(!required, "shared/{name} is required but not at hand");
    eprintln!("skipped: shared/{name} is not at hand");
    None
}

fn report(data: &str, shapes: &str) -> Report {
    let base = "https://example.org/";
    let (problems, report) = check(&read(data, base), &read(shapes, base));
    assert_eq!(problems, []);
    let report = report.unwrap();
    assert_eq!(report.problems, []);
    report
}

/// What breaks each rule, by the beginning of its name.
fn by_rule(report: &Report) -> BTreeMap<&str, Vec<&Violation>> {
    let mut broken: BTreeMap<&str, Vec<&Violation>> = BTreeMap::new();
    for violation in &report.violations {
        let rule = violation.root_shape.text().rsplit('#').next().unwrap();
        broken.entry(&rule[..3]).or_default().push(violation);
    }
    broken
}

fn rules() -> Vec<String> {
    (1..=13).map(|number| format!("R{number:02}")).collect()
}

#[test]
fn good_data_breaks_no_rule() {
    let (Some(data), Some(shapes)) = (shared("rules-good.ttl"), shared("shapes-draft.ttl")) else {
        return;
    };
    let report = report(&data, &shapes);
    assert!(report.conforms(), "{report:#?}");
}

#[test]
fn bad_data_breaks_every_rule() {
    let (Some(data), Some(shapes)) = (shared("rules-bad.ttl"), shared("shapes-draft.ttl")) else {
        return;
    };
    let report = report(&data, &shapes);
    let broken = by_rule(&report);
    assert_eq!(broken.keys().copied().collect::<Vec<_>>(), rules());
    let warnings: Vec<&str> = broken
        .iter()
        .filter(|(_, found)| found.iter().all(|found| found.severity == Severity::Warning))
        .map(|(rule, _)| *rule)
        .collect();
    assert_eq!(warnings, ["R08", "R12"]);
    let message = |rule: &str| broken[rule][0].message.replace("https://example.org/id/ld#", ":");
    insta::assert_snapshot!(message("R01"), @"Zone <:data> holds databases but trusts <:si>");
    insta::assert_snapshot!(message("R10"), @"Directory domain has no domain controller of its own");
    insta::assert_snapshot!(message("R13"), @"expected at least 1 value for <https://example.org/ns/arch#modality>, found 0");
    let flow = broken["R05"][0];
    let names: Vec<&str> = flow.bindings.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["sz", "tz"], "what else the query found can be shown");
}

/// The rules of the book itself hold where the shared ones do, and are broken where those are.
#[test]
fn the_bundled_rules_say_the_same() {
    for (file, expected) in [("rules-good.ttl", Vec::new()), ("rules-bad.ttl", rules())] {
        let Some(data) = shared(file) else {
            return;
        };
        let report = report(&data.replace(NAMESPACES[0], NAMESPACES[1]), SHAPES);
        let broken = by_rule(&report);
        let mut found: Vec<&str> = broken.keys().copied().collect();
        // The book has rules that the shared data know nothing of.
        found.retain(|rule| *rule <= "R13");
        assert_eq!(found, expected, "{file}: {report:#?}");
    }
}

#[test]
fn pyshacl_agrees() {
    for file in ["rules-good.ttl", "rules-bad.ttl"] {
        let (Some(data), Some(shapes)) = (shared(file), shared("shapes-draft.ttl")) else {
            return;
        };
        let own = data.replace(NAMESPACES[0], NAMESPACES[1]);
        for (data, shapes) in [(data.as_str(), shapes.as_str()), (&own, SHAPES)] {
            let found: BTreeSet<String> =
                report(data, shapes).violations.iter().map(line).collect();
            let input = json!({"data": data, "shapes": shapes}).to_string();
            let Some(output) = judged_by("rules/judge.py", "pyshacl", input.as_bytes()) else {
                return;
            };
            let expected: BTreeSet<String> = output.lines().map(str::to_owned).collect();
            assert_eq!(found, expected, "{file}");
        }
    }
}

/// Focus, component, value and severity of a violation, as the script prints them.
fn line(violation: &Violation) -> String {
    let text = |value: &Value| match value {
        Value::Blank(_) => "_".to_owned(),
        Value::Literal { text, datatype, language: None } if *datatype == xsd::INTEGER => {
            text.clone()
        }
        other => other.to_string(),
    };
    [
        text(&violation.focus),
        format!("<{}>", violation.component),
        violation.value.as_ref().map_or("-".to_owned(), text),
        format!("<{}>", violation.severity.iri()),
    ]
    .join("\t")
}
