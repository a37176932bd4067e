//! Facts from outside: the manual's examples, and what holds for everything the bundled book states.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use loggia::compile::{Compiler, Examined};
use loggia::facts::{Modality, Statement};
use loggia::rdf::turtle::{self, TurtleContext};
use loggia::rdf::{Fact, Value};
use loggia::source::{Files, MemoryFiles, bundled_book};
use loggia::text::FilePath;
use loggia::vocabulary::{
    PREFIXES, akv, arch, dcterms, loggia as own, oa, prov, rdf, rdfs, schema,
};

fn examine(files: MemoryFiles) -> Examined {
    Compiler::new(Arc::new(files)).examine().unwrap()
}

/// A fence of a Markdown file.
struct Fence {
    info: String,
    code: String,
    /// The line it starts in.
    line: usize,
    /// Whether nothing but blank lines stands between it and the fence before.
    follows: bool,
}

fn fences(markdown: &str) -> Vec<Fence> {
    let mut fences: Vec<Fence> = Vec::new();
    let mut open: Option<(String, Fence)> = None;
    let mut follows = false;
    for (index, line) in markdown.lines().enumerate() {
        let ticks: String = line.chars().take_while(|c| *c == '`').collect();
        match open.take() {
            Some((marks, fence)) if line == marks => {
                fences.push(fence);
                follows = true;
            }
            Some((marks, mut fence)) => {
                fence.code.push_str(line);
                fence.code.push('\n');
                open = Some((marks, fence));
            }
            None if ticks.len() >= 3 => {
                let info = line[ticks.len()..].to_owned();
                open = Some((ticks, Fence { info, code: String::new(), line: index + 1, follows }));
            }
            None => follows &= line.trim().is_empty(),
        }
    }
    fences
}

const PAGE: &str = "http://127.0.0.1:3000/page";

/// A literate book of one page.
fn page(markdown: &str) -> Examined {
    examine(MemoryFiles::fixture(&format!(
        "//- book.toml\n[preprocessor.loggia]\n//- src/SUMMARY.md\n[Page](page.md)\n//- src/page.md\n{markdown}"
    )))
}

fn line_of(modality: &str, fact: &Fact) -> String {
    let short = |text: String| {
        let prefixes = PREFIXES.iter().fold(text, |text, (prefix, namespace)| {
            let marked = format!("<{namespace}");
            match text.strip_prefix(&marked) {
                Some(local) if !local.contains('/') => {
                    format!("{prefix}:{}", local.trim_end_matches('>'))
                }
                _ => text,
            }
        });
        prefixes.replace(PAGE, "")
    };
    let predicate = short(format!("<{}>", fact.predicate));
    let (subject, object) = (short(fact.subject.to_string()), short(fact.object.to_string()));
    format!("{modality}: {subject} {predicate} {object}")
}

fn read_turtle(text: &str) -> Vec<Fact> {
    let context = TurtleContext { base: PAGE, prefixes: PREFIXES, blank_scope: "e" };
    let (facts, problem) = turtle::read(text, context);
    assert_eq!(problem, None, "{text}");
    facts.into_iter().map(|stated| stated.fact).collect()
}

/// What an example says that its Markdown states: Turtle, and comments for what is not asserted.
fn promised(turtle: &str) -> BTreeSet<String> {
    let mut lines: BTreeSet<String> =
        read_turtle(turtle).iter().map(|fact| line_of("asserted", fact)).collect();
    for comment in turtle.lines().filter_map(|line| line.strip_prefix("# ")) {
        let (modality, said) = comment.split_once(": ").unwrap();
        let is_modality = ["recommended", "optional", "negated"].contains(&modality);
        assert!(is_modality, "`{modality}` is no modality that is not asserted");
        lines.extend(read_turtle(said).iter().map(|fact| line_of(modality, fact)));
    }
    lines
}

fn stated(examined: &Examined) -> BTreeSet<String> {
    let statements = examined.facts.statements();
    statements.map(|(_, told)| line_of(told.modality.as_str(), &told.fact)).collect()
}

fn manual_examples() -> Vec<(String, String, usize)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/manual/facts.md");
    let fences = fences(&fs::read_to_string(path).unwrap());
    let markdown = fences.iter().enumerate().filter(|(_, fence)| fence.info == "markdown");
    let examples = markdown.map(|(index, fence)| {
        let answer = fences.get(index + 1).filter(|next| next.follows);
        let answer = answer.filter(|next| next.info == "turtle example");
        let answer = answer.unwrap_or_else(|| panic!("line {} has no Turtle below", fence.line));
        (fence.code.clone(), answer.code.clone(), fence.line)
    });
    examples.collect()
}

