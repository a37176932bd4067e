//! What can be wrong with a stated fact, one constructor per kind of problem.

use crate::diagnostic::{Diagnostic, codes, nearest};
use crate::document::region::{Region, RegionProblem};
use crate::document::{Document, Heading};
use crate::ontology::{Ontology, Term};
use crate::text::Span;
use crate::vocabulary::{owl, rdfs};

/// Some bytes of a document.
#[derive(Clone, Copy)]
pub(in crate::facts) struct Spot<'a> {
    pub(in crate::facts) document: &'a Document,
    pub(in crate::facts) span: Span,
}

impl Spot<'_> {
    fn problem(self, code: &'static crate::diagnostic::Code, message: String) -> Diagnostic {
        Diagnostic::new(code, self.document.place(self.span), message)
    }
}

pub(in crate::facts) fn unknown_class(
    document: &Document,
    heading: &Heading,
    name: &str,
    ontology: &Ontology,
) -> Diagnostic {
    let written = document.text.text().get(heading.span.range()).unwrap_or_default();
    let at = written.rfind(&format!(".{name}")).map(|at| heading.span.start + at);
    let span = at.map_or(heading.span, |at| Span::new(at, at + name.len() + 1));
    let message = format!("no vocabulary has a class `{name}`");
    let help = match nearest(name, ontology.class_names()) {
        Some(near) => format!("did you mean `.{near}`?"),
        None => "see the page Ontology for all classes; names in lower case are for style sheets"
            .to_owned(),
    };
    Spot { document, span }.problem(codes::UNKNOWN_CLASS, message).help(help)
}

pub(in crate::facts) fn unknown_property(
    spot: Spot<'_>,
    name: &str,
    what: &str,
    ontology: &Ontology,
) -> Diagnostic {
    let message = format!("no vocabulary has a property `{name}`, so this {what} states nothing");
    let problem = spot.problem(codes::UNKNOWN_PROPERTY, message);
    match nearest(name, ontology.property_names()) {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None => problem.help("see the page Ontology for all properties and their names"),
    }
}

pub(in crate::facts) fn misspelt(spot: Spot<'_>, what: &str, name: &str, near: &str) -> Diagnostic {
    let message = format!("the {what} `{name}` is no property, so it states nothing");
    spot.problem(codes::UNKNOWN_PROPERTY, message).help(format!("did you mean `{near}`?"))
}

pub(in crate::facts) fn no_subject(spot: Spot<'_>, property: &str) -> Diagnostic {
    let message = format!("`{property}` is stated here of nothing");
    spot.problem(codes::FACT_WITHOUT_SUBJECT, message)
        .help("give the heading above a class, as in `## Name {#id .Class}`")
}

pub(in crate::facts) fn no_row_subject(spot: Spot<'_>, property: &str) -> Diagnostic {
    let message = format!("`{property}` is stated in this row of nothing");
    spot.problem(codes::FACT_WITHOUT_SUBJECT, message)
        .help("link in this cell to the heading that declares the thing")
}

pub(in crate::facts) fn no_image(spot: Spot<'_>, property: &str) -> Diagnostic {
    let message = format!("`{property}` is stated here of no image");
    spot.problem(codes::FACT_WITHOUT_SUBJECT, message)
        .help("put it below an image that stands alone in its paragraph, in the same section")
}

pub(in crate::facts) fn malformed_region(
    spot: Spot<'_>,
    written: &str,
    problem: RegionProblem,
    meant: Option<Region>,
) -> Diagnostic {
    let message = match problem {
        RegionProblem::NotFourNumbers => format!("`{written}` is no region of the image"),
        RegionProblem::Outside => format!("the region `{written}` does not lie inside the image"),
        RegionProblem::Empty => format!("the region `{written}` has no width or no height"),
    };
    let problem = spot.problem(codes::MALFORMED_REGION, message);
    match meant {
        Some(region) => problem.help(format!("if these are pixels, write `{region}`")),
        None => problem
            .help("write left, top, width and height in percent of the image, as in `12,40,18,9`"),
    }
}

