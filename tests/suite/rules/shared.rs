//! The shared rules about architectures, on data that keeps them and on data that breaks each.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use loggia::graph::rules::{Report, Severity, Violation};
use loggia::rdf::Value;
use loggia::vocabulary::xsd;

use crate::rules::{check, read};

/// Prints what pySHACL finds, a line per result.
const PYSHACL: &str = r#"
import sys, rdflib, pyshacl
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
data, shapes = (rdflib.Graph().parse(name, format="turtle") for name in sys.argv[1:])
_, report, _ = pyshacl.validate(data, shacl_graph=shapes, advanced=False)
def text(node):
    if node is None:
        return "-"
    return node.n3() if not isinstance(node, rdflib.BNode) else "_"
for result in report.subjects(rdflib.RDF.type, SH.ValidationResult):
    names = ("focusNode", "sourceConstraintComponent", "value", "resultSeverity")
    print("\t".join(text(report.value(result, SH[name])) for name in names))
"#;

/// A file beside the project; `None` where it is not at hand.
fn shared(name: &str) -> Option<PathBuf> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(name);
    if file.is_file() {
        return Some(file);
    }
    let required = std::env::var_os("LOGGIA_REQUIRE_ALL").is_some();
    assert!(!required, "shared/{name} is required but not at hand");
    eprintln!("skipped: shared/{name} is not at hand");
    None
}

fn report_on(data: &str) -> Option<Report> {
    let (shapes, data) = (shared("shapes-draft.ttl")?, shared(data)?);
    let base = "https://example.org/";
    let (problems, report) = check(&read(&data, base), &read(&shapes, base));
    assert_eq!(problems, []);
    let report = report.unwrap();
    assert_eq!(report.problems, []);
    Some(report)
}

#[test]
fn good_data_breaks_no_rule() {
    if let Some(report) = report_on("rules-good.ttl") {
        assert!(report.conforms(), "{report:#?}");
    }
}

#[test]
fn bad_data_breaks_every_rule() {
    let Some(report) = report_on("rules-bad.ttl") else {
        return;
    };
    let mut broken: BTreeMap<&str, Vec<&Violation>> = BTreeMap::new();
    for violation in &report.violations {
        let rule = violation.root_shape.text().rsplit('#').next().unwrap();
        broken.entry(&rule[..3]).or_default().push(violation);
    }
    let rules: Vec<String> = (1..=13).map(|number| format!("R{number:02}")).collect();
    assert_eq!(broken.keys().copied().collect::<Vec<_>>(), rules);
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

#[test]
fn pyshacl_agrees() {
    let Some(python) = python() else {
        return;
    };
    for data in ["rules-good.ttl", "rules-bad.ttl"] {
        let Some(report) = report_on(data) else {
            return;
        };
        let found: BTreeSet<String> = report.violations.iter().map(line).collect();
        let files = [shared(data).unwrap(), shared("shapes-draft.ttl").unwrap()];
        let output = Command::new(&python).args(["-c", PYSHACL]).args(files).output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{errors}");
        let text = String::from_utf8(output.stdout).unwrap();
        let expected: BTreeSet<String> = text.lines().map(str::to_owned).collect();
        assert_eq!(found, expected, "{data}");
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

/// A Python that knows pySHACL: the one `LOGGIA_PYTHON` names, or the system's.
fn python() -> Option<PathBuf> {
    let python = std::env::var_os("LOGGIA_PYTHON").map_or("python3".into(), PathBuf::from);
    let import = Command::new(&python).args(["-c", "import pyshacl"]).output();
    if import.is_ok_and(|output| output.status.success()) {
        return Some(python);
    }
    let required = std::env::var_os("LOGGIA_REQUIRE_ALL").is_some();
    assert!(!required, "a Python with pyshacl is required but not at hand; set LOGGIA_PYTHON");
    eprintln!("skipped: no Python with pyshacl is at hand; LOGGIA_PYTHON can name one");
    None
}
