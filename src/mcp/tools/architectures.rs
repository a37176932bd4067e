//! `list_architectures` and `compare`: architectures as wholes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::mcp::address::shown;
use crate::mcp::budget::{Budget, Portion, USUAL_TOKENS, usual_tokens};
use crate::mcp::server::Book;
use crate::mcp::told::{Cited, Named, cited};
use crate::mcp::tool::{Answered, Answers, Refusal};
use crate::service::compare::{Change, ComparedFact, Pair, compare};
use crate::service::list::{ArchitectureView, architectures};
use crate::service::thing::is_a;
use crate::vocabulary::arch;

pub(in crate::mcp) struct ListArchitectures;

/// Nothing is asked.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::mcp) struct NoArguments {}

/// All architectures.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::mcp) struct Listed {
    /// In the order of the book.
    architectures: Vec<Summary>,
    /// Whether some are left out.
    truncated: bool,
}

/// An architecture in numbers.
#[derive(Debug, Serialize, JsonSchema)]
struct Summary {
    /// For `compare`, `check_rules`, `get_entity` and `get_page`.
    id: String,
    /// What the documents call it.
    label: String,
    url: String,
    elements: usize,
    zones: usize,
    servers: usize,
    databases: usize,
    firewalls: usize,
    flows: usize,
}

impl Answers for ListArchitectures {
    const NAME: &'static str = "list_architectures";
    const TITLE: &'static str = "List the architectures";
    const DESCRIPTION: &'static str = "Lists all architectures that the book describes, each with \
        its id and how many zones, servers, databases, firewalls and flows it has. Use it to see \
        what there is, and for the ids that `compare` and `check_rules` take.";
    type Arguments = NoArguments;
    type Reply = Listed;

    fn answer(book: &Book<'_>, _arguments: NoArguments) -> Result<Answered<Self>, Refusal> {
        let mut budget = Budget::of_tokens(USUAL_TOKENS);
        let summaries = architectures(book.snapshot);
        let architectures = budget.fill(summaries.iter().map(|view| summary(book, view)));
        Ok(Answered::new(Listed { architectures, truncated: budget.exceeded() }))
    }
}

fn summary(book: &Book<'_>, view: &ArchitectureView) -> Summary {
    Summary {
        id: book.id_of_iri(&view.thing.iri),
        label: view.thing.name.clone(),
        url: book.url_of(&view.thing.address),
        elements: view.elements,
        zones: view.zones,
        servers: view.servers,
        databases: view.databases,
        firewalls: view.firewalls,
        flows: view.flows,
    }
}

pub(in crate::mcp) struct Compare;

/// What is compared.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::mcp) struct Arguments {
    /// The first architecture: id or name.
    #[serde(alias = "first", alias = "left", alias = "architecture_a")]
    a: String,
    /// The second architecture: id or name.
    #[serde(alias = "second", alias = "right", alias = "architecture_b")]
    b: String,
    /// How long the answer may be, 200 to 20000 tokens.
    #[serde(default = "usual_tokens", alias = "maxTokens")]
    #[schemars(range(min = 200, max = 20000))]
    max_tokens: i64,
    /// `next_cursor` of the answer before, for more differences.
    #[serde(default)]
    cursor: String,
}

/// Two architectures side by side.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::mcp) struct Compared {
    a: Named,
    b: Named,
    /// How many elements of the first have a counterpart in the second.
    pairs_total: usize,
    /// How many of them are told the same of, in all facts.
    unchanged: usize,
    /// How many elements only the first has.
    only_a_total: usize,
    /// How many elements only the second has.
    only_b_total: usize,
    /// The differences: elements that only one has, then counterparts that differ.
    differences: Vec<Difference>,
    /// Where to go on.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
    /// Whether there are more differences.
    truncated: bool,
}

/// A difference of two architectures.
#[derive(Debug, Serialize, JsonSchema)]
struct Difference {
    /// The element of the first architecture; left out where only the second has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    a: Option<Named>,
    /// The element of the second architecture; left out where only the first has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    b: Option<Named>,
    /// What is said of one and not of the other, where both have it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    changes: Vec<Changed>,
}

/// A property whose values differ.
#[derive(Debug, Serialize, JsonSchema)]
struct Changed {
    property: String,
    /// Values of the first only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    only_a: Vec<Valued>,
    /// Values of the second only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    only_b: Vec<Valued>,
}

