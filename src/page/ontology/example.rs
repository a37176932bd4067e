//! Markdown that uses a term, made from what the vocabulary says of it.

use crate::document::slug::slug;
use crate::ontology::{Ontology, Term, TermKind, local_name};
use crate::vocabulary::{arch, owl, rdfs, xsd};

/// Markdown that states something with a term; empty where no author writes it.
///
/// It can be put into a page as it is: a test does so with every term of the bundled vocabularies.
pub(in crate::page::ontology) fn example(ontology: &Ontology, term: &Term) -> String {
    if term.is_structural() {
        return String::new();
    }
    match term.kind {
        TermKind::Class => of_class(ontology, term),
        TermKind::ObjectProperty | TermKind::DatatypeProperty => of_property(ontology, term),
        TermKind::Individual => of_concept(ontology, term),
        TermKind::Vocabulary => String::new(),
    }
}

fn of_class(ontology: &Ontology, class: &Term) -> String {
    if ontology.class_of_local_name(local_name(&class.iri)) != Some(class.iri.as_str()) {
        return String::new();
    }
    format!("{}\n\nWhat stands here describes it.\n", heading(ontology, "Some", &class.iri))
}

fn of_property(ontology: &Ontology, property: &Term) -> String {
    // The name has to mean this property and no other.
    if ontology.properties_named(&property.label) != [property.iri.clone()] {
        return String::new();
    }
    let class = property.domain.iter().find(|class| is_usable(ontology, class));
    let class = class.map_or(arch::ELEMENT, String::as_str);
    let subject = heading(ontology, "Some", class);
    let name = capitalized(&property.label);
    let label = &property.label;
    let Value { written, in_sentence, declared } = value(ontology, property);
    let sentence = match in_sentence {
        Some((words, target)) => format!("One sentence names [{words}]({target} \"{label}\").\n\n"),
        None => String::new(),
    };
    let declared = declared.map(|heading| format!("\n{heading}\n")).unwrap_or_default();
    let kind = local_name(class);
    let table =
        format!("## List {{.{kind}}}\n\n| Name | {name} |\n|---|---|\n| Third | {written} |\n");
    format!("{subject}\n\n{sentence}{name}\n: {written}\n\n{table}{declared}")
}

fn of_concept(ontology: &Ontology, concept: &Term) -> String {
    let takes = |property: &&Term| {
        property.kind == TermKind::ObjectProperty
            && !property.is_structural()
            && ontology.properties_named(&property.label) == [property.iri.clone()]
            && property.range.iter().any(|class| {
                concept.classes.iter().any(|own| ontology.is_within(own, class))
                    && class != owl::THING
                    && class != rdfs::RESOURCE
            })
    };
    let mut properties = ontology.terms().map(|(_, term)| term);
    let Some(property) = properties.find(takes) else {
        return String::new();
    };
    if ontology.individuals_named(&concept.label) != [concept.iri.clone()] {
        return String::new();
    }
    format!("{}\n: {}\n", capitalized(&property.label), concept.label)
}

/// A value as it is written.
struct Value {
    /// In a definition list or a table.
    written: String,
    /// Of a link in a sentence: the words and the target.
    in_sentence: Option<(String, String)>,
    /// The heading of the thing that the value links to.
    declared: Option<String>,
}

fn value(ontology: &Ontology, property: &Term) -> Value {
    let plain = |text: &str| Value { written: text.to_owned(), in_sentence: None, declared: None };
    let range = property.range.first().map(String::as_str);
    if property.kind == TermKind::DatatypeProperty {
        return plain(match range.unwrap_or(xsd::STRING) {
            xsd::BOOLEAN => "yes",
            xsd::UNSIGNED_SHORT => "443",
            xsd::INTEGER => "3",
            xsd::DECIMAL => "1.5",
            xsd::DATE => "2026-05-31",
            xsd::DATE_TIME => "2026-05-31T12:00:00Z",
            _ => "Some words",
        });
    }
    if range.is_some_and(|class| [owl::CLASS, rdfs::CLASS].contains(&class)) {
        return plain(ontology.label(arch::ELEMENT));
    }
    let of_range =
        |class: &str| property.range.iter().any(|range| ontology.is_within(class, range));
    let mut members = ontology.terms().map(|(_, term)| term).filter(|term| {
        term.kind == TermKind::Individual
            && range.is_some()
            && term.classes.iter().any(|class| of_range(class))
            && ontology.individuals_named(&term.label) == [term.iri.clone()]
    });
    if let Some(member) = members.next() {
        return plain(&member.label);
    }
    let class = property.range.iter().find(|class| is_usable(ontology, class));
    if range.is_some() && class.is_none() {
        // A class of somebody else: its members have addresses of their own.
        let (words, target) = ("something there", "https://example.org/something");
        return Value {
            written: format!("[{words}]({target})"),
            in_sentence: Some((words.to_owned(), target.to_owned())),
            declared: None,
        };
    }
    let class = class.map_or(arch::ELEMENT, String::as_str);
    let words = format!("another {}", ontology.label(class));
    let target = format!("#{}", slug(&words));
    Value {
        written: format!("[{words}]({target})"),
        in_sentence: Some((words, target)),
        declared: Some(heading(ontology, "Another", class)),
    }
}

/// A heading that declares a thing.
fn heading(ontology: &Ontology, which: &str, class: &str) -> String {
    let words = format!("{which} {}", ontology.label(class));
    format!("## {words} {{#{} .{}}}", slug(&words), local_name(class))
}

/// Whether a heading can name the class.
fn is_usable(ontology: &Ontology, class: &str) -> bool {
    ontology.class_of_local_name(local_name(class)) == Some(class)
        && ontology.term(class).is_some_and(|term| !term.is_structural())
}

fn capitalized(label: &str) -> String {
    let mut letters = label.chars();
    let first = letters.next().map(|first| first.to_uppercase().collect::<String>());
    first.unwrap_or_default() + letters.as_str()
}
