//! Diagnostics as SARIF 2.1.0, the exchange format of code scanning.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use crate::diagnostic::render::location::Location;
use crate::diagnostic::{Code, Diagnostic, codes};
use crate::text::{Place, Texts};

/// What paths refer to: whoever reads the log knows where the book's root is.
const ROOT: &str = "%SRCROOT%";
/// All that is neither unreserved in a URI nor the `/` between segments.
const ESCAPED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// What a code means and how to mend it, at length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Help {
    /// As plain text.
    pub text: String,
    /// As Markdown.
    pub markdown: String,
}

/// One SARIF log with one run: every code is a rule with the `help` there is, every diagnostic a
/// result. Lines and columns count from 1, columns in UTF-16 code units.
#[must_use]
pub fn sarif(
    diagnostics: &[Diagnostic],
    texts: &Texts,
    help: impl Fn(&Code) -> Option<Help>,
) -> String {
    let rules: Vec<Value> = codes::ALL.iter().map(|code| rule(code, help(code))).collect();
    let results: Vec<Value> =
        diagnostics.iter().map(|diagnostic| result(diagnostic, texts)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "Loggia",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "utf16CodeUnits",
            "originalUriBaseIds": {
                ROOT: { "description": { "text": "The root of the book." } },
            },
            "results": results,
        }],
    });
    format!("{log:#}")
}

fn rule(code: &Code, help: Option<Help>) -> Value {
    let mut rule = json!({
        "id": code.name,
        "name": pascal_case(code.name),
        "shortDescription": { "text": code.summary },
        "defaultConfiguration": { "level": code.severity.as_str() },
    });
    if let Some(Help { text, markdown }) = help {
        rule["help"] = json!({ "text": text, "markdown": markdown });
    }
    rule
}

fn result(diagnostic: &Diagnostic, texts: &Texts) -> Value {
    let mut text = diagnostic.message.clone();
    if let Some(help) = &diagnostic.help {
        text.push_str("\nhelp: ");
        text.push_str(help);
    }
    let label = diagnostic.label.as_deref();
    let mut result = json!({
        "ruleId": diagnostic.code.name,
        "ruleIndex": codes::ALL.iter().position(|code| *code == diagnostic.code),
        "level": diagnostic.severity().as_str(),
        "message": { "text": text },
        "locations": [{ "physicalLocation": physical_location(&diagnostic.place, label, texts) }],
    });
    if !diagnostic.related.is_empty() {
        let related = diagnostic.related.iter().map(|(place, words)| {
            json!({
                "physicalLocation": physical_location(place, None, texts),
                "message": { "text": words },
            })
        });
        result["relatedLocations"] = related.collect();
    }
    result
}

fn physical_location(place: &Place, label: Option<&str>, texts: &Texts) -> Value {
    let uri = utf8_percent_encode(place.file.as_str(), ESCAPED).to_string();
    let mut physical = json!({ "artifactLocation": { "uri": uri, "uriBaseId": ROOT } });
    if let Some(Location { start, end, .. }) = Location::find_utf16(place, texts) {
        physical["region"] = json!({
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        });
        if let Some(label) = label {
            physical["region"]["message"] = json!({ "text": label });
        }
    }
    physical
}

