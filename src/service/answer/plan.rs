//! From the parts of a question to the facts that answer it: by templates over classes, properties
//! and things, never by the words of a certain question.
//!
//! | question | answer |
//! |---|---|
//! | which CLASS PROPERTY thing, what PROPERTY thing | subjects of the property |
//! | which CLASS does thing PROPERTY, what does thing PROPERTY | values of the property |
//! | which CLASS … thing | facts that join things of the class with it |
//! | which CLASS … | things of the class |
//! | PROPERTY of thing | its values, else the records that join them |
//! | where is thing | what the vocabulary says that `where` asks for |
//! | does thing PROPERTY thing | the facts that say so |
//!
//! Where a word of the question is understood by none of these, no facts are shown: they would answer
//! another question.

use crate::nomenclature::{Meaning, Role};
use crate::rdf::Value;
use crate::service::answer::Table;
use crate::service::answer::edges::{Edge, Knowledge};
use crate::service::answer::relate::{Relation, Subject};
use crate::service::answer::understand::{Form, Item, Understood};
use crate::service::thing::{architecture_of, is_a};
use crate::snapshot::Snapshot;
use crate::vocabulary::arch;

/// Of one name no more things are looked at.
const MOST_TARGETS: usize = 200;

/// Facts that answer a question.
#[derive(Debug, Clone)]
pub(in crate::service::answer) struct FactAnswer {
    /// What they are about.
    pub(in crate::service::answer) heading: String,
    /// The facts.
    pub(in crate::service::answer) table: Table,
    /// The same as they are stated; empty where a row puts several together.
    pub(in crate::service::answer) edges: Vec<Edge>,
}

/// A question whose parts have found their place.
pub(in crate::service::answer) struct Plan<'a, 'q> {
    pub(in crate::service::answer) knowledge: Knowledge<'a>,
    pub(in crate::service::answer) question: &'q Understood<'a>,
    /// What is asked for.
    pub(in crate::service::answer) focus: Option<&'q Item<'a>>,
    /// What joins it with the topics.
    pub(in crate::service::answer) verb: Option<&'q Item<'a>>,
    /// What the question is about.
    pub(in crate::service::answer) topics: Vec<&'q Item<'a>>,
    /// The architectures it is asked of; empty for all.
    pub(in crate::service::answer) scope: Vec<String>,
    /// Whether the less likely meanings of names count too.
    wide: bool,
}

/// The facts that answer a question, where facts do.
#[must_use]
pub(in crate::service::answer) fn facts(
    snapshot: &Snapshot,
    question: &Understood<'_>,
) -> Option<FactAnswer> {
    if question.form == Form::Define || question.is_turned || !question.unknown.is_empty() {
        return None;
    }
    [false, true].into_iter().find_map(|wide| Plan::of(snapshot, question, wide).answer())
}