#[test]
fn every_example_of_the_manual_states_exactly_what_the_manual_says() {
    let examples = manual_examples();
    let mut problems = Vec::new();
    for (markdown, turtle, line) in &examples {
        let examined = page(markdown);
        let (promised, stated) = (promised(turtle), stated(&examined));
        let at = |mark: &str, line_of_fact: &String| format!("line {line}: {mark} {line_of_fact}");
        problems.extend(promised.difference(&stated).map(|fact| at("not stated:", fact)));
        problems.extend(stated.difference(&promised).map(|fact| at("not in the manual:", fact)));
        // An example is no whole architecture, so it is not held against the rules.
        let told = examined.catalog.diagnostics.iter().chain(&examined.facts.diagnostics);
        problems.extend(told.map(|problem| at(problem.code.name, &problem.message)));
        problems.extend(unfounded(&examined).iter().map(|fact| at("without a source:", fact)));
    }
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
    assert!(examples.len() >= 10, "{}", examples.len());
}

/// Properties by which the program tells of documents and their parts, besides those of its own
/// vocabulary.
const OF_DOCUMENTS: &[&str] = &[
    dcterms::TITLE,
    dcterms::DESCRIPTION,
    dcterms::CREATOR,
    dcterms::DATE,
    dcterms::CREATED,
    dcterms::MODIFIED,
    dcterms::LANGUAGE,
    dcterms::CONFORMS_TO,
    schema::KEYWORDS,
    schema::ENCODING_FORMAT,
    schema::WIDTH,
    schema::HEIGHT,
    rdfs::LABEL,
    rdf::VALUE,
];

/// The triples of the pages' graphs that are neither structure nor backed by a statement with a
/// place, and the statements whose place or words are missing.
fn unfounded(examined: &Examined) -> Vec<String> {
    let mut found = Vec::new();
    for index in 0..examined.catalog.pages.len() {
        let triples = examined.graph.facts_of_graph(&examined.catalog.iri(index));
        let mut by_subject: BTreeMap<&Value, Vec<&Fact>> = BTreeMap::new();
        for fact in &triples {
            by_subject.entry(&fact.subject).or_default().push(fact);
        }
        let value = |subject: &Value, predicate: &str| {
            let facts = by_subject.get(subject)?;
            facts.iter().find(|fact| fact.predicate == predicate).map(|fact| &fact.object)
        };
        let nodes: BTreeSet<&Value> = triples
            .iter()
            .filter(|fact| fact.predicate == rdf::TYPE && fact.object.text() == arch::STATEMENT)
            .map(|fact| &fact.subject)
            .collect();
        let mut asserted = BTreeSet::new();
        for node in &nodes {
            let file = value(node, own::INCLUDED_FROM).map(Value::text);
            let file = file.unwrap_or(examined.catalog.pages[index].document.path.as_str());
            let text = examined.texts.get(&FilePath::new(file).unwrap());
            let lines = text.map_or(0, |text| text.text().lines().count());
            let line = value(node, own::LINE).and_then(|line| line.text().parse::<usize>().ok());
            let quote = value(node, own::QUOTE).map_or("", Value::text);
            let is_within = value(node, prov::HAD_PRIMARY_SOURCE).is_some();
            if !line.is_some_and(|line| (1..=lines).contains(&line))
                || quote.is_empty()
                || !is_within
            {
                found.push(format!("{node} has no place or no words"));
            }
            let said = (value(node, rdf::SUBJECT), value(node, rdf::PREDICATE));
            if value(node, arch::MODALITY).map(Value::text) == Some(akv::ASSERTED)
                && let ((Some(subject), Some(predicate)), Some(object)) =
                    (said, value(node, rdf::OBJECT))
            {
                asserted.insert((subject, predicate.text(), object));
            }
        }
        for fact in &triples {
            // Regions of images are parts of documents too; what they show is a statement.
            let is_of_program =
                |iri: &str| [own::NAMESPACE, oa::NAMESPACE].iter().any(|own| iri.starts_with(own));
            let is_structure = is_of_program(&fact.predicate)
                || OF_DOCUMENTS.contains(&fact.predicate.as_str())
                || (fact.predicate == rdf::TYPE && is_of_program(fact.object.text()))
                || nodes.contains(&fact.subject);
            let plain = (&fact.subject, fact.predicate.as_str(), &fact.object);
            if !asserted.remove(&plain) && !is_structure {
                found.push(line_of("asserted", fact));
            }
        }
        let missing = asserted.iter();
        found.extend(missing.map(|(subject, predicate, object)| {
            format!("{subject} {predicate} {object} has a statement and no triple")
        }));
    }
    found
}