/// `broken-link` as `BrokenLink`: SARIF wants a name that is not the id.
fn pascal_case(name: &str) -> String {
    name.split('-')
        .flat_map(|word| {
            let (first, rest) = word.split_at(word.len().min(1));
            [first.to_ascii_uppercase(), rest.to_owned()]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::render::fixture;
    use std::collections::BTreeSet;

    /// All codes but the second have a help.
    fn help(code: &Code) -> Option<Help> {
        let text = format!("About {}.", code.name);
        (code != codes::MALFORMED_SUMMARY).then(|| Help { markdown: format!("**{text}**"), text })
    }

    #[test]
    fn a_run_with_a_result() {
        let log: Value =
            serde_json::from_str(&sarif(&fixture::diagnostics(), &fixture::texts(), help)).unwrap();
        let mut run = log["runs"][0].clone();
        run["tool"]["driver"]["rules"].as_array_mut().unwrap().truncate(1);
        run["tool"]["driver"]["semanticVersion"] = "0.0.0".into();
        let results = run["results"].take();
        run["results"] = json!([results[2]]);
        run.sort_all_objects();
        let output = format!("{run:#}");
        insta::assert_snapshot!(output, @r#"
        {
          "columnKind": "utf16CodeUnits",
          "originalUriBaseIds": {
            "%SRCROOT%": {
              "description": {
                "text": "The root of the book."
              }
            }
          },
          "results": [
            {
              "level": "warning",
              "locations": [
                {
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "index.md",
                      "uriBaseId": "%SRCROOT%"
                    },
                    "region": {
                      "endColumn": 17,
                      "endLine": 3,
                      "message": {
                        "text": "second use"
                      },
                      "startColumn": 10,
                      "startLine": 3
                    }
                  }
                }
              ],
              "message": {
                "text": "the id `home` stands twice in this page\nhelp: give one of them another id"
              },
              "relatedLocations": [
                {
                  "message": {
                    "text": "first use, 100%: here"
                  },
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "index.md",
                      "uriBaseId": "%SRCROOT%"
                    },
                    "region": {
                      "endColumn": 15,
                      "endLine": 1,
                      "startColumn": 8,
                      "startLine": 1
                    }
                  }
                }
              ],
              "ruleId": "duplicate-id",
              "ruleIndex": 24
            }
          ],
          "tool": {
            "driver": {
              "name": "Loggia",
              "rules": [
                {
                  "defaultConfiguration": {
                    "level": "error"
                  },
                  "help": {
                    "markdown": "**About malformed-config.**",
                    "text": "About malformed-config."
                  },
                  "id": "malformed-config",
                  "name": "MalformedConfig",
                  "shortDescription": {
                    "text": "the configuration cannot be read as it stands"
                  }
                }
              ],
              "semanticVersion": "0.0.0"
            }
          }
        }
        "#);
    }

    #[test]
    fn columns_are_utf16_and_paths_are_uris() {
        let log: Value =
            serde_json::from_str(&sarif(&fixture::diagnostics(), &fixture::texts(), help)).unwrap();
        let physical = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(physical["artifactLocation"]["uri"], "guide/gr%C3%B6%C3%9Fe%201.md");
        // One more than characters: the face in front counts twice.
        assert_eq!(physical["region"]["startColumn"], 14);
        assert_eq!(physical["region"]["endColumn"], 22);
    }

    #[test]
    fn every_code_is_a_rule_and_every_result_names_its_rule() {
        let log: Value =
            serde_json::from_str(&sarif(&fixture::diagnostics(), &fixture::texts(), help)).unwrap();
        let run = &log["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        assert_eq!(rules.len(), codes::ALL.len());
        for result in run["results"].as_array().unwrap() {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(rules[index]["id"], result["ruleId"]);
        }
        assert!(rules[1].get("help").is_none(), "no help is better than an empty one");
        let ids: BTreeSet<_> = rules.iter().map(|rule| rule["id"].to_string()).collect();
        let names: BTreeSet<_> = rules.iter().map(|rule| rule["name"].to_string()).collect();
        assert_eq!((ids.len(), names.len()), (rules.len(), rules.len()));
        assert!(ids.is_disjoint(&names), "a name that repeats its id says nothing");
    }

    #[test]
    fn a_region_without_size_is_still_a_region() {
        let log: Value =
            serde_json::from_str(&sarif(&fixture::diagnostics(), &fixture::texts(), help)).unwrap();
        let regions = log["runs"][0]["results"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|result| result["locations"][0]["physicalLocation"].get("region"));
        let mut count = 0;
        for region in regions {
            count += 1;
            let number = |name: &str| region[name].as_u64().unwrap();
            assert!(number("startLine") >= 1 && number("startColumn") >= 1);
            let start = (number("startLine"), number("startColumn"));
            assert!((number("endLine"), number("endColumn")) >= start);
        }
        assert_eq!(count, 4, "all but the file without a text");
    }
}