impl<'a, 'q> Plan<'a, 'q> {
    /// Gives each name of a question its part.
    fn of(snapshot: &'a Snapshot, question: &'q Understood<'a>, wide: bool) -> Self {
        let names: Vec<&Item<'a>> = question.names().collect();
        let focus = focus(question, &names);
        let others: Vec<&Item<'a>> = names
            .into_iter()
            .filter(|item| focus.is_none_or(|focus| focus.first != item.first))
            .collect();
        let is_thing = |item: &Item<'_>| {
            let rank = |role: Role| item.best(role).first().map(|meaning| meaning.rank);
            item.number.is_some()
                || [Role::Thing, Role::Concept, Role::Literal, Role::Class].iter().any(|role| {
                    let property = rank(Role::Property).or(rank(Role::Reversed));
                    rank(*role).is_some_and(|own| property.is_none_or(|other| own <= other))
                })
        };
        let mut verbs = others.iter().filter(|item| item.is_property() && !is_thing(item));
        // A verb that is one in its own name goes before a mere part of one, such as `use`.
        let verb = verbs.clone().min_by_key(|item| (question.is_weak(item), item.first)).copied();
        let is_second_verb = verbs.any(|item| {
            !question.is_weak(item) && verb.is_some_and(|verb| verb.first != item.first)
        });
        let mut plan = Self {
            knowledge: Knowledge { snapshot },
            question,
            focus,
            verb,
            topics: Vec::new(),
            scope: Vec::new(),
            wide,
        };
        if is_second_verb {
            // Two properties make a question that one fact does not answer.
            plan.focus = None;
            plan.verb = None;
            return plan;
        }
        let asks_architectures = focus.is_some_and(|focus| {
            focus.best(Role::Class).iter().any(|class| &*class.iri == arch::ARCHITECTURE)
        });
        let things: Vec<&Item<'a>> = others.into_iter().filter(|item| is_thing(item)).collect();
        let scopes: Vec<&Item<'a>> = things
            .iter()
            .filter(|item| !item.architectures(snapshot).is_empty())
            .copied()
            .collect();
        for item in things {
            if is_apposition(snapshot, question, item) {
                continue;
            }
            let is_scope = scopes.len() == 1 && scopes.iter().any(|it| it.first == item.first);
            if is_scope && !asks_architectures {
                plan.scope = item.architectures(snapshot);
            } else {
                plan.topics.push(item);
            }
        }
        plan
    }

    fn answer(&self) -> Option<FactAnswer> {
        match self.question.form {
            Form::Whether => self.whether(),
            Form::Where => self.place(),
            Form::Which | Form::Count => self.which(),
            Form::Tell => self.how(),
            Form::Define => None,
        }
    }

    /// How something is done, where the vocabulary says which property tells. Other reasons and ways
    /// only sentences tell.
    fn how(&self) -> Option<FactAnswer> {
        let asked = self.knowledge.snapshot.nomenclature().asked_by("how");
        let is_asked = self.question.words.first().is_some_and(|word| word.lower == "how");
        let properties = self.verb.filter(|_| is_asked)?.best(Role::Property);
        let property = properties.into_iter().find(|it| asked.contains(&it.iri))?;
        self.values(&property.iri)
    }

    /// Whether the question says in so many words what joins its parts.
    pub(in crate::service::answer) fn has_strong_verb(&self) -> bool {
        self.verb.is_some_and(|verb| !self.question.is_weak(verb))
    }

    fn which(&self) -> Option<FactAnswer> {
        let of_number = || if self.is_about_a_number() { self.numbered() } else { None };
        if let Some(found) = of_number() {
            return Some(found);
        }
        let Some(focus) = self.focus else {
            return self.bare();
        };
        let classes = focus.best(Role::Class);
        let of_class = classes.iter().find_map(|class| self.of_class(&class.iri));
        of_class.or_else(|| {
            if self.has_strong_verb() {
                return None;
            }
            let properties = focus.best(Role::Property);
            let mut values = properties.iter();
            values.find_map(|property| {
                self.values(&property.iri).or_else(|| self.records(&property.iri))
            })
        })
    }

    /// Things of a class.
    fn of_class(&self, class: &str) -> Option<FactAnswer> {
        let snapshot = self.knowledge.snapshot;
        let fits = |value: &Value| {
            let iri = value.as_iri();
            iri.is_some_and(|iri| is_a(snapshot, iri, class) && self.is_in_scope(iri))
        };
        let label = self.knowledge.name(class);
        if self.topics.is_empty() && self.verb.is_none() {
            return self.instances(class, &label);
        }
        let relation = Relation { plan: self, fits: &fits, label: capital(&label) };
        relation.answer()
    }

    /// What has a property, or what it has, where no class is named.
    fn bare(&self) -> Option<FactAnswer> {
        let fits = |value: &Value| match value.as_iri() {
            Some(iri) => self.is_in_scope(iri),
            None => true,
        };
        let relation = Relation { plan: self, fits: &fits, label: "What".to_owned() };
        if self.verb.is_some() {
            return relation.answer();
        }
        let topic = self.topics.first()?;
        // “What is in the data domain?”: the word of grammar is all that joins.
        let hint = self.question.hint_before(topic).filter(|_| self.topics.len() == 1)?;
        self.question.has_question_word.then(|| relation.by(hint, Subject::Asked))?
    }

    /// Whether a thing belongs to what is asked of.
    pub(in crate::service::answer) fn is_in_scope(&self, iri: &str) -> bool {
        if self.scope.is_empty() {
            return true;
        }
        let is_scope = |other: &str| self.scope.iter().any(|scope| scope == other);
        let own = architecture_of(self.knowledge.snapshot, iri);
        is_scope(iri)
            || own.is_some_and(is_scope)
            || own.is_none() && self.knowledge.about(iri).any(|(_, it)| is_scope(it.fact.object.text()))
            // A topic in the scope has drawn the line already.
            || self.topics.iter().any(|topic| self.is_narrowed(topic))
    }

    fn is_narrowed(&self, topic: &Item<'_>) -> bool {
        let things = topic.best(Role::Thing);
        let snapshot = self.knowledge.snapshot;
        things.iter().any(|thing| {
            let own = architecture_of(snapshot, &thing.iri);
            own.is_some_and(|own| self.scope.iter().any(|scope| scope == own))
        })
    }

    /// Everything that a topic can mean, as it stands in facts.
    pub(in crate::service::answer) fn targets(&self, topic: &Item<'_>) -> Vec<String> {
        let snapshot = self.knowledge.snapshot;
        if let Some(number) = &topic.number {
            return vec![number.clone()];
        }
        let mut found: Vec<String> = Vec::new();
        let mut add = |iri: &str| {
            if found.len() < MOST_TARGETS && !found.iter().any(|known| known == iri) {
                found.push(iri.to_owned());
            }
        };
        let best = topic.best(Role::Thing);
        let wide = topic.meanings.iter().filter(|it| self.wide && it.role == Role::Thing);
        let narrowed = self.is_narrowed(topic);
        for thing in best.iter().copied().chain(wide) {
            let own = architecture_of(snapshot, &thing.iri);
            let in_scope = own.is_none_or(|own| self.scope.iter().any(|scope| scope == own));
            if narrowed && !in_scope {
                continue;
            }
            add(&thing.iri);
            for other in self.stand_ins(&thing.iri) {
                add(&other);
            }
        }
        for meaning in topic.meanings {
            match meaning.role {
                Role::Concept | Role::Literal => add(&meaning.iri),
                Role::Class => {
                    add(&meaning.iri);
                    if best.is_empty() {
                        let instances = snapshot.nomenclature().instances(&meaning.iri);
                        instances.iter().filter(|it| self.is_in_scope(it)).for_each(|it| add(it));
                    }
                }
                _ => {}
            }
        }
        found
    }

    /// The names that stand for a thing, or the things that a name stands for.
    fn stand_ins(&self, iri: &str) -> Vec<String> {
        let stands = |statement: &crate::facts::Statement| {
            statement.fact.predicate == arch::STANDS_FOR && statement.is_asserted()
        };
        let names = self.knowledge.with_value(iri).filter(|(_, it)| stands(it));
        let things = self.knowledge.about(iri).filter(|(_, it)| stands(it));
        let names = names.map(|(_, it)| it.fact.subject.text().to_owned());
        names.chain(things.map(|(_, it)| it.fact.object.text().to_owned())).collect()
    }

    /// The words of an item as they are typed in the question, for headings.
    pub(in crate::service::answer) fn said(&self, item: &Item<'_>) -> String {
        if let Some(number) = &item.number {
            return number.clone();
        }
        let best = item.meanings.iter().min_by_key(|meaning| meaning.rank);
        best.map_or_else(String::new, |meaning| match meaning.role {
            Role::Literal => meaning.iri.to_string(),
            _ => self.knowledge.name(&meaning.iri),
        })
    }

    /// What an answer is about: what is asked for, and of what.
    pub(in crate::service::answer) fn heading(&self, asked: &str) -> String {
        let verb = self.verb.filter(|_| self.has_strong_verb()).map(|verb| self.said(verb));
        let topics = self.topics.iter().map(|topic| self.said(topic));
        let scope = self.scope.iter().take(1).map(|iri| self.knowledge.name(iri));
        let mut pieces: Vec<String> = std::iter::once(capital(asked)).chain(verb).collect();
        pieces.extend(topics.chain(scope));
        pieces.dedup_by(|one, other| one.eq_ignore_ascii_case(other));
        pieces.join(" · ")
    }
}

