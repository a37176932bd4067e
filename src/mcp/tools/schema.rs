//! `describe_schema`: what a query can ask about, with what there is of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::mcp::budget::{Budget, MOST_TOKENS, USUAL_TOKENS};
use crate::mcp::server::Book;
use crate::mcp::tool::{Answered, Answers, Refusal};
use crate::ontology::{Term, TermKind};
use crate::snapshot::Snapshot;
use crate::vocabulary::{prefixes_of_book, rdf};

/// Questions with the query that answers them. A test asks them of the bundled book.
const WORKED: &[(&str, &str)] = &[
    (
        "Which servers stand in which zone of which architecture?",
        include_str!("queries/servers.rq"),
    ),
    (
        "Which zone trusts which, and which line of which file says so?",
        include_str!("queries/sources.rq"),
    ),
    ("Which ports do connections to the SSO database need?", include_str!("queries/ports.rq")),
    (
        "Which flows pass which firewall, and in which zones do they begin and end?",
        include_str!("queries/firewalls.rq"),
    ),
    ("Which sections mention a thing by its name?", include_str!("queries/mentions.rq")),
];

pub(in crate::mcp) struct DescribeSchema;

/// What part of the vocabulary.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::mcp) struct Arguments {
    /// Only terms with this word in their name or meaning, those that nothing uses included:
    /// "firewall". Empty gives everything that is used.
    #[serde(default, alias = "query", alias = "filter", alias = "term")]
    about: String,
    /// How long the answer may be, 200 to 20000 tokens.
    #[serde(default = "usual_tokens", alias = "maxTokens")]
    #[schemars(range(min = 200, max = 20000))]
    max_tokens: i64,
}

fn usual_tokens() -> i64 {
    USUAL_TOKENS * 2
}

/// The vocabulary of the graph.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::mcp) struct Reply {
    /// How the graph is made, in a few sentences.
    notes: Vec<&'static str>,
    /// Questions with a query that answers them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    worked_queries: Vec<WorkedQuery>,
    /// Classes of things, most used first.
    classes: Vec<Class>,
    /// Properties, most used first.
    properties: Vec<Property>,
    /// Preset prefixes: name and namespace.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    prefixes: BTreeMap<String, String>,
    /// Whether terms are left out; ask again with `about` or more `max_tokens`.
    truncated: bool,
}

#[derive(Debug, Serialize, JsonSchema)]
struct WorkedQuery {
    question: &'static str,
    query: &'static str,
}

/// A class.
#[derive(Debug, Clone, Serialize, JsonSchema)]
struct Class {
    /// As queries write it.
    term: String,
    label: String,
    /// What it means.
    #[serde(skip_serializing_if = "String::is_empty")]
    meaning: String,
    /// How many things are of the class, those inferred included.
    count: usize,
    /// The id of one.
    #[serde(skip_serializing_if = "String::is_empty")]
    example: String,
}

/// A property.
#[derive(Debug, Clone, Serialize, JsonSchema)]
struct Property {
    /// As queries write it.
    term: String,
    label: String,
    /// What it means.
    #[serde(skip_serializing_if = "String::is_empty")]
    meaning: String,
    /// How many facts use it, those inferred included.
    count: usize,
    /// The classes it is stated of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    of: Vec<String>,
    /// The classes or the datatype of its values.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    values: Vec<String>,
    /// A fact.
    #[serde(skip_serializing_if = "String::is_empty")]
    example: String,
}

const NOTES: &[&str] = &[
    "The default graph holds everything: facts of all documents, what follows from them, document structure and vocabularies. Inferred facts alone: GRAPH <graph/inferred>; rule results: GRAPH <graph/report>; drawn figures: GRAPH <graph/figures>; one document: GRAPH <its/id>.",
    "Things are written by their id in angle brackets, relative to the preset base: <architectures/large-distributed#sso-db>. The names of things are rdfs:label, those of concepts and akv: values skos:prefLabel. Compare names with LCASE(STR(?label)).",
    "Parts of one architecture have arch:partOfArchitecture. Zones nest: arch:inZone/arch:subZoneOf* finds the outer ones.",
    "Every stated fact is also a loggia:Statement with rdf:subject, rdf:predicate, rdf:object, arch:modality (akv:asserted, akv:recommended, akv:optional, akv:negated), loggia:line, loggia:quote, loggia:inDocument/loggia:sourcePath, sometimes arch:conflictsWith. Only asserted facts are plain triples too.",
    "Documents: loggia:Document (dcterms:title, loggia:sourcePath, loggia:linksTo), loggia:Section (rdfs:label, loggia:inDocument, loggia:level, loggia:line), loggia:Mention (loggia:mentioned, loggia:within).",
];

impl Answers for DescribeSchema {
    const NAME: &'static str = "describe_schema";
    const TITLE: &'static str = "Describe the graph";
    const DESCRIPTION: &'static str = "Tells what `sparql_query` can ask: classes and properties \
        with their meaning, how many there are, domains, ranges and an example each; preset \
        prefixes; how facts carry file, line and modality; and worked queries to copy from. Call it \
        once before the first query, and with `about` to find the term for a word.";
    type Arguments = Arguments;
    type Reply = Reply;

