//! What stands around the text of a page: how long it is, when it changed, what it states at a
//! glance, and who it is to machines.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value as Json, json};

use crate::catalog::{Page, PageIndex};
use crate::document::Document;
use crate::facts::{Form, Statement, StatementId};
use crate::graph::emit::statement_place;
use crate::page::address::Addresses;
use crate::page::facts::counted;
use crate::page::naming::{Known, Naming};
use crate::page::shell::Book;
use crate::page::view::{FactValue, Link, Moment, Shell, StatedPanel, StatedThing};
use crate::rdf::Value;
use crate::vocabulary::{arch, rdf};

/// How many words a minute people read of such texts.
const WORDS_A_MINUTE: usize = 220;

/// The panel tells of so many facts, and of so many about one thing.
const MOST_FACTS: usize = 24;
const MOST_OF_A_THING: usize = 6;

/// How long the gist of a page is in bytes; a sentence that ends earlier is followed by the next.
const SHORTEST_GIST: usize = 50;
const LONGEST_GIST: usize = 200;

/// A passage with more words than this is named by its ends.
const LONGEST_PASSAGE: usize = 8;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// What a document is about in one line: its own word, else how it begins.
#[must_use]
pub fn gist(document: &Document) -> String {
    if let Some(description) = &document.front_matter.description {
        return one_line(description);
    }
    let texts = document.sections.iter().map(|section| section.text.trim());
    let text = texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default();
    let mut words = String::new();
    for word in text.split_whitespace() {
        if words.len() + word.len() > LONGEST_GIST {
            return format!("{words} …");
        }
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
        if word.ends_with('.') && words.len() >= SHORTEST_GIST {
            break;
        }
    }
    words
}