/// A value with who says so.
#[derive(Debug, Serialize, JsonSchema)]
struct Valued {
    value: String,
    /// `recommended`, `optional` or `negated`; left out where it is asserted.
    #[serde(skip_serializing_if = "Option::is_none")]
    modality: Option<&'static str>,
    sources: Vec<Cited>,
}

impl Answers for Compare {
    const NAME: &'static str = "compare";
    const TITLE: &'static str = "Compare two architectures";
    const DESCRIPTION: &'static str = "Sets two architectures side by side: which elements only one \
        has, and for counterparts what is said of one and not of the other, with file, line and \
        quotation. Takes ids or names from `list_architectures`. Long comparisons go on with \
        `next_cursor`; the totals tell the size at once.";
    type Arguments = Arguments;
    type Reply = Compared;

    fn answer(book: &Book<'_>, arguments: Arguments) -> Result<Answered<Self>, Refusal> {
        let mut portion = Portion::read(arguments.max_tokens, &arguments.cursor)?;
        let a = book.architecture(&arguments.a)?;
        let b = book.architecture(&arguments.b)?;
        let compared = compare(book.snapshot, &a, &b);
        let only = |a, b| Difference { a, b, changes: Vec::new() };
        let only_a = compared.only_a.iter().map(|thing| only(Some(book.named(thing)), None));
        let only_b = compared.only_b.iter().map(|thing| only(None, Some(book.named(thing))));
        let changed = compared.both.iter().filter(|pair| !pair.changes.is_empty());
        let changed: Vec<&Pair> = changed.collect();
        let differences =
            only_a.chain(only_b).chain(changed.iter().map(|pair| differs(book, pair)));
        let differences = portion.of(differences);
        let next_cursor = portion.next_cursor();
        Ok(Answered::new(Compared {
            a: book.named(&compared.a),
            b: book.named(&compared.b),
            pairs_total: compared.both.len(),
            unchanged: compared.both.len() - changed.len(),
            only_a_total: compared.only_a.len(),
            only_b_total: compared.only_b.len(),
            truncated: next_cursor.is_some(),
            next_cursor,
            differences,
        }))
    }
}

fn differs(book: &Book<'_>, pair: &Pair) -> Difference {
    Difference {
        a: Some(book.named(&pair.a)),
        b: Some(book.named(&pair.b)),
        changes: pair.changes.iter().map(changed).collect(),
    }
}

fn changed(change: &Change) -> Changed {
    let values = |facts: &[ComparedFact]| -> Vec<Valued> {
        let values = facts.iter().map(|fact| Valued {
            value: fact.value.text.clone(),
            modality: (fact.modality != "asserted").then_some(fact.modality),
            sources: cited(fact.sources.get(..1).unwrap_or(&fact.sources)),
        });
        values.collect()
    };
    Changed {
        property: change.property.name.clone(),
        only_a: values(&change.only_a),
        only_b: values(&change.only_b),
    }
}

impl Book<'_> {
    /// The IRI of the architecture that a caller means.
    pub(in crate::mcp) fn architecture(&self, given: &str) -> Result<String, Refusal> {
        let known = architectures(self.snapshot);
        let wanted = given.trim().to_lowercase();
        if let Some(view) = known.iter().find(|view| view.thing.name.to_lowercase() == wanted) {
            return Ok(view.thing.iri.clone());
        }
        // Whoever names the page means the architecture that it describes.
        let of_page = self.iri_of_id(given);
        let on_page =
            |view: &&ArchitectureView| view.thing.iri.split('#').next() == Some(of_page.as_str());
        let mut on_it = known.iter().filter(on_page);
        if let (Some(view), None) = (on_it.next(), on_it.next()) {
            return Ok(view.thing.iri.clone());
        }
        match self.thing(given) {
            Ok(iri) if is_a(self.snapshot, &iri, arch::ARCHITECTURE) => Ok(iri),
            _ => {
                let ids = known.iter().map(|view| format!("`{}`", self.id_of_iri(&view.thing.iri)));
                Err(Refusal::new(format!(
                    "`{}` is no architecture of this book; these are: {}",
                    shown(given),
                    ids.collect::<Vec<_>>().join(", ")
                )))
            }
        }
    }
}