    fn answer(book: &Book<'_>, arguments: Arguments) -> Result<Answered<Self>, Refusal> {
        let used = book.vocabulary.of(book);
        let about = arguments.about.trim().to_lowercase();
        let mut budget = Budget::of_tokens(arguments.max_tokens.min(MOST_TOKENS));
        if !about.is_empty() {
            let wanted = |term: &str, label: &str, meaning: &str| {
                [term, label, meaning].iter().any(|text| text.to_lowercase().contains(&about))
            };
            let classes = used.classes.iter().filter(|it| wanted(&it.term, &it.label, &it.meaning));
            let classes = budget.fill(classes.cloned());
            let properties =
                used.properties.iter().filter(|it| wanted(&it.term, &it.label, &it.meaning));
            let properties = budget.fill(properties.cloned());
            return Ok(Answered::new(Reply {
                notes: Vec::new(),
                worked_queries: Vec::new(),
                prefixes: BTreeMap::new(),
                truncated: budget.exceeded(),
                classes,
                properties,
            }));
        }
        let notes = budget.fill(NOTES.iter().copied());
        let worked = WORKED.iter().map(|(question, query)| WorkedQuery { question, query });
        let worked_queries = budget.fill(worked);
        let base = &book.snapshot.catalog.config.base;
        let prefixes = prefixes_of_book(base).map(|(name, iri)| (name.to_owned(), iri.to_owned()));
        let prefixes: BTreeMap<String, String> = budget.fill(prefixes).into_iter().collect();
        // Classes get at most half of what is left, so that properties are never crowded out.
        let mut of_classes = budget.half();
        let in_use = used.classes.iter().filter(|class| class.count > 0);
        let classes = of_classes.fill(in_use.cloned());
        budget.join(&of_classes);
        let in_use = used.properties.iter().filter(|property| property.count > 0);
        let properties = budget.fill(in_use.cloned());
        Ok(Answered::new(Reply {
            notes,
            worked_queries,
            prefixes,
            truncated: budget.exceeded(),
            classes,
            properties,
        }))
    }
}

/// The vocabulary of the newest revision that was asked about, with how much each term is used.
#[derive(Default)]
pub(in crate::mcp) struct Vocabulary {
    kept: Mutex<Option<(u64, Arc<Used>)>>,
}

struct Used {
    classes: Vec<Class>,
    properties: Vec<Property>,
}

impl Vocabulary {
    fn of(&self, book: &Book<'_>) -> Arc<Used> {
        let revision = book.snapshot.revision;
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((_, used)) = kept.filter(|(kept, _)| *kept == revision) {
            return used;
        }
        let used = Arc::new(count(book));
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) =
            Some((revision, Arc::clone(&used)));
        used
    }
}

/// Counts how often each term is used by what documents assert and by what follows from that.
fn count(book: &Book<'_>) -> Used {
    let snapshot: &Snapshot = book.snapshot;
    let mut classes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut properties: BTreeMap<String, (usize, String)> = BTreeMap::new();
    let inferred = snapshot.inference.iter().map(|inferred| inferred.fact);
    for fact in snapshot.facts.asserted().into_iter().chain(inferred) {
        if fact.predicate == rdf::TYPE
            && let Some(class) = fact.object.as_iri()
        {
            classes.entry(class.to_owned()).or_default().insert(fact.subject.text().to_owned());
        }
        let uses = properties.entry(fact.predicate.clone()).or_insert_with(|| {
            let [subject, property, object] =
                [book.term(&fact.subject), book.short(&fact.predicate), book.term(&fact.object)];
            (0, format!("{subject} {property} {object}"))
        });
        uses.0 += 1;
    }
    let mut used = Used { classes: Vec::new(), properties: Vec::new() };
    // What documents consist of is told in the notes; it is stated by the program and no fact.
    let terms = snapshot.ontology.terms().filter(|(_, term)| !term.is_structural());
    for (iri, term) in terms {
        match term.kind {
            TermKind::Class => {
                let members = classes.get(iri);
                let example = members.and_then(|members| members.first());
                used.classes.push(Class {
                    term: book.short(iri),
                    label: term.label.clone(),
                    meaning: term.comment.clone(),
                    count: members.map_or(0, BTreeSet::len),
                    example: example.map(|iri| book.id_of_iri(iri)).unwrap_or_default(),
                });
            }
            TermKind::ObjectProperty | TermKind::DatatypeProperty => {
                let uses = properties.get(iri);
                used.properties.push(property(book, iri, term, uses));
            }
            TermKind::Individual | TermKind::Vocabulary => {}
        }
    }
    used.classes.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.term.cmp(&b.term)));
    used.properties.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.term.cmp(&b.term)));
    used
}

fn property(book: &Book<'_>, iri: &str, term: &Term, uses: Option<&(usize, String)>) -> Property {
    let short = |iris: &[String]| iris.iter().map(|iri| book.short(iri)).collect();
    Property {
        term: book.short(iri),
        label: term.label.clone(),
        meaning: term.comment.clone(),
        count: uses.map_or(0, |(count, _)| *count),
        of: short(&term.domain),
        values: short(&term.range),
        example: uses.map(|(_, example)| example.clone()).unwrap_or_default(),
    }
}