#[test]
fn no_fact_of_the_bundled_book_is_without_a_source() {
    let examined = examine(bundled_book());
    let found = unfounded(&examined);
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
    let stated = examined.facts.statements().count();
    assert!(stated > 1000, "{stated}");
}

/// What a page says, however its statements are numbered.
fn said(statement: &Statement) -> (Fact, Modality, String, String) {
    let place = format!("{}:{}", statement.place.file, statement.place.span.start);
    (statement.fact.clone(), statement.modality, place, statement.quote.clone())
}

/// What a graph says besides what its page mentions, which depends on the names of the whole book.
fn without_mentions(facts: Vec<Fact>) -> Vec<Fact> {
    let is_mention =
        |fact: &Fact| fact.predicate == own::MENTIONS || fact.subject.text().contains("#mention-");
    facts.into_iter().filter(|fact| !is_mention(fact)).collect()
}

/// What a page mentions: the section's index, the thing, and the words in lower case.
fn mentioned(examined: &Examined, page: usize) -> BTreeSet<(usize, String, String)> {
    let text = examined.catalog.pages[page].document.text.text();
    let mentions = examined.facts.pages[page].mentions.iter();
    let places = mentions.flat_map(|mention| {
        mention.spans.iter().map(|span| {
            let words = text[span.range()].split_whitespace().collect::<Vec<_>>().join(" ");
            (mention.section, mention.iri.to_string(), words.to_lowercase())
        })
    });
    places.collect()
}

#[test]
fn removing_a_document_removes_exactly_its_facts() {
    let whole = examine(bundled_book());
    let files = bundled_book();
    for removed in [
        "content/architectures/large-distributed.md",
        "content/reference/accounts-and-groups.md",
        "content/small-and-medium/threats.md",
    ] {
        let removed = FilePath::new(removed).unwrap();
        let all = files.list(&FilePath::default()).unwrap().into_iter();
        let rest = all.filter(|file| *file != removed).fold(MemoryFiles::new(), |rest, file| {
            let bytes = files.read(&file).unwrap();
            rest.with(file, bytes)
        });
        let without = examine(rest);
        let pages = |examined: &Examined| -> BTreeMap<FilePath, usize> {
            let pages = examined.catalog.pages.iter().enumerate();
            pages.map(|(index, page)| (page.document.path.clone(), index)).collect()
        };
        let (before, after) = (pages(&whole), pages(&without));
        let gone = whole.catalog.iri(before[&removed]);
        let names: BTreeSet<String> = whole.graph.graph_names().into_iter().collect();
        let left: BTreeSet<String> = without.graph.graph_names().into_iter().collect();
        assert_eq!(names.difference(&left).collect::<Vec<_>>(), [&gone]);
        assert!(left.is_subset(&names));
        let entities = &whole.facts.pages[before[&removed]].entities;
        let names_gone: Vec<String> =
            entities.iter().map(|entity| entity.label.to_lowercase()).collect();
        let is_of_removed = |text: &str| {
            text == gone || text.strip_prefix(&gone).is_some_and(|t| t.starts_with('#'))
        };
        for (file, index) in &after {
            let iri = without.catalog.iri(*index);
            let own = without_mentions(whole.graph.facts_of_graph(&iri));
            let rest = without_mentions(without.graph.facts_of_graph(&iri));
            if !own.iter().any(|fact| is_of_removed(fact.object.text())) {
                assert!(own == rest, "{file} says something else without {removed}");
            }
            let (own, rest) = (mentioned(&whole, before[file]), mentioned(&without, *index));
            // A name that two things had means one now, and part of a longer name may be seen.
            let is_shared = |words: &str| {
                let singular = words.trim_end_matches('s');
                names_gone.iter().any(|name| name.contains(singular))
            };
            for (_, iri, words) in own.symmetric_difference(&rest) {
                let may_differ = is_of_removed(iri) || is_shared(words);
                assert!(
                    may_differ,
                    "{file} names {iri} by “{words}” only with or without {removed}"
                );
            }
            let statements = |examined: &Examined, page: usize| -> BTreeSet<_> {
                examined.facts.pages[page].statements.iter().map(said).collect()
            };
            let own = statements(&whole, before[file]);
            let rest = statements(&without, *index);
            let mut lost = own.difference(&rest);
            assert!(lost.all(|(fact, ..)| is_of_removed(fact.object.text())), "{file}");
            assert!(rest.is_subset(&own), "{file} states more without {removed}");
        }
    }
}
