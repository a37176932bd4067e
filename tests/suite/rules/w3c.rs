//! The W3C's own tests of SHACL: all of Core, and what is supported of SHACL-SPARQL.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use loggia::rdf::{Fact, Value};

use crate::corpora::unpacked;
use crate::rules::{check, read};

const BASE: &str = "https://tests.example.org/";
const SH: &str = "http://www.w3.org/ns/shacl#";
const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const MANIFEST: &str = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#";
const TEST: &str = "http://www.w3.org/ns/shacl-test#";

/// Tests that are not passed, and why. One that passes nevertheless fails here.
const NOT_PASSED: &[(&str, &str)] = &[
    ("sparql/component/nodeValidator-001", OWN_COMPONENTS),
    ("sparql/component/optional-001", OWN_COMPONENTS),
    ("sparql/component/propertyValidator-select-001", OWN_COMPONENTS),
    ("sparql/component/validator-001", OWN_COMPONENTS),
    (
        "sparql/pre-binding/shapesGraph-001",
        "$shapesGraph and $currentShape are optional, and told to be unavailable",
    ),
    (
        "sparql/pre-binding/unsupported-sparql-001",
        "MINUS is allowed: it is the fast way to say what must not be, and sound where it shares \
         $this with the rest",
    ),
];

const OWN_COMPONENTS: &str = "constraint components of one's own are told to be unsupported";

#[test]
fn all_of_core_passes() {
    let outcomes = run("core");
    let failed: BTreeMap<_, _> = outcomes.iter().filter(|(_, found)| found.is_err()).collect();
    assert!(failed.is_empty(), "{failed:#?}");
    assert!(outcomes.is_empty() || outcomes.len() == 98, "{} tests", outcomes.len());
}

#[test]
fn what_is_not_passed_of_sparql_is_known() {
    let outcomes = run("sparql");
    let mut problems = Vec::new();
    for (test, outcome) in &outcomes {
        let reason = NOT_PASSED.iter().find(|(known, _)| known == test);
        match (outcome, reason) {
            (Ok(()), Some(_)) => problems.push(format!("{test} passes by now")),
            (Err(problem), None) => problems.push(format!("{test}: {problem}")),
            _ => {}
        }
    }
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
    assert!(outcomes.is_empty() || outcomes.len() == 23, "{} tests", outcomes.len());
}

/// All tests of a folder: their names, and what is wrong.
fn run(folder: &str) -> BTreeMap<String, Result<(), String>> {
    let Some(root) = unpacked("corpora/w3c-shacl-tests") else {
        return BTreeMap::new();
    };
    let root = root.with_file_name("data-shapes-test-suite").join("tests");
    let mut outcomes = BTreeMap::new();
    for file in files(&root.join(folder)) {
        let suite = Suite::read(&root, &file);
        for test in suite.own.objects_of(&format!("{RDF}type"), &format!("{TEST}Validate")) {
            let name = test.text().strip_prefix(BASE).unwrap().to_owned();
            outcomes.insert(name, suite.outcome(test));
        }
    }
    outcomes
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

/// Triples to look things up in.
struct Triples(Vec<Fact>);

impl Triples {
    fn values<'a>(
        &'a self,
        subject: &'a Value,
        predicate: &'a str,
    ) -> impl Iterator<Item = &'a Value> {
        let fits = move |fact: &&Fact| fact.subject == *subject && fact.predicate == predicate;
        self.0.iter().filter(fits).map(|fact| &fact.object)
    }

    fn value(&self, subject: &Value, predicate: &str) -> Option<&Value> {
        self.0
            .iter()
            .find(|fact| fact.subject == *subject && fact.predicate == predicate)
            .map(|fact| &fact.object)
    }

    /// The subjects that have an IRI as value of a property.
    fn objects_of(&self, predicate: &str, object: &str) -> Vec<&Value> {
        let fits = |fact: &&Fact| fact.predicate == predicate && fact.object.text() == object;
        self.0.iter().filter(fits).map(|fact| &fact.subject).collect()
    }

    /// A path, written so that equal paths are equal.
    fn path(&self, node: &Value) -> String {
        let Value::Blank(_) = node else {
            return node.to_string();
        };
        if let Some(first) = self.value(node, &format!("{RDF}first")) {
            let rest = self.value(node, &format!("{RDF}rest")).unwrap();
            return format!("({} {})", self.path(first), self.path(rest));
        }
        let fact = self.0.iter().find(|fact| fact.subject == *node).unwrap();
        format!("[{} {}]", fact.predicate, self.path(&fact.object))
    }

    /// The results of a report as sorted lines; shapes without a name are all alike.
    fn results(&self, report: &Value) -> Vec<String> {
        let line = |result: &Value| {
            let part = |name: &str| {
                let value = self.value(result, &format!("{SH}{name}"));
                value.map_or("-".to_owned(), |value| match (name, value) {
                    ("resultPath", path) => self.path(path),
                    ("sourceShape" | "sourceConstraint", Value::Blank(_)) => "_".to_owned(),
                    _ => value.to_string(),
                })
            };
            let parts = ["focusNode", "resultPath", "value", "sourceConstraintComponent"];
            let more = ["resultSeverity", "sourceShape", "sourceConstraint"];
            parts.into_iter().chain(more).map(part).collect::<Vec<_>>().join(" ")
        };
        let mut lines: Vec<String> =
            self.values(report, &format!("{SH}result")).map(line).collect();
        lines.sort();
        lines
    }

    /// The messages of a report.
    fn messages(&self, report: &Value) -> BTreeSet<&Value> {
        let predicate = format!("{SH}resultMessage");
        let results = format!("{SH}result");
        let results: Vec<&Value> = self.values(report, &results).collect();
        results.iter().filter_map(|result| self.value(result, &predicate)).collect()
    }
}

