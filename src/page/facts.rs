//! What a page states, shown at the end of the sections that say so.
//!
//! A panel stands folded below its section, so that the article reads as it is written. Only what
//! other sources contradict is told in sight.

use std::collections::BTreeMap;

use askama::Template;

use crate::catalog::{Page, PageIndex};
use crate::document::Heading;
use crate::facts::{Modality, Statement, StatementId};
use crate::graph::emit::statement_place;
use crate::page::address::Addresses;
use crate::page::escape::escape;
use crate::page::naming::{Known, Naming};
use crate::page::thing;
use crate::page::view::{
    Dispute, FactGroup, FactLine, FactThing, FactValue, FactsPanel, Opponent, Saying,
};

/// A thing shows no more facts of other places than this; a query gives all.
const SHOWN_ELSEWHERE: usize = 20;

/// The body of a page with a panel at the end of each section that states something.
#[must_use]
pub fn add(known: Known<'_>, index: PageIndex, addresses: Addresses<'_>, body: String) -> String {
    let Some(page) = known.catalog.pages.get(index) else {
        return body;
    };
    let writer = Writer { naming: Naming { known, addresses, own: Some(index) }, page, index };
    let panels = writer.panels();
    if panels.is_empty() { body } else { insert(page, &body, panels) }
}

/// Puts each panel before the heading that ends its section. A heading that cannot be found, as in
/// a page whose own HTML holds it, ends no section: the panel goes to the end of the next one.
fn insert(page: &Page, body: &str, mut panels: BTreeMap<usize, String>) -> String {
    let mut whole =
        String::with_capacity(body.len() + panels.values().map(String::len).sum::<usize>());
    let mut rest = body;
    for (section, Heading { level, id, .. }) in page.document.headings() {
        let mark = format!("<h{level} id=\"{}\"", escape(id));
        if let Some(at) = rest.find(&mark) {
            let (before, after) = rest.split_at(at);
            whole.push_str(before);
            let later = panels.split_off(&section);
            whole.extend(std::mem::replace(&mut panels, later).into_values());
            // The heading itself is behind us when the next one is looked for.
            let (heading, after) = after.split_at(mark.len());
            whole.push_str(heading);
            rest = after;
        }
    }
    let end = rest.rfind("<section class=\"footnotes\"").unwrap_or(rest.len());
    let (before, after) = rest.split_at(end);
    whole.push_str(before);
    whole.extend(panels.into_values());
    whole.push_str(after);
    whole
}

struct Writer<'a> {
    naming: Naming<'a>,
    page: &'a Page,
    index: PageIndex,
}