/// A text without line breaks.
#[must_use]
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Book<'_> {
    /// How long reading takes.
    pub(in crate::page) fn reading_time(page: &Page) -> String {
        let sections = page.document.sections.iter();
        let words: usize = sections.map(|section| section.text.split_whitespace().count()).sum();
        format!("{} min read", words.div_ceil(WORDS_A_MINUTE).max(1))
    }

    /// When the file of a page was last changed.
    pub(in crate::page) fn updated(&self, page: &Page) -> Option<Moment> {
        let datetime = self.history.changed(&page.document.path)?;
        let mut parts = datetime.get(..10)?.splitn(3, '-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let month = MONTHS.get(month.parse::<usize>().ok()?.checked_sub(1)?)?;
        let label = format!("{} {month} {year}", day.trim_start_matches('0'));
        Some(Moment { datetime: datetime.to_owned(), label })
    }

    /// The facts of a page at a glance, each led to the words that say so. What a thing is stands
    /// beside its name, and that it is part of an architecture is left to its page.
    pub(in crate::page) fn stated(
        &self,
        index: PageIndex,
        addresses: Addresses<'_>,
    ) -> Option<StatedPanel> {
        let statements = &self.known.facts.pages.get(index)?.statements;
        let first = statements.first().map(|_| StatementId { page: index, index: 0 })?;
        let naming = Naming { known: self.known, addresses, own: Some(index) };
        let mut things: Vec<(&str, StatedThing)> = Vec::new();
        let mut told = 0;
        for (number, statement) in statements.iter().enumerate() {
            let predicate = statement.fact.predicate.as_str();
            if [rdf::TYPE, arch::PART_OF_ARCHITECTURE].contains(&predicate) {
                continue;
            }
            if told == MOST_FACTS {
                break;
            }
            let subject = statement.fact.subject.text();
            let at = things.iter().position(|(known, ..)| *known == subject);
            let at = at.unwrap_or_else(|| {
                things.push((subject, naming.stated(&statement.fact.subject)));
                things.len() - 1
            });
            let thing = things.get_mut(at).map(|(_, thing)| thing);
            if let Some(thing) = thing.filter(|thing| thing.facts.len() < MOST_OF_A_THING) {
                let (id, fact) = (StatementId { page: index, index: number }, &statement.fact);
                let value = naming.value(&fact.object).text;
                let title = format!("{} {value}", naming.property(predicate));
                thing.facts.push(Link { title, url: passage(naming, id, statement) });
                told += 1;
            }
        }
        if things.is_empty() {
            // A page that only says what things are names them.
            let classified =
                statements.iter().filter(|statement| statement.fact.predicate == rdf::TYPE);
            for subject in classified.map(|statement| &statement.fact.subject) {
                let is_new = things.iter().all(|(known, _)| *known != subject.text());
                if is_new && told < MOST_OF_A_THING {
                    things.push((subject.text(), naming.stated(subject)));
                    told += 1;
                }
            }
        }
        let summary = counted(statements.len(), "fact");
        Some(StatedPanel {
            things: things.into_iter().map(|(_, thing)| thing).collect(),
            all: (told < statements.len()).then(|| Link {
                title: format!("All {summary}, from the first on"),
                url: format!("#{}", statement_place(self.known.catalog, first)),
            }),
            summary: format!("{summary} on this page"),
        })
    }

    /// A page as schema.org describes it, in JSON-LD that can stand in HTML.
    pub(in crate::page) fn structured(
        &self,
        index: PageIndex,
        page: &Page,
        shell: &Shell,
        addresses: Addresses<'_>,
    ) -> String {
        let catalog = self.catalog;
        let config = &catalog.config;
        let address = |page: PageIndex| {
            self.published_page(page).unwrap_or_else(|| addresses.page(page, None))
        };
        let url = address(index);
        let mut article = json!({
            "@type": "TechArticle",
            "headline": page.document.title,
            "inLanguage": config.language,
            "url": url,
            "isPartOf": {
                "@type": "WebSite",
                "name": catalog.title,
                "url": self.published().map_or_else(|| addresses.root(), str::to_owned),
            },
        });
        if let Some(article) = article.as_object_mut() {
            let mut add = |name: &str, value: Option<Json>| {
                article.extend(value.map(|value| (name.to_owned(), value)));
            };
            let description = shell.description.as_str();
            add("description", (!description.is_empty()).then(|| description.into()));
            add("image", shell.picture.as_ref().map(|picture| picture.url.as_str().into()));
            let changed = self.history.changed(&page.document.path);
            add("dateModified", changed.map(Json::from));
            let authors: Vec<Json> = config
                .authors
                .iter()
                .map(|name| json!({"@type": "Person", "name": name}))
                .collect();
            add("author", (!authors.is_empty()).then(|| authors.into()));
        }
        let mut described = vec![article];
        let above = page.entry.into_iter().flat_map(|entry| catalog.navigation.ancestors(entry));
        let mut trail: Vec<(&str, String)> =
            above.filter_map(|entry| Some((entry.name.as_str(), address(entry.page?)))).collect();
        trail.reverse();
        if !trail.is_empty() {
            trail.push((catalog.name_of(index), url));
            let items = trail.into_iter().enumerate().map(|(above, (name, url))| {
                json!({"@type": "ListItem", "position": above + 1, "name": name, "item": url})
            });
            let items: Vec<Json> = items.collect();
            described.push(json!({"@type": "BreadcrumbList", "itemListElement": items}));
        }
        let described = json!({"@context": "https://schema.org", "@graph": described});
        // In HTML nothing but `<` could end the element.
        described.to_string().replace('<', "\\u003c")
    }
}

impl Naming<'_> {
    /// A thing with what it is, without facts yet.
    fn stated(self, thing: &Value) -> StatedThing {
        let Known { facts, ontology, .. } = self.known;
        let FactValue { text: name, url, .. } = self.value(thing);
        let classes = facts.things.classes(thing.text()).iter();
        let kinds: Vec<&str> = classes.map(|class| ontology.label(class)).collect();
        StatedThing { name, url, kind: kinds.join(", "), facts: Vec::new() }
    }
}

/// Where a statement is written: the nearest place, and the very words where they stand in prose. A
/// browser that does not know such references goes to the place.
fn passage(naming: Naming<'_>, id: StatementId, statement: &Statement) -> String {
    let place = naming.place(id, statement).url;
    if !matches!(statement.form, Form::Definition | Form::LinkTitle) || !place.contains('#') {
        return place;
    }
    let words: Vec<&str> = statement.quote.split_whitespace().collect();
    let encode =
        |words: &[&str]| utf8_percent_encode(&words.join(" "), NON_ALPHANUMERIC).to_string();
    let half = LONGEST_PASSAGE / 2;
    let text = match (words.get(..half), words.len().checked_sub(half)) {
        (Some(first), Some(last)) if words.len() > LONGEST_PASSAGE => {
            format!("{},{}", encode(first), encode(words.get(last..).unwrap_or_default()))
        }
        _ => encode(&words),
    };
    if text.is_empty() { place } else { format!("{place}:~:text={text}") }
}
