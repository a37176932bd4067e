//! Words and links to the values of a property.

use crate::catalog::{Catalog, LinkTarget, Page, PageIndex, ResolvedImage};
use crate::diagnostic::Diagnostic;
use crate::document::claims::Phrase;
use crate::facts::literal::literal;
use crate::facts::problems::{self, Spot};
use crate::facts::things::Things;
use crate::ontology::{Ontology, Term, TermKind};
use crate::rdf::Value;
use crate::text::Span;
use crate::vocabulary::{owl, rdfs, xsd};

/// Words that say that there is no value.
const NOTHING: &[&str] = &["", "-", "–", "—", "none", "nobody", "nothing", "n/a"];

/// Where words stand and what they may mean there.
#[derive(Clone, Copy)]
pub(in crate::facts) struct Context<'a> {
    pub(in crate::facts) catalog: &'a Catalog,
    pub(in crate::facts) ontology: &'a Ontology,
    pub(in crate::facts) things: &'a Things,
    pub(in crate::facts) index: PageIndex,
    pub(in crate::facts) page: &'a Page,
}

/// The values that words stand for, and what of them could not be understood.
#[derive(Debug, Default)]
pub(in crate::facts) struct Values {
    pub(in crate::facts) found: Vec<Value>,
    /// What the words say beside: the ends of ranges, each with its property.
    pub(in crate::facts) ends: Vec<(String, Value)>,
    pub(in crate::facts) problems: Vec<Diagnostic>,
}

impl<'a> Context<'a> {
    /// The values that a phrase gives to a property.
    pub(in crate::facts) fn values(self, property: &Term, phrase: &Phrase) -> Values {
        let is_nothing = NOTHING.contains(&phrase.text.to_lowercase().as_str());
        if property.kind == TermKind::DatatypeProperty {
            return if is_nothing { Values::default() } else { self.literals(property, phrase) };
        }
        if phrase.links.is_empty() {
            if is_nothing {
                return Values::default();
            }
            return self.names(property, phrase);
        }
        let mut values = Values::default();
        for link in &phrase.links {
            let linked = self.link(property, *link);
            values.found.extend(linked.found);
            values.problems.extend(linked.problems);
        }
        values
    }

    /// The thing that a link gives to a property.
    pub(in crate::facts) fn link(self, property: &Term, index: usize) -> Values {
        let mut values = Values::default();
        let link = self.page.document.links.get(index).zip(self.page.links.get(index));
        // A link that leads nowhere has been told by the catalog.
        let Some((link, target)) = link else {
            return values;
        };
        let spot = self.spot(link.target_span);
        let Some((iri, is_thing)) = self.things.of_link(self.catalog, target) else {
            if matches!(target, LinkTarget::Asset { .. }) {
                values.problems.push(problems::no_thing(spot, property, &link.text));
            }
            return values;
        };
        if self.ontology.is_class(&iri) && takes_classes(property) {
            values.found.push(Value::Iri(iri));
        } else if !is_thing && self.ontology.term(&iri).is_none() && !property.range.is_empty() {
            values.problems.push(problems::no_thing(spot, property, &link.text));
        } else if self.things.fits(self.ontology, &iri, &property.range) == Some(false)
            && !property.range.is_empty()
        {
            values.problems.push(self.misfit(spot, property, &link.text, &iri));
        } else {
            values.found.push(Value::Iri(iri));
        }
        values
    }

    fn literals(self, property: &Term, phrase: &Phrase) -> Values {
        let datatype = property.range.first().map_or(xsd::STRING, String::as_str);
        let is_text = [xsd::STRING, rdfs::LITERAL].contains(&datatype);
        let separators: &[char] = if is_text { &[] } else { &[',', '\n', ';'] };
        let mut values = Values::default();
        let parts: Vec<&str> = if is_text {
            vec![phrase.text.as_str()]
        } else {
            phrase.text.split(separators).map(str::trim).filter(|part| !part.is_empty()).collect()
        };
        for part in parts {
            match literal(&part.replace('\n', " "), datatype) {
                Ok(value) => values.found.push(value),
                Err(expected) => {
                    if let Some((first, property, last)) = range(property, part, datatype) {
                        values.found.push(first);
                        values.ends.push((property, last));
                        continue;
                    }
                    let ranges =
                        property.range_end.as_ref().map(|_| ", or a range such as `100-200`");
                    let expected = format!("{expected}{}", ranges.unwrap_or_default());
                    let spot = self.spot(self.part_span(phrase, part));
                    values.problems.push(problems::wrong_literal(spot, property, part, &expected));
                }
            }
        }
        values
    }

    fn names(self, property: &Term, phrase: &Phrase) -> Values {
        let mut values = Values::default();
        let whole = phrase.text.replace('\n', " ");
        if let Ok(Some(iri)) = self.named(property, &whole) {
            values.found.push(Value::Iri(iri));
            return values;
        }
        for part in parts(&phrase.text) {
            let spot = self.spot(self.part_span(phrase, part));
            match self.named(property, part) {
                Ok(Some(iri)) => values.found.push(Value::Iri(iri)),
                Ok(None) => {
                    let problem = if let Some(iri) = self.meanings(part).next() {
                        self.misfit(spot, property, part, iri)
                    } else {
                        let known = self.ontology.value_names().chain(self.things.names());
                        problems::unknown_name(spot, property, part, known)
                    };
                    values.problems.push(problem);
                }
                Err(meanings) => {
                    let labels: Vec<&str> = meanings.iter().map(String::as_str).collect();
                    values.problems.push(problems::ambiguous_name(spot, part, &labels));
                }
            }
        }
        values
    }