pub(in crate::facts) fn wrong_subject(
    spot: Spot<'_>,
    property: &Term,
    subject: &str,
    classes: &[String],
    ontology: &Ontology,
) -> Diagnostic {
    let message = format!(
        "`{}` is stated of {}, but `{subject}` is {}",
        property.label,
        listed(&property.domain, " or ", ontology),
        listed(classes, " and ", ontology)
    );
    spot.problem(codes::WRONG_SUBJECT, message)
        .help("change the heading's class, or state another property")
}

pub(in crate::facts) fn no_thing(spot: Spot<'_>, property: &Term, name: &str) -> Diagnostic {
    let message = format!("`{}` leads to `{name}`, which declares no thing", property.label);
    spot.problem(codes::VALUE_WITHOUT_CLASS, message)
        .help("give the heading it leads to a class, as in `## Name {#id .Class}`")
}

pub(in crate::facts) fn wrong_class(
    spot: Spot<'_>,
    property: &Term,
    name: &str,
    classes: &[String],
    ontology: &Ontology,
) -> Diagnostic {
    let message = format!(
        "a value of `{}` is {}, but `{name}` is {}",
        property.label,
        listed(&property.range, " or ", ontology),
        listed(classes, " and ", ontology)
    );
    spot.problem(codes::WRONG_VALUE, message)
        .help("link to a thing of that class, or state another property")
}

pub(in crate::facts) fn class_as_value(
    spot: Spot<'_>,
    property: &Term,
    name: &str,
    ontology: &Ontology,
) -> Diagnostic {
    let wanted = listed(&property.range, " or ", ontology);
    let message =
        format!("a value of `{}` is {wanted}, but `{name}` is the name of a class", property.label);
    spot.problem(codes::WRONG_VALUE, message).help("link to a thing of the class")
}

pub(in crate::facts) fn wrong_literal(
    spot: Spot<'_>,
    property: &Term,
    text: &str,
    expected: &str,
) -> Diagnostic {
    let message = format!("`{text}` is no value of `{}`", property.label);
    spot.problem(codes::WRONG_VALUE, message).help(format!("write {expected}"))
}

pub(in crate::facts) fn unknown_name<'a>(
    spot: Spot<'_>,
    property: &Term,
    name: &str,
    known: impl Iterator<Item = &'a str>,
) -> Diagnostic {
    let message = format!("`{}` has the value `{name}`, which nothing is called", property.label);
    let problem = spot.problem(codes::UNKNOWN_NAME, message);
    match nearest(name, known) {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None => problem.help("link to the heading that declares it, or use a name of a vocabulary"),
    }
}

pub(in crate::facts) fn ambiguous_name(spot: Spot<'_>, name: &str, iris: &[&str]) -> Diagnostic {
    let message = format!("`{name}` can mean {} things", iris.len());
    let shown = iris.iter().take(3).map(|iri| format!("<{iri}>")).collect::<Vec<_>>().join(", ");
    spot.problem(codes::AMBIGUOUS_NAME, message)
        .help(format!("link to the one that is meant: {shown}"))
}

pub(in crate::facts) fn malformed_turtle(spot: Spot<'_>, message: &str) -> Diagnostic {
    spot.problem(codes::MALFORMED_TURTLE, format!("this is no Turtle: {message}"))
        .help("what stands before it is kept; the preset prefixes need no declaration")
}

/// `a zone`, `a zone or a server`, with the names of the vocabularies.
fn listed(classes: &[String], between: &str, ontology: &Ontology) -> String {
    let is_known = |class: &&String| ontology.term(class).is_some();
    // Values of vocabularies are concepts too, which says nothing about them.
    let known: Vec<&String> = classes.iter().filter(is_known).collect();
    let shown = if known.is_empty() { classes.iter().collect() } else { known };
    let named = shown.into_iter().map(|class| {
        if [owl::CLASS, rdfs::CLASS].contains(&class.as_str()) {
            return "a class".to_owned();
        }
        let label = ontology.label(class);
        let vowels = ['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O', 'U'];
        let article = if label.starts_with(vowels) { "an" } else { "a" };
        format!("{article} {label}")
    });
    let named: Vec<String> = named.collect();
    if named.is_empty() { "of no known class".to_owned() } else { named.join(between) }
}