/// The statements of a section by what they speak of, in the order of the text.
type BySubject<'a> = Vec<(&'a str, Vec<(StatementId, &'a Statement)>)>;

impl<'a> Writer<'a> {
    /// The panels by section.
    fn panels(&self) -> BTreeMap<usize, String> {
        let panels = self.sections().into_iter().filter_map(|(section, things)| {
            // A template of plain data has nothing to fail about.
            let html = self.panel(&things).render().ok()?;
            Some((section, html))
        });
        panels.collect()
    }

    /// The statements of the page: those about its own things where these are declared, the others
    /// where they are written.
    fn sections(&self) -> BTreeMap<usize, BySubject<'a>> {
        let mut sections: BTreeMap<usize, BySubject<'a>> = BTreeMap::new();
        let Some(facts) = self.naming.known.facts.pages.get(self.index) else {
            return sections;
        };
        let declared: BTreeMap<&str, usize> = facts
            .entities
            .iter()
            .rev()
            .map(|entity| (entity.iri.as_str(), entity.origin.section()))
            .collect();
        // What is said before the first heading is shown below it.
        let sections_of_page = &self.page.document.sections;
        let is_empty = sections_of_page.first().is_none_or(|first| first.text.trim().is_empty());
        let first = usize::from(is_empty && sections_of_page.len() > 1);
        let mut slots: BTreeMap<(usize, &str), usize> = BTreeMap::new();
        for (number, statement) in facts.statements.iter().enumerate() {
            let subject = statement.fact.subject.text();
            let section = declared.get(subject).copied().unwrap_or(statement.section).max(first);
            let things = sections.entry(section).or_default();
            let slot = *slots.entry((section, subject)).or_insert_with(|| {
                things.push((subject, Vec::new()));
                things.len() - 1
            });
            if let Some((_, statements)) = things.get_mut(slot) {
                statements.push((StatementId { page: self.index, index: number }, statement));
            }
        }
        sections
    }

    fn panel(&self, things: &BySubject<'a>) -> FactsPanel {
        let count = things.iter().map(|(_, statements)| statements.len()).sum();
        let statements = things.iter().flat_map(|(_, statements)| statements);
        let disputes = statements.filter_map(|(id, statement)| {
            let others = self.opponents(*id);
            (!others.is_empty()).then(|| Dispute {
                said: self.sentence(statement),
                url: format!("#{}", statement_place(self.naming.known.catalog, *id)),
                others,
            })
        });
        FactsPanel {
            summary: match things.len() {
                0 | 1 => counted(count, "fact"),
                things => format!("{} about {}", counted(count, "fact"), counted(things, "thing")),
            },
            disputes: disputes.collect(),
            things: things
                .iter()
                .map(|(subject, statements)| self.thing(subject, statements))
                .collect(),
        }
    }

    fn thing(&self, iri: &str, statements: &[(StatementId, &Statement)]) -> FactThing {
        let name = self.naming.name(iri);
        let mut facts = Vec::with_capacity(statements.len());
        let mut last = None;
        for (id, statement) in statements {
            let mut line = self.line(*id, statement);
            line.id = statement_place(self.naming.known.catalog, *id);
            // The words of a row are told once, and a heading's are the thing's name.
            let quote = (statement.quote.as_str(), &statement.place);
            if last == Some(quote) || statement.quote == name {
                line.quote = String::new();
            }
            last = Some(quote);
            facts.push(line);
        }
        let elsewhere = self.elsewhere(iri);
        let shown = elsewhere.len().min(SHOWN_ELSEWHERE);
        let is_cut = elsewhere.len() > shown;
        let cut = if is_cut { format!(", the first {shown} shown") } else { String::new() };
        let is_term = self.naming.known.ontology.term(iri).is_some();
        let page_url = thing::url(self.naming.addresses, iri).filter(|_| !is_term);
        FactThing {
            page_url: page_url.unwrap_or_default(),
            summary: counted(facts.len(), "fact"),
            facts,
            elsewhere_summary: format!("{} elsewhere{cut}", counted(elsewhere.len(), "fact")),
            query_url: if is_cut {
                self.naming.query_url(&everything_about(iri))
            } else {
                String::new()
            },
            elsewhere: self.groups(iri, elsewhere.iter().take(shown)),
            name,
        }
    }

    /// What other pages state of a thing, and all statements whose value it is.
    fn elsewhere(&self, iri: &str) -> Vec<StatementId> {
        let facts = self.naming.known.facts;
        let entities = facts.pages.get(self.index).map(|page| page.entities.iter());
        // About a thing of another page, this one is elsewhere itself.
        if !entities.into_iter().flatten().any(|entity| entity.iri == iri) {
            return Vec::new();
        }
        let about = facts.index.about(iri).iter().filter(|id| id.page != self.index);
        let with = facts.index.with_value(iri).iter().filter(|id| {
            let statement = facts.statement(**id);
            statement.is_some_and(|statement| {
                statement.fact.object.as_iri() == Some(iri)
                    && statement.fact.subject.as_iri() != Some(iri)
            })
        });
        about.chain(with).copied().collect()
    }

    fn line(&self, id: StatementId, statement: &Statement) -> FactLine {
        let naming = self.naming;
        let predicate = statement.fact.predicate.as_str();
        let value = naming.value(&statement.fact.object);
        FactLine {
            id: String::new(),
            property: FactValue {
                text: naming.property_before(predicate, &value.text),
                url: naming.term_url(predicate),
                note: String::new(),
            },
            value,
            modality: modality(statement),
            according_to: statement.according_to.clone().unwrap_or_default(),
            quote: statement.quote.clone(),
            place: naming.place(id, statement),
            opponents: self.opponents(id),
        }
    }

    /// Statements of other places as they read from where the thing `iri` stands, by property.
    fn groups<'id>(
        &self,
        iri: &str,
        ids: impl Iterator<Item = &'id StatementId>,
    ) -> Vec<FactGroup> {
        let naming = self.naming;
        let mut groups: Vec<(&str, bool, FactGroup)> = Vec::new();
        for id in ids {
            let Some(statement) = naming.known.facts.statement(*id) else {
                continue;
            };
            let fact = &statement.fact;
            let is_about = fact.subject.as_iri() == Some(iri);
            let other = if is_about { &fact.object } else { &fact.subject };
            let saying = Saying {
                text: naming.value(other).text,
                url: naming.statement_url(*id),
                place: naming.place(*id, statement).text,
                modality: modality(statement),
            };
            let predicate = fact.predicate.as_str();
            let known = groups.iter_mut().find(|group| (group.0, group.1) == (predicate, is_about));
            if let Some((_, _, group)) = known {
                group.sayings.push(saying);
            } else {
                let property = self.seen_from(predicate, is_about.then_some(&saying.text));
                let group = FactGroup { property, sayings: vec![saying] };
                groups.push((predicate, is_about, group));
            }
        }
        groups.into_iter().map(|(_, _, group)| group).collect()
    }

    /// What a property says of its subject in front of `value`, or else of its value: by the name
    /// of its inverse, where it has one.
    fn seen_from(&self, predicate: &str, value: Option<&String>) -> FactValue {
        let naming = self.naming;
        let ontology = naming.known.ontology;
        let is_symmetric = || ontology.term(predicate).is_some_and(|term| term.symmetric);
        let (shown, text) = if let Some(value) = value {
            (predicate, naming.property_before(predicate, value))
        } else if is_symmetric() {
            (predicate, naming.property(predicate))
        } else if let Some(inverse) = ontology.inverse(predicate) {
            (inverse, naming.property(inverse))
        } else {
            (predicate, format!("“{}” of", naming.property(predicate)))
        };
        FactValue { text, url: naming.term_url(shown), note: String::new() }
    }

    fn opponents(&self, id: StatementId) -> Vec<Opponent> {
        let naming = self.naming;
        let facts = naming.known.facts;
        let opponents = facts.index.conflicts(id).iter().filter_map(|other| {
            let statement = facts.statement(*other)?;
            Some(Opponent {
                quote: statement.quote.clone(),
                according_to: statement.according_to.clone().unwrap_or_default(),
                url: naming.statement_url(*other),
                place: naming.place(*other, statement).text,
            })
        });
        opponents.collect()
    }

    /// A statement as a short sentence.
    fn sentence(&self, statement: &Statement) -> String {
        let naming = self.naming;
        let subject = naming.value(&statement.fact.subject).text;
        let value = naming.value(&statement.fact.object).text;
        let property = naming.property_before(&statement.fact.predicate, &value);
        let modality = match statement.modality {
            Modality::Asserted => "",
            Modality::Recommended => "should be so: ",
            Modality::Optional => "may be so: ",
            Modality::Negated => "is not so: ",
        };
        format!("{modality}{subject} – {property} – {value}")
    }
}

/// The word for how a statement departs from a plain assertion; empty where it does not.
fn modality(statement: &Statement) -> String {
    match statement.modality {
        Modality::Asserted => String::new(),
        other => other.as_str().to_owned(),
    }
}

/// The query for all statements that name a thing.
fn everything_about(iri: &str) -> String {
    format!(
        "SELECT ?subject ?property ?value ?document ?line {{\n  {{ ?statement rdf:object <{iri}> }} UNION {{ ?statement rdf:subject <{iri}> }}\n  ?statement rdf:subject ?subject ;\n    rdf:predicate ?property ;\n    rdf:object ?value ;\n    loggia:inDocument ?document ;\n    loggia:line ?line .\n}} ORDER BY ?document ?line"
    )
}

/// A number with its noun.
pub(in crate::page) fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