    /// What a name means as a value of a property: a thing of the page, a concept, a class, or the
    /// only thing of the book with that name. `Err` where it can mean several.
    fn named(self, property: &Term, name: &str) -> Result<Option<String>, Vec<String>> {
        let range = &property.range;
        let fits = |iri: &&String| {
            range.is_empty() || self.things.fits(self.ontology, iri, range) == Some(true)
        };
        let named = self.things.named(self.index, name);
        let things = named.map(|things| things.iter().filter(fits).collect::<Vec<_>>());
        let things = things.into_iter().find(|things| !things.is_empty()).unwrap_or_default();
        if let [thing] = things.as_slice() {
            return Ok(Some((*thing).clone()));
        }
        if let Some(concept) = self.ontology.individuals_named(name).iter().find(fits) {
            return Ok(Some(concept.clone()));
        }
        if let Some(class) =
            self.ontology.classes_named(name).first().filter(|_| takes_classes(property))
        {
            return Ok(Some(class.clone()));
        }
        if things.len() > 1 {
            return Err(things.into_iter().cloned().collect());
        }
        Ok(None)
    }

    /// Everything that a name means anywhere, whatever property it may be a value of.
    fn meanings(self, name: &str) -> impl Iterator<Item = &'a str> {
        let things = self.things.named(self.index, name).into_iter().flatten();
        let individuals = self.ontology.individuals_named(name).iter();
        let classes = self.ontology.classes_named(name).iter();
        things.chain(individuals).chain(classes).map(String::as_str)
    }

    /// The problem with a value that is something else than its property wants.
    fn misfit(self, spot: Spot<'_>, property: &Term, name: &str, iri: &str) -> Diagnostic {
        if self.ontology.is_class(iri) {
            return problems::class_as_value(spot, property, name, self.ontology);
        }
        let of_book = self.things.classes(iri);
        let of_vocabulary = self.ontology.term(iri).map(|term| term.classes.as_slice());
        let classes = if of_book.is_empty() { of_vocabulary.unwrap_or_default() } else { of_book };
        problems::wrong_class(spot, property, name, classes, self.ontology)
    }

    /// How many pixels an image of the page has across and down, where its file tells.
    pub(in crate::facts) fn size_of_image(self, image: usize) -> Option<(u32, u32)> {
        match self.page.images.get(image)? {
            ResolvedImage::File { asset, .. } => asset.size.map(|size| (size.width, size.height)),
            _ => None,
        }
    }

    /// The place of some bytes of the document's text.
    pub(in crate::facts) fn spot(self, span: Span) -> Spot<'a> {
        Spot { document: &self.page.document, span }
    }

    /// Where a part of a phrase is written; the whole phrase where markup hides it.
    fn part_span(self, phrase: &Phrase, part: &str) -> Span {
        let text = self.page.document.text.text();
        let written = text.get(phrase.span.range()).unwrap_or_default();
        match written.find(part) {
            Some(at) if !part.is_empty() => {
                Span::new(phrase.span.start + at, phrase.span.start + at + part.len())
            }
            _ => phrase.span,
        }
    }
}

/// Whether a property may say something of a class itself.
fn takes_classes(property: &Term) -> bool {
    let range = &property.range;
    range.is_empty() || range.iter().any(|class| class == owl::CLASS || class == rdfs::CLASS)
}

/// The two ends of a range such as `100-200`, where the property knows how to state the second.
fn range(property: &Term, text: &str, datatype: &str) -> Option<(Value, String, Value)> {
    let end = property.range_end.clone()?;
    let (first, last) = text.split_once(['-', '–'])?;
    let (first, last) = (literal(first, datatype).ok()?, literal(last, datatype).ok()?);
    let number = |value: &Value| value.text().parse::<f64>().ok();
    let is_reversed = number(&first).zip(number(&last)).is_some_and(|(first, last)| last < first);
    (!is_reversed).then_some((first, end, last))
}

/// The names that a text lists.
fn parts(text: &str) -> Vec<&str> {
    let by_signs = text.split(['\n', ',', ';']);
    let by_words =
        by_signs.flat_map(|part| part.split(" and ")).flat_map(|part| part.split(" or "));
    let trimmed = by_words.map(|part| {
        let part = part.trim();
        part.strip_prefix("and ").or_else(|| part.strip_prefix("or ")).unwrap_or(part).trim()
    });
    trimmed.filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_names_is_taken_apart() {
        assert_eq!(parts("HTTP, SOAP, and FTP"), ["HTTP", "SOAP", "FTP"]);
        assert_eq!(parts("SMTP or POP3;\nSand and Gravel"), ["SMTP", "POP3", "Sand", "Gravel"]);
        assert_eq!(parts(" , "), Vec::<&str>::new());
    }
}