/// Whether an item only says what the thing behind it is: the flow in “flow L5”.
fn is_apposition(snapshot: &Snapshot, question: &Understood<'_>, item: &Item<'_>) -> bool {
    let behind = question.names().find(|other| other.first == item.last + 1);
    let things = behind.map(|behind| behind.best(Role::Thing)).unwrap_or_default();
    let classes = item.best(Role::Class);
    let is_one = |thing: &Meaning| classes.iter().any(|it| is_a(snapshot, &thing.iri, &it.iri));
    !item.is(Role::Thing) && things.into_iter().any(is_one)
}

/// What is asked for: the name behind the question word, where it is a class, or a property that is
/// a noun there.
fn focus<'a, 'q>(question: &'q Understood<'a>, names: &[&'q Item<'a>]) -> Option<&'q Item<'a>> {
    if !matches!(question.form, Form::Which | Form::Count) {
        return None;
    }
    let word = |at: usize| question.words.get(at).map_or("", |word| word.lower.as_str());
    let first = names.first()?;
    if question.has_question_word {
        // Nothing but words of grammar may stand between: “which of the servers”.
        let is_near = (question.start..first.first).all(|at| ["of", "s"].contains(&word(at)));
        if !is_near {
            return None;
        }
        // “What is in …”, “who is …”: nothing is named that is asked for.
        if ["is", "are", "was", "were"].contains(&word(question.start.saturating_sub(1))) {
            let of = word(first.last + 1) == "of";
            return (of && first.is_property()).then_some(first);
        }
    }
    let behind = word(first.last + 1);
    let is_thing = first.is(Role::Thing) || first.is(Role::Concept);
    let is_class = first.is(Role::Class);
    if question.has_question_word {
        // “What mitigates a flood”, “who trusts whom”: a property right before a name, or with none,
        // is what is done.
        let asks_who = ["who", "whom"].contains(&word(question.start.saturating_sub(1)));
        let second = names.get(1);
        let is_next = second.is_none_or(|second| second.first == first.last + 1);
        let is_verb = first.is_property() && !is_class && (asks_who || is_next);
        return (!is_verb && (is_class || first.is_property())).then_some(first);
    }
    // Without a question word only a noun before `of` and its like asks for something.
    let joins =
        ["of", "in", "for", "to", "on", "from", "through", "between", "with", ""].contains(&behind);
    (joins && (is_class || first.is_property()) && !is_thing).then_some(first)
}

/// A text with a capital.
pub(in crate::service::answer) fn capital(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}