/// One file of tests and those it refers to.
struct Suite {
    own: Triples,
    others: BTreeMap<String, Vec<Fact>>,
}

impl Suite {
    fn read(root: &Path, file: &Path) -> Self {
        let iri = |file: &Path| format!("{BASE}{}", file.strip_prefix(root).unwrap().display());
        let text = |file: &Path| fs::read_to_string(file).unwrap();
        let own = Triples(read(&text(file), &iri(file)));
        let mut others = BTreeMap::from([(iri(file), own.0.clone())]);
        for fact in &own.0 {
            let refers = ["dataGraph", "shapesGraph"].map(|name| format!("{TEST}{name}"));
            let other = fact.object.text();
            if refers.contains(&fact.predicate) && !others.contains_key(other) {
                let file = root.join(other.strip_prefix(BASE).unwrap());
                others.insert(other.to_owned(), read(&text(&file), other));
            }
        }
        Self { own, others }
    }

    fn outcome(&self, test: &Value) -> Result<(), String> {
        let action = self.own.value(test, &format!("{MANIFEST}action")).unwrap();
        let expected = self.own.value(test, &format!("{MANIFEST}result")).unwrap();
        let graph = |name: &str| {
            let name = self.own.value(action, &format!("{TEST}{name}")).unwrap();
            &self.others[name.text()]
        };
        let (problems, report) = check(graph("dataGraph"), graph("shapesGraph"));
        let report = report.map_err(|error| error.to_string())?;
        let failed = !problems.is_empty() || !report.problems.is_empty();
        if expected.text() == format!("{TEST}Failure") {
            return failed.then_some(()).ok_or_else(|| format!("no failure: {report:#?}"));
        }
        if !report.problems.is_empty() {
            return Err(format!("{:?}", report.problems));
        }
        let conforms = self.own.value(expected, &format!("{SH}conforms")).unwrap();
        if report.conforms().to_string() != conforms.text() {
            return Err(format!("conforms: {}, {problems:#?}", report.conforms()));
        }
        let facts = Triples(report.facts());
        let own_report = &facts.0[0].subject;
        let (found, wanted) = (facts.results(own_report), self.own.results(expected));
        if found != wanted {
            return Err(format!("found {found:#?}\nexpected {wanted:#?}\n{problems:#?}"));
        }
        let (found, wanted) = (facts.messages(own_report), self.own.messages(expected));
        if !wanted.is_subset(&found) {
            return Err(format!("messages {found:#?} without {wanted:#?}"));
        }
        Ok(())
    }
}
